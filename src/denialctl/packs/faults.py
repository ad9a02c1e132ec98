"""How a fault of a rule file is told: its line, its field, a sentence, and the known words that come near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.errors import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.packs.pack_data import Place
    from denialctl.packs.yaml_text import YamlText


def fault_at(place: Place, sentence: str, source: YamlText) -> Fault:
    """Return a fault of the file that was read, with the line of the place in the pack where it was found."""
    written = place_in_file(place, source)
    return Fault(source.file, source.line_of(written), ".".join(map(str, written)), sentence)


def place_in_file(place: Iterable[str | int], source: YamlText) -> Place:
    """Return a place in a pack as the file has it: a list of one item may be written there as the item alone."""
    written: Place = ()
    for part in place:
        if isinstance(part, int) and (*written, part) not in source.lines:
            continue
        written = (*written, part)
    return written


def nearest_known(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about a word that is not known: `; nearest known: ...`, or nothing."""
    close = nearest(word, known, limit=3)
    return f"; nearest known: {', '.join(close)}" if close else ""
