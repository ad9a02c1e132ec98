"""The small language of rule packs: `60 calendar days`, `3..7 business days`, `internal-appeal.decided`.

Each reader raises `ValueError` with a sentence that says what is allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from denialctl.cases.facts import CASE_EVENTS
from denialctl.dates.windows import Span, Unit
from denialctl.vocabulary import OUTCOMES, STEPS

_SPAN = re.compile(r"(\d+)(?:\.\.(\d+))? (\D+)")
_UNITS: Final = {
    "hour": Unit.HOURS,
    "hours": Unit.HOURS,
    "calendar day": Unit.CALENDAR_DAYS,
    "calendar days": Unit.CALENDAR_DAYS,
    "business day": Unit.BUSINESS_DAYS,
    "business days": Unit.BUSINESS_DAYS,
    "month": Unit.MONTHS,
    "months": Unit.MONTHS,
    "year": Unit.YEARS,
    "years": Unit.YEARS,
}

STAGE_EVENTS: Final = (*OUTCOMES, "decided", "due")
"""Moments of one stage: a recorded event, any decision (`decided`), or the day its decision was due (`due`)."""

_LEAD = re.compile(r"([a-z_]+) (at least|less than) (\d+) hours before ([a-z_]+)")

_STAGE = r"[a-z][a-z0-9-]*"
_TOKEN = re.compile(rf"(?:({_STAGE})\.)?([a-z][a-z_-]*)(?:\.(received|due))?")


def read_span(text: str) -> Span:
    """Read an amount and its unit."""
    match = _SPAN.fullmatch(text.strip())
    unit = _UNITS.get(match[3].strip()) if match else None
    if match is None or unit is None:
        hint = "say `calendar days` or `business days`" if re.fullmatch(r"[\d.]+ days?", text.strip()) else ""
        allowed = "an amount and a unit: hours, calendar days, business days, months or years; a range as 3..7"
        raise ValueError(f"{text!r} is no window: {hint or allowed}")
    near = int(match[1])
    far = int(match[2]) if match[2] else near
    if far < near:
        raise ValueError(f"the range {text!r} runs backwards")
    return Span(near, far, unit)


def read_event(text: str) -> str:
    """Check the name of an event from which a window may be counted, and return it."""
    name = text.strip()
    if name in CASE_EVENTS or name == "denial" or name.removesuffix(".received") in STAGE_EVENTS:
        return name
    match = _TOKEN.fullmatch(name)
    if match is not None and match[1] is not None:
        if match[2] in STAGE_EVENTS and match[3] in (None, "received"):
            return name
        if match[2] in STEPS and match[3] == "due":
            return name
        if match[1] == "previous" and match[2] in ("decided", "received", "due") and match[3] is None:
            return name
    raise ValueError(
        f"{text!r} is no event: use one of the case ({', '.join(CASE_EVENTS)}), of this stage "
        f"({', '.join(STAGE_EVENTS)}), of another one (internal-appeal.filed, internal-appeal.decided.received), "
        "previous.decided, previous.received, previous.due, or the deadline of a step (internal-appeal.file.due)"
    )


@dataclass(frozen=True, slots=True)
class Lead:
    """Whether one moment of a case comes at least, or less than, so many elapsed hours before another."""

    first: str
    second: str
    hours: int
    at_least: bool

    @property
    def key(self) -> str:
        """The name of the question; the same for `at least` and `less than`."""
        return f"lead:{self.first}:{self.hours}:{self.second}"


def read_lead(text: str) -> Lead:
    """Read `requested at least 24 hours before service_ends`, or the same with `less than`."""
    match = _LEAD.fullmatch(text.strip())
    if match is None or match[1] not in CASE_EVENTS or match[4] not in CASE_EVENTS or match[1] == match[4]:
        raise ValueError(
            f"{text!r} compares no two moments: "
            "write `requested at least 24 hours before service_ends`, or `less than`, "
            f"with two dates of the case ({', '.join(CASE_EVENTS)})"
        )
    return Lead(match[1], match[4], int(match[3]), match[2] == "at least")


def check_lead(text: str) -> str:
    """Check the comparison of two moments, and return it as it was written."""
    read_lead(text)
    return text


def check_notice(text: str) -> str:
    """Check the name of a notice that they owe (STAGE.STEP), and return it."""
    stage, _, step = text.rpartition(".")
    if re.fullmatch(_STAGE, stage) is None or step not in STEPS:
        raise ValueError(f"{text!r} is no notice of theirs: write STAGE.STEP, such as continuation-of-benefits.deliver")
    return text


def read_clock_time(text: str) -> time:
    """Read a time such as `12:00`; the YAML loader keeps it as text."""
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time of day: write HH:MM, such as 12:00, or close-of-business")
    return time(int(match[1]), int(match[2]))


def read_day(text: object) -> object:
    """Read an ISO date and nothing else (pydantic would also take a number as seconds since 1970)."""
    if isinstance(text, date):
        return text
    if not isinstance(text, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None:
        raise ValueError("write the date as YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no such day as {text}") from None


def say_question(question: str, ask: str | None) -> str:
    """Return an open question with where it is settled, if a rule says that."""
    return f"{question} Ask: {ask.rstrip('.')}." if ask else question


def say_event(token: str) -> str:
    """Return an event in words."""
    if token in CASE_EVENTS:
        return CASE_EVENTS[token]
    stage, _, event = token.rpartition(".")
    words = {
        "decided": "the decision",
        "received": "receipt of the decision",
        "due": "the day on which the decision was due",
        "filed": "the filing",
        "upheld": "the denial upheld",
        "info-requested": "the request for information",
        "info-supplied": "our answer to the request for information",
        "extended": "the notice of extension",
        "acknowledged": "the acknowledgement",
        "forwarded": "the forwarding of the file",
        "requested": "the request",
        "approved": "the approval",
        "dismissed": "the dismissal",
        "pending-documents": "the call that left documents to send",
        "expedite-refused": "the refusal to expedite",
    }
    where = stage.replace(".", " ").replace("-", " ")
    said = words.get(event, event.replace("-", " "))
    return f"{said} ({where})" if where and where != "previous" else said
