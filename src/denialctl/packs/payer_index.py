"""What all payers of the program are called, kept in the cache: a case reads one payer's file and not all of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from denialctl.law.payer_names import PayerName
from denialctl.packs.cache import keep, load
from denialctl.packs.files import state_of, state_of_program
from denialctl.packs.listed_payers import names_in, sorts_as

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from denialctl.packs.pack_data import PackData


def kept_names(paths: Sequence[Path], pack_of: Callable[[Path], PackData], folder: Path | None) -> list[PayerName]:
    """Return the names of the payers in these files, from the cache or, where that lacks them, read with `pack_of`.

    `folder` is the cache, or None where there is none.
    """
    place = None if folder is None else folder / f"payers-{state_of(paths)}-{state_of_program()}.json"
    try:
        found = [
            PayerName(**{**item, "plain": frozenset(item["plain"]), "states": frozenset(item["states"])})
            for item in load(place) or ()
        ]
    except (KeyError, TypeError):
        found = []
    if not found:
        listed = [(path, name) for path in paths for name in names_in(pack_of(path), path)]
        listed.sort(key=lambda pair: sorts_as(pair[0], pair[1].listed_as))
        found = [name for _, name in listed]
        keep(place, [{**asdict(item), "plain": sorted(item.plain), "states": sorted(item.states)} for item in found])
    return found
