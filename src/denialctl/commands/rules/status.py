"""`rules status`: what was last read when, what has not been read for long, what changes law soon."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from denialctl.commands.rules.packs import guide_lines_of, rules_of
from denialctl.errors import UsageError, quoted
from denialctl.packs.listed_payers import pack_place
from denialctl.packs.sayings import say_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.commands.session import Session
    from denialctl.packs.pack_data import PackData

_AHEAD = timedelta(days=365)
_FIRST_READING = date(2026, 1, 1)
"""The packs of the program were first read in 2026: an earlier day in them is the date of the text that was read."""


@dataclass(frozen=True, slots=True)
class PackReading:
    """When the rules of one pack, or the lines of a guide, were last read in their sources."""

    name: str
    file: str
    place: str
    """The file, with the line where it lists several packs."""
    lines: int
    word: str
    """What is counted: rules, or lines."""
    oldest: date | None
    newest: date | None
    old: int
    """How many were last read before the given day."""
    of_text: int
    """How many have the date of their text in place of the day on which it was read."""
    oldest_text: date | None


@dataclass(frozen=True, slots=True)
class ComingChange:
    """A dated window that begins or ends, the amount in controversy of the next year, or a change that a pack names."""

    on: date
    what: str
    """`begins`, `last day`, or `amount`."""
    file: str
    rule: str
    words: str
    authority: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that `rules status` shows."""

    before: date
    packs: tuple[PackReading, ...]
    changes: tuple[ComingChange, ...]
    later: tuple[ComingChange, ...]
    """Changes that come after the next twelve months."""
    sources: tuple[OldSource, ...]
    """What was last read before the given day, the oldest first."""
    laws: tuple[LawReach, ...]


@dataclass(frozen=True, slots=True)
class OldSource:
    """One text that nobody has looked at for long, and how many rules of its file rest on it."""

    file: str
    id: str
    title: str
    url: str
    read: date
    rules: int


@dataclass(frozen=True, slots=True)
class LawReach:
    """One body of law: what a change of it reaches."""

    file: str
    title: str
    plan_types: tuple[str, ...]
    rules: int


def reading(session: Session, older: str) -> Reading:
    """Return when all packs were read; `older` is an age, such as `180d`, after which a reading counts as old."""
    days = re.fullmatch(r"(\d{1,5})d?", older.strip())
    if days is None:
        raise UsageError(f"I cannot read the age {quoted(older)}.", "Write a number of days, such as 180d.")
    today = session.now.day
    before = today - timedelta(days=int(days[1]))
    packs, changes, sources = [], [], []
    everything = session.library.all_packs()
    for pack in everything:
        line = _reading_of(pack, before)
        packs += [] if line is None else [line]
        changes += [*changes_in(pack, today), *_amounts(pack, today), *_coming(pack, today)]
        sources += list(_old_sources(pack, before))
    packs.sort(key=lambda item: min(day for day in (item.oldest, item.oldest_text) if day is not None))
    changes = sorted(dict.fromkeys(changes), key=lambda item: (item.on, item.file, item.rule))
    return Reading(
        before=before,
        packs=tuple(packs),
        changes=tuple(change for change in changes if change.on <= today + _AHEAD),
        later=tuple(change for change in changes if change.on > today + _AHEAD),
        sources=tuple(sorted(dict.fromkeys(sources), key=lambda item: (item.read, item.file, item.id))),
        laws=tuple(_laws(session, everything)),
    )


def _old_sources(pack: PackData, before: date) -> Iterator[OldSource]:
    """Yield the sources of a pack that were last read before a day, with the rules and lines that rest on them."""
    entries = pack.get("sources", {})
    rests_on = Counter[str]()
    oldest: dict[str, date] = {}
    for item in (*(shown.rule for shown in rules_of(pack)), *(shown.entry for shown in guide_lines_of(pack))):
        day, name = read_day(item, pack), item["source"].get("id", "")
        if day < before and not is_day_of_text(day, pack):
            known = name or item["source"].get("url", "")
            rests_on[known] += 1
            oldest[known] = min(day, oldest.get(known, day))
    for name, count in rests_on.items():
        entry = entries.get(name, {"url": name})
        yield OldSource(
            file=pack["file"], id=name, title=entry.get("title", ""), url=entry["url"], read=oldest[name], rules=count
        )


def _laws(session: Session, packs: list[PackData]) -> Iterator[LawReach]:
    """Yield each body of law with the plan types under it and the rules that it gives them."""
    for name in session.library.laws():
        file = session.library.law_in_use(name)
        under = [pack for pack in packs if name in pack.get("under", ())]
        written = {
            (item.rule["file"], item.rule["line"], item.stage, item.step)
            for pack in under
            for item in rules_of(pack)
            if item.rule["file"] == file
        }
        yield LawReach(file, name, tuple(str(pack["regime"]) for pack in under), len(written))


def _coming(pack: PackData, today: date) -> list[ComingChange]:
    """Return the changes that a pack names without a rule of their own yet."""
    return [
        ComingChange(
            on=date.fromisoformat(item["on"]),
            what="begins",
            file=pack["file"],
            rule="",
            words=item["what"],
            authority=item["authority"],
        )
        for item in pack.get("coming", ())
        if date.fromisoformat(item["on"]) >= today
    ]


def _reading_of(pack: PackData, before: date) -> PackReading | None:
    """Return when the rules or lines of one pack were read; None if it has none."""
    rules, entries = [item.rule for item in rules_of(pack)], [item.entry for item in guide_lines_of(pack)]
    days = [read_day(item, pack) for item in (*rules, *entries)]
    if not days:
        return None
    texts = [day for day in days if is_day_of_text(day, pack)]
    read = [day for day in days if not is_day_of_text(day, pack)]
    return PackReading(
        name=str(pack[pack["pack"]]),
        file=pack["file"],
        place=pack_place(pack),
        lines=len(days),
        word="rules" if rules else "lines",
        oldest=min(read, default=None),
        newest=max(read, default=None),
        old=sum(day < before for day in read),
        of_text=len(texts),
        oldest_text=min(texts, default=None),
    )


def read_day(rule: PackData, pack: PackData) -> date:
    """Return the day on which a rule, or a line of a guide, was last read in its source."""
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    return date.fromisoformat(source.get("read") or entry["read"])


def is_day_of_text(day: date, pack: PackData) -> bool:
    """True if a day in a pack of the program is the date of the text: nobody had read it for the program by then."""
    return day < _FIRST_READING and not pack["own"]


def read_words(rule: PackData, pack: PackData) -> str:
    """Return in words when a rule was read, or the date of its text."""
    day = read_day(rule, pack)
    return f"text of {day}" if is_day_of_text(day, pack) else f"read {day}"


def changes_in(pack: PackData, today: date) -> list[ComingChange]:
    """Return the dated windows of a pack that begin or end from today on."""
    shown = rules_of(pack)
    return [change for item in shown for change in _changes(f"{item.stage}.{item.step}", item.rule, today)]


def _changes(name: str, rule: PackData, today: date) -> list[ComingChange]:
    found = []
    for window in rule["windows"]:
        for key, what in (("from", "begins"), ("until", "last day")):
            if key in window and today <= date.fromisoformat(window[key]):
                words = window.get("words") or say_window(window)
                authority = window.get("authority") or rule["authority"]
                found.append(
                    ComingChange(
                        on=date.fromisoformat(window[key]),
                        what=what,
                        file=rule["file"],
                        rule=name,
                        words=words,
                        authority=authority,
                    )
                )
    return found


def _amounts(pack: PackData, today: date) -> list[ComingChange]:
    """Return the amounts in controversy of the next calendar year."""
    found = []
    first = date(today.year + 1, 1, 1)
    for item in rules_of(pack):
        amounts = item.rule.get("amount_in_controversy", {})
        amount, before = amounts.get(str(first.year)), amounts.get(str(today.year))
        if amount is not None:
            now = (
                "" if before is None else f", as in {today.year}" if before == amount else f" ({today.year}: ${before})"
            )
            words = f"amount in controversy of requests filed in {first.year}: ${amount}{now}"
            found.append(
                ComingChange(
                    on=first,
                    what="amount",
                    file=item.rule["file"],
                    rule=f"{item.stage}.{item.step}",
                    words=words,
                    authority=item.rule["authority"],
                )
            )
    return found
