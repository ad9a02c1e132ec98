"""The benchmarks run: what they compare must still be there when somebody wants to measure."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from denialctl.packs.files import shipped_rules
from denialctl.packs.library import Library

ROOT = Path(__file__).resolve().parents[2]
SIZE = runpy.run_path(str(ROOT / "benchmarks" / "library.py"))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", SIZE["CASES"])
def test_the_few_packs_of_a_case_are_enough_for_its_timeline(tmp_path: Path, name: str) -> None:
    facts, files = SIZE["CASES"][name]
    few = SIZE["part_of"](shipped_rules(), tmp_path / "rules", files)
    SIZE["timeline"](Library(few, office=None, cache=None), facts)
