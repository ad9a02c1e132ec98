"""`due`: the list for the morning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.horizon import days_ahead, horizon
from denialctl.commands.up_to_date import up_to_date
from denialctl.errors import EXIT_DUE, EXIT_MISSED
from denialctl.vocabulary import Band
from denialctl.worklist.action import action_of, time_left
from denialctl.worklist.listed import Listed
from denialctl.worklist.order import band_of, order_key, why_here

if TYPE_CHECKING:
    from denialctl.commands.session import Session
    from denialctl.commands.whose import Whose
    from denialctl.office.morning import Morning
    from denialctl.store.queries import Later
    from denialctl.worklist.escalation import Reached, Watch


@dataclass(eq=False, repr=False)
class DueItem(Listed):
    """One line of the list."""

    band: Band
    why: str
    action: str
    left: str
    reached: Reached | None = None
    stands_in: str | None = None
    """Who does the owner's work today, if the owner is away."""

    @property
    def owner(self) -> str | None:
        """Whose case it is."""
        return self.case.facts.owner

    @property
    def escalate_to(self) -> str | None:
        """Whom to tell, and on which rung; None once somebody has acknowledged it."""
        return str(self.reached) if self.reached is not None and self.reached.acknowledged_by is None else None


@dataclass(eq=False, repr=False)
class DueList:
    """The list for the morning, in order, and what comes after its horizon."""

    morning: Morning
    items: tuple[DueItem, ...]
    open_cases: int
    later: Later | None = None
    """What comes after the end of the list; None if that was not counted."""
    moved: tuple[str, ...] = ()
    limited: bool = False
    """True if a horizon was asked for; otherwise the list ends with this week."""

    @property
    def exit_code(self) -> int:
        """The code for --exit-code: 20 if something is missed, 10 if something is due, else 0."""
        if any(item.band is Band.MISSED for item in self.items):
            return EXIT_MISSED
        return EXIT_DUE if any(item.band is not Band.LATER or self.limited for item in self.items) else 0


def due(
    session: Session, *, within: str | None = None, whose: Whose | None = None, everything: bool = False
) -> DueList:
    """Make the list: what is missed, what to do up to the horizon, and what plans and reviewers are late with.

    Without `within` the horizon is the end of this week, or none with `everything`.
    """
    days_ahead(within)  # refuse a wrong --within before the cases are opened
    current = up_to_date(session)
    morning, moved = session.morning(), current.moved
    last = horizon(morning, within)
    until = last or (None if everything else max(morning.end_of_week, morning.next_business_day))
    found = current.surfaced(until)
    if whose is not None:
        from denialctl.commands.whose import nobody_of_that_name, of_those  # noqa: PLC0415 - only if somebody is named

        found = of_those(session, whose, found)
        moved = [*moved, *nobody_of_that_name(session, whose)]
    found.sort(key=lambda item: order_key(item.deadline, item.case, morning))
    return DueList(
        morning=morning,
        items=tuple(_item(session, item, morning) for item in found),
        open_cases=session.store.count_open(),
        later=None if until is None or whose is not None else current.later(until),
        moved=tuple(moved),
        limited=within is not None,
    )


def _reached(item: Listed, morning: Morning, watch: Watch) -> Reached | None:
    from denialctl.worklist.escalation import reached  # noqa: PLC0415 - only if somebody could be told

    return reached(item.deadline, item.case, morning, watch)


def _item(session: Session, item: Listed, morning: Morning) -> DueItem:
    owner, watch = item.case.facts.owner, session.watch
    cover = session.staff.cover(owner, morning.today) if owner and session.has_staff else None
    return DueItem(
        case=item.case,
        deadline=item.deadline,
        phone=item.phone,
        band=band_of(item.deadline, morning),
        why=why_here(item.deadline, item.case, morning),
        action=action_of(item.deadline),
        left=time_left(item.deadline, morning),
        reached=_reached(item, morning, watch) if watch is not None else None,
        stands_in=str(cover) if cover is not None and cover.instead_of is not None else None,
    )
