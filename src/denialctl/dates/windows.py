"""A window applied to a moment: amount, unit and counting convention give a date or an instant.

Each window is counted twice. The *near* end is the earliest that the words can
mean, the *far* end the latest: they differ by observed holidays, by the hour of a
trigger that is known only by its day, by a receipt that the law presumes, by a
range, or by a second reading of the text. For our clock the near end is `due` and
the far end `latest`; for theirs the far end is `due`, so that nobody is called
late too early. Every end carries the steps by which it came about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from denialctl.dates.calendars import BeyondPinnedYearsError, Calendar, Unsettled, why_closed
from denialctl.dates.moments import Instant, Moment, day_of, earlier, end_of, later, say, say_day, start_of

if TYPE_CHECKING:
    from collections.abc import Callable


class Unit(StrEnum):
    """What a window counts."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"
    YEARS = "years"


class MissingDay(StrEnum):
    """What happens when the month has no such day number."""

    FIRST_OF_NEXT = "first-of-next"
    LAST_OF_MONTH = "last-of-month"


@dataclass(frozen=True, slots=True)
class Span:
    """An amount, or a range of amounts, in one unit."""

    near: int
    far: int
    unit: Unit

    def __str__(self) -> str:
        amount = str(self.near) if self.near == self.far else f"{self.near} to {self.far}"
        unit = self.unit.value
        return f"{amount} {unit[:-1] if self.far == 1 else unit}"


@dataclass(frozen=True, slots=True)
class Roll:
    """Moving a last day forward over days off; `certain` only where the authority surely says so."""

    over: frozenset[str]
    calendar: tuple[str, ...]
    """By name; several where it is not settled which one is meant."""
    certain: bool


@dataclass(frozen=True, slots=True)
class EndOfYear:
    """Going on to 31 December of the year that was reached (5 CFR 890.107(d)(2))."""


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """Going on to the end of the day that was reached, an exact moment (42 CFR 423.568(b): hours from the end of 14 calendar days)."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How a span is counted: the calendar, the month rule, what is skipped, the cut-off."""

    span: Span
    calendar: tuple[str, ...] = ()
    """By name; several where it is not settled which one is meant."""
    missing_day: MissingDay | None = None
    skip: frozenset[str] = frozenset()
    trigger_day_counts: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A span after (or before) one event, with whatever is chained behind it."""

    counting: Counting
    anchor: str
    backwards: bool = False
    presumed_receipt: Counting | None = None
    roll: Roll | None = None
    then: tuple[Counting | Roll | EndOfYear | EndOfDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Combination:
    """The latest or the earliest of several windows."""

    latest: bool
    parts: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class EndsWith:
    """A window that ends with an event: a discharge, a decision, the deadline of another step."""

    anchor: str


@dataclass(frozen=True, slots=True)
class SeeNotice:
    """A window that only the letter states."""

    where: str


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A step that is not offered; why."""

    why: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Two readings of one text, both counted."""

    parts: tuple[Window, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Assured:
    """A window that is sure, and another that may be granted: the sure one gives the last day, the other at most what can be argued."""

    sure: Window
    arguable: Window
    why: str


Shape = Count | Combination | EndsWith | SeeNotice | NotOffered | Readings | Assured


@dataclass(frozen=True, slots=True)
class Window:
    """A shape and the hour at which its last day ends (None: with the day)."""

    shape: Shape
    cutoff: time | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The moment from which a window is counted, as far as it is known.

    `notice` is set where the anchor is a receipt: the date of the paper received.
    `assumed` names the missing fact for which a safe moment stands in. `near` is set
    where the moment itself may have come earlier: the end of a time of theirs that may
    be read as shorter. `again` is the same event as it was notified in other papers:
    the end that comes first is safe, the one that comes last can be argued.
    """

    event: str
    words: str
    at: Moment | None
    projected: bool = False
    notice: Moment | None = None
    receipt: bool = False
    missing: str | None = None
    dormant: bool = False
    near: Moment | None = None
    again: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """One computed end of a window, or why there is none."""

    at: Moment | None
    steps: tuple[str, ...] = ()
    event: str | None = None
    trigger: Moment | None = None
    projected: bool = False
    missing: str | None = None
    dormant: bool = False
    not_offered: str | None = None
    start: Moment | None = None
    """The moment from which the window runs; None for one that ends with an event."""
    runs_until: bool = False
    """Whether it is open now and ends with an event, which may be only projected."""


class Surroundings(Protocol):
    """What a window needs from the case: its events, calendars and zone."""

    @property
    def zone(self) -> str:
        """The zone in which days begin and end."""
        ...

    def anchor(self, token: str) -> Anchor:
        """Find the event that a window is counted from."""
        ...

    @property
    def disregarded(self) -> tuple[date, date] | None:
        """The first and the last of the days that an order lets go uncounted."""
        ...

    def calendar(self, name: str) -> Calendar:
        """Find a calendar by the name that the rule gives."""
        ...


def end_of_window(window: Window, around: Surroundings, *, far: bool) -> End:
    """Compute the near or the far end of a window."""
    try:
        end = _shape(window.shape, around, far=far)
    except BeyondPinnedYearsError as beyond:
        return End(None, missing=f"{beyond}: counted only from 2018 to 2032")
    if end.at is None or window.cutoff is None:
        return end
    cut = Instant.at(day_of(end.at), window.cutoff, around.zone)
    return _replace(end, at=cut, step=f"the window closes at {window.cutoff:%H:%M}: {say(cut)}")


def _shape(shape: Shape, around: Surroundings, *, far: bool) -> End:
    match shape:
        case Count():
            return _count(shape, around, far=far)
        case Combination():
            return _combine(shape, around, far=far)
        case Readings():
            return _readings(shape, around, far=far)
        case Assured():
            return _assured(shape, around, far=far)
        case EndsWith():
            return _ends_with(shape, around, far=far)
        case SeeNotice(where=where):
            return End(None, missing=where)
        case NotOffered(why=why):
            return End(None, missing=why, not_offered=why)


def count_on(end: End, counting: Counting, around: Surroundings, *, far: bool, why: str) -> End:
    """Count a further span from the end of a window, as an extension does."""
    if end.at is None:
        return end
    at, steps = _advance(end.at, counting, around, backwards=False, far=far, widest=far)
    if isinstance(end.at, Instant) and not isinstance(at, Instant):
        at = end.at.plus_days((at - end.at.day).days)
        at = at.later_reading() if far else at
    return replace(end, at=at, steps=(*end.steps, why, *steps))


# -- one window ---------------------------------------------------------------


def _count(count: Count, around: Surroundings, *, far: bool) -> End:
    anchor = around.anchor(count.anchor)
    return _of_notices([_count_from(one, count, around, far=far) for one in (anchor, *anchor.again)], around, far=far)


def _of_notices(ends: list[End], around: Surroundings, *, far: bool) -> End:
    """Choose among the ends that several notices of one event give: the first that ends is safe, the last can be argued."""
    known = [end for end in ends if end.at is not None]
    return _pick(known, around.zone, latest=far) if known else ends[0]


def _count_from(anchor: Anchor, count: Count, around: Surroundings, *, far: bool) -> End:
    if anchor.dormant:
        return End(None, dormant=True)
    start, steps, missing = _start(count, anchor, around, far=far)
    if start is None:
        return End(None, missing=anchor.missing or f"the date of {anchor.words}")
    trigger = start
    if count.presumed_receipt is not None and anchor.at is None:
        trigger = anchor.notice or start
    # Counting back, a wider calendar gives an EARLIER day: near and far change sides.
    widest = far is not count.backwards
    end, more = _advance(start, count.counting, around, backwards=count.backwards, far=far, widest=widest)
    steps += more
    if around.disregarded is not None and not isinstance(end, Instant) and not count.backwards:
        # What moves a last day off a weekend comes after, by the day that the longer count reaches.
        end = disregard(day_of(start), end, *around.disregarded)
    chained = count.roll is not None or count.then
    if far and chained and isinstance(end, Instant) and not isinstance(start, Instant) and end.local.time() == time(0):
        # 24:00 of a day whose hour is not known: what follows is counted from that day.
        end = end.day - timedelta(days=1)
    if count.roll is not None:
        end, more = _roll(end, count.roll, around, far=far)
        steps += more
    for link in count.then:
        if isinstance(link, Roll):
            end, more = _roll(end, link, around, far=far)
        elif isinstance(link, EndOfYear):
            end = date(day_of(end).year, 12, 31)
            more = [f"to the end of that year: {say_day(end)}"]
        elif isinstance(link, EndOfDay):
            end = end_of(day_of(end), around.zone)
            more = [f"to the end of that day: {say(end)}"]
        else:
            end, more = _advance(end, link, around, backwards=False, far=far, widest=far)
        steps += more
    event = "notice_date" if count.anchor == "received" and anchor.at is None else anchor.event
    begins = None if count.backwards else trigger
    return End(end, tuple(steps), event, trigger, anchor.projected, missing, start=begins)


def _start(count: Count, anchor: Anchor, around: Surroundings, *, far: bool) -> tuple[Moment | None, list[str], str | None]:
    """Find the moment to count from: the event, or for a receipt what is entered or presumed."""
    if not anchor.receipt:
        at = anchor.at if far or anchor.near is None else anchor.near
        return at, [] if at is None else [_first_step(anchor, anchor.words, at)], anchor.missing
    if count.presumed_receipt is None:
        if anchor.at is not None:
            return anchor.at, [_first_step(anchor, anchor.words, anchor.at)], None
        if anchor.notice is None:
            return None, [], anchor.missing
        steps = [
            f"date on the notice: {say(anchor.notice)}",
            "day of receipt not known, and no law presumes one: counted from the notice date, the safe side",
        ]
        return anchor.notice, steps, anchor.missing
    if anchor.notice is None:
        return anchor.at, [] if anchor.at is None else [_first_step(anchor, anchor.words, anchor.at)], anchor.missing
    presumed, _ = _advance(day_of(anchor.notice), count.presumed_receipt, around, backwards=False, far=far, widest=far)
    steps = [
        _first_step(anchor, "date on the notice", anchor.notice),
        f"receipt presumed {count.presumed_receipt.span} later: {say(presumed)}",
    ]
    if anchor.at is None:
        return presumed, steps, None
    pick = later(day_of(anchor.at), presumed, around.zone) if far else earlier(day_of(anchor.at), presumed, around.zone)
    chosen = "as entered" if pick == day_of(anchor.at) else "as presumed"
    steps.append(f"receipt entered: {say(anchor.at)}; counted {chosen}")
    return pick, steps, None


def _first_step(anchor: Anchor, words: str, at: Moment) -> str:
    return f"{words}: {say(at)}" + (" (projected)" if anchor.projected else "")


def _advance(
    start: Moment, counting: Counting, around: Surroundings, *, backwards: bool, far: bool, widest: bool
) -> tuple[Moment, list[str]]:
    """Count a span from a moment, and say how."""
    span = counting.span
    # Counted back, the larger amount gives the earlier day.
    amount = span.far if far is not backwards else span.near
    direction = "earlier" if backwards else "later"
    said = f"{Span(amount, amount, span.unit)} {direction}"
    if span.unit is Unit.HOURS:
        return _add_hours(start, amount, counting, around, backwards=backwards, far=far, widest=widest)
    day = day_of(start)
    if counting.trigger_day_counts:
        amount, said = amount - 1, f"{said}, the day of the event being day 1"
    sign = -1 if backwards else 1
    match span.unit:
        case Unit.CALENDAR_DAYS if counting.skip:
            calendar = _calendar(counting.calendar or ("federal",), around)
            end, skipped = add_days_without(day, sign * amount, counting.skip, calendar, widest=widest)
            note = f" ({calendar.title}; skipped: {', '.join(skipped)})" if skipped else f" ({calendar.title}; none to skip)"
            return end, [f"{said}: {say_day(end)}{note}"]
        case Unit.CALENDAR_DAYS:
            end = day + timedelta(days=sign * amount)
            return end, [f"{said}: {say_day(end)}"]
        case Unit.BUSINESS_DAYS:
            calendar = _calendar(counting.calendar or ("federal",), around)
            end, skipped = add_business_days(day, sign * amount, calendar, widest=widest)
            note = f" ({calendar.title}; skipped: {', '.join(skipped)})" if skipped else f" ({calendar.title})"
            return end, [f"{said}: {say_day(end)}{note}"]
        case _:
            months = sign * amount * (12 if span.unit is Unit.YEARS else 1)
            return _add_months_said(day, months, counting.missing_day or MissingDay.LAST_OF_MONTH, said)


def _add_months_said(day: date, months: int, rule: MissingDay, said: str) -> tuple[Moment, list[str]]:
    end = add_months(day, months, rule)
    if end.day == day.day:
        return end, [f"{said}: {say_day(end)}"]
    where = "the first day of the next month" if rule is MissingDay.FIRST_OF_NEXT else "the last day of that month"
    return end, [f"{said}: that month has no day {day.day}", f"the rule then takes {where}: {say_day(end)}"]


def add_months(day: date, months: int, rule: MissingDay) -> date:
    """Return the same day number `months` later; where there is none, what the rule says.

    45 CFR 147.136(d)(2)(i): received 30 October, four months later there is no
    30 February, so the request is due on 1 March (`first-of-next`).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    last = (after - timedelta(days=1)).day
    if day.day <= last:
        return date(year, month, day.day)
    return after if rule is MissingDay.FIRST_OF_NEXT else date(year, month, last)


def add_business_days(day: date, count: int, calendar: Calendar, *, widest: bool) -> tuple[date, list[str]]:
    """Count business days, the day itself left out; name the weekday holidays skipped.

    Day 1 is the first business day after `day`, also where `day` is a weekend.
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


def add_days_without(day: date, count: int, skip: frozenset[str], calendar: Calendar, *, widest: bool) -> tuple[date, list[str]]:
    """Count calendar days that leave out holidays but not weekends (RCW 48.43.830), or the other way round; name what was skipped."""
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


def _add_hours(
    start: Moment, amount: int, counting: Counting, around: Surroundings, *, backwards: bool, far: bool, widest: bool
) -> tuple[Moment, list[str]]:
    steps: list[str] = []
    if isinstance(start, Instant):
        begin = start.later_reading() if far else start
        if start.twice:
            which = "second" if far else "first"
            steps.append(f"the clocks showed {start.local:%H:%M} twice that day: counted from the {which}, {say(begin)}")
    elif far:
        begin = end_of(start, around.zone)
        steps.append(f"the hour is not known: counted from the end of {say_day(start)}")
    else:
        begin = start_of(start, around.zone)
        steps.append(f"the hour is not known: counted from the start of {say_day(start)}")
    if counting.skip:
        calendar = _calendar(counting.calendar or ("federal",), around)
        end = _hours_on_open_days(begin, amount, counting.skip, calendar, widest=widest)
        steps.append(f"{amount} hours later, not counting {' and '.join(sorted(counting.skip))}: {say(end)}")
        return end, steps
    end = begin.plus_hours(-amount if backwards else amount)
    change = end.local.utcoffset() != begin.local.utcoffset()
    note = "; the clocks change in between, elapsed hours count" if change else ""
    steps.append(f"{amount} hour{'s' if amount != 1 else ''} {'earlier' if backwards else 'later'}: {say(end)}{note}")
    return end, steps


def _hours_on_open_days(begin: Instant, hours: int, skip: frozenset[str], calendar: Calendar, *, widest: bool) -> Instant:
    """Count elapsed hours on days that are not skipped (Ind. Code 27-1-37.5-17 and the like)."""

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


def _calendar(names: tuple[str, ...], around: Surroundings) -> Calendar:
    """Return the calendar that a rule names; of several it is not settled which one is meant."""
    found = tuple(around.calendar(name) for name in names)
    return found[0] if len(found) == 1 else Unsettled(found)


def _roll(end: Moment, roll: Roll, around: Surroundings, *, far: bool) -> tuple[Moment, list[str]]:
    """Move a last day forward off the days that the authority names."""
    if not roll.certain and not far:
        return end, [f"whether the last day moves off a weekend or holiday is not sure: {say(end)} is the safe day"]
    calendar = _calendar(roll.calendar, around) if roll.calendar else None
    day, why = day_of(end), []
    while (reason := _rolls_off(day, roll.over, calendar, widest=far)) is not None:
        why.append(f"{say_day(day)} is {_article(reason)}")
        day += timedelta(days=1)
    if not why:
        return end, ["the last day is none that the rule moves: it stands"]
    return day, [f"{'; '.join(why)}: the last day moves to {say_day(day)}"]


def off_closed_days(day: date, window: Window, around: Surroundings) -> date:
    """Return the last day that can be argued for a day to which an order moved a deadline: moved as the window's own last day is."""
    for roll in _rolls_of(window.shape):
        day = day_of(_roll(day, roll, around, far=True)[0])
    return day


def _rolls_of(shape: Shape) -> list[Roll]:
    match shape:
        case Count(roll=roll, then=then):
            return [link for link in (roll, *then) if isinstance(link, Roll)]
        case Combination(parts=parts) | Readings(parts=parts):
            return [roll for part in parts for roll in _rolls_of(part.shape)]
        case Assured(sure=sure):
            return _rolls_of(sure.shape)
        case _:
            return []


def _rolls_off(day: date, over: frozenset[str], calendar: Calendar | None, *, widest: bool) -> str | None:
    if day.weekday() == 5 and "saturday" in over:
        return "Saturday"
    if day.weekday() == 6 and "sunday" in over:
        return "Sunday"
    if calendar is not None and "holidays" in over:
        return calendar.off(day, widest=widest)
    return None


def _article(reason: str) -> str:
    return f"a {reason}" if reason in {"Saturday", "Sunday"} else reason


# -- several windows -----------------------------------------------------------


def _combine(shape: Combination, around: Surroundings, *, far: bool) -> End:
    ends = [end_of_window(part, around, far=far) for part in shape.parts]
    known = [end for end in ends if end.at is not None]
    unknown = [end for end in ends if end.at is None]
    if all(end.dormant for end in unknown) and unknown and not known:
        return End(None, dormant=True)
    missing = next((end.missing for end in unknown if end.missing), None)
    # Of "the later of A and B" a known A is a lower bound, of "the earlier of" an upper one:
    # with one member missing only that side can be relied on.
    usable = bool(known) and (not unknown or (shape.latest and not far) or (not shape.latest and far))
    if not usable:
        return End(None, missing=missing or "an event that this window is counted from")
    pick = _pick(known, around.zone, latest=shape.latest)
    said = "later" if shape.latest else "earlier"
    if pick.at is None:
        return pick
    steps = tuple(step for end in known for step in end.steps)
    last = f"the {said} of the {'two' if len(known) == 2 else len(known)}: {say(pick.at)}" if len(known) > 1 else ""
    return End(
        pick.at, (*steps, last) if last else steps, pick.event, pick.trigger, pick.projected, missing or pick.missing, start=pick.start
    )


def _pick(ends: list[End], zone: str, *, latest: bool) -> End:
    choose: Callable[[Moment, Moment, str], Moment] = later if latest else earlier
    best = ends[0]
    for end in ends[1:]:
        if best.at is not None and end.at is not None and choose(best.at, end.at, zone) is not best.at:
            best = end
    return best


def _readings(shape: Readings, around: Surroundings, *, far: bool) -> End:
    ends = [end_of_window(part, around, far=far) for part in shape.parts]
    known = [end for end in ends if end.at is not None]
    if not known:
        return ends[0]
    pick = _pick(known, around.zone, latest=far)
    if pick.at is None:
        return pick
    if len(known) == 1:
        missing = next((end.missing for end in ends if end.at is None and end.missing), None)
        return replace(pick, missing=pick.missing or missing)
    return _replace(pick, step=f"two readings ({shape.why}): {'the later' if far else 'the earlier'} one is {say(pick.at)}")


def _assured(shape: Assured, around: Surroundings, *, far: bool) -> End:
    sure = end_of_window(shape.sure, around, far=far)
    if not far or sure.at is None:
        return sure
    more = end_of_window(shape.arguable, around, far=True)
    if more.at is None or later(sure.at, more.at, around.zone) is sure.at:
        return sure
    return _replace(replace(more, start=sure.start), step=f"{shape.why}: {say(more.at)}")


def _ends_with(shape: EndsWith, around: Surroundings, *, far: bool) -> End:
    anchor = around.anchor(shape.anchor)
    return _of_notices([_until(one, far=far) for one in (anchor, *anchor.again)], around, far=far)


def _until(anchor: Anchor, *, far: bool) -> End:
    if anchor.dormant:
        return End(None, dormant=True)
    if anchor.at is None:
        return End(None, missing=anchor.missing or f"the date of {anchor.words}", event=anchor.event)
    at = anchor.at.later_reading() if far and isinstance(anchor.at, Instant) else anchor.at
    steps = (f"open until {anchor.words}: {say(at)}",)
    return End(at, steps, anchor.event, anchor.at, projected=anchor.projected, missing=anchor.missing, runs_until=True)


def _replace(end: End, *, at: Moment | None = None, step: str) -> End:
    return replace(end, at=end.at if at is None else at, steps=(*end.steps, step))


def disregard(trigger: date, end: date, first: date, last: date) -> date:
    """Return the last day when the days `first`..`last` are not counted between trigger and end.

    ERISA section 518 and Code section 7508A: in a declared disaster the agencies
    order a period to be disregarded; the count resumes on the day after it.
    """
    if end < first or last <= trigger:
        return end
    lost_from = max(first, trigger + timedelta(days=1))
    return end + (last - lost_from + timedelta(days=1))
