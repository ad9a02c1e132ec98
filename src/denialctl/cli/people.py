"""The commands about people: who is told, who took it on, who is away."""

from __future__ import annotations

from typing import Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, tell
from denialctl.cli.output import enter, session_of
from denialctl.commands.session import Session
from denialctl.views.emit import Format, emit

staff_app = typer.Typer(help="The people of the office: teams, leads, physicians, deputies, absences.")
people_app = typer.Typer()


@people_app.command("ack", epilog=example("denialctl ack 1", "denialctl ack 1 internal-appeal.file --by maria"))
def ack(
    context: typer.Context,
    case: o.CaseNumber,
    deadline: Annotated[
        str | None,
        typer.Argument(
            metavar="[DEADLINE]", help="its id or stage, as `due` names it; all of the case's on the list if left out"
        ),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WHO", help="who takes it on; you, if left out")] = None,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
) -> None:
    """Take a deadline on: nobody else is told of it until time reaches the next rung."""
    from denialctl.commands.case_finding import case_number
    from denialctl.commands.escalate import acknowledge

    session = session_of(context, db, as_of, tz)
    number = case_number(session, case)
    enter(session, number, lambda: acknowledge(session, number, deadline, by))


@people_app.command("escalate", epilog=example("denialctl escalate", "denialctl escalate --quiet"))
def escalate(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing when nobody has to be told")] = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Say who has to be told now, and note it in the cases. What nobody acknowledges is repeated, one rung higher."""
    from denialctl.commands.escalate import escalate as climb
    from denialctl.views.escalation import EscalationView

    session = session_of(context, db, as_of, tz)
    alerts = climb(session)
    if alerts or not quiet:
        emit(EscalationView(alerts, session.now), form)


@staff_app.callback(
    invoke_without_command=True,
    epilog=example("denialctl staff", "denialctl staff set maria --team imaging --lead dana --deputy jo"),
)
def staff(
    context: typer.Context,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Show the people of the office and who is away today."""
    if context.invoked_subcommand is None:
        from denialctl.views.people import PeopleView

        session = Session()
        emit(PeopleView(session.staff, session.now), form)


@staff_app.command(
    "set", epilog=example("denialctl staff set maria --team imaging --lead dana --deputy jo --login mgarcia")
)
def set_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="as it stands with --owner")],
    team: Annotated[str | None, typer.Option("--team", metavar="TEAM", help="the team")] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar="WHO", help="whom to tell when time runs short")] = None,
    deputy: Annotated[
        str | None, typer.Option("--deputy", metavar="WHO", help="who stands in during an absence")
    ] = None,
    physician: Annotated[
        str | None, typer.Option("--physician", metavar="WHO", help="who speaks for the cases, told last")
    ] = None,
    login: Annotated[
        str | None, typer.Option("--login", metavar="LOGIN", help="the name with which the person signs in, for --mine")
    ] = None,
) -> None:
    """Enter a person, or change what is known; an empty text takes a value out."""
    from denialctl.office.staff import changed, write_staff

    session = Session()
    values = {"team": team, "lead": lead, "deputy": deputy, "physician": physician, "login": login}
    path = write_staff(session.folder, changed(session.staff, name, values))
    tell(f"Entered {name} in {path}.")


@staff_app.command(
    "away", epilog=example("denialctl staff away maria 2026-11-25 2026-11-27", "denialctl staff away maria 2026-11-25")
)
def away(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="who is away")],
    first: Annotated[str, typer.Argument(metavar="FIRST", help="the first day")],
    last: Annotated[str | None, typer.Argument(metavar="[LAST]", help="the last day; one day if left out")] = None,
) -> None:
    """Enter an absence. While it lasts the deputy stands in, on the list and when somebody is told."""
    from denialctl.dates.moments import say_day
    from denialctl.office.staff import away as with_absence
    from denialctl.office.staff import read_absence, write_staff

    session = session_of(context)
    absence = read_absence(f"{(begins := session.day(first))}..{session.day(last) if last else begins}")
    people = with_absence(session.staff, name, absence, session.now.day)
    write_staff(session.folder, people)
    cover = people.cover(name, absence.first)
    who = (
        cover.name
        if cover.instead_of is not None
        else "nobody: name a deputy with  denialctl staff set " + name + " --deputy WHO"
    )
    tell(f"{name} is away {say_day(absence.first)} to {say_day(absence.last)}. Stands in: {who}.")


@staff_app.command("back", epilog=example("denialctl staff back maria"))
def back(name: Annotated[str, typer.Argument(metavar="NAME", help="who is back")]) -> None:
    """Take out the absences of a person from today on."""
    from denialctl.office.staff import away as with_absence
    from denialctl.office.staff import write_staff

    session = Session()
    write_staff(session.folder, with_absence(session.staff, name, None, session.now.day))
    tell(f"{name} is here.")


@staff_app.command("remove", epilog=example("denialctl staff remove maria"))
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="who has left")]) -> None:
    """Take a person out. Cases keep their owner's name."""
    from denialctl.office.staff import without, write_staff

    session = Session()
    write_staff(session.folder, without(session.staff, name))
    tell(f"{name} is no longer among the people.")
