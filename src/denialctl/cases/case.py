"""What is known of one denial: its facts (`facts.py`), what happened, whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from denialctl.cases.facts import FACTS
from denialctl.dates.moments import Instant, day_of, start_of
from denialctl.vocabulary import ADVERSE, DECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from denialctl.cases.facts import Facts
    from denialctl.dates.moments import Moment


ABOUT_PROCEDURE = frozenset(
    {
        "dismissal-review", "regulator-complaint", "continuation-of-benefits", "continuation-during-hearing",
        "reinstatement", "violation-explanation", "emergency-notice", "hearing-mediation",
    }
)  # fmt: skip
"""Stages whose success leaves the denial in force: it revives an appeal, continues care meanwhile, or such."""


class Happening(NamedTuple):
    """One recorded event of a stage. `on` is the date on the notice of a decision, or the receipt of a filing."""

    stage: str
    what: str
    on: Moment
    received: Moment | None = None
    ref: str | None = None
    proof: str | None = None
    note: str | None = None
    criteria: str | None = None
    """Which criteria must be met, as the reviewer said when the denial was upheld."""
    due: Moment | None = None
    """The day or hour by which they want the papers that they asked for."""


class Told(NamedTuple):
    """Somebody was told that a deadline needs them: a rung of the escalation was reached."""

    deadline: str
    rung: int
    to: str
    at: Instant


class Acknowledged(NamedTuple):
    """Somebody took a deadline on: nobody is told of it again until it reaches a higher rung."""

    deadline: str
    rung: int
    by: str
    at: Instant


class Chased(NamedTuple):
    """They were asked for what they owe: by telephone (`call`), through a supervisor, or in writing."""

    deadline: str
    how: str
    at: Instant
    ref: str | None = None


def in_order(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Return recorded events in the order in which they happened, not in which they were entered.

    They are ordered by day. The events of one stage on one day are ordered by their
    hours if all of them have one, else in the order that costs no right
    (`cases/effects.py`).
    """
    groups: dict[tuple[date, str], list[Happening]] = {}
    for item in happenings:
        groups.setdefault((day_of(item.on), item.stage), []).append(item)
    return tuple(item for key in sorted(groups) for item in _of_one_day(groups[key]))


def _of_one_day(events: list[Happening]) -> list[Happening]:
    """Order the events of one stage on one day."""
    if all(isinstance(item.on, Instant) for item in events):
        return sorted(events, key=lambda item: (start_of(item.on, "UTC").utc, _place(item), _details(item)))
    return sorted(events, key=lambda item: (_place(item), _details(item)))


def _place(item: Happening) -> float:
    from denialctl.cases.effects import place_within_a_day  # noqa: PLC0415 - a list knows nothing of what happened

    return place_within_a_day(item.what, call=item.stage == "peer-to-peer")


_NO_ROUND: list[list[Happening]] = [[]]


def _in_rounds(ordered: tuple[Happening, ...]) -> dict[str, list[list[Happening]]]:
    found: dict[str, list[list[Happening]]] = {}
    if not ordered:
        return found
    from denialctl.cases.effects import new_round_after  # noqa: PLC0415 - as above

    for item in ordered:
        rounds = found.setdefault(item.stage, [[]])
        ends = new_round_after(item.what)
        if ends and any(earlier.what in ends for earlier in rounds[-1]):
            rounds.append([])
        rounds[-1].append(item)
    return found


def _details(item: Happening) -> tuple[str, ...]:
    """Order events of the same stage, day and kind.

    An event without a receipt comes first: its time is counted from the date of the
    notice, which is the safe side.
    """
    moments = (item.received, item.on, item.due)
    words = (item.ref, item.proof, item.note, item.criteria)
    return (*("" if moment is None else moment.isoformat() for moment in moments), *(text or "" for text in words))


def by_notice(item: Happening) -> tuple[date, tuple[str, ...]]:
    """Return the sort key of a decision among those of several stages: the date on its notice comes first."""
    return day_of(item.on), _details(item)


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """A denial and all that followed from it, as folded from its events.

    `happenings` are in the order in which they happened. `checks` holds the answers on
    checklists, by guide and line: `done`, `missing` (looked for and not found) or
    `not-applicable`.
    """

    facts: Facts
    id: int | None = None
    happenings: tuple[Happening, ...] = ()
    notes: tuple[str, ...] = ()
    closed: str | None = None
    checks: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    chased: Mapping[str, tuple[Chased, ...]] = field(default_factory=dict)
    """Each time that they were asked for what they owe, by deadline."""
    standard_time: frozenset[str] = frozenset()
    """Stages that run in the standard time although the case is urgent, as they refused to expedite the request."""

    _rounds: Mapping[str, list[list[Happening]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the events in the order in which they happened, and divide those of each stage into rounds."""
        ordered = in_order(self.happenings)
        object.__setattr__(self, "happenings", ordered)
        object.__setattr__(self, "_rounds", _in_rounds(ordered))

    def settled(self) -> Case:
        """Return the case with the date of its denial filled in, if the denial was recorded as the initial decision."""
        first = next(iter(self.adverse("initial-decision")), None)
        if self.facts.denied is not None or first is None or self.decision("initial-decision") is None:
            return self
        return replace(
            self, facts=replace(self.facts, denied=day_of(first.on), received=self.facts.received or first.received)
        )

    def rounds(self, stage: str) -> list[list[Happening]]:
        """Return the events of a stage by rounds.

        A filing after a decision, a dismissal or a withdrawal begins a new round.
        """
        return self._rounds.get(stage, _NO_ROUND)

    def round_with(self, item: Happening) -> list[Happening]:
        """Return the round to which a new event would belong, including the event."""
        rounds = replace(self, happenings=(*self.happenings, item)).rounds(item.stage)
        return next(found for found in rounds if any(other is item for other in found))

    def current(self, stage: str) -> list[Happening]:
        """Return the events of the current round of a stage."""
        return self.rounds(stage)[-1]

    def refiled(self, stage: str) -> Moment | None:
        """Return when the current round of a stage began; None if it is the first."""
        rounds = self.rounds(stage)
        return rounds[-1][0].on if len(rounds) > 1 else None

    def about_this_filing(self, deadline: str, at: Instant) -> bool:
        """True if something said about a deadline at `at` is about the current round of its stage."""
        start = self.refiled(deadline.partition(".")[0])
        return start is None or at.utc >= start_of(start, self.facts.tz).utc

    def hours_that_came_twice(self) -> tuple[bool, ...]:
        """Return for each moment of the case, in order, whether its hour came twice and nobody said which is meant."""
        facts = (getattr(self.facts, fact.name) for fact in FACTS)
        happened = (moment for item in self.happenings for moment in (item.on, item.received, item.due))
        return tuple(moment.twice for moment in (*facts, *happened) if isinstance(moment, Instant))

    def last(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return the last event of certain kinds in the current round of a stage."""
        wanted = set(whats)
        return next((item for item in reversed(self.current(stage)) if item.what in wanted), None)

    def first(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return the first event of certain kinds in the current round of a stage."""
        wanted = set(whats)
        return next((item for item in self.current(stage) if item.what in wanted), None)

    def ever(self, stage: str, whats: Iterable[str]) -> list[Happening]:
        """Return all events of certain kinds in all rounds of a stage, in the order in which they happened."""
        wanted = set(whats)
        return [item for found in self.rounds(stage) for item in found if item.what in wanted]

    def stands(self, stage: str, whats: Iterable[str]) -> bool:
        """True if a stage has an event of these kinds in a round that was neither withdrawn nor dismissed."""
        wanted = set(whats)
        return any(
            any(item.what in wanted for item in found)
            and not any(item.what == "withdrawn" for item in found)
            and [item.what for item in found if item.what in DECISIONS][-1:] != ["dismissed"]
            for found in self.rounds(stage)
        )

    def withdrawn(self, stage: str) -> bool:
        """True if the current filing of a stage was withdrawn."""
        return self.last(stage, ("withdrawn",)) is not None

    def dismissed(self, stage: str) -> Happening | None:
        """Return the dismissal that ended the current filing of a stage; None if it ended otherwise or is undecided."""
        decision = self.decision(stage)
        return decision if decision is not None and decision.what == "dismissed" else None

    def decision(self, stage: str) -> Happening | None:
        """Return the last decision in the current round of a stage."""
        return self.last(stage, DECISIONS)

    def adverse(self, stage: str) -> list[Happening]:
        """Return all decisions of a stage against the patient, in whole or in part, the first dated notice first."""
        return self.ever(stage, ADVERSE)

    def touched(self, stage: str) -> bool:
        """True if anything was recorded in a stage."""
        return stage in self._rounds

    @property
    def won(self) -> Happening | None:
        """The approval that ended the dispute; None if there is none, or a later decision took it back.

        If several decisions are of one day and an hour is missing, an adverse one counts
        as the last: an approval ends every right, so it must be certain.
        """
        decisions = [
            item
            for item in self.happenings
            if item.what in DECISIONS
            and item.stage not in ABOUT_PROCEDURE
            # An approval before the denial was taken back by the denial.
            and (self.facts.denied is None or day_of(item.on) >= self.facts.denied)
        ]
        last_day = max((day_of(item.on) for item in decisions), default=None)
        found = [item for item in decisions if day_of(item.on) == last_day]
        if found and all(isinstance(item.on, Instant) for item in found):
            found = [max(found, key=lambda item: start_of(item.on, self.facts.tz).utc)]
        if not found:
            return None
        from denialctl.cases.effects import ENDS_THE_CASE  # noqa: PLC0415 - as above

        return found[0] if all(item.what in ENDS_THE_CASE for item in found) else None
