"""Whether a rule applies to a case: yes, no, or perhaps, if a fact is not known."""

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
"""The prefix of the question whether a notice came too late."""


class Applies(Enum):
    """Whether a condition holds."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


class Situation(Protocol):
    """What a condition may ask of a case."""

    def fact(self, name: str) -> str | None:
        """Return a fact of the case by its name in `when`; None if it is not known.

        A fact declared in rules/facts is named `fact:NAME`.
        """
        ...

    def has(self, event: str) -> bool:
        """True if the case holds that date."""
        ...

    def happened(self, event: str) -> bool:
        """True if that event has been recorded."""
        ...

    def leads(self, lead: Lead) -> bool | None:
        """True if one moment comes at least so many hours before another; None if the dates do not decide it."""
        ...

    def came_late(self, notice: str) -> bool | None:
        """True if a notice of theirs (STAGE.STEP) certainly came too late; None if a date for that is missing."""
        ...


@dataclass(frozen=True, slots=True)
class Supposing:
    """A case with supposed answers to its open questions."""

    case: Situation
    answers: Mapping[str, str]

    def fact(self, name: str) -> str | None:
        """Return the supposed answer, else what the case holds."""
        return self.answers.get(name) or self.case.fact(name)

    def has(self, event: str) -> bool:
        """True if the case holds that date."""
        return self.case.has(event)

    def happened(self, event: str) -> bool:
        """True if that event has been recorded."""
        return self.case.happened(event)

    def leads(self, lead: Lead) -> bool | None:
        """Return the supposed answer, else what follows from the dates of the case."""
        supposed = self.answers.get(lead.key)
        return self.case.leads(lead) if supposed is None else supposed == "yes"

    def came_late(self, notice: str) -> bool | None:
        """Return the supposed answer, else what follows from the dates of the case."""
        supposed = self.answers.get(_LATE + notice)
        return self.case.came_late(notice) if supposed is None else supposed == "yes"


@dataclass(frozen=True, slots=True)
class Without:
    """A case in which some events count as not recorded, and others as recorded although they were withdrawn later."""

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
        """Return what follows from the dates of the case."""
        return self.case.leads(lead)

    def came_late(self, notice: str) -> bool | None:
        """Return what follows from the dates of the case."""
        return self.case.came_late(notice)


def applies(when: Conditions, situation: Situation) -> tuple[Applies, str | None]:
    """Return whether a condition holds; if that is not known, also a fact that would decide it."""
    answer, questions = weigh(when, situation)
    return answer, questions[0][0] if questions else None


def weigh(when: Conditions, situation: Situation) -> tuple[Applies, tuple[Asked, ...]]:
    """Return whether a condition holds; if that is not known, also the open questions.

    Each question comes with the answers for which the condition holds.
    """
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
    """True if the parts that are never in doubt hold: whom the rule leaves out, dates of the case, recorded events."""
    return (
        not (when.not_state and situation.fact("state") in when.not_state)
        and not (when.not_payer and situation.fact("payer") in when.not_payer)
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
