"""The commands that compute, enter and change one case: calc, add, record, edit, note, close, reopen, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from denialctl.cases.facts import EVENTS, Part
from denialctl.cases.typed_denial import TypedDenial
from denialctl.cli import options as o
from denialctl.cli.denial_options import takes_denial
from denialctl.cli.options import example, somebody_is_there, tell
from denialctl.cli.output import enter, print_case, repeat, session_of
from denialctl.views.emit import Format

if TYPE_CHECKING:
    from denialctl.commands.calc import CaseWithTimeline

cases_app = typer.Typer()


@cases_app.command("calc", epilog=example("denialctl calc --plan medicare-advantage --denied 2026-10-01"))
@takes_denial(Part.OFFICE)
def calc(
    context: typer.Context,
    denial: TypedDenial,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    explain: o.ExplainOption = False,
    form: o.PageFormatOption = Format.TABLE,
) -> None:
    """Compute the deadlines of a denial without storing anything."""
    from denialctl.commands.calc import calculate
    from denialctl.errors import EXIT_NOTHING_COMPUTED

    session = session_of(context, None, as_of, tz)
    computed = calculate(session, denial)
    repeat(session)
    print_case(session, computed, form, explain=explain)
    if computed.nothing_computed:
        raise typer.Exit(EXIT_NOTHING_COMPUTED)


@cases_app.command(
    "add",
    epilog=example(
        "denialctl add",
        "denialctl add --plan aca-group --state TX --payer UHC --denied 2026-11-20 --received 2026-11-20 "
        "--patient MRN-1047",
    ),
)
@takes_denial()
def add(
    context: typer.Context,
    denial: TypedDenial,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="a note to keep with it")] = None,
    checked: o.CheckedOption = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Take a new denial. On a terminal it asks for what is missing."""
    from denialctl.cli.asking import ask_about_doubts
    from denialctl.commands.changes import add as add_case

    session = session_of(context, db, as_of, tz)
    if somebody_is_there():
        from denialctl.cli.asking import ask_for_missing

        denial, sure = ask_for_missing(session, denial, checked=checked)
        checked = checked or sure
    begins = not session.has_database
    computed = ask_about_doubts(lambda sure: add_case(session, denial, note=note, checked=sure), checked=checked)
    tell(f"Stored as case {computed.case.id}.")
    if begins or not session.store_or_new().was_laid_out:
        tell(f"No cases were there before: a new database begins with it, at {session.db_path.absolute()}")
    repeat(session)
    print_case(session, computed, form, explain=explain)


@cases_app.command(
    "record",
    epilog=example(
        "denialctl record 1 internal-appeal filed --on 2026-11-24 --proof fax",
        'denialctl record 1 peer-to-peer upheld --criteria "six weeks of therapy documented"',
        "denialctl record 1 peer-to-peer pending-documents --due 2026-12-02T17:00",
    ),
)
def record(
    context: typer.Context,
    case: o.CaseNumber,
    stage: Annotated[
        str, typer.Argument(metavar="STAGE", help="such as peer-to-peer, internal-appeal, external-review")
    ],
    what: Annotated[str, typer.Argument(metavar="WHAT", help="such as requested, held, filed, upheld, approved")],
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE[THH:MM]", help="when; for a decision the date on its notice. Today if left out"
        ),
    ] = None,
    received: Annotated[str | None, typer.Option("--received", metavar="DATE", help="when it reached you")] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due", metavar="DATE[THH:MM]", help="pending-documents, info-requested: by when they want the papers"
        ),
    ] = None,
    ref: Annotated[str | None, typer.Option("--ref", metavar="TEXT", help="reference number")] = None,
    proof: Annotated[
        str | None, typer.Option("--proof", metavar="TEXT", help="fax page, tracking or portal number")
    ] = None,
    criteria: Annotated[
        str | None,
        typer.Option(
            "--criteria", metavar="TEXT", help="upheld: which criteria would have to be met; kept for the appeal"
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT")] = None,
    checked: o.CheckedOption = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Record what happened: a call, a filing, a decision."""
    from denialctl.cli.asking import ask_about_doubts
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.changes import record as record_event

    session = session_of(context, db, as_of, tz)
    given = {"on": on, "received": received, "ref": ref, "proof": proof, "note": note, "criteria": criteria, "due": due}
    number = case_number(session, case)

    def act(looked_at: bool) -> CaseWithTimeline:
        return record_event(session, number, stage, what, **given, checked=looked_at)

    computed = enter(session, number, lambda: ask_about_doubts(act, checked=checked))
    repeat(session)
    print_case(session, computed, form, explain=explain)


@cases_app.command(
    "edit",
    epilog=example(
        "denialctl edit 1 --received 2026-11-20 --payer Humana",
        'denialctl edit 1 --sheet tried="naproxen 500 mg, March to May 2026, no relief"',
        "denialctl edit 1 --clear received",
    ),
)
@takes_denial(EVENTS)
def edit(
    context: typer.Context,
    case: o.CaseNumber,
    denial: TypedDenial,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="NAME", help="take a value out, such as received")
    ] = None,
    checked: o.CheckedOption = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Correct what is known of a case. Its history keeps what was."""
    from denialctl.cli.asking import ask_about_doubts
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.changes import edit as edit_case

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)

    def act(looked_at: bool) -> CaseWithTimeline:
        return edit_case(session, number, denial, clear=tuple(clear or ()), checked=looked_at)

    computed = enter(session, number, lambda: ask_about_doubts(act, checked=checked))
    repeat(session)
    print_case(session, computed, form, explain=explain)


@cases_app.command("note", epilog=example('denialctl note 1 "left a message with the UM line"'))
def note(
    context: typer.Context,
    case: o.CaseNumber,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what to remember")],
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
) -> None:
    """Keep a note with a case."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.changes import note as add_note

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)
    enter(session, number, lambda: add_note(session, number, text))


@cases_app.command("close", epilog=example('denialctl close 1 --reason "approved, ref 12345"'))
def close(
    context: typer.Context,
    case: o.CaseNumber,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="why it is closed")] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
) -> None:
    """Close a case: it has no open deadline from then on. With a right still open it wants a reason."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.changes import close as close_case

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)
    if reason is None and somebody_is_there():
        from denialctl.cli.asking import ask_why_close

        reason = ask_why_close(session, number)
    enter(session, number, lambda: close_case(session, number, reason))


@cases_app.command("reopen", epilog=example("denialctl reopen 1"))
def reopen(
    context: typer.Context,
    case: o.CaseNumber,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Open a closed case again."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.changes import reopen as reopen_case

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case, closed=True)
    computed = enter(session, number, lambda: reopen_case(session, number))
    print_case(session, computed, form, explain=False)


@cases_app.command("undo", epilog=example("denialctl undo 1"))
def undo(
    context: typer.Context,
    case: o.CaseNumber,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Take back the last thing recorded in a case. The history keeps both."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.changes import undo as undo_last

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)
    computed, _ = enter(session, number, lambda: undo_last(session, number))
    print_case(session, computed, form, explain=False)
