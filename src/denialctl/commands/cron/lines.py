"""The lines by which a computer makes the list for the morning by itself: crontab, systemd, Windows Task Scheduler.

The lines are only text: nothing is installed, nothing is run. The program is named by
its full path, because a scheduler has another search path than the user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.commands.cron.crontab import crontab
from denialctl.commands.cron.schedule import Scheduler
from denialctl.commands.cron.systemd import systemd
from denialctl.errors import UsageError, harmless

if TYPE_CHECKING:
    from denialctl.commands.cron.schedule import Schedule


def lines_for(scheduler: Scheduler, schedule: Schedule) -> str:
    """Return the lines for one scheduler. Raises an error for what the lines cannot express."""
    for text in (*schedule.program, *(value for _, value in schedule.environment), schedule.list_file):
        if not text.isprintable():
            raise UsageError(
                f"The path {harmless(text)} holds a line break or another control character.",
                "Rename it, then ask again.",
            )
    if scheduler is Scheduler.WINDOWS:
        from denialctl.commands.cron.windows import windows  # noqa: PLC0415 - one scheduler is printed

        return windows(schedule)
    return crontab(schedule) if scheduler is Scheduler.CRONTAB else systemd(schedule)
