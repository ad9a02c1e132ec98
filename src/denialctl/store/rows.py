"""Rows of the database: cases and deadlines go in as records and come out as equal records.

Each row holds its record as JSON, and a few columns by which it is found.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from denialctl.cases.data import listed_case_data, listed_case_from
from denialctl.dates.moments import to_json
from denialctl.errors import DenialctlError
from denialctl.timeline.data import deadline_from, deadline_row
from denialctl.worklist.listed import Listed
from denialctl.worklist.surfacing import AT_ONCE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from denialctl.cases.case import Case
    from denialctl.worklist.snapshot import Snapshot

_BEGINNING, _END_OF_TIME = "0001-01-01T00:00:00+00:00", "9999-12-31T00:00:00+00:00"
_AT_ONCE = "0000-00-00"


def case_row(case_id: int, events: int, snapshot: Snapshot) -> list[object]:
    """Return the row of a case, in the order of the table's columns; `events` is how many events it has."""
    case, facts = snapshot.case, snapshot.case.facts
    return [
        case_id, events, case.closed, facts.plan, facts.state, facts.payer, facts.patient, to_json(facts.denied),
        facts.code or facts.description, facts.owner,
        json.dumps({**listed_case_data(case, snapshot.phone), "id": case_id}, ensure_ascii=False),
        json.dumps(snapshot.warnings, ensure_ascii=False),
        snapshot.valid_from.isoformat() if snapshot.valid_from is not None else _BEGINNING,
        snapshot.valid_until.isoformat() if snapshot.valid_until is not None else _END_OF_TIME,
    ]  # fmt: skip


def deadline_rows(case_id: int, snapshot: Snapshot) -> list[list[object]]:
    """Return the rows of a case's deadlines, in the order of the table's columns."""
    return [
        [case_id, place, item.id, str(item.status), day_column(day), json.dumps(deadline_row(item), ensure_ascii=False)]
        for place, (item, day) in enumerate(snapshot.deadlines)
    ]


def day_column(day: date | None) -> str | None:
    """Return the text in the database for the day on which a deadline comes onto the list; None where it never does."""
    if day is None:
        return None
    return _AT_ONCE if day == AT_ONCE else day.isoformat()


def day_from(column: str) -> date:
    """Return the day that `day_column` wrote."""
    return AT_ONCE if column == _AT_ONCE else date.fromisoformat(column)


def case_from(number: int, data: str) -> tuple[Case, str | None]:
    """Read a case, and the telephone line for its call, from the JSON of its row.

    Raises `DenialctlError` where it cannot be read.
    """
    try:
        return listed_case_from(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _unreadable(number) from None


def listed_from(
    rows: Iterable[sqlite3.Row], known: Mapping[int, tuple[Case, str | None]] | None = None
) -> Iterator[Listed]:
    """Read deadlines with their cases, from rows of `case_id`, `case_data` and `data`; each case is read once.

    A case that is `known` already, by its number, is not read at all. Raises
    `DenialctlError` for a row that cannot be read.
    """
    cases = dict(known or {})
    for number, case_data, data in rows:
        if number not in cases:
            cases[number] = case_from(number, case_data)
        case, phone = cases[number]
        try:
            deadline = deadline_from(json.loads(data), case.facts.tz)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _unreadable(number) from None
        yield Listed(case, deadline, phone)


def _unreadable(number: int) -> DenialctlError:
    return DenialctlError(
        f"What is stored of the deadlines of case {number} cannot be read.",
        "Look at the database with: denialctl doctor. "
        "Its events are apart from that: see them with show CASE --history.",
    )
