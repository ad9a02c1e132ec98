"""Rules as the timeline uses them: plain values without YAML and without validation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from denialctl.dates.windows import Counting, Span, Window
from denialctl.law.wording import Lead, say_question
from denialctl.vocabulary import CONFIRMED, Basis, Clock, Kind, Layer


@dataclass(frozen=True)
class Source:
    """Where and when a rule was read, and how certain the reading is (`status`)."""

    url: str
    read: date
    status: str
    note: str | None = None
    also: tuple[str, ...] = ()
    question: str | None = None
    """What is open about the rule, as a question that somebody can settle."""
    ask: str | None = None
    """Where that question is settled: a text to look up, an office to call."""

    @property
    def confirmed(self) -> bool:
        """True if somebody read the rule in its source."""
        return self.status in CONFIRMED

    @property
    def open_question(self) -> str | None:
        """What is open and whom to ask, in one text; None where nothing is named."""
        return None if self.question is None else say_question(self.question, self.ask)


@dataclass(frozen=True)
class Conditions:
    """When a rule applies; an empty condition always holds."""

    asked: tuple[tuple[str, frozenset[str]], ...] = ()
    """Facts of the denial by name, such as `service`, each with the answers for which the rule applies."""
    plan_types: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    not_state: frozenset[str] = frozenset()
    payer: frozenset[str] = frozenset()
    not_payer: frozenset[str] = frozenset()
    opened_by: frozenset[str] = frozenset()
    facts: tuple[tuple[str, frozenset[str]], ...] = ()
    """Facts that only some rules need, each with the answers for which the rule applies."""
    happened: tuple[str, ...] = ()
    not_happened: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
    moments: tuple[Lead, ...] = ()
    """Comparisons of two moments of the case: by how many hours one comes before the other."""
    late: tuple[str, ...] = ()
    """Notices of theirs, as STAGE.STEP, that came too late."""
    not_late: tuple[str, ...] = ()


ALWAYS = Conditions()


@dataclass(frozen=True)
class DatedWindow:
    """A window and the first and last day on which it is law."""

    window: Window
    since: date | None = None
    until: date | None = None
    authority: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Extension:
    """More time for the plan, if it sends a notice of extension in time."""

    counting: Counting
    needs: str


@dataclass(frozen=True)
class Tolling:
    """A clock of theirs that stops at one event and runs on after another."""

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
    """The name of the date of the case on which they gave the notice that this step demands of them."""
    line: int = 0
    """The line of `file` in which the rule begins; 0 if it is in no file."""
    lent: bool = False
    """True if it is a rule on the ordinary form of a stage that holds for the expedited one by our reading."""
    manual_of: str | None = None
    """The payer or reviewing vendor whose manual contains it, by the name of its pack; None for a law or practice."""

    @property
    def place(self) -> str:
        """Where the rule is written: file and line."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class OpensAfter:
    """A stage whose end opens another stage."""

    stage: str
    when: Conditions = ALWAYS
    on: frozenset[str] = frozenset()
    """The ends that open it; empty: the ends that the opened stage names for all (`opens_on`)."""


@dataclass(frozen=True)
class Refusal:
    """The law that gives them the standard time, from the same receipt, for a request they refuse to expedite."""

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
    used_by: tuple[str, ...] = ()
    """Who may use it: member, provider, provider-with-consent; empty where no rule says."""
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
    """Stages, each with the plan type whose state rules hold here too."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phone:
    """A telephone line. `purpose` is for people to read; the fields after it decide for which cases it is shown."""

    number: str
    purpose: str
    hours: str | None
    confirmed: bool
    about: str = "peer-to-peer"
    plans: frozenset[str] = frozenset()
    """The plan types that it serves; empty means all of the payer's."""
    states: frozenset[str] = frozenset()
    """The states that it serves; empty means all of the payer's."""


@dataclass(frozen=True)
class Contact:
    """A regulator. `serves` names the kinds of case (insurance, medicaid) that it takes; empty means all."""

    name: str
    phone: str | None
    address: str | None
    confirmed: bool
    serves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class State:
    """The pack of one state: its rules for each plan type."""

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
    """A dated order that moved deadlines or took days out of the count, such as for a declared disaster."""

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
    """A stage with the rules of all layers that may apply to a case."""

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
    used_by: tuple[str, ...] = ()
    """Who may use it: member, provider, provider-with-consent; empty where no rule says."""
    expedite_refused: Refusal | None = None
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    """The rules by step, from all layers."""
