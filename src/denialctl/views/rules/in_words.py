"""One rule in words: its windows, when it applies, and everything about it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from denialctl.commands.rules.status import read_words
from denialctl.law.firmness import say_firmness
from denialctl.law.wording import say_question
from denialctl.packs.sayings import say_window
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.commands.rules.packs import ShownRule
    from denialctl.law.rules import Conditions
    from denialctl.packs.pack_data import PackData


def windows_in_words(rule: PackData) -> str:
    """Return the windows of a rule in words, each with the days on which it is law."""
    said = []
    for window in rule["windows"]:
        dates = f" from {window['from']}" if "from" in window else ""
        dates += f" until {window['until']}" if "until" in window else ""
        dates += f" ({window['authority']})" if "authority" in window else ""
        said.append((window.get("words") or say_window(window)) + dates)
    return " | ".join(said)


def conditions_in_words(when: PackData) -> str:
    """Return in words when a rule applies: `urgency urgent, phase pre-service or concurrent`."""
    said = []
    for key, value in when.items():
        if key == "facts":
            said += [f"{name} {' or '.join(answers)}" for name, answers in value.items()]
        else:
            said.append(f"{key.replace('_', ' ')} {' or '.join(value) if isinstance(value, list) else value}")
    return ", ".join(said)


def conditions_as_written(when: Conditions) -> PackData:
    """Return compiled conditions in the form of a pack, so that `conditions_in_words` can take them."""
    told: PackData = {}
    for field in fields(when):
        value = getattr(when, field.name)
        if field.name == "asked":
            told |= {name: sorted(answers) for name, answers in value}
            continue
        if field.name == "facts":
            value = {name: sorted(answers) for name, answers in value}
        if value:
            told[field.name] = (
                sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
            )
    return told


def place_of(rule: PackData) -> str:
    """Return the file and line where a rule begins."""
    return f"{rule['file']}:{rule['line']}"


def rule_lines(item: ShownRule, pack: PackData, where: str) -> list[str]:
    """Return everything about one rule and its examples; `where` is the place where it is written."""
    rule = item.rule
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    when = f"  when {conditions_in_words(rule['when'])}" if rule.get("when") else ""
    lines = [
        "",
        f"{item.stage}.{item.step}  [{rule['clock']}]{when}{f'  for {item.section}' if item.section else ''}  {where}",
        f"  {one_line(rule['say'])}",
        f"  window: {one_line(windows_in_words(rule))}",
        f"  authority: {one_line(rule['authority'])}",
        f"  if missed: {one_line(rule['if_missed'])}",
    ]
    if "late_filing" in rule:
        lines.append(f"  late: {one_line(rule['late_filing'])}")
    lines += [f"  note: {one_line(note)}" for note in rule.get("notes", ())]
    address = one_line(source.get("url") or entry.get("url", ""))
    lines.append(f"  source: {address}  {read_words(rule, pack)}  {say_firmness(source['status'])}")
    if "note" in source:
        lines.append(f"  doubt: {one_line(source['note'])}")
    if "question" in source:
        lines.append(f"  open question: {one_line(say_question(source['question'], source.get('ask')))}")
    for example in rule.get("examples", ()):
        given = ", ".join(
            f"{key} {'; '.join(value) if isinstance(value, list) else value}" for key, value in example["given"].items()
        )
        official = " (official)" if example["official"] == "yes" else ""
        due = example.get("due", "not stated")
        lines.append(f"  example{official}: {one_line(given)} -> due {due}; {one_line(example['why'])}")
    return lines
