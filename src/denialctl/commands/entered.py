"""What one run of the program entered in a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.store.events import StoredEvent


@dataclass(frozen=True, slots=True)
class Entered:
    """An event that was stored, the earlier events of its case, and the case before and after it."""

    event: StoredEvent
    earlier: tuple[StoredEvent, ...]
    before: Case
    after: Case
