"""A deadline as JSON: the contract on which scripts rely, and the row of the store from which it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.dates.moments import Instant, from_json, to_json
from denialctl.timeline.deadline import Assumed, Deadline, Overruled
from denialctl.vocabulary import Basis, Clock, Kind, Layer, Status

if TYPE_CHECKING:
    from collections.abc import Mapping


def deadline_data(item: Deadline) -> dict[str, object]:
    """Return a deadline as the contract of `calc` and `show` defines it."""
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
        "firmness": str(item.firmness),
        "open_question": item.open_question,
        "used_by": list(item.used_by),
        "source": {"url": item.source, "status": item.source_status},
        "derivation": list(item.derivation),
        "if_missed": item.if_missed,
        "late_filing": item.late_filing,
        "overruled": [
            {"layer": str(lost.layer), "authority": lost.authority, "due": to_json(lost.due), "why": lost.why}
            for lost in item.overruled
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
        "no_call": item.no_call,
    }


def deadline_row(item: Deadline) -> dict[str, object]:
    """Return a deadline as it is stored: the contract, and the fields that it leaves out."""
    return {**deadline_data(item), **_outside_the_contract(item)}


def _outside_the_contract(item: Deadline) -> dict[str, object]:
    """Return the fields that the contract leaves out, if they differ from their default (most do not)."""
    found: dict[str, object] = {}
    if item.by_the_hour is not isinstance(item.due, Instant):
        found["by_the_hour"] = item.by_the_hour
    if item.trigger_event is None and item.trigger_at is not None:
        found["trigger_at"] = to_json(item.trigger_at)
    if item.appeal_closes_call is not None:
        found["appeal_closes_call"] = item.appeal_closes_call
    if item.call_before_appeal:
        found["call_before_appeal"] = True
    if item.projected:
        found["projected"] = True
    if item.amount_needed is not None:
        found["amount_needed"] = item.amount_needed
    if item.assumed:
        found["assumed_answers"] = [{"answer": taken.answer, "question": taken.question} for taken in item.assumed]
    return found


def deadline_from(row: Mapping[str, Any], zone: str) -> Deadline:
    """Read a stored deadline; its hours are read in the zone of its case.

    A field that an older version did not write has its default.
    """
    trigger = row["trigger"] or {"event": None, "at": row.get("trigger_at")}
    source, due = row["source"], from_json(row["due"], zone)
    return Deadline(
        stage=row["stage"],
        step=row["step"],
        kind=Kind(row["kind"]),
        title=row["title"],
        say=row["say"],
        clock=Clock(row["clock"]),
        status=Status(row["status"]),
        stage_open=row["stage_open"],
        basis=None if row["basis"] is None else Basis(row["basis"]),
        layer=None if row["layer"] is None else Layer(row["layer"]),
        authority=row["authority"],
        confirmed=row["confirmed"],
        source=source["url"],
        source_status=source["status"],
        window=row["window"],
        trigger_event=trigger["event"],
        trigger_at=from_json(trigger["at"], zone),
        act_by=from_json(row["act_by"], zone),
        due=due,
        latest=from_json(row["latest"], zone),
        done_at=from_json(row["done"], zone),
        derivation=tuple(row["derivation"]),
        if_missed=row["if_missed"],
        late_filing=row["late_filing"],
        overruled=tuple(
            Overruled(Layer(lost["layer"]), lost["authority"], from_json(lost["due"], zone), lost["why"])
            for lost in row["overruled"]
        ),
        missing=row["missing"],
        reason=row["reason"],
        notes=tuple(row["notes"]),
        by_the_hour=row.get("by_the_hour", isinstance(due, Instant)),
        last_right=row.get("last_right", False),
        sent_unproved=row.get("sent_unproved", False),
        optional=row.get("optional", False),
        receipt_unknown=row.get("receipt_unknown", False),
        usual_over=row.get("usual_over", False),
        give_cause=row.get("give_cause", False),
        appeal_closes_call=row.get("appeal_closes_call"),
        call_before_appeal=row.get("call_before_appeal", False),
        projected=row.get("projected", False),
        amount_needed=row.get("amount_needed"),
        assumed=_assumed(row),
        raised=row.get("raised", False),
        open_question=row.get("open_question"),
        used_by=tuple(row.get("used_by", ())),
        no_call=row.get("no_call"),
    )


def _assumed(row: Mapping[str, Any]) -> tuple[Assumed, ...]:
    said = row.get("assumed")
    if not said:
        return ()
    more = row.get("assumed_answers") or [{"answer": "", "question": ""}] * len(said)
    return tuple(Assumed(taken["answer"], words, taken["question"]) for words, taken in zip(said, more, strict=True))
