"""Papers that they asked for in a stage, and whether our answer met the request."""

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
    """Their requests that one answer of ours meets: all since the last answer, or those that it met."""

    requests: Sequence[Happening]
    answer: Happening | None

    @property
    def answered(self) -> bool:
        """Whether what they asked for has been sent."""
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
    """Return what they asked for in a stage: what is not answered, else what was answered last; None where they asked for nothing.

    On one day without hours an answer meets what was waiting from earlier days; it meets
    a request of that same day only if nothing else was waiting.
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
    """Tell whether two moments are of one day and not both of a known hour."""
    timed = isinstance(first, Instant) and isinstance(second, Instant)
    return day_of(first) == day_of(second) and not timed


def unanswered(case: Case, stage: str) -> list[Happening]:
    """Return their requests for papers of the running filing that no answer of ours has met."""
    asked = papers_asked(case, stage)
    return [] if asked is None or asked.answered else list(asked.requests)


def papers_sent(case: Case, stage: str) -> Moment | None:
    """Return when their last request was answered, or papers were sent unasked. None while a request waits."""
    asked = papers_asked(case, stage)
    if asked is not None:
        return None if asked.answer is None else asked.answer.on
    sent = [item for item in case.current(stage) if item.what in SENT]
    return sent[0].on if sent else None
