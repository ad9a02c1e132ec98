"""The cases, each with the next thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.cases.data import listed_case_data
from denialctl.dates.moments import to_json
from denialctl.timeline.data import deadline_data
from denialctl.timeline.phrases import read_in_zone, say_if_known
from denialctl.views import DISCLAIMER
from denialctl.views.columns import CASE_COLUMNS, case_cells
from denialctl.views.emit import Document, Rows, View
from denialctl.views.line import Line
from denialctl.views.safe_text import one_line
from denialctl.worklist.action import action_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.cases.case import Case
    from denialctl.commands.listing import ListedCase
    from denialctl.dates.moments import Instant


@dataclass(frozen=True, slots=True)
class CasesView(View):
    """The cases at a moment, whose zone is that of all hours shown; if there are none, `nothing` says why."""

    cases: Sequence[ListedCase]
    now: Instant
    nothing: str = ""

    def lines(self) -> list[Line]:
        """Lay the cases out for a terminal."""
        lines = []
        for item in self.cases:
            lines.append(Line(f"{item.case.id:>4}  {_which(item.case)}", "title", 6))
            lines.append(Line(f"      {self._next(item)}", "", 6))
        if not self.cases:
            lines.append(Line(one_line(self.nothing)))
        return [*lines, Line(DISCLAIMER, "dim")]

    def plain(self) -> list[str]:
        """Return one case a line."""
        return [*(f"case {item.case.id}\t{_which(item.case)}\t{self._next(item)}" for item in self.cases), DISCLAIMER]

    def data(self) -> Document:
        """Return the whole cases, each with its next deadline."""
        cases = [
            {
                "case": listed_case_data(item.case, item.phone),
                "next": None if item.next is None else deadline_data(item.next),
            }
            for item in self.cases
        ]
        return Document("list", {"as_of": self.now.isoformat(), "cases": cases})

    def rows(self) -> Rows:
        """Return one case a row."""
        header = (*CASE_COLUMNS, "closed", "next", "next_act_by", "next_due")
        return Rows(header, [(*case_cells(item.case), item.case.closed, *_next_cells(item)) for item in self.cases])

    def _next(self, item: ListedCase) -> str:
        if item.case.closed is not None:
            return "nothing: closed"
        if item.next is None:
            return "nothing for us now"
        due = read_in_zone(item.next, self.now.zone).due
        return f"{one_line(action_of(item.next))} Due {say_if_known(due)}."


def _which(case: Case) -> str:
    """Return in words which case it is: whose, what was denied, by whom and when, and who works on it."""
    facts = case.facts
    denied = f"denied {to_json(facts.denied)}"
    if facts.denied is None:
        denied = f"requested {to_json(facts.requested)}, pending"
    what = facts.description or facts.code
    parts = (facts.patient, what, facts.payer, facts.plan, facts.state, denied, facts.owner)
    closed = f" · CLOSED: {one_line(case.closed)}" if case.closed is not None else ""
    return " · ".join(one_line(part) for part in parts if part) + closed


def _next_cells(item: ListedCase) -> tuple[object, ...]:
    following = item.next
    return ("", "", "") if following is None else (following.id, to_json(following.act_by), to_json(following.due))
