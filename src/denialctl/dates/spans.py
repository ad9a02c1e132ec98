"""A span counted forward or backward from a moment: days, business days, months or hours, with its steps in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from denialctl.dates.calendars import Unsettled
from denialctl.dates.counting import MissingDay, add_business_days, add_days_without, add_months, hours_on_open_days
from denialctl.dates.moments import Instant, Moment, day_of, end_of, say, say_day, start_of
from denialctl.dates.windows import Counting, Span, Unit

if TYPE_CHECKING:
    from datetime import date

    from denialctl.dates.calendars import Calendar
    from denialctl.dates.windows import WindowContext


@dataclass(frozen=True, slots=True)
class Side:
    """Which end of a window is counted, and in which direction.

    If a window is counted back from an event, the longer count gives the earlier day:
    near and far then change places.
    """

    far: bool
    backwards: bool = False

    @property
    def longer(self) -> bool:
        """True if the larger amount of a range is counted, and every arguable day off is skipped."""
        return self.far is not self.backwards

    @property
    def sign(self) -> int:
        """1 for a count forward, -1 for a count back."""
        return -1 if self.backwards else 1

    @property
    def direction(self) -> str:
        """The direction in words."""
        return "earlier" if self.backwards else "later"


def advance(start: Moment, counting: Counting, context: WindowContext, side: Side) -> tuple[Moment, list[str]]:
    """Return the moment that a span reaches from `start`, and the steps of the count in words."""
    span = counting.span
    amount = span.far if side.longer else span.near
    said = f"{Span(amount, amount, span.unit)} {side.direction}"
    if span.unit is Unit.HOURS:
        return _add_hours(start, amount, counting, context, side)
    day = day_of(start)
    if counting.trigger_day_counts:
        amount, said = amount - 1, f"{said}, the day of the event being day 1"
    match span.unit:
        case Unit.CALENDAR_DAYS if counting.skip:
            calendar = calendar_of(counting.calendar or ("federal",), context)
            end, skipped = add_days_without(day, side.sign * amount, counting.skip, calendar, widest=side.longer)
            note = (
                f" ({calendar.title}; skipped: {', '.join(skipped)})"
                if skipped
                else f" ({calendar.title}; none to skip)"
            )
            return end, [f"{said}: {say_day(end)}{note}"]
        case Unit.CALENDAR_DAYS:
            end = day + timedelta(days=side.sign * amount)
            return end, [f"{said}: {say_day(end)}"]
        case Unit.BUSINESS_DAYS:
            calendar = calendar_of(counting.calendar or ("federal",), context)
            end, skipped = add_business_days(day, side.sign * amount, calendar, widest=side.longer)
            note = f" ({calendar.title}; skipped: {', '.join(skipped)})" if skipped else f" ({calendar.title})"
            return end, [f"{said}: {say_day(end)}{note}"]
        case _:
            months = side.sign * amount * (12 if span.unit is Unit.YEARS else 1)
            return _add_months_said(day, months, counting.missing_day or MissingDay.LAST_OF_MONTH, said)


def _add_months_said(day: date, months: int, rule: MissingDay, said: str) -> tuple[Moment, list[str]]:
    end = add_months(day, months, rule)
    if end.day == day.day:
        return end, [f"{said}: {say_day(end)}"]
    where = "the first day of the next month" if rule is MissingDay.FIRST_OF_NEXT else "the last day of that month"
    return end, [f"{said}: that month has no day {day.day}", f"the rule then takes {where}: {say_day(end)}"]


def _add_hours(
    start: Moment, amount: int, counting: Counting, context: WindowContext, side: Side
) -> tuple[Moment, list[str]]:
    steps: list[str] = []
    if isinstance(start, Instant):
        begin = start.later_reading() if side.far else start
        if start.twice:
            which = "second" if side.far else "first"
            steps.append(
                f"the clocks showed {start.local:%H:%M} twice that day: counted from the {which}, {say(begin)}"
            )
    elif side.far:
        begin = end_of(start, context.zone)
        steps.append(f"the hour is not known: counted from the end of {say_day(start)}")
    else:
        begin = start_of(start, context.zone)
        steps.append(f"the hour is not known: counted from the start of {say_day(start)}")
    if counting.skip:
        calendar = calendar_of(counting.calendar or ("federal",), context)
        end = hours_on_open_days(begin, amount, counting.skip, calendar, widest=side.longer)
        steps.append(f"{amount} hours later, not counting {' and '.join(sorted(counting.skip))}: {say(end)}")
        return end, steps
    end = begin.plus_hours(side.sign * amount)
    change = end.local.utcoffset() != begin.local.utcoffset()
    note = "; the clocks change in between, elapsed hours count" if change else ""
    steps.append(f"{amount} hour{'s' if amount != 1 else ''} {side.direction}: {say(end)}{note}")
    return end, steps


def calendar_of(names: tuple[str, ...], context: WindowContext) -> Calendar:
    """Return the calendar that a rule names; several names mean that it is not settled which calendar applies."""
    found = tuple(context.calendar(name) for name in names)
    return found[0] if len(found) == 1 else Unsettled(found)
