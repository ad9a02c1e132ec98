"""How long one calculation takes, against a Python that only loads what any such program loads.

Run `python benchmarks/calc.py`, or with the number of runs: `python benchmarks/calc.py 40`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.due import RUNS, compare, office_in
else:
    from due import RUNS, compare, office_in  # a script finds the modules of its own folder

GOAL = 3.0
CALCULATIONS = {
    "calc, one denial": ["calc", "--plan", "medicare-advantage", "--denied", "2026-10-01"],
    "calc, a state, a payer, an appeal": [
        "calc", "--plan", "aca-group", "--state", "TX", "--payer", "UnitedHealthcare",
        "--denied", "2026-09-01", "--received", "2026-09-03",
        "--event", "internal-appeal filed 2026-09-10", "--format", "json",
    ],
}  # fmt: skip


def main() -> None:
    """Measure in a folder that is deleted afterwards; the first run, which validates the packs, is not counted."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as name:
        environment = office_in(Path(name))
        for what, arguments in CALCULATIONS.items():
            print(compare(arguments, environment, runs).say(what, GOAL))


if __name__ == "__main__":
    main()
