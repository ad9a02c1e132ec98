"""The case as the rules of one step see it: what they did after their time was over gives them no more time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from denialctl.law.conditions import Situation
    from denialctl.law.wording import Lead

_PAPERS = frozenset({"info-requested", "info-supplied"})


class TheirDelays(Protocol):
    """What the rules need to know about things that they did too late."""

    def late_papers(self, stage: str) -> frozenset[str]:
        """Return the events about papers that do not count, because the papers were asked for too late."""
        ...

    def dismissed_late(self, stage: str) -> bool:
        """True if the only decision on a filing was a dismissal after their time was over."""
        ...


@dataclass(frozen=True, slots=True)
class WithoutLateActs:
    """A case in which a late request for papers, and a dismissal after their time, count as not recorded.

    What was late is computed only if a rule asks for such an event, because it depends
    on deadlines, which may depend on the same step.
    """

    case: Situation
    stage: str
    step: str
    delays: TheirDelays

    def fact(self, name: str) -> str | None:
        """Return what the case holds."""
        return self.case.fact(name)

    def has(self, event: str) -> bool:
        """True if the case holds that date."""
        return self.case.has(event)

    def happened(self, event: str) -> bool:
        """True if that event has been recorded, and counts."""
        stage, _, what = event.rpartition(".")
        if what in _PAPERS and self._asks_late_papers(stage) and what in self.delays.late_papers(stage or self.stage):
            return False
        if what in ("filed", "decided") and stage not in ("", self.stage) and self.delays.dismissed_late(stage):
            # Dismissed out of time: the filing counts although it was dismissed, and it counts as undecided.
            return what == "filed"
        return self.case.happened(event)

    def _asks_late_papers(self, stage: str) -> bool:
        """True if late requests for papers matter: those of another stage, or of this one for the time to decide."""
        return self.step == "decide" if not stage else stage != self.stage

    def leads(self, lead: Lead) -> bool | None:
        """Return what follows from the dates of the case."""
        return self.case.leads(lead)

    def came_late(self, notice: str) -> bool | None:
        """Return what follows from the dates of the case."""
        return self.case.came_late(notice)
