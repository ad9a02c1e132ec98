"""How a database file is found and opened, and the reasons why it cannot be.

A file is made only where the caller asks for a new database. A file that cannot be written is only read, and then
SQLite makes no other files in its folder.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from denialctl.errors import DenialctlError

if TYPE_CHECKING:
    from pathlib import Path


class FoundFile(Enum):
    """What was found at the path of a database."""

    NOTHING = "nothing"
    EMPTY = "empty"
    """A file without content, which a failed copy leaves."""
    FILE = "file"


def looked_at(path: Path) -> FoundFile:
    """Return what is at the path of a database, without opening it. Raises `DenialctlError` for no plain file."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return FoundFile.NOTHING
    except OSError as error:
        raise DenialctlError(
            f"The database {path} cannot be looked at: {error.strerror}.",
            "Check the permissions of its folder, or name another with --db.",
        ) from None
    if stat.S_ISDIR(status.st_mode):
        raise DenialctlError(f"{path} is a folder, not a database.", "Name the file in it with --db or DENIALCTL_DB.")
    if not stat.S_ISREG(status.st_mode):
        raise DenialctlError(
            f"{path} is no file in which cases could be kept.", "Name a file with --db or DENIALCTL_DB."
        )
    return FoundFile.FILE if status.st_size else FoundFile.EMPTY


def no_database(path: Path) -> DenialctlError:
    """Build the refusal for a place without a database: it must not look like an office without cases."""
    return DenialctlError(
        f"There is no database of cases at {path.absolute()}.",
        "Is its drive connected? Name the right file with --db or DENIALCTL_DB. "
        "A new office begins with: denialctl init",
    )


def empty_file(path: Path) -> DenialctlError:
    """Build the refusal for a file without cases or tables, which a failed copy leaves."""
    return DenialctlError(
        f"The file {path.absolute()} is empty: there is no database of cases in it.",
        "If your cases were in it, a copy of it has failed: put the last sound backup in its place. "
        "Only if there were none yet, begin with: denialctl init",
    )


def make_file(path: Path) -> None:
    """Make an empty file for a database, and its folders, readable by their owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DenialctlError(
            f"The database {path} cannot be made: {error.strerror}.", "Name another place with --db or DENIALCTL_DB."
        ) from None


class AsFound(NamedTuple):
    """Size and time of change of a file that is read without locks.

    SQLite does not keep writers away from such a file, so that a change while it is read has to be noticed here.
    """

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> AsFound:
        """Look at a file."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)

    def still(self, path: Path) -> bool:
        """True if a file is unchanged since then."""
        try:
            return AsFound.of(path) == self
        except OSError:
            return False


class Opened(NamedTuple):
    """An open database, and how it could be opened."""

    connection: sqlite3.Connection
    as_found: AsFound | None
    """The state of a file that is read without locks; None where SQLite keeps readers and writers apart."""
    read_only: bool


def connect(path: Path, wait: float) -> Opened:
    """Open a file for writing; where it or its folder cannot be written, open it for reading only.

    `wait` is how many seconds to wait for other writers.
    """
    if os.access(path, os.W_OK):
        connection = _opened(path, "mode=rw", wait)
        try:
            connection.execute("pragma synchronous=full")
            connection.execute("pragma user_version").fetchone()
        except sqlite3.DatabaseError as error:
            connection.close()
            if not _unwritable(error):
                raise
        else:
            return Opened(connection, None, read_only=False)
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        # What was written last is still in the write-ahead log: SQLite reads both files, or says that it cannot.
        return Opened(_opened(path, "mode=ro", wait), None, read_only=True)
    as_found = AsFound.of(path)
    return Opened(_opened(path, "mode=ro&immutable=1", wait), as_found, read_only=True)


def _opened(path: Path, how: str, wait: float) -> sqlite3.Connection:
    place = path.absolute().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    address = f"file://{'' if place.startswith('/') else '/'}{place}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def why_not(path: Path, error: sqlite3.DatabaseError, *, read_only: bool) -> DenialctlError:
    """Turn what SQLite says into a sentence."""
    if "locked" in str(error) or "busy" in str(error):
        return DenialctlError(
            "Another denialctl has been writing for half a minute.", "Try again; nothing was changed."
        )
    if _unwritable(error) and (read_only or not os.access(path, os.W_OK)):
        return DenialctlError(
            f"The database {path} cannot be read: {_why_unreadable(path)}.",
            "Check the permissions of the file and of its folder, or name another with --db.",
        )
    if _unwritable(error):
        return DenialctlError(
            f"The database {path} cannot be opened for writing.", "Check its permissions, or name another with --db."
        )
    return DenialctlError(
        f"The file {path} is not a database of denialctl, or it is damaged.",
        "Restore it from a backup, or name another with --db; nothing was changed.",
    )


def _unwritable(error: sqlite3.DatabaseError) -> bool:
    return "readonly" in str(error) or "unable to open" in str(error)


def _why_unreadable(path: Path) -> str:
    """Say why a file that cannot be written cannot be read either."""
    if not os.access(path, os.R_OK):
        return "its permissions do not allow it"
    return f"what was written last still lies in {path.name}-wal, and cannot be taken from there without writing"
