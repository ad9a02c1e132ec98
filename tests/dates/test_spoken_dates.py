"""Dates as people write them: what has one reading is read, what has two is named with both, and nothing is guessed."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denialctl.dates.moments import Instant, parse_moment, say, say_day
from denialctl.dates.spoken_dates import DateReader, SeveralDatesError
from denialctl.errors import UsageError

ZONE = "America/New_York"
TODAY = date(2026, 11, 24)  # a Tuesday
READER = DateReader(ZONE, TODAY)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20", "11/20/2026", "11-20-2026", "11.20.2026", "20.11.2026", "20/11/2026", "11/20/26", "2026/11/20", "2026.11.20",
        "Nov 20, 2026", "November 20 2026", "november 20, 2026", "Nov. 20, 2026", "20 Nov 2026", "20 November, 2026", "20-Nov-2026",
        "Nov 20th, 2026", "20th Nov 2026", "Fri 20 Nov 2026", "Friday, November 20, 2026", "fri 11/20/2026", "Nov 20 '26", "  NOV  20,2026 ",
    ],
)  # fmt: skip
def test_one_day_written_in_many_ways(text: str) -> None:
    assert READER.moment(text) == FRIDAY
    assert READER.day(text) == FRIDAY


@pytest.mark.parametrize(
    ("text", "days"), [("today", 0), ("Today", 0), ("yesterday", -1), ("tomorrow", 1), (" YESTERDAY ", -1)]
)  # fmt: skip
def test_what_today_is_is_an_argument(text: str, days: int) -> None:
    assert READER.moment(text) == TODAY + timedelta(days=days)
    assert DateReader(ZONE, date(2027, 1, 1)).moment(text) == date(2027, 1, 1) + timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("11/20/2026 2pm", "14:00"), ("11/20/2026 2:30 pm", "14:30"), ("11/20/2026 14:00", "14:00"), ("11/20/2026T14:00", "14:00"),
        ("Nov 20, 2026 at 9 a.m.", "09:00"), ("Nov 20, 2026, 9:05AM", "09:05"), ("20 Nov 2026 noon", "12:00"), ("Nov 20, 2026 at noon", "12:00"),
        ("2026-11-20 2pm", "14:00"), ("2026-11-20T14:00", "14:00"), ("2026-11-20 noon", "12:00"), ("Fri 20 Nov 2026 14:00 EST", "14:00"),
        ("11/20/2026 12:15 pm", "12:15"), ("11/20/2026 12:15 am", "00:15"), ("11/20/2026 2:30:15 pm", "14:30:15"),
    ],
)  # fmt: skip
def test_a_time_beside_the_day(text: str, clock: str) -> None:
    assert READER.moment(text) == parse_moment(f"2026-11-20T{clock}", ZONE)


def test_the_form_that_is_printed_is_read_even_where_an_hour_comes_twice() -> None:
    """On Sunday 1 November 2026 the hour from one to two comes twice in New York: first EDT, an hour later EST."""
    first, second = READER.moment("Sun 1 Nov 2026 01:30 EDT"), READER.moment("Sun 1 Nov 2026 01:30 EST")

    assert isinstance(first, Instant)
    assert isinstance(second, Instant)
    assert second.utc - first.utc == timedelta(hours=1)
    assert (say(first), say(second)) == ("Sun 1 Nov 2026 01:30 EDT", "Sun 1 Nov 2026 01:30 EST")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        # 12 November 2026 is a Thursday, 11 December a Friday.
        ("11/12/2026", ("2026-11-12", "2026-12-11")),
        ("11-12-2026", ("2026-11-12", "2026-12-11")),
        ("11.12.26", ("2011-12-26", "2026-11-12", "2026-12-11")),
        ("11/12/2026 2pm", ("2026-11-12T14:00", "2026-12-11T14:00")),
        # Two digits each: the year may stand first, too.
        ("20.11.26", ("2020-11-26", "2026-11-20")),
        # Without a year: the nearest behind us, and the nearest ahead.
        ("Nov 20", ("2026-11-20", "2027-11-20")),
        ("20 Dec", ("2025-12-20", "2026-12-20")),
        ("Nov 24", ("2026-11-24", "2027-11-24")),
        ("Feb 29", ("2024-02-29", "2028-02-29")),
        ("11/20", ("2026-11-20", "2027-11-20")),
        ("11/12", ("2025-12-11", "2026-11-12", "2026-12-11", "2027-11-12")),
    ],
)
def test_a_date_of_several_readings_is_never_guessed(text: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(SeveralDatesError) as refusal:
        READER.moment(text)

    assert tuple(reading for reading, _ in refusal.value.readings) == readings
    assert all(reading[:10] in refusal.value.way_out for reading in readings)


def test_a_weekday_picks_one_of_two_readings() -> None:
    assert READER.moment("Thu 11/12/2026") == date(2026, 11, 12)
    assert READER.moment("Fri 11/12/2026") == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thu 20 Nov 2026", "Fri 20 Nov 2026"),
        ("Mon 11/12/2026", "Thu 12 Nov 2026"),
        ("11/31/2026", "no such day"),
        ("2/29/2026", "no such day"),
        ("Nov 31, 2026", "no such day"),
        ("13/13/2026", "no such day"),
        ("2026/20/11", "no such day"),
        ("11/20/1926", "year"),
        ("Nov 20, 2206", "year"),
        ("11/20/95", "two digits"),
        ("Nov 20 '95", "two digits"),
        ("11/20/2026 25:00", "time"),
        ("11/20/2026 24:00", "Write hours from 00:00 to 23:59, or such as 2:30 pm."),
        ("11/20/2026 14:60", "time"),
        ("11/20/2026 14:30:60", "time"),
        ("11/20/2026 13pm", "time"),
        ("11/20/2026 0 am", "time"),
        ("Fri 20 Nov 2026 14:00 EDT", "EST"),
        ("3/8/26 2:30", "3/8/26"),
        ("Sun 8 Mar 2026 02:30", "forward"),
        ("Sun 8 Mar 2026 02:30 EST", "forward"),
        ("last friday", "cannot read"),
        ("friday", "cannot read"),
        ("next week", "cannot read"),
        ("Nov 2026", "cannot read"),
        ("20261120", "cannot read"),
        ("11/20/202", "no such day"),
        ("midnight", "cannot read"),
        ("Smarch 20, 2026", "cannot read"),
        ("٢٠/١١/٢٠٢٦", "cannot read"),
        ("", "cannot read"),
        ("x" * 500, "cannot read"),
    ],
)
def test_what_cannot_be_a_date_is_refused_with_its_reason(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        READER.moment(text)

    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("mdy", "11/12/2026", date(2026, 11, 12)),
        ("dmy", "11/12/2026", date(2026, 12, 11)),
        ("mdy", "11.12.26", date(2026, 11, 12)),
        ("dmy", "20.11.26", date(2026, 11, 20)),
        # What exists one way round only is read that way, whatever the order.
        ("mdy", "13/12/2026", date(2026, 12, 13)),
        ("dmy", "11/20/2026", date(2026, 11, 20)),
        ("dmy", "2026/11/12", date(2026, 11, 12)),
    ],
)
def test_an_office_may_fix_the_order(order: str, text: str, day: date) -> None:
    assert DateReader(ZONE, TODAY, order).moment(text) == day  # type: ignore[arg-type]


def test_a_weekday_that_contradicts_the_fixed_order_is_refused() -> None:
    with pytest.raises(UsageError, match="weekday"):
        DateReader(ZONE, TODAY, "mdy").moment("Fri 11/12/2026")


def test_a_day_takes_no_hour() -> None:
    with pytest.raises(UsageError, match="hour"):
        READER.day("11/20/2026 2pm")


# -- properties -------------------------------------------------------------------------

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def worded(day: date) -> list[str]:
    """Write a day in the ways in which a month has its name."""
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    return [
        f"{month} {day.day}, {day.year}", f"{month[:3]} {day.day} {day.year}", f"{month[:3]}. {day.day}, {day.year}",
        f"{day.day} {month} {day.year}", f"{day.day}-{month[:3]}-{day.year}", f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday[:3]} {day.day} {month[:3]} {day.year}", say_day(day), f"{day.year}/{day.month}/{day.day}", day.isoformat(),
        f"{day.year} {month[:3]} {day.day}", f"{month.upper()} {day.day:02}, {day.year}",
    ]  # fmt: skip


@given(DAYS)
def test_every_way_with_the_name_of_the_month_reads_back(day: date) -> None:
    assert {READER.moment(text) for text in worded(day)} == {day}
    assert READER.moment(say_day(day)) == day


@given(DAYS, st.sampled_from("/-."), st.booleans())
def test_figures_are_read_where_they_have_one_reading_and_refused_where_they_have_two(
    day: date, sign: str, american: bool
) -> None:
    parts = (day.month, day.day) if american else (day.day, day.month)
    text = sign.join([*(f"{part:02}" for part in parts), str(day.year)])

    if day.day > 12 or day.day == day.month:
        assert READER.moment(text) == day
    else:
        with pytest.raises(SeveralDatesError) as refusal:
            READER.moment(text)
        assert {reading for reading, _ in refusal.value.readings} == {
            day.isoformat(),
            date(day.year, day.day, day.month).isoformat(),
        }
    assert DateReader(ZONE, TODAY, "mdy" if american else "dmy").moment(text) == day


@given(DAYS, st.sampled_from(range(6)))
def test_a_wrong_weekday_is_always_refused(day: date, ahead: int) -> None:
    wrong = WEEKDAYS[(day.weekday() + 1 + ahead) % 7]

    with pytest.raises(UsageError, match="weekday"):
        READER.moment(f"{wrong[:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}")


@given(DAYS, st.times().filter(lambda clock: clock.hour not in (1, 2)))
def test_a_moment_reads_back_as_it_is_printed(day: date, clock: time) -> None:
    at = clock.replace(second=0, microsecond=0, tzinfo=None)
    moment = Instant.at(day, at, ZONE)

    assert READER.moment(say(moment)) == moment
    half = f"{at.hour % 12 or 12}:{at.minute:02} {'pm' if at.hour >= 12 else 'am'}"
    assert READER.moment(f"{say_day(day)} {half}") == moment
    assert READER.moment(f"{day.isoformat()} {half}") == moment


ALPHABET = st.sampled_from([*"0123456789/.-,: '", "T", "Nov", "Dec", "Fri", "May", "pm", "am", "noon", "today", "EST", "th", "20", "2026", "11", "at", "٣", "é"])  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=80), st.lists(ALPHABET, max_size=12).map("".join), st.lists(ALPHABET, max_size=8).map(" ".join)
    )
)
def test_nothing_but_a_sentence_comes_of_any_text(text: str) -> None:
    for order in (None, "mdy", "dmy"):
        try:
            moment = DateReader(ZONE, TODAY, order).moment(text)
        except UsageError as refusal:
            assert refusal.sentence  # noqa: PT017 - a refusal is one of two good ends
            continue
        # What was read is said the same way by the program itself.
        assert READER.moment(say(moment)) == moment or isinstance(moment, Instant)
