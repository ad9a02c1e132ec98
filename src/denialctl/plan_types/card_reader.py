"""Read a card or letter by the table of `card_words`: which questions of the plan finder it answers, and how.

The words around a sign decide whether it counts: it does not if it is denied ("not
self-funded"), supposed ("if your plan is self-funded"), or only looks like one (the
procedure code H0018 and the contract number H1036). In doubt it does not count: one
more question costs a minute, a wrong plan type costs the appeal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from denialctl.plan_types.card_words import CODE_WORDS, CONTRACT_KINDS, PLAN_WORDS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.plan_types.card_words import Sign

_CARD: Final = 25
"""A text with at most this many words is read as a card, a longer one as a letter."""
_NEAR: Final = 45
"""How many characters before and after a word are read with it."""
_NO: Final = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without|isn't|aren't|rather than|instead of|other than|unlike)|\bnon)"
    r"[-\s]+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_IF: Final = re.compile(
    r"\b(?:if|whether|when|unless|in case|in the event|suppose|for example|such as|may be|might be|could be|can be)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\s+(?:members|enrollees|recipients|beneficiaries|patients)(?:\s+(?:may|can|should|must)\b|\s*:)", re.IGNORECASE
)
"""What is said about many people does not count for this one."""
_SENTENCE: Final = re.compile(
    r"(?<!\bNo)(?<!\bInc)(?<!\bCorp)(?<!\bSt)(?<!\bDr)[.;!?](?=\s)|\n[ \t]*\n|[ \t]{3,}|[|·•]"
)
_LINE: Final = re.compile(rf"{_SENTENCE.pattern}|\n")
"""On a card each line is read by itself; in a letter a sentence may continue on the next line."""
_CLAUSE: Final = re.compile(r"[.;:!?,()](?=\s|$)|\n[ \t]*\n|\(")
_NUMBER: Final = re.compile(r"(?<!\w)([HRSE])(\d{4})(-\d{3}|_\w+)?(?!\w|-\d)", re.IGNORECASE)
_ALSO_A_CODE: Final = re.compile(r"S\d{4}|H00[0-5]\d|H10(0\d|1[01])|H20[0-4]\d|R007\d", re.IGNORECASE)
"""Numbers that are procedure codes (HCPCS) too.

They count as contract numbers only with the word contract or the number of a benefit package.
"""
_BETWEEN: Final = r"[\s:#().,&-]*(?:(?:number|no|id|is|plan|health)[\s:#().,-]*){0,2}"
_CONTRACT: Final = re.compile(rf"(?<!\w)(?:contract|pbp){_BETWEEN}$", re.IGNORECASE)
_PLAN_BEFORE: Final = re.compile(rf"(?<!\w)(?:{PLAN_WORDS}){_BETWEEN}$", re.IGNORECASE)
_PLAN_AFTER: Final = re.compile(rf"[\s,()-]*(?:{PLAN_WORDS}|contract(?!\W+(?:\w+\W+)?[a-z]?\d))(?!\w)", re.IGNORECASE)
_CODE: Final = re.compile(rf"(?<!\w)(?:{CODE_WORDS})(?!\w)", re.IGNORECASE)
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-") | {
    0xAD: None,
    0x2019: "'",
    0xA0: " ",
}


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """One answer that a card or letter gives, and the words that give it."""

    question: str
    answer: str
    words: str


_IMPLIES: Final = {"sponsor": "employer", "medicare": "medicare", "notice": "medicare", "medicaid": "medicaid"}
"""The coverage that follows from an answer to another question."""


def read_card(text: str) -> dict[str, tuple[str, str]]:
    """Return the answers that a card or letter gives, by question, each with the words that give it.

    A question with two different answers is left out, so that the user is asked.
    """
    return {
        question: items[0] for question, items in _answers(text).items() if len({answer for answer, _ in items}) == 1
    }


def at_odds_on(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the questions to which a card or letter gives contradictory answers, with the words that give them."""
    return tuple(
        (question, tuple(dict.fromkeys(words for _, words in items)))
        for question, items in _answers(text).items()
        if len({answer for answer, _ in items}) > 1
    )


def _answers(text: str) -> dict[str, list[tuple[str, str]]]:
    plain = text.translate(_DASHES)
    firm = [*_read(plain, weak=False), *_contract_numbers(plain)]
    found: dict[str, list[tuple[str, str]]] = {}
    for item in firm:
        found.setdefault(item.question, []).append((item.answer, item.words))
    _settle_programs(found)
    if "medicare" in found and "coverage" not in found:
        found["coverage"] = [("medicare", words) for _, words in found["medicare"]]
    if "coverage" not in found:
        implied = {_IMPLIES[question] for question in found if question in _IMPLIES}
        implied |= {"employer"} if {answer for answer, _ in found.get("funding", ())} == {"self-funded"} else set()
        weak = [] if implied else [(item.answer, item.words) for item in _read(plain, weak=True)]
        if weak:
            found["coverage"] = weak
    return found


def _read(text: str, *, weak: bool) -> Iterator[CardAnswer]:
    """Yield the answers that the table finds; a word broken at a line end is read with and without its hyphen."""
    versions = dict.fromkeys(
        (re.sub(r"(?<=\w)-[ \t]*\n[ \t]*(?=\w)", "-", text), re.sub(r"(?<=\w)-[ \t]*\n[ \t]*(?=\w)", "", text))
    )
    for sign in SIGNS:
        if sign.weak is not weak:
            continue
        readings = (reading for version in versions for reading in _by(sign, version))
        seen: set[str] = set()
        for reading in readings:
            if reading.answer not in seen:
                seen.add(reading.answer)
                yield reading


def _is_card(text: str) -> bool:
    return len(text.split()) <= _CARD


def _by(sign: Sign, text: str) -> Iterator[CardAnswer]:
    little = _is_card(text)
    if (sign.few_words and not little) or (sign.only_with and not re.search(sign.only_with, text)):
        return
    for match in _pattern(sign.words).finditer(text):
        words = " ".join(match[0].split())
        if sign.capitals and not little and words.upper() != words:
            continue
        answer = _said(sign, text, match)
        if answer is not None:
            yield CardAnswer(sign.question, answer, words)


def _said(sign: Sign, text: str, match: re.Match[str]) -> str | None:
    """Return the answer of a match; None if the words around it take its meaning away."""
    sentence = _since(_LINE if _is_card(text) else _SENTENCE, text, match.start())
    clause = _since(_CLAUSE, text, match.start())[-_NEAR:]
    if (
        _IF.search(sentence)
        or _OTHERS.match(text, match.end())
        or (sign.not_within and re.search(sign.not_within, match[0], re.IGNORECASE))
    ):
        return None
    if sign.not_after and re.search(rf"(?<!\w)(?:{sign.not_after})", clause, re.IGNORECASE):
        return None
    if sign.not_before and _pattern(sign.not_before, whole=False).match(text, match.end()):
        return None
    return sign.opposite if _NO.search(clause) else sign.answer


def _since(border: re.Pattern[str], text: str, end: int) -> str:
    """Return the text before a place, back to the last match of `border`."""
    last = 0
    for found in border.finditer(text, max(0, end - 400), end):
        last = found.end()
    return text[max(last, end - 400) : end]


@cache
def _pattern(words: str, *, whole: bool = True) -> re.Pattern[str]:
    spaced = re.sub(r"(?<!\[) (?![\]?])", r"\\s+", words).replace(" ?", r"\s*")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)" if whole else spaced, re.IGNORECASE)


# -- contract numbers ----------------------------------------------------------------------------


def _contract_numbers(text: str) -> Iterator[CardAnswer]:
    """Yield the contract numbers with Medicare; procedure codes of the same form are left out."""
    for match in _NUMBER.finditer(text):
        if _IF.search(_since(_SENTENCE, text, match.start())) or not _is_contract(text, match):
            continue
        kind = CONTRACT_KINDS.get(match[1].upper())
        yield CardAnswer("coverage", "medicare", match[0]) if kind is None else CardAnswer("medicare", kind, match[0])


def _is_contract(text: str, match: re.Match[str]) -> bool:
    """True if the words next to a number show that it is a contract number.

    The word contract decides, even if words for procedures are near.
    """
    if match[3]:
        return True
    before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    if _CONTRACT.search(before):
        return True
    if _ALSO_A_CODE.fullmatch(match[0]):
        return False
    return not (_CODE.search(before) or _CODE.search(after)) and bool(
        _PLAN_BEFORE.search(before) or _PLAN_AFTER.match(after)
    )


# -- programs for people with Medicare and Medicaid ---------------------------------------------------


def _settle_programs(found: dict[str, list[tuple[str, str]]]) -> None:
    """Resolve the answers for a dual plan or PACE: its contract number and the word Medicaid contradict nothing."""
    kinds = {answer for answer, _ in found.get("medicare", ())}
    if "notice" in found and "dual" not in kinds:
        found.setdefault("medicare", []).extend(("dual", words) for _, words in found["notice"])
        kinds.add("dual")
    of_both = kinds & {"dual", "pace"}
    if not of_both:
        return
    found["medicare"] = [item for item in found["medicare"] if item[0] != "advantage"]
    if {answer for answer, _ in found.get("coverage", ())} <= {"medicaid", "medicare"}:
        found["coverage"] = [("medicare", words) for _, words in found["medicare"]]
