"""`due`: the list for the morning. `list`: the cases."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from denialctl.errors import EXIT_DUE, EXIT_MISSED, UsageError, quoted
from denialctl.priority import Morning, action_of, band_of, escalate_to, order_key, time_left, why_here
from denialctl.vocabulary import Band

if TYPE_CHECKING:
    from denialctl.commands.desk import Desk

Data = dict[str, Any]


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
    escalate_to: str | None


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


def due(desk: Desk, *, within: str | None = None, owner: str | None = None, everything: bool = False) -> DueList:
    """Make the list: what is missed, what to do today and up to the horizon, what they are late with.

    Without `within` the horizon is the end of this week, or none with `everything`.
    """
    store = desk.store
    moved, replaced = _up_to_date(desk)
    morning = desk.morning()
    last = _horizon(morning, within)
    until = last or (None if everything else max(morning.end_of_week, morning.next_business_day).isoformat())
    found = store.surfaced(until)
    if replaced:
        found = [pair for pair in found if pair[0]["id"] not in replaced]
        for case_id, projection in replaced.items():
            case = {**projection.case, "id": case_id}
            found += [(case, data) for data, day in projection.deadlines if day is not None and (until is None or day <= until)]
    if owner is not None:
        found = [pair for pair in found if (pair[0]["owner"] or "").lower() == owner.lower()]
    found.sort(key=lambda pair: order_key(pair[1], pair[0], morning))
    items = tuple(_item(case, deadline, morning) for case, deadline in found)
    open_cases = int(store.rows("select count(*) from cases where closed is null")[0][0])
    later = (0, 0, None) if until is None or owner is not None else store.counted_after(until)
    return DueList(morning, items, open_cases, later, tuple(moved), within is not None)


def _up_to_date(desk: Desk) -> tuple[list[str], dict[int, Any]]:
    """Refresh what is stored; loads the rules only if something has to be computed again."""
    store = desk.store
    now = desk.now.utc.isoformat()
    if store.meta("signature") == desk.rules_signature and not store.stale(now):
        return [], {}
    from denialctl.commands.projecting import recomputed_in_memory, refresh  # noqa: PLC0415 - heavy

    return refresh(desk), recomputed_in_memory(desk)


def _item(case: Data, deadline: Data, morning: Morning) -> DueItem:
    return DueItem(
        case,
        deadline,
        band_of(deadline, morning),
        why_here(deadline, case, morning),
        action_of(deadline),
        time_left(deadline, morning),
        case["owner"],
        escalate_to(deadline, case, morning),
    )


def _horizon(morning: Morning, within: str | None) -> str | None:
    if within is None:
        return None
    match = re.fullmatch(r"(\d{1,4})\s*([hdw]?)", within.strip().lower())
    if match is None:
        raise UsageError(f"I cannot read --within {quoted(within)}.", "Write days, weeks or hours, such as 7d, 2w or 48h.")
    amount = int(match[1])
    days = {"h": -(-amount // 24), "w": amount * 7}.get(match[2], amount)
    return (morning.today + timedelta(days=days)).isoformat()


@dataclass(eq=False, repr=False)
class ListedCase:
    """One line of `list`."""

    case: Data
    next: Data | None


def list_cases(
    desk: Desk, *, closed: bool = False, owner: str | None = None, payer: str | None = None, patient: str | None = None
) -> tuple[list[ListedCase], list[str]]:
    """List the cases with the next thing on each; returns too what moved because rules changed."""
    moved, replaced = _up_to_date(desk)
    morning = desk.morning()
    where = "" if closed else " where closed is null"
    rows = desk.store.rows(f"select id, data from cases{where} order by id")  # noqa: S608 - no user text
    surfaced: dict[int, list[Data]] = {}
    for case, deadline in desk.store.surfaced(None):
        if case["id"] not in replaced:
            surfaced.setdefault(case["id"], []).append(deadline)
    for case_id, projection in replaced.items():
        surfaced[case_id] = [data for data, day in projection.deadlines if day is not None]
    found = []
    for row in rows:
        case = json.loads(row["data"])
        if (owner and (case["owner"] or "").lower() != owner.lower()) or (patient and case["patient"] != patient):
            continue
        if payer and payer.lower() not in (case["payer"] or "").lower():
            continue
        waiting = sorted(surfaced.get(case["id"], []), key=lambda item: order_key(item, case, morning))
        found.append(ListedCase(case, waiting[0] if waiting else None))
    return found, moved
