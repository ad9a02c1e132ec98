"""The cells of the coverage: one for each plan type, step of a stage and state, and one for each payer's call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.marks import Mark, NamedGap, judged, no_call_of
from denialctl.law.rulebook import whose_rules_hold
from denialctl.vocabulary import MAIN_STEPS, STATES, STEPS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.packs.pack_data import PackData

TERRITORIES = frozenset({"PR", "GU", "VI", "AS", "MP"})
EVERYWHERE = "all"
"""Stands in place of a state for a plan type whose rules are the same everywhere."""
_MAIN_STEPS = MAIN_STEPS | {"hold"}
"""The steps that decide how firm a stage is. The duty to hold the call is one of them, although a timeline shows it
only once the call was requested."""
_APPEALS = frozenset({Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL, Kind.EXTERNAL_REVIEW, Kind.FURTHER_REVIEW})


@dataclass(frozen=True, slots=True)
class Cell:
    """One plan type, one step of a stage, one state."""

    plan_type: str
    stage: str
    step: str
    """Empty if no rule applies to the stage."""
    state: str
    mark: Mark
    layer: str
    """Whose rule it is: state, federal, practice, payer."""
    why: str
    """The authority of the rule; for a gap, what is unknown and whom to ask."""
    gaps: tuple[NamedGap, ...] = ()
    """What is not known here, although a rule may apply."""
    own: bool = False
    """True if the rule is in a file of the office."""
    parts: tuple[Mark, ...] = (Mark.GAP,)
    """The mark of each of its rules, and of each gap that is named beside them."""
    ends_a_right: bool = False
    """True for the last day of an appeal of ours."""
    no_call: tuple[str, ...] = ()
    """For a payer: for which plan types it holds no call after the denial, each with who says so."""

    @property
    def place(self) -> str:
        """Stage and step, as in `external-review.file`."""
        return f"{self.stage}.{self.step}" if self.step else self.stage


def all_cells(packs: list[PackData]) -> Iterator[Cell]:
    """Yield the cells of every plan type: in every state, or once where its rules are the same everywhere."""
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


def _cells_of(plan_type: PackData, state: PackData | None, code: str, practice: list[PackData]) -> Iterator[Cell]:
    name = plan_type["regime"]
    borrows = plan_type.get("borrows", {})
    own: dict[str, PackData] = {}
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


def _named_stages(plan_type: PackData, state: PackData | None) -> list[str]:
    """Return the stages for which the packs name a gap of this plan type, whether or not a rule applies to them."""
    of_state = [gap["stage"] for gap in (state or {}).get("gaps", ()) if plan_type["regime"] in gap.get("regimes", ())]
    return [*(gap["stage"] for gap in plan_type.get("gaps", ())), *of_state]


@dataclass(frozen=True, slots=True)
class _PlanTypeInState:
    """One plan type in one state."""

    plan_type: PackData
    state: PackData | None
    code: str
    practice: bool
    """True if the usual practice is known for the peer-to-peer call."""

    def cells(self, stage: str, own: PackData) -> Iterator[Cell]:
        """Yield the cells of one stage: one for each main step, and one for each other step with a named gap."""
        federal = self.plan_type["stages"].get(stage, {})
        steps = [step for step in STEPS if own.get(step) or federal.get(step)]
        main = [step for step in steps if step in _MAIN_STEPS] or steps
        named = [
            gap["step"] for pack in (self.state, self.plan_type) for gap in self._gaps(pack, stage) if "step" in gap
        ]
        for step in dict.fromkeys([*main, *named]):
            yield self._cell(stage, step, own, federal)
        if not main and not named:
            yield self._nothing(stage)

    def _gaps(self, pack: PackData | None, stage: str) -> list[PackData]:
        """Return the gaps that a pack names for a stage of this plan type, or of the one that lends it the stage."""
        return _gaps(pack, whose_rules_hold(self.plan_type["regime"], stage, self.plan_type.get("borrows", {})), stage)

    def _cell(self, stage: str, step: str, own: PackData, federal: PackData) -> Cell:
        layer, rules = ("state", own[step]) if own.get(step) else ("federal", federal.get(step, []))
        # If the state has a rule of its own, gaps in the federal pack do not matter.
        packs = (self.state,) if layer == "state" else (self.state, self.plan_type)
        gaps = [_named_gap(gap) for pack in packs for gap in self._gaps(pack, stage) if gap.get("step", step) == step]
        found = judged(rules, gaps, f"{stage}.{step}")
        runs, lent = self.plan_type.get("state_runs", ()), self.plan_type.get("federal_process_in", ())
        own_process = self.code != EVERYWHERE and stage in runs and self.code not in lent
        if own_process and layer == "federal" and found.mark is not Mark.GAP:
            found = found.at_most(Mark.UNCONFIRMED, f"federal minimum only: {found.why}")
        own_file = bool(rules) and _is_own(self.state if layer == "state" else self.plan_type)
        return Cell(
            plan_type=self.plan_type["regime"],
            stage=stage,
            step=step,
            state=self.code,
            mark=found.mark,
            layer=layer if rules else "none",
            why=found.why,
            gaps=found.gaps,
            own=own_file,
            parts=found.parts,
            ends_a_right=step == "file" and _is_appeal({**federal, **own}),
        )

    def _nothing(self, stage: str) -> Cell:
        """Return the cell of a stage to which no rule applies."""
        gaps = tuple(_named_gap(gap) for pack in (self.state, self.plan_type) for gap in self._gaps(pack, stage))
        layer, why = "none", " ".join(gap.words for gap in gaps)
        if stage == "peer-to-peer" and self.practice:
            layer = "practice"
            why = (
                why
                or "No rule of law was found: the payer's manual or the letter decides; "
                "what is usual is shown as practice."
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


def _gaps(pack: PackData | None, plan_types: frozenset[str] | None, stage: str) -> list[PackData]:
    return [
        gap
        for gap in (pack or {}).get("gaps", ())
        if gap["stage"] == stage
        and (plan_types is None or "regimes" not in gap or not plan_types.isdisjoint(gap["regimes"]))
    ]


def _named_gap(gap: PackData) -> NamedGap:
    place = f"{gap['stage']}.{gap['step']}" if "step" in gap else gap["stage"]
    return NamedGap(place, f"{gap['what']} Ask: {gap['ask']}.")


def _is_appeal(stage: PackData) -> bool:
    """True for an appeal that we file and that leads on: when its last day is over, the right is lost."""
    leads_on = "yes" not in (stage.get("optional"), stage.get("files_by_itself"))
    return stage.get("kind") in _APPEALS and leads_on


def _is_own(pack: PackData | None) -> bool:
    """True if a pack is one of the office's own."""
    return pack is not None and bool(pack["own"])


def _practice_speaks(practice: list[PackData], plan_type: str) -> bool:
    for pack in practice:
        for rules in pack["stages"].get("peer-to-peer", {}).values():
            if isinstance(rules, list) and any(
                plan_type in rule.get("when", {}).get("regime", (plan_type,)) for rule in rules
            ):
                return True
    return False


def payer_cells(packs: list[PackData]) -> Iterator[Cell]:
    """Yield a cell for every payer's and reviewer's peer-to-peer rule."""
    for pack in packs:
        if pack["pack"] != "payer":
            continue
        where = "+".join(pack.get("states", ())) or EVERYWHERE
        rules = pack.get("stages", {}).get("peer-to-peer", {}).get("request", [])
        named = [_named_gap(gap) for gap in _gaps(pack, None, "peer-to-peer")]
        if not rules and not named and pack["kind"] == "reviewer":
            # A reviewer of appeals (HHS): it has no peer-to-peer calls.
            continue
        found, answers = judged(rules, named, "peer-to-peer.request"), no_call_of(rules)
        why = found.why
        if answers:
            why = f"No call after the denial: {'; '.join(answers)}." + ("" if len(answers) == len(rules) else f" {why}")
        yield Cell(
            plan_type=pack["payer"],
            stage="peer-to-peer",
            step="request",
            state=where,
            mark=found.mark,
            layer="payer",
            why=why,
            gaps=found.gaps,
            own=_is_own(pack),
            parts=found.parts,
            no_call=answers,
        )
