"""Which stage and which event of a case somebody means by the words of the office.

The program's own names come first, then the titles that its screens print, then the
trade words of `rules/words`. If a word may mean two stages of the case, the user is
asked; it is never guessed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from denialctl.cases.facts import ASKED
from denialctl.law.conditions import Applies, applies
from denialctl.law.rules import ALWAYS
from denialctl.naming import plain
from denialctl.timeline.ladder import INITIAL
from denialctl.timeline.own_stages import belongs
from denialctl.timeline.situation import StageSituation
from denialctl.vocabulary import OUTCOMES, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from denialctl.cases.case import Case
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import StageLaw
    from denialctl.law.trade_words import TradeWords
    from denialctl.vocabulary import Kind

_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means: one name, several names that it may mean, or none."""

    names: tuple[str, ...] = ()
    because: str | None = None
    ask: bool = False
    """True if the user has to be asked even if only one name is left."""

    @property
    def name(self) -> str | None:
        """The one name that it means; None if it means none, or may mean several."""
        return self.names[0] if len(self.names) == 1 and not self.ask else None


class OfficeWords:
    """The words for stages and events that are understood in one case."""

    def __init__(
        self, case: Case, book: Rulebook, table: Callable[[], TradeWords], plans: tuple[str, ...] = ()
    ) -> None:
        """Take the case, its rules and the trade words; `plans` are the plan types left if it is not settled."""
        self._case, self._book, self._table = case, book, table
        self._plans = plans or (case.facts.plan,)

    # -- stages ------------------------------------------------------------------

    @property
    def stages(self) -> dict[str, str]:
        """The stages of the plan type of the case, each with its title."""
        known = {name: law.title for name, law in self._book.stages.items()}
        return known if INITIAL in known else {INITIAL: STAGES[INITIAL], **known}

    def has_stage(self, name: str) -> bool:
        """True if the plan type of the case has a stage of exactly that name."""
        return name in self._book.stages or name == INITIAL

    def belongs(self, stage: str, event: str) -> bool:
        """True if such an event can happen in that stage."""
        return belongs(stage, event, self._book)

    def stage(self, text: str) -> Meaning:
        """Return which stages of the case a word may mean."""
        wanted = plain(text)
        for known in (self._names(), self._titles(), self._usual_titles()):
            found = tuple(dict.fromkeys(stage for said, stage in known if said == wanted))
            if found:
                return Meaning(found)
        return self._traded(wanted)

    def like(self, text: str) -> list[str]:
        """Return the stages of the case whose names, titles or trade words are similar, the best first."""
        from difflib import get_close_matches  # noqa: PLC0415 - only where a word was not understood

        said = [*self._names(), *self._titles(), *self._usual_titles(), *self._trade()]
        by_word: dict[str, list[str]] = {}
        for word, stage in said:
            by_word.setdefault(word, []).append(stage)
        wanted = plain(text)
        close = get_close_matches(wanted, by_word, n=2 * _ENOUGH, cutoff=0.7)
        inside = [
            word for word in by_word if len(wanted) > 3 and (wanted in word or (len(word) > 3 and word in wanted))
        ]
        sharing = [word for word in by_word if any(len(part) > 3 and plain(part) in word for part in _parts(text))]
        return list(dict.fromkeys(stage for word in (*close, *inside, *sharing) for stage in by_word[word]))[:_ENOUGH]

    def instead_of(self, foreign: str) -> list[str]:
        """Return the stages of the case whose trade words mean the stage `foreign` under another plan type."""
        words = {
            word
            for entry in self._table().stages
            if not entry.ask and foreign in (*entry.means, *entry.or_else)
            for word in entry.say
        }
        alike = Counter(stage for word, stage in self._trade(sure=True) if word in words)
        return list(dict.fromkeys([*(stage for stage, _ in alike.most_common()), *self.like(foreign)]))[:_ENOUGH]

    def _names(self) -> list[tuple[str, str]]:
        return [(plain(name), name) for name in self.stages]

    def _titles(self) -> list[tuple[str, str]]:
        """Return every title that a screen may print for a stage of the case, with and without the part in brackets."""
        found = []
        for name, law in self._book.stages.items():
            printed = [law.title, *(rule.title for rules in law.rules.values() for rule in rules if rule.title)]
            found += [
                (plain(form), name) for title in printed for form in (title, title.partition("(")[0]) if plain(form)
            ]
        return found

    def _usual_titles(self) -> list[tuple[str, str]]:
        return [(plain(title), name) for name, title in STAGES.items() if self.has_stage(name)]

    def _trade(self, *, sure: bool = False) -> Iterable[tuple[str, str]]:
        for plan in self._plans:
            for entry in self._table().for_stages(plan, self._case.facts.state):
                if sure and entry.ask:
                    continue
                for word in entry.say:
                    yield from ((word, stage) for stage in entry.means if self.has_stage(stage))

    def _traded(self, wanted: str) -> Meaning:
        """Return what a trade word means under all the plan types that are left."""
        found = [meaning for plan in self._plans if (meaning := self._traded_in(plan, wanted)).names]
        if len(found) < 2:
            return found[0] if found else Meaning()
        names = tuple(dict.fromkeys(name for meaning in found for name in meaning.names))
        return Meaning(names, found[0].because, any(meaning.ask for meaning in found))

    def _traded_in(self, plan: str, wanted: str) -> Meaning:
        for entry in self._table().for_stages(plan, self._case.facts.state):
            if wanted not in entry.say:
                continue
            here = [stage for stage in entry.means if self.has_stage(stage)]
            possible = [stage for stage in here if self._possible(stage)] or here
            alternatives = [stage for stage in entry.or_else if self._open_too(stage)] if possible else []
            return Meaning(tuple(possible if len(here) > 1 else here) + tuple(alternatives), entry.because, entry.ask)
        return Meaning()

    def _possible(self, stage: str) -> bool:
        """True if a stage is possible in the case by the facts that were entered; assumptions exclude nothing."""
        law = self._book.stages.get(stage)
        return law is None or self._case.touched(stage) or self._answer(law, entered_only=True) is not Applies.NO

    def _open_too(self, stage: str) -> bool:
        """True if another form of a stage is open to the case: because the case is urgent, or the form was used."""
        law = self._book.stages.get(stage)
        if law is None:
            return False
        if self._case.touched(stage):
            return True
        needs_more = law.optional or (law.alternative_to is not None and not self._case.facts.urgent)
        return not needs_more and self._answer(law) is not Applies.NO

    def _answer(self, law: StageLaw, *, entered_only: bool = False) -> Applies:
        when = law.when
        if entered_only and when != ALWAYS:
            when = replace(
                when, asked=tuple((name, answers) for name, answers in when.asked if ASKED[name].may_be_unknown)
            )
        return applies(when, StageSituation(self._case, law.id, self._book.payer.name if self._book.payer else None))[0]

    # -- events ------------------------------------------------------------------

    def event(self, stage: str, text: str) -> Meaning:
        """Return which events a word may mean in a stage."""
        wanted = plain(text)
        own = tuple(event for event in OUTCOMES if plain(event) == wanted)
        if own:
            return Meaning(own)
        for entry in self._table().for_events(self._kind_of(stage)):
            if wanted in entry.say:
                return Meaning(entry.means, entry.because, entry.ask)
        return Meaning()

    def events_like(self, stage: str, text: str) -> list[str]:
        """Return the events whose names or trade words in that stage are similar."""
        from difflib import get_close_matches  # noqa: PLC0415 - as above

        by_word: dict[str, tuple[str, ...]] = {}
        for entry in reversed(self._table().for_events(self._kind_of(stage))):
            by_word |= dict.fromkeys(entry.say, entry.means)
        by_word |= {plain(event): (event,) for event in OUTCOMES}
        close = get_close_matches(plain(text), by_word, n=_ENOUGH, cutoff=0.6)
        return list(dict.fromkeys(event for word in close for event in by_word[word]))[:_ENOUGH]

    def _kind_of(self, stage: str) -> Kind | None:
        law = self._book.stages.get(stage)
        return law.kind if law is not None else None


def _parts(text: str) -> list[str]:
    return text.replace("-", " ").replace("_", " ").split()
