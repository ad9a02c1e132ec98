"""The one thing to do next about a case, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.dates.moments import end_of, say
from denialctl.timeline.phrases import (
    GET_PROOF,
    capital,
    joined,
    say_doubt,
    say_if_known,
    say_last_day,
    say_planned,
)
from denialctl.vocabulary import DECISIONS, Kind, Status

_ANSWERED = ("filed", "forwarded", *DECISIONS, "withdrawn")

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline, Timeline


def next_step_of(case: Case, timeline: Timeline) -> str:
    """Return what to do next: our step if one is open, else for whom we wait, else that nothing is left."""
    if case.closed is not None:
        return f"Nothing: the case is closed ({case.closed})."
    if case.won is not None:
        return "Approved. Get the authorization or reference number in writing, then close the case."
    zone = case.facts.tz
    # A right that a late notice gives back is treated as more than an option.
    given_back = Kind.CONTINUATION if any(item.came_late for item in timeline.deadlines) else None
    ours = [
        item
        for item in timeline.deadlines
        if item.clock.ours and item.stage_open and (not item.optional or item.kind is given_back)
    ]
    ready = [
        item
        for item in ours
        if item.status is Status.OPEN or (item.status is Status.NOT_COMPUTED and not _last_resort(item))
    ]
    late = [item for item in timeline.deadlines if item.status is Status.LAPSED and not item.came_late]
    waiting = [item for item in timeline.deadlines if item.status is Status.WAITING and item.step == "decide"]
    call = case.last("peer-to-peer", ("requested", "scheduled", "held", *DECISIONS, "pending-documents"))
    if (
        call is not None
        and not case.withdrawn("peer-to-peer")
        and call.what in ("requested", "scheduled", "held")
        and not _appealed(case)
    ):
        hold = "Hold the peer-to-peer call and record" if call.what != "held" else "Record"
        return f"{hold} its outcome: approved, upheld or pending-documents. The appeal clocks run on meanwhile."
    late_filed = next((item for item in timeline.deadlines if item.give_cause), None)
    if late_filed is not None:
        return _good_cause(late_filed)
    proved = _proved(case)
    if proved and not any(item.by_the_hour for item in ready):
        return proved if not ready else f"{proved} Then: {_ours(min(ready, key=lambda item: _urgency(item, zone)))}"
    if ready:
        first = min(ready, key=lambda item: _urgency(item, zone))
        overdue = next((item for item in late if item.step == "decide"), None)
        said = f"They are late: {overdue.if_missed} " if overdue is not None else ""
        return said + _ours(first)
    if late:
        return f"Call about the overdue answer: {late[0].say} {late[0].if_missed}"
    optional = [
        item
        for item in timeline.deadlines
        if item.clock.ours and item.stage_open and item.optional and item.status is Status.OPEN
    ]
    nearest = min(
        (item for item in optional if item.due is not None), key=lambda item: _urgency(item, zone), default=None
    )
    if waiting:
        item = waiting[0]
        due = say_if_known(item.due, "unknown")
        said = f"Wait: {item.say} Due {due}; the program shows it here when they are late."
        return said if nearest is None else f"{said} Open to you beside it: {_ours(nearest)}"
    if nearest is not None:
        return _ours(nearest)
    resorts = [item for item in ours if item.status is Status.NOT_COMPUTED]
    if resorts:
        return _ours(resorts[0])
    missed = [item for item in ours if item.status is Status.MISSED]
    if missed:
        item = missed[-1]
        return f"The last day is over: {item.say} {item.late_filing or item.if_missed}"
    return "No further step is known for this case. Read the last letter for rights it names, or close the case."


def _good_cause(item: Deadline) -> str:
    """Return what a late filing needs now, with the authority of the rule that gave its last day."""
    over = f"after its last day, {say(item.due)}" if item.due is not None else "late"
    now = f"Give good cause in writing now: it was filed {over}, and may be dismissed."
    said = joined(now, item.late_filing or item.if_missed, item.authority, say_doubt(item), by=" ")
    return f"{said}. Then record documents-sent."


def _proved(case: Case) -> str:
    """Return the request to record when they received what was sent with proof; until then their clock does not run."""
    sent = next(
        (
            item
            for item in case.happenings
            if item.what == "sent" and item.proof and not case.last(item.stage, _ANSWERED)
        ),
        None,
    )
    if sent is None:
        return ""
    stage = sent.stage.replace("-", " ")
    return (
        f"Record when they received the {stage}, so that their clock runs: filed --on DATE. Your proof: {sent.proof}."
    )


def _appealed(case: Case) -> bool:
    return any(item.what == "filed" for item in case.happenings)


def _last_resort(item: Deadline) -> bool:
    """True for a right whose date only the letter gives, and that is used after all others."""
    return item.kind is Kind.FURTHER_REVIEW and item.due is None


def _urgency(item: Deadline, zone: str) -> tuple[int, str]:
    """Return the sort key of our steps: hour clocks, running benefits, calls, appeals; then the planned day."""
    planned = item.act_by or item.due
    day = end_of(planned, zone).utc.isoformat() if planned is not None else "9999"
    if item.usual_over:
        return (4, day)
    if item.by_the_hour or item.kind is Kind.EXPEDITED_APPEAL:
        return (0, day)
    return ({Kind.CONTINUATION: 1, Kind.PEER_TO_PEER: 2}.get(item.kind, 3), day)


def _ours(item: Deadline) -> str:
    if item.sent_unproved:
        return f"{GET_PROOF}, and record it as filed: {item.say}"
    if item.due is None:
        plan = f" Do it by {say(item.act_by)}." if item.act_by is not None else ""
        return f"{item.say}{plan} No last day can be computed: {item.missing}."
    if item.usual_over:
        return item.say
    if item.no_call is not None:
        return f"{item.no_call} {_ours(item._replace(no_call=None))}"
    planned = say_planned(item) if item.act_by != item.due else ""
    authority = joined(item.authority.rstrip("."), say_doubt(item), by=" ")
    return f"{item.say} {capital(joined(say_last_day(item), planned, authority, by='; '))}."
