"""What the file of a calendar may say: days on which a payer, a state or an office is closed (`rules/calendars`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from denialctl.dates.calendars import day_in_year
from denialctl.packs.model_base import Pack, SourceText, Strict, Text


def _day_of_every_year(text: str) -> str:
    try:
        day_in_year(text, 2027)
    except ValueError:
        raise ValueError(
            f"{text!r} names no day of every year: write MM-DD, `third monday of january` or `good friday`"
        ) from None
    return text


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
