"""What went wrong, as a sentence that a coordinator can act on.

Every error that a user may see is one of these; `denialctl.__main__` prints it and
ends with its exit code. None of them may contain patient data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_NOTHING_COMPUTED = 3
EXIT_UNPRINTED = 4
"""Stored, but the answer could not be printed."""
EXIT_DUE = 10
EXIT_MISSED = 20
EXIT_INTERRUPTED = 130


class DenialctlError(Exception):
    """A refusal or failure: one plain sentence, and what to do about it."""

    exit_code = EXIT_REFUSED

    def __init__(self, sentence: str, way_out: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.sentence} {self.way_out}".strip()


class UsageError(DenialctlError):
    """The command line, or a value on it, cannot be understood."""

    exit_code = EXIT_USAGE


class DoubtError(DenialctlError):
    """Something that a careful colleague would question; refused until somebody confirms it."""

    def __init__(self, doubts: Iterable[str]) -> None:
        self.doubts = tuple(doubts)
        super().__init__(" ".join(self.doubts), "Nothing was stored. If it is right as typed, add --checked.")


class ReaderGoneError(Exception):
    """The reader of the output has closed it (`denialctl list | head`)."""


class UnprintedError(DenialctlError):
    """The answer could not be printed: a full disk, an output that is closed."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"The answer could not be printed: {why}.", "See that its output is open and has room, then ask again."
        )


class Fault(NamedTuple):
    """One fault in a data file: where it is, and what is allowed there."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return harmless(where + (f"{self.field}: {self.sentence}" if self.field else self.sentence))


class FaultyRulesError(DenialctlError):
    """Rule files contain faults; all of them are listed at once, each once: a shared file is read with many others."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        count = len(self.faults)
        super().__init__(
            f"{count} fault{'s' if count != 1 else ''} in the rule files; nothing was changed.",
            "Mend the lines named, then run: denialctl rules check",
        )


def nearest(word: str, allowed: Iterable[str], limit: int = 4) -> list[str]:
    """Return the allowed words that the user most likely meant, best first."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a word that was not understood

    choices = list(allowed)
    plain = word.strip().lower().replace("_", "-").replace(" ", "-")
    parts = {part for part in plain.split("-") if part}
    inside = [choice for choice in choices if plain and (plain in choice or choice in plain)]
    sharing = sorted(
        (choice for choice in choices if parts & set(choice.split("-"))),
        key=lambda choice: -len(parts & set(choice.split("-"))),
    )
    found = get_close_matches(plain, choices, n=limit, cutoff=0.6)
    return list(dict.fromkeys([*found, *inside, *sharing]))[:limit]


def unknown(kind: str, word: str, allowed: Iterable[str], way_out: str = "") -> UsageError:
    """Return the error for a word that is not in a closed list; it names the most similar words."""
    choices = sorted(allowed)
    close = nearest(word, choices)
    listed = f"Nearest: {', '.join(close)}." if close else f"Known: {', '.join(choices)}."
    return UsageError(f"I do not know the {kind} {quoted(word)}.", f"{listed} {way_out}".strip())


def harmless(text: str) -> str:
    """Return the text with every unprintable character as a question mark: no cursor moves, no colour changes."""
    return "".join(c if c.isprintable() else "?" for c in text)


def quoted(text: str) -> str:
    """Return user text in quotes, without control characters, cut at 60 characters."""
    shown = harmless(text)
    return f'"{shown[:60]}{"…" if len(shown) > 60 else ""}"'
