"""What this run has stored, so that its last words are true whatever fails after it.

A case is on disk before its answer is printed. Where the printing fails, or somebody
presses Ctrl-C meanwhile, the entry point looks here for what was stored.
"""

from __future__ import annotations

_kept: list[str] = []
_untold: list[str] = []


def begin() -> None:
    """Begin a run: nothing is stored yet."""
    _kept.clear()
    _untold.clear()


def mark() -> int:
    """Return the place to which `withdraw` goes back."""
    return len(_kept)


def intend(words: str) -> None:
    """Name what is stored in this instant. It counts unless it is withdrawn: an interruption may come right after it was stored."""
    _kept.append(words)


def withdraw(place: int) -> None:
    """Take back what was named since a mark: it was not stored."""
    del _kept[place:]


def kept() -> tuple[str, ...]:
    """Return what this run has stored, in words without patient data."""
    return tuple(_kept)


def could_not_tell(text: str) -> None:
    """Remember a line that standard error did not take."""
    _untold.append(text)


def untold() -> bool:
    """Tell whether a line could not be told."""
    return bool(_untold)
