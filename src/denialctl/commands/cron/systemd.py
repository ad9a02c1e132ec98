"""The three files of a systemd timer: the script, the service and the timer."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.commands.cron.schedule import Schedule

from denialctl.commands.cron.schedule import WEEKDAYS

_UNIT = "denialctl-morning"


def systemd(schedule: Schedule) -> str:
    """Return a service and a timer of the user, as one script that writes both and starts the timer."""
    after = f"The list is mailed to {schedule.mail}" if schedule.mail else f"The list is left in {schedule.list_file}"
    return "\n".join(
        [
            (
                "# denialctl, every morning. Paste all of this into a terminal; "
                "it writes two units of your own and starts the timer."
            ),
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
        # Only the owner may read the files that it makes.
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
    """Return the shell script of the service: run everything, keep the worst exit code, deliver what was printed."""
    runs = " ".join(f"{shlex.join(command)} || code=1;" for command in schedule.commands())
    if schedule.mail is None:
        place = shlex.quote(schedule.list_file)
        return f'mkdir -p "$(dirname {place})"; code=0; {{ {runs} }} > {place} 2>&1; exit $code'
    head = (
        f"To: {schedule.mail}\\nSubject: denialctl: this morning\\nContent-Type: text/plain; charset=utf-8\\n\\n%s\\n"
    )
    send = f'test -z "$said" || printf {shlex.quote(head)} "$said" | /usr/sbin/sendmail -i -t || code=1'
    return f"said=$(exec 2>&1; code=0; {runs} exit $code); code=$?; {send}; exit $code"


def _unit_quoted(text: str, *, command: bool = False) -> str:
    """Quote one word of a unit file; % (a specifier there) and, in a command, $ (a variable) are doubled."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped.replace("$", "$$") if command else escaped}"'
