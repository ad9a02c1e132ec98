"""A Medicare claim that was rejected as unprocessable opens no appeal: the program says so, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

CLAIM = ("--plan", "medicare-ffs", "--denied", "2026-11-20", "--service", "payment", "--phase", "post-service")
TODAY = ("--as-of", "2026-11-28")


@pytest.mark.parametrize("reason", ["MA130", "CO-16, MA130", "co16/ma130", "PR16 MA130"])
def test_the_code_says_that_nothing_was_decided(office: Office, reason: str) -> None:
    stored = office.stored(*CLAIM, "--reason", reason, "--patient", "A1", "--format", "json", *TODAY)

    ids = {item["id"] for item in stored.json["deadlines"]}
    assert "corrected-claim.file" in ids
    assert any("--fact claim=processed" in note for note in stored.json["warnings"])
    assert not any(name.startswith(("internal-appeal", "qic-", "alj-", "council-", "judicial-")) for name in ids)
    listed = office.quick("due", *TODAY).out
    assert "Correct it and send it again as a NEW claim" in listed
    assert "redetermination" not in listed


def test_the_office_may_know_better(office: Office) -> None:
    """The remittance says denied after all: 20 November + 5 + 120 days, 5 to 30 Nov, 36, 67, 95, Thursday 25 March."""
    office.stored(*CLAIM, "--reason", "MA130", "--patient", "A1", *TODAY)
    assert office.quick("edit", "1", "--fact", "claim=processed", *TODAY).code == 0

    shown = office.quick("show", "1", "--format", "json", *TODAY)
    assert shown.deadline("internal-appeal.file")["due"] == "2027-03-25"
    assert all(item["stage"] != "corrected-claim" for item in shown.json["deadlines"])


@pytest.mark.parametrize(
    "reason", ["CO-50", "MA1300", "XMA130", "no MA130 on it", "CO-197 (an earlier submission was MA130)"]
)
def test_another_code_opens_the_appeal_without_a_word_about_it(office: Office, reason: str) -> None:
    stored = office.stored(*CLAIM, "--reason", reason, "--patient", "A1", *TODAY)
    assert "internal-appeal.file" in stored.out
    assert "unprocessable" not in stored.out
    assert "claim=" not in stored.out


def test_the_code_means_nothing_to_another_plan(office: Office) -> None:
    stored = office.stored("--plan", "medicare-advantage", "--denied", "2026-11-20", "--reason", "MA130", *TODAY)
    assert "internal-appeal.file" in stored.out
    assert "corrected-claim" not in stored.out
