"""Two ladders side by side: as it stands, and as it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.cases.data import case_data
from denialctl.dates.moments import say
from denialctl.timeline.data import deadline_data
from denialctl.timeline.next_step import next_step_of
from denialctl.views import DISCLAIMER
from denialctl.views.as_json import advice_data, dump
from denialctl.views.ladder import SIGNS, header_lines
from denialctl.views.page import Item, Page, Section, Words
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from denialctl.commands.calc import CaseView
    from denialctl.commands.what_if import Change, WhatIf
    from denialctl.dates.moments import Instant
    from denialctl.timeline.deadline import Deadline

_WHOSE = {"provider": "YOU", "plan": "PLAN", "reviewer": "REVIEWER"}


def what_if_page(found: WhatIf) -> Page:
    """Lay out what would change, what would stay, and what would be next."""
    title, *under = header_lines(found.today)
    changed = [change for change in found.changes if change.changed]
    same = [change for change in found.changes if not change.changed and change.then is not None and change.then.status is not Status.MOOT]
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
        sections.append(Section("Advice then", tuple(Item(item.say, below=(f"{item.because} ({item.authority})",)) for item in new_advice)))
    if same:
        sections.append(Section("What would stay", tuple(Item(f"{_name(change.then)}: {_said(change.then)}") for change in same)))
    looked = f"As it stands {say(found.now)}; then as of {say(found.at)}. Nothing is stored."
    return Page(title, (*under, looked), tuple(sections), (DISCLAIMER,))


def _changed(change: Change) -> Item:
    item = change.then or change.today
    return Item(_name(item), below=(f"as it stands: {_said(change.today)}", f"then: {_said(change.then)}"))


def _name(item: Deadline | None) -> str:
    return "" if item is None else f"{_WHOSE[str(item.clock)]} {item.stage.replace('-', ' ')}: {item.step}"


def _said(item: Deadline | None) -> str:
    if item is None:
        return "not on the ladder"
    if item.status is Status.MOOT:
        return f"moot ({item.reason})" if item.reason else "moot"
    due = f"last day {say(item.due)}" if item.due is not None else f"no day ({item.missing})"
    plan = f", plan it for {say(item.act_by)}" if item.act_by is not None and item.clock.ours and item.done_at is None else ""
    done = f" {say(item.done_at)}" if item.done_at is not None else ""
    return f"{due}{plan}, {SIGNS[item.status][1]}{done}"


def what_if_json(found: WhatIf) -> str:
    """Return both ladders, and the ids of what differs."""
    content = {
        "as_of": found.now.isoformat(),
        "supposed": list(found.supposed),
        "today": _view(found.today, found.now),
        "then": _view(found.then, found.at),
        "changed": [change.id for change in found.changes if change.changed],
    }
    return dump("what-if", content)


def _view(view: CaseView, at: Instant) -> dict[str, Any]:
    return {
        "as_of": at.isoformat(),
        "case": case_data(view.case),
        "deadlines": [deadline_data(item) for item in view.timeline.deadlines],
        "advice": [advice_data(item) for item in view.advice],
        "next": next_step_of(view.case, view.timeline),
    }
