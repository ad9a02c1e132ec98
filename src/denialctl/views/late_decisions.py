"""The exhibit: decisions that came late or are overdue, to be attached to a complaint to a regulator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.commands.rounds import Outcome
from denialctl.dates.moments import say, say_day, to_json
from denialctl.timeline.phrases import joined, say_if_known
from denialctl.views.emit import Document, Rows, View
from denialctl.views.page import Grid, Page, Section, Words
from denialctl.views.stats import NOT_ENTERED, span_words

if TYPE_CHECKING:
    from denialctl.commands.rounds import Round
    from denialctl.commands.stats import Statistics

_COLUMNS = ("case", "payer", "stage", "received", "due", "decided", "late by", "authority")
_FIELDS = (
    "case",
    "payer",
    "stage",
    "title",
    "received",
    "due",
    "decided",
    "days_late",
    "hours_late",
    "at_least",
    "authority",
    "confirmed",
)
_NOT_RECORDED = "not recorded"
_PATIENTS = "This list holds patient references beside dates: protected health information."
_FOOT = (
    (
        "Received: when they had the request, the appeal or the file. "
        "Due: the last day or hour of their time, extensions included."
    ),
    "A limit in hours runs through nights, weekends and clock changes.",
    (
        "Where only the day of a decision is known and the limit was an hour, "
        "the decision is taken to have come at the beginning of that day."
    ),
    "Judged: decisions of which the last day is known, and which have come or whose last day is over.",
    "A case that was closed with no decision recorded is not in this list.",
    "A mark in brackets behind an authority: read it in its source before you cite it.",
)


@dataclass(frozen=True, slots=True)
class LateDecisionsView(View):
    """The late decisions; patient references are shown only if they were asked for."""

    found: Statistics
    with_patient: bool

    def page(self) -> Page:
        """Lay the exhibit out."""
        found, share = self.found, self.found.total.late
        percent = "" if share.percent is None else f" ({share.percent}%)"
        under = (
            f"As of {say_day(found.now.day)}: {span_words(found)}",
            f"{share.part} of {share.whole} decisions that can be judged came late or are overdue{percent}",
        )
        rows = tuple(_cells(item, found, with_patient=self.with_patient) for item in found.late)
        header = ("case", "patient", *_COLUMNS[1:]) if self.with_patient else _COLUMNS
        block = Grid(header, rows) if rows else Words("No decision came late, and none is overdue.")
        foot = (*_FOOT, _PATIENTS) if self.with_patient else _FOOT
        return Page(
            title="Decisions late or overdue", under=under, sections=(Section("Decisions", (block,)),), foot=foot
        )

    def data(self) -> Document:
        """Return the exhibit with its counts."""
        found, share = self.found, self.found.total.late
        content: dict[str, Any] = {
            "as_of": found.now.isoformat(),
            "since": to_json(found.since),
            "until": to_json(found.until),
            "payer": found.payer,
            "late": share.part,
            "of": share.whole,
            "rate": share.rate,
            "items": [_data(item, with_patient=self.with_patient) for item in found.late],
        }
        return Document("late", content)

    def rows(self) -> Rows:
        """Return one late decision a row."""
        header = (*_FIELDS, "patient") if self.with_patient else _FIELDS
        listed = (_data(item, with_patient=self.with_patient) for item in self.found.late)
        return Rows(header, [[item[name] for name in header] for item in listed])


def _cells(item: Round, found: Statistics, *, with_patient: bool) -> tuple[str, ...]:
    return (
        str(item.case),
        *((item.patient or "",) if with_patient else ()),
        item.payer or NOT_ENTERED,
        item.title,
        say_if_known(item.asked, _NOT_RECORDED),
        say_if_known(item.due, _NOT_RECORDED),
        say(item.answered) if item.answered is not None else _none_yet(item, found),
        str(item.late),
        joined(item.authority, item.doubt, by=" "),
    )


def _none_yet(item: Round, found: Statistics) -> str:
    return (
        f"none by {say_day(found.now.day)}" if item.outcome is Outcome.PENDING else "none; the case went on without it"
    )


def _data(item: Round, *, with_patient: bool) -> dict[str, Any]:
    late = item.late
    values: dict[str, Any] = {
        "case": item.case,
        "payer": item.payer,
        "stage": item.stage,
        "title": item.title,
        "received": to_json(item.asked),
        "due": to_json(item.due),
        "decided": to_json(item.answered),
        "days_late": late.days if late is not None else None,
        "hours_late": late.hours if late is not None else None,
        "at_least": late is not None and late.at_least,
        "authority": item.authority,
        "confirmed": item.doubt is None,
    }
    return {**values, "patient": item.patient} if with_patient else values
