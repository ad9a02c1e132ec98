"""Whether a rule applies to a case: yes, no, or perhaps, because a fact is not known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from denialctl.law.rules import Conditions
    from denialctl.law.wording import Lead

Asked = tuple[str, Collection[str]]
"""A fact by its name, and the answers for which a rule applies."""


_LATE = "late:"
"""How the question whether a notice came too late is named."""


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
        """True if the case holds that date."""
        ...

    def happened(self, event: str) -> bool:
        """True if that event has been recorded."""
        ...

    def leads(self, lead: Lead) -> bool | None:
        """True if one moment comes at least so many hours before another; None where the dates do not tell."""
        ...

    def came_late(self, notice: str) -> bool | None:
        """True if a notice of theirs (STAGE.STEP) surely came too late; None where its date or its last day is not known."""
        ...


@dataclass(frozen=True, slots=True)
class Supposing:
    """A case in which open questions are supposed to be answered."""

    case: Situation
    answers: Mapping[str, str]

    def fact(self, name: str) -> str | None:
        """Return the answer that is supposed, else what the case holds."""
        return self.answers.get(name) or self.case.fact(name)

    def has(self, event: str) -> bool:
        """True if the case holds that date."""
        return self.case.has(event)

    def happened(self, event: str) -> bool:
        """True if that event has been recorded."""
        return self.case.happened(event)

    def leads(self, lead: Lead) -> bool | None:
        """Return the answer that is supposed, else what the dates of the case tell."""
        supposed = self.answers.get(lead.key)
        return self.case.leads(lead) if supposed is None else supposed == "yes"

    def came_late(self, notice: str) -> bool | None:
        """Return the answer that is supposed, else what the dates of the case tell."""
        supposed = self.answers.get(_LATE + notice)
        return self.case.came_late(notice) if supposed is None else supposed == "yes"


@dataclass(frozen=True, slots=True)
class Without:
    """A case in which some events count as not recorded, and others as recorded although they were given up later."""

    case: Situation
    events: Collection[str]
    counted: Collection[str] = ()

    def fact(self, name: str) -> str | None:
        """Return what the case holds."""
        return self.case.fact(name)

    def has(self, event: str) -> bool:
        """True if the case holds that date."""
        return self.case.has(event)

    def happened(self, event: str) -> bool:
        """True if that event has been recorded, and counts."""
        return event in self.counted or (event not in self.events and self.case.happened(event))

    def leads(self, lead: Lead) -> bool | None:
        """Return what the dates of the case tell."""
        return self.case.leads(lead)

    def came_late(self, notice: str) -> bool | None:
        """Return what the dates of the case tell."""
        return self.case.came_late(notice)


def applies(when: Conditions, situation: Situation) -> tuple[Applies, str | None]:
    """Return whether a condition holds; where it is not known, name the fact that decides."""
    answer, questions = weigh(when, situation)
    return answer, questions[0][0] if questions else None


def weigh(when: Conditions, situation: Situation) -> tuple[Applies, tuple[Asked, ...]]:
    """Return whether a condition holds; where it is not known, return the open questions with the answers for which it does."""
    if not _happened_so(when, situation):
        return Applies.NO, ()
    questions: list[Asked] = []
    for name, allowed, value in (*_facts(when, situation), *_moments(when, situation), *_notices(when, situation)):
        if value is None:
            questions.append((name, allowed))
        elif value not in allowed:
            return Applies.NO, ()
    return (Applies.PERHAPS, tuple(questions)) if questions else (Applies.YES, ())


def _happened_so(when: Conditions, situation: Situation) -> bool:
    """Check what is never in doubt: the state, the dates that the case holds, what has been recorded."""
    return (
        not (when.not_state and situation.fact("state") in when.not_state)
        and all(situation.has(name) for name in when.has)
        and not any(situation.has(name) for name in when.has_not)
        and all(situation.happened(name) for name in when.happened)
        and not any(situation.happened(name) for name in when.not_happened)
    )


def _facts(when: Conditions, situation: Situation) -> Iterator[tuple[str, Collection[str], str | None]]:
    asked: Iterable[Asked] = (
        *when.asked,
        ("regime", when.plan_types),
        ("state", when.state),
        ("payer", when.payer),
        ("opened_by", when.opened_by),
        *((f"fact:{name}", answers) for name, answers in when.facts),
    )
    return ((name, allowed, situation.fact(name)) for name, allowed in asked if allowed)


def _moments(when: Conditions, situation: Situation) -> Iterator[tuple[str, Collection[str], str | None]]:
    for lead in when.moments:
        found = situation.leads(lead)
        yield lead.key, ("yes",) if lead.at_least else ("no",), None if found is None else ("yes" if found else "no")


def _notices(when: Conditions, situation: Situation) -> Iterator[tuple[str, Collection[str], str | None]]:
    for names, allowed in ((when.late, ("yes",)), (when.not_late, ("no",))):
        for name in names:
            found = situation.came_late(name)
            yield _LATE + name, allowed, None if found is None else ("yes" if found else "no")
