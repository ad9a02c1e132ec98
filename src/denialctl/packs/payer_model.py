"""What the file of a payer may say, and a list of payers of whom the same is known (`rules/payers`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from denialctl.packs.model_base import Gap, Pack, SourceEntry, SourceText, StateCode, Strict, Text
from denialctl.packs.stage_model import StageText
from denialctl.vocabulary import PHONE_ABOUT, PlanType


class PhoneText(Strict):
    """A line to call, and the cases that it is for: only the fields decide, never the words of `for`."""

    number: Text
    for_: Text = Field(alias="for", description="what stands beside the number on the call sheet")
    about: Literal[PHONE_ABOUT] = Field(  # type: ignore[valid-type]
        "peer-to-peer", description="what is called about; left out: the peer-to-peer call"
    )
    plans: list[PlanType] | None = Field(
        None, min_length=1, description="the plan types that it serves; left out: all of the payer's"
    )
    states: list[StateCode] | None = Field(
        None, min_length=1, description="the states that it serves; left out: all of the payer's"
    )
    hours: Text | None = None
    source: SourceText


class PayerPack(Pack):
    """What a payer or a reviewing vendor says in its manual (`rules/payers`)."""

    payer: Text
    kind: Literal["payer", "reviewer"]
    aliases: list[Text] = Field(default_factory=list)
    sells: list[PlanType] = Field(
        default_factory=list, description="plan types it is known for; another one is asked about"
    )
    states: list[StateCode] = Field(default_factory=list, description="the states that it speaks for; left out: all")
    phones: list[PhoneText] = Field(default_factory=list)
    stages: dict[Text, StageText] = Field(default_factory=dict)


class ListedPayer(Strict):
    """One payer or vendor of a list: what differs from the others in it."""

    payer: Text
    kind: Literal["payer", "reviewer"] = "payer"
    title: Text | None = Field(None, description="left out: its name")
    aliases: list[Text] = Field(default_factory=list)
    sells: list[PlanType] = Field(
        default_factory=list, description="plan types it is known for; another one is asked about"
    )
    states: list[StateCode] = Field(default_factory=list, description="the states that it speaks for; left out: all")
    regimes: list[PlanType] | None = Field(
        None,
        min_length=1,
        description="the plan types for which it was looked into, and the rules speak; left out: all",
    )
    phones: list[PhoneText] = Field(default_factory=list)
    say: Text | None = Field(None, description="what to do at this payer, in place of the list's `say`")
    question: Text | None = Field(
        None, description="what is open about this payer, in place of the `question` of the list's source"
    )
    ask: Text | None = Field(None, description="where that is settled, in place of the `ask` of the list's source")
    sources: dict[Text, SourceEntry] = Field(
        default_factory=dict, description="its own, in the place of the list's of the same name"
    )
    notes: list[Text] | None = None
    gaps: list[Gap] | None = None


class PayerListPack(Pack):
    """Payers and vendors of whom the same is known, said once for all of them (`rules/payers`)."""

    payers: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    stages: dict[Text, StageText] = Field(description="what holds for each of them; an example is run for each")
    listed: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")], ListedPayer] = Field(
        min_length=1, description="each by a short name, with which `rules show` finds it"
    )
