"""The Windows Task Scheduler: a batch file that puts itself on the schedule and is then run by it.

The Task Scheduler shows nobody what a program prints, so the batch file discards the
list and keeps only the exit code: the list is protected health information.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.commands.cron.schedule import WEEKDAYS
from denialctl.errors import UsageError

if TYPE_CHECKING:
    from denialctl.commands.cron.schedule import Schedule

_TASK = "denialctl morning"


def windows(schedule: Schedule) -> str:
    """Return the batch file. Raises UsageError for a mail or `escalate`, which the Task Scheduler cannot deliver."""
    if schedule.mail is not None:
        raise UsageError(
            "The Windows Task Scheduler sends no mail.",
            "Leave --mail out: the batch file says on the screen that something is due.",
        )
    if schedule.escalate:
        raise UsageError(
            "escalate prints who has to be told, and the Windows Task Scheduler shows that to nobody.",
            "Leave --escalate out, and run denialctl escalate by hand each morning.",
        )
    program = " ".join([_quoted(schedule.program[0]), *schedule.program[1:]])
    days = ",".join(WEEKDAYS[day].upper() for day in schedule.days)
    zones = schedule.zones
    hour = f"{schedule.at:%H:%M}"
    catching_up = (
        f"$t = Get-ScheduledTask -TaskName '{_TASK}'; $t.Settings.StartWhenAvailable = $true; "
        "$t.Settings.DisallowStartIfOnBatteries = $false; Set-ScheduledTask -InputObject $t"
    )
    return "\n".join(
        [
            "@echo off",
            "rem denialctl, every morning. In a Command Prompt (not PowerShell, which saves another kind of text):",
            "rem   denialctl cron windows > denialctl-morning.cmd",
            "rem   denialctl-morning.cmd install",
            "rem Leave the file where it is: the Task Scheduler runs it from there.",
            *(
                [f"rem {hour} is the hour of this computer ({zones[1]}). The office's zone is {zones[0]}."]
                if zones
                else []
            ),
            "setlocal DisableDelayedExpansion",
            "chcp 65001 >nul",
            *(f"set {_quoted(f'{name}={value}')}" for name, value in schedule.environment),
            'if /i "%~1"=="install" goto install',
            "",
            (
                "rem The list is protected health information: it is thrown away here. "
                "The log beside this file gets the exit"
            ),
            (
                "rem code only: 0 nothing is due, 10 something is due, 20 something is missed, "
                "another one: no list was made."
            ),
            f"{program} due --quiet --exit-code >nul 2>nul",
            'set "CODE=%ERRORLEVEL%"',
            '>>"%~dpn0.log" echo %DATE% %TIME% due %CODE%',
            'if not "%CODE%"=="0" msg "%USERNAME%" "Look at the list for this morning: denialctl due" 2>nul',
            "",
            "rem Whether these mornings can be relied on: 0 they can, 1 see denialctl doctor.",
            f"{program} doctor --quiet >nul 2>nul",
            'set "CODE=%ERRORLEVEL%"',
            '>>"%~dpn0.log" echo %DATE% %TIME% doctor %CODE%',
            'if not "%CODE%"=="0" msg "%USERNAME%" "Something needs attention: denialctl doctor" 2>nul',
            "exit /b 0",
            "",
            ":install",
            f'schtasks /Create /F /TN "{_TASK}" /SC WEEKLY /D {days} /ST {hour} /TR "\\"%~f0\\""',
            "if errorlevel 1 exit /b 1",
            "rem A computer that was off at that hour makes the list once it is on, and one on battery makes it too.",
            f'powershell -NoProfile -Command "{catching_up}" >nul',
            f'rem To take it out again: schtasks /Delete /TN "{_TASK}" /F',
            "exit /b",
        ]
    )


def _quoted(text: str) -> str:
    """Quote a word of a batch file; % is doubled. A path on Windows cannot contain a quotation mark."""
    return '"' + text.replace("%", "%%") + '"'
