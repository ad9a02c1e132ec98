"""The columns of a case and of a deadline in every table for spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.data import case_data
from denialctl.timeline.data import deadline_data

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline

CASE_COLUMNS = ("id", "patient", "payer", "regime", "state", "description", "code", "owner", "notice_date")
DEADLINE_COLUMNS = (
    "id", "title", "clock", "status", "act_by", "due", "latest", "basis", "layer", "authority", "confirmed", "missing",
)  # fmt: skip


def case_cells(case: Case) -> list[object]:
    """Return the cells of a case."""
    data = case_data(case)
    return [data[name] for name in CASE_COLUMNS]


def deadline_cells(item: Deadline) -> list[object]:
    """Return the cells of a deadline."""
    data = deadline_data(item)
    return [data[name] for name in DEADLINE_COLUMNS]
