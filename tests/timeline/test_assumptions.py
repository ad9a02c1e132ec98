"""A fact that is taken until somebody answers it: the rule is picked, and every date that hangs on it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.written import payer_file

if TYPE_CHECKING:
    from tests.conftest import Office, Result

ASKED = "--fact prior-auth=required|not-required"


def pending(office: Office, *arguments: str) -> Result:
    result = office.quick("calc", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return result


def assumed(result: Result) -> list[str]:
    return [text for text in result.json["warnings"] if text.startswith("Assumed (")]


@pytest.mark.parametrize("plan", ["medicare-advantage", "dsnp-integrated"])
@pytest.mark.parametrize(
    ("fact", "due"),
    [
        # 42 CFR 422.568(b)(1), 422.631(d)(2)(i)(B): 7 days for what needs prior authorization, Mon 5 October + 7 = Mon 12; else 14, Mon 19 October.
        (None, "2026-10-12"),
        ("prior-auth=required", "2026-10-12"),
        ("prior-auth=not-required", "2026-10-19"),
    ],
)
def test_a_request_is_taken_for_an_authorization_until_somebody_says_otherwise(
    office: Office, plan: str, fact: str | None, due: str
) -> None:
    case = ("--plan", plan, "--state", "TX", "--requested", "2026-10-05", "--as-of", "2026-10-06")

    result = pending(office, *case, *(() if fact is None else ("--fact", fact)))

    found = result.deadline("initial-decision.decide")
    assert (found["due"], found["latest"], found["act_by"]) == (due, due, None)
    if fact is None:
        assert found["missing"] is not None
        assert ASKED in found["missing"]
        (said,) = assumed(result)
        assert "prior-auth=required" in said
        assert "Mon 19 Oct 2026" in said
        assert "--fact prior-auth=not-required" in said
        assert said in found["notes"]
    else:
        assert (found["missing"], assumed(result)) == (None, [])
    assert result.json["case"]["facts"] == ({} if fact is None else dict([fact.split("=")]))


@pytest.mark.parametrize(
    "case",
    [
        # Before 2026 both had 14 days; hours of an urgent request or of a Part B drug, and a payment, do not ask.
        ("--requested", "2025-12-30", "--as-of", "2025-12-31"),
        ("--requested", "2026-10-05T09:00", "--urgent", "--as-of", "2026-10-06"),
        ("--requested", "2026-10-05T09:00", "--service", "part-b-drug", "--as-of", "2026-10-06"),
        ("--requested", "2026-10-05", "--service", "payment", "--as-of", "2026-10-06"),
        # Decided inside the 7 days: no date hangs on it.
        ("--requested", "2026-10-05", "--denied", "2026-10-09", "--as-of", "2026-10-12"),
    ],
)
def test_what_makes_no_difference_is_not_said(office: Office, case: tuple[str, ...]) -> None:
    result = pending(office, "--plan", "medicare-advantage", *case)

    assert assumed(result) == []


def test_a_plan_called_late_under_an_assumption_says_it(office: Office) -> None:
    """On day 8 the plan is late only if prior authorization was required: the line that says late says so too."""
    result = pending(office, "--plan", "medicare-advantage", "--requested", "2026-10-05", "--as-of", "2026-10-14")

    found = result.deadline("initial-decision.decide")
    assert found["status"] == "lapsed"
    assert any("Mon 19 Oct 2026" in note for note in found["notes"])
    assert ASKED in found["missing"]


@pytest.mark.parametrize(
    ("fact", "due", "ask"),
    [
        # Part D, Mon 5 October 14:00: an ordinary request 72 hours; an exception 72 hours from the end of day 14, Mon 19 October.
        (None, "2026-10-08T14:00:00-04:00", None),
        ("drug-exception=yes", "2026-10-23T00:00:00-04:00", "2026-10-22T14:00:00-04:00"),
        ("drug-exception=no", "2026-10-08T14:00:00-04:00", None),
    ],
)
def test_a_drug_is_taken_for_an_ordinary_request(office: Office, fact: str | None, due: str, ask: str | None) -> None:
    case = (
        "--plan",
        "medicare-part-d",
        "--service",
        "drug",
        "--requested",
        "2026-10-05T14:00",
        "--as-of",
        "2026-10-06",
    )

    result = pending(office, *case, *(() if fact is None else ("--fact", fact)))

    found = result.deadline("initial-decision.decide")
    assert (found["due"], found["act_by"]) == (due, ask)
    assert len(assumed(result)) == (1 if fact is None else 0)
    ours = [item["due"] for item in result.json["deadlines"] if item["id"] == "initial-decision.supply"]
    assert ours == (["2026-10-19"] if fact == "drug-exception=yes" else [])


OWN_FACT = """\
facts: own
title: Own
ask:
  tier: {question: Which tier?, where: the card, answers: {gold: a gold card, tin: a tin card}, assumed: gold}
"""
OWN = payer_file("tier", "tin", "gold")


def test_an_office_may_declare_one_of_its_own(office: Office) -> None:
    office.write_rules("facts.yaml", OWN_FACT)
    office.write_rules("own.yaml", OWN)
    case = (
        "--plan",
        "erisa-self-funded",
        "--payer",
        "Main Street Health",
        "--denied",
        "2026-11-02",
        "--as-of",
        "2026-11-03",
    )

    result = pending(office, *case)

    # Mon 2 November + 10 = Thu 12; without `assumed` the earlier Thu 5 would be the safe day.
    found = result.deadline("peer-to-peer.request")
    assert (found["due"], found["latest"]) == ("2026-11-12", "2026-11-12")
    (said,) = assumed(result)
    assert "a gold card" in said
    assert "Thu 5 Nov 2026" in said
    assert "a gold card (taken until you say otherwise)" in office.quick("rules", "list", "--facts").out


def test_what_is_assumed_must_be_one_of_the_answers(office: Office) -> None:
    office.write_rules("facts.yaml", OWN_FACT.replace("assumed: gold", "assumed: silver"))

    result = office.quick("rules", "check", "facts.yaml")

    assert result.code == 1
    assert "`assumed` is none of its answers: use gold, tin" in result.out


def test_nobody_is_called_late_under_an_assumption_without_its_being_said(office: Office) -> None:
    """The list of the morning, the words for the telephone and the exhibit for the regulator name what was taken."""
    stored = ("--plan", "medicare-advantage", "--requested", "2026-10-05", "--patient", "A1", "--as-of", "2026-10-06")
    office.stored(*stored)
    today = ("--as-of", "2026-10-14")

    listed = office.quick("due", *today).out
    called = office.quick("chase", *today).out
    exhibit = office.quick("stats", "--late", *today).out

    assert "LATE, theirs" in listed
    assert "prior-auth=required" in listed
    assert "Settle before you call them late. Assumed (prior-auth=required)" in called
    assert "[assumed prior-auth=required]" in exhibit

    assert office.quick("edit", "1", "--fact", "prior-auth=required", *today).code == 0
    for command in (("due",), ("chase",), ("stats", "--late")):
        assert "prior-auth" not in office.quick(*command, *today).out
