"""The command line: which command is meant, and the options that come before it.

Before Typer runs a command it builds every option of every registered command.
To save that time, only the command that is named is registered. All of them are
if no known command is named (help, completion, a misspelt name).
"""

# Annotations are no text here: Typer would read the text of each option four times.

import importlib
import os
from typing import Annotated

import typer

from denialctl import __version__
from denialctl.cli import options as o
from denialctl.cli.options import CONTEXT
from denialctl.views.printing import say

_ABOUT = "Deadlines of denied prior authorizations: computed exactly, each with its authority."
_FIRST_STEPS = "First steps: denialctl add · denialctl due · denialctl show 1"
_CASES = ("denialctl.cli.cases", "cases_app")
_LISTS = ("denialctl.cli.lists", "lists_app")
_PAPERS = ("denialctl.cli.papers", "papers_app")
_PEOPLE = ("denialctl.cli.people", "people_app")
_SETUP = ("denialctl.cli.setup", "setup_app")
_COMMANDS = {
    "add": _CASES,
    "due": _LISTS,
    "show": _LISTS,
    "list": _LISTS,
    "record": _CASES,
    "calc": _CASES,
    "edit": _CASES,
    "note": _CASES,
    "close": _CASES,
    "reopen": _CASES,
    "undo": _CASES,
    "chase": ("denialctl.cli.chase", "chase_app"),
    "stats": ("denialctl.cli.stats", "stats_app"),
    "prep": _PAPERS,
    "checklist": _PAPERS,
    "ack": _PEOPLE,
    "escalate": _PEOPLE,
    "plan": ("denialctl.cli.plan", "plan_app"),
    "init": _SETUP,
    "cron": _SETUP,
    "doctor": _SETUP,
}
"""The module and the Typer application of each command, in the order in which help shows them."""
_GROUPS = {
    "staff": ("denialctl.cli.people", "staff_app"),
    "rules": ("denialctl.cli.rules", "rules_app"),
    "config": ("denialctl.cli.rules", "config_app"),
}


def application(arguments: list[str]) -> typer.Typer:
    """Return the application with the command that the arguments name, or with all commands if they name none."""
    named = _named(arguments)
    known = named in _COMMANDS or named in _GROUPS
    all_of_them = not known or "_DENIALCTL_COMPLETE" in os.environ
    app = typer.Typer(
        name="denialctl",
        help=_ABOUT,
        epilog=_FIRST_STEPS,
        context_settings=CONTEXT,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=all_of_them,
    )
    app.callback(invoke_without_command=True)(start)
    for name, place in _COMMANDS.items():
        if all_of_them or name == named:
            app.registered_commands.append(
                next(item for item in _written(place).registered_commands if item.name == name)
            )
    for name, place in _GROUPS.items():
        if all_of_them or name == named:
            app.add_typer(_written(place), name=name)
    return app


def _written(place: tuple[str, str]) -> typer.Typer:
    written: typer.Typer = getattr(importlib.import_module(place[0]), place[1])
    return written


def _named(arguments: list[str]) -> str | None:
    """Return the first argument that is neither an option nor the value of --db; None if there is none."""
    words = iter(arguments)
    for word in words:
        if word == "--db":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="the version, and nothing else")] = False,
    db: o.DbOption = None,
) -> None:
    """Take the options that come before the command."""
    if version:
        say(f"denialctl {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit
    context.obj = db
