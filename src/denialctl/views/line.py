"""One line of a table for a terminal: its text and its purpose. `denialctl.views.printing` decides how it looks.

Colour alone never means anything: what is red also says so in words.
"""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One line: its text, its purpose, and how far its continuation is indented when it is wrapped."""

    text: str = ""
    mark: str = ""
    hang: int = 0
