"""Sources that several packs name: written once in `rules/sources`, and named by their ids in the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from denialctl.packs.pack_data import PackData


def with_shared(pack: PackData, shared: Mapping[str, PackData]) -> PackData:
    """Return a pack with the shared sources that it names added to its own; its own source wins over a shared one."""
    own = pack.get("sources", {})
    used = {name: shared[name] for name in dict.fromkeys(_ids(pack)) if name in shared and name not in own}
    return {**pack, "sources": {**used, **own}} if used else pack


def _ids(value: object) -> Iterator[str]:
    """Yield the ids of the sources that are named anywhere in a pack."""
    if isinstance(value, list):
        for item in value:
            yield from _ids(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "source" and isinstance(item, dict) and "id" in item:
                yield item["id"]
            elif key != "sources":
                yield from _ids(item)


def joined(packs: Iterable[PackData]) -> dict[str, PackData]:
    """Return the sources of all files of shared sources by their ids."""
    return {name: entry for pack in packs for name, entry in pack["sources"].items()}


def named_twice(packs: Iterable[tuple[PackData, bool]]) -> Iterator[Fault]:
    """Yield a fault for each id that two files of shared sources have, and for each such file in a wrong folder."""
    first: dict[str, str] = {}
    for pack, in_place in packs:
        if not in_place:
            yield Fault(
                pack["file"],
                1,
                "shared_sources",
                "put this file into a folder `sources` of the rules, where other files find it",
            )
        for name in pack["sources"]:
            if name in first:
                yield Fault(
                    pack["file"], pack["lines"][name], f"sources.{name}", f"this id stands already in {first[name]}"
                )
            first.setdefault(name, pack["file"])
