"""A checklist: numbered lines with boxes, each with its authority, and what else of the case is needed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import say
from denialctl.timeline.phrases import joined, say_basis, say_last_day, say_planned, say_status
from denialctl.views import DISCLAIMER
from denialctl.views.case import header_lines
from denialctl.views.emit import Document, View
from denialctl.views.page import Item, Page, Section, Words

if TYPE_CHECKING:
    from denialctl.commands.checklist import Checklist
    from denialctl.dates.moments import Instant
    from denialctl.packs.guides import GuideLine
    from denialctl.views.page import Block

_NOTICE_WORDS = {"done": "present", "missing": "not found", "not-applicable": "not applicable", "open": "not looked at"}
_WORDS = {**_NOTICE_WORDS, "done": "done", "open": "open"}


@dataclass(frozen=True, slots=True)
class ChecklistView(View):
    """A checklist of a case at a moment."""

    found: Checklist
    now: Instant

    def page(self) -> Page:
        """Lay the checklist out for a terminal, a mail or paper."""
        found = self.found
        words = _NOTICE_WORDS if found.guide.kind == "notice" else _WORDS
        entries = {entry.id: place for place, entry in enumerate(found.guide.entries, start=1)}
        sections = []
        about = _about(found)
        if about:
            sections.append(Section("This case", tuple(about)))
        for part in found.guide.parts:
            blocks: list[Block] = [Words(part.about)] if part.about else []
            said: dict[str, int] = {}
            for entry in part.entries:
                number = entries[entry.id]
                blocks.append(_item(entry, found, number, words, said.get(entry.if_missing or "")))
                said.setdefault(entry.if_missing or "", number)
            sections.append(Section(part.heading, tuple(blocks)))
        which, when = header_lines(found.computed)[:2]
        answered = "--done 1,2   --missing 3   --not-applicable 4   --reopen 1"
        return Page(
            title=f"{found.guide.title}: {which}",
            under=(when, f"{found.left} of {len(found.guide.entries)} still open · {say(self.now)}"),
            sections=tuple(sections),
            foot=(f"Answer: denialctl checklist {found.computed.case.id} {found.stage} {answered}", DISCLAIMER),
        )

    def data(self) -> Document:
        """Return the checklist with the answer to each line."""
        from denialctl.cases.data import case_data  # noqa: PLC0415 - only for scripts
        from denialctl.timeline.data import deadline_data  # noqa: PLC0415 - as above

        found = self.found
        listed = [(part, entry) for part in found.guide.parts for entry in part.entries]
        entries = [
            {
                "number": place,
                "id": entry.id,
                "part": part.heading,
                "say": entry.say,
                "answer": found.answer_of(entry),
                "authority": entry.credit,
                "confirmed": entry.source.confirmed,
                "if_missing": entry.if_missing,
                "hint": entry.hint,
            }
            for place, (part, entry) in enumerate(listed, start=1)
        ]
        places = [{"name": place.name, "phone": place.phone, "address": place.address} for place in found.regulators]
        content = {
            "as_of": self.now.isoformat(),
            "case": case_data(found.computed.case),
            "stage": found.stage,
            "guide": found.guide.name,
            "open": found.left,
            "entries": entries,
            "deadlines": [deadline_data(item) for item in found.deadlines],
            "criteria": list(found.criteria),
            "reasons": list(found.reasons),
            "regulators": places,
            "sent_unproved": found.unproved,
        }
        return Document("checklist", content)


def _item(entry: GuideLine, found: Checklist, number: int, words: dict[str, str], as_for: int | None) -> Item:
    answer = found.answer_of(entry)
    below = [f"{words[answer]} · {entry.credit}" if answer != "open" else entry.credit]
    if entry.hint:
        below.append(entry.hint.replace("CASE", str(found.computed.case.id)))
    if entry.if_missing and answer in ("missing", "open"):
        # If several lines have the same remedy, it is printed once.
        below.append("If it is not there: " + (f"as for {as_for}." if as_for is not None else entry.if_missing))
    if found.guide.kind != "notice" and answer == "missing":
        return Item(f"{number}  {entry.say}", "missing", tuple(below), "warning")
    return Item(f"{number}  {entry.say}", answer, tuple(below), "warning" if answer == "missing" else "")


def _about(found: Checklist) -> list[Block]:
    """Return what else is needed: the days of the stage, what to show, what is not proved yet, whom to write to."""
    blocks: list[Block] = []
    for item in found.deadlines:
        if item.clock.ours and item.step in ("file", "request", "evidence", "supply", "cure"):
            days = joined(say_last_day(item), say_planned(item) if item.done_at is None else "")
            blocks.append(Item(f"{item.step}: {say_status(item)}; {days}", below=(say_basis(item), item.say)))
    if found.unproved:
        blocks.append(
            Words(
                "Sent, and nothing proves yet that they received it. It stays on the list until the proof is recorded.",
                "warning",
            )
        )
    blocks += [
        Item(f"The reviewer said it would have to be met: {text}", "open", mark="next") for text in found.criteria
    ]
    blocks += [Item(f"Why: {text}") for text in found.reasons]
    if found.stage == "regulator-complaint" and not found.reasons:
        blocks.append(
            Words(
                "Nothing in this case is late, cut short or lacking so far; "
                "a complaint may still be about how it was handled."
            )
        )
    for place in found.regulators:
        where = " · ".join(part for part in (place.phone, place.address) if part)
        doubt = "" if place.confirmed else " [check the number]"
        blocks.append(Item(f"To: {place.name}{f', {where}' if where else ''}{doubt}"))
    if found.stage not in ("notice", "regulator-complaint"):
        blocks += [Item(f"The notice lacked: {entry.say}", below=(entry.if_missing or "",)) for entry in found.defects]
    return blocks
