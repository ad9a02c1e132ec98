"""Faults of a body of law, each with its place: words, plan types, cases and ladders that do not fit together."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from denialctl.errors import Fault
from denialctl.packs.bodies import ABOUT_REACH, WORD, as_for, fill, reaches, words_of
from denialctl.packs.faults import nearest_known
from denialctl.packs.pack_data import PackData, Place
from denialctl.packs.yaml_text import read_yaml
from denialctl.vocabulary import STEPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


Found = tuple[Place, str]
"""Where in the pack a fault is, and the sentence about it."""

_REQUIRED = ("say", "authority", "if_missed")


# -- a law in itself ------------------------------------------------------------


def faults_of_law(law: PackData) -> list[Found]:
    """Return the faults of a body of law, looked at without the packs that are under it."""
    return [*_faults_of_reach(law)] or [*_faults_of_words(law)] or [*_faults_when_filled(law)]


def _faults_of_reach(law: PackData) -> Iterator[Found]:
    """Find plan types that the law does not reach, and `cases` that it does not have."""
    plans, cases = law["reaches"], law.get("cases", {})
    for name, by_plan in cases.items():
        yield from ((("cases", name, plan), _not_reached(plan)) for plan in by_plan if plan not in plans)
    for place, item in _parted(law):
        if "only" in item and "except" in item:
            yield (*place, "only"), "`only` and `except` do not go together"
        for key in ("only", "except"):
            yield from (((*place, key), _not_reached(plan)) for plan in item.get(key, ()) if plan not in plans)
        if "cases" not in item:
            continue
        if item["cases"] not in cases:
            yield (*place, "cases"), f"the law has no `cases` {item['cases']!r}{nearest_known(item['cases'], cases)}"
        elif twice := _asked_twice(item.get("when", {}), cases[item["cases"]]):
            yield (*place, "when"), f"the `cases` {item['cases']} already ask for {', '.join(twice)}"
    used = {item.get("cases") for _, item in _parted(law)}
    yield from ((("cases", name), "no rule is for these `cases`") for name in cases if name not in used)


def _not_reached(plan: str) -> str:
    return f"the law does not reach {plan}: name it in `reaches`, or take it out here"


def _asked_twice(when: PackData, cases: Mapping[str, PackData]) -> list[str]:
    asked = [*(key for key in when if key != "facts"), *when.get("facts", {})]
    others = [by_plan.get("when", {}) for by_plan in cases.values()]
    return [key for key in asked if any(key in other or key in other.get("facts", {}) for other in others)]


def _parted(law: PackData) -> Iterator[tuple[Place, PackData]]:
    """Yield everything in the notes and stages of a law that has `only`, `except` or `cases`, with its place."""

    def walk(value: object, place: Place) -> Iterator[tuple[Place, PackData]]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from walk(item, (*place, index))
        elif isinstance(value, dict):
            if not value.keys().isdisjoint(ABOUT_REACH):
                yield place, value
            for key, item in value.items():
                yield from walk(item, (*place, key))

    for key in ("notes", "stages"):
        yield from walk(law.get(key, ()), (key,))


def _faults_of_words(law: PackData) -> Iterator[Found]:
    """Find words that a text uses and a plan type lacks, words that no text uses, and stray braces."""
    usually = law.get("usually", {})
    told = {plan: {**usually, **words} for plan, words in law["reaches"].items()}
    known = sorted({name for words in told.values() for name in words})
    used: dict[str, set[str]] = {plan: set() for plan in told}
    for where, text, plans in _texts(law):
        rest = WORD.sub("", text).replace("{}", "" if where[0] in ("usually", "reaches") else "{")
        if "{" in rest or "}" in rest:
            yield where, "braces hold a word of `reaches`: {word}, or {word and what belongs into it}"
        for word in dict.fromkeys(found[1] for found in WORD.finditer(text)):
            lacking = [plan for plan in plans if word not in told[plan]]
            if lacking:
                yield where, f"the word {{{word}}} is not said for {', '.join(lacking)}{nearest_known(word, known)}"
            for plan in plans:
                used[plan].add(word)
    for plan, words in law["reaches"].items():
        unused = [word for word in words if word not in used[plan]]
        yield from ((("reaches", plan, word), f"no text that reaches {plan} uses {{{word}}}") for word in unused)
    everywhere = set().union(*used.values())
    yield from ((("usually", word), f"no text uses {{{word}}}") for word in usually if word not in everywhere)


def _faults_when_filled(law: PackData) -> Iterator[Found]:
    """Find texts that are empty, or still have braces, when they are filled in."""
    for plan in law["reaches"]:
        words = words_of(law, plan)
        for word, said in words.items():
            if WORD.search(said):
                where = ("reaches", plan, word) if word in law["reaches"][plan] else ("usually", word)
                yield where, "this word is told by a word that is itself told by words: one step only"
        for place, rule, plans in _rules(law):
            empty = [key for key in _REQUIRED if plan in plans and not fill(rule[key], words).strip()]
            yield from (((*place, key), f"this comes out empty for {plan}") for key in empty)


def _rules(law: PackData) -> Iterator[tuple[Place, PackData, list[str]]]:
    """Yield every rule of a law with its place and the plan types that have it."""
    for name, stage in law["stages"].items():
        for step, rules in stage.items():
            if step in STEPS:
                for index, rule in enumerate(rules):
                    plans = [plan for plan in law["reaches"] if reaches(stage, plan) and reaches(rule, plan, law)]
                    yield ("stages", name, step, index), rule, plans


def _texts(law: PackData) -> Iterator[tuple[Place, str, list[str]]]:
    """Yield every text of a law with its place and the plan types that it reaches."""
    everybody = list(law["reaches"])

    def walk(value: object, place: Place, plans: list[str]) -> Iterator[tuple[Place, str, list[str]]]:
        if isinstance(value, str):
            yield place, value, plans
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from walk(item, (*place, index), plans)
        elif isinstance(value, dict):
            narrowed = [plan for plan in plans if reaches(value, plan, law)]
            for key, item in value.items():
                if key not in ABOUT_REACH:
                    yield from walk(item, (*place, key), narrowed)

    for key in ("sources", "notes", "gaps"):
        yield from walk(law.get(key, ()), (key,), everybody)
    for name, stage in law["stages"].items():
        yield from walk(stage, ("stages", name), everybody)
    for word, text in law.get("usually", {}).items():
        yield ("usually", word), text, [plan for plan in everybody if word not in law["reaches"][plan]]
    for plan, words in law["reaches"].items():
        yield from ((("reaches", plan, word), text, [plan]) for word, text in words.items())


# -- a plan type and its laws ----------------------------------------------------


def faults_under(pack: PackData, laws: Mapping[str, PackData | None]) -> Iterator[Found]:
    """Yield the faults of a plan type's pack that come from the laws that it is under.

    `laws` holds each body of law by its name, None where there is no such law.
    """
    plan, shared = pack["regime"], Counter[str]()
    sources: dict[str, PackData] = {}
    known = True
    for index, name in enumerate(pack["under"]):
        law = laws[name]
        if law is None or plan not in law["reaches"]:
            yield (
                ("under", index),
                _no_such(name)
                if law is None
                else f"{law['file']} does not reach {plan}: name it there, or take it out here",
            )
            known = False
            continue
        found = as_for(law, plan)
        shared.update(found["stages"].keys())
        for key, entry in found["sources"].items():
            if sources.setdefault(key, entry) != entry:
                yield ("under", index), f"two of these laws describe the source {key} differently"
    yield from (
        (("under",), f"two of these laws have the stage {stage}") for stage, count in shared.items() if count > 1
    )
    yield from (
        (("sources", key), "one of its laws has a source of this name")
        for key in pack.get("sources", {})
        if key in sources
    )
    if known:
        yield from _faults_of_ladder(pack["ladder"], shared, pack["stages"])


def _no_such(name: str) -> str:
    return f"there is no body of law {name!r}: it would be rules/law/{name}.yaml"


def _faults_of_ladder(ladder: list[str], shared: Collection[str], own: Collection[str]) -> Iterator[Found]:
    known = [*shared, *own]
    for index, stage in enumerate(ladder):
        if stage not in known:
            yield ("ladder", index), f"neither its laws nor its own stages have {stage!r}{nearest_known(stage, known)}"
        if stage in ladder[:index]:
            yield ("ladder", index), f"{stage} stands twice"
    yield from ((("stages", stage), "this stage is not in the `ladder`") for stage in own if stage not in ladder)
    missing = [stage for stage in shared if stage not in ladder and stage not in own]
    if missing:
        yield ("ladder",), f"its laws also have {', '.join(missing)}"


def faults_beside(packs: Iterable[tuple[str, PackData]]) -> Iterator[Fault]:
    """Yield the faults of laws and plan types that do not name each other.

    Each pack is given with the text of its file.
    """
    listed = list(packs)
    named = {(name, pack["regime"]) for _, pack in listed for name in pack.get("under", ())}
    for text, law in listed:
        if law["pack"] != "law":
            continue
        source = read_yaml(text, law["file"])
        if PurePath(law["file"]).parts[-2:] != ("law", f"{law['law']}.yaml"):
            sentence = f"a body of law stands in a folder `law`, in a file of its own name: law/{law['law']}.yaml"
            yield Fault(law["file"], source.line_of(("law",)), "law", sentence)
            continue
        for plan in law["reaches"]:
            if (law["law"], plan) not in named:
                sentence = (
                    f"the pack of {plan} does not say that it is `under` this law: say so there, or take it out here"
                )
                yield Fault(law["file"], source.line_of(("reaches", plan)), f"reaches.{plan}", sentence)
