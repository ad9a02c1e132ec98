"""What a window is: an amount of time in the law's own convention, and the event that it is counted from.

How a window is applied to a moment stands in `ends.py`.
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
    """What a window counts."""

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
    """Moving a last day forward over days off; `certain` only where the authority surely says so."""

    over: frozenset[str]
    calendar: tuple[str, ...]
    """By name; several where it is not settled which one is meant."""
    certain: bool


@dataclass(frozen=True, slots=True)
class EndOfYear:
    """Going on to 31 December of the year that was reached (5 CFR 890.107(d)(2))."""


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """Going on to the end of the day that was reached, an exact moment (42 CFR 423.568(b): hours from the end of 14 calendar days)."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How a span is counted: the calendar, the month rule, what is skipped, the cut-off."""

    span: Span
    calendar: tuple[str, ...] = ()
    """By name; several where it is not settled which one is meant."""
    missing_day: MissingDay | None = None
    skip: frozenset[str] = frozenset()
    trigger_day_counts: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A span after (or before) one event, with whatever is chained behind it."""

    counting: Counting
    anchor: str
    backwards: bool = False
    presumed_receipt: Counting | None = None
    roll: Roll | None = None
    then: tuple[Counting | Roll | EndOfYear | EndOfDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Combination:
    """The latest or the earliest of several windows."""

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
    """A step that is not offered; why."""

    why: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Two readings of one text, both counted."""

    parts: tuple[Window, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Assured:
    """A window that is sure, and another that may be granted: the sure one gives the last day, the other at most what can be argued."""

    sure: Window
    arguable: Window
    why: str


Shape = Count | Combination | EndsWith | SeeNotice | NotOffered | Readings | Assured


@dataclass(frozen=True, slots=True)
class Window:
    """A shape and the hour at which its last day ends (None: with the day)."""

    shape: Shape
    cutoff: time | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The moment from which a window is counted, as far as it is known.

    `notice` is set where the anchor is a receipt: the date of the paper received.
    `assumed` names the missing fact for which a safe moment stands in. `near` is set
    where the moment itself may have come earlier: the end of a time of theirs that may
    be read as shorter. `again` is the same event as it was notified in other papers:
    the end that comes first is safe, the one that comes last can be argued.
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
    """The moment from which the window runs; None for one that ends with an event."""
    runs_until: bool = False
    """Whether it is open now and ends with an event, which may be only projected."""


class Surroundings(Protocol):
    """What a window needs from the case: its events, calendars and zone."""

    @property
    def zone(self) -> str:
        """The zone in which days begin and end."""
        ...

    def anchor(self, token: str) -> Anchor:
        """Find the event that a window is counted from."""
        ...

    @property
    def disregarded(self) -> tuple[date, date] | None:
        """The first and the last of the days that an order lets go uncounted."""
        ...

    def calendar(self, name: str) -> Calendar:
        """Find a calendar by the name that the rule gives."""
        ...
