"""What `doctor` finds: how grave it is, what it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is, the gravest first."""

    FAILURE = "failure"
    """The mornings cannot be relied on."""
    WARNING = "warning"
    """They can today; something is on its way to break them."""
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
        """Whether something has to be done about it."""
        return self.level in (Level.FAILURE, Level.WARNING)
