"""What this run has stored, so that the error message is true if something fails afterwards.

A case is on disk before its answer is printed. If the printing fails, or somebody
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
    """Return how much was named so far, for `withdraw`."""
    return len(_kept)


def intend(words: str) -> None:
    """Name what is about to be stored. It counts as stored unless it is withdrawn.

    It is named before and not after, because Ctrl-C may come right after the storing.
    """
    _kept.append(words)


def withdraw(place: int) -> None:
    """Take back what was named since `mark` returned this: it was not stored."""
    del _kept[place:]


def kept() -> tuple[str, ...]:
    """Return what this run has stored, in words that contain no patient data."""
    return tuple(_kept)


def could_not_tell(text: str) -> None:
    """Remember a line that could not be written to standard error."""
    _untold.append(text)


def untold() -> bool:
    """True if a line could not be written to standard error."""
    return bool(_untold)
