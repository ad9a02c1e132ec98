"""Their clocks for scripts and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.data import chase_data, listed_case_data
from denialctl.dates.moments import to_json
from denialctl.timeline.data import deadline_data
from denialctl.views.as_csv import table
from denialctl.views.as_json import dump

if TYPE_CHECKING:
    from denialctl.commands.chase import ChaseList, Owed

_HEADER = (
    "case_id", "patient", "payer", "owner", "id", "title", "owes", "status", "received", "ask_from", "due", "days_late", "hours_late",
    "script", "say", "authority", "confirmed", "opens", "asked",
)  # fmt: skip


def chase_json(found: ChaseList) -> str:
    """Return what to chase."""
    items = [
        {
            "case": listed_case_data(item.case, item.phone),
            "deadline": deadline_data(item.deadline),
            "owes": item.owes,
            "received": to_json(item.received),
            "due": to_json(item.deadline.due),
            "late": None if item.late is None else {"days": item.late.days, "hours": item.late.hours},
            "script": item.script,
            "say": item.say,
            "hint": item.hint or None,
            "authority": item.deadline.authority,
            "opens": item.deadline.if_missed,
            "asked": [chase_data(asked) for asked in item.asked],
            "owner": item.case.facts.owner,
        }
        for item in found.items
    ]
    return dump("chase", {"as_of": found.morning.now.isoformat(), "until": to_json(found.until), "items": items})


def chase_csv(found: ChaseList) -> str:
    """Return one line for each thing that they owe."""
    return table(_HEADER, [_row(item) for item in found.items])


def _row(item: Owed) -> list[object]:
    facts, deadline, late = item.case.facts, item.deadline, item.late
    return [
        item.number, facts.patient, facts.payer or facts.plan, facts.owner, deadline.id, deadline.title, item.owes,
        str(deadline.status), to_json(item.received), to_json(deadline.act_by), to_json(deadline.due),
        late.days if late else None, late.hours if late else None,
        item.script, item.say, deadline.authority, deadline.confirmed, deadline.if_missed,
        " ".join(asked.how for asked in item.asked),
    ]  # fmt: skip
