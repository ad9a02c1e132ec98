"""What the file of a body of law may say: rules that several plan types share, and the few words that differ."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, create_model

from denialctl.packs.model_base import ConditionsText, Pack, Strict, Text, as_list
from denialctl.packs.rule_model import Example, ExampleCase, RuleText
from denialctl.packs.stage_model import StageText
from denialctl.vocabulary import STEPS, PlanType

Name = Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]


class ReachText(Strict):
    """For which plan types something stands, where it is not for all that the law reaches."""

    only: list[PlanType] | None = Field(None, description="for these plan types alone")
    except_: list[PlanType] | None = Field(None, alias="except", description="for all plan types of the law but these")


class LawNote(ReachText):
    """A note that only some of the plan types have."""

    note: Text


class LawExample(Example, ReachText):
    """A worked example: it is run for every plan type that its rule reaches."""


class LawRule(RuleText, ReachText):
    """A rule that several plan types share."""

    cases: Name | None = Field(
        None, description="a name of the law's `cases`: only such cases, and the plan types that have them"
    )
    notes: list[Text | LawNote] | None = None  # type: ignore[assignment]
    examples: list[LawExample] | None = None  # type: ignore[assignment]


_Steps = Annotated[list[LawRule], BeforeValidator(as_list)]
_STEPS: dict[str, Any] = {
    name: (_Steps | None, Field(default=None, alias=field.alias, description=field.description))
    for name, field in StageText.model_fields.items()
    if (field.alias or name) in STEPS
}
LawStage = create_model(
    "LawStage", __base__=(StageText, ReachText), __doc__="One stage as a body of law describes it.", **_STEPS
)


class CasesOf(Strict):
    """Which cases of one plan type are meant."""

    when: ConditionsText | None = None
    given: ExampleCase | None = Field(None, description="what an example needs so that it is such a case")


class LawPack(Pack):
    """A body of law (`rules/law`): written once, for every plan type that is under it."""

    law: Name
    usually: dict[Name, str] = Field(
        default_factory=dict, description="words of the plan types that say nothing else in `reaches`"
    )
    reaches: dict[PlanType, dict[Name, str]] = Field(
        min_length=1, description="the plan types, each with the words in which it differs"
    )
    cases: dict[Name, dict[PlanType, CasesOf]] = Field(
        default_factory=dict, description="cases that rules share, by plan type"
    )
    notes: list[Text | LawNote] | None = None  # type: ignore[assignment]
    stages: dict[Text, LawStage]  # type: ignore[valid-type]
