"""Change the rooms that decide in small ways and see whether a test of the room notices: `make mutants`.

A test that passes whatever the code does proves nothing. mutmut writes every small change of a function (a `<` that
becomes `<=`, an `and` that becomes `or`, an argument that is left out) into a copy of the sources below build/mutants,
and runs those tests of the same room that reach the function; a change that no test notices has survived. There are
more than ten thousand, hours of work, so a sample with a fixed seed is taken: two runs look at the same changes while
the code is the same. Changes of nothing but the letters of a text are left out: what is printed is held elsewhere.

    make mutants                          150 of them, from dates, law, timeline and worklist by their size
    make mutants MUTANTS=400 SEED=2       more of them, others
    make mutants MUTANTS=all ROOMS=law    every one in one room

The checkout stays as it is. What survived is listed with its change in `build/mutants/survived.txt`.
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
COPIED = ("src", "rules", "tests", "pyproject.toml")
TESTS = {
    "dates": ["tests/dates"],
    "law": ["tests/law"],
    "timeline": ["tests/timeline", "tests/whole/test_scenarios.py"],
    "worklist": ["tests/worklist"],
}
"""The tests of each room."""
LEFT_OUT = (
    "tests/dates/test_windows_properties.py",
    "tests/timeline/test_recording_properties.py",
    "tests/timeline/test_office_words.py::test_a_word_never_means_a_stage_that_the_case_has_not",
    "tests/timeline/test_office_words.py::test_no_foreign_stage_hides_what_another_one_does",
    "tests/timeline/test_office_words.py::test_what_is_recorded_in_foreign_stages_moves_no_date",
    "tests/timeline/test_rights.py::test_what_is_recorded_at_a_later_stage_leaves_the_right_below_open",
    "tests/timeline/test_unsettled_plan.py::test_no_right_of_any_candidate_is_lost",
    "tests/timeline/test_unsettled_plan.py::test_the_first_rights_of_each_pair_have_the_earliest_day",
    "tests/timeline/test_unsettled_plan.py::test_unsure_keeps_every_open_right_of_every_plan_type",
)
"""They go through hundreds of cases, and take longer than all others."""
NOTICED = {1, 3}
"""How pytest ends where a test failed, or where the change broke the very collection of tests."""
TOO_SLOW = {24, -24, 36, 152, 255}
"""A change that makes an endless loop is noticed too: by the clock."""
UNTESTED = {5, 33}


def main() -> int:
    """Take a sample of changes, try each, print the share that a test noticed."""
    asked = argparse.ArgumentParser(
        description="Change the code in small ways and count the changes that no test notices."
    )
    asked.add_argument("--number", default="150", help="how many changes to try, or `all`")
    asked.add_argument("--seed", type=int, default=1, help="which ones")
    asked.add_argument("--rooms", default=",".join(TESTS), help="the rooms, with commas between them")
    given = asked.parse_args()
    rooms = [room for room in given.rooms.split(",") if room in TESTS]
    shutil.rmtree(WORK, ignore_errors=True)
    for room in rooms:
        _copy(room)
        _mutmut(room, "nothing-of-that-name*")  # writes the changes and learns which test reaches what
    there = {name: room for room in rooms for name in _results(room)}
    if not there:
        print(f"No changes were written; see {WORK}/*/mutmut.log.", file=sys.stderr)
        return 1
    wanted = len(there) if given.number == "all" else int(given.number)
    sample = _sample(there, wanted, given.seed)
    results: dict[str, int | None] = {}
    for room in rooms:
        names = [name for name in sample if there[name] == room]
        if names:
            _mutmut(room, *names)
            found = _results(room)
            results |= {name: found[name] for name in names}
    untried = sorted({there[name] for name, code in results.items() if code is None})
    if untried:
        print(f"Not all were tried in {', '.join(untried)}; see {WORK}/ROOM/mutmut.log, at its end.", file=sys.stderr)
    return _report(results, there, sample) or bool(untried)


def _copy(room: str) -> None:
    """Copy what the tests of a room need, and write which code to change and which tests to run."""
    place = WORK / room
    place.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, place / name)
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/denialctl/{room}/*"],
        "also_copy": ["rules"],
        "pytest_add_cli_args_test_selection": TESTS[room],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", *(f"--deselect={test}" for test in LEFT_OUT)],
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    lines += ["track_dependencies = false", "use_git_change_detection = false"]
    with (place / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", "[tool.mutmut]", *lines, ""]))


def _mutmut(room: str, *names: str) -> None:
    """Run mutmut in the copy; it ends with an error where a change survived, which is no error here."""
    here = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"}
    with (WORK / room / "mutmut.log").open("a", encoding="utf-8") as log:
        subprocess.run(
            [sys.executable, "-m", "mutmut", "run", *names],
            cwd=WORK / room,
            env=here,
            stdout=log,
            stderr=log,
            check=False,
        )


def _results(room: str) -> dict[str, int | None]:
    """Return how pytest ended for each change of a room; None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((WORK / room / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _sample(there: dict[str, str], wanted: int, seed: int) -> dict[str, str]:
    """Draw changes, those of nothing but a text left out; return them with their lines."""
    drawn = sorted(there)
    random.Random(seed).shuffle(drawn)  # noqa: S311 - a sample, no secret
    sample: dict[str, str] = {}
    while drawn and len(sample) < wanted:
        some, drawn = drawn[: wanted - len(sample)], drawn[wanted - len(sample) :]
        changes = _changes(some, there)
        sample |= {name: changes[name] for name in some if not _only_letters(changes[name])}
    return sample


_SHOW = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name) for name in json.load(sys.stdin)}))
"""


def _changes(names: list[str], there: dict[str, str]) -> dict[str, str]:
    """Return the lines that each change takes out and puts in."""
    found: dict[str, str] = {}
    for room in dict.fromkeys(there[name] for name in names):
        asked = json.dumps([name for name in names if there[name] == room])
        done = subprocess.run(
            [sys.executable, "-c", _SHOW],
            input=asked,
            cwd=WORK / room,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        for name, text in json.loads(done.stdout.splitlines()[-1]).items():
            found[name] = "\n".join(
                line
                for line in text.splitlines()
                if line.startswith(("-", "+")) and not line.startswith(("---", "+++"))
            )
    return found


def _only_letters(change: str) -> bool:
    """True if a change puts a text into capitals, into small letters or between two XX, and does nothing else."""
    gone, come = (
        "".join(line[1:] for line in change.splitlines() if line.startswith(sign)).replace("XX", "").casefold()
        for sign in "-+"
    )
    return gone == come


def _report(results: dict[str, int | None], there: dict[str, str], changes: dict[str, str]) -> int:
    tried = {name: code for name, code in results.items() if code is not None}
    noticed = {name for name, code in tried.items() if code in NOTICED | TOO_SLOW}
    survived = sorted(set(tried) - noticed)
    (WORK / "survived.txt").write_text(
        "\n\n".join(f"{name}\n{changes[name]}" for name in survived) + "\n", encoding="utf-8"
    )
    for name in survived:
        print(f"survived{' (no test reaches it)' if tried[name] in UNTESTED else ''}: {name}")
    print()
    of_room, noticed_in = Counter(there[name] for name in tried), Counter(there[name] for name in noticed)
    for room, count in sorted(of_room.items()):
        print(f"{room:10} {noticed_in[room]:4} of {count:4} noticed, {noticed_in[room] / count:.0%}")
    share = len(noticed) / len(tried) if tried else 0.0
    counted = f"{len(noticed):4} of {len(tried):4} noticed, {share:.0%}"
    print(f"{'all':10} {counted}; {len(survived)} survived; there are {len(there)} changes")
    print(f"what survived, line by line: {WORK / 'survived.txt'}")
    return 0 if tried else 1


if __name__ == "__main__":
    sys.exit(main())
