"""Which rules may apply to a case: the rules of all layers, joined stage by stage.

The layers are office, payer, state (only for plans that the state regulates), federal
and practice. `choosing.py` decides which of several rules for one step wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from denialctl.cases.facts import ASKED
from denialctl.law.lent_times import with_lent_times
from denialctl.law.payer_names import find_payer, not_known
from denialctl.law.rules import ALWAYS, Override, Payer, PlanLaw, Rule, Stage, StageLaw, State
from denialctl.vocabulary import STATES, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from denialctl.law.payer_names import PayerName


class Packs(Protocol):
    """The packs from which a rulebook is made, each found by its kind and name."""

    @property
    def office_stages(self) -> tuple[Stage, ...]:
        """What the office's own files say."""

    @property
    def practice(self) -> tuple[Stage, ...]:
        """What payers usually do where no law or contract binds them."""

    @property
    def overrides(self) -> tuple[Override, ...]:
        """Dated orders that move deadlines."""

    @property
    def questions(self) -> Mapping[str, Mapping[str, Any]]:
        """The facts that only some rules ask, by name."""

    @property
    def payer_names(self) -> Sequence[PayerName]:
        """What each payer is called."""

    def plan_law(self, plan: str) -> PlanLaw:
        """The law of a plan type."""

    def state(self, code: str) -> State | None:
        """The law of a state; None if it is not encoded."""

    def payer(self, name: PayerName) -> Payer:
        """What a payer says."""


@dataclass(frozen=True)
class Assumption:
    """The answer to a fact that is assumed until somebody gives one, and its meaning in words."""

    answer: str
    words: str
    by_code: tuple[tuple[str, str, str], ...] = ()
    """Reason codes of a denial that give another answer: the code, that answer, and its meaning in words."""
    usual: str = ""
    """The answer without such a code."""
    unsaid: bool = False
    """True if nothing is said about it: a reason code would have told of the other answer."""


@dataclass(frozen=True)
class Rulebook:
    """The law of one case: its stages in the order of its timeline, and what is not known."""

    plan_law: PlanLaw
    stages: dict[str, StageLaw]
    overrides: tuple[Override, ...]
    payer: Payer | None
    reviewer: Payer | None
    state: State | None
    warnings: tuple[str, ...] = ()
    minimum_only: frozenset[str] = field(default_factory=frozenset)
    """Stages for which only the federal minimum is known, because the state's pack is missing."""
    questions: dict[str, str] = field(default_factory=dict)
    """How to ask for each fact that only some rules need."""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The possible answers to each fact that may be unknown, by its name in a condition."""
    assumed: dict[str, Assumption] = field(default_factory=dict)
    """The answer that is assumed if nobody gives one, by the name of the fact; only for facts declared so."""


def rulebook(
    packs: Packs, plan: str, state: str | None, payer: str | None, reviewer: str | None, *, funding: str | None = None
) -> Rulebook:
    """Join the packs that may apply to a case into one rulebook.

    `funding` (insured or self-funded) decides for church and grandfathered group plans
    whether state law applies to them. Raises `UsageError` if a name fits two payers.
    """
    plan_law = packs.plan_law(plan)
    warnings: list[str] = []
    pays = _payer_named(packs, payer, state)
    reviews = _payer_named(packs, reviewer, state)
    if payer and pays is None:
        warnings.append(not_known("payer", payer, packs.payer_names, state))
    if reviewer and reviews is None:
        warnings.append(not_known("reviewer", reviewer, packs.payer_names, state))
    unsettled = plan_law.state_regulated == "if-insured" and funding is None
    regulated = plan_law.state_regulated == "yes" or (
        plan_law.state_regulated == "if-insured" and funding != "self-funded"
    )
    if unsettled:
        warnings.append(
            "Whether the law of the state applies depends on who bears the risk: "
            "add --fact funding=insured or --fact funding=self-funded."
        )
    state_pack = packs.state(state) if state and regulated else None
    stages: list[tuple[Stage, ...]] = [packs.office_stages]
    stages += [pack.stages for pack in (reviews, pays) if pack is not None]
    if state_pack is not None:
        found = _of_state(state_pack, plan_law)
        stages += [tuple(_if_insured(stage) for stage in layer) for layer in found] if unsettled else found
    stages += [plan_law.stages, packs.practice]
    minimum = frozenset[str]()
    if regulated and not unsettled and state_pack is None:
        where = STATES.get(state or "", "")
        said = f"No rules of {where} are encoded" if where else "No state is given"
        warnings.append(
            f"{said}: the federal minimum is shown, and a state rule may be shorter or longer. Check the letter."
        )
        if state not in plan_law.federal_process_in:
            minimum = plan_law.state_runs
    merged = _merge(stages, plan_law)
    questions = packs.questions if _asks_facts(merged) else {}
    words = {
        name: f"{item['question'].rstrip('?')}? (--fact {name}={'|'.join(item['answers'])}; see {item['where']})"
        for name, item in questions.items()
    }
    unknown = {name: fact.choices for name, fact in ASKED.items() if fact.may_be_unknown}
    answers = {**unknown, **{f"fact:{name}": tuple(item["answers"]) for name, item in questions.items()}}
    assumed = {
        name: Assumption(
            item["assumed"],
            item["answers"][item["assumed"]],
            _by_code(item),
            usual=item["assumed"],
            unsaid="codes" in item,
        )
        for name, item in questions.items()
        if "assumed" in item
    }
    return Rulebook(
        plan_law=plan_law,
        stages=merged,
        overrides=packs.overrides,
        payer=pays,
        reviewer=reviews,
        state=state_pack,
        warnings=tuple(warnings),
        minimum_only=minimum,
        questions=words,
        answers=answers,
        assumed=assumed,
    )


def _by_code(question: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return the reason codes that give an answer to a question, each with the answer and its meaning."""
    return tuple(
        (code, answer, question["answers"][answer])
        for answer, codes in question.get("codes", {}).items()
        for code in codes
    )


def _payer_named(packs: Packs, name: str | None, state: str | None) -> Payer | None:
    found = find_payer(name, packs.payer_names, state) if name else None
    return None if found is None else packs.payer(found)


def whose_rules_hold(plan: str, stage: str, borrows: Mapping[str, str]) -> frozenset[str]:
    """Return the plan types whose state rules hold for a stage of `plan`: itself, and the one it borrows from.

    `borrows` names for a stage the plan type whose state rules are borrowed.
    """
    return frozenset({plan, borrows.get(stage, plan)})


def _of_state(pack: State, plan_law: PlanLaw) -> list[tuple[Stage, ...]]:
    """Return a state's rules for a plan type: the sections that name it first, then the stages that it borrows."""
    borrows = dict(plan_law.borrows)
    own = [stages for plan_types, stages in pack.sections if plan_law.id in plan_types]
    others = [section for section in pack.sections if plan_law.id not in section[0]]
    return own + [
        tuple(stage for stage in stages if not plan_types.isdisjoint(whose_rules_hold(plan_law.id, stage.id, borrows)))
        for plan_types, stages in others
    ]


def _if_insured(stage: Stage) -> Stage:
    """Return a stage whose rules apply only if the plan is insured, as nobody has said yet who bears the risk."""
    asked = ("funding", frozenset({"insured"}))
    rules = tuple(replace(rule, when=replace(rule.when, facts=(*rule.when.facts, asked))) for rule in stage.rules)
    return replace(stage, rules=rules)


def _asks_facts(stages: dict[str, StageLaw]) -> bool:
    """True if any rule of these stages needs a fact that only some rules need."""
    return any(rule.when.facts for stage in stages.values() for found in stage.rules.values() for rule in found) or any(
        stage.when.facts for stage in stages.values()
    )


def _merge(layers: list[tuple[Stage, ...]], plan_law: PlanLaw) -> dict[str, StageLaw]:
    by_id: dict[str, list[Stage]] = {}
    for layer in layers:
        for stage in layer:
            by_id.setdefault(stage.id, []).append(stage)
    known = [_one_stage(name, found) for name, found in by_id.items()]
    usable = with_lent_times([stage for stage in known if stage is not None])
    order = _order(usable, plan_law, by_id)
    return {stage.id: stage for stage in sorted(usable, key=lambda stage: order[stage.id])}


def _one_stage(name: str, found: list[Stage]) -> StageLaw | None:
    """Join what the layers say about a stage; None if no layer says what kind of stage it is."""
    kinds = [stage for stage in found if stage.kind is not None]
    if not kinds:
        return None
    # The plan type describes how its stages open; a state may say it differently, so the first layer that says so wins.
    opening = next((stage for stage in found if stage.opens_after), kinds[0])
    rules: dict[str, list[Rule]] = {}
    for stage in found:
        for rule in stage.rules:
            rules.setdefault(rule.step, []).append(rule)
    return StageLaw(
        id=name,
        kind=kinds[0].kind or Kind.FURTHER_REVIEW,
        title=next((stage.title for stage in found if stage.title), name.replace("-", " ")),
        about=next((stage.about for stage in found if stage.about), None),
        opens_after=opening.opens_after,
        opens_on=opening.opens_on,
        when=next((stage.when for stage in found if stage.when != ALWAYS), ALWAYS),
        alternative_to=next((stage.alternative_to for stage in found if stage.alternative_to), None),
        optional=any(stage.optional for stage in found),
        files_by_itself=any(stage.files_by_itself for stage in found),
        used_by=next((stage.used_by for stage in found if stage.used_by), ()),
        expedite_refused=next((stage.expedite_refused for stage in found if stage.expedite_refused), None),
        rules={step: tuple(rules[step]) for step in rules},
    )


def _order(stages: list[StageLaw], plan_law: PlanLaw, by_id: dict[str, list[Stage]]) -> dict[str, float]:
    kinds = list(Kind)
    base = {stage.id: index + 10.0 for index, stage in enumerate(plan_law.stages)}
    order: dict[str, float] = {}
    for position, stage in enumerate(stages):
        after = next((part.after_stage for part in by_id[stage.id] if part.after_stage), None)
        if stage.id in base:
            order[stage.id] = base[stage.id]
        elif stage.kind is Kind.PEER_TO_PEER:
            order[stage.id] = base.get("initial-decision", 0.0) + 0.5
        elif after in base:
            order[stage.id] = base[after] + 0.1 + position / 1000
        else:
            order[stage.id] = 100.0 + kinds.index(stage.kind) + position / 1000
    return order
