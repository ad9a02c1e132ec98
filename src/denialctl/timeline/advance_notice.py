"""Notices that they must give ahead of a cut, a discharge or the end of care: in time, or too late.

The notice is the paper that the case is about. Its own date (or its receipt, if the
law counts delivery) shows when it was given, so that nobody has to record it. The
packs say what a late notice opens (`when: {late: ...}`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant, end_of, start_of

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.dates.moments import Moment
    from denialctl.law.rules import Rule, StageLaw
    from denialctl.timeline.ladder import Ladder
    from denialctl.timeline.reckoned import Reckoned

_RAISED = ("filed", "sent", "forwarded", "approved", "upheld", "partly-upheld", "dismissed")


def given_on(rule: Rule | None, case: Case) -> Moment | None:
    """Return when a notice was given; None if no rule or fact of the case says so.

    If delivery counts and was not entered, it is the date of the notice: it was not
    delivered before that.
    """
    if rule is None or rule.given_by is None:
        return None
    return case.facts.moment(rule.given_by) or case.facts.denied


def came_late(found: Reckoned | None, case: Case) -> bool | None:
    """True if a notice certainly came too late; None if its date or its last day is not known."""
    given = given_on(found.rule, case) if found is not None else None
    if found is None or given is None or found.due is None or found.end.projected:
        return None
    return after(given, found.due, case.facts.tz)


def after(given: Moment, last: Moment, zone: str) -> bool:
    """True if something certainly came after a last day or hour.

    If only its day is known, it may have come in the first hour of that day.
    """
    limit, at = end_of(last, zone).utc, start_of(given, zone).utc
    return at > limit if isinstance(last, Instant) else at >= limit


def doubt(found: Reckoned, given: Moment, zone: str) -> str | None:
    """Return the doubt about a notice that is late by the stricter reading only; None if there is no doubt."""
    if found.ask is None or not after(given, found.ask, zone):
        return None
    return "not surely too late: a stricter reading wants it earlier, so say that it left too little time"


def raised(stage: str, step: str, case: Case, ladder: Ladder) -> bool:
    """True if what a late notice opens has been asked for, in its own stage or in a stage made for that."""
    name = f"{stage}.{step}"
    there = [stage, *(law.id for law in ladder.stages.values() if _for_it(law, name))]
    return any(case.first(each, _RAISED) is not None for each in there)


def _for_it(law: StageLaw, name: str) -> bool:
    return any(name in rule.when.late for rules in law.rules.values() for rule in rules)
