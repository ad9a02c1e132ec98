"""A stored case, computed from its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.events import Event, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.store.events import StoredEvent


def case_of(session: Session, case_id: int) -> tuple[Case, list[StoredEvent]]:
    """Return a stored case and its events. Raises an error if there is no such case."""
    events = session.store.events(case_id)
    return case_from(session, events, case_id), events


def case_from(session: Session, events: Iterable[StoredEvent], case_id: int | None) -> Case:
    """Compute a case from its stored events."""
    return fold([Event(event.kind, event.payload, event.number) for event in events], session.zone, case_id)
