"""What offices call the stages and what happens in them: data of `rules/words`, looked up by plan type, state and kind of stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.naming import plain
from denialctl.vocabulary import STAGES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StageWord:
    """Words for a stage, and for which plan types and states they mean it (empty: for all)."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    or_else: tuple[str, ...] = ()
    plans: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    ask: bool = False
    because: str | None = None

    def speaks(self, plan: str, state: str | None) -> bool:
        """True if they are used for such a plan there."""
        return (not self.plans or plan in self.plans) and (not self.states or state in self.states)


@dataclass(frozen=True, slots=True)
class EventWord:
    """Words for something that happened, and in which kinds of stage they mean it (empty: in all others)."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    ask: bool = False
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TradeWords:
    """The words of all files, an office's own first."""

    stages: tuple[StageWord, ...] = ()
    events: tuple[EventWord, ...] = ()

    def for_stages(self, plan: str, state: str | None) -> list[StageWord]:
        """Return the words that are used for the stages of such a plan."""
        return [word for word in self.stages if word.speaks(plan, state)]

    def for_events(self, kind: Kind | None) -> list[EventWord]:
        """Return the words that are used in such a stage, those for its kind first."""
        own = [word for word in self.events if kind is not None and kind in word.kinds]
        return [*own, *(word for word in self.events if not word.kinds)]


def compile_words(packs: Iterable[Data]) -> TradeWords:
    """Build the table from its validated packs; what comes first wins."""
    listed = list(packs)
    return TradeWords(
        tuple(_stage_word(item) for pack in listed for item in pack.get("stage_words", ())),
        tuple(_event_word(item) for pack in listed for item in pack.get("event_words", ())),
    )


def _stage_word(item: Data) -> StageWord:
    return StageWord(
        say=tuple(map(plain, item["say"])),
        means=tuple(item["means"]),
        or_else=tuple(item.get("or_else", ())),
        plans=frozenset(item.get("plans", ())),
        states=frozenset(item.get("states", ())),
        ask=item.get("ask") == "yes",
        because=item.get("because"),
    )


def _event_word(item: Data) -> EventWord:
    return EventWord(
        say=tuple(map(plain, item["say"])),
        means=tuple(item["means"]),
        kinds=frozenset(item.get("kinds", ())),
        ask=item.get("ask") == "yes",
        because=item.get("because"),
    )


def stages_named(packs: Iterable[Data]) -> frozenset[str]:
    """Return every stage that some pack of rules, or the program, names."""
    sections = [section for pack in packs if pack["pack"] != "words" for section in (pack.get("plans") or [pack])]
    return frozenset(STAGES).union(*(section.get("stages", {}) for section in sections))


def unknown_stages(packs: list[Data]) -> list[tuple[Data, str]]:
    """Find the stages that words mean and that no pack has: each with the file of the words."""
    known = stages_named(packs)
    return [
        (pack, stage)
        for pack in packs
        if pack["pack"] == "words"
        for item in pack.get("stage_words", ())
        for stage in (*item["means"], *item.get("or_else", ()))
        if stage not in known
    ]
