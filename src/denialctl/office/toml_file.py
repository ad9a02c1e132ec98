"""The office's own TOML files, `config.toml` and `staff.toml`: read whole, or refused with what to do about it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from denialctl.errors import DenialctlError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """Return the tables of a file; none where there is no file. `what` names its content in a refusal: `The settings`.

    Raises `DenialctlError` for a file that cannot be read or is broken, with the line of the fault.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        raise DenialctlError(
            f"{what} in {path} cannot be read.", "Mend the file or remove it; no case is lost by that."
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DenialctlError(f"{what} in {path} are broken: {error}.", "Mend that line, or remove the file.") from None
