"""What a file of trade words may say, as pydantic models (`rules/words`)."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from denialctl.naming import plain
from denialctl.packs.model_base import Pack, StateCode, Strict, Text, as_list
from denialctl.vocabulary import OUTCOMES, Kind, PlanType

Words = Annotated[list[Text], BeforeValidator(as_list), Field(min_length=1)]
StageIds = Annotated[
    list[Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]], BeforeValidator(as_list), Field(min_length=1)
]
EventIds = Annotated[list[Literal[OUTCOMES]], BeforeValidator(as_list), Field(min_length=1)]  # type: ignore[valid-type]


class StageWords(Strict):
    """Words that mean a stage. Where a case has several of those named, the office is asked which."""

    say: Words = Field(description="the words; case, spaces, hyphens and punctuation do not count")
    means: StageIds = Field(description="the stage; several where the words alone do not tell")
    or_else: Annotated[list[Text], BeforeValidator(as_list)] | None = Field(
        None,
        description="another form that is asked about too, where it is open to this case: the expedited one in an "
        "urgent case",
    )
    plans: Annotated[list[PlanType], BeforeValidator(as_list)] | None = Field(
        None, description="plan types; left out: all"
    )
    states: Annotated[list[StateCode], BeforeValidator(as_list)] | None = Field(
        None, description="states; left out: all"
    )
    ask: Literal["yes"] | None = Field(
        None, description="never taken for one stage, even where a case has only one of them"
    )
    because: Text | None = Field(None, description="what is said where the office is asked")


class EventWords(Strict):
    """Words that mean something that happened in a stage."""

    say: Words
    means: EventIds = Field(description="the event; several where the words alone do not tell")
    kinds: Annotated[list[Kind], BeforeValidator(as_list)] | None = Field(
        None, description="kinds of stage; left out: all others"
    )
    ask: Literal["yes"] | None = Field(None, description="never taken for one event")
    because: Text | None = Field(
        None, description="what the answer says beside the event that was stored, or where it asks"
    )


class WordsPack(Pack):
    """What offices call the stages and what happens in them (`rules/words`)."""

    words: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    stage_words: list[StageWords] = Field(default_factory=list)
    event_words: list[EventWords] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_word_once(self) -> Self:
        for one, other in combinations(self.stage_words, 2):
            apart = _apart(one.plans, other.plans) or _apart(one.states, other.states)
            _refuse_shared(one.say, other.say, apart=apart)
        for first, second in combinations(self.event_words, 2):
            apart = (first.kinds is None) != (second.kinds is None) or _apart(first.kinds, second.kinds)
            _refuse_shared(first.say, second.say, apart=apart)
        return self


def _apart(
    one: list[PlanType] | list[str] | list[Kind] | None, other: list[PlanType] | list[str] | list[Kind] | None
) -> bool:
    return one is not None and other is not None and not set(one) & set(other)


def _refuse_shared(one: list[str], other: list[str], *, apart: bool) -> None:
    shared = {plain(word) for word in one} & {plain(word) for word in other}
    if shared and not apart:
        raise ValueError(
            "each word stands once for a plan type, state and kind of stage; more than once: "
            f"{', '.join(sorted(shared))}"
        )
