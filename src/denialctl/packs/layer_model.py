"""What the file of a plan type, of a state, of what is usual and of an office may say.

That of a payer is in `payer_model`.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from denialctl.packs.model_base import Pack, SourceText, StateCode, Strict, Text
from denialctl.packs.stage_model import StageText
from denialctl.vocabulary import PlanType


class PlanTypePack(Pack):
    """The rules of one plan type (`rules/federal`)."""

    regime: PlanType
    state_regulated: Literal["yes", "no", "if-insured"] = Field(
        description="whether the state's insurance or Medicaid rules apply too; if-insured: where the fact `funding` "
        "is insured"
    )
    state_runs: list[Text] | None = Field(
        None, description="stages that a state with a process of its own runs; without its pack they are only a minimum"
    )
    borrows: dict[Text, PlanType] | None = Field(
        None,
        description="stages for which a state's rules for another plan type hold here too, such as the fair hearing of "
        "Medicaid",
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
