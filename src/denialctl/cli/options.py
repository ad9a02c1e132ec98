"""What the commands share: options that read the same everywhere, and where output goes."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from denialctl import kept
from denialctl.errors import ReaderGoneError, UnprintedError


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class PageFormat(StrEnum):
    """How a page is printed: `text` is what a table is off a terminal, on one too."""

    TABLE = "table"
    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


class SheetFormat(StrEnum):
    """How a page without rows is printed."""

    TABLE = "table"
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def example(*commands: str) -> str:
    """Return the examples that stand under a command's help."""
    return "Example: " + "  ·  ".join(commands)


def say(text: str) -> None:
    """Print a result."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise UnprintedError(error.strerror or "its output is closed") from None


def somebody_is_there() -> bool:
    """Tell whether a question would be read and answered: people sit at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def tell(text: str) -> None:
    """Print what is not the result: to standard error. Where that takes nothing, the result is printed all the same."""
    try:
        sys.stderr.write(text + "\n")
    except OSError:
        kept.could_not_tell(text)


FormatOption = Annotated[Format, typer.Option("--format", help="table for people, json and csv for scripts")]
PageFormatOption = Annotated[
    PageFormat, typer.Option("--format", help="table for people; text and markdown for mail; html for paper; json and csv for scripts")
]
SheetFormatOption = Annotated[
    SheetFormat, typer.Option("--format", help="table for people; text and markdown for mail; html for paper; json for scripts")
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
CheckedOption = Annotated[bool, typer.Option("--checked", help="take it as typed although something looks odd")]
