"""`rules coverage`: for every plan type, stage and state how firm the encoded rule is, and the name of every gap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from denialctl.commands.rules.packs import plan_known
from denialctl.errors import unknown
from denialctl.law.rulebook import whose_rules_hold
from denialctl.vocabulary import CONFIRMED, SPINE, STATES, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.commands.session import Session

Data = dict[str, Any]

TERRITORIES = frozenset({"PR", "GU", "VI", "AS", "MP"})
EVERYWHERE = "all"
"""Stands for the state where a plan type knows none: its rules are the same everywhere."""
_SPINE = SPINE | {"hold"}
"""The steps that decide how firm a stage is. A duty to hold the call is one; a ladder shows it only once the call is asked for."""
_ASK = "Ask: the denial letter, or the plan's UM line."


class Mark(StrEnum):
    """How firm the rules of a cell are; a cell is as firm as the weakest of its rules, and never firm beside a named gap."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    CONFLICT = "conflict"
    GAP = "gap"


_WEAKEST_LAST = list(Mark)


@dataclass(frozen=True, slots=True)
class NamedGap:
    """Something that nobody found, by its name: where it lies in the ladder, what it is, and whom to ask."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One plan type, one step of a stage, one state."""

    plan_type: str
    stage: str
    step: str
    """Empty where no rule speaks for the stage."""
    state: str
    mark: Mark
    layer: str
    """Whose rule it is: state, federal, practice, payer."""
    why: str
    """The authority; for a gap its name, and where the office finds the answer."""
    gaps: tuple[NamedGap, ...] = ()
    """What is not known here, though a rule may speak."""
    own: bool = False
    """Whether the rule stands in a file of the office."""

    @property
    def place(self) -> str:
        """Stage and step, as in `external-review.file`."""
        return f"{self.stage}.{self.step}" if self.step else self.stage


@dataclass(frozen=True, slots=True)
class Coverage:
    """All cells asked for, and the rules behind them counted by status."""

    cells: tuple[Cell, ...]
    rules: Counter[str] = field(default_factory=Counter)
    """Rules of all packs by mark, each counted once."""
    note: str = ""
    """Why there may be less than was expected."""

    @property
    def counts(self) -> Counter[Mark]:
        """Cells by mark."""
        return Counter(cell.mark for cell in self.cells)


def coverage(session: Session, plan: str | None = None, state: str | None = None, *, mine: bool = False) -> Coverage:
    """Look at every cell, or at those of one plan type, one state, or the states and payers in use here."""
    packs = session.library.all_packs()
    plans = [plan_known(session, plan)] if plan else None
    states = [_state_known(state)] if state else None
    payers: list[str] | None = [] if plan or state else None
    note = ""
    if mine:
        used = _in_use(session)
        note = _nothing_in_use(used)
        plans = plans or sorted(used["plan"])
        states = states or sorted(used["state"])
        payers = sorted(used["payer"])
    cells = [cell for cell in _all_cells(packs) if _wanted(cell, plans, states)]
    cells += [cell for cell in _payer_cells(packs) if payers is None or _named(cell.plan_type, payers, session)]
    return Coverage(tuple(cells), _count_rules(packs), note)


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


def _state_known(text: str) -> str:
    code = text.strip().upper()
    if code not in STATES:
        raise unknown("state", text, STATES)
    return code


def _in_use(session: Session) -> dict[str, set[str]]:
    """Collect the plan types, states and payers of the stored cases and of the settings."""
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


# -- the cells ------------------------------------------------------------------------


def _all_cells(packs: list[Data]) -> Iterator[Cell]:
    plan_types = {pack["regime"]: pack for pack in packs if pack["pack"] == "regime"}
    states = {pack["state"]: pack for pack in packs if pack["pack"] == "state"}
    practice = [pack for pack in packs if pack["pack"] == "practice"]
    for pack in plan_types.values():
        if pack["state_regulated"] == "no":
            yield from _cells_of(pack, None, EVERYWHERE, practice)
            continue
        for code in STATES:
            if code in states or code not in TERRITORIES:
                yield from _cells_of(pack, states.get(code), code, practice)


def _cells_of(plan_type: Data, state: Data | None, code: str, practice: list[Data]) -> Iterator[Cell]:
    name = plan_type["regime"]
    borrows = plan_type.get("borrows", {})
    own: dict[str, Data] = {}
    for section in (state or {}).get("plans", ()):
        reached = section["regimes"]
        own |= {
            stage: law
            for stage, law in section["stages"].items()
            if not whose_rules_hold(name, stage, borrows).isdisjoint(reached)
        }
    order = [*plan_type["stages"], *(stage for stage in own if stage not in plan_type["stages"])]
    order = [*dict.fromkeys(stage for stage in _named_stages(plan_type, state) if stage not in order), *order]
    if "peer-to-peer" not in order:
        order.insert(0, "peer-to-peer")
    place = _PlanTypeInState(plan_type, state, code, _practice_speaks(practice, name))
    for stage in order:
        yield from place.cells(stage, own.get(stage, {}))


def _named_stages(plan_type: Data, state: Data | None) -> list[str]:
    """Return the stages of which a gap is named for this plan type itself, whether or not any rule speaks for them."""
    of_state = [gap["stage"] for gap in (state or {}).get("gaps", ()) if plan_type["regime"] in gap.get("regimes", ())]
    return [*(gap["stage"] for gap in plan_type.get("gaps", ())), *of_state]


@dataclass(frozen=True, slots=True)
class _PlanTypeInState:
    """One plan type in one state."""

    plan_type: Data
    state: Data | None
    code: str
    practice: bool
    """Whether what is usual is known for the peer-to-peer call."""

    def cells(self, stage: str, own: Data) -> Iterator[Cell]:
        """Yield the cells of one stage: one for each step that decides how firm it is, or of which a gap is named."""
        federal = self.plan_type["stages"].get(stage, {})
        steps = [step for step in STEPS if own.get(step) or federal.get(step)]
        spine = [step for step in steps if step in _SPINE] or steps
        named = [
            gap["step"] for pack in (self.state, self.plan_type) for gap in self._gaps(pack, stage) if "step" in gap
        ]
        for step in dict.fromkeys([*spine, *named]):
            yield self._cell(stage, step, own, federal)
        if not spine and not named:
            yield self._nothing(stage)

    def _gaps(self, pack: Data | None, stage: str) -> list[Data]:
        """Return the gaps that a pack names for a stage of this plan type, or of the one from which the stage is borrowed."""
        return _gaps(pack, whose_rules_hold(self.plan_type["regime"], stage, self.plan_type.get("borrows", {})), stage)

    def _cell(self, stage: str, step: str, own: Data, federal: Data) -> Cell:
        layer, rules = ("state", own[step]) if own.get(step) else ("federal", federal.get(step, []))
        # What the federal pack does not know is no matter where the state's own rule speaks.
        packs = (self.state,) if layer == "state" else (self.state, self.plan_type)
        gaps = [_named_gap(gap) for pack in packs for gap in self._gaps(pack, stage) if gap.get("step", step) == step]
        mark, why, gaps = _judged(rules, gaps, f"{stage}.{step}")
        runs, lent = self.plan_type.get("state_runs", ()), self.plan_type.get("federal_process_in", ())
        own_process = self.code != EVERYWHERE and stage in runs and self.code not in lent
        if own_process and layer == "federal" and mark is not Mark.GAP:
            mark, why = _weaker(mark, Mark.UNCONFIRMED), f"federal minimum only: {why}"
        own_file = bool(rules) and _is_own(self.state if layer == "state" else self.plan_type)
        return Cell(
            plan_type=self.plan_type["regime"],
            stage=stage,
            step=step,
            state=self.code,
            mark=mark,
            layer=layer if rules else "none",
            why=why,
            gaps=tuple(gaps),
            own=own_file,
        )

    def _nothing(self, stage: str) -> Cell:
        """Return the cell of a stage for which no rule speaks."""
        gaps = tuple(_named_gap(gap) for pack in (self.state, self.plan_type) for gap in self._gaps(pack, stage))
        layer, why = "none", " ".join(gap.words for gap in gaps)
        if stage == "peer-to-peer" and self.practice:
            layer = "practice"
            why = (
                why
                or "No rule of law was found: the payer's manual or the letter decides; what is usual is shown as practice."
            )
        return Cell(
            plan_type=self.plan_type["regime"],
            stage=stage,
            step="",
            state=self.code,
            mark=Mark.GAP,
            layer=layer,
            why=why,
            gaps=gaps,
        )


def _judged(rules: list[Data], gaps: list[NamedGap], place: str) -> tuple[Mark, str, list[NamedGap]]:
    """Return how firm a cell is, why, and what is not known in it: a cell with a gap of its own pack is never confirmed."""
    mark, why, unknown = _weakest([(mark_of(rule), _said(rule)) for rule in rules])
    gaps = [*gaps, *(NamedGap(place, words) for words in unknown)]
    if not gaps and rules and all(_before_the_denial(rule) for rule in rules):
        gaps = [NamedGap(place, f"The rule holds only before the denial; none was found for after it. {_ASK}")]
    if not rules:
        return Mark.GAP, " ".join(gap.words for gap in gaps), gaps
    return (_weaker(mark, Mark.UNCONFIRMED) if gaps else mark), why, gaps


def _weaker(one: Mark, other: Mark) -> Mark:
    return max(one, other, key=_WEAKEST_LAST.index)


def _before_the_denial(rule: Data) -> bool:
    """True if a right is over once the denial is there."""
    return "notice_date" in rule.get("when", {}).get("has_not", ())


def _weakest(found: list[tuple[Mark, str]]) -> tuple[Mark, str, list[str]]:
    """Return the weakest of several rules, and what is unknown where only some of them name no time."""
    if not found:
        return Mark.GAP, "", []
    dated = [item for item in found if item[0] is not Mark.GAP]
    mark, why = max(dated or found, key=lambda item: _WEAKEST_LAST.index(item[0]))
    unknown = list(dict.fromkeys(words for each, words in found if each is Mark.GAP))
    if dated and unknown:
        return _weaker(mark, Mark.UNCONFIRMED), why, [f"for some cases not known: {words}" for words in unknown]
    return mark, why, []


def mark_of(rule: Data) -> Mark:
    """Say how firm one rule is; one that names no time is a gap, whoever was asked."""
    if rule["source"]["status"] == "not-found" or all("see_notice" in window for window in rule["windows"]):
        return Mark.GAP
    statuses = {
        rule["source"]["status"],
        *(window["source"]["status"] for window in rule["windows"] if "source" in window),
    }
    if "conflict" in statuses:
        return Mark.CONFLICT
    return Mark.CONFIRMED if statuses <= CONFIRMED else Mark.UNCONFIRMED


def _said(rule: Data) -> str:
    return next(
        (str(window["see_notice"]) for window in rule["windows"] if "see_notice" in window), str(rule["authority"])
    )


def _gaps(pack: Data | None, plan_types: frozenset[str] | None, stage: str) -> list[Data]:
    return [
        gap
        for gap in (pack or {}).get("gaps", ())
        if gap["stage"] == stage
        and (plan_types is None or "regimes" not in gap or not plan_types.isdisjoint(gap["regimes"]))
    ]


def _named_gap(gap: Data) -> NamedGap:
    place = f"{gap['stage']}.{gap['step']}" if "step" in gap else gap["stage"]
    return NamedGap(place, f"{gap['what']} Ask: {gap['ask']}.")


def _is_own(pack: Data | None) -> bool:
    """True if a pack is a file of the office."""
    return pack is not None and bool(pack["own"])


def _practice_speaks(practice: list[Data], plan_type: str) -> bool:
    for pack in practice:
        for rules in pack["stages"].get("peer-to-peer", {}).values():
            if isinstance(rules, list) and any(
                plan_type in rule.get("when", {}).get("regime", (plan_type,)) for rule in rules
            ):
                return True
    return False


def _payer_cells(packs: list[Data]) -> Iterator[Cell]:
    """Yield a cell for every payer's and reviewer's peer-to-peer rule."""
    for pack in packs:
        if pack["pack"] != "payer":
            continue
        where = "+".join(pack.get("states", ())) or EVERYWHERE
        rules = pack.get("stages", {}).get("peer-to-peer", {}).get("request", [])
        named = [_named_gap(gap) for gap in _gaps(pack, None, "peer-to-peer")]
        if not rules and not named and pack["kind"] == "reviewer":
            # A reviewer of appeals (HHS), which holds no such calls.
            continue
        mark, why, gaps = _judged(rules, named, "peer-to-peer.request")
        yield Cell(
            plan_type=pack["payer"],
            stage="peer-to-peer",
            step="request",
            state=where,
            mark=mark,
            layer="payer",
            why=why,
            gaps=tuple(gaps),
            own=_is_own(pack),
        )


def _count_rules(packs: list[Data]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for pack in packs:
        for section in pack.get("plans") or [pack]:
            for law in section.get("stages", {}).values():
                counted.update(str(mark_of(rule)) for step in STEPS for rule in law.get(step, ()))
    return counted
