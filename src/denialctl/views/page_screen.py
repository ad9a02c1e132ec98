"""A page for a terminal, and as plain lines for a mail or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.views.line import Line
from denialctl.views.page import BOXES, Blank, Figure, Grid, Item, Words
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.views.page import Block, Page

_RULE = "_" * 56


_WIDE = 76
"""A table wider than this is printed row by row on a terminal, so that each value keeps its heading."""


def page_screen(page: Page) -> list[Line]:
    """Return a page as lines for a terminal of any width: no word, date or number is cut."""
    return _lines(page, _WIDE)


def page_plain(page: Page) -> list[str]:
    """Return the same as lines of text, nothing wrapped and nothing shortened; tables keep their columns."""
    return [line.text for line in _lines(page, None)]


def _lines(page: Page, wide: int | None) -> list[Line]:
    lines = [Line(one_line(page.title), "title", 4), *(Line(one_line(text), "", 4) for text in page.under)]
    for section in page.sections:
        lines += [Line(), Line(one_line(section.heading).upper(), "title")]
        for block in section.blocks:
            lines += _block(block, wide)
    return [*lines, Line(), *(Line(one_line(text), "dim") for text in page.foot)] if page.foot else lines


def _block(block: Block, wide: int | None) -> Iterator[Line]:
    match block:
        case Words(text, mark):
            yield Line(f"  {one_line(text)}", mark, 4)
        case Item(text, box, below, mark):
            yield Line(f"  {BOXES[box].screen}{one_line(text)}", mark, 6 if box else 4)
            for more in below:
                yield Line(f"{'      ' if box else '    '}{one_line(more)}", "dim", 6)
        case Blank():
            yield from _blank(block)
        case Grid() if wide is not None and max(map(len, grid_lines(block))) > wide:
            yield from _row_by_row(block)
        case Grid():
            yield from (
                Line(f"  {text}", "title" if number == 0 else "", 4) for number, text in enumerate(grid_lines(block))
            )
        case Figure(drawn, _):
            yield from (Line(one_line_kept(text), "", 0) for text in drawn)


def one_line_kept(text: str) -> str:
    """Return a line of a drawing without control characters; all its spaces are kept."""
    return "".join(letter if letter.isprintable() else " " for letter in text).rstrip()


def _blank(block: Blank) -> Iterator[Line]:
    label = one_line(block.label)
    label = label if label.endswith("?") else f"{label}:"
    if not block.values:
        yield Line(f"  {label}", "", 4)
        yield from (Line(f"      {_RULE}", "dim") for _ in range(block.lines))
        if block.hint:
            yield Line(f"      ({one_line(block.hint)})", "dim", 6)
    elif len(block.values) == 1:
        yield Line(f"  {label} {one_line(block.values[0])}", "", 6)
    else:
        yield Line(f"  {label}", "", 4)
        yield from (Line(f"    - {one_line(value)}", "", 6) for value in block.values)


def _row_by_row(grid: Grid) -> Iterator[Line]:
    """Yield for each row a line with its name and a line with its values, each value with its heading."""
    for row in grid.rows:
        yield Line(f"  {grid.header[0]} {one_line(row[0])}".rstrip(), "", 6)
        values = (f"{name} {one_line(cell)}" for name, cell in zip(grid.header[1:], row[1:], strict=True) if cell)
        yield Line(f"      {' · '.join(values)}", "", 6)


def grid_lines(grid: Grid) -> list[str]:
    """Return a table as lines, each column as wide as its longest cell."""
    rows = [tuple(one_line(cell) for cell in row) for row in (grid.header, *grid.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(grid.header))]
    return [
        "  ".join(
            cell.rjust(widths[column]) if column in grid.figures else cell.ljust(widths[column])
            for column, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]
