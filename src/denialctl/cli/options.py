"""What the commands share: options that read the same everywhere, and where output goes."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from denialctl import kept
from denialctl.views.emit import Format

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def example(*commands: str) -> str:
    """Return the examples that stand under a command's help."""
    return "Example: " + "  ·  ".join(commands)


def somebody_is_there() -> bool:
    """Tell whether a question would be read and answered: people sit at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def tell(text: str) -> None:
    """Print what is not the result: to standard error. Where that takes nothing, the result is printed all the same."""
    try:
        sys.stderr.write(text + "\n")
    except OSError:
        kept.could_not_tell(text)


FormatOption = Annotated[
    Literal[Format.TABLE, Format.JSON, Format.CSV],
    typer.Option("--format", help="table for people, json and csv for scripts"),
]
PageFormatOption = Annotated[
    Format,
    typer.Option("--format", help="table for people; text and markdown for mail; html for paper; json and csv for scripts"),
]
SheetFormatOption = Annotated[
    Literal[Format.TABLE, Format.TEXT, Format.JSON, Format.MARKDOWN, Format.HTML],
    typer.Option("--format", help="table for people; text and markdown for mail; html for paper; json for scripts"),
]
DoctorFormatOption = Annotated[
    Literal[Format.TABLE, Format.TEXT, Format.JSON],
    typer.Option("--format", help="table for people, text for mail, json for scripts"),
]
DbOption = Annotated[str | None, typer.Option("--db", metavar="FILE", help="the cases; else DENIALCTL_DB, else the user's data folder")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE[THH:MM]", help="as it stands then, instead of now")]
TzOption = Annotated[str | None, typer.Option("--tz", metavar="ZONE", help="time zone of the office, such as America/Chicago")]
ExplainOption = Annotated[bool, typer.Option("--explain", help="each step by which a date came about")]
CaseNumber = Annotated[
    str, typer.Argument(metavar="CASE", help="the number of the case, or your reference for its patient", show_default=False)
]

PlanOption = Annotated[
    str | None,
    typer.Option("--plan", metavar="REGIME", help='plan type, such as medicare-advantage; "unsure", or with commas those that are left'),
]
StateOption = Annotated[str | None, typer.Option("--state", metavar="XX", help="state whose law governs the plan")]
PayerOption = Annotated[str | None, typer.Option("--payer", metavar="NAME", help="the payer, as on the card")]
ReviewerOption = Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="who reviewed for the payer (eviCore ...)")]
DeniedOption = Annotated[str | None, typer.Option("--denied", metavar="DATE", help="the date on the notice of denial")]
ReceivedOption = Annotated[str | None, typer.Option("--received", metavar="DATE[THH:MM]", help="when the notice reached you")]
ViaOption = Annotated[str | None, typer.Option("--via", metavar="HOW", help="mail, fax, portal, phone or hand")]
RequestedOption = Annotated[
    str | None, typer.Option("--requested", metavar="DATE[THH:MM]", help="when the authorization request reached the plan")
]
UrgentOption = Annotated[bool | None, typer.Option("--urgent/--standard", help="whether a physician says that it is urgent")]
PhaseOption = Annotated[str | None, typer.Option("--phase", metavar="PHASE", help="pre-service, concurrent or post-service")]
ServiceOption = Annotated[str | None, typer.Option("--service", metavar="WHAT", help="item, drug, part-b-drug or payment")]
SettingOption = Annotated[str | None, typer.Option("--setting", metavar="WHERE", help="inpatient, outpatient or post-acute")]
LevelsOption = Annotated[str | None, typer.Option("--levels", metavar="1|2", help="mandatory internal appeal levels")]
ServiceDateOption = Annotated[str | None, typer.Option("--service-date", metavar="DATE", help="day for which the service is planned")]
ServiceEndsOption = Annotated[
    str | None, typer.Option("--service-ends", metavar="DATE[THH:MM]", help="last covered day; with an hour, when the care ends")
]
DischargeOption = Annotated[str | None, typer.Option("--discharge", metavar="DATE[THH:MM]", help="day of (planned) discharge")]
EffectiveOption = Annotated[str | None, typer.Option("--effective", metavar="DATE", help="day on which a cut takes effect")]
LetterOption = Annotated[
    list[str] | None,
    typer.Option("--letter", metavar="STAGE=DATE|TIME", help='what the notice prints: a last day, or a time such as "60 days"'),
]
FactOption = Annotated[
    list[str] | None, typer.Option("--fact", metavar="NAME=ANSWER", help="a fact that only some rules ask, such as product=hmo")
]
EventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event", metavar='"STAGE WHAT DATE"', help='what happened, with "received DATE" where it differs, "due DATE" for papers'
    ),
]
PatientOption = Annotated[str | None, typer.Option("--patient", metavar="REF", help="your own reference, better no name")]
DescriptionOption = Annotated[str | None, typer.Option("--description", metavar="TEXT", help="what was denied")]
CodeOption = Annotated[str | None, typer.Option("--code", metavar="CPT", help="procedure or drug code")]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="CODE", help="reason of the denial")]
AmountOption = Annotated[str | None, typer.Option("--amount", metavar="USD", help="amount at stake")]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar="WHO", help="who works on it")]
SheetOption = Annotated[
    list[str] | None,
    typer.Option("--sheet", metavar="NAME=TEXT", help="a line of the call sheet, such as history=... (repeat for more; see prep)"),
]
CheckedOption = Annotated[bool, typer.Option("--checked", help="take it as typed although something looks odd")]
