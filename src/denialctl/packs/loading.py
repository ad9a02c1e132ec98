"""From the text of a rule file to a validated pack, or to all faults of the file at once, each with its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from denialctl.errors import Fault
from denialctl.packs.faults import fault_at, nearest_known, place_in_file
from denialctl.packs.pack_data import PackData, Place
from denialctl.packs.shared_sources import with_shared
from denialctl.packs.yaml_text import YamlText, read_yaml
from denialctl.vocabulary import STEPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails


PACK_KEYS = (
    "regime", "law", "state", "payer", "payers", "practice", "office", "calendar", "override", "facts", "guide",
    "words", "shared_sources", "weights",
)  # fmt: skip
"""The key that says what a file is."""


LawNamed = Callable[[str], PackData | None]
"""Finds a body of law by its name; None where there is none."""


def _no_law(_name: str) -> PackData | None:
    return None


def read_pack(
    text: str, file: str, law_named: LawNamed = _no_law, shared: Mapping[str, PackData] | None = None
) -> tuple[PackData | None, list[Fault]]:
    """Validate the text of one rule file.

    Returns the pack and its faults; where there are faults, the pack is None. Keys without a value are left out of
    the pack, and every rule has the file and the line where it is written. A plan type that is under a body of law
    gets the rules of that law, which `law_named` finds by its name. `shared` holds the sources that any pack may name
    by their ids.
    """
    source = read_yaml(text, file)
    if source.faults and source.content is None:
        return None, source.faults
    content = source.content
    if not isinstance(content, dict):
        return None, [Fault(file, 1, "", "a rule file starts with keys, such as `regime:` or `payer:`")]
    kinds = [key for key in PACK_KEYS if key in content]
    if len(kinds) != 1:
        sentence = f"a rule file has exactly one of the keys {', '.join(PACK_KEYS)}; here: {', '.join(kinds) or 'none'}"
        return None, [*source.faults, Fault(file, 1, "", sentence)]
    pack, faults = _validate(kinds[0], content, source, law_named, shared or {})
    faults = [*source.faults, *faults]
    return (None, faults) if faults or pack is None else (with_shared(pack, shared or {}), [])


def _validate(
    kind: str, content: PackData, source: YamlText, law_named: LawNamed, shared: Mapping[str, PackData]
) -> tuple[PackData | None, list[Fault]]:
    from pydantic import ValidationError  # noqa: PLC0415 - heavy; only where a pack is not yet known to be sound

    from denialctl.packs.kinds import PACKS  # noqa: PLC0415 - as above

    model = PACKS[kind]
    try:
        checked = model.model_validate(content)
    except ValidationError as error:
        nulls = {(fault.line, fault.field) for fault in source.faults}
        found = [_fault(detail, model, source) for detail in error.errors(include_url=False)]
        return None, [fault for fault in found if (fault.line, fault.field) not in nulls]
    pack = checked.model_dump(mode="json", by_alias=True, exclude_none=True)
    pack["pack"] = kind
    pack["file"] = source.file
    _number_rules(pack, source)
    for name, entry in pack.get("listed", {}).items():
        entry["line"] = source.line_of(("listed", name))
    if kind == "shared_sources":
        pack["lines"] = {name: source.line_of(("sources", name)) for name in pack["sources"]}
    if "under" in pack:
        return _under_its_laws(pack, source, law_named, shared)
    faults = _dangling_sources(pack, source, {*pack.get("sources", {}), *shared})
    if kind == "law":
        from denialctl.packs.body_faults import faults_of_law  # noqa: PLC0415 - as above

        faults += [fault_at(place, sentence, source) for place, sentence in faults_of_law(pack)]
    return pack, faults


def _under_its_laws(
    pack: PackData, source: YamlText, law_named: LawNamed, shared: Mapping[str, PackData]
) -> tuple[PackData | None, list[Fault]]:
    """Return the pack of a plan type with the rules of the laws that it is under."""
    from denialctl.packs.bodies import under  # noqa: PLC0415 - only where a pack is not yet known to be sound
    from denialctl.packs.body_faults import faults_under  # noqa: PLC0415 - as above

    laws = {name: law_named(name) for name in pack["under"]}
    found = [law for law in laws.values() if law is not None]
    sources = {key for holder in (*found, pack) for key in holder.get("sources", {})} | set(shared)
    faults = [fault_at(place, sentence, source) for place, sentence in faults_under(pack, laws)]
    faults += _dangling_sources(pack, source, sources)
    return (None, faults) if faults else (under(pack, found), [])


def _number_rules(pack: PackData, source: YamlText) -> None:
    """Write into every rule the file and the line in which it begins."""
    for place, rule in _rules_in(pack):
        rule["file"], rule["line"] = source.file, source.line_of(place_in_file(place, source))


def _rules_in(pack: PackData) -> Iterator[tuple[Place, PackData]]:
    """Yield every rule of a pack with its place."""
    sections: list[tuple[Place, PackData]] = [
        (("plans", index), section) for index, section in enumerate(pack.get("plans", ()))
    ]
    for place, section in sections or [((), pack)]:
        for stage, content in section.get("stages", {}).items():
            for step in STEPS:
                rules = enumerate(content.get(step, ()))
                yield from (((*place, "stages", stage, step, index), rule) for index, rule in rules)


def _fault(detail: ErrorDetails, model: type[BaseModel], source: YamlText) -> Fault:
    return fault_at(detail["loc"], _sentence(detail, model), source)


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "this key is required here"
        case "extra_forbidden":
            return _unknown_key(str(detail["loc"][-1]), model)
        case "value_error":
            return str(context.get("error", detail["msg"]))
        case "literal_error" | "enum":
            return f"{detail['input']!r} is not allowed; use {context.get('expected', '')}"
        case "string_pattern_mismatch":
            return f"{detail['input']!r} does not fit the pattern {context.get('pattern')}"
        case "model_type" | "dict_type":
            return "keys and values are expected here, not a single value"
        case "list_type":
            return "a list is expected here"
        case "string_type":
            return "a text is expected here"
        case "too_short":
            return "at least one entry is needed here"
        case other:
            return f"{detail['msg']} ({other})"


def _unknown_key(key: str, model: type[BaseModel]) -> str:
    return f"unknown key {key!r}{nearest_known(key, _all_keys(model) - {key})}"


def _all_keys(model: type[BaseModel]) -> set[str]:
    schema = model.model_json_schema(by_alias=True)
    keys = set(schema.get("properties", {}))
    for definition in schema.get("$defs", {}).values():
        keys |= set(definition.get("properties", {}))
    return keys


def _dangling_sources(pack: PackData, source: YamlText, known: Collection[str]) -> list[Fault]:
    """Find rules whose source is not stated: no id that the pack knows, and no address with a day."""
    faults: list[Fault] = []

    def walk(value: object, path: tuple[str | int, ...], known: frozenset[str]) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                walk(item, (*path, index), known)
        elif isinstance(value, dict):
            inner = known | frozenset(value.get("sources", ()))
            for key, item in value.items():
                if key == "source" and isinstance(item, dict):
                    check(item, (*path, key), inner)
                elif key != "sources":
                    walk(item, (*path, key), inner)

    def check(item: dict[str, object], path: Place, known: frozenset[str]) -> None:
        if "id" in item and item["id"] not in known:
            name = str(item["id"])
            sentence = f"no source {name!r} in this file or in rules/sources{nearest_known(name, known)}"
        elif "id" not in item and not ("url" in item and "read" in item):
            sentence = "a source has an `id` of the pack's `sources`, or an `url` and the day `read`"
        elif "status" not in item:
            sentence = "a source needs its `status`: seen, recalled, conflict ..."
        else:
            return
        faults.append(fault_at(path, sentence, source))

    walk({key: value for key, value in pack.items() if key != "sources"}, (), frozenset(known))
    return faults
