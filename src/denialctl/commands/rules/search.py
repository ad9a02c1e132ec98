"""`rules search`: find a rule or a line of a guide. `rules explain`: which rules apply to a stage, in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from denialctl.cases.case import Case
from denialctl.cases.facts import Facts
from denialctl.commands.rules.packs import ShownGuideLine, ShownRule, guide_lines_of, plan_known, rules_of, whole_source
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.law.choosing import LAYER_ORDER
from denialctl.law.rulebook import Rulebook, rulebook, whose_rules_hold
from denialctl.packs.compiling import compile_conditions
from denialctl.timeline.office_words import OfficeWords
from denialctl.vocabulary import STEPS, Layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.commands.session import Session
    from denialctl.law.rules import Conditions, OpensAfter, StageLaw
    from denialctl.packs.pack_data import PackData


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One rule that contains the words looked for."""

    pack: PackData
    shown: ShownRule
    text: str
    """The text that contains them."""


@dataclass(frozen=True, slots=True)
class GuideLineHit:
    """One line of a guide that contains the words looked for."""

    pack: PackData
    shown: ShownGuideLine
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One stage for one plan type, state and payer: its rules from all layers."""

    law: StageLaw
    opens: tuple[OpensAfter, ...]
    """The conditions under which it opens for such a plan, each once."""
    rules: tuple[tuple[PackData, ShownRule], ...]
    """Each rule with its pack, step by step; the rule that wins comes first."""
    warnings: tuple[str, ...]
    gaps: tuple[str, ...]


def search(session: Session, words: str) -> list[RuleHit | GuideLineHit]:
    """Return the rules and the lines of guides that contain all of these words, in upper or lower case."""
    wanted = [word for word in words.lower().split() if word]
    if not wanted:
        raise UsageError("Nothing to look for was given.", 'For example: denialctl rules search "good cause"')
    found: list[RuleHit | GuideLineHit] = []
    for pack in session.library.all_packs():
        context = f"{pack['title']} {pack[pack['pack']]} {' '.join(pack.get('aliases', ()))}"
        for shown in rules_of(pack):
            best = _passage(wanted, [context, shown.stage, shown.step], list(_texts(shown.rule, pack)))
            found += [] if best is None else [RuleHit(pack, shown, best)]
        for line in guide_lines_of(pack):
            best = _passage(wanted, [context, line.part, line.entry["id"]], list(_entry_texts(line.entry, pack)))
            found += [] if best is None else [GuideLineHit(pack, line, best)]
    return found


def _passage(wanted: list[str], around: list[str], texts: list[str]) -> str | None:
    """Return the text with most of the words; None unless all of them are in the texts or in `around`."""
    everything = " ".join((*around, *texts)).lower()
    if not all(word in everything for word in wanted):
        return None
    return max(texts, key=lambda text: sum(word in text.lower() for word in wanted))


def _texts(rule: PackData, pack: PackData) -> Iterator[str]:
    for key in ("say", "authority", "if_missed", "late_filing", "title"):
        if key in rule:
            yield str(rule[key])
    yield from rule.get("notes", ())
    yield _source_text(rule["source"], pack)
    for window in rule["windows"]:
        yield (
            " ".join(
                str(window[key]) for key in ("count", "see_notice", "not_offered", "why", "words") if key in window
            )
            or "-"
        )


def _entry_texts(entry: PackData, pack: PackData) -> Iterator[str]:
    for key in ("say", "authority", "because", "if_missing", "hint"):
        if key in entry:
            yield str(entry[key])
    yield _source_text(entry["source"], pack)


def _source_text(source: PackData, pack: PackData) -> str:
    whole = whole_source(source, pack)
    return " ".join(str(whole[key]) for key in ("url", "title", "note") if key in whole)


def explain(session: Session, stage: str, plan: str, state: str | None, payer: str | None) -> Explained:
    """Return the rules of one stage as they apply to a case of that plan type, state and payer.

    Raises an error if the plan type does not have the stage, or nothing is known about it.
    """
    name = plan_known(session, plan)
    book = rulebook(session.library, name, state, payer, None, funding="insured" if state else None)
    wanted = stage.strip().lower()
    if wanted not in book.stages:
        meant = OfficeWords(
            Case(Facts(name, state=state, payer=payer)), book, lambda: session.library.trade_words
        ).stage(stage)
        if meant.name not in book.stages:
            raise unknown("stage of this plan type", stage, meant.names or book.stages)
        wanted = meant.name
    law = book.stages[wanted]
    place = _Asked(name, whose_rules_hold(name, wanted, dict(book.plan_law.borrows)), state, _payer_of(book, payer))
    packs = {(pack["file"], pack.get("payer")): pack for pack in session.library.all_packs()}
    rules: list[tuple[PackData, ShownRule]] = []
    for step in STEPS:
        speaking = sorted(law.rules.get(step, ()), key=lambda rule: LAYER_ORDER.index(rule.layer))
        # A rule of a body of law is in no pack of its own: it belongs to each plan type that is under this law.
        stands_in = ((rule.file, rule.manual_of) for rule in speaking)
        for key in dict.fromkeys(key if key in packs else (book.plan_law.file, None) for key in stands_in):
            rules += [(packs[key], place.with_its_examples(item)) for item in place.rules(packs[key], wanted, step)]
    laid = [] if book.payer is None else [packs[book.payer.file, book.payer.name]]
    laid += [packs[each.file, None] for each in (book.state, book.plan_law) if each is not None]
    gaps = list(dict.fromkeys(gap for pack in laid for gap in place.gaps(pack, wanted)))
    if not rules and not gaps:
        raise DenialctlError(
            f"No rule speaks to {wanted} for {name}.", "See the stages with: denialctl rules show " + name
        )
    opens = tuple(dict.fromkeys(opening for opening in law.opens_after if place.can_hold(opening.when)))
    return Explained(law=law, opens=opens, rules=tuple(rules), warnings=book.warnings, gaps=tuple(gaps))


def _payer_of(book: Rulebook, payer: str | None) -> str | None:
    return book.payer.name if book.payer is not None else payer


@dataclass(frozen=True, slots=True)
class _Asked:
    """The plan type, state and payer that were asked about; None if left open."""

    plan: str
    whose: frozenset[str]
    """The plan types whose rules apply to the stage that was asked about."""
    state: str | None
    payer: str | None

    def can_hold(self, when: Conditions) -> bool:
        """True if a condition may be met by a case of this plan type, state and payer."""
        if self.state in when.not_state or self.payer in when.not_payer:
            return False
        asked = ((self.plan, when.plan_types), (self.state, when.state), (self.payer, when.payer))
        return all(known is None or not allowed or known in allowed for known, allowed in asked)

    def rules(self, pack: PackData, stage: str, step: str) -> Iterator[ShownRule]:
        """Yield the rules of a pack for one step that may apply here."""
        for item in rules_of(pack):
            reached = not self.whose.isdisjoint(item.section.split(", ") if item.section else [self.plan])
            if (
                (item.stage, item.step) == (stage, step)
                and reached
                and self.can_hold(compile_conditions(item.rule.get("when")))
            ):
                yield item

    def with_its_examples(self, item: ShownRule) -> ShownRule:
        """Return a rule without the examples of other plan types and states."""
        asked = {"plan": self.plan, "state": self.state}
        examples = [
            example
            for example in item.rule.get("examples", ())
            if all(known is None or example["given"].get(key, known) == known for key, known in asked.items())
        ]
        return replace(item, rule={**item.rule, "examples": examples})

    def gaps(self, pack: PackData, stage: str) -> Iterator[str]:
        """Yield what a pack names as not known about a stage."""
        for gap in pack.get("gaps", ()):
            if gap["stage"] == stage and not self.whose.isdisjoint(gap.get("regimes", (self.plan,))):
                yield f"{gap['what']} Ask: {gap['ask']}."


def layer_of(pack: PackData) -> str:
    """Return the layer of a pack, such as `state`."""
    kinds = {"state": Layer.STATE, "payer": Layer.PAYER, "practice": Layer.PRACTICE, "office": Layer.OFFICE}
    return str(kinds.get(pack["pack"], Layer.FEDERAL))
