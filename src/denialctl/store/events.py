"""Events as they are stored, each linked to the one before it by a hash."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

LINKED = "case_id, number, kind, payload, at_utc, who, origin"
"""The columns of an event that its hash covers, in this order, after the hash of the event before it."""


class StoredEvent(NamedTuple):
    """An event as it is stored: its place in the case, and what happened.

    `at_utc`, `who` and `origin` are when, by whom and on which machine it was entered.
    """

    case_id: int
    number: int
    kind: str
    payload: dict[str, str]
    at_utc: str
    who: str
    origin: str


def link(parts: Sequence[object]) -> str:
    """Return the hash of an event, given the hash of the event before it and its own content.

    In a database that another program changed, the parts may be of any type.
    """
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
