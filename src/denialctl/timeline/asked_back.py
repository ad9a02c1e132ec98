"""The warnings above a timeline: what was assumed, what is recorded twice, and which outcome is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.effects import MERITS
from denialctl.dates.moments import say
from denialctl.timeline.refusals import said_of_refusals
from denialctl.vocabulary import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from denialctl.cases.case import Case
    from denialctl.timeline.ladder import Ladder


def said_of_the_case(case: Case, ladder: Ladder, refused_late: Collection[str]) -> Iterator[str]:
    """Yield what a reader should know, or be asked, before reading the dates of a case."""
    facts, book = case.facts, ladder.book
    yield from book.warnings
    yield from said_of_refusals(case, ladder.stages, refused_late)
    yield from _said_twice(case, ladder)
    yield from _outcomes_to_ask_for(ladder)
    yield from _filed_out_of_turn(case, ladder)
    if facts.denied is not None and facts.received is None:
        yield (
            "The day of receipt is not entered: "
            "where the law counts from receipt, the notice date (or the presumed day) stands in."
        )
    if facts.levels is None and "second-internal-appeal" in book.stages:
        yield "Assumed: one mandatory internal level. If the letter names two, add --levels 2."
    if facts.phase is None and facts.effective is None and facts.service is None:
        yield (
            "Assumed: care that has not been given yet (pre-service), an item or service. "
            "Otherwise add --phase and --service."
        )


def _said_twice(case: Case, ladder: Ladder) -> Iterator[str]:
    """Yield which decisions are recorded more than once, and which of them counts."""
    for stage in ladder.stages.values():
        found = case.adverse(stage.id)
        if len(found) > 1:
            first, last = say(found[0].on), say(found[-1].on)
            yield (
                f"{len(found)} decisions against the patient are recorded for: {stage.title}. "
                f"The first notice ({first}) counts; "
                f"the day that could be argued from the last one ({last}) stands beside it."
            )


def _outcomes_to_ask_for(ladder: Ladder) -> Iterator[str]:
    """Yield a request for the outcome of each stage that must have been decided, because the next one was."""
    for below, above in ladder.missing_outcomes():
        yield (
            f"{ladder.stages[above].title} is decided, so the stage below it must have been: "
            f"record the outcome of {below}, with the date on its notice."
        )


def _filed_out_of_turn(case: Case, ladder: Ladder) -> Iterator[str]:
    """Yield which filings came before anything that opens their stage, or after the decision of their own stage."""
    for stage in ladder.stages.values():
        standing, rounds = ladder.standing(stage.id), case.rounds(stage.id)
        filed = case.first(stage.id, ("filed", "sent"))
        if filed is None:
            continue
        if standing.opened_by is None and standing.previous in ladder.stages and not case.ever(stage.id, DECISIONS):
            below = ladder.stages[standing.previous or ""].title
            yield (
                f"{stage.title}: {filed.what} {say(filed.on)}, and no decision is recorded that opens it ({below}). "
                "It may be sent back as too early, which uses nothing up. "
                "If there is a decision, record it with the date on its notice."
            )
        before = [item for found in rounds[:-1] for item in found if item.what in MERITS]
        if before and filed.what == "filed":
            yield (
                f"{stage.title}: filed again {say(filed.on)}, after its decision of {say(before[-1].on)}. "
                "If this is the filing that was decided, its day is wrong: "
                "take it back with undo and enter the day on which they received it."
            )
