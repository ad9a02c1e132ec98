"""The call sheet on one page: for a terminal, for a mail, for the physician's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.data import case_data
from denialctl.dates.moments import Instant, say
from denialctl.timeline.data import deadline_data
from denialctl.views import DISCLAIMER
from denialctl.views.as_json import advice_data, dump
from denialctl.views.lines import basis_words, moment_words
from denialctl.views.page import Blank, Item, Page, Section, Words

if TYPE_CHECKING:
    from denialctl.commands.prep import CallSheet
    from denialctl.packs.guides import GuideLine, Part
    from denialctl.timeline.deadline import Deadline
    from denialctl.views.page import Block

_ABOUT_THE_CALL = frozenset({"call-first", "call-needed", "no-call-for-exclusion", "records-first"})


def call_sheet_page(sheet: CallSheet, now: Instant) -> Page:
    """Lay the call sheet out."""
    facts = sheet.view.case.facts
    number = sheet.view.case.id
    what = " ".join(part for part in (facts.description, f"({facts.code})" if facts.code else "") if part)
    title = " · ".join(part for part in (f"Peer-to-peer call, case {number}", facts.patient, what) if part)
    denied = f"denied {say(facts.denied)}" if facts.denied else "not denied yet"
    received = f", received {say(facts.received)}" if facts.received else ""
    under = [
        " · ".join(
            part for part in (facts.payer, facts.reviewer and f"reviewed by {facts.reviewer}", sheet.view.regime_title, facts.state) if part
        ),
        " · ".join(
            [
                f"{denied}{received}",
                "URGENT" if facts.urgent else "standard",
                *([f"reason: {facts.reason.replace('_', ' ')}"] if facts.reason else []),
                *([facts.owner] if facts.owner else []),
            ]
        ),
    ]
    sections = [Section("By when", tuple(_deadlines(sheet)))]
    sections += [_section(part, sheet) for part in sheet.guide.parts]
    says = _payer_says(sheet)
    if says:
        sections.append(Section("What this payer says of the call", says, small=True))
    foot = [f"Fill a blank: denialctl edit {number} --sheet NAME=TEXT   ({_names(sheet)})"] if sheet.blanks() else []
    made = " · ".join(part for part in (sheet.office, f"made {say(now)}", "holds patient data: keep it as the chart is kept") if part)
    return Page(title, tuple(text for text in under if text), tuple(sections), (*foot, made, DISCLAIMER), sheet=True)


def _names(sheet: CallSheet) -> str:
    return ", ".join(entry.id for entry in sheet.blanks())


def _deadlines(sheet: CallSheet) -> list[Block]:
    blocks: list[Block] = []
    if sheet.not_offered is not None:
        blocks.append(Words(f"No call to ask for: {sheet.not_offered}.", "warning"))
    elif sheet.request is not None:
        blocks.append(Item(f"{sheet.request.say} {_by(sheet.request, sheet)}", below=_why(sheet.request)))
    if sheet.hold is not None and sheet.hold.status != "moot":
        when = sheet.hold.trigger_at
        agreed = f"{say(when)}: " if isinstance(when, Instant) and str(sheet.hold.trigger_event).endswith("scheduled") else ""
        blocks.append(Item(f"{agreed}hold the call. {_by(sheet.hold, sheet)}", below=_why(sheet.hold), mark="next" if agreed else ""))
    if sheet.papers is not None and sheet.papers.status not in ("moot", "projected"):
        blocks.append(Item(f"{sheet.papers.say} {_by(sheet.papers, sheet)}", below=_why(sheet.papers)))
    if sheet.appeal is not None:
        stage = sheet.view.timeline.titles.get(sheet.appeal.stage, sheet.appeal.stage)
        blocks.append(Item(f"The call stops no clock. {stage}: {_by(sheet.appeal, sheet)}"))
    blocks += [Item(f"{advice.say} {advice.because}", mark="next") for advice in sheet.view.advice if advice.id in _ABOUT_THE_CALL]
    return blocks


def _payer_says(sheet: CallSheet) -> tuple[Block, ...]:
    """Return what this payer's rule and manual add: who may call, what ends the request, what else counts."""
    notes = sheet.request.notes if sheet.request is not None else ()
    return tuple(Item(note) for note in dict.fromkeys((*notes, *(note for pack in sheet.packs for note in pack.notes))))


def _by(item: Deadline, sheet: CallSheet) -> str:
    zone = sheet.view.case.facts.tz
    if item.done_at is not None:
        return f"done {moment_words(item.done_at, zone)}"
    plan = f"plan it for {moment_words(item.act_by, zone)}" if item.act_by is not None else ""
    last = f"last day {moment_words(item.due, zone)}" if item.due is not None else f"last day not known: {item.missing}"
    arguable = f", arguable until {moment_words(item.latest, zone)}" if item.latest is not None and item.latest != item.due else ""
    said = "; ".join(part for part in (plan, f"{last}{arguable}") if part)
    return f"{said[:1].upper()}{said[1:]}."


def _why(item: Deadline) -> tuple[str, ...]:
    return (f"{item.window} · {basis_words(item)}",)


def _section(part: Part, sheet: CallSheet) -> Section:
    if part.fields:
        blocks: list[Block] = [Blank(entry.say, sheet.answers.get(entry.id, ()), entry.hint or "", entry.lines) for entry in part.entries]
    else:
        blocks = [Item(_spoken(entry, sheet)) for entry in part.entries]
    if part.heading == "Why it was denied" and sheet.kept:
        blocks.append(Item(f"Said in an earlier call, to be met: {'; '.join(sheet.kept)}"))
    return Section(part.heading, tuple(blocks))


def _spoken(entry: GuideLine, sheet: CallSheet) -> str:
    """Return a sentence with what the case holds in place of its placeholders; what it lacks stays in round brackets."""
    facts = sheet.view.case.facts
    words = {
        "{guideline}": "; ".join(sheet.answers.get("guideline", ())) or "(the guideline)",
        "{tried}": "; ".join(sheet.answers.get("tried", ())) or "(treatments, dates, why they failed)",
        "{request}": facts.description or "(the request)",
        "record CASE": f"record {sheet.view.case.id or 'CASE'}",
    }
    said = entry.say
    for name, text in words.items():
        said = said.replace(name, text)
    return said


def call_sheet_json(sheet: CallSheet, now: Instant) -> str:
    """Return the call sheet: every line with its answers, the deadlines around it, and what is still blank."""
    around = {"request": sheet.request, "hold": sheet.hold, "papers": sheet.papers, "appeal": sheet.appeal}
    lines = [
        {"name": entry.id, "ask": entry.say, "answers": list(sheet.answers.get(entry.id, ())), "authority": entry.credit}
        for part in sheet.guide.parts
        if part.fields
        for entry in part.entries
    ]
    content = {
        "as_of": now.isoformat(),
        "case": case_data(sheet.view.case),
        "not_offered": sheet.not_offered,
        "deadlines": {name: deadline_data(item) if item is not None else None for name, item in around.items()},
        "lines": lines,
        "blank": [entry.id for entry in sheet.blanks()],
        "say": [
            {"name": entry.id, "say": _spoken(entry, sheet), "authority": entry.credit}
            for part in sheet.guide.parts
            if not part.fields
            for entry in part.entries
        ],
        "criteria": list(sheet.kept),
        "advice": [advice_data(item) for item in sheet.view.advice],
    }
    return dump("prep", content)
