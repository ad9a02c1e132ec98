"""What an entry did to our rights: two timelines of one case, before and after, compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from denialctl.timeline.phrases import say_days
from denialctl.vocabulary import PLAN_TYPE, Status

if TYPE_CHECKING:
    from denialctl.timeline.deadline import Deadline, Timeline

_DONE = (Status.MET, Status.MET_LATE)


class Turn(StrEnum):
    """What became of a right."""

    OPENED = "opened"
    MOVED = "moved"
    DONE = "done"
    OVER = "over"
    """Its last day has passed."""
    ENDED = "ended"
    """It can no longer be used, or not at present."""


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one right of ours."""

    turn: Turn
    right: Deadline
    """The right now; the right before, if it is no longer on the timeline."""
    before: Deadline | None
    """The right before; None if it is new on the timeline."""


def is_open_right(item: Deadline) -> bool:
    """True if a step is ours, its stage has begun, and it is not done; its day may be unknown."""
    return item.clock.ours and item.stage_open and item.status in (Status.OPEN, Status.NOT_COMPUTED)


def open_rights(timeline: Timeline) -> tuple[Deadline, ...]:
    """Return the open rights of a timeline, in its order."""
    return tuple(item for item in timeline.deadlines if is_open_right(item))


def moves(before: Timeline, after: Timeline) -> tuple[Move, ...]:
    """Return which of our rights opened, moved or ended between two timelines, in the order of the second."""
    was = {item.id: item for item in before.deadlines if item.clock.ours and item.stage != PLAN_TYPE}
    now = {item.id: item for item in after.deadlines if item.clock.ours and item.stage != PLAN_TYPE}
    found = []
    for name in dict.fromkeys((*now, *was)):
        old, new = was.get(name), now.get(name)
        turn, right = _turn(old, new), new if new is not None else old
        if turn is not None and right is not None:
            found.append(Move(turn, right, old))
    return tuple(found)


def _turn(old: Deadline | None, new: Deadline | None) -> Turn | None:
    was_open, is_open = (item is not None and is_open_right(item) for item in (old, new))
    if new is not None and new.status in _DONE:
        return None if old is None or old.status in _DONE else Turn.DONE
    if is_open:
        return _between(old, new) if was_open else Turn.OPENED
    if new is not None and new.status is Status.MISSED:
        return None if old is not None and old.status is Status.MISSED else Turn.OVER
    return Turn.ENDED if was_open else None


def _between(old: Deadline | None, new: Deadline | None) -> Turn | None:
    """Compare the days of a right that was open and still is."""
    days = ((item.due, item.latest, item.act_by) for item in (old, new) if item is not None)
    return Turn.MOVED if len(set(days)) > 1 else None


def right_name(item: Deadline) -> str:
    """Return the title of a right, with the step if that is not the filing or the request itself."""
    return item.title if item.step in ("file", "request") else f"{item.title} ({item.step})"


def say_right(item: Deadline) -> str:
    """Return the title of a right with its last day."""
    return f"{right_name(item)}, {say_days(item)}"
