"""The call sheet on one page: for a terminal, a mail, or paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant, say
from denialctl.timeline.phrases import (
    capital,
    joined,
    say_arguable,
    say_basis,
    say_done,
    say_last_day,
    say_no_call,
    say_planned,
    say_why_no_call,
)
from denialctl.views import DISCLAIMER
from denialctl.views.case import advice_data
from denialctl.views.emit import Document, View
from denialctl.views.page import Blank, Item, Page, Section, Words

if TYPE_CHECKING:
    from denialctl.commands.prep import CallSheet
    from denialctl.packs.guides import GuideLine, GuidePart
    from denialctl.timeline.deadline import Deadline
    from denialctl.views.page import Block

_ABOUT_THE_CALL = frozenset({"call-first", "call-needed", "no-call-for-exclusion", "records-first"})


@dataclass(frozen=True, slots=True)
class CallSheetView(View):
    """The call sheet of a case, as it is at a moment."""

    sheet: CallSheet
    now: Instant

    def page(self) -> Page:
        """Lay the call sheet out."""
        sheet, facts = self.sheet, self.sheet.computed.case.facts
        number = sheet.computed.case.id
        what = joined(facts.description, f"({facts.code})" if facts.code else "", by=" ")
        sections = [Section("By when", tuple(_deadlines(sheet)))]
        sections += [_section(part, sheet) for part in sheet.guide.parts]
        says = _payer_says(sheet)
        if says:
            sections.append(Section("What this payer says of the call", says, small=True))
        foot = []
        if sheet.blanks():
            names = ", ".join(entry.id for entry in sheet.blanks())
            foot.append(f"Fill a blank: denialctl edit {number} --sheet NAME=TEXT   ({names})")
        kept = "holds patient data: keep it as the chart is kept"
        foot.append(joined(sheet.office, f"made {say(self.now)}", kept, by=" · "))
        return Page(
            title=joined(f"Peer-to-peer call, case {number}", facts.patient, what, by=" · "),
            under=tuple(text for text in _under(sheet) if text),
            sections=tuple(sections),
            foot=(*foot, DISCLAIMER),
            sheet=True,
        )

    def data(self) -> Document:
        """Return every line with its answers, the deadlines around the call, and what is still blank."""
        from denialctl.cases.data import case_data  # noqa: PLC0415 - only for scripts
        from denialctl.timeline.data import deadline_data  # noqa: PLC0415 - as above

        sheet = self.sheet
        around = {"request": sheet.request, "hold": sheet.hold, "papers": sheet.papers, "appeal": sheet.appeal}
        lines = [
            {
                "name": entry.id,
                "ask": entry.say,
                "answers": list(sheet.answers.get(entry.id, ())),
                "authority": entry.credit,
            }
            for part in sheet.guide.parts
            if part.fields
            for entry in part.entries
        ]
        content = {
            "as_of": self.now.isoformat(),
            "case": case_data(sheet.computed.case),
            "not_offered": sheet.not_offered,
            "deadlines": {name: None if item is None else deadline_data(item) for name, item in around.items()},
            "lines": lines,
            "blank": [entry.id for entry in sheet.blanks()],
            "say": [
                {"name": entry.id, "say": _spoken(entry, sheet), "authority": entry.credit}
                for part in sheet.guide.parts
                if not part.fields
                for entry in part.entries
            ],
            "criteria": list(sheet.kept),
            "advice": [advice_data(item) for item in sheet.computed.advice],
        }
        return Document("prep", content)


def _under(sheet: CallSheet) -> tuple[str, str]:
    """Return two lines: who pays under which plan, and what was denied when."""
    facts = sheet.computed.case.facts
    reviewer = f"reviewed by {facts.reviewer}" if facts.reviewer else ""
    denied = f"denied {say(facts.denied)}" if facts.denied else "not denied yet"
    received = f"received {say(facts.received)}" if facts.received else ""
    reason = f"reason: {facts.reason.replace('_', ' ')}" if facts.reason else ""
    urgency = "URGENT" if facts.urgent else "standard"
    return (
        joined(facts.payer, reviewer, sheet.computed.regime_title, facts.state, by=" · "),
        joined(joined(denied, received), urgency, reason, facts.owner, by=" · "),
    )


def _deadlines(sheet: CallSheet) -> list[Block]:
    blocks: list[Block] = []
    if sheet.request is not None and sheet.request.without_call:
        blocks.append(Item(say_no_call(sheet.request), below=say_why_no_call(sheet.request), mark="warning"))
    elif sheet.not_offered is not None:
        blocks.append(Words(f"No call to ask for: {sheet.not_offered}.", "warning"))
    elif sheet.request is not None:
        blocks.append(Item(f"{sheet.request.say} {_by(sheet.request)}", below=_why(sheet.request)))
    if sheet.hold is not None and sheet.hold.status != "moot":
        when = sheet.hold.trigger_at
        agreed = (
            f"{say(when)}: "
            if isinstance(when, Instant) and str(sheet.hold.trigger_event).endswith("scheduled")
            else ""
        )
        blocks.append(
            Item(f"{agreed}hold the call. {_by(sheet.hold)}", below=_why(sheet.hold), mark="next" if agreed else "")
        )
    if sheet.papers is not None and sheet.papers.status not in ("moot", "projected"):
        blocks.append(Item(f"{sheet.papers.say} {_by(sheet.papers)}", below=_why(sheet.papers)))
    if sheet.appeal is not None:
        stage = sheet.computed.timeline.titles.get(sheet.appeal.stage, sheet.appeal.stage)
        blocks.append(Item(f"The call stops no clock. {stage}: {_by(sheet.appeal)}"))
    blocks += [
        Item(f"{advice.say} {advice.because}", mark="next")
        for advice in sheet.computed.advice
        if advice.id in _ABOUT_THE_CALL
    ]
    return blocks


def _payer_says(sheet: CallSheet) -> tuple[Block, ...]:
    """Return what the rule of this payer or its manual adds: who may call, what ends the right, what else matters."""
    notes = sheet.request.notes if sheet.request is not None else ()
    return tuple(Item(note) for note in dict.fromkeys((*notes, *(note for pack in sheet.packs for note in pack.notes))))


def _by(item: Deadline) -> str:
    """Return in one sentence by when, or when it was done."""
    if item.done_at is not None:
        return say_done(item)
    return capital(joined(say_planned(item), joined(say_last_day(item), say_arguable(item)), by="; ")) + "."


def _why(item: Deadline) -> tuple[str, ...]:
    return (f"{item.window} · {say_basis(item)}",)


def _section(part: GuidePart, sheet: CallSheet) -> Section:
    if part.fields:
        blocks: list[Block] = [
            Blank(entry.say, sheet.answers.get(entry.id, ()), entry.hint or "", entry.lines) for entry in part.entries
        ]
    else:
        blocks = [Item(_spoken(entry, sheet)) for entry in part.entries]
    if part.earlier_criteria and sheet.kept:
        blocks.append(Item(f"Said in an earlier call, to be met: {'; '.join(sheet.kept)}"))
    return Section(part.heading, tuple(blocks))


def _spoken(entry: GuideLine, sheet: CallSheet) -> str:
    """Return a sentence with its placeholders filled from the case; what is not known stays in brackets."""
    facts = sheet.computed.case.facts
    words = {
        "{guideline}": "; ".join(sheet.answers.get("guideline", ())) or "(the guideline)",
        "{tried}": "; ".join(sheet.answers.get("tried", ())) or "(treatments, dates, why they failed)",
        "{request}": facts.description or "(the request)",
        "record CASE": f"record {sheet.computed.case.id or 'CASE'}",
    }
    said = entry.say
    for name, text in words.items():
        said = said.replace(name, text)
    return said
