"""The moment from which a window is counted: recorded, on the notice, or projected until it happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Protocol

from denialctl.cases.facts import CASE_EVENTS
from denialctl.cases.papers import unanswered
from denialctl.dates.moments import Instant, day_of
from denialctl.dates.windows import Anchor
from denialctl.law.wording import say_event
from denialctl.timeline.ladder import INITIAL, Ladder
from denialctl.timeline.situation import happening_of, notices_of
from denialctl.vocabulary import DECISIONS, STEPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.calendars import Calendar
    from denialctl.dates.moments import Moment

_FORESEEABLE = frozenset({"filed", "decided", "due"})
"""Events that every case expects: until they happen they are projected. Others may never happen."""


def _the_date_of(words: str) -> str:
    return words if words.startswith(("the date", "the day")) else f"the date of {words}"


def _day_that_ended(moment: Moment | None) -> Moment | None:
    """Return midnight at the end of a day as that day: days are counted from it, not from the next one."""
    if isinstance(moment, Instant) and moment.local.time() == time(0):
        return moment.day - timedelta(days=1)
    return moment


def _anchor_on(item: Happening, name: str, words: str, *, receipt: bool) -> Anchor:
    """Return the anchor for a recorded event: its date, or the day on which it was received."""
    if not receipt:
        return Anchor(name, words, item.on)
    missing = f"the day on which {words} was received"
    return Anchor(name, f"receipt of {words}", item.received, notice=item.on, receipt=True, missing=missing)


class DueTimes(Protocol):
    """What anchors need to know about other steps: when they are due, and whether that is only projected."""

    def due_of(self, stage: str, step: str) -> tuple[Moment | None, bool, str | None]:
        """Return the due moment of a step, whether it is projected, and what is missing."""
        ...

    def near_of(self, stage: str, step: str) -> Moment | None:
        """Return the earliest end of a time of theirs, if it may be shorter than its due day; else None."""
        ...

    def calendar(self, name: str) -> Calendar:
        """Return a calendar by the name that a rule gives."""
        ...


class StageView:
    """A case seen from one of its stages: events, calendars, zone (the `WindowContext` of its windows)."""

    def __init__(
        self, ladder: Ladder, stage: str, due_times: DueTimes, disregarded: tuple[date, date] | None = None
    ) -> None:
        self._case, self._ladder, self._stage, self._due_times = ladder.case, ladder, stage, due_times
        self._disregarded = disregarded

    @property
    def case(self) -> Case:
        """The case."""
        return self._case

    @property
    def disregarded(self) -> tuple[date, date] | None:
        """The first and the last of the days that an order leaves out of the count; None without an order."""
        return self._disregarded

    def without(self, days: tuple[date, date]) -> StageView:
        """Return the same view with days (first and last) that are left out of the count."""
        return StageView(self._ladder, self._stage, self._due_times, days)

    @property
    def stage(self) -> str:
        """The id of the stage from which the case is seen."""
        return self._stage

    @property
    def zone(self) -> str:
        """The zone of the case, in which its days begin and end."""
        return self._case.facts.tz

    def calendar(self, name: str) -> Calendar:
        """Return a calendar by the name that a rule gives."""
        return self._due_times.calendar(name)

    def anchor(self, event_name: str) -> Anchor:
        """Return the anchor for an event, by its name in the rules."""
        if event_name in CASE_EVENTS or event_name == "denial":
            return self._of_case(event_name)
        parts = event_name.split(".")
        if parts[0] == "previous":
            return self._of_previous(event_name, parts[1])
        if len(parts) == 1 or (len(parts) == 2 and parts[1] == "received" and parts[0] not in self._ladder.book.stages):
            return self._of_stage(self._stage, parts[0], receipt=len(parts) == 2)
        if parts[-1] == "due" and parts[-2] in STEPS:
            return self._of_deadline(event_name, parts[0] if len(parts) == 3 else self._stage, parts[-2])
        return self._of_stage(parts[0], parts[1], receipt=len(parts) == 3)

    def _of_case(self, event_name: str) -> Anchor:
        facts = self._case.facts
        words = say_event("notice_date" if event_name == "denial" else event_name)
        once_more = self._denied_again() if event_name in ("received", "notice_date", "denial") else []
        again = tuple(_anchor_on(item, event_name, words, receipt=event_name == "received") for item in once_more)
        if event_name == "received":
            missing = "the day on which the notice was received"
            if facts.denied is None and facts.received is None:
                return Anchor(event_name, words, None, receipt=True, missing="the date on the notice of denial")
            return Anchor(
                event_name, words, facts.received, notice=facts.denied, receipt=True, missing=missing, again=again
            )
        at = facts.moment(event_name)
        name = "notice_date" if event_name == "denial" else event_name
        return Anchor(name, words, at, missing=None if at else _the_date_of(words), again=again)

    def _denied_again(self) -> list[Happening]:
        """Return later notices of the denial itself: the first one counts, and the last one can be argued."""
        denied = self._case.facts.denied
        return [] if denied is None else [item for item in self._case.adverse(INITIAL) if day_of(item.on) > denied]

    def _of_previous(self, event_name: str, event: str) -> Anchor:
        standing = self._ladder.standing(self._stage)
        if standing.previous is None:
            return Anchor(event_name, say_event(event_name), None, missing="the decision that opens this stage")
        receipt = event == "received"
        event = "decided" if receipt else event
        if event == "decided" and standing.notices:
            return self._notified(standing.notices, standing.previous, event, receipt=receipt)
        return self._of_stage(standing.previous, event, receipt=receipt)

    def _notified(self, found: Sequence[Happening], stage: str, event: str, *, receipt: bool) -> Anchor:
        """Return the anchor for the first of several notices of one event, with the others in `again`."""
        name = f"{stage}.{event}" + (".received" if receipt else "")
        words = say_event(f"{stage}.{event}")
        first, *others = (_anchor_on(item, name, words, receipt=receipt) for item in found)
        return replace(first, again=tuple(others)) if others else first

    def _of_stage(self, stage: str, event: str, *, receipt: bool) -> Anchor:
        words = say_event(f"{stage}.{event}")
        name = f"{stage}.{event}" + (".received" if receipt else "")
        if event == "due":
            at, projected, missing = self._due_times.due_of(stage, "decide")
            near = self._due_times.near_of(stage, "decide")
            return Anchor(
                name, words, _day_that_ended(at), projected=projected, missing=missing, near=_day_that_ended(near)
            )
        facts = self._case.facts
        if stage == INITIAL and event == "decided" and facts.denied is not None:
            at = facts.received if receipt else facts.denied
            return Anchor("notice_date", "the date on the notice", at, notice=facts.denied, receipt=receipt)
        found = self._found(stage, event)
        if found:
            return self._notified(found, stage, event, receipt=receipt)
        if event not in _FORESEEABLE or stage not in self._ladder.stages:
            return Anchor(name, words, None, dormant=True)
        return self._projected(name, words, stage, event, receipt=receipt)

    def _found(self, stage: str, event: str) -> list[Happening]:
        """Return the recorded events from which a window may be counted: the first counts, the last can be argued."""
        first = happening_of(self._case, stage, event)
        if event == "decided" or event in DECISIONS:
            running = self._case.current(stage) if stage == self._stage else None
            return [item for item in notices_of(self._case, stage, event) if running is None or item in running]
        if first is None:
            return []
        asked = [item for item in unanswered(self._case, stage) if item.what == event]
        return asked or (
            [*self._case.ever(stage, (event,))[:1], first] if event == "filed" and stage != self._stage else [first]
        )

    def _projected(self, name: str, words: str, stage: str, event: str, *, receipt: bool) -> Anchor:
        if event == "filed" and self._case.first(stage, DECISIONS) is not None:
            return Anchor(name, words, None, missing=f"the day on which they received the {stage.replace('-', ' ')}")
        law = self._ladder.stages[stage]
        steps = (
            ("decide",)
            if event == "decided"
            else tuple(step for step in ("file", "forward", "request") if step in law.rules)
        )
        at, missing = self._first_due(stage, steps)
        at = _day_that_ended(at)
        if at is None:
            return Anchor(name, words, None, projected=True, missing=missing or _the_date_of(words))
        if receipt:
            return Anchor(name, f"receipt of {words}", None, projected=True, notice=at, receipt=True)
        return Anchor(name, words, at, projected=True)

    def _first_due(self, stage: str, steps: Sequence[str]) -> tuple[Moment | None, str | None]:
        """Return the due moment of the first step that has one, and what is missing.

        If no step has a due moment, return what is missing for the first step.
        """
        gaps: list[str | None] = []
        for step in steps:
            at, _, missing = self._due_times.due_of(stage, step)
            if at is not None:
                return at, missing
            gaps.append(missing)
        return None, gaps[0] if gaps else None

    def _of_deadline(self, event_name: str, stage: str, step: str) -> Anchor:
        if stage not in self._ladder.stages:
            return Anchor(event_name, say_event(event_name), None, dormant=True)
        at, projected, missing = self._due_times.due_of(stage, step)
        words = f"the end of the time for {stage.replace('-', ' ')}: {step}"
        return Anchor(
            event_name, words, at, projected=projected, missing=missing, near=self._due_times.near_of(stage, step)
        )
