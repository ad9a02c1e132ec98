"""One line of a table for a terminal. It knows what it is for; `denialctl.views.printing` decides how it looks.

Colour never carries meaning alone: whatever is red also says so in words.
"""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One line: its text, how it is marked, how far it hangs in when it is wrapped."""

    text: str = ""
    mark: str = ""
    hang: int = 0
