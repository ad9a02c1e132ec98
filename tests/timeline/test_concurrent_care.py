"""An urgent request to extend approved care: 24 hours if it came at least 24 hours before the care ends, else the ordinary 72.

29 CFR 2560.503-1(f)(2)(ii)(B) and (f)(2)(i); federal-commercial 1.3 and 10, example 18. Every date is counted by hand from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from denialctl.cases.case import Case
from denialctl.cases.facts import Facts
from denialctl.dates.moments import parse_moment
from denialctl.law.wording import read_lead
from denialctl.timeline.situation import StageSituation

if TYPE_CHECKING:
    from tests.conftest import Office

ZONE = "America/New_York"
PLANS = (
    "erisa-self-funded", "church", "governmental-self-funded", "aca-group", "aca-individual", "grandfathered-group", "fehb",
)  # fmt: skip
LEAD = read_lead("requested at least 24 hours before service_ends")


@pytest.mark.parametrize(
    ("requested", "ends", "leads"),
    [
        # Example 18: Thu 11 June 16:00 to Fri 12 June 17:00 are 25 hours, from 18:00 they are 23.
        ("2026-06-11T16:00", "2026-06-12T17:00", True),
        ("2026-06-11T18:00", "2026-06-12T17:00", False),
        # Exactly 24 hours are "at least 24 hours".
        ("2026-06-11T17:00", "2026-06-12T17:00", True),
        # The hour of the end is not known: it lies from 8 to 32 hours after Thu 16:00.
        ("2026-06-11T16:00", "2026-06-12", None),
        # From Thu 16:00 to the start of Sat 13 June are 32 hours: sure, at whatever hour the care ends.
        ("2026-06-11T16:00", "2026-06-13", True),
        # The care ends on the day of the request, at the latest 8 hours after it.
        ("2026-06-11T16:00", "2026-06-11", False),
        # Only the day of the request is known: Thu 11 June is over 24 hours before Sat 13 June begins, but not before Fri 12 June 23:00.
        ("2026-06-11", "2026-06-13", True),
        ("2026-06-11", "2026-06-12T23:00", None),
        # Asked after the end.
        ("2026-06-14T10:00", "2026-06-12", False),
        # The clocks go back on 1 November 2026: from Sat 31 October 17:00 to Sun 16:00 are 24 elapsed hours.
        ("2026-10-31T17:00", "2026-11-01T16:00", True),
        # They go forward on 8 March 2026: from Sat 7 March 17:00 to Sun 17:00 are only 23.
        ("2026-03-07T17:00", "2026-03-08T17:00", False),
        ("2026-06-11T16:00", None, None),
        (None, "2026-06-12", None),
    ],
)
def test_by_how_many_hours_a_request_comes_before_the_end(
    requested: str | None, ends: str | None, *, leads: bool | None
) -> None:
    facts = Facts(
        plan="aca-group",
        requested=None if requested is None else parse_moment(requested, ZONE),
        service_ends=None if ends is None else parse_moment(ends, ZONE),
        tz=ZONE,
    )

    assert StageSituation(Case(facts), "initial-decision", None).leads(LEAD) is leads


@pytest.mark.parametrize(
    "text",
    [
        "requested 24 hours before service_ends",
        "requested at least 24 hours after service_ends",
        "requested at least 1 day before service_ends",
        "asked at least 24 hours before service_ends",
        "requested at least 24 hours before requested",
        "",
    ],
)
def test_a_sentence_that_compares_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="compares no two moments"):
        read_lead(text)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    ("ends", "due", "ask"),
    [
        # Nine days ahead the 24 hours surely bind: Thu 11 June 16:00 + 24 = Fri 16:00.
        ("2026-06-20", "2026-06-12T16:00:00-04:00", None),
        # On the day of the request it was surely late: + 72 = Sun 16:00.
        ("2026-06-11", "2026-06-14T16:00:00-04:00", None),
        # The next day, the hour not known: ask after 24 hours, call it late after 72.
        ("2026-06-12", "2026-06-14T16:00:00-04:00", "2026-06-12T16:00:00-04:00"),
        (None, "2026-06-14T16:00:00-04:00", "2026-06-12T16:00:00-04:00"),
    ],
)
def test_the_end_of_the_care_decides_between_24_and_72_hours(
    office: Office, plan: str, ends: str | None, due: str, ask: str | None
) -> None:
    case = ("--plan", plan, "--requested", "2026-06-11T16:00", "--urgent", "--phase", "concurrent", "--tz", ZONE)
    end = () if ends is None else ("--service-ends", ends)

    result = office.quick("calc", *case, *end, "--as-of", "2026-06-11T17:00", "--format", "json")

    found = result.deadline("initial-decision.decide")
    assert (found["due"], found["latest"], found["act_by"]) == (due, due, ask)
    if ask is None:
        assert found["missing"] is None
    else:
        assert "--service-ends" in found["missing"]


def test_a_state_with_72_hours_of_its_own_does_not_hide_the_24(office: Office) -> None:
    """Washington gives an urgent request on paper 2 calendar days (Sat 13 June); the federal 24 hours end before them."""
    case = (
        "--plan",
        "aca-group",
        "--state",
        "WA",
        "--requested",
        "2026-06-11T16:00",
        "--urgent",
        "--phase",
        "concurrent",
        "--tz",
        ZONE,
    )

    result = office.quick(
        "calc",
        *case,
        "--service-ends",
        "2026-06-20",
        "--fact",
        "request-form=fax",
        "--as-of",
        "2026-06-11T17:00",
        "--format",
        "json",
    )

    found = result.deadline("initial-decision.decide")
    assert (found["due"], found["layer"]) == ("2026-06-12T16:00:00-04:00", "federal")


OWN = """\
payer: Main Street Health
kind: payer
title: Main Street Health
stages:
  peer-to-peer:
    request:
      when: {moments: [received at least 24 hours after discharge]}
      clock: provider
      say: Call.
      windows: [{count: 3 calendar days, after: notice_date}]
      authority: manual
      if_missed: Appeal.
      source: {url: manual, read: 2026-09-01, status: seen}
"""


def test_a_pack_that_compares_nothing_is_a_fault_with_its_line(office: Office) -> None:
    path = office.write_rules("own.yaml", OWN)

    result = office.quick("rules", "check", "own.yaml")

    assert result.code == 1
    assert f"{path}:7: " in result.out
    assert "write `requested at least 24 hours before service_ends`" in result.out
