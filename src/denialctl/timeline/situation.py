"""The facts and events of a case as the conditions of the rules of one stage see them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from denialctl.cases.effects import Does, Reach, events_that
from denialctl.cases.facts import ASKED, CASE_EVENTS
from denialctl.cases.papers import SENT, unanswered
from denialctl.dates.moments import end_of, start_of
from denialctl.vocabulary import DECISIONS, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.cases.case import Case, Happening
    from denialctl.law.wording import Lead


class StageSituation:
    """Answers the conditions of rules for one stage of a case (`law.conditions.Situation`)."""

    def __init__(
        self,
        case: Case,
        stage: str,
        payer: str | None,
        opened_by: str | None = None,
        late: Callable[[str], bool | None] | None = None,
    ) -> None:
        self._case, self._stage, self._payer, self._opened_by, self._late = case, stage, payer, opened_by, late

    def fact(self, name: str) -> str | None:
        """Return a fact by its name in `when`; None if it is not known."""
        facts = self._case.facts
        match name:
            case "urgency":
                return "urgent" if facts.urgent and self._stage not in self._case.standard_time else "standard"
            case "regime":
                return None if facts.unsettled else facts.plan
            case "state":
                return facts.state or "none"
            case "payer":
                return self._payer or facts.payer or "none"
            case "opened_by":
                return self._opened_by or "decision"
            case _ if name in ASKED:
                return facts.answer(ASKED[name])
            case _:
                return facts.answers.get(name.removeprefix("fact:"))

    def has(self, event: str) -> bool:
        """True if the case holds that date."""
        return self._case.facts.moment(event) is not None

    def happened(self, event: str) -> bool:
        """True if an event has been recorded, in this stage or a named one."""
        if event in CASE_EVENTS:
            return self.has(event)
        stage, _, what = event.removesuffix(".received").rpartition(".")
        if stage and stage != self._stage:
            # Events of another stage count even if it was filed again since. A withdrawn or dismissed filing does not.
            if what == "filed":
                return self._case.stands(stage, _KINDS["filed"])
            return bool(self._case.ever(stage, _KINDS.get(what, (what,))))
        return happening_of(self._case, self._stage, what) is not None

    def leads(self, lead: Lead) -> bool | None:
        """True if one moment comes so many elapsed hours before another; None if a missing hour leaves it open."""
        facts = self._case.facts
        first, second = facts.moment(lead.first), facts.moment(lead.second)
        if first is None or second is None:
            return None
        wanted = timedelta(hours=lead.hours)
        # If only the day is known, the moment is somewhere between its start and its end. If the hour occurred twice
        # that night, it may be either of the two.
        if start_of(second, facts.tz).utc - end_of(first, facts.tz).later_reading().utc >= wanted:
            return True
        return None if end_of(second, facts.tz).later_reading().utc - start_of(first, facts.tz).utc >= wanted else False

    def came_late(self, notice: str) -> bool | None:
        """True if a notice of theirs certainly came too late; None if its date or its last day is not known."""
        return None if self._late is None else self._late(notice)


_KINDS = {"decided": DECISIONS, "requested": STEPS["request"], "filed": ("filed", "forwarded")}
"""Events of the rules that several recorded words mean. If the plan sends the case on, forwarding is the filing."""


def happening_of(case: Case, stage: str, what: str) -> Happening | None:
    """Return the event of a stage by its name in the rules; None if it is not recorded.

    `decided` means any decision. Of several the first in the current round counts; of
    requests for papers the first that was not answered, of our answers the last.
    """
    if what == "filed":
        return case.first(stage, ("filed",)) or case.first(stage, ("forwarded",))
    if what in _KINDS:
        return case.first(stage, _KINDS[what])
    if what in _ASKS:
        return next(iter(unanswered(case, stage)), None) or case.last(stage, (what,))
    return case.last(stage, (what,)) if what in SENT else case.first(stage, (what,))


_ASKS = events_that(Does.STARTS, Reach.STAGE)


def notices_of(case: Case, stage: str, what: str) -> list[Happening]:
    """Return the decisions of a stage, in all its rounds, from which a window may be counted, by date of notice."""
    return case.ever(stage, DECISIONS if what == "decided" else (what,))
