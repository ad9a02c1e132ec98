"""`rules reach`: what a change of one text of law reaches, from the rules that cite it to the open cases here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.packs import guide_lines_of, rules_of
from denialctl.commands.stored_case import case_of
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

    Raises UsageError where no section is named.
    """
    cites = citation(text)
    packs = session.library.all_packs()
    dates = tuple(_dates(session, cites)) if session.has_database else None
    return LawReached(" ".join(text.split()), tuple(rules_citing(packs, cites)), dates)


@dataclass(frozen=True, slots=True)
class Citation:
    """A text of law that may stand in a chain: `42 CFR 422.600, 422.602` cites 42 CFR 422.602, too."""

    code: tuple[str, ...]
    """The words before the section, such as `42 CFR`."""
    section: re.Pattern[str]
    """The number of the section, and after it what an authority says of its paragraphs."""
    paragraph: str = ""

    def found_in(self, authority: str) -> bool:
        """True if an authority cites the section after the words of its code."""
        for section in self.section.finditer(authority):
            before = authority[: section.start()].lower()
            more = section["more"]
            # An authority that names the whole section, or this paragraph among others, is reached by its change.
            reached = not self.paragraph or self.paragraph in more or not more.lstrip().startswith("(")
            if reached and all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", before) for word in self.code):
                return True
        return False


def citation(text: str) -> Citation:
    """Read a citation; `147.136` is found whole: in `147.136(b)(2)`, and not in `147.1361`.

    Raises UsageError where no section is named.
    """
    words = [word for word in text.replace("§", " ").split() if any(map(str.isalnum, word))]
    if not words or not any(map(str.isdigit, words[-1])):
        raise UsageError("Which text of law?", 'For example: denialctl rules reach "45 CFR 147.136"')
    number, _, paragraph = words[-1].partition("(")
    section = re.compile(rf"(?<![\w.]){re.escape(number)}(?![\w-])(?!\.\d)(?P<more>[^;]*)", re.IGNORECASE)
    return Citation(tuple(word.lower() for word in words[:-1]), section, f"({paragraph}" if paragraph else "")


def rules_citing(packs: list[PackData], cites: Citation) -> Iterator[RuleReached]:
    """Yield the rules and lines of guides whose authority holds the citation; one that plan types share, once."""
    found: dict[tuple[str, int, str], RuleReached] = {}
    for pack in packs:
        for item in rules_of(pack):
            said = [item.rule["authority"], *(window.get("authority", "") for window in item.rule["windows"])]
            authority = next((each for each in said if cites.found_in(each)), None)
            if authority is not None:
                place = f"{item.stage}.{item.step}"
                key = (item.rule["file"], item.rule["line"], place)
                plans = tuple(item.section.split(", ")) if item.section else _plan_type(pack)
                known = found[key].plan_types if key in found else ()
                found[key] = RuleReached(*key, tuple(dict.fromkeys((*known, *plans))), authority)
        for line in guide_lines_of(pack):
            if cites.found_in(line.entry["authority"]):
                key = (pack["file"], 0, f"{pack['guide']}: {line.entry['id']}")
                found.setdefault(key, RuleReached(*key, (), line.entry["authority"]))
    yield from sorted(found.values(), key=lambda item: (item.file, item.line, item.place))


def _plan_type(pack: PackData) -> tuple[str, ...]:
    return (str(pack["regime"]),) if pack["pack"] == "regime" else ()


def _dates(session: Session, cites: Citation) -> Iterator[DateReached]:
    """Yield the dates of the open cases that rest on the text and are not behind them."""
    for number in session.store.case_ids(open_only=True):
        # A list of cases holds no history, and most dates hang on what happened: so each case is read with its events.
        case, _ = case_of(session, number)
        for item in session.timeline(case).deadlines:
            if item.status in _STANDING and cites.found_in(item.authority):
                yield DateReached(number, item.id, item.due, item.authority)
