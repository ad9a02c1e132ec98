"""The day for which a list is made: what time it is at the office, and on which days it is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from denialctl.dates.moments import Instant


@dataclass(frozen=True, eq=False, repr=False)
class Morning:
    """The day for which a list is made, in the zone of the office, and the days (ISO) on which it is closed."""

    now: Instant
    closed_days: Container[str]

    @cached_property
    def today(self) -> date:
        """The calendar day in the office's zone."""
        return self.now.day

    def is_open(self, day: date) -> bool:
        """True if the office is open on a day."""
        return day.weekday() < 5 and day.isoformat() not in self.closed_days

    @cached_property
    def next_business_day(self) -> date:
        """The first open day after today."""
        day = self.today + timedelta(days=1)
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    @cached_property
    def end_of_week(self) -> date:
        """The Sunday that ends this calendar week."""
        return self.today + timedelta(days=6 - self.today.weekday())

    def business_days_until(self, day: date) -> int:
        """Count the open days after today up to and including `day`, at most two weeks ahead."""
        return sum(ahead <= day for ahead in self._open_days)

    @cached_property
    def _open_days(self) -> list[date]:
        ahead = [self.today + timedelta(days=offset) for offset in range(1, 15)]
        return [day for day in ahead if self.is_open(day)]
