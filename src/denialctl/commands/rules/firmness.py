"""How firm a rule is: read in its source by somebody, not yet read, in conflict with another source, or a gap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from denialctl.vocabulary import CONFIRMED

if TYPE_CHECKING:
    from denialctl.packs.pack_data import PackData

_ASK = "Ask: the denial letter, or the plan's UM line."


class Mark(StrEnum):
    """How firm the rules of a cell are: as firm as the weakest of them, and not confirmed while a gap is named."""

    CONFIRMED = "confirmed"
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
    """Return how firm one rule is; one that gives no time is a gap, even if its source was read."""
    if rule["source"]["status"] == "not-found" or all("see_notice" in window for window in rule["windows"]):
        return Mark.GAP
    statuses = {
        rule["source"]["status"],
        *(window["source"]["status"] for window in rule["windows"] if "source" in window),
    }
    if "conflict" in statuses:
        return Mark.CONFLICT
    return Mark.CONFIRMED if statuses <= CONFIRMED else Mark.UNCONFIRMED


def weaker(one: Mark, other: Mark) -> Mark:
    """Return the less firm of two marks."""
    return max(one, other, key=_WEAKEST_LAST.index)


def judged(rules: list[PackData], gaps: list[NamedGap], place: str) -> tuple[Mark, str, list[NamedGap]]:
    """Return how firm the rules of a cell are together, why, and what is not known about it.

    `gaps` are those that the packs of these rules name for the cell: with one, it is never confirmed.
    """
    mark, why, unknown = _weakest([(mark_of(rule), _authority_or_gap(rule)) for rule in rules])
    gaps = [*gaps, *(NamedGap(place, words) for words in unknown)]
    if not gaps and rules and all(_ends_with_the_denial(rule) for rule in rules):
        gaps = [NamedGap(place, f"The rule holds only before the denial; none was found for after it. {_ASK}")]
    if not rules:
        return Mark.GAP, " ".join(gap.words for gap in gaps), gaps
    return (weaker(mark, Mark.UNCONFIRMED) if gaps else mark), why, gaps


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
