"""What would change in a case: its ladder today, and as it would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.dates.moments import say
from denialctl.timeline.next_step import next_step_of
from denialctl.timeline.phrases import SIDES, joined, say_last_day, say_planned, say_status
from denialctl.views import DISCLAIMER
from denialctl.views.case import advice_data, advice_item, header_lines
from denialctl.views.emit import Document, View
from denialctl.views.page import Item, Page, Section, Words
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from denialctl.commands.calc import CaseWithTimeline
    from denialctl.commands.what_if import Change, WhatIf
    from denialctl.dates.moments import Instant
    from denialctl.timeline.deadline import Deadline


@dataclass(frozen=True, slots=True)
class WhatIfView(View):
    """Both ladders of a case. There is no form for spreadsheets."""

    found: WhatIf

    def page(self) -> Page:
        """Return what would change, what would stay, and what would be next."""
        found = self.found
        title, *under = header_lines(found.today)
        changed = [change for change in found.changes if change.changed]
        same = [change.then for change in found.changes if not change.changed and change.then is not None]
        stays = [item for item in same if item.status is not Status.MOOT]
        new_advice = [item for item in found.then.advice if item not in found.today.advice]
        sections = [
            Section("Supposed, not recorded", tuple(Item(text) for text in found.supposed)),
            Section(
                "Next",
                (
                    Item(f"as it stands: {next_step_of(found.today.case, found.today.timeline)}"),
                    Item(f"then: {next_step_of(found.then.case, found.then.timeline)}", mark="next"),
                ),
            ),
            Section("What would change", tuple(_changed(change) for change in changed) or (Words("Nothing."),)),
        ]
        if new_advice:
            sections.append(Section("Advice then", tuple(advice_item(item) for item in new_advice)))
        if stays:
            sections.append(Section("What would stay", tuple(Item(f"{_name(item)}: {_said(item)}") for item in stays)))
        looked = f"As it stands {say(found.now)}; then as of {say(found.at)}. Nothing is stored."
        return Page(title=title, under=(*under, looked), sections=tuple(sections), foot=(DISCLAIMER,))

    def data(self) -> Document:
        """Return both ladders, and the ids of the deadlines that differ."""
        found = self.found
        content = {
            "as_of": found.now.isoformat(),
            "supposed": list(found.supposed),
            "today": _ladder_data(found.today, found.now),
            "then": _ladder_data(found.then, found.at),
            "changed": [change.id for change in found.changes if change.changed],
        }
        return Document("what-if", content)


def _changed(change: Change) -> Item:
    item = change.then or change.today
    name = "" if item is None else _name(item)
    return Item(name, below=(f"as it stands: {_said(change.today)}", f"then: {_said(change.then)}"))


def _name(item: Deadline) -> str:
    return f"{SIDES[item.clock].name} {item.stage.replace('-', ' ')}: {item.step}"


def _said(item: Deadline | None) -> str:
    """Return in words the status of a deadline in one of the ladders, with its days."""
    if item is None:
        return "not on the ladder"
    if item.status is Status.MOOT:
        return f"moot ({item.reason})" if item.reason else "moot"
    last = say_last_day(item) if item.due is not None else f"no day ({item.missing})"
    planned = say_planned(item) if item.clock.ours and item.done_at is None else ""
    return joined(last, planned, say_status(item))


def _ladder_data(computed: CaseWithTimeline, at: Instant) -> dict[str, Any]:
    from denialctl.cases.data import case_data  # noqa: PLC0415 - only for scripts
    from denialctl.timeline.data import deadline_data  # noqa: PLC0415 - as above

    return {
        "as_of": at.isoformat(),
        "case": case_data(computed.case),
        "deadlines": [deadline_data(item) for item in computed.timeline.deadlines],
        "advice": [advice_data(item) for item in computed.advice],
        "next": next_step_of(computed.case, computed.timeline),
    }
