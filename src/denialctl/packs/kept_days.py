"""The pinned years of a legal calendar, kept in the cache: the `holidays` package is slow to load.

The file is named after the release of the package and the state of the program, so that
another release of either reads the days again.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from denialctl.dates.calendars import FIRST_PINNED_YEAR, LAST_PINNED_YEAR, HolidayList
from denialctl.packs.cache import keep, load
from denialctl.packs.files import release_of_holidays, state_of_program

if TYPE_CHECKING:
    from pathlib import Path

Days = dict[int, dict[date, str]]


def with_kept_days(calendar: HolidayList, folder: Path | None) -> HolidayList:
    """Return the calendar with all pinned years filled in; `folder` is the cache, or None to leave it as it is."""
    if folder is None:
        return calendar
    path = folder / f"days-{calendar.name}-{_release()}-{state_of_program()}.json"
    try:
        kept = load(path)
        legal, observed = _read(kept["legal"]), _read(kept["observed"])
    except (ValueError, KeyError, TypeError, AttributeError):
        for year in range(FIRST_PINNED_YEAR, LAST_PINNED_YEAR + 1):
            calendar.off(date(year, 1, 1), widest=True)
        keep(path, {"legal": _text(calendar.legal), "observed": _text(calendar.observed)})
        return calendar
    return HolidayList(
        name=calendar.name, title=calendar.title, subdivision=calendar.subdivision, legal=legal, observed=observed
    )


def _release() -> str:
    file = release_of_holidays()
    if file is None:
        return "unknown"
    stat = file.stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def _read(kept: dict[str, str]) -> Days:
    days: Days = {year: {} for year in range(FIRST_PINNED_YEAR, LAST_PINNED_YEAR + 1)}
    for text, name in kept.items():
        day = date.fromisoformat(text)
        days[day.year][day] = name
    return days


def _text(days: Days) -> dict[str, str]:
    return {day.isoformat(): name for year in days.values() for day, name in year.items()}
