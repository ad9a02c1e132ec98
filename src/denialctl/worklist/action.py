"""What to do now about a deadline on the list, and how much time is left for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant
from denialctl.timeline.phrases import GET_PROOF, joined
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from denialctl.office.morning import Morning
    from denialctl.timeline.deadline import Deadline


def action_of(item: Deadline) -> str:
    """Return in words what to do now about a deadline."""
    if item.came_late:
        return f"CAME TOO LATE: {item.title}. Now: {item.if_missed}"
    if item.status is Status.LAPSED:
        return " ".join((f"LATE, theirs: {item.say} Now: {item.if_missed}", *(taken.said for taken in item.assumed)))
    if item.sent_unproved:
        return f"{GET_PROOF} (fax page, tracking, portal number): {item.say}"
    if item.give_cause:
        return (
            f"Filed late: give good cause in writing now, before it is dismissed. {item.late_filing or item.if_missed}"
        )
    if item.receipt_unknown:
        return f"Record the day on which they received it, so that their clock runs: {item.stage} filed --on DATE."
    if item.status is Status.MISSED:
        doubt = "" if item.confirmed else f"{item.firmness.mark} Do it all the same."
        return joined(f"MISSED: {item.say} {item.late_filing or item.if_missed}", doubt, by=" ")
    if item.status is Status.NOT_COMPUTED and item.missing:
        none = " No call offered? Record: peer-to-peer withdrawn." if item.id == "peer-to-peer.request" else ""
        return f"{item.say} Date not computed: {item.missing}.{none}"
    if item.id == "peer-to-peer.hold" and isinstance(item.trigger_at, Instant):
        return f"{item.say} At {item.trigger_at.local:%H:%M}."
    return item.say


def time_left(item: Deadline, morning: Morning) -> str:
    """Return in words how much time is left until `due`, or how long ago it was; empty without a date."""
    if item.due is None:
        return ""
    if isinstance(item.due, Instant):
        return _hours_left(item.due, morning)
    days = (item.due - morning.today).days
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} ago"
    if days == 0:
        return "today"
    business = morning.business_days_until(item.due) if days <= 14 else None
    return f"{days} day{'s' if days != 1 else ''} left" + (f", {business} bd" if business is not None else "")


def _hours_left(due: Instant, morning: Morning) -> str:
    seconds = int((due.utc - morning.now.utc).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    days, rest = divmod(hours, 24)
    said = f"{days} d {rest} h" if days else f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{said} left" if seconds >= 0 else f"{said} ago"
