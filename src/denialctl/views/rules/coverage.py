"""Coverage as a map of letters, the named gaps, and the counts."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from denialctl.commands.rules.cells import EVERYWHERE
from denialctl.commands.rules.marks import Mark
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from denialctl.commands.rules.cells import Cell
    from denialctl.commands.rules.coverage import Coverage

LETTERS = {
    Mark.CONFIRMED: "C",
    Mark.OUR_READING: "r",
    Mark.LETTER: "l",
    Mark.UNCONFIRMED: "u",
    Mark.CONFLICT: "x",
    Mark.GAP: "-",
}
_LEGEND = (
    "C confirmed: read in its source, and no gap is named beside it",
    "r our reading: the text was read and leaves a point open; the safe day is shown",
    "l the text was read and sets no time: the letter does",
    "u unconfirmed: from a guide, check the letter",
    "x sources disagree, both dates shown",
    "- gap, named with --gaps · blank: no such stage",
    "States are read downward: A over K is AK.",
)
_IN_WORDS = {
    Mark.CONFIRMED: "read in its own text",
    Mark.OUR_READING: "our reading of a text that was read",
    Mark.LETTER: "left to the letter by a text that was read",
    Mark.UNCONFIRMED: "from a guide",
    Mark.CONFLICT: "sources disagree",
    Mark.GAP: "gap",
}
_TEXT_READ = (Mark.CONFIRMED, Mark.OUR_READING, Mark.LETTER)
_OWN = "  (the office's own)"
_HEADER = ("regime", "stage", "step", "state", "mark", "layer", "why", "gaps", "own")
_WIDTH = 80
_LABEL = 34
_FEW_STATES = 4
"""At most this many states are named beside a payer; of more only the number is given."""
_TOGETHER = 5
"""After this many states there is a space, which makes the map easier to read."""


@dataclass(frozen=True, slots=True)
class CoverageView(TextView):
    """How firm the rules are; with `gaps`, a list of what is not known."""

    found: Coverage
    gaps: bool

    def plain(self) -> list[str]:
        """Draw a map of letters for each plan type, then the counts."""
        found = self.found
        if found.note and not found.cells:
            return [found.note]
        lines = [found.note, *_LEGEND] if found.note else [*_LEGEND]
        plans = [cell for cell in found.cells if cell.layer != "payer"]
        for plan_type, cells in groupby(plans, key=lambda cell: cell.plan_type):
            lines += _map(plan_type, list(cells))
        lines += _payers([cell for cell in found.cells if cell.layer == "payer"])
        if self.gaps:
            lines += _gaps(found.cells)
        return [*lines, "", *_counts(found, gaps=self.gaps)]

    def data(self) -> Document:
        """Return every cell, and the counts."""
        found = self.found
        cells = Rows(_HEADER, [(*_row(cell), [str(gap) for gap in cell.gaps], cell.own) for cell in found.cells])
        content = {
            "counts": {str(mark): found.counts[mark] for mark in Mark},
            "rules": dict(found.rules),
            "weighed": _by_mark(found.weighed(found.of_the_law)),
            "rights": {
                "cells": {str(mark): count for mark, count in Counter(cell.mark for cell in found.rights).items()},
                "weighed": _by_mark(found.weighed(found.rights)),
            },
            "weights": found.people.file if found.people else None,
            "note": found.note or None,
            "cells": cells.named(),
        }
        return Document("coverage", content)

    def rows(self) -> Rows:
        """Return one cell a row."""
        cells = self.found.cells
        return Rows(
            _HEADER, [(*_row(cell), " | ".join(map(str, cell.gaps)), "yes" if cell.own else "") for cell in cells]
        )


def _by_mark(weighed: Mapping[Mark, float] | None) -> dict[str, float] | None:
    return None if weighed is None else {str(mark): round(share, 4) for mark, share in weighed.items()}


def _weighed(found: Coverage) -> list[str]:
    """Return the shares weighed by people: of everything, and of the last days of our appeals."""
    every, rights = found.weighed(found.of_the_law), found.weighed(found.rights)
    if found.people is None or every is None or rights is None:
        return []
    return [
        f"Weighed by the people of each plan type and state ({found.people.file}): {_in_percent(every)}.",
        (
            f"Last days of our appeals ({len(found.rights)} cells), weighed: {_in_percent(rights)}; "
            f"the text was read for {100 * sum(rights[mark] for mark in _TEXT_READ):.0f} %."
        ),
    ]


def _in_percent(shares: Mapping[Mark, float]) -> str:
    return ", ".join(f"{100 * share:.0f} % {_IN_WORDS[mark]}" for mark, share in shares.items())


def _row(cell: Cell) -> tuple[str, ...]:
    return (cell.plan_type, cell.stage, cell.step, cell.state, str(cell.mark), cell.layer, cell.why)


def _map(plan_type: str, cells: list[Cell]) -> list[str]:
    """Return one plan type: a line for each stage, a letter for each state, in blocks that fit into 80 columns."""
    states = list(dict.fromkeys(cell.state for cell in cells))
    stages = list(dict.fromkeys(cell.place for cell in cells))
    by_place = {(cell.place, cell.state): cell for cell in cells}
    own = sorted({cell.state for cell in cells if cell.own})
    if states == [EVERYWHERE]:
        wide = max(map(len, stages))
        lines = [f"  {stage:{wide}}  {LETTERS[by_place[stage, EVERYWHERE].mark]}" for stage in stages]
        return ["", f"{plan_type} (the same in every state){_OWN if own else ''}", *lines]
    shared = [stage for stage in stages if len(states) == 1 or sum((stage, state) in by_place for state in states) > 1]
    lines = ["", plan_type]
    for number, block in enumerate(_blocks(states)):
        lines += [*([""] if number else []), *_block(block, shared, by_place)]
    only_here = [
        f"  only {cell.state}: {cell.place} {LETTERS[cell.mark]}" for cell in cells if cell.place not in shared
    ]
    if own:
        only_here.append(f"  a file of the office's own speaks in {', '.join(own)}")
    return [*lines, *only_here]


def _blocks(states: list[str]) -> list[list[str]]:
    """Split the states into blocks that fit next to the names of the stages."""
    size = (_WIDTH - _LABEL - 3) // (_TOGETHER + 1) * _TOGETHER
    return [states[start : start + size] for start in range(0, len(states), size)]


def _block(states: list[str], stages: list[str], by_place: dict[tuple[str, str], Cell]) -> list[str]:
    rows = [("", "".join(state[0] for state in states)), ("", "".join(state[1] for state in states))]
    for stage in stages:
        found = [by_place.get((stage, state)) for state in states]
        rows.append((stage, "".join(" " if cell is None else LETTERS[cell.mark] for cell in found)))
    return [f"  {stage:{_LABEL}} {_spaced(letters)}".rstrip() for stage, letters in rows if letters.strip()]


def _spaced(letters: str) -> str:
    return " ".join(letters[start : start + _TOGETHER] for start in range(0, len(letters), _TOGETHER))


def _payers(cells: list[Cell]) -> list[str]:
    if not cells:
        return []
    wide = max(len(one_line(cell.plan_type)) for cell in cells)
    lines = ["", "peer-to-peer windows of payers and reviewers"]
    for cell in cells:
        where = "" if cell.state == EVERYWHERE else f"  {_where(cell.state)}"
        lines.append(f"  {one_line(cell.plan_type):{wide}}  {LETTERS[cell.mark]}{where}{_OWN if cell.own else ''}")
        for said in cell.no_call:
            answer = f"no call after the denial: {one_line(said)}"
            lines += textwrap.wrap(
                answer, _WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False
            )
    return lines


def _where(states: str) -> str:
    """Return the states of a payer as they fit beside its name; of many the number."""
    codes = states.split("+")
    return states if len(codes) <= _FEW_STATES else f"{len(codes)} states"


def _gaps(cells: Iterable[Cell]) -> list[str]:
    """Return each gap once, with the plan types, stages and states in which it exists."""
    named: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        where = cell.plan_type if cell.state == EVERYWHERE else f"{cell.plan_type} {cell.state}"
        for gap in _names_of(cell):
            places = named.setdefault(gap, [])
            if where not in places:
                places.append(where)
    lines = ["", "Gaps by name"]
    for (place, words), places in named.items():
        lines.append(f"  {place}: {one_line(words) or 'NO NAME'}  [{one_line(', '.join(places))}]")
    return lines


def _names_of(cell: Cell) -> Iterator[tuple[str, str]]:
    """Yield what is not known in a cell: what its rule leaves to the letter, and what its packs name."""
    told = [(gap.place, gap.words) for gap in cell.gaps]
    if cell.mark is Mark.GAP and cell.why != " ".join(words for _, words in told):
        yield cell.place, cell.why
    yield from told


def _counts(found: Coverage, *, gaps: bool) -> list[str]:
    counts, total = found.counts, sum(found.counts.values())
    share = {
        mark: f"{counts[mark]} {mark} ({100 * counts[mark] / total:.0f} %)" if total else f"0 {mark}" for mark in Mark
    }
    rules = sum(found.rules.values())
    firm = found.rules[str(Mark.CONFIRMED)]
    lines = [f"{total} cells: {', '.join(share[mark] for mark in Mark)}."]
    beside = sum(bool(cell.gaps) and cell.mark is not Mark.GAP for cell in found.cells)
    if beside:
        lines.append(f"{beside} cells have a rule, and a gap named beside it: none of them is confirmed.")
    lines.append(
        f"{rules} rules in all packs: {firm} confirmed ({100 * firm / rules:.0f} %)." if rules else "No rules."
    )
    lines += _weighed(found)
    if not gaps and (counts[Mark.GAP] or beside):
        lines.append("Each gap by its name: denialctl rules coverage --gaps")
    return lines
