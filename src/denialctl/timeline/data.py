"""A deadline and a case as plain data: the JSON that scripts rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.dates.moments import to_json

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline

Data = dict[str, Any]


def deadline_data(item: Deadline) -> Data:
    """Return a deadline as the contract of `calc` and `show` names it."""
    trigger = None if item.trigger_event is None else {"event": item.trigger_event, "at": to_json(item.trigger_at)}
    return {
        "id": item.id,
        "stage": item.stage,
        "step": item.step,
        "kind": str(item.kind),
        "title": item.title,
        "say": item.say,
        "clock": str(item.clock),
        "status": str(item.status),
        "stage_open": item.stage_open,
        "trigger": trigger,
        "window": item.window,
        "act_by": to_json(item.act_by),
        "due": to_json(item.due),
        "latest": to_json(item.latest),
        "done": to_json(item.done_at),
        "basis": None if item.basis is None else str(item.basis),
        "layer": None if item.layer is None else str(item.layer),
        "authority": item.authority,
        "confirmed": item.confirmed,
        "source": {"url": item.source, "status": item.source_status},
        "derivation": list(item.derivation),
        "if_missed": item.if_missed,
        "late_filing": item.late_filing,
        "overruled": [
            {"layer": str(gone.layer), "authority": gone.authority, "due": to_json(gone.due), "why": gone.why} for gone in item.overruled
        ],
        "missing": item.missing,
        "reason": item.reason,
        "notes": list(item.notes),
        "last_right": item.last_right,
        "optional": item.optional,
        "sent_unproved": item.sent_unproved,
        "receipt_unknown": item.receipt_unknown,
        "raised": item.raised,
        "assumed": [taken.said for taken in item.assumed],
        "usual_over": item.usual_over,
        "give_cause": item.give_cause,
    }


def case_data(case: Case) -> Data:
    """Return a case as the contract of `calc` and `show` names it."""
    facts = case.facts
    return {
        "id": case.id,
        "regime": facts.plan,
        "state": facts.state,
        "payer": facts.payer,
        "reviewer": facts.reviewer,
        "facts": dict(facts.answers),
        "letters": {stage: printed.isoformat() for stage, printed in facts.letters.items()},
        "urgency": "urgent" if facts.urgent else "standard",
        "phase": facts.in_phase,
        "service": facts.service or "item",
        "setting": facts.setting,
        "levels": facts.levels or 1,
        "notice_date": to_json(facts.denied),
        "received": to_json(facts.received),
        "requested": to_json(facts.requested),
        "service_date": to_json(facts.service_date),
        "service_ends": to_json(facts.service_ends),
        "discharge": to_json(facts.discharge),
        "effective": to_json(facts.effective),
        "tz": facts.tz,
        "patient": facts.patient,
        "description": facts.description,
        "code": facts.code,
        "reason": facts.reason,
        "amount": facts.amount,
        "owner": facts.owner,
        "closed": case.closed,
    }
