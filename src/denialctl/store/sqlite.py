"""The store of cases: events are appended, and for the lists a snapshot of each case is kept.

When a method that stores returns, what it stored is on disk. Each event carries a hash of the event before it, so that
a later change shows. The snapshot can be computed again from the events at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl import kept
from denialctl.store.events import StoredEvent, event_row
from denialctl.store.queries import Queries
from denialctl.store.rows import case_row, deadline_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from denialctl.worklist.snapshot import Snapshot


class ChangedMeanwhileError(Exception):
    """Another process added an event to the case since it was read."""


class Store(Queries):
    """The cases of an office, in one file.

    Each method that stores raises `DenialctlError` where the file cannot be written; then nothing was stored.
    """

    def add(
        self, events: list[tuple[str, dict[str, str]]], snapshot: Snapshot, *, at_utc: str, who: str, origin: str
    ) -> int:
        """Store a new case with its events, each a kind and its content, and return its number."""
        with self.writing() as connection:
            case_id = int(connection.execute("select coalesce(max(id), 0) + 1 from cases").fetchone()[0])
            for number, (kind, payload) in enumerate(events, start=1):
                self._append(connection, StoredEvent(case_id, number, kind, payload, at_utc, who, origin))
            _keep(connection, case_id, len(events), snapshot)
            kept.intend(f"the denial as case {case_id}")
        return case_id

    def append(self, event: StoredEvent, snapshot: Snapshot, words: str = "an event") -> None:
        """Append one event to a case; `words` say what it is, without patient data.

        Raises `ChangedMeanwhileError` if another process wrote first.
        """
        with self.writing() as connection:
            count = int(
                connection.execute("select count(*) from events where case_id=?", [event.case_id]).fetchone()[0]
            )
            if count != event.number - 1:
                raise ChangedMeanwhileError
            self._append(connection, event)
            _keep(connection, event.case_id, event.number, snapshot)
            kept.intend(f"{words} in case {event.case_id}")

    def keep(self, snapshots: Iterable[tuple[int, int, Snapshot]]) -> None:
        """Replace the snapshots of cases, each given with the number of the case and how many events were read for it.

        A case that has another number of events by now keeps its snapshot: that one is newer.
        """
        with self.writing() as connection:
            for case_id, events, snapshot in snapshots:
                row = connection.execute("select events from cases where id=?", [case_id]).fetchone()
                if row is not None and int(row[0]) == events:
                    _keep(connection, case_id, events, snapshot)

    def remember(self, values: dict[str, str]) -> None:
        """Store values that belong to no case, by their keys."""
        with self.writing() as connection:
            connection.executemany("insert or replace into meta values (?, ?)", values.items())

    @staticmethod
    def _append(connection: sqlite3.Connection, event: StoredEvent) -> None:
        row = connection.execute("select hash from events order by id desc limit 1").fetchone()
        previous = str(row[0]) if row is not None else ""
        connection.execute(
            "insert into events (case_id, number, kind, payload, at_utc, who, origin, previous, hash) "
            "values (?,?,?,?,?,?,?,?,?)",
            event_row(event, previous),
        )


def _keep(connection: sqlite3.Connection, case_id: int, events: int, snapshot: Snapshot) -> None:
    connection.execute("delete from deadlines where case_id=?", [case_id])
    connection.execute(
        "insert or replace into cases values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", case_row(case_id, events, snapshot)
    )
    connection.executemany("insert into deadlines values (?,?,?,?,?,?)", deadline_rows(case_id, snapshot))
