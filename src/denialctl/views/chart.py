"""The chart of a case: a bar for each clock, ours and theirs, on an axis of days; for a terminal and for paper.

Every bar has its dates in words, so that nothing has to be measured in the drawing.
Kinds of bar differ in their pattern, never only in colour.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from denialctl.dates.moments import MONTHS, day_of, say_day
from denialctl.timeline.phrases import SIDES, STATUS_WORDS, joined, say_if_known
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.dates.moments import Instant, Moment
    from denialctl.timeline.deadline import Deadline, Timeline

_WORDS = {**STATUS_WORDS, Status.OPEN: "open", Status.PROJECTED: "projected"}
_NOT_DRAWN = (Status.NOT_COMPUTED, Status.MOOT)
_MARGIN = 2
"""Empty days at both ends of the axis."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One clock: from the day that started it to its last day, and on to the last day that can be argued."""

    whose: str
    label: str
    words: str
    first: date
    last: date
    latest: date
    ours: bool
    projected: bool
    over: bool
    done: date | None


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a case on one axis. `beyond` names the deadlines after its end, `undated` those without a day."""

    first: date
    last: date
    today: date
    bars: tuple[Bar, ...]
    beyond: tuple[str, ...]
    undated: tuple[str, ...]

    @property
    def days(self) -> int:
        """The length of the axis in days."""
        return (self.last - self.first).days + 1


def chart_of(timeline: Timeline, now: Instant, until: date | None = None) -> Chart | None:
    """Choose what is drawn: all clocks that run or ran, and projected ones up to their end, or up to `until`."""
    shown = [item for item in timeline.deadlines if item.status not in _NOT_DRAWN]
    dated = [item for item in shown if item.due is not None]
    undated = tuple(
        f"{_name(item)}: {item.missing}" for item in timeline.deadlines if item.status is Status.NOT_COMPUTED
    )
    if not dated:
        return None
    running = [item for item in dated if item.status is not Status.PROJECTED] or dated
    ends = [day_of(item.due) for item in running if item.due is not None]
    last = until or max(*ends, now.day) + timedelta(days=_MARGIN)
    inside = [item for item in dated if item in running or _start(item, now) <= last - timedelta(days=_MARGIN + 1)]
    first = min([*(_start(item, now) for item in inside), now.day]) - timedelta(days=_MARGIN)
    after = sorted((item for item in dated if item not in inside), key=lambda item: day_of(item.due or now.day))
    beyond = tuple(f"{_name(item)}: {_said(item)}" for item in after)
    return Chart(
        first=first,
        last=max(last, first + timedelta(days=6)),
        today=now.day,
        bars=tuple(_bar(item, now) for item in inside),
        beyond=beyond,
        undated=undated,
    )


def _start(item: Deadline, now: Instant) -> date:
    if item.trigger_at is not None:
        return min(day_of(item.trigger_at), day_of(item.due) if item.due is not None else now.day)
    return day_of(item.done_at or item.due or now.day)


def _name(item: Deadline) -> str:
    return f"{SIDES[item.clock].name} {item.stage}: {item.step}"


def _said(item: Deadline) -> str:
    """Return in words the last day of a bar, its status, and when it was done."""
    stands = joined(_WORDS[item.status], say_if_known(item.done_at, ""), by=" ")
    return f"{say_if_known(item.due, 'no day')}, {stands}"


def _bar(item: Deadline, now: Instant) -> Bar:
    due: Moment = item.due if item.due is not None else now.day
    return Bar(
        whose=SIDES[item.clock].name,
        label=f"{item.stage}: {item.step}",
        words=_said(item),
        first=_start(item, now),
        last=day_of(due),
        latest=max(day_of(item.latest or due), day_of(due)),
        ours=item.clock.ours,
        projected=item.status is Status.PROJECTED,
        over=item.status in (Status.MISSED, Status.LAPSED),
        done=day_of(item.done_at) if item.done_at is not None else None,
    )


# -- terminal -----------------------------------------------------------------------------


def chart_lines(chart: Chart, width: int = 78) -> list[str]:
    """Draw the chart with plain characters, two lines for each clock, at most `width` columns wide."""
    width = max(width, 40)
    lines = [*_axis(chart, width), ""]
    for bar in chart.bars:
        lines += [f"{bar.whose:<8} {bar.label}   {bar.words}", _drawn(bar, chart, width)]
    lines += ["", "# yours  = theirs  . projected  ~ arguable  v done  ! over  - left over  > goes on"]
    lines += [f"After that: {text}" for text in chart.beyond]
    lines += [f"No day: {text}" for text in chart.undated]
    return lines


def _column(day: date, chart: Chart, width: int) -> int:
    return min(max((day - chart.first).days, 0), chart.days - 1) * (width - 1) // max(chart.days - 1, 1)


def _axis(chart: Chart, width: int) -> list[str]:
    names, ticks = [" "] * width, ["-"] * width
    free = 0
    for day in _ticks(chart):
        column = _column(day, chart, width)
        ticks[column] = "+"
        month = MONTHS[day.month - 1]
        name = f"{month} {day.year}" if day.month == 1 or day == _ticks(chart)[0] else month
        name = name if day.day == 1 else f"{day.day} {name}"
        if column >= free and column + len(name) <= width:
            names[column : column + len(name)] = name
            free = column + len(name) + 1
    today = _column(chart.today, chart, width)
    ticks[today] = "|"
    words = f"today {say_day(chart.today)}"
    place = min(today, width - len(words))
    return ["".join(names).rstrip(), "".join(ticks), " " * place + words]


def _ticks(chart: Chart) -> list[date]:
    """Return the first day of the axis and the first of each month."""
    found = [chart.first]
    day = (chart.first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= chart.last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _drawn(bar: Bar, chart: Chart, width: int) -> str:
    row = [" "] * width
    row[_column(chart.today, chart, width)] = "|"
    start, end, latest = (_column(day, chart, width) for day in (bar.first, bar.last, bar.latest))
    row[end : latest + 1] = "~" * (latest + 1 - end)
    used = end if bar.done is None else max(min(_column(bar.done, chart, width), end), start)
    row[start : end + 1] = "-" * (end + 1 - start)
    row[start : used + 1] = ("." if bar.projected else "#" if bar.ours else "=") * (used + 1 - start)
    if bar.over:
        row[end] = "!"
    if bar.done is not None:
        row[_column(bar.done, chart, width)] = "v"
    if bar.latest > chart.last:
        row[-1] = ">"  # the bar continues after the axis; the words above it say until when
    return "".join(row).rstrip()


# -- paper --------------------------------------------------------------------------------

_WIDE, _TOP, _ROW = 720, 34, 30
_NAME = 64.0
"""The least distance between the labels of two days, so that both can be read."""


def chart_svg(chart: Chart) -> str:
    """Draw the chart as SVG in black and white; its text is escaped."""
    height = _TOP + _ROW * len(chart.bars) + 24
    pattern = '<pattern id="theirs" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" role="img"'
            ' font-family="Arial" font-size="10">'
        ),
        "<style>text{paint-order:stroke;stroke:#fff;stroke-width:3px}</style><title>Clocks of both sides</title>",
        (
            f'<defs>{pattern}<rect width="5" height="5" fill="#fff"/>'
            '<rect width="1.6" height="5" fill="#000"/></pattern></defs>'
        ),
    ]
    last_name = -_NAME
    for day in _ticks(chart):
        x = _x(day, chart)
        month = f"{MONTHS[day.month - 1]} {day.year}"
        name = month if day.day == 1 else f"{day.day} {month}"
        near_edge = ' text-anchor="end"' if x > _WIDE - 60 else ""
        if x - last_name < _NAME:
            continue
        last_name = x
        parts.append(f'<line x1="{x:.1f}" y1="14" x2="{x:.1f}" y2="{height}" stroke="#bbb" stroke-width=".6"/>')
        parts.append(f'<text x="{x:.1f}" y="10"{near_edge}>{_safe(name)}</text>')
    for number, bar in enumerate(chart.bars):
        parts += _svg_bar(bar, chart, _TOP + _ROW * number)
    parts += _legend(height)
    x = _x(chart.today, chart)
    anchor = ' text-anchor="end"' if x > _WIDE - 120 else ""
    line = f'<line x1="{x:.1f}" y1="14" x2="{x:.1f}" y2="{height}"'
    parts.append(f'{line} stroke="#000" stroke-width="1.4" stroke-dasharray="4 2"/>')
    parts.append(f'<text x="{x:.1f}" y="22" font-weight="bold"{anchor}>today {_safe(say_day(chart.today))}</text>')
    return "".join([*parts, "</svg>"])


def _legend(height: int) -> Iterator[str]:
    styles = (
        ("yours", 'fill="#000"'),
        ("theirs", 'fill="url(#theirs)" stroke="#000" stroke-width=".8"'),
        ("projected", 'fill="#fff" stroke="#000" stroke-width="1" stroke-dasharray="4 3"'),
        ("arguable", 'fill="#fff" stroke="#000" stroke-width=".8" stroke-dasharray="1 2"'),
    )
    for number, (name, style) in enumerate(styles):
        left = 2 + number * 110
        yield f'<rect x="{left}" y="{height - 12}" width="22" height="8" {style}/>'
        yield f'<text x="{left + 27}" y="{height - 5}">{name}</text>'
    yield f'<path d="M452 {height - 4} l-4 -6 l8 0 z" fill="#fff" stroke="#000"/>'
    yield f'<text x="462" y="{height - 5}">done</text>'


def _x(day: date, chart: Chart) -> float:
    inside = min(max((day - chart.first).days, 0), chart.days)
    return inside * (_WIDE - 4) / max(chart.days, 1) + 2


def _svg_bar(bar: Bar, chart: Chart, top: int) -> Iterator[str]:
    start, end = _x(bar.first, chart), _x(bar.last + timedelta(days=1), chart)
    latest = _x(bar.latest + timedelta(days=1), chart)
    weight = ' font-weight="bold"' if bar.over else ""
    words = f"{bar.whose}  {bar.label} \u2013 {bar.words}"
    anchor, at = ("end", _WIDE - 2) if start > _WIDE * 0.45 else ("start", start)
    yield f'<text x="{at:.1f}" y="{top + 9}" text-anchor="{anchor}"{weight}>{_safe(words)}</text>'
    if latest > end:
        yield _box(end, latest, top, 'fill="#fff" stroke="#000" stroke-width=".8" stroke-dasharray="1 2"')
    if bar.projected:
        yield _box(start, end, top, 'fill="#fff" stroke="#000" stroke-width="1" stroke-dasharray="4 3"')
    else:
        # If it was done early, the rest of its time is drawn as a thin frame.
        used = end if bar.done is None else max(min(_x(bar.done, chart), end), start)
        yield _box(start, end, top, 'fill="#fff" stroke="#777" stroke-width=".6"')
        yield _box(
            start, used, top, 'fill="#000"' if bar.ours else 'fill="url(#theirs)" stroke="#000" stroke-width=".8"'
        )
    if bar.done is not None:
        x = _x(bar.done, chart)
        yield f'<path d="M{x:.1f} {top + 22} l-4 -6 l8 0 z" fill="#fff" stroke="#000"/>'


def _box(start: float, end: float, top: int, style: str) -> str:
    return f'<rect x="{start:.1f}" y="{top + 12}" width="{max(end - start, 2):.1f}" height="9" {style}/>'


def _safe(text: str) -> str:
    return html.escape(one_line(text))
