"""Which rules speak to a case: the packs laid over one another, stage by stage.

Letter, office, payer, state (only for plans that the state regulates), federal,
practice: for one step the first layer that speaks wins, and what it overrules
stays beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, product
from typing import TYPE_CHECKING, Any, Protocol

from denialctl.cases.facts import ASKED
from denialctl.dates.windows import NotOffered, SeeNotice
from denialctl.errors import Fault, FaultyRulesError
from denialctl.law.conditions import Applies, Situation, Supposing, applies, weigh
from denialctl.law.payer_names import find_payer, not_known
from denialctl.law.rules import ALWAYS, Override, Payer, PlanLaw, Rule, Stage, StageLaw, State
from denialctl.vocabulary import STATES, Basis, Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from denialctl.law.payer_names import PayerName


_YES_OR_NO = ("yes", "no")
_ANOTHER = "another"
"""Stands for every answer that no rule asks for, where the answers to a fact are not listed."""
LAYER_ORDER = (Layer.OFFICE, Layer.PAYER, Layer.STATE, Layer.FEDERAL, Layer.PRACTICE)


class Library(Protocol):
    """The packs that a rulebook is laid together from, each found by its kind and name."""

    @property
    def office_stages(self) -> tuple[Stage, ...]:
        """What the office's own files say."""

    @property
    def practice(self) -> tuple[Stage, ...]:
        """What payers usually do where nobody binds them."""

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
        """The law of a state, if it is encoded."""

    def payer(self, name: PayerName) -> Payer:
        """What a payer says."""


@dataclass(frozen=True)
class Assumption:
    """The answer to a fact that is taken until somebody gives one, and what it means."""

    answer: str
    words: str


@dataclass(frozen=True)
class Rulebook:
    """The law of one case: stages in the order of its ladder, and what is not known."""

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
    """How to ask for each fact that only some rules ask."""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What may be answered to each fact that may be unknown, by its name in a condition."""
    assumed: dict[str, Assumption] = field(default_factory=dict)
    """What is taken where a fact is not answered, by its name: only for facts that are declared so."""


def rulebook(
    library: Library, plan: str, state: str | None, payer: str | None, reviewer: str | None, *, funding: str | None = None
) -> Rulebook:
    """Lay the packs that speak to a case over one another.

    `funding` (insured or self-funded) decides for church and grandfathered group
    plans whether the law of the state reaches them.
    """
    plan_law = library.plan_law(plan)
    warnings: list[str] = []
    pays = _payer_named(library, payer, state)
    reviews = _payer_named(library, reviewer, state)
    if payer and pays is None:
        warnings.append(not_known("payer", payer, library.payer_names))
    if reviewer and reviews is None:
        warnings.append(not_known("reviewer", reviewer, library.payer_names))
    unsettled = plan_law.state_regulated == "if-insured" and funding is None
    regulated = plan_law.state_regulated == "yes" or (plan_law.state_regulated == "if-insured" and funding != "self-funded")
    if unsettled:
        warnings.append(
            "Whether the law of the state applies depends on who bears the risk: add --fact funding=insured or --fact funding=self-funded."
        )
    state_pack = library.state(state) if state and regulated else None
    stages: list[tuple[Stage, ...]] = [library.office_stages]
    stages += [pack.stages for pack in (reviews, pays) if pack is not None]
    if state_pack is not None:
        found = _of_state(state_pack, plan_law)
        stages += [tuple(_if_insured(stage) for stage in layer) for layer in found] if unsettled else found
    stages += [plan_law.stages, library.practice]
    minimum = frozenset[str]()
    if regulated and not unsettled and state_pack is None:
        where = STATES.get(state or "", "")
        said = f"No rules of {where} are encoded" if where else "No state is given"
        warnings.append(f"{said}: the federal minimum is shown, and a state rule may be shorter or longer. Check the letter.")
        if state not in plan_law.federal_process_in:
            minimum = plan_law.state_runs
    merged = _merge(stages, plan_law)
    questions = library.questions if _asks_facts(merged) else {}
    words = {
        name: f"{item['question'].rstrip('?')}? (--fact {name}={'|'.join(item['answers'])}; see {item['where']})"
        for name, item in questions.items()
    }
    unknown = {name: fact.choices for name, fact in ASKED.items() if fact.may_be_unknown}
    answers = {**unknown, **{f"fact:{name}": tuple(item["answers"]) for name, item in questions.items()}}
    assumed = {name: Assumption(item["assumed"], item["answers"][item["assumed"]]) for name, item in questions.items() if "assumed" in item}
    return Rulebook(plan_law, merged, library.overrides, pays, reviews, state_pack, tuple(warnings), minimum, words, answers, assumed)


def _payer_named(library: Library, name: str | None, state: str | None) -> Payer | None:
    found = find_payer(name, library.payer_names, state) if name else None
    return None if found is None else library.payer(found)


def _of_state(pack: State, plan_law: PlanLaw) -> list[tuple[Stage, ...]]:
    """Return what a state says of a plan type: its own sections, and the stages that the plan type borrows from another one."""
    own = [found for plan_types, found in pack.sections if plan_law.id in plan_types]
    for name, lender in plan_law.borrows:
        others = [found for plan_types, found in pack.sections if lender in plan_types and plan_law.id not in plan_types]
        own += [tuple(stage for stage in found if stage.id == name) for found in others]
    return own


def _if_insured(stage: Stage) -> Stage:
    """Return what a state says of a stage for a plan of which nobody said yet whether an insurer bears the risk: it may apply."""
    asked = ("funding", frozenset({"insured"}))
    rules = tuple(replace(rule, when=replace(rule.when, facts=(*rule.when.facts, asked))) for rule in stage.rules)
    return replace(stage, rules=rules)


def _asks_facts(stages: dict[str, StageLaw]) -> bool:
    """Tell whether any rule of these stages asks a fact that only some rules ask."""
    return any(rule.when.facts for stage in stages.values() for found in stage.rules.values() for rule in found) or any(
        stage.when.facts for stage in stages.values()
    )


def _merge(layers: list[tuple[Stage, ...]], plan_law: PlanLaw) -> dict[str, StageLaw]:
    by_id: dict[str, list[Stage]] = {}
    for layer in layers:
        for stage in layer:
            by_id.setdefault(stage.id, []).append(stage)
    known = [_one_stage(name, found) for name, found in by_id.items()]
    usable = [stage for stage in known if stage is not None]
    order = _order(usable, plan_law, by_id)
    return {stage.id: stage for stage in sorted(usable, key=lambda stage: order[stage.id])}


def _one_stage(name: str, found: list[Stage]) -> StageLaw | None:
    """Join what the layers say of a stage; None where no layer says what kind of stage it is."""
    kinds = [stage for stage in found if stage.kind is not None]
    if not kinds:
        return None
    # The regime describes the ladder; a state may add an opening, so the outermost description wins.
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


@dataclass(frozen=True)
class Choice:
    """The rule of one step that speaks to a case, once every open question is answered.

    `beside` is the federal rule beside a state's, or a law beside what a payer's
    manual gives us.
    """

    rule: Rule
    beside: Rule | None = None
    overruled: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What may speak to a case: one choice, or several where facts that would decide are not known (`undecided` names them)."""

    each: tuple[Choice, ...]
    undecided: tuple[str, ...] = ()


def choices(
    rules: Iterable[Rule], situation: Situation, answers: Mapping[str, Collection[str]], reviewer: str | None = None
) -> Choices | None:
    """Pick the rules of a step for every answer that an open question may have.

    `answers` holds what may be answered to a fact that is asked for. A choice that
    no answer leads to is none: where a state has a rule for every form of a
    request, the federal rule never stands alone.
    """
    listed = _without_side_doors(tuple(rules), situation, answers)
    names, worlds = _worlds(listed, situation, answers)
    chosen = {given: choose(listed, world, reviewer) for given, world in worlds.items()}
    found = {given: choice for given, choice in chosen.items() if choice is not None}
    # What is merely usual does not speak against a payer or a law; but for an answer to which neither speaks it is all there is,
    # and on our clock its day may be the safe one.
    firm = {given: choice for given, choice in found.items() if choice.rule.layer is not Layer.PRACTICE or choice.rule.clock.ours} or found
    each = {_told_apart(choice): choice for choice in firm.values()}
    decisive = tuple(name for place, name in enumerate(names) if _decides(place, firm))
    return Choices(tuple(each.values()), decisive) if each else None


def _worlds(
    rules: tuple[Rule, ...], situation: Situation, answers: Mapping[str, Collection[str]]
) -> tuple[tuple[str, ...], dict[tuple[str, ...], Supposing]]:
    """Return the questions that rules leave open, and the case as it is for each combination of answers."""
    questions = _open_questions(rules, situation)
    names = tuple(questions)
    combined = product(*(_kinds_of_answer(name, asked, answers) for name, asked in questions.items()))
    return names, {given: Supposing(situation, dict(zip(names, given, strict=True))) for given in combined}


def _without_side_doors(rules: tuple[Rule, ...], situation: Situation, answers: Mapping[str, Collection[str]]) -> tuple[Rule, ...]:
    """Leave out federal rules for a special kind of case (a surprise bill) of which nothing was said, where the state surely speaks.

    A federal law that has a time for every answer (24 hours, or else 72) stands beside the state's.
    """
    federal = tuple(rule for rule in rules if rule.layer is Layer.FEDERAL)
    state_speaks = any(rule.layer is Layer.STATE and applies(rule.when, situation)[0] is Applies.YES for rule in rules)
    if not federal or not state_speaks:
        return rules
    _, worlds = _worlds(federal, situation, answers)
    timed = [rule for rule in federal if not _names_no_time(rule)]
    if all(any(applies(rule.when, world)[0] is Applies.YES for rule in timed) for world in worlds.values()):
        return rules
    return tuple(rule for rule in rules if rule.layer is not Layer.FEDERAL or applies(rule.when, situation)[0] is Applies.YES)


def _told_apart(choice: Choice) -> tuple[int, int]:
    return id(choice.rule), id(choice.beside)


def _decides(place: int, found: dict[tuple[str, ...], Choice]) -> bool:
    """Tell whether another answer to the question at that place, all others alike, leads to another choice."""
    led_to: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for given, choice in found.items():
        led_to.setdefault(given[:place] + given[place + 1 :], set()).add(_told_apart(choice))
    return any(len(different) > 1 for different in led_to.values())


def _open_questions(rules: Iterable[Rule], situation: Situation) -> dict[str, list[Collection[str]]]:
    """Return the facts that are not known and that rules ask for, each with the answers for which a rule applies."""
    found: dict[str, list[Collection[str]]] = {}
    for rule in rules:
        for name, allowed in weigh(rule.when, situation)[1]:
            found.setdefault(name, []).append(allowed)
    return found


def _kinds_of_answer(name: str, asked: list[Collection[str]], answers: Mapping[str, Collection[str]]) -> list[str]:
    """Return one answer of each kind: answers that the same rules ask for lead to the same choice."""
    known = answers.get(name) or (_YES_OR_NO if name.startswith(("lead:", "late:")) else sorted({*chain(*asked), _ANOTHER}))
    return list({tuple(answer in allowed for allowed in asked): answer for answer in known}.values())


def choose(rules: Iterable[Rule], situation: Situation, reviewer: str | None = None) -> Choice | None:
    """Pick the rule of a step that surely applies to a case, by layers.

    Where a reviewing vendor decides for the payer, its own rules (those of
    `reviewer`) come before the payer's. A manual that names no number, or
    offers nothing, does not stand in the way of a law that does.
    """
    found: dict[Layer, list[Rule]] = {}
    for rule in rules:
        if applies(rule.when, situation)[0] is Applies.YES:
            found.setdefault(rule.layer, []).append(rule)
    passed_over: list[Rule] = []
    for layer, listed in found.items():
        first = [rule for rule in listed if rule.manual_of == reviewer]
        if first:
            passed_over += [rule for rule in listed if rule.manual_of != reviewer]
            found[layer] = first
        if len(found[layer]) > 1:
            raise _two_apply(found[layer])
    speaking = [found[layer][0] for layer in LAYER_ORDER if layer in found]
    for place, rule in enumerate(speaking):
        lower = speaking[place + 1 :]
        if _yields(rule, lower):
            passed_over.append(rule)
            continue
        beside = next((other for other in lower if _stands_beside(other, rule)), None)
        return Choice(rule, beside, (*passed_over, *(other for other in lower if other is not beside)))
    return None


def _yields(rule: Rule, lower: list[Rule]) -> bool:
    """Tell whether a rule that names no time gives way to a law that does.

    A state's rule does not: that it was not read has to be said, and the federal one stands beside it.
    """
    if not _names_no_time(rule) or (rule.layer is Layer.STATE and not _offers_nothing(rule)):
        return False
    return any(other.basis is Basis.LAW and not _names_no_time(other) for other in lower)


def _stands_beside(lower: Rule, speaking: Rule) -> bool:
    """Tell whether a law goes on counting beside the rule that speaks: federal beside state, a law beside a manual on our clock."""
    if speaking.layer is Layer.STATE:
        return lower.layer is Layer.FEDERAL
    return (
        speaking.layer is Layer.PAYER
        and speaking.clock.ours
        and lower.clock.ours
        and lower.basis is Basis.LAW
        and not _names_no_time(lower)
    )


def _names_no_time(rule: Rule) -> bool:
    return all(isinstance(dated.window.shape, SeeNotice | NotOffered) for dated in rule.windows)


def _offers_nothing(rule: Rule) -> bool:
    return all(isinstance(dated.window.shape, NotOffered) for dated in rule.windows)


def _two_apply(found: list[Rule]) -> FaultyRulesError:

    first, second = found[:2]
    sentence = f"two rules of one layer both apply to this case; the other one is in {first.place}: {first.say}"
    return FaultyRulesError([Fault(second.file, second.line, f"stages.{second.stage}.{second.step}", sentence)])
