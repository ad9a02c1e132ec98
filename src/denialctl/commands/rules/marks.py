"""How firm a rule is: read in its source by somebody, not yet read, in conflict with another source, or a gap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from denialctl.law.firmness import firmness_of
from denialctl.vocabulary import CONFIRMED

if TYPE_CHECKING:
    from denialctl.packs.pack_data import PackData

_ASK = "Ask: the denial letter, or the plan's UM line."


class Mark(StrEnum):
    """How firm the rules of a cell are: as firm as the weakest of them, and not confirmed while a gap is named."""

    CONFIRMED = "confirmed"
    OUR_READING = "our-reading"
    LETTER = "letter"
    """The text was read and sets no time: the letter does. Whoever looks further finds nothing."""
    UNCONFIRMED = "unconfirmed"
    CONFLICT = "conflict"
    GAP = "gap"


_WEAKEST_LAST = list(Mark)


@dataclass(frozen=True, slots=True)
class NamedGap:
    """Something that nobody has found: at which stage and step, what it is, and whom to ask."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def mark_of(rule: PackData) -> Mark:
    """Return how firm one rule is. One that gives no time is a gap, unless its text was read: then the letter tells."""
    if rule["source"]["status"] == "not-found":
        return Mark.GAP
    if all("see_notice" in window for window in rule["windows"]):
        return Mark.LETTER if rule["source"]["status"] in CONFIRMED else Mark.GAP
    statuses = {
        rule["source"]["status"],
        *(window["source"]["status"] for window in rule["windows"] if "source" in window),
    }
    if "conflict" in statuses:
        return Mark.CONFLICT
    if statuses <= CONFIRMED:
        return Mark.CONFIRMED
    # A reading of ours rests on a text that was read; it is not the doubt of a rule that nobody read.
    read = all(firmness_of(status).text_was_read for status in statuses)
    return Mark.OUR_READING if read else Mark.UNCONFIRMED


def weaker(one: Mark, other: Mark) -> Mark:
    """Return the less firm of two marks."""
    return max(one, other, key=_WEAKEST_LAST.index)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How firm the rules of a cell are together, why, and what is not known about it."""

    mark: Mark
    why: str
    gaps: tuple[NamedGap, ...]
    parts: tuple[Mark, ...]
    """The mark of each rule, and `gap` for each gap that is named beside them: what a date of the cell may rest on."""

    def at_most(self, mark: Mark, why: str) -> Judgement:
        """Return the judgement of rules that are no firmer here than `mark`."""
        parts = tuple(weaker(part, mark) for part in self.parts)
        return replace(self, mark=weaker(self.mark, mark), why=why, parts=parts)


def judged(rules: list[PackData], named: list[NamedGap], place: str) -> Judgement:
    """Judge the rules of a cell. `named` are the gaps that their packs name for it: with one, it is never confirmed."""
    mark, why, unknown = _weakest([(mark_of(rule), _authority_or_gap(rule)) for rule in rules])
    gaps = [*named, *(NamedGap(place, words) for words in unknown)]
    if not gaps and rules and all(_ends_with_the_denial(rule) for rule in rules):
        gaps = [NamedGap(place, f"The rule holds only before the denial; none was found for after it. {_ASK}")]
    if not rules:
        return Judgement(Mark.GAP, " ".join(gap.words for gap in gaps), tuple(gaps), (Mark.GAP,))
    parts = (*map(mark_of, rules), *(Mark.GAP for _ in named))
    return Judgement(weaker(mark, Mark.UNCONFIRMED) if gaps else mark, why, tuple(gaps), parts)


def _weakest(found: list[tuple[Mark, str]]) -> tuple[Mark, str, list[str]]:
    """Return the weakest of several rules, and, if only some of them give a time, what is unknown in the others."""
    if not found:
        return Mark.GAP, "", []
    dated = [item for item in found if item[0] is not Mark.GAP]
    mark, why = max(dated or found, key=lambda item: _WEAKEST_LAST.index(item[0]))
    unknown = list(dict.fromkeys(words for each, words in found if each is Mark.GAP))
    if dated and unknown:
        return weaker(mark, Mark.UNCONFIRMED), why, [f"for some cases not known: {words}" for words in unknown]
    return mark, why, []


def no_call_of(rules: list[PackData]) -> tuple[str, ...]:
    """Return the plan types for which a manual says that no call is held after the denial, each with its authority.

    That is an answer, not a gap: the letter need not be asked.
    """
    said: dict[str, list[str]] = {}
    for rule in rules:
        if any("not_offered" in window or window.get("ends_with") == "denial" for window in rule["windows"]):
            when = rule.get("when", {})
            plans = ", ".join([*when.get("regime", ("every plan type",)), *_only(when)])
            said.setdefault(str(rule["authority"]), []).append(plans)
    return tuple(f"{'; '.join(dict.fromkeys(plans))} ({authority})" for authority, plans in said.items())


def _only(when: PackData) -> list[str]:
    """Return the conditions of a rule beside its plan types, as they are entered: states, phases, settings, payers."""
    urgent = [when["urgency"]] if "urgency" in when else []
    return [*(each for name in ("state", "phase", "setting", "payer") for each in when.get(name, ())), *urgent]


def _ends_with_the_denial(rule: PackData) -> bool:
    """True if the right under a rule ends once there is a denial."""
    return "notice_date" in rule.get("when", {}).get("has_not", ())


def _authority_or_gap(rule: PackData) -> str:
    return next(
        (str(window["see_notice"]) for window in rule["windows"] if "see_notice" in window), str(rule["authority"])
    )
