"""The command line of `plan`."""

from __future__ import annotations

from typing import Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, somebody_is_there
from denialctl.views.emit import Format, emit

plan_app = typer.Typer()


@plan_app.command(
    "plan",
    epilog=example(
        "denialctl plan",
        'denialctl plan --card "Acme Corp, administered by Aetna"',
        "denialctl plan --coverage medicare",
    ),
)
def plan(
    card: Annotated[str | None, typer.Option("--card", metavar="TEXT", help="the words on the card or letter")] = None,
    coverage: Annotated[
        str | None,
        typer.Option(
            "--coverage", metavar="WHO", help="employer, individual, medicare, medicaid, chip, federal-employee ..."
        ),
    ] = None,
    sponsor: Annotated[
        str | None, typer.Option("--sponsor", metavar="WHAT", help="private, government or church")
    ] = None,
    funding: Annotated[str | None, typer.Option("--funding", metavar="HOW", help="insured or self-funded")] = None,
    grandfathered: Annotated[
        str | None, typer.Option("--grandfathered", metavar="yes|no", help="whether its papers say so")
    ] = None,
    medicare: Annotated[
        str | None,
        typer.Option(
            "--medicare", metavar="WHICH", help="original, advantage, drug, dual, dual-integrated, pace or medigap"
        ),
    ] = None,
    notice: Annotated[
        str | None, typer.Option("--notice", metavar="WHICH", help="of a dual plan: integrated, medicare or medicaid")
    ] = None,
    medicaid: Annotated[str | None, typer.Option("--medicaid", metavar="WHO", help="plan or state")] = None,
    form: o.FormatOption = Format.TABLE,
) -> None:
    """Find the plan type from what stands on the card and the letter. On a terminal it asks."""
    from denialctl.commands.plan import find
    from denialctl.views.plan import PlanView

    given = {
        "coverage": coverage, "sponsor": sponsor, "funding": funding,
        "grandfathered": grandfathered, "medicare": medicare, "notice": notice, "medicaid": medicaid,
    }  # fmt: skip
    asking = None
    if form is Format.TABLE and somebody_is_there():
        from denialctl.cli.asking import ask_about_plan

        asking = ask_about_plan
    found = find(given, card, asking)
    emit(PlanView(found), form)
    if len(found.finding.plan_types) != 1:
        from denialctl.errors import EXIT_NOTHING_COMPUTED

        raise typer.Exit(EXIT_NOTHING_COMPUTED)
