"""Files that are written atomically: a reader sees the old text or the new one, never a part of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str, mode: int | None = None) -> None:
    """Write a text file atomically, and make its folder if it is missing; `mode` limits who may read it.

    The text goes into a new file in the same folder, which then replaces the old one. Two writers do not disturb
    each other: the file of the one that finishes last stays. Raises OSError if it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        if mode is not None:
            # Set while the file is still empty, so that nobody else can read its text.
            waiting.touch(mode=mode)
        waiting.write_text(text, encoding="utf-8")
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
