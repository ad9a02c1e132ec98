"""Which deadlines come onto the list, and from which day."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from tests.worklist.made import ZONE, deadline

from denialctl.dates.moments import Instant
from denialctl.timeline.deadline import Deadline, Timeline
from denialctl.vocabulary import Clock, Kind, Status
from denialctl.worklist.surfacing import AT_ONCE, last_day, on_list, surface_day, surfaces

DAY, PLANNED = date(2026, 11, 30), date(2026, 11, 20)


def timeline(*items: Deadline) -> Timeline:
    return Timeline(items, (), None, None, {})


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ({}, True),
        ({"status": Status.MISSED}, True),
        ({"status": Status.NOT_COMPUTED}, True),
        ({"stage_open": False}, False),
        ({"status": Status.MET}, False),
        ({"status": Status.MOOT}, False),
        ({"status": Status.PROJECTED}, False),
        ({"status": Status.MET, "receipt_unknown": True, "stage_open": False}, True),
        ({"status": Status.MET_LATE, "give_cause": True}, True),
        ({"clock": Clock.PLAN, "status": Status.WAITING}, False),
        ({"clock": Clock.PLAN, "status": Status.LAPSED}, True),
        ({"clock": Clock.REVIEWER, "status": Status.LAPSED}, True),
        ({"clock": Clock.PLAN, "status": Status.LAPSED, "raised": True}, False),
        # Theirs: that a stage of ours is open, or something of ours unproved, makes nothing of it.
        ({"clock": Clock.PLAN, "status": Status.OPEN, "receipt_unknown": True}, False),
    ],
)
def test_ours_to_act_on_and_theirs_to_be_chased(changes: dict[str, Any], there: bool) -> None:
    assert surfaces(deadline(**changes)) is there


def test_a_missed_call_is_left_out_once_an_appeal_is_filed() -> None:
    call = deadline(stage="peer-to-peer", step="request", kind=Kind.PEER_TO_PEER, status=Status.MISSED, due=PLANNED)
    filed = deadline(status=Status.MET, done_at=DAY)
    assert on_list(call, timeline(call, deadline()))
    assert not on_list(call, timeline(call, filed))


@pytest.mark.parametrize(
    ("other", "there"),
    [
        ({"status": Status.OPEN}, False),
        ({"status": Status.WAITING}, False),
        ({"clock": Clock.PLAN, "status": Status.LAPSED}, False),
        ({"clock": Clock.PLAN, "status": Status.LAPSED, "done_at": DAY}, True),
        ({"status": Status.OPEN, "optional": True}, True),
        ({"status": Status.OPEN, "stage_open": False}, True),
        ({"status": Status.MISSED}, True),
    ],
)
def test_a_further_review_without_a_date_waits_for_the_ladder_before_it(other: dict[str, Any], there: bool) -> None:
    review = deadline(stage="judicial-review", kind=Kind.FURTHER_REVIEW, status=Status.NOT_COMPUTED)
    assert on_list(review, timeline(deadline(**other), review)) is there


def test_an_optional_step_is_on_the_list_only_while_it_has_a_day() -> None:
    for status, there in ((Status.OPEN, True), (Status.MISSED, False), (Status.NOT_COMPUTED, False)):
        item = deadline(optional=True, status=status)
        assert on_list(item, timeline(item)) is there


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"act_by": PLANNED, "due": DAY}, PLANNED),
        ({"due": DAY}, DAY),
        ({"status": Status.NOT_COMPUTED, "act_by": PLANNED}, PLANNED),
        ({"status": Status.NOT_COMPUTED, "due": DAY}, AT_ONCE),
        ({"status": Status.MISSED, "act_by": PLANNED, "due": DAY}, AT_ONCE),
        ({"clock": Clock.PLAN, "status": Status.LAPSED, "act_by": PLANNED, "due": DAY}, AT_ONCE),
        ({"sent_unproved": True, "due": DAY}, AT_ONCE),
        ({"receipt_unknown": True, "due": DAY}, AT_ONCE),
        ({"give_cause": True, "due": DAY}, AT_ONCE),
        ({}, AT_ONCE),
    ],
)
def test_the_day_from_which_it_has_to_be_looked_at(changes: dict[str, Any], day: date) -> None:
    assert surface_day(deadline(**changes)) == day


def test_midnight_at_the_end_of_a_day_belongs_to_that_day() -> None:
    assert last_day(Instant.at(date(2026, 11, 14), time(0), ZONE)) == date(2026, 11, 13)
    assert last_day(Instant.at(date(2026, 11, 14), time(0, 1), ZONE)) == date(2026, 11, 14)
    assert last_day(date(2026, 11, 14)) == date(2026, 11, 14)
