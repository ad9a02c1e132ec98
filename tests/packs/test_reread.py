"""The reread of November 2026: each correction with a worked date stands as an example, or says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.told import shipped

from denialctl.commands.rules.packs import rules_of

_PAGE = (Path(__file__).parents[2] / "docs" / "reread-2026-11.md").read_text(encoding="utf-8")
_NUMBERED = {
    "federal": ("C", 25),
    "states-a-m": ("C", 45),
    "states-m-w": ("C", 18),
    "rights": ("DNE", 0),
}
_WITHOUT_A_DATE = {
    # Words, notes, guides and statuses: nothing is counted in them.
    "federal": {"C13", "C15", "C18", "C21", "C22", "C24", "C25"},
    "states-a-m": set[str](),
    "states-m-w": set[str](),
    "rights": set[str](),
}
_RIGHTS = [*(f"D{n}" for n in range(1, 8)), *(f"N{n}" for n in range(1, 6)), *(f"E{n}" for n in range(1, 10))]


def _refs() -> set[tuple[str, str]]:
    """Return the file of facts and the number that each example of the rules names."""
    packs = shipped().all_packs()
    said = [
        example.get("ref", "") for pack in packs for item in rules_of(pack) for example in item.rule.get("examples", ())
    ]
    return {
        (name, number)
        for text in said
        for name, number in re.findall(r"reread ([a-z-]+) ([A-Z]\d+[a-z]?|\d[\d.]*)", text)
    }


@pytest.mark.parametrize("name", _NUMBERED)
def test_every_correction_with_a_date_is_an_example(name: str) -> None:
    letter, last = _NUMBERED[name]
    numbers = _RIGHTS if name == "rights" else [f"{letter}{number}" for number in range(1, last + 1)]
    found = {number for file, number in _refs() if file == name}
    assert set(numbers) - found == _WITHOUT_A_DATE[name]


def test_the_page_has_a_row_for_each_correction() -> None:
    ids = {row.strip() for row in re.findall(r"^\|([^|]+)\|", _PAGE, re.MULTILINE)}
    words = {word for row in ids for word in re.findall(r"\b[CDNE]\d+[a-z]?\b", row)}
    numbered = {f"C{number}" for number in range(1, 46)} | set(_RIGHTS)
    # E2 to E9 stand together with their states.
    assert numbered - words == set()


def test_every_new_and_corrected_payer_has_an_example() -> None:
    found = {number for file, number in _refs() if file == "payers"}
    sections = {f"1.{number}" for number in range(1, 13)} | {f"2.{number}" for number in range(1, 15)}
    assert sections - found == set()
