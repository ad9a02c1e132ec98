"""What is known of one denial: its facts, what happened, whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from denialctl.vocabulary import ADVERSE, DECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from denialctl.moments import Moment


@dataclass(frozen=True, slots=True)
class Facts:
    """What the office entered about a denial.

    `received` is the day on which the notice reached the office, `requested` the
    moment at which the authorization request reached the plan, `letters` the last
    days that the notice itself prints, by stage.
    """

    plan: str
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
    service_ends: date | None = None
    discharge: Moment | None = None
    effective: date | None = None
    letters: Mapping[str, Moment] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class Case:
    """The fold of a case's events."""

    facts: Facts
    id: int | None = None
    happenings: tuple[Happening, ...] = ()
    notes: tuple[str, ...] = ()
    closed: str | None = None

    def last(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return what was last recorded in a stage out of several kinds of event."""
        wanted = set(whats)
        return next((item for item in reversed(self.happenings) if item.stage == stage and item.what in wanted), None)

    def first(self, stage: str, whats: Iterable[str]) -> Happening | None:
        """Return the first event of a stage out of several kinds."""
        wanted = set(whats)
        return next((item for item in self.happenings if item.stage == stage and item.what in wanted), None)

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
        decisions = [item for item in self.happenings if item.what in DECISIONS]
        return decisions[-1] if decisions and decisions[-1].what == "approved" else None
