"""The day by which the office plans to act: before the last day, on a day on which it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from denialctl.calendars import BeyondPinnedYearsError, Calendar, business_days_before, is_open, open_day_from, open_day_until
from denialctl.moments import Instant, Moment, day_of, end_of, start_of
from denialctl.windows import Unit

if TYPE_CHECKING:
    from denialctl.windows import Span


@dataclass(frozen=True, slots=True)
class Office:
    """How an office works: its zone, its open days, how many business days ahead it plans."""

    zone: str
    calendar: Calendar
    lead_days: int = 5


def plan_day(
    office: Office, *, due: Moment | None, trigger: Moment | None, heard: Moment | None, target: Span | None, same_day: bool
) -> Moment | None:
    """Return the day (or hour) to act by, never after `due`, on an open day where there is one.

    `heard` is the day on which the office learned of the denial: a peer-to-peer is
    asked for on that day, also where the window itself cannot be computed. Hour
    clocks have no lead: they are acted on at once, at the latest at their hour.
    """
    try:
        if same_day and heard is not None:
            return _within(open_day_from(day_of(heard), office.calendar), due, office)
        if due is None:
            return None
        if target is not None and trigger is not None:
            return _target(office, target, trigger, due)
        if isinstance(due, Instant):
            return due
        wanted = business_days_before(open_day_until(due, office.calendar), office.lead_days, office.calendar)
        # Not before the event that started it; a window that ends with its event starts with the denial.
        start = trigger if trigger is not None and day_of(trigger) < due else heard
        if start is not None:
            wanted = max(wanted, open_day_from(day_of(start), office.calendar))
        return _within(wanted, due, office)
    except BeyondPinnedYearsError:
        return None if due is None else due


def _target(office: Office, target: Span, trigger: Moment, due: Moment) -> Moment:
    if target.unit is Unit.HOURS:
        at: Moment = start_of(trigger, office.zone).plus_hours(target.near)
        if not isinstance(due, Instant):
            return _within(open_day_from(day_of(at), office.calendar), due, office)
        return at if end_of(at, office.zone).utc <= end_of(due, office.zone).utc else due
    return _within(open_day_from(day_of(trigger) + timedelta(days=target.near), office.calendar), due, office)


def _within(wanted: date, due: Moment | None, office: Office) -> Moment:
    """Keep a planned day before `due`; where no open day is left, `due` itself."""
    if due is None:
        return wanted
    last = day_of(due)
    if isinstance(due, Instant) and wanted >= last:
        return due
    if wanted <= last:
        return wanted
    before = open_day_until(last, office.calendar)
    return before if (last - before).days <= 4 else last


def falls_on_closed_day(moment: Moment, office: Office) -> bool:
    """Tell whether a day to act by is one on which the office is closed."""
    try:
        return not is_open(day_of(moment), office.calendar)
    except BeyondPinnedYearsError:
        return False
