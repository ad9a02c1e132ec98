"""Rules as the timeline uses them: plain values, no YAML, no validation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from denialctl.dates.windows import Counting, Span, Window
from denialctl.law.wording import Lead
from denialctl.vocabulary import CONFIRMED, Basis, Clock, Kind, Layer


@dataclass(frozen=True)
class Source:
    """Where a rule was read, when, and with which doubt."""

    url: str
    read: date
    status: str
    note: str | None = None
    also: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether somebody read the rule in its source."""
        return self.status in CONFIRMED


@dataclass(frozen=True)
class Conditions:
    """When a rule applies; an empty condition asks nothing."""

    asked: tuple[tuple[str, frozenset[str]], ...] = ()
    """Facts of the denial by their name in `when`, such as `service`, each with the answers for which the rule applies."""
    plan_types: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    not_state: frozenset[str] = frozenset()
    payer: frozenset[str] = frozenset()
    opened_by: frozenset[str] = frozenset()
    facts: tuple[tuple[str, frozenset[str]], ...] = ()
    """Facts that only some rules ask, each with the answers for which the rule applies."""
    happened: tuple[str, ...] = ()
    not_happened: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
    moments: tuple[Lead, ...] = ()
    """Two moments of the case compared: by how many hours the one comes before the other."""
    late: tuple[str, ...] = ()
    """Notices of theirs, as STAGE.STEP, that came too late."""
    not_late: tuple[str, ...] = ()


ALWAYS = Conditions()


@dataclass(frozen=True)
class DatedWindow:
    """A window and the days on which it is law."""

    window: Window
    since: date | None = None
    until: date | None = None
    authority: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Extension:
    """More time for the plan, by a notice sent in time."""

    counting: Counting
    needs: str


@dataclass(frozen=True)
class Tolling:
    """A clock of theirs that stands still between two events."""

    stops: str
    resumes: str
    alert: Span | None


@dataclass(frozen=True)
class Rule:
    """One step of a stage in one layer."""

    stage: str
    step: str
    clock: Clock
    title: str | None
    say: str
    when: Conditions
    basis: Basis
    layer: Layer
    windows: tuple[DatedWindow, ...]
    authority: str
    if_missed: str
    source: Source
    file: str
    pack: str
    version_by: str | None = None
    target: Span | None = None
    extension: Extension | None = None
    tolling: Tolling | None = None
    governs: bool = False
    appeal_closes_it: bool | None = None
    needed_before_appeal: bool = False
    amount_in_controversy: tuple[tuple[str, str], ...] = ()
    late_filing: str | None = None
    notes: tuple[str, ...] = ()
    given_by: str | None = None
    """The date of the case on which the notice was given that this step demands of them, where the case holds it."""
    line: int = 0
    """The line of `file` in which the rule begins; 0 where it stands in no file."""
    manual_of: str | None = None
    """The payer or reviewing vendor whose manual it stands in, by the name of its pack; None for a law or practice."""

    @property
    def place(self) -> str:
        """Where the rule is written: file and line."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class OpensAfter:
    """A stage whose end opens another one."""

    stage: str
    when: Conditions = ALWAYS
    on: frozenset[str] = frozenset()
    """By which end of it; empty: by the ends that the opened stage names for all."""


@dataclass(frozen=True)
class Refusal:
    """Who says that a request which they refuse to expedite is decided in the standard time, counted from the same receipt."""

    authority: str
    source: Source


@dataclass(frozen=True)
class Stage:
    """One stage as one layer describes it."""

    id: str
    layer: Layer
    kind: Kind | None = None
    title: str | None = None
    about: str | None = None
    opens_after: tuple[OpensAfter, ...] = ()
    opens_on: frozenset[str] = frozenset()
    when: Conditions = ALWAYS
    alternative_to: str | None = None
    optional: bool = False
    files_by_itself: bool = False
    after_stage: str | None = None
    expedite_refused: Refusal | None = None
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class PlanLaw:
    """The pack of one plan type."""

    id: str
    title: str
    file: str
    state_regulated: str
    """`yes`, `no`, or `if-insured`."""
    stages: tuple[Stage, ...]
    state_runs: frozenset[str] = frozenset()
    federal_process_in: frozenset[str] = frozenset()
    borrows: tuple[tuple[str, str], ...] = ()
    """Stages for which a state's rules for another plan type hold here too."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phone:
    """A line to call, and what for: `purpose` is for people to read, the fields behind it say for which cases it is."""

    number: str
    purpose: str
    hours: str | None
    confirmed: bool
    about: str = "peer-to-peer"
    plans: frozenset[str] = frozenset()
    """The plan types that it serves; none named means all of the payer's."""
    states: frozenset[str] = frozenset()
    """The states that it serves; none named means all of the payer's."""


@dataclass(frozen=True)
class Contact:
    """A regulator, and the kinds of case (insurance, medicaid) that it serves; none named means all of them."""

    name: str
    phone: str | None
    address: str | None
    confirmed: bool
    serves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class State:
    """The pack of one state: its rules for each regime."""

    code: str
    title: str
    file: str
    sections: tuple[tuple[frozenset[str], tuple[Stage, ...]], ...]
    regulators: tuple[Contact, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Payer:
    """The pack of a payer or a reviewing vendor."""

    name: str
    title: str
    file: str
    kind: Literal["payer", "reviewer"]
    aliases: tuple[str, ...] = ()
    sells: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    phones: tuple[Phone, ...] = ()
    stages: tuple[Stage, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """A dated order that moved deadlines or took days out of the count."""

    id: str
    title: str
    stages: frozenset[str]
    steps: frozenset[str]
    plan_types: frozenset[str]
    states: frozenset[str]
    reviewer: str | None
    certain: bool
    settled_by: str
    authority: str
    source: Source
    original: tuple[date, date] | None = None
    new_deadline: date | None = None
    disregard: tuple[date, date] | None = None


@dataclass(frozen=True)
class StageLaw:
    """A stage with its rules from all layers that speak to a case."""

    id: str
    kind: Kind
    title: str
    about: str | None
    opens_after: tuple[OpensAfter, ...]
    opens_on: frozenset[str]
    when: Conditions
    alternative_to: str | None
    optional: bool
    files_by_itself: bool
    expedite_refused: Refusal | None = None
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    """The rules by step, from all layers."""
