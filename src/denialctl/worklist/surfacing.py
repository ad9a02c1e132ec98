"""Which deadlines are on the list for the morning, and from which day they have to be looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant
from denialctl.vocabulary import Kind, Status

if TYPE_CHECKING:
    from denialctl.dates.moments import Moment
    from denialctl.timeline.deadline import Deadline, Timeline

AT_ONCE = date.min
"""The day of a deadline that has to be looked at on any day."""
_OURS = (Status.OPEN, Status.MISSED, Status.NOT_COMPUTED)


def on_list(item: Deadline, timeline: Timeline) -> bool:
    """True if a deadline belongs on the list, given the other deadlines of its case.

    Deadlines that ask for nothing are left out: a missed call once the appeal is under
    way, a further review without a date while the appeals before it run, and an
    optional step that was missed or has no date.
    """
    if not surfaces(item):
        return False
    if item.status is Status.MISSED and item.kind is Kind.PEER_TO_PEER:
        return not any(other.done_at is not None and other.step == "file" for other in timeline.deadlines)
    if item.status is Status.NOT_COMPUTED and item.kind is Kind.FURTHER_REVIEW:
        return not any(_running(other) for other in timeline.deadlines)
    return not (item.optional and item.status in (Status.MISSED, Status.NOT_COMPUTED))


def surfaces(item: Deadline) -> bool:
    """True if a deadline by itself calls for action: to do what is ours, or to chase what is theirs."""
    if not item.clock.ours:
        return item.status is Status.LAPSED and not item.raised
    if item.receipt_unknown or item.give_cause:
        return True
    return item.stage_open and item.status in _OURS


def _running(item: Deadline) -> bool:
    """True if a step of the timeline that is not optional is open, or they owe an answer to it."""
    return (
        item.stage_open
        and not item.optional
        and item.status in (Status.OPEN, Status.WAITING, Status.LAPSED)
        and not item.came_late
    )


def surface_day(item: Deadline) -> date:
    """Return the day from which a deadline has to be looked at; `AT_ONCE` if that depends on no day."""
    if item.status in (Status.MISSED, Status.LAPSED) or item.sent_unproved or item.receipt_unknown or item.give_cause:
        return AT_ONCE
    if item.status is Status.NOT_COMPUTED and item.act_by is None:
        return AT_ONCE
    planned = item.act_by or item.due
    return AT_ONCE if planned is None else last_day(planned)


def last_day(moment: Moment) -> date:
    """Return the day of a moment; midnight at the end of a day belongs to that day."""
    return (moment.local - timedelta(seconds=1)).date() if isinstance(moment, Instant) else moment
