"""The table of what offices call stages and events: read from its packs, narrowed to a plan type, a state, a kind of stage."""

from __future__ import annotations

from typing import Any

from denialctl.law.trade_words import EventWord, StageWord, TradeWords
from denialctl.packs.words import compile_words, stages_named, unknown_stages
from denialctl.vocabulary import STAGES, Kind

WORDS: dict[str, Any] = {
    "pack": "words",
    "stage_words": [
        {"say": ["First-Level Appeal", "1st level"], "means": ["internal-appeal"]},
        {
            "say": ["recon"], "means": ["ire-reconsideration"], "or_else": ["internal-appeal"], "plans": ["medicare-part-d"],
            "states": ["TX"], "ask": "yes", "because": "42 CFR 423.600",
        },
    ],
    "event_words": [
        {"say": ["Over-turned"], "means": ["approved"]},
        {"say": ["done"], "means": ["held"], "kinds": ["peer-to-peer"], "ask": "yes", "because": "a call is held"},
        {"say": ["in"], "means": ["filed"], "kinds": ["internal-appeal", "external-review"], "ask": "no"},
    ],
}  # fmt: skip
OWN: dict[str, Any] = {"pack": "words", "event_words": [{"say": ["done"], "means": ["filed"]}]}


def test_the_table_as_it_is_written() -> None:
    assert compile_words([WORDS]) == TradeWords(
        (
            StageWord(("firstlevelappeal", "1stlevel"), ("internal-appeal",)),
            StageWord(
                say=("recon",),
                means=("ire-reconsideration",),
                or_else=("internal-appeal",),
                plans=frozenset({"medicare-part-d"}),
                states=frozenset({"TX"}),
                ask=True,
                because="42 CFR 423.600",
            ),
        ),
        (
            EventWord(("overturned",), ("approved",)),
            EventWord(("done",), ("held",), frozenset({"peer-to-peer"}), ask=True, because="a call is held"),
            EventWord(("in",), ("filed",), frozenset({"internal-appeal", "external-review"})),
        ),
    )


def test_a_pack_without_one_of_the_tables_adds_nothing_to_it_and_the_first_pack_comes_first() -> None:
    table = compile_words(iter([OWN, WORDS]))

    assert [word.means for word in table.events] == [("filed",), ("approved",), ("held",), ("filed",)]
    assert len(table.stages) == 2
    assert compile_words([]) == TradeWords()


def test_words_for_a_plan_type_and_a_state() -> None:
    def said(plan: str, state: str | None) -> list[str]:
        return [word.say[0] for word in compile_words([WORDS]).for_stages(plan, state)]

    assert said("medicare-part-d", "TX") == ["firstlevelappeal", "recon"]
    assert said("medicare-part-d", "OH") == said("medicare-part-d", None) == said("chip", "TX") == ["firstlevelappeal"]


def test_words_for_the_kind_of_a_stage_come_before_those_for_all() -> None:
    table = compile_words([OWN, WORDS])

    assert [word.means for word in table.for_events(Kind.PEER_TO_PEER)] == [("held",), ("filed",), ("approved",)]
    assert [word.means for word in table.for_events(Kind.EXTERNAL_REVIEW)] == [("filed",), ("filed",), ("approved",)]
    assert [word.means for word in table.for_events(None)] == [("filed",), ("approved",)]


def test_stages_that_packs_name() -> None:
    """A pack with plans holds its stages one level deeper; what a table of words means is no stage for that."""
    law = {"pack": "regime", "stages": {"grievance": {}}}
    state = {
        "pack": "state",
        "plans": [{"stages": {"ombudsman": {}}}, {"regimes": ["chip"]}],
        "stages": {"not-here": {}},
    }

    found = stages_named([law, state, {"pack": "words", "stages": {"nothing": {}}}, {"pack": "calendar"}])

    assert found == {*STAGES, "grievance", "ombudsman"}


def test_words_for_a_stage_that_no_pack_has() -> None:
    lost = {
        "pack": "words",
        "stage_words": [{"say": ["x"], "means": ["internal-appeal", "nowhere"], "or_else": ["elsewhere"]}],
    }

    assert unknown_stages([lost, WORDS, OWN]) == [(lost, "nowhere"), (lost, "elsewhere")]
    assert unknown_stages([lost, {"pack": "regime", "stages": {"nowhere": {}, "elsewhere": {}}}]) == []
