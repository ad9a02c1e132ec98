"""The rounds of a case: in each stage, the question put to the plan or a reviewer, and how it was decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from denialctl.cases.case import ABOUT_PROCEDURE
from denialctl.dates.lateness import Lateness, is_over, lateness
from denialctl.dates.moments import day_of, later
from denialctl.vocabulary import DECISIONS, STAGES, STEPS, Kind, Status

if TYPE_CHECKING:
    from datetime import date

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.moments import Instant, Moment
    from denialctl.timeline.deadline import Deadline, Timeline

_FIRST = "initial-decision"
_CALL = "peer-to-peer"
_NO_OUTCOME = frozenset({Kind.INITIAL_DECISION, Kind.CONTINUATION, Kind.COMPLAINT})
"""Kinds of stages in which the denial is not reviewed: only their times are counted."""
_APPEALS = frozenset({Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL})
_ASKED = ("filed", "forwarded")
_CALL_ASKED = ("requested", "scheduled", "held", "pending-documents")


class Outcome(StrEnum):
    """How a round ended, or that it is pending. Partly won is no win; `undecided` ended without a recorded decision."""

    OVERTURNED = "overturned"
    PARTLY = "partly"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    PENDING = "pending"
    UNDECIDED = "undecided"


_OF_DECISION = {
    "approved": Outcome.OVERTURNED,
    "partly-upheld": Outcome.PARTLY,
    "upheld": Outcome.UPHELD,
    "dismissed": Outcome.DISMISSED,
}
DECIDED = tuple(_OF_DECISION.values())


@dataclass(frozen=True, slots=True)
class Round:
    """One question put to the plan or a reviewer, and what became of it.

    `judged` is True if it is known whether the answer was in time. `late` is by how much it was late: when
    it came, or, if there is no answer, at the moment of counting.
    """

    case: int
    stage: str
    kind: Kind | None
    title: str
    payer: str | None
    reason: str | None
    plan: str
    owner: str | None
    patient: str | None
    outcome: Outcome
    asked: Moment | None = None
    answered: Moment | None = None
    decided: Moment | None = None
    due: Moment | None = None
    authority: str = ""
    doubt: str | None = None
    """Why the authority should be looked at before anybody relies on it; None if it was read in its source."""
    judged: bool = False
    late: Lateness | None = None
    after_call: bool = False
    unrecorded: bool = False
    """True if the case was closed after the due day without a recorded decision: then the round is not judged."""
    place: int = 0
    """The position of its decision among the events of the case; -1 without one."""
    zone: str = "UTC"

    @property
    def counts_as_outcome(self) -> bool:
        """True if the denial is reviewed in it, so that its outcome is counted."""
        return self.kind not in _NO_OUTCOME and self.stage != _FIRST and self.stage not in ABOUT_PROCEDURE

    @property
    def is_late(self) -> bool:
        """True if their answer came late or is overdue."""
        return self.late is not None

    @property
    def days(self) -> int | None:
        """Calendar days from the filing to the decision; None unless both are recorded."""
        if self.asked is None or self.answered is None or self.stage == _CALL:
            return None
        return (day_of(self.answered) - day_of(self.asked)).days

    @property
    def day(self) -> date | None:
        """The day that decides whether it belongs to a span of time: that of the decision, else the due day."""
        moment = self.decided or self.due
        return None if moment is None else day_of(moment)


def rounds_of(case: Case, timeline: Timeline, now: Instant, payer: str | None = None) -> tuple[Round, ...]:
    """Return the rounds of a case. `payer` is the usual name of the payer, if another was typed."""
    stages = dict.fromkeys(item.stage for item in case.happenings)
    if case.facts.requested is not None:
        stages = {_FIRST: None, **stages}
    found = (_round(case, timeline, stage, now, payer or case.facts.payer) for stage in stages)
    return tuple(item for item in found if item is not None)


def _round(case: Case, timeline: Timeline, stage: str, now: Instant, payer: str | None) -> Round | None:
    facts, limit = case.facts, timeline.get(f"{stage}.decide")
    asked, answered, decided = _asked(case, stage), _first_answer(case, stage), case.decision(stage)
    first_denial = facts.denied if stage == _FIRST and decided is None else None
    if (
        decided is None
        and asked is None
        and first_denial is None
        and not (stage == _CALL and case.first(stage, _CALL_ASKED))
    ):
        return None
    kind = (
        limit.kind
        if limit is not None
        else next((item.kind for item in timeline.deadlines if item.stage == stage), None)
    )
    answer = first_denial or (answered.on if answered is not None else None)
    outcome = Outcome.UPHELD if first_denial is not None else _outcome(case, timeline, stage, decided)
    judged, late = _judge(case, limit, outcome, now, asked=asked, answer=answer)
    last = (
        None
        if limit is None or limit.due is None or limit.projected
        else later(limit.due, limit.latest or limit.due, facts.tz)
    )
    gone = case.closed is not None and outcome is Outcome.UNDECIDED and not judged and asked is not None
    call = case.first(_CALL, STEPS["hold"])
    begun = asked or answer
    return Round(
        case=case.id or 0,
        stage=stage,
        kind=kind,
        title=timeline.titles.get(stage) or STAGES.get(stage, stage),
        payer=payer,
        reason=facts.reason,
        plan=facts.plan,
        owner=facts.owner,
        patient=facts.patient,
        outcome=outcome,
        asked=asked,
        answered=answer,
        decided=first_denial or (decided.on if decided is not None else None),
        due=last,
        authority=limit.authority if limit is not None else "",
        doubt=None if limit is None else limit.doubt,
        judged=judged,
        late=late,
        unrecorded=gone and last is not None and _ended_by_record(case, stage) is None and is_over(last, now, facts.tz),
        after_call=stage != _CALL and call is not None and begun is not None and day_of(call.on) <= day_of(begun),
        place=case.happenings.index(decided) if decided is not None else -1,
        zone=facts.tz,
    )


def _asked(case: Case, stage: str) -> Moment | None:
    """Return when the plan or reviewer got the question: the request, the appeal or the file."""
    if stage == _FIRST:
        return case.facts.requested
    found = next((item for what in _ASKED if (item := case.first(stage, (what,))) is not None), None)
    return None if found is None else found.on


def _first_answer(case: Case, stage: str) -> Happening | None:
    """Return their first decision in a stage. Later ones do not change whether the answer was in time."""
    found = [item for item in case.current(stage) if item.what in DECISIONS]
    return min(found, key=lambda item: day_of(item.on), default=None)


def _outcome(case: Case, timeline: Timeline, stage: str, decided: Happening | None) -> Outcome:
    if decided is not None:
        return _OF_DECISION[decided.what]
    ended = case.closed is not None or case.won is not None or case.withdrawn(stage)
    if ended or (stage == _CALL and _call_is_over(case, timeline)):
        return Outcome.UNDECIDED
    return Outcome.PENDING


def _call_is_over(case: Case, timeline: Timeline) -> bool:
    """True if a call can no longer be held: its time is over, or an appeal was filed instead."""
    missed = any(item.stage == _CALL and item.status is Status.MISSED for item in timeline.deadlines)
    return missed or any(item.what == "filed" for item in case.happenings)


def _judge(
    case: Case, limit: Deadline | None, outcome: Outcome, now: Instant, *, asked: Moment | None, answer: Moment | None
) -> tuple[bool, Lateness | None]:
    """Return whether it is known if the answer was in time, and by how much it was late (None if it was not)."""
    if limit is None or limit.due is None or limit.projected or limit.clock.ours:
        return False, None
    zone = case.facts.tz
    last = later(limit.due, limit.latest or limit.due, zone)
    if answer is not None:
        if limit.status not in (Status.MET, Status.MET_LATE):
            return False, None
        return True, lateness(last, answer, zone) if limit.status is Status.MET_LATE else None
    if asked is None:
        return False, None
    if outcome is Outcome.PENDING:
        overdue = limit.status is Status.LAPSED
        return overdue, lateness(last, now, zone) if overdue else None
    # It ended without a decision. A case that was just closed is not judged: an answer may have come unrecorded.
    end = _ended_by_record(case, limit.stage)
    if end is None or not is_over(last, end, zone):
        return False, None
    return True, lateness(last, end, zone)


def _ended_by_record(case: Case, stage: str) -> Moment | None:
    """Return when a round without a decision ended: withdrawn, or the case was won in another stage."""
    taken_back = case.last(stage, ("withdrawn",))
    if taken_back is not None:
        return taken_back.on
    return case.won.on if case.won is not None else None
