"""The days of a deadline in words. The days are written by hand, the sentences stand in the README and the users' guide."""

from __future__ import annotations

from datetime import date

import pytest
from tests.worklist.made import deadline

from denialctl.dates.moments import Moment, parse_moment
from denialctl.timeline.moved import say_right
from denialctl.timeline.phrases import (
    SIDES,
    STATUS_WORDS,
    capital,
    joined,
    read_in_zone,
    say_arguable,
    say_basis,
    say_done,
    say_doubt,
    say_if_known,
    say_last_day,
    say_late,
    say_planned,
    say_status,
)
from denialctl.vocabulary import Basis, Clock, Kind, Layer, Status

ZONE = "America/New_York"
FRI_11_DEC = date(2026, 12, 11)
SUN_20_DEC = date(2026, 12, 20)
WED_19_MAY = date(2027, 5, 19)


def hour(text: str) -> Moment:
    return parse_moment(text, ZONE)


APPEAL = deadline(
    title="Appeal",
    say="Write the appeal.",
    layer=Layer.STATE,
    authority="28 TAC 19.1711(a)(1)-(2)",
    source="",
    window="30 calendar days after the date on the notice",
    trigger_event="denial",
    trigger_at=date(2026, 11, 20),
    act_by=FRI_11_DEC,
    due=SUN_20_DEC,
    latest=WED_19_MAY,
    if_missed="",
)
"""The appeal that the README shows: safe by 30 days after 20 November, arguable for 180."""


def test_the_days_of_the_appeal_in_the_readme() -> None:
    assert say_last_day(APPEAL) == "last day Sun 20 Dec 2026"
    assert say_planned(APPEAL) == "plan it for Fri 11 Dec 2026"
    assert say_arguable(APPEAL) == "arguable until Wed 19 May 2027"
    assert say_right(APPEAL) == "Appeal, last day Sun 20 Dec 2026, arguable until Wed 19 May 2027"


def test_nothing_is_arguable_where_the_last_day_is_the_same_or_none_is_known() -> None:
    assert say_arguable(APPEAL._replace(latest=SUN_20_DEC)) == ""
    assert say_arguable(APPEAL._replace(latest=None)) == ""


def test_what_is_theirs_is_asked_for_not_planned() -> None:
    theirs = APPEAL._replace(clock=Clock.PLAN, step="decide")
    assert say_planned(theirs) == "ask from Fri 11 Dec 2026"
    assert say_planned(theirs._replace(clock=Clock.REVIEWER)) == "ask from Fri 11 Dec 2026"


def test_a_day_that_is_not_planned_is_not_said() -> None:
    assert say_planned(APPEAL._replace(act_by=None)) == ""


def test_where_no_last_day_is_known_it_is_said_why() -> None:
    unknown = APPEAL._replace(due=None, latest=None, missing="the letter names it")
    assert say_last_day(unknown) == "last day not known: the letter names it"
    assert say_if_known(unknown.due) == "not computed"
    assert say_if_known(unknown.due, "no date") == "no date"


def test_an_hour_is_said_with_its_zone() -> None:
    # Home health that ends on Wednesday: the QIO is to be called by noon of the day before. In November New York is on EST.
    assert say_last_day(APPEAL._replace(due=hour("2026-11-24T12:00"))) == "last day Tue 24 Nov 2026 12:00 EST"


def test_an_hour_is_read_in_the_zone_of_the_office() -> None:
    # Noon in New York is 11 o'clock in Chicago; a day is the same day everywhere.
    due = APPEAL._replace(due=hour("2026-11-24T12:00"), latest=None)
    read = read_in_zone(due, "America/Chicago")
    assert say_last_day(read) == "last day Tue 24 Nov 2026 11:00 CST"
    assert say_planned(read) == "plan it for Fri 11 Dec 2026"


def test_what_is_theirs_and_late_was_due_and_may_have_come() -> None:
    late = APPEAL._replace(clock=Clock.PLAN, step="decide", status=Status.LAPSED)
    assert say_late(late) == "was due Sun 20 Dec 2026"
    assert say_late(late._replace(done_at=date(2026, 12, 22))) == "was due Sun 20 Dec 2026, came Tue 22 Dec 2026"


def test_how_it_stands_says_when_it_was_done() -> None:
    assert say_status(APPEAL) == "OPEN"
    done = APPEAL._replace(status=Status.MET, done_at=date(2026, 11, 23))
    assert say_status(done) == "done Mon 23 Nov 2026"
    assert say_done(done) == "done Mon 23 Nov 2026"
    assert say_status(done._replace(status=Status.MET_LATE)) == "done late Mon 23 Nov 2026"
    assert say_done(APPEAL) == ""


@pytest.mark.parametrize(
    ("basis", "kind", "confirmed", "said"),
    [
        (Basis.LAW, Kind.INTERNAL_APPEAL, True, "A rule"),
        (Basis.LAW, Kind.INTERNAL_APPEAL, False, "A rule [check the letter]"),
        (Basis.LETTER, Kind.INTERNAL_APPEAL, True, "A rule"),
        (Basis.CONTRACT, Kind.PEER_TO_PEER, False, "payer manual, letter decides: A rule [check the letter]"),
        (Basis.PRACTICE, Kind.PEER_TO_PEER, False, "only what is usual [check the letter]"),
        (Basis.PRACTICE, Kind.COMPLAINT, True, "A rule"),
        (None, Kind.INTERNAL_APPEAL, True, "A rule"),
    ],
)
def test_what_a_date_rests_on(basis: Basis | None, kind: Kind, confirmed: bool, said: str) -> None:
    item = APPEAL._replace(basis=basis, kind=kind, confirmed=confirmed, authority="A rule", source_status="recalled")
    assert say_basis(item) == said


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("interpretive", "[our reading]"),
        ("seen-secondary", "[check the letter]"),
        ("recalled", "[check the letter]"),
        ("not-found", "[check the letter]"),
        ("conflict", "[sources disagree]"),
        # The rule was read, and whether it speaks hangs on a fact that nobody entered.
        ("seen", "[check the letter]"),
    ],
)
def test_a_date_that_is_not_firm_has_one_short_mark(status: str, mark: str) -> None:
    assert say_doubt(APPEAL) == ""
    assert say_doubt(APPEAL._replace(confirmed=False, source_status=status)) == mark


def test_every_clock_and_every_status_has_its_words() -> None:
    assert set(SIDES) == set(Clock)
    assert set(STATUS_WORDS) == set(Status)
    assert len({len(side.column) for side in SIDES.values()}) == 1, "the first column of a ladder is as wide for each"


def test_pieces_are_joined_without_the_empty_ones() -> None:
    assert joined("one", "", None, "two") == "one, two"
    assert joined("one", "two", by="; ") == "one; two"
    assert capital("plan it") == "Plan it"
    assert capital("") == ""
