"""What the program answers to an entry: which case it is, what was stored, what moved, what is next.

The case comes first, with the patient's reference and the service, so that a wrong
number is noticed; each date has its weekday, so that a wrong date is noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.cases.event_words import KINDS
from denialctl.cases.facts import FACTS, Form
from denialctl.dates.moments import day_of, parse_moment, say, say_day
from denialctl.errors import DenialctlError
from denialctl.timeline.moved import Turn, right_name
from denialctl.timeline.next_step import next_step_of
from denialctl.timeline.phrases import say_days
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.commands.answering import Answer
    from denialctl.store.events import StoredEvent
    from denialctl.timeline.deadline import Deadline
    from denialctl.timeline.moved import Move

_MOVES_NOTHING = ("noted", "checked", "acknowledged")
_DATES = frozenset(fact.name for fact in FACTS if fact.form in (Form.DAY, Form.MOMENT))
_VERBS = {
    "recorded": "Recorded",
    "edited": "Corrected",
    "noted": "Noted",
    "closed": "Closed",
    "reopened": "Opened again",
    "undone": "Taken back",
    "checked": "Answered",
    "acknowledged": "Taken on",
}


def answer_lines(answer: Answer) -> list[str]:
    """Return the answer, line by line."""
    lines = [identity(answer.case), *(_stored(event, answer) for event in answer.stored)]
    if any(event.kind not in _MOVES_NOTHING for event in answer.stored):
        lines += [f"Moved:    {move_words(move)}" for move in answer.moves] or ["Moved:    no date of ours"]
        lines += [f"Note:     {text}" for text in answer.remarks]
    closed = any(event.kind == "closed" for event in answer.stored)
    again = f"nothing; to open it again: denialctl reopen {answer.case.id}"
    lines.append(f"Next:     {again if closed else next_step_of(answer.case, answer.timeline)}")
    return [one_line(line) for line in lines]


def identity(case: Case) -> str:
    """Return in words which case it is: its number, the patient's reference, the service, the payer."""
    facts = case.facts
    service = facts.description or (f"code {facts.code}" if facts.code else "no service named")
    said = f"#{case.id} {facts.patient or 'no reference'} {service} · {facts.payer or facts.plan}"
    return one_line(said)


# -- what was stored --------------------------------------------------------------------------------


def _stored(event: StoredEvent, answer: Answer) -> str:
    zone = answer.case.facts.tz
    verb = "Recorded" if "chase" in event.payload else _VERBS.get(event.kind, event.kind)
    what = _entered(event, zone, say_day(answer.now.day))
    if event.kind == "undone" and answer.taken_back is not None:
        what = _gone(answer.taken_back, zone)
    return f"{verb + ':':9} {what} ({event.who})"


def _gone(event: StoredEvent, zone: str) -> str:
    kind = f"{KINDS[event.kind]}: " if event.kind in KINDS else ""
    day = say_day(day_of(parse_moment(f"{event.at_utc[:19]}Z", zone)))
    return f"{kind}{_entered(event, zone, day)}, entered by {event.who}"


def _entered(event: StoredEvent, zone: str, day: str) -> str:
    """Return in words what an event entered, and when it happened (without a day of its own: when it was stored)."""
    payload = event.payload
    when = say(parse_moment(payload["at"], zone)) if payload.get("at") else day
    match event.kind:
        case "recorded":
            return _happened(payload, zone)
        case "edited":
            return ", ".join(_correction(name, text, zone) for name, text in payload.items())
        case "noted":
            return f"{payload.get('text', '')}, {when}"
        case "closed":
            return f"{payload.get('reason', '')}, {when}"
        case "checked":
            answers = ", ".join(f"{name} {said}" for name, said in payload.items() if name != "list")
            return f"{payload.get('list', '')}: {answers}, {when}"
        case "acknowledged":
            return f"{payload['deadline']} by {payload['by']}, {when}"
        case _:
            return when


def _happened(payload: dict[str, str], zone: str) -> str:
    parts = [f"{payload['stage']} {payload['what']}", _date_words(payload["on"], zone)]
    if payload.get("received"):
        parts.append(f"received {_date_words(payload['received'], zone)}")
    if payload.get("due"):
        parts.append(f"papers wanted by {_date_words(payload['due'], zone)}")
    parts += [
        f"{word} {payload[name]}"
        for name, word in (("ref", "reference"), ("proof", "proof"), ("criteria", "criteria"))
        if payload.get(name)
    ]
    parts += [f"note: {payload['note']}"] if payload.get("note") else []
    return ", ".join(parts)


def _correction(name: str, text: str, zone: str) -> str:
    said = name.replace("_", " ").replace(".", " ")
    if not text:
        return f"{said} taken out"
    return f"{said} {_date_words(text, zone)}" if name in _DATES or name.startswith("letter.") else f"{said} {text}"


def _date_words(text: str, zone: str) -> str:
    """Return a stored date with its weekday, or a window printed on a letter as it was entered."""
    try:
        return say(parse_moment(text, zone))
    except DenialctlError:
        return text


# -- what moved ---------------------------------------------------------------------------------------


def move_words(move: Move) -> str:
    """Return in words what became of a right, and from which day to which its last day moved."""
    right = move.right
    name = right_name(right)
    match move.turn:
        case Turn.OPENED:
            return f"{name} now open; {_both(right)}"
        case Turn.MOVED:
            return f"{name}: {_both(move.before)} before; now {_both(right)}"
        case Turn.DONE:
            late = " late" if right.status == "met-late" else ""
            return f"{name} done{late}" + (f", {say(right.done_at)}" if right.done_at is not None else "")
        case Turn.OVER:
            return f"{name} is over: {say_days(right)}"
        case _:
            why = f": {right.reason}" if right.reason else ""
            return f"{name} no longer open{why}; before: {say_days(move.before or right)}"


def _both(item: Deadline | None) -> str:
    """Return the day to plan for, and the last day, in words."""
    if item is None:
        return "no last day"
    planned = f"work it by {say(item.act_by)}, " if item.act_by is not None and item.act_by != item.due else ""
    return planned + say_days(item)
