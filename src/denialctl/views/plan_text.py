"""The plan type that was found, as lines or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.views.as_csv import table
from denialctl.views.as_json import dump
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import PLAN_IN_WORDS, UNSURE

if TYPE_CHECKING:
    from denialctl.commands.plan import Found


def plan_text(found: Found, form: str) -> str:
    """Return what was found, why, and what is doubtful."""
    finding, question = found.finding, found.finding.next_question
    if form == "csv":
        return table(("regime", "reason", "settled"), [(plan_type, finding.reason, question is None) for plan_type in finding.plan_types])
    if form == "json":
        asked = None if question is None else {"name": question.name, "question": question.words, "answers": dict(question.answers)}
        content = {
            "regimes": list(finding.plan_types), "settled": question is None and len(finding.plan_types) == 1, "reason": finding.reason,
            "doubts": list(finding.doubts), "facts": list(finding.facts), "answers": found.answers, "next_question": asked,
        }  # fmt: skip
        return dump("plan", content)
    lines = [f"Read from the card: {one_line(text)}" for text in found.read]
    lines += [f"Contradicts itself, so that it says nothing: {one_line(text)}" for text in found.at_odds]
    if len(finding.plan_types) == 1:
        facts = "".join(f" --fact {fact}" for fact in finding.facts)
        lines.append(f"--plan {finding.plan_types[0]}{facts}")
    elif finding.plan_types:
        lines += ["Not settled. These are left:", *(f"  {plan_type:26} {PLAN_IN_WORDS[plan_type]}" for plan_type in finding.plan_types)]
    else:
        lines.append("No plan type of denialctl." if question is None else "Not settled.")
    lines.append(f"Why: {finding.reason}")
    lines += [f"Doubt: {doubt}" for doubt in finding.doubts]
    if question is not None:
        lines.append(f"To settle it: {question.words}")
        lines += [f"  --{question.name} {answer:16} {words}" for answer, words in question.answers.items()]
        if len(finding.plan_types) != 1:
            lines.append(f"Until then: denialctl add --plan {','.join(finding.plan_types) or UNSURE}  keeps the safe day of each.")
    return "\n".join(lines)
