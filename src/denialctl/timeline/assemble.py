"""The timeline of a case from a library of packs: the rules that may apply to it, then its dates."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant
from denialctl.law.rulebook import Rulebook, rulebook
from denialctl.timeline.build import build_timeline
from denialctl.timeline.own_stages import in_effect

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.cases.facts import Facts
    from denialctl.packs.library import Library
    from denialctl.timeline.act_by import OpenDays
    from denialctl.timeline.deadline import Timeline


@dataclass
class Assembler:
    """Computes timelines one after another; each combination of packs is joined only once."""

    library: Library
    open_days: OpenDays
    _books: dict[tuple[str | None, ...], Rulebook] = field(default_factory=dict)

    def book(self, facts: Facts) -> Rulebook:
        """Return the rules that may apply to a case; if its plan type is not settled, those of all that are left."""
        if facts.unsettled:
            return self._side_by_side(facts)
        funding = facts.answers.get("funding")
        key = (facts.plan, facts.state, facts.payer, facts.reviewer, funding)
        if key not in self._books:
            self._books[key] = rulebook(
                self.library, facts.plan, facts.state, facts.payer, facts.reviewer, funding=funding
            )
        return self._books[key]

    def plans_of(self, facts: Facts) -> tuple[str, ...]:
        """Return the plan type of a case; if it is not settled, those that are left."""
        if not facts.unsettled:
            return (facts.plan,)
        from denialctl.timeline.unsettled import plans_left  # noqa: PLC0415 - only for such a case

        encoded = self.library.plan_types()
        payer = self.book(replace(facts, plan=encoded[0])).payer
        return plans_left(facts, encoded, payer.sells if payer is not None else ())

    def timeline(self, case: Case, now: Instant) -> Timeline:
        """Compute the timeline of a case at `now`."""
        case = case.settled()
        if case.facts.unsettled:
            return self._of_candidates(case, now)
        facts = case.facts
        here = Instant(now.utc, facts.tz)
        open_days = replace(self.open_days, zone=facts.tz)
        return build_timeline(
            case, self.book(facts), open_days, lambda name: self.library.calendar(name, facts.state), here
        )

    def _of_candidates(self, case: Case, now: Instant) -> Timeline:
        """Compute the timeline under each plan type that is left, and join them."""
        from denialctl.timeline.candidates import join  # noqa: PLC0415 - only for such a case
        from denialctl.timeline.unsettled import what_to_ask  # noqa: PLC0415 - as above

        plans = self.plans_of(case.facts)
        found = {plan: self.timeline(replace(case, facts=replace(case.facts, plan=plan)), now) for plan in plans}
        return join(found, in_effect(case, self.book(case.facts)), Instant(now.utc, case.facts.tz), what_to_ask(plans))

    def _side_by_side(self, facts: Facts) -> Rulebook:
        from denialctl.law.several import side_by_side  # noqa: PLC0415 - only for such a case

        books = {plan: self.book(replace(facts, plan=plan)) for plan in self.plans_of(facts)}
        known = " or ".join(books) if len(books) <= _FEW else f"{len(books)} are left"
        return side_by_side(books, f"Plan type not settled: {known}")


_FEW = 4
"""At most this many plan types are named in a title; of more only the number is given."""
