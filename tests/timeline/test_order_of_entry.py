"""Events count by when they happened, not by when they were entered; nothing that is recorded late, twice or out of order costs a right."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, case_of, deadline_of, happening, timeline_of

from denialctl.cases.case import in_order
from denialctl.dates.moments import to_json
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from tests.conftest import Office

UPHELD = "internal-appeal upheld 2026-09-05 received 2026-09-07"
FILED = "internal-appeal filed 2026-09-01"


@pytest.mark.parametrize(
    ("plan", "facts", "name", "due"),
    [
        # 5 CFR 890.105(e)(1)(i): 90 days after the decision. 5 September: 25 days left, 56 to the end of October, 86 to that of November, 4 December.
        ("fehb", {}, "opm-review.file", "2026-12-04"),
        # 42 CFR 405.962: 180 days after receipt, presumed 5 days after the notice; received on the 7th, before the 10th. 7 September + 180: 23 left in
        # September, 54 to 31 October, 84 to 30 November, 115 to 31 December, 146 to 31 January, 174 to 28 February, 6 March 2027.
        ("medicare-ffs", {}, "qic-reconsideration.file", "2027-03-06"),
        # 45 CFR 147.136(d)(2)(i): four months after receipt of the notice, 7 January 2027.
        ("erisa-self-funded", {}, "external-review.file", "2027-01-07"),
        ("church", {}, "external-review.file", "2027-01-07"),
    ],
)
def test_a_filing_entered_after_its_own_decision_leaves_the_decision_alone(
    plan: str, facts: dict[str, str], name: str, due: str
) -> None:
    for events in permutations((UPHELD, FILED)):
        timeline = timeline_of(case_of(plan, events, denied="2026-08-03", **facts), "2026-10-12")
        found = deadline_of(timeline, name)
        assert (found.status, to_json(found.due)) == (Status.OPEN, due)
        assert deadline_of(timeline, "internal-appeal.file").status is Status.MET
        assert deadline_of(timeline, "internal-appeal.decide").status is not Status.LAPSED


def test_on_one_day_without_hours_the_filing_comes_before_the_decision() -> None:
    """Only days are known, and the other order would make of the decision an older one that a new filing has replaced."""
    for events in permutations(("expedited-appeal filed 2026-09-05", "expedited-appeal upheld 2026-09-05")):
        case = case_of("erisa-self-funded", events, denied="2026-09-03", urgent="yes")
        assert [item.what for item in case.happenings] == ["filed", "upheld"]
        assert deadline_of(timeline_of(case, "2026-09-08"), "external-review.file").status is Status.OPEN


def test_hours_decide_where_all_have_one() -> None:
    told = (
        "internal-appeal dismissed 2026-09-05T10:00",
        "internal-appeal filed 2026-09-05T15:00",
        "internal-appeal filed 2026-09-01T09:00",
    )
    for events in permutations(told):
        case = case_of("erisa-self-funded", events, denied="2026-08-03")
        assert [len(found) for found in case.rounds("internal-appeal")] == [2, 1]


def test_without_the_hour_a_filing_on_the_day_of_its_dismissal_leaves_the_right_open() -> None:
    """Filed again on the very day, or the first filing entered with the wrong day? The right stays on the list until that is said."""
    for events in permutations(("internal-appeal dismissed 2026-09-05", "internal-appeal filed 2026-09-05")):
        found = deadline_of(
            timeline_of(case_of("erisa-self-funded", events, denied="2026-08-03"), "2026-09-08"), "internal-appeal.file"
        )
        # 29 CFR 2560.503-1(h)(3)(i): 180 days after 3 August; 28 left in August, 58, 89, 119, 150 to 31 December, 30 January 2027.
        assert (found.status, found.due) == (Status.OPEN, date(2027, 1, 30))


def test_events_of_a_day_stand_in_one_order_however_they_were_entered() -> None:
    stages = assembler().book(case_of("fehb", denied="2026-08-03").facts).stages
    told = [
        "peer-to-peer held 2026-08-05",
        "internal-appeal sent 2026-08-05",
        "peer-to-peer requested 2026-08-05T10:00",
        "peer-to-peer upheld 2026-08-05",
    ]
    events = [happening(text, stages) for text in told]
    assert len({in_order(order) for order in permutations(events)}) == 1


@pytest.mark.parametrize("second", ["upheld", "partly-upheld", "dismissed"])
def test_a_decision_recorded_twice_moves_no_last_day(second: str) -> None:
    """Received 1 August: four months later is 1 December. From the second notice, 14 September, it may be argued until 14 January 2027."""
    first, again = "internal-appeal upheld 2026-07-30 received 2026-08-01", f"internal-appeal {second} 2026-09-14"
    for events in permutations(("internal-appeal filed 2026-07-01", first, again)):
        timeline = timeline_of(case_of("erisa-self-funded", events, denied="2026-06-10"), "2026-10-12")
        found = deadline_of(timeline, "external-review.file")
        assert (found.status, found.due) == (Status.OPEN, date(2026, 12, 1))
        assert found.latest == date(2027, 1, 14)
        assert any("The first notice (Thu 30 Jul 2026) counts" in warning for warning in timeline.warnings)


def test_the_same_decision_without_its_receipt_counts_from_the_notice() -> None:
    """One of two records of one notice knows the day of receipt: the safe day is that of the other, the notice of 30 July."""
    told = ("internal-appeal upheld 2026-07-30 received 2026-08-01", "internal-appeal upheld 2026-07-30")
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("erisa-self-funded", events, denied="2026-06-10"), "2026-10-12"), "external-review.file"
        )
        assert (found.due, found.latest) == (date(2026, 11, 30), date(2026, 12, 1))


def test_filed_again_after_a_decision_the_next_right_keeps_its_day() -> None:
    """A second letter to the plan takes back neither the decision nor the four months that it started; their new answer may be waited for."""
    events = [
        "internal-appeal filed 2026-07-01",
        "internal-appeal upheld 2026-07-30 received 2026-08-01",
        "internal-appeal filed 2026-08-20",
    ]
    timeline = timeline_of(case_of("erisa-self-funded", events, denied="2026-06-10"), "2026-09-01")
    found = deadline_of(timeline, "external-review.file")
    assert (found.status, found.due) == (Status.OPEN, date(2026, 12, 1))
    assert deadline_of(timeline, "internal-appeal.decide").status is Status.WAITING


def test_a_second_extension_leaves_the_first_one_valid() -> None:
    """42 CFR 422.590(f): 30 days, and 14 more by a notice in time. 2 March + 30 = 1 April, + 14 = 15 April; a second notice gives nothing and takes nothing."""
    told = (
        "internal-appeal filed 2026-03-02",
        "internal-appeal extended 2026-03-20",
        "internal-appeal extended 2026-04-10",
    )
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("medicare-advantage", events, denied="2026-02-16"), "2026-04-13"),
            "internal-appeal.decide",
        )
        assert (found.status, found.due) == (Status.WAITING, date(2026, 4, 15))
        assert any("is a second one" in note for note in found.notes)


def test_an_extension_after_the_end_gives_nothing_whatever_was_entered_first() -> None:
    told = ("internal-appeal filed 2026-03-02", "internal-appeal extended 2026-04-02")
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("medicare-advantage", events, denied="2026-02-16"), "2026-04-13"),
            "internal-appeal.decide",
        )
        assert (found.status, found.due) == (Status.LAPSED, date(2026, 4, 1))


def test_record_asks_about_an_outcome_that_is_there(office: Office) -> None:
    office.stored("--plan", "erisa-self-funded", "--denied", "2026-06-10", "--patient", "MRN-1")
    done = office.quick("record", "1", "internal-appeal", "upheld", "--on", "2026-07-30", "--received", "2026-08-01")
    assert done.code == 0, done.err
    refused = office.quick(
        "record", "1", "internal-appeal", "upheld", "--note", "the same letter again", "--on", "2026-09-14"
    )
    assert refused.code == 1
    assert "An outcome of internal-appeal is there already: upheld, dated Thu 30 Jul 2026." in refused.err
    assert "--checked" in refused.err
    assert len(office.quick("show", "1", "--history", "--format", "json").json["events"]) == 2
    taken = office.quick(
        "record",
        "1",
        "internal-appeal",
        "upheld",
        "--on",
        "2026-09-14",
        "--checked",
        "--as-of",
        "2026-10-12",
        "--format",
        "json",
    )
    assert taken.code == 0, taken.err
    assert taken.deadline("external-review.file")["due"] == "2026-12-01"


def test_record_takes_the_outcome_of_a_new_filing_without_a_word(office: Office) -> None:
    office.stored("--plan", "erisa-self-funded", "--denied", "2026-06-10")
    for words in (
        ("filed", "--on", "2026-06-20"),
        ("dismissed", "--on", "2026-07-10"),
        ("filed", "--on", "2026-07-20"),
        ("upheld", "--on", "2026-08-10"),
    ):
        done = office.quick("record", "1", "internal-appeal", *words)
        assert done.code == 0, done.err


def test_record_asks_before_the_denial_is_recorded_as_a_decision_once_more(office: Office) -> None:
    office.stored("--plan", "erisa-self-funded", "--denied", "2026-06-10")
    refused = office.quick("record", "1", "initial-decision", "upheld", "--on", "2026-06-12")
    assert refused.code == 1
    assert "is there already: Wed 10 Jun 2026" in refused.err


def test_a_second_denial_of_the_same_request_moves_no_last_day() -> None:
    """180 days after receipt on 10 June: 20 left in June, 51, 82, 112, 143, 173 to 30 November, 7 December. From 1 July it may be argued until 28 December."""
    case = case_of(
        "erisa-self-funded", ["initial-decision upheld 2026-07-01"], denied="2026-06-10", received="2026-06-10"
    )
    found = deadline_of(timeline_of(case, "2026-10-12"), "internal-appeal.file")
    assert (found.due, found.latest) == (date(2026, 12, 7), date(2026, 12, 28))


def test_of_two_notices_the_one_whose_time_ends_first_is_safe() -> None:
    """Dated the 6th and received on the 7th, dated the 5th and received on the 20th: four months from the 7th are 7 January 2027, the other day is arguable."""
    told = (
        "internal-appeal upheld 2026-09-06 received 2026-09-07",
        "internal-appeal upheld 2026-09-05 received 2026-09-20",
    )
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("erisa-self-funded", events, denied="2026-06-10"), "2026-10-12"), "external-review.file"
        )
        assert (found.due, found.latest) == (date(2027, 1, 7), date(2027, 1, 20))


def test_a_second_notice_received_before_the_presumed_receipt_of_the_first_gives_the_safe_day() -> None:
    """42 CFR 422.602(b): 60 days from receipt of the QIO's decision, presumed five days after its date.

    Dated 25 November and no receipt entered: presumed on 30 November, + 60 = 29 January 2027. A second notice, dated and
    received on 27 November: + 60 = 26 January. If that one is the decision, its time is over on the 26th, so this is
    the safe day; its own presumed receipt, 2 December, + 60 = 31 January can be argued.
    """
    first, second = "discharge-appeal upheld 2026-11-25", "discharge-appeal upheld 2026-11-27 received 2026-11-27"
    alone = timeline_of(case_of("medicare-advantage", [first], denied="2026-11-20"), "2026-11-27T12:00")
    assert deadline_of(alone, "alj-hearing.file").due == date(2027, 1, 29)
    for events in permutations((first, second)):
        both = timeline_of(case_of("medicare-advantage", events, denied="2026-11-20"), "2026-11-27T12:00")
        found = deadline_of(both, "alj-hearing.file")
        assert (found.status, found.due, found.latest) == (Status.OPEN, date(2027, 1, 26), date(2027, 1, 31))


@pytest.mark.parametrize(
    ("plan", "name", "due"),
    [
        # 29 CFR 2560.503-1(i)(2)(ii): 30 days from 5 August end on 4 September; external review four months after that day.
        ("erisa-self-funded", "external-review.file", None),
        ("fehb", "opm-review.file", None),
        ("medicaid-managed-care", "state-fair-hearing.file", None),
    ],
)
def test_a_dismissal_after_their_silence_moves_nothing_that_the_silence_opened(plan: str, name: str, due: None) -> None:
    events = ["internal-appeal filed 2026-08-05"]
    given = {"denied": "2026-08-01", "received": "2026-08-01"}
    silent = deadline_of(timeline_of(case_of(plan, events, **given), "2026-11-21"), name)
    assert silent.due is not due
    dismissed = deadline_of(
        timeline_of(case_of(plan, [*events, "internal-appeal dismissed 2026-11-20"], **given), "2026-11-21"), name
    )
    assert (dismissed.status, dismissed.due) == (silent.status, silent.due)


@pytest.mark.parametrize(
    ("plan", "state"), [("fehb", None), ("grandfathered-individual", "NY"), ("medicaid-managed-care", "TX")]
)
def test_what_they_ask_after_their_time_wins_them_none(plan: str, state: str | None) -> None:
    given = {"denied": "2026-08-01", "received": "2026-08-01", **({"state": state} if state else {})}
    filed = ["internal-appeal filed 2026-08-05"]
    silent = timeline_of(case_of(plan, filed, **given), "2026-11-21")
    asked = timeline_of(case_of(plan, [*filed, "internal-appeal info-requested 2026-11-18"], **given), "2026-11-21")
    for item in silent.deadlines:
        if item.id == "internal-appeal.decide" or (item.clock.ours and item.stage_open and item.status is Status.OPEN):
            after = deadline_of(asked, item.id)
            assert (after.status, after.due) == (item.status, item.due), item.id


def test_a_refusal_to_expedite_after_its_time_gives_them_no_more() -> None:
    """42 CFR 438.408(b)(3): 72 hours from 5 August; a refusal of the 18th is late."""
    given = {"denied": "2026-08-01", "received": "2026-08-01", "state": "TX", "urgent": "yes"}
    filed = ["expedited-appeal filed 2026-08-05"]
    silent = timeline_of(case_of("medicaid-managed-care", filed, **given), "2026-08-20")
    refused = timeline_of(
        case_of("medicaid-managed-care", [*filed, "expedited-appeal expedite-refused 2026-08-18"], **given),
        "2026-08-20",
    )
    for name in ("expedited-appeal.decide", "state-fair-hearing.file"):
        assert (deadline_of(refused, name).status, deadline_of(refused, name).due) == (
            deadline_of(silent, name).status,
            deadline_of(silent, name).due,
        )
    assert any("came after the urgent time was over" in warning for warning in refused.warnings)


def test_a_second_request_for_papers_on_the_day_of_our_answer_waits_for_its_own() -> None:
    """Asked on the 20th, answered on the 24th, asked again on that day: the answer met what was waiting before."""
    told = (
        "peer-to-peer pending-documents 2026-11-20",
        "peer-to-peer documents-sent 2026-11-24",
        "peer-to-peer pending-documents 2026-11-24 due 2026-12-01",
    )
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("aca-group", events, denied="2026-11-18"), "2026-11-25"), "peer-to-peer.supply"
        )
        assert (found.status, found.due) == (Status.OPEN, date(2026, 12, 1))


def test_asked_and_answered_on_one_day_is_answered() -> None:
    told = ("peer-to-peer pending-documents 2026-11-24", "peer-to-peer documents-sent 2026-11-24")
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("aca-group", events, denied="2026-11-18"), "2026-11-25"), "peer-to-peer.supply"
        )
        assert found.status is Status.MET


def test_a_call_called_off_and_put_on_again_on_one_day_is_on() -> None:
    told = (
        "peer-to-peer requested 2026-11-25",
        "peer-to-peer withdrawn 2026-11-27",
        "peer-to-peer scheduled 2026-11-27T15:00",
    )
    for events in permutations(told):
        found = deadline_of(
            timeline_of(case_of("aca-group", events, denied="2026-11-18"), "2026-11-27"), "peer-to-peer.hold"
        )
        assert found.status is Status.OPEN


def test_what_was_sent_and_then_withdrawn_is_open_again() -> None:
    events = ["internal-appeal sent 2026-11-10 proof", "internal-appeal withdrawn 2026-11-15"]
    found = deadline_of(
        timeline_of(case_of("erisa-self-funded", events, denied="2026-11-01"), "2026-11-20"), "internal-appeal.file"
    )
    assert found.status is Status.OPEN


def test_what_was_approved_before_the_denial_ends_nothing() -> None:
    """Care that was approved in September and cut in November: the denial took the approval back."""
    case = case_of("erisa-self-funded", ["initial-decision approved 2026-09-01"], denied="2026-11-20")
    assert case.won is None
    assert deadline_of(timeline_of(case, "2026-11-23"), "internal-appeal.file").status is Status.OPEN
