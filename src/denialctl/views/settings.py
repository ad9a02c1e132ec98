"""The office's settings, and where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.views.emit import TextView

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class SettingsView(TextView):
    """One setting or place a line: what it is, and what it means."""

    told: Sequence[str]

    def plain(self) -> list[str]:
        """Return the lines as they are."""
        return list(self.told)
