"""Whom to tell: rungs by time, who stands on them, repetition until somebody takes it on, and absences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from tests.worklist.made import ZONE, deadline
from tests.worklist.made import case as case_with

from denialctl.cases.case import Acknowledged, Case, Told
from denialctl.dates.moments import Instant
from denialctl.errors import UsageError
from denialctl.office.morning import Morning
from denialctl.office.rungs import Rungs, read_rungs
from denialctl.office.staff import Absence, Person, Staff
from denialctl.vocabulary import Status
from denialctl.worklist.escalation import Reached, Roles, Watch, reached

if TYPE_CHECKING:
    from denialctl.dates.moments import Moment
    from denialctl.timeline.deadline import Deadline

# Thanksgiving 2026 is Thursday 26 November; the office is closed that day.
CLOSED = frozenset({"2026-11-26"})
MARIA = Person("maria", team="imaging", lead="dana", deputy="jo", physician="Dr. Okafor")
JO = Person("jo", team="drugs", lead="dana", deputy="maria")
STAFF = Staff({"maria": MARIA, "jo": JO, "dana": Person("dana")})


def morning(day: date, hour: int = 8) -> Morning:
    return Morning(Instant.at(day, time(hour), ZONE), CLOSED)


def item(due: Moment, *, trigger: Moment = date(2026, 11, 2), status: Status = Status.OPEN) -> Deadline:
    return deadline(due=due, trigger_event="notice_date", trigger_at=trigger, status=status)


def at(day: int, hour: int) -> Instant:
    """A moment of November 2026 in New York."""
    return Instant.at(date(2026, 11, day), time(hour), ZONE)


def watch(rungs: Rungs | None = None, staff: Staff = STAFF) -> Watch:
    return Watch(rungs or read_rungs(None, None), Roles(), staff)


CASE = case_with(owner="maria")


def told(rung: int, when: Instant, *, taken: tuple[int, Instant] | None = None) -> Case:
    """The case of which maria was told; `taken` says on which rung, and when, she took it on."""
    acknowledged = () if taken is None else (Acknowledged("internal-appeal.file", taken[0], "maria", taken[1]),)
    return replace(CASE, told=(Told("internal-appeal.file", rung, "maria", when),), acknowledged=acknowledged)


def rung_on(day: date) -> Reached | None:
    return reached(item(date(2026, 12, 2)), CASE, morning(day), watch())


def test_rungs_come_with_the_share_of_the_window_that_is_used() -> None:
    """From the end of 2 November to the end of 2 December are 30 days: half is gone at the end of the 17th, three quarters in the 25th."""
    assert rung_on(date(2026, 11, 17)) is None  # 14 days and 8 hours of 30
    half = rung_on(date(2026, 11, 18))  # 15 days and 8 hours
    assert half is not None
    assert (half.rung, half.to) == (1, "maria")
    assert str(half) == "maria (rung 1 of 3)"
    before = rung_on(date(2026, 11, 25))  # 22 days and 8 hours: 74 percent
    after = rung_on(date(2026, 11, 27))
    assert before is not None
    assert after is not None
    assert (before.rung, after.rung, after.to) == (1, 2, "dana")


def test_the_last_business_day_is_the_physicians() -> None:
    """One business day is left on Tuesday 1 December for Wednesday the 2nd."""
    last = rung_on(date(2026, 12, 1))
    assert last is not None
    assert (last.rung, last.to) == (3, "Dr. Okafor")


def test_a_holiday_is_no_business_day_left() -> None:
    """Due Friday 27 November: on Wednesday the 25th one business day is left, because Thursday is Thanksgiving."""
    last = reached(item(date(2026, 11, 27), trigger=date(2026, 11, 20)), CASE, morning(date(2026, 11, 25)), watch())
    assert last is not None
    assert last.rung == 3


def test_hours_left_make_a_rung() -> None:
    """72 hours from 18 November 14:00 end on the 21st at 14:00; twelve hours before is 02:00 of that day."""
    ladder = read_rungs("50% owner, 12h lead", "4h")
    clock = item(at(21, 14), trigger=at(18, 14))
    early = reached(clock, CASE, morning(date(2026, 11, 21), 1), watch(ladder))
    late = reached(clock, CASE, morning(date(2026, 11, 21), 3), watch(ladder))
    assert early is not None
    assert late is not None
    assert (early.rung, late.rung, late.to) == (1, 2, "dana")


def test_what_nobody_acknowledged_is_told_again_one_higher_on_the_next_open_day() -> None:
    case = told(1, at(18, 8))
    same_day = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 18), 15), watch())
    next_day = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 19)), watch())
    assert same_day is not None
    assert next_day is not None
    assert (same_day.rung, same_day.new) == (1, False)
    assert (next_day.rung, next_day.to, next_day.new) == (2, "dana", True)


def test_a_weekend_and_a_holiday_repeat_nothing() -> None:
    """Told on Wednesday 25 November: Thursday is Thanksgiving, so the next open day is Friday the 27th."""
    case = told(1, at(25, 8))
    holiday = reached(item(date(2026, 12, 20)), case, morning(date(2026, 11, 26)), watch())
    friday = reached(item(date(2026, 12, 20)), case, morning(date(2026, 11, 27)), watch())
    assert holiday is not None
    assert friday is not None
    assert (holiday.new, friday.new, friday.rung) == (False, True, 2)


def test_repetition_by_the_hour() -> None:
    ladder = read_rungs("50% owner, 75% lead", "4h")
    case = told(1, at(18, 8))
    before = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 18), 11), watch(ladder))
    after = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 18), 12), watch(ladder))
    assert before is not None
    assert after is not None
    assert (before.new, after.new, after.rung) == (False, True, 2)


def test_at_the_top_it_is_repeated_there() -> None:
    case = told(3, at(30, 8))
    again = reached(item(date(2026, 12, 2)), case, morning(date(2026, 12, 1)), watch())
    assert again is not None
    assert (again.rung, again.new) == (3, True)


def test_an_acknowledgement_is_quiet_until_time_climbs_higher() -> None:
    case = told(1, at(18, 8), taken=(1, at(18, 9)))
    quiet = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 24)), watch())
    climbed = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 27)), watch())
    assert quiet is not None
    assert climbed is not None
    assert (quiet.acknowledged_by, quiet.new) == ("maria", False)
    assert (climbed.acknowledged_by, climbed.rung, climbed.new) == (None, 2, True)


def test_an_acknowledgement_before_the_last_telling_does_not_count() -> None:
    case = told(2, at(19, 8), taken=(1, at(18, 9)))
    found = reached(item(date(2026, 12, 2)), case, morning(date(2026, 11, 19), 9), watch())
    assert found is not None
    assert (found.rung, found.acknowledged_by) == (2, None)


def test_what_was_taken_on_is_shown_on_the_last_rung_that_is_left() -> None:
    """Taken on at the third rung; since then the office has named two."""
    case = told(3, at(18, 8), taken=(3, at(18, 9)))
    found = reached(
        item(date(2026, 12, 2)), case, morning(date(2026, 11, 19)), watch(read_rungs("50% owner, 75% lead", None))
    )
    assert found is not None
    assert (found.rung, found.of, found.acknowledged_by) == (2, 2, "maria")


def test_their_lateness_goes_to_the_lead_and_a_missed_right_to_the_physician() -> None:
    late = reached(item(date(2026, 11, 17), status=Status.LAPSED), CASE, morning(date(2026, 11, 18)), watch())
    missed = reached(item(date(2026, 11, 17), status=Status.MISSED), CASE, morning(date(2026, 11, 18)), watch())
    assert late is not None
    assert missed is not None
    assert (late.to, missed.to) == ("dana", "Dr. Okafor")


def test_who_is_away_is_stood_in_for() -> None:
    """maria is away Monday to Friday; jo, the deputy, is away on Monday, and whose deputy is maria: at last the lead."""
    away = Staff(
        {
            "maria": Person("maria", lead="dana", deputy="jo", away=(Absence(date(2026, 11, 16), date(2026, 11, 20)),)),
            "jo": Person("jo", deputy="maria", away=(Absence(date(2026, 11, 16), date(2026, 11, 16)),)),
        }
    )
    assert str(away.cover("maria", date(2026, 11, 13))) == "maria"
    assert str(away.cover("maria", date(2026, 11, 17))) == "jo (for maria, away until Fri 20 Nov 2026)"
    assert str(away.cover("maria", date(2026, 11, 16))) == "dana (for maria, away until Fri 20 Nov 2026)"
    assert away.covered_by("jo", date(2026, 11, 17)) == ["maria", "jo"]
    assert away.covered_by("maria", date(2026, 11, 17)) == []
    found = reached(item(date(2026, 12, 2)), CASE, morning(date(2026, 11, 18)), watch(staff=away))
    assert found is not None
    assert found.to == "jo (for maria, away until Fri 20 Nov 2026)"


def test_nobody_stands_in_for_one_without_deputy_and_lead() -> None:
    alone = Staff({"maria": Person("maria", away=(Absence(date(2026, 11, 16), date(2026, 11, 16)),))})
    assert "nobody stands in" in str(alone.cover("maria", date(2026, 11, 16)))


def test_a_lead_who_is_away_too_is_passed_over() -> None:
    gone = (Absence(date(2026, 11, 16), date(2026, 11, 20)),)
    away = Staff({"maria": Person("maria", lead="lee", away=gone), "lee": Person("lee", lead="lee", away=gone)})
    assert (
        str(away.cover("maria", date(2026, 11, 17), at_last="dana")) == "dana (for maria, away until Fri 20 Nov 2026)"
    )
    assert "nobody stands in" in str(away.cover("lee", date(2026, 11, 17)))


def test_a_rung_of_many_business_days() -> None:
    """From Friday 27 November to Sunday 20 December are 15 business days: 30 November to 18 December, three weeks of five."""
    ladder = read_rungs("15bd lead, 3bd physician", None)
    found = reached(item(date(2026, 12, 20)), CASE, morning(date(2026, 11, 27)), watch(ladder))
    before = reached(item(date(2026, 12, 20)), CASE, morning(date(2026, 11, 25)), watch(ladder))
    assert found is not None
    assert (found.rung, found.to) == (1, "dana")
    assert before is None  # Friday 27 November is one more


def test_their_lateness_is_for_the_only_rung_where_there_is_one() -> None:
    """The last but one takes it up; of a single rung that is the first."""
    found = reached(
        item(date(2026, 11, 17), status=Status.LAPSED),
        CASE,
        morning(date(2026, 11, 18)),
        watch(read_rungs("50% lead", None)),
    )
    assert found is not None
    assert (found.rung, found.of, found.to, found.new) == (1, 1, "dana", True)


def test_a_role_that_nobody_fills_is_named() -> None:
    nobody = Watch(read_rungs("10% owner, 50% lead, 1bd physician", None), Roles(), Staff())
    told_to = [
        found.to if (found := reached(item(date(2026, 12, 2)), case_with(), morning(day), nobody)) else None
        for day in (date(2026, 11, 6), date(2026, 11, 18), date(2026, 12, 1))
    ]
    assert told_to == ["the owner", "the lead", "the physician"]


def test_who_took_another_deadline_on_has_not_taken_this_one() -> None:
    other = replace(CASE, acknowledged=(Acknowledged("external-review.file", 3, "jo", at(18, 9)),))
    found = reached(item(date(2026, 12, 2)), other, morning(date(2026, 11, 19)), watch())
    assert found is not None
    assert (found.acknowledged_by, found.new) == (None, True)


def test_an_unassigned_case_goes_to_the_lead() -> None:
    watching = Watch(read_rungs(None, None), Roles(lead="dana"), STAFF)
    found = reached(item(date(2026, 12, 2)), case_with(), morning(date(2026, 11, 18)), watching)
    assert found is not None
    assert found.to == "dana"


@pytest.mark.parametrize(
    ("rungs", "repeat"),
    [("half owner", None), ("150% owner", None), ("50%", None), (",", None), (None, "daily"), (None, "0bd")],
)
def test_rungs_that_cannot_be_read_are_refused(rungs: str | None, repeat: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        read_rungs(rungs, repeat)
    assert caught.value.way_out
