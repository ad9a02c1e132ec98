"""The dates of one rule: which of its dated values counts, more time by a notice, a clock that stands still.

Cases told in a few words and computed by the shipped rules; every date is counted by hand beside its test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.told import case_of, deadline_of, timeline_of
from tests.written import Packs, first_decision, plan_law, rule, timeline

from denialctl.cases.case import Case, Happening
from denialctl.cases.facts import Facts
from denialctl.dates.moments import Instant, parse_moment, to_json
from denialctl.law.rules import DatedWindow
from denialctl.vocabulary import Layer, Status

if TYPE_CHECKING:
    from denialctl.timeline.deadline import Deadline

DECIDE = "initial-decision.decide"


def urgent(*events: str, as_of: str) -> Deadline:
    """An expedited request under Medicare Advantage, received Monday 2 November 2026 at 09:00: 72 hours, to Thursday 09:00."""
    case = case_of("medicare-advantage", events, requested="2026-11-02T09:00", urgent="yes")
    return deadline_of(timeline_of(case, as_of), DECIDE)


# -- more time by a notice: 42 CFR 422.572(b), up to 14 days where the enrollee is told inside the 72 hours --------


@pytest.mark.parametrize(
    ("notice", "due", "status"),
    [
        # Thursday 5 November 08:00 and 09:00 are inside the time: 14 days on from its end, Thursday 19 November 09:00.
        ("2026-11-05T08:00", "2026-11-19T09:00:00-05:00", Status.WAITING),
        ("2026-11-05T09:00", "2026-11-19T09:00:00-05:00", Status.WAITING),
        # An hour after it, on the same day, the time was over: no extension, and they are late.
        ("2026-11-05T10:00", "2026-11-05T09:00:00-05:00", Status.LAPSED),
        # A day of which the hour is not known may have been inside it: nobody is called late too early.
        ("2026-11-05", "2026-11-19T09:00:00-05:00", Status.WAITING),
        ("2026-11-06", "2026-11-05T09:00:00-05:00", Status.LAPSED),
    ],
)
def test_an_extension_notice_counts_only_inside_the_time_that_it_extends(notice: str, due: str, status: Status) -> None:
    found = urgent(f"initial-decision extended {notice}", as_of="2026-11-06T12:00")

    assert (to_json(found.due), found.status) == (due, status)
    refused = [note for note in found.notes if "came after the time had run out: it gives no extension" in note]
    assert len(refused) == (1 if status is Status.LAPSED else 0)


def test_a_second_extension_gives_nothing() -> None:
    """One of 14 days, to Thursday 19 November 09:00; the one of 12 November is a second one."""
    found = urgent("initial-decision extended 2026-11-04", "initial-decision extended 2026-11-12", as_of="2026-11-13")

    assert to_json(found.due) == "2026-11-19T09:00:00-05:00"
    assert any("Thu 12 Nov 2026 is a second one" in note for note in found.notes)


# -- a clock that stands still: 29 CFR 2560.503-1(f)(4) -------------------------------------------------------------


def standing(*events: str, as_of: str) -> Deadline:
    """A standard request of an employer plan, received Tuesday 1 September 2026, 15 days, and extended on the 8th by 15: to Thursday 1 October."""
    told = ("extended 2026-09-08", *events)
    case = case_of("erisa-self-funded", [f"initial-decision {event}" for event in told], requested="2026-09-01")
    return deadline_of(timeline_of(case, as_of), DECIDE)


def test_the_clock_stands_still_until_we_answer() -> None:
    """Asked on the 10th: 21 of the 30 days are left, and no day is known until our answer."""
    found = standing("info-requested 2026-09-10", as_of="2026-10-20")

    assert (found.due, found.status) == (None, Status.NOT_COMPUTED)
    assert found.missing == "the day of our answer to their request for information"


@pytest.mark.parametrize(
    ("asked", "answered", "due", "ask"),
    [
        # 21 days are left on the 10th: 1 + 21 = Thursday 22 October; read as 15 days after our answer, they are asked on Friday the 16th.
        ("2026-09-10", "2026-10-01", "2026-10-22", "2026-10-16"),
        # Exactly 15 are left on the 16th: 1 + 15 = Friday 16 October, and the day to ask is no other one.
        ("2026-09-16", "2026-10-01", "2026-10-16", None),
        # 9 are left on the 22nd: 5 + 9 = Wednesday 14 October. 15 days after our answer would be the 20th: they are late before it.
        ("2026-09-22", "2026-10-05", "2026-10-14", None),
    ],
)
def test_the_day_to_ask_is_never_after_the_last_day(asked: str, answered: str, due: str, ask: str | None) -> None:
    found = standing(f"info-requested {asked}", f"info-supplied {answered}", as_of="2026-10-06")

    assert (to_json(found.due), to_json(found.act_by)) == (due, ask)


def test_papers_asked_for_twice_stop_the_clock_twice() -> None:
    """21 left on 10 September, answered on the 15th: to 6 October. Asked again on the 20th with 16 left, answered on the 25th: 25 + 16 = 11 October."""
    events = (
        "info-requested 2026-09-10",
        "info-supplied 2026-09-15",
        "info-requested 2026-09-20",
        "info-supplied 2026-09-25",
    )

    assert to_json(standing(*events, as_of="2026-09-26").due) == "2026-10-11"


def test_papers_asked_for_when_the_time_was_over_stop_nothing() -> None:
    found = standing("info-requested 2026-10-02", as_of="2026-10-05")

    assert (to_json(found.due), found.status) == ("2026-10-01", Status.LAPSED)


# -- dated values --------------------------------------------------------------------------------------------------

YEARS = rule(Layer.FEDERAL, "14 calendar days after requested", "7 calendar days after requested")


def by_year(requested: str, *, known: tuple[tuple[str | None, str | None], tuple[str | None, str | None]]) -> Deadline:
    """A rule that gave 14 days until a day, and gives 7 from a day; the day of the request decides."""
    windows = tuple(
        DatedWindow(dated.window, None if since is None else _day(since), None if until is None else _day(until))
        for dated, (since, until) in zip(YEARS.windows, known, strict=True)
    )
    packs = Packs(plan_law(first_decision(replace(YEARS, windows=windows, version_by="requested"))))
    return deadline_of(
        timeline(Case(Facts("aca-group", requested=_day(requested), tz="America/New_York")), packs, _at(requested)),
        DECIDE,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _at(day: str) -> Instant:
    found = parse_moment(f"{day}T12:00", "America/New_York")
    assert isinstance(found, Instant)
    return found


@pytest.mark.parametrize(
    ("requested", "due"),
    [
        # The last day of the old value and the first of the new one both belong to it: 31 December + 14, 1 January + 7.
        ("2025-12-31", "2026-01-14"),
        ("2026-01-01", "2026-01-08"),
    ],
)
def test_the_value_that_was_law_on_the_day_counts(requested: str, due: str) -> None:
    found = by_year(requested, known=((None, "2025-12-31"), ("2026-01-01", None)))

    assert to_json(found.due) == due


def test_a_day_for_which_no_value_is_known_is_said() -> None:
    found = by_year("2026-01-15", known=((None, "2025-12-31"), ("2026-02-01", None)))

    assert (found.due, found.missing) == (None, "no value of this rule is known for 2026-01-15")


def test_events_that_are_not_this_stages_extend_nothing() -> None:
    case = case_of(
        "medicare-advantage", ["internal-appeal extended 2026-11-04"], requested="2026-11-02T09:00", urgent="yes"
    )

    assert to_json(deadline_of(timeline_of(case, "2026-11-04"), DECIDE).due) == "2026-11-05T09:00:00-05:00"
    assert Happening("internal-appeal", "extended", _day("2026-11-04")) in case.happenings
