"""What the file of facts that only some rules ask may say (`rules/facts`)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from denialctl.packs.model_base import Pack, Strict, Text


class QuestionText(Strict):
    """One fact that only some rules ask: how to ask for it, where it stands, what may be answered."""

    question: Text
    where: Text = Field(description="where the office finds the answer")
    answers: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")], Text] = Field(
        min_length=2, description="each answer and what it means"
    )
    assumed: Text | None = Field(
        None,
        description="the answer that is taken until somebody gives one, and said as an assumption; left out: "
        "nothing is taken",
    )
    codes: dict[Text, list[Text]] | None = Field(
        None,
        description="reason codes of the denial that give an answer, by answer. Then what is `assumed` without such a "
        "code is not said beside each date, and what a code gives is",
    )

    @model_validator(mode="after")
    def _assumed_is_an_answer(self) -> Self:
        if self.assumed is not None and self.assumed not in self.answers:
            raise ValueError(f"`assumed` is none of its answers: use {', '.join(self.answers)}")
        if self.codes and self.assumed is None:
            raise ValueError("with `codes`, say also which answer is `assumed` without such a code")
        if strange := [answer for answer in self.codes or () if answer not in self.answers]:
            raise ValueError(f"{strange[0]!r} in `codes` is none of its answers: use {', '.join(self.answers)}")
        return self


class FactsPack(Pack):
    """Facts that only some rules ask (`rules/facts`)."""

    facts: Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")]
    ask: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$")], QuestionText]
