"""A state's time to file that holds for the expedited request, too, where the state names none for that.

Without it the federal time alone would speak there, and where the state gives less, its last day would be missed by
whoever reads the expedited line alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.dates.windows import Assured, Combination, Count, EndsWith, Readings
from denialctl.vocabulary import Layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.dates.windows import Window
    from denialctl.law.rules import DatedWindow, Rule, Source, StageLaw

_NO_TIME_OF_ITS_OWN = "The state names no time of its own for the expedited request: that of the ordinary one holds."
_ENDS = frozenset({"denial", "decision", "dismissal", "silence"})


def with_lent_times(stages: list[StageLaw]) -> list[StageLaw]:
    """Return the stages, the expedited ones with the state's ordinary times where it has no own for them."""
    by_id = {stage.id: stage for stage in stages}
    return [_with_lent_time(stage, by_id.get(stage.alternative_to or "")) for stage in stages]


def _with_lent_time(stage: StageLaw, ordinary: StageLaw | None) -> StageLaw:
    own = stage.rules.get("file", ())
    if ordinary is None or not own or any(rule.layer is Layer.STATE for rule in own):
        return stage
    rules = [rule for rule in ordinary.rules.get("file", ()) if rule.layer is Layer.STATE]
    lent = [_lent(rule, stage, own) for rule in rules if _opened_by(rule)]
    return replace(stage, rules={**stage.rules, "file": (*lent, *own)})


def _lent(rule: Rule, stage: StageLaw, own: tuple[Rule, ...]) -> Rule:
    """Return a state's rule on filing as it holds for the expedited form: that it does is our reading.

    What to do is said in the words of the expedited form, if it has a rule for the same opening that asks for no
    special kind of case.
    """
    opened = _opened_by(rule)
    words = next((each for each in own if not each.when.facts and not opened.isdisjoint(_opened_by(each))), rule)
    return replace(
        rule,
        stage=stage.id,
        when=replace(rule.when, opened_by=opened),
        title=words.title,
        say=words.say,
        if_missed=words.if_missed,
        target=words.target,
        governs=False,
        lent=True,
        windows=tuple(map(_our_reading, rule.windows)),
        source=_interpretive(rule.source),
        notes=(*rule.notes, _NO_TIME_OF_ITS_OWN),
    )


def _opened_by(rule: Rule) -> frozenset[str]:
    """Return the ends by which a rule's stage may have been opened, if its window then has a beginning.

    An expedited request may stand beside the denial itself; a window that runs from a decision has not begun then.
    """
    opened = rule.when.opened_by or _ENDS
    from_a_decision = any(name.startswith("previous.") for dated in rule.windows for name in _events(dated.window))
    return opened - {"denial"} if from_a_decision else opened


def _events(window: Window) -> Iterator[str]:
    """Yield the events from which a window is counted."""
    match window.shape:
        case Count(anchor=anchor) | EndsWith(anchor=anchor):
            yield anchor
        case Combination(parts=parts) | Readings(parts=parts):
            for part in parts:
                yield from _events(part)
        case Assured(sure=sure, arguable=arguable):
            yield from _events(sure)
            yield from _events(arguable)


def _our_reading(dated: DatedWindow) -> DatedWindow:
    return dated if dated.source is None else replace(dated, source=_interpretive(dated.source))


def _interpretive(source: Source) -> Source:
    return replace(source, status="interpretive") if source.confirmed else source
