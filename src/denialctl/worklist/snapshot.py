"""What is stored for a case in addition to its events, so that lists do not compute it.

It is the case without its history, its deadlines, and how long these are valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from denialctl.cases.case import Acknowledged, Case, Told
from denialctl.law.phones import call_lines
from denialctl.timeline.own_stages import in_effect
from denialctl.vocabulary import Status
from denialctl.worklist.listed import Listed
from denialctl.worklist.surfacing import on_list, surface_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from denialctl.law.rulebook import Rulebook
    from denialctl.timeline.deadline import Deadline, Timeline

OWED = (Status.WAITING, Status.LAPSED)
"""The statuses of what a plan or a reviewer still has to do."""
_Named = TypeVar("_Named", Told, Acknowledged)


class Surfacing(NamedTuple):
    """A deadline, and the day from which it has to be looked at; None if it is not on the list."""

    deadline: Deadline
    day: date | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case as lists know it, with its deadlines as they are from one instant up to another.

    `valid_from` is None if they were so from the beginning, `valid_until` is None if no
    later day changes them.
    """

    case: Case
    phone: str | None
    deadlines: tuple[Surfacing, ...]
    warnings: tuple[str, ...]
    valid_from: datetime | None
    valid_until: datetime | None

    def surfaced(self, until: date | None) -> Iterator[Listed]:
        """Yield the deadlines that have to be looked at up to a day; without a day, all that are on the list."""
        return (
            self._listed(item.deadline)
            for item in self.deadlines
            if item.day is not None and (until is None or item.day <= until)
        )

    def surfacing_after(self, day: date) -> list[date]:
        """Return the days after `day` from which a deadline has to be looked at."""
        return [item.day for item in self.deadlines if item.day is not None and item.day > day]

    def owed(self) -> Iterator[Listed]:
        """Yield what they owe, whether late or not; nothing for a closed case."""
        if self.case.closed is not None:
            return iter(())
        return (self._listed(item.deadline) for item in self.deadlines if item.deadline.status in OWED)

    def _listed(self, deadline: Deadline) -> Listed:
        return Listed(self.case, deadline, self.phone)


def snapshot_of(case: Case, timeline: Timeline, book: Rulebook) -> Snapshot:
    """Return the snapshot of a case, given its timeline and the rules by which that was computed."""
    case = in_effect(case, book)
    lines = call_lines(book, case.facts.state)
    return Snapshot(
        case=as_listed(case),
        # If several lines fit, none is stored: a wrong number is worse than none.
        phone=lines[0].number if len(lines) == 1 else None,
        deadlines=tuple(Surfacing(item, _day(item, case, timeline)) for item in timeline.deadlines),
        warnings=timeline.warnings,
        valid_from=timeline.valid_from,
        valid_until=timeline.valid_until,
    )


def _day(item: Deadline, case: Case, timeline: Timeline) -> date | None:
    return surface_day(item) if case.closed is None and on_list(item, timeline) else None


def as_listed(case: Case) -> Case:
    """Return a case without its history.

    It keeps its facts; and for the current round of each stage who was told last, who
    acknowledged last, and how they were asked for what they owe.
    """
    chased = {
        name: tuple(item for item in asked if case.about_this_filing(name, item.at))
        for name, asked in case.chased.items()
    }
    return Case(
        facts=case.facts,
        id=case.id,
        closed=case.closed,
        told=_last_of_each(case, case.told),
        acknowledged=_last_of_each(case, case.acknowledged),
        chased=chased,
    )


def _last_of_each(case: Case, said: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple({item.deadline: item for item in said if case.about_this_filing(item.deadline, item.at)}.values())
