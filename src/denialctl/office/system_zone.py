"""The time zone of this computer's clock: found for sure, or refused. It is never guessed.

"Today" and every hour depend on it, so nothing silently falls back to UTC. The zone is taken from where the system
takes it: from the variable TZ with a name, a file or a rule (`EST5EDT,M3.2.0,M11.1.0`), else from `/etc/localtime`, a
link or a copy. Cases keep the name of a zone. Where the system has only a rule, or a file without a name, the name is
that of a place whose clocks show the same in all pinned years.
"""

from __future__ import annotations

import io
import os
import re
import struct
import sys
import time
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from denialctl.dates.moments import no_zones, zones_known
from denialctl.errors import DenialctlError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LOCALTIME = Path("/etc/localtime")
_UTC = "Etc/UTC"
_UTC_BY_OTHER_NAMES = frozenset({"UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"})
_FIXED = frozenset({"EST", "MST", "HST", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", *_UTC_BY_OTHER_NAMES})
_PLACES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "America/Adak",
    "America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
)  # fmt: skip
"""Where US offices are: tried first."""
_NO_ZONE = frozenset({"Factory", "posixrules", "localtime"})
"""Files of the zone database that are not zones which a case could keep."""
_LINKS = 8
_STEP = timedelta(days=1)
_RULE = re.compile(
    r"(?:<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})"
    r"(?P<west>[+-]?\d{1,2}(?::\d{2}){0,2})"
    r"(?P<summer>(?:<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})(?:[+-]?\d{1,2}(?::\d{2}){0,2})?(?P<days>,[^,]+,[^,]+)?)?"
)
_USUAL_DAYS = ",M3.2.0,M11.1.0"
"""The days on which the clocks change by a rule that does not say when: those of the United States."""
_WAY_OUT = (
    "Name the office's zone: denialctl config set tz America/Chicago (or whichever is yours), "
    "or --tz for this one time."
)


def zone_of_this_computer() -> str:
    """Return the name of the zone that this computer's clock shows. Raises `DenialctlError` where it is not certain."""
    if sys.platform == "win32":
        return _by_tzlocal() or _refuse("The time zone that Windows is set to has no name that denialctl knows.")
    return zone_by(os.environ.get("TZ"), LOCALTIME)


def zone_by(tz: str | None, localtime: Path = LOCALTIME) -> str:
    """Return the zone by the variable TZ where it is set, else by the file of the system's local time."""
    if not zones_known():
        raise no_zones()
    return _by_file(localtime) if tz is None else _by_variable(tz, localtime)


# -- what is said about a zone that knows no daylight-saving time ---------------------------------


class Remark(NamedTuple):
    """A warning about the zone in use."""

    text: str
    for_people: bool
    """True if only people at a terminal are told: servers run in UTC, and a scheduler would mail it every day.

    `doctor` says it in any case.
    """


def remark_on_computer(name: str) -> Remark | None:
    """Return a warning where nobody named a zone, and the computer's day may end at another hour than the office's."""
    if not fixed(name):
        return None
    empty = os.environ.get("TZ") in ("", ":")
    why = "The variable TZ is there but empty, so the clock" if empty else "The clock"
    text = (
        f"{why} of this computer shows {name}, which knows no daylight-saving time: "
        "its today is not the office's at every hour."
    )
    return Remark(f"{text} {_WAY_OUT}", for_people=is_utc(name) and not empty)


def remark_on_named(name: str) -> Remark | None:
    """Return a warning where somebody named a zone without daylight-saving time, unless it is UTC, which is meant."""
    if not fixed(name) or is_utc(name):
        return None
    way_out = f"{_WAY_OUT[0].lower()}{_WAY_OUT[1:]}"
    text = f"The zone {name} knows no daylight-saving time. If the office's clocks change in March, {way_out}"
    return Remark(text, for_people=False)


def is_utc(name: str) -> bool:
    """True if a name is one of those of UTC itself."""
    return name in _UTC_BY_OTHER_NAMES


def fixed(name: str) -> bool:
    """True if a name stands for an offset from UTC and not for a place."""
    return name in _FIXED or name.startswith("Etc/")


# -- the variable TZ ------------------------------------------------------------------------------


def _by_variable(tz: str, localtime: Path) -> str:
    words = tz.removeprefix(":")
    if not words:
        return _by_nothing(localtime)
    if words == "localtime":
        return _by_file(localtime)
    if words.startswith("/"):
        return _by_file(Path(words))
    name = words.removeprefix("posix/")
    if _sound(name):
        return name if "/" in name or fixed(name) else _place_like(ZoneInfo(name)) or name
    zone = _following(words)
    if zone is None:
        bare = words.strip("\"' ")
        hint = f" Without its quotes and blanks it would be {bare}." if bare != words and _sound(bare) else ""
        return _refuse(f"The variable TZ of this computer is {quoted(tz)}, which names no time zone.{hint}")
    return (
        _offset_name(words)
        or _place_like(zone)
        or _refuse(f"The variable TZ is {quoted(tz)}, and no place goes by that rule.")
    )


def _by_nothing(localtime: Path) -> str:
    """Return UTC, which an empty variable means to the system; refuse where the system's file says another zone."""
    if localtime.exists() and not is_utc(name := _by_file(localtime)):
        return _refuse(
            f"The variable TZ is there but empty, so the clock of this computer shows UTC, and {localtime} says {name}."
        )
    return _UTC


def _following(rule: str) -> ZoneInfo | None:
    """Return a zone that follows a rule such as `EST5EDT,M3.2.0,M11.1.0`, or None where it is none."""
    match = _RULE.fullmatch(rule)
    if match is None:
        return None
    full = rule + _USUAL_DAYS if match["summer"] and not match["days"] else rule
    # A zone file without a single change holds one rule, at its end.
    part = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    try:
        return ZoneInfo.from_file(io.BytesIO(part + part + b"\n" + full.encode("ascii") + b"\n"))
    except ValueError:
        return None


def _offset_name(rule: str) -> str | None:
    """Return the name of a fixed offset in whole hours, such as Etc/GMT+5 for EST5; None for every other rule."""
    match = _RULE.fullmatch(rule)
    if match is None or match["summer"] or ":" in match["west"]:
        return None
    west = int(match["west"])
    name = f"Etc/GMT{west:+d}" if west else _UTC
    return name if _sound(name) else None


# -- the file of the local time ---------------------------------------------------------------------


def _by_file(path: Path) -> str:
    """Return the zone of a file: by the name to which it is linked, by its content, or by what its clocks show."""
    for place in _linked(path):
        name = _name_in(place)
        if name is not None and _sound(name):
            return name
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return _without_a_file(path)
    except OSError as error:
        return _refuse(f"The time zone of this computer cannot be read from {path}: {error.strerror}.")
    try:
        zone = ZoneInfo.from_file(io.BytesIO(content))
    except (ValueError, struct.error, EOFError, IndexError):
        return _refuse(f"The file {path}, from which this computer takes its time zone, holds none.")
    return (
        _same_content(content)
        or _place_like(zone)
        or _refuse(f"No place has the clocks that this computer takes from {path}.")
    )


def _linked(path: Path) -> Iterator[Path]:
    """Follow the links of a file, step by step; the file itself may lie in the database too."""
    for _ in range(_LINKS):
        yield path
        if not path.is_symlink():
            return
        path = path.parent / path.readlink()


def _name_in(path: Path) -> str | None:
    """Return the name of a zone in the path of a file of a database of zones."""
    normal = os.path.normpath(path)
    for folder in zoneinfo.TZPATH:
        if normal.startswith(folder + os.sep):
            return normal.removeprefix(folder + os.sep).removeprefix("posix/")
    _, found, name = normal.partition("/zoneinfo/")
    return name.removeprefix("posix/") if found else None


def _same_content(content: bytes) -> str | None:
    """Return the zone whose file in the system's database has this content, or None."""
    return next((name for name in _candidates() if _content_of(name) == content), None)


def _content_of(name: str) -> bytes | None:
    for folder in zoneinfo.TZPATH:
        try:
            return Path(folder, name).read_bytes()
        except OSError:
            continue
    return None


def _without_a_file(path: Path) -> str:
    """Return the zone of a system without such a file: the one that it knows from elsewhere, else UTC."""
    if path != LOCALTIME:
        return _refuse(f"There is no file {path}, from which this computer is told to take its time zone.")
    name = _by_tzlocal() or _UTC
    if not _sound(name) or not _agrees(ZoneInfo(name), lambda when: time.localtime(when.timestamp()).tm_gmtoff):
        return _refuse(f"This computer is said to be in {quoted(name)}, but its clock shows another zone.")
    return name


def _agrees(zone: ZoneInfo, shown: Callable[[datetime], int]) -> bool:
    """True if a zone has the offsets that the clock shows, now and half a year from now."""
    now = datetime.now(UTC)
    return all(_seconds(zone, when) == shown(when) for when in (now, now + timedelta(days=182)))


def _by_tzlocal() -> str | None:
    import tzlocal  # noqa: PLC0415 - only where the system's own files do not tell

    try:
        name = tzlocal.get_localzone_name()
    except (LookupError, ValueError, OSError):
        return None
    return name if name and _sound(name) else None


# -- zones that show the same -------------------------------------------------------------------------


def _sound(name: str) -> bool:
    """True if a name is that of a zone that a case may keep."""
    if name in _NO_ZONE or name.startswith("right/"):
        return False
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def _place_like(zone: ZoneInfo) -> str | None:
    """Find a place whose clocks show the same as a zone, at every moment of the pinned years."""
    halves = _halves()
    offsets = [_seconds(zone, when) for when in halves]
    own: list[tuple[datetime, int]] | None = None
    for name in _candidates():
        other = ZoneInfo(name)
        if any(_seconds(other, when) != offset for when, offset in zip(halves, offsets, strict=True)):
            continue
        own = own if own is not None else _changes(zone)
        if _changes(other) == own:
            return name
    return None


def _candidates() -> Iterable[str]:
    """Return the names of zones, those of the United States first, offsets last."""
    yield from (name for name in _PLACES if _sound(name))
    rest = sorted(
        zoneinfo.available_timezones() - set(_PLACES), key=lambda name: (fixed(name) or "/" not in name, name)
    )
    yield from (name for name in rest if _sound(name))


def _halves() -> list[datetime]:
    """Return a moment in each winter and in each summer of the pinned years."""
    first, last = _span()
    return [datetime(year, month, 1, tzinfo=UTC) for year in range(first.year, last.year) for month in (1, 7)]


def _span() -> tuple[datetime, datetime]:
    from denialctl.dates.calendars import FIRST_PINNED_YEAR, LAST_PINNED_YEAR  # noqa: PLC0415 - only where zones are compared

    return datetime(FIRST_PINNED_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_PINNED_YEAR + 1, 1, 1, tzinfo=UTC)


def _changes(zone: ZoneInfo) -> list[tuple[datetime, int]]:
    """Return each moment of the pinned years at which the clocks change, to the second, and the offset from then on."""
    when, last = _span()
    offset = _seconds(zone, when)
    found = [(when, offset)]
    while when < last:
        after = when + _STEP
        new = _seconds(zone, after)
        if new != offset:
            found.append((_turn(zone, when, after), new))
            offset = new
        when = after
    return found


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Find the second at which the offset becomes the one that it is `after`."""
    new = _seconds(zone, after)
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if _seconds(zone, datetime.fromtimestamp(middle, UTC)) == new:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def _seconds(zone: ZoneInfo, when: datetime) -> int:
    offset = when.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _refuse(sentence: str) -> str:
    raise DenialctlError(sentence, _WAY_OUT)
