"""What one run entered in a case: the event, and the case before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.store.events import StoredEvent


@dataclass(frozen=True, slots=True)
class Entered:
    """An event that was stored, the events that the case had before it, and the case that they made before and make now."""

    event: StoredEvent
    earlier: tuple[StoredEvent, ...]
    before: Case
    after: Case
