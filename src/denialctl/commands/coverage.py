"""`rules coverage`: for every plan type, stage and state how firm the encoded rule is, and the name of every gap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from denialctl.commands.rules import plan_known
from denialctl.errors import unknown
from denialctl.vocabulary import STAGES, STATES, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from denialctl.commands.desk import Desk

Data = dict[str, Any]

TERRITORIES = frozenset({"PR", "GU", "VI", "AS", "MP"})
EVERYWHERE = "all"
"""Stands for the state where a plan type knows none: its rules are the same everywhere."""
_SPINE = ("request", "hold", "file", "forward", "decide", "deliver")
"""The steps that decide how firm a stage is; the small ones ride along."""


class Mark(StrEnum):
    """How firm the rules of a cell are; a cell is as firm as the weakest of its rules."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    CONFLICT = "conflict"
    GAP = "gap"


_WEAKEST_LAST = list(Mark)


@dataclass(frozen=True, slots=True)
class Cell:
    """One plan type, one step of a stage, one state."""

    regime: str
    stage: str
    step: str
    """Empty where no rule speaks for the stage."""
    state: str
    mark: Mark
    layer: str
    """Whose rule it is: state, federal, practice, payer."""
    why: str
    """The authority; for a gap its name, and where the office finds the answer."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All cells asked for, and the rules behind them counted by status."""

    cells: tuple[Cell, ...]
    rules: Counter[str] = field(default_factory=Counter)
    """Rules of all packs by mark, each counted once."""

    @property
    def counts(self) -> Counter[Mark]:
        """Cells by mark."""
        return Counter(cell.mark for cell in self.cells)


def coverage(desk: Desk, plan: str | None = None, state: str | None = None, *, mine: bool = False) -> Coverage:
    """Look at every cell, or at those of one plan type, one state, or the states and payers in use here."""
    packs = desk.library.all_packs()
    plans = [plan_known(desk, plan)] if plan else None
    states = [_state_known(state)] if state else None
    payers: list[str] | None = [] if plan or state else None
    if mine:
        used = _in_use(desk)
        plans = plans or sorted(used["plan"])
        states = states or sorted(used["state"])
        payers = sorted(used["payer"])
    cells = [cell for cell in _all_cells(packs) if _wanted(cell, plans, states)]
    cells += [cell for cell in _payer_cells(packs) if payers is None or _named(cell.regime, payers, desk)]
    return Coverage(tuple(cells), _count_rules(packs))


def _wanted(cell: Cell, plans: list[str] | None, states: list[str] | None) -> bool:
    everywhere = cell.state == EVERYWHERE and (plans is not None or states is None)
    return (plans is None or cell.regime in plans) and (states is None or cell.state in states or everywhere)


def _named(payer: str, wanted: list[str], desk: Desk) -> bool:
    from denialctl.rules.names import find_payer  # noqa: PLC0415 - only for --mine

    found = {known.name for name in wanted if (known := find_payer(name, desk.library.payer_names, None)) is not None}
    return payer in found


def _state_known(text: str) -> str:
    code = text.strip().upper()
    if code not in STATES:
        raise unknown("state", text, STATES)
    return code


def _in_use(desk: Desk) -> dict[str, set[str]]:
    """Collect the plan types, states and payers of the stored cases and of the settings."""
    used: dict[str, set[str]] = {"plan": set(), "state": {desk.settings.state} if desk.settings.state else set(), "payer": set()}
    for row in desk.store.rows("select distinct plan, state, payer from cases where closed is null"):
        for name, found in used.items():
            if row[name]:
                found.add(str(row[name]))
    return used


# -- the cells ------------------------------------------------------------------------


def _all_cells(packs: list[Data]) -> Iterator[Cell]:
    regimes = {pack["regime"]: pack for pack in packs if pack["pack"] == "regime"}
    states = {pack["state"]: pack for pack in packs if pack["pack"] == "state"}
    practice = [pack for pack in packs if pack["pack"] == "practice"]
    for pack in regimes.values():
        if pack["state_regulated"] == "no":
            yield from _cells_of(pack, None, EVERYWHERE, practice)
            continue
        for code in STATES:
            if code in states or code not in TERRITORIES:
                yield from _cells_of(pack, states.get(code), code, practice)


def _cells_of(regime: Data, state: Data | None, code: str, practice: list[Data]) -> Iterator[Cell]:
    name = regime["regime"]
    own: dict[str, Data] = {}
    for section in (state or {}).get("plans", ()):
        if name in section["regimes"]:
            own |= section["stages"]
        own |= {
            stage: section["stages"][stage]
            for stage, lender in regime.get("borrows", {}).items()
            if lender in section["regimes"] and name not in section["regimes"] and stage in section["stages"]
        }
    order = [*regime["stages"], *(stage for stage in own if stage not in regime["stages"])]
    if "peer-to-peer" not in order:
        order.insert(0, "peer-to-peer")
    place = _Place(regime, state, code, _practice_speaks(practice, name))
    for stage in order:
        yield from place.cells(stage, own.get(stage, {}))


@dataclass(frozen=True, slots=True)
class _Place:
    """One plan type in one state."""

    regime: Data
    state: Data | None
    code: str
    practice: bool
    """Whether what is usual is known for the peer-to-peer call."""

    def cells(self, stage: str, own: Data) -> Iterator[Cell]:
        """Yield the cells of one stage: one for each step that decides how firm it is."""
        federal = self.regime["stages"].get(stage, {})
        gaps = _gaps((self.state, self.regime), self.regime["regime"], stage)
        steps = [step for step in STEPS if own.get(step) or federal.get(step)]
        spine = [step for step in steps if step in _SPINE] or steps
        named = [gap["step"] for gap in gaps if "step" in gap and gap["step"] not in spine]
        for step in [*spine, *dict.fromkeys(named)]:
            yield self._cell(stage, step, own, federal, gaps)
        if not spine and not named:
            yield self._nothing(stage, gaps)

    def _cell(self, stage: str, step: str, own: Data, federal: Data, gaps: list[Data]) -> Cell:
        layer, rules = ("state", own[step]) if own.get(step) else ("federal", federal.get(step, []))
        gap = next((gap for gap in gaps if gap.get("step") == step), None)
        found = [(mark_of(rule), _said(rule)) for rule in rules]
        mark, why = _weakest(found)
        if gap is not None and mark is Mark.GAP:
            why = _gap_words(gap)
        elif mark is Mark.GAP and not why and gaps:
            why = _gap_words(gaps[0])
        runs, lent = self.regime.get("state_runs", ()), self.regime.get("federal_process_in", ())
        own_process = self.code != EVERYWHERE and stage in runs and self.code not in lent
        if own_process and layer == "federal" and mark is Mark.CONFIRMED:
            mark, why = Mark.UNCONFIRMED, f"federal minimum only: {_gap_words(gaps[0]) if gaps else why}"
        return Cell(self.regime["regime"], stage, step, self.code, mark, layer, why)

    def _nothing(self, stage: str, gaps: list[Data]) -> Cell:
        """Return the cell of a stage for which no rule speaks."""
        layer, why = "none", " ".join(_gap_words(gap) for gap in gaps)
        if stage == "peer-to-peer" and self.practice:
            layer = "practice"
            why = why or "No rule of law was found: the payer's manual or the letter decides; what is usual is shown as practice."
        return Cell(self.regime["regime"], stage, "", self.code, Mark.GAP, layer, why)


def _weakest(found: list[tuple[Mark, str]]) -> tuple[Mark, str]:
    """Return the weakest of several rules; where only some of them name no time, the cell is unconfirmed and says so."""
    if not found:
        return Mark.GAP, ""
    dated = [item for item in found if item[0] is not Mark.GAP]
    mark, why = max(dated or found, key=lambda item: _WEAKEST_LAST.index(item[0]))
    if dated and len(dated) < len(found):
        unknown = next(words for each, words in found if each is Mark.GAP)
        return max(mark, Mark.UNCONFIRMED, key=_WEAKEST_LAST.index), f"{why}; for some cases not known: {unknown}"
    return mark, why


def mark_of(rule: Data) -> Mark:
    """Say how firm one rule is; one that names no time is a gap, whoever was asked."""
    if rule["source"]["status"] == "not-found" or all("see_notice" in window for window in rule["windows"]):
        return Mark.GAP
    statuses = {rule["source"]["status"], *(window["source"]["status"] for window in rule["windows"] if "source" in window)}
    if "conflict" in statuses:
        return Mark.CONFLICT
    return Mark.CONFIRMED if statuses <= {"seen", "seen-quote"} else Mark.UNCONFIRMED


def _said(rule: Data) -> str:
    return next((str(window["see_notice"]) for window in rule["windows"] if "see_notice" in window), str(rule["authority"]))


def _gaps(packs: Iterable[Data | None], regime: str, stage: str) -> list[Data]:
    return [
        gap for pack in packs for gap in (pack or {}).get("gaps", ()) if gap["stage"] == stage and regime in gap.get("regimes", (regime,))
    ]


def _gap_words(gap: Data) -> str:
    step = f"{gap['step']}: " if "step" in gap else ""
    return f"{step}{gap['what']} Ask: {gap['ask']}."


def _practice_speaks(practice: list[Data], regime: str) -> bool:
    for pack in practice:
        for rules in pack["stages"].get("peer-to-peer", {}).values():
            if isinstance(rules, list) and any(regime in rule.get("when", {}).get("regime", (regime,)) for rule in rules):
                return True
    return False


def _payer_cells(packs: list[Data]) -> Iterator[Cell]:
    """Yield a cell for every payer's and reviewer's peer-to-peer rule."""
    for pack in packs:
        if pack["pack"] != "payer":
            continue
        where = "+".join(pack.get("states", ())) or EVERYWHERE
        rules = pack.get("stages", {}).get("peer-to-peer", {}).get("request", [])
        gaps = _gaps((pack,), "", "peer-to-peer")
        if not rules and not gaps and pack["kind"] == "reviewer":
            # A reviewer of appeals (HHS), which holds no such calls.
            continue
        marks = [(mark_of(rule), _said(rule)) for rule in rules] or [(Mark.GAP, _gap_words(gaps[0]) if gaps else "")]
        mark, why = _weakest(marks)
        yield Cell(pack["payer"], "peer-to-peer", "request", where, mark, "payer", why)


def _count_rules(packs: list[Data]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for pack in packs:
        for section in pack.get("plans") or [pack]:
            for law in section.get("stages", {}).values():
                counted.update(str(mark_of(rule)) for step in STEPS for rule in law.get(step, ()))
    return counted


def stage_title(stage: str) -> str:
    """Say a stage in words."""
    return STAGES.get(stage, stage.replace("-", " "))
