"""A page: a result in sections and blocks, which is then drawn for a terminal, a printer or a mail.

`page_screen`, `page_markdown` and `page_html` draw it. None of them knows what a denial is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `mark` is its purpose (`warning`, `next`, `dim`), as for a line of a table."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A question of a form, with its answer or a blank line to write on."""

    label: str
    values: tuple[str, ...] = ()
    hint: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. `box` is `open`, `done`, `missing`, `not-applicable`, or empty for a plain line."""

    text: str
    box: str = ""
    below: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a header and rows of text. Columns of numbers are aligned to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: lines for a terminal and SVG for paper, both of the same data."""

    lines: tuple[str, ...]
    svg: str


class Box(NamedTuple):
    """The box before an item, on a terminal, in Markdown and in HTML."""

    screen: str
    markdown: str
    html: str


BOXES = {
    "open": Box("[ ] ", "[ ] ", "\u2610"),
    "done": Box("[x] ", "[x] ", "\u2612"),
    "missing": Box("[!] ", "[ ] **not found** ", "!"),
    "not-applicable": Box("[-] ", "[x] not applicable: ", "\u2013"),
    "": Box("- ", "", "\u2022"),
}

Block = Words | Blank | Item | Grid | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading. A `small` section (sources) is printed in small type."""

    heading: str
    blocks: tuple[Block, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page."""

    title: str
    under: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...] = ()
    sheet: bool = False
    """True for a form on one sheet of paper: small type, in two columns below the first section."""
