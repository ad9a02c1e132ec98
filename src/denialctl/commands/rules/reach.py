"""`rules reach`: what a change of one text of law reaches, from the rules that cite it to the open cases here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.packs import guide_lines_of, rules_of
from denialctl.errors import UsageError
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.commands.session import Session
    from denialctl.dates.moments import Moment
    from denialctl.packs.pack_data import PackData

_STANDING = frozenset({Status.OPEN, Status.WAITING, Status.PROJECTED, Status.NOT_COMPUTED})


@dataclass(frozen=True, slots=True)
class RuleReached:
    """One rule or line of a guide that rests on the text, with all plan types for which it stands there."""

    file: str
    line: int
    place: str
    plan_types: tuple[str, ...]
    authority: str


@dataclass(frozen=True, slots=True)
class DateReached:
    """One date of an open case that rests on the text."""

    case: int
    deadline: str
    due: Moment | None
    authority: str


@dataclass(frozen=True, slots=True)
class LawReached:
    """What a change of a text of law reaches."""

    text: str
    rules: tuple[RuleReached, ...]
    dates: tuple[DateReached, ...] | None
    """None where there is no database of cases."""

    @property
    def files(self) -> list[str]:
        """The files that would have to be read again, each once."""
        return sorted({item.file for item in self.rules})

    @property
    def plan_types(self) -> list[str]:
        """The plan types whose rules rest on it."""
        return sorted({name for item in self.rules for name in item.plan_types})


def reach(session: Session, text: str) -> LawReached:
    """Return the rules that cite a text such as `45 CFR 147.136`, and the open cases with a date of theirs.

    Raises UsageError where no letter or digit is given.
    """
    cites = citation(text)
    packs = session.library.all_packs()
    dates = tuple(_dates(session, cites)) if session.has_database else None
    return LawReached(" ".join(text.split()), tuple(rules_citing(packs, cites)), dates)


def citation(text: str) -> re.Pattern[str]:
    """Return what finds a citation whole: `147.136` is found in `147.136(b)(2)`, and not in `147.1361`."""
    words = text.split()
    if not any(any(map(str.isalnum, word)) for word in words):
        raise UsageError("Which text of law?", 'For example: denialctl rules reach "45 CFR 147.136"')
    return re.compile(r"(?<![\w.])" + r"\s+".join(map(re.escape, words)) + r"(?!\.?\d)", re.IGNORECASE)


def rules_citing(packs: list[PackData], cites: re.Pattern[str]) -> Iterator[RuleReached]:
    """Yield the rules and lines of guides whose authority holds the citation; one that plan types share, once."""
    found: dict[tuple[str, int, str], RuleReached] = {}
    for pack in packs:
        for item in rules_of(pack):
            said = [item.rule["authority"], *(window.get("authority", "") for window in item.rule["windows"])]
            authority = next((each for each in said if cites.search(each)), None)
            if authority is not None:
                place = f"{item.stage}.{item.step}"
                key = (item.rule["file"], item.rule["line"], place)
                plans = tuple(item.section.split(", ")) if item.section else _plan_type(pack)
                known = found[key].plan_types if key in found else ()
                found[key] = RuleReached(*key, tuple(dict.fromkeys((*known, *plans))), authority)
        for line in guide_lines_of(pack):
            if cites.search(line.entry["authority"]):
                key = (pack["file"], 0, f"{pack['guide']}: {line.entry['id']}")
                found.setdefault(key, RuleReached(*key, (), line.entry["authority"]))
    yield from sorted(found.values(), key=lambda item: (item.file, item.line, item.place))


def _plan_type(pack: PackData) -> tuple[str, ...]:
    return (str(pack["regime"]),) if pack["pack"] == "regime" else ()


def _dates(session: Session, cites: re.Pattern[str]) -> Iterator[DateReached]:
    """Yield the dates of the open cases that rest on the text and are not behind them."""
    for case, _ in session.store.cases(open_only=True):
        for item in session.timeline(case).deadlines:
            if item.status in _STANDING and cites.search(item.authority) and case.id is not None:
                yield DateReached(case.id, item.id, item.due, item.authority)
