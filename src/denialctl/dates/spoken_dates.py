"""Dates as people write and say them, with or without a time.

`11/20/2026`, `Nov 20, 2026`, `Fri 20 Nov 2026`, `yesterday`. A date is read only if it
has one reading. If it has two, both are named and nothing is guessed; an office may
set once in which order it writes month and day. `today` is an argument. The result is
stored as ISO, like every date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from denialctl.dates.moments import FIRST_YEAR, LAST_YEAR, Instant, Moment, parse_moment, say_day, zone_of
from denialctl.errors import UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["mdy", "dmy"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([t ][0-9].*)?")
_TIME = re.compile(
    r"(?P<day>.*?)(?:(?<=[0-9])t|\s*,\s*|\s+at\s+|\s+)"
    r"(?:(?P<noon>noon)|(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?\s*(?P<half>[ap]\.?\s?m\.?)?)"
    r"(?:\s+(?P<zone>[a-z]{2,5}|[+-][0-9]{2,4}))?"
)
_WEEKDAY = re.compile(r"(?P<weekday>[a-z]{3,9})\b[.,]?\s*(?P<day>.+)")
_FIGURES = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})(?:\2([0-9]{1,4}))?")
_MONTH_FIRST = re.compile(
    r"([a-z]{3,9})\.?[\s-]*([0-9]{1,2})(?:st|nd|rd|th)?(?:(?:\s*,\s*|[\s-]+)([0-9]{4}|'?[0-9]{2}))?"
)
_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[\s-]*([a-z]{3,9})\.?(?:(?:\s*,\s*|[\s-]+)([0-9]{4}|'?[0-9]{2}))?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})[\s-]+([a-z]{3,9})\.?[\s-]+([0-9]{1,2})")
_LONGEST = 60
_AHEAD = 20
"""How many years ahead a year of two digits may lie; a year further ahead must be typed in full."""


class SeveralDatesError(UsageError):
    """Raised for a date that can be read in more than one way; `readings` holds each as ISO text and in words."""

    def __init__(self, text: str, days: Iterable[date], clock: str = "", why: str = "") -> None:
        listed = list(days)
        self.readings = tuple((day.isoformat() + clock, say_day(day) + clock.replace("T", " ")) for day in listed)
        named = " or ".join(f"{day.isoformat()} ({say_day(day)})" for day in listed)
        super().__init__(
            f"I cannot tell which date {quoted(text)} is.", f"Did you mean {named}? {why or 'Write YYYY-MM-DD.'}"
        )


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day as it was written, with the name of its zone if that was written after it."""

    at: time
    zone: str | None = None

    def __str__(self) -> str:
        return f"T{self.at.isoformat('minutes') if not self.at.second else self.at.isoformat('seconds')}"


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads dates for one office on one day.

    `order` is the order in which the office writes month and day, if that is set.
    """

    zone: str
    today: date
    order: Order | None = None

    def moment(self, text: str) -> Moment:
        """Read a date, or a date with a time as an instant in the office's zone.

        Raises `SeveralDatesError` if it has several readings, `UsageError` if it has none.
        """
        said = " ".join(text.casefold().split())
        if _ISO.fullmatch(said):
            if not re.search(r"[ap]\.?\s?m\.?$|[ t][0-9]{1,2}$| [a-z]+$", said):
                return parse_moment(said.upper(), self.zone)
        elif len(said) > _LONGEST or not said:
            raise _unreadable(text)
        day_text, clock = _without_time(said, text)
        day = self._day(day_text, text, clock)
        return day if clock is None else self._instant(day, clock, text)

    def day(self, text: str) -> date:
        """Read a date without a time. Raises as `moment` does, and `UsageError` if a time is given."""
        moment = self.moment(text)
        if isinstance(moment, Instant):
            raise UsageError(f"{quoted(text)} is a day with an hour, and only the day is wanted.", "Write YYYY-MM-DD.")
        return moment

    # -- the day -------------------------------------------------------------------

    def _day(self, said: str, text: str, clock: _Clock | None) -> date:
        if said in _NEAR:
            return self._near(_NEAR[said], text)
        weekday, rest = _without_weekday(said)
        if not rest:
            raise _unreadable(text)
        days = self._in_order(rest, self._readings(rest, text), text)
        if weekday is not None:
            fitting = [day for day in days if day.weekday() == weekday]
            if not fitting:
                known = " or ".join(say_day(day) for day in days)
                raise UsageError(
                    f"The weekday in {quoted(text)} does not fit its date.",
                    f"That would be {known}. Look at the date again.",
                )
            days = fitting
        if len(days) > 1 or not _names_year(rest):
            why = "" if _names_year(rest) else "Write the year too."
            raise SeveralDatesError(text, days, str(clock) if clock else "", why or _ways_out(rest))
        if not FIRST_YEAR <= days[0].year <= LAST_YEAR:
            raise UsageError(
                f"The year in {quoted(text)} cannot be right.", "Write the date as YYYY-MM-DD, such as 2026-11-23."
            )
        return days[0]

    def _near(self, days: int, text: str) -> date:
        try:
            return self.today + timedelta(days=days)
        except OverflowError:
            raise _unreadable(text) from None

    def _readings(self, said: str, text: str) -> list[date]:
        """Return every day that a text may mean. Raises `UsageError` if it looks like a date and no such day exists."""
        if (match := _FIGURES.fullmatch(said)) is not None:
            tried = self._of_figures(match, text)
        elif (match := _YEAR_FIRST.fullmatch(said)) is not None:
            tried = [(int(match[1]), _month(match[2]), int(match[3]))]
        elif (match := _MONTH_FIRST.fullmatch(said)) is not None:
            tried = [(year, _month(match[1]), int(match[2])) for year in self._years(match[3], text)]
        elif (match := _DAY_FIRST.fullmatch(said)) is not None:
            tried = [(year, _month(match[2]), int(match[1])) for year in self._years(match[3], text)]
        else:
            raise _unreadable(text)
        if any(month == 0 for _, month, _ in tried):
            raise _unreadable(text)
        days = [day for parts in tried if (day := _existing(*parts)) is not None]
        if not days:
            raise UsageError(f"There is no such day as {quoted(text)}.", "Look at the date again; write YYYY-MM-DD.")
        if not _names_year(said):
            days = self._nearest(days)
        return sorted(dict.fromkeys(days))

    def _of_figures(self, match: re.Match[str], text: str) -> list[tuple[int, int, int]]:
        first, second, third = match[1], int(match[3]), match[4]
        if third is None:
            years = self._around()
            pair = int(first) if len(first) < 3 else 0
            return [parts for year in years for parts in ((year, pair, second), (year, second, pair))]
        if len(first) == 4:
            return [(int(first), second, int(third))] if len(third) < 3 else []
        if len(first) == 3 or len(third) not in (2, 4):
            return []
        part = int(first)
        year = self._year(third, text)
        tried = [(year, part, second), (year, second, part)]
        # If all parts have two digits, the first may also be the year.
        return tried if len(third) == 4 or len(first) < 2 else [*tried, (2000 + part, second, int(third))]

    def _in_order(self, said: str, days: list[date], text: str) -> list[date]:
        """Keep only the reading in the office's own order, if that is set and such a day exists."""
        match = _FIGURES.fullmatch(said)
        if match is None or self.order is None or len(match[1]) > 2:
            return days
        month = int(match[1] if self.order == "mdy" else match[3])
        day = int(match[3] if self.order == "mdy" else match[1])
        years = {self._year(match[4], text)} if match[4] else {found.year for found in days}
        fitting = [found for found in days if (found.month, found.day) == (month, day) and found.year in years]
        return fitting or days

    def _years(self, text: str | None, whole: str) -> list[int]:
        if text is None:
            return self._around()
        return [self._year(text.lstrip("'"), whole)]

    def _year(self, text: str, whole: str) -> int:
        if len(text) == 4:
            return int(text)
        year = 2000 + int(text)
        if year > self.today.year + _AHEAD:
            raise UsageError(
                f"The year in {quoted(whole)} has two digits, and may be of this century or the last.",
                "Write YYYY-MM-DD.",
            )
        return year

    def _around(self) -> list[int]:
        return [self.today.year + ahead for ahead in range(-8, 9)]

    def _nearest(self, days: list[date]) -> list[date]:
        """Return, for each reading, the nearest such day in the past (today included) and the nearest in the future."""
        found: list[date] = []
        for month, number in dict.fromkeys((day.month, day.day) for day in days):
            same = [day for day in days if (day.month, day.day) == (month, number)]
            past = [day for day in same if day <= self.today]
            ahead = [day for day in same if day > self.today]
            found += [*past[-1:], *ahead[:1]]
        return found

    # -- the hour ------------------------------------------------------------------

    def _instant(self, day: date, clock: _Clock, text: str) -> Instant:
        moment = parse_moment(f"{day.isoformat()}{clock}", self.zone)
        if clock.zone is None and isinstance(moment, Instant):
            return moment
        # The name of the zone says which of two equal hours in November is meant.
        for fold in (0, 1):
            local = datetime.combine(day, clock.at.replace(fold=fold), tzinfo=zone_of(self.zone))
            if (local.tzname() or "").casefold() == clock.zone:
                return Instant.from_datetime(local.astimezone(UTC), self.zone)
        here = datetime.combine(day, clock.at, tzinfo=zone_of(self.zone)).tzname()
        raise UsageError(
            f"The office's clock shows {here} then, not the zone in {quoted(text)}.", "Leave the name of the zone out."
        )


def _without_time(said: str, text: str) -> tuple[str, _Clock | None]:
    match = _TIME.fullmatch(said)
    if match is None or not (match["noon"] or match["minute"] or match["half"]):
        return said.rstrip(","), None
    day = match["day"].rstrip(",")
    if match["noon"]:
        return day, _Clock(time(12), match["zone"])
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    if match["half"] is not None:
        if not 1 <= hour <= 12:
            raise _no_such_time(text)
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise _no_such_time(text)
    return day, _Clock(time(hour, minute, second), match["zone"])


def _without_weekday(said: str) -> tuple[int | None, str]:
    match = _WEEKDAY.fullmatch(said)
    number = None if match is None else _weekday(match["weekday"])
    return (None, said) if match is None or number is None else (number, match["day"])


def _weekday(word: str) -> int | None:
    known = _SHORT_DAYS.get(word)
    return (
        known if known is not None else next((n for n, name in enumerate(_WEEKDAYS) if word in (name, name[:3])), None)
    )


def _month(word: str) -> int:
    """Return the number of a month by its name or its first three letters; 0 if there is none."""
    return next(
        (n for n, name in enumerate(_MONTHS, start=1) if word in (name, name[:3]) or (n == 9 and word == "sept")), 0
    )


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _names_year(said: str) -> bool:
    figures = _FIGURES.fullmatch(said)
    if figures is not None:
        return figures[4] is not None
    worded = _MONTH_FIRST.fullmatch(said) or _DAY_FIRST.fullmatch(said)
    return worded is None or worded[3] is not None


def _ways_out(said: str) -> str:
    fixed = "Write YYYY-MM-DD, or say once which way round you write: denialctl config set date_order mdy (or dmy)."
    return fixed if _FIGURES.fullmatch(said) else "Write YYYY-MM-DD."


def _no_such_time(text: str) -> UsageError:
    return UsageError(
        f"There is no such time of day in {quoted(text)}.", "Write hours from 00:00 to 23:59, or such as 2:30 pm."
    )


def _unreadable(text: str) -> UsageError:
    return UsageError(
        f"I cannot read {quoted(text)} as a date.",
        "Write YYYY-MM-DD, Nov 20, 2026 or 11/20/2026; "
        "with a time where the hour counts, such as 2026-11-20T14:00 or 2pm.",
    )
