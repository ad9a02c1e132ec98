"""From what was typed to the run of a command, and from a result to what is printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from denialctl.cli.options import say, somebody_is_there, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import StrEnum

    import typer

    from denialctl.commands.answering import Answer
    from denialctl.commands.calc import CaseView
    from denialctl.commands.session import Session
    from denialctl.errors import UsageError
    from denialctl.views.page import Page


def session_of(context: typer.Context, db: str | None = None, as_of: str | None = None, tz: str | None = None) -> Session:
    """Make the desk of one run, from the options given before or after the command; it is cleared when the command ends."""
    from denialctl.commands.session import Session

    root = context.find_root().obj
    # --quiet leaves remarks out: a scheduler would mail them every morning. The doctor finds the same.
    remark = _leave_out if context.params.get("quiet") else tell
    aside = remark if sys.stderr.isatty() else _leave_out
    where = db or (root if isinstance(root, str) else None)
    session = Session(where, as_of, tz, _choose if somebody_is_there() else None, remark=remark, aside=aside)
    context.call_on_close(session.close)
    return session


def _leave_out(_: str) -> None:
    """Say nothing."""


def repeat(session: Session) -> None:
    """Say how the words and dates that were typed have been understood; beside the result."""
    for line in dict.fromkeys(session.heard):
        tell(line)


def _choose(refusal: UsageError, choices: Sequence[tuple[str, str]]) -> str:
    from denialctl.cli.prompts import choose

    return choose(refusal, choices)


def tell_answer(answer: Answer) -> None:
    """Say which case it was, what was stored, what moved and what is next: to standard error, because it is not the result."""
    from denialctl.views.answer import answer_lines
    from denialctl.views.printing import fitted

    for line in answer_lines(answer):
        tell("\n".join(fitted(line, 10)) if sys.stderr.isatty() else line)


def print_view(session: Session, view: CaseView, form: StrEnum, *, explain: bool) -> None:
    """Print a case with its timeline."""
    if form == "json":
        from denialctl.views.as_json import timeline_json

        say(timeline_json(view, session.now))
    elif form == "csv":
        from denialctl.views.as_csv import timeline_csv

        say(timeline_csv(view))
    elif form in ("html", "markdown"):
        from denialctl.views.case_page import case_page

        print_page(case_page(view, session.now), form)
    else:
        from denialctl.views import ladder

        print_table(lambda: ladder.ladder_screen(view, explain=explain), lambda: ladder.ladder_plain(view, explain=explain), form)


def print_page(page: Page, form: StrEnum) -> None:
    """Print a page: on a terminal wrapped, off it as plain lines, or as Markdown or HTML."""
    if form == "html":
        from denialctl.views.page_html import page_html

        say(page_html(page))
    elif form == "markdown":
        from denialctl.views.page_markdown import page_markdown

        say(page_markdown(page))
    else:
        from denialctl.views.page_screen import page_plain, page_screen

        print_table(lambda: page_screen(page), lambda: page_plain(page), form)


def print_table(screen: Callable[[], list[Any]], plain: Callable[[], list[str]], form: StrEnum | None = None) -> None:
    """Print for people on a terminal, as plain lines off it, and where text was asked for."""
    from denialctl.views.printing import on_terminal, print_lines

    if on_terminal() and form != "text":
        print_lines(screen())
    else:
        say("\n".join(plain()))


def print_text(text: str, form: StrEnum) -> None:
    """Print lines that are laid out already; on a terminal they are wrapped, each with its own margin."""
    if form != "table":
        say(text)
        return

    def wrapped() -> list[Any]:
        from denialctl.views.lines import Line

        lines = [line.replace("\t", "  ") for line in text.split("\n")]
        return [Line(line, "", len(line) - len(line.lstrip()) + 4) for line in lines]

    print_table(wrapped, lambda: [text])
