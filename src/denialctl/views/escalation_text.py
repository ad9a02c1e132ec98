"""Who has to be told, and who is who in the office, as lines, JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.dates.moments import say_day, to_json
from denialctl.views.as_csv import table
from denialctl.views.as_json import dump
from denialctl.views.lines import Line, moment_words
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from denialctl.commands.escalate import Call
    from denialctl.dates.moments import Instant
    from denialctl.office.staff import Person, Staff


def calls_screen(calls: list[Call], zone: str) -> list[Line]:
    """Lay out who has to be told of what."""
    lines = []
    for call in calls:
        case, deadline = call.item.number, call.item.deadline
        lines.append(Line(f"Tell {one_line(call.to)}  (rung {call.rung} of {call.of})", "band-today", 4))
        lines.append(Line(f"  case {case}: {one_line(call.item.action)}", "", 4))
        lines.append(Line(f"  last day {moment_words(deadline.due, zone)}. Taken on? denialctl ack {case} {deadline.id}", "dim", 4))
    return lines or [Line("Nobody has to be told of anything new.")]


def calls_plain(calls: list[Call], zone: str) -> list[str]:
    """Return one call a line, fields separated by tabs."""
    lines = [
        "\t".join(
            [
                f"tell {one_line(call.to)}",
                f"rung {call.rung} of {call.of}",
                f"case {call.item.number}",
                call.item.deadline.id,
                f"due {moment_words(call.item.deadline.due, zone)}",
                one_line(call.item.action),
            ]
        )
        for call in calls
    ]
    return lines or ["Nobody has to be told of anything new."]


def calls_json(calls: list[Call], now: Instant) -> str:
    """Return the calls for scripts."""
    items = [
        {
            "to": call.to,
            "rung": call.rung,
            "of": call.of,
            "case": call.item.number,
            "deadline": call.item.deadline.id,
            "due": to_json(call.item.deadline.due),
            "action": call.item.action,
        }
        for call in calls
    ]
    return dump("escalate", {"as_of": now.isoformat(), "calls": items})


def calls_csv(calls: Iterable[Call]) -> str:
    """Return the calls for a spreadsheet."""
    rows = [[call.to, call.rung, call.of, call.item.number, call.item.deadline.id, to_json(call.item.deadline.due)] for call in calls]
    return table(["to", "rung", "of", "case", "deadline", "due"], rows)


def staff_lines(staff: Staff, today: date) -> str:
    """Say who is who, and who stands in for whom today."""
    if not staff:
        return "Nobody is entered. For example: denialctl staff set maria --team imaging --lead dana --deputy jo"
    return "\n".join(_person(person, staff, today) for person in staff.people.values())


def _person(person: Person, staff: Staff, today: date) -> str:
    named = {"team": person.team, "lead": person.lead, "deputy": person.deputy, "physician": person.physician, "login": person.login}
    parts = [one_line(person.name), *(f"{key} {one_line(value)}" for key, value in named.items() if value)]
    cover = staff.cover(person.name, today)
    if person.absence(today) is not None:
        until = f" until {say_day(cover.until)}" if cover.until is not None else ""
        parts.append(f"AWAY{until}, stands in: {one_line(cover.name) if cover.instead_of else 'nobody'}")
    parts += [f"away {say_day(item.first)} to {say_day(item.last)}" for item in person.away if item.first > today]
    return "\t".join(parts)


def staff_json(staff: Staff, now: Instant) -> str:
    """Return the people for scripts."""
    people = [
        {
            "name": person.name,
            "team": person.team,
            "lead": person.lead,
            "deputy": person.deputy,
            "physician": person.physician,
            "login": person.login,
            "away": [{"first": item.first.isoformat(), "last": item.last.isoformat()} for item in person.away],
            "stands_in": staff.cover(person.name, now.day).name,
        }
        for person in staff.people.values()
    ]
    return dump("staff", {"as_of": now.isoformat(), "people": people})


def staff_csv(staff: Staff) -> str:
    """Return the people for a spreadsheet."""
    rows = [
        [
            person.name,
            person.team,
            person.lead,
            person.deputy,
            person.physician,
            " ".join(f"{item.first.isoformat()}..{item.last.isoformat()}" for item in person.away),
        ]
        for person in staff.people.values()
    ]
    return table(["name", "team", "lead", "deputy", "physician", "away"], rows)
