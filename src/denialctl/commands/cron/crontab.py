"""The lines for `crontab -e`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.commands.cron.schedule import Schedule


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
        lines.append(
            "# The mail goes to your mailbox on this computer; --mail ADDRESS names another. "
            "It is protected health information."
        )
    lines.append("CONTENT_TYPE=text/plain; charset=utf-8")
    if schedule.zones is not None:
        office, computer = schedule.zones
        lines.append(f"# {schedule.at:%H:%M} is the hour of this computer ({computer}). The office's zone is {office}.")
    told = iter(schedule.commands())
    lines += [
        "# What to do today. Nothing is due: nothing is printed, and no mail is sent.",
        _cron_line(schedule, next(told)),
    ]
    if schedule.escalate:
        lines += [
            "# Who has to be told that time runs out; it is recorded in the case.",
            _cron_line(schedule, next(told)),
        ]
    lines += [
        "# What would make these mornings unreliable; silent if everything is in order.",
        _cron_line(schedule, next(told)),
    ]
    return "\n".join(lines)


def _cron_line(schedule: Schedule, command: tuple[str, ...]) -> str:
    """Return one line. % is escaped: cron would end the command there and pass the rest to it as input."""
    when = f"{schedule.at.minute} {schedule.at.hour} * * {_cron_days(schedule.days)}"
    return f"{when}  {_for_shell(schedule, command)}".replace("%", r"\%")


def _cron_days(days: tuple[int, ...]) -> str:
    """Return weekdays as digits, which every cron understands: Monday is 1, Sunday 0."""
    if len(days) == 7:
        return "*"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1 and days[-1] < 6:
        return f"{days[0] + 1}-{days[-1] + 1}"
    return ",".join(str((day + 1) % 7) for day in days)


def _for_shell(schedule: Schedule, command: tuple[str, ...]) -> str:
    names = [f"{name}={shlex.quote(value)}" for name, value in schedule.environment]
    return " ".join([*names, *map(shlex.quote, command)])
