"""The commands that show what is stored: due, show, list."""

from __future__ import annotations

from typing import Annotated

import typer

from denialctl import cli_options as o
from denialctl.cli_options import Format, example, say, tell
from denialctl.cli_output import desk_of, print_table, print_text, print_view

lists_app = typer.Typer()


@lists_app.command("due", epilog=example("denialctl due", "denialctl due --within 7d --quiet --exit-code", "denialctl due --format json"))
def due(
    context: typer.Context,
    within: Annotated[str | None, typer.Option("--within", metavar="7d", help="how far to look; else to the end of this week")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="WHO", help="only this person's")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing when nothing is due")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="10 if something is due, 20 if something is missed")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="why each line stands where it stands")] = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """The daily check: what to do, in which order, by when. JSON and CSV hold all that is open, unless --within limits it."""
    from denialctl.commands.due import due as make_list

    desk = desk_of(context, db, as_of, tz)
    found = make_list(desk, within=within, owner=owner, everything=form is not Format.TABLE)
    for line in found.moved:
        tell(line)
    if found.items or not quiet:
        if form is Format.JSON:
            from denialctl.formats.as_json import due_json

            say(due_json(found))
        elif form is Format.CSV:
            from denialctl.formats.as_csv import due_csv

            say(due_csv(found))
        else:
            from denialctl.formats import lines

            print_table(lambda: lines.due_screen(found, explain=explain), lambda: lines.due_plain(found, explain=explain))
    if exit_code and found.exit_code:
        raise typer.Exit(found.exit_code)


@lists_app.command("show", epilog=example("denialctl show 1", "denialctl show 1 --explain", "denialctl show 1 --format json"))
def show(
    context: typer.Context,
    case: o.CaseNumber,
    explain: o.ExplainOption = False,
    history: Annotated[bool, typer.Option("--history", help="everything that was recorded, and by whom")] = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """One case: the whole ladder, every date on it, why it is that date."""
    from denialctl.commands.calc import view_of
    from denialctl.commands.projecting import case_of

    desk = desk_of(context, db, as_of, tz)
    stored, events = case_of(desk, case)
    if history and form is Format.TABLE:
        from denialctl.commands.casework import say_event_of
        from denialctl.formats.safe_text import one_line

        told = [(event, event.payload.get("text") if event.kind == "noted" else say_event_of(event)) for event in events]
        lines = [f"{event.number}\t{event.at_utc}\t{one_line(event.who)}\t{event.kind}\t{one_line(said or '')}" for event, said in told]
        print_text("\n".join(lines), form)
        return
    print_view(desk, view_of(desk, stored), form, explain=explain)


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
    from denialctl.commands.due import list_cases

    desk = desk_of(context, db, as_of, tz)
    found, moved = list_cases(desk, closed=closed, owner=owner, payer=payer, patient=patient)
    for line in moved:
        tell(line)
    if form is Format.JSON:
        from denialctl.formats.as_json import list_json

        say(list_json(found, desk.now))
    elif form is Format.CSV:
        from denialctl.formats.as_csv import list_csv

        say(list_csv(found))
    else:
        from denialctl.formats import lines

        print_table(lambda: lines.list_screen(found, desk.zone), lambda: lines.list_plain(found, desk.zone))
