"""Which telephone lines fit a peer-to-peer call of a case: by what each line is said to be for. A wrong number is worse than none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.vocabulary import STATES

if TYPE_CHECKING:
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import Phone

_MEDICAID = frozenset({"medicaid-managed-care", "medicaid-ffs", "chip"})


def call_lines(book: Rulebook, state: str | None) -> list[Phone]:
    """Return the lines for the call: the reviewing vendor's, else the payer's, that name no other plan type and no other state."""
    for pack in (book.reviewer, book.payer):
        if pack is None:
            continue
        # Of a plan type that is not settled all that are left: the line must fit each of them.
        plans = book.plan_law.id.split(",")
        fitting = [phone for phone in pack.phones if "peer" in phone.purpose.lower() and all(_fits(phone, plan, state) for plan in plans)]
        named = [phone for phone in fitting if all(_names_plan(phone.purpose.lower(), plan) for plan in plans)]
        if fitting or pack is book.reviewer:
            return named or fitting
    return []


def _fits(phone: Phone, plan: str, state: str | None) -> bool:
    """True if a line is for this plan type and state, as far as its purpose says."""
    purpose = phone.purpose.lower()
    if "medicare" in purpose and plan != "medicare-advantage":
        return False
    if "medicaid" in purpose and plan not in _MEDICAID:
        return False
    if "commercial" in purpose and (plan == "medicare-advantage" or plan in _MEDICAID):
        return False
    named = [code for code, name in STATES.items() if name.lower() in purpose]
    return not named or state in named


def _names_plan(purpose: str, plan: str) -> bool:
    """True if a line names the plan type itself: it goes before one for all others."""
    return (plan == "medicare-advantage" and "medicare" in purpose) or (plan in _MEDICAID and "medicaid" in purpose)
