"""What a file of weights may say: how many people a plan type and a state have (`rules/weights`).

No date hangs on it.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from denialctl.packs.model_base import Pack, SourceText, StateCode, Strict, Text
from denialctl.vocabulary import PlanType

Million = Annotated[Text, Field(pattern=r"^\d+(\.\d+)?$", examples=["83", "0.3"])]
Number = Annotated[Text, Field(pattern=r"^\d+$", examples=["39538223"])]


class PlanTypePeople(Strict):
    """People by plan type."""

    unit: Literal["million people"]
    source: SourceText
    people: dict[PlanType, Million] = Field(min_length=1)


class StatePeople(Strict):
    """People by state."""

    unit: Literal["people"]
    source: SourceText
    people: dict[StateCode, Number] = Field(min_length=1)

    @model_validator(mode="after")
    def _somebody_lives_there(self) -> Self:
        if not any(int(number) for number in self.people.values()):
            raise ValueError("no state has any people: nothing can be weighed")
        return self


class WeightsPack(Pack):
    """People by plan type and by state (`rules/weights`)."""

    weights: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    plan_types: PlanTypePeople
    states: StatePeople
