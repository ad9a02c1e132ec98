"""What offices call the stages and events: data of `rules/words`, by plan type, state and kind of stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class StageWord:
    """Words for a stage, and the plan types and states in which they mean it (empty: all)."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    or_else: tuple[str, ...] = ()
    plans: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    ask: bool = False
    because: str | None = None

    def applies_to(self, plan: str, state: str | None) -> bool:
        """True if these words are used for that plan type in that state."""
        return (not self.plans or plan in self.plans) and (not self.states or state in self.states)


@dataclass(frozen=True, slots=True)
class EventWord:
    """Words for an event, and the kinds of stage in which they mean it (empty: all others)."""

    say: tuple[str, ...]
    means: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    ask: bool = False
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TradeWords:
    """The words of all files; those of an office's own files come first."""

    stages: tuple[StageWord, ...] = ()
    events: tuple[EventWord, ...] = ()

    def for_stages(self, plan: str, state: str | None) -> list[StageWord]:
        """Return the words that are used for the stages of a plan type in a state."""
        return [word for word in self.stages if word.applies_to(plan, state)]

    def for_events(self, kind: Kind | None) -> list[EventWord]:
        """Return the words for events in a stage of that kind; words for just this kind come first."""
        own = [word for word in self.events if kind is not None and kind in word.kinds]
        return [*own, *(word for word in self.events if not word.kinds)]
