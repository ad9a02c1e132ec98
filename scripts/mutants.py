"""Make small changes in the parts that decide dates and see whether a test notices: `make mutants`.

A test that passes whatever the code does proves nothing. mutmut writes every small change of a function (a `<` that
becomes `<=`, an `and` that becomes `or`, a name that becomes None) into a copy of the sources below build/mutants, and
runs the tests that reach that function. A change that no test notices has survived. To try all of them, some thousands,
takes hours; so a sample with a fixed seed is taken, the same one in each run while the code is the same.

    make mutants                          150 of them, from all of dates, law, timeline and worklist
    make mutants MUTANTS=400 SEED=2       more of them, others
    make mutants MUTANTS=all ROOMS=law    every one in one room

The checkout stays as it is. What survived is listed with its change: `build/mutants/survived.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
ROOMS = ("dates", "law", "timeline", "worklist")
COPIED = ("src", "rules", "tests", "pyproject.toml")
KILLED = {1, 3}
"""The exit code of pytest where a test failed, or where the tests could not even be collected."""
SURVIVED = {0}
UNTESTED = {5, 33}
TOO_SLOW = {24, -24, 36, 152, 255}
"""A change that makes an endless loop is noticed, too: by the time limit."""


def main() -> int:
    """Take a sample of changes, try each, print the share that a test noticed."""
    asked = argparse.ArgumentParser(
        description="Change the code in small ways and count the changes that no test notices."
    )
    asked.add_argument("--number", default="150", help="how many changes to try, or `all`")
    asked.add_argument("--seed", type=int, default=1, help="which ones")
    asked.add_argument("--rooms", default=",".join(ROOMS), help="the rooms, with commas between them")
    given = asked.parse_args()
    rooms = tuple(given.rooms.split(","))
    _copy()
    _mutmut("nothing-of-that-name*")  # writes the changes and learns which test reaches what
    names = [name for name in _results() if _room(name) in rooms]
    if not names:
        print("No changes were written; see what mutmut printed above.", file=sys.stderr)
        return 1
    every = len(names)
    if given.number != "all" and int(given.number) < every:
        names = sorted(random.Random(given.seed).sample(sorted(names), int(given.number)))  # noqa: S311 - a sample, no secret
    _mutmut(*names)
    return _report({name: code for name, code in _results().items() if name in set(names)}, every)


def _copy() -> None:
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, WORK / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, WORK / name)


def _mutmut(*names: str) -> None:
    """Run mutmut in the copy; it ends with an error where a change survived, which is no error here."""
    here = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"}
    with (WORK / "mutmut.log").open("a", encoding="utf-8") as log:
        subprocess.run(
            [sys.executable, "-m", "mutmut", "run", *names], cwd=WORK, env=here, stdout=log, stderr=log, check=False
        )


def _results() -> dict[str, int | None]:
    """Return how pytest ended for each change; None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((WORK / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _room(name: str) -> str:
    return name.split(".")[1]


def _report(results: dict[str, int | None], every: int) -> int:
    tried = {name: code for name, code in results.items() if code is not None}
    noticed = {name for name, code in tried.items() if code in KILLED | TOO_SLOW}
    survived = sorted(set(tried) - noticed)
    changes = {name: _change(name) for name in survived}
    (WORK / "survived.txt").write_text(
        "\n".join(f"{name}\n{text}\n" for name, text in changes.items()), encoding="utf-8"
    )
    for name in survived:
        print(f"survived{' (no test reaches it)' if tried[name] in UNTESTED else ''}: {name}")
    print()
    of_room, noticed_in = Counter(map(_room, tried)), Counter(map(_room, noticed))
    for room, count in sorted(of_room.items()):
        print(f"{room:10} {noticed_in[room]:4} of {count:4} noticed, {noticed_in[room] / count:.0%}")
    share = len(noticed) / len(tried) if tried else 0.0
    print(
        f"{'all':10} {len(noticed):4} of {len(tried):4} noticed, {share:.0%}; {len(survived)} survived; "
        f"there are {every} changes"
    )
    print(f"what survived, line by line: {WORK / 'survived.txt'}")
    return 0 if tried else 1


def _change(name: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", name], cwd=WORK, capture_output=True, encoding="utf-8", check=False
    )
    return "\n".join(line for line in done.stdout.splitlines() if line.startswith(("-", "+", "@")))


if __name__ == "__main__":
    sys.exit(main())
