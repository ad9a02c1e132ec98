"""`init`: begin an empty database for the cases of an office; an existing one is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl import kept

if TYPE_CHECKING:
    from pathlib import Path

    from denialctl.commands.session import Session


@dataclass(frozen=True, slots=True)
class Beginning:
    """The path of the database, and how many cases it has already; None if it is new."""

    path: Path
    cases: int | None


def begin(session: Session) -> Beginning:
    """Begin a database if there is none. Raises an error if the file is something else."""
    path = session.db_path.absolute()
    if session.has_database:
        store = session.store_or_new()
        if store.was_laid_out:
            return Beginning(path, len(store.case_ids()))
    else:
        session.store_or_new()
    kept.intend("an empty database")
    return Beginning(path, None)
