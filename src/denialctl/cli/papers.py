"""The commands `prep` (the sheet for the peer-to-peer call) and `checklist` (the papers of a filing)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, tell
from denialctl.cli.output import enter, repeat, session_of
from denialctl.views.emit import Format, emit

if TYPE_CHECKING:
    from denialctl.commands.session import Session
    from denialctl.packs.guides import GuideLine

papers_app = typer.Typer()


@papers_app.command(
    "prep", epilog=example("denialctl prep 1", "denialctl prep 1 --fill", "denialctl prep 1 --format html > call.html")
)
def prep(
    context: typer.Context,
    case: o.CaseNumber,
    fill: Annotated[bool, typer.Option("--fill", help="ask for each blank line and keep the answers")] = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.SheetFormatOption = Format.TABLE,
) -> None:
    """The call sheet for the physician: whom to call and by when, what to say, what to ask before hanging up."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.prep import prepare
    from denialctl.views.call_sheet import CallSheetView

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)
    if fill:
        _fill(session_of(context, db, as_of, tz), number)
    emit(CallSheetView(prepare(session, number), session.now), form)


def _fill(session: Session, case: int) -> None:
    """Ask for the blank lines on a terminal; Enter leaves one blank."""
    from denialctl.cases.typed_denial import TypedDenial
    from denialctl.commands.changes import edit
    from denialctl.commands.prep import fill
    from denialctl.errors import UsageError

    if not sys.stdin.isatty():
        raise UsageError(
            "There is nobody to ask here.", f'Fill a line in: denialctl edit {case} --sheet history="pain since March"'
        )

    def ask(entry: GuideLine) -> str | None:
        hint = f" ({entry.hint})" if entry.hint else ""
        try:
            text: str = typer.prompt(f"{entry.say}{hint}", default="", show_default=False)
        except typer.Abort:
            raise KeyboardInterrupt from None
        return text.strip() or None

    answers = fill(session, case, ask)
    if answers:
        edit(session, case, TypedDenial(sheet=answers), checked=True)
    tell(f"{len(answers)} line{'s' if len(answers) != 1 else ''} filled in.")


@papers_app.command(
    "checklist",
    help="What a filing must carry, where it goes and which proof to keep; "
    "what the notice must say; for a complaint, to whom.",
    epilog=example(
        "denialctl checklist 1",
        "denialctl checklist 1 internal-appeal --done 1,2",
        "denialctl checklist 1 notice --missing criterion",
    ),
)
def checklist(
    context: typer.Context,
    case: o.CaseNumber,
    stage: Annotated[
        str | None,
        typer.Argument(
            metavar="[STAGE]", help="a stage, or notice: what the denial must say. The next stage if left out"
        ),
    ] = None,
    done: Annotated[
        list[str] | None, typer.Option("--done", "--present", metavar="ITEM", help="numbers or names: done, or there")
    ] = None,
    missing: Annotated[
        list[str] | None, typer.Option("--missing", metavar="ITEM", help="looked for and not found")
    ] = None,
    not_applicable: Annotated[
        list[str] | None, typer.Option("--not-applicable", metavar="ITEM", help="does not apply here")
    ] = None,
    reopen: Annotated[list[str] | None, typer.Option("--reopen", metavar="ITEM", help="take an answer back")] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.SheetFormatOption = Format.TABLE,
) -> None:
    """Print the checklist of a stage or of the notice, or answer lines of it."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.checklist import answer, checklist_of
    from denialctl.views.checklist import ChecklistView

    session = session_of(context, db, as_of, tz)
    given = {"done": done, "missing": missing, "not-applicable": not_applicable, "open": reopen}
    answers = {name: items for name, items in given.items() if items}
    number = case_number(session, case)
    if answers:
        found = enter(session, number, lambda: answer(session, number, stage, answers))
    else:
        found = checklist_of(session, number, stage)
    repeat(session)
    emit(ChecklistView(found, session.now), form)
