"""The database: one SQLite file, readable by its owner only, used by several processes at once.

What was written is on disk (write-ahead log, `synchronous=FULL`). Writers wait for one another for at most half a
minute, and lock the file only while they write.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from denialctl import kept
from denialctl.errors import DenialctlError
from denialctl.store.opening import AsFound, FoundFile, connect, empty_file, looked_at, make_file, no_database, why_not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = sqlite3.Row

SCHEMA_VERSION = 1
_WAIT_SECONDS = 30.0
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


class Database:
    """One database file, open for writing where that is possible, else for reading only."""

    def __init__(self, path: Path, *, make: bool = False) -> None:
        """Open the database at a path; with `make`, a new one is made where there is none.

        Raises `DenialctlError` where there is none, and for a file that is no database of denialctl, is damaged, was
        made by a newer release, or cannot be read.
        """
        self.path = path
        self.read_only = False
        self.was_laid_out = True
        """True if the tables were there already when the file was opened."""
        self._as_found: AsFound | None = None
        self._connection = self._open(make=make)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # -- opening -------------------------------------------------------------------

    def _open(self, *, make: bool) -> sqlite3.Connection:
        found = looked_at(self.path)
        if found is FoundFile.NOTHING and not make:
            raise no_database(self.path)
        if found is FoundFile.EMPTY and not make:
            raise empty_file(self.path)
        if found is FoundFile.NOTHING:
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
        """Refuse a file that is no database of this program; with `make`, lay out the tables in a new file."""
        if version > SCHEMA_VERSION:
            raise DenialctlError(
                f"The database {self.path} was made by a newer denialctl "
                f"(format {version}, this one knows {SCHEMA_VERSION}).",
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
        """Raise `DenialctlError` where the cases can only be read."""
        if self.read_only:
            raise DenialctlError(
                f"The database {self.path} can only be read here, so nothing was stored.",
                "Check the permissions of the file and of its folder, or name another with --db.",
            )

    # -- reading ---------------------------------------------------------------------

    def rows(self, query: str, values: Iterable[object] = ()) -> list[Row]:
        """Return the rows of a query; none where a value is too large a number to be in the database.

        Raises `DenialctlError` where the database is broken or locked.
        """
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
        """Refuse what was read from a file that changed meanwhile: parts of it may be older than others."""
        if self._as_found is None:
            return
        if not self._as_found.still(self.path):
            raise DenialctlError(
                f"The database {self.path} was changed by somebody else while it was read.", "Try again."
            )

    def each(self, query: str) -> Iterator[Row]:
        """Yield the rows of a query one by one: a chain of events may be long. Raises what `rows` raises."""
        try:
            yield from self._connection.execute(query)
        except sqlite3.DatabaseError as error:
            raise self._broken(error) from None
        self._refuse_moved()

    # -- writing -----------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lock the file while something is written: all of it is stored, or nothing.

        Raises `DenialctlError` where the file cannot be written.
        """
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
            # An interruption may come right after the commit: then it is stored, and the run still says so.
            stored = not self._connection.in_transaction and not isinstance(error, sqlite3.DatabaseError)
            if not stored:
                kept.withdraw(place)
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            if isinstance(error, sqlite3.DatabaseError):
                raise self._broken(error) from None
            raise


def _patiently(act: Any) -> None:  # noqa: ANN401 - any callable
    """Repeat what SQLite refuses while another process makes the tables of the same new file."""
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
