"""All rule files checked together: each may be sound by itself and still not fit another one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.errors import Fault
from denialctl.packs.asked_facts import faults_of_facts
from denialctl.packs.body_faults import faults_beside
from denialctl.packs.files import content_of
from denialctl.packs.listed_payers import packs_in
from denialctl.packs.shared_sources import named_twice
from denialctl.packs.words import unknown_stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from denialctl.law.payer_names import PayerName
    from denialctl.packs.library import Library
    from denialctl.packs.pack_data import PackData


def faults_of(library: Library, *, only_own: bool = False) -> list[Fault]:
    """Read every file and return the faults of each, and those of files that do not fit one another.

    With `only_own`, the program's own files are taken from the cache, where they are known to be sound.
    """
    faults: list[Fault] = []
    packs: list[tuple[Path, PackData]] = []
    for path in library.files():
        known = only_own and path.is_relative_to(library.root)
        pack, found = (library.pack(path), []) if known else library.read(path)
        faults += found
        packs += [] if pack is None else [(path, pack)]
    texts = [(content_of(path)[0] or "", pack) for path, pack in packs]
    faults += _twice(each for _, pack in packs for each in packs_in(pack))
    faults += [] if faults else faults_beside(texts)
    faults += named_twice(
        (pack, path in library.source_files) for path, pack in packs if pack["pack"] == "shared_sources"
    )
    faults += faults_of_facts(texts)
    faults += _unknown_stages([pack for _, pack in packs])
    return sorted(dict.fromkeys(faults) or _same_names(library))


def _twice(packs: Iterable[PackData]) -> Iterator[Fault]:
    """Yield a fault for each pack that has the kind and the name of an earlier one."""
    seen: dict[tuple[str, str], str] = {}
    for pack in packs:
        kind = pack["pack"]
        if kind == "office" or (kind in ("guide", "words") and pack["own"]):
            # An office's files add to one another, and its guides and words to the program's.
            continue
        # An office's own plan type, state or body of law takes the place of the program's.
        whose = "own " if kind in ("regime", "state", "law") and pack["own"] else ""
        key = (f"{whose}{kind}", str(pack[kind]).lower())
        if key in seen:
            yield Fault(pack["file"], pack.get("line", 1), kind, f"{pack[kind]!r} stands already in {seen[key]}")
        seen.setdefault(key, pack["file"])


def _unknown_stages(packs: list[PackData]) -> list[Fault]:
    """Return a fault for each stage that trade words mean and that no pack has."""
    said = "no pack has the stage {!r}"
    return [Fault(pack["file"], 1, "stage_words.means", said.format(stage)) for pack, stage in unknown_stages(packs)]


def _same_names(library: Library) -> Iterator[Fault]:
    """Yield a fault for each name that two payers have in one state: a case could not tell which of them is meant."""
    answers: dict[str, PayerName] = {}
    for payer in library.payer_names:
        for name in payer.plain:
            other = answers.setdefault(name, payer)
            apart = bool(other.states and payer.states) and not other.states & payer.states
            if other is not payer and not apart:
                file, first = (library.shown(Path(each.file)) for each in (payer, other))
                yield Fault(file, payer.line, "aliases", f"{name!r} is already a name of {other.name} ({first})")
