"""By how much they are late, and when a limit is over: a day with its end, an hour with the hour itself."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from denialctl.dates.lateness import Lateness, is_over, lateness
from denialctl.dates.moments import Instant, Moment, came_after

ZONE = "America/New_York"
THURSDAY = date(2026, 11, 5)


def hour(text: str) -> Instant:
    local = datetime.fromisoformat(text)
    return Instant.at(local.date(), local.time(), ZONE)


NINE = hour("2026-11-05T09:00")


@pytest.mark.parametrize(
    ("due", "at", "late"),
    [
        # A day: what came on it is in time at any hour, and the next day is one day late.
        (THURSDAY, THURSDAY, None),
        (THURSDAY, hour("2026-11-05T23:59"), None),
        (THURSDAY, hour("2026-11-06T00:01"), Lateness(days=1)),
        (THURSDAY, date(2026, 11, 9), Lateness(days=4)),
        # An hour is over once the clock shows it; whole minutes count.
        (NINE, hour("2026-11-05T08:59"), None),
        (NINE, NINE, Lateness(minutes=0)),
        (NINE, hour("2026-11-05T11:30"), Lateness(minutes=150)),
        # Only the day of the answer is known: it may have come at its first minute, fifteen hours after Thursday 09:00.
        (NINE, date(2026, 11, 6), Lateness(minutes=15 * 60, at_least=True)),
        (NINE, THURSDAY, None),
        # Over the end of daylight time, Saturday 31 October 12:00 to Sunday noon, 25 hours run.
        (hour("2026-10-31T12:00"), hour("2026-11-01T12:00"), Lateness(minutes=25 * 60)),
    ],
)
def test_by_how_much(due: Moment, at: Moment, late: Lateness | None) -> None:
    assert lateness(due, at, ZONE) == late


@pytest.mark.parametrize(
    ("late", "words", "hours"),
    [
        (Lateness(days=1), "1 day", None),
        (Lateness(days=2), "2 days", None),
        (Lateness(minutes=150), "2 h 30 min", 2),
        (Lateness(minutes=179), "2 h 59 min", 2),
        (Lateness(minutes=120), "2 h", 2),
        (Lateness(minutes=5), "0 h 5 min", 0),
        (Lateness(minutes=71 * 60 + 1), "71 h 1 min", 71),
        # From 72 hours on, days of 24 hours.
        (Lateness(minutes=72 * 60), "3 d 0 h", 72),
        (Lateness(minutes=100 * 60 + 59), "4 d 4 h", 100),
        (Lateness(minutes=15 * 60, at_least=True), "at least 15 h", 15),
    ],
)
def test_in_words(late: Lateness, words: str, hours: int | None) -> None:
    assert (str(late), late.hours) == (words, hours)


@pytest.mark.parametrize(
    ("due", "at", "over"),
    [
        (THURSDAY, hour("2026-11-05T23:59"), False),
        (THURSDAY, hour("2026-11-06T00:00"), True),
        (THURSDAY, THURSDAY, False),
        (THURSDAY, date(2026, 11, 6), True),
        (NINE, hour("2026-11-05T08:59"), False),
        (NINE, NINE, True),
        (NINE, THURSDAY, False),
    ],
)
def test_when_a_limit_is_over(due: Moment, at: Moment, *, over: bool) -> None:
    assert is_over(due, at, ZONE) is over


@pytest.mark.parametrize(
    ("notice", "end", "after"),
    [
        # Both by the hour: the very hour is still inside the time.
        (NINE, NINE, False),
        (hour("2026-11-05T09:01"), NINE, True),
        (hour("2026-11-05T08:59"), NINE, False),
        # One of them only by its day: the day decides, and the same day is in time.
        (THURSDAY, NINE, False),
        (NINE, THURSDAY, False),
        (date(2026, 11, 6), NINE, True),
        (hour("2026-11-06T00:00"), THURSDAY, True),
        (date(2026, 11, 4), THURSDAY, False),
    ],
)
def test_what_came_after_the_end_of_a_time(notice: Moment, end: Moment, *, after: bool) -> None:
    assert came_after(notice, end) is after
