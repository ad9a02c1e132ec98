"""What a window is: an amount of time in the law's own convention, and the event from which it is counted.

`ends.py` applies a window to a moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, time

    from denialctl.dates.calendars import Calendar
    from denialctl.dates.counting import MissingDay
    from denialctl.dates.moments import Moment


class Unit(StrEnum):
    """The unit in which a window counts."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """An amount, or a range of amounts, in one unit."""

    near: int
    far: int
    unit: Unit

    def __str__(self) -> str:
        amount = str(self.near) if self.near == self.far else f"{self.near} to {self.far}"
        unit = self.unit.value
        return f"{amount} {unit[:-1] if self.far == 1 else unit}"


@dataclass(frozen=True, slots=True)
class Roll:
    """A last day moves forward off days of the kinds in `over`; `certain` only if the authority clearly says so."""

    over: frozenset[str]
    calendar: tuple[str, ...]
    """Names of calendars; several if it is not settled which one applies."""
    certain: bool


@dataclass(frozen=True, slots=True)
class EndOfYear:
    """The time goes on to 31 December of the year that was reached (5 CFR 890.107(d)(2))."""


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """The time goes on to the end of the day that was reached, as an instant.

    42 CFR 423.568(b): hours that run from the end of 14 calendar days.
    """


@dataclass(frozen=True, slots=True)
class Counting:
    """A span and how it is counted: its calendar, the rule for short months, and what is skipped."""

    span: Span
    calendar: tuple[str, ...] = ()
    """Names of calendars; several if it is not settled which one applies."""
    missing_day: MissingDay | None = None
    skip: frozenset[str] = frozenset()
    trigger_day_counts: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A span after (or before) one event, and the links that are chained to its end."""

    counting: Counting
    anchor: str
    backwards: bool = False
    presumed_receipt: Counting | None = None
    roll: Roll | None = None
    then: tuple[Counting | Roll | EndOfYear | EndOfDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Combination:
    """The latest (or the earliest) end of several windows."""

    latest: bool
    parts: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class EndsWith:
    """A window that ends with an event: a discharge, a decision, the deadline of another step."""

    anchor: str


@dataclass(frozen=True, slots=True)
class SeeNotice:
    """A window that only the letter states."""

    where: str


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A step that is not offered, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Two readings of one text of law; both are counted."""

    parts: tuple[Window, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Assured:
    """A window that is certain, and a longer one that may be granted.

    The certain one gives the last day, the other at most the last day that can be argued.
    """

    sure: Window
    arguable: Window
    why: str


Shape = Count | Combination | EndsWith | SeeNotice | NotOffered | Readings | Assured


@dataclass(frozen=True, slots=True)
class Window:
    """The shape of a window, and the time at which its last day ends (None: at midnight)."""

    shape: Shape
    cutoff: time | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The moment from which a window is counted, as far as it is known.

    `notice` is set if the anchor is a receipt: the date on the paper that was received.
    `missing` names the fact without which the moment is not known, or is only a safe
    substitute. `near` is set if the moment itself may have come earlier, because it is
    the end of a time of theirs that may be shorter. `dormant` is True for an event that
    may never happen. `again` holds the same event as later notices reported it: the
    window that ends first is safe, the one that ends last can be argued.
    """

    event: str
    words: str
    at: Moment | None
    projected: bool = False
    notice: Moment | None = None
    receipt: bool = False
    missing: str | None = None
    dormant: bool = False
    near: Moment | None = None
    again: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """One computed end of a window, or why there is none."""

    at: Moment | None
    steps: tuple[str, ...] = ()
    event: str | None = None
    trigger: Moment | None = None
    projected: bool = False
    missing: str | None = None
    dormant: bool = False
    not_offered: str | None = None
    start: Moment | None = None
    """The moment from which the window runs; None for a window that ends with an event."""
    runs_until: bool = False
    """True if the window is open now and ends with an event, which may be only projected."""


class WindowContext(Protocol):
    """What a window needs from the case: its events, calendars and zone."""

    @property
    def zone(self) -> str:
        """The zone in which days begin and end."""
        ...

    def anchor(self, token: str) -> Anchor:
        """Return the event from which a window is counted, by its name in the rules."""
        ...

    @property
    def disregarded(self) -> tuple[date, date] | None:
        """The first and the last of the days that a dated order leaves out of the count; None without an order."""
        ...

    def calendar(self, name: str) -> Calendar:
        """Return a calendar by the name that a rule gives."""
        ...
