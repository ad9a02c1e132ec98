"""The facts of a case as its events store them: plain text by name, read and written by the table of facts.

A fact is stored under its own name; a fact with several values is stored under names
with a prefix: `letter.internal-appeal`, `fact.product`, `sheet.tried.2`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from denialctl.cases.facts import FACTS, Facts, Form
from denialctl.cases.printed import PrintedWindow, read_printed
from denialctl.dates.moments import parse_day, parse_moment, to_stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from denialctl.cases.facts import Fact
    from denialctl.cases.printed import Printed

Payload = dict[str, str]
_PREFIX = {fact.form: fact.prefix for fact in FACTS if fact.form.several}


def facts_from(payload: Mapping[str, str], zone: str) -> Facts:
    """Read the facts of a case from their stored text; hours are in its own zone, or in `zone` if it has none."""
    tz = payload.get("tz", zone)
    return Facts(**{fact.name: _value(fact, payload, tz) for fact in FACTS}, tz=tz)


def _value(fact: Fact, payload: Mapping[str, str], zone: str) -> Any:  # noqa: ANN401 - of the type that its field in Facts has
    if fact.form in _SEVERAL:
        prefix = fact.prefix
        below = {key.removeprefix(prefix): text for key, text in payload.items() if text and key.startswith(prefix)}
        return _SEVERAL[fact.form](below, zone)
    said = payload.get(fact.name)
    match fact.form:
        case Form.PLAN:
            return payload[fact.name]
        case Form.FLAG:
            return said == "yes"
        case Form.DAY:
            return parse_day(said) if said else None
        case Form.MOMENT:
            return parse_moment(said, zone) if said else None
        case Form.NUMBER:
            return int(said) if said else None
        case _:
            return said or None


def _letters(said: Mapping[str, str], zone: str) -> dict[str, Printed]:
    return {stage: read_printed(text, lambda words: parse_moment(words, zone)) for stage, text in said.items()}


def _sheet(said: Mapping[str, str], _: str) -> dict[str, tuple[str, ...]]:
    """Read the call sheet: `history` holds one value, `tried.2` is the second of several."""
    found: dict[str, dict[int, str]] = {}
    for key, text in said.items():
        name, _dot, number = key.partition(".")
        found.setdefault(name, {})[int(number or 0)] = text
    return {name: tuple(text for _, text in sorted(values.items())) for name, values in found.items()}


_SEVERAL: dict[Form, Callable[[Mapping[str, str], str], Mapping[str, object]]] = {
    Form.LETTERS: _letters,
    Form.ANSWERS: lambda said, _: dict(said),
    Form.SHEET: _sheet,
}


def sheet_key(name: str, number: int | None) -> str:
    """Return the name under which a line of the call sheet is stored; `number` counts its answers, if several."""
    return f"{_PREFIX[Form.SHEET]}{name}" + (f".{number}" if number is not None else "")


def fact_payload(facts: Mapping[str, str]) -> Payload:
    """Return the facts that only some rules need, as they are stored."""
    return {f"{_PREFIX[Form.ANSWERS]}{name}": answer for name, answer in facts.items()}


def letter_payload(letters: Mapping[str, Printed]) -> Payload:
    """Return the dates and times that the letter prints, as they are stored."""
    return {
        f"{_PREFIX[Form.LETTERS]}{stage}": printed.isoformat()
        if isinstance(printed, PrintedWindow)
        else to_stored(printed)
        for stage, printed in letters.items()
    }
