"""The day by which the office plans to act: before the last day, on a day on which it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from denialctl.dates.calendars import (
    BeyondPinnedYearsError,
    Calendar,
    business_days_before,
    is_open,
    open_day_from,
    open_day_until,
)
from denialctl.dates.moments import Instant, Moment, day_of, start_of
from denialctl.dates.windows import Unit

if TYPE_CHECKING:
    from denialctl.dates.windows import Span


@dataclass(frozen=True, slots=True)
class OpenDays:
    """When an office is open: its zone and calendar; and how many business days before a last day it acts."""

    zone: str
    calendar: Calendar
    lead_days: int = 5


def day_to_act(
    open_days: OpenDays,
    *,
    due: Moment | None,
    trigger: Moment | None,
    learned: Moment | None,
    target: Span | None,
    same_day: bool,
) -> Moment | None:
    """Return the day (or hour) to act by: never after `due`, and on an open day if there is one.

    `learned` is the day on which the office learned of the denial. With `same_day` (a
    peer-to-peer call) it is also the day to act, even if the window itself cannot be
    computed. A `due` that is an hour has no lead time. `target` is a time after
    `trigger` by which a rule wants it done. None if there is nothing to plan by.
    """
    try:
        if same_day and learned is not None:
            return _within(open_day_from(day_of(learned), open_days.calendar), due, day_of(learned), open_days)
        if due is None or isinstance(due, Instant):
            return due if target is None or trigger is None or due is None else _target(open_days, target, trigger, due)
        # Not before the event that started the window; a window that ends with an event starts with the denial.
        start = trigger if trigger is not None else learned
        if target is not None and start is not None:
            return _target(open_days, target, start, due)
        wanted = business_days_before(open_day_until(due, open_days.calendar), open_days.lead_days, open_days.calendar)
        first = None if start is None else day_of(start)
        if first is not None:
            wanted = max(wanted, open_day_from(first, open_days.calendar))
        return _within(wanted, due, first, open_days)
    except BeyondPinnedYearsError:
        return due


def _target(open_days: OpenDays, target: Span, trigger: Moment, due: Moment) -> Moment:
    """Return the planned moment that lies `target` after the trigger, as a rule asks."""
    if target.unit is Unit.HOURS:
        at = start_of(trigger, open_days.zone).plus_hours(target.near)
        if isinstance(due, Instant):
            return at if at.utc <= due.utc else due
        wanted = at.day
    else:
        wanted = day_of(trigger) + timedelta(days=target.near)
    # If the target falls on a closed day, the open day before it counts, unless that lies before the event itself.
    open_day = open_day_until(wanted, open_days.calendar)
    first = day_of(trigger)
    return _within(open_day if open_day >= first else open_day_from(wanted, open_days.calendar), due, first, open_days)


def _within(wanted: date, due: Moment | None, start: date | None, open_days: OpenDays) -> Moment:
    """Return a planned day that is not after `due`; `due` itself if there is no open day since the start."""
    if due is None:
        return wanted
    last = day_of(due)
    if isinstance(due, Instant) and wanted >= last:
        return due
    if wanted <= last:
        return wanted
    before = open_day_until(last, open_days.calendar)
    return before if start is None or before >= start else due


def falls_on_closed_day(moment: Moment, open_days: OpenDays) -> bool:
    """True if a day to act by is one on which the office is closed."""
    try:
        return not is_open(day_of(moment), open_days.calendar)
    except BeyondPinnedYearsError:
        return False
