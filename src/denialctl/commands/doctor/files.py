"""The checks of `doctor` on files: the database, its backup, who may read what.

Each check returns at least one finding.
"""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.commands.doctor.finding import Finding, Level
from denialctl.dates.moments import Instant, say_day
from denialctl.office.settings import config_file
from denialctl.office.staff import staff_file
from denialctl.store.opening import FoundFile, empty_file, looked_at, no_database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from denialctl.commands.doctor.looked_at import Examined

_LEAST_FREE = 100_000_000
_OLD = timedelta(days=7)
_BESIDE = ("", "-wal", "-shm", "-journal")
"""Endings of the files that SQLite may keep for one database; all of them contain data of the cases."""
_RESTORE = "Keep this file as it is, and put the last sound backup in its place."


# -- the database --------------------------------------------------------------------------


def database(examined: Examined) -> list[Finding]:
    """Check that the file is undamaged, that the events are as they were stored, and that the disk has room."""
    path = examined.session.db_path
    if examined.store is None:
        refusal = no_database(path) if looked_at(path) is FoundFile.NOTHING else empty_file(path)
        return [Finding("database", Level.FAILURE, refusal.sentence, refusal.way_out)]
    return [*_whole(examined), *_writable(examined), *_chain(examined), *_room(path.absolute().parent)]


def _writable(examined: Examined) -> list[Finding]:
    if examined.store is None or not examined.store.read_only:
        return []
    what = (
        f"The database {examined.session.db_path} can only be read here: "
        "nothing can be recorded, and no mark of the daily run left."
    )
    return [Finding("database", Level.WARNING, what, "Check the permissions of the file and of its folder.")]


def _whole(examined: Examined) -> list[Finding]:
    if examined.store is None or not examined.store.is_whole():
        # The message of SQLite may quote content of the cases, so it is not shown.
        return [
            Finding(
                "database",
                Level.FAILURE,
                f"The database {examined.session.db_path} is damaged (quick_check).",
                _RESTORE,
            )
        ]
    return [Finding("database", Level.FINE, f"The database {examined.session.db_path} is whole.")]


def _chain(examined: Examined) -> list[Finding]:
    if examined.store is None:
        return []
    found = []
    if broken := examined.store.broken_links():
        numbers = ", ".join(map(str, broken))
        what = (
            "Events were changed, put in or taken out behind the program's back; "
            f"the chain is broken at event {numbers}."
        )
        found.append(
            Finding("database", Level.FAILURE, what, f"{_RESTORE} Until then trust the letters, not these cases.")
        )
    if short := examined.store.short_of_events():
        numbers = ", ".join(map(str, short[:10]))
        what = f"These cases have more or fewer events than were stored: {numbers}."
        found.append(
            Finding("database", Level.FAILURE, what, f"{_RESTORE} Until then trust the letters, not these cases.")
        )
    return found or [Finding("database", Level.FINE, "Every event is as it was stored.")]


def _room(folder: Path) -> list[Finding]:
    free = shutil.disk_usage(folder).free
    if free >= _LEAST_FREE:
        return []
    what = f"Only {free // 1_000_000} MB are free on the disk of {folder}: soon nothing can be stored."
    return [Finding("database", Level.WARNING, what, "Make room on that disk.")]


# -- the backup ------------------------------------------------------------------------------


def backup(examined: Examined) -> list[Finding]:
    """Check how old the newest file of the office's backup is."""
    named = examined.session.settings.backup
    if named is None:
        level = Level.NOTE if examined.first_and_last_event is None else Level.WARNING
        remedy = (
            "Have the cases backed up every day, then say where the backup lies: denialctl config set backup FOLDER"
        )
        return [
            Finding(
                "backup",
                level,
                "Nobody has said where the backup of the cases lies, so nobody knows how old it is.",
                remedy,
            )
        ]
    place = Path(named).expanduser()
    # If the database is in the same folder it does not count: it would make every backup look new.
    own = {examined.session.db_path.absolute().with_name(examined.session.db_path.name + beside) for beside in _BESIDE}
    try:
        changed = [path.stat().st_mtime for path in _copies(place) if path.absolute() not in own]
    except OSError:
        changed = []
    if not changed:
        remedy = "Make one now, and mend what makes it. If it lies elsewhere: denialctl config set backup FOLDER"
        return [Finding("backup", Level.FAILURE, f"There is no backup in {place}.", remedy)]
    newest = Instant.from_datetime(datetime.fromtimestamp(max(changed), UTC), examined.session.zone)
    age = examined.session.now.utc - newest.utc
    if age > _OLD:
        what = f"The newest file of the backup in {place} is of {say_day(newest.day)}, {age.days} days old."
        return [Finding("backup", Level.FAILURE, what, "Make a backup now, and mend what makes it.")]
    return [Finding("backup", Level.FINE, f"The newest file of the backup in {place} is of {say_day(newest.day)}.")]


def _copies(place: Path) -> Iterator[Path]:
    """Yield the files of a backup: the file itself, or the files in its folder and one level below.

    Hidden and empty files are left out.
    """
    if place.is_file():
        yield place
    elif place.is_dir():
        for pattern in ("*", "*/*"):
            for path in place.glob(pattern):
                if not path.name.startswith(".") and path.is_file() and path.stat().st_size:
                    yield path


# -- permissions -------------------------------------------------------------------------------


def permissions(examined: Examined) -> list[Finding]:
    """Check that nobody but the owner may read the cases or the settings."""
    db, folder = examined.session.db_path, examined.session.folder
    paths = [*(db.with_name(db.name + beside) for beside in _BESIDE), folder, config_file(folder), staff_file(folder)]
    return readable_by_others(paths, posix=os.name == "posix")


def readable_by_others(paths: Iterable[Path], *, posix: bool) -> list[Finding]:
    """Return a finding for each file or folder that others may read or write, with the command that forbids it."""
    if not posix:
        what = "Who may read the cases is not looked at on Windows."
        remedy = "In the properties of the folder, under Security, only you and the administrators should stand."
        return [Finding("permissions", Level.NOTE, what, remedy)]
    found = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        if stat.S_IMODE(status.st_mode) & 0o077:
            mode = "700" if stat.S_ISDIR(status.st_mode) else "600"
            what = f"Others may get at {path} (mode {stat.S_IMODE(status.st_mode):04o})."
            found.append(Finding("permissions", Level.FAILURE, what, f"chmod {mode} {shlex.quote(str(path))}"))
    return found or [Finding("permissions", Level.FINE, "Only you may read the cases and the settings.")]
