"""A case read from words: those of the command line, of an example in a rule file, or of a test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.cases.case import Case
from denialctl.cases.events import read_happening, read_letter
from denialctl.cases.stored_facts import facts_from, letter_payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from denialctl.cases.events import WordReader
    from denialctl.cases.stored_facts import Payload


def told(
    payload: Mapping[str, str], zone: str, *, letters: Iterable[str] = (),
    sheet: Callable[[], Payload] = dict, events: Iterable[str] = (),
    words: Callable[[Case], WordReader], words_of_events: Callable[[Case], WordReader] | None = None,
) -> tuple[Case, Payload]:  # fmt: skip
    """Read a case from its stored facts, what its notice prints (`letters`), and what happened (`events`).

    `words` reads the names and dates in the letters, `words_of_events` those in the
    events; without it `words` reads both. Returns the case and its facts as text, as an
    event stores them. `sheet` reads the call sheet. Raises `UsageError` for words without one
    meaning; of several faults the first is named: of the letters, the sheet, the events.
    """
    facts = facts_from(payload, zone)
    known = words(Case(facts))
    stored = {**payload, **letter_payload(dict(read_letter(text, known) for text in letters)), **sheet()}
    case = Case(facts_from(stored, zone))
    for text in events:
        # What a word means may depend on the events before it, so each is read with the case up to there.
        happening = read_happening(text, case.facts.tz, (words_of_events or words)(case))
        case = replace(case, happenings=(*case.happenings, happening))
    return case.settled(), stored
