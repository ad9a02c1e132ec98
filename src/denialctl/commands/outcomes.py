"""What came out: outcomes, times and late decisions, counted from cases and their timelines.

A round is one question that was put to the plan or a reviewer: one stage of one case.
Outcomes count cases: in every group a case counts once, by the last word that it has
there. Times and late decisions count rounds. Nothing here is an estimate, and where
fewer than five cases stand behind a rate there is none.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from denialctl.cases.case import ABOUT_PROCEDURE
from denialctl.dates.lateness import Lateness, is_over, lateness
from denialctl.dates.moments import day_of, later
from denialctl.naming import plain
from denialctl.vocabulary import DECISIONS, STAGES, STEPS, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.moments import Instant, Moment
    from denialctl.timeline.deadline import Deadline, Timeline

FEWEST = 5
"""A rate of fewer cases says more about chance than about a payer."""

NOT_DECIDED = ""
"""The month of what has no decision yet."""

_FIRST = "initial-decision"
_CALL = "peer-to-peer"
_NO_OUTCOME = frozenset({Kind.INITIAL_DECISION, Kind.CONTINUATION, Kind.COMPLAINT})
"""Kinds of stages that do not review the denial: only their times are counted."""
_APPEALS = frozenset({Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL})
_ASKED = ("filed", "forwarded")
_CALL_ASKED = ("requested", "scheduled", "held", "pending-documents")


class Outcome(StrEnum):
    """How a round stands. A partly won one is no win; `undecided` ended without a recorded decision."""

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

    `judged` tells whether it can be said that their answer was in time; `late` by how
    much it was not, up to the answer, else up to the moment at which it was counted.
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
    """Why nobody should rely on the authority without a look at it; None where it was read in its source."""
    judged: bool = False
    late: Lateness | None = None
    after_call: bool = False
    unrecorded: bool = False
    """Whether the case was closed with no decision of theirs recorded although its day was over: not judged."""
    place: int = 0
    """The place of its decision among the events of the case."""
    zone: str = "UTC"

    @property
    def weighs(self) -> bool:
        """Whether it reviews the denial, so that its outcome counts."""
        return self.kind not in _NO_OUTCOME and self.stage != _FIRST and self.stage not in ABOUT_PROCEDURE

    @property
    def is_late(self) -> bool:
        """Whether their answer came late or is overdue."""
        return self.late is not None

    @property
    def days(self) -> int | None:
        """Calendar days from the filing to the decision, where both are recorded."""
        if self.asked is None or self.answered is None or self.stage == _CALL:
            return None
        return (day_of(self.answered) - day_of(self.asked)).days

    @property
    def day(self) -> date | None:
        """The day by which a span of time picks it: of the decision, or while there is none the day on which it was due."""
        moment = self.decided or self.due
        return None if moment is None else day_of(moment)


# -- from a case to its rounds ---------------------------------------------------------


def rounds_of(case: Case, timeline: Timeline, now: Instant, payer: str | None = None) -> tuple[Round, ...]:
    """Return the rounds of a case. `payer` is the name under which the payer is known, if it is another than the typed one."""
    stages = dict.fromkeys(item.stage for item in case.happenings)
    if case.facts.requested is not None:
        stages = {_FIRST: None, **stages}
    found = (_round(case, timeline, stage, now, payer or case.facts.payer) for stage in stages)
    return tuple(item for item in found if item is not None)


def _round(case: Case, timeline: Timeline, stage: str, now: Instant, payer: str | None) -> Round | None:
    facts, limit = case.facts, timeline.get(f"{stage}.decide")
    asked, answered, decided = _asked(case, stage), _first_answer(case, stage), case.decision(stage)
    first_denial = facts.denied if stage == _FIRST and decided is None else None
    if decided is None and asked is None and first_denial is None and not (stage == _CALL and case.first(stage, _CALL_ASKED)):
        return None
    kind = limit.kind if limit is not None else next((item.kind for item in timeline.deadlines if item.stage == stage), None)
    answer = first_denial or (answered.on if answered is not None else None)
    outcome = Outcome.UPHELD if first_denial is not None else _outcome(case, timeline, stage, decided)
    judged, late = _judge(case, limit, outcome, now, asked=asked, answer=answer)
    last = None if limit is None or limit.due is None or limit.projected else later(limit.due, limit.latest or limit.due, facts.tz)
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
    """Return when it was put to them: when they had the request, the appeal or the file."""
    if stage == _FIRST:
        return case.facts.requested
    found = next((item for what in _ASKED if (item := case.first(stage, (what,))) is not None), None)
    return None if found is None else found.on


def _first_answer(case: Case, stage: str) -> Happening | None:
    """Return their first decision: whether it came in time is judged by that one, whatever they decided later."""
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
    """Tell whether a call can no longer be held: its time is over, or an appeal was filed instead."""
    missed = any(item.stage == _CALL and item.status is Status.MISSED for item in timeline.deadlines)
    return missed or any(item.what == "filed" for item in case.happenings)


def _judge(
    case: Case, limit: Deadline | None, outcome: Outcome, now: Instant, *, asked: Moment | None, answer: Moment | None
) -> tuple[bool, Lateness | None]:
    """Tell whether their answer can be called in time or late, and by how much it was late."""
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
    # Ended another way. A case that was only closed is not judged: their answer may have come and not been recorded.
    end = _ended_by_record(case, limit.stage)
    if end is None or not is_over(last, end, zone):
        return False, None
    return True, lateness(last, end, zone)


def _ended_by_record(case: Case, stage: str) -> Moment | None:
    """Return when a round without a decision ended: taken back, or the case won in another stage."""
    taken_back = case.last(stage, ("withdrawn",))
    if taken_back is not None:
        return taken_back.on
    return case.won.on if case.won is not None else None


# -- counting -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, and of how many cases that whole is made."""

    part: int
    whole: int
    cases: int

    @property
    def percent(self) -> int | None:
        """The rate in whole percent, a half rounded up; None where it is of too few cases."""
        return None if self.cases < FEWEST else (200 * self.part + self.whole) // (2 * self.whole)

    @property
    def rate(self) -> float | None:
        """The rate for scripts, to the thousandth; None where it is of too few cases."""
        return None if self.cases < FEWEST else round(self.part / self.whole, 3)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from the filing to the decision: of how many decisions, the median, the longest."""

    of: int
    median: float | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one group."""

    name: str
    decided: int
    overturned: int
    partly: int
    upheld: int
    dismissed: int
    pending: int
    undecided: int
    days: Days
    late: Share

    @property
    def overturn(self) -> Share:
        """Overturned of decided. What was partly won is not in it."""
        return Share(self.overturned, self.decided, self.decided)

    @property
    def weighs(self) -> bool:
        """Whether any outcome stands in it."""
        return bool(self.decided or self.pending or self.undecided)

    @property
    def timed(self) -> bool:
        """Whether anything is known of their times."""
        return bool(self.days.of or self.late.whole)


@dataclass(frozen=True, slots=True)
class CallEffect:
    """Calls that were decided, and appeals of cases with and without a call before."""

    calls: Tally
    with_call: Tally
    without_call: Tally


def tally(name: str, rounds: Iterable[Round]) -> Tally:
    """Count a group."""
    listed = list(rounds)
    counts = dict.fromkeys(Outcome, 0)
    for last in last_words(listed):
        counts[last.outcome] += 1
    days = sorted(item.days for item in listed if item.days is not None)
    judged = [item for item in listed if item.judged]
    return Tally(
        name=name,
        decided=sum(counts[outcome] for outcome in DECIDED),
        overturned=counts[Outcome.OVERTURNED],
        partly=counts[Outcome.PARTLY],
        upheld=counts[Outcome.UPHELD],
        dismissed=counts[Outcome.DISMISSED],
        pending=counts[Outcome.PENDING],
        undecided=counts[Outcome.UNDECIDED],
        days=Days(len(days), statistics.median(days) if days else None, days[-1] if days else None),
        late=Share(sum(item.is_late for item in judged), len(judged), len({item.case for item in judged})),
    )


def last_words(rounds: Iterable[Round]) -> list[Round]:
    """Return for each case the round by which it counts: its approval, else what still runs, else its last decision."""
    by_case: dict[int, list[Round]] = {}
    for item in rounds:
        if item.weighs:
            by_case.setdefault(item.case, []).append(item)
    return [_last_word(items) for items in by_case.values()]


def _last_word(rounds: Sequence[Round]) -> Round:
    decided = [item for item in rounds if item.outcome in DECIDED]
    last = max(decided, key=lambda item: (str(item.day), item.place), default=None)
    running = next((item for item in rounds if item.outcome is Outcome.PENDING), None)
    if last is not None and (last.outcome is Outcome.OVERTURNED or running is None):
        return last
    return running or rounds[-1]


def counted_by(rounds: Iterable[Round], key: Callable[[Round], str | None], order: Callable[[str], object]) -> tuple[Tally, ...]:
    """Count groups. Names that differ only in case, spaces and punctuation are one, shown as first typed."""
    groups: dict[str, tuple[str, list[Round]]] = {}
    for item in rounds:
        name = (key(item) or "").strip()
        groups.setdefault(plain(name), (name, []))[1].append(item)
    return tuple(tally(name, items) for name, items in sorted(groups.values(), key=lambda group: (not group[0], order(group[0]))))


def month_of(item: Round) -> str:
    """Return the month of a decision, such as `2026-11`."""
    return NOT_DECIDED if item.decided is None else f"{day_of(item.decided):%Y-%m}"


_STAGE_ORDER = {stage: place for place, stage in enumerate(STAGES)}
GROUPS: dict[str, tuple[Callable[[Round], str | None], Callable[[str], object]]] = {
    "payer": (lambda item: item.payer, str.casefold),
    "stage": (lambda item: item.stage, lambda stage: (_STAGE_ORDER.get(stage, len(STAGES)), stage)),
    "reason": (lambda item: item.reason, str.casefold),
    "month": (month_of, str),
    "plan": (lambda item: item.plan, str),
    "owner": (lambda item: item.owner, str.casefold),
}
"""By what is counted: the name of the group of a round, and the order of the names. What has no name comes last."""


def call_effect(rounds: Iterable[Round]) -> CallEffect:
    """Count what calls gave, and appeals of cases with and without one before. The cases are selected: it shows no cause."""
    listed = list(rounds)
    calls = [item for item in listed if item.stage == _CALL and item.outcome in DECIDED]
    appeals = [item for item in listed if item.kind in _APPEALS and item.outcome in DECIDED]
    called = {item.case for item in appeals if item.after_call}
    return CallEffect(
        tally("calls", calls),
        tally("appeals after a call", [item for item in appeals if item.case in called]),
        tally("appeals without a call", [item for item in appeals if item.case not in called]),
    )


def in_span(rounds: Iterable[Round], since: date | None, until: date | None) -> tuple[Round, ...]:
    """Return the rounds of a span of days, both included; one without any day is in no span."""
    if since is None and until is None:
        return tuple(rounds)
    return tuple(
        item for item in rounds if item.day is not None and (since is None or since <= item.day) and (until is None or item.day <= until)
    )


def late_ones(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """List the rounds whose answer came late or is overdue, by payer, then by the day on which it was due."""
    late = [item for item in rounds if item.is_late]
    return tuple(
        sorted(
            late,
            key=lambda item: (
                (item.payer or "\uffff").casefold(),
                day_of(item.due) if item.due else item.day,
                item.case,
            ),
        )
    )
