"""Events are the record of a case: appended, never changed, each with who entered it and when.

The payload of an event is plain text by name, as it is stored. This module reads the
words of the command line as events, and folds events into a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from denialctl.cases.case import Acknowledged, Case, Chased, Happening, Told
from denialctl.cases.printed import read_printed
from denialctl.cases.stored_facts import facts_from, sheet_key
from denialctl.dates.moments import Instant, Moment, day_of, end_of, parse_moment, say, start_of
from denialctl.errors import DenialctlError, UsageError, quoted, unknown
from denialctl.vocabulary import ASKED_FOR_PAPERS, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from denialctl.cases.printed import Printed

Payload = dict[str, str]

_NAMED_DATES = ("received", "due")
"""Dates that may follow an event, each after its name."""
_MOST_WORDS = 16
"""How many words a stage and its event may have together; a longer text is a note."""
_EVENT_FORM = (
    'Write "STAGE WHAT DATE", such as "internal-appeal filed 2026-09-10" '
    'or "internal-appeal upheld 2026-10-28 received 2026-10-30"; '
    'for papers they asked for "peer-to-peer pending-documents 2026-11-27 due 2026-12-02".'
)


@dataclass(frozen=True, slots=True)
class Event:
    """One stored event. `number` counts within the case, from 1."""

    kind: str
    payload: Payload
    number: int = 0


def fold(events: Iterable[Event], zone: str, case_id: int | None = None) -> Case:
    """Return the case that its events make; an event that was undone counts as never recorded.

    Raises `DenialctlError` if no event says what the case is.
    """
    listed = list(events)
    undone = {int(event.payload["event"]) for event in listed if event.kind == "undone"}
    payload: Payload = {}
    happenings: list[Happening] = []
    notes: list[str] = []
    checks: dict[tuple[str, str], str] = {}
    told: list[Told] = []
    taken: list[Acknowledged] = []
    chased: dict[str, tuple[Chased, ...]] = {}
    closed: str | None = None
    for event in listed:
        if event.number in undone:
            continue
        match event.kind:
            case "added" | "edited":
                payload |= event.payload
            case "recorded":
                happenings.append(happening_from(event.payload, payload.get("tz", zone)))
            case "noted":
                notes.append(event.payload["text"])
                if "chase" in event.payload:
                    asked = _chased(event.payload, payload.get("tz", zone))
                    chased[asked.deadline] = (*chased.get(asked.deadline, ()), asked)
            case "checked":
                _check(checks, event.payload)
            case "escalated":
                told.append(Told(*_rung(event.payload, payload.get("tz", zone), "to")))
            case "acknowledged":
                taken.append(Acknowledged(*_rung(event.payload, payload.get("tz", zone), "by")))
            case "closed":
                closed = event.payload.get("reason") or "closed"
            case "reopened":
                closed = None
            case _:
                continue
    if "plan" not in payload:
        raise DenialctlError("This case has no events that say what it is.", "Restore the database from a backup.")
    facts = facts_from({key: value for key, value in payload.items() if value}, zone)
    return Case(
        facts=facts,
        id=case_id,
        happenings=tuple(happenings),
        notes=tuple(notes),
        closed=closed,
        checks=checks,
        told=tuple(told),
        acknowledged=tuple(taken),
        chased=chased,
    ).settled()


def _check(checks: dict[tuple[str, str], str], payload: Mapping[str, str]) -> None:
    """Apply the answers on a checklist: `list` names the guide, every other key a line of it."""
    for entry, answer in payload.items():
        if entry == "list":
            continue
        key = (payload["list"], entry)
        if answer == "open":
            checks.pop(key, None)
        else:
            checks[key] = answer


def _chased(payload: Mapping[str, str], zone: str) -> Chased:
    """Read a note that records that they were asked for what they owe."""
    at = parse_moment(payload["at"], zone)
    return Chased(payload["deadline"], payload["chase"], start_of(at, zone), payload.get("ref"))


def _rung(payload: Mapping[str, str], zone: str, who: str) -> tuple[str, int, str, Instant]:
    at = parse_moment(payload["at"], zone)
    return payload["deadline"], int(payload["rung"]), payload[who], start_of(at, zone)


def happening_from(payload: Mapping[str, str], zone: str) -> Happening:
    """Read a recorded event of a stage from its stored text."""
    received = payload.get("received")
    return Happening(
        stage=payload["stage"],
        what=payload["what"],
        on=parse_moment(payload["on"], zone),
        received=parse_moment(received, zone) if received else None,
        ref=payload.get("ref"),
        proof=payload.get("proof"),
        note=payload.get("note"),
        criteria=payload.get("criteria"),
        due=parse_moment(payload["due"], zone) if payload.get("due") else None,
    )


class WordReader(Protocol):
    """How the words about one case are read.

    `stage`, `event` and `moment` raise `UsageError` for a text that does not have exactly
    one meaning in that case.
    """

    def stage(self, text: str) -> str:
        """Return the stage that a text means."""
        ...

    def event(self, stage: str, text: str) -> str:
        """Return the event of a stage that a text means."""
        ...

    def moment(self, text: str) -> Moment:
        """Return the date or the instant that a text means."""
        ...

    def stages_meant(self, text: str) -> tuple[str, ...]:
        """Return the stages that a text may mean; empty if it names none."""
        ...

    def events_meant(self, stage: str, text: str) -> tuple[str, ...]:
        """Return the events of a stage that a text may mean; empty if it names none."""
        ...

    def reads_date(self, text: str) -> bool:
        """True if a text is a date."""
        ...


@dataclass(frozen=True, slots=True)
class PlainWords:
    """How the words of a rule file are read: only the program's own names and ISO dates."""

    stages: Collection[str]
    zone: str

    def stage(self, text: str) -> str:
        """Return the stage of that very name."""
        if text.lower() not in self.stages:
            raise unknown("stage", text, self.stages)
        return text.lower()

    def event(self, stage: str, text: str) -> str:  # noqa: ARG002 - the same in every stage
        """Return the event of that very name."""
        if text.lower() not in OUTCOMES:
            raise unknown("event", text, OUTCOMES, "For example: filed, upheld, approved.")
        return text.lower()

    def moment(self, text: str) -> Moment:
        """Read an ISO date."""
        return parse_moment(text, self.zone)

    def stages_meant(self, text: str) -> tuple[str, ...]:
        """Return the stage of that very name."""
        return (text.lower(),) if text.lower() in self.stages else ()

    def events_meant(self, stage: str, text: str) -> tuple[str, ...]:  # noqa: ARG002 - the same in every stage
        """Return the event of that very name."""
        return (text.lower(),) if text.lower() in OUTCOMES else ()

    def reads_date(self, text: str) -> bool:
        """True if a text begins with a year, as an ISO date does."""
        return bool(text[:4].isdigit())


def read_happening(text: str, zone: str, words: WordReader) -> Happening:
    """Read `STAGE WHAT DATE[THH:MM] [received DATE] [due DATE]`, as `--event` takes it.

    Each part may consist of several words. Raises `UsageError` if the text cannot be read
    in exactly one way, or its dates contradict each other.
    """
    stage_text, event_text, date_text, dates = _parts_of(text, words)
    stage = words.stage(stage_text)
    what = words.event(stage, event_text)
    told = {name: words.moment(said) for name, said in dates.items()}
    happening = Happening(
        stage=stage, what=what, on=words.moment(date_text), received=told.get("received"), due=told.get("due")
    )
    check_order(happening, zone)
    return happening


def _parts_of(text: str, words: WordReader) -> tuple[str, str, str, dict[str, str]]:
    """Divide a line into stage, event, date and the named dates after them.

    Each part must mean something. Raises `UsageError` if several divisions do.
    """
    tokens = text.split()
    body, dates = _without_named_dates(tokens, words)
    # `received` may be the event itself, so the undivided line is tried too.
    for line, more in ((body, dates), (tokens, dict[str, str]())):
        found = {(stages, events, when): parts for stages, events, when, parts in _divisions(line, words)}
        if len(found) == 1:
            return (*next(iter(found.values())), more)
        if found:
            raise UsageError(
                f"I cannot tell where in {quoted(text)} the stage ends and what happened begins.", _EVENT_FORM
            )
    if len(body) < 3:
        raise UsageError(f"I cannot read the event {quoted(text)}.", _EVENT_FORM)
    return (*_nearest_parts(body, words), dates)


def _without_named_dates(tokens: list[str], words: WordReader) -> tuple[list[str], dict[str, str]]:
    """Remove the dates that follow a name (`received DATE`) from the end of a line, and return both."""
    more: dict[str, str] = {}
    while True:
        names = [
            at
            for at, token in enumerate(tokens)
            if token.lower() in _NAMED_DATES and words.reads_date(" ".join(tokens[at + 1 :]))
        ]
        if not names or tokens[names[-1]].lower() in more:
            return tokens, more
        more[tokens[names[-1]].lower()] = " ".join(tokens[names[-1] + 1 :])
        tokens = tokens[: names[-1]]


def _nearest_parts(tokens: list[str], words: WordReader) -> tuple[str, str, str]:
    """Divide a line in which some part means nothing, so that the error can name that part."""
    names = [at for at in range(1, min(len(tokens) - 1, _MOST_WORDS)) if words.stages_meant(" ".join(tokens[:at]))]
    middle = names[-1] if names else 1
    dates = [at for at in range(middle + 1, len(tokens)) if words.reads_date(" ".join(tokens[at:]))]
    last = dates[0] if dates else middle + 1
    if any(words.reads_date(token) for token in tokens[middle:last]):
        raise UsageError(f"I cannot read the event {quoted(' '.join(tokens))}.", _EVENT_FORM)
    stage, event, when = (" ".join(tokens[part]) for part in (slice(middle), slice(middle, last), slice(last, None)))
    if not dates and words.stages_meant(stage) and words.events_meant(words.stages_meant(stage)[0], event):
        try:
            words.moment(when)
        except UsageError as error:
            raise UsageError(error.sentence, f"{error.way_out} {_EVENT_FORM}") from None
    return stage, event, when


def _divisions(
    tokens: list[str], words: WordReader
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, str, str]]]:
    """Yield every division of the words into a stage, an event and a date that means something."""
    for last in range(2, min(len(tokens), _MOST_WORDS)):
        when = " ".join(tokens[last:])
        if not words.reads_date(when):
            continue
        for middle in range(1, last):
            stage, event = " ".join(tokens[:middle]), " ".join(tokens[middle:last])
            stages = words.stages_meant(stage)
            events = words.events_meant(stages[0], event) if stages else ()
            if events:
                yield stages, events, when, (stage, event, when)


def check_order(happening: Happening, zone: str) -> None:
    """Raise `UsageError` if a decision was received before it was made, or papers are due before the request."""
    check_due(happening, zone)
    received = happening.received
    if received is not None and day_of(received) < day_of(happening.on):
        raise UsageError(
            f"The {happening.stage} {happening.what} is dated {day_of(happening.on).isoformat()} "
            f"but received {day_of(received).isoformat()}, before it.",
            f"Check both dates (zone {zone}).",
        )


def check_due(happening: Happening, zone: str) -> None:
    """Raise `UsageError` if a day for papers is given and none were asked for, or it lies before the request."""
    due, what = happening.due, happening.what
    if due is None:
        return
    if what not in ASKED_FOR_PAPERS:
        raise UsageError(
            f"{what} asks for no papers, so it has no day by which they want them.",
            f"`due` goes with {' and '.join(ASKED_FOR_PAPERS)}; "
            "a last day that a letter prints is entered with --letter STAGE=DATE.",
        )
    asked = happening.on
    by_the_hour = isinstance(due, Instant) and isinstance(asked, Instant)
    if (end_of(due, zone).utc < end_of(asked, zone).utc) if by_the_hour else day_of(due) < day_of(asked):
        raise UsageError(
            f"They asked on {say(asked)}, and want the papers by {say(due)}, before it.",
            f"Check both dates (zone {zone}).",
        )


def read_letter(text: str, words: WordReader) -> tuple[str, Printed]:
    """Read what the notice prints for a stage: `STAGE=DATE[THH:MM]`, its last day, or `STAGE=60 days`, its time.

    Raises `UsageError` if it is neither.
    """
    stage, separator, when = text.partition("=")
    if not separator:
        raise UsageError(
            f"I cannot read the letter's date {quoted(text)}.",
            'Write STAGE=DATE or STAGE=TIME, such as internal-appeal=2026-12-01 or "internal-appeal=60 days".',
        )
    return words.stage(stage), read_printed(when, words.moment)


def read_fact(text: str, questions: Mapping[str, Mapping[str, object]]) -> tuple[str, str]:
    """Read `NAME=ANSWER`, a fact that only some rules need; `questions` holds the known facts.

    Raises `UsageError` for an unknown fact or answer.
    """
    name, separator, answer = (part.strip().lower() for part in text.partition("="))
    if not separator:
        raise UsageError(f"I cannot read the fact {quoted(text)}.", "Write NAME=ANSWER, such as product=hmo.")
    if name not in questions:
        raise unknown("fact", name, questions, "See them all with: denialctl rules list --facts")
    answers = questions[name]["answers"]
    if not isinstance(answers, dict) or answer not in answers:
        raise unknown(f"answer to {name}", answer, answers if isinstance(answers, dict) else ())
    return name, answer


def read_sheet(text: str, fields: Mapping[str, bool], present: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """Read `NAME=TEXT`, a line for the call sheet; returns its stored name and the text.

    `fields` holds the known lines and says of each whether it takes several answers; a
    further answer is then added to those in `present`. Raises `UsageError` for an unknown
    line or an empty text.
    """
    name, separator, said = text.partition("=")
    name = name.strip().lower()
    if not separator or not said.strip():
        # The text itself is not repeated: it may hold something about a patient.
        raise UsageError(
            "I cannot read a line for the call sheet.", 'Write NAME=TEXT, such as history="pain since March".'
        )
    if name not in fields:
        raise unknown("line of the call sheet", name, fields)
    return sheet_key(name, len(present.get(name, ())) + 1 if fields[name] else None), said.strip()
