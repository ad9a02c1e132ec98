"""One question on a terminal: which of a few things was meant. It is printed to standard error, not into the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from denialctl.naming import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.errors import UsageError


def choose(refusal: UsageError, choices: Sequence[tuple[str, str]]) -> str:
    """Print why a word was not clear, ask which of the choices was meant (by number or name), and return its name."""
    typer.echo(refusal.sentence, err=True)
    for number, (name, words) in enumerate(choices, start=1):
        typer.echo(f"  {number:>2}  {name}: {words}" if words else f"  {number:>2}  {name}", err=True)
    names = {plain(name): name for name, _ in choices} | {
        str(number): name for number, (name, _) in enumerate(choices, start=1)
    }
    while True:
        answer: str = typer.prompt("Which one? Number or name", err=True)
        if plain(answer) in names:
            return names[plain(answer)]
        typer.echo(f"Answer with a number from 1 to {len(choices)}, or with one of the names.", err=True)
