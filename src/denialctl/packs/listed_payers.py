"""Payers of whom the same is known: a list (`payers:`) says it once, and each of them becomes a pack like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.law.payer_names import PayerName, plain_name
from denialctl.vocabulary import STEPS

if TYPE_CHECKING:
    from pathlib import Path

    from denialctl.packs.pack_data import PackData


_SAME = ("aliases", "sells", "states", "phones", "notes", "gaps")
"""Keys that an entry of the list and the pack of a payer have in common."""


def packs_in(pack: PackData) -> list[PackData]:
    """Return the packs of one rule file: the payers of a list, or the pack itself."""
    return [_payer(name, entry, pack) for name, entry in pack["listed"].items()] if pack["pack"] == "payers" else [pack]


def file_name(pack: PackData) -> str:
    """Return the name by which a pack is shown: its name in the list, or that of its file without the ending."""
    name: str = pack.get("listed_as") or str(pack["file"]).replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".yaml")
    return name


def sorts_as(path: Path, listed_as: str) -> Path:
    """Return the file by which a pack is sorted among the others: a payer of a list as if it had one of its own."""
    return path.with_name(f"{listed_as}{path.suffix}") if listed_as else path


def pack_place(pack: PackData) -> str:
    """Return where a pack is written: its file, with the line where the file lists several."""
    return f"{pack['file']}:{pack['line']}" if "listed_as" in pack else str(pack["file"])


def names_in(pack: PackData, path: Path) -> list[PayerName]:
    """Return what the payer of a file, or each payer of a list, is called; nothing for other files."""
    return [
        PayerName(
            name=each["payer"],
            plain=frozenset(plain_name(known) for known in (each["payer"], *each.get("aliases", ()))),
            states=frozenset(each.get("states", ())),
            file=str(path),
            listed_as=each.get("listed_as", ""),
            line=each.get("line", 1),
        )
        for each in packs_in(pack)
        if each["pack"] == "payer"
    ]


def _payer(name: str, entry: PackData, pack: PackData) -> PackData:
    return {
        "pack": "payer",
        "listed_as": name,
        "file": pack["file"],
        "own": pack["own"],
        "line": entry["line"],
        "payer": entry["payer"],
        "kind": entry["kind"],
        "title": entry.get("title", entry["payer"]),
        **{key: entry[key] for key in _SAME if key in entry},
        "sources": {**pack.get("sources", {}), **entry.get("sources", {})},
        "stages": {
            stage: {key: _rules(said, entry) if key in STEPS else said for key, said in content.items()}
            for stage, content in pack["stages"].items()
        },
    }


def _plan(given: PackData) -> PackData:
    """Return the plan type of an example: in an example it comes first."""
    return {"plan": given["plan"]} if "plan" in given else {}


def _rules(rules: list[PackData], entry: PackData) -> list[PackData]:
    """Return the rules of one step for this payer: for its plan types alone, and with its name in the examples.

    What the entry says of its own (what to do, what is open, where to ask) takes the place of the list's.
    """
    own = {"say": entry["say"]} if "say" in entry else {}
    asked = {key: entry[key] for key in ("question", "ask") if key in entry}
    narrowed = {"when": {"regime": entry["regimes"]}} if "regimes" in entry else {}
    about = {**({"state": entry["states"][0]} if entry.get("states") else {}), entry["kind"]: entry["payer"]}
    found = []
    for rule in rules:
        when = {"when": {**rule.get("when", {}), **narrowed["when"]}} if narrowed else {}
        examples = [
            {**example, "given": {**_plan(example["given"]), **about, **example["given"]}}
            for example in rule.get("examples", ())
        ]
        source = {"source": {**rule["source"], **asked}} if asked else {}
        found.append(
            {
                **rule,
                **(own if rule["clock"] == "provider" else {}),
                **source,
                **when,
                **({"examples": examples} if examples else {}),
            }
        )
    return found
