"""`rules coverage`: how firm the encoded rules are, by plan type, stage and state, and what is not known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from denialctl.commands.rules.cells import EVERYWHERE, Cell, all_cells, payer_cells
from denialctl.commands.rules.marks import Mark, mark_of
from denialctl.commands.rules.packs import plan_known, state_known
from denialctl.commands.rules.weighing import People, people_in, shares
from denialctl.vocabulary import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.commands.session import Session
    from denialctl.packs.pack_data import PackData


@dataclass(frozen=True, slots=True)
class Coverage:
    """All cells asked for, and all rules counted by how firm they are."""

    cells: tuple[Cell, ...]
    rules: Counter[str] = field(default_factory=Counter)
    """Rules of all packs by mark; each rule counts once."""
    people: People | None = None
    """How many people each cell weighs; None where no pack of weights is there."""
    note: str = ""
    """Why there may be less than was expected."""

    @property
    def counts(self) -> Counter[Mark]:
        """Cells by mark."""
        return Counter(cell.mark for cell in self.cells)

    @property
    def of_the_law(self) -> tuple[Cell, ...]:
        """The cells of plan types; those of payers' manuals are not among them."""
        return tuple(cell for cell in self.cells if cell.layer != "payer")

    @property
    def rights(self) -> tuple[Cell, ...]:
        """The last days of our appeals: what a wrong or missing date costs is the right itself."""
        return tuple(cell for cell in self.cells if cell.ends_a_right)

    def weighed(self, cells: Iterable[Cell]) -> dict[Mark, float] | None:
        """Return the share of each mark among cells, weighed by the people whom they reach; None without weights."""
        return None if self.people is None else shares(cells, self.people)


def coverage(session: Session, plan: str | None = None, state: str | None = None, *, mine: bool = False) -> Coverage:
    """Return every cell, or those of one plan type or state, or (`mine`) those of the open cases of this office."""
    packs = session.library.all_packs()
    plans = [plan_known(session, plan)] if plan else None
    states = [state_known(state)] if state else None
    payers: list[str] | None = [] if plan or state else None
    note = ""
    if mine:
        used = _in_use(session)
        note = _nothing_in_use(used)
        plans = plans or sorted(used["plan"])
        states = states or sorted(used["state"])
        payers = sorted(used["payer"])
    cells = [cell for cell in all_cells(packs) if _wanted(cell, plans, states)]
    cells += [cell for cell in payer_cells(packs) if payers is None or _named(cell.plan_type, payers, session)]
    return Coverage(tuple(cells), _count_rules(packs), people_in(packs), note)


def _nothing_in_use(used: dict[str, set[str]]) -> str:
    if used["plan"]:
        return ""
    return "No case is open here, so no plan type, state or payer is in use. All of them: denialctl rules coverage"


def _wanted(cell: Cell, plans: list[str] | None, states: list[str] | None) -> bool:
    everywhere = cell.state == EVERYWHERE and (plans is not None or states is None)
    return (plans is None or cell.plan_type in plans) and (states is None or cell.state in states or everywhere)


def _named(payer: str, wanted: list[str], session: Session) -> bool:
    from denialctl.law.payer_names import find_payer  # noqa: PLC0415 - only for --mine

    found = {
        known.name for name in wanted if (known := find_payer(name, session.library.payer_names, None)) is not None
    }
    return payer in found


def _in_use(session: Session) -> dict[str, set[str]]:
    """Return the plan types, states and payers of the open cases, and the state of the settings."""
    used: dict[str, set[str]] = {
        "plan": set(),
        "state": {session.settings.state} if session.settings.state else set(),
        "payer": set(),
    }
    for case in session.store.used():
        for name, value in case._asdict().items():
            if value:
                used[name].add(value)
    return used


def _count_rules(packs: list[PackData]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for pack in packs:
        for section in pack.get("plans") or [pack]:
            for law in section.get("stages", {}).values():
                counted.update(str(mark_of(rule)) for step in STEPS for rule in law.get(step, ()))
    return counted
