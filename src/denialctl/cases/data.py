"""A case as JSON: the contract of `calc` and `show`, and what `due`, `list` and `chase` add to it.

A list needs no history. What it needs is stored with each case as the same JSON, and read here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from denialctl.cases.case import Acknowledged, Case, Chased, Told
from denialctl.cases.facts import FACTS, Facts, Form, Part
from denialctl.dates.moments import Instant, day_of, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from denialctl.cases.facts import Fact
    from denialctl.cases.printed import Printed

_IN_JSON = tuple(fact for fact in FACTS if fact.json_name)
_FORMS_TO_READ = (Form.DAY, Form.MOMENT, Form.FLAG, Form.LETTERS)
_STORED = tuple((fact, fact.name, fact.json_name, fact.form in _FORMS_TO_READ) for fact in _IN_JSON)
"""Each fact with its name in `Facts`, its name in JSON, and whether its value has to be read there."""


def case_data(case: Case) -> dict[str, object]:
    """Return a case as the contract of `calc` and `show` defines it: the table of facts, part by part."""
    facts = case.facts
    return {
        "id": case.id,
        **_part(facts, Part.WHO),
        "facts": dict(facts.answers),
        "letters": {stage: printed.isoformat() for stage, printed in facts.letters.items()},
        **_part(facts, Part.KIND),
        **_part(facts, Part.NOTICE),
        **_part(facts, Part.CARE),
        "tz": facts.tz,
        **_part(facts, Part.OFFICE),
        "closed": case.closed,
    }


def _part(facts: Facts, part: Part) -> dict[str, object]:
    """Return the facts of one part, by their names in JSON."""
    return {fact.json_name: _plain(facts.counted(fact)) for fact in _IN_JSON if fact.part is part}


def _plain(value: object) -> object:
    return to_json(value) if isinstance(value, date | Instant) else value


def listed_case_data(case: Case, phone: str | None) -> dict[str, object]:
    """Return a case as the contract of `due`, `list` and `chase` defines it.

    It adds the telephone line for a call; and by deadline who was told last, who took
    it on last, and how they were asked for what they owe.
    """
    return {**case_data(case), "phone": phone, **_escalations(case), **_chases(case)}


def _escalations(case: Case) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for told in case.told:
        found.setdefault(told.deadline, {})["told"] = {"rung": told.rung, "to": told.to, "at": told.at.utc.isoformat()}
    for taken in case.acknowledged:
        found.setdefault(taken.deadline, {})["acknowledged"] = {
            "rung": taken.rung,
            "by": taken.by,
            "at": taken.at.utc.isoformat(),
        }
    return {"escalations": found} if found else {}


def _chases(case: Case) -> dict[str, object]:
    found = {name: [chase_data(item) for item in asked] for name, asked in case.chased.items()}
    return {"chased": found} if found else {}


def chase_data(item: Chased) -> dict[str, object]:
    """Return how, when and with which reference they were asked for what they owe."""
    return {"how": item.how, "at": item.at.utc.isoformat(), "ref": item.ref}


def listed_case_from(data: Mapping[str, Any]) -> tuple[Case, str | None]:
    """Read what `listed_case_data` wrote: a case as lists know it, and the telephone line for a call.

    The case has its facts, whether it is closed, who was told last and how they were
    asked, but not what happened. Phase, service and levels are filled in even if nobody
    entered them. The channel and the call sheet are not in the contract: only the events
    have them.
    """
    zone = data["tz"]
    escalations = data.get("escalations")
    told: tuple[Told, ...] = ()
    taken: tuple[Acknowledged, ...] = ()
    if escalations:
        told = tuple(
            Told(name, was["rung"], was["to"], _instant(was["at"], zone)) for name, was in _each(escalations, "told")
        )
        taken = tuple(
            Acknowledged(name, was["rung"], was["by"], _instant(was["at"], zone))
            for name, was in _each(escalations, "acknowledged")
        )
    chased = {
        name: tuple(Chased(name, asked["how"], _instant(asked["at"], zone), asked["ref"]) for asked in every)
        for name, every in (data.get("chased") or {}).items()
    }
    case = Case(_facts(data, zone), data["id"], closed=data["closed"], told=told, acknowledged=taken, chased=chased)
    return case, data.get("phone")


def _each(escalations: Mapping[str, Mapping[str, Any]], what: str) -> list[tuple[str, Any]]:
    return [(name, found[what]) for name, found in escalations.items() if what in found]


def _facts(data: Mapping[str, Any], zone: str) -> Facts:
    """Read the facts by the table; a fact that an older program did not know keeps its default."""
    known = {
        name: _value(fact, value, zone) if to_read else value
        for fact, name, key, to_read in _STORED
        if (value := data.get(key)) is not None
    }
    return Facts(**known, tz=zone)


def _value(fact: Fact, value: Any, zone: str) -> Any:  # noqa: ANN401 - of the type that its field in Facts has
    match fact.form:
        case Form.DAY:
            return _day(value, zone)
        case Form.MOMENT:
            return from_json(value, zone)
        case Form.FLAG:
            return bool(value == fact.name)
        case Form.LETTERS:
            return {stage: _printed(text, zone) for stage, text in value.items()}
        case _:
            return value


def _day(text: str | None, zone: str) -> date | None:
    moment = from_json(text, zone)
    return None if moment is None else day_of(moment)


def _instant(text: str, zone: str) -> Instant:
    return Instant.from_datetime(datetime.fromisoformat(text), zone)


def _printed(text: str, zone: str) -> Printed:
    try:
        moment = from_json(text, zone)
    except ValueError:
        moment = None
    if moment is not None:
        return moment
    from denialctl.cases.printed import read_window  # noqa: PLC0415 - heavy, and few letters print a time in days

    return read_window(text)
