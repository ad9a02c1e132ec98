"""Keep the stored deadlines up to date: compute them again when rules change, or when a status changes with time.

`due` reads what is stored. Each case is stored with the moment until which its
deadlines are right; after it they are computed again before the list is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.commands.stored_case import case_of
from denialctl.errors import UsageError
from denialctl.vocabulary import Status
from denialctl.worklist.snapshot import snapshot_of

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.store.answers import Shown
    from denialctl.timeline.deadline import Timeline
    from denialctl.worklist.snapshot import Snapshot

_AT_ONCE = 500


def snapshot_for(session: Session, case: Case, timeline: Timeline) -> Snapshot:
    """Return what is stored for a case and its timeline."""
    return snapshot_of(case, timeline, session.assembler.book(case.facts))


def refresh(session: Session) -> list[str]:
    """Bring the stored deadlines up to date; return in words what moved because rules changed, case by case.

    With --as-of, and without the right to write, nothing is written: see `recomputed_in_memory`.
    """
    if _only_in_memory(session):
        return []
    if session.store.meta("signature") == session.rules_signature:
        return _recompute(session, session.store.stale(session.now.utc.isoformat()))
    return _recompute_all(session)


def _only_in_memory(session: Session) -> bool:
    return session.as_of is not None or session.store.read_only


def make_ready(session: Session) -> None:
    """Note in a new database by which rules its dates are computed."""
    if session.store.meta("signature") is None:
        session.store.remember({"signature": session.rules_signature, "closed_days": " ".join(_closed_days(session))})


def _recompute_all(session: Session) -> list[str]:
    known = session.store.meta("signature") is not None
    ids = session.store.case_ids(open_only=True)
    wanted = set(ids)
    before = session.store.shown(wanted) if known else {}
    said = _recompute(session, ids)
    session.store.remember({"signature": session.rules_signature, "closed_days": " ".join(_closed_days(session))})
    after = session.store.shown(wanted) if known else {}
    moved = [text for key, old in before.items() if key in after for text in _moved(key, old, after[key])]
    gone = [_gone(key, old) for key, old in before.items() if key not in after and old.status in _OURS]
    return [*said, *moved, *gone]


def _gone(key: tuple[int, str], old: Shown) -> str:
    """Return in words that an open deadline is no longer on the ladder of its case."""
    return (
        f"case {key[0]}, {key[1]}: was {old.status}, last day {old.due or 'not computed'}; "
        "under the rules as they are now it is not on the ladder"
    )


def _moved(key: tuple[int, str], old: Shown, new: Shown) -> list[str]:
    """Return in words what changed in a deadline with the rules or the program: its date, or that it is open again."""
    name, under = f"case {key[0]}, {key[1]}", "under the rules as they are now"
    said = (
        [f"{name}: was {old.due or 'not computed'}, is {new.due or 'not computed'} {under}"]
        if new.due != old.due
        else []
    )
    if old.status in _NOT_OURS and new.status in _OURS:
        said.append(f"{name}: was {old.status}, is open {under}; last day {new.due or 'not computed'}")
    return said


_NOT_OURS = frozenset({Status.MOOT, Status.MET, Status.MET_LATE, Status.MISSED})
_OURS = frozenset({Status.OPEN, Status.NOT_COMPUTED})


def _recompute(session: Session, ids: list[int]) -> list[str]:
    """Compute cases again and store them; return a sentence for each that fails and keeps its old dates."""
    said = []
    for start in range(0, len(ids), _AT_ONCE):
        batch = []
        for case_id in ids[start : start + _AT_ONCE]:
            try:
                case, events = case_of(session, case_id)
                batch.append(
                    (case_id, len(events), snapshot_for(session, case, session.assembler.timeline(case, session.now)))
                )
            except UsageError as error:
                said.append(f"case {case_id} cannot be computed again, and shows its old dates: {error}")
        session.store.keep(batch)
    return said


def _closed_days(session: Session) -> list[str]:
    """Return the weekdays on which the office is closed, in all years of which the holidays are known."""
    from datetime import date, timedelta  # noqa: PLC0415 - only when the rules changed

    from denialctl.dates.calendars import FIRST_PINNED_YEAR, LAST_PINNED_YEAR, is_open  # noqa: PLC0415 - as above

    first = date(FIRST_PINNED_YEAR, 1, 1)
    days = (date(LAST_PINNED_YEAR, 12, 31) - first).days
    every = (first + timedelta(days=offset) for offset in range(days + 1))
    return [day.isoformat() for day in every if day.weekday() < 5 and not is_open(day, session.open_days.calendar)]


def recomputed_in_memory(session: Session) -> dict[int, Snapshot]:
    """Compute, without storing them, the cases whose stored deadlines are out of date.

    That is only needed with --as-of, and without the right to write; otherwise `refresh` has stored them.
    """
    if not _only_in_memory(session):
        return {}
    changed = session.store.meta("signature") != session.rules_signature
    ids = session.store.case_ids(open_only=True) if changed else session.store.stale(session.now.utc.isoformat())
    found = {}
    for case_id in ids:
        case, _ = case_of(session, case_id)
        found[case_id] = snapshot_for(session, case, session.assembler.timeline(case, session.now))
    return found
