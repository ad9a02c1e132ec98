"""What the file of a dated order may say: deadlines that it moved, or days that are not counted (`rules/overrides`)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from denialctl.packs.model_base import Day, Pack, SourceText, StateCode, Strict, Text
from denialctl.vocabulary import PlanType


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
