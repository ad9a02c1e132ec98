"""Finding stored cases: by number or patient reference, and by owner, payer (with its aliases) and patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.errors import UsageError, quoted
from denialctl.naming import plain, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session

_LARGEST = 2**63 - 1


def case_number(session: Session, text: str, *, closed: bool = False) -> int:
    """Return the number of a case, given as such or as a patient reference that only one open case has.

    `closed` looks among the closed cases instead. Raises UsageError if no case fits, or several do; the message
    does not repeat a reference that was typed, because it may be the name of a patient.
    """
    figures = text.strip().removeprefix("#")
    if figures.isascii() and figures.isdigit():
        if not 1 <= int(figures[:20]) <= _LARGEST:
            raise UsageError(
                f"There is no case of the number {quoted(figures)}.", "CASE is a number from 1 on; see: denialctl list"
            )
        return int(figures)
    fitting = [case for case in session.store.of_patients() if same(case.patient, text)] if text.strip() else []
    found = [case for case in fitting if case.closed is closed]
    if len(found) == 1:
        return found[0].id
    sort = "closed" if closed else "open"
    if found:
        listed = ", ".join(f"{case.id} ({case.service or 'no service entered'})" for case in found)
        raise UsageError(
            f"Several {sort} cases have that patient reference: {listed}.",
            "Give the number of the one that you mean as CASE.",
        )
    others = ", ".join(str(case.id) for case in fitting)
    beside = f" {'Open' if closed else 'Closed'}: {others}." if others else ""
    raise UsageError(
        f"CASE is no number, and no {sort} case has it as its patient reference.{beside}",
        "See numbers and references with: denialctl list",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are wanted: by owner, payer and patient; None stands for any."""

    owner: str | None = None
    payer: str | None = None
    patient: str | None = None

    def is_limited(self) -> bool:
        """True if not all cases are wanted."""
        return any((self.owner, self.payer, self.patient))

    def fits(self, session: Session, case: Case) -> bool:
        """True if a case is wanted."""
        facts = case.facts
        return (
            (not self.owner or same(facts.owner, self.owner))
            and (not self.patient or same(facts.patient, self.patient))
            and (not self.payer or is_payer(session, self.payer, facts.payer, facts.state))
        )


def is_payer(session: Session, wanted: str, typed: str | None, state: str | None) -> bool:
    """True if the payer of a case is the wanted one: by part of its name, or by any name in the same pack."""
    if not typed:
        return False
    if plain(wanted) in plain(typed):
        return True
    here = [pack for pack in session.library.payer_names if not pack.states or state is None or state in pack.states]
    meant = [pack for pack in here if pack.answers_to(wanted)]
    its = [pack for pack in here if pack.answers_to(typed)]
    return any(plain(pack.name) in plain(typed) for pack in meant) or any(
        pack in meant or plain(wanted) in plain(pack.name) for pack in its
    )


def nothing_found(session: Session, wanted: Wanted, *, closed: bool) -> str:
    """Return why a list of cases is empty: what was looked for among which names, or that there are no cases."""
    every = [case for case, _ in session.store.cases()]
    listed = every if closed else [case for case in every if case.closed is None]
    if not every:
        return "No cases. Enter one with: denialctl add"
    if not listed:
        return "No open case. The closed ones: denialctl list --closed"
    sort = "case" if closed else "open case"
    if not wanted.is_limited():
        return f"No {sort}."
    asked, here = [], []
    if wanted.payer:
        asked.append(f"payer {quoted(wanted.payer)}")
        here.append(f"payers here: {_each_once(case.facts.payer for case in listed)}")
    if wanted.owner:
        asked.append(f"owner {quoted(wanted.owner)}")
        here.append(f"owners here: {_each_once(case.facts.owner for case in listed)}")
    if wanted.patient:
        asked.append("that patient reference")
    return f"No {sort} has {' and '.join(asked)}{'; ' if here else ''}{'; '.join(here)}."


def payers_here(session: Session) -> str:
    """Return the names of the payers of all stored cases."""
    return _each_once(session.store.payers())


def _each_once(names: Iterable[str | None]) -> str:
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(plain(name), name)
    return ", ".join(sorted(found.values(), key=str.casefold)) or "none entered"
