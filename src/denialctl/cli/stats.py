"""The command `stats`: outcomes, times and late decisions of all cases."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from denialctl.cli import options as o
from denialctl.cli.options import example, tell
from denialctl.cli.output import repeat, session_of
from denialctl.errors import UsageError
from denialctl.views.emit import Format, emit

stats_app = typer.Typer()


class By(StrEnum):
    """What the outcomes are grouped by."""

    PAYER = "payer"
    STAGE = "stage"
    REASON = "reason"
    MONTH = "month"
    PLAN = "plan"
    OWNER = "owner"


@stats_app.command(
    "stats",
    epilog=example(
        "denialctl stats",
        "denialctl stats --by payer --since 2026-10-01 --until 2026-12-31",
        "denialctl stats --late --payer Humana --format html > late.html",
    ),
)
def stats(
    context: typer.Context,
    by: Annotated[By | None, typer.Option("--by", help="one table only; else payer, stage, reason and month")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="decided on this day or later")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="decided on this day or earlier")] = None,
    payer: Annotated[str | None, typer.Option("--payer", metavar="NAME", help="only this payer's")] = None,
    late: Annotated[
        bool, typer.Option("--late", help="the exhibit: the list of decisions that came late or are overdue")
    ] = False,
    with_patient: Annotated[
        bool, typer.Option("--with-patient", help="with --late: your patient references too")
    ] = False,
    tz: o.TzOption = None,
    as_of: o.AsOfOption = None,
    db: o.DbOption = None,
    form: o.PageFormatOption = Format.TABLE,
) -> None:
    """What came out: outcomes, times, late decisions. Each rate has its counts; there is none under five cases."""
    from denialctl.commands.stats import statistics

    if with_patient and not late:
        raise UsageError(
            "--with-patient belongs to --late.",
            "Patients stand in no other table: denialctl stats --late --with-patient",
        )
    if late and by is not None:
        raise UsageError("--late is a list of cases; it has no groups.", "Leave out --by, or --late.")
    session = session_of(context, db, as_of, tz)
    found = statistics(session, since=since, until=until, payer=payer)
    repeat(session)
    for line in found.trouble:
        tell(line)
    if late:
        from denialctl.views.late_decisions import LateDecisionsView

        emit(LateDecisionsView(found, with_patient=with_patient), form)
        return
    from denialctl.views.stats import OutcomesView

    emit(OutcomesView(found, None if by is None else by.value), form)
