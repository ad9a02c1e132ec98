"""The command line: parse, call one command, print its result. Nothing is computed here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from denialctl import __version__
from denialctl import cli_options as o
from denialctl.cli_options import CONTEXT, Format, example, say, tell
from denialctl.cli_rules import config_app, rules_app
from denialctl.commands.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.commands.calc import CaseView

app = typer.Typer(
    name="denialctl",
    help="Deadlines of denied prior authorizations: computed exactly, each with its authority.",
    epilog="First steps: denialctl add · denialctl due · denialctl show 1",
    context_settings=CONTEXT,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)
app.add_typer(rules_app, name="rules")
app.add_typer(config_app, name="config")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="the version, and nothing else")] = False,
    db: o.DbOption = None,
) -> None:
    """Deadlines of denied prior authorizations: computed exactly, each with its authority."""
    if version:
        say(f"denialctl {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit
    context.obj = db


def _desk(context: typer.Context, db: str | None = None, as_of: str | None = None, tz: str | None = None) -> Desk:
    root = context.find_root().obj
    return Desk(db or (root if isinstance(root, str) else None), as_of, tz)


def _entry(values: dict[str, Any]) -> Any:  # noqa: ANN401 - an Entry, imported late
    """Pick the options of a denial out of a command's arguments."""
    from dataclasses import fields

    from denialctl.commands.intake import Entry

    known = {field.name: values[field.name] for field in fields(Entry) if field.name in values}
    known["letters"] = tuple(values.get("letter") or ())
    known["events"] = tuple(values.get("event") or ())
    return Entry(**known)


def _print_view(desk: Desk, view: CaseView, form: Format, *, explain: bool) -> None:
    if form is Format.JSON:
        from denialctl.formats.as_json import timeline_json

        say(timeline_json(view, desk.now))
    elif form is Format.CSV:
        from denialctl.formats.as_csv import timeline_csv

        say(timeline_csv(view))
    else:
        from denialctl.formats import ladder

        _table(lambda: ladder.ladder_screen(view, explain=explain), lambda: ladder.ladder_plain(view, explain=explain))


def _table(screen: Callable[[], list[Any]], plain: Callable[[], list[str]]) -> None:
    from denialctl.formats.printing import on_terminal, print_lines

    if on_terminal():
        print_lines(screen())
    else:
        say("\n".join(plain()))


# -- a denial ----------------------------------------------------------------------


@app.command(epilog=example("denialctl calc --plan medicare-advantage --denied 2026-10-01"))
def calc(
    context: typer.Context,
    plan: o.PlanOption = None,
    state: o.StateOption = None,
    payer: o.PayerOption = None,
    reviewer: o.ReviewerOption = None,
    denied: o.DeniedOption = None,
    received: o.ReceivedOption = None,
    via: o.ViaOption = None,
    requested: o.RequestedOption = None,
    urgent: o.UrgentOption = None,
    phase: o.PhaseOption = None,
    service: o.ServiceOption = None,
    setting: o.SettingOption = None,
    levels: o.LevelsOption = None,
    service_date: o.ServiceDateOption = None,
    service_ends: o.ServiceEndsOption = None,
    discharge: o.DischargeOption = None,
    effective: o.EffectiveOption = None,
    letter: o.LetterOption = None,
    event: o.EventOption = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Compute the deadlines of a denial without storing anything."""
    values = dict(locals())
    from denialctl.commands.calc import calculate
    from denialctl.errors import EXIT_NOTHING_COMPUTED

    desk = _desk(context, None, as_of, tz)
    view = calculate(desk, _entry(values))
    _print_view(desk, view, form, explain=explain)
    if view.nothing_computed:
        raise typer.Exit(EXIT_NOTHING_COMPUTED)


@app.command(
    epilog=example(
        "denialctl add",
        "denialctl add --plan aca-group --state TX --payer UHC --denied 2026-11-20 --received 2026-11-20 --patient MRN-1047",
    )
)
def add(
    context: typer.Context,
    plan: o.PlanOption = None,
    state: o.StateOption = None,
    payer: o.PayerOption = None,
    reviewer: o.ReviewerOption = None,
    denied: o.DeniedOption = None,
    received: o.ReceivedOption = None,
    via: o.ViaOption = None,
    requested: o.RequestedOption = None,
    urgent: o.UrgentOption = None,
    phase: o.PhaseOption = None,
    service: o.ServiceOption = None,
    setting: o.SettingOption = None,
    levels: o.LevelsOption = None,
    service_date: o.ServiceDateOption = None,
    service_ends: o.ServiceEndsOption = None,
    discharge: o.DischargeOption = None,
    effective: o.EffectiveOption = None,
    letter: o.LetterOption = None,
    event: o.EventOption = None,
    patient: o.PatientOption = None,
    description: o.DescriptionOption = None,
    code: o.CodeOption = None,
    reason: o.ReasonOption = None,
    amount: o.AmountOption = None,
    owner: o.OwnerOption = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="a note to keep with it")] = None,
    checked: o.CheckedOption = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Take a new denial. On a terminal it asks for what is missing."""
    values = dict(locals())
    from denialctl.commands.casework import add as add_case

    desk = _desk(context, db, as_of, tz)
    entry = _entry(values)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from denialctl.asking import ask_for_missing

        entry, sure = ask_for_missing(desk, entry, checked=checked)
        checked = checked or sure
    view = add_case(desk, entry, note=note, checked=checked)
    tell(f"Stored as case {view.case.id}.")
    _print_view(desk, view, form, explain=explain)


@app.command(
    epilog=example("denialctl record 1 internal-appeal filed --on 2026-11-24 --proof fax", "denialctl record 1 peer-to-peer upheld")
)
def record(
    context: typer.Context,
    case: o.CaseNumber,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="such as peer-to-peer, internal-appeal, external-review")],
    what: Annotated[str, typer.Argument(metavar="WHAT", help="such as requested, held, filed, upheld, approved")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE[THH:MM]", help="when; for a decision the date on its notice. Today if left out")
    ] = None,
    received: Annotated[str | None, typer.Option("--received", metavar="DATE", help="when it reached you")] = None,
    ref: Annotated[str | None, typer.Option("--ref", metavar="TEXT", help="reference number")] = None,
    proof: Annotated[str | None, typer.Option("--proof", metavar="TEXT", help="fax page, tracking or portal number")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT")] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Record what happened: a call, a filing, a decision."""
    from denialctl.commands.casework import record as record_event

    desk = _desk(context, db, as_of, tz)
    view = record_event(desk, case, stage, what, on=on, received=received, ref=ref, proof=proof, note=note)
    tell(f"Recorded in case {case}: {stage} {what}.")
    _print_view(desk, view, form, explain=explain)


@app.command(epilog=example("denialctl edit 1 --received 2026-11-20 --payer Humana", "denialctl edit 1 --clear received"))
def edit(
    context: typer.Context,
    case: o.CaseNumber,
    plan: o.PlanOption = None,
    state: o.StateOption = None,
    payer: o.PayerOption = None,
    reviewer: o.ReviewerOption = None,
    denied: o.DeniedOption = None,
    received: o.ReceivedOption = None,
    via: o.ViaOption = None,
    requested: o.RequestedOption = None,
    urgent: o.UrgentOption = None,
    phase: o.PhaseOption = None,
    service: o.ServiceOption = None,
    setting: o.SettingOption = None,
    levels: o.LevelsOption = None,
    service_date: o.ServiceDateOption = None,
    service_ends: o.ServiceEndsOption = None,
    discharge: o.DischargeOption = None,
    effective: o.EffectiveOption = None,
    letter: o.LetterOption = None,
    patient: o.PatientOption = None,
    description: o.DescriptionOption = None,
    code: o.CodeOption = None,
    reason: o.ReasonOption = None,
    amount: o.AmountOption = None,
    owner: o.OwnerOption = None,
    clear: Annotated[list[str] | None, typer.Option("--clear", metavar="NAME", help="take a value out, such as received")] = None,
    checked: o.CheckedOption = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    explain: o.ExplainOption = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Correct what is known of a case. Its history keeps what was."""
    values = dict(locals())
    from denialctl.commands.casework import edit as edit_case

    desk = _desk(context, db, as_of, tz)
    view = edit_case(desk, case, _entry(values), clear=tuple(clear or ()), checked=checked)
    tell(f"Corrected case {case}.")
    _print_view(desk, view, form, explain=explain)


@app.command(epilog=example('denialctl note 1 "left a message with the UM line"'))
def note(
    context: typer.Context,
    case: o.CaseNumber,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what to remember")],
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
) -> None:
    """Keep a note with a case."""
    from denialctl.commands.casework import note as add_note

    add_note(_desk(context, db, as_of, tz), case, text)
    tell(f"Noted in case {case}.")


@app.command(epilog=example('denialctl close 1 --reason "approved, ref 12345"'))
def close(
    context: typer.Context,
    case: o.CaseNumber,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="why it is closed")] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
) -> None:
    """Close a case: it has no open deadline from then on."""
    from denialctl.commands.casework import close as close_case

    close_case(_desk(context, db, as_of, tz), case, reason)
    tell(f"Closed case {case}. To open it again: denialctl reopen {case}")


@app.command(epilog=example("denialctl reopen 1"))
def reopen(
    context: typer.Context,
    case: o.CaseNumber,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Open a closed case again."""
    from denialctl.commands.casework import reopen as reopen_case

    desk = _desk(context, db, as_of, tz)
    view = reopen_case(desk, case)
    tell(f"Opened case {case} again.")
    _print_view(desk, view, form, explain=False)


@app.command(epilog=example("denialctl undo 1"))
def undo(
    context: typer.Context,
    case: o.CaseNumber,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Take back the last thing recorded in a case. The history keeps both."""
    from denialctl.commands.casework import undo as undo_last

    desk = _desk(context, db, as_of, tz)
    view, what = undo_last(desk, case)
    tell(f"Taken back in case {case}: {what}.")
    _print_view(desk, view, form, explain=False)


# -- lists -------------------------------------------------------------------------


@app.command(epilog=example("denialctl due", "denialctl due --within 7d --quiet --exit-code", "denialctl due --format json"))
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

    desk = _desk(context, db, as_of, tz)
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

            _table(lambda: lines.due_screen(found, explain=explain), lambda: lines.due_plain(found, explain=explain))
    if exit_code and found.exit_code:
        raise typer.Exit(found.exit_code)


@app.command(epilog=example("denialctl show 1", "denialctl show 1 --explain", "denialctl show 1 --format json"))
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

    desk = _desk(context, db, as_of, tz)
    stored, events = case_of(desk, case)
    if history and form is Format.TABLE:
        from denialctl.commands.casework import say_event_of
        from denialctl.formats.safe_text import one_line

        for event in events:
            said = event.payload.get("text") if event.kind == "noted" else say_event_of(event)
            say(f"{event.number}\t{event.at_utc}\t{one_line(event.who)}\t{event.kind}\t{one_line(said or '')}")
        return
    _print_view(desk, view_of(desk, stored), form, explain=explain)


@app.command("list", epilog=example("denialctl list", "denialctl list --closed --format csv"))
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

    desk = _desk(context, db, as_of, tz)
    found = list_cases(desk, closed=closed, owner=owner, payer=payer, patient=patient)
    if form is Format.JSON:
        from denialctl.formats.as_json import list_json

        say(list_json(found, desk.now))
    elif form is Format.CSV:
        from denialctl.formats.as_csv import list_csv

        say(list_csv(found))
    else:
        from denialctl.formats import lines

        _table(lambda: lines.list_screen(found, desk.zone), lambda: lines.list_plain(found, desk.zone))
