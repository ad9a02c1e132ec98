"""Papers that they asked for in a stage, and whether we have sent them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant, day_of
from denialctl.vocabulary import ASKED_FOR_PAPERS, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.moments import Moment

SENT = frozenset(STEPS["supply"])


@dataclass(frozen=True, slots=True)
class PapersAsked:
    """Requests for papers that belong together: those that one answer of ours met, or those still unanswered."""

    requests: Sequence[Happening]
    answer: Happening | None

    @property
    def answered(self) -> bool:
        """True if what they asked for has been sent."""
        return self.answer is not None

    @property
    def first(self) -> Happening:
        """The first of the requests: the time to answer runs from it."""
        return self.requests[0]

    @property
    def days(self) -> list[Moment]:
        """The days by which they said they want the papers."""
        return [item.due for item in self.requests if item.due is not None]


def papers_asked(case: Case, stage: str) -> PapersAsked | None:
    """Return the unanswered requests of a stage, else those answered last; None if they asked for nothing.

    If an answer and a request are of one day and the hours are not known, the answer
    meets the requests of earlier days; it meets the one of that day only if no earlier
    request was waiting.
    """
    waiting: list[Happening] = []
    met: PapersAsked | None = None
    for item in case.current(stage):
        if item.what in ASKED_FOR_PAPERS:
            waiting.append(item)
        elif item.what in SENT and waiting:
            unsure = [request for request in waiting if _unsure_order(request.on, item.on)]
            sure = [request for request in waiting if request not in unsure]
            met, waiting = PapersAsked(sure or unsure, item), unsure if sure else []
    return PapersAsked(waiting, None) if waiting else met


def _unsure_order(first: Moment, second: Moment) -> bool:
    """True if two moments are of one day and at least one hour is not known."""
    timed = isinstance(first, Instant) and isinstance(second, Instant)
    return day_of(first) == day_of(second) and not timed


def unanswered(case: Case, stage: str) -> list[Happening]:
    """Return their unanswered requests for papers in the current filing of a stage."""
    asked = papers_asked(case, stage)
    return [] if asked is None or asked.answered else list(asked.requests)


def papers_sent(case: Case, stage: str) -> Moment | None:
    """Return when we answered their last request, or sent papers unasked; None while a request is unanswered."""
    asked = papers_asked(case, stage)
    if asked is not None:
        return None if asked.answer is None else asked.answer.on
    sent = [item for item in case.current(stage) if item.what in SENT]
    return sent[0].on if sent else None
