"""What holds for every window and every calendar, against walks written out naively here.

The oracles share nothing with the program: business days are read off a list of open days, months are
clipped by `dateutil` and mended from there, hours are compared as seconds of UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from denialctl.dates.calendars import Calendar, business_days_before
from denialctl.dates.counting import MissingDay, add_business_days, add_months, disregard
from denialctl.dates.ends import end_of_window
from denialctl.dates.moments import Instant, Moment, end_of
from denialctl.dates.windows import (
    Anchor,
    Combination,
    Count,
    Counting,
    EndsWith,
    Readings,
    Roll,
    Shape,
    Span,
    Unit,
    Window,
)
from denialctl.timeline.act_by import OpenDays, day_to_act

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Phoenix",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)

property_test = settings(max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class ClosedDays:
    """A calendar made of chance: days that are surely off, and days on which that may be argued."""

    sure: frozenset[date]
    arguable: frozenset[date]
    title: str = "days by chance"

    def off(self, day: date, *, widest: bool) -> str | None:
        return "a day off" if day in self.closed(widest=widest) else None

    def closed(self, *, widest: bool) -> frozenset[date]:
        return self.sure | self.arguable if widest else self.sure


@dataclass
class Case:
    """A case with one event, its notice, and one calendar."""

    events: dict[str, Anchor]
    days_off: ClosedDays
    zone: str
    disregarded: tuple[date, date] | None = None

    def anchor(self, token: str) -> Anchor:
        return self.events[token]

    def calendar(self, name: str) -> Calendar:
        assert name == "days"
        return self.days_off


days = st.dates(FIRST, LAST)
zones = st.sampled_from(ZONES)


@st.composite
def closed_days(draw: st.DrawFn, around: date | None = None) -> ClosedDays:
    """A calendar whose days off lie close together, so that they meet what is counted."""
    middle = around or draw(days)
    near_by = st.integers(-40, 40).map(lambda offset: middle + timedelta(days=offset))
    return ClosedDays(draw(st.frozensets(near_by, max_size=12)), draw(st.frozensets(near_by, max_size=12)))


@st.composite
def instants(draw: st.DrawFn) -> Instant:
    moment = draw(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)))  # noqa: DTZ001 - given its zone below
    return Instant(moment.replace(tzinfo=UTC, second=0, microsecond=0), draw(zones))


# -- business days ------------------------------------------------------------------------


def open_days(first: date, last: date, closed: frozenset[date]) -> list[date]:
    every = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [day for day in every if day.isoweekday() <= 5 and day not in closed]


@st.composite
def starts_and_calendars(draw: st.DrawFn) -> tuple[date, ClosedDays]:
    start = draw(days)
    return start, draw(closed_days(start))


@property_test
@given(starts_and_calendars(), st.integers(1, 30), st.booleans())
def test_business_days_forward_are_the_nth_open_day_after(
    start: tuple[date, ClosedDays], count: int, widest: bool
) -> None:
    day, calendar = start
    listed = open_days(day + ONE_DAY, day + 100 * ONE_DAY, calendar.closed(widest=widest))
    assert add_business_days(day, count, calendar, widest=widest)[0] == listed[count - 1]


@property_test
@given(starts_and_calendars(), st.integers(1, 30), st.booleans())
def test_business_days_back_are_the_nth_open_day_before(
    start: tuple[date, ClosedDays], count: int, widest: bool
) -> None:
    day, calendar = start
    listed = open_days(day - 100 * ONE_DAY, day - ONE_DAY, calendar.closed(widest=widest))
    assert add_business_days(day, -count, calendar, widest=widest)[0] == listed[-count]
    if widest:
        assert business_days_before(day, count, calendar) == listed[-count]


@property_test
@given(starts_and_calendars(), st.integers(1, 30))
def test_the_days_named_as_skipped_are_the_weekday_holidays_on_the_way(
    start: tuple[date, ClosedDays], count: int
) -> None:
    day, calendar = start
    end, skipped = add_business_days(day, count, calendar, widest=True)
    on_the_way = {off for off in calendar.closed(widest=True) if day < off < end and off.isoweekday() <= 5}
    assert len(skipped) == len(on_the_way)


# -- months ---------------------------------------------------------------------------------


@property_test
@given(st.dates(date(2018, 1, 1), date(2032, 12, 31)), st.integers(-60, 60))
def test_months_are_the_same_day_or_what_the_rule_says(day: date, months: int) -> None:
    clipped = day + relativedelta(months=months)
    assert add_months(day, months, MissingDay.LAST_OF_MONTH) == clipped
    expected = clipped if clipped.day == day.day else clipped + ONE_DAY
    assert add_months(day, months, MissingDay.FIRST_OF_NEXT) == expected
    assert (clipped.year - day.year) * 12 + clipped.month - day.month == months


@property_test
@given(days, days, st.integers(0, 24), st.sampled_from(MissingDay))
def test_a_later_event_never_ends_earlier_by_months(first: date, second: date, months: int, rule: MissingDay) -> None:
    earlier, later = sorted((first, second))
    assert add_months(earlier, months, rule) <= add_months(later, months, rule)


# -- hours ------------------------------------------------------------------------------------


def only(start: Moment, calendar: ClosedDays | None = None, zone: str = ZONES[0]) -> Case:
    return Case({"event": Anchor("event", "the event", start)}, calendar or ClosedDays(frozenset(), frozenset()), zone)


@property_test
@given(instants(), st.integers(1, 400), st.booleans())
def test_hours_are_seconds_of_utc(start: Instant, hours: int, backwards: bool) -> None:
    window = Window(Count(Counting(Span(hours, hours, Unit.HOURS)), "event", backwards=backwards))
    end = end_of_window(window, only(start, zone=start.zone), far=False).at
    assert isinstance(end, Instant)
    assert end.utc.timestamp() - start.utc.timestamp() == (-3600 if backwards else 3600) * hours
    assert end.zone == start.zone
    # The wall clock that is shown is that of the same instant.
    assert datetime.fromisoformat(end.isoformat()).timestamp() == end.utc.timestamp()


@property_test
@given(st.data(), st.integers(1, 96), st.sets(st.sampled_from(["weekends", "holidays"]), min_size=1), st.booleans())
def test_hours_that_rest_are_counted_minute_by_minute(
    data: st.DataObject, hours: int, skip: set[str], widest: bool
) -> None:
    start = data.draw(instants())
    calendar = data.draw(closed_days(start.day))
    zone = ZoneInfo(start.zone)
    closed = calendar.closed(widest=widest) if "holidays" in skip else frozenset()

    def rests(moment: datetime) -> bool:
        here = moment.astimezone(zone).date()
        return ("weekends" in skip and here.isoweekday() > 5) or here in closed

    # Walked in whole hours up to the full hour of the wall clock, and the odd minutes at the end: every zone
    # here keeps full hours from UTC, so a day begins and ends on one.
    at, left = start.utc, timedelta(hours=hours)
    while left:
        step = min(left, timedelta(minutes=60 - at.minute))
        left -= timedelta(0) if rests(at) else step
        at += step
    window = Window(Count(Counting(Span(hours, hours, Unit.HOURS), ("days",), skip=frozenset(skip)), "event"))
    assert end_of_window(window, only(start, calendar, start.zone), far=widest).at == Instant(at, start.zone)


@property_test
@given(days, st.integers(1, 100), zones)
def test_an_hour_that_is_not_known_lies_between_both_ends(day: date, hours: int, zone: str) -> None:
    window = Window(Count(Counting(Span(hours, hours, Unit.HOURS)), "event"))
    near = end_of_window(window, only(day, zone=zone), far=False).at
    far = end_of_window(window, only(day, zone=zone), far=True).at
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).timestamp() + 3600 * hours
    assert isinstance(near, Instant)
    assert isinstance(far, Instant)
    assert near.utc.timestamp() < noon < far.utc.timestamp()
    assert timedelta(hours=23) <= far.utc - near.utc <= timedelta(hours=25)


# -- near and far ---------------------------------------------------------------------------------


@st.composite
def spans(draw: st.DrawFn, unit: Unit) -> Span:
    most = {Unit.HOURS: 200, Unit.CALENDAR_DAYS: 90, Unit.BUSINESS_DAYS: 20, Unit.MONTHS: 8, Unit.YEARS: 1}[unit]
    first, second = sorted((draw(st.integers(1, most)), draw(st.integers(1, most))))
    return Span(first, draw(st.sampled_from([first, second])), unit)


@st.composite
def countings(draw: st.DrawFn, units: tuple[Unit, ...]) -> Counting:
    unit = draw(st.sampled_from(units))
    skip: frozenset[str] = frozenset()
    if unit is Unit.HOURS:
        skip = draw(st.frozensets(st.sampled_from(["weekends", "holidays"])))
    return Counting(draw(spans(unit)), ("days",), draw(st.sampled_from(MissingDay)), skip)


def rolls() -> st.SearchStrategy[Roll]:
    over = st.frozensets(st.sampled_from(["saturday", "sunday", "holidays"]), min_size=1)
    return st.builds(Roll, over, st.just(("days",)), st.booleans())


WHOLE_DAYS = (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.MONTHS, Unit.YEARS)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """A count as the rule packs have them: hours may count on in days, days may roll too."""
    if draw(st.booleans()):
        more = tuple(draw(st.lists(countings(WHOLE_DAYS), max_size=1)))
        return Count(draw(countings((Unit.HOURS,))), draw(st.sampled_from(["event", "received"])), then=more)
    main = draw(countings(WHOLE_DAYS))
    if draw(st.booleans()):
        return Count(main, "event", backwards=True)
    anchor = draw(st.sampled_from(["event", "received"]))
    presumed = draw(st.none() | countings((Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS))) if anchor == "received" else None
    then = tuple(draw(st.lists(st.one_of(rolls(), countings(WHOLE_DAYS)), max_size=3)))
    return Count(main, anchor, presumed_receipt=presumed, roll=draw(st.none() | rolls()), then=then)


def windows() -> st.SearchStrategy[Window]:
    cutoffs = st.none() | st.sampled_from([time(12), time(17), time(23, 59)])
    simple: st.SearchStrategy[Shape] = st.one_of(counts(), st.just(EndsWith("event")))

    def wider(inner: st.SearchStrategy[Window]) -> st.SearchStrategy[Window]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        shapes: st.SearchStrategy[Shape] = st.one_of(
            st.builds(Combination, st.booleans(), parts), st.builds(Readings, parts, st.just("two readings"))
        )
        return st.builds(Window, shapes, cutoffs)

    return st.recursive(st.builds(Window, simple, cutoffs), wider, max_leaves=4)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    start = draw(days)
    zone = draw(zones)
    event: Moment = start
    if draw(st.booleans()):
        clock = time(draw(st.sampled_from([0, 1, 9, 12, 16, 23])), draw(st.sampled_from([0, 30])))
        event = Instant.at(start, clock, zone)
    received = draw(st.none() | st.integers(0, 20).map(lambda late: start + timedelta(days=late)))
    events = {
        "event": Anchor("event", "the event", event),
        "received": Anchor("received", "receipt", received, notice=start, receipt=True, missing="the day of receipt"),
    }
    return Case(events, draw(closed_days(start + timedelta(days=draw(st.integers(0, 60))))), zone)


@settings(property_test, max_examples=160)
@given(windows(), cases())
def test_the_near_end_is_never_after_the_far_end(window: Window, case: Case) -> None:
    near = end_of_window(window, case, far=False)
    far = end_of_window(window, case, far=True)
    assert near.at is not None
    assert far.at is not None
    assert end_of(near.at, case.zone).utc <= end_of(far.at, case.zone).utc
    assert near.steps
    assert far.steps


# -- disregarded periods -----------------------------------------------------------------------------


@property_test
@given(days, st.integers(1, 200), days, st.integers(0, 250))
def test_a_disregarded_period_is_walked_day_by_day(trigger: date, count: int, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    day, left = trigger, count
    while left:
        day += ONE_DAY
        left -= not first <= day <= last
    assert disregard(trigger, trigger + timedelta(days=count), first, last) == day


# -- the day to act by -----------------------------------------------------------------------------------


@st.composite
def plans(draw: st.DrawFn) -> tuple[OpenDays, date, date]:
    """An office with its own days off, the day of an event and a due day after it."""
    trigger = draw(days)
    due = trigger + timedelta(days=draw(st.integers(0, 30)))
    calendar = draw(closed_days(draw(st.sampled_from([trigger, due]))))
    lost = draw(st.integers(0, 12))  # closed between the years, or for a move
    if lost:
        first = draw(st.sampled_from([trigger, due - timedelta(days=lost - 1)]))
        calendar = ClosedDays(
            calendar.sure | {first + timedelta(days=offset) for offset in range(lost)}, calendar.arguable
        )
    return OpenDays(draw(zones), calendar, draw(st.integers(0, 10))), trigger, due


targets = st.none() | st.integers(1, 40).map(lambda count: Span(count, count, Unit.CALENDAR_DAYS))


@settings(property_test, max_examples=160)
@given(plans(), targets, st.booleans())
def test_the_day_to_act_by_is_an_open_day_never_after_due(
    plan: tuple[OpenDays, date, date], target: Span | None, same_day: bool
) -> None:
    office, trigger, due = plan
    assert isinstance(office.calendar, ClosedDays)
    act_by = day_to_act(office, due=due, trigger=trigger, learned=trigger, target=target, same_day=same_day)
    assert act_by is not None
    assert not isinstance(act_by, Instant)
    assert act_by <= due
    possible = open_days(trigger, due, office.calendar.closed(widest=True))
    if possible:
        assert act_by in possible
        if same_day:
            assert act_by == possible[0]
        elif target is None:  # so many open days before the last one, or the first one there is
            assert act_by == possible[max(0, len(possible) - 1 - office.lead_days)]


@property_test
@given(plans(), instants(), st.none() | st.integers(1, 200).map(lambda hours: Span(hours, hours, Unit.HOURS)))
def test_an_hour_to_act_by_is_never_after_its_hour(
    plan: tuple[OpenDays, date, date], due: Instant, target: Span | None
) -> None:
    office, _, _ = plan
    trigger = Instant(due.utc - timedelta(hours=72), due.zone)
    act_by = day_to_act(office, due=due, trigger=trigger, learned=trigger, target=target, same_day=False)
    assert isinstance(act_by, Instant)
    assert trigger.utc <= act_by.utc <= due.utc


@property_test
@given(plans(), st.booleans())
def test_a_call_is_asked_for_on_the_day_of_the_news_or_the_next_open_one(
    plan: tuple[OpenDays, date, date], known: bool
) -> None:
    office, heard, due = plan
    assert isinstance(office.calendar, ClosedDays)
    possible = open_days(heard, heard + timedelta(days=120), office.calendar.closed(widest=True))
    assume(not known or possible[0] <= due)
    assert (
        day_to_act(office, due=due if known else None, trigger=None, learned=heard, target=None, same_day=True)
        == possible[0]
    )
