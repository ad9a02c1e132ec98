"""Whether a rule applies to a case: yes, no, or perhaps, because a fact is not known."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    from denialctl.rules.law import Conditions


class Applies(Enum):
    """The answer, with room for doubt."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


class Situation(Protocol):
    """What a condition may ask of a case."""

    def fact(self, name: str) -> str | None:
        """Return a fact of the case by its name in `when` (`fact:NAME` for one of rules/facts), or None where it is not known."""
        ...

    def has(self, event: str) -> bool:
        """Tell whether the case holds that date."""
        ...

    def happened(self, event: str) -> bool:
        """Tell whether that event has been recorded."""
        ...


def applies(when: Conditions, situation: Situation) -> tuple[Applies, str | None]:
    """Tell whether a condition holds; where it is not known, name the fact that decides."""
    asked: tuple[tuple[str, Collection[str]], ...] = (
        ("urgency", [when.urgency] if when.urgency else ()),
        ("phase", when.phase),
        ("service", when.service),
        ("levels", [str(when.levels)] if when.levels else ()),
        ("regime", when.regime),
        ("state", when.state),
        ("payer", when.payer),
        ("opened_by", when.opened_by),
        ("setting", when.setting),
        *((f"fact:{name}", answers) for name, answers in when.facts),
    )
    if when.not_state and situation.fact("state") in when.not_state:
        return Applies.NO, None
    if not all(situation.has(name) for name in when.has) or any(situation.has(name) for name in when.has_not):
        return Applies.NO, None
    if not all(situation.happened(name) for name in when.happened) or any(situation.happened(name) for name in when.not_happened):
        return Applies.NO, None
    unknown: str | None = None
    for name, allowed in asked:
        if not allowed:
            continue
        value = situation.fact(name)
        if value is None:
            unknown = unknown or name
        elif value not in allowed:
            return Applies.NO, None
    return (Applies.YES, None) if unknown is None else (Applies.PERHAPS, unknown)
