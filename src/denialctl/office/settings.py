"""What an office has set: its zone, its state, how far ahead it plans, whom to tell.

Kept in `config.toml` in the user's configuration folder (`DENIALCTL_CONFIG` names
another folder). Every setting has a sensible start; none changes a legal date.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from denialctl import kept
from denialctl.dates.moments import zone_of
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.vocabulary import STATES

_MEANING = {
    "tz": "the office's time zone, such as America/Chicago; the computer's own if not set",
    "state": "the state whose law applies if a case does not say",
    "lead_days": "so many business days before a last day the office plans to act",
    "owner": "who owns a new case if nobody is named",
    "calendar": "the office's own closing days: a file of the rules folder; federal holidays if not set",
    "lead": "whom to tell when three quarters of a window are gone",
    "physician": "whom to tell on the last business day",
    "rungs": "when to tell whom, such as: 50% owner, 75% lead, 1bd physician",
    "repeat": "how often an escalation that nobody acknowledged is repeated, one rung higher: 1bd, 4h",
    "backup": "the file or folder in which the office keeps its backup, for `doctor` to look at",
    "date_order": "which way round the office writes dates in figures: mdy (11/20/2026) or dmy (20/11/2026); asked back about if not set",
    "office": "the office's name, as it stands on printed pages",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an office."""

    tz: str | None = None
    state: str | None = None
    lead_days: int = 5
    owner: str | None = None
    calendar: str = "federal"
    lead: str | None = None
    physician: str | None = None
    rungs: str | None = None
    repeat: str | None = None
    backup: str | None = None
    date_order: Literal["mdy", "dmy"] | None = None
    office: str | None = None

    def digest(self) -> str:
        """Return what of the settings changes a computed date."""
        return f"{self.tz}/{self.lead_days}/{self.calendar}/{self.state}"


def config_folder() -> Path:
    """Return the folder of the settings and of the office's own rules."""
    named = os.environ.get("DENIALCTL_CONFIG")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415 - only where no folder is named

    return Path(platformdirs.user_config_dir("denialctl", appauthor=False))


def config_file(folder: Path) -> Path:
    """Return the settings file of a configuration folder."""
    return folder / "config.toml"


def read_settings(folder: Path) -> Settings:
    """Read the settings; a missing file is none, a broken one is refused with its line."""
    path = config_file(folder)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError):
        raise DenialctlError(f"The settings in {path} cannot be read.", "Mend the file or remove it; no case is lost by that.") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DenialctlError(f"The settings in {path} are broken: {error}.", "Mend that line, or remove the file.") from None
    settings = Settings()
    for name, value in values.items():
        settings = with_setting(settings, name, str(value), where=str(path))
    return settings


def with_setting(settings: Settings, name: str, value: str, where: str = "") -> Settings:
    """Return the settings with one of them changed; an impossible value is refused."""
    names = [field.name for field in fields(Settings)]
    if name not in names:
        raise unknown("setting", name, names, f"It stands in {where}." if where else "")
    checked: str | int | None = value.strip() or None
    if name == "tz" and checked is not None:
        zone_of(str(checked))
    if name == "state" and checked is not None:
        checked = str(checked).upper()
        if checked not in STATES:
            raise unknown("state", value, STATES)
    if name == "lead_days":
        if not value.strip().isdigit() or int(value) > 60:
            raise UsageError(f"lead_days is a number of business days from 0 to 60, not {value!r}.", "denialctl config set lead_days 5")
        checked = int(value)
    if name == "date_order" and checked is not None:
        checked = str(checked).lower()
        if checked not in ("mdy", "dmy"):
            raise unknown("order of a date", value, ("mdy", "dmy"))
    if name == "calendar":
        checked = checked or "federal"
    if name in ("rungs", "repeat") and checked is not None:
        from denialctl.office.rungs import read_rungs  # noqa: PLC0415 - only where they are set

        read_rungs(**{name: str(checked), "repeat" if name == "rungs" else "rungs": None})
    current = {field: getattr(settings, field) for field in names}
    return Settings(**{**current, name: checked})


def write_settings(folder: Path, settings: Settings) -> Path:
    """Write the settings that differ from the start, in one stroke, readable by the owner only."""
    path = config_file(folder)
    start = Settings()
    lines = []
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(start, field.name):
            lines.append(f"{field.name} = {json.dumps(value)}")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = path.with_suffix(".toml.new")
        waiting.write_text("\n".join(lines) + "\n", encoding="utf-8")
        waiting.chmod(0o600)
        waiting.replace(path)
        kept.intend("the setting")
    except OSError as error:
        raise DenialctlError(f"The settings in {path} cannot be written: {error.strerror}.", "Check the folder's permissions.") from None
    return path


def meanings() -> dict[str, str]:
    """Say what each setting means."""
    return dict(_MEANING)
