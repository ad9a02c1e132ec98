"""Which payer a name means: case, punctuation and known aliases are forgiven, guessing is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.errors import UsageError, nearest
from denialctl.naming import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILLERS = re.compile(
    r"\b(the|inc|llc|co|corp|company|insurance|health ?plans?|of|hmo|ppo|epo|pos|medicare|medicaid|advantage|commercial|marketplace)\b"
)


def plain_name(name: str) -> str:
    """Reduce a payer's name to what people agree on: no case, no punctuation, no fillers."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()
    words = re.sub(r"\bblue cross( and)? blue shield\b", "bcbs", words)
    return re.sub(r"\s+", " ", _FILLERS.sub(" ", words)).strip() or words


@dataclass(frozen=True, slots=True)
class PayerName:
    """What a payer or reviewing vendor is called, and where: enough to find its pack without reading the others."""

    name: str
    plain: frozenset[str]
    """Its name and aliases as `plain_name` reduces them."""
    states: frozenset[str]
    """The states for which its pack speaks; empty: all."""
    file: str
    listed_as: str = ""
    """Its name in a file that lists several payers; empty where it has a file of its own."""
    line: int = 1

    def answers_to(self, name: str) -> bool:
        """True if it is called so: without case, punctuation and spaces."""
        reduced = plain_name(name)
        return reduced in self.plain or plain(reduced) in map(plain, self.plain)


def find_payer(name: str, payers: Iterable[PayerName], state: str | None) -> PayerName | None:
    """Find a payer or reviewer by its name or an alias, in the state of the case; asks when two fit, None when none does."""
    wanted = plain_name(name)
    here = [payer for payer in payers if not payer.states or state is None or state in payer.states]
    found = [payer for payer in here if wanted in payer.plain] or [payer for payer in here if payer.answers_to(name)]
    if len(found) > 1:
        said = ", ".join(sorted(payer.name for payer in found))
        raise UsageError(f"Two payers fit the name {name!r}: {said}.", "Write one of these names in full.")
    return found[0] if found else None


def not_known(kind: str, name: str, payers: Iterable[PayerName]) -> str:
    """Say that a payer has no pack, with the names that come near."""
    known = list(payers)
    close = nearest(plain_name(name), [plain_name(payer.name) for payer in known], limit=3)
    shown = [payer.name for payer in known if plain_name(payer.name) in close]
    hint = f" Did you mean {' or '.join(shown)}?" if shown else ""
    return f"No pack for the {kind} {name!r}: its own windows are not known; the letter and its manual decide.{hint}"
