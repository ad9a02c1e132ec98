"""From the files of trade words (`rules/words`) to the table of `denialctl.law.trade_words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.law.trade_words import EventWord, StageWord, TradeWords
from denialctl.naming import plain
from denialctl.vocabulary import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.packs.pack_data import PackData


def compile_words(packs: Iterable[PackData]) -> TradeWords:
    """Build the table from its validated packs; where two packs have a word, the first one wins."""
    listed = list(packs)
    return TradeWords(
        tuple(_stage_word(item) for pack in listed for item in pack.get("stage_words", ())),
        tuple(_event_word(item) for pack in listed for item in pack.get("event_words", ())),
    )


def _stage_word(item: PackData) -> StageWord:
    return StageWord(
        say=tuple(map(plain, item["say"])),
        means=tuple(item["means"]),
        or_else=tuple(item.get("or_else", ())),
        plans=frozenset(item.get("plans", ())),
        states=frozenset(item.get("states", ())),
        ask=item.get("ask") == "yes",
        because=item.get("because"),
    )


def _event_word(item: PackData) -> EventWord:
    return EventWord(
        say=tuple(map(plain, item["say"])),
        means=tuple(item["means"]),
        kinds=frozenset(item.get("kinds", ())),
        ask=item.get("ask") == "yes",
        because=item.get("because"),
    )


def stages_named(packs: Iterable[PackData]) -> frozenset[str]:
    """Return the id of every stage that a pack of rules, or the program itself, has."""
    sections = [section for pack in packs if pack["pack"] != "words" for section in (pack.get("plans") or [pack])]
    return frozenset(STAGES).union(*(section.get("stages", {}) for section in sections))


def unknown_stages(packs: list[PackData]) -> list[tuple[PackData, str]]:
    """Return the stages that words mean and that no pack has, each with the pack of the words."""
    known = stages_named(packs)
    return [
        (pack, stage)
        for pack in packs
        if pack["pack"] == "words"
        for item in pack.get("stage_words", ())
        for stage in (*item["means"], *item.get("or_else", ()))
        if stage not in known
    ]
