"""The lines by which a computer makes the list for the morning by itself: crontab, systemd, Windows Task Scheduler.

All of it is text made from plain values: nothing is installed, nothing is run. The
program is named by its full path, because a scheduler has a search path of its own.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from denialctl.errors import UsageError, harmless, quoted, unknown

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+(@[A-Za-z0-9.-]+)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_UNIT = "denialctl-morning"


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
    """What of the environment names the office's files."""
    mail: str | None = None
    escalate: bool = False
    zones: tuple[str, str] | None = None
    """The office's zone and the computer's, where they differ."""
    list_file: str = "morning.txt"
    """Where systemd leaves the list if no mail is sent."""

    def commands(self) -> list[tuple[str, ...]]:
        """Return what is run, in order: the list, whom to tell, whether everything is in order."""
        told = [(*self.program, "escalate", "--quiet")] if self.escalate else []
        return [(*self.program, "due", "--quiet"), *told, (*self.program, "doctor", "--quiet")]


# -- what was asked for ----------------------------------------------------------------


def read_time(text: str) -> time:
    """Read an hour of the day, `07:05`."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise UsageError(f"I cannot read the time {quoted(text)}.", "Write hours and minutes from 00:00 to 23:59, such as --at 07:05.")
    return time(int(match[1]), int(match[2]))


def read_days(text: str) -> tuple[int, ...]:
    """Read weekdays: `mon-fri`, `mon,wed,fri`, `daily`."""
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
    """Read one mail address, or several with commas between them."""
    parts = [part.strip() for part in text.split(",")]
    if not all(_ADDRESS.fullmatch(part) for part in parts):
        raise UsageError(
            f"{quoted(text)} is no mail address that a scheduler takes.", "Write it plainly, such as --mail desk@clinic.example."
        )
    return ",".join(parts)


def usual_scheduler(platform: str, *, has_crontab: bool, has_systemd: bool) -> Scheduler:
    """Return what a computer has: Windows its own, others cron, or systemd where there is no cron."""
    if platform == "win32":
        return Scheduler.WINDOWS
    return Scheduler.SYSTEMD if has_systemd and not has_crontab else Scheduler.CRONTAB


def lines_for(scheduler: Scheduler, schedule: Schedule) -> str:
    """Return the lines for one scheduler; what no line can hold is refused."""
    for text in (*schedule.program, *(value for _, value in schedule.environment), schedule.list_file):
        if not text.isprintable():
            raise UsageError(f"The path {harmless(text)} holds a line break or another control character.", "Rename it, then ask again.")
    if scheduler is Scheduler.WINDOWS:
        from denialctl.commands.cron_windows import windows  # noqa: PLC0415 - one scheduler is printed

        return windows(schedule)
    return crontab(schedule) if scheduler is Scheduler.CRONTAB else systemd(schedule)


# -- crontab --------------------------------------------------------------------------


def crontab(schedule: Schedule) -> str:
    """Return lines for `crontab -e`."""
    lines = [
        "# denialctl, every morning. Put these lines at the end of what `crontab -e` opens:",
        "# MAILTO and CONTENT_TYPE hold for every line below them.",
    ]
    if schedule.mail is not None:
        lines += [
            "# The mail holds dates and your references. That is protected health information: mind who reads it.",
            f"MAILTO={schedule.mail}",
        ]
    else:
        lines.append("# The mail goes to your mailbox on this computer; --mail ADDRESS names another. It is protected health information.")
    lines.append("CONTENT_TYPE=text/plain; charset=utf-8")
    if schedule.zones is not None:
        office, computer = schedule.zones
        lines.append(f"# {schedule.at:%H:%M} is the hour of this computer ({computer}). The office's zone is {office}.")
    told = iter(schedule.commands())
    lines += ["# What to do today. Nothing is due: nothing is printed, and no mail is sent.", _cron_line(schedule, next(told))]
    if schedule.escalate:
        lines += ["# Who has to be told that time runs out; it is recorded in the case.", _cron_line(schedule, next(told))]
    lines += ["# What would make these mornings unreliable; silent if everything is in order.", _cron_line(schedule, next(told))]
    return "\n".join(lines)


def _cron_line(schedule: Schedule, command: tuple[str, ...]) -> str:
    """Return one line. A bare % would end the command: cron gives what follows it to the program as input."""
    when = f"{schedule.at.minute} {schedule.at.hour} * * {_cron_days(schedule.days)}"
    return f"{when}  {_for_shell(schedule, command)}".replace("%", r"\%")


def _cron_days(days: tuple[int, ...]) -> str:
    """Return weekdays in figures, which every cron reads: Monday is 1, Sunday 0."""
    if len(days) == 7:
        return "*"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1 and days[-1] < 6:
        return f"{days[0] + 1}-{days[-1] + 1}"
    return ",".join(str((day + 1) % 7) for day in days)


def _for_shell(schedule: Schedule, command: tuple[str, ...]) -> str:
    names = [f"{name}={shlex.quote(value)}" for name, value in schedule.environment]
    return " ".join([*names, *map(shlex.quote, command)])


# -- systemd --------------------------------------------------------------------------


def systemd(schedule: Schedule) -> str:
    """Return a service and a timer of the user, as one script that writes both and starts the timer."""
    after = f"The list is mailed to {schedule.mail}" if schedule.mail else f"The list is left in {schedule.list_file}"
    return "\n".join(
        [
            "# denialctl, every morning. Paste all of this into a terminal; it writes two units of your own and starts the timer.",
            f"# {after}, never in the system's journal: it holds dates and your references,",
            "# protected health information. --mail ADDRESS chooses a mail (this computer must be able to send one).",
            "mkdir -p ~/.config/systemd/user",
            "",
            f"cat > ~/.config/systemd/user/{_UNIT}.service <<'END'",
            *_service(schedule),
            "END",
            "",
            f"cat > ~/.config/systemd/user/{_UNIT}.timer <<'END'",
            *_timer(schedule),
            "END",
            "",
            "systemctl --user daemon-reload",
            f"systemctl --user enable --now {_UNIT}.timer",
            "",
            "# To run while you are not signed in:  loginctl enable-linger",
            f"# To see when it runs next:            systemctl --user list-timers {_UNIT}.timer",
            f"# To see whether it failed:            systemctl --user status {_UNIT}.service",
        ]
    )


def _service(schedule: Schedule) -> list[str]:
    return [
        "# What to do today; who has to be told; what would make these mornings unreliable."
        if schedule.escalate
        else "# What to do today, and what would make these mornings unreliable.",
        "# The unit fails if one of them does: systemctl --user --failed shows it.",
        "[Unit]",
        "Description=denialctl: the list for the morning",
        "",
        "[Service]",
        "Type=oneshot",
        # Files that it makes are for their owner only.
        "UMask=0077",
        *(f"Environment={_unit_quoted(f'{name}={value}')}" for name, value in schedule.environment),
        f"ExecStart=/bin/sh -c {_unit_quoted(_morning_script(schedule), command=True)}",
    ]


def _timer(schedule: Schedule) -> list[str]:
    zone = f" {schedule.zones[0]}" if schedule.zones is not None else ""
    days = "" if len(schedule.days) == 7 else ",".join(WEEKDAYS[day].capitalize() for day in schedule.days) + " "
    return [
        "[Unit]",
        "Description=denialctl: every morning",
        "",
        "[Timer]",
        f"OnCalendar={days}*-*-* {schedule.at:%H:%M}:00{zone}",
        "# A computer that was off at that hour makes the list once it is on.",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]


def _morning_script(schedule: Schedule) -> str:
    """Return what the service's shell does: run everything, keep the worst exit code, and deliver what was said."""
    runs = " ".join(f"{shlex.join(command)} || code=1;" for command in schedule.commands())
    if schedule.mail is None:
        place = shlex.quote(schedule.list_file)
        return f'mkdir -p "$(dirname {place})"; code=0; {{ {runs} }} > {place} 2>&1; exit $code'
    head = f"To: {schedule.mail}\\nSubject: denialctl: this morning\\nContent-Type: text/plain; charset=utf-8\\n\\n%s\\n"
    send = f'test -z "$said" || printf {shlex.quote(head)} "$said" | /usr/sbin/sendmail -i -t || code=1'
    return f"said=$(exec 2>&1; code=0; {runs} exit $code); code=$?; {send}; exit $code"


def _unit_quoted(text: str, *, command: bool = False) -> str:
    """Quote one word of a unit file: % is a specifier there, and $ a variable in a command."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if command else escaped}"'
