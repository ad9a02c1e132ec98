"""How firm a rule is: seven statuses, three grades, and the glossary that defines them once."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from denialctl.law.firmness import Firmness, firmness_of, marked, say_firmness
from denialctl.packs.model_base import StatusWord
from denialctl.vocabulary import CONFIRMED

_GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("status", "grade"),
    [
        ("seen", Firmness.READ),
        ("seen-quote", Firmness.READ),
        ("interpretive", Firmness.OUR_READING),
        ("seen-secondary", Firmness.GUIDE),
        ("recalled", Firmness.GUIDE),
        ("not-found", Firmness.GUIDE),
        ("conflict", Firmness.DISAGREE),
    ],
)
def test_each_status_has_its_grade(status: str, grade: Firmness) -> None:
    assert firmness_of(status) is grade
    # A reading of ours rests on a text that was read; a rule from a guide does not.
    assert grade.text_was_read is (status in CONFIRMED or status == "interpretive")


def test_no_status_of_the_rule_files_is_forgotten() -> None:
    assert {firmness_of(status) for status in get_args(StatusWord)} == set(Firmness)


@pytest.mark.parametrize("grade", Firmness)
def test_the_glossary_defines_each_grade_and_its_mark(grade: Firmness) -> None:
    section = _GLOSSARY.partition("## How firm a date is")[2].partition("\n## ")[0]
    assert grade.words.lower() in section.lower()
    assert grade.mark in section
    assert f"`{grade}`" in section


@pytest.mark.parametrize("status", get_args(StatusWord))
def test_the_glossary_names_each_status(status: str) -> None:
    assert f"| `{status}` |" in _GLOSSARY


def test_a_mark_stands_behind_an_authority_only_where_it_was_not_read() -> None:
    assert marked("42 CFR 422.582(b)", "seen") == "42 CFR 422.582(b)"
    assert marked("42 CFR 422.582(b)", "conflict") == "42 CFR 422.582(b) [sources disagree]"


def test_the_explanation_says_the_status_itself() -> None:
    assert say_firmness("seen") == "from its own text"
    assert say_firmness("recalled").endswith("check the letter (recalled)")
