"""What changes a case: `add`, `record`, `edit`, `note`, `close`, `reopen`, `undo`. Each appends one event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.cases.events import Event, check_order, fold, happening_from, letter_payload, read_letter
from denialctl.commands.calc import CaseView, view_of
from denialctl.commands.case_words import words_of
from denialctl.commands.intake import Entry, Intake, doubts_about, payload_of, read_entry, sheet_payload
from denialctl.commands.projecting import case_of, make_ready, projection_of
from denialctl.errors import DenialctlError, DoubtfulError, UsageError, unknown
from denialctl.moments import day_of, parse_moment, say
from denialctl.naming import same
from denialctl.store.sqlite import ChangedMeanwhileError, StoredEvent
from denialctl.vocabulary import ADVERSE, DECISIONS

if TYPE_CHECKING:
    from denialctl.cases.case import Case, Happening
    from denialctl.commands.desk import Desk

_TRIES = 5


def add(desk: Desk, entry: Entry, *, note: str | None = None, checked: bool = False) -> CaseView:
    """Store a new denial and return it with its timeline.

    What a careful colleague would ask back about is refused unless it was `checked`.
    """
    if entry.owner is None and desk.settings.owner is not None:
        entry = replace(entry, owner=desk.settings.owner)
    intake = read_entry(desk, entry, strict=True, checked=checked)
    for happening in intake.case.happenings:
        _check_happening(desk, intake.case, happening)
    if not checked:
        _refuse_doubts([*intake.doubts, *twins_of(desk, intake)])
    events = [("added", intake.payload)]
    events += [("recorded", _happening_payload(item)) for item in intake.case.happenings]
    if note:
        events.append(("noted", {"text": note}))
    case = fold([Event(kind, payload, number) for number, (kind, payload) in enumerate(events, start=1)], desk.zone)
    timeline = desk.assembler.timeline(case, desk.now)
    make_ready(desk)
    case_id = desk.store.add(events, projection_of(desk, case, timeline), at_utc=desk.real_now_utc, who=desk.who, origin=desk.origin)
    stored, _ = case_of(desk, case_id)
    return view_of(desk, stored)


def twins_of(desk: Desk, intake: Intake) -> list[str]:
    """Find an open case of the same patient, service and date."""
    facts = intake.case.facts
    if not facts.patient or facts.denied is None:
        return []
    rows = desk.store.rows("select id, patient, service from cases where denied=? and closed is null", [facts.denied.isoformat()])
    service = facts.code or facts.description
    twins = [row["id"] for row in rows if same(row["patient"], facts.patient) and same(row["service"], service)]
    return [f"Case {number} already holds the same patient, service and denial date." for number in twins]


def _refuse_doubts(doubts: list[str]) -> None:
    if doubts:
        raise DoubtfulError(doubts)


def record(
    desk: Desk, case_id: int, stage: str, what: str, *, on: str | None = None, received: str | None = None,
    ref: str | None = None, proof: str | None = None, note: str | None = None, criteria: str | None = None, checked: bool = False,
) -> CaseView:  # fmt: skip
    """Record what happened in a stage of a case.

    What is there already is refused unless it was `checked`; then what belongs to no stage of the case is kept as a note, too.
    """
    case, _ = case_of(desk, case_id)
    zone, words = case.facts.tz, words_of(desk, case, checked=checked)
    stage = words.stage(stage)
    what = words.event(stage, what)
    moment = words.moment(on) if on is not None else desk.now.day
    payload = {"stage": stage, "what": what, "on": moment.isoformat()}
    if received is not None:
        payload["received"] = words.moment(received).isoformat()
    payload |= {name: text for name, text in (("ref", ref), ("proof", proof), ("note", note), ("criteria", criteria)) if text}
    happening = happening_from(payload, zone)
    check_order(happening, zone)
    refuse_closed(case)
    _check_happening(desk, case, happening)
    if not checked:
        _refuse_doubts(decided_already(case, happening))
    return append_event(desk, case_id, "recorded", payload)


def decided_already(case: Case, item: Happening) -> list[str]:
    """Ask back about an outcome of a stage that has one, unless the stage was filed anew in between."""
    if item.what not in DECISIONS:
        return []
    denied = case.facts.denied
    there = [other for other in case.round_with(item) if other is not item and other.what in DECISIONS]
    if not there and item.stage == "initial-decision" and denied is not None and item.what in ADVERSE:
        return [f"The denial itself is the outcome of the initial decision, and is there already: {say(denied)}."]
    return [
        f"An outcome of {item.stage} is there already: {other.what}, dated {say(other.on)}. The first dated notice counts, and a second "
        "one moves no last day of yours. Wrong as it stands? Take it back with undo. Filed anew since? Record that first."
        for other in there[:1]
    ]


def refuse_closed(case: Case) -> None:
    """Refuse to work on a case that is closed."""
    if case.closed is not None:
        raise DenialctlError(f"Case {case.id} is closed.", f"Open it again first: denialctl reopen {case.id}")


def said_last(desk: Desk, case_id: int) -> str:
    """Say what was recorded last in a case: the stage and the event by the program's names, and the day with its weekday."""
    payload = desk.store.events(case_id)[-1].payload
    when = say(parse_moment(payload["on"], case_of(desk, case_id)[0].facts.tz))
    return f"{payload['stage']} {payload['what']}, {when}"


def _check_happening(desk: Desk, case: Case, item: Happening) -> None:
    """Refuse what cannot have happened yet, or before the denial."""
    if day_of(item.on) > desk.now.day and item.what != "scheduled":
        raise UsageError(f"{say(item.on)} is in the future (today is {say(desk.now.day)}).", "Record it when it has happened.")
    denied = case.facts.denied
    if denied is not None and day_of(item.on) < denied and item.stage not in ("initial-decision", "peer-to-peer"):
        raise UsageError(f"{say(item.on)} lies before the denial ({say(denied)}).", "Check the date of what you record.")


def _happening_payload(item: Happening) -> dict[str, str]:
    payload = {"stage": item.stage, "what": item.what, "on": item.on.isoformat()}
    if item.received is not None:
        payload["received"] = item.received.isoformat()
    return payload


def edit(desk: Desk, case_id: int, entry: Entry, *, clear: tuple[str, ...] = (), checked: bool = False) -> CaseView:
    """Correct the facts of a case; the old ones stay in its history."""
    case, _ = case_of(desk, case_id)
    given = payload_of(desk, entry, desk.tz or case.facts.tz)
    payload = {name: value for name, value in given.items() if _was_given(entry, name) or name.startswith("fact.")}
    payload |= sheet_payload(desk, entry, case.facts.sheet)
    if entry.letters:
        # The stages are those of the plan type as it is after this correction.
        words = words_of(desk, _fold_with(desk, case_id, "edited", payload))
        payload |= letter_payload(dict(read_letter(text, words) for text in entry.letters))
    if desk.tz is not None:
        payload["tz"] = desk.zone
    payload |= _cleared(clear, case)
    if not payload:
        raise UsageError("Nothing to change was given.", f"For example: denialctl edit {case_id} --received 2026-11-20")
    changed = _fold_with(desk, case_id, "edited", payload)
    if not checked:
        _refuse_doubts(doubts_about(desk, changed.facts, strict=True))
    return append_event(desk, case_id, "edited", payload)


_CLEARABLE = (
    "received", "requested", "via", "payer", "reviewer", "state", "phase", "service", "setting", "levels", "service-date",
    "service-ends", "discharge", "effective", "patient", "description", "code", "reason", "amount", "owner",
)  # fmt: skip
"""What may be taken out of a case; a date printed on the letter by its stage (`letter.internal-appeal`), a fact as `fact.product`."""


def _cleared(names: tuple[str, ...], case: Case) -> dict[str, str]:
    letters = [*(f"letter.{stage}" for stage in case.facts.letters), *(f"fact.{name}" for name in case.facts.answers)]
    sheet = {f"sheet.{name}": values for name, values in case.facts.sheet.items()}
    several = {f"{name}.{number}" for name, values in sheet.items() for number in range(1, len(values) + 1) if name in names}
    letters += sheet
    for name in names:
        if name not in (*_CLEARABLE, *letters):
            raise unknown("value to take out", name, (*_CLEARABLE, *letters))
    if "requested" in names and case.facts.denied is None:
        raise UsageError("Without a denial the day of the request is all that this case has.", "Enter --denied first.")
    return {name if name in letters else name.replace("-", "_"): "" for name in names} | dict.fromkeys(sorted(several), "")


def _was_given(entry: Entry, name: str) -> bool:
    return getattr(entry, name, None) is not None


def note(desk: Desk, case_id: int, text: str) -> CaseView:
    """Add a note to a case."""
    if not text.strip():
        raise UsageError("The note is empty.", f'For example: denialctl note {case_id} "left a message with the UM line"')
    return append_event(desk, case_id, "noted", {"text": text.strip()})


def close(desk: Desk, case_id: int, reason: str | None) -> CaseView:
    """Close a case; it has no open deadline from then on."""
    case, _ = case_of(desk, case_id)
    if case.closed is not None:
        raise DenialctlError(f"Case {case_id} is closed already.", f"To open it again: denialctl reopen {case_id}")
    return append_event(desk, case_id, "closed", {"reason": reason or "closed"})


def reopen(desk: Desk, case_id: int) -> CaseView:
    """Open a closed case again."""
    case, _ = case_of(desk, case_id)
    if case.closed is None:
        raise DenialctlError(f"Case {case_id} is open.", f"See it with: denialctl show {case_id}")
    return append_event(desk, case_id, "reopened", {})


def undo(desk: Desk, case_id: int) -> tuple[CaseView, str]:
    """Take back the last event of a case; returns what was taken back."""
    events = desk.store.events(case_id)
    gone = {int(event.payload["event"]) for event in events if event.kind == "undone"}
    # What the daily run noted by itself is not what somebody wants to take back.
    left = [event for event in events if event.kind not in ("undone", "escalated") and event.number not in gone]
    last = left[-1]
    if last.kind == "added":
        way_out = f'To put the case away: denialctl close {case_id} --reason "entered by mistake"'
        raise DenialctlError(f"Nothing is left to take back in case {case_id} but its entry.", way_out)
    view = append_event(desk, case_id, "undone", {"event": str(last.number)})
    return view, say_event_of(last)


def say_event_of(event: StoredEvent) -> str:
    """Say a stored event in a few words."""
    payload = event.payload
    match event.kind:
        case "recorded":
            return f"{payload['stage']} {payload['what']} {payload['on']}"
        case "noted":
            return "a note"
        case "edited":
            return f"a correction of {', '.join(sorted(payload))}"
        case "checked":
            return f"answers on the checklist {payload['list']}: {', '.join(sorted(set(payload) - {'list'}))}"
        case "escalated":
            return f"rung {payload['rung']} reached for {payload['deadline']}: {payload['to']} to be told"
        case "acknowledged":
            return f"{payload['deadline']} taken on by {payload['by']}"
        case other:
            return other


def _fold_with(desk: Desk, case_id: int, kind: str, payload: dict[str, str]) -> Case:
    events = [Event(event.kind, event.payload, event.number) for event in desk.store.events(case_id)]
    return fold([*events, Event(kind, payload, len(events) + 1)], desk.zone, case_id)


def append_event(desk: Desk, case_id: int, kind: str, payload: dict[str, str]) -> CaseView:
    """Append an event; where somebody else was faster, look again and repeat."""
    for _ in range(_TRIES):
        number = len(desk.store.events(case_id)) + 1
        case = _fold_with(desk, case_id, kind, payload)
        view = view_of(desk, case)
        event = StoredEvent(case_id, number, kind, payload, desk.real_now_utc, desk.who, desk.origin)
        try:
            desk.store.append(event, projection_of(desk, case, view.timeline))
        except ChangedMeanwhileError:
            continue
        return view
    raise DenialctlError(f"Case {case_id} is being changed by somebody else.", "Look at it with `show`, then try again.")
