"""Bodies of law: a rule that several plan types share is written once, and read here as each of them has it.

A file of `rules/law` says which plan types it reaches, and gives each the few words in which
it differs: they stand in the texts as `{word}`. A plan type's pack names the laws that it is
`under`. A step, or another key of a stage, that the pack writes itself takes the place of the
law's as a whole; nothing is mixed inside a rule.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from denialctl.errors import Fault, nearest
from denialctl.packs.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

Data = dict[str, Any]
Place = tuple[str | int, ...]
Found = tuple[Place, str]
"""Where in a file a fault stands, and the sentence."""

_WORD = re.compile(r"\{([a-z][a-z0-9-]*)(?: ([^{}]*))?\}")
_ABOUT_REACH = ("only", "except", "cases")
_REQUIRED = ("say", "authority", "if_missed")


def under(pack: Data, laws: Mapping[str, Data]) -> tuple[Data, list[Found]]:
    """Return the pack of a plan type with the rules of its laws as it has them, and what is wrong with it."""
    plan = pack["regime"]
    faults = [
        (("under", index), f"{law['file']} does not reach {plan}: name it in its `reaches`, or take the law out here")
        for index, law in enumerate(laws.values())
        if plan not in law["reaches"]
    ]
    if faults:
        return pack, faults
    shared: dict[str, Data] = {}
    sources, notes, gaps = {}, [], []
    for index, law in enumerate(laws.values()):
        expanded = _as_for(law, plan)
        for stage, content in expanded["stages"].items():
            if stage in shared:
                faults.append((("under", index), f"two of these laws have the stage {stage}"))
            shared[stage] = content
        for name, entry in expanded["sources"].items():
            if sources.setdefault(name, entry) != entry:
                faults.append((("under", index), f"two of these laws describe the source {name} differently"))
        notes += expanded["notes"]
        gaps += expanded["gaps"]
    own_sources = pack.get("sources", {})
    faults += [(("sources", name), "a law that this plan type is under has a source of this name") for name in own_sources if name in sources]
    own = pack["stages"]
    faults += _faults_of_ladder(pack["ladder"], shared, own)
    if faults:
        return pack, faults
    whole = {
        **pack,
        "sources": {**sources, **own_sources},
        "stages": {stage: _laid_over(shared.get(stage, {}), own.get(stage, {})) for stage in pack["ladder"]},
    }
    for key, from_laws in (("notes", notes), ("gaps", gaps)):
        if from_laws:
            whole[key] = [*from_laws, *pack.get(key, ())]
    return whole, []


def _faults_of_ladder(ladder: list[str], shared: Data, own: Data) -> Iterator[Found]:
    known = {**shared, **own}
    for index, stage in enumerate(ladder):
        if stage not in known:
            yield ("ladder", index), f"neither its laws nor its own stages have {stage!r}{_nearest(stage, known)}"
    for stage, count in Counter(ladder).items():
        if count > 1:
            yield ("ladder",), f"{stage} stands twice"
    yield from ((("stages", stage), "this stage is not in the `ladder`") for stage in own if stage not in ladder)
    missing = [stage for stage in shared if stage not in ladder and stage not in own]
    if missing:
        yield ("ladder",), f"its laws also have {', '.join(missing)}"


def _laid_over(shared: Data, own: Data) -> Data:
    """Return a stage in which each own key (a step, `about`, `opens`) takes the place of the law's as a whole."""
    from denialctl.packs.model import StageText  # noqa: PLC0415 - heavy; here only where a pack is read anew

    in_order = [field.alias or name for name, field in StageText.model_fields.items()]
    merged = {**shared, **own}
    return {key: merged[key] for key in in_order if key in merged}


# -- a law as one plan type has it --------------------------------------------


def _as_for(law: Data, plan: str) -> Data:
    words = _words(law, plan)
    return {
        "stages": {name: _stage(stage, law, plan, words) for name, stage in law["stages"].items() if _reaches(stage, plan)},
        "sources": _filled(law.get("sources", {}), words),
        "notes": _filled(_plain_notes(law.get("notes", ()), plan), words),
        "gaps": _filled(law.get("gaps", []), words),
    }


def _stage(stage: Data, law: Data, plan: str, words: Mapping[str, str]) -> Data:
    found = {}
    for key, value in stage.items():
        if key in _ABOUT_REACH:
            continue
        if isinstance(value, list):
            rules = [_rule(rule, law, plan, words) for rule in value if _reaches(rule, plan, law)]
            found |= {key: rules} if rules else {}
        else:
            found[key] = _filled(value, words)
    return found


def _rule(rule: Data, law: Data, plan: str, words: Mapping[str, str]) -> Data:
    cases = law["cases"][rule["cases"]][plan] if "cases" in rule else {}
    asked, more = rule.get("when", {}), cases.get("when", {})
    facts = {**more.get("facts", {}), **asked.get("facts", {})}
    when = {**more, **asked, **({"facts": facts} if facts else {})}
    notes = _plain_notes(rule.get("notes", ()), plan)
    examples = [_example(item, cases) for item in rule.get("examples", ()) if _reaches(item, plan)]
    found = {key: value for key, value in rule.items() if key not in (*_ABOUT_REACH, "when", "notes", "examples")}
    found |= {key: value for key, value in (("when", when), ("notes", notes), ("examples", examples)) if value}
    filled: Data = _filled(found, words)
    return filled


def _example(example: Data, cases: Data) -> Data:
    found = {key: value for key, value in example.items() if key not in _ABOUT_REACH}
    return {**found, "given": {**cases.get("given", {}), **example["given"]}}


def _plain_notes(notes: Iterable[str | Data], plan: str) -> list[str]:
    return [note if isinstance(note, str) else note["note"] for note in notes if isinstance(note, str) or _reaches(note, plan)]


def _reaches(item: Data, plan: str, law: Data | None = None) -> bool:
    """Whether a stage, rule, note or example is there for a plan type."""
    if law is not None and "cases" in item and plan not in law["cases"][item["cases"]]:
        return False
    return plan in item.get("only", (plan,)) and plan not in item.get("except", ())


def _words(law: Data, plan: str) -> dict[str, str]:
    """Return what each word says for a plan type; a word may itself be told by other words."""
    told = {**law.get("usually", {}), **law["reaches"][plan]}
    return {name: _fill(value, told) for name, value in told.items()}


def _fill(text: str, words: Mapping[str, str]) -> str:
    """Put the words into a text. `{act (d)(2)}` puts what follows the word where the word has `{}`."""
    return _WORD.sub(lambda found: words.get(found[1], found[0]).replace("{}", found[2] or ""), text)


def _filled(value: Any, words: Mapping[str, str]) -> Any:  # noqa: ANN401 - any part of a pack
    """Fill all texts; one that comes out empty is left out."""
    if isinstance(value, str):
        return _fill(value, words) if "{" in value else value
    if isinstance(value, list):
        return [item for item in (_filled(part, words) for part in value) if item != ""]
    if isinstance(value, dict):
        filled = {key: _filled(part, words) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part not in ("", [])}
    return value


# -- what is wrong with a law -------------------------------------------------


def faults_of_law(law: Data) -> list[Found]:
    """Return what is wrong with a body of law in itself: words, plan types and cases that do not fit together."""
    faults = [*_faults_of_reach(law)]
    if faults:
        return faults
    told = {plan: {**law.get("usually", {}), **words} for plan, words in law["reaches"].items()}
    used: dict[str, set[str]] = {plan: set() for plan in told}
    for place, text, plans in _texts(law):
        rest = _WORD.sub("", text).replace("{}", "") if place[0] in ("usually", "reaches") else _WORD.sub("", text)
        if "{" in rest or "}" in rest:
            faults.append((place, "braces hold a word of `reaches`: {word}, or {word and what belongs into it}"))
        for word in dict.fromkeys(found[1] for found in _WORD.finditer(text)):
            lacking = [plan for plan in plans if word not in told[plan]]
            if lacking:
                known = sorted({name for words in told.values() for name in words})
                faults.append((place, f"the word {{{word}}} is not said for {', '.join(lacking)}{_nearest(word, known)}"))
            for plan in plans:
                used[plan].add(word)
    for plan, words in law["reaches"].items():
        faults += [(("reaches", plan, word), f"no text that reaches {plan} uses {{{word}}}") for word in words if word not in used[plan]]
    everywhere = set().union(*used.values())
    faults += [(("usually", word), f"no text uses {{{word}}}") for word in law.get("usually", {}) if word not in everywhere]
    return faults or [*_faults_when_filled(law)]


def _faults_when_filled(law: Data) -> Iterator[Found]:
    for plan in law["reaches"]:
        words = _words(law, plan)
        yield from ((("reaches", plan), f"the word {{{word}}} is told by words that are told by words") for word, said in words.items() if "{" in said.replace("{}", ""))
        for place, rule, plans in _rules(law):
            empty = [key for key in _REQUIRED if plan in plans and not _fill(rule[key], words).strip()]
            yield from (((*place, key), f"this comes out empty for {plan}") for key in empty)


def _faults_of_reach(law: Data) -> Iterator[Found]:
    plans, cases = law["reaches"], law.get("cases", {})
    for name, by_plan in cases.items():
        yield from ((("cases", name, plan), _not_reached(plan)) for plan in by_plan if plan not in plans)
    for place, item in _parted(law, ()):
        if "only" in item and "except" in item:
            yield (*place, "only"), "`only` and `except` do not go together"
        for key in ("only", "except"):
            yield from (((*place, key), _not_reached(plan)) for plan in item.get(key, ()) if plan not in plans)
        if "cases" in item and item["cases"] not in cases:
            yield (*place, "cases"), f"the law has no `cases` {item['cases']!r}{_nearest(item['cases'], cases)}"


def _not_reached(plan: str) -> str:
    return f"the law does not reach {plan}: name it in `reaches`, or take it out here"


def _parted(value: object, place: Place) -> Iterator[tuple[Place, Data]]:
    """Yield everything in the stages and notes of a law that says for whom it stands."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _parted(item, (*place, index))
    elif isinstance(value, dict):
        if place and not {"only", "except", "cases"}.isdisjoint(value):
            yield place, value
        for key, item in value.items():
            if place or key in ("stages", "notes"):
                yield from _parted(item, (*place, key))


def _rules(law: Data) -> Iterator[tuple[Place, Data, list[str]]]:
    for name, stage in law["stages"].items():
        for step, rules in stage.items():
            for index, rule in enumerate(rules if isinstance(rules, list) and step not in _ABOUT_REACH else ()):
                plans = [plan for plan in law["reaches"] if _reaches(stage, plan) and _reaches(rule, plan, law)]
                yield ("stages", name, step, index), rule, plans


def _texts(law: Data) -> Iterator[tuple[Place, str, list[str]]]:
    """Yield every text of a law with its place and the plan types that it reaches."""

    def walk(value: object, place: Place, plans: list[str]) -> Iterator[tuple[Place, str, list[str]]]:
        if isinstance(value, str):
            yield place, value, plans
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from walk(item, (*place, index), plans)
        elif isinstance(value, dict):
            narrowed = [plan for plan in plans if _reaches(value, plan, law)]
            for key, item in value.items():
                if key not in _ABOUT_REACH:
                    yield from walk(item, (*place, key), narrowed)

    plans = list(law["reaches"])
    for key in ("sources", "notes", "gaps"):
        yield from walk(law.get(key, ()), (key,), plans)
    for name, stage in law["stages"].items():
        yield from walk(stage, ("stages", name), plans)
    for word, text in law.get("usually", {}).items():
        yield ("usually", word), text, [plan for plan in plans if word not in law["reaches"][plan]]
    for plan, words in law["reaches"].items():
        for word, text in words.items():
            yield ("reaches", plan, word), text, [plan]


def _nearest(word: str, known: Collection[str]) -> str:
    close = nearest(word, known, limit=3)
    return f"; nearest known: {', '.join(close)}" if close else ""


def faults_beside(packs: list[tuple[str, Data]]) -> list[Fault]:
    """Return where laws and plan types do not name one another; each pack is given with the text of its file."""
    faults = []
    under_it = {(name, pack["regime"]) for _, pack in packs for name in pack.get("under", ())}
    for text, law in packs:
        if law["pack"] != "law":
            continue
        source = read_yaml(text, law["file"])
        if law["file"] != f"rules/law/{law['law']}.yaml":
            sentence = f"a body of law stands in rules/law/{law['law']}.yaml of the program; an office writes its rules into a pack of its own"
            faults.append(Fault(law["file"], source.line_of(("law",)), "law", sentence))
            continue
        for plan in law["reaches"]:
            if (law["law"], plan) not in under_it:
                sentence = f"the pack of {plan} does not say that it is `under` this law: say so there, or take it out here"
                faults.append(Fault(law["file"], source.line_of(("reaches", plan)), f"reaches.{plan}", sentence))
    return faults
