"""Where a plan holds no call after the denial: when that is the answer, when it is none, and where it is said."""

from __future__ import annotations

import pytest
from tests.told import case_of, deadline_of, timeline_of

from denialctl.timeline.next_step import next_step_of
from denialctl.vocabulary import Status

# Humana's Medicare Advantage plans hold the call only before the denial, since 1 August 2018.
HUMANA = {"payer": "Humana", "denied": "2026-09-01", "received": "2026-09-01"}
WHO = "Humana provider newsletter, peer review process changes (payer policy)"
ANSWER = f"This plan offers no call after the denial: appeal ({WHO})."


def test_the_answer_stands_on_the_call_and_beside_the_appeal_in_its_place() -> None:
    case = case_of("medicare-advantage", **HUMANA)
    timeline = timeline_of(case, "2026-09-02")
    call, appeal = deadline_of(timeline, "peer-to-peer.request"), deadline_of(timeline, "internal-appeal.file")
    assert call.without_call
    assert (call.no_call, call.due, call.latest, call.act_by) == (ANSWER, None, None, None)
    assert appeal.no_call == ANSWER
    assert not appeal.without_call
    assert [item.id for item in timeline.deadlines if item.no_call] == ["peer-to-peer.request", "internal-appeal.file"]
    assert next_step_of(case, timeline).startswith(f"{ANSWER} Ask the plan for a reconsideration")


def test_an_urgent_case_has_it_beside_both_forms_of_the_appeal() -> None:
    timeline = timeline_of(case_of("medicare-advantage", **HUMANA, urgent="yes"), "2026-09-02")
    assert {item.id for item in timeline.deadlines if item.no_call} == {
        "peer-to-peer.request",
        "internal-appeal.file",
        "expedited-appeal.file",
    }


def test_what_nobody_read_in_the_payers_own_document_is_asked_once() -> None:
    """Blue Cross and Blue Shield of Kansas, by an e-mail of 2019 that the press reported."""
    case = case_of("aca-group", payer="BCBS Kansas", state="KS", denied="2026-09-01", received="2026-09-01")
    call = deadline_of(timeline_of(case, "2026-09-02"), "peer-to-peer.request")
    assert call.no_call is not None
    assert call.no_call.startswith(
        "This plan seems to offer no call after the denial: ask once by phone today, and appeal ("
    )
    assert "[check the letter]" in call.no_call


@pytest.mark.parametrize(
    "events",
    [
        ("internal-appeal filed 2026-09-03",),
        ("internal-appeal filed 2026-09-03", "internal-appeal upheld 2026-09-20"),
    ],
)
def test_an_appeal_that_is_under_way_needs_no_such_word(events: tuple[str, ...]) -> None:
    timeline = timeline_of(case_of("medicare-advantage", events, **HUMANA), "2026-09-21")
    assert deadline_of(timeline, "internal-appeal.file").no_call is None


def test_a_case_that_is_won_has_no_answer_left() -> None:
    won = ("internal-appeal filed 2026-09-03", "internal-appeal approved 2026-09-20")
    timeline = timeline_of(case_of("medicare-advantage", won, **HUMANA), "2026-09-21")
    assert not [item for item in timeline.deadlines if item.no_call]


def test_a_day_that_the_letter_gives_for_the_call_goes_before_the_manual() -> None:
    case = case_of("medicare-advantage", letters=["peer-to-peer=2026-09-25"], **HUMANA)
    timeline = timeline_of(case, "2026-09-02")
    assert deadline_of(timeline, "peer-to-peer.request").status is Status.OPEN
    assert not [item for item in timeline.deadlines if item.no_call]


def test_while_the_plan_type_is_open_a_call_under_one_of_them_stays() -> None:
    """Humana's commercial plans kept a call after the denial; which of the two it is, nobody knows yet."""
    timeline = timeline_of(case_of("medicare-advantage,aca-group", state="OH", **HUMANA), "2026-09-02")
    call = deadline_of(timeline, "peer-to-peer.request")
    assert call.status is not Status.MOOT
    assert call.no_call is None
    assert deadline_of(timeline, "internal-appeal.file").no_call is None


def test_no_usual_day_stands_where_only_the_setting_is_open() -> None:
    """Priority Health: none that changes anything for an acute inpatient stay; of other care its days were not read."""
    case = case_of(
        "medicare-advantage", payer="Priority Health", state="MI", denied="2026-09-01", received="2026-09-01"
    )
    call = deadline_of(timeline_of(case, "2026-09-02"), "peer-to-peer.request")
    assert (call.status, call.due, call.layer) == (Status.NOT_COMPUTED, None, "payer")
    assert any(
        note.startswith("Perhaps no call at all: after the denial the call is informational only")
        for note in call.notes
    )
