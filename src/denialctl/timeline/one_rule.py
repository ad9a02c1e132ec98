"""One rule counted: the value in force, both ends of its window, and what extends or suspends their time.

For our clock `due` is the near end of the window and `latest` the far one; for
theirs `due` is the far end and the near one is the day to ask.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from denialctl.dates.ends import count_on, end_of_window
from denialctl.dates.moments import came_after, day_of, later, say
from denialctl.dates.windows import End, SeeNotice
from denialctl.timeline.reckoned import Reckoned

if TYPE_CHECKING:
    from datetime import date

    from denialctl.law.rules import DatedWindow, Rule, Tolling
    from denialctl.timeline.anchors import StageView


def counted(rule: Rule, context: StageView) -> Reckoned:
    """Return what one rule gives by itself, in the case as its stage sees it."""
    dated, missing = value_in_force(rule, context)
    window = None if dated is None else dated.window
    if dated is not None and (dated.authority or dated.source):
        rule = replace(rule, authority=dated.authority or rule.authority, source=dated.source or rule.source)
    if window is None:
        end, words = End(None, missing=missing), rule.windows[0].window.words
        return Reckoned(rule, end=end, window=words, basis=rule.basis, layer=rule.layer, missing=missing)
    near = end_of_window(window, context, far=False)
    far = end_of_window(window, context, far=True)
    found = Reckoned(
        rule,
        window=window.words,
        basis=rule.basis,
        layer=rule.layer,
        names_no_time=isinstance(window.shape, SeeNotice),
    )
    if rule.clock.ours:
        return replace(_ours(found, near, far, context.zone), counted_by=window)
    near, far, notes = _stretched(rule, near, far, context)
    return replace(_theirs(found, near, far), notes=notes)


def _ours(found: Reckoned, near: End, far: End, zone: str) -> Reckoned:
    """Take the near end as the last safe day, the far one as the last that can be argued."""
    due = near.at
    # A far end that depends on a fact that was not entered (a discharge) is not known: the right may go on.
    latest = later(due, far.at, zone) if due is not None and far.at is not None else None
    end = near
    if latest is not None and latest != due:
        end = replace(near, steps=(*near.steps, f"at the latest, if it is argued: {say(latest)}"))
    missing = near.missing if due is None else (near.missing or far.missing)
    return replace(found, due=due, latest=latest, end=end, missing=missing)


def _theirs(found: Reckoned, near: End, far: End) -> Reckoned:
    """Take the far end as the day after which they are certainly late, the near one as the day to ask."""
    due = far.at
    ask = near.at if near.at is not None and due is not None and near.at != due else None
    return replace(found, due=due, latest=due, ask=ask, end=far, missing=far.missing if due is None else None)


def value_in_force(rule: Rule, context: StageView) -> tuple[DatedWindow | None, str | None]:
    """Return the value in force on the day of the event that the rule names, or what is missing to know it."""
    if rule.version_by is None:
        return rule.windows[0], None
    anchor = context.anchor(rule.version_by)
    at = anchor.at or anchor.notice
    if at is None:
        if len(rule.windows) == 1:
            return rule.windows[0], None
        return None, anchor.missing or f"the date of {anchor.words}"
    day = day_of(at)
    for dated in rule.windows:
        if (dated.since is None or dated.since <= day) and (dated.until is None or day <= dated.until):
            return dated, None
    return None, f"no value of this rule is known for {day.isoformat()}"


# -- their clock: extension and tolling --------------------------------------------------


def _stretched(rule: Rule, near: End, far: End, context: StageView) -> tuple[End, End, tuple[str, ...]]:
    """Return both ends after extension and tolling, and the notes about them."""
    notes: tuple[str, ...] = ()
    if rule.extension is not None:
        near, far, notes = _extended(rule, near, far, context)
    if rule.tolling is not None:
        near, far = _tolled(rule.tolling, near, far, context)
    return near, far, notes


def _extended(rule: Rule, near: End, far: End, context: StageView) -> tuple[End, End, tuple[str, ...]]:
    """Add the one extension of a rule, if a notice of it came in time; the first such notice counts."""
    end, used = far.at, False
    notes: list[str] = []
    for notice in context.case.current(rule.stage):
        if notice.what != "extended" or end is None or rule.extension is None:
            continue
        if used:
            notes.append(f"The extension notice of {say(notice.on)} is a second one: the rule gives one extension.")
        elif came_after(notice.on, end):
            notes.append(
                f"The extension notice of {say(notice.on)} came after the time had run out: it gives no extension."
            )
        else:
            used = True
            why = f"extended, counted from the end of that time (notice of {say(notice.on)})"
            near = count_on(near, rule.extension.counting, context, far=False, why=why)
            far = count_on(far, rule.extension.counting, context, far=True, why=why)
    return near, far, tuple(notes)


def _tolled(tolling: Tolling, near: End, far: End, context: StageView) -> tuple[End, End]:
    """Leave out the days on which their clock stood still.

    What was left of their time at the stop runs on from the day that ends it.
    """
    if far.at is None or context.anchor(tolling.stops).at is None:
        return near, far
    ask: date | None = None
    for stop, resume in _stops(tolling, context):
        if far.at is None or stop > day_of(far.at):
            break
        if resume is None:
            said = f"their clock stands still since {say(stop)}, until we answer their request for information"
            missing = "the day of our answer to their request for information"
            return near, replace(far, at=None, steps=(*far.steps, said), missing=missing)
        left = day_of(far.at) - stop
        still = f"their clock stood still from {say(stop)} to {say(resume)}; {left.days} days were left"
        steps = (*far.steps, still, f"{left.days} calendar days later: {say(resume + left)}")
        far = replace(far, at=resume + left, steps=steps)
        ask = resume if tolling.alert is None else min(resume + timedelta(days=tolling.alert.near), resume + left)
    if ask is None:
        return near, far
    return (far if tolling.alert is None else replace(near, at=ask)), far


def _stops(tolling: Tolling, context: StageView) -> list[tuple[date, date | None]]:
    """Return the periods in which their clock stood still: each stop with the first event that ends it, if any."""
    stops, resumes = _days_of(tolling.stops, context), _days_of(tolling.resumes, context)
    found: list[tuple[date, date | None]] = []
    for stop in stops:
        if found and (found[-1][1] is None or stop < found[-1][1]):
            continue
        found.append((stop, next((day for day in resumes if day >= stop), None)))
    return found


def _days_of(event: str, context: StageView) -> list[date]:
    """Return the days on which an event happened: all of them for an event that may happen several times."""
    stage, _, what = event.rpartition(".")
    days = [day_of(item.on) for item in context.case.current(stage or context.stage) if item.what == what]
    at = context.anchor(event).at
    return sorted(days) or ([] if at is None else [day_of(at)])
