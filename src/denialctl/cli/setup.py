"""The commands that set the office up and keep it running: `init`, `cron`, `doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, tell
from denialctl.cli.output import session_of
from denialctl.commands.cron.schedule import Scheduler
from denialctl.views.emit import Format, emit
from denialctl.views.printing import say

setup_app = typer.Typer()


@setup_app.command(
    "cron", epilog=example("denialctl cron", "denialctl cron crontab --at 06:50 --mail desk@clinic.example")
)
def cron(
    context: typer.Context,
    scheduler: Annotated[
        Scheduler | None,
        typer.Argument(
            metavar="[crontab|systemd|windows]",
            help="for which scheduler; else the one of this computer",
            show_default=False,
        ),
    ] = None,
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="when the list is made")] = "07:05",
    days: Annotated[
        str, typer.Option("--days", metavar="DAYS", help="on which weekdays: mon-fri, mon,wed or daily")
    ] = "mon-fri",
    mail: Annotated[
        str | None, typer.Option("--mail", metavar="ADDRESS", help="who gets the list, if something is due")
    ] = None,
    escalate: Annotated[
        bool | None,
        typer.Option(
            "--escalate/--no-escalate",
            help="also say who has to be told; else if the office has named somebody",
            show_default=False,
        ),
    ] = None,
    db: o.DbOption = None,
) -> None:
    """Print the lines by which this computer makes the list every morning. Installs nothing."""
    from denialctl.commands.cron.here import schedule_here, scheduler_here
    from denialctl.commands.cron.lines import lines_for

    chosen = scheduler if scheduler is not None else scheduler_here()
    session = session_of(context, db)
    schedule = schedule_here(session, chosen, at=at, days=days, mail=mail, escalate=escalate)
    say(lines_for(chosen, schedule))
    if chosen is Scheduler.WINDOWS and escalate is None and session.watch is not None:
        tell("Whom to tell is not part of it: run denialctl escalate by hand each morning.")


@setup_app.command("init", epilog=example("denialctl init", "denialctl init --db /mnt/office/cases.db"))
def init(context: typer.Context, db: o.DbOption = None) -> None:
    """Begin an empty database for the cases of a new office. One that is there is left as it is."""
    from denialctl.commands.init import begin

    begun = begin(session_of(context, db))
    if begun.cases is None:
        tell(f"Began an empty database of cases: {begun.path}")
        tell("Enter the first denial with: denialctl add")
    else:
        cases = "1 case" if begun.cases == 1 else f"{begun.cases} cases"
        tell(f"There is a database already, with {cases}; nothing was changed: {begun.path}")


@setup_app.command(
    "doctor", epilog=example("denialctl doctor", "denialctl doctor --quiet", "denialctl doctor --format json")
)
def doctor(
    context: typer.Context,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="print only what is wrong, and nothing when nothing is")
    ] = False,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.DoctorFormatOption = Format.TABLE,
) -> None:
    """Whether the mornings can be relied on: each finding with its remedy. Ends with 1 if they cannot."""
    from denialctl.commands.doctor.diagnose import diagnose
    from denialctl.views.doctor import DoctorView

    found = diagnose(session_of(context, db, as_of))
    shown = found.only_wrong() if quiet else found
    if shown.findings or not quiet:
        emit(DoctorView(shown, quiet=quiet), form)
    if found.failed:
        raise typer.Exit(1)
