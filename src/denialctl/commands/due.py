"""`due`: the list for the morning. `list`: the cases."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from denialctl.errors import EXIT_DUE, EXIT_MISSED, DenialctlError, UsageError, quoted
from denialctl.naming import plain, same
from denialctl.vocabulary import Band
from denialctl.worklist.order import Morning, action_of, band_of, order_key, time_left, why_here

if TYPE_CHECKING:
    from denialctl.commands.case_finding import Wanted
    from denialctl.commands.session import Session
    from denialctl.worklist.escalation import Reached, Watch

Data = dict[str, Any]
_FARTHEST = 3660
"""How many days ahead a list may look."""


@dataclass(eq=False, repr=False)
class DueItem:
    """One line of the list."""

    case: Data
    deadline: Data
    band: Band
    why: str
    action: str
    left: str
    owner: str | None
    reached: Reached | None = None
    stands_in: str | None = None
    """Who has the owner's work today, where the owner is away."""

    @property
    def escalate_to(self) -> str | None:
        """Whom to tell, and on which rung; nobody once somebody has taken it on."""
        return str(self.reached) if self.reached is not None and self.reached.acknowledged_by is None else None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose lines are wanted: one person's, a team's, nobody's, or those of who is at the keyboard."""

    owner: str | None = None
    team: str | None = None
    unassigned: bool = False
    mine: bool = False

    def asked(self) -> bool:
        """Tell whether the list is limited at all."""
        return self.owner is not None or self.team is not None or self.unassigned or self.mine


@dataclass(eq=False, repr=False)
class DueList:
    """The list for the morning, in order, and what comes after its horizon."""

    morning: Morning
    items: tuple[DueItem, ...]
    open_cases: int
    later: tuple[int, int, str | None]
    moved: tuple[str, ...] = ()
    limited: bool = False
    """Whether a horizon was asked for; without one, what comes after this week is not due yet."""

    @property
    def exit_code(self) -> int:
        """The code that --exit-code gives: 20 something missed, 10 something due, 0 nothing."""
        if any(item.band is Band.MISSED for item in self.items):
            return EXIT_MISSED
        return EXIT_DUE if any(item.band is not Band.LATER or self.limited for item in self.items) else 0


def due(session: Session, *, within: str | None = None, whose: Whose | None = None, everything: bool = False) -> DueList:
    """Make the list: what is missed, what to do today and up to the horizon, what they are late with.

    Without `within` the horizon is the end of this week, or none with `everything`.
    """
    days_ahead(within)  # what cannot be read is wrong usage, wherever the cases lie
    store = session.store
    moved, replaced = up_to_date(session)
    morning = session.morning()
    last = horizon(morning, within)
    until = last or (None if everything else max(morning.end_of_week, morning.next_business_day).isoformat())
    found = store.surfaced(until)
    if replaced:
        found = [pair for pair in found if pair[0]["id"] not in replaced]
        for case_id, projection in replaced.items():
            case = {**projection.case, "id": case_id}
            found += [(case, data) for data, day in projection.deadlines if day is not None and (until is None or day <= until)]
    limited = whose is not None and whose.asked()
    if limited and whose is not None:
        wanted = owners_of(session, whose)
        found = [pair for pair in found if plain(pair[0]["owner"] or "") in wanted]
        moved = [*moved, *nobody_of_that_name(session, whose)]
    found.sort(key=lambda pair: order_key(pair[1], pair[0], morning))
    items = tuple(_item(session, case, deadline, morning) for case, deadline in found)
    open_cases = int(store.rows("select count(*) from cases where closed is null")[0][0])
    later = (0, 0, None) if until is None or limited else _later(session, until, replaced)
    return DueList(morning, items, open_cases, later, tuple(moved), within is not None)


def _later(session: Session, until: str, replaced: dict[int, Any]) -> tuple[int, int, str | None]:
    """Count what comes after the list's last day: deadlines, cases, and the first day; of cases computed in memory as they are there."""
    if not replaced:
        return session.store.counted_after(until)
    found = [pair for pair in session.store.surfacing_after(until) if pair[0] not in replaced]
    for case_id, projection in replaced.items():
        found += [(case_id, day) for _, day in projection.deadlines if day is not None and day > until]
    return len(found), len({case_id for case_id, _ in found}), min((day for _, day in found), default=None)


def up_to_date(session: Session) -> tuple[list[str], dict[int, Any]]:
    """Refresh what is stored; loads the rules only if something has to be computed again."""
    store = session.store
    now = session.now.utc.isoformat()
    if store.meta("signature") == session.rules_signature and not store.stale(now):
        return [], {}
    from denialctl.commands.refreshing import recomputed_in_memory, refresh  # noqa: PLC0415 - heavy

    return refresh(session), recomputed_in_memory(session)


def nobody_of_that_name(session: Session, whose: Whose) -> list[str]:
    """Say that a name owns no case at all: an empty list by a slip of the keyboard must not look like a free day."""
    name = whose.owner
    if name is None or session.staff.person(name) is not None:
        return []
    owners = [str(row[0]) for row in session.store.rows("select distinct owner from cases where owner is not null order by owner")]
    if any(same(owner, name) for owner in owners):
        return []
    return [f"Nobody called {quoted(name)} owns a case or is entered. Owners: {', '.join(owners) or 'none'}."]


def owners_of(session: Session, whose: Whose) -> set[str]:
    """Return the owners whose cases are wanted, as names are compared; the empty text stands for nobody."""
    staff, today = session.staff, session.now.day
    if sum((whose.owner is not None, whose.team is not None, whose.unassigned, whose.mine)) > 1:
        raise UsageError("--owner, --team, --unassigned and --mine exclude one another.", "Give one of them.")
    if whose.unassigned:
        return {""}
    if whose.team is not None:
        return {plain(name) for name in staff.of_team(whose.team)}
    name = whose.owner
    if name is None:
        me = staff.signed_in(session.who)
        if me is None and staff:
            raise DenialctlError(
                f"I do not know who {quoted(session.who)} is.",
                f"Say it once: denialctl staff set NAME --login {session.who}, or use --owner NAME.",
            )
        name = me.name if me is not None else session.who
    # Whoever is away keeps the own cases on the own list; who stands in sees them too.
    return {plain(name), *map(plain, staff.covered_by(name, today))}


def _reached(deadline: Data, case: Data, morning: Morning, watch: Watch) -> Reached | None:
    from denialctl.worklist.escalation import reached  # noqa: PLC0415 - only where somebody is named who could be told

    return reached(deadline, case, morning, watch)


def _item(session: Session, case: Data, deadline: Data, morning: Morning) -> DueItem:
    owner, watch = case["owner"], session.watch
    cover = session.staff.cover(owner, morning.today) if owner and session.has_staff else None
    return DueItem(
        case,
        deadline,
        band_of(deadline, morning),
        why_here(deadline, case, morning),
        action_of(deadline),
        time_left(deadline, morning),
        owner,
        _reached(deadline, case, morning, watch) if watch is not None else None,
        str(cover) if cover is not None and cover.instead_of is not None else None,
    )


def horizon(morning: Morning, within: str | None) -> str | None:
    """Return the last day to which `--within` looks; None where it was not given."""
    days = days_ahead(within)
    return None if days is None else (morning.today + timedelta(days=days)).isoformat()


def days_ahead(within: str | None) -> int | None:
    """Read `--within`: how many days ahead to look; None where it was not given."""
    if within is None:
        return None
    match = re.fullmatch(r"(\d{1,4})\s*([hdw]?)", within.strip().lower())
    if match is None:
        raise UsageError(f"I cannot read --within {quoted(within)}.", "Write days, weeks or hours, such as 7d, 2w or 48h.")
    amount = int(match[1])
    days = {"h": -(-amount // 24), "w": amount * 7}.get(match[2], amount)
    if days > _FARTHEST:
        raise UsageError(f"--within {quoted(within)} looks more than ten years ahead.", "Write days or weeks, such as 7d or 2w.")
    return days


@dataclass(eq=False, repr=False)
class ListedCase:
    """One line of `list`."""

    case: Data
    next: Data | None


def list_cases(session: Session, *, closed: bool = False, wanted: Wanted | None = None) -> tuple[list[ListedCase], list[str]]:
    """List the cases with the next thing on each; returns too what moved because rules changed."""
    moved, replaced = up_to_date(session)
    morning = session.morning()
    where = "" if closed else " where closed is null"
    rows = session.store.rows(f"select id, data from cases{where} order by id")  # noqa: S608 - no user text
    surfaced: dict[int, list[Data]] = {}
    for case, deadline in session.store.surfaced(None):
        if case["id"] not in replaced:
            surfaced.setdefault(case["id"], []).append(deadline)
    for case_id, projection in replaced.items():
        surfaced[case_id] = [data for data, day in projection.deadlines if day is not None]
    found = []
    for row in rows:
        case = json.loads(row["data"])
        if wanted is not None and not wanted.fits(session, case):
            continue
        waiting = sorted(surfaced.get(case["id"], []), key=lambda item: order_key(item, case, morning))
        found.append(ListedCase(case, waiting[0] if waiting else None))
    return found, moved
