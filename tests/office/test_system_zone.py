"""The zone of the computer is what its clock shows, or it is refused with a way out; nothing falls back to UTC in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denialctl.errors import DenialctlError
from denialctl.office.system_zone import fixed, zone_by

if TYPE_CHECKING:
    from tests.conftest import Office, Result

SYSTEM = next((Path(folder) for folder in zoneinfo.TZPATH if (Path(folder) / "America" / "New_York").is_file()), None)
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="held against the date command of Linux"),
    pytest.mark.skipif(SYSTEM is None, reason="the system has no database of zones"),
]
CALC = ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01")
# By the rule of 15 U.S.C. 260a clocks change on the second Sunday of March and the first of November.
WINTER, SUMMER = "2026-12-01T12:00:00+00:00", "2026-07-01T12:00:00+00:00"


@pytest.fixture
def anywhere(office: Office) -> Office:
    """An office that has named no zone."""
    (office.config / "config.toml").unlink()
    return office


def in_zone(office: Office, tz: str, *arguments: str) -> Result:
    return office.run(*(arguments or CALC), env={"TZ": tz})


# -- by real processes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tz", "zone", "winter", "summer"),
    [
        ("America/New_York", "America/New_York", "-05:00", "-04:00"),
        (":America/New_York", "America/New_York", "-05:00", "-04:00"),
        ("EST5EDT", "America/New_York", "-05:00", "-04:00"),
        ("CST6CDT", "America/Chicago", "-06:00", "-05:00"),
        ("MST7MDT", "America/Denver", "-07:00", "-06:00"),
        ("PST8PDT", "America/Los_Angeles", "-08:00", "-07:00"),
        ("EST5EDT,M3.2.0,M11.1.0", "America/New_York", "-05:00", "-04:00"),
        ("EST5EDT4,M3.2.0/2,M11.1.0/2", "America/New_York", "-05:00", "-04:00"),
        ("<-05>5<-04>,M3.2.0,M11.1.0", "America/New_York", "-05:00", "-04:00"),
        ("AKST9AKDT,M3.2.0,M11.1.0", "America/Anchorage", "-09:00", "-08:00"),
        ("US/Central", "US/Central", "-06:00", "-05:00"),
        ("America/Phoenix", "America/Phoenix", "-07:00", "-07:00"),
    ],
)
def test_what_the_clock_shows_is_taken(anywhere: Office, tz: str, zone: str, winter: str, summer: str) -> None:
    for moment, offset in ((WINTER, winter), (SUMMER, summer)):
        result = in_zone(anywhere, tz, *CALC, "--as-of", moment.replace("+00:00", "Z"), "--format", "json")
        assert (result.code, result.err) == (0, "")
        assert result.json["as_of"].endswith(offset)
    assert f"time zone in use\t{zone}\n" in in_zone(anywhere, tz, "config").out


@pytest.mark.parametrize(
    "tz",
    [
        '"America/New_York"',
        "Mars/Phobos",
        "America/Nowhere",
        "Factory",
        "EST5EDT,M4.1.0,M10.5.0",
        "New York",
        "EST5EDT,M3",
        "\u2603",
    ],
)
def test_what_names_no_zone_is_refused_with_a_way_out(anywhere: Office, tz: str) -> None:
    assert_refused(in_zone(anywhere, tz))


def assert_refused(result: Result) -> None:
    assert (result.code, result.out) == (1, "")
    assert "TZ" in result.err
    assert "denialctl config set tz" in result.err
    assert "--tz" in result.err


@pytest.mark.parametrize("tz", ["Mars/Phobos", "EST5EDT,M4.1.0,M10.5.0"])
def test_without_a_zone_no_command_guesses_one(anywhere: Office, tz: str) -> None:
    for command in (("add", *CALC[1:]), ("cron", "crontab")):
        assert_refused(in_zone(anywhere, tz, *command))
    assert not anywhere.db.exists()
    doctor = in_zone(anywhere, tz, "doctor", "--format", "text")
    assert doctor.code == 1
    assert "failure\tzone\t" in doctor.out
    assert "time zone in use\tnone: " in in_zone(anywhere, tz, "config").out


def test_quotes_are_named(anywhere: Office) -> None:
    assert "Without its quotes and blanks it would be America/New_York." in in_zone(anywhere, '"America/New_York"').err


def test_the_way_out_leads_out(anywhere: Office) -> None:
    assert in_zone(anywhere, "Mars/Phobos", *CALC, "--tz", "America/Chicago").code == 0
    assert in_zone(anywhere, "Mars/Phobos", "config", "set", "tz", "America/Chicago").code == 0
    assert in_zone(anywhere, "Mars/Phobos").code == 0
    assert in_zone(anywhere, "Mars/Phobos", "cron", "crontab").code == 0


@pytest.mark.parametrize("tz", ["EST", "EST5", "UTC+5", "Etc/GMT+5", "<-05>5", "MST7", "HST", "GMT0", ""])
def test_an_offset_is_taken_with_a_warning(anywhere: Office, tz: str) -> None:
    result = in_zone(anywhere, tz, *CALC, "--as-of", WINTER.replace("+00:00", "Z"), "--format", "json")
    shown = subprocess.run(
        ["date", "-d", WINTER, "+%:z"], env={"TZ": tz}, capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()

    assert result.code == 0
    assert result.json["as_of"].endswith(shown)
    assert "knows no daylight-saving time" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("tz", ["EST", ""])
def test_the_doctor_warns_of_an_offset(anywhere: Office, tz: str) -> None:
    assert "warning\tzone\t" in in_zone(anywhere, tz, "doctor", "--format", "text").out


def test_an_offset_that_was_set_is_warned_of_and_utc_that_was_set_is_not(anywhere: Office) -> None:
    assert "knows no daylight-saving time" in in_zone(anywhere, "America/New_York", *CALC, "--tz", "EST").err
    assert in_zone(anywhere, "America/New_York", *CALC, "--tz", "UTC").err == ""
    anywhere.run("config", "set", "tz", "Etc/GMT+5")
    assert "knows no daylight-saving time" in in_zone(anywhere, "America/New_York").err
    assert "warning\tzone\t" in in_zone(anywhere, "America/New_York", "doctor", "--format", "text").out
    anywhere.run("config", "set", "tz", "UTC")
    assert in_zone(anywhere, "America/New_York").err == ""
    anywhere.run("config", "set", "tz", "America/Chicago")
    assert in_zone(anywhere, "EST").err == "", "the office's own zone is named"


def test_a_server_in_utc_is_told_of_by_the_doctor_and_mails_nothing(anywhere: Office) -> None:
    anywhere.begin()
    assert in_zone(anywhere, "UTC").err == ""
    assert in_zone(anywhere, "UTC", "due", "--quiet").err == ""
    assert in_zone(anywhere, "EST", "due", "--quiet").err == ""
    (line,) = [
        text
        for text in in_zone(anywhere, "UTC", "doctor", "--format", "text").out.splitlines()
        if text.startswith("warning\tzone")
    ]
    assert "its day does not end when the office's does" in line


def test_a_computer_without_time_zone_data_says_exactly_that(anywhere: Office) -> None:
    empty = anywhere.root / "no-zones"
    (empty / "tzdata").mkdir(parents=True)
    (empty / "tzdata" / "__init__.py").write_text("", encoding="utf-8")
    env = {"PYTHONTZPATH": "", "PYTHONPATH": f"{empty}{os.pathsep}{anywhere.environment['PYTHONPATH']}"}

    for more in (("--tz", "America/New_York"), ()):
        result = anywhere.run(*CALC, *more, env=env)
        assert (result.code, result.out) == (1, "")
        assert "no time zone data" in result.err
        assert "pip install tzdata" in result.err


# -- the file of the local time --------------------------------------------------------------------------


def test_a_link_is_followed(tmp_path: Path) -> None:
    assert SYSTEM is not None
    first, second = tmp_path / "localtime", tmp_path / "second"
    second.symlink_to(SYSTEM / "America" / "Chicago")
    first.symlink_to("second")

    assert zone_by(None, first) == "America/Chicago"
    assert zone_by(":localtime", first) == "America/Chicago"


@pytest.mark.parametrize(
    "name",
    ["America/New_York", "America/Phoenix", "America/Indiana/Knox", "Pacific/Honolulu", "Europe/Dublin", "Etc/UTC"],
)
def test_a_copy_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    assert SYSTEM is not None
    copy = tmp_path / "localtime"
    shutil.copy(SYSTEM / name, copy)

    assert same_clocks(zone_by(None, copy), name)


def test_a_file_of_another_release_is_known_by_its_clocks(tmp_path: Path) -> None:
    """The same rule in other bytes: only its footer, as a small system writes it."""
    import struct

    part = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", -18000, 0, 0) + b"EST\0"
    (tmp_path / "localtime").write_bytes(part + part + b"\nEST5EDT,M3.2.0,M11.1.0\n")

    assert zone_by(None, tmp_path / "localtime") == "America/New_York"


def test_a_file_that_holds_no_zone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "localtime").write_bytes(b"not a zone")

    for tz in (None, str(tmp_path / "localtime"), f":{tmp_path / 'localtime'}"):
        with pytest.raises(DenialctlError, match="holds none"):
            zone_by(tz, tmp_path / "localtime")
    with pytest.raises(DenialctlError, match="There is no file"):
        zone_by(str(tmp_path / "gone"), tmp_path / "localtime")


def test_an_empty_variable_is_utc_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    assert SYSTEM is not None
    place = tmp_path / "localtime"
    assert zone_by("", place) == "Etc/UTC"
    place.symlink_to(SYSTEM / "Etc" / "UTC")
    assert zone_by("", place) == "Etc/UTC"
    place.unlink()
    place.symlink_to(SYSTEM / "America" / "Denver")
    with pytest.raises(DenialctlError, match="America/Denver"):
        zone_by("", place)


def same_clocks(one: str, other: str) -> bool:
    first, second = zoneinfo.ZoneInfo(one), zoneinfo.ZoneInfo(other)
    hours = (datetime(2018, 1, 1, tzinfo=UTC) + timedelta(hours=6 * step) for step in range(4 * 365 * 14))
    return all(hour.astimezone(first).utcoffset() == hour.astimezone(second).utcoffset() for hour in hours)


@settings(max_examples=25, deadline=None)
@given(
    west=st.integers(-14, 12),
    summer=st.sampled_from(
        ["", "DDD", "DDD,M3.2.0,M11.1.0", "DDD,M3.5.0,M10.5.0", "DDD,M10.1.0,M4.1.0/3", "DDD,M3.2.0/0,M11.1.0/0"]
    ),
)
def test_whatever_rule_it_is_the_clock_of_the_system_agrees_or_it_is_refused(west: int, summer: str) -> None:
    """Held against the system's own `date`, on both sides of each change of clocks in 2026."""
    rule = f"SSS{west}{summer}"
    try:
        name = zone_by(rule)
    except DenialctlError:
        return
    zone = zoneinfo.ZoneInfo(name)
    moments = [
        datetime(2026, month, day, 12, tzinfo=UTC) for month in (1, 3, 4, 10, 11) for day in (1, 7, 9, 24, 26, 28)
    ]
    asked = "\n".join(f"@{int(moment.timestamp())}" for moment in moments)
    shown = subprocess.run(
        ["date", "-f", "-", "+%z"], env={"TZ": rule}, input=asked, capture_output=True, encoding="utf-8", check=True
    )
    assert shown.stdout.split() == [moment.astimezone(zone).strftime("%z") for moment in moments]
    assert fixed(name) == (summer == "")
