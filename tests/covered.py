"""How much of the program the tests have run, room by room, in two lines at the end of `make test`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coverage import Coverage


def in_words(measured: Coverage) -> list[str]:
    """Say how many of the lines and branches of each room were run, from what was measured."""
    file = Path(str(measured.get_option("run:data_file"))).with_name("rooms.json")
    measured.json_report(outfile=str(file))
    return of_rooms(json.loads(file.read_text(encoding="utf-8"))["files"])


def of_rooms(files: Mapping[str, Any]) -> list[str]:
    """Sum up lines and branches by the folder below `denialctl`; a file outside of the folders belongs to none."""
    there, run = Counter[str](), Counter[str]()
    lines, branches = [0, 0], [0, 0]
    for path, found in files.items():
        parts = PurePath(path.replace("\\", "/")).parts
        below = parts[parts.index("denialctl") + 1 :]
        room, said = below[0] if len(below) > 1 else "", found["summary"]
        there[room] += said["num_statements"] + said["num_branches"]
        run[room] += said["covered_lines"] + said["covered_branches"]
        lines = [lines[0] + said["covered_lines"], lines[1] + said["num_statements"]]
        branches = [branches[0] + said["covered_branches"], branches[1] + said["num_branches"]]
    rooms = ", ".join(f"{room} {run[room] / there[room]:.0%}" for room in sorted(there) if room and there[room])
    total = sum(run.values()) / max(1, sum(there.values()))
    parts_of_it = f"lines {lines[0] / max(1, lines[1]):.1%}, branches {branches[0] / max(1, branches[1]):.1%}"
    return [
        f"run by the tests: {rooms}",
        f"in all {total:.1%} ({parts_of_it}); programs that a test starts are not measured",
    ]
