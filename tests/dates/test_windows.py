"""Every shape of window, on dates from the statutes, from official examples and from hand counts.

References such as "federal-commercial 10, example 3" name the worked examples of the facts that the
rule packs were written from; every other date is counted out beside its test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

import pytest

from denialctl.dates.calendars import FEDERAL, Calendar, Union, state_calendar
from denialctl.dates.counting import MissingDay, add_business_days, add_months, disregard
from denialctl.dates.ends import count_on, end_of_window
from denialctl.dates.moments import Instant, Moment
from denialctl.dates.windows import (
    Anchor,
    Combination,
    Count,
    Counting,
    End,
    EndsWith,
    NotOffered,
    Readings,
    Roll,
    SeeNotice,
    Shape,
    Span,
    Unit,
    Window,
)

NEW_YORK = "America/New_York"
WEEKEND = frozenset({"saturday", "sunday"})
ALL = WEEKEND | {"holidays"}
FIRST_OF_NEXT, LAST_OF_MONTH = MissingDay.FIRST_OF_NEXT, MissingDay.LAST_OF_MONTH


@dataclass
class Case:
    """A case as a window sees it: events by name, the calendars, the zone of the office."""

    events: dict[str, Anchor] = field(default_factory=dict)
    zone: str = NEW_YORK
    disregarded: tuple[date, date] | None = None

    def anchor(self, token: str) -> Anchor:
        return self.events[token]

    def calendar(self, name: str) -> Calendar:
        indiana, massachusetts = state_calendar("IN"), state_calendar("MA")
        known: dict[str, Calendar] = {
            "federal": FEDERAL,
            "indiana": indiana,
            "massachusetts": massachusetts,
            "federal+indiana": Union((FEDERAL, indiana)),
        }
        return known[name]


def day(text: str) -> date:
    return date.fromisoformat(text)


def hour(text: str, zone: str = NEW_YORK) -> Instant:
    local = datetime.fromisoformat(text)
    return Instant.at(local.date(), local.time(), zone)


def case_of(at: Moment | None, **others: Moment | None) -> Case:
    """A case in which `event` happened at that moment, and others at theirs."""
    moments = {"event": at, **others}
    return Case({name: Anchor(name, f"the {name}", when) for name, when in moments.items()})


def notice(denied: str | None, received: Moment | None = None) -> Case:
    """A case with a notice of that date, received then (None: not entered)."""
    sent = day(denied) if denied else None
    return Case(
        {
            "received": Anchor(
                "received", "receipt of the notice", received, notice=sent, receipt=True, missing="the day of receipt"
            )
        }
    )


def span(text: str) -> Span:
    amount, unit = text.split(" ", 1)
    near, _, far = amount.partition("..")
    return Span(int(near), int(far or near), Unit(unit))


def names(calendar: str | None) -> tuple[str, ...]:
    """The calendars of a rule, `a|b` where it is not settled which one is meant."""
    return tuple(calendar.split("|")) if calendar else ()


def counting(
    text: str, calendar: str | None = None, missing_day: MissingDay | None = None, skip: frozenset[str] = frozenset()
) -> Counting:
    return Counting(span(text), names(calendar), missing_day, skip)


def after(
    text: str, calendar: str | None = None, missing_day: MissingDay | None = None, roll: Roll | None = None
) -> Count:
    return Count(counting(text, calendar, missing_day), "event", roll=roll)


def before(text: str, calendar: str | None = None) -> Count:
    return Count(counting(text, calendar), "event", backwards=True)


def near(shape: Shape | Window, case: Case) -> End:
    window = shape if isinstance(shape, Window) else Window(shape)
    return end_of_window(window, case, far=False)


def far(shape: Shape | Window, case: Case) -> End:
    window = shape if isinstance(shape, Window) else Window(shape)
    return end_of_window(window, case, far=True)


def both(shape: Shape | Window, case: Case) -> tuple[Moment | None, Moment | None]:
    return near(shape, case).at, far(shape, case).at


def sure(shape: Shape | Window, case: Case) -> Moment | None:
    """The end of a window whose near and far end are the same."""
    first, last = both(shape, case)
    assert first == last
    return first


# -- calendar days ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-05", 180, "2026-09-01"),  # federal-commercial 10, example 1
        ("2026-01-05", 180, "2026-07-04"),  # example 2: a Saturday and a holiday, and it does not roll
        ("2026-11-30", 45, "2027-01-14"),  # example 13, over the new year
        ("2026-03-02", 60, "2026-05-01"),  # medicaid 7, example 1
        ("2028-02-28", 1, "2028-02-29"),  # a leap year
    ],
)
def test_calendar_days_leave_out_the_day_of_the_event(start: str, days: int, end: str) -> None:
    assert sure(after(f"{days} calendar days"), case_of(day(start))) == day(end)


def test_days_after_an_hour_count_from_its_day_in_its_own_zone() -> None:
    # 23:30 in New York is the next day in UTC; three days after 1 October are 4 October.
    assert sure(after("3 calendar days"), case_of(hour("2026-10-01T23:30"))) == day("2026-10-04")
    assert sure(after("3 calendar days"), case_of(hour("2026-10-01T00:30"))) == day("2026-10-04")


def test_calendar_days_counted_back() -> None:
    # medicaid 7, example 13: ten days before Monday 15 June 2026 is Friday 5 June.
    assert sure(before("10 calendar days"), case_of(day("2026-06-15"))) == day("2026-06-05")


def test_where_the_day_of_the_event_is_day_one() -> None:
    # Monday 2 March 2026 is day 1, so day 10 is Wednesday 11 March; day 1 of one day is the day itself.
    ten = Count(Counting(span("10 calendar days"), trigger_day_counts=True), "event")
    one = Count(Counting(span("1 calendar days"), trigger_day_counts=True), "event")
    assert sure(ten, case_of(day("2026-03-02"))) == day("2026-03-11")
    assert sure(one, case_of(day("2026-03-02"))) == day("2026-03-02")
    # In business days Monday is day 1, Wednesday day 3.
    three = Count(Counting(span("3 business days"), ("federal",), trigger_day_counts=True), "event")
    assert sure(three, case_of(day("2026-03-02"))) == day("2026-03-04")
    assert any("day 1" in step for step in near(ten, case_of(day("2026-03-02"))).steps)


# -- business days -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-18", 5, "2026-11-25"),  # federal-commercial 10, example 11: 19, 20, 23, 24, 25
        ("2026-11-25", 1, "2026-11-27"),  # the same: Thanksgiving skipped, the Friday after it is no holiday
        ("2026-11-05", 10, "2026-11-20"),  # example 12: Veterans Day, Wednesday the 11th, skipped
        ("2026-05-18", 15, "2026-06-09"),  # medicaid 7, example 19: Memorial Day skipped
        ("2026-06-06", 1, "2026-06-08"),  # from a Saturday: day 1 is Monday
        ("2026-06-07", 3, "2026-06-10"),  # from a Sunday: Monday, Tuesday, Wednesday
        ("2026-11-26", 1, "2026-11-27"),  # from a holiday: day 1 is the Friday
        ("2026-09-05", 1, "2026-09-08"),  # from the Saturday before Labor Day: Tuesday
        ("2025-12-23", 2, "2025-12-26"),  # closures by executive order (24 and 26 December 2025) do not count: 24, 26
    ],
)
def test_business_days_skip_weekends_and_legal_holidays(start: str, days: int, end: str) -> None:
    assert sure(after(f"{days} business days", "federal"), case_of(day(start))) == day(end)


def test_an_observed_friday_is_skipped_on_the_far_side_only() -> None:
    # From Thursday 18 June 2026 (Juneteenth, the 19th, is a legal holiday): 22, 23, 24, 25, 26, 29, 30 June,
    # 1 July, 2 July, and the tenth is Friday 3 July, or Monday 6 July where the observed day is off (medicaid 7, example 18).
    assert both(after("10 business days", "federal"), case_of(day("2026-06-18"))) == (
        day("2026-07-03"),
        day("2026-07-06"),
    )


def test_business_days_counted_back_change_the_sides() -> None:
    # Before Monday 6 July 2026: Friday 3 July (if it is open), Thursday 2, Wednesday 1.
    # The more days are off, the EARLIER a day counted back: the near end is the one that skips the 3rd.
    assert both(before("2 business days", "federal"), case_of(day("2026-07-06"))) == (
        day("2026-07-01"),
        day("2026-07-02"),
    )
    # Before Monday 30 November: Friday 27, Wednesday 25; before Sunday 29 November the same two.
    assert sure(before("2 business days", "federal"), case_of(day("2026-11-30"))) == day("2026-11-25")
    assert sure(before("2 business days", "federal"), case_of(day("2026-11-29"))) == day("2026-11-25")


def test_the_calendar_that_the_rule_names_is_the_one_used() -> None:
    # Good Friday 3 April 2026 is an Indiana holiday and no federal one.
    start = case_of(day("2026-04-02"))
    assert sure(after("1 business days", "federal"), start) == day("2026-04-03")
    assert sure(after("1 business days", "federal+indiana"), start) == day("2026-04-06")
    assert both(after("1 business days", "federal|indiana"), start) == (day("2026-04-03"), day("2026-04-06"))


def test_the_derivation_names_the_days_skipped() -> None:
    steps = " ".join(far(after("10 business days", "federal"), case_of(day("2026-06-18"))).steps)
    assert "Juneteenth" in steps
    assert "Fri 3 Jul 2026" in steps
    assert "Sat 20 Jun 2026" not in steps  # weekends go without saying
    end, skipped = add_business_days(day("2026-11-25"), 1, FEDERAL, widest=False)
    assert (end, len(skipped)) == (day("2026-11-27"), 1)


def test_beyond_the_pinned_years_nothing_is_computed() -> None:
    end = near(after("3 business days", "federal"), case_of(day("2032-12-30")))
    assert end.at is None
    assert "2033" in (end.missing or "")
    # Calendar days need no calendar.
    assert sure(after("3 calendar days"), case_of(day("2032-12-30"))) == day("2033-01-02")


# -- hours -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-31T14:00", "2026-11-03T13:00:00-05:00"),  # the clocks go back on 1 November
        ("2026-03-06T09:00", "2026-03-09T10:00:00-04:00"),  # federal-commercial 10, example 16: forward on 8 March
        ("2026-07-03T16:00", "2026-07-06T16:00:00-04:00"),  # medicaid 7, example 4: over a holiday weekend
        ("2026-11-25T16:30", "2026-11-28T16:30:00-05:00"),  # federal-commercial 10, example 14: over Thanksgiving
    ],
)
def test_72_hours_are_elapsed_hours(start: str, end: str) -> None:
    at = sure(after("72 hours"), case_of(hour(start)))
    assert isinstance(at, Instant)
    assert at.isoformat() == end


def test_the_derivation_says_that_the_clocks_change() -> None:
    assert any("clocks change" in step for step in near(after("72 hours"), case_of(hour("2026-10-31T14:00"))).steps)
    assert not any("clocks change" in step for step in near(after("72 hours"), case_of(hour("2026-11-25T16:30"))).steps)


def test_hours_after_a_day_whose_hour_is_not_known() -> None:
    # From 00:00 of Monday 2 November 2026 for the near end, from 24:00 for the far one.
    assert both(after("72 hours"), case_of(day("2026-11-02"))) == (hour("2026-11-05T00:00"), hour("2026-11-06T00:00"))
    # On 1 November 2026 the two are 25 hours apart: 00:00 EDT and 24:00 EST; 24 hours after 00:00 EDT it is 23:00 EST.
    assert both(after("24 hours"), case_of(day("2026-11-01"))) == (hour("2026-11-01T23:00"), hour("2026-11-03T00:00"))


def test_hours_counted_back() -> None:
    # Four hours before a discharge at 14:00; over the change of clocks 24 hours before 1 November 14:00 EST is 15:00 EDT.
    assert sure(before("4 hours"), case_of(hour("2026-11-20T14:00"))) == hour("2026-11-20T10:00")
    assert sure(before("24 hours"), case_of(hour("2026-11-01T14:00"))) == hour("2026-10-31T15:00")
    # Before a day whose hour is not known: from its first moment for the near end, from its last for the far one.
    assert both(before("4 hours"), case_of(day("2026-11-20"))) == (hour("2026-11-19T20:00"), hour("2026-11-20T20:00"))


def resting(text: str, skip: set[str], calendar: str | None = None, *, backwards: bool = False) -> Count:
    return Count(counting(text, calendar, skip=frozenset(skip)), "event", backwards=backwards)


def test_hours_that_skip_weekends_and_holidays() -> None:
    # states-a-m 5, example 6 (Indiana): Thursday 2 April 2026 10:00, Good Friday off: 14 h on Thursday, 24 h on Monday, 10 h on Tuesday.
    start = case_of(hour("2026-04-02T10:00"))
    off = {"weekends", "holidays"}
    assert sure(resting("48 hours", off, "federal+indiana"), start) == hour("2026-04-07T10:00")
    # Without Good Friday as a holiday: 14 h on Thursday, 24 h on Friday, 10 h on Monday.
    assert sure(resting("48 hours", off, "federal"), start) == hour("2026-04-06T10:00")
    assert both(resting("48 hours", off, "federal|indiana"), start) == (
        hour("2026-04-06T10:00"),
        hour("2026-04-07T10:00"),
    )


def test_hours_that_skip_weekends_run_on_holidays() -> None:
    # states-a-m 5, example 20 (Alaska): Friday 15 January 2027 15:00; Monday 18 January is a holiday but not skipped:
    # 9 h on Friday, 24 h on Monday, 24 h on Tuesday, 15 h on Wednesday.
    assert sure(resting("72 hours", {"weekends"}), case_of(hour("2027-01-15T15:00"))) == hour("2027-01-20T15:00")


def test_hours_that_rest_and_begin_or_end_on_a_weekend() -> None:
    # A request on Saturday 6 June 2026 runs from Monday 00:00; 48 hours later it is midnight after Tuesday.
    assert sure(resting("48 hours", {"weekends"}), case_of(hour("2026-06-06T10:00"))) == hour("2026-06-10T00:00")
    # A full Friday ends with its midnight, not on Monday.
    assert sure(resting("24 hours", {"weekends"}), case_of(hour("2026-06-05T00:00"))) == hour("2026-06-06T00:00")
    # Friday 12:00 and 24 hours over the weekend on which the clocks change: 12 h on Friday, 12 h on Monday.
    assert sure(resting("24 hours", {"weekends"}), case_of(hour("2026-10-30T12:00"))) == hour("2026-11-02T12:00")


def test_hours_that_rest_on_an_observed_holiday_only_on_the_far_side() -> None:
    # Thursday 2 July 2026 12:00: 12 h on Thursday, 12 h on Friday the 3rd, or on Monday the 6th.
    expected = (hour("2026-07-03T12:00"), hour("2026-07-06T12:00"))
    assert both(resting("24 hours", {"weekends", "holidays"}, "federal"), case_of(hour("2026-07-02T12:00"))) == expected


# -- months and years ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "first_of_next", "last_of_month"),
    [
        ("2026-10-30", 4, "2027-03-01", "2027-02-28"),  # 45 CFR 147.136(d)(2)(i), the official example
        ("2026-10-31", 4, "2027-03-01", "2027-02-28"),
        ("2026-10-29", 4, "2027-03-01", "2027-02-28"),
        ("2026-10-28", 4, "2027-02-28", "2027-02-28"),
        ("2027-10-29", 4, "2028-02-29", "2028-02-29"),  # federal-commercial 10, example 10: a leap year
        ("2027-10-30", 4, "2028-03-01", "2028-02-29"),
        ("2026-12-31", 4, "2027-05-01", "2027-04-30"),  # example 6, before its roll
        ("2026-05-31", 4, "2026-10-01", "2026-09-30"),  # example 5
        ("2026-08-31", 4, "2026-12-31", "2026-12-31"),
        ("2026-08-31", 6, "2027-03-01", "2027-02-28"),  # states-a-m 5, example 1 clips
        ("2026-03-31", -1, "2026-03-01", "2026-02-28"),  # counted back to a 31 February
        ("2026-01-15", -2, "2025-11-15", "2025-11-15"),
        ("2026-12-01", 1, "2027-01-01", "2027-01-01"),
        ("2028-02-29", 12, "2029-03-01", "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29", "2032-02-29"),
        ("2026-12-31", 0, "2026-12-31", "2026-12-31"),
    ],
)
def test_the_month_rule(start: str, months: int, first_of_next: str, last_of_month: str) -> None:
    assert add_months(day(start), months, FIRST_OF_NEXT) == day(first_of_next)
    assert add_months(day(start), months, LAST_OF_MONTH) == day(last_of_month)


def test_a_month_window_follows_the_rule_that_it_names() -> None:
    received = case_of(day("2026-10-30"))
    assert sure(after("4 months", missing_day=FIRST_OF_NEXT), received) == day("2027-03-01")
    assert sure(after("4 months", missing_day=LAST_OF_MONTH), received) == day("2027-02-28")
    assert any("no day 30" in step for step in near(after("4 months", missing_day=FIRST_OF_NEXT), received).steps)
    assert not any(
        "no day" in step
        for step in near(after("4 months", missing_day=FIRST_OF_NEXT), case_of(day("2026-10-28"))).steps
    )


def test_years_are_twelve_months_each() -> None:
    assert sure(after("1 years", missing_day=LAST_OF_MONTH), case_of(day("2026-06-30"))) == day("2027-06-30")
    assert sure(after("2 years", missing_day=FIRST_OF_NEXT), case_of(day("2028-02-29"))) == day("2030-03-01")


def test_months_counted_back() -> None:
    window = Count(counting("1 months", missing_day=LAST_OF_MONTH), "event", backwards=True)
    assert sure(window, case_of(day("2026-03-31"))) == day("2026-02-28")


# -- rolls -----------------------------------------------------------------------------------

FEDERAL_ROLL = Roll(ALL, ("federal",), certain=True)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-10-30", "2026-03-02"),  # federal-commercial 10, O3: month rule to Sunday 1 March, then the roll
        ("2026-10-30", "2027-03-01"),  # O2
        ("2026-03-04", "2026-07-06"),  # example 3: Saturday and holiday, Sunday, Monday
        ("2026-12-31", "2027-05-03"),  # example 6: Saturday 1 May
        ("2026-08-25", "2026-12-28"),  # example 8: Christmas on a Friday
        ("2026-10-15", "2027-02-16"),  # example 9: Washington's Birthday
        ("2026-06-15", "2026-10-15"),  # example 24: a plain Thursday stands
    ],
)
def test_a_certain_roll_moves_both_ends(received: str, due: str) -> None:
    window = after("4 months", missing_day=FIRST_OF_NEXT, roll=FEDERAL_ROLL)
    assert sure(window, case_of(day(received))) == day(due)


def test_a_last_day_that_is_only_observed_moves_only_the_far_end() -> None:
    # federal-commercial 10, example 4: Friday 3 July 2026 is safe, Monday 6 July the other reading.
    window = after("4 months", missing_day=FIRST_OF_NEXT, roll=FEDERAL_ROLL)
    assert both(window, case_of(day("2026-03-03"))) == (day("2026-07-03"), day("2026-07-06"))


def test_a_roll_that_is_not_certain_moves_only_the_far_end() -> None:
    # Received Wednesday 1 July 2026: 60 days later is Sunday 30 August.
    window = after("60 calendar days", roll=Roll(ALL, ("federal",), certain=False))
    assert both(window, case_of(day("2026-07-01"))) == (day("2026-08-30"), day("2026-08-31"))
    assert any("not sure" in step for step in near(window, case_of(day("2026-07-01"))).steps)


@pytest.mark.parametrize(
    ("start", "over", "calendar", "end"),
    [
        # states-a-m 5, examples 24 and 25: Saturday 17 October and Saturday 24 October 2026 do not move, Sunday the 25th does.
        ("2026-10-16", {"sunday", "holidays"}, "massachusetts", "2026-10-17"),
        ("2026-10-23", {"sunday"}, None, "2026-10-24"),
        ("2026-10-24", {"sunday"}, None, "2026-10-26"),
        # Example 3: Sunday 19 April 2026, then Patriots' Day, then Tuesday.
        ("2026-04-18", {"sunday", "holidays"}, "massachusetts", "2026-04-21"),
        # Weekends but not holidays: Labor Day, Monday 7 September 2026, is not moved off, and not moved past either.
        ("2026-09-06", {"saturday", "sunday"}, None, "2026-09-07"),
        ("2026-09-04", {"saturday", "sunday"}, None, "2026-09-07"),
        # Holidays but not weekends: a Saturday that is a holiday moves on to the plain Sunday.
        ("2026-07-03", {"holidays"}, "federal", "2026-07-05"),
        # Saturdays alone: Saturday moves to Sunday, Sunday stands.
        ("2026-10-16", {"saturday"}, None, "2026-10-18"),
        ("2026-10-17", {"saturday"}, None, "2026-10-18"),
        # Holidays are not rolled over where the rule does not say so, even if it names a calendar.
        ("2026-09-06", {"saturday", "sunday"}, "federal", "2026-09-07"),
    ],
)
def test_a_roll_moves_off_the_days_that_the_authority_names_and_no_others(
    start: str, over: set[str], calendar: str | None, end: str
) -> None:
    window = after("1 calendar days", roll=Roll(frozenset(over), names(calendar), certain=True))
    assert sure(window, case_of(day(start))) == day(end)


def test_a_roll_goes_on_over_a_holiday_behind_a_weekend() -> None:
    # medicaid 7, example 25 (Hawaii): 8 June 2026 + 90 = Sunday 6 September, Monday is Labor Day, so Tuesday the 8th.
    window = after("90 calendar days", roll=FEDERAL_ROLL)
    assert sure(window, case_of(day("2026-06-08"))) == day("2026-09-08")
    steps = near(window, case_of(day("2026-06-08"))).steps
    assert any("Sunday" in step and "Labor Day" in step and "Tue 8 Sep 2026" in step for step in steps)


def test_without_a_roll_a_saturday_stands() -> None:
    # medicaid 7, example 6c: 15 May 2026 + 120 = Saturday 12 September.
    assert sure(after("120 calendar days"), case_of(day("2026-05-15"))) == day("2026-09-12")


# -- chains ------------------------------------------------------------------------------------

KANSAS = Count(
    counting("120 calendar days"), "event", roll=FEDERAL_ROLL, then=(counting("3 calendar days"), FEDERAL_ROLL)
)


@pytest.mark.parametrize(
    ("mailed", "due"),
    [
        ("2026-05-15", "2026-09-17"),  # medicaid 7, example 6a: Saturday 12 September -> Monday 14; + 3
        ("2026-05-12", "2026-09-14"),  # example 6b: Wednesday 9 September; + 3 = Saturday 12 -> Monday 14
    ],
)
def test_the_kansas_chain_rolls_adds_three_days_and_rolls_again(mailed: str, due: str) -> None:
    assert sure(KANSAS, case_of(day(mailed))) == day(due)
    rolled_in_the_chain = Count(
        counting("120 calendar days"), "event", then=(FEDERAL_ROLL, counting("3 calendar days"), FEDERAL_ROLL)
    )
    assert sure(rolled_in_the_chain, case_of(day(mailed))) == day(due)


def test_a_chain_may_count_on_in_another_unit() -> None:
    # states-m-w 11, example 6 (Tennessee): Monday 30 March 2026 14:00 + 72 h = Thursday 2 April; one business day more
    # is Good Friday on the federal calendar, and Monday where Good Friday is off (in Indiana as in Tennessee).
    start = case_of(hour("2026-03-30T14:00"))
    federal = Count(counting("72 hours"), "event", then=(counting("1 business days", "federal"),))
    state = Count(counting("72 hours"), "event", then=(counting("1 business days", "federal+indiana"),))
    assert sure(federal, start) == day("2026-04-03")
    assert sure(state, start) == day("2026-04-06")


def test_days_counted_on_from_hours_whose_start_is_not_known() -> None:
    # Received on Monday 1 June 2026, at 23:59 at the latest: 72 hours end within Thursday the 4th, or with its midnight.
    # One business day more is Friday the 5th; nothing leads to Monday the 8th.
    window = Count(counting("72 hours"), "event", then=(counting("1 business days", "federal"),))
    assert sure(window, case_of(day("2026-06-01"))) == day("2026-06-05")
    # The same in calendar days: 48 hours end within Wednesday the 3rd, three days more are Saturday the 6th.
    calendar_days = Count(counting("48 hours"), "event", then=(counting("3 calendar days"),))
    assert sure(calendar_days, case_of(day("2026-06-01"))) == day("2026-06-06")


def test_a_roll_of_hours_whose_start_is_not_known() -> None:
    # Received on Thursday 4 June 2026 at whatever hour: 72 hours end within Sunday the 7th, which rolls to Monday.
    window = after("72 hours", roll=Roll(WEEKEND, (), certain=True))
    assert sure(window, case_of(day("2026-06-04"))) == day("2026-06-08")


def test_more_time_is_counted_on_from_the_end() -> None:
    # medicaid 7, example 3: the 30th day Sunday 10 May 2026, with 14 days more Sunday 24 May.
    case = case_of(day("2026-04-10"))
    end = count_on(far(after("30 calendar days"), case), counting("14 calendar days"), case, far=True, why="extended")
    assert end.at == day("2026-05-24")
    assert "extended" in end.steps
    assert end.trigger == day("2026-04-10")


def test_days_more_after_an_hour_keep_the_hour() -> None:
    # 72 hours from Monday 19 October 2026 17:00 end on Thursday 22 October 17:00 EDT; 14 days later it is
    # Thursday 5 November 17:00, now EST: the same hour on the wall.
    case = case_of(hour("2026-10-19T17:00"))
    end = count_on(far(after("72 hours"), case), counting("14 calendar days"), case, far=True, why="extended")
    assert end.at == hour("2026-11-05T17:00")


def test_more_time_than_nothing_is_nothing() -> None:
    unknown = far(SeeNotice("the letter"), case_of(None))
    assert count_on(unknown, counting("14 calendar days"), case_of(None), far=True, why="extended") == unknown


# -- cut-offs ------------------------------------------------------------------------------------


def test_noon_of_the_day_before_services_end() -> None:
    # 42 CFR 422.626: services end on Friday 20 November 2026, so Thursday 19 November 12:00.
    window = Window(before("1 calendar days"), time(12))
    assert sure(window, case_of(day("2026-11-20"))) == hour("2026-11-19T12:00")
    assert any("12:00" in step for step in near(window, case_of(day("2026-11-20"))).steps)


def test_a_cutoff_is_read_on_the_clock_of_the_office() -> None:
    window = Window(after("1 calendar days"), time(12))
    at = sure(window, case_of(day("2026-10-31")))  # Sunday 1 November: EST by noon
    assert isinstance(at, Instant)
    assert at.isoformat() == "2026-11-01T12:00:00-05:00"
    chicago = case_of(day("2026-10-31"))
    chicago.zone = "America/Chicago"
    at = sure(window, chicago)
    assert isinstance(at, Instant)
    assert at.isoformat() == "2026-11-01T12:00:00-06:00"


def test_a_cutoff_closes_the_day_to_which_a_window_rolls() -> None:
    # Sunday 30 August 2026 rolls to Monday.
    window = Window(after("60 calendar days", roll=FEDERAL_ROLL), time(17))
    assert sure(window, case_of(day("2026-07-01"))) == hour("2026-08-31T17:00")


def test_a_cutoff_of_nothing_is_nothing() -> None:
    assert both(Window(after("1 calendar days"), time(12)), case_of(None)) == (None, None)


# -- receipt -------------------------------------------------------------------------------------

RECEIVED = Count(counting("60 calendar days"), "received")
PRESUMED = Count(counting("60 calendar days"), "received", presumed_receipt=counting("5 calendar days"))


def test_a_receipt_that_was_entered_is_used_as_it_is() -> None:
    # Kentucky, medicaid 7, example 21: Tuesday 10 February 2026 + 60 = Saturday 11 April.
    end = near(RECEIVED, notice("2026-02-06", day("2026-02-10")))
    assert (end.at, end.missing) == (day("2026-04-11"), None)
    assert sure(RECEIVED, notice(None, day("2026-02-10"))) == day("2026-04-11")


def test_a_receipt_that_no_law_presumes_is_counted_from_the_notice() -> None:
    # The safe side: 1 October 2026 + 60 = Monday 30 November (30 days to the 31st of October, 30 more).
    end = near(RECEIVED, notice("2026-10-01"))
    assert (end.at, end.missing, end.event) == (day("2026-11-30"), "the day of receipt", "notice_date")
    assert any("no law presumes" in step for step in end.steps)


def test_a_presumed_receipt_that_was_not_entered() -> None:
    # 42 CFR 422.582(b): 1 October 2026 + 5 + 60 = Saturday 5 December: 30 days to 31 October, 60 to 30 November, 65 to 5 December.
    assert sure(PRESUMED, notice("2026-10-01")) == day("2026-12-05")
    assert near(PRESUMED, notice("2026-10-01")).missing is None


def test_a_receipt_earlier_than_presumed_counts_at_once() -> None:
    # Received Saturday 3 October: 28 days to the 31st, 58 to 30 November, 60 to 2 December. The far end never passes notice + 65.
    first, last = both(PRESUMED, notice("2026-10-01", day("2026-10-03")))
    assert first == day("2026-12-02")
    assert last in {day("2026-12-02"), day("2026-12-05")}


def test_a_receipt_later_than_presumed_has_to_be_proved() -> None:
    # Received 20 October: `due` stays at 5 December; 11 days to the 31st, 41 to 30 November, 60 to 19 December.
    assert both(PRESUMED, notice("2026-10-01", day("2026-10-20"))) == (day("2026-12-05"), day("2026-12-19"))


def test_a_receipt_on_the_presumed_day_changes_nothing() -> None:
    assert sure(PRESUMED, notice("2026-10-01", day("2026-10-06"))) == day("2026-12-05")
    assert sure(PRESUMED, notice("2026-10-01", hour("2026-10-06T16:45"))) == day("2026-12-05")


@pytest.mark.parametrize("received", ["2026-10-01", "2026-10-05", "2026-10-06", "2026-10-07", "2026-10-31"])
def test_the_presumed_days_are_never_added_to_an_entered_receipt(received: str) -> None:
    first, last = both(PRESUMED, notice("2026-10-01", day(received)))
    sixty_after_receipt = day(received).toordinal() + 60
    assert isinstance(first, date)
    assert isinstance(last, date)
    assert first.toordinal() <= sixty_after_receipt
    assert last.toordinal() <= max(sixty_after_receipt, day("2026-12-05").toordinal())


def test_a_presumed_receipt_without_a_notice_date() -> None:
    assert sure(PRESUMED, notice(None, day("2026-10-20"))) == day("2026-12-19")
    end = near(PRESUMED, notice(None))
    assert (end.at, end.missing) == (None, "the day of receipt")


def test_a_presumption_in_business_days_has_two_ends() -> None:
    # Notice Wednesday 1 July 2026 + 4 business days: 2, 3, 6, 7 July, or with the 3rd off 2, 6, 7, 8 July; + 10.
    window = Count(counting("10 calendar days"), "received", presumed_receipt=counting("4 business days", "federal"))
    assert both(window, notice("2026-07-01")) == (day("2026-07-17"), day("2026-07-18"))


# -- several windows -------------------------------------------------------------------------------


def of(event: str, text: str, calendar: str | None = None) -> Window:
    return Window(Count(counting(text, calendar), event))


LATER = Combination(latest=True, parts=(of("sent", "10 calendar days"), Window(EndsWith("effective"))))
EARLIER = Combination(latest=False, parts=(of("event", "5 business days", "federal"), of("event", "7 calendar days")))


def test_the_later_of_two() -> None:
    # 42 CFR 438.420, medicaid 7, example 2: sent Monday 2 March 2026, ten days later Thursday 12 March.
    assert sure(LATER, case_of(None, sent=day("2026-03-02"), effective=day("2026-03-20"))) == day("2026-03-20")
    assert sure(LATER, case_of(None, sent=day("2026-03-02"), effective=day("2026-03-10"))) == day("2026-03-12")


def test_of_two_the_one_that_is_picked_says_whether_it_is_projected() -> None:
    """The filing of 2 March is recorded, the effective day is foreseen: 12 March is sure, 20 March only projected."""
    foreseen = {
        late: Case(
            {
                "sent": Anchor("sent", "the sending", day("2026-03-02")),
                "effective": Anchor("effective", "the cut", day(late), projected=True),
            }
        )
        for late in ("2026-03-10", "2026-03-20")
    }
    ends = [(side(LATER, case).at, side(LATER, case).projected) for case in foreseen.values() for side in (near, far)]
    # Nobody may count on the 20th before it has come; it can be argued.
    assert ends == [
        (day("2026-03-12"), False),
        (day("2026-03-12"), False),
        (day("2026-03-12"), False),
        (day("2026-03-20"), True),
    ]


def test_the_earlier_of_two() -> None:
    # DMEPOS. From Monday 9 November 2026: 10, 12, 13, 16, 17 (Veterans Day off), against Monday the 16th.
    assert sure(EARLIER, case_of(day("2026-11-09"))) == day("2026-11-16")
    # From Saturday 14 November: Monday to Friday the 20th, against Saturday the 21st.
    assert sure(EARLIER, case_of(day("2026-11-14"))) == day("2026-11-20")


def test_a_date_and_an_hour_are_compared_by_their_ends() -> None:
    # federal-commercial 10, example 24: the four months end on 15 October 2026; notice received 14 October 14:00 + 48 hours.
    window = Combination(latest=True, parts=(Window(EndsWith("four_months")), of("event", "48 hours")))
    last = day("2026-10-15")
    assert sure(window, case_of(hour("2026-10-14T14:00"), four_months=last)) == hour("2026-10-16T14:00")
    assert sure(window, case_of(hour("2026-09-01T14:00"), four_months=last)) == last
    # On the same day the date lasts longer than the hour.
    assert sure(window, case_of(hour("2026-10-13T14:00"), four_months=last)) == last
    shorter = Combination(latest=False, parts=window.parts)
    assert sure(shorter, case_of(hour("2026-10-13T14:00"), four_months=last)) == hour("2026-10-15T14:00")


def test_the_derivation_tells_both_and_the_choice() -> None:
    steps = near(LATER, case_of(None, sent=day("2026-03-02"), effective=day("2026-03-20"))).steps
    assert any("Thu 12 Mar 2026" in step for step in steps)
    assert "the later of the two: Fri 20 Mar 2026" in steps


def test_the_lesser_of_hours_and_business_days() -> None:
    # Maine, states-a-m 5, example 5: Friday 17 April 2026 09:00; 72 hours end on Monday 09:00, two business days later.
    window = Combination(latest=False, parts=(of("event", "72 hours"), of("event", "2 business days", "federal")))
    assert sure(window, case_of(hour("2026-04-17T09:00"))) == hour("2026-04-20T09:00")


def test_the_later_of_a_known_and_an_unknown_end_is_at_least_the_known_one() -> None:
    case = case_of(None, sent=day("2026-03-02"), effective=None)
    assert both(LATER, case) == (day("2026-03-12"), None)
    assert "effective" in (near(LATER, case).missing or "")
    assert "effective" in (far(LATER, case).missing or "")


def test_the_earlier_of_a_known_and_an_unknown_end_is_at_most_the_known_one() -> None:
    window = Combination(latest=False, parts=LATER.parts)
    case = case_of(None, sent=day("2026-03-02"), effective=None)
    assert both(window, case) == (None, day("2026-03-12"))
    assert "effective" in (near(window, case).missing or "")
    assert "effective" in (far(window, case).missing or "")


def test_of_two_unknown_ends_nothing_is_known() -> None:
    case = case_of(None, sent=None, effective=None)
    assert both(LATER, case) == (None, None)
    assert "sent" in (near(LATER, case).missing or "")


def test_ends_that_have_not_begun_sleep_together() -> None:
    asleep = Case({name: Anchor(name, name, None, dormant=True) for name in ("sent", "effective")})
    assert near(LATER, asleep).dormant
    half = Case({**asleep.events, "sent": Anchor("sent", "sent", day("2026-03-02"))})
    end = near(LATER, half)
    assert (end.at, end.dormant) == (day("2026-03-12"), False)


def test_combinations_stand_inside_one_another() -> None:
    # The later of (the earlier of 5 business and 7 calendar days, here Monday 16 November) and Friday 20 November.
    window = Combination(latest=True, parts=(Window(EARLIER), Window(EndsWith("effective"))))
    assert sure(window, case_of(day("2026-11-09"), effective=day("2026-11-20"))) == day("2026-11-20")
    assert sure(window, case_of(day("2026-11-09"), effective=day("2026-11-13"))) == day("2026-11-16")


def test_a_combination_has_a_near_and_a_far_end() -> None:
    # From Friday 26 June 2026: five business days are 29, 30 June, 1, 2, 3 July, or Monday 6 July; seven calendar days 3 July.
    later_of = Combination(latest=True, parts=EARLIER.parts)
    assert both(later_of, case_of(day("2026-06-26"))) == (day("2026-07-03"), day("2026-07-06"))
    assert sure(EARLIER, case_of(day("2026-06-26"))) == day("2026-07-03")


# -- two readings -------------------------------------------------------------------------------------

TWO_READINGS = Readings(
    (of("sent", "30 calendar days"), of("received", "30 calendar days")),
    "the rule says receipt, the agency's page sending",
)


def test_of_two_readings_the_earlier_is_near_and_the_later_far() -> None:
    # 30 days after 1 October 2026 is 31 October, after 6 October it is 5 November.
    case = case_of(None, sent=day("2026-10-01"), received=day("2026-10-06"))
    assert both(TWO_READINGS, case) == (day("2026-10-31"), day("2026-11-05"))
    assert any("the agency's page" in step for step in near(TWO_READINGS, case).steps)
    swapped = case_of(None, sent=day("2026-10-06"), received=day("2026-10-01"))
    assert both(TWO_READINGS, swapped) == (day("2026-10-31"), day("2026-11-05"))


def test_of_two_unknown_readings_nothing_is_known() -> None:
    end = near(TWO_READINGS, case_of(None, sent=None, received=None))
    assert end.at is None
    assert "sent" in (end.missing or "")


def test_a_reading_that_cannot_be_computed_is_named() -> None:
    # Only one of two readings is known: it is no certain end of the window, and what would settle it is said.
    case = case_of(None, sent=day("2026-10-01"), received=None)
    for end in (near(TWO_READINGS, case), far(TWO_READINGS, case)):
        assert "received" in (end.missing or "")


# -- ends with an event, see the notice, not offered -----------------------------------------------------


def test_a_window_that_ends_with_an_event() -> None:
    window = EndsWith("discharge")
    assert sure(window, case_of(None, discharge=day("2026-11-20"))) == day("2026-11-20")
    assert sure(window, case_of(None, discharge=hour("2026-11-20T14:00"))) == hour("2026-11-20T14:00")
    end = near(window, case_of(None, discharge=None))
    assert end.at is None
    assert "discharge" in (end.missing or "")
    # It is open now and ends with the event; nothing says when it began.
    told = near(window, case_of(None, discharge=day("2026-11-20")))
    assert (told.event, told.trigger, told.start, told.runs_until) == ("discharge", day("2026-11-20"), None, True)


def test_an_event_that_is_only_assumed_says_what_is_missing() -> None:
    assumed = Case({"discharge": Anchor("discharge", "the discharge", day("2026-11-20"), missing="the real day")})
    assert near(EndsWith("discharge"), assumed).missing == "the real day"


def test_a_window_that_ends_with_an_event_at_an_hour() -> None:
    assert sure(Window(EndsWith("discharge"), time(12)), case_of(None, discharge=day("2026-11-20"))) == hour(
        "2026-11-20T12:00"
    )


def test_a_window_that_ends_with_something_projected_is_projected() -> None:
    projected = Case({"discharge": Anchor("discharge", "the discharge", day("2026-11-20"), projected=True)})
    assert near(EndsWith("discharge"), projected).projected
    asleep = Case({"discharge": Anchor("discharge", "the discharge", None, dormant=True)})
    assert near(EndsWith("discharge"), asleep).dormant


def test_a_window_that_only_the_letter_states() -> None:
    end = near(SeeNotice("the time to ask stands on page 2 of the letter"), case_of(None))
    assert (end.at, end.missing, end.not_offered) == (None, "the time to ask stands on page 2 of the letter", None)


def test_a_step_that_is_not_offered() -> None:
    end = near(NotOffered("this plan allows no call after the notice"), case_of(None))
    assert (end.at, end.not_offered) == (None, "this plan allows no call after the notice")


# -- ranges, missing and projected events ---------------------------------------------------------------


def test_a_range_has_its_near_and_its_far_end() -> None:
    # From Monday 2 November 2026: 3, 4, 5; then 6, 9, 10, 12 (Veterans Day off).
    assert both(after("3..7 business days", "federal"), case_of(day("2026-11-02"))) == (
        day("2026-11-05"),
        day("2026-11-12"),
    )
    # Medicaid: 5 business days to 14 calendar days is a combination of two readings; hours and days have ranges too.
    assert both(after("24..72 hours"), case_of(hour("2026-11-02T09:00"))) == (
        hour("2026-11-03T09:00"),
        hour("2026-11-05T09:00"),
    )


def test_a_range_counted_back_is_near_where_it_is_earlier() -> None:
    # Three to seven days before 20 November 2026: from the 13th to the 17th; ours is safe on the 13th.
    assert both(before("3..7 calendar days"), case_of(day("2026-11-20"))) == (day("2026-11-13"), day("2026-11-17"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 hours", "1 hour"),
        ("72 hours", "72 hours"),
        ("1 business days", "1 business day"),
        ("3..7 business days", "3 to 7 business days"),
    ],
)
def test_a_span_in_words(text: str, words: str) -> None:
    assert str(span(text)) == words


def test_an_event_that_is_not_known_is_named() -> None:
    end = near(after("3 calendar days"), case_of(None))
    assert (end.at, end.missing) == (None, "the date of the event")
    told = Case({"event": Anchor("event", "the event", None, missing="the day of discharge")})
    assert near(after("3 calendar days"), told).missing == "the day of discharge"


def test_an_event_that_may_never_come_leaves_the_window_asleep() -> None:
    end = near(after("3 calendar days"), Case({"event": Anchor("event", "the event", None, dormant=True)}))
    assert (end.at, end.dormant, end.missing) == (None, True, None)


def test_a_projected_event_gives_a_projected_end() -> None:
    end = near(
        after("3 calendar days"), Case({"event": Anchor("event", "the event", day("2026-11-02"), projected=True)})
    )
    assert (end.at, end.projected) == (day("2026-11-05"), True)
    assert "projected" in end.steps[0]


def test_from_a_time_of_theirs_that_may_be_shorter_the_near_end_is_counted_from_its_earlier_end() -> None:
    """Their 9 or 12 days to decide end on 11 or 14 November; our 60 days after it: 10 January is safe, 13 January can be argued."""
    silence = Case({"event": Anchor("event", "the event", day("2026-11-14"), near=day("2026-11-11"))})
    assert both(after("60 calendar days"), silence) == (day("2027-01-10"), day("2027-01-13"))


def test_the_end_says_what_it_was_counted_from() -> None:
    end = near(after("3 calendar days"), case_of(day("2026-11-02")))
    assert (end.event, end.trigger) == ("event", day("2026-11-02"))
    assert end.steps == ("the event: Mon 2 Nov 2026", "3 calendar days later: Thu 5 Nov 2026")


# -- disregarded periods ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trigger", "end", "first", "last", "moved"),
    [
        # federal-commercial 10, example 25 (Helene): 24 August 2024 + 180 = 20 February 2025; 29 days used, 151 left after 1 May.
        ("2024-08-24", "2025-02-20", "2024-09-23", "2025-05-01", "2025-09-29"),
        # O4 (85 FR 26351): 28 January 2020 + 180 = 26 July; 32 days used, 148 left after 29 June.
        ("2020-01-28", "2020-07-26", "2020-03-01", "2020-06-29", "2020-11-24"),
        # The event inside the period: the count begins on 2 May; 30 days in May, 60, 91, 122, 152, then 28 October.
        ("2024-10-10", "2025-04-08", "2024-09-23", "2025-05-01", "2025-10-28"),
        # The event on the day before it: nothing used, all 180 days after 1 May.
        ("2024-09-22", "2025-03-21", "2024-09-23", "2025-05-01", "2025-10-28"),
        # The last day is the first one disregarded: one day is left, 2 May.
        ("2024-09-13", "2024-09-23", "2024-09-23", "2025-05-01", "2025-05-02"),
        # Over before the period begins, or begun on its last day or later: nothing moves.
        ("2024-09-12", "2024-09-22", "2024-09-23", "2025-05-01", "2024-09-22"),
        ("2025-05-01", "2025-05-11", "2024-09-23", "2025-05-01", "2025-05-11"),
        ("2025-06-01", "2025-06-11", "2024-09-23", "2025-05-01", "2025-06-11"),
        # The event on the day before the last: one day, 1 May, is lost.
        ("2025-04-30", "2025-05-10", "2024-09-23", "2025-05-01", "2025-05-11"),
    ],
)
def test_days_of_a_disaster_are_not_counted(trigger: str, end: str, first: str, last: str, moved: str) -> None:
    assert disregard(day(trigger), day(end), day(first), day(last)) == day(moved)
