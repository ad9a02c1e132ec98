"""`chase`: what plans and reviewers owe today or are late with, what to say to them, and that it was said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.calc import guide_for
from denialctl.commands.changes import append_event, refuse_closed
from denialctl.commands.deadline_meant import deadlines_meant
from denialctl.commands.escalate import refuse_future
from denialctl.commands.horizon import days_ahead, horizon
from denialctl.commands.stored_case import case_of
from denialctl.commands.up_to_date import up_to_date
from denialctl.commands.whose import Whose, nobody_of_that_name, of_those
from denialctl.dates.lateness import Lateness, lateness
from denialctl.dates.moments import end_of, say
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.timeline.advice import in_sentence
from denialctl.timeline.own_stages import in_effect
from denialctl.vocabulary import CHASES, UNRECORDED, Status
from denialctl.worklist.action import time_left
from denialctl.worklist.listed import Listed
from denialctl.worklist.order import speed
from denialctl.worklist.surfacing import last_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from denialctl.cases.case import Case, Chased
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Moment
    from denialctl.office.morning import Morning
    from denialctl.packs.guides import GuideLine
    from denialctl.timeline.deadline import Deadline

_LINES = ("late-call", "late-supervisor", "late-written", "late-regulator")
"""The lines for those who are late; each time they are asked, the next line is used."""
_NOT_LATE = "due-today"
_OWED = {
    "decide": "the decision",
    "acknowledge": "the acknowledgement",
    "forward": "sending the file on",
    "documents": "sending the papers",
    "assign": "assigning the reviewer",
    "preliminary-review": "the preliminary review",
    "preliminary-notice": "the notice of the preliminary review",
    "carry-out": "carrying out the decision",
    "ask": "saying what is missing",
    "hold": "the call",
}
_RECEIPTS = frozenset({"filed", "forwarded", "requested", "info-supplied"})
"""Events with which the plan or reviewer receives what it has to answer."""
_NO_DAY = "the day on which you received it"
_NO_REFERENCE = "(reference number)"
_SAID = {"call": "called them", "supervisor": "asked for a supervisor", "written": "wrote to them"}


@dataclass(eq=False, repr=False)
class Owed(Listed):
    """One line of the list: what the plan or reviewer owes in a case, how late it is, and what to say now."""

    owes: str
    left: str
    late: Lateness | None
    script: str
    """The id of the line in the guide; it shows how often they were asked already."""
    say: str
    """What to say on the telephone; if the guide has no line for such a duty, the words of the rule."""
    hint: str
    in_words_of_the_rule: bool
    received: Moment | None
    """When they received what they have to answer; None if that is not recorded."""
    asked: tuple[Chased, ...]
    """How and when they were asked before, and with which reference number."""

    @property
    def is_late(self) -> bool:
        """True if they are late; False if it is due but not late yet."""
        return self.deadline.status is Status.LAPSED


@dataclass(eq=False, repr=False)
class ChaseList:
    """What to chase, the most urgent first."""

    morning: Morning
    items: tuple[Owed, ...]
    until: date | None
    moved: tuple[str, ...] = ()
    case: int | None = None


def chase(
    session: Session, *, case: int | None = None, owner: str | None = None, within: str | None = None
) -> ChaseList:
    """List what is late or due up to the horizon, in one case, in the cases of one person, or in all."""
    days_ahead(within)  # refuse a wrong --within before the cases are opened
    if case is not None:
        case_of(session, case)
    current = up_to_date(session)
    morning, moved = session.morning(), current.moved
    until = horizon(morning, within) or (None if case is not None else max(morning.today, morning.next_business_day))
    theirs = [item for item in current.theirs() if item.deadline.step not in UNRECORDED]
    found = [item for item in theirs if (case is None or item.number == case) and _wanted(item.deadline, until)]
    if owner is not None:
        found = of_those(session, Whose(owner), found)
        moved = [*moved, *nobody_of_that_name(session, Whose(owner))]
    found.sort(key=lambda item: _place(item, morning))
    return ChaseList(
        morning=morning,
        items=tuple(_CallScript(session, morning).line(item) for item in found),
        until=until,
        moved=tuple(moved),
        case=case,
    )


def _wanted(deadline: Deadline, until: date | None) -> bool:
    """True if it is late, or if its day to ask (else its due day) is not after `until`."""
    if deadline.status is Status.LAPSED or until is None:
        return True
    asked = deadline.act_by or deadline.due
    return asked is not None and last_day(asked) <= until


def _place(item: Listed, morning: Morning) -> tuple[object, ...]:
    """Return the sort key: clocks in hours and expedited cases first, then what has been owed longest."""
    return (
        speed(item.deadline, item.case),
        end_of(_due(item.deadline), morning.now.zone).utc,
        item.number,
        item.deadline.id,
    )


def _due(deadline: Deadline) -> Moment:
    """Return when it is due; a deadline that is waited for or late always has a day."""
    if deadline.due is None:
        message = f"{deadline.id} is {deadline.status} and has no day"
        raise ValueError(message)
    return deadline.due


@dataclass(frozen=True)
class _CallScript:
    """What to say on the telephone to a plan or reviewer that owes something."""

    session: Session
    morning: Morning

    def line(self, item: Listed) -> Owed:
        deadline, zone = item.deadline, item.case.facts.tz
        late = lateness(_due(deadline), self.morning.now, zone) if deadline.status is Status.LAPSED else None
        asked = item.case.chased.get(deadline.id, ())
        script = self._script(deadline, asked, zone)
        stored, _ = case_of(self.session, item.number)
        stored = in_effect(stored, self.session.assembler.book(stored.facts))
        received = _received(stored, deadline)
        words: dict[str, str] = {
            "title": f"the {in_sentence(deadline.title)}",
            "received": _NO_DAY if received is None else say(received),
            "due": say(_due(deadline)),
            "authority": deadline.authority,
            "opens": deadline.if_missed,
            "reference": _reference(stored, deadline.stage, asked),
        }
        entry = self._entry(stored, deadline, script)
        return Owed(
            case=item.case,
            deadline=deadline,
            phone=item.phone,
            owes=_OWED.get(deadline.step, deadline.step),
            left=f"{late} late" if late is not None else time_left(deadline, self.morning),
            late=late,
            script=script,
            say=_filled(entry.say, words) if entry is not None else deadline.say,
            hint=_filled(entry.hint or "", words) if entry is not None else "",
            in_words_of_the_rule=entry is None,
            received=received,
            asked=asked,
        )

    @staticmethod
    def _script(deadline: Deadline, asked: tuple[Chased, ...], zone: str) -> str:
        """Return the id of the line to say; if they are late, the one after the last that was said since then."""
        if deadline.status is not Status.LAPSED:
            return _NOT_LATE
        over = end_of(_due(deadline), zone).utc
        since = [CHASES.index(item.how) for item in asked if item.how in CHASES and item.at.utc >= over]
        return _LINES[max(since) + 1 if since else 0]

    def _entry(self, case: Case, deadline: Deadline, name: str) -> GuideLine | None:
        """Return the line of the guide, or the office's own line of the same name if it fits the case.

        None for anything but a decision: the lines are about decisions, and for other duties the rule says what to ask.
        """
        if deadline.step != "decide":
            return None
        guide = guide_for(self.session, case, "chase", deadline.stage)
        if guide is None:
            raise DenialctlError(
                "The sentences for the telephone are not where they should be.", "Install denialctl again."
            )
        found = [entry for entry in guide.entries if entry.id == name]
        if not found:
            raise DenialctlError(
                f"The guide of what to say has no line {name}.", f"Add it to {guide.file}, or install denialctl again."
            )
        return found[-1]


def _reference(case: Case, stage: str, asked: tuple[Chased, ...]) -> str:
    """Return their reference number: the last one recorded in the stage, else the one of the office's last call."""
    own = [item.ref for item in case.current(stage) if item.ref]
    calls = [item.ref for item in asked if item.ref]
    return next(iter([*reversed(own), *reversed(calls)]), _NO_REFERENCE)


def _received(case: Case, deadline: Deadline) -> Moment | None:
    """Return when they received what they must answer; None if that is not recorded.

    That is the event from which the deadline counts, if with it they received something, else the filing in its stage.
    """
    if deadline.trigger_event is None or deadline.trigger_at is None:
        return None
    stage, _, event = deadline.trigger_event.rpartition(".")
    if event in _RECEIPTS:
        return deadline.trigger_at
    filed = case.first(stage or deadline.stage, ("filed",)) or case.first(deadline.stage, ("filed", "forwarded"))
    return None if filed is None else filed.on


def _filled(sentence: str, words: Mapping[str, str]) -> str:
    """Replace the words in braces; an unknown one stays as it was written."""
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], match[0]), sentence)


def said(
    session: Session,
    case_id: int,
    how: str,
    *,
    ref: str | None = None,
    note: str | None = None,
    about: str | None = None,
) -> str:
    """Record as a note in the case that they were asked, and return it in words. Next time, a firmer line is said."""
    refuse_future(session)
    case, _ = case_of(session, case_id)
    refuse_closed(case)
    name, what = _asked_about(session, case_id, about)
    words = f"{_SAID[how]} about {what}"
    text = words + (f" (reference {ref.strip()})" if ref else "") + (f": {note.strip()}" if note else "")
    payload = {"text": text, "chase": how, "deadline": name, "at": session.now.isoformat()}
    append_event(session, case_id, "noted", payload | ({"ref": ref.strip()} if ref else {}), refuse_closed)
    return words


def _asked_about(session: Session, case_id: int, about: str | None) -> tuple[str, str]:
    """Return the id of the deadline that was asked about, and what is owed, in words.

    That is the named one, else the only late decision, else the only late thing, else the only thing owed. Raises
    UsageError if several are possible.
    """
    items = list(chase(session, case=case_id).items)
    if not items:
        raise DenialctlError(
            f"No plan and no reviewer owes anything in case {case_id} now.", f"See it with: denialctl show {case_id}"
        )
    if about is not None:
        names = [item.deadline.id for item in items]
        items = deadlines_meant(session, case_id, items, about)
        if not items:
            raise unknown("deadline of theirs", about, names)
    late = [item for item in items if item.is_late]
    decisions = [item for item in late if item.deadline.step == "decide"]
    chosen = decisions or late or items
    if len(chosen) > 1:
        several = " or ".join(item.deadline.id for item in chosen)
        raise UsageError(
            f"They owe several things in case {case_id}.", f"Say about which you asked: --deadline {several}"
        )
    return chosen[0].deadline.id, f"{chosen[0].owes} ({chosen[0].deadline.title})"
