"""Counting days and hours on a calendar: months, business days, days that are left out.

Pure date arithmetic. The window of a rule says which of these conventions applies (`windows.py`).
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from denialctl.dates.calendars import why_closed
from denialctl.dates.moments import Instant, end_of, say_day

if TYPE_CHECKING:
    from denialctl.dates.calendars import Calendar


class MissingDay(StrEnum):
    """What happens when the month has no such day number."""

    FIRST_OF_NEXT = "first-of-next"
    LAST_OF_MONTH = "last-of-month"


def add_months(day: date, months: int, rule: MissingDay) -> date:
    """Return the day with the same number `months` later; `rule` decides if that month has no such day.

    45 CFR 147.136(d)(2)(i): a notice received on 30 October is due four months later.
    There is no 30 February, so the request is due on 1 March (`first-of-next`).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    last = (after - timedelta(days=1)).day
    if day.day <= last:
        return date(year, month, day.day)
    return after if rule is MissingDay.FIRST_OF_NEXT else date(year, month, last)


def add_business_days(day: date, count: int, calendar: Calendar, *, widest: bool) -> tuple[date, list[str]]:
    """Return the day `count` business days after `day`, and the weekday holidays that were skipped.

    Day 1 is the first business day after `day`, even if `day` falls on a weekend. A
    negative `count` goes backwards.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    skipped: list[str] = []
    left = abs(count)
    while left:
        day += step
        why = why_closed(day, calendar, widest=widest)
        if why is None:
            left -= 1
        elif day.weekday() < 5:
            skipped.append(f"{why} {say_day(day)}")
    return day, skipped


def add_days_without(
    day: date, count: int, skip: frozenset[str], calendar: Calendar, *, widest: bool
) -> tuple[date, list[str]]:
    """Count calendar days that leave out holidays but not weekends, or weekends but not holidays.

    RCW 48.43.830 is an example of the first. Returns the day, and the holidays that were skipped.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    skipped: list[str] = []
    left = abs(count)
    while left:
        day += step
        holiday = calendar.off(day, widest=widest) if "holidays" in skip else None
        weekend = "weekends" in skip and day.weekday() >= 5
        if holiday is None and not weekend:
            left -= 1
        elif holiday is not None:
            skipped.append(f"{holiday} {say_day(day)}")
    return day, skipped


def hours_on_open_days(
    begin: Instant, hours: int, skip: frozenset[str], calendar: Calendar, *, widest: bool
) -> Instant:
    """Return the instant when `hours` have elapsed, counting only days that are not skipped.

    Ind. Code 27-1-37.5-17 is an example.
    """

    def skipped(day: date) -> bool:
        weekend = day.weekday() >= 5
        return ("weekends" in skip and weekend) or ("holidays" in skip and calendar.off(day, widest=widest) is not None)

    left = timedelta(hours=hours)
    at = begin
    while True:
        tomorrow = end_of(at.day, at.zone)
        if not skipped(at.day):
            today = tomorrow.utc - at.utc
            if left <= today:
                return Instant(at.utc + left, at.zone)
            left -= today
        at = tomorrow


def disregard(trigger: date, end: date, first: date, last: date) -> date:
    """Return the last day of a time that runs from `trigger` to `end`, with the days `first`..`last` left out.

    ERISA section 518 and section 7508A of the Internal Revenue Code: in a declared
    disaster the agencies order that a period be disregarded. The count resumes on the
    day after it.
    """
    if end < first or last <= trigger:
        return end
    lost_from = max(first, trigger + timedelta(days=1))
    return end + (last - lost_from + timedelta(days=1))
