"""The command line of `rules` and `config`."""

from __future__ import annotations

from typing import Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import CONTEXT, example, tell
from denialctl.cli.output import session_of
from denialctl.commands.session import Session
from denialctl.errors import DenialctlError
from denialctl.views.emit import Format, emit
from denialctl.views.printing import say

rules_app = typer.Typer(
    help="What the rules say, who says so, whether the packs are sound.",
    epilog=example("denialctl rules list", "denialctl rules show medicare-advantage", "denialctl rules check"),
    context_settings=CONTEXT,
    rich_markup_mode=None,
)
config_app = typer.Typer(help="The office's settings.", context_settings=CONTEXT, rich_markup_mode=None)


@rules_app.command("list", epilog=example("denialctl rules list", "denialctl rules list --plans"))
def list_(
    plans: Annotated[bool, typer.Option("--plans", help="the plan types, each in words")] = False,
    facts: Annotated[bool, typer.Option("--facts", help="the facts that only some rules ask (--fact)")] = False,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """List the packs, and how much of each nobody has confirmed."""
    from denialctl.commands.rules.packs import list_packs, plans_in_words
    from denialctl.views.rules.listing import AskedFactsView, PacksView, PlanTypesView

    session = Session()
    if facts:
        emit(AskedFactsView(session.library.questions), form)
    elif plans:
        emit(PlanTypesView(plans_in_words(session)), form)
    else:
        emit(PacksView(list_packs(session)), form)


@rules_app.command(
    "show", epilog=example("denialctl rules show medicare-advantage", "denialctl rules show TX internal-appeal")
)
def show(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="a plan type, a state, a payer, a guide or a file")],
    stage: Annotated[str | None, typer.Argument(metavar="[STAGE]", help="one stage only")] = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Show what a pack says: each window, its authority, its source, who read it when."""
    from denialctl.commands.rules.packs import show_pack
    from denialctl.views.rules.pack import pack_view

    emit(pack_view(*show_pack(Session(), pack, stage)), form)


@rules_app.command(
    "coverage",
    epilog=example(
        "denialctl rules coverage", "denialctl rules coverage --state TX --gaps", "denialctl rules coverage --mine"
    ),
)
def coverage(
    context: typer.Context,
    plan: o.PlanOption = None,
    state: o.StateOption = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="only the plan types, states and payers of the open cases here")
    ] = False,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="each gap by its name, and where the office finds the answer")
    ] = False,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Show how firm the rules are: each plan type, stage and state confirmed, unconfirmed, in conflict, or a gap."""
    from denialctl.commands.rules.coverage import coverage as look
    from denialctl.views.rules.coverage import CoverageView

    found = look(session_of(context, db), plan, state, mine=mine)
    emit(CoverageView(found, gaps=gaps), form)


@rules_app.command("status", epilog=example("denialctl rules status", "denialctl rules status --older 90d"))
def status(
    older: Annotated[
        str, typer.Option("--older", metavar="DAYS", help="count the rules last read longer ago than this")
    ] = "365d",
    as_of: o.AsOfOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Show when each pack was last read in its sources, and what changes law in the next twelve months."""
    from denialctl.commands.rules.status import reading
    from denialctl.views.rules.status import StatusView

    emit(StatusView(reading(Session(None, as_of), older)), form)


@rules_app.command(
    "questions",
    epilog=example(
        "denialctl rules questions --state MI",
        "denialctl rules questions --payer Molina",
        "denialctl rules questions --format csv",
    ),
)
def questions(
    state: o.StateOption = None,
    payer: o.PayerOption = None,
    plan: o.PlanOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """List what is open about the rules: what to look up, where, and which dates hang on it, by harm."""
    from denialctl.commands.rules.questions import questions as look
    from denialctl.views.rules.questions import QuestionsView

    emit(QuestionsView(look(Session(), state, payer, plan)), form)


@rules_app.command(
    "reach",
    epilog=example('denialctl rules reach "45 CFR 147.136"', 'denialctl rules reach "MCL 550.1911" --format csv'),
)
def reach(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help='a citation, such as "45 CFR 147.136"')],
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Show what a change of one text of law reaches: rules, files, plan types, and dates of open cases."""
    from denialctl.commands.rules.reach import reach as look
    from denialctl.views.rules.reach import ReachView

    emit(ReachView(look(session_of(context, db, as_of), text)), form)


@rules_app.command("search", epilog=example('denialctl rules search "good cause"', "denialctl rules search 422.582"))
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="words that must all stand in the rule")],
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Find rules by what they say: a citation, a word, a payer's name."""
    from denialctl.commands.rules.search import search as look
    from denialctl.views.rules.search import SearchView

    found = look(Session(), text)
    if not found and form is Format.TABLE:
        tell(f"No rule holds all of these words: {text}")
    else:
        emit(SearchView(found), form)


@rules_app.command("explain", epilog=example("denialctl rules explain external-review --plan aca-group --state SC"))
def explain(
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="such as internal-appeal, external-review")],
    plan: Annotated[str, typer.Option("--plan", metavar="REGIME", help="plan type")],
    state: o.StateOption = None,
    payer: o.PayerOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Show which rules speak to one stage for a plan, a state and a payer, and in which order."""
    from denialctl.commands.rules.search import explain as look
    from denialctl.commands.typed import state_named
    from denialctl.views.rules.explain import ExplainView

    found = look(Session(), stage, plan, state_named(state) if state else None, payer)
    emit(ExplainView(found), form)


@rules_app.command(
    "new", epilog=example('denialctl rules new payer "Acme Health"', 'denialctl rules new office "Our contracts"')
)
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="payer or office")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="the payer as on the card, or what your rules are about")],
) -> None:
    """Write a commented rule file into the office's own folder, ready to be filled in."""
    from denialctl.commands.rules.new import write_new

    path = write_new(Session(), kind, name)
    say(str(path))
    tell(f"Fill it in with an editor, then: denialctl rules check {path.name}")


@rules_app.command("check", epilog=example("denialctl rules check", "denialctl rules check my-office.yaml"))
def check(
    only: Annotated[str | None, typer.Argument(metavar="[FILE]", help="only files with this in their name")] = None,
) -> None:
    """Read every pack and run its worked examples on this machine; all faults at once."""
    from denialctl.commands.rules.packs import check as check_packs

    found = check_packs(Session(), only)
    for fault in found.faults:
        say(str(fault))
    for outcome in found.outcomes:
        if outcome.fault:
            say(str(outcome))
    official = sum(outcome.official for outcome in found.outcomes)
    wrong = sum(bool(outcome.fault) for outcome in found.outcomes)
    if found.faults:
        tell(f"{len(found.faults)} fault(s). Mend the lines named; no example was run.")
    else:
        waiting = sum(outcome.waits for outcome in found.outcomes)
        later = f", {waiting} wait for a plan type that is not encoded yet" if waiting else ""
        files = "1 file" if found.files == 1 else f"{found.files} files"
        say(
            f"{len(found.outcomes)} examples ({official} official), {wrong} disagree{later}; {files} read. "
            f"Ran on {found.ran_on}."
        )
    if not found.sound:
        raise typer.Exit(1)


@rules_app.command("schema", epilog=example("denialctl rules schema > rules.schema.json"))
def schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]", help="regime, state, payer, practice, office, calendar, override, facts or guide"
        ),
    ] = None,
) -> None:
    """Print the JSON Schema with which an editor completes the keys of rule files."""
    from denialctl.commands.rules.packs import schema as make_schema

    say(make_schema(kind))


@config_app.callback(
    invoke_without_command=True, epilog=example("denialctl config", "denialctl config set tz America/Chicago")
)
def config(context: typer.Context) -> None:
    """Show the office's settings and where everything lies."""
    if context.invoked_subcommand is not None:
        return
    from denialctl.office.settings import config_file, settings_table
    from denialctl.views.settings import SettingsView

    root = context.find_root().obj
    session = Session(root if isinstance(root, str) else None)
    lines = []
    for row in settings_table():
        value = getattr(session.settings, row.name)
        lines.append(f"{row.name} = {value if value is not None else '(not set)'}\t{row.meaning}")
    lines += [f"time zone in use\t{_zone_in_use(session)}", f"settings\t{config_file(session.folder)}"]
    lines += [f"own rules\t{session.office_rules}", f"cases\t{session.db_path}"]
    emit(SettingsView(lines), Format.TABLE)


def _zone_in_use(session: Session) -> str:
    """Return the zone and what is to be known about it; if it cannot be determined, why."""
    remarks: list[str] = []
    session.remark = session.remark_to_people = remarks.append
    try:
        return "\t".join([session.zone, *remarks])
    except DenialctlError as error:
        return f"none: {error}"


@config_app.command("set", epilog=example("denialctl config set tz America/Chicago", "denialctl config set state TX"))
def set_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="the setting")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="its value; an empty text takes it out")],
) -> None:
    """Change one setting."""
    from denialctl.office.settings import with_setting, write_settings

    session = Session()
    path = write_settings(session.folder, with_setting(session.settings, name, value))
    tell(f"Set {name} in {path}.")
