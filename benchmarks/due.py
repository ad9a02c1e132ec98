"""How long the daily check takes with 10,000 open cases, against a Python that only loads what any such program loads.

Run `python benchmarks/due.py`, or with the number of runs: `python benchmarks/due.py 40`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

CASES = 10_000
AHEAD = 140
"""The planned days are spread evenly over so many days, so that a week of them is 5 % of the cases."""

PEER = "import typer, rich.table, sqlite3"
GOAL = 1.5
RUNS = 15


@dataclass(frozen=True)
class Comparison:
    """The median times of a command and of its peer, in seconds."""

    ours: float
    peer: float

    @property
    def ratio(self) -> float:
        """How many times as long the command takes."""
        return self.ours / self.peer

    def say(self, name: str, goal: float) -> str:
        """Say the ratio against its goal."""
        kept = "kept" if self.ratio <= goal else "MISSED"
        times = f"{self.ours * 1000:.0f} ms, peer {self.peer * 1000:.0f} ms"
        return f"{name}: {times}, ratio {self.ratio:.2f} (goal {goal:g}: {kept})"


def compare(arguments: list[str], environment: dict[str, str], runs: int) -> Comparison:
    """Run a command and its peer in turns, each as a whole process, after one run of each that is not counted."""
    sides = {"ours": [sys.executable, "-m", "denialctl", *arguments], "peer": [sys.executable, "-c", PEER]}
    times: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(runs + 1):
        for side, command in sides.items():
            started = time.perf_counter()
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
            if number:
                times[side].append(time.perf_counter() - started)
    return Comparison(statistics.median(times["ours"]), statistics.median(times["peer"]))


def office_in(folder: Path) -> dict[str, str]:
    """Return the environment of an office of its own, with nothing of the user's."""
    (folder / "config").mkdir()
    (folder / "config" / "config.toml").write_text('tz = "America/New_York"\n', encoding="utf-8")
    places = {"DENIALCTL_CONFIG": "config", "DENIALCTL_CACHE": "cache", "DENIALCTL_DB": "cases.db"}
    return {**os.environ, **{name: str(folder / place) for name, place in places.items()}}


def fill(cases: int) -> None:
    """Store open cases through the program's own store: each has its events, its hash chain, its deadlines.

    Cases that were denied on the same day have the same dates, so each day is computed once. The call of each is
    over; its appeal (180 days) is planned for one of the coming days.
    """
    from denialctl.cases.events import Event, fold
    from denialctl.cases.typed_denial import TypedDenial
    from denialctl.commands.refresh import refresh, snapshot_for
    from denialctl.commands.session import Session
    from denialctl.commands.typed import read_denial

    session = Session()
    store = session.store_or_new()
    store.rows("pragma synchronous=off")  # for the filling only: it is a setting of this connection
    today = session.now.day
    refresh(session)
    for ahead in range(AHEAD):
        denied = planned_on(today, ahead)
        entry = TypedDenial(
            plan=("erisa-self-funded", "aca-group")[ahead % 2],
            denied=denied,
            received=denied,
            description="MRI lumbar spine",
        )
        payload = read_denial(session, entry, strict=True).payload
        events = [("added", payload), ("recorded", {"stage": "peer-to-peer", "what": "upheld", "on": denied})]
        case = fold([Event(kind, words, number) for number, (kind, words) in enumerate(events, start=1)], session.zone)
        snapshot = snapshot_for(session, case, session.assembler.timeline(case, session.now))
        for number in range(ahead, cases, AHEAD):
            patient = f"MRN-{number:05}"
            added = [("added", {**payload, "patient": patient}), *events[1:]]
            facts = replace(snapshot.case.facts, patient=patient)
            stored = replace(snapshot, case=replace(snapshot.case, facts=facts))
            store.add(added, stored, at_utc=session.real_now_utc, who="benchmark", origin="benchmark")
    store.close()


def planned_on(today: date, ahead: int) -> str:
    """Return the day of a denial whose appeal is planned for about so many days from today.

    180 days less five business days, which are a week, and the day of today.
    """
    return (today - timedelta(days=180 - 7 - 1 - ahead)).isoformat()


def main() -> None:
    """Fill a database in a folder that is thrown away, and measure."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as name:
        environment = office_in(Path(name))
        os.environ.update(environment)
        started = time.perf_counter()
        fill(CASES)
        filled = time.perf_counter() - started
        listed = subprocess.run(
            [sys.executable, "-m", "denialctl", "due"],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.splitlines()
        lines = sum("\tcase " in line for line in listed)
        print(listed[0])
        print(f"{CASES} open cases, filled in {filled:.0f} s; the list holds {lines} of them, {lines / CASES:.1%}")
        print(compare(["due"], environment, runs).say("due", GOAL))


if __name__ == "__main__":
    main()
