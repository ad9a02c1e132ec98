"""What came out: every number here is counted by hand, every date from the rule's text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from denialctl.cases.events import Event, fold
from denialctl.commands.outcomes import GROUPS, call_effect, counted_by, in_span, last_words, late_ones, tally
from denialctl.commands.rounds import Outcome, Round, rounds_of
from denialctl.dates.lateness import Lateness, lateness
from denialctl.dates.moments import Instant, parse_moment, start_of
from denialctl.packs.library import Library
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.vocabulary import Kind

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "America/New_York"


def a_round(case: int, outcome: Outcome = Outcome.UPHELD, **values: Any) -> Round:  # noqa: ANN401 - any field
    """A decided internal appeal of a case, unless something else is said."""
    usual: dict[str, Any] = {
        "stage": "internal-appeal", "kind": Kind.INTERNAL_APPEAL, "title": "Appeal", "payer": "Acme", "reason": None, "plan": "church",
        "owner": None, "patient": None, "decided": date(2026, 11, 2),
    }  # fmt: skip
    if outcome in (Outcome.PENDING, Outcome.UNDECIDED):
        usual["decided"] = None
    return Round(case=case, outcome=outcome, **(usual | values))


def rounds(*outcomes: Outcome) -> list[Round]:
    """One round for each outcome, each of its own case."""
    return [a_round(number, outcome) for number, outcome in enumerate(outcomes, start=1)]


W, P, U, D, RUNS = Outcome.OVERTURNED, Outcome.PARTLY, Outcome.UPHELD, Outcome.DISMISSED, Outcome.PENDING


# -- rates ------------------------------------------------------------------------------


def test_four_decided_cases_have_no_rate() -> None:
    counted = tally("x", rounds(W, W, W, U))

    assert (counted.decided, counted.overturned, counted.upheld) == (4, 3, 1)
    assert counted.overturn.percent is None
    assert counted.overturn.rate is None


def test_five_decided_cases_have_one() -> None:
    # 3 of 5 is 60 %.
    counted = tally("x", rounds(W, W, W, U, U))

    assert counted.overturn.percent == 60
    assert counted.overturn.rate == 0.6


def test_what_runs_makes_no_fifth_case() -> None:
    counted = tally("x", rounds(W, W, W, U, RUNS, RUNS))

    assert (counted.decided, counted.pending) == (4, 2)
    assert counted.overturn.percent is None


def test_partly_is_no_win_and_dismissed_is_decided() -> None:
    # Two won of six decided: a third, 33 % (the half would be three of six).
    counted = tally("x", rounds(W, W, P, P, U, D))

    assert (counted.decided, counted.overturned, counted.partly, counted.upheld, counted.dismissed) == (6, 2, 2, 1, 1)
    assert counted.overturn.percent == 33
    assert counted.overturn.rate == 0.333


@pytest.mark.parametrize(
    ("won", "decided", "percent"), [(1, 8, 13), (3, 8, 38), (5, 8, 63), (0, 5, 0), (5, 5, 100), (2, 7, 29)]
)
def test_a_half_percent_is_rounded_up(won: int, decided: int, percent: int) -> None:
    # 1/8 = 12.5, 3/8 = 37.5, 5/8 = 62.5, 2/7 = 28.57
    assert tally("x", rounds(*[W] * won, *[U] * (decided - won))).overturn.percent == percent


# -- a case counts once -------------------------------------------------------------------


def test_a_case_counts_by_its_last_word() -> None:
    call = a_round(1, U, stage="peer-to-peer", kind=Kind.PEER_TO_PEER, decided=date(2026, 10, 5))
    appeal = a_round(1, W, decided=date(2026, 11, 2))

    assert [item.outcome for item in last_words([appeal, call])] == [W]
    together, stages = tally("x", [call, appeal]), counted_by([call, appeal], *GROUPS["stage"])

    assert (together.decided, together.overturned, together.upheld) == (1, 1, 0)
    # In the table by stage the same case stands in both of its stages.
    assert [(group.name, group.decided, group.overturned) for group in stages] == [
        ("peer-to-peer", 1, 0),
        ("internal-appeal", 1, 1),
    ]


def test_a_case_that_goes_on_is_pending() -> None:
    lost = a_round(1, U)
    runs = a_round(1, RUNS, stage="external-review", kind=Kind.EXTERNAL_REVIEW)

    assert [item.outcome for item in last_words([lost, runs])] == [RUNS]


def test_an_approval_that_was_taken_back_is_no_win() -> None:
    won = a_round(1, W, decided=date(2026, 11, 2))
    reversed_ = a_round(1, U, stage="council-review", kind=Kind.FURTHER_REVIEW, decided=date(2027, 3, 1))

    assert [item.outcome for item in last_words([won, reversed_])] == [U]


def test_two_decisions_of_one_day_stand_in_the_order_of_recording() -> None:
    call = a_round(1, U, stage="peer-to-peer", kind=Kind.PEER_TO_PEER, place=0)
    appeal = a_round(1, W, place=2)

    assert [item.outcome for item in last_words([appeal, call])] == [W]


def test_a_first_decision_and_a_complaint_are_no_reviews_of_the_denial() -> None:
    first = a_round(1, U, stage="initial-decision", kind=Kind.INITIAL_DECISION)
    complaint = a_round(1, W, stage="regulator-complaint", kind=Kind.COMPLAINT)

    assert tally("x", [first, complaint]).decided == 0


def test_in_each_month_a_case_counts_by_its_word_of_that_month() -> None:
    call = a_round(1, U, stage="peer-to-peer", kind=Kind.PEER_TO_PEER, decided=date(2026, 10, 5))
    appeal = a_round(1, W, decided=date(2026, 11, 2))
    other = a_round(2, RUNS)

    found = [
        (group.name, group.decided, group.overturned, group.pending)
        for group in counted_by([call, appeal, other], *GROUPS["month"])
    ]

    assert found == [("2026-10", 1, 0, 0), ("2026-11", 1, 1, 0), ("", 0, 0, 1)]


def test_reasons_in_capitals_and_small_letters_are_one() -> None:
    listed = [
        a_round(1, reason="Not necessary"),
        a_round(2, reason="not NECESSARY "),
        a_round(3, reason="0F"),
        a_round(4),
    ]

    assert [(group.name, group.decided) for group in counted_by(listed, *GROUPS["reason"])] == [
        ("0F", 1),
        ("Not necessary", 2),
        ("", 1),
    ]


# -- spans ----------------------------------------------------------------------------------


def test_a_span_holds_both_its_ends_and_goes_by_the_day_of_decision() -> None:
    listed = [a_round(number, decided=date(2026, 10, day)) for number, day in enumerate((1, 2, 30, 31), start=1)]

    assert [item.case for item in in_span(listed, date(2026, 10, 2), date(2026, 10, 30))] == [2, 3]
    assert [item.case for item in in_span(listed, None, date(2026, 10, 1))] == [1]


def test_what_is_not_decided_stands_in_the_span_in_which_it_was_due() -> None:
    overdue = a_round(1, RUNS, due=date(2026, 10, 15))
    undated = a_round(2, RUNS)

    assert [item.case for item in in_span([overdue, undated], date(2026, 10, 1), date(2026, 10, 31))] == [1]
    assert len(in_span([overdue, undated], None, None)) == 2


# -- times -----------------------------------------------------------------------------------


def test_days_to_decision() -> None:
    filed = date(2026, 10, 1)
    # 1 October to the 11th, 21st, 31st and 30 November: 10, 20, 30 and 60 days; the fifth was never recorded as filed.
    answers = [date(2026, 10, 11), date(2026, 10, 21), date(2026, 10, 31), date(2026, 11, 30)]
    listed = [a_round(number, asked=filed, answered=day) for number, day in enumerate(answers, start=1)]
    listed.append(a_round(5, answered=date(2026, 12, 24)))

    days = tally("x", listed).days

    # The middle of 10, 20, 30, 60 lies between 20 and 30.
    assert (days.of, days.median, days.longest) == (4, 25, 60)
    assert tally("x", listed[:3]).days.median == 20
    assert tally("x", []).days.median is None


def test_the_share_late_counts_only_what_can_be_judged() -> None:
    late = Lateness(days=3)
    listed = [
        *(a_round(number, judged=True, late=late) for number in (1, 2)),
        *(a_round(number, judged=True) for number in (3, 4, 5)),
        a_round(6),
        a_round(7, RUNS),
    ]

    share = tally("x", listed).late

    # Two of five, 40 %; the sixth has no known last day, the time of the seventh still runs.
    assert (share.part, share.whole, share.percent) == (2, 5, 40)


def test_five_late_decisions_of_four_cases_are_too_few() -> None:
    listed = [a_round(number, judged=True, late=Lateness(days=1)) for number in (1, 2, 3, 4)]
    listed.append(a_round(4, stage="external-review", kind=Kind.EXTERNAL_REVIEW, judged=True))

    share = tally("x", listed).late

    assert (share.part, share.whole, share.cases, share.percent) == (4, 5, 4, None)


# -- the call ----------------------------------------------------------------------------------


def test_the_effect_of_the_call() -> None:
    def call(case: int, outcome: Outcome) -> Round:
        return a_round(case, outcome, stage="peer-to-peer", kind=Kind.PEER_TO_PEER)

    listed = [
        call(1, W), call(2, P), call(3, U), call(4, U),
        a_round(3, W, after_call=True), a_round(4, U, after_call=True),
        a_round(5, W), a_round(6, U), a_round(7, RUNS),
        # An outside review is no appeal to the plan: not in this comparison.
        a_round(6, W, stage="external-review", kind=Kind.EXTERNAL_REVIEW),
    ]  # fmt: skip

    effect = call_effect(listed)

    assert (effect.calls.decided, effect.calls.overturned, effect.calls.partly, effect.calls.upheld) == (4, 1, 1, 2)
    assert (effect.with_call.decided, effect.with_call.overturned) == (2, 1)
    assert (effect.without_call.decided, effect.without_call.overturned) == (2, 1)
    assert effect.with_call.overturn.percent is None


# -- from a case to its rounds ---------------------------------------------------------------


@pytest.fixture(scope="module")
def assembler(pack_cache: Path) -> Assembler:
    """What computes timelines, for an office in New York."""
    library = Library(cache=pack_cache)
    return Assembler(library, OpenDays(ZONE, library.calendar("federal", None), 5))


DENIAL = {"plan": "medicare-advantage", "denied": "2026-10-01", "received": "2026-10-01", "tz": ZONE}


def rounds_from(
    assembler: Assembler, as_of: str, *lines: str, facts: dict[str, str] | None = None, closed: str | None = None
) -> list[Round]:
    """The rounds of a case in which this was recorded: lines of STAGE WHAT WHEN."""
    recorded = [dict(zip(("stage", "what", "on"), line.split(), strict=True)) for line in lines]
    events = [Event("added", DENIAL | (facts or {}), 1)]
    events += [Event("recorded", payload, number) for number, payload in enumerate(recorded, start=2)]
    events += [Event("closed", {"reason": closed}, len(events) + 1)] if closed else []
    now = parse_moment(as_of, ZONE)
    at = now if isinstance(now, Instant) else start_of(now, ZONE)
    case = fold(events, ZONE, 1)
    return list(rounds_of(case, assembler.timeline(case, at), at))


@pytest.mark.parametrize(
    ("decided", "late"),
    [
        ("2026-11-18", None),
        (
            "2026-11-19",
            None,
        ),  # 42 CFR 422.590: 30 calendar days; 20 October + 30 = 19 November, the last day itself is in time
        ("2026-11-20", Lateness(days=1)),
        ("2026-12-01", Lateness(days=12)),  # 11 days to the end of November, one more
    ],
)
def test_a_limit_in_days(assembler: Assembler, decided: str, late: Lateness | None) -> None:
    (found,) = rounds_from(
        assembler, "2026-12-15", "internal-appeal filed 2026-10-20", f"internal-appeal upheld {decided}"
    )

    assert found.judged
    assert found.late == late
    assert found.due == date(2026, 11, 19)
    assert found.authority.startswith("42 CFR 422.590")


FALL = "expedited-appeal filed 2026-10-31T14:00"
"""72 hours from Saturday 31 October 14:00 EDT: the clocks go back that night, so they end on Tuesday 3 November at 13:00 EST."""
SPRING = "expedited-appeal filed 2027-03-13T14:00"
"""72 hours from Saturday 13 March 2027 14:00 EST: the clocks go forward on Sunday, so they end on Tuesday the 16th at 15:00 EDT."""


@pytest.mark.parametrize(
    ("filed", "decided", "late"),
    [
        (FALL, "2026-11-03T12:59", None),
        (FALL, "2026-11-03T13:30", Lateness(minutes=30)),
        (FALL, "2026-11-04T15:00", Lateness(minutes=26 * 60)),  # 24 hours and 2
        (SPRING, "2027-03-16T14:30", None),  # the wall clock is past 14:00, 71 and a half hours have run
        (SPRING, "2027-03-16T15:20", Lateness(minutes=20)),
        # Only the day is known: the decision may have come at its first minute, 11 hours after 13:00.
        (FALL, "2026-11-04", Lateness(minutes=11 * 60, at_least=True)),
        (FALL, "2026-11-03", None),
    ],
)
def test_a_limit_in_hours_over_the_change_of_clocks(
    assembler: Assembler, filed: str, decided: str, late: Lateness | None
) -> None:
    (found,) = rounds_from(
        assembler, "2027-04-01", filed, f"expedited-appeal upheld {decided}", facts={"urgent": "yes"}
    )

    assert found.judged
    assert found.late == late


def test_what_is_overdue_is_late_up_to_now(assembler: Assembler) -> None:
    (found,) = rounds_from(assembler, "2026-11-25", "internal-appeal filed 2026-10-20")

    # Due on the 19th, looked at on the 25th.
    assert (found.outcome, found.judged, found.late) == (Outcome.PENDING, True, Lateness(days=6))
    assert late_ones([found]) == (found,)


def test_a_running_time_is_not_judged(assembler: Assembler) -> None:
    (found,) = rounds_from(assembler, "2026-11-19T15:00", "internal-appeal filed 2026-10-20")

    assert (found.outcome, found.judged, found.late) == (Outcome.PENDING, False, None)


def test_without_the_day_of_filing_nothing_is_judged(assembler: Assembler) -> None:
    (found,) = rounds_from(assembler, "2026-12-15", "internal-appeal upheld 2026-12-10")

    assert (found.outcome, found.judged, found.days) == (Outcome.UPHELD, False, None)


def test_a_case_that_was_only_closed_is_not_judged(assembler: Assembler) -> None:
    (found,) = rounds_from(assembler, "2026-12-15", "internal-appeal filed 2026-10-20", closed="approved on the phone")

    assert (found.outcome, found.judged, found.unrecorded) == (Outcome.UNDECIDED, False, True)


def test_a_closed_case_with_its_decision_counts(assembler: Assembler) -> None:
    (found,) = rounds_from(
        assembler,
        "2026-12-15",
        "internal-appeal filed 2026-10-20",
        "internal-appeal approved 2026-11-23",
        closed="approved",
    )

    # 20 October to 23 November: 11 days left of October and 23.
    assert (found.outcome, found.late, found.days, found.unrecorded) == (W, Lateness(days=4), 34, False)


def test_silence_of_the_plan_stays_late_after_the_case_was_won_elsewhere(assembler: Assembler) -> None:
    found = rounds_from(
        assembler,
        "2027-01-15",
        "internal-appeal filed 2026-10-20",
        "ire-reconsideration forwarded 2026-11-25",
        "ire-reconsideration approved 2026-12-10",
    )

    silent = next(item for item in found if item.stage == "internal-appeal")
    # Due on 19 November, ended by the approval of 10 December: 11 days and 10.
    assert (silent.outcome, silent.judged, silent.late) == (Outcome.UNDECIDED, True, Lateness(days=21))
    assert [item.outcome for item in last_words(found)] == [W]


def test_an_appeal_taken_back_in_time_is_neither_decided_nor_late(assembler: Assembler) -> None:
    (found,) = rounds_from(
        assembler, "2026-12-15", "internal-appeal filed 2026-10-20", "internal-appeal withdrawn 2026-11-10"
    )

    assert (found.outcome, found.judged) == (Outcome.UNDECIDED, False)


def test_a_first_decision_is_timed(assembler: Assembler) -> None:
    # 42 CFR 422.568 from 2026: 7 calendar days. Asked on 21 September: the 28th; denied on 1 October.
    (found,) = rounds_from(assembler, "2026-10-02", facts={"requested": "2026-09-21"})

    assert (found.stage, found.days, found.late) == ("initial-decision", 10, Lateness(days=3))
    assert not found.counts_as_outcome


def test_an_appeal_after_a_call_is_known_as_one(assembler: Assembler) -> None:
    before = rounds_from(
        assembler,
        "2026-12-15",
        "peer-to-peer upheld 2026-10-05",
        "internal-appeal filed 2026-10-20",
        "internal-appeal upheld 2026-11-10",
    )
    after = rounds_from(assembler, "2026-12-15", "internal-appeal filed 2026-10-20", "peer-to-peer upheld 2026-10-25")

    assert next(item for item in before if item.stage == "internal-appeal").after_call
    assert not next(item for item in after if item.stage == "internal-appeal").after_call


def test_a_call_asked_for_is_pending_until_an_appeal_is_filed_instead(assembler: Assembler) -> None:
    (asked,) = rounds_from(assembler, "2026-10-02", "peer-to-peer requested 2026-10-02")
    found = rounds_from(
        assembler, "2026-10-21", "peer-to-peer requested 2026-10-02", "internal-appeal filed 2026-10-20"
    )

    assert asked.outcome is RUNS
    assert [item.outcome for item in found] == [Outcome.UNDECIDED, RUNS]


# -- lateness ----------------------------------------------------------------------------------


def test_lateness_in_words() -> None:
    assert str(Lateness(days=1)) == "1 day"
    assert str(Lateness(days=12)) == "12 days"
    assert str(Lateness(minutes=30)) == "0 h 30 min"
    assert str(Lateness(minutes=11 * 60, at_least=True)) == "at least 11 h"
    assert str(Lateness(minutes=(27 * 24 + 20) * 60 + 5)) == "27 d 20 h"


def test_a_limit_to_the_hour_is_over_when_the_clock_shows_it() -> None:
    due = parse_moment("2026-11-03T13:00", ZONE)

    assert lateness(due, parse_moment("2026-11-03T12:59", ZONE), ZONE) is None
    assert lateness(due, due, ZONE) == Lateness(minutes=0)
