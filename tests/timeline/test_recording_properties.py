"""Whatever is recorded, in whatever order: the same timeline, and no right lost that `cases/effects.py` or a pack does not say is lost.

The cases are random: every plan type, states with rules of their own, any stage, any event, days before and after one
another. What an event may do is asked of the table in the code, and of the packs (which stages a stage opens, which
events a rule waits for); anything else that moves an open right is a fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.told import ZONE, assembler, at

from denialctl.cases.case import Case, Happening
from denialctl.cases.effects import MERITS, Does, Reach, events_that
from denialctl.cases.facts import Facts
from denialctl.dates.moments import day_of, end_of
from denialctl.timeline.ladder import Ladder
from denialctl.vocabulary import DECISIONS, OUTCOMES, STEPS, Kind, PlanType, Status

if TYPE_CHECKING:
    from denialctl.law.rulebook import Rulebook
    from denialctl.timeline.deadline import Deadline, Timeline

NOW = at("2026-11-27")
TODAY = date(2026, 11, 27)
PLANS = tuple(str(plan) for plan in PlanType)
STATES = (None, "AK", "CA", "FL", "IN", "KY", "MD", "NJ", "NY", "PA", "SC", "TX", "WA")
_USUAL = (
    "filed",
    "upheld",
    "dismissed",
    "withdrawn",
    "sent",
    "partly-upheld",
    "approved",
    "forwarded",
    "extended",
    "info-requested",
    "info-supplied",
)

_LONGEST_PRESUMPTION = timedelta(days=5)
"""The packs presume receipt no later than this after the date of a notice (Medicare: 42 CFR 422.602(b), 423.600)."""

property_test = settings(max_examples=120, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Told:
    """A denial and what was recorded about it, in the order of entry."""

    facts: Facts
    events: tuple[Happening, ...]

    @property
    def book(self) -> Rulebook:
        return assembler().book(self.facts)

    def timeline(self, events: tuple[Happening, ...]) -> Timeline:
        return assembler().timeline(Case(self.facts, None, events), NOW)


@st.composite
def told(draw: st.DrawFn, *, least: int) -> Told:
    """Tell a random case."""
    denied = TODAY - timedelta(days=draw(st.sampled_from((2, 10, 30, 60, 100, 150))))
    received = draw(st.sampled_from((None, denied, denied + timedelta(days=2))))
    facts = Facts(
        plan=draw(st.sampled_from(PLANS)),
        denied=denied,
        received=received,
        state=draw(st.sampled_from(STATES)),
        urgent=draw(st.booleans()),
        levels=draw(st.sampled_from((None, 2))),
        tz=ZONE,
    )
    stages = [stage for stage in assembler().book(facts).stages if stage != "regulator-complaint"]
    events = st.builds(
        _happening,
        st.sampled_from(stages),
        st.one_of(st.sampled_from(_USUAL), st.sampled_from(OUTCOMES)),
        _days(denied),
        _days(denied),
    )
    return Told(facts, tuple(draw(st.lists(events, min_size=least, max_size=6))))


def _days(denied: date) -> st.SearchStrategy[date]:
    return st.sampled_from((0, 1, 2, 5, 10, 20, 30, 45, 60, 80, 100)).map(
        lambda days: min(denied + timedelta(days=days), TODAY)
    )


def _happening(stage: str, what: str, on: date, received: date) -> Happening:
    came = received if what in DECISIONS and received >= on else None
    return Happening(stage, what, on, came, proof="fax" if what == "sent" else None)


def _shown(timeline: Timeline) -> list[object]:
    return [
        (
            item.id,
            item.status,
            item.due,
            item.latest,
            item.act_by,
            item.done_at,
            item.missing,
            item.reason,
            item.derivation,
            item.say,
        )
        for item in timeline.deadlines
    ]


@property_test
@given(case=told(least=2), order=st.randoms(use_true_random=False))
def test_any_order_of_entry_gives_the_same_timeline(case: Told, order: object) -> None:
    entered = list(case.events)
    order.shuffle(entered)  # type: ignore[attr-defined] # hypothesis hands out a random.Random
    first, second = case.timeline(case.events), case.timeline(tuple(entered))
    assert _shown(first) == _shown(second)
    assert first.warnings == second.warnings


@property_test
@given(case=told(least=1))
def test_nothing_that_is_recorded_moves_an_open_right_unless_the_law_says_so(case: Told) -> None:
    *before, event = case.events
    was, now = case.timeline(tuple(before)), case.timeline(case.events)
    for right in was.deadlines:
        if (
            not _open(right)
            or not _opened_by_law(case, right, tuple(before))
            or _may_change(case, right, event, tuple(before))
        ):
            continue
        after = now.get(right.id)
        assert after is not None, f"{event} took {right.id} off the ladder"
        assert _open(after), f"{event} made {right.id} {after.status}: {after.reason}"
        assert right.due is None or after.due is not None, f"{event} took the date of {right.id} away"
        later = (
            right.due is not None
            and after.due is not None
            and end_of(after.due, ZONE).utc > end_of(right.due, ZONE).utc
        )
        assert not later, f"{event} moved {right.id} from {right.due} to {after.due}"


def _open(item: Deadline) -> bool:
    return item.clock.ours and item.stage_open and item.status in (Status.OPEN, Status.NOT_COMPUTED)


def _opened_by_law(case: Told, right: Deadline, events: tuple[Happening, ...]) -> bool:
    """Leave out what is only a possibility: a complaint, and a stage that is shown because something was recorded in it before it began."""
    if right.kind is Kind.COMPLAINT:
        return False
    without = case.timeline(tuple(item for item in events if item.stage != right.stage)).get(right.id)
    return without is None or _open(without) or right.due is not None


def _may_change(case: Told, right: Deadline, event: Happening, before: tuple[Happening, ...]) -> bool:
    """Ask the table and the packs whether this event may start, move or end this right."""
    ladder = Ladder(Case(case.facts, None, (*before, event)).settled(), case.book)
    own = right.stage == event.stage
    if own and (event.what in STEPS.get(right.step, ()) or event.what in DECISIONS):
        return True
    reaches = {
        Reach.STAGE: own,
        Reach.OTHER_FORM: _other_form(case.book, right.stage, event.stage),
        Reach.BELOW: event.stage in ladder.successors(right.stage),
        Reach.NEXT: event.stage in _openers(case.book, right.stage),
        Reach.CALL: right.stage == "peer-to-peer",
        Reach.CASE: True,
    }
    done = (Does.FULFILS, Does.STARTS, Does.RENEWS, Does.ENDS, Does.REOPENS)
    if any(reaches[reach] and event.what in events_that(does, reach) for reach in Reach for does in done):
        return True
    # Their time grows, or they owe nothing any more: what their silence opened comes later, or not.
    theirs = (
        events_that(Does.LENGTHENS, Reach.STAGE)
        | events_that(Does.REOPENS, Reach.STAGE)
        | events_that(Does.RENEWS, Reach.STAGE)
    )
    if event.what in theirs and _below(case.book, right.stage, event.stage):
        return True
    return _pack_asks(case.book, right.stage, event)


def _other_form(book: Rulebook, first: str, second: str) -> bool:
    one, other = book.stages[first], book.stages.get(second)
    return other is not None and (one.alternative_to == second or other.alternative_to == first)


def _openers(book: Rulebook, stage: str) -> set[str]:
    return {entry.stage for entry in book.stages[stage].opens_after}


def _below(book: Rulebook, stage: str, lower: str) -> bool:
    """True if a stage comes before another one, directly or with others between them."""
    seen: set[str] = set()
    waiting = [stage]
    while waiting:
        for name in _openers(book, waiting.pop()) & set(book.stages) - seen:
            seen.add(name)
            waiting.append(name)
    return lower in seen


def _pack_asks(book: Rulebook, stage: str, event: Happening) -> bool:
    """True if a rule of this stage waits for, ends with or counts from that very event."""
    law = book.stages[stage]
    names = {f"{event.stage}.{event.what}", *([event.what] if event.stage == stage else [])}
    if event.what in DECISIONS:
        names.add(f"{event.stage}.decided")
    if event.what in ("filed", "forwarded"):
        names.add(f"{event.stage}.filed")
    asked = {
        name
        for when in (law.when, *(rule.when for found in law.rules.values() for rule in found))
        for name in (*when.happened, *when.not_happened)
    }
    counted = any(
        event.stage in repr(dated.window.shape)
        for found in law.rules.values()
        for rule in found
        for dated in rule.windows
    )
    return bool(names & asked) or counted


@property_test
@given(case=told(least=1))
def test_a_decision_recorded_again_moves_no_open_last_day_later(case: Told) -> None:
    """The same outcome of a stage once more, on a later day: whatever was open stays open, and its last day is no later.

    It keeps its very day if the first notice was surely received before the second one. Where that is only presumed
    (five days after its date in Medicare), the second may have come first: its time then ends first and is the safe one
    (docs/decisions.md, 44; an example in test_order_of_entry.py).
    """
    decisions = [item for item in case.events if item.what in MERITS and item.what != "approved"]
    was = case.timeline(case.events)
    for item in decisions:
        again = item._replace(on=TODAY, received=TODAY)
        if any(
            other.stage == item.stage and other.what in ("filed", "dismissed", "withdrawn") for other in case.events
        ):
            continue  # filed once more, or open again after a dismissal, in between: it may be another decision
        now = case.timeline((*case.events, again))
        for right in was.deadlines:
            after = now.get(right.id)
            if _open(right) and right.stage != item.stage:
                assert after is not None
                assert after.status == right.status, f"{again} made {right.id} {after.status}"
                if item.received is not None or day_of(item.on) + _LONGEST_PRESUMPTION <= TODAY:
                    assert after.due == right.due, f"{again} moved {right.id}"
                elif right.due is not None:
                    assert after.due is not None
                    assert end_of(after.due, ZONE).utc <= end_of(right.due, ZONE).utc, f"{again} moved {right.id}"
