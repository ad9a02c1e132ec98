"""Which telephone lines of a payer fit a case, by the plan types and states that each line names in its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import Phone


def lines_of(book: Rulebook, state: str | None) -> list[Phone]:
    """Return the lines that may fit a case; each is shown with its purpose. Without a state none is left out."""
    phones = [phone for pack in (book.reviewer, book.payer) if pack is not None for phone in pack.phones]
    plans = _plans(book)
    return [
        phone
        for phone in phones
        if any(_serves(phone, plan) for plan in plans) and (state is None or _reaches(phone, state))
    ]


def call_lines(book: Rulebook, state: str | None) -> list[Phone]:
    """Return the lines for the peer-to-peer call: the reviewing vendor's, else the payer's.

    Only lines that certainly fit are returned: a wrong number is worse than none.
    """
    for pack in (book.reviewer, book.payer):
        if pack is None:
            continue
        plans = _plans(book)
        fitting = [phone for phone in pack.phones if phone.about == "peer-to-peer" and _reaches(phone, state)]
        fitting = [phone for phone in fitting if all(_serves(phone, plan) for plan in plans)]
        if fitting or pack is book.reviewer:
            return fitting
    return []


def _plans(book: Rulebook) -> list[str]:
    """Return the plan type; if it is not settled, all that are left."""
    return book.plan_law.id.split(",")


def _serves(phone: Phone, plan: str) -> bool:
    return not phone.plans or plan in phone.plans


def _reaches(phone: Phone, state: str | None) -> bool:
    return not phone.states or state in phone.states
