"""Everything that was recorded in a case, and by whom: as lines, JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.event_words import say_event_of
from denialctl.views.as_csv import table
from denialctl.views.as_json import dump
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.store.events import StoredEvent


def history_lines(events: Iterable[StoredEvent]) -> str:
    """Return one event a line, fields separated by tabs."""
    return "\n".join(f"{event.number}\t{event.at_utc}\t{one_line(event.who)}\t{event.kind}\t{one_line(_said(event))}" for event in events)


def history_json(case_id: int, events: Iterable[StoredEvent]) -> str:
    """Return the events with what was entered, who entered it, when, and on which machine."""
    listed = [
        {
            "number": event.number,
            "at": event.at_utc,
            "who": event.who,
            "origin": event.origin,
            "kind": event.kind,
            "said": _said(event),
            "entered": event.payload,
        }
        for event in events
    ]
    return dump("history", {"case": case_id, "events": listed})


def history_csv(events: Iterable[StoredEvent]) -> str:
    """Return the events for a spreadsheet."""
    rows = [[event.number, event.at_utc, event.who, event.origin, event.kind, _said(event)] for event in events]
    return table(["number", "at", "who", "origin", "kind", "said"], rows)


def _said(event: StoredEvent) -> str:
    return (event.payload.get("text") or "") if event.kind == "noted" else say_event_of(event.kind, event.payload)
