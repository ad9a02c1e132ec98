"""The command `chase`: whom to call about late or due answers, and the record that they were called."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, tell
from denialctl.cli.output import enter, repeat, session_of
from denialctl.errors import UsageError
from denialctl.views.emit import Format, emit

chase_app = typer.Typer()


class Said(StrEnum):
    """How a plan or reviewer was asked for what it owes."""

    CALL = "call"
    SUPERVISOR = "supervisor"
    WRITTEN = "written"


@chase_app.command(
    "chase",
    epilog=example(
        "denialctl chase",
        "denialctl chase --owner jo --within 7d",
        'denialctl chase 4 --said call --ref "call 88-1402"',
    ),
)
def chase(
    context: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]", help="only this case: its number, or your reference for its patient", show_default=False
        ),
    ] = None,
    said: Annotated[
        Said | None, typer.Option("--said", help="record that you called, asked for a supervisor, or wrote")
    ] = None,
    ref: Annotated[
        str | None, typer.Option("--ref", metavar="TEXT", help="with --said: their reference number")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="with --said: what they answered")] = None,
    deadline: Annotated[
        str | None, typer.Option("--deadline", metavar="ID", help="with --said: about which, if the case has several")
    ] = None,
    owner: o.WorkOfOption = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="7d", help="how far to look; else to the next business day")
    ] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.PageFormatOption = Format.TABLE,
) -> None:
    """Their clocks: whom to chase, and what to say. Holds what is late and what is due up to the next business day."""
    from denialctl.commands import chase as chasing
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.horizon import days_ahead
    from denialctl.views.chase import ChaseView

    days_ahead(within)  # refuses a wrong --within before anything is stored
    session = session_of(context, db, as_of, tz)
    number = case_number(session, case) if case is not None else None
    if said is not None:
        if number is None:
            raise UsageError("I do not know in which case you asked them.", "Name it: denialctl chase CASE --said call")
        asked, how = number, said.value
        enter(session, asked, lambda: chasing.said(session, asked, how, ref=ref, note=note, about=deadline))
        repeat(session)
    elif ref is not None or note is not None or deadline is not None:
        raise UsageError(
            "--ref, --note and --deadline say more about --said.",
            "For example: denialctl chase 4 --said call --ref 88-1402",
        )
    found = chasing.chase(session, case=number, owner=owner, within=within)
    for line in found.moved:
        tell(line)
    emit(ChaseView(found), form)
