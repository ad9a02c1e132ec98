"""What a scheduler is to do: the hour, the weekdays, the program, and who gets the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from denialctl.errors import UsageError, quoted, unknown

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+(@[A-Za-z0-9.-]+)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


class Scheduler(StrEnum):
    """What starts programs at a set hour."""

    CRONTAB = "crontab"
    SYSTEMD = "systemd"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the list is made, by which program, with which cases, and who gets it."""

    at: time
    days: tuple[int, ...]
    """Weekdays from Monday, 0, to Sunday, 6, in their order."""
    program: tuple[str, ...]
    """The program by its full path, with the words that come before the command, if any."""
    environment: tuple[tuple[str, str], ...] = ()
    """The environment variables that name the office's files."""
    mail: str | None = None
    escalate: bool = False
    zones: tuple[str, str] | None = None
    """The office's zone and the computer's; None if they are the same."""
    list_file: str = "morning.txt"
    """Where systemd leaves the list if no mail is sent."""

    def commands(self) -> list[tuple[str, ...]]:
        """Return the commands to run, in order: `due`, `escalate` if wanted, `doctor`."""
        told = [(*self.program, "escalate", "--quiet")] if self.escalate else []
        return [(*self.program, "due", "--quiet"), *told, (*self.program, "doctor", "--quiet")]


# -- what was asked for ----------------------------------------------------------------


def read_time(text: str) -> time:
    """Return the time of day that a text such as `07:05` means. Raises UsageError."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise UsageError(
            f"I cannot read the time {quoted(text)}.",
            "Write hours and minutes from 00:00 to 23:59, such as --at 07:05.",
        )
    return time(int(match[1]), int(match[2]))


def read_days(text: str) -> tuple[int, ...]:
    """Return the weekdays that a text means: `mon-fri`, `mon,wed,fri`, `daily`. Raises UsageError."""
    found: set[int] = set()
    for part in text.strip().lower().split(","):
        if part.strip() == "daily":
            found |= set(range(7))
            continue
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        start, end = _weekday(first, text), _weekday(last if dash else first, text)
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return tuple(sorted(found))


def _weekday(word: str, text: str) -> int:
    if word not in WEEKDAYS:
        way_out = "Write for example --days mon-fri, --days mon,wed,fri or --days daily."
        if not word:
            raise UsageError(f"I cannot read the days {quoted(text)}.", way_out)
        raise unknown("weekday", word, WEEKDAYS, way_out)
    return WEEKDAYS.index(word)


def read_address(text: str) -> str:
    """Return one mail address, or several with commas between them. Raises UsageError."""
    parts = [part.strip() for part in text.split(",")]
    if not all(_ADDRESS.fullmatch(part) for part in parts):
        raise UsageError(
            f"{quoted(text)} is no mail address that a scheduler takes.",
            "Write it plainly, such as --mail desk@clinic.example.",
        )
    return ",".join(parts)


def usual_scheduler(platform: str, *, has_crontab: bool, has_systemd: bool) -> Scheduler:
    """Return the scheduler of a computer: on Windows its own, elsewhere cron, or systemd if there is no cron."""
    if platform == "win32":
        return Scheduler.WINDOWS
    return Scheduler.SYSTEMD if has_systemd and not has_crontab else Scheduler.CRONTAB
