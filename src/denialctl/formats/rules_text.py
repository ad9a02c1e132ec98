"""Packs and rules as lines, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.formats.as_csv import table
from denialctl.formats.as_json import dump
from denialctl.formats.safe_text import one_line
from denialctl.rules.compiling import say_window

if TYPE_CHECKING:
    from denialctl.commands.rules import PackLine, ShownRule

Data = dict[str, Any]


def packs(found: list[PackLine], form: str) -> str:
    """Return the list of packs."""
    header = ("kind", "name", "title", "rules", "unconfirmed", "file")
    rows = [(item.kind, item.name, item.title, item.rules, item.unconfirmed, item.file) for item in found]
    if form == "json":
        return dump("rules-list", {"packs": [dict(zip(header, row, strict=True)) for row in rows]})
    if form == "csv":
        return table(header, rows)
    return "\n".join(
        f"{item.kind:9} {item.name:32} {item.rules:4} rules, {item.unconfirmed:3} unconfirmed  {one_line(item.title)}{_whose(item.file)}"
        for item in found
    )


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
        lines += [f"    {answer}: {one_line(said)}" for answer, said in item["answers"].items()]
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
    """Return the rules of a pack."""
    if form == "json":
        listed = [{"regimes": item.section or None, "stage": item.stage, "step": item.step, **item.rule} for item in found]
        return dump("rules", {"pack": {"kind": pack["pack"], "title": pack["title"], "file": pack["file"]}, "rules": listed})
    if form == "csv":
        header = ("stage", "step", "clock", "window", "authority", "status", "read")
        return table(header, [_row(item, pack) for item in found])
    lines = [f"{one_line(pack['title'])}  ({pack['file']}){_whose(pack['file'])}"]
    for item in found:
        lines += rule_lines(item, pack)
    lines += ["", *_around(pack)]
    return "\n".join(lines)


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
    return "" if status in ("seen", "seen-quote") else f"  UNCONFIRMED ({status})"


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


def _row(item: ShownRule, pack: Data) -> tuple[str, ...]:
    rule = item.rule
    return (item.stage, item.step, rule["clock"], windows_in_words(rule), rule["authority"], rule["source"]["status"], _read(rule, pack))


def _read(rule: Data, pack: Data) -> str:
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    return str(source.get("read") or entry.get("read", ""))


def rule_lines(item: ShownRule, pack: Data) -> list[str]:
    """Return everything about one rule and its examples."""
    rule = item.rule
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    when = f"  when {conditions_in_words(rule['when'])}" if rule.get("when") else ""
    confirmed = "confirmed" if source["status"] in ("seen", "seen-quote") else f"UNCONFIRMED ({source['status']})"
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
    lines.append(f"  source: {one_line(source.get('url') or entry.get('url', ''))}  read {_read(rule, pack)}  {confirmed}")
    if "note" in source:
        lines.append(f"  doubt: {one_line(source['note'])}")
    for example in rule.get("examples", ()):
        given = ", ".join(f"{key} {'; '.join(value) if isinstance(value, list) else value}" for key, value in example["given"].items())
        official = " (official)" if example["official"] == "yes" else ""
        lines.append(f"  example{official}: {one_line(given)} -> due {example.get('due', 'not stated')}; {one_line(example['why'])}")
    return lines
