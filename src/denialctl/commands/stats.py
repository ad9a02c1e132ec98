"""`stats`: what came out, counted from every stored case, the closed ones too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from denialctl.commands.case_finding import is_payer, payers_here
from denialctl.commands.outcomes import GROUPS, call_effect, counted_by, in_span, late_ones, tally
from denialctl.commands.rounds import rounds_of
from denialctl.commands.stored_case import case_of
from denialctl.errors import UsageError, quoted
from denialctl.timeline.own_stages import in_effect

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.outcomes import CallEffect, Tally
    from denialctl.commands.rounds import Round
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Instant

SUMMARY = ("payer", "stage", "reason", "month")
"""The tables that are shown if none is asked for."""


@dataclass(eq=False)
class Statistics:
    """The rounds of all cases that were asked for, and what is counted from them."""

    now: Instant
    rounds: tuple[Round, ...]
    since: date | None = None
    until: date | None = None
    payer: str | None = None
    trouble: tuple[str, ...] = ()

    @cached_property
    def total(self) -> Tally:
        """The counts of all cases together."""
        return tally("all", self.rounds)

    @cached_property
    def call(self) -> CallEffect:
        """The outcomes of calls, and of appeals with and without a call before."""
        return call_effect(self.rounds)

    def by(self, name: str) -> tuple[Tally, ...]:
        """Count by payer, stage, reason, month, plan or owner."""
        return counted_by(self.rounds, *GROUPS[name])

    @cached_property
    def late(self) -> tuple[Round, ...]:
        """The decisions that came late or are overdue."""
        return late_ones(self.rounds)

    @property
    def unrecorded(self) -> int:
        """How many decisions cannot be judged because the case was closed before one was recorded."""
        return sum(item.unrecorded for item in self.rounds)


def statistics(
    session: Session, *, since: str | None = None, until: str | None = None, payer: str | None = None
) -> Statistics:
    """Count all cases, or those of one payer, with decisions from `since` to `until`."""
    first = session.day(since) if since is not None else None
    last = session.day(until) if until is not None else None
    if first is not None and last is not None and last < first:
        raise UsageError(
            f"The span ends ({last.isoformat()}) before it begins ({first.isoformat()}).",
            "Exchange --since and --until.",
        )
    rounds: list[Round] = []
    trouble = []
    fitting = 0
    for case_id in session.store.case_ids():
        try:
            found = _of_case(session, case_id, payer)
            fitting += found is not None
            rounds += found or ()
        except UsageError as error:
            trouble.append(f"case {case_id} cannot be computed and is left out: {error}")
    if payer is not None and not fitting and not trouble:
        trouble.append(f"No case has payer {quoted(payer)}; payers here: {payers_here(session)}.")
    return Statistics(
        now=session.now,
        rounds=in_span(rounds, first, last),
        since=first,
        until=last,
        payer=payer,
        trouble=tuple(trouble),
    )


def _of_case(session: Session, case_id: int, payer: str | None) -> tuple[Round, ...] | None:
    """Return the rounds of a case; None if it belongs to another payer than the wanted one."""
    case, _ = case_of(session, case_id)
    known = session.assembler.book(case.facts).payer
    # A payer may be typed in several ways: one that has a rule pack is counted under the name of its pack.
    names = [name for name in (known.name if known is not None else None, case.facts.payer) if name]
    if payer is not None and not is_payer(session, payer, case.facts.payer, case.facts.state):
        return None
    case = in_effect(case, session.assembler.book(case.facts))
    return rounds_of(case, session.assembler.timeline(case, session.now), session.now, names[0] if names else None)
