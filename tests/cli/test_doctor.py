"""`doctor`: a healthy office has nothing to mend; each thing that is wrong is found, with what to do about it.

The clock of these tests stands at Tuesday 11 June 2030, 8:05 in New York, unless a test sets it otherwise:
late enough for every rule to have been read before, and inside the years whose holidays are pinned.
The office's plan type has no amount in controversy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import datetime, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import denialctl
from denialctl.commands.doctor.files import readable_by_others
from denialctl.dates.calendars import LAST_PINNED_YEAR
from denialctl.errors import DenialctlError
from denialctl.store.sqlite import Store

if TYPE_CHECKING:
    from tests.conftest import Office, Result

DENIAL = ("--plan", "erisa-self-funded", "--denied", "2030-06-03", "--checked")
LEVELS = ["failure", "warning", "note", "fine"]
on_posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps permissions otherwise")


class SetClock:
    """The computer's clock, set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, text: str) -> None:
        moment = datetime.fromisoformat(text)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return moment.astimezone(tz)

        for module in ("session", "doctor.looked_at"):
            self._monkeypatch.setattr(f"denialctl.commands.{module}.datetime", Clock)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The clock, at 8:05 on Tuesday 11 June 2030."""
    set_clock = SetClock(monkeypatch)
    set_clock("2030-06-11T08:05-04:00")
    return set_clock


@pytest.fixture
def healthy(office: Office, clock: SetClock) -> Office:
    """An office with a case of last week, a list made each morning, a fresh backup and closed doors."""
    clock("2030-06-04T10:00-04:00")
    office.stored(*DENIAL)
    clock("2030-06-10T07:05-04:00")
    assert office.quick("due").code == 0
    clock("2030-06-11T08:05-04:00")
    copy = office.root / "backup" / "cases.db"
    copy.parent.mkdir()
    copy.write_text("a copy", encoding="utf-8")
    age(copy, "2030-06-10T22:00-04:00")
    assert office.quick("config", "set", "backup", str(copy.parent)).code == 0
    assert office.quick("config", "set", "state", "TX").code == 0
    office.config.chmod(0o700)
    return office


def age(path: Path, text: str) -> None:
    """Give a file the day on which it was changed last."""
    moment = datetime.fromisoformat(text).timestamp()
    os.utime(path, (moment, moment))


def findings(office: Office, *options: str) -> list[dict[str, Any]]:
    """Run the doctor; its exit code must follow from what it found."""
    result = office.quick("doctor", "--format", "json", *options)
    found: list[dict[str, Any]] = result.json["findings"]
    assert result.err == ""
    assert result.code == (1 if any(item["level"] == "failure" for item in found) else 0)
    return found


def wrong(office: Office, *options: str) -> list[tuple[str, str]]:
    """Return check and level of what has to be mended."""
    return [
        (item["check"], item["level"]) for item in findings(office, *options) if item["level"] in ("failure", "warning")
    ]


def the_one(office: Office, check: str, level: str, *options: str) -> dict[str, Any]:
    """Return the finding of a check; nothing else may be wrong."""
    found = [item for item in findings(office, *options) if item["check"] == check and item["level"] == level]
    assert len(found) == 1, found
    assert wrong(office, *options) == ([(check, level)] if level in ("failure", "warning") else [])
    if level in ("failure", "warning"):
        assert found[0]["remedy"]
    return found[0]


def tamper(office: Office, *statements: str) -> None:
    """Change the database behind the program's back."""
    with closing(sqlite3.connect(office.db)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


# -- a healthy office -----------------------------------------------------------------------


@on_posix
def test_a_healthy_office_has_nothing_to_mend(healthy: Office) -> None:
    found = findings(healthy)

    assert wrong(healthy) == []
    assert {item["check"] for item in found} == {
        "settings", "database", "daily-run", "backup", "permissions", "clock", "zone", "calendars", "amounts", "rules", "law", "versions",
    }  # fmt: skip
    assert healthy.quick("doctor", "--quiet").out == ""
    assert healthy.quick("doctor", "--quiet", "--format", "json").out == ""


def test_the_document_names_its_schema_and_the_gravest_stands_first(healthy: Office) -> None:
    healthy.quick("config", "set", "tz", "")
    shutil.rmtree(healthy.root / "backup")

    content = healthy.quick("doctor", "--format", "json").json

    assert content["schema"] == "denialctl.doctor/1"
    assert datetime.fromisoformat(content["as_of"]) == datetime.fromisoformat("2030-06-11T08:05-04:00")
    assert all(set(item) == {"check", "level", "what", "remedy"} for item in content["findings"])
    order = [LEVELS.index(item["level"]) for item in content["findings"]]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2, 3}


def test_warnings_alone_do_not_fail(healthy: Office) -> None:
    healthy.quick("config", "set", "backup", "")

    result = healthy.quick("doctor", "--quiet")

    assert result.code == 0
    assert [line.split("\t")[:2] for line in result.out.splitlines()] == [["warning", "backup"]]


def test_as_plain_lines_each_finding_says_its_level_and_its_remedy(healthy: Office) -> None:
    shutil.rmtree(healthy.root / "backup")

    result = healthy.quick("doctor", "--format", "text")

    assert result.code == 1
    first, *lines = result.out.splitlines()
    assert first.startswith("Tue 11 Jun 2030 08:05   1 failure")
    assert [line.split("\t")[0] for line in lines] == [item["level"] for item in findings(healthy)]
    level, check, what, remedy = lines[0].split("\t")
    assert (level, check) == ("failure", "backup")
    assert what.endswith(".")
    assert remedy.startswith("what to do: ")
    assert healthy.quick("doctor", "--quiet").out.splitlines() == [lines[0]], "off a terminal a table is the same lines"


def test_a_database_that_is_not_there_is_a_failure_and_none_is_made(office: Office, clock: SetClock) -> None:
    """Otherwise a mistyped path, or a drive that is not connected, would look like an office without cases."""
    office.config.chmod(0o700)
    (office.config / "config.toml").chmod(0o600)

    found = the_one(office, "database", "failure")

    assert str(office.db) in found["what"]
    assert "denialctl init" in found["remedy"]
    assert office.quick("doctor").code == 1
    assert not office.db.exists(), "looking makes none"


def test_a_new_office_gets_only_notes(office: Office, clock: SetClock) -> None:
    office.config.chmod(0o700)
    (office.config / "config.toml").chmod(0o600)
    office.begin()

    found = findings(office)

    assert wrong(office) == []
    notes = {item["check"]: item["what"] for item in found if item["level"] == "note"}
    assert {"daily-run", "backup"} <= set(notes)
    assert office.quick("due").code == 0
    assert "daily-run" in {item["check"] for item in findings(office) if item["level"] == "note"}, (
        "a database without cases"
    )


# -- the daily run ----------------------------------------------------------------------------


def mark(office: Office, **values: str) -> None:
    """Set when the list was made."""
    store = Store(office.db)
    store.remember(values)
    store.close()


@pytest.mark.parametrize(
    ("now", "last", "level"),
    [
        ("2030-06-11T08:05-04:00", "2030-06-10T11:05:00+00:00", "fine"),  # Tuesday; Monday's was made
        ("2030-06-11T08:05-04:00", "2030-06-11T11:05:00+00:00", "fine"),  # today's was
        ("2030-06-11T08:05-04:00", "2030-06-07T11:05:00+00:00", "failure"),  # the last is Friday's
        ("2030-06-10T08:05-04:00", "2030-06-07T11:05:00+00:00", "fine"),  # Monday: Friday was the last business day
        ("2030-06-09T08:05-04:00", "2030-06-07T11:05:00+00:00", "fine"),  # Sunday
        ("2030-06-20T08:05-04:00", "2030-06-18T11:05:00+00:00", "fine"),  # Wednesday the 19th is Juneteenth
        ("2030-06-20T08:05-04:00", "2030-06-17T11:05:00+00:00", "failure"),
        (
            "2030-06-12T08:05-04:00",
            "2030-06-11T03:30:00+00:00",
            "failure",
        ),  # 23:30 on Monday in New York: none on Tuesday
        ("2030-06-11T08:05-04:00", "2030-06-11T02:30:00+00:00", "fine"),  # Monday, 22:30
        ("2030-06-11T08:05-04:00", "scribble", "failure"),
    ],
)
def test_a_morning_without_its_list_is_found(healthy: Office, clock: SetClock, now: str, last: str, level: str) -> None:
    clock(now)
    age(healthy.root / "backup" / "cases.db", now)
    mark(healthy, last_daily_run=last)

    found = the_one(healthy, "daily-run", level)

    if level == "failure":
        assert "denialctl due" in found["remedy"]
        assert "denialctl cron" in found["remedy"]


def test_the_day_on_which_the_list_was_not_made_is_named(healthy: Office) -> None:
    tamper(healthy, "delete from meta where key = 'last_daily_run'")
    assert "not made on Mon 10 Jun 2030" in the_one(healthy, "daily-run", "failure")["what"]
    assert "never" in the_one(healthy, "daily-run", "failure")["what"]

    mark(healthy, last_daily_run="2030-06-06T11:05:00+00:00")
    assert "last made on Thu 6 Jun 2030" in the_one(healthy, "daily-run", "failure")["what"]


def test_an_offices_own_closed_day_is_no_morning(healthy: Office) -> None:
    healthy.write_rules(
        "closed.yaml",
        """\
calendar: our-days
title: our own days
includes: federal
days:
  - {name: Founder's day, "on": 06-10}
authority: the practice manager
source: {url: https://example.org/, read: 2026-09-25, status: seen}
""",
    )
    mark(healthy, last_daily_run="2030-06-07T11:05:00+00:00")
    the_one(healthy, "daily-run", "failure")

    healthy.quick("config", "set", "calendar", "our-days")

    the_one(healthy, "daily-run", "fine")


def test_a_first_case_of_yesterday_has_missed_no_morning(office: Office, healthy: Office, clock: SetClock) -> None:
    tamper(healthy, "delete from meta where key = 'last_daily_run'")
    clock("2030-06-05T08:05-04:00")
    age(healthy.root / "backup" / "cases.db", "2030-06-04T22:00-04:00")

    # The case was stored on Tuesday the 4th at ten, after that morning's list.
    assert "no morning can have been missed" in the_one(healthy, "daily-run", "note")["what"]
    clock("2030-06-06T08:05-04:00")
    assert "not made on Wed 5 Jun 2030" in the_one(healthy, "daily-run", "failure")["what"]


def test_a_hole_before_todays_list_is_a_warning(healthy: Office, clock: SetClock) -> None:
    clock("2030-06-12T07:05-04:00")
    healthy.quick("due")  # Monday's was made, and Wednesday's; Tuesday's was not

    assert "Tue 11 Jun 2030" in the_one(healthy, "daily-run", "warning")["what"]

    clock("2030-06-13T07:05-04:00")
    healthy.quick("due")
    the_one(healthy, "daily-run", "fine")


def test_due_leaves_its_mark_once_on_a_day_of_the_office(
    healthy: Office, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[dict[str, str]] = []
    remember = Store.remember

    def watched(store: Store, values: dict[str, str]) -> None:
        written.append(values)
        remember(store, values)

    monkeypatch.setattr(Store, "remember", watched)

    def marks() -> int:
        return sum("last_daily_run" in values for values in written)

    healthy.quick("due", "--as-of", "2030-06-11")
    assert marks() == 0, "looking at another day is no daily run"
    for hour in ("08:05", "12:00", "23:59"):
        clock(f"2030-06-11T{hour}-04:00")
        assert healthy.quick("due", "--quiet").code == 0
    assert marks() == 1
    clock("2030-06-12T00:01-04:00")
    healthy.quick("due")
    assert marks() == 2
    assert [values["last_daily_run"] for values in written if "last_daily_run" in values] == [
        "2030-06-11T12:05:00+00:00", "2030-06-12T04:01:00+00:00",
    ]  # fmt: skip


def test_a_list_that_cannot_be_noted_is_printed_all_the_same(
    healthy: Office, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DenialctlError("The disk is full.")

    healthy.quick("due")
    clock("2030-06-12T08:05-04:00")
    expected = healthy.quick("due", "--as-of", "2030-06-12T08:05").out
    assert "case 1" in expected
    monkeypatch.setattr(Store, "remember", refuse)

    result = healthy.quick("due")

    assert result.code == 0
    assert result.out == expected
    assert "could not be noted" in result.err
    assert "The disk is full." in result.err


# -- calendars, amounts, law --------------------------------------------------------------------


@pytest.mark.parametrize(("year", "named"), [(LAST_PINNED_YEAR, 1), (LAST_PINNED_YEAR + 1, 2)])
def test_years_without_holidays_fail(healthy: Office, year: int, named: int) -> None:
    found = [item for item in findings(healthy, "--as-of", f"{year}-03-02") if item["check"] == "calendars"]

    assert [item["level"] for item in found] == ["failure"]
    assert str(LAST_PINNED_YEAR + 1) in found[0]["what"]
    assert (str(LAST_PINNED_YEAR + 2) in found[0]["what"]) is (named == 2)
    assert "newest denialctl" in found[0]["remedy"]


def test_the_year_before_the_last_pinned_one_is_fine(healthy: Office) -> None:
    found = [
        item["level"]
        for item in findings(healthy, "--as-of", f"{LAST_PINNED_YEAR - 1}-12-31")
        if item["check"] == "calendars"
    ]
    assert found == ["fine"]


def test_an_office_calendar_that_is_not_there_is_found(healthy: Office) -> None:
    with (healthy.config / "config.toml").open("a", encoding="utf-8") as file:
        file.write('calendar = "our-days"\n')

    found = [item for item in findings(healthy) if item["level"] == "failure"]

    assert len(found) == 1, "told once, although several checks go by it"
    assert "our-days" in found[0]["what"]


def test_an_office_calendar_without_a_closed_day_is_odd(healthy: Office) -> None:
    healthy.write_rules(
        "closed.yaml",
        "calendar: our-days\ntitle: our own days\ndays: []\nauthority: the practice manager\n"
        "source: {url: https://example.org/, read: 2026-09-25, status: seen}\n",
    )
    healthy.quick("config", "set", "calendar", "our-days")

    assert "our-days" in the_one(healthy, "calendars", "warning")["what"]


@pytest.fixture
def medicare(healthy: Office) -> Office:
    """The same office with a case under a plan that has an amount in controversy."""
    healthy.stored("--plan", "medicare-advantage", "--denied", "2030-06-03", "--checked")
    return healthy


def amounts(office: Office, day: str) -> list[tuple[str, str]]:
    """Return level and words of what is found about amounts on a day."""
    return [(item["level"], item["what"]) for item in findings(office, "--as-of", day) if item["check"] == "amounts"]


def test_amounts_of_this_year_and_from_october_of_the_next(medicare: Office) -> None:
    """The packs end before 2030."""
    september, october = amounts(medicare, "2030-09-30"), amounts(medicare, "2030-10-01")

    assert [level for level, _ in september] == ["failure"]
    assert "of 2030 is missing" in september[0][1]
    assert "rules/federal/medicare-advantage.yaml" in september[0][1]
    assert "medicare-part-d" not in september[0][1], "no open case is under it"
    assert [(level, "of 2031 is missing" in what) for level, what in october] == [("failure", False), ("warning", True)]


def test_amounts_that_are_known_are_fine(medicare: Office) -> None:
    assert amounts(medicare, "2026-10-01") == [("fine", "The amounts in controversy of 2026 and 2027 are known.")]


def test_amounts_of_plans_without_an_open_case_are_a_note(healthy: Office, medicare: Office) -> None:
    medicare.quick("close", "2", "--reason", "the patient wants no appeal")

    assert [level for level, _ in amounts(medicare, "2030-06-11")] == ["note"]


def test_the_remedy_for_a_missing_amount(medicare: Office) -> None:
    assert "newest denialctl" in the_one(medicare, "amounts", "failure")["remedy"]


@pytest.mark.parametrize(
    ("state", "day", "told"), [("VA", "2026-12-01", True), ("TX", "2026-12-01", False), ("VA", "2026-09-01", False)]
)
def test_law_that_changes_soon_is_noted_where_it_matters(healthy: Office, state: str, day: str, told: bool) -> None:
    """Virginia's windows change with the year 2027: within 90 days of 1 December, not of 1 September."""
    healthy.quick("config", "set", "state", state)

    found = [item for item in findings(healthy, "--as-of", day) if item["check"] == "law"]

    assert any(item["level"] == "note" and "rules/states/VA.yaml" in item["what"] for item in found) is told
    if told:
        assert "Fri 1 Jan 2027" in found[0]["what"]
        assert "denialctl rules status" in found[0]["remedy"]


# -- the backup ------------------------------------------------------------------------------------


def test_a_backup_of_which_nobody_has_said_where_it_lies(healthy: Office) -> None:
    healthy.quick("config", "set", "backup", "")

    assert "denialctl config set backup" in the_one(healthy, "backup", "warning")["remedy"]


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ("2030-06-04T08:06-04:00", "fine"),  # a minute less than seven days
        ("2030-06-04T08:04-04:00", "failure"),  # a minute more
        ("2030-05-01T08:05-04:00", "failure"),
    ],
)
def test_the_age_of_the_backup(healthy: Office, changed: str, level: str) -> None:
    age(healthy.root / "backup" / "cases.db", changed)

    found = the_one(healthy, "backup", level)

    assert str(healthy.root / "backup") in found["what"]
    if changed.startswith("2030-05"):
        assert "Wed 1 May 2030, 41 days old" in found["what"]


def test_the_newest_file_counts_in_folders_of_days_too(healthy: Office) -> None:
    age(healthy.root / "backup" / "cases.db", "2030-05-01T08:05-04:00")
    deeper = healthy.root / "backup" / "2030-06-10" / "cases.db"
    deeper.parent.mkdir()
    deeper.write_text("a copy", encoding="utf-8")
    age(deeper, "2030-06-10T22:00-04:00")

    the_one(healthy, "backup", "fine")


def test_a_file_may_be_the_backup(healthy: Office) -> None:
    healthy.quick("config", "set", "backup", str(healthy.root / "backup" / "cases.db"))

    the_one(healthy, "backup", "fine")


@pytest.mark.parametrize("name", [".DS_Store", "empty", None])
def test_what_is_no_copy_does_not_count(healthy: Office, name: str | None) -> None:
    (healthy.root / "backup" / "cases.db").unlink()
    if name is not None:
        (healthy.root / "backup" / name).write_text("" if name == "empty" else "x", encoding="utf-8")
        age(healthy.root / "backup" / name, "2030-06-10T22:00-04:00")

    assert "denialctl config set backup" in the_one(healthy, "backup", "failure")["remedy"]


@pytest.mark.parametrize("place", ["", "cases.db"])
def test_the_cases_themselves_are_no_backup(healthy: Office, place: str) -> None:
    data = healthy.root / "data"
    data.mkdir()
    for path in healthy.root.glob("cases.db*"):
        shutil.copy2(path, data / path.name)
        age(data / path.name, "2030-06-11T08:00-04:00")
    healthy.quick("config", "set", "backup", str(data / place))

    assert wrong(healthy, "--db", str(data / "cases.db")) == [("backup", "failure")]


# -- permissions --------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("cases.db", 0o644),
        ("cases.db", 0o660),
        ("cases.db-wal", 0o640),
        ("config", 0o755),
        ("config/config.toml", 0o604),
    ],
)
def test_doors_that_stand_open_are_found_and_the_remedy_closes_them(healthy: Office, name: str, mode: int) -> None:
    path = healthy.root / name
    with ExitStack() as meanwhile:
        if name.endswith("-wal"):
            # A colleague is reading: the log of the database lies beside it meanwhile.
            reading = meanwhile.enter_context(closing(sqlite3.connect(healthy.db)))
            reading.execute("select count(*) from events").fetchone()
        assert path.exists()
        path.chmod(mode)

        found = findings(healthy)
        wide = [item for item in found if item["check"] == "permissions" and item["level"] == "failure"]

        assert [f"{mode:04o}" in item["what"] for item in wide] == [True]
        assert [item["check"] for item in found if item["level"] in ("failure", "warning")] == ["permissions"]
        subprocess.run(["/bin/sh", "-c", wide[0]["remedy"]], check=True)
        assert wrong(healthy) == []


@on_posix
def test_the_staff_file_and_awkward_names_too(healthy: Office) -> None:
    assert healthy.quick("config", "set", "owner", "maria").code == 0
    moved = healthy.root / "my config; 'x'"
    shutil.copytree(healthy.config, moved)
    (moved / "staff.toml").write_text("", encoding="utf-8")
    (moved / "staff.toml").chmod(0o644)
    found = readable_by_others([moved / "staff.toml", moved / "not-there.toml"], posix=True)

    assert [item.level for item in found] == ["failure"]
    subprocess.run(["/bin/sh", "-c", found[0].remedy], check=True)
    assert [item.level for item in readable_by_others([moved / "staff.toml"], posix=True)] == ["fine"]
    (healthy.config / "staff.toml").write_text("", encoding="utf-8")
    (healthy.config / "staff.toml").chmod(0o644)
    assert "staff.toml" in the_one(healthy, "permissions", "failure")["what"]


def test_on_windows_permissions_are_only_noted(healthy: Office) -> None:
    healthy.db.chmod(0o666)

    assert [item.level for item in readable_by_others([healthy.db], posix=False)] == ["note"]


# -- clock and zone -------------------------------------------------------------------------------------


def test_a_clock_behind_the_newest_event(healthy: Office, clock: SetClock) -> None:
    clock("2030-06-11T09:00-04:00")
    healthy.quick("note", "1", "called")
    clock("2030-06-11T08:55-04:00")
    assert wrong(healthy) == [], "two workstations are never quite together"

    clock("2030-06-11T08:45-04:00")

    found = the_one(healthy, "clock", "failure")
    assert "Tue 11 Jun 2030 09:00" in found["what"]
    assert "Set the clock" in found["remedy"]


def test_a_clock_behind_the_last_list(healthy: Office) -> None:
    mark(healthy, last_daily_run="2030-06-12T11:05:00+00:00")

    assert "The list was last made on Wed 12 Jun 2030" in the_one(healthy, "clock", "failure")["what"]


def test_a_clock_behind_the_rules(office: Office, clock: SetClock) -> None:
    clock("2020-06-11T08:05-04:00")

    found = [item for item in findings(office) if item["check"] == "clock"]

    assert [item["level"] for item in found] == ["failure"]
    assert "The newest rule was read on" in found[0]["what"]


def test_the_clock_is_judged_by_itself_whatever_as_of_says(healthy: Office) -> None:
    assert [item["level"] for item in findings(healthy, "--as-of", "2020-06-11") if item["check"] == "clock"] == [
        "fine"
    ]


def test_a_zone_that_is_not_set(healthy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for computer, likely in (("America/Denver", "America/Denver"), ("Etc/UTC", "America/Chicago")):
        monkeypatch.setattr(
            "denialctl.commands.doctor.time_and_law.zone_of_this_computer", lambda named=computer: named
        )
        monkeypatch.setattr("denialctl.office.system_zone.zone_of_this_computer", lambda named=computer: named)
        healthy.quick("config", "set", "tz", "")

        found = the_one(healthy, "zone", "warning")

        assert computer in found["what"]
        assert f"denialctl config set tz {likely}" in found["remedy"]


@pytest.mark.parametrize(
    ("computer", "level"), [("America/Chicago", "note"), ("US/Eastern", "fine"), ("America/New_York", "fine")]
)
def test_a_zone_that_is_not_the_computers(
    healthy: Office, monkeypatch: pytest.MonkeyPatch, computer: str, level: str
) -> None:
    monkeypatch.setattr("denialctl.commands.doctor.time_and_law.zone_of_this_computer", lambda: computer)

    the_one(healthy, "zone", level)


def test_a_computer_without_time_zones(office: Office) -> None:
    """No zones of the system, and a package `tzdata` without any."""
    empty = office.root / "no-zones"
    (empty / "tzdata").mkdir(parents=True)
    (empty / "tzdata" / "__init__.py").write_text("", encoding="utf-8")

    result = office.run(
        "doctor", env={"PYTHONTZPATH": "", "PYTHONPATH": f"{empty}{os.pathsep}{office.environment['PYTHONPATH']}"}
    )

    assert (result.code, result.err) == (1, "")
    level, check, _, remedy = result.out.splitlines()[1].split("\t")
    assert (level, check) == ("failure", "zone")
    assert "tzdata" in remedy


# -- the database -------------------------------------------------------------------------------------------


@pytest.fixture
def busy(healthy: Office) -> Office:
    """The same office with five events in two cases."""
    healthy.quick("note", "1", "first")
    healthy.quick("note", "1", "second")
    healthy.stored(*DENIAL)
    healthy.quick("note", "2", "third")
    store = Store(healthy.db)
    assert store.rows("select count(*) from events")[0][0] == 5
    assert store.broken_links() == []
    store.close()
    return healthy


@pytest.mark.parametrize(
    ("change", "event"),
    [
        ("update events set payload = replace(payload, 'first', 'other') where id = 2", 2),
        ("update events set payload = cast('x' as blob) where id = 2", 2),
        ("update events set at_utc = '2020-01-01T00:00:00.000+00:00' where id = 3", 3),
        ("update events set who = 'somebody else' where id = 5", 5),
        ("update events set origin = 'elsewhere' where id = 1", 1),
        ("update events set kind = 'closed' where id = 2", 2),
        ("update events set case_id = 2, number = 9 where id = 3", 3),
        ("update events set hash = 'x' where id = 1", 1),
        ("delete from events where id = 2", 3),
        ("delete from events where id = 1", 2),
    ],
)
def test_a_change_behind_the_programs_back_is_found(busy: Office, change: str, event: int) -> None:
    tamper(busy, change)

    store = Store(busy.db)
    assert store.broken_links()[0] == event
    store.close()
    found = [item for item in findings(busy) if item["check"] == "database" and item["level"] == "failure"]
    assert f"broken at event {event}" in found[0]["what"]
    assert "backup" in found[0]["remedy"]
    assert "first" not in found[0]["what"]


def test_an_event_that_was_changed_with_its_own_hash_breaks_the_next_link(busy: Office) -> None:
    tamper(busy, "update events set hash = 'made to fit' where id = 2")

    store = Store(busy.db)
    assert store.broken_links() == [2, 3]
    assert store.broken_links(most=1) == [2]
    store.close()


def test_an_end_that_was_cut_off_is_found(busy: Office) -> None:
    """A chain without its last event is a sound chain; the case knows that it had one more."""
    tamper(busy, "delete from events where id = 5")

    store = Store(busy.db)
    assert store.broken_links() == []
    assert store.short_of_events() == [2]
    store.close()
    assert "more or fewer events than were stored: 2." in the_one(busy, "database", "failure")["what"]


def test_a_damaged_file_is_found(healthy: Office) -> None:
    with closing(sqlite3.connect(healthy.db)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        page = connection.execute("pragma page_size").fetchone()[0]
        root = connection.execute("select rootpage from sqlite_master where name = 'deadlines_by_day'").fetchone()[0]
    with healthy.db.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)

    found = the_one(healthy, "database", "failure")

    assert str(healthy.db) in found["what"]
    assert "backup" in found["remedy"]


def test_a_file_that_is_no_database_is_told_once_and_the_rest_is_looked_at(healthy: Office) -> None:
    for path in healthy.root.glob("cases.db*"):
        path.unlink()
    healthy.db.write_text("no database " * 100, encoding="utf-8")
    healthy.db.chmod(0o600)

    found = findings(healthy)

    assert [(item["check"], item["level"]) for item in found if item["level"] == "failure"] == [("database", "failure")]
    assert "versions" in {item["check"] for item in found}


def test_a_drive_that_is_not_connected(healthy: Office) -> None:
    away = healthy.root / "drive" / "cases.db"

    found = findings(healthy, "--db", str(away))

    assert [item["check"] for item in found if item["level"] == "failure"] == ["database"]
    assert "drive" in found[0]["remedy"]
    assert not away.parent.exists()


@pytest.mark.parametrize(("free", "told"), [(99_000_000, True), (100_000_000, False)])
def test_a_disk_that_is_full(healthy: Office, monkeypatch: pytest.MonkeyPatch, free: int, told: bool) -> None:
    monkeypatch.setattr("denialctl.commands.doctor.files.shutil.disk_usage", lambda _: SimpleNamespace(free=free))

    assert wrong(healthy) == ([("database", "warning")] if told else [])
    if told:
        assert "99 MB" in the_one(healthy, "database", "warning")["what"]


# -- rule files and settings ------------------------------------------------------------------------------------


def test_a_faulty_rule_file_of_the_office_is_found_with_its_line(healthy: Office) -> None:
    path = healthy.write_rules("own.yaml", "office: Own\ntitle: Own\nnonsense: 1\n")

    found = [item for item in findings(healthy) if item["level"] == "failure"]

    assert any(item["what"].startswith(f"{path}:3:") and "nonsense" in item["what"] for item in found)
    assert all("denialctl rules check" in item["remedy"] for item in found if str(path) in item["what"])
    assert len({item["what"] for item in found}) == len(found)


def test_a_payer_of_the_office_under_a_name_that_is_taken(healthy: Office) -> None:
    program = healthy.quick("rules", "new", "payer", "Acme Health")
    assert program.code == 0
    path = Path(program.out.strip())
    before = wrong(healthy)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("aliases: []", "aliases: [Humana Gold Plus]"), encoding="utf-8")

    found = [item for item in findings(healthy) if item["check"] == "rules" and item["level"] == "failure"]

    assert before == []
    assert len(found) == 1
    assert str(path) in found[0]["what"]
    assert "rules/payers/humana.yaml" in found[0]["what"]


def test_broken_settings_are_found_and_the_rest_is_looked_at(healthy: Office) -> None:
    (healthy.config / "config.toml").write_text("broken", encoding="utf-8")

    found = findings(healthy)

    assert ("settings", "failure") in wrong(healthy)
    assert "config.toml" in found[0]["what"]
    assert found[0]["remedy"]
    assert {"database", "versions"} <= {item["check"] for item in found}


def test_a_broken_file_of_people_is_found(healthy: Office) -> None:
    (healthy.config / "staff.toml").write_text("broken", encoding="utf-8")
    (healthy.config / "staff.toml").chmod(0o600)

    assert "staff.toml" in the_one(healthy, "settings", "failure")["what"]


# -- the rest -----------------------------------------------------------------------------------------------------


def test_versions_are_printed(healthy: Office) -> None:
    said = next(item["what"] for item in findings(healthy) if item["check"] == "versions")

    for words in (f"denialctl {denialctl.__version__}", f"Python {sys.version.split()[0]}", "holidays 0."):
        assert words in said
    assert "zone" in said or "tzdata" in said


def test_a_day_that_cannot_be_read_is_wrong_usage(healthy: Office) -> None:
    result = healthy.quick("doctor", "--as-of", "11/12/2026")

    assert (result.code, result.out) == (2, "")


@on_posix
def test_through_the_real_entry_point(office: Office) -> None:
    office.config.chmod(0o700)
    (office.config / "config.toml").chmod(0o600)
    office.begin()

    quiet: Result = office.run("doctor", "--quiet")
    full = office.run("doctor")

    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert (full.code, full.err) == (0, "")
    assert full.out.splitlines()[0].endswith("notes")


def test_findings_hold_no_patient_data(healthy: Office) -> None:
    healthy.stored(*DENIAL, "--patient", "MRN-SECRET", "--description", "SECRET-MRI", "--note", "SECRET-NOTE")
    tamper(healthy, "update events set payload = replace(payload, 'SECRET-NOTE', 'SECRET-MEMO')")

    printed = healthy.quick("doctor")

    assert printed.code == 1
    assert "SECRET" not in printed.out + printed.err


if sys.platform != "win32":
    from tests.cli.test_widths import COLOUR, on_terminal

    def test_on_a_terminal_of_80_columns_levels_stand_in_words(office: Office) -> None:
        code, said = on_terminal(office, "doctor", env={"TERM": "xterm"})

        assert code == 1
        lines = COLOUR.sub("", said).splitlines()
        assert [line for line in lines if len(line) > 80 and len(line.split()) > 1] == []
        assert any(line.startswith("FAILURES") for line in lines)
        assert "IN ORDER" in lines
        assert any(line.strip().startswith("What to do: chmod 700") for line in lines)
