"""Printing lines: wrapped at the width of the terminal, and coloured if colour is wanted."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from denialctl.errors import ReaderGoneError, UnprintedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.views.line import Line

_MARK = re.compile(r"\[[^\[\]]{1,24}\]")
_GLUE = "\ue000"
"""Stands for a space inside a mark while a line is wrapped; no text of people or rules holds it."""
_STYLES = {
    "title": "bold",
    "band-missed": "bold red",
    "band-today": "bold yellow",
    "band-next-business-day": "bold cyan",
    "band-this-week": "bold",
    "warning": "yellow",
    "next": "bold green",
    "dim": "dim",
}
_LEAST, _MOST = 40, 110


def on_terminal() -> bool:
    """True if the output is a terminal."""
    return sys.stdout.isatty()


def say(text: str) -> None:
    """Print a result without any change."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise UnprintedError(error.strerror or "its output is closed") from None


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines on a terminal; no word, date or number is cut, and markup in the text has no effect."""
    from rich.console import Console  # noqa: PLC0415 - only on a terminal: rich honours NO_COLOR and old consoles
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    width = _width()
    parts = [(part, _STYLES.get(line.mark, "")) for line in lines for part in _wrapped(line, width)]
    try:
        for part, style in parts:
            console.print(Text(part, style=style))
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        raise UnprintedError(error.strerror or "the terminal is gone") from None


def fitted(text: str, hang: int) -> list[str]:
    """Wrap one line at the width of the terminal, for standard error; the rest is indented by `hang`."""
    from denialctl.views.line import Line  # noqa: PLC0415 - only on a terminal

    return _wrapped(Line(text, "", hang), _width())


def _width() -> int:
    """Return how many columns a line may have."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, _LEAST), _MOST)


def _wrapped(line: Line, width: int) -> list[str]:
    if len(line.text) <= width:
        return [line.text]
    body = line.text.lstrip()
    indent = line.text[: len(line.text) - len(body)]
    options = {"subsequent_indent": " " * line.hang, "break_long_words": False, "break_on_hyphens": False}
    # A mark such as [check the letter] is read at one glance, so it stays on one line.
    whole = _MARK.sub(lambda mark: mark[0].replace(" ", _GLUE), body)
    parts = textwrap.wrap(whole, width, initial_indent=indent, **options)  # type: ignore[arg-type]
    return [part.replace(_GLUE, " ") for part in parts] or [line.text]
