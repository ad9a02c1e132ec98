"""Files that are written whole: whoever reads one sees the old text or the new one, never a part of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str, mode: int | None = None) -> None:
    """Write a text file atomically, in a folder that is made where it is missing; `mode` limits who may read it.

    The text is written beside the file under a name of its own, so that two writers do not touch each other's, and
    then takes the file's place: the last one that finished stays. Raises OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        if mode is not None:
            # Before there is anything to read in it.
            waiting.touch(mode=mode)
        waiting.write_text(text, encoding="utf-8")
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
