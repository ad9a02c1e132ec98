"""Comparing names: case, spaces and punctuation do not count."""

from __future__ import annotations

from unicodedata import normalize


def plain(name: str) -> str:
    """Reduce a name to its letters and digits, in lower case; a name without any stays as it is.

    `MRN-2001`, `mrn 2001` and `Mrn2001` are one name. So are `peer-to-peer` and `Peer to Peer`.
    """
    text = normalize("NFKC", name).casefold()
    return "".join(letter for letter in text if letter.isalnum()) or text.strip()


def same(one: str | None, other: str | None) -> bool:
    """True if two names are the same, or both are missing."""
    return plain(one or "") == plain(other or "")
