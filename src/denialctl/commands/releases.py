"""The releases of Python, of the holidays and of the time zones with which dates are computed."""

from __future__ import annotations

import platform
import zoneinfo
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ANY_ZONE = ("America", "New_York")


def ran_on() -> str:
    """Return in words with which releases this run computes."""
    return f"Python {platform.python_version()}, holidays {version('holidays')}, {zones_in_use()}"


def zones_in_use(folders: Iterable[str] | None = None) -> str:
    """Return in words which time zones are used here, and their release.

    They are found in the same order as by `zoneinfo`: first the folders of the system, then the Python package.
    """
    for name in zoneinfo.TZPATH if folders is None else folders:
        folder = Path(name)
        if folder.joinpath(*_ANY_ZONE).is_file():
            release = _release(folder)
            return (
                f"time zones {release} of {folder}"
                if release
                else f"time zones of {folder} (it does not say which release)"
            )
    try:
        return f"time zones of the package tzdata {version('tzdata')}"
    except PackageNotFoundError:
        return "no time zones that can be found"


def _release(folder: Path) -> str:
    """Return the release of a folder of time zones.

    Linux has it in the first line of `tzdata.zi`, macOS and BSD have a file for it.
    """
    for name in ("tzdata.zi", "+VERSION", "version"):
        try:
            with (folder / name).open(encoding="utf-8") as file:
                first = file.readline().strip()
        except (OSError, ValueError):
            continue
        release = first.removeprefix("# version").strip()
        if release and not release.startswith("#"):
            return release
    return ""
