"""Facts with an assumed answer until somebody gives one: which they are, and what would be due otherwise.

While a fact is not entered, rules that need it apply perhaps. For some facts that would
cast doubt on every case because of a rare answer. Their declaration in rules/facts
names the answer that is `assumed`, and every date that depends on it says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.dates.moments import say
from denialctl.timeline.deadline import Assumed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from denialctl.cases.case import Case
    from denialctl.dates.moments import Moment
    from denialctl.law.rulebook import Assumption, Rulebook
    from denialctl.law.rules import Rule


def taken_for_granted(case: Case, book: Rulebook) -> dict[str, Assumption]:
    """Return the assumed answers of a case: those to facts that nobody entered.

    Where the reason code of the denial gives an answer, that one is assumed instead, and said.
    """
    codes = _codes(case.facts.reason)
    return {name: told_by(taken, codes) for name, taken in book.assumed.items() if name not in case.facts.answers}


def told_by(taken: Assumption, codes: frozenset[str]) -> Assumption:
    """Return the answer that one of these reason codes gives, or what is assumed without them."""
    for code, answer, words in taken.by_code:
        if code.upper() in codes:
            return replace(taken, answer=answer, words=f"{words}, by the reason code {code}", unsaid=False)
    return taken


def _codes(reason: str | None) -> frozenset[str]:
    """Return the codes in the reason of a denial, such as `CO-16 / MA130`, in capital letters."""
    return frozenset(re.findall(r"[A-Z0-9]+", (reason or "").upper()))


def with_answers(case: Case, assumed: Mapping[str, Assumption]) -> Case:
    """Return the case as if the assumed answers had been given."""
    if not assumed:
        return case
    answers = {**{name: taken.answer for name, taken in assumed.items()}, **case.facts.answers}
    return replace(case, facts=replace(case.facts, answers=answers))


def assumed_in(rules: Iterable[Rule], assumed: Mapping[str, Assumption]) -> list[str]:
    """Return the facts with an assumed answer that some of these rules need."""
    if not assumed:
        return []
    asked = (name for rule in rules for name, _ in rule.when.facts if name in assumed)
    return list(dict.fromkeys(asked))


def assumption(name: str, taken: Assumption, other: str, due: Moment | None, question: str) -> Assumed:
    """Return the words about an assumed answer, and what another answer would lead to."""
    otherwise = "no date would follow" if due is None else f"it would be {say(due)}"
    answer = f"{name}={taken.answer}"
    return Assumed(answer, f"Assumed ({answer}): {taken.words}. With --fact {name}={other} {otherwise}.", question)
