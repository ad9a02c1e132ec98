"""What is known of one denial: its facts (`facts.py`), what happened, whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from denialctl.dates.moments import Instant, day_of, start_of
from denialctl.vocabulary import ADVERSE, DECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from denialctl.cases.facts import Facts
    from denialctl.dates.moments import Moment


ABOUT_PROCEDURE = frozenset(
    {
        "dismissal-review", "regulator-complaint", "continuation-of-benefits", "continuation-during-hearing", "reinstatement",
        "violation-explanation", "emergency-notice", "hearing-mediation",
    }
)  # fmt: skip
"""Stages whose success brings the appeal back, keeps care going meanwhile, or explains something: the denial itself still stands."""


class Happening(NamedTuple):
    """One recorded event of a stage. `on` is the date on a decision's notice, or the moment of receipt of a filing."""

    stage: str
    what: str
    on: Moment
    received: Moment | None = None
    ref: str | None = None
    proof: str | None = None
    note: str | None = None
    criteria: str | None = None
    """Which criteria would have to be met, as the reviewer said when the denial was upheld."""
    due: Moment | None = None
    """By when they want the papers that they asked for, as they said."""


class Told(NamedTuple):
    """Somebody was told that a deadline needs them: a rung of the escalation was reached."""

    deadline: str
    rung: int
    to: str
    at: Instant


class Acknowledged(NamedTuple):
    """Somebody took a deadline on: it stays quiet until the next rung is reached."""

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
    """Return recorded events in the order in which they happened, whatever the order in which they were entered.

    Days first; the events that one stage has on one day by their hours where all of
    them have one, else in the order that costs no right (`cases/effects.py`).
    """
    groups: dict[tuple[date, str], list[Happening]] = {}
    for item in happenings:
        groups.setdefault((day_of(item.on), item.stage), []).append(item)
    return tuple(item for key in sorted(groups) for item in _of_one_day(groups[key]))


def _of_one_day(events: list[Happening]) -> list[Happening]:
    """Order what one stage has on one day."""
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
    from denialctl.cases.effects import anew_after  # noqa: PLC0415 - as above

    for item in ordered:
        rounds = found.setdefault(item.stage, [[]])
        ends = anew_after(item.what)
        if ends and any(earlier.what in ends for earlier in rounds[-1]):
            rounds.append([])
        rounds[-1].append(item)
    return found


def _details(item: Happening) -> tuple[str, ...]:
    """Order what is alike in stage, day and kind: without a receipt first, because its days are counted from the notice, the safe side."""
    moments = (item.received, item.on, item.due)
    words = (item.ref, item.proof, item.note, item.criteria)
    return (*("" if moment is None else moment.isoformat() for moment in moments), *(text or "" for text in words))


def by_notice(item: Happening) -> tuple[date, tuple[str, ...]]:
    """Return the place of a decision among those of several stages: by the date on its notice."""
    return day_of(item.on), _details(item)


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """The fold of a case's events.

    `happenings` stand in the order in which they happened. `checks` holds what was
    answered on a checklist: by guide and entry `done`, `missing` (looked for, not
    found) or `not-applicable`.
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
    """How often they were asked for what they owe, by deadline."""
    standard_time: frozenset[str] = frozenset()
    """Stages whose request runs in the standard time although the case is urgent: they refused to expedite it."""

    _rounds: Mapping[str, list[list[Happening]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the events into the order in which they happened, and divide those of each stage into rounds."""
        ordered = in_order(self.happenings)
        object.__setattr__(self, "happenings", ordered)
        object.__setattr__(self, "_rounds", _in_rounds(ordered))

    def settled(self) -> Case:
        """Return the case with the date of its denial, where the denial was recorded as the first decision."""
        first = next(iter(self.adverse("initial-decision")), None)
        if self.facts.denied is not None or first is None or self.decision("initial-decision") is None:
            return self
        return replace(
            self, facts=replace(self.facts, denied=day_of(first.on), received=self.facts.received or first.received)
        )

    def rounds(self, stage: str) -> list[list[Happening]]:
        """Return the events of a stage by rounds: a filing after a decision, a dismissal or a withdrawal begins a new one."""
        return self._rounds.get(stage, _NO_ROUND)

    def round_with(self, item: Happening) -> list[Happening]:
        """Return the round of its stage in which an event would lie, with the event in it."""
        rounds = replace(self, happenings=(*self.happenings, item)).rounds(item.stage)
        return next(found for found in rounds if any(other is item for other in found))

    def current(self, stage: str) -> list[Happening]:
        """Return the events of a stage since it was last filed anew (after a decision or a withdrawal)."""
        return self.rounds(stage)[-1]

    def refiled(self, stage: str) -> Moment | None:
        """Return when a stage was filed anew after a decision or a withdrawal; None where it was filed once at most."""
        rounds = self.rounds(stage)
        return rounds[-1][0].on if len(rounds) > 1 else None

    def about_this_filing(self, deadline: str, at: Instant) -> bool:
        """Tell whether what was said of a deadline is about the filing that runs now, not about one before a decision or a withdrawal."""
        start = self.refiled(deadline.partition(".")[0])
        return start is None or at.utc >= start_of(start, self.facts.tz).utc

    def last(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return what happened last in a stage out of several kinds of event."""
        wanted = set(whats)
        return next((item for item in reversed(self.current(stage)) if item.what in wanted), None)

    def first(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return the first event of a stage out of several kinds."""
        wanted = set(whats)
        return next((item for item in self.current(stage) if item.what in wanted), None)

    def ever(self, stage: str, whats: Iterable[str]) -> list[Happening]:
        """Return all events of a stage of several kinds, of earlier filings too, in the order in which they happened."""
        wanted = set(whats)
        return [item for found in self.rounds(stage) for item in found if item.what in wanted]

    def stands(self, stage: str, whats: Iterable[str]) -> bool:
        """Tell whether a stage has an event of these kinds in a round that was not given up: not withdrawn, not dismissed."""
        wanted = set(whats)
        return any(
            any(item.what in wanted for item in found)
            and not any(item.what == "withdrawn" for item in found)
            and [item.what for item in found if item.what in DECISIONS][-1:] != ["dismissed"]
            for found in self.rounds(stage)
        )

    def withdrawn(self, stage: str) -> bool:
        """Tell whether what was filed in a stage was taken back."""
        return self.last(stage, ("withdrawn",)) is not None

    def dismissed(self, stage: str) -> Happening | None:
        """Return the dismissal with which a filing ended, if it was not decided and not filed again."""
        decision = self.decision(stage)
        return decision if decision is not None and decision.what == "dismissed" else None

    def decision(self, stage: str) -> Happening | None:
        """Return the decision of a stage, the last one where there are several."""
        return self.last(stage, DECISIONS)

    def adverse(self, stage: str) -> list[Happening]:
        """Return all decisions of a stage that went against the patient, wholly or in part, the first dated notice first."""
        return self.ever(stage, ADVERSE)

    def touched(self, stage: str) -> bool:
        """Tell whether anything was recorded in a stage."""
        return stage in self._rounds

    @property
    def won(self) -> Happening | None:
        """The approval that ended the dispute, if there is one that no later decision took back.

        Of several decisions of one day without hours an adverse one counts as the later: an approval ends every right, so it must be sure.
        """
        decisions = [
            item
            for item in self.happenings
            if item.what in DECISIONS
            and item.stage not in ABOUT_PROCEDURE
            # What was approved before the denial is what the denial took back.
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
