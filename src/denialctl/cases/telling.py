"""A case from the words in which it is told: by the command line, by an example of a rule file, by a test."""

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
    payload: Mapping[str, str], zone: str, *, letters: Iterable[str] = (), sheet: Callable[[], Payload] = dict,
    events: Iterable[str] = (), words: Callable[[Case], WordReader],
    words_of_events: Callable[[Case], WordReader] | None = None,
) -> tuple[Case, Payload]:  # fmt: skip
    """Read a case from its stored facts, what its notice prints, and what happened; returns its stored words, too.

    `words` reads the stages, events and dates of a case, `words_of_events` those of events
    where they are read otherwise.
    `sheet` reads the call sheet. Of several faults the first is named: of the letters, then the sheet, then the events.
    """
    facts = facts_from(payload, zone)
    known = words(Case(facts))
    stored = {**payload, **letter_payload(dict(read_letter(text, known) for text in letters)), **sheet()}
    case = Case(facts_from(stored, zone))
    for text in events:
        # What was said of a stage before decides what a word means after it.
        happening = read_happening(text, case.facts.tz, (words_of_events or words)(case))
        case = replace(case, happenings=(*case.happenings, happening))
    return case.settled(), stored
