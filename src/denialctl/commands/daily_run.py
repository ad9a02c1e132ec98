"""The mark that the list for the morning was made, which `doctor` looks for.

It lies beside the cases: when `due` was last run, and on which day before that. One
short transaction on a day of the office, none after that, and none with --as-of.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from denialctl.moments import Instant

if TYPE_CHECKING:
    from denialctl.commands.desk import Desk

_LAST, _BEFORE = "last_daily_run", "daily_run_before"


def leave_mark(desk: Desk) -> None:
    """Remember that the list was made today, unless that is known already. Whoever may only read the cases leaves no mark."""
    if desk.as_of is not None or desk.store.read_only:
        return
    last = last_run(desk)
    if last is not None and last.day == desk.now.day:
        return
    known = {_BEFORE: last.utc.isoformat()} if last is not None else {}
    desk.store.remember({_LAST: desk.now.utc.isoformat(timespec="seconds"), **known})


def last_run(desk: Desk) -> Instant | None:
    """Return when the list was last made."""
    return _run(desk, _LAST)


def run_before(desk: Desk) -> Instant | None:
    """Return when the list was made on the last day before that."""
    return _run(desk, _BEFORE)


def _run(desk: Desk, key: str) -> Instant | None:
    try:
        return Instant.from_datetime(datetime.fromisoformat(desk.store.meta(key) or ""), desk.zone)
    except ValueError:
        return None
