"""How far a list looks: `--within`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from denialctl.errors import UsageError, quoted

if TYPE_CHECKING:
    from datetime import date

    from denialctl.office.morning import Morning

_FARTHEST = 3660
"""The longest `--within`, in days."""


def horizon(morning: Morning, within: str | None) -> date | None:
    """Return the last day of a list limited by `--within`; None without that option."""
    days = days_ahead(within)
    return None if days is None else morning.today + timedelta(days=days)


def days_ahead(within: str | None) -> int | None:
    """Return the number of days of `--within`; None without that option. Raises UsageError if it cannot be read."""
    if within is None:
        return None
    match = re.fullmatch(r"(\d{1,4})\s*([hdw]?)", within.strip().lower())
    if match is None:
        raise UsageError(
            f"I cannot read --within {quoted(within)}.", "Write days, weeks or hours, such as 7d, 2w or 48h."
        )
    amount = int(match[1])
    days = {"h": -(-amount // 24), "w": amount * 7}.get(match[2], amount)
    if days > _FARTHEST:
        raise UsageError(
            f"--within {quoted(within)} looks more than ten years ahead.", "Write days or weeks, such as 7d or 2w."
        )
    return days
