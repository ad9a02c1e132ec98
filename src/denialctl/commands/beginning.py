"""`init`: begin a database for the cases of an office, and say so; one that is there is left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl import kept

if TYPE_CHECKING:
    from pathlib import Path

    from denialctl.commands.desk import Desk


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the cases lie, and how many there were already; None where the database is new."""

    path: Path
    cases: int | None


def begin(desk: Desk) -> Beginning:
    """Begin a database where there is none; what is no database of ours is refused."""
    path = desk.db_path.absolute()
    if desk.has_database:
        store = desk.begun_store()
        if store.was_laid_out:
            return Beginning(path, len(store.case_ids()))
    else:
        desk.begun_store()
    kept.intend("an empty database")
    return Beginning(path, None)
