"""Where a state names no time of its own for the expedited request, that of the ordinary one is its outer limit."""

from __future__ import annotations

from datetime import date

import pytest
from tests.told import case_of, deadline_of, shipped, timeline_of

from denialctl.dates.moments import day_of
from denialctl.vocabulary import Layer, Status

DENIED = {"denied": "2026-06-01", "received": "2026-06-01", "urgent": "yes"}
UPHELD = ("expedited-appeal filed 2026-06-02T10:00", "expedited-appeal upheld 2026-06-04 received 2026-06-04")
PLANS = ("aca-group", "aca-individual", "grandfathered-group", "grandfathered-individual")


def test_sixty_days_of_the_ordinary_review_bind_the_expedited_one() -> None:
    """Kentucky: received Thursday 4 June, 26 days to 30 June, 57 to 31 July, day 60 is Monday 3 August."""
    timeline = timeline_of(case_of("aca-group", UPHELD, state="KY", **DENIED), "2026-06-05")
    expedited = deadline_of(timeline, "expedited-external-review.file")

    assert expedited.due == date(2026, 8, 3)
    assert expedited.layer is Layer.STATE
    assert expedited.source_status == "interpretive"
    assert any("no time of its own for the expedited request" in note for note in expedited.notes)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("state", shipped().states())
def test_in_no_state_does_the_expedited_form_end_after_the_ordinary_one(state: str, plan: str) -> None:
    """Nobody who reads the expedited line alone may miss the last day of the ordinary one."""
    # An administrative grievance (New Mexico: 20 days) is never urgent, so the ground is given.
    case = case_of(plan, UPHELD, state=state, **DENIED, **{"fact.ground": "medical-necessity"})
    timeline = timeline_of(case, "2026-06-05")
    for ordinary, expedited in (
        ("external-review.file", "expedited-external-review.file"),
        ("internal-appeal.file", "expedited-appeal.file"),
    ):
        one, other = timeline.get(ordinary), timeline.get(expedited)
        if one is not None and other is not None and one.due is not None and other.due is not None:
            assert day_of(other.due) <= day_of(one.due), f"{expedited} {other.due}, {ordinary} {one.due}"


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("state", shipped().states())
def test_an_expedited_review_that_is_open_beside_the_denial_keeps_its_day(state: str, plan: str) -> None:
    """A window that runs from a decision has not begun then: the federal day stays."""
    timeline = timeline_of(case_of(plan, state=state, **DENIED), "2026-06-03")
    expedited = timeline.get("expedited-external-review.file")
    if expedited is not None and expedited.stage_open and expedited.status is Status.OPEN:
        assert expedited.due is not None


def test_a_longer_time_that_is_lent_extends_nothing() -> None:
    """Arizona gives two years for the ordinary appeal; 180 days from 1 June end on 28 November, and so does the argument."""
    case = case_of("aca-group", state="AZ", **DENIED)
    expedited = deadline_of(timeline_of(case, "2026-06-03"), "expedited-appeal.file")
    assert expedited.due == expedited.latest == date(2026, 11, 28)


def test_what_is_lent_is_said_in_the_words_of_the_same_opening() -> None:
    """Indiana, grandfathered: nobody spoke of a surprise bill."""
    facts = {**DENIED, "fact.funding": "insured"}
    timeline = timeline_of(case_of("grandfathered-group", UPHELD, state="IN", **facts), "2026-06-05")
    assert "surprise bill" not in deadline_of(timeline, "expedited-external-review.file").say
