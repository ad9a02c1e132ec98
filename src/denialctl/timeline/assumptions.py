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


_CODE = re.compile(r"(?:(?:CO|PR|OA|PI|CR)-?)?(\d{1,3}|[A-Z]{1,2}\d{1,3})")
"""An adjustment code, with its group or without, or a remark code."""


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


def said_of_codes(assumed: Mapping[str, Assumption]) -> list[str]:
    """Say which answers a reason code has given, and how to take one back: a stage may be gone by it."""
    return [
        f"Assumed ({name}={taken.answer}): {taken.words}. If that is wrong: --fact {name}={taken.usual}."
        for name, taken in assumed.items()
        if taken.by_code and not taken.unsaid
    ]


def _codes(reason: str | None) -> frozenset[str]:
    """Return the codes of a reason such as `CO-16 / MA130`; none where it holds other words, too.

    A group code before an adjustment code says who pays, and is left out: CO-16 and PR16 are 16.
    """
    parts = [part for part in re.split(r"[\s,;/+&]+", (reason or "").upper()) if part]
    found = [_CODE.fullmatch(part) for part in parts]
    return frozenset(code[1] for code in found if code is not None) if all(found) else frozenset()


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
