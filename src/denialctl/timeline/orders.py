"""Dated orders that moved deadlines: a closed reviewer, a declared disaster (rules/overrides).

If the last day of a window moves off weekends and holidays, the day to which an order
moves it does so too: the window is counted again with the days left out, and the move
off a closed day comes last.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.dates.counting import disregard
from denialctl.dates.ends import end_of_window, off_closed_days
from denialctl.dates.moments import Instant, Moment, day_of, later, say
from denialctl.timeline.one_rule import value_in_force

if TYPE_CHECKING:
    from datetime import date

    from denialctl.cases.case import Case
    from denialctl.dates.windows import Window
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import Override, Rule
    from denialctl.timeline.anchors import StageView
    from denialctl.timeline.reckoned import Reckoned


def after_orders(found: Reckoned, rule: Rule | None, context: StageView, book: Rulebook) -> Reckoned:
    """Return a date after all dated orders that may apply to this step of the case."""
    if rule is None:
        return found
    dated, _ = value_in_force(rule, context)
    window = found.counted_by or (dated.window if dated is not None else None)
    if window is None:
        return found
    reviewer = book.reviewer.name if book.reviewer is not None else None
    for override in book.overrides:
        if _reaches(override, context.case, rule):
            named = override.reviewer is not None and reviewer == override.reviewer
            found = _moved_by(override, found, window, context, sure=override.certain or named)
    return found


def _reaches(override: Override, case: Case, rule: Rule) -> bool:
    """True if an order may apply to this step of a case."""
    facts = case.facts
    return (
        rule.stage in override.stages
        and rule.step in override.steps
        and (not override.plan_types or facts.plan in override.plan_types)
        and (not override.states or facts.state in override.states)
    )


def _moved_by(override: Override, found: Reckoned, window: Window, context: StageView, *, sure: bool) -> Reckoned:
    """Return a date as an order moves it.

    If the order certainly applies to the case the last day itself moves, else only what
    can be argued.
    """
    ends = _moved(override, found, window, context)
    if ends is None:
        return found
    new, far = ends
    latest = later(later(found.latest or new, new, context.zone), far, context.zone)
    if (new, latest) == (found.due, found.latest or found.due):
        return found
    rolled = "" if far == new else f", and at the latest, as that day is off, {say(far)}"
    said = f"{override.title}: {say(new)}{rolled} ({override.authority})"
    if sure:
        return replace(found, due=new, latest=latest, end=replace(found.end, steps=(*found.end.steps, said)))
    steps = (*found.end.steps, f"{said}, if it reaches this case: {override.settled_by}")
    return replace(
        found, latest=latest, end=replace(found.end, steps=steps), missing=found.missing or override.settled_by
    )


def _moved(override: Override, found: Reckoned, window: Window, context: StageView) -> tuple[Moment, Moment] | None:
    """Return the near and the far end that an order gives; None if it does not affect this date."""
    due = found.due
    if due is None or isinstance(due, Instant):
        return None
    if override.original is not None and override.new_deadline is not None:
        first, last = override.original
        return (
            (override.new_deadline, off_closed_days(override.new_deadline, window, context))
            if first <= due <= last
            else None
        )
    return None if override.disregard is None else _without_days(override.disregard, found, due, window, context)


def _without_days(
    days: tuple[date, date], found: Reckoned, due: date, window: Window, context: StageView
) -> tuple[Moment, Moment] | None:
    if end_of_window(window, context, far=False).at == due:
        lost = context.without(days)
        near, far = end_of_window(window, lost, far=False).at, end_of_window(window, lost, far=True).at
        return None if near is None else (near, far or near)
    if found.end.trigger is None:
        return None
    # The date comes from several windows: the days that are left out can only be added to it.
    new = disregard(day_of(found.end.trigger), due, *days)
    return new, off_closed_days(new, window, context)
