"""What all kinds of rule file share: strict keys, texts and days, sources, conditions, the keys of every pack."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from denialctl.cases.facts import CASE_EVENTS
from denialctl.law.wording import check_lead, check_notice, read_day, read_event
from denialctl.vocabulary import STATES, PlanType


def _known_state(code: str) -> str:
    if code not in STATES:
        raise ValueError(f"no state or territory has the code {code!r}")
    return code


Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(read_day)]
EventName = Annotated[str, AfterValidator(read_event), Field(examples=["notice_date", "internal-appeal.decided"])]
LeadText = Annotated[
    str, AfterValidator(check_lead), Field(examples=["requested at least 24 hours before service_ends"])
]
NoticeName = Annotated[str, AfterValidator(check_notice), Field(examples=["fast-track-appeal.deliver"])]
StateCode = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=sorted(STATES)), AfterValidator(_known_state)]
StatusWord = Literal["seen", "seen-quote", "seen-secondary", "recalled", "conflict", "interpretive", "not-found"]


def as_list(value: object) -> object:
    """Let one item stand where a list may stand."""
    return value if isinstance(value, list) or value is None else [value]


class Strict(BaseModel):
    """No unknown keys, no surprises."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class SourceText(Strict):
    """Where a rule was read, when, and whether that was the rule itself."""

    id: Text | None = Field(None, description="a key of the pack's `sources`")
    url: Text | None = Field(None, description="the address, or a citation that can be looked up")
    title: Text | None = None
    read: Day | None = Field(None, description="the day on which the rule was last read there")
    status: StatusWord | None = Field(
        None,
        description="seen: read in the source; seen-quote: in a dated quotation of it; seen-secondary: only in a "
        "guide about it; recalled: known, not read; conflict: sources disagree; interpretive: the text does not say",
    )
    note: Text | None = Field(None, description="what is doubtful about it")
    also: list[Text] | None = Field(None, description="other sources: the one that disagrees, the one that repeats it")
    question: Text | None = Field(
        None, description="what is open, as a question that one telephone call or one look at a text settles"
    )
    ask: Text | None = Field(None, description="where the question is settled: the text to look up, the office to call")


class SourceEntry(Strict):
    """One entry of a pack's `sources`."""

    url: Text
    title: Text | None = None
    read: Day


class ConditionsText(Strict):
    """When a rule applies. A fact that the case does not hold makes it a `maybe`, never a `no`."""

    urgency: Literal["standard", "urgent"] | None = None
    phase: list[Literal["pre-service", "concurrent", "post-service"]] | None = None
    service: list[Literal["item", "drug", "part-b-drug", "payment"]] | None = None
    setting: list[Literal["inpatient", "outpatient", "post-acute"]] | None = None
    levels: Literal["1", "2"] | None = Field(None, description="mandatory internal levels")
    regime: list[PlanType] | None = None
    state: list[StateCode] | None = None
    not_state: list[StateCode] | None = Field(None, description="every state but these")
    payer: list[Text] | None = Field(None, description="payers, by the name of their pack")
    not_payer: list[Text] | None = Field(None, description="every payer but these, also one that is not entered")
    opened_by: list[Literal["denial", "decision", "dismissal", "silence"]] | None = Field(
        None,
        description="what opened this stage: the denial, a decision, a dismissal, or a plan that let its time pass",
    )
    facts: dict[Text, Annotated[list[Text], BeforeValidator(as_list)]] | None = Field(
        None, description="facts that only some rules ask (rules/facts), each with the answers for which this applies"
    )
    happened: list[EventName] | None = Field(None, description="events that have been recorded")
    not_happened: list[EventName] | None = None
    has: list[Literal[tuple(CASE_EVENTS)]] | None = Field(None, description="dates that the case holds")  # type: ignore[valid-type]
    has_not: list[Literal[tuple(CASE_EVENTS)]] | None = None  # type: ignore[valid-type]
    moments: list[LeadText] | None = Field(
        None,
        description="two dates of the case compared by elapsed hours: `requested at least 24 hours before "
        "service_ends`, `requested less than 24 hours before service_ends`; perhaps, where the hours do not tell",
    )
    late: list[NoticeName] | None = Field(
        None,
        description="notices of theirs that came too late, each as STAGE.STEP: continuation-of-benefits.deliver (its "
        "rule has `given_by`)",
    )
    not_late: list[NoticeName] | None = None


class Gap(Strict):
    """Something that was looked for and not found, by its name: no date comes of it, and nobody need guess why."""

    stage: Text
    step: Text | None = None
    regimes: list[PlanType] | None = Field(None, description="plan types; left out: all that the pack reaches")
    what: Text = Field(description="what is not known, in one sentence")
    ask: Text = Field(description="where the office finds it: the letter, the plan's UM line")


class ComingText(Strict):
    """A change of law that was read and has a day: it moves no date before its rules are written."""

    on: Day = Field(description="the first day of the new law, as far as it is known")
    what: Text = Field(description="what changes, in one sentence")
    authority: Text
    source: SourceText


class Pack(Strict):
    """What all packs share."""

    title: Text
    sources: dict[Text, SourceEntry] = Field(default_factory=dict)
    notes: list[Text] | None = None
    gaps: list[Gap] | None = None
    coming: list[ComingText] | None = Field(None, description="changes of law with a day, of which no rule is written")


class SharedSourcesPack(Pack):
    """Sources that several packs name by their ids (`rules/sources`)."""

    shared_sources: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    sources: dict[Text, SourceEntry] = Field(min_length=1)
