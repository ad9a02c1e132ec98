"""Who works in the office: teams, leads, physicians, deputies, and who is away until when.

Kept in `staff.toml` in the folder of the settings. An absence has a first and a last day. During it the deputy stands
in, and if the deputy is away too, the deputy's own deputy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from denialctl import kept
from denialctl.dates.moments import parse_day, say_day
from denialctl.errors import DenialctlError, UsageError, quoted, unknown
from denialctl.files import write_whole
from denialctl.naming import plain, same
from denialctl.office.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

_TEXTS = ("team", "lead", "deputy", "physician", "login")


@dataclass(frozen=True, slots=True)
class Absence:
    """From the first to the last day, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Person:
    """One person: whose team, who leads, who stands in, which physician speaks for the cases."""

    name: str
    team: str | None = None
    lead: str | None = None
    deputy: str | None = None
    physician: str | None = None
    login: str | None = None
    """The name with which the person signs in to the computer, if it is another one."""
    away: tuple[Absence, ...] = ()

    def absence(self, day: date) -> Absence | None:
        """Return the absence that covers a day, the one that ends last."""
        return max(
            (item for item in self.away if item.first <= day <= item.last), key=lambda item: item.last, default=None
        )


@dataclass(frozen=True, slots=True)
class Cover:
    """Who takes a person's work on a day, and why it is somebody else."""

    name: str
    instead_of: str | None = None
    until: date | None = None

    def __str__(self) -> str:
        """Return the name, and for whom and until when."""
        if self.instead_of is None:
            return self.name
        until = f", away until {say_day(self.until)}" if self.until is not None else ", away"
        return f"{self.name} (for {self.instead_of}{until})"


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of the office by name; names are compared without case, spaces and punctuation."""

    people: Mapping[str, Person] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """True if anybody is entered."""
        return bool(self.people)

    def person(self, name: str | None) -> Person | None:
        """Return a person by name."""
        return None if name is None else self.people.get(plain(name))

    def cover(self, name: str, day: date, *, at_last: str | None = None) -> Cover:
        """Return who takes a person's work on a day.

        That is the first of these who is not away: the person, the deputy, the deputy's deputy and so on, the lead,
        and `at_last` (the lead of the office). Where all are away, the person is named, and that nobody stands in.
        """
        first = self.person(name)
        absence = first.absence(day) if first is not None else None
        if first is None or absence is None:
            return Cover(name)
        tried = {plain(first.name)}
        current: Person = first
        while current.deputy is not None and plain(current.deputy) not in tried:
            tried.add(plain(current.deputy))
            following = self.person(current.deputy)
            if following is None or following.absence(day) is None:
                return Cover(following.name if following is not None else current.deputy, first.name, absence.last)
            current = following
        for lead in (first.lead, at_last):
            if lead is not None and plain(lead) not in tried:
                person = self.person(lead)
                if person is None or person.absence(day) is None:
                    return Cover(person.name if person is not None else lead, first.name, absence.last)
        return Cover(f"{first.name} (away, nobody stands in)")

    def covered_by(self, name: str, day: date) -> list[str]:
        """List the people whose work a person does on a day: the person, unless away, and those who are covered."""
        return [person.name for person in self.people.values() if same(self.cover(person.name, day).name, name)]

    def of_team(self, team: str) -> list[str]:
        """List the people of a team. Raises `UsageError` for a team that nobody belongs to."""
        found = [person.name for person in self.people.values() if person.team and same(person.team, team)]
        if not found:
            raise unknown(
                "team",
                team,
                {person.team for person in self.people.values() if person.team},
                "denialctl staff shows them.",
            )
        return found

    def signed_in(self, login: str) -> Person | None:
        """Return the person who signs in under this name."""
        typed = login.strip().lower()
        return next(
            (
                one
                for one in self.people.values()
                if typed and (typed == (one.login or "").lower() or same(one.name, login))
            ),
            None,
        )


def staff_file(folder: Path) -> Path:
    """Return the file of a configuration folder that holds the people."""
    return folder / "staff.toml"


def read_staff(folder: Path) -> Staff:
    """Read the people; where there is no file, there are none.

    Raises `DenialctlError` for a file that cannot be read or is broken, with the place of the fault.
    """
    path = staff_file(folder)
    content = read_toml(path, "The people")
    people = content.get("people", {})
    if not isinstance(people, dict) or set(content) - {"people"}:
        raise DenialctlError(f"{path} holds something else than [people.NAME] tables.", "Mend the file, or remove it.")
    found: dict[str, Person] = {}
    for name, values in people.items():
        other = found.setdefault(plain(name), _person(name, values, path))
        if other.name != name:
            raise DenialctlError(
                f"{path}: people.{other.name} and people.{name} are one name.", "Make one table of the two."
            )
    return Staff(found)


def _person(name: str, values: object, path: Path) -> Person:
    if not isinstance(values, dict):
        raise DenialctlError(f"{path}: people.{name} is no table.", f'Write [people.{name}] and under it team = "...".')
    wrong = set(values) - {*_TEXTS, "away"}
    if wrong:
        raise unknown(f"key of people.{name}", min(wrong), (*_TEXTS, "away"), f"It stands in {path}.")
    texts = {key: str(values[key]) for key in _TEXTS if values.get(key)}
    away = values.get("away", [])
    try:
        absences = tuple(read_absence(str(item)) for item in (away if isinstance(away, list) else [away]))
    except UsageError as error:
        raise DenialctlError(
            f"{path}: people.{name}.away: {error.sentence}", 'Write away = ["2026-11-23..2026-11-27"].'
        ) from None
    return Person(name, **texts, away=absences)


def read_absence(text: str) -> Absence:
    """Read `2026-11-23..2026-11-27`, or one day. Raises `UsageError` where the last day is before the first."""
    first, _, last = text.partition("..")
    absence = Absence(parse_day(first), parse_day(last or first))
    if absence.last < absence.first:
        raise UsageError(
            f"The absence {quoted(text)} ends before it begins.", "Write FIRST..LAST, such as 2026-11-23..2026-11-27."
        )
    return absence


def changed(staff: Staff, name: str, values: Mapping[str, str | None]) -> Staff:
    """Return the people with one of them changed or added; an empty text removes a value."""
    if not all(text is None or text.isprintable() for text in (name, *values.values())):
        raise UsageError(
            "A name holds characters that cannot be printed.", "Type it anew, in letters, digits and spaces."
        )
    if not name.strip() or "," in name:
        raise UsageError("A person needs a name without a comma.", "denialctl staff set maria --team imaging")
    before = staff.person(name)
    person = before if before is not None else Person(name.strip())
    given = {key: (value.strip() or None) for key, value in values.items() if value is not None}
    return _with(staff, replace(person, **given))  # type: ignore[arg-type]


def away(staff: Staff, name: str, absence: Absence | None, today: date) -> Staff:
    """Return the people with an absence added; None: the person is back, and no absence is left from today on."""
    person = staff.person(name)
    if person is None:
        raise unknown(
            "person",
            name,
            [item.name for item in staff.people.values()],
            f"Enter them first: denialctl staff set {name}",
        )
    away = tuple(item for item in person.away if item.last < today) if absence is None else (*person.away, absence)
    return _with(staff, replace(person, away=away))


def without(staff: Staff, name: str) -> Staff:
    """Return the people without one of them."""
    if staff.person(name) is None:
        raise unknown("person", name, [item.name for item in staff.people.values()])
    return Staff({key: person for key, person in staff.people.items() if key != plain(name)})


def _with(staff: Staff, person: Person) -> Staff:
    return Staff({**staff.people, plain(person.name): person})


def write_staff(folder: Path, staff: Staff) -> Path:
    """Write the people atomically, readable by the owner only."""
    path = staff_file(folder)
    lines = []
    for person in staff.people.values():
        lines.append(f"[people.{json.dumps(person.name)}]")
        lines += [f"{key} = {json.dumps(value)}" for key in _TEXTS if (value := getattr(person, key))]
        if person.away:
            spans = [f"{item.first.isoformat()}..{item.last.isoformat()}" for item in person.away]
            lines.append(f"away = {json.dumps(spans)}")
        lines.append("")
    try:
        write_whole(path, "\n".join(lines), 0o600)
        kept.intend("the people of the office")
    except OSError as error:
        raise DenialctlError(
            f"The people in {path} cannot be written: {error.strerror}.", "Check the folder's permissions."
        ) from None
    return path
