"""A case whose plan type is not settled: which plan types are left, and the question that would settle it.

`unsure` leaves every plan type that the facts of the case do not exclude. A plan type
is not excluded because it is rare: a right that only a rare plan type gives may end
first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from denialctl.plan_types.finder import COVERAGE, FUNDING, QUESTIONS, PlanFinding, find_plan
from denialctl.vocabulary import UNSURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from denialctl.cases.facts import Facts
    from denialctl.plan_types.finder import Question

_SELF_FUNDED = frozenset({"erisa-self-funded", "governmental-self-funded", "church"})
_INSURED = frozenset({"aca-individual", "aca-group", "grandfathered-individual"})
_EMPLOYER = _SELF_FUNDED | {"aca-group", "grandfathered-group"}
_COMMERCIAL = _EMPLOYER | _INSURED | {"fehb"}
_OWN_CARD = frozenset({"tricare", "champva", "ihs", "pace", "medicare-ffs", "medicaid-ffs"})
"""Programs that no insurer sells under its own name."""
_PART_B = frozenset({"medicare-advantage", "medicare-ffs", "dsnp-integrated", "pace"})


def plans_left(facts: Facts, encoded: Iterable[str], sold: Collection[str]) -> tuple[str, ...]:
    """Return the plan types that a case may have: those it names, or those that its facts do not exclude.

    `sold` holds the plan types that the payer is known to sell; empty if that is not known.
    """
    if facts.plan != UNSURE:
        return tuple(facts.plan.split(","))
    out = _excluded(facts)
    possible = [plan for plan in encoded if plan not in out]
    left = tuple(plan for plan in possible if not sold or plan in _administered(sold))
    return left or tuple(possible)


def _excluded(facts: Facts) -> frozenset[str]:
    """Return the plan types that a fact of the case rules out."""
    out: set[str] = set()
    match facts.answers.get("funding"):
        case "insured":
            out |= _SELF_FUNDED
        case "self-funded":
            out |= _INSURED
    if facts.service in ("item", "payment"):
        out.add("medicare-part-d")
    if facts.service == "part-b-drug":
        out |= _COMMERCIAL | {
            "tricare",
            "champva",
            "ihs",
            "chip",
            "medicaid-ffs",
            "medicaid-managed-care",
            "medicare-part-d",
        }
    return frozenset(out - _PART_B) if facts.service == "part-b-drug" else frozenset(out)


def _administered(sold: Collection[str]) -> frozenset[str]:
    """Return the plan types that a payer may administer, given those that it is known to sell.

    It may administer more than it sells, but no program with a card of its own.
    """
    found = set(sold)
    if found & _COMMERCIAL:
        found |= _COMMERCIAL
    if "medicare-advantage" in found:
        found |= {"medicare-part-d", "dsnp-integrated"}
    if "medicaid-managed-care" in found:
        found |= {"chip", "dsnp-integrated"}
    return frozenset(found - (_OWN_CARD - set(sold)))


def what_to_ask(candidates: Collection[str]) -> str:
    """Return in words what to ask to settle the plan type."""
    question = question_for(frozenset(candidates))
    if question is FUNDING:
        return f"Ask who bears the risk: {question.words[:1].lower()}{question.words[1:]}"
    return f"Ask which plan it is: {question.words}"


@lru_cache(maxsize=64)
def question_for(candidates: frozenset[str]) -> Question:
    """Return the question of the plan finder that separates these plan types: the last one that leaves all open."""
    old = {plan for plan in candidates if plan.startswith("grandfathered")}
    if len(candidates) == 2 and len(old) == 1 and _alike(candidates):
        return QUESTIONS["grandfathered"]
    open_ = [(finding, finding.next_question) for finding in _findings({}) if candidates <= set(finding.plan_types)]
    asked = [(len(finding.plan_types), question) for finding, question in open_ if question is not None]
    return min(asked, key=lambda item: item[0])[1] if asked else COVERAGE


def _alike(candidates: frozenset[str]) -> bool:
    """True if plan types are of one sort of coverage, so that they may differ only in being grandfathered."""
    return candidates <= _EMPLOYER or candidates <= {"aca-individual", "grandfathered-individual"}


def _findings(answers: dict[str, str]) -> Iterator[PlanFinding]:
    """Yield the findings for every combination of answers to the questions of the finder."""
    finding = find_plan(answers)
    yield finding
    question = finding.next_question
    if question is not None and question.name not in answers:
        for answer in question.answers:
            yield from _findings({**answers, question.name: answer})
