"""What several rules give for one step, joined: for several answers, state and federal law, manual and law.

For ours the earliest day is the safe one and the latest can be argued. For theirs the
latest day that may bind them counts, and an earlier one is the day to ask.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING

from denialctl.dates.moments import earlier, later, say
from denialctl.timeline.one_rule import counted
from denialctl.timeline.reckoned import as_overruled
from denialctl.vocabulary import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.dates.moments import Moment
    from denialctl.law.choosing import Choice
    from denialctl.timeline.anchors import StageView
    from denialctl.timeline.reckoned import Reckoned

_NOT_READ_IN_SOURCE = frozenset({"recalled", "seen-secondary"})
"""Statuses of a source that nobody has read: a state's longer window from it is not safe, the federal one is."""
_NO_TEXT = frozenset({"recalled", "not-found"})
"""Statuses of a rule of which no text at all was at hand, not even a guide's."""
_LONGER = {
    True: "longer, but nobody has read it in its source: the federal minimum is safe",
    False: "longer; whether it governs here is not sure",
}
_DOUBTS = {"conflict": "its sources disagree", "interpretive": "its text does not surely say so"}
"""Why a state's shorter time is not certain, other than that nobody read it."""


def of_choice(choice: Choice, context: StageView) -> Reckoned | None:
    """Return what a choice gives: its rule joined with the law counted too; None if neither clock has begun."""
    result = counted(choice.rule, context)
    other = None if choice.also_counted is None else counted(choice.also_counted, context)
    if result.end.dormant:
        # The state's clock has not begun (it waits for information); the federal one runs nevertheless.
        if other is None or other.end.dormant:
            return None
        result, other = other, None
    if other is not None:
        lay = law_and_manual if result.layer is Layer.PAYER else state_and_federal
        result = lay(result, other, context.zone)
    layer = result.layer.value if result.layer else "higher"
    # A dated value may have an authority of its own; what is only usual keeps the layer of its file.
    passed_over = ((rule, counted(rule, context)) for rule in choice.overruled)
    lost = [
        as_overruled(replace(found, layer=rule.layer), f"the {layer} rule speaks first") for rule, found in passed_over
    ]
    return replace(result, overruled=(*result.overruled, *lost))


# -- several answers ---------------------------------------------------------------------


def answers_joined(found: Sequence[Reckoned], fact: str, zone: str) -> Reckoned:
    """Join what each answer to an open question leads to; `fact` says in words what would decide."""
    if len(found) == 1:
        return found[0]
    ours = found[0].rule is None or found[0].rule.clock.ours
    given = [item for item in found if item.not_given is None]
    if (
        given
        and len(given) < len(found)
        and all(item.rule is not None and item.rule.step == "request" for item in found)
    ):
        return _given_perhaps(given, found, fact, zone)
    known = [item for item in found if item.due is not None]
    missing = f"{fact}: it decides which rule applies"
    if not known:
        offered = next((item for item in found if item.end.not_offered is None), None)
        return found[0] if offered is None else replace(offered, missing=missing)
    best = _safest(known, zone, ours=ours)
    low, high = _outermost(known, zone)
    why = f"applies instead, depending on {fact}"
    instead = dict.fromkeys(as_overruled(item, why) for item in found if item is not best)
    others = tuple(item for item in instead if item != as_overruled(best, why))
    notes = tuple(dict.fromkeys(note for item in found for note in item.notes))
    unread = next((item for item in found if item.unread), None)
    if not ours and all((item.due, item.ask) == (best.due, best.ask) for item in found):
        missing = best.missing or ""
    if unread is not None and unread.missing not in (None, missing):
        missing = f"{missing}; {unread.missing}" if missing else unread.missing or ""
    latest, ask = (high, None) if ours else (best.due, low if low != best.due else None)
    return replace(
        best,
        latest=latest,
        ask=ask,
        overruled=(*best.overruled, *others),
        notes=notes,
        missing=missing or None,
        unread=unread is not None,
    )


def _given_perhaps(given: Sequence[Reckoned], found: Sequence[Reckoned], fact: str, zone: str) -> Reckoned:
    """Join the answers under which a call is given, and say that under another one there is none."""
    joined = answers_joined(given, fact, zone)
    without = [item for item in found if item.not_given is not None]
    said = dict.fromkeys(
        f"Perhaps no call at all: {item.not_given} ({item.rule.authority}). What decides: {fact}."
        for item in without
        if item.rule is not None
    )
    lost = dict.fromkeys(as_overruled(item, f"applies instead, depending on {fact}") for item in without)
    return replace(
        joined,
        missing=f"{fact}: it decides which rule applies",
        notes=(*joined.notes, *said),
        overruled=(*joined.overruled, *lost),
    )


def _safest(known: Sequence[Reckoned], zone: str, *, ours: bool) -> Reckoned:
    """Return what ends first (ours) or last (theirs); of two with the same day the unconfirmed one."""
    pick = earlier if ours else later
    best = known[0]
    for item in known[1:]:
        if best.due is None or item.due is None:
            continue
        alike = item.due == best.due and best.confirmed and not item.confirmed
        if alike or pick(best.due, item.due, zone) is not best.due:
            best = item
    return best


def _outermost(known: Sequence[Reckoned], zone: str) -> tuple[Moment | None, Moment | None]:
    """Return the earliest and the latest of all days."""
    ends = [moment for item in known for moment in (item.due, item.latest, item.ask) if moment is not None]
    return reduce(partial(earlier, zone=zone), ends), reduce(partial(later, zone=zone), ends)


# -- two laws ----------------------------------------------------------------------------


def state_and_federal(state: Reckoned, federal: Reckoned, zone: str) -> Reckoned:
    """Join a state window with the federal one: for ours the shorter is `due`, the longer `latest`."""
    rule = state.rule
    if rule is None or federal.rule is None or federal.end.dormant or federal.due is None:
        return state
    if state.due is None:
        if state.names_no_time:
            return _state_rule_not_read(state, federal)
        return _overruling(federal, state, "no date follows from the state's rule")
    shorter = earlier(state.due, federal.due, zone) is state.due
    if not rule.clock.ours:
        if rule.governs or ((shorter or state.due == federal.due) and rule.source.confirmed):
            return _overruling(state, federal, "the state's rule binds the plan more tightly")
        if shorter:
            return _state_rule_unconfirmed(state, federal)
        return _overruling(federal, state, "longer than the federal limit")
    # If federal law leaves the number to the state (90 to 120 days), the state's number does not count as shorter.
    same = state.due == federal.due
    if rule.governs and (same or not (shorter or rule.source.status in _NOT_READ_IN_SOURCE)):
        return _overruling(state, federal, "the state runs this process")
    high = federal.latest or federal.due
    if shorter:
        said = f"the state's window is the shorter one; federal law gives until {say(high)}"
        end = replace(state.end, steps=(*state.end.steps, said))
        found = replace(state, latest=later(state.latest or state.due, high, zone), end=end)
        return _overruling(found, federal, "longer than the state's window")
    if rule.lent:
        return _overruling(federal, state, "longer, and for the expedited request it holds by our reading only")
    # The state's longer time is not safe, but how, where and by whom it is asked for is the state's law all the same:
    # unless what speaks here is a federal rule for a special kind of case, such as a surprise bill, or for one way.
    manner = rule if rule.governs and not federal.rule.when.facts else None
    found = replace(federal, latest=later(high, state.latest or state.due, zone), manner=manner)
    return _overruling(found, state, _LONGER[rule.governs])


def law_and_manual(manual: Reckoned, law: Reckoned, zone: str) -> Reckoned:
    """Join a law with what a payer's manual gives us: the one that ends first is `due`, the other `latest`."""
    if manual.due is None or law.due is None or law.end.dormant:
        return _overruling(manual, law, "the payer rule speaks first")
    law_first = earlier(law.due, manual.due, zone) is law.due and law.due != manual.due
    first, second = (law, manual) if law_first else (manual, law)
    high = second.latest or second.due or first.due
    said = f"the {'law' if second is law else 'manual'} gives until {say(high)}" if high is not None else ""
    why = "longer than the manual's window"
    if first is law:
        why = "longer than what the law gives, so the right under the law ends first"
    found = replace(
        first,
        latest=None if high is None else later(first.latest or high, high, zone),
        end=replace(first.end, steps=(*first.end.steps, said)),
        missing=first.missing or second.missing,
    )
    return _overruling(found, second, why)


def _overruling(winner: Reckoned, loser: Reckoned, why: str) -> Reckoned:
    return replace(winner, overruled=(*winner.overruled, as_overruled(loser, why)))


def _state_rule_not_read(state: Reckoned, federal: Reckoned) -> Reckoned:
    """Return the federal date for a state rule without a time: nobody has read it, or it was read and gives none."""
    authority = state.rule.authority if state.rule else "the law of the state"
    if state.rule is not None and state.rule.clock.ours and state.rule.source.status not in _NO_TEXT:
        why = "it gives no time of its own"
        note = f"The state's rule ({authority}) gives no time here; the federal day can be argued. {state.rule.say}"
    else:
        why = "its time was not read"
        note = (
            f"The state has a rule of its own here ({authority}), and its time was not read: "
            "it may be shorter than the federal one shown."
        )
    found = _overruling(federal, state, why)
    return replace(found, missing=federal.missing or state.missing, notes=(*found.notes, note), unread=True)


def _state_rule_unconfirmed(state: Reckoned, federal: Reckoned) -> Reckoned:
    """Return the federal date with an unconfirmed shorter time of the state as the day to ask, not to accuse."""
    doubt = _DOUBTS.get(state.rule.source.status if state.rule else "", "nobody has read it in its source")
    found = _overruling(federal, state, f"shorter, but {doubt}: ask then, accuse later")
    if state.due is None or state.due == federal.due:
        return replace(found, ask=state.ask or federal.ask)
    authority = state.rule.authority if state.rule else "the law of the state"
    late = "" if federal.due is None else f", and call it late after {say(federal.due)}"
    note = f"A rule of the state ({authority}) ends their time on {say(state.due)}, but {doubt}: ask then{late}."
    return replace(found, ask=state.due, notes=(*found.notes, note))
