"""`init`: begin a database for the cases of an office, and say so; one that is there is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl import kept

if TYPE_CHECKING:
    from pathlib import Path

    from denialctl.commands.session import Session


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the cases lie, and how many there were already; None where the database is new."""

    path: Path
    cases: int | None


def begin(session: Session) -> Beginning:
    """Begin a database where there is none; what is no database of ours is refused."""
    path = session.db_path.absolute()
    if session.has_database:
        store = session.store_or_new()
        if store.was_laid_out:
            return Beginning(path, len(store.case_ids()))
    else:
        session.store_or_new()
    kept.intend("an empty database")
    return Beginning(path, None)
