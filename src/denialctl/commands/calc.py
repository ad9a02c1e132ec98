"""`calc`: the timeline of a denial that is not stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.intake import Entry, read_entry

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.commands.desk import Desk
    from denialctl.rules.law import Contact, Phone
    from denialctl.timeline.deadline import Timeline


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its timeline, as the formats show it."""

    case: Case
    timeline: Timeline
    phones: tuple[Phone, ...] = ()
    regulators: tuple[Contact, ...] = ()
    regime_title: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def nothing_computed(self) -> bool:
        """Whether not a single date came out."""
        return bool(self.timeline.deadlines) and all(item.due is None and item.act_by is None for item in self.timeline.deadlines)


def calculate(desk: Desk, entry: Entry) -> CaseView:
    """Compute the deadlines of a denial from the options given."""
    intake = read_entry(desk, entry, strict=False)
    return view_of(desk, intake.case, intake.doubts)


def view_of(desk: Desk, case: Case, doubts: tuple[str, ...] = ()) -> CaseView:
    """Compute a case's timeline and put the telephone numbers beside it."""
    timeline = desk.assembler.timeline(case, desk.now)
    book = desk.assembler.book(case.facts)
    phones = tuple(phone for pack in (book.reviewer, book.payer) if pack is not None for phone in pack.phones)
    regulators = book.state.regulators if book.state is not None else ()
    return CaseView(case, timeline, phones, regulators, book.regime.title, doubts)
