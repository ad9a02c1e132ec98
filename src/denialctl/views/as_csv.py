"""CSV for spreadsheets: one deadline a line, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from denialctl.cases.data import case_data
from denialctl.dates.moments import to_json
from denialctl.timeline.data import deadline_data
from denialctl.views.safe_text import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from denialctl.commands.calc import CaseView
    from denialctl.commands.due import DueItem, DueList
    from denialctl.commands.listing import ListedCase
    from denialctl.timeline.deadline import Deadline

_DEADLINE = ("id", "title", "clock", "status", "act_by", "due", "latest", "basis", "layer", "authority", "confirmed", "missing")
_CASE = ("id", "patient", "payer", "regime", "state", "description", "code", "owner", "notice_date")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return lines of CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[cell(value) for value in row] for row in rows])
    return out.getvalue().rstrip("\n")


def timeline_csv(view: CaseView) -> str:
    """Return the deadlines of a case."""
    return table(_DEADLINE, [_cells(deadline_data(item), _DEADLINE) for item in view.timeline.deadlines])


def due_csv(found: DueList) -> str:
    """Return the list for the morning."""
    header = ["band", *(f"case_{name}" for name in _CASE), *_DEADLINE, "action", "why", "owner", "escalate_to"]
    return table(header, [_due_row(item) for item in found.items])


def _due_row(item: DueItem) -> list[object]:
    case, deadline = _cells(case_data(item.case), _CASE), _cells(deadline_data(item.deadline), _DEADLINE)
    return [item.band, *case, *deadline, item.action, item.why, item.owner, item.escalate_to]


def list_csv(found: list[ListedCase]) -> str:
    """Return the cases."""
    rows = [[*_cells(case_data(item.case), _CASE), item.case.closed, *_next(item.next)] for item in found]
    return table([*_CASE, "closed", "next", "next_act_by", "next_due"], rows)


def _cells(data: Mapping[str, object], names: Iterable[str]) -> list[object]:
    return [data[name] for name in names]


def _next(item: Deadline | None) -> list[object]:
    return ["", "", ""] if item is None else [item.id, to_json(item.act_by), to_json(item.due)]
