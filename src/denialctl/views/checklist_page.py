"""A checklist as a page: numbered entries with their boxes, each with its authority, and what of the case belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.data import case_data
from denialctl.dates.moments import say
from denialctl.timeline.data import deadline_data
from denialctl.views import DISCLAIMER
from denialctl.views.as_json import dump
from denialctl.views.ladder import SIGNS, header_lines
from denialctl.views.lines import basis_words, moment_words
from denialctl.views.page import Item, Page, Section, Words

if TYPE_CHECKING:
    from denialctl.commands.checklist import Checklist
    from denialctl.dates.moments import Instant
    from denialctl.packs.guides import GuideLine
    from denialctl.views.page import Block

_NOTICE_WORDS = {"done": "present", "missing": "not found", "not-applicable": "not applicable", "open": "not looked at"}
_WORDS = {**_NOTICE_WORDS, "done": "done", "open": "open"}


def checklist_page(found: Checklist, now: Instant) -> Page:
    """Lay a checklist out for a terminal, a mail or paper."""
    words = _NOTICE_WORDS if found.guide.kind == "notice" else _WORDS
    number = found.view.case.id
    entries = {entry.id: place for place, entry in enumerate(found.guide.entries, start=1)}
    sections = []
    about = _about(found)
    if about:
        sections.append(Section("This case", tuple(about)))
    for part in found.guide.parts:
        blocks: list[Block] = [Words(part.about)] if part.about else []
        said: dict[str, int] = {}
        for entry in part.entries:
            number_of = entries[entry.id]
            blocks.append(_item(entry, found, number_of, words, said.get(entry.if_missing or "")))
            said.setdefault(entry.if_missing or "", number_of)
        sections.append(Section(part.heading, tuple(blocks)))
    how = f"denialctl checklist {number} {found.stage} --done 1,2   --missing 3   --not-applicable 4   --reopen 1"
    title = f"{found.guide.title}: {header_lines(found.view)[0]}"
    return Page(
        title,
        (header_lines(found.view)[1], f"{found.left} of {len(found.guide.entries)} still open · {say(now)}"),
        tuple(sections),
        (f"Answer: {how}", DISCLAIMER),
    )


def _item(entry: GuideLine, found: Checklist, number: int, words: dict[str, str], as_for: int | None) -> Item:
    answer = found.answer_of(entry)
    below = [f"{words[answer]} · {entry.credit}" if answer != "open" else entry.credit]
    if entry.hint:
        below.append(entry.hint.replace("CASE", str(found.view.case.id)))
    if entry.if_missing and answer in ("missing", "open"):
        # The same way out for several entries is written once.
        below.append("If it is not there: " + (f"as for {as_for}." if as_for is not None else entry.if_missing))
    if found.guide.kind != "notice" and answer == "missing":
        return Item(f"{number}  {entry.say}", "missing", tuple(below), "warning")
    return Item(f"{number}  {entry.say}", answer, tuple(below), "warning" if answer == "missing" else "")


def _about(found: Checklist) -> list[Block]:
    """Say what of the case belongs to the list: its days, what must be shown, what is not proved, whom to write to and why."""
    zone = found.view.case.facts.tz
    blocks: list[Block] = []
    for item in found.deadlines:
        if item.clock.ours and item.step in ("file", "request", "evidence", "supply", "cure"):
            plan = f", plan it for {moment_words(item.act_by, zone)}" if item.act_by is not None and item.done_at is None else ""
            done = f" {moment_words(item.done_at, zone)}" if item.done_at is not None else ""
            last = f"last day {moment_words(item.due, zone)}" if item.due is not None else f"last day not known: {item.missing}"
            blocks.append(Item(f"{item.step}: {SIGNS[item.status][1]}{done}; {last}{plan}", below=(basis_words(item), item.say)))
    if found.unproved:
        blocks.append(
            Words("Sent, and nothing proves yet that they received it. It stays on the list until the proof is recorded.", "warning")
        )
    blocks += [Item(f"The reviewer said it would have to be met: {text}", "open", mark="next") for text in found.criteria]
    blocks += [Item(f"Why: {text}") for text in found.reasons]
    if found.stage == "regulator-complaint" and not found.reasons:
        blocks.append(
            Words("Nothing in this case is late, cut short or lacking so far; a complaint may still be about how it was handled.")
        )
    for place in found.regulators:
        where = " · ".join(part for part in (place.phone, place.address) if part)
        doubt = "" if place.confirmed else " [UNCONFIRMED]"
        blocks.append(Item(f"To: {place.name}{f', {where}' if where else ''}{doubt}"))
    if found.stage not in ("notice", "regulator-complaint"):
        blocks += [Item(f"The notice lacked: {entry.say}", below=(entry.if_missing or "",)) for entry in found.defects]
    return blocks


def checklist_json(found: Checklist, now: Instant) -> str:
    """Return a checklist with the answer to each entry."""
    entries = [
        {
            "number": place, "id": entry.id, "part": part.heading, "say": entry.say, "answer": found.answer_of(entry),
            "authority": entry.credit, "confirmed": entry.source.confirmed, "if_missing": entry.if_missing, "hint": entry.hint,
        }
        for place, (part, entry) in enumerate(((part, entry) for part in found.guide.parts for entry in part.entries), start=1)
    ]  # fmt: skip
    content = {
        "as_of": now.isoformat(),
        "case": case_data(found.view.case),
        "stage": found.stage,
        "guide": found.guide.name,
        "open": found.left,
        "entries": entries,
        "deadlines": [deadline_data(item) for item in found.deadlines],
        "criteria": list(found.criteria),
        "reasons": list(found.reasons),
        "regulators": [{"name": place.name, "phone": place.phone, "address": place.address} for place in found.regulators],
        "sent_unproved": found.unproved,
    }
    return dump("checklist", content)
