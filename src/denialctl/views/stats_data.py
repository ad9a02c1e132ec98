"""Outcomes for scripts and spreadsheets: counts and rates; a rate of too few cases is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.commands.stats import SUMMARY
from denialctl.dates.moments import to_json
from denialctl.views.as_csv import table
from denialctl.views.as_json import dump

if TYPE_CHECKING:
    from denialctl.commands.outcomes import Tally
    from denialctl.commands.stats import Statistics

Data = dict[str, Any]
_COUNTS = ("decided", "overturned", "partly", "upheld", "dismissed", "pending", "undecided")
_HEADER = (
    "by", "group", *_COUNTS, "overturn_rate", "days_median", "days_longest", "days_of", "late", "late_of", "late_cases", "late_rate",
)  # fmt: skip


def stats_json(found: Statistics, by: str | None) -> str:
    """Return the groups asked for, and without a question the effect of the call too."""
    names = (by,) if by is not None else SUMMARY
    call = found.call
    content: Data = {
        "as_of": found.now.isoformat(),
        "since": to_json(found.since),
        "until": to_json(found.until),
        "payer": found.payer,
        "total": tally_data(found.total),
        "by": {name: [{"group": group.name or None, **tally_data(group)} for group in found.by(name)] for name in names},
        "call": {
            "calls": outcome_data(call.calls),
            "appeals_after_a_call": outcome_data(call.with_call),
            "appeals_without_a_call": outcome_data(call.without_call),
        },
        "closed_without_a_recorded_decision": found.unrecorded,
    }
    return dump("stats", content)


def outcome_data(group: Tally) -> Data:
    """Return the outcomes of a group."""
    return {**{name: getattr(group, name) for name in _COUNTS}, "overturn_rate": group.overturn.rate}


def tally_data(group: Tally) -> Data:
    """Return the outcomes and times of a group."""
    days, late = group.days, group.late
    return {
        **outcome_data(group),
        "days": {"of": days.of, "median": days.median, "longest": days.longest},
        "late": {"late": late.part, "of": late.whole, "cases": late.cases, "rate": late.rate},
    }


def stats_csv(found: Statistics, by: str | None) -> str:
    """Return one line a group."""
    names = (by,) if by is not None else SUMMARY
    return table(_HEADER, [_row(name, group) for name in names for group in found.by(name)])


def _row(by: str, group: Tally) -> list[object]:
    days, late = group.days, group.late
    counts = [getattr(group, name) for name in _COUNTS]
    return [by, group.name, *counts, group.overturn.rate, days.median, days.longest, days.of, late.part, late.whole, late.cases, late.rate]
