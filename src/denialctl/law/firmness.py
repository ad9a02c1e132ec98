"""How firm a rule is, in words that an office can use: read, from a guide, or sources that disagree.

Each rule carries the status of its source. An office need not know seven statuses: it needs to know whether to check
the letter.
"""

from __future__ import annotations

from enum import StrEnum

from denialctl.vocabulary import CONFIRMED


class Firmness(StrEnum):
    """The three grades of a rule, the firmest first; `our-reading` is the first grade where the text leaves a gap."""

    READ = "read"
    OUR_READING = "our-reading"
    GUIDE = "guide"
    DISAGREE = "disagree"

    @property
    def text_was_read(self) -> bool:
        """True if somebody read the rule in its own text, even if that text leaves the point open."""
        return self in (Firmness.READ, Firmness.OUR_READING)

    @property
    def mark(self) -> str:
        """The one short mark that stands beside a date; empty where the rule was read."""
        return _MARKS[self]

    @property
    def words(self) -> str:
        """What the mark means, as the glossary has it."""
        return _WORDS[self]


_OF_STATUS = {"interpretive": Firmness.OUR_READING, "conflict": Firmness.DISAGREE}

_MARKS = {
    Firmness.READ: "",
    Firmness.OUR_READING: "[our reading]",
    Firmness.GUIDE: "[check the letter]",
    Firmness.DISAGREE: "[sources disagree]",
}

_WORDS = {
    Firmness.READ: "from its own text",
    Firmness.OUR_READING: "our reading: the text was read and leaves this open, so the safe day is shown",
    Firmness.GUIDE: "not from its own text: check the letter",
    Firmness.DISAGREE: "sources disagree: act on the earlier day",
}


def firmness_of(status: str) -> Firmness:
    """Return the grade of a rule, from the status of its source (`seen`, `recalled`, `conflict` ...)."""
    return Firmness.READ if status in CONFIRMED else _OF_STATUS.get(status, Firmness.GUIDE)


def marked(text: str, status: str) -> str:
    """Return a text, such as an authority, with the mark of its grade behind it."""
    mark = firmness_of(status).mark
    return f"{text} {mark}" if mark else text


def say_firmness(status: str) -> str:
    """Return the grade in a few words, with the status itself where the rule was not read: for `--explain`."""
    words = firmness_of(status).words
    return words if status in CONFIRMED else f"{words} ({status})"
