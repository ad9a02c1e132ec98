"""Where the rule files lie, and whether any of them, or the program, has changed.

Nothing heavy is imported here: the daily check asks it each time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl import __version__
from denialctl.errors import DenialctlError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDERS = (
    "law",
    "federal",
    "states",
    "payers",
    "practice",
    "calendars",
    "overrides",
    "facts",
    "guides",
    "words",
    "sources",
    "weights",
)
"""The folders of the program's rule files."""
_PACKAGE = Path(__file__).resolve().parent.parent
_CODE = ("", "packs", "law", "cases", "dates")
"""The package itself and its rooms that `packs` may import: their modules decide what is made of a rule file."""


def shipped_rules() -> Path:
    """Return the folder of the rule files that come with the program."""
    inside = _PACKAGE / "rule_files"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "rules"


def rule_files(root: Path, office: Path | None) -> list[Path]:
    """List every rule file, the program's first, then the office's.

    Raises `DenialctlError` where the folder of the program's rules is missing.
    """
    if not root.is_dir():
        raise DenialctlError("The rule packs of the program are not where they should be.", "Install denialctl again.")
    own = sorted(office.rglob("*.yaml")) if office is not None and office.is_dir() else []
    return [*sorted(path for folder in FOLDERS for path in (root / folder).glob("*.yaml")), *own]


def content_of(path: Path) -> tuple[str | None, str]:
    """Return the text of a file; or None, and why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8"), ""
    except UnicodeDecodeError:
        return None, "this file is not text in UTF-8"
    except OSError as error:
        return None, f"this file cannot be read: {error.strerror or 'unknown reason'}"


def state_of(paths: Iterable[Path]) -> str:
    """Return a digest that changes when one of these files does: its name, its size or its time of change."""
    digest = hashlib.sha256(f"{__version__}\0".encode())
    for path in paths:
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


@cache
def state_of_program() -> str:
    """Return a digest that changes when the code changes that validates rule files or makes law of them.

    It takes every module that could, not a list of those that do, so that a new one cannot be forgotten.
    """
    return _digest(_states(_PACKAGE, _CODE, ".py"))


def signature(root: Path, office: Path | None, settings: str = "") -> str:
    """Return a digest that changes when a rule file, the settings or the program changes."""
    return _digest([*_states(root, FOLDERS, ".yaml"), *_others(office)], settings)


def release_of_holidays() -> Path | None:
    """Return the file that changes with each release of the `holidays` package; importing the package takes long."""
    found = importlib.util.find_spec("holidays")
    return None if found is None or found.origin is None else Path(found.origin).parent / "version.py"


def _digest(states: Iterable[tuple[str, int, int]], settings: str = "") -> str:
    digest = hashlib.sha256(f"{__version__}\0{settings}\0".encode())
    for name, size, changed in sorted(states):
        digest.update(f"{name}\0{size}\0{changed}\n".encode())
    return digest.hexdigest()[:20]


def _states(root: Path, folders: Iterable[str], ending: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name, size and time of change of the files in some folders.

    Each folder is read with one call of the system, because every list asks this.
    """
    for folder in folders:
        try:
            with os.scandir(root / folder) as entries:
                for entry in entries:
                    if entry.name.endswith(ending):
                        stat = entry.stat()
                        yield f"{folder}/{entry.name}", stat.st_size, stat.st_mtime_ns
        except OSError:
            continue


def _others(office: Path | None) -> Iterator[tuple[str, int, int]]:
    """Yield the name, size and time of change of the office's files, and of the release of the `holidays` package."""
    own = office.rglob("*.yaml") if office is not None and office.is_dir() else ()
    release = release_of_holidays()
    for path in [*own, *([] if release is None else [release])]:
        try:
            stat = path.stat()
        except OSError:
            continue
        yield str(path), stat.st_size, stat.st_mtime_ns
