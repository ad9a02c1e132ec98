"""`rules search` and `rules explain`: find a rule by its words; see which layers speak to one stage, and in what order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.commands.rules import ShownRule, plan_known, rules_of
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.rules.layers import LAYER_ORDER, rulebook
from denialctl.vocabulary import STEPS, Layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.commands.desk import Desk
    from denialctl.rules.law import StageLaw

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that holds the words looked for."""

    pack: Data
    shown: ShownRule
    text: str
    """The passage in which they stand."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One stage as its layers describe it for one plan, state and payer."""

    law: StageLaw
    rules: tuple[tuple[Data, ShownRule], ...]
    """Each rule with its pack, step by step, the layer that speaks first in front."""
    warnings: tuple[str, ...]
    gaps: tuple[str, ...]


def search(desk: Desk, words: str) -> list[Hit]:
    """Find the rules that hold all of these words, in any case, in one pack."""
    wanted = [word for word in words.lower().split() if word]
    if not wanted:
        raise UsageError("Nothing to look for was given.", 'For example: denialctl rules search "good cause"')
    found = []
    for pack in desk.library.all_packs():
        context = f"{pack['title']} {pack[pack['pack']]} {' '.join(pack.get('aliases', ()))}".lower()
        for shown in rules_of(pack):
            texts = list(_texts(shown.rule, pack))
            everything = " ".join((context, shown.stage, shown.step, *texts)).lower()
            if all(word in everything for word in wanted):
                best = max(texts, key=lambda text: sum(word in text.lower() for word in wanted))
                found.append(Hit(pack, shown, best))
    return found


def _texts(rule: Data, pack: Data) -> Iterator[str]:
    for key in ("say", "authority", "if_missed", "late_filing", "title"):
        if key in rule:
            yield str(rule[key])
    yield from rule.get("notes", ())
    source = rule["source"]
    entry = pack.get("sources", {}).get(source.get("id"), {})
    yield " ".join(str(part) for part in (source.get("url"), entry.get("url"), entry.get("title"), source.get("note")) if part)
    for window in rule["windows"]:
        yield " ".join(str(window[key]) for key in ("count", "see_notice", "not_offered", "why", "words") if key in window) or "-"


def explain(desk: Desk, stage: str, plan: str, state: str | None, payer: str | None) -> Explained:
    """Lay the layers of one stage over one another, as a case of that plan, state and payer would meet them."""
    name = plan_known(desk, plan)
    book = rulebook(desk.library, name, state, payer, None, funding="insured" if state else None)
    wanted = stage.strip().lower()
    if wanted not in book.stages:
        raise unknown("stage of this plan type", stage, book.stages)
    law = book.stages[wanted]
    files = {pack["file"]: pack for pack in desk.library.all_packs()}
    rules: list[tuple[Data, ShownRule]] = []
    for step in STEPS:
        speaking = sorted(law.rules.get(step, ()), key=lambda rule: LAYER_ORDER.index(rule.layer))
        for file in dict.fromkeys(rule.file for rule in speaking):
            pack = files[file]
            rules += [(pack, item) for item in rules_of(pack) if item.stage == wanted and item.step == step and _for_plan(item, name)]
    gaps = [
        f"{gap['what']} Ask: {gap['ask']}."
        for pack in files.values()
        if pack.get("state") == state or pack.get("regime") == name
        for gap in pack.get("gaps", ())
        if gap["stage"] == wanted and name in gap.get("regimes", (name,))
    ]
    if not rules and not gaps:
        raise DenialctlError(f"No rule speaks to {wanted} for {name}.", "See the stages with: denialctl rules show " + name)
    return Explained(law, tuple(rules), book.warnings, tuple(dict.fromkeys(gaps)))


def _for_plan(item: ShownRule, plan: str) -> bool:
    return not item.section or plan in item.section.split(", ")


def layer_of(pack: Data) -> str:
    """Say which layer a pack is."""
    kinds = {"state": Layer.STATE, "payer": Layer.PAYER, "practice": Layer.PRACTICE, "office": Layer.OFFICE}
    return str(kinds.get(pack["pack"], Layer.FEDERAL))
