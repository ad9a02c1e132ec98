"""Printing a result in the format that was asked for. Only this module chooses by the format.

A command makes a `View` of its result: an object that can give the result as a page, as
lines, as a document and as rows. `emit` prints the one that the format needs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from denialctl.views import printing
from denialctl.views.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from denialctl.views.page import Page


class Format(StrEnum):
    """How a result is printed. `text` is what `table` becomes if the output is not a terminal."""

    TABLE = "table"
    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"

    @property
    def for_scripts(self) -> bool:
        """True if programs read it: then nothing is left out to make it easier to read."""
        return self in (Format.JSON, Format.CSV)


class Document(NamedTuple):
    """A result for scripts, of the schema `denialctl.NAME/1`: dates are ISO, times carry their offset."""

    name: str
    content: dict[str, Any]

    def __str__(self) -> str:
        import json  # noqa: PLC0415 - the daily check does without

        return json.dumps({"schema": f"denialctl.{self.name}/1", **self.content}, indent=1)


class Rows(NamedTuple):
    """A result for spreadsheets, as CSV; no cell is one that a spreadsheet would execute as a formula."""

    header: Sequence[str]
    rows: Iterable[Sequence[object]]

    def __str__(self) -> str:
        import csv  # noqa: PLC0415 - the daily check does without
        import io  # noqa: PLC0415 - as above

        from denialctl.views.safe_text import cell  # noqa: PLC0415 - as above

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows([[cell(value) for value in row] for row in self.rows])
        return out.getvalue().rstrip("\n")

    def named(self) -> list[dict[str, object]]:
        """Return each row with the names of its columns."""
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]


class View:
    """The result of a command, ready to be printed. A view implements what the formats of its command need."""

    __slots__ = ()

    def page(self) -> Page:
        """Return it as a page."""
        raise NotImplementedError

    def lines(self) -> list[Line]:
        """Return it as lines for a terminal; they are wrapped and coloured when they are printed."""
        from denialctl.views.page_screen import page_screen  # noqa: PLC0415 - only where a page is drawn

        return page_screen(self.page())

    def plain(self) -> list[str]:
        """Return it as lines for a mail or a pipe: one thing on each line, nothing shortened."""
        from denialctl.views.page_screen import page_plain  # noqa: PLC0415 - as above

        return page_plain(self.page())

    def data(self) -> Document:
        """Return it for scripts."""
        raise NotImplementedError

    def rows(self) -> Rows:
        """Return it for spreadsheets."""
        raise NotImplementedError


class TextView(View):
    """A result that is lines of text in every format for people; a terminal wraps them, each with its own indent."""

    __slots__ = ()

    def lines(self) -> list[Line]:
        """Return the same text for a terminal, with two spaces for each tab."""
        texts = [text.replace("\t", "  ") for line in self.plain() for text in line.split("\n")]
        return [Line(text, "", len(text) - len(text.lstrip()) + 4) for text in texts]


def emit(view: View, form: Format) -> None:
    """Print a result in a format; a table becomes plain lines if the output is not a terminal."""
    match form:
        case Format.TABLE if printing.on_terminal():
            printing.print_lines(view.lines())
        case Format.TABLE | Format.TEXT:
            printing.say("\n".join(view.plain()))
        case Format.JSON:
            printing.say(str(view.data()))
        case Format.CSV:
            printing.say(str(view.rows()))
        case Format.MARKDOWN:
            from denialctl.views.page_markdown import page_markdown  # noqa: PLC0415 - only where a page is drawn

            printing.say(page_markdown(view.page()))
        case Format.HTML:
            from denialctl.views.page_html import page_html  # noqa: PLC0415 - as above

            printing.say(page_html(view.page()))
