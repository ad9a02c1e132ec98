"""Outcomes: counts, rates with their counts, times, and outcomes with and without a call.

For scripts, a rate that rests on too few cases is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.commands.outcomes import FEWEST
from denialctl.commands.stats import SUMMARY
from denialctl.dates.moments import say_day, to_json
from denialctl.views.emit import Document, Rows, View
from denialctl.views.page import Grid, Page, Section, Words
from denialctl.views.stats_chart import month_chart, month_words
from denialctl.vocabulary import STAGES

if TYPE_CHECKING:
    from denialctl.commands.outcomes import Share, Tally
    from denialctl.commands.stats import Statistics
    from denialctl.views.page import Block

NOT_ENTERED = "not entered"
SELECTED = (
    "These cases are selected: the office chose which denials to call about and which to appeal. "
    "The numbers show what happened, not that the call was the cause."
)
_FOOT = (
    (
        "Counted from the cases of this office alone. "
        f"In each table a case counts once, by its last word there; no rate under {FEWEST} cases."
    ),
    (
        "Overturned: approved in full. Partly: counted apart, never as a win. "
        "Dismissed: ended without a look at the matter."
    ),
    "No decision: taken back, or ended before one was recorded.",
    "Days: calendar days from the filing to the decision, where both are recorded.",
    "Late: decided after the last day of theirs, or past that day and still open.",
    "A column of nothing but zeros may be left out.",
)
_OUTCOMES = ("decided", "overturned", "partly", "upheld", "dismissed", "pending", "no decision", "overturn rate")
_TIMES = ("median days", "longest", "timed", "late")
_ALWAYS = frozenset({"decided", "overturned", "upheld", "overturn rate", *_TIMES})
"""Columns that are shown even if they contain only zeros."""


_COUNTS = ("decided", "overturned", "partly", "upheld", "dismissed", "pending", "undecided")
_HEADER = (
    "by", "group", *_COUNTS, "overturn_rate", "days_median", "days_longest", "days_of",
    "late", "late_of", "late_cases", "late_rate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutcomesView(View):
    """The outcomes, grouped by one thing (`by`), or a summary."""

    found: Statistics
    by: str | None

    def page(self) -> Page:
        """Return the table that was asked for, else the summary."""
        found, by = self.found, self.by
        sections = [] if by is not None else [Section("All", tuple(_tables("all", (found.total,))))]
        sections += [Section(f"By {name}", tuple(_by(found, name))) for name in self._names()]
        if by is None:
            sections.append(Section("The call", tuple(_call(found))))
        return Page(title="What came out", under=tuple(_under(found)), sections=tuple(sections), foot=_FOOT)

    def data(self) -> Document:
        """Return the groups that were asked for, and the outcomes with and without a call."""
        found, call = self.found, self.found.call
        groups = {name: found.by(name) for name in self._names()}
        content: dict[str, Any] = {
            "as_of": found.now.isoformat(),
            "since": to_json(found.since),
            "until": to_json(found.until),
            "payer": found.payer,
            "total": tally_data(found.total),
            "by": {
                name: [{"group": group.name or None, **tally_data(group)} for group in listed]
                for name, listed in groups.items()
            },
            "call": {
                "calls": outcome_data(call.calls),
                "appeals_after_a_call": outcome_data(call.with_call),
                "appeals_without_a_call": outcome_data(call.without_call),
            },
            "closed_without_a_recorded_decision": found.unrecorded,
        }
        return Document("stats", content)

    def rows(self) -> Rows:
        """Return one group a row."""
        return Rows(_HEADER, [_row(name, group) for name in self._names() for group in self.found.by(name)])

    def _names(self) -> tuple[str, ...]:
        return (self.by,) if self.by is not None else SUMMARY


def span_words(found: Statistics) -> str:
    """Return in words which decisions are counted."""
    since = f" from {say_day(found.since)}" if found.since is not None else ""
    until = f" up to {say_day(found.until)}" if found.until is not None else ""
    payer = f", payer {found.payer}" if found.payer is not None else ""
    span = f"decided{since}{until}, and what was due then and is not decided" if since or until else "all decisions"
    return f"{span}{payer}"


def group_words(by: str, name: str) -> str:
    """Return the name of a group in words."""
    if by == "month":
        return month_words(name)
    if by == "stage":
        return STAGES.get(name, name)
    return name or NOT_ENTERED


def _under(found: Statistics) -> list[str]:
    lines = [f"As of {say_day(found.now.day)}: {span_words(found)}; {_cases(found)}"]
    if found.unrecorded:
        lines.append(
            f"Closed with no decision recorded although it was due: {found.unrecorded}. Not judged as in time or late."
        )
    return lines


def _cases(found: Statistics) -> str:
    count = len({item.case for item in found.rounds})
    return f"{count} case{'s' if count != 1 else ''}"


def _by(found: Statistics, name: str) -> list[Block]:
    groups = found.by(name)
    blocks = _tables(name, groups)
    chart = month_chart(groups) if name == "month" else None
    return [*([chart] if chart is not None else []), *blocks]


def _tables(by: str, groups: tuple[Tally, ...]) -> list[Block]:
    decided_groups, timed = (
        [group for group in groups if group.has_outcomes],
        [group for group in groups if group.timed],
    )
    blocks: list[Block] = []
    if decided_groups:
        blocks.append(_grid(by, _OUTCOMES, [(group, _outcomes(group)) for group in decided_groups]))
    if timed:
        blocks.append(_grid(by, _TIMES, [(group, _times(group)) for group in timed]))
    return blocks or [Words("Nothing is counted here yet.")]


def _grid(by: str, header: tuple[str, ...], rows: list[tuple[Tally, tuple[str, ...]]]) -> Grid:
    kept = [
        place for place, name in enumerate(header) if name in _ALWAYS or any(cells[place] != "0" for _, cells in rows)
    ]
    lines = tuple((group_words(by, group.name), *(cells[place] for place in kept)) for group, cells in rows)
    return Grid((by if by != "all" else "", *(header[place] for place in kept)), lines, frozenset(range(1, len(kept))))


def _outcomes(group: Tally) -> tuple[str, ...]:
    counts = (
        group.decided,
        group.overturned,
        group.partly,
        group.upheld,
        group.dismissed,
        group.pending,
        group.undecided,
    )
    return (*(str(count) for count in counts), rate_words(group.overturn))


def _times(group: Tally) -> tuple[str, ...]:
    days = group.days
    return (
        "-" if days.median is None else f"{days.median:g}",
        "-" if days.longest is None else str(days.longest),
        str(days.of),
        rate_words(group.late),
    )


def rate_words(share: Share) -> str:
    """Return a rate with its counts, or how few cases there are."""
    if share.whole == 0:
        return "none yet"
    counts = f"{share.part} of {share.whole}"
    return f"too few: {share.cases} ({counts})" if share.percent is None else f"{share.percent}% ({counts})"


def _call(found: Statistics) -> list[Block]:
    effect = found.call
    rows = (
        ("calls held and decided", effect.calls),
        ("appeals after a call", effect.with_call),
        ("appeals without a call", effect.without_call),
    )
    header = ("", "decided", "approved", "partly", "upheld", "dismissed", "overturn rate")
    lines = tuple(
        (
            name,
            *(str(count) for count in (row.decided, row.overturned, row.partly, row.upheld, row.dismissed)),
            rate_words(row.overturn),
        )
        for name, row in rows
    )
    return [Grid(header, lines, frozenset(range(1, 6))), Words(SELECTED)]


def outcome_data(group: Tally) -> dict[str, Any]:
    """Return the outcomes of a group."""
    return {**{name: getattr(group, name) for name in _COUNTS}, "overturn_rate": group.overturn.rate}


def tally_data(group: Tally) -> dict[str, Any]:
    """Return the outcomes and times of a group."""
    days, late = group.days, group.late
    return {
        **outcome_data(group),
        "days": {"of": days.of, "median": days.median, "longest": days.longest},
        "late": {"late": late.part, "of": late.whole, "cases": late.cases, "rate": late.rate},
    }


def _row(by: str, group: Tally) -> list[object]:
    days, late = group.days, group.late
    counts = [getattr(group, name) for name in _COUNTS]
    return [
        by,
        group.name,
        *counts,
        group.overturn.rate,
        days.median,
        days.longest,
        days.of,
        late.part,
        late.whole,
        late.cases,
        late.rate,
    ]
