"""What an entry changed: the case as it stands now, what was stored, and which of our rights moved by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from denialctl.commands.stored_case import case_of
from denialctl.dates.moments import say
from denialctl.errors import DenialctlError
from denialctl.timeline.moved import Move, moves
from denialctl.timeline.own_stages import in_effect
from denialctl.vocabulary import DECISIONS, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Instant
    from denialctl.store.events import StoredEvent
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
    remarks: tuple[str, ...] = ()
    """What is to be said of the case now, and was not before."""


def answer_after(session: Session, case_id: int, act: Callable[[], T]) -> tuple[T, Answer]:
    """Do something to a case; returns what it returned, and what it changed: from the case that took the first event on."""
    session.store.events(case_id)  # refuses a case that does not exist before anything else is wrong
    entered_before = len(session.entered)
    result = act()
    entered = session.entered[entered_before:]
    stored = tuple(item.event for item in entered)
    before, now = (entered[0].before, entered[-1].after) if entered else (case_of(session, case_id)[0],) * 2
    ladder, ladder_before = session.ladder(now), _ladder(session, before)
    gone = {int(event.payload["event"]) for event in stored if event.kind == "undone"}
    taken_back = next((event for item in entered for event in item.earlier if event.number in gone), None)
    moved = moves(ladder_before, ladder) if ladder_before is not None else ()
    now = in_effect(now, session.assembler.book(now.facts))
    return result, Answer(
        case=now,
        timeline=ladder,
        stored=stored,
        taken_back=taken_back,
        moves=moved,
        now=session.now,
        remarks=tuple(_remarks(now, stored, ladder_before, ladder)),
    )


def _remarks(case: Case, stored: Iterable[StoredEvent], before: Timeline | None, after: Timeline) -> Iterator[str]:
    """Yield what an entry has made worth saying: new warnings, a decision of what was never filed, what they still owe a closed case."""
    said = before.warnings if before is not None else ()
    yield from (text for text in after.warnings if text not in said)
    for event in stored:
        stage = event.payload.get("stage", "")
        decided = (
            event.kind == "recorded"
            and event.payload.get("what") in DECISIONS
            and stage not in ("initial-decision", "peer-to-peer")
        )
        if decided and not case.ever(stage, ("filed", "sent", "forwarded", "requested")):
            yield f"No filing at {stage} is recorded, only its decision. Is it the right case?"
        if event.kind == "closed" and before is not None:
            owed = [
                item
                for item in before.deadlines
                if item.step == "decide" and item.status in (Status.WAITING, Status.LAPSED)
            ]
            yield from (
                f"They still owe a decision, due {say(item.due)}: {item.title}."
                for item in owed
                if item.due is not None
            )


def _ladder(session: Session, case: Case) -> Timeline | None:
    """Compute the ladder as it stood; None where it could not be computed, which is what a correction may be about."""
    try:
        return session.ladder(case)
    except DenialctlError:
        return None
