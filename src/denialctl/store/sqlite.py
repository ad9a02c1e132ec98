"""The SQLite store: one file, readable by its owner only, used by several processes at once.

An event that was acknowledged is on disk (write-ahead log, `synchronous=FULL`).
Writers wait for one another at most half a minute and hold the file only while
they write. Events carry a hash of the event before, so that a change shows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from denialctl import kept
from denialctl.errors import DenialctlError
from denialctl.store.opening import AsFound, Found, connect, empty_file, looked_at, make_file, no_database, why_not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Data = dict[str, Any]
Row = sqlite3.Row

SCHEMA_VERSION = 1
_WAIT_SECONDS = 30.0
_LINKED = "case_id, number, kind, payload, at_utc, who, origin"
"""What of an event its hash covers, beside the hash before it, in that order."""
_SCHEMA = """
create table if not exists meta (key text primary key, value text not null) without rowid;
create table if not exists events (
  id integer primary key,
  case_id integer not null,
  number integer not null,
  kind text not null,
  payload text not null,
  at_utc text not null,
  who text not null,
  origin text not null,
  previous text not null,
  hash text not null,
  unique (case_id, number)
);
create table if not exists cases (
  id integer primary key,
  events integer not null,
  closed text,
  plan text not null,
  state text,
  payer text,
  patient text,
  denied text,
  service text,
  owner text,
  data text not null,
  warnings text not null,
  valid_from text not null,
  valid_until text not null
);
create table if not exists deadlines (
  case_id integer not null,
  place integer not null,
  name text not null,
  status text not null,
  surface text,
  data text not null,
  primary key (case_id, name)
) without rowid;
create index if not exists deadlines_by_day on deadlines (surface) where surface is not null;
create index if not exists deadlines_of_theirs on deadlines (case_id) where status in ('waiting', 'lapsed');
create index if not exists cases_by_start on cases (valid_from) where closed is null;
create index if not exists cases_by_end on cases (valid_until) where closed is null;
create index if not exists cases_by_patient on cases (patient, denied);
"""


class StoredEvent(NamedTuple):
    """An event as it lies in the store."""

    case_id: int
    number: int
    kind: str
    payload: dict[str, str]
    at_utc: str
    who: str
    origin: str


class Snapshot(NamedTuple):
    """A case as it is shown: its data, its deadlines, and between which instants they hold."""

    case: Data
    deadlines: tuple[tuple[Data, str | None], ...]
    """Each deadline's data, and the day from which it has to be looked at (None: not on the list)."""
    warnings: tuple[str, ...]
    valid_from: str
    valid_until: str


class ChangedMeanwhileError(Exception):
    """Another process added an event to the case since it was read."""


class Store:
    """One database file, open for writing where that can be, else for reading alone."""

    def __init__(self, path: Path, *, make: bool = False) -> None:
        """Open the cases at a place; only with `make` are they begun where there are none."""
        self.path = path
        self.read_only = False
        self.was_laid_out = True
        """Whether the tables were there already when the file was opened."""
        self._as_found: AsFound | None = None
        self._connection = self._open(make=make)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    # -- opening -------------------------------------------------------------------

    def _open(self, *, make: bool) -> sqlite3.Connection:
        found = looked_at(self.path)
        if found is Found.NOTHING and not make:
            raise no_database(self.path)
        if found is Found.EMPTY and not make:
            raise empty_file(self.path)
        if found is Found.NOTHING:
            make_file(self.path)
        try:
            connection, self._as_found, self.read_only = connect(self.path, _WAIT_SECONDS)
            try:
                version = int(connection.execute("pragma user_version").fetchone()[0])
                self._judge(connection, version, make=make)
            except BaseException:
                connection.close()
                raise
        except sqlite3.DatabaseError as error:
            raise self._broken(error) from None
        return connection

    def _judge(self, connection: sqlite3.Connection, version: int, *, make: bool) -> None:
        """Refuse what is no database of this program's; lay out one that was only begun, where one may be made."""
        if version > SCHEMA_VERSION:
            raise DenialctlError(
                f"The database {self.path} was made by a newer denialctl (format {version}, this one knows {SCHEMA_VERSION}).",
                "Install the newer denialctl on this machine; nothing was changed.",
            )
        if version < SCHEMA_VERSION:
            foreign = "select count(*) from sqlite_master where name not in ('meta','events','cases','deadlines')"
            if connection.execute(foreign).fetchone()[0]:
                raise self._broken(sqlite3.DatabaseError("another program's tables"))
            if not make:
                raise empty_file(self.path)
            self._prepare(connection)
            self.was_laid_out = False

    @staticmethod
    def _prepare(connection: sqlite3.Connection) -> None:
        _patiently(lambda: connection.execute("pragma journal_mode=wal"))
        connection.execute("begin immediate")
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"pragma user_version={SCHEMA_VERSION}")
        connection.execute("commit")

    def _broken(self, error: sqlite3.DatabaseError) -> DenialctlError:
        return why_not(self.path, error, read_only=self.read_only)

    def refuse_read_only(self) -> None:
        """Refuse to change cases that can only be read here."""
        if self.read_only:
            raise DenialctlError(
                f"The database {self.path} can only be read here, so nothing was stored.",
                "Check the permissions of the file and of its folder, or name another with --db.",
            )

    # -- reading ---------------------------------------------------------------------

    def rows(self, query: str, values: Iterable[object] = ()) -> list[Row]:
        """Run a query; a broken database becomes a sentence."""
        try:
            found = self._connection.execute(query, tuple(values)).fetchall()
        except OverflowError:
            return []
        except sqlite3.DatabaseError as error:
            self._refuse_moved()
            raise self._broken(error) from None
        self._refuse_moved()
        return found

    def _refuse_moved(self) -> None:
        """Refuse what was read from a file that lies still no longer: parts of it may be older than others."""
        if self._as_found is None:
            return
        if not self._as_found.still(self.path):
            raise DenialctlError(f"The database {self.path} was changed by somebody else while it was read.", "Try again.")

    def events(self, case_id: int) -> list[StoredEvent]:
        """Return the events of a case, in order; refuses a case that does not exist."""
        rows = self.rows("select * from events where case_id=? order by number", [case_id])
        if not rows:
            raise no_such_case(case_id)
        return [_event(row) for row in rows]

    def case_ids(self, *, open_only: bool = False) -> list[int]:
        """Return the numbers of all cases."""
        where = " where closed is null" if open_only else ""
        return [int(row[0]) for row in self.rows(f"select id from cases{where} order by id")]  # noqa: S608 - no user text

    def meta(self, key: str) -> str | None:
        """Return a remembered value."""
        rows = self.rows("select value from meta where key=?", [key])
        return str(rows[0][0]) if rows else None

    def stale(self, now_utc: str) -> list[int]:
        """Return the open cases whose deadlines hold no longer (or not yet) at `now`."""
        query = (
            "select id from cases where closed is null and valid_from > ? "
            "union select id from cases where closed is null and valid_until <= ?"
        )
        return [int(row[0]) for row in self.rows(query, [now_utc, now_utc])]

    def surfaced(self, until: str | None) -> list[tuple[Data, Data]]:
        """Return what has to be looked at up to a day: pairs of case and deadline."""
        query = (
            "select c.data as case_data, d.data as data from deadlines d join cases c on c.id = d.case_id "
            "where d.surface is not null and d.surface <= ?"
        )
        return [(json.loads(row["case_data"]), json.loads(row["data"])) for row in self.rows(query, [until or "9999-12-31"])]

    def theirs(self) -> list[tuple[Data, Data]]:
        """Return what the plans and reviewers of open cases owe, late or not: pairs of case and deadline."""
        query = (
            "select c.data as case_data, d.data as data from deadlines d join cases c on c.id = d.case_id "
            "where d.status in ('waiting', 'lapsed') and c.closed is null order by d.case_id, d.place"
        )
        return [(json.loads(row["case_data"]), json.loads(row["data"])) for row in self.rows(query)]

    def counted_after(self, day: str) -> tuple[int, int, str | None]:
        """Count what comes after a day: deadlines, cases, and the first day among them."""
        query = "select count(*), count(distinct case_id), min(surface) from deadlines where surface > ?"
        row = self.rows(query, [day])[0]
        return int(row[0]), int(row[1]), row[2]

    def surfacing_after(self, day: str) -> list[tuple[int, str]]:
        """Return what comes after a day, one by one: the number of the case, and the day."""
        return [(int(row[0]), str(row[1])) for row in self.rows("select case_id, surface from deadlines where surface > ?", [day])]

    def broken_links(self, most: int = 10) -> list[int]:
        """Return the ids of the first events that do not fit the chain: changed, put in, or with one missing before them."""
        query = f"select id, previous, hash, {_LINKED} from events order by id"  # noqa: S608 - no user text
        found: list[int] = []
        before = ""
        for number, previous, own, *content in self._each(query):
            if previous != before or own != _link([previous, *content]):
                found.append(int(number))
                if len(found) == most:
                    break
            before = own
        return found

    def short_of_events(self) -> list[int]:
        """Return the cases that have more or fewer events than were counted for them: the end of a chain shows no gap."""
        query = "select id from cases where events <> (select count(*) from events where case_id = cases.id) order by id"
        return [int(row[0]) for row in self.rows(query)]

    def _each(self, query: str) -> Iterator[Row]:
        """Run a query and hand out its rows one by one: a chain of events may be long."""
        try:
            yield from self._connection.execute(query)
        except sqlite3.DatabaseError as error:
            raise self._broken(error) from None
        self._refuse_moved()

    # -- writing -----------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.refuse_read_only()
        place = kept.mark()
        try:
            self._connection.execute("begin immediate")
        except sqlite3.DatabaseError as error:
            raise self._broken(error) from None
        try:
            yield self._connection
            self._connection.execute("commit")
        except BaseException as error:
            # An interruption may come after the commit: then it is stored, and the run knows it.
            stored = not self._connection.in_transaction and not isinstance(error, sqlite3.DatabaseError)
            if not stored:
                kept.withdraw(place)
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            if isinstance(error, sqlite3.DatabaseError):
                raise self._broken(error) from None
            raise

    def add(self, events: list[tuple[str, dict[str, str]]], projection: Snapshot, *, at_utc: str, who: str, origin: str) -> int:
        """Store a new case and return its number; when this returns, it is on disk."""
        with self._writing() as connection:
            case_id = int(connection.execute("select coalesce(max(id), 0) + 1 from cases").fetchone()[0])
            for number, (kind, payload) in enumerate(events, start=1):
                self._append(connection, StoredEvent(case_id, number, kind, payload, at_utc, who, origin))
            self._project(connection, case_id, len(events), projection)
            kept.intend(f"the denial as case {case_id}")
        return case_id

    def append(self, event: StoredEvent, projection: Snapshot, words: str = "an event") -> None:
        """Append one event to a case, unless another process was faster; `words` say what it is, without patient data."""
        with self._writing() as connection:
            count = int(connection.execute("select count(*) from events where case_id=?", [event.case_id]).fetchone()[0])
            if count != event.number - 1:
                raise ChangedMeanwhileError
            self._append(connection, event)
            self._project(connection, event.case_id, event.number, projection)
            kept.intend(f"{words} in case {event.case_id}")

    def project(self, projections: Iterable[tuple[int, int, Snapshot]]) -> None:
        """Replace the projections of cases whose events are still those that were read (number, count of events)."""
        with self._writing() as connection:
            for case_id, events, projection in projections:
                row = connection.execute("select events from cases where id=?", [case_id]).fetchone()
                if row is not None and int(row[0]) == events:
                    self._project(connection, case_id, events, projection)

    def remember(self, values: dict[str, str]) -> None:
        """Remember values beside the cases."""
        with self._writing() as connection:
            connection.executemany("insert or replace into meta values (?, ?)", values.items())

    @staticmethod
    def _append(connection: sqlite3.Connection, event: StoredEvent) -> None:
        row = connection.execute("select hash from events order by id desc limit 1").fetchone()
        previous = str(row[0]) if row is not None else ""
        payload = json.dumps(event.payload, sort_keys=True, ensure_ascii=False)
        chained = _link([previous, event.case_id, event.number, event.kind, payload, event.at_utc, event.who, event.origin])
        connection.execute(
            "insert into events (case_id, number, kind, payload, at_utc, who, origin, previous, hash) values (?,?,?,?,?,?,?,?,?)",
            [event.case_id, event.number, event.kind, payload, event.at_utc, event.who, event.origin, previous, chained],
        )

    @staticmethod
    def _project(connection: sqlite3.Connection, case_id: int, events: int, projection: Snapshot) -> None:
        case = {**projection.case, "id": case_id}
        connection.execute("delete from deadlines where case_id=?", [case_id])
        connection.execute(
            "insert or replace into cases values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                case_id, events, case["closed"], case["regime"], case["state"], case["payer"], case["patient"], case["notice_date"],
                case["code"] or case["description"], case["owner"], json.dumps(case, ensure_ascii=False),
                json.dumps(projection.warnings, ensure_ascii=False), projection.valid_from, projection.valid_until,
            ],
        )  # fmt: skip
        connection.executemany(
            "insert into deadlines values (?,?,?,?,?,?)",
            [
                [case_id, place, data["id"], data["status"], surface, json.dumps(data, ensure_ascii=False)]
                for place, (data, surface) in enumerate(projection.deadlines)
            ],
        )


def no_such_case(case_id: int) -> DenialctlError:
    """Build the refusal for a case number that does not exist."""
    return DenialctlError(f"There is no case {case_id}.", "See the numbers with: denialctl list")


def _link(parts: list[object]) -> str:
    """Return the hash of an event: over the hash before it and its content. What somebody else put in may be of any kind."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=repr).encode()).hexdigest()


def _event(row: Row) -> StoredEvent:
    return StoredEvent(row["case_id"], row["number"], row["kind"], json.loads(row["payload"]), row["at_utc"], row["who"], row["origin"])


def _patiently(act: Any) -> None:  # noqa: ANN401 - any callable
    """Repeat what SQLite refuses while another process prepares the same new file."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            act()
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
