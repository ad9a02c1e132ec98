"""By how much they are late: in days if their limit is a day, in hours if it is an hour."""

from __future__ import annotations

from dataclasses import dataclass

from denialctl.dates.moments import Instant, Moment, day_of, end_of, start_of

_MANY_HOURS = 72
"""From this many hours on, days of 24 hours are easier to read."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """A whole number of `days`, or of elapsed `minutes` (nights and clock changes included).

    `at_least` is True if the limit was an hour and only the day of the answer is known:
    the answer is then taken to have come at the beginning of that day.
    """

    days: int | None = None
    minutes: int | None = None
    at_least: bool = False

    @property
    def hours(self) -> int | None:
        """Whole elapsed hours if the limit was an hour, else None."""
        return None if self.minutes is None else self.minutes // 60

    def __str__(self) -> str:
        if self.minutes is None:
            return f"{self.days} day{'s' if self.days != 1 else ''}"
        hours, rest = divmod(self.minutes, 60)
        said = f"{hours} h {rest} min" if rest else f"{hours} h"
        if hours >= _MANY_HOURS:
            said = f"{hours // 24} d {hours % 24} h"
        return f"at least {said}" if self.at_least else said


def lateness(due: Moment, at: Moment, zone: str) -> Lateness | None:
    """Return by how much `at` came after `due`; None if it did not certainly come after it."""
    if not isinstance(due, Instant):
        days = (day_of(at) - due).days
        return Lateness(days=days) if days > 0 else None
    seconds = (start_of(at, zone).utc - due.utc).total_seconds()
    # A limit that is an hour is over as soon as the clock shows that hour.
    return Lateness(minutes=int(seconds // 60), at_least=not isinstance(at, Instant)) if seconds >= 0 else None


def is_over(due: Moment, at: Moment, zone: str) -> bool:
    """True if a limit had certainly run out when something happened."""
    return end_of(due, zone).utc <= start_of(at, zone).utc
