"""From what was typed to a desk and an entry, and from a result to what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.cli_options import Format, say
from denialctl.commands.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    import typer

    from denialctl.commands.calc import CaseView


def desk_of(context: typer.Context, db: str | None = None, as_of: str | None = None, tz: str | None = None) -> Desk:
    """Make the desk of one run, from the options given before or after the command."""
    root = context.find_root().obj
    return Desk(db or (root if isinstance(root, str) else None), as_of, tz)


def entry_of(values: dict[str, Any]) -> Any:  # noqa: ANN401 - an Entry, imported late
    """Pick the options of a denial out of a command's arguments."""
    from dataclasses import fields

    from denialctl.commands.intake import Entry

    known = {field.name: values[field.name] for field in fields(Entry) if field.name in values}
    known["letters"] = tuple(values.get("letter") or ())
    known["facts"] = tuple(values.get("fact") or ())
    known["events"] = tuple(values.get("event") or ())
    return Entry(**known)


def print_view(desk: Desk, view: CaseView, form: Format, *, explain: bool) -> None:
    """Print a case with its timeline."""
    if form is Format.JSON:
        from denialctl.formats.as_json import timeline_json

        say(timeline_json(view, desk.now))
    elif form is Format.CSV:
        from denialctl.formats.as_csv import timeline_csv

        say(timeline_csv(view))
    else:
        from denialctl.formats import ladder

        print_table(lambda: ladder.ladder_screen(view, explain=explain), lambda: ladder.ladder_plain(view, explain=explain))


def print_table(screen: Callable[[], list[Any]], plain: Callable[[], list[str]]) -> None:
    """Print for people on a terminal, as plain lines off it."""
    from denialctl.formats.printing import on_terminal, print_lines

    if on_terminal():
        print_lines(screen())
    else:
        say("\n".join(plain()))


def print_text(text: str, form: Format) -> None:
    """Print lines that are laid out already; on a terminal they are wrapped, each with its own margin."""
    if form is not Format.TABLE:
        say(text)
        return

    def wrapped() -> list[Any]:
        from denialctl.formats.lines import Line

        lines = [line.replace("\t", "  ") for line in text.split("\n")]
        return [Line(line, "", len(line) - len(line.lstrip()) + 4) for line in lines]

    print_table(wrapped, lambda: [text])
