"""Text from people and files is only data: no terminal escape, line break or formula in it has an effect."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def one_line(text: object) -> str:
    """Return text on one line without control characters (terminal escapes, tabs, breaks)."""
    said = str(text)
    if not said.isprintable():
        said = "".join(c if c.isprintable() else " " for c in said)
    return said.strip()


def cell(value: object) -> str:
    """Return a value for CSV; text that a spreadsheet would run as a formula gets a quote in front."""
    text = "" if value is None else one_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
