"""Guides: every line is traced to a rule, a payer's practice or the article; an office adds its own; faults are found with their line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from denialctl.packs.library import Library
from denialctl.vocabulary import STAGES

if TYPE_CHECKING:
    from tests.conftest import Office

    from denialctl.packs.guides import Guide

LIBRARY = Library(cache=None)
GUIDES = {guide.name: guide for guide in LIBRARY.guides()}
WHAT_A_FILING_NEEDS = (
    "internal-appeal", "expedited-appeal", "external-review", "expedited-external-review", "state-fair-hearing",
    "continuation-of-benefits", "ire-reconsideration", "opm-review", "regulator-complaint",
)  # fmt: skip


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.name)
def test_every_line_says_who_says_so(guide: Guide) -> None:
    for entry in guide.entries:
        assert entry.authority, entry.id
        assert entry.source.url, entry.id
        assert entry.source.status != "not-found" or not re.search(r"\b\d+ (days|hours|months)\b", entry.say), entry.id


def test_every_stage_of_the_ladder_that_is_filed_has_its_checklist() -> None:
    covered = {stage for guide in GUIDES.values() for stage in guide.stages}
    assert set(WHAT_A_FILING_NEEDS) <= covered
    assert set(STAGES) - covered <= {"initial-decision", "peer-to-peer"}


def test_a_stage_has_one_checklist() -> None:
    named = [stage for guide in GUIDES.values() for stage in guide.stages]
    assert len(named) == len(set(named))


def test_what_the_law_asks_of_a_notice_says_what_its_lack_opens() -> None:
    lawful = [entry for entry in GUIDES["notice"].entries if entry.duty]
    assert lawful
    assert [entry.id for entry in lawful if not entry.if_missing] == []


def test_the_words_to_say_know_their_placeholders() -> None:
    chase = GUIDES["chase"]
    assert {entry.id for entry in chase.entries} == {
        "due-today",
        "late-call",
        "late-supervisor",
        "late-written",
        "late-regulator",
    }
    holes = {name for entry in chase.entries for name in re.findall(r"{(\w*)}", entry.say)}
    assert holes <= {"title", "received", "due", "authority", "opens", "reference"}


OWN = """\
guide: internal-appeal
kind: checklist
title: Our own
for_stages: [internal-appeal]
parts:
  - heading: In this office
    entries:
      - id: second-signature
        say: Dana signs every appeal.
        authority: our own way
        source: {url: office handbook, read: 2026-11-01, status: seen}
"""


def test_an_office_adds_a_part_of_its_own(office: Office) -> None:
    office.write_rules("our-appeal.yaml", OWN)
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-11-03", "--received", "2026-11-03", "--as-of", "2026-11-03"
    )
    found = office.quick("checklist", "1", "internal-appeal", "--as-of", "2026-11-04", "--format", "json").json
    assert found["entries"][-1]["id"] == "second-signature"
    assert len(found["entries"]) > 5
    assert (
        office.quick("checklist", "1", "internal-appeal", "--done", "second-signature", "--as-of", "2026-11-04").code
        == 0
    )


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("authority: our own way", "authorty: our own way"), 8, "authority"),
        (("status: seen", "status: sene"), 11, "seen"),
        (("for_stages: [internal-appeal]\n", ""), 1, "for_stages"),
        (("      - id: second-signature", "      - id: Second Signature"), 8, "pattern"),
    ],
)
def test_a_fault_in_a_guide_is_named_with_its_line(
    office: Office, change: tuple[str, str], line: int, words: str
) -> None:
    office.write_rules("our-appeal.yaml", OWN.replace(*change))
    result = office.quick("calc", "--plan", "erisa-self-funded", "--denied", "2026-11-03")
    assert result.code == 1
    assert f"our-appeal.yaml:{line}" in result.err
    assert words in result.err
