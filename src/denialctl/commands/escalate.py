"""`escalate`: who has to be told about a deadline now, noted in its case; `ack`: somebody has taken a deadline on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.changes import append_event, refuse_closed
from denialctl.commands.deadline_meant import deadlines_meant
from denialctl.commands.due import DueItem, due
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.vocabulary import Band
from denialctl.worklist.escalation import last_told

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Instant

_NOBODY = 'Name people first: denialctl staff set maria --lead dana, or denialctl config set lead "dana".'


class _SettledMeanwhileError(Exception):
    """Since the list was made, another run has told somebody, or the case was closed."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One person to be told about one deadline."""

    item: DueItem
    rung: int
    of: int
    to: str


def escalate(session: Session) -> list[Alert]:
    """Return each person to be told now (for the first time, or again) and note it in the case.

    With --as-of in the future nothing is noted: the list shows who would be told.
    """
    store = session.store
    if session.watch is None:
        raise DenialctlError("Nobody is named who could be told.", _NOBODY)
    if not session.in_future:
        # Refuse at once if nothing can be noted: the same person would be told again and again, and nobody higher.
        store.refuse_read_only()
    alerts = []
    for item in due(session, everything=True).items:
        reached = item.reached
        if reached is None or not reached.new or reached.acknowledged_by is not None:
            continue
        alert = Alert(item, reached.rung, reached.of, reached.to)
        if session.in_future or _noted(session, alert, reached.told_at):
            alerts.append(alert)
    return alerts


def _noted(session: Session, alert: Alert, seen: Instant | None) -> bool:
    """Note in the case that somebody is told; False if another run has told somebody since the list was made."""
    case_id, deadline = alert.item.number, alert.item.deadline.id

    def check(case: Case) -> None:
        last = last_told(case, deadline)
        if case.closed is not None or (last is not None and (seen is None or last.at.utc > seen.utc)):
            raise _SettledMeanwhileError

    payload = {"deadline": deadline, "rung": str(alert.rung), "to": alert.to, "at": _moment(session)}
    # While another process is changing the case nothing can be noted: the person is told now, and again next time.
    with suppress(DenialctlError):
        try:
            append_event(session, case_id, "escalated", payload, check)
        except _SettledMeanwhileError:
            return False
    return True


def acknowledge(session: Session, case_id: int, deadline: str | None, by: str | None) -> list[DueItem]:
    """Note that somebody has taken on a deadline of a case; return what was taken on.

    Without a name, these are all deadlines of the case that are on today's list or about which somebody was told.
    Nobody else is told of them until time reaches a higher rung.
    """
    refuse_future(session)
    found = [item for item in due(session, everything=True).items if item.number == case_id]
    if not found:
        session.store.events(case_id)  # raises an error if there is no such case
        raise DenialctlError(f"Nothing of case {case_id} is on the list.", f"See it with: denialctl show {case_id}")
    if deadline is not None:
        names = [item.deadline.id for item in found]
        found = deadlines_meant(session, case_id, found, deadline)
        if not found:
            raise unknown(
                "deadline on the list", deadline, names, f"On the list of case {case_id}: {', '.join(names)}."
            )
    else:
        # Deadlines further ahead about which nobody was told need no answer yet.
        found = [item for item in found if item.band is not Band.LATER or item.reached is not None] or found[:1]
    who = by if by is not None else _me(session)
    for item in found:
        rung = item.reached.rung if item.reached is not None else 0
        payload = {"deadline": item.deadline.id, "rung": str(rung), "by": who, "at": _moment(session)}
        append_event(session, case_id, "acknowledged", payload, refuse_closed)
    return found


def refuse_future(session: Session) -> None:
    """Raise an error if --as-of is in the future: nothing can be noted as done at a moment that has not come."""
    if session.in_future:
        raise UsageError(
            "That moment has not come yet: nothing can have been done.",
            "Leave --as-of out, or name a moment of the past.",
        )


def _me(session: Session) -> str:
    person = session.staff.signed_in(session.who)
    return person.name if person is not None else session.who


def _moment(session: Session) -> str:
    return session.now.utc.isoformat(timespec="seconds")
