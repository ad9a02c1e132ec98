"""Bodies of law: a rule that several plan types share is written once, and filled in here for each of them.

A file of `rules/law` names the plan types that it reaches, and gives each the few words in which it differs: the texts
have them as `{word}`. The pack of a plan type names the laws that it is `under`. Where the pack itself has a step, or
another key of a stage, this replaces the law's whole step or key; the two are never mixed inside a rule. `body_faults`
finds what does not fit together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from denialctl.vocabulary import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from denialctl.packs.pack_data import PackData


WORD = re.compile(r"\{([a-z][a-z0-9-]*)(?: ([^{}]*))?\}")
"""A word of `reaches` in a text, with what is put into it, if anything: `{act}`, `{act (d)(2)}`."""
ABOUT_REACH = ("only", "except", "cases")
"""The keys that say for which plan types, and for which of their cases, something stands."""


def under(pack: PackData, laws: Iterable[PackData]) -> PackData:
    """Return the pack of a plan type with the stages, sources, notes and gaps of its laws filled in."""
    shared = [as_for(law, pack["regime"]) for law in laws]
    stages = {name: stage for law in shared for name, stage in law["stages"].items()}
    own = pack["stages"]
    sources = {name: entry for holder in (*shared, pack) for name, entry in holder.get("sources", {}).items()}
    whole = {
        **pack,
        "sources": sources,
        "stages": {name: _laid_over(stages.get(name, {}), own.get(name, {})) for name in pack["ladder"]},
    }
    for key in ("notes", "gaps", "coming"):
        told = [item for holder in (*shared, pack) for item in holder.get(key, ())]
        whole |= {key: told} if told else {}
    return whole


def _laid_over(shared: PackData, own: PackData) -> PackData:
    """Return a stage in which each of the pack's own keys (a step, `about`, `opens`) replaces the law's key."""
    return _in_order("stage", {**shared, **own})


def _in_order(part: Literal["stage", "rule", "when", "given"], content: PackData) -> PackData:
    """Return a part of a pack with its keys in the order of its model, the order that every pack has."""
    from denialctl.packs import model_base, rule_model, stage_model  # noqa: PLC0415 - heavy; only to read a pack anew

    models: dict[str, type[model_base.Strict]] = {
        "stage": stage_model.StageText,
        "rule": rule_model.RuleText,
        "when": model_base.ConditionsText,
        "given": rule_model.ExampleCase,
    }
    names = [field.alias or name for name, field in models[part].model_fields.items()]
    return {key: content[key] for key in (*names, "file", "line") if key in content}


def as_for(law: PackData, plan: str) -> PackData:
    """Return a body of law filled in for one plan type."""
    words = words_of(law, plan)
    found: PackData = {
        "stages": {name: _stage(stage, law, plan) for name, stage in law["stages"].items() if reaches(stage, plan)},
        "sources": law.get("sources", {}),
        "notes": _notes(law, plan),
        "gaps": law.get("gaps", ()),
        "coming": law.get("coming", ()),
    }
    return {key: _filled(value, words) for key, value in found.items()}


def _stage(stage: PackData, law: PackData, plan: str) -> PackData:
    found: PackData = {}
    for key, value in stage.items():
        if key in STEPS:
            rules = [_rule(rule, law, plan) for rule in value if reaches(rule, plan, law)]
            found |= {key: rules} if rules else {}
        else:
            found[key] = value
    return _without_reach(found)


def _rule(rule: PackData, law: PackData, plan: str) -> PackData:
    """Return a rule filled in for a plan type: with the conditions of its `cases`, and with its notes and examples."""
    cases = law["cases"][rule["cases"]][plan] if "cases" in rule else {}
    examples = [_example(item, cases.get("given", {})) for item in rule.get("examples", ()) if reaches(item, plan)]
    own = {
        "when": _joined(cases.get("when", {}), rule.get("when", {})),
        "notes": _notes(rule, plan),
        "examples": examples,
    }
    return _in_order("rule", {**_without_reach(rule, *own), **{key: value for key, value in own.items() if value}})


def _joined(first: PackData, second: PackData) -> PackData:
    facts = {**first.get("facts", {}), **second.get("facts", {})}
    return _in_order("when", {**first, **second, **({"facts": facts} if facts else {})})


def _example(example: PackData, given: PackData) -> PackData:
    return {**_without_reach(example), "given": _in_order("given", {**given, **example["given"]})}


def _notes(holder: PackData, plan: str) -> list[str]:
    notes = holder.get("notes", ())
    return [
        note if isinstance(note, str) else note["note"]
        for note in notes
        if isinstance(note, str) or reaches(note, plan)
    ]


def _without_reach(item: PackData, *others: str) -> PackData:
    return {key: value for key, value in item.items() if key not in (*ABOUT_REACH, *others)}


def reaches(item: PackData, plan: str, law: PackData | None = None) -> bool:
    """True if a stage, rule, note or example is there for a plan type.

    A rule may also have `cases` of the law: it is there only for the plan types that have such cases.
    """
    if law is not None and "cases" in item and plan not in law["cases"][item["cases"]]:
        return False
    return plan in item.get("only", (plan,)) and plan not in item.get("except", ())


def words_of(law: PackData, plan: str) -> dict[str, str]:
    """Return what each word says for a plan type. The text of a word may itself contain words, one step deep."""
    told = {**law.get("usually", {}), **law["reaches"][plan]}
    return {name: fill(value, told) for name, value in told.items()}


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put the words into a text. In `{act (d)(2)}`, what follows the word is put where the word has `{}`."""
    return WORD.sub(lambda found: words.get(found[1], found[0]).replace("{}", found[2] or ""), text)


def _filled(value: Any, words: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a pack
    """Fill all texts; those that are empty afterwards are left out."""
    if isinstance(value, str):
        return fill(value, words) if "{" in value else value
    if isinstance(value, (list, tuple)):
        return [item for item in (_filled(part, words) for part in value) if item != ""]
    if isinstance(value, dict):
        filled = {key: _filled(part, words) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part not in ("", [])}
    return value
