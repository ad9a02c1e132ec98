"""Whose cases a list shows: `--owner`, `--team`, `--unassigned`, `--mine`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.errors import DenialctlError, UsageError, quoted
from denialctl.naming import plain, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.commands.session import Session
    from denialctl.worklist.listed import Listed


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose lines are wanted: one person's, a team's, nobody's, or those of the user."""

    owner: str | None = None
    team: str | None = None
    unassigned: bool = False
    mine: bool = False


def of_those(session: Session, whose: Whose, found: Iterable[Listed]) -> list[Listed]:
    """Return those lines of a list whose cases have a wanted owner."""
    wanted = owners_of(session, whose)
    return [item for item in found if plain(item.case.facts.owner or "") in wanted]


def nobody_of_that_name(session: Session, whose: Whose) -> list[str]:
    """Return a sentence if nobody has that name: an empty list from a typing error must not look like a free day."""
    name = whose.owner
    if name is None or session.staff.person(name) is not None:
        return []
    owners = session.store.owners()
    if any(same(owner, name) for owner in owners):
        return []
    return [f"Nobody called {quoted(name)} owns a case or is entered. Owners: {', '.join(owners) or 'none'}."]


def owners_of(session: Session, whose: Whose) -> set[str]:
    """Return the wanted owners, in the form in which names are compared; the empty text stands for no owner."""
    staff, today = session.staff, session.now.day
    if sum((whose.owner is not None, whose.team is not None, whose.unassigned, whose.mine)) > 1:
        raise UsageError("--owner, --team, --unassigned and --mine exclude one another.", "Give one of them.")
    if whose.unassigned:
        return {""}
    if whose.team is not None:
        return {plain(name) for name in staff.of_team(whose.team)}
    name = whose.owner
    if name is None:
        me = staff.signed_in(session.who)
        if me is None and staff:
            raise DenialctlError(
                f"I do not know who {quoted(session.who)} is.",
                f"Say it once: denialctl staff set NAME --login {session.who}, or use --owner NAME.",
            )
        name = me.name if me is not None else session.who
    # A person who is away keeps their cases on their list; whoever stands in sees them too.
    return {plain(name), *map(plain, staff.covered_by(name, today))}
