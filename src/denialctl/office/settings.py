"""What an office has set: its zone, its state, how far ahead it plans, whom to tell.

Kept in `config.toml` in the user's configuration folder (`DENIALCTL_CONFIG` names
another folder). Every setting has a sensible start. None changes how the law counts a window.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from denialctl import kept
from denialctl.dates.moments import zone_of
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.files import write_whole
from denialctl.office.toml_file import read_toml
from denialctl.vocabulary import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST_LEAD_DAYS = 60
_ORDERS = ("mdy", "dmy")


def _zone(text: str) -> str:
    zone_of(text)
    return text


def _state(text: str) -> str:
    if text.upper() not in STATES:
        raise unknown("state", text, STATES)
    return text.upper()


def _lead_days(text: str) -> int:
    if not text.strip().isdigit() or int(text) > _MOST_LEAD_DAYS:
        raise UsageError(
            f"lead_days is a number of business days from 0 to {_MOST_LEAD_DAYS}, not {text!r}.",
            "denialctl config set lead_days 5",
        )
    return int(text)


def _date_order(text: str) -> str:
    if text.lower() not in _ORDERS:
        raise unknown("order of a date", text, _ORDERS)
    return text.lower()


def _rungs(text: str) -> str:
    from denialctl.office.rungs import read_rungs  # noqa: PLC0415 - only where they are set

    read_rungs(text, None)
    return text


def _repeat(text: str) -> str:
    from denialctl.office.rungs import read_rungs  # noqa: PLC0415 - only where it is set

    read_rungs(None, text)
    return text


class Setting(NamedTuple):
    """One row of the table of settings: its name, its meaning, how its text is read."""

    meaning: str
    read: Callable[[str], str | int] = str
    """Checks its text and returns the value; raises `UsageError` for a text that the setting cannot have."""
    name: str = ""
    start: str | int | None = None
    """Its value where it is not set; an empty text sets it back to this."""


def _row(meaning: str, read: Callable[[str], str | int] = str) -> Mapping[str, Setting]:
    return {"setting": Setting(meaning, read)}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an office: the one table from which `config`, the settings file and docs/settings.md are made."""

    tz: str | None = field(
        default=None,
        metadata=_row("the office's time zone, such as America/Chicago; the computer's own if not set", _zone),
    )
    state: str | None = field(default=None, metadata=_row("the state whose law applies if a case does not say", _state))
    lead_days: int = field(
        default=5, metadata=_row("so many business days before a last day the office plans to act", _lead_days)
    )
    owner: str | None = field(default=None, metadata=_row("who owns a new case if nobody is named"))
    calendar: str = field(
        default="federal",
        metadata=_row("the office's own closing days: a file of the rules folder; federal holidays if not set"),
    )
    lead: str | None = field(default=None, metadata=_row("whom to tell when three quarters of a window are gone"))
    physician: str | None = field(default=None, metadata=_row("whom to tell on the last business day"))
    rungs: str | None = field(
        default=None, metadata=_row("when to tell whom, such as: 50% owner, 75% lead, 1bd physician", _rungs)
    )
    repeat: str | None = field(
        default=None,
        metadata=_row(
            "how often an escalation that nobody acknowledged is repeated, one rung higher: 1bd, 4h", _repeat
        ),
    )
    backup: str | None = field(
        default=None, metadata=_row("the file or folder in which the office keeps its backup, for `doctor` to look at")
    )
    date_order: Literal["mdy", "dmy"] | None = field(
        default=None,
        metadata=_row(
            "which way round the office writes dates in figures: mdy (11/20/2026) or dmy (20/11/2026); "
            "asked back about if not set",
            _date_order,
        ),
    )
    office: str | None = field(default=None, metadata=_row("the office's name, as it stands on printed pages"))

    def digest(self) -> str:
        """Return a text that changes with every setting on which a computed date depends."""
        return f"{self.tz}/{self.lead_days}/{self.calendar}/{self.state}"


def settings_table() -> tuple[Setting, ...]:
    """Return every setting, in the order in which they are shown."""
    return tuple(item.metadata["setting"]._replace(name=item.name, start=item.default) for item in fields(Settings))


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
    """Read the settings; where there is no file, they are all at their start.

    Raises `DenialctlError` for a file that cannot be read or is broken, with the line of the fault.
    """
    path = config_file(folder)
    settings = Settings()
    for name, value in read_toml(path, "The settings").items():
        settings = with_setting(settings, name, str(value), where=str(path))
    return settings


def with_setting(settings: Settings, name: str, value: str, where: str = "") -> Settings:
    """Return the settings with one of them changed; an empty text sets it back to its start.

    `where` is the file that has the setting, for the message. Raises `UsageError` for an unknown name or a value that
    the setting cannot have.
    """
    table = {row.name: row for row in settings_table()}
    if name not in table:
        raise unknown("setting", name, table, f"It stands in {where}." if where else "")
    text, row = value.strip(), table[name]
    # An empty text is no number: it is refused where the setting is one (`lead_days`).
    checked = row.read(text or value) if text or isinstance(row.start, int) else row.start
    return replace(settings, **{name: checked})  # type: ignore[arg-type]


def write_settings(folder: Path, settings: Settings) -> Path:
    """Write the settings that differ from their start, atomically, readable by the owner of the file only."""
    path = config_file(folder)
    values = {
        row.name: getattr(settings, row.name) for row in settings_table() if getattr(settings, row.name) != row.start
    }
    try:
        write_whole(path, "\n".join(f"{name} = {json.dumps(value)}" for name, value in values.items()) + "\n", 0o600)
    except OSError as error:
        raise DenialctlError(
            f"The settings in {path} cannot be written: {error.strerror}.", "Check the folder's permissions."
        ) from None
    kept.intend("the setting")
    return path
