"""What offices call the stages and what happens in them: data of `rules/words`, looked up by plan type, state and kind of stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class StageWord:
    """Words for a stage, and for which plan types and states they mean it (empty: for all)."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    or_else: tuple[str, ...] = ()
    plans: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    ask: bool = False
    because: str | None = None

    def speaks(self, plan: str, state: str | None) -> bool:
        """True if they are used for such a plan there."""
        return (not self.plans or plan in self.plans) and (not self.states or state in self.states)


@dataclass(frozen=True, slots=True)
class EventWord:
    """Words for something that happened, and in which kinds of stage they mean it (empty: in all others)."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    ask: bool = False
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TradeWords:
    """The words of all files, an office's own first."""

    stages: tuple[StageWord, ...] = ()
    events: tuple[EventWord, ...] = ()

    def for_stages(self, plan: str, state: str | None) -> list[StageWord]:
        """Return the words that are used for the stages of such a plan."""
        return [word for word in self.stages if word.speaks(plan, state)]

    def for_events(self, kind: Kind | None) -> list[EventWord]:
        """Return the words that are used in such a stage, those for its kind first."""
        own = [word for word in self.events if kind is not None and kind in word.kinds]
        return [*own, *(word for word in self.events if not word.kinds)]
