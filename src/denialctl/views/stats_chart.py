"""Outcomes by month as a chart: plain characters for a terminal, SVG for paper; readable without colour."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from denialctl.dates.moments import MONTHS
from denialctl.views.page import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.commands.outcomes import Tally

_WIDEST = 40
_MARKS = (("#", "black", "overturned"), ("+", "grey", "partly"), (".", "white", "upheld or dismissed"))
_FILLS = {"black": "#000", "grey": "#999", "white": "#fff"}
_ROW, _LEFT, _RIGHT, _WIDE = 20, 76, 76, 640


def month_words(month: str) -> str:
    """Return `2026-11` as `Nov 2026`."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else "not decided"


def month_chart(months: Sequence[Tally]) -> Figure | None:
    """Draw the decided cases of each month; None if nothing is decided."""
    drawn = [month for month in months if month.decided]
    if not drawn:
        return None
    most = max(month.decided for month in drawn)
    each = "One mark for each decided case" if most <= _WIDEST else f"The longest bar stands for {most} decided cases"
    legend = f"  {each}: {', '.join(f'{mark} {words}' for mark, _, words in _MARKS)}."
    return Figure((*_bars(drawn, most), legend), _svg(drawn, most))


def _parts(month: Tally) -> tuple[int, int, int]:
    return month.overturned, month.partly, month.upheld + month.dismissed


def _words(month: Tally) -> str:
    return f"{month.overturned} of {month.decided}"


def _bars(months: Sequence[Tally], most: int) -> list[str]:
    width = min(most, _WIDEST)
    return [f"  {month_words(month.name)}  {_bar(month, most).ljust(width)}  {_words(month)}" for month in months]


def _bar(month: Tally, most: int) -> str:
    """Draw one mark for each case, or fewer if there are too many; every part above zero keeps at least one."""
    if most <= _WIDEST:
        counts = list(_parts(month))
    else:
        counts = [0 if part == 0 else max(1, (2 * part * _WIDEST + most) // (2 * most)) for part in _parts(month)]
    return "".join(mark * count for (mark, _, _), count in zip(_MARKS, counts, strict=True))


def _svg(months: Sequence[Tally], most: int) -> str:
    """Draw the same with outlined fields in black, grey and white."""
    unit = (_WIDE - _LEFT - _RIGHT) / most
    height = _ROW * len(months) + 24
    size = f'viewBox="0 0 {_WIDE} {height}" role="img" font-family="sans-serif" font-size="11"'
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>']
    drawn.append(f"<title>{escape('Overturned of decided cases, by month')}</title>")
    for number, month in enumerate(months):
        top, left = _ROW * number, float(_LEFT)
        drawn.append(f'<text x="0" y="{top + 14}">{escape(month_words(month.name))}</text>')
        for (_, colour, words), count in zip(_MARKS, _parts(month), strict=True):
            if count:
                place = f'x="{left:.1f}" y="{top + 3}" width="{count * unit:.1f}" height="14"'
                paint = f'fill="{_FILLS[colour]}" stroke="#000" stroke-width="0.7"'
                drawn.append(f"<rect {place} {paint}><title>{escape(f'{count} {words}')}</title></rect>")
                left += count * unit
        drawn.append(f'<text x="{left + 6:.1f}" y="{top + 14}">{escape(_words(month))}</text>')
    legend = "; ".join(f"{colour}: {words}" for _, colour, words in _MARKS)
    return "".join([*drawn, f'<text x="0" y="{height - 6}">{escape(legend)}</text></svg>'])
