"""`rules status`: what was last read when, what has not been read for long, what changes law soon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from denialctl.commands.rules import rules_of
from denialctl.errors import UsageError, quoted
from denialctl.rules.compiling import say_window

if TYPE_CHECKING:
    from denialctl.commands.desk import Desk

Data = dict[str, Any]
_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PackReading:
    """When the rules of one pack were last read in their sources."""

    name: str
    file: str
    rules: int
    oldest: date
    newest: date
    old: int
    """How many of its rules were last read before the day asked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A dated value that begins or ends within the coming year."""

    on: date
    begins: bool
    file: str
    rule: str
    words: str
    authority: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that `rules status` tells."""

    before: date
    packs: tuple[PackReading, ...]
    changes: tuple[Change, ...]


def reading(desk: Desk, older: str) -> Reading:
    """Look through all packs; `older` is an age such as `180d`."""
    days = re.fullmatch(r"(\d{1,5})d?", older.strip())
    if days is None:
        raise UsageError(f"I cannot read the age {quoted(older)}.", "Write a number of days, such as 180d.")
    today = desk.now.day
    before = today - timedelta(days=int(days[1]))
    packs, changes = [], []
    for pack in desk.library.all_packs():
        shown = rules_of(pack)
        days_read = [read_day(item.rule, pack) for item in shown]
        if days_read:
            old = sum(day < before for day in days_read)
            name = str(pack[pack["pack"]])
            packs.append(PackReading(name, pack["file"], len(days_read), min(days_read), max(days_read), old))
        for item in shown:
            changes += _changes(f"{item.stage}.{item.step}", item.rule, pack["file"], today)
    return Reading(
        before, tuple(sorted(packs, key=lambda item: item.oldest)), tuple(sorted(set(changes), key=lambda item: (item.on, item.file)))
    )


def read_day(rule: Data, pack: Data) -> date:
    """Return the day on which a rule was last read in its source."""
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    return date.fromisoformat(source.get("read") or entry["read"])


def _changes(name: str, rule: Data, file: str, today: date) -> list[Change]:
    found = []
    for window in rule["windows"]:
        for key, begins in (("from", True), ("until", False)):
            if key in window and today <= date.fromisoformat(window[key]) <= today + _AHEAD:
                words = window.get("words") or say_window(window)
                authority = window.get("authority") or rule["authority"]
                found.append(Change(date.fromisoformat(window[key]), begins, file, name, words, authority))
    return found
