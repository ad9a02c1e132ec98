"""The commands that show what is stored: due, show, list."""

# Annotations are no text here: Typer would read the text of each option four times.

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, tell
from denialctl.cli.output import repeat, session_of
from denialctl.errors import DenialctlError, UsageError
from denialctl.views.emit import Format, emit

if TYPE_CHECKING:
    from denialctl.commands.session import Session
    from denialctl.commands.whose import Whose

lists_app = typer.Typer()


@lists_app.command(
    "due",
    help="The daily check: what to do, in which order, by when. "
    "JSON and CSV hold all that is open, unless --within limits it.",
    epilog=example("denialctl due", "denialctl due --within 7d --quiet --exit-code", "denialctl due --format json"),
)
def due(
    context: typer.Context,
    within: Annotated[
        str | None, typer.Option("--within", metavar="7d", help="how far to look; else to the end of this week")
    ] = None,
    owner: o.WorkOfOption = None,
    team: Annotated[str | None, typer.Option("--team", metavar="TEAM", help="only this team's")] = None,
    unassigned: Annotated[bool, typer.Option("--unassigned", help="only what nobody owns")] = False,
    mine: Annotated[bool, typer.Option("--mine", help="only yours, by the name with which you are signed in")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing when nothing is due")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="10 if something is due, 20 if something is missed")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="why each line stands where it stands")] = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.PageFormatOption = Format.TABLE,
) -> None:
    """Print the list for the morning."""
    from denialctl.commands.due import due as make_list
    from denialctl.views.due import DueView

    session = session_of(context, db, as_of, tz)
    whose = _whose(owner, team, unassigned=unassigned, mine=mine)
    found = make_list(session, within=within, whose=whose, everything=form.for_scripts)
    for line in found.moved:
        tell(line)
    if found.exit_code or not quiet:
        emit(DueView(found, explain=explain), form)
    if whose is None:
        # A list for one person does not count as the daily run of the office.
        _leave_mark(session)
    if exit_code and found.exit_code:
        raise typer.Exit(found.exit_code)


def _whose(owner: str | None, team: str | None, *, unassigned: bool, mine: bool) -> "Whose | None":
    """Return whose lines are wanted; None for the office's whole list."""
    if owner is None and team is None and not unassigned and not mine:
        return None
    from denialctl.commands.whose import Whose

    return Whose(owner, team, unassigned, mine)


def _leave_mark(session: "Session") -> None:
    """Note for `doctor` that the list was made today. If that fails, say so; the list itself is complete."""
    from denialctl.commands.daily_run import leave_mark

    try:
        leave_mark(session)
    except DenialctlError as error:
        tell(f"The list is whole, but that it was made today could not be noted for denialctl doctor: {error.sentence}")


@lists_app.command(
    "show",
    epilog=example(
        "denialctl show 1", "denialctl show 1 --chart", 'denialctl show 1 --what-if "internal-appeal upheld 2026-12-20"'
    ),
)
def show(
    context: typer.Context,
    case: o.CaseNumber,
    explain: o.ExplainOption = False,
    history: Annotated[bool, typer.Option("--history", help="everything that was recorded, and by whom")] = False,
    chart: Annotated[bool, typer.Option("--chart", help="both sides' clocks as bars on an axis of days")] = False,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="how far the chart goes")] = None,
    suppose: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar='"STAGE WHAT DATE"',
            help="the ladder as it would be then, beside today's; stores nothing",
        ),
    ] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.PageFormatOption = Format.TABLE,
) -> None:
    """One case: the whole ladder, every date on it, why it is that date."""
    from denialctl.commands.calc import with_timeline
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.stored_case import case_of

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)
    stored, events = case_of(session, number)
    if history:
        from denialctl.views.history import HistoryView

        # A history has no page: every format for people prints its lines.
        emit(HistoryView(number, events), form if form.for_scripts else Format.TABLE)
        return
    if suppose:
        from denialctl.commands.what_if import what_if
        from denialctl.views.what_if import WhatIfView

        if form is Format.CSV:
            raise UsageError("Two ladders do not fit into one table.", "Use --format json, table, markdown or html.")
        found = what_if(session, number, tuple(suppose))
        repeat(session)
        emit(WhatIfView(found), form)
        return
    from denialctl.views.case import ChartView, LadderView

    computed = with_timeline(session, stored)
    if chart and form in (Format.TABLE, Format.TEXT):
        # The formats with pages show the chart above the ladder anyway.
        emit(ChartView(computed, session.now, session.day(until) if until else None), form)
    else:
        emit(LadderView(computed, session.now, explain=explain), form)


@lists_app.command("list", epilog=example("denialctl list", "denialctl list --closed --format csv"))
def list_(
    context: typer.Context,
    closed: Annotated[bool, typer.Option("--closed", help="the closed ones too")] = False,
    owner: Annotated[str | None, typer.Option("--owner", metavar="WHO", help="only this person's")] = None,
    payer: Annotated[str | None, typer.Option("--payer", metavar="NAME", help="only this payer's")] = None,
    patient: Annotated[str | None, typer.Option("--patient", metavar="REF", help="only this patient's")] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """The cases, each with the next thing to do."""
    from denialctl.commands.case_finding import Wanted, nothing_found
    from denialctl.commands.listing import list_cases
    from denialctl.views.listing import CasesView

    session = session_of(context, db, as_of, tz)
    wanted = Wanted(owner, payer, patient)
    found, moved = list_cases(session, closed=closed, wanted=wanted)
    for line in moved:
        tell(line)
    nothing = "" if found else nothing_found(session, wanted, closed=closed)
    if nothing and (form is not Format.TABLE or not sys.stdout.isatty()) and wanted.is_limited():
        tell(nothing)
    emit(CasesView(found, session.now, nothing), form)
