"""Which days are business days, per jurisdiction.

Two kinds of day off are kept apart. A *legal* holiday is the day that the statute
names (5 U.S.C. 6103(a) for the federal ones). An *observed* day is the Friday or
Monday on which offices stay closed because the legal holiday falls on a weekend
(6103(b), written for federal pay and leave). Whether an observed day moves a legal
deadline is not settled, so every count can be made with and without observed days.

Closures by executive order and Inauguration Day are not holidays here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from dateutil.easter import easter

FIRST_PINNED_YEAR, LAST_PINNED_YEAR = 2018, 2032
"""The years for which tests/calendars pins every legal day; beyond them nothing is computed."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3}


class BeyondPinnedYearsError(Exception):
    """Raised for a day outside the years whose holidays are pinned (`FIRST_PINNED_YEAR` to `LAST_PINNED_YEAR`)."""

    def __init__(self, day: date) -> None:
        super().__init__(f"the holidays of {day.year} are not pinned yet")
        self.day = day


class Calendar(Protocol):
    """Which days are holidays, each with its name. Weekends are not in a calendar."""

    @property
    def title(self) -> str:
        """The name of the calendar as it appears in a sentence, such as `federal holidays`."""
        ...

    def off(self, day: date, *, widest: bool) -> str | None:
        """Return the name of the holiday on `day`, or None; with `widest`, arguable days off count too.

        Raises `BeyondPinnedYearsError` outside the pinned years.
        """
        ...


@dataclass(frozen=True)
class HolidayList:
    """Legal and observed days of one jurisdiction, from the `holidays` package."""

    name: str
    title: str
    subdivision: str | None = None
    legal: dict[int, dict[date, str]] = field(default_factory=dict, compare=False, repr=False)
    observed: dict[int, dict[date, str]] = field(default_factory=dict, compare=False, repr=False)

    def off(self, day: date, *, widest: bool) -> str | None:
        """Return the name of the holiday on `day`, or None; with `widest`, observed days count too."""
        self._load(day)
        name = self.legal[day.year].get(day)
        return name or (self.observed[day.year].get(day) if widest else None)

    def _load(self, day: date) -> None:
        year = day.year
        if not FIRST_PINNED_YEAR <= year <= LAST_PINNED_YEAR:
            raise BeyondPinnedYearsError(day)
        if year not in self.legal:
            legal, both = _from_package(self.subdivision, year)
            self.legal[year] = legal
            self.observed[year] = {when: name for when, name in both.items() if when not in legal}


@lru_cache(maxsize=256)
def _from_package(subdivision: str | None, year: int) -> tuple[dict[date, str], dict[date, str]]:
    import holidays  # noqa: PLC0415 - a tenth of a second, paid only where days are counted

    def days(*, observed: bool) -> dict[date, str]:
        listed = holidays.country_holidays("US", subdiv=subdivision, years=[year], observed=observed, expand=False)
        return {day: name for day, name in listed.items() if day.year == year}

    return days(observed=False), days(observed=True)


_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class DayRule:
    """A holiday of a calendar written in YAML: the rule by which its date is found in each year."""

    name: str
    on: str
    plus: int = 0
    observed: bool = False
    kept: str | None = None
    """Which weekday is off as well if the holiday falls on a weekend: `monday-after-sunday` or `nearest-weekday`."""

    def in_year(self, year: int) -> date:
        """Return the date of the holiday in that year."""
        return day_in_year(self.on, year) + timedelta(days=self.plus)

    def kept_in_year(self, year: int) -> date | None:
        """Return the weekday that is off in its place if it falls on a weekend; None if there is none."""
        day = self.in_year(year)
        if self.kept is not None and day.weekday() == _SUNDAY:
            return day + timedelta(days=1)
        if self.kept == "nearest-weekday" and day.weekday() == _SUNDAY - 1:
            return day - timedelta(days=1)
        return None


def day_in_year(rule: str, year: int) -> date:
    """Find `MM-DD`, `third monday of january`, `last monday of may` or `good friday` in a year.

    Raises `ValueError` if the words name no day.
    """
    words = rule.lower().split()
    if words == ["good", "friday"]:
        return easter(year) - timedelta(days=2)
    if len(words) == 4 and words[2] == "of" and words[1] in _WEEKDAYS and words[3] in _MONTHS:
        return _nth_weekday(year, words[0], _WEEKDAYS.index(words[1]), _MONTHS.index(words[3]) + 1)
    return date.fromisoformat(f"{year}-{rule.strip()}")


def _nth_weekday(year: int, ordinal: str, weekday: int, month: int) -> date:
    if ordinal == "last":
        start_of_next = date(year + month // 12, month % 12 + 1, 1)
        last = start_of_next - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    if ordinal not in _ORDINALS:
        message = f"no such ordinal: {ordinal}"
        raise ValueError(message)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * _ORDINALS[ordinal])


@dataclass(frozen=True)
class WrittenList:
    """A calendar written in YAML: one of `rules/calendars`, or an office's own."""

    name: str
    title: str
    days: tuple[DayRule, ...]
    includes: Calendar | None = None
    leaves_out: frozenset[str] = frozenset()

    def off(self, day: date, *, widest: bool) -> str | None:
        """Return the name of the holiday on `day`, or None."""
        if self.includes is not None:
            name = self.includes.off(day, widest=widest)
            if name is not None and name.removesuffix(" (observed)") not in self.leaves_out:
                return name
        if not FIRST_PINNED_YEAR <= day.year <= LAST_PINNED_YEAR:
            raise BeyondPinnedYearsError(day)
        for rule in self.days:
            if (widest or not rule.observed) and rule.in_year(day.year) == day:
                return rule.name
            if widest and rule.kept_in_year(day.year) == day:
                return f"{rule.name} (observed)"
        return None


@dataclass(frozen=True)
class Union:
    """Days that are off in any of several calendars (`federal+state`)."""

    parts: tuple[Calendar, ...]

    @property
    def title(self) -> str:
        """The parts, joined."""
        return " and ".join(part.title for part in self.parts)

    def off(self, day: date, *, widest: bool) -> str | None:
        """Return the name of the holiday in the first calendar that has one on `day`, or None."""
        return next((name for part in self.parts if (name := part.off(day, widest=widest))), None)


@dataclass(frozen=True)
class Unsettled:
    """Several calendars, where the law means one of them and it is not settled which.

    The narrow count skips only the days that are off in all of them, the widest one
    skips every day that is off in any.
    """

    parts: tuple[Calendar, ...]

    @property
    def title(self) -> str:
        """The parts, joined by `or`."""
        return " or ".join(part.title for part in self.parts)

    def off(self, day: date, *, widest: bool) -> str | None:
        """Return the name of the holiday if `day` is off in all calendars; with `widest`, if it is off in any."""
        names = [part.off(day, widest=widest) for part in self.parts]
        if widest:
            return next((name for name in names if name), None)
        return names[0] if all(names) else None


FEDERAL = HolidayList("federal", "federal holidays")


def state_calendar(code: str) -> HolidayList:
    """Return the legal holidays of a state, as the `holidays` package lists them."""
    return HolidayList(code.lower(), f"holidays of {code}", subdivision=code)


def why_closed(day: date, calendar: Calendar, *, widest: bool) -> str | None:
    """Return why a day is not a business day (`Saturday`, `Labor Day`), or None if it is one."""
    if day.weekday() >= 5:
        return _WEEKDAYS[day.weekday()].capitalize()
    return calendar.off(day, widest=widest)


def is_open(day: date, calendar: Calendar, *, widest: bool = True) -> bool:
    """True if `day` is a business day; an observed day counts as closed unless `widest` is False."""
    return why_closed(day, calendar, widest=widest) is None


def open_day_from(day: date, calendar: Calendar) -> date:
    """Return `day`, or the first business day after it."""
    while not is_open(day, calendar):
        day += timedelta(days=1)
    return day


def open_day_until(day: date, calendar: Calendar) -> date:
    """Return `day`, or the last business day before it."""
    while not is_open(day, calendar):
        day -= timedelta(days=1)
    return day


def business_days_before(day: date, count: int, calendar: Calendar) -> date:
    """Return the day that lies `count` business days before `day`; `day` itself is not counted."""
    for _ in range(count):
        day = open_day_until(day - timedelta(days=1), calendar)
    return day
