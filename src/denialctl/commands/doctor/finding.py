"""What `doctor` finds: how serious it is, what it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How serious a finding is, the most serious first."""

    FAILURE = "failure"
    """The daily list cannot be relied on."""
    WARNING = "warning"
    """The daily list can be relied on today, but something will break it."""
    NOTE = "note"
    """Worth knowing, nothing to do now."""
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one check."""

    check: str
    level: Level
    what: str
    remedy: str = ""

    @property
    def wrong(self) -> bool:
        """True if something has to be done about it."""
        return self.level in (Level.FAILURE, Level.WARNING)
