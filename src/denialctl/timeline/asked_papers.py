"""The deadline for papers that they asked for: the day by which they want them, and the day of the rule.

A reviewer or a plan says by when it wants them (`record ... --due`). If their day is
earlier than the law's, the office acts on it; if it is later, it can only be argued; if
no law sets a day, theirs is the deadline. A request without any day still has its line.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING

from denialctl.cases.papers import papers_asked
from denialctl.dates.moments import day_of, earlier, later, say
from denialctl.law.rules import ALWAYS, Rule, Source
from denialctl.timeline.deadline import Overruled
from denialctl.timeline.ladder import INITIAL
from denialctl.vocabulary import Basis, Clock, Layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.cases.case import Case, Happening
    from denialctl.cases.papers import PapersAsked
    from denialctl.dates.moments import Moment
    from denialctl.timeline.reckoned import Reckoned

_REQUEST = "their request for papers"


def asked_before_the_denial(case: Case) -> bool:
    """True if they asked for papers only before the denial, so that the denial has answered the request."""
    asked, denied = papers_asked(case, INITIAL), case.facts.denied
    return denied is not None and asked is not None and all(day_of(item.on) <= denied for item in asked.requests)


def line_for_papers(
    case: Case,
    stage: str,
    found: Reckoned | None,
    cure: Callable[[], Reckoned | None],
    bare: Callable[[Rule | None], Reckoned],
) -> Reckoned | None:
    """Join the day by which they want papers with the day of the rule; no request stays without a line.

    `found` is what the rule for papers gives. `cure` computes the step that completes an
    incomplete filing, which is the rule's answer if it has none for papers; `bare` makes
    a result without a date. None if no papers were asked for and no rule applies.
    """
    asked = papers_asked(case, stage)
    if asked is None or (found is not None and not asked.days and not found.end.projected):
        return found
    law = found or cure()
    if law is not None and law.end.projected:
        # A day that depends on an event that has not happened does not count against theirs.
        law = bare(law.rule)
    if asked.days:
        return by_their_day(asked, law or bare(None), case.facts.tz)
    covered = found is None and law is not None and (law.due is not None or law.missing is not None)
    return found if covered or asked.answered else undated(asked, law or bare(None))


def undated(asked: PapersAsked, nothing: Reckoned) -> Reckoned:
    """Return the line of a request for which neither they nor a rule sets a day."""
    said = _said(asked)
    end = replace(nothing.end, steps=(said,), event=_event(asked.first), trigger=asked.first.on, start=asked.first.on)
    missing = "the day by which they want the papers; ask, and record it with --due"
    return replace(
        nothing,
        rule=nothing.rule or _rule(asked),
        end=end,
        window="as they ask",
        basis=Basis.LETTER,
        layer=Layer.LETTER,
        missing=missing,
        said_in=_REQUEST,
    )


def by_their_day(asked: PapersAsked, law: Reckoned, zone: str) -> Reckoned:
    """Join their day with what a rule gives; `law` is without a date if no rule applies."""
    day, far = reduce(partial(earlier, zone=zone), asked.days), reduce(partial(later, zone=zone), asked.days)
    said = (
        _said(asked),
        f"they asked for it by {say(day)}",
        *((f"and once more by {say(far)}",) if far != day else ()),
    )
    theirs = _theirs(asked, law, day, far)
    if law.due is None or law.basis is not Basis.LAW:
        return replace(
            theirs,
            end=replace(theirs.end, steps=said),
            overruled=(*law.overruled, *_overruled_by_theirs(law, "their day decides")),
        )
    joined = later(law.latest or law.due, far, zone)
    if earlier(law.due, day, zone) is law.due:
        steps = (*law.end.steps, *said, "the law's own day is no later and is the safe one")
        return replace(law, latest=joined, end=replace(law.end, steps=steps))
    steps = (*said, f"the law gives more, until {say(law.due)}", *law.end.steps)
    note = (
        f"They give less time for the papers than the law, which gives until {say(law.due)}: "
        "say so if they refuse them."
    )
    return replace(
        theirs,
        latest=joined,
        end=replace(theirs.end, steps=steps),
        overruled=(*law.overruled, *_overruled_by_theirs(law, "they ask for an earlier day: act on that one")),
        notes=(*law.notes, note),
    )


def _theirs(asked: PapersAsked, law: Reckoned, day: Moment, far: Moment) -> Reckoned:
    """Return the deadline that their own day gives."""
    first = asked.first
    end = replace(
        law.end,
        at=day,
        event=_event(first),
        trigger=first.on,
        start=first.on,
        projected=False,
        missing=None,
        dormant=False,
    )
    return replace(
        law,
        rule=law.rule or _rule(asked),
        due=day,
        latest=far,
        ask=None,
        end=end,
        window="as they ask" + (f" (the rule: {law.window})" if law.window else ""),
        basis=Basis.LETTER,
        layer=Layer.LETTER,
        missing=None,
        said_in=_REQUEST,
    )


def _overruled_by_theirs(law: Reckoned, why: str) -> tuple[Overruled, ...]:
    return () if law.rule is None else (Overruled(law.layer or Layer.PRACTICE, law.rule.authority, law.due, why),)


def _rule(asked: PapersAsked) -> Rule:
    """Return a rule made of their request, for a stage that has none for papers."""
    first = asked.first
    return Rule(
        stage=first.stage,
        step="supply",
        clock=Clock.PROVIDER,
        title="Papers that they asked for",
        say="Send what they asked for, and keep the proof.",
        when=ALWAYS,
        basis=Basis.LETTER,
        layer=Layer.LETTER,
        windows=(),
        authority=_REQUEST,
        if_missed="They may decide without the papers. Call, ask for more time, and send them all the same.",
        source=Source(_REQUEST, day_of(first.on), "seen"),
        file=_REQUEST,
        pack=_REQUEST,
    )


def _event(item: Happening) -> str:
    return f"{item.stage}.{item.what}"


def _said(asked: PapersAsked) -> str:
    return f"they asked for papers: {say(asked.first.on)}"
