"""What came out: outcomes, times and late decisions, counted from the rounds of cases.

Outcomes count cases: in every group a case counts once, by its last outcome there.
Times and late decisions count rounds. Nothing here is an estimate, and a rate that
rests on fewer than five cases is not given.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rounds import DECIDED, Outcome
from denialctl.dates.moments import day_of
from denialctl.naming import plain
from denialctl.vocabulary import STAGES, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from denialctl.commands.rounds import Round

FEWEST = 5
"""A rate from fewer cases says more about chance than about a payer."""

NOT_DECIDED = ""
"""The name of the group, among months, for rounds without a decision."""

_CALL = "peer-to-peer"
_APPEALS = frozenset({Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL})


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, and from how many cases the whole comes."""

    part: int
    whole: int
    cases: int

    @property
    def percent(self) -> int | None:
        """The rate in whole percent, halves rounded up; None if it rests on too few cases."""
        return None if self.cases < FEWEST else (200 * self.part + self.whole) // (2 * self.whole)

    @property
    def rate(self) -> float | None:
        """The rate for scripts, to the thousandth; None if it rests on too few cases."""
        return None if self.cases < FEWEST else round(self.part / self.whole, 3)


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days from the filing to the decision: how many decisions, the median, the longest."""

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
        """The overturned cases among the decided ones. A partly won case is not counted as overturned."""
        return Share(self.overturned, self.decided, self.decided)

    @property
    def has_outcomes(self) -> bool:
        """True if the group has any outcome."""
        return bool(self.decided or self.pending or self.undecided)

    @property
    def timed(self) -> bool:
        """True if anything is known about the times of the group."""
        return bool(self.days.of or self.late.whole)


@dataclass(frozen=True, slots=True)
class CallEffect:
    """Peer-to-peer calls with an outcome, and appeals of cases with and without a call before."""

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
    """Return the round by which each case counts: its approval, else one still pending, else its last decision."""
    by_case: dict[int, list[Round]] = {}
    for item in rounds:
        if item.counts_as_outcome:
            by_case.setdefault(item.case, []).append(item)
    return [_last_word(items) for items in by_case.values()]


def _last_word(rounds: Sequence[Round]) -> Round:
    decided = [item for item in rounds if item.outcome in DECIDED]
    last = max(decided, key=lambda item: (str(item.day), item.place), default=None)
    running = next((item for item in rounds if item.outcome is Outcome.PENDING), None)
    if last is not None and (last.outcome is Outcome.OVERTURNED or running is None):
        return last
    return running or rounds[-1]


def counted_by(
    rounds: Iterable[Round], key: Callable[[Round], str | None], order: Callable[[str], object]
) -> tuple[Tally, ...]:
    """Count groups. Names that differ only in case, spaces or punctuation are one group, shown as first typed."""
    groups: dict[str, tuple[str, list[Round]]] = {}
    for item in rounds:
        name = (key(item) or "").strip()
        groups.setdefault(plain(name), (name, []))[1].append(item)
    return tuple(
        tally(name, items) for name, items in sorted(groups.values(), key=lambda group: (not group[0], order(group[0])))
    )


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
"""What one may count by: how to get the group's name from a round, and how to sort the names; no name comes last."""


def call_effect(rounds: Iterable[Round]) -> CallEffect:
    """Count the outcomes of calls, and of appeals in cases with and without a call before.

    The office chose which cases got a call, so a difference does not show that the call was the cause.
    """
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
    """Return the rounds from `since` to `until`, both included; a round without a day is never among them."""
    if since is None and until is None:
        return tuple(rounds)
    return tuple(
        item
        for item in rounds
        if item.day is not None and (since is None or since <= item.day) and (until is None or item.day <= until)
    )


def late_ones(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Return the rounds whose answer came late or is overdue, by payer, then by the day on which it was due."""
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
