"""What a rule file may say about a window: what is counted, from which event, and by which conventions.

Nothing that changes a legal date has a default: a window in months says what happens when a month lacks the day,
one in business days names its calendar, and a roll says whether it is certain.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from denialctl.dates.counting import MissingDay
from denialctl.dates.windows import Unit
from denialctl.law.wording import read_clock_time, read_span
from denialctl.packs.model_base import Day, EventName, SourceText, Strict, Text, as_list


def _as_count(value: object) -> object:
    """Let `5 calendar days` stand for `{count: 5 calendar days}`."""
    return {"count": value} if isinstance(value, str) else value


def _span_text(text: str) -> str:
    read_span(text)
    return text


def _cutoff_text(text: str) -> str:
    if text != "close-of-business":
        read_clock_time(text)
    return text


SpanText = Annotated[str, AfterValidator(_span_text), Field(examples=["60 calendar days", "3..7 business days"])]
Cutoff = Annotated[str, AfterValidator(_cutoff_text), Field(examples=["12:00", "close-of-business"])]
CalendarNames = Annotated[list[Text], BeforeValidator(as_list)]


class RollRule(Strict):
    """A last day that moves forward. Only where an authority says so."""

    over: list[Literal["saturday", "sunday", "holidays"]]
    calendar: CalendarNames | None = Field(None, description="required where holidays are rolled over")
    certain: Literal["yes", "no"] = Field(description="no: the moved day is shown only as `latest`")

    @model_validator(mode="after")
    def _calendar_is_named(self) -> Self:
        if "holidays" in self.over and self.calendar is None:
            raise ValueError("a roll over holidays needs its `calendar`")
        return self


class CountingRule(Strict):
    """An amount and how it is counted."""

    count: SpanText | None = None
    calendar: CalendarNames | None = Field(
        None,
        description="federal, state, federal+state (both are off), a file of rules/calendars; "
        "a list where it is not settled which one is meant",
    )
    missing_day: MissingDay | None = Field(None, description="what happens when the month has no such day")
    skip: list[Literal["weekends", "holidays"]] | None = Field(
        None, description="days on which hours do not run, or that calendar days leave out"
    )
    trigger_day_counts: Literal["yes"] | None = Field(None, description="the day of the event is day 1")

    @model_validator(mode="after")
    def _fully_stated(self) -> Self:
        if self.count is None:
            return self
        unit = read_span(self.count).unit
        if unit is Unit.BUSINESS_DAYS and self.calendar is None:
            raise ValueError("a window in business days needs its `calendar`")
        if unit in (Unit.MONTHS, Unit.YEARS) and self.missing_day is None:
            raise ValueError("a window in months or years needs its `missing_day`: first-of-next or last-of-month")
        if unit not in (Unit.MONTHS, Unit.YEARS) and self.missing_day is not None:
            raise ValueError("`missing_day` belongs to months and years only")
        if self.skip is not None and unit not in (Unit.HOURS, Unit.CALENDAR_DAYS):
            raise ValueError("`skip` belongs to hours and calendar days only")
        if self.skip is not None and unit is Unit.CALENDAR_DAYS and "weekends" in self.skip:
            raise ValueError("days without weekends are business days: say so")
        if self.trigger_day_counts is not None and unit is not Unit.CALENDAR_DAYS:
            raise ValueError("`trigger_day_counts` belongs to calendar days only")
        if self.skip is not None and "holidays" in self.skip and self.calendar is None:
            raise ValueError("hours or days that skip holidays need their `calendar`")
        return self


class PresumedReceipt(CountingRule):
    """The receipt that the law presumes, so long after the date on the notice."""

    count: SpanText


class Link(CountingRule):
    """One more thing done to the end of a window: count on, or roll."""

    roll: RollRule | None = None
    to: Literal["end-of-year", "end-of-day"] | None = Field(
        None,
        description="on to 31 December of the year reached, or to the end of the day reached (hours follow from there)",
    )

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if [self.count, self.roll, self.to].count(None) != 2:
            raise ValueError(
                "a link counts on (`count`), rolls (`roll`) or goes `to` the end of the year or day: one of them"
            )
        return self


class WindowRule(CountingRule):
    """One window: what is counted, from which event, by which convention."""

    from_: Day | None = Field(None, alias="from", description="first day on which this value is law")
    until: Day | None = Field(None, description="last day on which this value is law")
    after: EventName | None = None
    before: EventName | None = None
    presumed_receipt: Annotated[PresumedReceipt, BeforeValidator(_as_count)] | None = None
    roll: RollRule | None = None
    then: list[Link] | None = None
    latest_of: list[WindowRule] | None = None
    earliest_of: list[WindowRule] | None = None
    readings: list[WindowRule] | None = Field(None, description="two readings of one text: both are computed")
    sure: WindowRule | None = Field(None, description="the window that the law surely gives; goes with `arguable`")
    arguable: WindowRule | None = Field(None, description="another that may be granted: shown at most as `latest`")
    why: Text | None = Field(None, description="with `readings`: what they are; with `arguable`: who may grant it")
    ends_with: EventName | None = None
    see_notice: Text | None = Field(None, description="only the letter says; where to look in it")
    not_offered: Text | None = Field(None, description="this step does not exist here; why")
    cutoff: Cutoff | None = None
    words: Text | None = Field(None, description="how the window reads, where the count alone would mislead")
    authority: Text | None = Field(
        None, description="who says this dated value, where that is not the rule's own authority"
    )
    source: SourceText | None = Field(
        None, description="where this dated value was read, where that is not the rule's own source"
    )

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        shapes = ("count", "latest_of", "earliest_of", "readings", "sure", "ends_with", "see_notice", "not_offered")
        given = [name for name in shapes if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a window has exactly one of {', '.join(shapes)}; here: {', '.join(given) or 'none'}")
        if self.count is not None and (self.after is None) == (self.before is None):
            raise ValueError("a count needs its event: `after`, or `before` to count back from it")
        if self.before is not None and self.skip is not None:
            raise ValueError("hours that stand still are counted forward only (`after`)")
        if self.count is None and (self.after or self.before or self.roll or self.then or self.presumed_receipt):
            raise ValueError("`after`, `before`, `roll`, `then` and `presumed_receipt` go with `count`")
        if (self.sure is None) != (self.arguable is None):
            raise ValueError("`sure` and `arguable` go together")
        if (self.readings is None and self.sure is None) != (self.why is None):
            raise ValueError("`readings` (or `sure` and `arguable`) and `why` go together")
        if self.presumed_receipt is not None and not str(self.after).endswith("received"):
            raise ValueError("`presumed_receipt` goes with a window after a receipt")
        return self
