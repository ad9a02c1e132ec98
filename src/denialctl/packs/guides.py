"""Guides: what a call needs, what a filing must carry, what a notice must contain, what the dates advise.

A guide computes no date. It is text that a person works with. Like a rule, every entry names its authority and says
whether somebody has read it there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from denialctl.law.conditions import Applies, Situation, applies
from denialctl.law.firmness import marked
from denialctl.packs.compiling import compile_conditions, compile_source

if TYPE_CHECKING:
    from denialctl.law.rules import Conditions, Source
    from denialctl.packs.pack_data import PackData

GuideKind = Literal["checklist", "notice", "sheet", "advice", "script"]


@dataclass(frozen=True)
class GuideLine:
    """One line of a guide.

    `many` is for a field of the call sheet that takes several values (treatments
    tried). `if_missing` says which way a defect of a notice opens, or what is lost
    where a filing lacks the item.
    """

    id: str
    say: str
    when: Conditions
    authority: str
    source: Source
    because: str | None = None
    if_missing: str | None = None
    hint: str | None = None
    many: bool = False
    lines: int = 1
    duty: bool = True
    """Of a notice: whether a law asks for this line. Where it is merely usual, its lack breaches nothing."""

    @property
    def credit(self) -> str:
        """The authority, with a mark where nobody has read it there."""
        return marked(self.authority, self.source.status)


@dataclass(frozen=True)
class GuidePart:
    """Entries under one heading. `fields` of a call sheet are filled in; the others are read or ticked."""

    heading: str
    about: str | None
    fields: bool
    entries: tuple[GuideLine, ...]
    earlier_criteria: bool = False
    """Of a call sheet: whether the criteria that a reviewer named in an earlier call are printed below these lines."""


@dataclass(frozen=True)
class Guide:
    """One guide: its stages, and its parts in order."""

    name: str
    kind: GuideKind
    title: str
    about: str | None
    stages: frozenset[str]
    file: str
    parts: tuple[GuidePart, ...]

    @property
    def entries(self) -> tuple[GuideLine, ...]:
        """All entries, in order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    def entry(self, name: str) -> GuideLine:
        """Return one entry by its id."""
        return next(entry for entry in self.entries if entry.id == name)

    def for_case(self, situation: Situation) -> Guide:
        """Return the guide with the entries that apply, or may apply, to a case."""
        kept = []
        for part in self.parts:
            entries = tuple(entry for entry in part.entries if applies(entry.when, situation)[0] is not Applies.NO)
            if entries:
                kept.append(replace(part, entries=entries))
        return replace(self, parts=tuple(kept))


def compile_guide(pack: PackData) -> Guide:
    """Build a guide from its validated pack."""
    return Guide(
        name=pack["guide"],
        kind=pack["kind"],
        title=pack["title"],
        about=pack.get("about"),
        stages=frozenset(pack.get("for_stages", ())),
        file=pack["file"],
        parts=tuple(
            GuidePart(
                heading=part["heading"],
                about=part.get("about"),
                fields=part.get("fields") == "yes",
                entries=tuple(_entry(entry, pack) for entry in part["entries"]),
                earlier_criteria=part.get("earlier_criteria") == "yes",
            )
            for part in pack["parts"]
        ),
    )


def _entry(data: PackData, pack: PackData) -> GuideLine:
    return GuideLine(
        id=data["id"],
        say=data["say"],
        when=compile_conditions(data.get("when")),
        authority=data["authority"],
        source=compile_source(data["source"], pack),
        because=data.get("because"),
        if_missing=data.get("if_missing"),
        hint=data.get("hint"),
        many=data.get("many") == "yes",
        lines=int(data.get("lines", 1)),
        duty=data.get("duty") != "no",
    )


def joined(shipped: Guide | None, own: list[Guide]) -> Guide | None:
    """Return the program's guide followed by the parts that the office adds in its own files; None without any."""
    guides = [guide for guide in (shipped, *own) if guide is not None]
    if not guides:
        return None
    first = guides[0]
    parts = tuple(part for guide in guides for part in guide.parts)
    return Guide(
        name=first.name,
        kind=first.kind,
        title=first.title,
        about=first.about,
        stages=first.stages,
        file=first.file,
        parts=parts,
    )
