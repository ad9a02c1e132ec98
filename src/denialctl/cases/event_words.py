"""Stored events in words: for the answer to an entry, for the history, and for what `undo` took back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    "edited": "a correction",
    "noted": "a note",
    "closed": "closed",
    "reopened": "reopened",
    "checked": "answers on a checklist",
    "acknowledged": "that it was taken on",
}
"""Kinds of event in words, where the details follow after them."""


def say_event_of(kind: str, payload: Mapping[str, str]) -> str:
    """Return a stored event in a few words, without its free text."""
    match kind:
        case "recorded":
            return f"{payload['stage']} {payload['what']} {payload['on']}" + (
                f" due {payload['due']}" if "due" in payload else ""
            )
        case "edited":
            return f"{KINDS[kind]} of {', '.join(sorted(payload))}"
        case "checked":
            return f"answers on the checklist {payload['list']}: {', '.join(sorted(set(payload) - {'list'}))}"
        case "escalated":
            return f"rung {payload['rung']} reached for {payload['deadline']}: {payload['to']} to be told"
        case "acknowledged":
            return f"{payload['deadline']} taken on by {payload['by']}"
        case _:
            return KINDS.get(kind, kind)
