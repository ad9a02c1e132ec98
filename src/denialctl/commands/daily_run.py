"""The mark that the list for the morning was made, which `doctor` looks for.

It lies beside the cases: when `due` was last run, and on which day before that. One
short transaction on a day of the office, none after that, and none with --as-of.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant

if TYPE_CHECKING:
    from denialctl.commands.session import Session

_LAST, _BEFORE = "last_daily_run", "daily_run_before"


def leave_mark(session: Session) -> None:
    """Remember that the list was made today, unless that is known already. Whoever may only read the cases leaves no mark."""
    if session.as_of is not None or session.store.read_only:
        return
    last = last_run(session)
    if last is not None and last.day == session.now.day:
        return
    known = {_BEFORE: last.utc.isoformat()} if last is not None else {}
    session.store.remember({_LAST: session.now.utc.isoformat(timespec="seconds"), **known})


def last_run(session: Session) -> Instant | None:
    """Return when the list was last made."""
    return _run(session, _LAST)


def run_before(session: Session) -> Instant | None:
    """Return when the list was made on the last day before that."""
    return _run(session, _BEFORE)


def _run(session: Session, key: str) -> Instant | None:
    try:
        return Instant.from_datetime(datetime.fromisoformat(session.store.meta(key) or ""), session.zone)
    except ValueError:
        return None
