"""What a rule pack may say, as pydantic models.

Nothing that changes a legal date has a default: a window in months states its
missing-day rule, one in business days its calendar, a roll whether it is certain.
Unknown keys are errors. The models also make the JSON Schema with which an
editor completes the keys.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from denialctl.dates.calendars import day_in_year
from denialctl.dates.counting import MissingDay
from denialctl.dates.windows import Unit
from denialctl.law.wording import read_clock_time, read_span
from denialctl.packs.model_base import (
    ConditionsText,
    Day,
    EventName,
    Pack,
    SourceText,
    StateCode,
    Strict,
    Text,
    as_list,
)
from denialctl.vocabulary import Basis, Clock, Kind, PlanType


def _as_opening(value: object) -> object:
    """Let a bare stage id stand for `{stage: ...}`."""
    return {"stage": value} if isinstance(value, str) else value


def _as_count(value: object) -> object:
    """Let `5 calendar days` stand for `{count: 5 calendar days}`."""
    return {"count": value} if isinstance(value, str) else value


def _day_of_every_year(text: str) -> str:
    try:
        day_in_year(text, 2027)
    except ValueError:
        raise ValueError(
            f"{text!r} names no day of every year: write MM-DD, `third monday of january` or `good friday`"
        ) from None
    return text


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


def _key(name: str, **more: Any) -> Any:  # noqa: ANN401 - pydantic's own signature
    return Field(default=None, alias=name, **more)


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
        description="a notice that they must give ahead of something: the date of the case that tells when it was given, its own, or its "
        "receipt where delivery counts",
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


Ending = Literal["upheld", "partly-upheld", "dismissed", "silence", "filed"]


class OpensAfterText(Strict):
    """A stage that opens this one, and for which cases."""

    stage: Text
    when: ConditionsText | None = None
    on: list[Ending] | None = Field(
        None, description="by which end of this stage, where that differs from the `on` of them all"
    )


class Opens(Strict):
    """What opens a stage: the denial itself, or the end of other stages."""

    after: list[Annotated[OpensAfterText, BeforeValidator(_as_opening)]] = Field(
        description="`denial`, or stage ids, the most final first"
    )
    on: list[Ending] | None = Field(None, description="by which end of that stage; silence: the plan let its time pass")


class RefusalText(Strict):
    """The law by which a request that they refuse to expedite becomes a standard one."""

    authority: Text
    source: SourceText


Steps = Annotated[list[RuleText], BeforeValidator(as_list)]


class StageText(Strict):
    """One step of the ladder, with everything that is done in it."""

    kind: Kind | None = None
    title: Text | None = None
    about: Text | None = Field(None, description="one or two sentences that a coordinator reads")
    opens: Opens | None = None
    when: ConditionsText | None = None
    alternative_to: Text | None = Field(None, description="the stage that it replaces when it is used (expedited)")
    optional: Literal["yes"] | None = Field(None, description="a door beside the ladder; it does not lead on")
    files_by_itself: Literal["yes"] | None = Field(None, description="nobody files here: the plan sends the file on")
    after_stage: Text | None = Field(None, description="where an added stage stands in the ladder")
    expedite_refused: RefusalText | None = Field(
        None,
        description="who says that a request which they refuse to expedite is decided in the standard time, from the same receipt",
    )

    request: Steps | None = _key("request", description="ask for a call")
    hold: Steps | None = _key("hold", description="the call itself")
    supply: Steps | None = _key("supply", description="papers that they asked for")
    file: Steps | None = _key("file", description="the request or appeal reaches them")
    cure: Steps | None = _key("cure", description="complete an incomplete filing")
    evidence: Steps | None = _key("evidence", description="more papers, unasked")
    ask: Steps | None = _key("ask", description="they say what is missing")
    acknowledge: Steps | None = _key("acknowledge")
    preliminary_review: Steps | None = _key("preliminary-review", description="is the request eligible")
    preliminary_notice: Steps | None = _key("preliminary-notice")
    assign: Steps | None = _key("assign")
    documents: Steps | None = _key("documents", description="the plan's file goes to the reviewer")
    forward: Steps | None = _key("forward", description="the plan sends the case on")
    answer: Steps | None = _key("answer", description="after a call: they have our papers, and we ask for the answer")
    decide: Steps | None = _key("decide")
    written: Steps | None = _key("written", description="written notice after an oral one")
    notify: Steps | None = _key("notify", description="they tell us")
    explain: Steps | None = _key("explain")
    deliver: Steps | None = _key("deliver", description="a notice that they must hand over")
    carry_out: Steps | None = _key("carry-out", description="they do what was decided for us")


class PlanTypePack(Pack):
    """The rules of one plan type (`rules/federal`)."""

    regime: PlanType
    state_regulated: Literal["yes", "no", "if-insured"] = Field(
        description="whether the state's insurance or Medicaid rules apply too; if-insured: where the fact `funding` is insured"
    )
    state_runs: list[Text] | None = Field(
        None, description="stages that a state with a process of its own runs; without its pack they are only a minimum"
    )
    borrows: dict[Text, PlanType] | None = Field(
        None,
        description="stages for which a state's rules for another plan type hold here too, such as the fair hearing of Medicaid",
    )
    federal_process_in: list[StateCode] | None = Field(
        None, description="states in which the federal process is the process"
    )
    under: list[Text] | None = Field(None, description="the bodies of law (`rules/law`) that it is under")
    ladder: list[Text] | None = Field(
        None, description="with `under`: every stage of the plan type in order, from its laws or its own"
    )
    stages: dict[Text, StageText] = Field(
        default_factory=dict,
        description="its own stages; with `under` also what takes the place of a law's, step by step",
    )

    @model_validator(mode="after")
    def _ladder_goes_with_laws(self) -> Self:
        if (self.under is None) != (self.ladder is None):
            raise ValueError("`under` and `ladder` go together: the laws, and every stage in order")
        if self.under is None and not self.stages:
            raise ValueError("a plan type has `stages`, or is `under` a body of law")
        return self


class StateSection(Strict):
    """The rules of a state for some plan types."""

    regimes: list[PlanType]
    stages: dict[Text, StageText]


class ContactText(Strict):
    """An office that a patient or provider may turn to."""

    name: Text
    phone: Text | None = None
    address: Text | None = None
    serves: list[Literal["insurance", "medicaid"]] = Field(
        default_factory=list,
        description="for which cases it is the place to turn to; left out, it is listed for all of them",
    )
    source: SourceText


class StatePack(Pack):
    """The rules of one state (`rules/states`)."""

    state: StateCode
    regulators: list[ContactText] = Field(default_factory=list)
    plans: list[StateSection]


class PracticePack(Pack):
    """What is usual where no authority speaks (`rules/practice`)."""

    practice: Text
    stages: dict[Text, StageText]


class OfficePack(Pack):
    """An office's own rules, in its own folder."""

    office: Text
    stages: dict[Text, StageText]


class CalendarDay(Strict):
    """One day off."""

    name: Text
    on: Annotated[Text, AfterValidator(_day_of_every_year)] = Field(
        description="MM-DD, `third monday of january`, `last monday of may`, or `good friday`"
    )
    plus: int = Field(0, description="so many days after it")
    observed: Literal["yes", "no"] = Field("no", description="yes: a day on which it is kept, not the day itself")
    kept: Literal["monday-after-sunday", "nearest-weekday"] | None = Field(
        None,
        description="a weekday on which it is kept besides where it falls on a weekend; arguable, as observed days are",
    )


class CalendarPack(Pack):
    """Closing days of a payer, a state or an office (`rules/calendars`)."""

    calendar: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    includes: Text | None = Field(None, description="federal, or a two-letter state: start from its days")
    leaves_out: list[Text] = Field(default_factory=list, description="names of included days that do not count")
    days: list[CalendarDay] = Field(default_factory=list)
    authority: Text
    source: SourceText


class Scope(Strict):
    """The cases that an override reaches."""

    stage: list[Text]
    step: list[Text]
    regime: list[PlanType] | None = None
    state: list[StateCode] | None = None
    reviewer: Text | None = Field(None, description="sure only where this reviewer is named in the case")


class OverridePack(Pack):
    """A dated order that moved deadlines (`rules/overrides`)."""

    override: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    applies_to: Scope
    certain: Literal["yes", "no"] = Field(description="no: whether it reaches the case is not known, shown as `latest`")
    settled_by: Text = Field(description="what would settle whether it applies")
    original_from: Day | None = Field(None, description="deadlines that fell from this day")
    original_to: Day | None = None
    new_deadline: Day | None = None
    disregard_from: Day | None = Field(None, description="days from here are not counted")
    disregard_to: Day | None = None
    authority: Text
    source: SourceText

    @model_validator(mode="after")
    def _one_effect(self) -> Self:
        moved = (self.original_from, self.original_to, self.new_deadline)
        lost = (self.disregard_from, self.disregard_to)
        if all(moved) == all(lost) or (any(moved) and not all(moved)) or (any(lost) and not all(lost)):
            raise ValueError(
                "an override either moves deadlines (original_from, original_to, new_deadline) "
                "or disregards days (disregard_from, disregard_to)"
            )
        return self


class QuestionText(Strict):
    """One fact that only some rules ask: how to ask for it, where it stands, what may be answered."""

    question: Text
    where: Text = Field(description="where the office finds the answer")
    answers: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")], Text] = Field(
        min_length=2, description="each answer and what it means"
    )
    assumed: Text | None = Field(
        None,
        description="the answer that is taken until somebody gives one, and said as an assumption; left out: nothing is taken",
    )

    @model_validator(mode="after")
    def _assumed_is_an_answer(self) -> Self:
        if self.assumed is not None and self.assumed not in self.answers:
            raise ValueError(f"`assumed` is none of its answers: use {', '.join(self.answers)}")
        return self


class FactsPack(Pack):
    """Facts that only some rules ask (`rules/facts`)."""

    facts: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    ask: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")], QuestionText]
