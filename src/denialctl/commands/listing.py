"""`list`: the cases, each with the next thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.up_to_date import up_to_date
from denialctl.worklist.order import order_key

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.commands.case_finding import Wanted
    from denialctl.commands.session import Session
    from denialctl.timeline.deadline import Deadline


@dataclass(eq=False, repr=False)
class ListedCase:
    """One line of `list`."""

    case: Case
    phone: str | None
    next: Deadline | None


def list_cases(
    session: Session, *, closed: bool = False, wanted: Wanted | None = None
) -> tuple[list[ListedCase], list[str]]:
    """Return the cases, each with the next thing to do, and in words what moved because rules changed."""
    current = up_to_date(session)
    morning = session.morning()
    cases = {case.id: (case, phone) for case, phone in session.store.cases(open_only=not closed) if case.id is not None}
    surfaced: dict[int, list[Deadline]] = {}
    for item in current.surfaced(None, cases):
        surfaced.setdefault(item.number, []).append(item.deadline)
    found = []
    for number, (case, phone) in cases.items():
        if wanted is not None and not wanted.fits(session, case):
            continue
        waiting = surfaced.get(number, [])
        if len(waiting) > 1:
            waiting.sort(key=lambda item: order_key(item, case, morning))
        first = waiting[0] if waiting else None
        found.append(ListedCase(case, phone, first))
    return found, current.moved
