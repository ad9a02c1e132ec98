"""What is known of one denial: its facts, what happened, whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from denialctl.moments import day_of, start_of
from denialctl.vocabulary import ADVERSE, DECISIONS, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from denialctl.cases.printed import Printed
    from denialctl.moments import Instant, Moment


ABOUT_PROCEDURE = frozenset({"dismissal-review", "regulator-complaint", "continuation-of-benefits", "continuation-during-hearing"})
"""Stages whose success brings the appeal back, or keeps care going meanwhile: the denial itself still stands."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the office entered about a denial.

    `received` is the day on which the notice reached the office, `requested` the
    moment at which the authorization request reached the plan, `letters` the last
    days, or the times, that the notice itself prints, by stage.
    """

    plan: str
    """The plan type; `unsure`, or several with commas between them, where it is not settled."""
    denied: date | None = None
    received: Moment | None = None
    requested: Moment | None = None
    state: str | None = None
    payer: str | None = None
    reviewer: str | None = None
    via: str | None = None
    urgent: bool = False
    phase: str | None = None
    service: str | None = None
    setting: str | None = None
    levels: int | None = None
    service_date: date | None = None
    service_ends: Moment | None = None
    """The last covered day, or the hour at which the approved care ends."""
    discharge: Moment | None = None
    effective: date | None = None
    letters: Mapping[str, Printed] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    """Facts that only some rules ask (rules/facts), such as `product: hmo`."""
    sheet: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What was filled into the call sheet, by the name of its field (rules/guides/call-sheet.yaml)."""
    tz: str = "UTC"
    patient: str | None = None
    description: str | None = None
    code: str | None = None
    reason: str | None = None
    amount: str | None = None
    owner: str | None = None

    def moment(self, name: str) -> Moment | None:
        """Return one of the case's own dates by its name in the rules."""
        match name:
            case "notice_date" | "denial":
                return self.denied
            case "received":
                return self.received
            case "requested":
                return self.requested
            case "discharge":
                return self.discharge
            case "effective":
                return self.effective
            case "service_date":
                return self.service_date
            case "service_ends":
                return self.service_ends
            case _:
                return None

    @property
    def unsettled(self) -> bool:
        """Whether the plan type is not settled: `unsure`, or several that are left."""
        return self.plan == UNSURE or "," in self.plan

    @property
    def in_phase(self) -> str:
        """The phase; a cut of care that has an effective date is concurrent care."""
        return self.phase or ("concurrent" if self.effective or self.service_ends else "pre-service")


@dataclass(frozen=True, slots=True)
class Happening:
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


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told that a deadline needs them: a rung of the escalation was reached."""

    deadline: str
    rung: int
    to: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Somebody took a deadline on: it stays quiet until the next rung is reached."""

    deadline: str
    rung: int
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Chased:
    """They were asked for what they owe: by telephone (`call`), through a supervisor, or in writing."""

    deadline: str
    how: str
    at: Instant
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The fold of a case's events.

    `checks` holds what was answered on a checklist: by guide and entry `done`,
    `missing` (looked for, not found) or `not-applicable`.
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

    def settled(self) -> Case:
        """Return the case with the date of its denial, where the denial was recorded as the first decision."""
        first = self.decided_against_us("initial-decision")
        if self.facts.denied is not None or first is None:
            return self
        return replace(self, facts=replace(self.facts, denied=day_of(first.on), received=self.facts.received or first.received))

    def current(self, stage: str) -> list[Happening]:
        """Return the events of a stage since it was last filed anew (after a decision or a withdrawal)."""
        events = [item for item in self.happenings if item.stage == stage]
        start = 0
        for index, item in enumerate(events):
            ended = any(earlier.what in (*DECISIONS, "withdrawn") for earlier in events[start:index])
            if item.what == "filed" and ended:
                start = index
        return events[start:]

    def refiled(self, stage: str) -> Moment | None:
        """Return when a stage was filed anew after a decision or a withdrawal; None where it was filed once at most."""
        events = [item for item in self.happenings if item.stage == stage]
        current = self.current(stage)
        return current[0].on if current and len(current) < len(events) else None

    def about_this_filing(self, deadline: str, at: Instant) -> bool:
        """Tell whether what was said of a deadline is about the filing that runs now, not about one before a decision or a withdrawal."""
        start = self.refiled(deadline.partition(".")[0])
        return start is None or at.utc >= start_of(start, self.facts.tz).utc

    def last(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return what was last recorded in a stage out of several kinds of event."""
        wanted = set(whats)
        return next((item for item in reversed(self.current(stage)) if item.what in wanted), None)

    def first(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return the first event of a stage out of several kinds."""
        wanted = set(whats)
        return next((item for item in self.current(stage) if item.what in wanted), None)

    def withdrawn(self, stage: str) -> bool:
        """Tell whether what was filed in a stage was taken back."""
        return self.last(stage, ("withdrawn",)) is not None

    def decision(self, stage: str) -> Happening | None:
        """Return the decision of a stage, the last one where there are several."""
        return self.last(stage, DECISIONS)

    def decided_against_us(self, stage: str) -> Happening | None:
        """Return the decision of a stage where it went against the patient, wholly or in part."""
        decision = self.decision(stage)
        return decision if decision is not None and decision.what in ADVERSE else None

    def touched(self, stage: str) -> bool:
        """Tell whether anything was recorded in a stage."""
        return any(item.stage == stage for item in self.happenings)

    @property
    def won(self) -> Happening | None:
        """The approval that ended the dispute, if there is one that no later decision took back."""
        decisions = [item for item in self.happenings if item.what in DECISIONS and item.stage not in ABOUT_PROCEDURE]
        last = max(enumerate(decisions), key=lambda pair: (day_of(pair[1].on), pair[0]), default=None)
        return last[1] if last is not None and last[1].what == "approved" else None
