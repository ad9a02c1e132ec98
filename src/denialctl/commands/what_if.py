"""`show --what-if`: the ladder today, and as it would be after something that has not happened; stores nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from denialctl.cases.events import read_happening
from denialctl.commands.calc import CaseWithTimeline, with_timeline
from denialctl.commands.case_words import words_of
from denialctl.commands.changes import refuse_closed
from denialctl.commands.session import at_work
from denialctl.commands.stored_case import case_of
from denialctl.dates.moments import day_of, end_of

if TYPE_CHECKING:
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Instant
    from denialctl.timeline.deadline import Deadline


@dataclass(frozen=True, slots=True)
class Change:
    """One deadline in both ladders; None in the ladder that does not have it."""

    id: str
    today: Deadline | None
    then: Deadline | None

    @property
    def changed(self) -> bool:
        """True if its day or its status differs, or if only one ladder has it."""
        if self.today is None or self.then is None:
            return True
        one, other = self.today, self.then
        return (one.due, one.latest, one.act_by, one.status) != (other.due, other.latest, other.act_by, other.status)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Today's ladder, the supposed one, the moment `at` which that is computed, and every deadline of both."""

    today: CaseWithTimeline
    then: CaseWithTimeline
    now: Instant
    at: Instant
    supposed: tuple[str, ...]
    changes: tuple[Change, ...]


def what_if(session: Session, case_id: int, supposed: tuple[str, ...]) -> WhatIf:
    """Compute both ladders of a stored case.

    If something is supposed to happen in the future, the supposed ladder is computed for the
    morning of the last of these days, so that all of it has happened by then.
    """
    case, _ = case_of(session, case_id)
    refuse_closed(case)
    changed, happenings = case, []
    for text in supposed:
        happening = read_happening(text, case.facts.tz, words_of(session, changed))
        happenings.append(happening)
        changed = replace(changed, happenings=(*changed.happenings, happening))
    changed = changed.settled()
    moments = [moment for item in happenings for moment in (item.on, item.received) if moment is not None]
    at = max([session.now, *(at_work(moment, case.facts.tz) for moment in moments)], key=lambda moment: moment.utc)
    today = with_timeline(session, case)
    then = with_timeline(session, changed, at=at)
    return WhatIf(
        today=today, then=then, now=session.now, at=at, supposed=supposed, changes=tuple(_changes(today, then))
    )


def _changes(today: CaseWithTimeline, then: CaseWithTimeline) -> list[Change]:
    before = {item.id: item for item in today.timeline.deadlines}
    after = {item.id: item for item in then.timeline.deadlines}
    names = list(dict.fromkeys([*after, *before]))
    # Sorted by the day by which something has to be done, so that the list reads like a calendar.
    zone = then.case.facts.tz

    def place(name: str) -> tuple[str, int]:
        item = after.get(name) or before[name]
        moment = item.act_by or item.due
        return (end_of(day_of(moment), zone).utc.isoformat() if moment is not None else "9999", names.index(name))

    return [Change(name, before.get(name), after.get(name)) for name in sorted(names, key=place)]
