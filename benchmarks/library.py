"""What a calculation pays for the size of the library: all packs there, against only those that the case needs.

Run `python benchmarks/library.py`, or with the number of runs: `python benchmarks/library.py 60`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.cases.case import Case
from denialctl.cases.stored_facts import facts_from
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant
from denialctl.packs.files import FOLDERS, shipped_rules
from denialctl.packs.library import Library
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler

if TYPE_CHECKING:
    from collections.abc import Callable

GOAL = 1.25
RUNS = 40
ZONE = "America/New_York"
CASES = {
    "one timeline, Medicare Advantage": (
        {"plan": "medicare-advantage", "denied": "2026-10-01", "tz": ZONE},
        ["federal/medicare-advantage.yaml"],
    ),
    "one timeline, an insured plan of a state and a payer": (
        {
            "plan": "aca-group",
            "state": "TX",
            "payer": "UnitedHealthcare",
            "denied": "2026-10-01",
            "received": "2026-10-02",
            "tz": ZONE,
        },
        ["federal/aca-group.yaml", "states/TX.yaml", "payers/unitedhealthcare.yaml"],
    ),
}
SMALL = ("law", "practice", "overrides", "calendars", "facts", "sources")
"""Folders that every calculation may look into, so that both sides have them."""


def timeline(library: Library, facts: dict[str, str]) -> None:
    """Compute one timeline, as a fresh process does after its imports."""
    now = Instant.at(date(2026, 11, 2), time_of_day(9), ZONE)
    Assembler(library, OpenDays(ZONE, FEDERAL)).timeline(Case(facts_from(facts, ZONE)), now)


def median(action: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[float, float]:
    """Time two actions in turns; the first turn, which fills the cache, is not counted."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + 1):
        for index, act in enumerate((action, other)):
            started = time.perf_counter()
            act()
            if number:
                times[index].append(time.perf_counter() - started)
    return statistics.median(times[0]), statistics.median(times[1])


def part_of(root: Path, folder: Path, files: list[str]) -> Path:
    """Copy the few packs that a case needs."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
        if name in SMALL:
            shutil.copytree(root / name, folder / name, dirs_exist_ok=True)
    for file in files:
        shutil.copy2(root / file, folder / file)
    return folder


def main() -> None:
    """Measure in a folder that is thrown away."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    root = shipped_rules()
    packs = len(Library(root).files())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        for number, (what, (facts, files)) in enumerate(CASES.items()):
            part = part_of(root, folder / str(number), files)
            all_, few = median(
                lambda facts=facts: timeline(Library(root, cache=cache), facts),  # type: ignore[misc]
                lambda facts=facts, part=part: timeline(Library(part, cache=cache), facts),  # type: ignore[misc]
                runs,
            )
            kept = "kept" if all_ / few <= GOAL else "MISSED"
            held = len(Library(part).files())
            print(
                f"{what}: {all_ * 1000:.1f} ms with {packs} packs, {few * 1000:.1f} ms with {held}, "
                f"ratio {all_ / few:.2f} (goal {GOAL:g}: {kept})"
            )
        library = Library(root, cache=cache)
        every, one = median(library.all_packs, lambda: library.plan_law("medicare-advantage"), max(1, runs // 20))
        print(f"all {packs} packs read and checked anew: {every:.1f} s; one pack from the cache: {one * 1000:.1f} ms")


if __name__ == "__main__":
    main()
