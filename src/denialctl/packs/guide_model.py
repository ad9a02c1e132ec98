"""What a guide file may say, as pydantic models (`rules/guides`)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from denialctl.packs.model_base import ConditionsText, Pack, SourceText, Strict, Text

EntryId = Annotated[str, Field(pattern="^[a-z][a-z0-9-]*$", examples=["physician-statement"])]


class GuideEntry(Strict):
    """One line of a guide: what to do, to have, to look for or to say, and who says so."""

    id: EntryId
    say: Text = Field(
        description="the line as a coordinator reads it; in advice, {words} in braces are filled in by the program"
    )
    when: ConditionsText | None = Field(None, description="for which cases; left out: for all")
    authority: Text
    because: Text | None = Field(None, description="advice: the reason, in one sentence")
    if_missing: Text | None = Field(
        None, description="what it opens if a notice lacks it, or what is lost if a filing does"
    )
    hint: Text | None = Field(None, description="where the office finds it, or how to write it")
    duty: Literal["no"] | None = Field(
        None,
        description="a notice: no law asks for this line, so that its lack is no defect and breaches nothing; "
        "left out: it is a duty",
    )
    many: Literal["yes"] | None = Field(None, description="a field that takes several values")
    lines: Annotated[str, Field(pattern="^[1-9]$")] | None = Field(
        None, description="blank lines on paper where it is not filled in"
    )
    source: SourceText


class GuidePartText(Strict):
    """Entries under one heading."""

    heading: Text
    about: Text | None = None
    fields: Literal["yes"] | None = Field(None, description="a call sheet: entries that are filled in")
    earlier_criteria: Literal["yes"] | None = Field(
        None,
        description="a call sheet: below these lines stands what a reviewer said in an earlier call would have to be "
        "met",
    )
    entries: list[GuideEntry] = Field(min_length=1)


class GuidePack(Pack):
    """A checklist, the content of a notice, the call sheet, or the sentences of advice (`rules/guides`)."""

    guide: EntryId
    kind: Literal["checklist", "notice", "sheet", "advice", "script"]
    about: Text | None = None
    for_stages: list[Text] = Field(default_factory=list, description="the stages that a checklist is for")
    parts: list[GuidePartText] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = [
            name
            for name, count in Counter(entry.id for part in self.parts for entry in part.entries).items()
            if count > 1
        ]
        if twice:
            raise ValueError(f"each id stands once in a guide; more than once: {', '.join(sorted(twice))}")
        if (self.kind == "checklist") != bool(self.for_stages):
            raise ValueError("a checklist names its `for_stages`, and nothing else does")
        if self.kind != "notice" and any(entry.duty for part in self.parts for entry in part.entries):
            raise ValueError("`duty` belongs to the lines of a notice")
        if self.kind != "sheet" and any(part.earlier_criteria for part in self.parts):
            raise ValueError("`earlier_criteria` belongs to the parts of a call sheet")
        return self
