"""Which payer a name means. Case, punctuation and known aliases do not matter; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.errors import UsageError, nearest
from denialctl.naming import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILLERS = re.compile(
    r"\b(the|inc|incorporated|llc|co|corp|corporation|company|insurance|health ?plans?|of|hmo|ppo|epo|pos"
    r"|medicare|medicaid|advantage|commercial|marketplace)\b"
)


def plain_name(name: str) -> str:
    """Return a payer's name in lower case, without punctuation and without words such as `inc` or `health plan`."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()
    words = re.sub(r"\bblue(cross|shield)\b", r"blue \1", words)
    words = re.sub(r"\bblue cross( and)? blue shield\b", "bcbs", words)
    return re.sub(r"\s+", " ", _FILLERS.sub(" ", words)).strip() or words


@dataclass(frozen=True, slots=True)
class PayerName:
    """The names of a payer or reviewing vendor, and its file: enough to find its pack without reading the others."""

    name: str
    plain: frozenset[str]
    """Its name and aliases as `plain_name` reduces them."""
    states: frozenset[str]
    """The states that its pack covers; empty: all."""
    file: str
    listed_as: str = ""
    """Its name in a file that lists several payers; empty if it has a file of its own."""
    line: int = 1

    def answers_to(self, name: str) -> bool:
        """True if `name` is one of its names, compared without case, punctuation and spaces."""
        reduced = plain_name(name)
        return reduced in self.plain or plain(reduced) in map(plain, self.plain)


def find_payer(name: str, payers: Iterable[PayerName], state: str | None) -> PayerName | None:
    """Return the payer or reviewer with that name or alias in the state of the case; None if there is none.

    None also if several have it in different states, and the state is not known: no rule of the wrong one may speak.
    Raises `UsageError` if two payers fit that no state tells apart.
    """
    found = _fitting(name, payers, state)
    if len(found) > 1 and not (state is None and _apart(found)):
        said = ", ".join(sorted(payer.name for payer in found))
        raise UsageError(f"Two payers fit the name {name!r}: {said}.", "Write one of these names in full.")
    return found[0] if len(found) == 1 else None


def _fitting(name: str, payers: Iterable[PayerName], state: str | None) -> list[PayerName]:
    """Return the payers that have a name in a state: exactly, else without regard to spaces."""
    wanted = plain_name(name)
    here = [payer for payer in payers if not payer.states or state is None or state in payer.states]
    return [payer for payer in here if wanted in payer.plain] or [payer for payer in here if payer.answers_to(name)]


def _apart(found: list[PayerName]) -> bool:
    """True if each of these payers speaks for states of its own."""
    each = [state for payer in found for state in payer.states]
    return all(payer.states for payer in found) and len(each) == len(set(each))


def not_known(kind: str, name: str, payers: Iterable[PayerName], state: str | None = None) -> str:
    """Return the warning that a payer has no pack, with the names that are similar or the states that would tell."""
    known = list(payers)
    found = _fitting(name, known, state)
    if len(found) > 1:
        said = ", ".join(sorted(payer.name for payer in found))
        return f"The {kind} {name!r} may be {said}. Which one depends on the state: enter it."
    close = nearest(plain_name(name), [plain_name(payer.name) for payer in known], limit=3)
    shown = [payer.name for payer in known if plain_name(payer.name) in close]
    hint = f" Did you mean {' or '.join(shown)}?" if shown else ""
    return f"No pack for the {kind} {name!r}: its own windows are not known; the letter and its manual decide.{hint}"
