"""The two kinds of moment, which never mix: a calendar date and an instant.

A date is a `datetime.date`, never a `datetime`, although that is a subclass. An
instant is an `Instant`: a point in time with the zone in which people read it. Hours
are added in UTC, so that days of 23 and 25 hours are counted correctly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from denialctl.errors import DenialctlError, UsageError, quoted

_DAY = r"(\d{4})-(\d{2})-(\d{2})"
_MOMENT = r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?"
_SLASHED = r"(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time, held in UTC, with the IANA zone in which it is read.

    `twice` is True if it was read from a time of day that occurred twice, in the night
    when the clocks go back, and nobody said which one is meant. The instant is then the
    first of the two, and `later_reading` is the second.
    """

    utc: datetime
    zone: str
    twice: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if self.utc.tzinfo is not UTC:
            message = "an Instant is held in UTC"
            raise ValueError(message)

    @classmethod
    def at(cls, day: date, clock: time, zone: str) -> Instant:
        """Return the instant at which a wall clock in `zone` shows this day and time; the first if it does so twice."""
        local = datetime.combine(day, clock, tzinfo=zone_of(zone))
        return cls(local.astimezone(UTC), zone)

    @classmethod
    def shown(cls, day: date, clock: time, zone: str) -> Instant:
        """Return the instant of a wall-clock time as people note it; `twice` is set if the clock showed it twice."""
        first = cls.at(day, clock.replace(fold=0), zone)
        return cls(first.utc, zone, twice=cls.at(day, clock.replace(fold=1), zone).utc > first.utc)

    @classmethod
    def from_datetime(cls, moment: datetime, zone: str) -> Instant:
        """Return an aware datetime as an instant read in `zone`; raises `ValueError` if it has no offset."""
        if moment.tzinfo is None:
            message = "a datetime without an offset is no instant"
            raise ValueError(message)
        return cls(moment.astimezone(UTC), zone)

    @property
    def local(self) -> datetime:
        """What a wall clock shows in the instant's own zone."""
        return self.utc.astimezone(zone_of(self.zone))

    @property
    def day(self) -> date:
        """The calendar day on which the instant falls in its own zone."""
        return self.local.date()

    def later_reading(self) -> Instant:
        """Return the second of the two instants that the time of day may mean; itself if it means only one."""
        if not self.twice:
            return self
        local = self.local
        return Instant.at(local.date(), local.time().replace(fold=1), self.zone)

    def plus_hours(self, hours: int) -> Instant:
        """Return the instant that many elapsed hours later (or earlier)."""
        return Instant(self.utc + timedelta(hours=hours), self.zone)

    def plus_days(self, days: int) -> Instant:
        """Return the same wall-clock time that many calendar days later."""
        local = self.local
        return Instant.shown(local.date() + timedelta(days=days), local.time(), self.zone)

    def isoformat(self) -> str:
        """Return ISO 8601 with the offset of the zone."""
        return self.local.isoformat(timespec="seconds")


Moment = date | Instant


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone of that name; raises `UsageError` if there is none, `DenialctlError` without zone data."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if not zones_known():
            raise no_zones() from None
        raise UsageError(
            f"I do not know the time zone {quoted(name)}.",
            "Use a name such as America/New_York, America/Chicago, America/Denver or America/Los_Angeles.",
        ) from None


def zones_known() -> bool:
    """True if this computer has time zone data at all."""
    try:
        ZoneInfo("America/New_York")
    except (LookupError, ValueError, OSError):
        return False
    return True


def no_zones() -> DenialctlError:
    """Return the error for a computer without time zone data."""
    return DenialctlError(
        "This computer has no time zone data, so no day and no hour can be told.",
        "Install it beside denialctl: pipx inject denialctl tzdata, or pip install tzdata; "
        "or the system's own package tzdata.",
    )


def day_of(moment: Moment) -> date:
    """Return the calendar day of a moment, in the moment's own zone."""
    return moment.day if isinstance(moment, Instant) else moment


def start_of(moment: Moment, zone: str) -> Instant:
    """Return the first instant of a day (an instant is returned as it is)."""
    return moment if isinstance(moment, Instant) else Instant.at(moment, time(0), zone)


def end_of(moment: Moment, zone: str) -> Instant:
    """Return the instant at which a day is over (an instant is returned as it is)."""
    return moment if isinstance(moment, Instant) else Instant.at(moment + timedelta(days=1), time(0), zone)


def earlier(first: Moment, second: Moment, zone: str) -> Moment:
    """Return the moment whose last instant comes first; the first one when equal."""
    return second if end_of(second, zone).utc < end_of(first, zone).utc else first


def later(first: Moment, second: Moment, zone: str) -> Moment:
    """Return the moment whose last instant comes last; the first one when equal."""
    return second if end_of(second, zone).utc > end_of(first, zone).utc else first


def is_iso(text: str) -> bool:
    """True if a text is in the form in which the program stores dates: `2026-10-01`, with or without a time."""
    return re.fullmatch(_MOMENT, text.strip()) is not None


def came_after(notice: Moment, end: Moment) -> bool:
    """True if a notice came after a time had ended; compared by the hour if both hours are known, else by the day."""
    if isinstance(notice, Instant) and isinstance(end, Instant):
        return notice.utc > end.utc
    return day_of(notice) > day_of(end)


def parse_day(text: str) -> date:
    """Read an ISO date. Raises `UsageError` for anything else: a date is never guessed."""
    match = re.fullmatch(_DAY, text.strip())
    if match is None:
        raise _not_a_date(text)
    return _calendar_day(text.strip())


def parse_moment(text: str, zone: str) -> Moment:
    """Read `2026-10-01` as a date and `2026-10-01T14:00` as an instant in `zone`.

    Raises `UsageError` for any other form, and for a day or time that does not exist.
    """
    match = re.fullmatch(_MOMENT, text.strip())
    if match is None:
        raise _not_a_date(text)
    day = _calendar_day(match[1])
    if match[2] is None:
        return day
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise UsageError(f"There is no such time of day in {quoted(text)}.", "Write hours from 00:00 to 23:59.")
    if match[5]:
        offset = match[5].replace("Z", "+00:00")
        if int(offset[1:3]) > 14 or int(offset[4:6]) > 59:
            raise UsageError(
                f"There is no such offset from UTC in {quoted(text)}.", "Offsets run from -12:00 to +14:00."
            )
        aware = datetime.fromisoformat(f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}{offset}")
        return Instant.from_datetime(aware, zone)
    instant = Instant.shown(day, time(hour, minute, second), zone)
    if instant.local.replace(tzinfo=None) != datetime.combine(day, time(hour, minute, second)):
        raise UsageError(
            f"The clocks in {zone} went forward past {quoted(text)}: that time never was.",
            "Write the time one hour later.",
        )
    return instant


def _calendar_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"There is no such day as {quoted(text)}.", "Look at the date again; write YYYY-MM-DD."
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(
            f"The year in {quoted(text)} cannot be right.", "Write the date as YYYY-MM-DD, such as 2026-11-23."
        )
    return day


def _not_a_date(text: str) -> UsageError:
    match = re.fullmatch(_SLASHED, text.strip())
    if match is not None:
        return UsageError(
            f"I cannot tell which date {quoted(text)} is.", f"Did you mean {_both_readings(match)}? Write YYYY-MM-DD."
        )
    return UsageError(
        f"I cannot read {quoted(text)} as a date.", "Write YYYY-MM-DD, or YYYY-MM-DDTHH:MM where the hour counts."
    )


def _both_readings(match: re.Match[str]) -> str:
    first, second, third = (int(part) for part in match.groups())
    if first > 31:
        orders = [(first, second, third)]
    else:
        year = third + 2000 if third < 100 else third
        orders = [(year, first, second), (year, second, first)]
    readings = []
    for year, month, day in dict.fromkeys(orders):
        try:
            readings.append(f"{date(year, month, day).isoformat()} ({say_day(date(year, month, day))})")
        except ValueError:
            continue
    return " or ".join(readings) or "a day that exists"


def say_day(day: date) -> str:
    """Return a date in words with its weekday, such as `Thu 1 Oct 2026`, in every locale."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say(moment: Moment) -> str:
    """Return a moment in words: a date with its weekday, an instant with its hour and zone as well."""
    if isinstance(moment, Instant):
        local = moment.local
        return f"{say_day(local.date())} {local:%H:%M} {local.tzname()}"
    return say_day(moment)


def to_json(moment: Moment | None) -> str | None:
    """Return ISO text: a date, or a date-time with its offset."""
    return None if moment is None else moment.isoformat()


def from_json(text: str | None, zone: str) -> Moment | None:
    """Read what `to_json` wrote; an instant is read in `zone`. Not for what people type: raises `ValueError`."""
    if text is None:
        return None
    return Instant.from_datetime(datetime.fromisoformat(text), zone) if "T" in text else date.fromisoformat(text)


def read_in(moment: Moment, zone: str) -> Moment:
    """Return an instant as people in another zone read it; a date is the same in every zone."""
    return Instant(moment.utc, zone) if isinstance(moment, Instant) else moment


def to_stored(moment: Moment) -> str:
    """Return a moment as text for the store: with its offset, unless it may be either of two instants (`twice`)."""
    if isinstance(moment, Instant) and moment.twice:
        return moment.local.replace(tzinfo=None).isoformat(timespec="seconds")
    return moment.isoformat()
