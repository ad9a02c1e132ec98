"""Events as they lie in the store, each chained to the one before it by a hash."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

LINKED = "case_id, number, kind, payload, at_utc, who, origin"
"""What of an event its hash covers, beside the hash before it, in that order."""


class StoredEvent(NamedTuple):
    """An event as it lies in the store."""

    case_id: int
    number: int
    kind: str
    payload: dict[str, str]
    at_utc: str
    who: str
    origin: str


def link(parts: Sequence[object]) -> str:
    """Return the hash of an event: over the hash before it and its content. What somebody else put in may be of any kind."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=repr).encode()).hexdigest()


def event_from(row: sqlite3.Row) -> StoredEvent:
    """Read an event from its row."""
    return StoredEvent(
        row["case_id"], row["number"], row["kind"], json.loads(row["payload"]), row["at_utc"], row["who"], row["origin"]
    )


def event_row(event: StoredEvent, previous: str) -> list[object]:
    """Return the row of an event that follows the one with the hash `previous`."""
    payload = json.dumps(event.payload, sort_keys=True, ensure_ascii=False)
    content = [event.case_id, event.number, event.kind, payload, event.at_utc, event.who, event.origin]
    return [*content, previous, link([previous, *content])]
