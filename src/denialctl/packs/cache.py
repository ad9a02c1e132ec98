"""Files of the cache: packs known to be sound, the names of payers, the days of calendars, all as JSON.

The name of each file changes with everything that its content depends on, so that no content is out of date. The folder
may be deleted at any time: what is missing is made again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from denialctl.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def load(path: Path | None) -> Any:  # noqa: ANN401 - JSON
    """Return what is kept in a file; None where there is none, or where it cannot be read."""
    try:
        return None if path is None else json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def keep(path: Path | None, content: object) -> None:
    """Keep something in a file. Does nothing where there is no cache or where it cannot be written."""
    if path is None:
        return
    try:
        write_whole(path, json.dumps(content))
    except OSError:
        return
