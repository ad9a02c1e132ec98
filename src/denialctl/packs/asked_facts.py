"""Facts that only some rules ask: a condition may name only a fact and an answer that `rules/facts` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.packs.faults import fault_at, nearest_known
from denialctl.packs.yaml_text import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from denialctl.errors import Fault
    from denialctl.packs.pack_data import PackData, Place


def faults_of_facts(packs: Iterable[tuple[str, PackData]]) -> list[Fault]:
    """Check the facts of all packs, each given with the text of its file, against one another."""
    listed = list(packs)
    declared: dict[str, PackData] = {}
    faults: list[Fault] = []
    for text, pack in listed:
        for name, question in pack.get("ask", {}).items():
            if name in declared:
                faults.append(_fault(text, pack, ("ask", name), f"the fact {name!r} is declared twice"))
            declared[name] = question
    for text, pack in listed:
        for place, facts in _conditions(pack, (), pack["file"]):
            for name, answers in facts.items():
                sentence = _problem(name, answers, declared)
                if sentence:
                    faults.append(_fault(text, pack, (*place, name), sentence))
    return faults


def _problem(name: str, answers: list[str], declared: dict[str, PackData]) -> str:
    if name not in declared:
        return f"no fact {name!r} is declared in rules/facts{nearest_known(name, declared)}"
    unknown = [answer for answer in answers if answer not in declared[name]["answers"]]
    if unknown:
        return f"{unknown[0]!r} is no answer to {name}; use {', '.join(declared[name]['answers'])}"
    return ""


def _conditions(value: object, place: Place, file: str) -> Iterator[tuple[Place, dict[str, list[str]]]]:
    """Yield each `facts` of a `when` that is written in this file, with its place in the pack."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _conditions(item, (*place, index), file)
    elif isinstance(value, dict) and value.get("file", file) != file and "line" in value:
        return  # A rule of a body of law is checked with the file of that law.
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "when" and isinstance(item, dict) and isinstance(item.get("facts"), dict):
                yield (*place, "when", "facts"), item["facts"]
            yield from _conditions(item, (*place, key), file)


def _fault(text: str, pack: PackData, place: Place, sentence: str) -> Fault:
    return fault_at(place, sentence, read_yaml(text, pack["file"]))
