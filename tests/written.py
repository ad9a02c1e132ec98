"""Law written by hand for one test: rules, stages and whole packs as plain values, without a file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from denialctl.dates.calendars import FEDERAL
from denialctl.dates.windows import Count, Counting, EndsWith, NotOffered, SeeNotice, Window
from denialctl.law.conditions import Applies
from denialctl.law.payer_names import PayerName, plain_name
from denialctl.law.rulebook import rulebook
from denialctl.law.rules import ALWAYS, Conditions, DatedWindow, Override, Payer, PlanLaw, Rule, Source, Stage, State
from denialctl.law.wording import read_span
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.build import build_timeline
from denialctl.vocabulary import Basis, Clock, Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from denialctl.cases.case import Case
    from denialctl.dates.calendars import Calendar
    from denialctl.dates.moments import Instant
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.wording import Lead
    from denialctl.timeline.deadline import Timeline

ZONE = "America/New_York"
_PLACE = {
    Layer.OFFICE: "own.yaml",
    Layer.PAYER: "rules/payers/main-street.yaml",
    Layer.STATE: "rules/states/OH.yaml",
    Layer.FEDERAL: "rules/federal/aca-group.yaml",
    Layer.PRACTICE: "rules/practice/calls.yaml",
}
_BASIS = {Layer.PAYER: Basis.CONTRACT, Layer.PRACTICE: Basis.PRACTICE}
SEE_NOTICE = "as the notice says"
NOT_OFFERED = "not offered"


def source(status: str = "seen") -> Source:
    """Say where a rule was read, and with which doubt."""
    return Source("the statute", date(2026, 9, 1), status)


def window(text: str) -> Window:
    """Read `72 hours after requested`, `until discharge`, `as the notice says`, `not offered`."""
    if text == SEE_NOTICE:
        return Window(SeeNotice("its number was not read"), words=text)
    if text == NOT_OFFERED:
        return Window(NotOffered("nobody offers it"), words=text)
    if text.startswith("until "):
        return Window(EndsWith(text.removeprefix("until ")), words=text)
    span, _, event = text.partition(" after ")
    return Window(Count(Counting(read_span(span), ("federal",) if "business" in span else ()), event), words=text)


def rule(
    layer: Layer,
    *windows: str | Window,
    when: Conditions = ALWAYS,
    clock: Clock = Clock.PLAN,
    **more: Any,  # noqa: ANN401 - any field of a rule
) -> Rule:
    """Write a rule of the first decision, or of the stage and step that are named."""
    found = tuple(DatedWindow(window(item) if isinstance(item, str) else item) for item in windows)
    said = f"{layer}: {', '.join(str(item.window.words) for item in found)}"
    plain = Rule(
        stage="initial-decision",
        step="decide",
        clock=clock,
        title=None,
        say=said,
        when=when,
        basis=_BASIS.get(layer, Basis.LAW),
        layer=layer,
        windows=found,
        authority=said,
        if_missed="Ask.",
        source=source(),
        file=_PLACE[layer],
        pack=_PLACE[layer],
    )
    return replace(plain, **more)


def stage(name: str, *rules: Rule, layer: Layer = Layer.FEDERAL, **more: Any) -> Stage:  # noqa: ANN401 - any field of a stage  # noqa: ANN401 - any field of a rule
    """Write a stage as one layer describes it; its rules are put into it."""
    return Stage(name, layer, rules=tuple(replace(item, stage=name) for item in rules), **more)


@dataclass
class Asked:
    """A case as conditions see it: what is known of it, by name; what is not named is not known."""

    facts: Mapping[str, str] = field(default_factory=dict)
    events: frozenset[str] = frozenset()
    leading: Mapping[str, bool] = field(default_factory=dict)
    late: Mapping[str, bool] = field(default_factory=dict)

    def fact(self, name: str) -> str | None:
        return self.facts.get(name)

    def has(self, event: str) -> bool:
        return event in self.events

    def happened(self, event: str) -> bool:
        return event in self.events

    def leads(self, lead: Lead) -> bool | None:
        return self.leading.get(lead.key)

    def came_late(self, notice: str) -> bool | None:
        return self.late.get(notice)


def asks(**answers: str) -> Conditions:
    """Write a condition on facts of the denial, such as its urgency; several answers with `|` between them."""
    return Conditions(asked=tuple((name, frozenset(text.split("|"))) for name, text in answers.items()))


def facts(**answers: str) -> Conditions:
    """Write a condition on facts that only some rules ask; several answers with `|` between them."""
    return Conditions(facts=tuple((name, frozenset(text.split("|"))) for name, text in answers.items()))


@dataclass
class Packs:
    """A library of one plan type, and of one state and one payer where the test writes them."""

    law: PlanLaw
    state_law: State | None = None
    payers: tuple[Payer, ...] = ()
    office_stages: tuple[Stage, ...] = ()
    practice: tuple[Stage, ...] = ()
    overrides: tuple[Override, ...] = ()
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def plan_law(self, plan: str) -> PlanLaw:
        return replace(self.law, id=plan)

    def state(self, code: str) -> State | None:
        return self.state_law if self.state_law is not None and self.state_law.code == code else None

    @property
    def payer_names(self) -> tuple[PayerName, ...]:
        return tuple(
            PayerName(item.name, frozenset({plain_name(item.name)}), item.states, item.file) for item in self.payers
        )

    def payer(self, name: PayerName) -> Payer:
        return next(item for item in self.payers if item.name == name.name)

    def book(
        self,
        *,
        plan: str = "aca-group",
        state: str | None = "OH",
        payer: str | None = None,
        reviewer: str | None = None,
    ) -> Rulebook:
        """Lay the packs over one another for a case."""
        return rulebook(self, plan, state, payer, reviewer)


def plan_law(*stages: Stage, **more: Any) -> PlanLaw:  # noqa: ANN401 - any field of a plan type's law  # noqa: ANN401 - any field of a rule
    """Write the law of a plan type that the state regulates."""
    values: dict[str, Any] = {"state_regulated": "yes", **more}
    return PlanLaw("aca-group", "Employer plan", _PLACE[Layer.FEDERAL], stages=stages, **values)


def state_law(*stages: Stage, plans: frozenset[str] = frozenset({"aca-group"})) -> State:
    """Write the law of Ohio for a plan type."""
    return State("OH", "Ohio", _PLACE[Layer.STATE], ((plans, stages),))


def payer(name: str, *stages: Stage, reviews: bool = False) -> Payer:
    """Write the manual of a payer, or of a vendor that reviews for one."""
    return Payer(name, name, f"rules/payers/{name.lower()}.yaml", "reviewer" if reviews else "payer", stages=stages)


def first_decision(*rules: Rule, layer: Layer = Layer.FEDERAL, **more: Any) -> Stage:  # noqa: ANN401 - any field of a stage  # noqa: ANN401 - any field of a rule
    """Write the stage of the plan's first decision."""
    return stage("initial-decision", *rules, layer=layer, kind=Kind.INITIAL_DECISION, **more)


def timeline(case: Case, packs: Packs, now: Instant) -> Timeline:
    """Compute the deadlines of a case by packs that a test has written."""
    book = packs.book(state=case.facts.state, payer=case.facts.payer, reviewer=case.facts.reviewer)
    return build_timeline(case, book, OpenDays(ZONE, FEDERAL), _calendar, now)


def _calendar(name: str) -> Calendar:
    assert name == "federal"
    return FEDERAL


def payer_file(fact: str, few: str, many: str) -> str:
    """Write the file of a payer that gives three days for a call where a fact has one answer, ten where it has another."""
    return _PAYER_FILE.replace("FACT", fact).replace("FEW", few).replace("MANY", many)


_PAYER_FILE = """\
payer: Main Street Health
kind: payer
title: Main Street Health
stages:
  peer-to-peer:
    request:
      - when: {facts: {FACT: [FEW]}}
        clock: provider
        say: Call within three days.
        windows: [{count: 3 calendar days, after: notice_date}]
        authority: manual
        if_missed: Appeal.
        source: {url: manual, read: 2026-09-01, status: seen}
      - when: {facts: {FACT: [MANY]}}
        clock: provider
        say: Call within ten days.
        windows: [{count: 10 calendar days, after: notice_date}]
        authority: manual
        if_missed: Appeal.
        source: {url: manual, read: 2026-09-01, status: seen}
"""


YES, NO, PERHAPS = Applies.YES, Applies.NO, Applies.PERHAPS
