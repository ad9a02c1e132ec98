"""Coverage as a map of letters, the gaps by name, and the counts; JSON or CSV for scripts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from denialctl.commands.coverage import EVERYWHERE, Mark
from denialctl.formats.as_csv import table
from denialctl.formats.as_json import dump
from denialctl.formats.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.commands.coverage import Cell, Coverage

LETTERS = {Mark.CONFIRMED: "C", Mark.UNCONFIRMED: "u", Mark.CONFLICT: "x", Mark.GAP: "-"}
_LEGEND = (
    "C confirmed: read in its source · u unconfirmed · x sources disagree, both dates shown · - gap, named below · blank: no such stage"
)
_HEADER = ("regime", "stage", "step", "state", "mark", "layer", "why")


def coverage_text(found: Coverage, form: str, *, gaps: bool) -> str:
    """Return the coverage in the form asked for; `gaps` lists each gap by its name."""
    rows = [(cell.regime, cell.stage, cell.step, cell.state, str(cell.mark), cell.layer, cell.why) for cell in found.cells]
    if form == "csv":
        return table(_HEADER, rows)
    if form == "json":
        counts = {str(mark): found.counts[mark] for mark in Mark}
        listed = [dict(zip(_HEADER, row, strict=True)) for row in rows]
        return dump("coverage", {"counts": counts, "rules": dict(found.rules), "cells": listed})
    lines = [_LEGEND]
    plans = [cell for cell in found.cells if cell.layer != "payer"]
    for regime, cells in groupby(plans, key=lambda cell: cell.regime):
        lines += _map(regime, list(cells))
    lines += _payers([cell for cell in found.cells if cell.layer == "payer"])
    if gaps:
        lines += _gaps(found.cells)
    return "\n".join([*lines, "", *_counts(found, gaps=gaps)])


def _row(cell: Cell) -> str:
    return f"{cell.stage}.{cell.step}" if cell.step else cell.stage


def _map(regime: str, cells: list[Cell]) -> list[str]:
    """Return one plan type: a line a stage, a letter a state."""
    states = list(dict.fromkeys(cell.state for cell in cells))
    stages = list(dict.fromkeys(_row(cell) for cell in cells))
    by_place = {(_row(cell), cell.state): cell for cell in cells}
    if states == [EVERYWHERE]:
        lines = [f"  {stage:34} {LETTERS[by_place[stage, EVERYWHERE].mark]}" for stage in stages]
        return ["", f"{regime} (the same in every state)", *lines]
    heads = [f"  {'':34} {''.join(state[0] for state in states)}", f"  {'':34} {''.join(state[1] for state in states)}"]
    shared = [stage for stage in stages if len(states) == 1 or sum((stage, state) in by_place for state in states) > 1]
    lines = []
    for stage in shared:
        letters = "".join(LETTERS[by_place[stage, state].mark] if (stage, state) in by_place else " " for state in states)
        lines.append(f"  {stage:34} {letters}")
    own = [cell for cell in cells if _row(cell) not in shared]
    doors = [f"  only {cell.state}: {_row(cell)} {LETTERS[cell.mark]}" for cell in own]
    return ["", regime, *heads, *lines, *doors]


def _payers(cells: list[Cell]) -> list[str]:
    if not cells:
        return []
    lines = [
        f"  {one_line(cell.regime):44} {LETTERS[cell.mark]}  {'' if cell.state == EVERYWHERE else cell.state}".rstrip() for cell in cells
    ]
    return ["", "peer-to-peer windows of payers and reviewers", *lines]


def _gaps(cells: Iterable[Cell]) -> list[str]:
    """Return each gap once by its name, with the places where it lies."""
    named: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        if cell.mark is Mark.GAP:
            where = cell.regime if cell.state == EVERYWHERE else f"{cell.regime} {cell.state}"
            named.setdefault((_row(cell), cell.why), []).append(where)
    lines = ["", "Gaps by name"]
    for (stage, why), places in named.items():
        lines.append(f"  {stage}: {one_line(why) or 'NO NAME'}  [{', '.join(places)}]")
    return lines


def _counts(found: Coverage, *, gaps: bool) -> list[str]:
    counts, total = found.counts, sum(found.counts.values())
    share = {mark: f"{counts[mark]} {mark} ({100 * counts[mark] / total:.0f} %)" if total else f"0 {mark}" for mark in Mark}
    rules = sum(found.rules.values())
    firm = found.rules[str(Mark.CONFIRMED)]
    lines = [f"{total} cells: {', '.join(share[mark] for mark in Mark)}."]
    lines.append(f"{rules} rules in all packs: {firm} confirmed ({100 * firm / rules:.0f} %)." if rules else "No rules.")
    if not gaps and counts[Mark.GAP]:
        lines.append("Each gap by its name: denialctl rules coverage --gaps")
    return lines
