"""What a letter prints for a stage, joined with the law: its last day, or a time counted as the stage counts.

If the letter's day is earlier than the law's, the office acts on it. If it is later,
the law's day stays the safe one, and the letter's is the last that can be argued.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial, reduce
from typing import TYPE_CHECKING

from denialctl.cases.printed import PrintedWindow
from denialctl.dates.ends import end_of_window
from denialctl.dates.moments import Instant, day_of, earlier, later, say
from denialctl.dates.windows import Combination, Count, Counting, End, Readings, Unit, Window
from denialctl.law.firmness import say_firmness
from denialctl.timeline.ladder import INITIAL
from denialctl.timeline.reckoned import Reckoned, as_overruled
from denialctl.vocabulary import Basis, Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import time

    from denialctl.cases.case import Case
    from denialctl.cases.printed import Printed
    from denialctl.dates.moments import Moment
    from denialctl.dates.windows import Span
    from denialctl.law.rules import StageLaw
    from denialctl.timeline.anchors import StageView


def given_by(printed: Printed, laws: Sequence[Reckoned], context: StageView, previous: str | None) -> Reckoned:
    """Return what the letter gives by itself.

    `laws` holds what the rules of the step give, one for each answer to an open
    question; `previous` is the stage whose decision opens this one.
    """
    if not isinstance(printed, PrintedWindow):
        end = End(printed, steps=(f"printed on the letter: {say(printed)}",), event="letter", trigger=printed)
        return Reckoned(
            None,
            due=printed,
            latest=printed,
            end=end,
            window="as the letter says",
            basis=Basis.LETTER,
            layer=Layer.LETTER,
        )
    # If the letter prints exactly the time of a rule, it is counted by all conventions of that rule.
    ways: list[tuple[Reckoned | None, Window]] = [
        (law, law.counted_by)
        for law in laws
        if law.counted_by is not None and _is_the_rules_time(printed.span, law.counted_by)
    ]
    own = bool(ways)
    ways = ways or [(law, window) for law in laws for window in _as_counted(printed.span, law.counted_by)]
    if not ways:
        # No rule counts a time here, so it runs from the notice or decision that the letter is about.
        anchor = "notice_date" if previous in (None, INITIAL) else "previous.received"
        ways = [(None, Window(Count(Counting(printed.span), anchor)))]
    counted = [_counted(printed, window, law, context) for law, window in ways]
    if own:
        counted = [replace(item, counted_by=window) for item, (_, window) in zip(counted, ways, strict=True)]
    return reduce(partial(_safer, zone=context.zone), counted)


def _counted(printed: PrintedWindow, window: Window, law: Reckoned | None, context: StageView) -> Reckoned:
    """Return both ends of the letter's time, counted as a window of ours."""
    near, far = end_of_window(window, context, far=False), end_of_window(window, context, far=True)
    latest = None if near.at is None or far.at is None else later(near.at, far.at, context.zone)
    rule = law.rule if law is not None else None
    how = "no rule counts a time for this step: counted from what the letter is about"
    if rule is not None:
        doubt = "" if rule.source.confirmed else f"; {say_firmness(rule.source.status)}"
        how = f"counted as the rule for this step counts: {rule.authority} ({rule.layer}{doubt})"
    steps = (f"printed on the letter: {printed.said}", how, *near.steps)
    unread = rule is not None and not rule.source.confirmed
    missing = near.missing or (None if near.at is not None else "an event that has not been recorded")
    return Reckoned(
        None,
        due=near.at,
        latest=latest,
        end=replace(near, steps=steps),
        window=f"{printed.words}, as the letter prints",
        basis=Basis.LETTER,
        layer=Layer.LETTER,
        missing=missing,
        unread=unread,
    )


def _safer(first: Reckoned, second: Reckoned, *, zone: str) -> Reckoned:
    """Return the way to count a letter's time that ends first, with the later end of both as `latest`."""
    if first.due is None or second.due is None:
        return second if first.due is None else first
    best = first if earlier(first.due, second.due, zone) is first.due else second
    return replace(best, latest=later(first.latest or first.due, second.latest or second.due, zone))


# -- the time of a letter, counted as the stage counts ------------------------------------


def _is_the_rules_time(span: Span, window: Window) -> bool:
    """True if a window counts exactly this time forward from an event, and nothing else."""
    shape = window.shape
    if isinstance(shape, Combination | Readings):
        return all(_is_the_rules_time(span, part) for part in shape.parts)
    return isinstance(shape, Count) and not shape.backwards and shape.counting.span == span


def _as_counted(span: Span, window: Window | None, cutoff: time | None = None) -> Iterator[Window]:
    """Yield all counts of a window that run forward from an event, with the letter's time in place of their own."""
    if window is None:
        return
    shape, ends = window.shape, window.cutoff or cutoff
    if isinstance(shape, Combination | Readings):
        for part in shape.parts:
            yield from _as_counted(span, part, ends)
    elif isinstance(shape, Count) and not shape.backwards:
        yield Window(_recounted(span, shape), None if span.unit is Unit.HOURS else ends)


def _recounted(span: Span, count: Count) -> Count:
    """Return a count of another time with the event, receipt, calendar and month rule of this one.

    What the law adds to its own time (days for the mail, the end of the year, days not
    counted) is not added to the letter's. A last day that the law would move off a
    closed day is moved only for what can be argued. Hours run from the event itself.
    """
    rule = count.counting
    if span.unit is Unit.HOURS:
        return Count(Counting(span), count.anchor)
    counting = Counting(
        span, calendar=rule.calendar, missing_day=rule.missing_day, trigger_day_counts=rule.trigger_day_counts
    )
    roll = None if count.roll is None else replace(count.roll, certain=False)
    return Count(counting, count.anchor, presumed_receipt=count.presumed_receipt, roll=roll)


# -- which step a letter is about --------------------------------------------------------


def step_of_letter(law: StageLaw) -> str:
    """Return the step of a stage whose last day a denial letter prints: our first one."""
    ours = [step for step in ("file", "request") if any(rule.clock.ours for rule in law.rules.get(step, ()))]
    return ours[0] if ours else ("request" if law.id == "peer-to-peer" else "file")


def offered_before_the_denial(case: Case, law: StageLaw) -> bool:
    """True if the day printed for a call was part of an offer before the decision, which the denial has ended."""
    denied, printed = case.facts.denied, case.facts.letters.get(law.id)
    call = law.kind is Kind.PEER_TO_PEER
    return call and denied is not None and isinstance(printed, date | Instant) and day_of(printed) < denied


# -- letter and law joined ----------------------------------------------------------


def with_letter(law: Reckoned, letter: Reckoned, zone: str) -> Reckoned:
    """Join what a letter gives with what the rules give."""
    if law.due is None or law.basis is not Basis.LAW:
        overruled = (*law.overruled, as_overruled(law, "the letter decides"))
        return replace(letter, rule=law.rule, overruled=overruled, notes=law.notes)
    if letter.due is None:
        return law
    printed = letter.end.steps
    if letter.due != law.due and earlier(letter.due, law.due, zone) is law.due:
        last = printed[-1] if len(printed) == 1 else say(letter.due)
        steps = (*law.end.steps, *printed[:-1], f"{last}; the law's own day is earlier and is the safe one")
        latest = later(law.latest or law.due, letter.latest or letter.due, zone)
        more = (
            f"The letter gives until {say(letter.due)}; what was read of the law is sure only until {say(law.due)}: "
            "plan with that day."
        )
        return replace(law, latest=latest, end=replace(law.end, steps=steps), notes=(*law.notes, more))
    return _acted_on(law, law.due, letter, letter.due, zone)


def _acted_on(law: Reckoned, until: Moment, letter: Reckoned, due: Moment, zone: str) -> Reckoned:
    """Return a letter's day that is earlier than the law's, or the same, as the one to act on."""
    same = due == until
    more = "the law gives the same day" if same else f"the law gives more, until {say(until)}"
    less = f"The letter gives less time than the law, which gives until {say(until)}: say so if it is refused."
    return replace(
        letter,
        rule=law.rule,
        latest=later(law.latest or until, letter.latest or due, zone),
        end=replace(letter.end, steps=tuple(dict.fromkeys((*letter.end.steps, more, *law.end.steps)))),
        window=f"{letter.window} (the law: {law.window})",
        overruled=law.overruled
        if same
        else (*law.overruled, as_overruled(law, "the letter prints an earlier day: act on that one")),
        notes=law.notes if same else (*law.notes, less),
        missing=letter.missing,
    )
