"""The schedule on this computer: the program as it was started, the office's files, both time zones."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.commands.cron.schedule import Schedule, Scheduler, read_address, read_days, read_time, usual_scheduler
from denialctl.errors import DenialctlError
from denialctl.office.system_zone import zone_of_this_computer

if TYPE_CHECKING:
    from denialctl.commands.session import Session


def scheduler_here() -> Scheduler:
    """Return the scheduler of this computer."""
    return usual_scheduler(
        sys.platform, has_crontab=shutil.which("crontab") is not None, has_systemd=Path("/run/systemd/system").is_dir()
    )


def schedule_here(
    session: Session, scheduler: Scheduler, *, at: str, days: str, mail: str | None, escalate: bool | None
) -> Schedule:
    """Make the schedule. It runs `escalate` if that was asked for, or if the office has named somebody to be told.

    On Windows nobody would see what `escalate` prints: there it is only included if asked for, and then refused.
    """
    computer = _computers_zone()
    named = session.watch is not None and scheduler is not Scheduler.WINDOWS
    return Schedule(
        at=read_time(at),
        days=read_days(days),
        program=program_here(sys.argv[0]),
        environment=environment_of(session),
        mail=read_address(mail) if mail is not None else None,
        escalate=escalate if escalate is not None else named,
        zones=(session.zone, computer) if session.zone != computer else None,
        list_file=str(Path(session.db_path).absolute().parent / "morning.txt"),
    )


def _computers_zone() -> str:
    try:
        return zone_of_this_computer()
    except DenialctlError:
        return "a zone that cannot be told"


def program_here(started_as: str) -> tuple[str, ...]:
    """Return the words that start the running program, with full paths; symbolic links are not resolved."""
    path = Path(started_as).absolute()
    for each in (path, path.with_suffix(".exe")):
        if path.stem.lower() == "denialctl" and each.is_file():
            return (str(each),)
    return (sys.executable, "-m", "denialctl")


def environment_of(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the environment variables that name the office's files, with full paths."""
    db = session.db or os.environ.get("DENIALCTL_DB")
    config = os.environ.get("DENIALCTL_CONFIG")
    named = (("DENIALCTL_DB", str(session.db_path) if db else None), ("DENIALCTL_CONFIG", config))
    return tuple((name, str(Path(value).absolute())) for name, value in named if value)
