"""What was computed for one step: its dates, what they rest on, what they overrule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from denialctl.dates.windows import End, EndsWith
from denialctl.timeline.deadline import Overruled
from denialctl.vocabulary import Layer

if TYPE_CHECKING:
    from denialctl.dates.moments import Moment
    from denialctl.dates.windows import Window
    from denialctl.law.rules import Rule
    from denialctl.timeline.deadline import Assumed
    from denialctl.vocabulary import Basis


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What was computed for one step."""

    rule: Rule | None
    due: Moment | None = None
    latest: Moment | None = None
    ask: Moment | None = None
    end: End = field(default_factory=lambda: End(None))
    window: str = ""
    basis: Basis | None = None
    layer: Layer | None = None
    overruled: tuple[Overruled, ...] = ()
    notes: tuple[str, ...] = ()
    missing: str | None = None
    names_no_time: bool = False
    """Whether the rule says only where to ask, as nobody read its time."""
    unread: bool = False
    """Whether such a rule of the state stands beside this date, which may then not be the last word."""
    assumed: tuple[Assumed, ...] = ()
    """Answers that were taken because nobody gave them, and what would be due otherwise."""
    said_in: str = "the notice itself"
    """Where a day of the layer `letter` stands."""
    counted_by: Window | None = None
    """Of ours: the window of the rule, as it stood on the day that counts."""

    @property
    def confirmed(self) -> bool:
        """True if it rests on a rule that somebody read in its source."""
        return self.rule is not None and self.rule.source.confirmed

    @property
    def ends_with_the_denial(self) -> bool:
        """True if the rule gives the right only before the denial: such a right ends with the notice, it is not missed."""
        shape = self.counted_by.shape if self.counted_by is not None and self.layer is not Layer.LETTER else None
        return isinstance(shape, EndsWith) and shape.anchor in ("denial", "notice_date")


def as_overruled(item: Reckoned, why: str) -> Overruled:
    """Return what was computed as something that another date overrules."""
    rule = item.rule
    return Overruled(item.layer or Layer.PRACTICE, rule.authority if rule else "", item.due, why)
