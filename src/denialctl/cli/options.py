"""What the commands share: options that are the same everywhere, and messages to standard error."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from denialctl import kept
from denialctl.views.emit import Format

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def example(*commands: str) -> str:
    """Return the line of examples under the help of a command."""
    return "Example: " + "  ·  ".join(commands)


def somebody_is_there() -> bool:
    """True if a question would be seen and could be answered: input and output are terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def tell(text: str) -> None:
    """Print to standard error what is not the result. If that fails, remember it for the exit code and go on."""
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
    typer.Option(
        "--format", help="table for people; text and markdown for mail; html for paper; json and csv for scripts"
    ),
]
SheetFormatOption = Annotated[
    Literal[Format.TABLE, Format.TEXT, Format.JSON, Format.MARKDOWN, Format.HTML],
    typer.Option("--format", help="table for people; text and markdown for mail; html for paper; json for scripts"),
]
DoctorFormatOption = Annotated[
    Literal[Format.TABLE, Format.TEXT, Format.JSON],
    typer.Option("--format", help="table for people, text for mail, json for scripts"),
]
DbOption = Annotated[
    str | None, typer.Option("--db", metavar="FILE", help="the cases; else DENIALCTL_DB, else the user's data folder")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE[THH:MM]", help="as it stands then, instead of now")
]
TzOption = Annotated[
    str | None, typer.Option("--tz", metavar="ZONE", help="time zone of the office, such as America/Chicago")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="each step by which a date came about")]
CaseNumber = Annotated[
    str,
    typer.Argument(
        metavar="CASE", help="the number of the case, or your reference for its patient", show_default=False
    ),
]

PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="REGIME",
        help='plan type, such as medicare-advantage; "unsure", or with commas those that are left',
    ),
]
StateOption = Annotated[str | None, typer.Option("--state", metavar="XX", help="state whose law governs the plan")]
WorkOfOption = Annotated[
    str | None, typer.Option("--owner", metavar="WHO", help="only this person's, and of those who are away")
]
PayerOption = Annotated[str | None, typer.Option("--payer", metavar="NAME", help="the payer, as on the card")]
CheckedOption = Annotated[bool, typer.Option("--checked", help="take it as typed although something looks odd")]
