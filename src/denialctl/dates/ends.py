"""A window applied to a moment: amount, unit and counting convention give a date or an instant.

Each window is counted twice. The *near* end is the earliest that the words of the law
can mean, the *far* end the latest. They differ if an observed holiday may count, if
only the day of the trigger is known and not its hour, if the law presumes a day of
receipt, if the law gives a range, or if its text can be read in two ways. For our
clock the near end is `due` and the far end `latest`. For their clock the far end is
`due`, so that nobody is called late too early. Every end carries the steps of its
calculation.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from denialctl.dates.calendars import FIRST_PINNED_YEAR, LAST_PINNED_YEAR, BeyondPinnedYearsError
from denialctl.dates.counting import (
    disregard,
)
from denialctl.dates.moments import Instant, Moment, day_of, earlier, end_of, later, say, say_day
from denialctl.dates.spans import Side, advance, calendar_of
from denialctl.dates.windows import (
    Assured,
    Combination,
    Count,
    Counting,
    End,
    EndOfDay,
    EndOfYear,
    EndsWith,
    NotOffered,
    Readings,
    Roll,
    SeeNotice,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.dates.calendars import Calendar
    from denialctl.dates.windows import Anchor, Shape, Window, WindowContext


def end_of_window(window: Window, context: WindowContext, *, far: bool) -> End:
    """Return the near or the far end of a window; without a date, and with the reason, if it cannot be computed."""
    try:
        end = _shape(window.shape, context, far=far)
    except BeyondPinnedYearsError as beyond:
        return End(None, missing=f"{beyond}: counted only from {FIRST_PINNED_YEAR} to {LAST_PINNED_YEAR}")
    if end.at is None or window.cutoff is None:
        return end
    cut = Instant.at(day_of(end.at), window.cutoff, context.zone)
    return _with_step(end, at=cut, step=f"the window closes at {window.cutoff:%H:%M}: {say(cut)}")


def _shape(shape: Shape, context: WindowContext, *, far: bool) -> End:
    match shape:
        case Count():
            return _count(shape, context, far=far)
        case Combination():
            return _combine(shape, context, far=far)
        case Readings():
            return _readings(shape, context, far=far)
        case Assured():
            return _assured(shape, context, far=far)
        case EndsWith():
            return _ends_with(shape, context, far=far)
        case SeeNotice(where=where):
            return End(None, missing=where)
        case NotOffered(why=why):
            return End(None, missing=why, not_offered=why)


def count_on(end: End, counting: Counting, context: WindowContext, *, far: bool, why: str) -> End:
    """Add a further span to the end of a window, as an extension does; `why` is the step that explains it."""
    if end.at is None:
        return end
    at, steps = advance(end.at, counting, context, Side(far))
    if isinstance(end.at, Instant) and not isinstance(at, Instant):
        at = end.at.plus_days((at - end.at.day).days)
        at = at.later_reading() if far else at
    return replace(end, at=at, steps=(*end.steps, why, *steps))


# -- one window ---------------------------------------------------------------


def _count(count: Count, context: WindowContext, *, far: bool) -> End:
    anchor = context.anchor(count.anchor)
    return _of_notices([_count_from(one, count, context, far=far) for one in (anchor, *anchor.again)], context, far=far)


def _of_notices(ends: list[End], context: WindowContext, *, far: bool) -> End:
    """Choose among the ends that several notices of one event give.

    The time that ends first is the safe one; the one that ends last can be argued.
    """
    known = [end for end in ends if end.at is not None]
    return _pick(known, context.zone, latest=far) if known else ends[0]


def _count_from(anchor: Anchor, count: Count, context: WindowContext, *, far: bool) -> End:
    if anchor.dormant:
        return End(None, dormant=True)
    start, steps, missing = _start(count, anchor, context, far=far)
    if start is None:
        return End(None, missing=anchor.missing or f"the date of {anchor.words}")
    trigger = start
    if count.presumed_receipt is not None and anchor.at is None:
        trigger = anchor.notice or start
    end, more = advance(start, count.counting, context, Side(far, count.backwards))
    steps += more
    if context.disregarded is not None and not isinstance(end, Instant) and not count.backwards:
        # A move off a weekend comes after this: it depends on the day that the longer count reaches.
        end = disregard(day_of(start), end, *context.disregarded)
    chained = count.roll is not None or count.then
    if far and chained and isinstance(end, Instant) and not isinstance(start, Instant) and end.local.time() == time(0):
        # The hour of the trigger is not known, so this is 24:00: what follows is counted from the day that ended.
        end = end.day - timedelta(days=1)
    if count.roll is not None:
        end, more = _roll(end, count.roll, context, far=far)
        steps += more
    for link in count.then:
        end, more = _chained(end, link, context, far=far)
        steps += more
    event = "notice_date" if count.anchor == "received" and anchor.at is None else anchor.event
    begins = None if count.backwards else trigger
    return End(
        at=end,
        steps=tuple(steps),
        event=event,
        trigger=trigger,
        projected=anchor.projected,
        missing=missing,
        start=begins,
    )


def _chained(
    end: Moment, link: Counting | Roll | EndOfYear | EndOfDay, context: WindowContext, *, far: bool
) -> tuple[Moment, list[str]]:
    """Apply to the end of a count the next link that is chained to it."""
    match link:
        case Roll():
            return _roll(end, link, context, far=far)
        case EndOfYear():
            last = date(day_of(end).year, 12, 31)
            return last, [f"to the end of that year: {say_day(last)}"]
        case EndOfDay():
            midnight = end_of(day_of(end), context.zone)
            return midnight, [f"to the end of that day: {say(midnight)}"]
        case Counting():
            return advance(end, link, context, Side(far))


def _start(
    count: Count, anchor: Anchor, context: WindowContext, *, far: bool
) -> tuple[Moment | None, list[str], str | None]:
    """Return the moment to count from, the steps that say so, and what is missing.

    It is the date of the event; for a receipt, the day that was entered or that the law presumes.
    """
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
    presumed, _ = advance(day_of(anchor.notice), count.presumed_receipt, context, Side(far))
    steps = [
        _first_step(anchor, "date on the notice", anchor.notice),
        f"receipt presumed {count.presumed_receipt.span} later: {say(presumed)}",
    ]
    if anchor.at is None:
        return presumed, steps, None
    pick = (
        later(day_of(anchor.at), presumed, context.zone) if far else earlier(day_of(anchor.at), presumed, context.zone)
    )
    chosen = "as entered" if pick == day_of(anchor.at) else "as presumed"
    steps.append(f"receipt entered: {say(anchor.at)}; counted {chosen}")
    return pick, steps, None


def _first_step(anchor: Anchor, words: str, at: Moment) -> str:
    return f"{words}: {say(at)}" + (" (projected)" if anchor.projected else "")


def _roll(end: Moment, roll: Roll, context: WindowContext, *, far: bool) -> tuple[Moment, list[str]]:
    """Move a last day forward off the days that the authority names."""
    if not roll.certain and not far:
        return end, [f"whether the last day moves off a weekend or holiday is not sure: {say(end)} is the safe day"]
    calendar = calendar_of(roll.calendar, context) if roll.calendar else None
    day, why = day_of(end), []
    while (reason := _rolls_off(day, roll.over, calendar, widest=far)) is not None:
        why.append(f"{say_day(day)} is {_article(reason)}")
        day += timedelta(days=1)
    if not why:
        return end, ["the last day is none that the rule moves: it stands"]
    return day, [f"{'; '.join(why)}: the last day moves to {say_day(day)}"]


def off_closed_days(day: date, window: Window, context: WindowContext) -> date:
    """Return the last arguable day for a day to which an order moved a deadline.

    It moves off weekends and holidays as the last day of the window itself does.
    """
    for roll in _rolls_of(window.shape):
        day = day_of(_roll(day, roll, context, far=True)[0])
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


def _combine(shape: Combination, context: WindowContext, *, far: bool) -> End:
    ends = [end_of_window(part, context, far=far) for part in shape.parts]
    known = [end for end in ends if end.at is not None]
    unknown = [end for end in ends if end.at is None]
    if all(end.dormant for end in unknown) and unknown and not known:
        return End(None, dormant=True)
    missing = next((end.missing for end in unknown if end.missing), None)
    # If only A is known, "the later of A and B" ends no earlier than A, and "the earlier of A and B" no later:
    # with one part missing only that side can be relied on.
    sure_side = shape.latest is not far
    if not known or (unknown and not sure_side):
        return End(None, missing=missing or "an event that this window is counted from")
    if sure_side:
        # A part that is only projected may come earlier or not at all, so on that side a count that runs decides. A
        # fixed day, such as that of a cut, is no running count: the stage may not have begun when it comes.
        runs = any(
            isinstance(part.shape, Count) and end.at is not None and not end.projected
            for part, end in zip(shape.parts, ends, strict=True)
        )
        known = [end for end in known if not (runs and end.projected)]
    pick = _pick(known, context.zone, latest=shape.latest)
    said = "later" if shape.latest else "earlier"
    if pick.at is None:
        return pick
    steps = tuple(step for end in known for step in end.steps)
    last = f"the {said} of the {'two' if len(known) == 2 else len(known)}: {say(pick.at)}" if len(known) > 1 else ""
    return End(
        at=pick.at,
        steps=(*steps, last) if last else steps,
        event=pick.event,
        trigger=pick.trigger,
        projected=pick.projected,
        missing=missing or pick.missing,
        start=pick.start,
    )


def _pick(ends: list[End], zone: str, *, latest: bool) -> End:
    choose: Callable[[Moment, Moment, str], Moment] = later if latest else earlier
    best = ends[0]
    for end in ends[1:]:
        if best.at is not None and end.at is not None and choose(best.at, end.at, zone) is not best.at:
            best = end
    return best


def _readings(shape: Readings, context: WindowContext, *, far: bool) -> End:
    ends = [end_of_window(part, context, far=far) for part in shape.parts]
    known = [end for end in ends if end.at is not None]
    if not known:
        return ends[0]
    pick = _pick(known, context.zone, latest=far)
    if pick.at is None:
        return pick
    if len(known) == 1:
        missing = next((end.missing for end in ends if end.at is None and end.missing), None)
        return replace(pick, missing=pick.missing or missing)
    return _with_step(
        pick, step=f"two readings ({shape.why}): {'the later' if far else 'the earlier'} one is {say(pick.at)}"
    )


def _assured(shape: Assured, context: WindowContext, *, far: bool) -> End:
    sure = end_of_window(shape.sure, context, far=far)
    if not far or sure.at is None:
        return sure
    more = end_of_window(shape.arguable, context, far=True)
    if more.at is None or later(sure.at, more.at, context.zone) is sure.at:
        return sure
    return _with_step(replace(more, start=sure.start), step=f"{shape.why}: {say(more.at)}")


def _ends_with(shape: EndsWith, context: WindowContext, *, far: bool) -> End:
    anchor = context.anchor(shape.anchor)
    return _of_notices([_until(one, far=far) for one in (anchor, *anchor.again)], context, far=far)


def _until(anchor: Anchor, *, far: bool) -> End:
    if anchor.dormant:
        return End(None, dormant=True)
    if anchor.at is None:
        return End(None, missing=anchor.missing or f"the date of {anchor.words}", event=anchor.event)
    at = anchor.at.later_reading() if far and isinstance(anchor.at, Instant) else anchor.at
    steps = (f"open until {anchor.words}: {say(at)}",)
    return End(
        at=at,
        steps=steps,
        event=anchor.event,
        trigger=anchor.at,
        projected=anchor.projected,
        missing=anchor.missing,
        runs_until=True,
    )


def _with_step(end: End, *, at: Moment | None = None, step: str) -> End:
    return replace(end, at=end.at if at is None else at, steps=(*end.steps, step))
