"""The pinned years of a legal calendar, kept beside the packs: the `holidays` package is slow to load.

The file is named after the release of the package (by the state of its files), so
that another release is asked anew.
"""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.dates.calendars import FIRST_PINNED_YEAR, LAST_PINNED_YEAR, HolidayList

if TYPE_CHECKING:
    from collections.abc import Callable

Days = dict[int, dict[date, str]]


def with_kept_days(calendar: HolidayList, cache: Path | None, keep: Callable[[Path, object], None]) -> HolidayList:
    """Return the calendar with all pinned years filled in, from the cache where they are there."""
    if cache is None:
        return calendar
    path = cache / f"days-{calendar.name}-{_release()}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        legal, observed = _read(kept["legal"]), _read(kept["observed"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        for year in range(FIRST_PINNED_YEAR, LAST_PINNED_YEAR + 1):
            calendar.off(date(year, 1, 1), widest=True)
        keep(path, {"legal": _text(calendar.legal), "observed": _text(calendar.observed)})
        return calendar
    return HolidayList(
        name=calendar.name, title=calendar.title, subdivision=calendar.subdivision, legal=legal, observed=observed
    )


def _release() -> str:
    found = importlib.util.find_spec("holidays")
    if found is None or found.origin is None:
        return "unknown"
    stat = (Path(found.origin).parent / "version.py").stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def _read(kept: dict[str, str]) -> Days:
    days: Days = {year: {} for year in range(FIRST_PINNED_YEAR, LAST_PINNED_YEAR + 1)}
    for text, name in kept.items():
        day = date.fromisoformat(text)
        days[day.year][day] = name
    return days


def _text(days: Days) -> dict[str, str]:
    return {day.isoformat(): name for year in days.values() for day, name in year.items()}
