"""Which rule of a step applies: the layers in their order, for every answer that an open question may have.

Office, payer, state, federal, practice: the first layer with a rule that applies wins,
and the rules that it overrules are kept with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from typing import TYPE_CHECKING

from denialctl.dates.windows import NotOffered, SeeNotice
from denialctl.errors import Fault, FaultyRulesError
from denialctl.law.conditions import Applies, Situation, Supposing, applies, weigh
from denialctl.vocabulary import Basis, Layer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from denialctl.law.rules import Rule

LAYER_ORDER = (Layer.OFFICE, Layer.PAYER, Layer.STATE, Layer.FEDERAL, Layer.PRACTICE)
_YES_OR_NO = ("yes", "no")
_ANOTHER = "another"
"""Stands for every answer that no rule asks for, if the possible answers to a fact are not listed."""


@dataclass(frozen=True)
class Choice:
    """The rule of one step that applies to a case, once every open question is answered.

    `also_counted` is a second rule whose date is computed too: the federal rule under a
    state's rule, or a law under what a payer's manual gives us.
    """

    rule: Rule
    also_counted: Rule | None = None
    overruled: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What may apply to a case: one choice, or several if the facts that would decide are not known.

    `undecided` names those facts.
    """

    each: tuple[Choice, ...]
    undecided: tuple[str, ...] = ()


def choices(
    rules: Iterable[Rule],
    situation: Situation,
    answers: Mapping[str, Collection[str]],
    reviewer: str | None = None,
) -> Choices | None:
    """Choose the rules of a step for every answer that an open question may have.

    `answers` holds the possible answers to each fact. Only choices that some answer
    leads to are returned: if a state has a rule for every form of a request, the
    federal rule never stands alone. None if no rule applies under any answer.
    """
    listed = _without_special_cases(tuple(rules), situation, answers)
    names, supposed = _supposed_cases(listed, situation, answers)
    chosen = {given: choose(listed, case, reviewer) for given, case in supposed.items()}
    found = {given: choice for given, choice in chosen.items() if choice is not None}
    # A rule of practice does not compete with a payer's rule or a law. But if neither has a rule for an answer, it is
    # all there is, and on our clock its day may be the safe one.
    firm = {
        given: choice
        for given, choice in found.items()
        if choice.rule.layer is not Layer.PRACTICE or choice.rule.clock.ours
    } or found
    each = {_rules_of(choice): choice for choice in firm.values()}
    decisive = tuple(name for place, name in enumerate(names) if _decides(place, firm))
    return Choices(tuple(each.values()), decisive) if each else None


def _supposed_cases(
    rules: tuple[Rule, ...], situation: Situation, answers: Mapping[str, Collection[str]]
) -> tuple[tuple[str, ...], dict[tuple[str, ...], Supposing]]:
    """Return the open questions of some rules, and the case as it would be for each combination of answers."""
    questions = _open_questions(rules, situation)
    names = tuple(questions)
    combined = product(*(_kinds_of_answer(name, asked, answers) for name, asked in questions.items()))
    return names, {given: Supposing(situation, dict(zip(names, given, strict=True))) for given in combined}


def _without_special_cases(
    rules: tuple[Rule, ...], situation: Situation, answers: Mapping[str, Collection[str]]
) -> tuple[Rule, ...]:
    """Leave out federal rules for a special kind of case that nobody mentioned, if a state rule certainly applies.

    A surprise bill is such a kind. A federal law that sets a time for every answer (24
    hours, or else 72) is kept: it applies together with the state's.
    """
    federal = tuple(rule for rule in rules if rule.layer is Layer.FEDERAL)
    state_applies = any(rule.layer is Layer.STATE and applies(rule.when, situation)[0] is Applies.YES for rule in rules)
    if not federal or not state_applies:
        return rules
    _, supposed = _supposed_cases(federal, situation, answers)
    timed = [rule for rule in federal if not _names_no_time(rule)]
    if all(any(applies(rule.when, case)[0] is Applies.YES for rule in timed) for case in supposed.values()):
        return rules
    return tuple(
        rule for rule in rules if rule.layer is not Layer.FEDERAL or applies(rule.when, situation)[0] is Applies.YES
    )


def _rules_of(choice: Choice) -> tuple[int, int]:
    """Identify the rules of a choice: two choices of the same rules are one choice."""
    return id(choice.rule), id(choice.also_counted)


def _decides(place: int, found: dict[tuple[str, ...], Choice]) -> bool:
    """True if another answer to this question alone leads to another choice."""
    led_to: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for given, choice in found.items():
        led_to.setdefault(given[:place] + given[place + 1 :], set()).add(_rules_of(choice))
    return any(len(different) > 1 for different in led_to.values())


def _open_questions(rules: Iterable[Rule], situation: Situation) -> dict[str, list[Collection[str]]]:
    """Return the unknown facts that rules ask for, each with the answers for which a rule applies."""
    found: dict[str, list[Collection[str]]] = {}
    for rule in rules:
        for name, allowed in weigh(rule.when, situation)[1]:
            found.setdefault(name, []).append(allowed)
    return found


def _kinds_of_answer(name: str, asked: list[Collection[str]], answers: Mapping[str, Collection[str]]) -> list[str]:
    """Return one answer of each kind: answers for which the same rules apply lead to the same choice."""
    known = answers.get(name) or (
        _YES_OR_NO if name.startswith(("lead:", "late:")) else sorted({*chain(*asked), _ANOTHER})
    )
    return list({tuple(answer in allowed for allowed in asked): answer for answer in known}.values())


def choose(rules: Iterable[Rule], situation: Situation, reviewer: str | None = None) -> Choice | None:
    """Return the rule of a step that certainly applies to a case: that of the first layer that has one.

    If a reviewing vendor decides for the payer, the vendor's own rules (those of
    `reviewer`) come before the payer's. A manual that names no time, or offers nothing,
    gives way to a law that does. Raises `FaultyRulesError` if two rules of one layer
    both apply.
    """
    found: dict[Layer, list[Rule]] = {}
    for rule in rules:
        if applies(rule.when, situation)[0] is Applies.YES:
            found.setdefault(rule.layer, []).append(rule)
    passed_over: list[Rule] = []
    for layer, listed in found.items():
        first = [rule for rule in listed if reviewer is not None and rule.manual_of == reviewer]
        if first:
            passed_over += [rule for rule in listed if rule.manual_of != reviewer]
            found[layer] = first
        if len(found[layer]) > 1:
            raise _two_apply(found[layer])
    applying = [found[layer][0] for layer in LAYER_ORDER if layer in found]
    for place, rule in enumerate(applying):
        lower = applying[place + 1 :]
        if _gives_way(rule, lower):
            passed_over.append(rule)
            continue
        also = next((other for other in lower if _also_counts(other, rule)), None)
        return Choice(rule, also, (*passed_over, *(other for other in lower if other is not also)))
    return None


def _gives_way(rule: Rule, lower: list[Rule]) -> bool:
    """True if a rule names no time and a law below it does, so that the law decides.

    A state's rule does not give way: the user has to be told that nobody read its time,
    and the federal rule is counted as well.
    """
    if not _names_no_time(rule) or (rule.layer is Layer.STATE and not _offers_nothing(rule)):
        return False
    return any(other.basis is Basis.LAW and not _names_no_time(other) for other in lower)


def _also_counts(lower: Rule, speaking: Rule) -> bool:
    """True if a law is counted too: federal law under a state's rule, any law under a manual on our clock."""
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
