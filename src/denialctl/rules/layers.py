"""Which rules speak to a case: the packs laid over one another, stage by stage.

Letter, office, payer, state (only for plans that the state regulates), federal,
practice: for one step the first layer that speaks wins, and what it overrules
stays beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from denialctl.errors import Fault, FaultyRulesError
from denialctl.rules.conditions import Applies, Situation, applies
from denialctl.rules.law import ALWAYS, Override, Payer, Regime, Rule, Stage, StageLaw, State
from denialctl.rules.names import find_payer, not_known
from denialctl.vocabulary import STATES, Basis, Kind, Layer
from denialctl.windows import NotOffered, SeeNotice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.rules.library import Library

LAYER_ORDER = (Layer.OFFICE, Layer.PAYER, Layer.STATE, Layer.FEDERAL, Layer.PRACTICE)


@dataclass(frozen=True)
class Rulebook:
    """The law of one case: stages in the order of its ladder, and what is not known."""

    regime: Regime
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


def rulebook(
    library: Library, plan: str, state: str | None, payer: str | None, reviewer: str | None, *, funding: str | None = None
) -> Rulebook:
    """Lay the packs that speak to a case over one another.

    `funding` (insured or self-funded) decides for church and grandfathered group
    plans whether the law of the state reaches them.
    """
    regime = library.regime(plan)
    warnings: list[str] = []
    pays = _payer_named(library, payer, state)
    reviews = _payer_named(library, reviewer, state)
    if payer and pays is None:
        warnings.append(not_known("payer", payer, library.payer_names))
    if reviewer and reviews is None:
        warnings.append(not_known("reviewer", reviewer, library.payer_names))
    unsettled = regime.state_regulated == "if-insured" and funding is None
    regulated = regime.state_regulated == "yes" or (regime.state_regulated == "if-insured" and funding != "self-funded")
    if unsettled:
        warnings.append(
            "Whether the law of the state applies depends on who bears the risk: add --fact funding=insured or --fact funding=self-funded."
        )
    state_pack = library.state(state) if state and regulated else None
    stages: list[tuple[Stage, ...]] = [library.office_stages]
    stages += [pack.stages for pack in (reviews, pays) if pack is not None]
    if state_pack is not None:
        found = _of_state(state_pack, regime)
        stages += [tuple(_if_insured(stage) for stage in layer) for layer in found] if unsettled else found
    stages += [regime.stages, library.practice]
    minimum = frozenset[str]()
    if regulated and not unsettled and state_pack is None:
        where = STATES.get(state or "", "")
        said = f"No rules of {where} are encoded" if where else "No state is given"
        warnings.append(f"{said}: the federal minimum is shown, and a state rule may be shorter or longer. Check the letter.")
        if state not in regime.federal_process_in:
            minimum = regime.state_runs
    merged = _merge(stages, regime)
    questions = library.questions if _asks_facts(merged) else {}
    words = {
        name: f"{item['question'].rstrip('?')}? (--fact {name}={'|'.join(item['answers'])}; see {item['where']})"
        for name, item in questions.items()
    }
    return Rulebook(regime, merged, library.overrides, pays, reviews, state_pack, tuple(warnings), minimum, words)


def _payer_named(library: Library, name: str | None, state: str | None) -> Payer | None:
    found = find_payer(name, library.payer_names, state) if name else None
    return None if found is None else library.payer(found)


def _of_state(pack: State, regime: Regime) -> list[tuple[Stage, ...]]:
    """Return what a state says of a plan type: its own sections, and the stages that the plan type borrows from another one."""
    own = [found for regimes, found in pack.sections if regime.id in regimes]
    for name, lender in regime.borrows:
        others = [found for regimes, found in pack.sections if lender in regimes and regime.id not in regimes]
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


def _merge(layers: list[tuple[Stage, ...]], regime: Regime) -> dict[str, StageLaw]:
    by_id: dict[str, list[Stage]] = {}
    for layer in layers:
        for stage in layer:
            by_id.setdefault(stage.id, []).append(stage)
    known = [_one_stage(name, found) for name, found in by_id.items()]
    usable = [stage for stage in known if stage is not None]
    order = _order(usable, regime, by_id)
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
        rules={step: tuple(rules[step]) for step in rules},
    )


def _order(stages: list[StageLaw], regime: Regime, by_id: dict[str, list[Stage]]) -> dict[str, float]:
    kinds = list(Kind)
    base = {stage.id: index + 10.0 for index, stage in enumerate(regime.stages)}
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
    """The rules of one step that speak to a case.

    `rules` holds one rule, or several where a fact that would decide is not known
    (`undecided` names it); `beside` is the federal rule beside a state's, or a
    law beside what a payer's manual gives us.
    """

    rules: tuple[Rule, ...]
    undecided: str | None = None
    beside: Rule | None = None
    overruled: tuple[Rule, ...] = ()
    beside_asks: str | None = None
    """The fact that decides whether `beside` applies, where that is not known."""


def choose(rules: Iterable[Rule], situation: Situation, reviewer_file: str | None = None) -> Choice | None:
    """Pick the rules of a step that apply to a case, by layers.

    Where a reviewing vendor decides for the payer, its own rules (those of
    `reviewer_file`) come before the payer's. A manual that names no number, or
    offers nothing, does not stand in the way of a law that does.
    """
    sure: dict[Layer, list[Rule]] = {}
    perhaps: dict[Layer, list[Rule]] = {}
    undecided: str | None = None
    decided_by: dict[int, str | None] = {}
    for rule in rules:
        answer, fact = applies(rule.when, situation)
        if answer is Applies.YES:
            sure.setdefault(rule.layer, []).append(rule)
        elif answer is Applies.PERHAPS:
            perhaps.setdefault(rule.layer, []).append(rule)
            undecided = undecided or fact
            decided_by[id(rule)] = fact
    passed_over: list[Rule] = []
    for layer, found in sure.items():
        first = [rule for rule in found if rule.file == reviewer_file]
        if first:
            passed_over += [rule for rule in (*found, *perhaps.get(layer, [])) if rule.file != reviewer_file]
            sure[layer] = first
            perhaps[layer] = [rule for rule in perhaps.get(layer, []) if rule.file == reviewer_file]
        if len(sure[layer]) > 1:
            raise _two_apply(sure[layer])
    picked: list[Rule] = []
    for layer in LAYER_ORDER:
        if layer is Layer.PRACTICE and picked:
            break
        picked += perhaps.get(layer, [])
        lower = [rule for below in LAYER_ORDER[LAYER_ORDER.index(layer) + 1 :] for rule in sure.get(below, [])]
        if layer not in sure:
            continue
        if _names_no_time(sure[layer][0]) and any(rule.basis is Basis.LAW and not _names_no_time(rule) for rule in lower):
            passed_over += sure[layer]
            continue
        picked += sure[layer]
        perhaps_lower = [rule for below in LAYER_ORDER[LAYER_ORDER.index(layer) + 1 :] for rule in perhaps.get(below, [])]
        beside = next((rule for rule in lower if _stands_beside(rule, sure[layer][0])), None)
        asks = None
        if layer is Layer.PAYER and (beside is None or beside.layer is Layer.FEDERAL):
            # A state's law that may apply comes before the federal one that surely does: its window may be the shorter.
            doubtful = next((rule for rule in perhaps_lower if _stands_beside(rule, sure[layer][0])), None)
            beside, asks = (beside, None) if doubtful is None else (doubtful, decided_by[id(doubtful)])
        overruled = (*passed_over, *(rule for rule in lower if rule is not beside))
        return Choice(tuple(picked), undecided if len(picked) > 1 else None, beside, overruled, asks)
    return Choice(tuple(picked), undecided, None, tuple(passed_over)) if picked else None


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


def _two_apply(found: list[Rule]) -> FaultyRulesError:

    first, second = found[:2]
    sentence = f"two rules of one layer both apply to this case; the other one is in {first.file}: {first.say}"
    return FaultyRulesError([Fault(second.file, 1, f"stages.{second.stage}.{second.step}", sentence)])
