"""The result for one step: its dates, the rule they rest on, and what they overrule."""

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
    """The result for one step: `due`, `latest` and `ask` (the day to ask for what is theirs), and their reasons."""

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
    """True if the rule gives no time, because nobody has read it, and only says where to look."""
    unread: bool = False
    """True if the state has such a rule here, so that this date may not be the right one."""
    assumed: tuple[Assumed, ...] = ()
    """Answers that were assumed because nobody gave them, and what would be due otherwise."""
    said_in: str = "the notice itself"
    """Where a day of the layer `letter` was written."""
    manner: Rule | None = None
    """The state's rule on how and where it is done, where the day is another law's: its words are said."""
    counted_by: Window | None = None
    """For ours: the window of the rule that was in force on the day that counts."""

    @property
    def confirmed(self) -> bool:
        """True if it rests on a rule that somebody read in its source."""
        return self.rule is not None and self.rule.source.confirmed

    @property
    def said_by(self) -> Rule | None:
        """The rule whose words say what to do and what is lost."""
        return self.manner or self.rule

    @property
    def ends_with_the_denial(self) -> bool:
        """True if the rule gives the right only before the denial: it then ends with the notice and is not missed."""
        shape = self.counted_by.shape if self.counted_by is not None and self.layer is not Layer.LETTER else None
        return isinstance(shape, EndsWith) and shape.anchor in ("denial", "notice_date")

    @property
    def not_given(self) -> str | None:
        """Why the rule gives nothing now: it never offers the step, or only before a denial that has come."""
        if self.end.not_offered is not None:
            return self.end.not_offered
        return self.window if self.ends_with_the_denial and self.due is not None else None


def as_overruled(item: Reckoned, why: str) -> Overruled:
    """Return a result as one that another date overrules, with the reason."""
    rule = item.rule
    return Overruled(item.layer or Layer.PRACTICE, rule.authority if rule else "", item.due, why)
