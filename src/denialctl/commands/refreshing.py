"""Keep the stored deadlines true: computed again when rules change and when time turns a status.

`due` reads what is stored. Each case carries between which instants its deadlines
hold; those that hold no longer are computed again before the list is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from denialctl.cases.events import Event, fold
from denialctl.errors import UsageError
from denialctl.law.phones import call_lines
from denialctl.store.sqlite import Snapshot, StoredEvent
from denialctl.timeline.data import Data, case_data, deadline_data
from denialctl.timeline.own_stages import in_effect
from denialctl.vocabulary import Status
from denialctl.worklist.order import surface_day, surfaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.timeline.deadline import Deadline, Timeline

_BEGINNING, _END_OF_TIME = "0001-01-01T00:00:00+00:00", "9999-12-31T00:00:00+00:00"
_AT_ONCE = 500


def case_of(session: Session, case_id: int) -> tuple[Case, list[StoredEvent]]:
    """Fold a stored case; returns its events too."""
    events = session.store.events(case_id)
    return case_from(session, events, case_id), events


def case_from(session: Session, events: Iterable[StoredEvent], case_id: int | None) -> Case:
    """Fold stored events into a case."""
    return fold([Event(event.kind, event.payload, event.number) for event in events], session.zone, case_id)


def projection_of(session: Session, case: Case, timeline: Timeline) -> Snapshot:
    """Return a case and its timeline as they are stored, with the line to call."""
    case = in_effect(case, session.assembler.book(case.facts))
    listed = tuple((data, surface_day(data) if _on_list(data, timeline) else None) for data in map(deadline_data, timeline.deadlines))
    return Snapshot(
        {**case_data(case), "phone": _line_to_call(session, case), **escalations_of(case), **_chased(case)},
        listed if case.closed is None else tuple((data, None) for data, _ in listed),
        timeline.warnings,
        timeline.valid_from.isoformat() if timeline.valid_from else _BEGINNING,
        timeline.valid_until.isoformat() if timeline.valid_until else _END_OF_TIME,
    )


def escalations_of(case: Case) -> Data:
    """Return, by deadline, who was told last and who took it on last; nothing where nobody was."""
    found: dict[str, Data] = {}
    for told in case.told:
        if case.about_this_filing(told.deadline, told.at):
            found.setdefault(told.deadline, {})["told"] = {"rung": told.rung, "to": told.to, "at": told.at.utc.isoformat()}
    for taken in case.acknowledged:
        if case.about_this_filing(taken.deadline, taken.at):
            found.setdefault(taken.deadline, {})["acknowledged"] = {"rung": taken.rung, "by": taken.by, "at": taken.at.utc.isoformat()}
    return {"escalations": found} if found else {}


def _chased(case: Case) -> Data:
    """Return, by deadline, how and when they were asked for what they owe; nothing where nobody did."""
    found = {
        name: [{"how": item.how, "at": item.at.utc.isoformat(), "ref": item.ref} for item in asked if case.about_this_filing(name, item.at)]
        for name, asked in case.chased.items()
    }
    return {"chased": found} if found else {}


def _line_to_call(session: Session, case: Case) -> str | None:
    """Return the telephone line for peer-to-peer calls where there is one that surely fits; a wrong number is worse than none."""
    lines = call_lines(session.assembler.book(case.facts), case.facts.state)
    return lines[0].number if len(lines) == 1 else None


def _on_list(data: Data, timeline: Timeline) -> bool:
    """Leave out a call that was missed once the appeal is under way: nothing can be done about it."""
    if not surfaces(data):
        return False
    if data["status"] == "missed" and data["kind"] == "peer-to-peer":
        return not any(item.done_at is not None and item.step == "file" for item in timeline.deadlines)
    if data["status"] == "not-computed" and data["kind"] == "further-review":
        return not any(_running(item) for item in timeline.deadlines)
    return not (data["optional"] and data["status"] in ("missed", "not-computed"))


def _running(item: Deadline) -> bool:
    """Tell whether something is open or waited for on the ladder itself."""
    return item.stage_open and not item.optional and item.status in (Status.OPEN, Status.WAITING, Status.LAPSED) and not item.came_late


def refresh(session: Session) -> list[str]:
    """Bring the stored deadlines up to date; returns what moved because rules changed, case by case.

    With --as-of, and where the cases can only be read, nothing is written: see `recomputed_in_memory`.
    """
    if _only_in_memory(session):
        return []
    if session.store.meta("signature") == session.rules_signature:
        return _recompute(session, session.store.stale(session.now.utc.isoformat()))
    return _recompute_all(session)


def _only_in_memory(session: Session) -> bool:
    return session.as_of is not None or session.store.read_only


def make_ready(session: Session) -> None:
    """Make sure that a new database knows by which rules its dates were computed."""
    if session.store.meta("signature") is None:
        session.store.remember({"signature": session.rules_signature, "closed_days": " ".join(_closed_days(session))})


def _recompute_all(session: Session) -> list[str]:
    known = session.store.meta("signature") is not None
    ids = session.store.case_ids(open_only=True)
    before = _shown(session, ids) if known else {}
    said = _recompute(session, ids)
    session.store.remember({"signature": session.rules_signature, "closed_days": " ".join(_closed_days(session))})
    after = _shown(session, ids) if known else {}
    return [*said, *(text for key, old in before.items() if key in after for text in _moved(key, old, after[key]))]


class _Shown(NamedTuple):
    """What a list shows of a stored deadline."""

    due: str | None
    status: str


def _shown(session: Session, ids: list[int]) -> dict[tuple[int, str], _Shown]:
    rows = session.store.rows("select case_id, name, status, json_extract(data, '$.due') as due from deadlines")
    wanted = set(ids)
    return {(row["case_id"], row["name"]): _Shown(row["due"], row["status"]) for row in rows if row["case_id"] in wanted}


def _moved(key: tuple[int, str], old: _Shown, new: _Shown) -> list[str]:
    """Say what became of a deadline when the rules, or the program, changed: another date, or open again."""
    name, under = f"case {key[0]}, {key[1]}", "under the rules as they are now"
    said = [f"{name}: was {old.due or 'not computed'}, is {new.due or 'not computed'} {under}"] if new.due != old.due else []
    if old.status in _NOT_OURS and new.status in _OURS:
        said.append(f"{name}: was {old.status}, is open {under}; last day {new.due or 'not computed'}")
    return said


_NOT_OURS = frozenset({Status.MOOT, Status.MET, Status.MET_LATE, Status.MISSED})
_OURS = frozenset({Status.OPEN, Status.NOT_COMPUTED})


def _recompute(session: Session, ids: list[int]) -> list[str]:
    """Compute cases again; one that cannot be computed keeps what it had, and is named."""
    said = []
    for start in range(0, len(ids), _AT_ONCE):
        batch = []
        for case_id in ids[start : start + _AT_ONCE]:
            try:
                case, events = case_of(session, case_id)
                batch.append((case_id, len(events), projection_of(session, case, session.assembler.timeline(case, session.now))))
            except UsageError as error:
                said.append(f"case {case_id} cannot be computed again, and shows its old dates: {error}")
        session.store.project(batch)
    return said


def _closed_days(session: Session) -> list[str]:
    """List the weekdays on which the office is closed, for all pinned years."""
    from datetime import date, timedelta  # noqa: PLC0415 - only when the rules changed

    from denialctl.dates.calendars import FIRST_PINNED_YEAR, LAST_PINNED_YEAR, is_open  # noqa: PLC0415 - as above

    first = date(FIRST_PINNED_YEAR, 1, 1)
    days = (date(LAST_PINNED_YEAR, 12, 31) - first).days
    every = (first + timedelta(days=offset) for offset in range(days + 1))
    return [day.isoformat() for day in every if day.weekday() < 5 and not is_open(day, session.office.calendar)]


def recomputed_in_memory(session: Session) -> dict[int, Snapshot]:
    """Compute the cases whose stored deadlines do not hold (at --as-of, or now where they cannot be stored), and store nothing."""
    if not _only_in_memory(session):
        return {}
    changed = session.store.meta("signature") != session.rules_signature
    ids = session.store.case_ids(open_only=True) if changed else session.store.stale(session.now.utc.isoformat())
    found = {}
    for case_id in ids:
        case, _ = case_of(session, case_id)
        found[case_id] = projection_of(session, case, session.assembler.timeline(case, session.now))
    return found
