"""The options with which a denial is entered: one for each row of the table of facts."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache, wraps
from typing import Annotated, Any

import typer

from denialctl.cases.facts import TYPED, Fact, Form, Part
from denialctl.cases.typed_denial import TypedDenial

Command = Callable[..., None]


def takes_denial(*left_out: Fact | Part) -> Callable[[Command], Command]:
    """Give a command one option for each fact of a denial, except the facts (or parts of the table) `left_out`.

    The options take the place of the command's argument `denial`, which receives them as one `TypedDenial`. Typer
    reads the options of a command from its signature, so the signature is built here.
    """
    taken = [fact for fact in TYPED if fact not in left_out and fact.part not in left_out]

    def around(command: Command) -> Command:
        own = inspect.signature(command, eval_str=True)
        parameters: list[inspect.Parameter] = []
        for parameter in own.parameters.values():
            parameters += map(_option, taken) if parameter.name == "denial" else [parameter]

        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - the options of the command, as Typer reads them
            typed = TypedDenial(**{fact.name: _word(fact, given.pop(fact.name)) for fact in taken})
            command(denial=typed, **given)

        run.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return around


@cache
def _option(fact: Fact) -> inspect.Parameter:
    kind = list[str] if fact.form.several else bool if fact.form is Form.FLAG else str
    how = typer.Option(fact.flag, metavar=fact.metavar, help=fact.help)
    return inspect.Parameter(
        fact.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=Annotated[kind | None, how]
    )


def _word(fact: Fact, value: Any) -> str | bool | tuple[str, ...] | None:  # noqa: ANN401 - as Typer read it
    return tuple(value or ()) if fact.form.several else value
