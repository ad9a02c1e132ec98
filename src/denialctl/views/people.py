"""The people of the office, and who stands in for whom today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import say_day
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from datetime import date

    from denialctl.dates.moments import Instant
    from denialctl.office.staff import Person, Staff


@dataclass(frozen=True, slots=True)
class PeopleView(TextView):
    """The people of the office at a moment."""

    staff: Staff
    now: Instant

    def plain(self) -> list[str]:
        """Return one person a line."""
        if not self.staff:
            return ["Nobody is entered. For example: denialctl staff set maria --team imaging --lead dana --deputy jo"]
        return [_person(person, self.staff, self.now.day) for person in self.staff.people.values()]

    def data(self) -> Document:
        """Return the people, each with the person who stands in today."""
        people = [
            {
                "name": person.name,
                "team": person.team,
                "lead": person.lead,
                "deputy": person.deputy,
                "physician": person.physician,
                "login": person.login,
                "away": [{"first": item.first.isoformat(), "last": item.last.isoformat()} for item in person.away],
                "stands_in": self.staff.cover(person.name, self.now.day).name,
            }
            for person in self.staff.people.values()
        ]
        return Document("staff", {"as_of": self.now.isoformat(), "people": people})

    def rows(self) -> Rows:
        """Return one person a row."""
        rows = [
            (person.name, person.team, person.lead, person.deputy, person.physician, _absences(person))
            for person in self.staff.people.values()
        ]
        return Rows(("name", "team", "lead", "deputy", "physician", "away"), rows)


def _absences(person: Person) -> str:
    return " ".join(f"{item.first.isoformat()}..{item.last.isoformat()}" for item in person.away)


def _person(person: Person, staff: Staff, today: date) -> str:
    named = {
        "team": person.team,
        "lead": person.lead,
        "deputy": person.deputy,
        "physician": person.physician,
        "login": person.login,
    }
    parts = [one_line(person.name), *(f"{key} {one_line(value)}" for key, value in named.items() if value)]
    cover = staff.cover(person.name, today)
    if person.absence(today) is not None:
        until = f" until {say_day(cover.until)}" if cover.until is not None else ""
        parts.append(f"AWAY{until}, stands in: {one_line(cover.name) if cover.instead_of else 'nobody'}")
    parts += [f"away {say_day(item.first)} to {say_day(item.last)}" for item in person.away if item.first > today]
    return "\t".join(parts)
