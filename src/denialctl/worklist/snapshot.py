"""What is stored of a case beside its events, so that a list need not compute it: the case, its deadlines, how long they hold."""

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
"""How that stands which a plan or a reviewer still has to do."""
_Named = TypeVar("_Named", Told, Acknowledged)


class Surfacing(NamedTuple):
    """A deadline, and the day from which it has to be looked at; None where it is not on the list."""

    deadline: Deadline
    day: date | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case as lists know it, with its deadlines as they hold from one instant up to another.

    `valid_from` is None where they held from the beginning, `valid_until` where no day turns them.
    """

    case: Case
    phone: str | None
    deadlines: tuple[Surfacing, ...]
    warnings: tuple[str, ...]
    valid_from: datetime | None
    valid_until: datetime | None

    def surfaced(self, until: date | None) -> Iterator[Listed]:
        """Yield what has to be looked at up to a day; all that is on the list where no day is named."""
        return (
            self._listed(item.deadline)
            for item in self.deadlines
            if item.day is not None and (until is None or item.day <= until)
        )

    def surfacing_after(self, day: date) -> list[date]:
        """Return the days, after the one named, from which something has to be looked at."""
        return [item.day for item in self.deadlines if item.day is not None and item.day > day]

    def owed(self) -> Iterator[Listed]:
        """Yield what they owe, late or not; of a closed case nothing."""
        if self.case.closed is not None:
            return iter(())
        return (self._listed(item.deadline) for item in self.deadlines if item.deadline.status in OWED)

    def _listed(self, deadline: Deadline) -> Listed:
        return Listed(self.case, deadline, self.phone)


def snapshot_of(case: Case, timeline: Timeline, book: Rulebook) -> Snapshot:
    """Return what is stored of a case whose timeline was computed by these rules."""
    case = in_effect(case, book)
    lines = call_lines(book, case.facts.state)
    return Snapshot(
        case=as_listed(case),
        # Of several lines none is taken: a wrong number is worse than none.
        phone=lines[0].number if len(lines) == 1 else None,
        deadlines=tuple(Surfacing(item, _day(item, case, timeline)) for item in timeline.deadlines),
        warnings=timeline.warnings,
        valid_from=timeline.valid_from,
        valid_until=timeline.valid_until,
    )


def _day(item: Deadline, case: Case, timeline: Timeline) -> date | None:
    return surface_day(item) if case.closed is None and on_list(item, timeline) else None


def as_listed(case: Case) -> Case:
    """Return a case without its history: its facts, and of the filing that runs now who was told last and how they were asked."""
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
