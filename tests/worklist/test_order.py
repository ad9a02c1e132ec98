"""The order of the list for the morning, and the sentence that explains a place in it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from tests.worklist.made import ZONE, case, deadline

from denialctl.dates.moments import Instant
from denialctl.office.morning import Morning
from denialctl.vocabulary import Band, Clock, Kind, Status
from denialctl.worklist.order import band_of, order_key, speed, why_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline

# 12 November 2026 is a Thursday; the office is closed on weekends, and here on the Wednesday before Thanksgiving, too.
TODAY, FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (12, 13, 14, 15, 16))
MORNING = Morning(Instant.at(TODAY, time(8), ZONE), frozenset({"2026-11-25"}))


def at(day: date, hour: int, minute: int = 0, zone: str = ZONE) -> Instant:
    return Instant.at(day, time(hour, minute), zone)


def first_of(*pairs: tuple[Deadline, Case]) -> Sequence[str]:
    """Return the titles in the order of the list."""
    return [item.title for item, _ in sorted(pairs, key=lambda pair: order_key(pair[0], pair[1], MORNING))]


# -- bands ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (date(2026, 11, 2), Band.TODAY),
        (TODAY, Band.TODAY),
        (FRIDAY, Band.NEXT_BUSINESS_DAY),
        (SATURDAY, Band.THIS_WEEK),
        (SUNDAY, Band.THIS_WEEK),
        (MONDAY, Band.LATER),
    ],
)
def test_the_planned_day_decides_the_band(day: date, band: Band) -> None:
    assert band_of(deadline(act_by=day, due=date(2026, 12, 30)), MORNING) is band


def test_what_was_missed_has_its_own_band_whatever_its_day() -> None:
    assert band_of(deadline(status=Status.MISSED, due=date(2026, 11, 2)), MORNING) is Band.MISSED


def test_what_ends_while_the_office_is_closed_is_for_the_last_open_day_before() -> None:
    """On Friday the next business day is Monday: what ends on Saturday at noon must be done on Friday."""
    on_friday = Morning(at(FRIDAY, 8), frozenset())
    assert band_of(deadline(due=at(SATURDAY, 12)), on_friday) is Band.TODAY
    assert band_of(deadline(due=SUNDAY), on_friday) is Band.TODAY
    assert band_of(deadline(due=MONDAY), on_friday) is Band.NEXT_BUSINESS_DAY


def test_midnight_belongs_to_the_day_that_it_ends() -> None:
    """An hour clock that ends at midnight between Friday and Saturday ends on Friday, the next business day."""
    assert band_of(deadline(due=at(SATURDAY, 0)), MORNING) is Band.NEXT_BUSINESS_DAY
    assert band_of(deadline(due=at(SATURDAY, 0, 1)), MORNING) is Band.THIS_WEEK
    assert band_of(deadline(due=at(FRIDAY, 0), act_by=at(FRIDAY, 0)), MORNING) is Band.TODAY


# -- the order inside a band ---------------------------------------------------------


def test_missed_comes_before_today_and_today_before_later() -> None:
    missed = deadline(title="missed", status=Status.MISSED, due=date(2026, 11, 2))
    today = deadline(title="today", due=TODAY, last_right=True)
    later = deadline(title="later", act_by=MONDAY, due=at(date(2026, 12, 1), 12))
    assert first_of((later, case(1)), (today, case(2)), (missed, case(3))) == ["missed", "today", "later"]


def test_hour_clocks_and_expedited_come_first_then_running_benefits_then_the_rest() -> None:
    """All are for today. Of the first two the hour ends at 17:00, the day at midnight."""
    hours = deadline(title="hours", due=at(TODAY, 17))
    expedited = deadline(title="expedited", due=TODAY, kind=Kind.EXPEDITED_APPEAL)
    benefits = deadline(title="benefits", due=TODAY, kind=Kind.CONTINUATION)
    plain = deadline(title="plain", due=date(2026, 11, 11), latest=date(2026, 11, 20))
    found = first_of((plain, case(1)), (benefits, case(2)), (expedited, case(3)), (hours, case(4)))
    assert found == ["hours", "expedited", "benefits", "plain"]


def test_an_urgent_external_review_is_fast_and_an_urgent_internal_appeal_by_days_is_not() -> None:
    review = deadline(due=TODAY, kind=Kind.EXTERNAL_REVIEW)
    assert speed(review, case(urgent=True)) == 0
    assert speed(review, case()) == 2
    assert speed(deadline(due=TODAY), case(urgent=True)) == 2


def test_a_usual_time_in_hours_that_is_over_is_no_hour_clock() -> None:
    assert speed(deadline(due=at(TODAY, 7)), case()) == 0
    assert speed(deadline(due=at(TODAY, 7), usual_over=True), case()) == 2


def test_the_last_right_comes_before_one_that_has_a_successor() -> None:
    """The other is for the same day and for more money."""
    last = deadline(title="last right", due=TODAY, last_right=True)
    other = deadline(title="other", due=TODAY)
    assert first_of((other, case(1, amount="9000")), (last, case(2))) == ["last right", "other"]


def test_the_nearer_moment_comes_first() -> None:
    """Both are planned for today."""
    near, far = (deadline(title=str(day), act_by=TODAY, due=day) for day in (date(2026, 11, 20), date(2026, 12, 1)))
    assert first_of((far, case(1)), (near, case(2))) == ["2026-11-20", "2026-12-01"]


def test_a_right_without_a_date_that_was_planned_in_the_past_stands_with_what_ends_today() -> None:
    """Its last day may be any day. So the one that surely ends today, and is for more money, comes before it."""
    dateless = deadline(
        title="dateless", status=Status.NOT_COMPUTED, act_by=date(2026, 11, 2), missing="the letter's date"
    )
    today = deadline(title="ends today", due=TODAY)
    tomorrow = deadline(title="ends tomorrow", act_by=TODAY, due=FRIDAY)
    found = first_of((dateless, case(1)), (tomorrow, case(2, amount="900")), (today, case(3, amount="500")))
    assert found == ["ends today", "dateless", "ends tomorrow"]


def test_a_usual_time_that_is_over_stands_with_what_ends_today() -> None:
    over = deadline(title="usual", due=date(2026, 11, 2), act_by=date(2026, 11, 2), usual_over=True)
    today = deadline(title="ends today", due=TODAY)
    assert first_of((over, case(1)), (today, case(2, amount="500"))) == ["ends today", "usual"]


def test_nothing_to_go_by_comes_before_every_day() -> None:
    """Without any day it may be late already."""
    unknown = deadline(title="unknown", status=Status.NOT_COMPUTED, missing="the date of the notice")
    assert first_of((deadline(title="today", due=TODAY), case(1)), (unknown, case(2))) == ["unknown", "today"]


@pytest.mark.parametrize(
    ("more", "less"), [("$1,200", "900"), ("900.50", "900"), ("1", None), ("1", "see the estimate")]
)
def test_of_what_is_alike_the_higher_amount_comes_first(more: str, less: str | None) -> None:
    high, low = deadline(title="more", due=TODAY), deadline(title="less", due=TODAY)
    assert first_of((low, case(1, amount=less)), (high, case(2, amount=more))) == ["more", "less"]


def test_what_is_alike_stands_by_its_case() -> None:
    items = [(deadline(title=str(number), due=TODAY), case(number)) for number in (10, 2, 1)]
    assert first_of(*items) == ["1", "2", "10"]


# -- why it is here ------------------------------------------------------------------

THEIRS: dict[str, Any] = {"clock": Clock.PLAN, "status": Status.LAPSED, "due": date(2026, 11, 10)}
SENTENCES: list[tuple[dict[str, Any], str]] = [
    (
        {**THEIRS, "done_at": date(2026, 11, 11)},
        "their notice was due Tue 10 Nov 2026 and came Wed 11 Nov 2026: it is for us to say so",
    ),
    (THEIRS, "their decision is overdue since Tue 10 Nov 2026: it is for us to escalate"),
    (
        {"status": Status.MISSED, "due": date(2026, 11, 2), "latest": date(2026, 11, 5)},
        "the last day was Thu 5 Nov 2026",
    ),
    (
        {"status": Status.MET_LATE, "due": date(2026, 11, 2), "give_cause": True},
        "it was filed after its last day, Mon 2 Nov 2026, and may be dismissed for that",
    ),
    (
        {"status": Status.MET, "due": MONDAY, "receipt_unknown": True},
        "their clock does not run here until the day on which they received it is recorded",
    ),
    ({"due": MONDAY, "sent_unproved": True}, "it was sent, and nothing proves that they received it"),
    (
        {"status": Status.NOT_COMPUTED, "missing": "the date of the notice"},
        "no date can be computed: the date of the notice",
    ),
    (
        {"due": date(2026, 11, 2), "usual_over": True, "step": "request"},
        "the usual time, Mon 2 Nov 2026, is over, which ends no right: ask all the same",
    ),
    (
        {"due": date(2026, 11, 2), "usual_over": True},
        "the usual time, Mon 2 Nov 2026, is over, which ends no right: do it all the same",
    ),
    ({"due": TODAY}, "the last day is today"),
    (
        {"due": date(2026, 11, 11), "latest": date(2026, 11, 16)},
        "the safe day, Wed 11 Nov 2026, is over; Mon 16 Nov 2026 can still be argued",
    ),
    ({"act_by": date(2026, 11, 10), "due": date(2026, 11, 30)}, "it was planned for Tue 10 Nov 2026"),
    ({"act_by": TODAY, "due": date(2026, 11, 30)}, "it is planned for today"),
    ({"act_by": MONDAY, "due": date(2026, 11, 30)}, "planned for Mon 16 Nov 2026"),
    ({"due": MONDAY}, "planned for Mon 16 Nov 2026"),
]


@pytest.mark.parametrize(("changes", "sentence"), SENTENCES)
def test_each_place_is_explained(changes: dict[str, Any], sentence: str) -> None:
    assert why_here(deadline(**changes), case(), MORNING) == sentence


def test_what_comes_first_in_its_band_says_why() -> None:
    fast = deadline(due=TODAY, kind=Kind.CONTINUATION, last_right=True)
    assert why_here(fast, case(), MORNING) == (
        "the last day is today; hour clocks, expedited cases and running benefits come first; no further right follows this one"
    )


def test_hours_are_said_in_the_zone_of_the_office() -> None:
    """14:00 in Chicago is 15:00 in New York."""
    item = deadline(status=Status.MISSED, due=at(date(2026, 11, 11), 14, zone="America/Chicago"))
    said = why_here(item, case(tz="America/Chicago"), MORNING)
    assert said.startswith("the last day was Wed 11 Nov 2026 15:00 EST")
