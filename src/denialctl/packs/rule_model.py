"""What a rule file may say about a rule: one step of a stage, with its windows, its authority and its examples."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from denialctl.packs.model_base import ConditionsText, EventName, SourceText, StateCode, Strict, Text
from denialctl.packs.window_model import CountingRule, SpanText, WindowRule
from denialctl.vocabulary import Basis, Clock, PlanType


class ExtensionText(CountingRule):
    """More time that the plan may take by a notice sent before the base time ends."""

    count: SpanText
    needs: Text = Field(description="what the law asks for before the plan has this time")


class TollingText(Strict):
    """Their clock stands still from one event to another."""

    stops: EventName
    resumes: EventName
    alert: SpanText | None = Field(None, description="so long after it resumes we ask, before calling it late")


class ExampleCase(Strict):
    """The facts of an example, by the names of the options of `calc`."""

    plan: PlanType | None = None
    state: StateCode | None = None
    payer: Text | None = None
    reviewer: Text | None = None
    denied: Text | None = None
    received: Text | None = None
    requested: Text | None = None
    urgent: Literal["yes", "no"] | None = None
    phase: Text | None = None
    service: Text | None = None
    setting: Text | None = None
    levels: Literal["1", "2"] | None = None
    service_date: Text | None = None
    service_ends: Text | None = None
    discharge: Text | None = None
    effective: Text | None = None
    letter: list[Text] | None = None
    events: list[Text] | None = None
    tz: Text | None = None
    as_of: Text | None = None
    facts: list[Text] | None = Field(None, description="as `--fact` takes them: `product=hmo`")


class Example(Strict):
    """A worked example: the expected date comes from the source or a hand count."""

    given: ExampleCase
    due: Text | None = Field(None, description="`none` where nothing can be computed")
    latest: Text | None = None
    act_by: Text | None = None
    status: Text | None = None
    official: Literal["yes", "no"] = Field(description="whether the source itself prints this example")
    why: Text = Field(description="the count, written out")
    ref: Text | None = Field(None, description="the number of the example where it was found")


class RuleText(Strict):
    """One step of a stage: whose turn, what to do, until when, who says so."""

    clock: Clock
    title: Text | None = None
    say: Text = Field(description="what to do (ours) or what is awaited (theirs), as an instruction")
    when: ConditionsText | None = None
    basis: Basis | None = Field(None, description="law for federal and state, contract for payers, unless said")
    version_by: EventName | None = Field(None, description="the event whose date picks among dated values")
    windows: list[WindowRule] = Field(min_length=1)
    target: SpanText | None = Field(None, description="plan for so long after the trigger, instead of the lead time")
    extension: ExtensionText | None = None
    tolling: TollingText | None = None
    given_by: Literal["notice_date", "received"] | None = Field(
        None,
        description="a notice that they must give ahead of something: the date of the case that tells when it was "
        "given, its own, or its receipt where delivery counts",
    )
    governs: Literal["yes"] | None = Field(
        None, description="a state rule that takes the place of the federal one because the state runs the process"
    )
    appeal_closes_it: Literal["yes", "no"] | None = Field(
        None, description="peer-to-peer: a filed appeal ends the right"
    )
    needed_before_appeal: Literal["yes"] | None = Field(
        None, description="peer-to-peer: must be over before the appeal"
    )
    amount_in_controversy: dict[Text, Text] | None = Field(None, description="dollars by calendar year of filing")
    authority: Text
    if_missed: Text
    late_filing: Text | None = Field(None, description="what may still be done after our last day, by which authority")
    notes: list[Text] | None = None
    source: SourceText
    examples: list[Example] | None = None

    @model_validator(mode="after")
    def _versions_are_ordered(self) -> Self:
        dated = [window for window in self.windows if window.from_ or window.until]
        if dated and self.version_by is None:
            raise ValueError("windows with `from` or `until` need `version_by`: which event's date picks among them")
        if len(self.windows) > 1 and len(dated) < len(self.windows):
            raise ValueError("of several windows each needs `from` or `until`, so that one date picks one of them")
        ordered = sorted(self.windows, key=lambda window: window.from_ or date.min)
        for first, second in pairwise(ordered):
            if first.until is None or second.from_ is None or first.until >= second.from_:
                raise ValueError("two dated windows overlap: give each its `from` and `until`")
        return self
