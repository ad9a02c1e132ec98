"""Packs and rules as lines, JSON or CSV."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from denialctl.commands.rules.packs import entries_of
from denialctl.commands.rules.status import read_words
from denialctl.packs.compiling import say_window
from denialctl.views.as_csv import table
from denialctl.views.as_json import dump
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import CONFIRMED

if TYPE_CHECKING:
    from denialctl.commands.rules.packs import PackLine, ShownEntry, ShownRule
    from denialctl.law.rules import Conditions

Data = dict[str, Any]


def packs(found: list[PackLine], form: str) -> str:
    """Return the list of packs."""
    header = ("kind", "name", "title", "rules", "unconfirmed", "file", "entries")
    rows = [(item.kind, item.name, item.title, item.rules, item.unconfirmed, item.file, item.entries) for item in found]
    if form == "json":
        return dump("rules-list", {"packs": [dict(zip(header, row, strict=True)) for row in rows]})
    if form == "csv":
        return table(header, rows)
    return "\n".join(
        f"{item.kind:9} {item.name:32} {_amount(item)}, {item.unconfirmed:3} unconfirmed  {one_line(item.title)}{_whose(item.file)}"
        for item in found
    )


def _amount(item: PackLine) -> str:
    if item.kind == "words":
        return "     words"
    return f"{item.entries:4} lines" if item.kind == "guide" else f"{item.rules:4} rules"


def facts(questions: dict[str, Data], form: str) -> str:
    """Return the facts that only some rules ask."""
    rows = [
        (name, item["question"], item["where"], "; ".join(f"{key}: {said}" for key, said in item["answers"].items()))
        for name, item in questions.items()
    ]
    header = ("name", "question", "where", "answers")
    if form == "json":
        return dump("facts", {"facts": [{"name": name, **item} for name, item in questions.items()]})
    if form == "csv":
        return table(header, rows)
    lines = []
    for name, item in questions.items():
        lines += [f"--fact {name}={'|'.join(item['answers'])}", f"  {one_line(item['question'])} See {one_line(item['where'])}."]
        taken = item.get("assumed")
        lines += [
            f"    {answer}: {one_line(said)}{' (taken until you say otherwise)' if answer == taken else ''}"
            for answer, said in item["answers"].items()
        ]
    return "\n".join(lines)


def _whose(file: str) -> str:
    return "" if file.startswith("rules/") else "  (the office's own)"


def plans(found: list[tuple[str, str, bool]], form: str) -> str:
    """Return the plan types in words."""
    if form == "json":
        return dump("plans", {"plans": [{"regime": name, "words": words, "encoded": known} for name, words, known in found]})
    if form == "csv":
        return table(("regime", "words", "encoded"), found)
    return "\n".join(f"{name:26} {words}{'' if known else '  (rules not encoded yet)'}" for name, words, known in found)


def rules(pack: Data, found: list[ShownRule], form: str) -> str:
    """Return the rules of a pack, or the lines of a guide."""
    if pack["pack"] == "guide":
        return _guide(pack, form)
    if pack["pack"] == "words":
        return _words(pack, form)
    if form == "json":
        listed = [{"regimes": item.section or None, "stage": item.stage, "step": item.step, **item.rule} for item in found]
        return dump("rules", {"pack": _head(pack), "rules": listed})
    if form == "csv":
        header = ("stage", "step", "clock", "window", "authority", "status", "read")
        return table(header, [_row(item, pack) for item in found])
    lines = [f"{one_line(pack['title'])}  ({pack['file']}){_whose(pack['file'])}"]
    for item in found:
        head, *rest = rule_lines(item, pack)[1:]
        lines += ["", f"{head}  {place_of(item.rule)}", *rest]
    lines += ["", *_around(pack)]
    return "\n".join(lines)


def _head(pack: Data) -> Data:
    return {"kind": pack["pack"], "title": pack["title"], "file": pack["file"]}


def _words(pack: Data, form: str) -> str:
    """Return what offices call the stages and events: each meaning with its words, and where they have it."""
    listed = [("stage", item, [*item.get("plans", ()), *item.get("states", ())]) for item in pack.get("stage_words", ())]
    listed += [("event", item, item.get("kinds", [])) for item in pack.get("event_words", ())]
    if form == "json":
        return dump("rules", {"pack": _head(pack), "rules": [], "words": [{"of": of, **item} for of, item, _ in listed]})
    rows = [
        (of, "|".join([*item["means"], *item.get("or_else", ())]), ", ".join(item["say"]), ", ".join(where)) for of, item, where in listed
    ]
    if form == "csv":
        return table(("of", "means", "words", "where"), rows)
    lines = [f"{one_line(pack['title'])}  ({pack['file']}){_whose(pack['file'])}"]
    for of, means, said, where in rows:
        lines += ["", f"{of} {means}", f"  words: {one_line(said)}", *([f"  for: {where}"] if where else [])]
    return "\n".join([*lines, "", *_around(pack)])


def _guide(pack: Data, form: str) -> str:
    """Return a guide: its parts, each line with who says so, where it was read and by whom that is confirmed."""
    if form == "json":
        return dump("rules", {"pack": {**_head(pack), "guide": pack["guide"]}, "rules": [], "parts": pack["parts"]})
    if form == "csv":
        header = ("part", "entry", "say", "authority", "status", "read")
        rows = [(item.part, item.entry["id"], item.entry["say"], *_known(item)) for item in entries_of(pack)]
        return table(header, rows)
    lines = [f"{one_line(pack['title'])}  ({pack['file']})"]
    lines += [f"  {one_line(pack['about'])}"] if "about" in pack else []
    lines += [f"  for the stages: {', '.join(pack['for_stages'])}"] if pack.get("for_stages") else []
    for part in pack["parts"]:
        lines += ["", f"{one_line(part['heading'])}{_whose(part['file'])}"]
        lines += [f"  {one_line(part['about'])}"] if "about" in part else []
        for entry in part["entries"]:
            lines += _entry(entry, part)
    lines += ["", *_around(pack)] if pack.get("notes") else []
    return "\n".join(lines)


def _known(item: ShownEntry) -> tuple[str, str, str]:
    entry = item.entry
    return (entry["authority"], entry["source"]["status"], read_words(entry, {"file": item.file}).removeprefix("read "))


def _entry(entry: Data, part: Data) -> list[str]:
    """Return one line of a guide with everything about it; the part says in which file it stands."""
    source = entry["source"]
    when = f"  when {conditions_in_words(entry['when'])}" if entry.get("when") else ""
    lines = [f"  {entry['id']}: {one_line(entry['say'])}{when}"]
    for key, word in (("because", "because"), ("if_missing", "if missing"), ("hint", "hint")):
        if key in entry:
            lines.append(f"    {word}: {one_line(entry[key])}")
    lines.append(f"    authority: {one_line(entry['authority'])}")
    lines.append(f"    source: {one_line(source.get('url', ''))}  {read_words(entry, part)}  {_confirmed(source)}")
    if "note" in source:
        lines.append(f"    doubt: {one_line(source['note'])}")
    return lines


def _confirmed(source: Data) -> str:
    return "confirmed" if source["status"] in CONFIRMED else f"UNCONFIRMED ({source['status']})"


def _around(pack: Data) -> list[str]:
    """Return what stands around the rules of a pack: notes, gaps, whom to call."""
    lines = [f"note: {one_line(text)}" for text in pack.get("notes", ())]
    lines += [f"gap: {gap['stage']}: {one_line(gap['what'])} Ask: {one_line(gap['ask'])}." for gap in pack.get("gaps", ())]
    for place in pack.get("regulators", ()):
        said = "  ".join(one_line(place[key]) for key in ("name", "phone", "address") if key in place)
        lines.append(f"regulator: {said}{_doubt(place)}")
    for phone in pack.get("phones", ()):
        hours = f", {one_line(phone['hours'])}" if "hours" in phone else ""
        lines.append(f"call: {one_line(phone['number'])} ({one_line(phone['for'])}{hours}){_doubt(phone)}")
    return lines


def _doubt(item: Data) -> str:
    status = item["source"]["status"]
    return "" if status in CONFIRMED else f"  UNCONFIRMED ({status})"


def windows_in_words(rule: Data) -> str:
    """Say the windows of a rule, each with the days on which it is law."""
    said = []
    for window in rule["windows"]:
        dates = f" from {window['from']}" if "from" in window else ""
        dates += f" until {window['until']}" if "until" in window else ""
        dates += f" ({window['authority']})" if "authority" in window else ""
        said.append((window.get("words") or say_window(window)) + dates)
    return " | ".join(said)


def conditions_in_words(when: Data) -> str:
    """Say when a rule applies: `urgency urgent, phase pre-service or concurrent`."""
    said = []
    for key, value in when.items():
        if key == "facts":
            said += [f"{name} {' or '.join(answers)}" for name, answers in value.items()]
        else:
            said.append(f"{key.replace('_', ' ')} {' or '.join(value) if isinstance(value, list) else value}")
    return ", ".join(said)


def said_conditions(when: Conditions) -> Data:
    """Return conditions as a pack writes them, so that they can be said in the same words."""
    told: Data = {}
    for field in fields(when):
        value = getattr(when, field.name)
        if field.name == "facts":
            value = {name: sorted(answers) for name, answers in value}
        if value:
            told[field.name] = sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
    return told


def _row(item: ShownRule, pack: Data) -> tuple[str, ...]:
    rule = item.rule
    read = read_words(rule, pack).removeprefix("read ")
    return (item.stage, item.step, rule["clock"], windows_in_words(rule), rule["authority"], rule["source"]["status"], read)


def place_of(rule: Data) -> str:
    """Say in which file and line a rule begins."""
    return f"{rule['file']}:{rule['line']}"


def rule_lines(item: ShownRule, pack: Data) -> list[str]:
    """Return everything about one rule and its examples."""
    rule = item.rule
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    when = f"  when {conditions_in_words(rule['when'])}" if rule.get("when") else ""
    lines = [
        "",
        f"{item.stage}.{item.step}  [{rule['clock']}]{when}{f'  for {item.section}' if item.section else ''}",
        f"  {one_line(rule['say'])}",
        f"  window: {one_line(windows_in_words(rule))}",
        f"  authority: {one_line(rule['authority'])}",
        f"  if missed: {one_line(rule['if_missed'])}",
    ]
    if "late_filing" in rule:
        lines.append(f"  late: {one_line(rule['late_filing'])}")
    lines += [f"  note: {one_line(note)}" for note in rule.get("notes", ())]
    lines.append(f"  source: {one_line(source.get('url') or entry.get('url', ''))}  {read_words(rule, pack)}  {_confirmed(source)}")
    if "note" in source:
        lines.append(f"  doubt: {one_line(source['note'])}")
    for example in rule.get("examples", ()):
        given = ", ".join(f"{key} {'; '.join(value) if isinstance(value, list) else value}" for key, value in example["given"].items())
        official = " (official)" if example["official"] == "yes" else ""
        lines.append(f"  example{official}: {one_line(given)} -> due {example.get('due', 'not stated')}; {one_line(example['why'])}")
    return lines
