"""What changes a case: `add`, `record`, `edit`, `note`, `close`, `reopen`, `undo`. Each appends one event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.cases.event_words import say_event_of
from denialctl.cases.events import Event, check_due, check_order, fold, happening_from, read_letter
from denialctl.cases.facts import FACTS
from denialctl.cases.stored_facts import letter_payload
from denialctl.commands.calc import CaseWithTimeline, with_timeline
from denialctl.commands.case_words import words_of
from denialctl.commands.entered import Entered
from denialctl.commands.refresh import make_ready, snapshot_for
from denialctl.commands.stored_case import case_from
from denialctl.commands.typed import ReadDenial, doubts_about, payload_of, read_denial, sheet_payload
from denialctl.dates.moments import day_of, say, to_stored
from denialctl.errors import DenialctlError, DoubtError, UsageError, unknown
from denialctl.naming import same
from denialctl.store.events import StoredEvent
from denialctl.store.sqlite import ChangedMeanwhileError
from denialctl.timeline.moved import open_rights, say_right
from denialctl.vocabulary import ADVERSE, DECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.cases.case import Case, Happening
    from denialctl.cases.typed_denial import TypedDenial
    from denialctl.commands.session import Session
    from denialctl.timeline.deadline import Deadline

Payload = dict[str, str]
CALL = "peer-to-peer"
_TRIES = 5
_STATES = {"closed": "that it is closed", "reopened": "that it is open again", "undone": "that an entry is taken back"}


def add(session: Session, denial: TypedDenial, *, note: str | None = None, checked: bool = False) -> CaseWithTimeline:
    """Store a new denial and return it with its timeline.

    Raises DoubtError for what looks odd, unless it was `checked`.
    """
    if "owner" not in denial:
        denial = denial.but(owner=session.settings.owner)
    read = read_denial(session, denial, strict=True, checked=checked)
    ahead = [doubt for item in read.case.happenings for doubt in _check_happening(session, read.case, item)]
    if not checked:
        _refuse_doubts([*read.doubts, *ahead, *duplicates_of(session, read)])
    events = [("added", read.payload)]
    events += [("recorded", _happening_payload(item)) for item in read.case.happenings]
    if note:
        events.append(("noted", {"text": note}))
    # In the order of their names, as events are stored: so the answer is the same as that of every later `show`.
    told = [Event(kind, dict(sorted(payload.items())), number) for number, (kind, payload) in enumerate(events, 1)]
    case = fold(told, session.zone)
    stored = snapshot_for(session, case, session.timeline(case))
    store = session.store_or_new()
    make_ready(session)
    case_id = store.add(events, stored, at_utc=session.real_now_utc, who=session.who, origin=session.origin)
    return with_timeline(session, replace(case, id=case_id))


def duplicates_of(session: Session, read: ReadDenial) -> list[str]:
    """Return a sentence for each open case with the same patient, service and denial date."""
    facts = read.case.facts
    if not facts.patient or facts.denied is None or not session.has_database:
        return []
    service = facts.code or facts.description
    there = session.store_or_new().denied_on(facts.denied)
    found = [case.id for case in there if same(case.patient, facts.patient) and same(case.service, service)]
    return [f"Case {number} already holds the same patient, service and denial date." for number in found]


def _refuse_doubts(doubts: list[str]) -> None:
    if doubts:
        raise DoubtError(doubts)


def record(
    session: Session, case_id: int, stage: str, what: str, *, on: str | None = None, received: str | None = None,
    ref: str | None = None, proof: str | None = None, note: str | None = None, criteria: str | None = None,
    due: str | None = None, checked: bool = False,
) -> CaseWithTimeline:  # fmt: skip
    """Record what happened in a stage of a case.

    Raises DoubtError for what looks odd, unless it was `checked`; then an event in a stage that the case does not
    have is kept too, as a note.
    """

    def recorded(case: Case, _: list[StoredEvent]) -> Payload:
        words = words_of(session, case, checked=checked)
        happened = words.stage(stage)
        moments = {"received": received, "due": due}
        texts = {"ref": ref, "proof": proof, "note": note, "criteria": criteria}
        payload = {"stage": happened, "what": words.event(happened, what)}
        payload["on"] = to_stored(words.moment(on) if on is not None else session.now.day)
        payload |= {name: to_stored(words.moment(text)) for name, text in moments.items() if text is not None}
        payload |= {name: text for name, text in texts.items() if text}
        happening = happening_from(payload, case.facts.tz)
        check_due(happening, case.facts.tz)
        if not _may_be_postdated(happening):
            check_order(happening, case.facts.tz)
        refuse_closed(case)
        doubts = [*_check_happening(session, case, happening), *decided_already(case, happening)]
        if not checked:
            _refuse_doubts(doubts)
        return payload

    return append_made(session, case_id, "recorded", recorded)


def decided_already(case: Case, item: Happening) -> list[str]:
    """Return a doubt about a second outcome of a stage, unless the stage was filed again after the first."""
    if item.what not in DECISIONS:
        return []
    denied = case.facts.denied
    there = [other for other in case.round_with(item) if other is not item and other.what in DECISIONS]
    if not there and item.stage == "initial-decision" and denied is not None and item.what in ADVERSE:
        return [f"The denial itself is the outcome of the initial decision, and is there already: {say(denied)}."]
    return [
        f"An outcome of {item.stage} is there already: {other.what}, dated {say(other.on)}. "
        "The first dated notice counts, and a second one moves no last day of yours. Wrong as it stands? "
        "Take it back with undo. Filed anew since? Record that first."
        for other in there[:1]
    ]


def refuse_closed(case: Case) -> None:
    """Raise an error if a case is closed."""
    if case.closed is not None:
        raise DenialctlError(f"Case {case.id} is closed.", f"Open it again first: denialctl reopen {case.id}")


def _check_happening(session: Session, case: Case, item: Happening) -> list[str]:
    """Return what looks odd about an event; refuse one before the denial, or one that cannot have happened yet."""
    today = session.now.day
    denied = case.facts.denied
    if denied is not None and day_of(item.on) < denied and item.stage not in ("initial-decision", "peer-to-peer"):
        raise UsageError(
            f"{say(item.on)} lies before the denial ({say(denied)}).", "Check the date of what you record."
        )
    if item.received is not None and day_of(item.received) > today:
        raise UsageError(
            f"{say(item.received)} is in the future (today is {say(today)}).", "Record it when you have received it."
        )
    doubts = []
    if item.received is not None and day_of(item.received) < day_of(item.on):
        doubts.append(
            f"The notice of {item.stage} {item.what} is dated {say(item.on)} "
            f"but was received on {say(item.received)}, before it."
        )
    if day_of(item.on) <= today or item.what == "scheduled":
        return doubts
    if _may_be_postdated(item):
        return [f"The notice of {item.stage} {item.what} is dated {say(item.on)}, after today ({say(today)}).", *doubts]
    raise UsageError(f"{say(item.on)} is in the future (today is {say(today)}).", "Record it when it has happened.")


def _may_be_postdated(item: Happening) -> bool:
    """True if the day of an event is the date on a notice; for all others it is the day on which they happened."""
    return item.what in DECISIONS and item.stage != CALL


def _happening_payload(item: Happening) -> dict[str, str]:
    payload = {"stage": item.stage, "what": item.what, "on": to_stored(item.on)}
    if item.received is not None:
        payload["received"] = to_stored(item.received)
    if item.due is not None:
        payload["due"] = to_stored(item.due)
    return payload


def edit(
    session: Session, case_id: int, denial: TypedDenial, *, clear: tuple[str, ...] = (), checked: bool = False
) -> CaseWithTimeline:
    """Correct the facts of a case; its history keeps the old ones."""

    def correct(case: Case, events: list[StoredEvent]) -> Payload:
        return _corrections(session, case, events, denial, clear)

    def judge(corrected: Case) -> None:
        doubts = doubts_about(session, corrected.facts, strict=True)
        if not checked:
            _refuse_doubts(doubts)

    return append_made(session, case_id, "edited", correct, judge)


def _corrections(
    session: Session, case: Case, events: list[StoredEvent], denial: TypedDenial, clear: tuple[str, ...]
) -> Payload:
    """Return the changes of a case in the form in which they are stored."""
    given = payload_of(session, denial, session.tz or case.facts.tz)
    payload = {name: value for name, value in given.items() if name in denial or name.startswith("fact.")}
    payload |= sheet_payload(session, denial, case.facts.sheet)
    if "letters" in denial:
        # The stages are those of the plan type that the case has after this correction.
        words = words_of(session, _fold_with(session, events, "edited", payload))
        payload |= letter_payload(dict(read_letter(text, words) for text in denial.several("letters")))
    if session.tz is not None:
        payload["tz"] = session.zone
    payload |= _cleared(clear, case)
    if not payload:
        raise UsageError("Nothing to change was given.", f"For example: denialctl edit {case.id} --received 2026-11-20")
    return payload


_CLEARABLE = tuple(fact.clear_name for fact in FACTS if fact.clearable and not fact.form.several)
"""What `--clear` may take out of a case. Besides these: a last day printed on a letter, by its stage
(`letter.internal-appeal`), a line of the call sheet (`sheet.tried`), and a fact (`fact.product`)."""


def _cleared(names: tuple[str, ...], case: Case) -> dict[str, str]:
    letters = [*(f"letter.{stage}" for stage in case.facts.letters), *(f"fact.{name}" for name in case.facts.answers)]
    sheet = {f"sheet.{name}": values for name, values in case.facts.sheet.items()}
    several = {
        f"{name}.{number}" for name, values in sheet.items() for number in range(1, len(values) + 1) if name in names
    }
    letters += sheet
    for name in names:
        if name not in (*_CLEARABLE, *letters):
            raise unknown("value to take out", name, (*_CLEARABLE, *letters))
    if "requested" in names and case.facts.denied is None:
        raise UsageError("Without a denial the day of the request is all that this case has.", "Enter --denied first.")
    return {name if name in letters else name.replace("-", "_"): "" for name in names} | dict.fromkeys(
        sorted(several), ""
    )


def note(session: Session, case_id: int, text: str) -> CaseWithTimeline:
    """Add a note to a case."""
    if not text.strip():
        raise UsageError(
            "The note is empty.", f'For example: denialctl note {case_id} "left a message with the UM line"'
        )
    return append_event(session, case_id, "noted", {"text": text.strip()})


def close(session: Session, case_id: int, reason: str | None) -> CaseWithTimeline:
    """Close a case: from then on it has no open deadline. Raises an error if a right is open and no reason is given."""
    reason = (reason or "").strip()

    def check(case: Case) -> None:
        rights = rights_ended_by_closing(session, case)
        if rights and not reason:
            named = "; ".join(say_right(item) for item in rights)
            has = "an open right" if len(rights) == 1 else "open rights"
            way_out = (
                f'If nobody is to use it, say why: denialctl close {case_id} --reason "the patient wants no appeal"'
            )
            raise DenialctlError(f"Case {case_id} has {has}: {named}.", way_out)

    return append_event(session, case_id, "closed", {"reason": reason or "closed"}, check)


def rights_ended_by_closing(session: Session, case: Case) -> tuple[Deadline, ...]:
    """Return the rights that would end if a case were closed. Raises an error if it is closed already."""
    if case.closed is not None:
        raise DenialctlError(f"Case {case.id} is closed already.", f"To open it again: denialctl reopen {case.id}")
    return open_rights(session.timeline(case))


def reopen(session: Session, case_id: int) -> CaseWithTimeline:
    """Open a closed case again."""

    def check(case: Case) -> None:
        if case.closed is None:
            raise DenialctlError(f"Case {case_id} is open.", f"See it with: denialctl show {case_id}")

    return append_event(session, case_id, "reopened", {}, check)


def undo(session: Session, case_id: int) -> tuple[CaseWithTimeline, str]:
    """Take back the last event of a case; return the case, and in words what was taken back.

    Raises an error if another process has entered something meanwhile, or if only the entry of the case is left.
    """
    last = _last_entry(session.store.events(case_id))

    def take_back(_: Case, events: list[StoredEvent]) -> Payload:
        now_last = _last_entry(events)
        if now_last.number != last.number:
            words = say_event_of(now_last.kind, now_last.payload)
            raise DenialctlError(
                f"Meanwhile somebody else changed case {case_id} ({words} is the last entry now); "
                "nothing was taken back.",
                f"Look at it with: denialctl show {case_id} --history",
            )
        return {"event": str(last.number)}

    return append_made(session, case_id, "undone", take_back), say_event_of(last.kind, last.payload)


def _last_entry(events: list[StoredEvent]) -> StoredEvent:
    """Return the last event that a person entered and that was not taken back."""
    undone = {int(event.payload["event"]) for event in events if event.kind == "undone"}
    # Nobody wants to take back what the daily run noted by itself.
    left = [event for event in events if event.kind not in ("undone", "escalated") and event.number not in undone]
    last = left[-1]
    if last.kind == "added":
        way_out = f'To put the case away: denialctl close {last.case_id} --reason "entered by mistake"'
        raise DenialctlError(f"Nothing is left to take back in case {last.case_id} but its entry.", way_out)
    return last


def _fold_with(session: Session, events: list[StoredEvent], kind: str, payload: Payload) -> Case:
    """Return the case as it would be with one more event."""
    words = [Event(event.kind, event.payload, event.number) for event in events]
    return fold([*words, Event(kind, payload, len(events) + 1)], session.zone, events[0].case_id)


def _no_check(_: Case) -> None:
    """Accept any case."""


def append_event(
    session: Session, case_id: int, kind: str, payload: Payload, check: Callable[[Case], None] = _no_check
) -> CaseWithTimeline:
    """Append an event to a case, unless `check` raises an error for the case; see `append_made`."""

    def checked(case: Case, _: list[StoredEvent]) -> Payload:
        check(case)
        return payload

    return append_made(session, case_id, kind, checked)


def append_made(
    session: Session,
    case_id: int,
    kind: str,
    make: Callable[[Case, list[StoredEvent]], Payload],
    judge: Callable[[Case], None] = _no_check,
) -> CaseWithTimeline:
    """Append the event that `make` returns for the case as it is now; if another process wrote first, start again.

    The store accepts the event only if the case still has exactly the events that `make` was given. So nothing that
    `make` checked can have changed in between: if another process closes the case, the event is refused. `judge` may
    raise an error for the case as it would be after the event.
    """
    for _ in range(_TRIES):
        events = session.store.events(case_id)
        before = case_from(session, events, case_id)
        payload = make(before, events)
        after = _fold_with(session, events, kind, payload)
        judge(after)
        computed = with_timeline(session, after)
        event = StoredEvent(case_id, len(events) + 1, kind, payload, session.real_now_utc, session.who, session.origin)
        try:
            session.store.append(
                event, snapshot_for(session, after, computed.timeline), _STATES.get(kind) or say_event_of(kind, payload)
            )
        except ChangedMeanwhileError:
            continue
        session.entered.append(Entered(event, tuple(events), before, after))
        return computed
    raise DenialctlError(
        f"Case {case_id} is being changed by somebody else.", "Look at it with `show`, then try again."
    )
