"""Unknown facts that decide which rule applies, in words: what to ask, and how to enter the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.facts import ASKED, CASE_EVENTS
from denialctl.dates.moments import Instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.cases.case import Case
    from denialctl.law.rulebook import Rulebook


def facts_in_words(names: Sequence[str], case: Case, book: Rulebook) -> str:
    """Return in words which facts would decide, and how to enter them."""
    return "; ".join(_in_words(name, case, book) for name in names) or "a fact of the case"


def _in_words(name: str, case: Case, book: Rulebook) -> str:
    kind, _, rest = name.partition(":")
    match kind:
        case "fact":
            return book.questions.get(rest, rest)
        case "lead":
            return _hours_in_words(name, case)
        case "late":
            return "the date on the notice, and the day of which it tells: whether it came too late"
        case _:
            return ASKED[name].asked_for if name in ASKED else name


def _hours_in_words(name: str, case: Case) -> str:
    """Return in words which of two compared moments is not known, or known only by its day."""
    _, first, hours, second = name.split(":")
    told = {event: case.facts.moment(event) for event in (first, second)}
    unknown = [event for event, at in told.items() if at is None] or [
        event for event, at in told.items() if not isinstance(at, Instant)
    ]
    asked = " and ".join(
        f"{'the hour of ' if told[event] else ''}{CASE_EVENTS[event]} (--{event.replace('_', '-')})"
        for event in unknown
    )
    return f"{asked}, to tell whether {CASE_EVENTS[first]} came at least {hours} hours before {CASE_EVENTS[second]}"
