"""`plan`: which plan type a card or letter means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.errors import unknown
from denialctl.plan_types.card_reader import at_odds_on, read_card
from denialctl.plan_types.finder import QUESTIONS, PlanFinding, find_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from denialctl.plan_types.finder import Question


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """What was found about the plan type, with the answers and the words of the card that led to it."""

    finding: PlanFinding
    answers: dict[str, str]
    read: tuple[str, ...]
    """What was read from the card, in words."""
    at_odds: tuple[str, ...] = ()
    """Words of the card that contradict each other, and are therefore ignored."""


def find(
    given: Mapping[str, str | None], card: str | None, ask: Callable[[Question], str | None] | None = None
) -> FoundPlan:
    """Find the plan type from options and from the words of the card; `ask` asks the questions that are still open."""
    answers: dict[str, str] = {}
    read: list[str] = []
    for name, (answer, words) in read_card(card or "").items():
        answers[name] = answer
        read.append(f'"{words}": {QUESTIONS[name].answers[answer]}')
    for name, typed in given.items():
        if typed is not None:
            plain = typed.strip().lower()
            if plain not in QUESTIONS[name].answers:
                raise unknown(f"answer to --{name}", typed, QUESTIONS[name].answers)
            answers[name] = plain
    finding = find_plan(answers)
    while ask is not None and finding.next_question is not None:
        said = ask(finding.next_question)
        if said is None:
            break
        answers[finding.next_question.name] = said
        finding = find_plan(answers)
    at_odds = tuple(
        " and ".join(f'"{word}"' for word in words) for name, words in at_odds_on(card or "") if name not in answers
    )
    return FoundPlan(finding, answers, tuple(read), at_odds)
