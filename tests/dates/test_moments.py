"""Dates and instants: reading them, saying them, comparing them, counting hours between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from denialctl.dates.moments import (
    Instant,
    Moment,
    day_of,
    earlier,
    end_of,
    later,
    parse_day,
    parse_moment,
    say,
    say_day,
    start_of,
    to_json,
    zone_of,
)
from denialctl.errors import EXIT_USAGE, UsageError

NEW_YORK = "America/New_York"
LOS_ANGELES = "America/Los_Angeles"
KIRITIMATI = "Pacific/Kiritimati"


def at(text: str, zone: str = NEW_YORK) -> Instant:
    """Put the wall clock of a zone into an instant, such as `at("2026-10-31T14:00")`."""
    local = datetime.fromisoformat(text)
    return Instant.at(local.date(), local.time(), zone)


# -- instants -------------------------------------------------------------------------


def test_an_instant_is_held_in_utc() -> None:
    # New York is five hours behind UTC in winter, four in summer.
    assert at("2026-12-01T09:00").utc == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert at("2026-07-01T09:00").utc == datetime(2026, 7, 1, 13, tzinfo=UTC)
    with pytest.raises(ValueError, match="UTC"):
        Instant(datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=-5))), NEW_YORK)


def test_a_datetime_without_an_offset_is_no_instant() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        Instant.from_datetime(datetime(2026, 12, 1, 9), NEW_YORK)  # noqa: DTZ001 - the fault that is looked for
    east = datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=1)))
    assert Instant.from_datetime(east, NEW_YORK).isoformat() == "2026-12-01T03:00:00-05:00"


def test_the_day_of_an_instant_is_that_of_its_own_zone() -> None:
    moment = datetime(2026, 12, 1, 3, tzinfo=UTC)
    assert Instant.from_datetime(moment, NEW_YORK).day == date(2026, 11, 30)  # 22:00 the evening before
    assert Instant.from_datetime(moment, KIRITIMATI).day == date(2026, 12, 1)  # UTC+14: 17:00
    assert day_of(Instant.from_datetime(moment, NEW_YORK)) == date(2026, 11, 30)
    assert day_of(date(2026, 12, 1)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # Clocks go back on Sunday 1 November 2026 at 02:00, forward on Sunday 8 March 2026 at 02:00.
        ("2026-10-31T14:00", 72, "2026-11-03T13:00:00-05:00"),
        ("2026-10-30T17:00", 72, "2026-11-02T16:00:00-05:00"),
        ("2026-03-06T09:00", 72, "2026-03-09T10:00:00-04:00"),
        ("2026-11-25T16:30", 72, "2026-11-28T16:30:00-05:00"),  # over Thanksgiving, no change of clocks
        ("2026-11-03T13:00", -72, "2026-10-31T14:00:00-04:00"),
    ],
)
def test_hours_elapse_over_changes_of_the_clocks(start: str, hours: int, end: str) -> None:
    assert at(start).plus_hours(hours).isoformat() == end


def test_days_later_is_the_same_time_on_the_wall() -> None:
    # 31 October 14:00 EDT and 3 November 14:00 EST are 73 hours apart.
    end = at("2026-10-31T14:00").plus_days(3)
    assert end.isoformat() == "2026-11-03T14:00:00-05:00"
    assert end.utc - at("2026-10-31T14:00").utc == timedelta(hours=73)


def test_arizona_keeps_its_clocks() -> None:
    assert at("2026-10-31T14:00", "America/Phoenix").plus_hours(72).isoformat() == "2026-11-03T14:00:00-07:00"


def test_a_day_has_23_or_25_hours_where_the_clocks_change() -> None:
    def hours(day: date) -> float:
        return (end_of(day, NEW_YORK).utc - start_of(day, NEW_YORK).utc) / timedelta(hours=1)

    assert [hours(date(2026, 11, 1)), hours(date(2026, 3, 8)), hours(date(2026, 3, 9))] == [25, 23, 24]


def test_an_instant_is_its_own_start_and_end() -> None:
    moment = at("2026-12-01T09:00")
    assert start_of(moment, LOS_ANGELES) is moment
    assert end_of(moment, LOS_ANGELES) is moment


# -- comparing ------------------------------------------------------------------------


def test_a_date_lasts_until_its_midnight() -> None:
    noon, day = at("2026-10-15T12:00"), date(2026, 10, 15)
    assert earlier(day, noon, NEW_YORK) == noon
    assert later(day, noon, NEW_YORK) == day
    assert earlier(noon, day, NEW_YORK) == noon
    assert later(noon, day, NEW_YORK) == day
    after_midnight = at("2026-10-16T00:01")
    assert later(day, after_midnight, NEW_YORK) == after_midnight
    assert earlier(day, after_midnight, NEW_YORK) == day


def test_of_two_equal_moments_the_first_is_taken() -> None:
    midnight, day = at("2026-10-16T00:00"), date(2026, 10, 15)
    assert earlier(midnight, day, NEW_YORK) is midnight
    assert later(midnight, day, NEW_YORK) is midnight
    assert earlier(day, midnight, NEW_YORK) is day
    assert later(day, midnight, NEW_YORK) is day


def test_whose_midnight_counts_depends_on_the_zone() -> None:
    # 23:30 in Los Angeles on the 15th is 02:30 in New York on the 16th.
    evening, day = at("2026-10-15T23:30", LOS_ANGELES), date(2026, 10, 15)
    assert later(day, evening, LOS_ANGELES) == day
    assert later(day, evening, NEW_YORK) == evening


def test_dates_and_instants_sort_together() -> None:
    moments: list[Moment] = [date(2026, 10, 16), at("2026-10-16T09:00"), date(2026, 10, 15), at("2026-10-17T00:30")]
    assert sorted(moments, key=lambda moment: end_of(moment, NEW_YORK).utc) == [
        moments[2],
        moments[1],
        moments[0],
        moments[3],
    ]


# -- reading --------------------------------------------------------------------------


def test_an_iso_date_is_a_date_and_no_datetime() -> None:
    day = parse_moment(" 2026-10-01 ", NEW_YORK)
    assert day == date(2026, 10, 1)
    assert type(day) is date
    assert parse_day("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-10-01T14:00", "2026-10-01T14:00:00-04:00"),
        ("2026-10-01 14:00", "2026-10-01T14:00:00-04:00"),
        ("2026-10-01T9:05", "2026-10-01T09:05:00-04:00"),
        ("2026-12-01T14:00:30", "2026-12-01T14:00:30-05:00"),
        ("2026-10-01T14:00Z", "2026-10-01T10:00:00-04:00"),
        ("2026-10-01T14:00-07:00", "2026-10-01T17:00:00-04:00"),
        ("2026-10-01T02:00+02:00", "2026-09-30T20:00:00-04:00"),
        # 01:30 comes twice on 1 November 2026; with its offset it is one of the two.
        ("2026-11-01T01:30-04:00", "2026-11-01T01:30:00-04:00"),
        ("2026-11-01T01:30-05:00", "2026-11-01T01:30:00-05:00"),
    ],
)
def test_an_hour_is_read_in_the_zone_or_by_its_offset(text: str, iso: str) -> None:
    moment = parse_moment(text, NEW_YORK)
    assert isinstance(moment, Instant)
    assert moment.zone == NEW_YORK
    assert moment.isoformat() == iso


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-29", "no such day"),
        ("2026-13-01", "no such day"),
        ("2026-04-31", "no such day"),
        ("2026-1-2", "cannot read"),
        ("tomorrow", "cannot read"),
        ("", "cannot read"),
        ("20261001", "cannot read"),
        ("1926-10-01", "year"),
        ("2206-10-01", "year"),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    for read in (parse_day, lambda given: parse_moment(given, NEW_YORK)):
        with pytest.raises(UsageError) as raised:
            read(text)
        assert sentence in raised.value.sentence
        assert raised.value.way_out
        assert raised.value.exit_code == EXIT_USAGE


@pytest.mark.parametrize("text", ["2026-10-01T24:00", "2026-10-01T12:60", "2026-10-01T12:00:60"])
def test_there_is_no_such_time_of_day(text: str) -> None:
    with pytest.raises(UsageError, match="no such time of day"):
        parse_moment(text, NEW_YORK)


@pytest.mark.parametrize("text", ["2026-10-01T14:00+25:00", "2026-10-01T14:00-99:00", "2026-10-01T14:00+05:75"])
def test_there_is_no_such_offset(text: str) -> None:
    with pytest.raises(UsageError):
        parse_moment(text, NEW_YORK)


def test_a_time_that_the_clocks_skipped_never_was() -> None:
    with pytest.raises(UsageError, match="went forward"):
        parse_moment("2026-03-08T02:30", NEW_YORK)
    assert isinstance(parse_moment("2026-03-08T02:30", "America/Phoenix"), Instant)


def test_a_date_with_a_time_is_no_day() -> None:
    with pytest.raises(UsageError, match="cannot read"):
        parse_day("2026-10-01T14:00")


def test_a_slashed_date_is_asked_back_about_in_both_readings() -> None:
    with pytest.raises(UsageError) as raised:
        parse_moment("11/12/2026", NEW_YORK)
    # 12 November 2026 is a Thursday, 11 December 2026 a Friday.
    assert "2026-11-12 (Thu 12 Nov 2026) or 2026-12-11 (Fri 11 Dec 2026)" in raised.value.way_out


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("10/31/2026", "2026-10-31 (Sat 31 Oct 2026)?"),  # only one reading exists
        ("31.10.26", "2026-10-31 (Sat 31 Oct 2026)?"),
        ("2026/10/31", "2026-10-31 (Sat 31 Oct 2026)?"),
        ("5/5/2026", "2026-05-05 (Tue 5 May 2026)?"),
        ("45/45/2026", "a day that exists"),
    ],
)
def test_a_slashed_date_with_one_reading_is_still_not_guessed(text: str, reading: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_day(text)
    assert reading in raised.value.way_out
    assert " or " not in raised.value.way_out


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "New York", "America"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="time zone"):
        zone_of(name)


# -- saying ---------------------------------------------------------------------------


def test_a_date_is_said_with_its_weekday() -> None:
    assert say_day(date(2026, 10, 1)) == "Thu 1 Oct 2026"
    assert say(date(2026, 11, 1)) == "Sun 1 Nov 2026"


def test_an_instant_is_said_with_its_hour_and_zone() -> None:
    assert say(at("2026-10-31T14:00")) == "Sat 31 Oct 2026 14:00 EDT"
    assert say(at("2026-11-03T13:00")) == "Tue 3 Nov 2026 13:00 EST"


def test_json_holds_iso_text() -> None:
    assert to_json(None) is None
    assert to_json(date(2026, 10, 1)) == "2026-10-01"
    assert to_json(Instant.at(date(2026, 10, 1), time(14), NEW_YORK)) == "2026-10-01T14:00:00-04:00"
