"""The plan type that was found, the reason, and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import PLAN_IN_WORDS, UNSURE

if TYPE_CHECKING:
    from denialctl.commands.plan import FoundPlan


@dataclass(frozen=True, slots=True)
class PlanView(TextView):
    """What the card and the answers show about the plan type."""

    found: FoundPlan

    def plain(self) -> list[str]:
        """Return what was found, why, what is doubtful, and what would settle it."""
        found, finding = self.found, self.found.finding
        question = finding.next_question
        lines = [f"Read from the card: {one_line(text)}" for text in found.read]
        lines += [f"Contradicts itself, so that it says nothing: {one_line(text)}" for text in found.at_odds]
        if len(finding.plan_types) == 1:
            facts = "".join(f" --fact {fact}" for fact in finding.facts)
            lines.append(f"--plan {finding.plan_types[0]}{facts}")
        elif finding.plan_types:
            left = [f"  {plan_type:26} {PLAN_IN_WORDS[plan_type]}" for plan_type in finding.plan_types]
            lines += ["Not settled. These are left:", *left]
        else:
            lines.append("No plan type of denialctl." if question is None else "Not settled.")
        lines.append(f"Why: {finding.reason}")
        lines += [f"Doubt: {doubt}" for doubt in finding.doubts]
        if question is not None:
            lines.append(f"To settle it: {question.words}")
            lines += [f"  --{question.name} {answer:16} {words}" for answer, words in question.answers.items()]
            if len(finding.plan_types) != 1:
                left_over = ",".join(finding.plan_types) or UNSURE
                lines.append(f"Until then: denialctl add --plan {left_over}  keeps the safe day of each.")
        return lines

    def data(self) -> Document:
        """Return what was found, and the next question with its answers."""
        finding, question = self.found.finding, self.found.finding.next_question
        asked = None
        if question is not None:
            asked = {"name": question.name, "question": question.words, "answers": dict(question.answers)}
        content = {
            "regimes": list(finding.plan_types),
            "settled": question is None and len(finding.plan_types) == 1,
            "reason": finding.reason,
            "doubts": list(finding.doubts),
            "facts": list(finding.facts),
            "answers": self.found.answers,
            "next_question": asked,
        }
        return Document("plan", content)

    def rows(self) -> Rows:
        """Return one plan type a row."""
        finding = self.found.finding
        settled = finding.next_question is None
        rows = [(plan_type, finding.reason, settled) for plan_type in finding.plan_types]
        return Rows(("regime", "reason", "settled"), rows)
