"""JSON for scripts, in ASCII. Each document names its schema; dates are ISO, times carry their offset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from denialctl.cases.data import case_data, listed_case_data
from denialctl.dates.moments import to_json
from denialctl.timeline.data import deadline_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from denialctl.commands.calc import CaseView
    from denialctl.commands.due import DueList
    from denialctl.commands.listing import ListedCase
    from denialctl.dates.moments import Instant
    from denialctl.timeline.advice import Advice


def dump(name: str, content: Mapping[str, object]) -> str:
    """Return a document of the schema `denialctl.NAME/1`."""
    return json.dumps({"schema": f"denialctl.{name}/1", **content}, indent=1)


def timeline_json(view: CaseView, now: Instant) -> str:
    """Return the timeline of a case."""
    content = {
        "as_of": now.isoformat(),
        "case": case_data(view.case),
        "deadlines": [deadline_data(item) for item in view.timeline.deadlines],
        "warnings": [*view.doubts, *view.timeline.warnings, *(item.say for item in view.advice if item.id == "expedite")],
        "advice": [advice_data(item) for item in view.advice],
    }
    return dump("timeline", content)


def advice_data(item: Advice) -> dict[str, object]:
    """Return one piece of advice."""
    return {
        "id": item.id,
        "say": item.say,
        "because": item.because,
        "authority": item.authority,
        "stage": item.stage,
        "by": to_json(item.by),
    }


def due_json(found: DueList) -> str:
    """Return the list for the morning."""
    items = [
        {
            "case": listed_case_data(item.case, item.phone),
            "deadline": deadline_data(item.deadline),
            "band": str(item.band),
            "why": item.why,
            "action": item.action,
            "owner": item.owner,
            "escalate_to": item.escalate_to,
            "acknowledged_by": item.reached.acknowledged_by if item.reached is not None else None,
            "stands_in": item.stands_in,
        }
        for item in found.items
    ]
    return dump("due", {"as_of": found.morning.now.isoformat(), "items": items})


def list_json(found: list[ListedCase], now: Instant) -> str:
    """Return the cases."""
    return dump("list", {"as_of": now.isoformat(), "cases": [_listed(item) for item in found]})


def _listed(item: ListedCase) -> dict[str, object]:
    following = None if item.next is None else deadline_data(item.next)
    return {"case": listed_case_data(item.case, item.phone), "next": following}
