"""CSV for spreadsheets: one deadline a line, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from denialctl.views.safe_text import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from denialctl.commands.calc import CaseView
    from denialctl.commands.due import DueList, ListedCase

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
    from denialctl.timeline.data import deadline_data  # noqa: PLC0415 - `due` does without

    rows = [[deadline_data(item)[name] for name in _DEADLINE] for item in view.timeline.deadlines]
    return table(_DEADLINE, rows)


def due_csv(found: DueList) -> str:
    """Return the list for the morning."""
    header = ["band", *(f"case_{name}" for name in _CASE), *_DEADLINE, "action", "why", "owner", "escalate_to"]
    return table(
        header,
        [_due_row(item.band, item.case, item.deadline, (item.action, item.why, item.owner, item.escalate_to)) for item in found.items],
    )


def _due_row(band: object, case: dict[str, Any], deadline: dict[str, Any], rest: Sequence[object]) -> list[object]:
    return [band, *(case[name] for name in _CASE), *(deadline[name] for name in _DEADLINE), *rest]


def list_csv(found: list[ListedCase]) -> str:
    """Return the cases."""
    rows = [[*(item.case[name] for name in _CASE), item.case["closed"], *_next(item.next)] for item in found]
    return table([*_CASE, "closed", "next", "next_act_by", "next_due"], rows)


def _next(item: dict[str, Any] | None) -> list[object]:
    return ["", "", ""] if item is None else [item["id"], item["act_by"], item["due"]]
