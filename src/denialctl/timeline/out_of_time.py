"""The case as the rules of one step may see it: what they did when their time was over wins them no time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from denialctl.law.conditions import Situation
    from denialctl.law.wording import Lead

_PAPERS = frozenset({"info-requested", "info-supplied"})


class TheirDelays(Protocol):
    """What is asked about things that they did too late."""

    def late_papers(self, stage: str) -> frozenset[str]:
        """Return the events about papers that do not count, because they asked for them too late."""
        ...

    def dismissed_late(self, stage: str) -> bool:
        """True if all that came on a filing was a dismissal after their time."""
        ...


@dataclass(frozen=True, slots=True)
class WithoutLateDoings:
    """A case in which papers that they asked for too late, and a dismissal after their time, count as not recorded.

    What was late is worked out only where a rule asks for such an event: it hangs on
    deadlines, which may hang on this very step.
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
            # Dismissed out of time: it was filed, although the dismissal gave it up, and nothing decided it.
            return what == "filed"
        return self.case.happened(event)

    def _asks_late_papers(self, stage: str) -> bool:
        """True if papers that came late may matter: those of another stage, or this one's own for their time to decide."""
        return self.step == "decide" if not stage else stage != self.stage

    def leads(self, lead: Lead) -> bool | None:
        """Return what the dates of the case tell."""
        return self.case.leads(lead)

    def came_late(self, notice: str) -> bool | None:
        """Return what the dates of the case tell."""
        return self.case.came_late(notice)
