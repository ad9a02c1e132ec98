"""The mark that the list for the morning was made, which `doctor` looks for.

It is stored with the cases: when `due` was last run, and when on an earlier day. It
takes one short transaction a day, on the first run, and none with --as-of.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant

if TYPE_CHECKING:
    from denialctl.commands.session import Session

_LAST, _BEFORE = "last_daily_run", "daily_run_before"


def leave_mark(session: Session) -> None:
    """Note that the list was made today, unless that is noted already; without the right to write, note nothing."""
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
