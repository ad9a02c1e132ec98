"""Everything that was recorded in a case, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.cases.event_words import say_event_of
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.store.events import StoredEvent


@dataclass(frozen=True, slots=True)
class HistoryView(TextView):
    """The events of a case, the oldest first."""

    case: int
    events: Sequence[StoredEvent]

    def plain(self) -> list[str]:
        """Return one event a line, fields separated by tabs."""
        return [
            f"{event.number}\t{event.at_utc}\t{one_line(event.who)}\t{event.kind}\t{one_line(_said(event))}"
            for event in self.events
        ]

    def data(self) -> Document:
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
            for event in self.events
        ]
        return Document("history", {"case": self.case, "events": listed})

    def rows(self) -> Rows:
        """Return one event a row."""
        rows = [
            (event.number, event.at_utc, event.who, event.origin, event.kind, _said(event)) for event in self.events
        ]
        return Rows(("number", "at", "who", "origin", "kind", "said"), rows)


def _said(event: StoredEvent) -> str:
    return (event.payload.get("text") or "") if event.kind == "noted" else say_event_of(event.kind, event.payload)
