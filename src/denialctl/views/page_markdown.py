"""A page as Markdown, for a mail or a wiki. Typed text is escaped: it never becomes a link, a heading or HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from denialctl.views.page import BOXES, Blank, Figure, Grid, Item, Words
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.views.page import Block, Page

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_AT_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")
_LINKED = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|(www)(\.)|(@)")


def page_markdown(page: Page) -> str:
    """Return a page as Markdown."""
    lines = [f"# {plain(page.title)}", ""]
    lines += [line for text in page.under for line in (plain(text), "")]
    for section in page.sections:
        lines += [f"## {plain(section.heading)}", ""]
        previous: Block | None = None
        for block in section.blocks:
            if previous is not None and not (isinstance(block, Item | Blank) and isinstance(previous, Item | Blank)):
                lines.append("")
            lines += _block(block)
            previous = block
        lines.append("")
    lines += [plain(text) for text in page.foot]
    return "\n".join(lines).rstrip()


def plain(text: str) -> str:
    """Return text in which characters with a meaning in Markdown or HTML are escaped and nothing becomes a link."""
    said = _SPECIAL.sub(r"\\\1", one_line(text))
    said = _LINKED.sub(
        lambda match: "".join(part for part in match.groups()[:-1] if part) + _entity(match[0][-1]), said
    )
    return _AT_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", said)


def _entity(letter: str) -> str:
    return f"&#{ord(letter)};"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Words(text, mark):
            yield f"**{plain(text)}**" if mark in ("warning", "next") else plain(text)
        case Item(text, box, below, _):
            yield f"- {BOXES[box].markdown}{plain(text)}"
            yield from (f"  - {plain(more)}" for more in below)
        case Blank(label, values, hint, _):
            yield f"- **{plain(label)}:** {plain(values[0]) if len(values) == 1 else ''}".rstrip()
            yield from (f"  - {plain(value)}" for value in values if len(values) > 1)
            if not values:
                yield f"  - \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_ {f'({plain(hint)})' if hint else ''}".rstrip()
        case Grid(header, rows, figures):
            yield f"| {' | '.join(plain(cell) for cell in header)} |"
            yield f"|{'|'.join('---:' if column in figures else '---' for column in range(len(header)))}|"
            yield from (f"| {' | '.join(plain(cell) for cell in row)} |" for row in rows)
        case Figure(drawn, _):
            yield "```text"
            yield from (line.replace("```", "'''") for line in drawn)
            yield "```"
