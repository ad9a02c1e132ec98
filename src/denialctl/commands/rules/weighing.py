"""How much of the law was read, weighed by the people whom it reaches.

A plain share counts a rule of Wyoming like one of California. Here each cell of the coverage weighs as many people as
its plan type has in its state, and that weight is shared out evenly among the rules that a date of the cell may rest
on; a gap that is named beside them counts as a rule that nobody has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.cells import EVERYWHERE
from denialctl.commands.rules.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from denialctl.commands.rules.cells import Cell
    from denialctl.packs.pack_data import PackData


@dataclass(frozen=True, slots=True)
class People:
    """People by plan type (in millions) and by state, with the pack that says so."""

    file: str
    plan_types: Mapping[str, float]
    states: Mapping[str, int]

    def behind(self, cell: Cell) -> float:
        """Return how many million people have this plan type in this state; 0 where no figure is known."""
        members = self.plan_types.get(cell.plan_type, 0.0)
        return members if cell.state == EVERYWHERE else self.living_in(cell.state, members)

    def living_in(self, state: str, members: float) -> float:
        """Return how many of so many people live in a state, by its share of the population."""
        return members * self.states.get(state, 0) / sum(self.states.values())


def people_of(pack: PackData) -> People:
    """Read a pack of weights."""
    return People(
        file=pack["file"],
        plan_types={name: float(said) for name, said in pack["plan_types"]["people"].items()},
        states={code: int(said) for code, said in pack["states"]["people"].items()},
    )


def people_in(packs: list[PackData]) -> People | None:
    """Return the people of the last pack of weights, which is the office's own if it has one; None without any."""
    return next((people_of(pack) for pack in reversed(packs) if pack["pack"] == "weights"), None)


def shares(cells: Iterable[Cell], people: People) -> dict[Mark, float]:
    """Return which share of the weighed cells has each mark; all 0 where no cell weighs anything."""
    weights = dict.fromkeys(Mark, 0.0)
    for cell in cells:
        weight = people.behind(cell) / len(cell.parts)
        for mark in cell.parts:
            weights[mark] += weight
    total = sum(weights.values())
    return {mark: weights[mark] / total if total else 0.0 for mark in Mark}
