"""What an entry changed: the case as it is now, what was stored, and which of the office's dates moved."""

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
    """What is printed after something was entered in a case."""

    case: Case
    timeline: Timeline
    stored: tuple[StoredEvent, ...]
    """What was stored just now: one event, or one for each deadline that was taken on."""
    taken_back: StoredEvent | None
    """The event that an `undo` took back; None after any other command."""
    moves: tuple[Move, ...]
    now: Instant
    remarks: tuple[str, ...] = ()
    """What has to be said about the case now that did not have to be said before."""


def answer_after(session: Session, case_id: int, act: Callable[[], T]) -> tuple[T, Answer]:
    """Call `act`, which enters something in a case; return its result, and what changed in the case."""
    session.store.events(case_id)  # refuses a case that does not exist before anything else is wrong
    entered_before = len(session.entered)
    result = act()
    entered = session.entered[entered_before:]
    stored = tuple(item.event for item in entered)
    before, now = (entered[0].before, entered[-1].after) if entered else (case_of(session, case_id)[0],) * 2
    timeline, earlier = session.timeline(now), _timeline_before(session, before)
    undone = {int(event.payload["event"]) for event in stored if event.kind == "undone"}
    taken_back = next((event for item in entered for event in item.earlier if event.number in undone), None)
    moved = moves(earlier, timeline) if earlier is not None else ()
    now = in_effect(now, session.assembler.book(now.facts))
    return result, Answer(
        case=now,
        timeline=timeline,
        stored=stored,
        taken_back=taken_back,
        moves=moved,
        now=session.now,
        remarks=tuple(_remarks(now, stored, earlier, timeline)),
    )


def _remarks(case: Case, stored: Iterable[StoredEvent], before: Timeline | None, after: Timeline) -> Iterator[str]:
    """Yield what is worth saying after an entry.

    That is: new warnings, a decision on something that was never filed, an answer that is still owed in a closed case.
    """
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


def _timeline_before(session: Session, case: Case) -> Timeline | None:
    """Compute the timeline before an entry; None if that fails, because the entry may correct the very cause."""
    try:
        return session.timeline(case)
    except DenialctlError:
        return None
