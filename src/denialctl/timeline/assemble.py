"""The timeline of a case from a library of packs: the rules that speak to it, then its dates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from denialctl.moments import Instant
from denialctl.rules.layers import Rulebook, rulebook
from denialctl.timeline.build import build_timeline

if TYPE_CHECKING:
    from denialctl.cases.case import Case, Facts
    from denialctl.rules.library import Library
    from denialctl.timeline.deadline import Timeline
    from denialctl.timeline.planning import Office


@dataclass
class Assembler:
    """Computes timelines one after another, laying each combination of packs together once."""

    library: Library
    office: Office
    _books: dict[tuple[str | None, ...], Rulebook] = field(default_factory=dict)

    def book(self, facts: Facts) -> Rulebook:
        """Return the rules that speak to a case."""
        funding = facts.answers.get("funding")
        key = (facts.plan, facts.state, facts.payer, facts.reviewer, funding)
        if key not in self._books:
            self._books[key] = rulebook(self.library, facts.plan, facts.state, facts.payer, facts.reviewer, funding=funding)
        return self._books[key]

    def timeline(self, case: Case, now: Instant) -> Timeline:
        """Compute the timeline of a case as it stands at `now`."""
        facts = case.settled().facts
        here = Instant(now.utc, facts.tz)
        office = replace(self.office, zone=facts.tz)
        return build_timeline(case, self.book(facts), office, lambda name: self.library.calendar(name, facts.state), here)
