"""What an entry changed: the case as it stands now, what was stored, and which of our rights moved by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from denialctl.commands.calc import CaseView
from denialctl.commands.projecting import case_of
from denialctl.errors import DenialctlError
from denialctl.timeline.moved import Move, moves

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.cases.case import Case
    from denialctl.commands.desk import Desk
    from denialctl.moments import Instant
    from denialctl.store.sqlite import StoredEvent
    from denialctl.timeline.deadline import Timeline

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said after something was entered in a case."""

    case: Case
    timeline: Timeline
    stored: tuple[StoredEvent, ...]
    """What was stored just now: one event, or one for each deadline that was taken on."""
    taken_back: StoredEvent | None
    """What an `undo` took back."""
    moves: tuple[Move, ...]
    now: Instant


def answer_after(desk: Desk, case_id: int, act: Callable[[], T]) -> tuple[T, Answer]:
    """Do something to a case; returns what it returned, and what it changed."""
    case, _ = case_of(desk, case_id)
    before = _ladder(desk, case)
    entered_before = len(desk.entered)
    result = act()
    stored = tuple(desk.entered[entered_before:])
    now, events = case_of(desk, case_id)
    # A view of the case with all of it computed need not be computed again.
    ladder = result.timeline if isinstance(result, CaseView) else desk.assembler.timeline(now, desk.now)
    gone = {int(event.payload["event"]) for event in stored if event.kind == "undone"}
    taken_back = next((event for event in events if event.number in gone), None)
    return result, Answer(now, ladder, stored, taken_back, moves(before, ladder) if before is not None else (), desk.now)


def _ladder(desk: Desk, case: Case) -> Timeline | None:
    """Compute the ladder as it stood; None where it could not be computed, which is what a correction may be about."""
    try:
        return desk.assembler.timeline(case, desk.now)
    except DenialctlError:
        return None
