"""What is in one pack: rules, the lines of a guide, or the words that offices use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.packs import guide_lines_of
from denialctl.commands.rules.status import read_words
from denialctl.law.firmness import say_firmness
from denialctl.packs.listed_payers import pack_place
from denialctl.views.emit import Document, Rows, TextView, View
from denialctl.views.rules.in_words import (
    conditions_in_words,
    place_of,
    rule_lines,
    windows_in_words,
)
from denialctl.views.rules.listing import OFFICES_OWN
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import CONFIRMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.commands.rules.packs import ShownGuideLine, ShownRule
    from denialctl.packs.pack_data import PackData


def pack_view(pack: PackData, rules: Sequence[ShownRule]) -> View:
    """Return the view of a pack of any kind; `rules` are those of its rules that were asked for."""
    match pack["pack"]:
        case "guide":
            return GuideView(pack)
        case "words":
            return WordsView(pack)
        case _:
            return RulesView(pack, rules)


@dataclass(frozen=True, slots=True)
class RulesView(TextView):
    """The rules of a pack, each with its window, its authority and its source."""

    pack: PackData
    shown: Sequence[ShownRule]

    def plain(self) -> list[str]:
        """Return everything about each rule, then notes, gaps and contacts of the pack."""
        lines = [f"{_title(self.pack)}{_whose(self.pack)}"]
        for item in self.shown:
            lines += rule_lines(item, self.pack, place_of(item.rule))
        return [*lines, "", *_around(self.pack)]

    def data(self) -> Document:
        """Return the rules in the form of the pack."""
        listed = [
            {"regimes": item.section or None, "stage": item.stage, "step": item.step, **item.rule}
            for item in self.shown
        ]
        return Document("rules", {"pack": _head(self.pack), "rules": listed})

    def rows(self) -> Rows:
        """Return one rule a row."""
        header = ("stage", "step", "clock", "window", "authority", "status", "read")
        return Rows(header, [_row(item, self.pack) for item in self.shown])


@dataclass(frozen=True, slots=True)
class GuideView(TextView):
    """A guide: its parts, and each line with its authority, its source, and whether somebody has read that."""

    pack: PackData

    def plain(self) -> list[str]:
        """Return everything about each line, part by part."""
        pack = self.pack
        lines = [_title(pack)]
        lines += [f"  {one_line(pack['about'])}"] if "about" in pack else []
        lines += [f"  for the stages: {', '.join(pack['for_stages'])}"] if pack.get("for_stages") else []
        for part in pack["parts"]:
            lines += ["", f"{one_line(part['heading'])}{_whose(part)}"]
            lines += [f"  {one_line(part['about'])}"] if "about" in part else []
            for entry in part["entries"]:
                lines += _entry(entry, part)
        return [*lines, "", *_around(pack)] if pack.get("notes") else lines

    def data(self) -> Document:
        """Return the parts in the form of the guide."""
        head = {**_head(self.pack), "guide": self.pack["guide"]}
        parts = [{key: value for key, value in part.items() if key != "own"} for part in self.pack["parts"]]
        return Document("rules", {"pack": head, "rules": [], "parts": parts})

    def rows(self) -> Rows:
        """Return one line of the guide a row."""
        header = ("part", "entry", "say", "authority", "status", "read")
        listed = guide_lines_of(self.pack)
        return Rows(header, [(item.part, item.entry["id"], item.entry["say"], *_known(item)) for item in listed])


@dataclass(frozen=True, slots=True)
class WordsView(TextView):
    """What offices call stages and events: each meaning with its words, and where those are used."""

    pack: PackData

    def plain(self) -> list[str]:
        """Return each meaning with its words below it."""
        lines = [f"{_title(self.pack)}{_whose(self.pack)}"]
        for of, means, said, where in self._meanings():
            lines += ["", f"{of} {means}", f"  words: {one_line(said)}", *([f"  for: {where}"] if where else [])]
        return [*lines, "", *_around(self.pack)]

    def data(self) -> Document:
        """Return the meanings in the form of the pack."""
        words = [{"of": of, **item} for of, item, _ in self._listed()]
        return Document("rules", {"pack": _head(self.pack), "rules": [], "words": words})

    def rows(self) -> Rows:
        """Return one meaning a row."""
        return Rows(("of", "means", "words", "where"), self._meanings())

    def _listed(self) -> list[tuple[str, PackData, list[str]]]:
        stages, events = self.pack.get("stage_words", ()), self.pack.get("event_words", ())
        listed = [("stage", item, [*item.get("plans", ()), *item.get("states", ())]) for item in stages]
        return listed + [("event", item, list(item.get("kinds", ()))) for item in events]

    def _meanings(self) -> list[tuple[str, str, str, str]]:
        return [
            (of, "|".join([*item["means"], *item.get("or_else", ())]), ", ".join(item["say"]), ", ".join(where))
            for of, item, where in self._listed()
        ]


def _title(pack: PackData) -> str:
    return f"{one_line(pack['title'])}  ({pack_place(pack)})"


def _whose(pack: PackData) -> str:
    """Return a remark if a pack, or a part of a guide, is the office's own."""
    return OFFICES_OWN if pack["own"] else ""


def _head(pack: PackData) -> PackData:
    return {"kind": pack["pack"], "title": pack["title"], "file": pack["file"]}


def _row(item: ShownRule, pack: PackData) -> tuple[str, ...]:
    rule = item.rule
    read = read_words(rule, pack).removeprefix("read ")
    return (
        item.stage,
        item.step,
        rule["clock"],
        windows_in_words(rule),
        rule["authority"],
        rule["source"]["status"],
        read,
    )


def _known(item: ShownGuideLine) -> tuple[str, str, str]:
    entry = item.entry
    return (entry["authority"], entry["source"]["status"], read_words(entry, {"own": item.own}).removeprefix("read "))


def _entry(entry: PackData, part: PackData) -> list[str]:
    """Return one line of a guide with everything about it; `part` names the file in which it is written."""
    source = entry["source"]
    when = f"  when {conditions_in_words(entry['when'])}" if entry.get("when") else ""
    lines = [f"  {entry['id']}: {one_line(entry['say'])}{when}"]
    for key, word in (("because", "because"), ("if_missing", "if missing"), ("hint", "hint")):
        if key in entry:
            lines.append(f"    {word}: {one_line(entry[key])}")
    lines.append(f"    authority: {one_line(entry['authority'])}")
    lines.append(
        f"    source: {one_line(source.get('url', ''))}  {read_words(entry, part)}  {say_firmness(source['status'])}"
    )
    if "note" in source:
        lines.append(f"    doubt: {one_line(source['note'])}")
    return lines


def _around(pack: PackData) -> list[str]:
    """Return what a pack has besides its rules: notes, gaps, whom to call."""
    lines = [f"note: {one_line(text)}" for text in pack.get("notes", ())]
    lines += [
        f"gap: {gap['stage']}: {one_line(gap['what'])} Ask: {one_line(gap['ask'])}." for gap in pack.get("gaps", ())
    ]
    for place in pack.get("regulators", ()):
        said = "  ".join(one_line(place[key]) for key in ("name", "phone", "address") if key in place)
        lines.append(f"regulator: {said}{_doubt(place)}")
    for phone in pack.get("phones", ()):
        hours = f", {one_line(phone['hours'])}" if "hours" in phone else ""
        lines.append(f"call: {one_line(phone['number'])} ({one_line(phone['for'])}{hours}){_doubt(phone)}")
    return lines


def _doubt(item: PackData) -> str:
    source = item["source"]
    return "" if source["status"] in CONFIRMED else f"  {say_firmness(source['status'])}"
