"""The settings of an office: one table, read and written as a whole."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from denialctl.errors import UsageError
from denialctl.office.settings import Settings, read_settings, settings_table, with_setting, write_settings

if TYPE_CHECKING:
    from tests.conftest import Office

TOLD = {
    "tz": "America/Chicago", "state": "TX", "lead_days": "7", "owner": "maria", "calendar": "our-days", "lead": "dana",
    "physician": "Dr. Ruiz", "rungs": "50% owner, 1bd lead", "repeat": "4h", "backup": "/backup", "date_order": "dmy", "office": "Imaging",
}  # fmt: skip


def test_every_setting_is_set_written_shown_and_taken_back(office: Office) -> None:
    assert set(TOLD) == {item.name for item in fields(Settings)}
    for name, value in TOLD.items():
        assert office.quick("config", "set", name, value).code == 0

    assert tomllib.loads((office.config / "config.toml").read_text(encoding="utf-8")) == TOLD | {"lead_days": 7}
    shown = office.quick("config").out.splitlines()
    for row, line in zip(settings_table(), shown, strict=False):
        assert line.split("\t") == [f"{row.name} = {TOLD[row.name]}", row.meaning]

    for name in TOLD.keys() - {"lead_days"}:
        assert office.quick("config", "set", name, "").code == 0
    assert office.quick("config", "set", "lead_days", "5").code == 0
    assert read_settings(office.config) == Settings()
    assert (office.config / "config.toml").read_text(encoding="utf-8") == "\n"


def test_how_far_ahead_to_plan_is_a_number_and_cannot_be_empty() -> None:
    with pytest.raises(UsageError, match="from 0 to 60, not ''"):
        with_setting(Settings(), "lead_days", "")


@pytest.mark.parametrize(
    ("name", "typed", "held"), [("state", " tx ", "TX"), ("date_order", "DMY", "dmy"), ("owner", " maria ", "maria")]
)
def test_a_value_is_kept_as_it_is_meant(name: str, typed: str, held: str) -> None:
    assert getattr(with_setting(Settings(), name, typed), name) == held


def test_two_that_write_at_once_do_not_lose_each_others_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes between our writing and our taking its place: both succeed, and the last one's file stands whole."""
    other = (
        "import sys; from pathlib import Path; from denialctl.office.settings import Settings, write_settings; "
        "write_settings(Path(sys.argv[1]), Settings(owner='theirs'))"
    )
    replace = Path.replace

    def after_theirs(self: Path, target: Path) -> Path:
        subprocess.run([sys.executable, "-c", other, str(tmp_path)], check=True)
        assert read_settings(tmp_path).owner == "theirs"
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", after_theirs)
    write_settings(tmp_path, Settings(owner="ours"))

    assert read_settings(tmp_path).owner == "ours"
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    path = write_settings(tmp_path / "new", Settings(owner="maria"))

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
