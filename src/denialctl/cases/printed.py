"""A window as a letter prints it: `60 days`, `2 business days`, `sixty (60) days`.

It is kept as it was printed. From which moment it is counted, and how, depends on the
stage for which it is printed (`timeline/letters.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from denialctl.dates.moments import Moment
from denialctl.dates.windows import Span, Unit
from denialctl.errors import UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class PrintedWindow:
    """An amount of time that a letter prints, with its words."""

    span: Span
    words: str

    @property
    def said(self) -> str:
        """The words, and how they are read: days without a further word are calendar days."""
        return self.words if self.words == str(self.span) else f"{self.words}, read as {self.span}"

    def isoformat(self) -> str:
        """Return the text that is stored for it (named like the method of the dates that a letter may print)."""
        return self.words


Printed = Moment | PrintedWindow
"""What a letter prints for a stage: its last day, or the time that it gives."""

_UNIT: Final = {
    "hour": Unit.HOURS, "hr": Unit.HOURS,
    "day": Unit.CALENDAR_DAYS, "calendar day": Unit.CALENDAR_DAYS,
    "business day": Unit.BUSINESS_DAYS, "working day": Unit.BUSINESS_DAYS,
    "week": Unit.CALENDAR_DAYS, "calendar week": Unit.CALENDAR_DAYS,
    "month": Unit.MONTHS, "calendar month": Unit.MONTHS, "year": Unit.YEARS, "calendar year": Unit.YEARS,
}  # fmt: skip
_MOST: Final = {Unit.HOURS: 1000, Unit.CALENDAR_DAYS: 1000, Unit.BUSINESS_DAYS: 300, Unit.MONTHS: 60, Unit.YEARS: 10}
"""The longest time that is accepted in each unit; more is a typing error."""

_SMALL: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Final = {
    **{word: value for value, word in enumerate(_SMALL, start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}

_NAMES_A_TIME = re.compile(r"\b(hours?|hrs?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
_WINDOW = re.compile(
    r"(?P<amount>.+?)[ -](?P<unit>(?:calendar|business|working)?[ -]?(?:hour|hr|day|week|month|year))s?"
)
_RANGE = re.compile(r"\d+ ?(?:-|–|\.\.+| to | or ) ?\d+|\b(?:to|or)\b|–")
_IN_BRACKETS = re.compile(r"(?P<first>[^()]+?) ?\((?P<second>[^()]+)\)")
_HOW: Final = (
    "Write it as the letter does, an amount and a unit: "
    '"60 days", "2 business days", "48 hours", "4 months", "sixty (60) days".'
)


def read_printed(text: str, moment: Callable[[str], Moment]) -> Printed:
    """Read what a letter prints for a stage: a date or an instant, which `moment` reads, or a window.

    Raises `UsageError` if it is neither.
    """
    if _NAMES_A_TIME.search(text):
        return read_window(text)
    try:
        return moment(text)
    except UsageError as error:
        raise UsageError(
            error.sentence, f'{error.way_out} Or the time as the letter prints it, such as "60 days".'
        ) from None


def read_window(text: str) -> PrintedWindow:
    """Read a window as a letter prints it; raises `UsageError` for a range and for two numbers that differ."""
    words = " ".join(re.sub(r"(\d)([a-z])", r"\1 \2", text.lower()).split())
    match = _WINDOW.fullmatch(words.removeprefix("within "))
    if match is None or (named := " ".join(match["unit"].replace("-", " ").split())) not in _UNIT:
        raise UsageError(f"I cannot read the letter's time {quoted(text)}.", _HOW)
    if _RANGE.search(match["amount"]):
        way_out = "Which end holds is not known: enter the shorter one, or the last day as a date."
        raise UsageError(f"The letter's time {quoted(text)} is a range.", way_out)
    amount = _amount(match["amount"], text)
    unit = _UNIT[named]
    days = amount * 7 if named.endswith("week") else amount
    if not 1 <= days <= _MOST[unit]:
        raise UsageError(f"The letter's time {quoted(text)} cannot be right.", _HOW)
    return PrintedWindow(Span(days, days, unit), words)


def _amount(words: str, text: str) -> int:
    """Read an amount in digits, in number words, or in one with the other in brackets, as letters print it."""
    both = _IN_BRACKETS.fullmatch(words)
    if both is None:
        return _number(words, text)
    first, second = _number(both["first"], text), _number(both["second"], text)
    if first != second:
        way_out = "Look at the letter again, and enter the one that stands there."
        raise UsageError(f"The letter's time {quoted(text)} names two numbers.", way_out)
    return first


def _number(words: str, text: str) -> int:
    if words.isascii() and words.isdigit() and len(words) <= 4:
        return int(words)
    total = 0
    for place, word in enumerate(re.split(r"[ -]", words.strip())):
        if word == "hundred" and 1 <= total <= 9:
            total *= 100
        elif word == "and" and place and total % 100 == 0:
            continue
        elif word in _NUMBERS and _fits(total, _NUMBERS[word]):
            total += _NUMBERS[word]
        else:
            raise UsageError(f"I cannot read the letter's time {quoted(text)}.", _HOW)
    return total


def _fits(total: int, value: int) -> bool:
    """True if a number word may follow what was read so far: `sixty five`, not `five sixty`."""
    rest = total % 100
    return rest == 0 or (rest % 10 == 0 and rest >= 20 and value < 10)
