"""A database that is not there is not an empty office: only `add` and `init` begin one, every other command says so and makes nothing."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from denialctl.cli.app import _COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office, Result

DENIAL = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")
TOUCHING = [
    ("due",), ("due", "--quiet"), ("due", "--quiet", "--exit-code"), ("due", "--format", "json"), ("due", "--mine"),
    ("due", "--as-of", "2026-10-02"), ("due", "--owner", "maria"),
    ("list",), ("list", "--closed", "--format", "csv"), ("show", "1"), ("show", "1", "--history"), ("show", "1", "--chart"),
    ("show", "1", "--what-if", "internal-appeal upheld 2026-10-02"),
    ("record", "1", "peer-to-peer", "held"), ("edit", "1", "--payer", "X"), ("note", "1", "x"), ("close", "1"), ("reopen", "1"),
    ("undo", "1"), ("prep", "1"), ("checklist", "1"), ("checklist", "1", "notice", "--done", "1"), ("chase",), ("chase", "1"),
    ("chase", "1", "--said", "call"), ("stats",), ("stats", "--late"), ("escalate",), ("escalate", "--quiet"), ("ack", "1"),
    ("rules", "coverage", "--mine"),
]  # fmt: skip
"""Every command that reads or changes cases."""
BEGINNING = {"add", "init"}
WITHOUT_CASES = {"calc", "plan", "cron"}


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def assert_none_there(result: Result, path: Path) -> None:
    assert result.code == 1, result.out
    assert result.out == ""
    sentence, way_out = result.err.splitlines()
    assert sentence == f"denialctl: There is no database of cases at {path}."
    for words in ("--db", "DENIALCTL_DB", "denialctl init"):
        assert words in way_out


def test_the_table_above_holds_every_command() -> None:
    assert {command[0] for command in TOUCHING} - {"rules"} | BEGINNING | WITHOUT_CASES | {"doctor"} == set(_COMMANDS)


@pytest.mark.parametrize("command", TOUCHING, ids=" ".join)
def test_a_place_without_one_is_said_and_nothing_is_made(office: Office, command: tuple[str, ...]) -> None:
    away = office.root / "share" / "office" / "cases.db"
    before = everything_in(office.root)

    assert_none_there(office.quick(*command), office.db)
    assert_none_there(office.quick("--db", str(away), *command), away)

    assert everything_in(office.root) == before


def test_the_users_own_data_folder_is_not_made_by_looking(office: Office) -> None:
    del office.environment["DENIALCTL_DB"]

    result = office.run("due", "--quiet")

    assert (result.code, result.out) == (1, "")
    assert not (office.root / "data").exists()


def test_the_doctor_calls_it_a_failure(office: Office) -> None:
    before = everything_in(office.root)

    result = office.quick("doctor", "--quiet")

    assert result.code == 1
    assert f"failure\tdatabase\tThere is no database of cases at {office.db}." in result.out
    assert everything_in(office.root) == before


# -- a file with nothing in it, as a copy that failed leaves it ---------------------------------------


@pytest.mark.parametrize("command", TOUCHING, ids=" ".join)
def test_an_empty_file_is_no_empty_office(office: Office, command: tuple[str, ...]) -> None:
    office.db.touch()
    before = everything_in(office.root)

    result = office.quick(*command)

    assert result.code == 1
    assert result.out == ""
    assert f"The file {office.db} is empty" in result.err
    assert "backup" in result.err
    assert "denialctl init" in result.err
    assert office.db.stat().st_size == 0
    assert everything_in(office.root) == before


def test_the_doctor_calls_an_empty_file_a_failure(office: Office) -> None:
    office.db.touch()

    result = office.quick("doctor")

    assert result.code == 1
    assert f"failure\tdatabase\tThe file {office.db} is empty" in result.out


def test_a_database_without_its_tables_is_no_empty_office(office: Office) -> None:
    """One that was begun when the machine died: `init` and `add` finish it, nothing else does."""
    with closing(sqlite3.connect(office.db)) as connection:
        connection.execute("pragma journal_mode=wal")
    assert office.db.stat().st_size

    assert "is empty" in office.quick("due").err
    office.begin()
    assert office.quick("due").code == 0


def test_add_begins_in_an_old_empty_file_and_says_what_that_may_mean(office: Office) -> None:
    import os

    office.db.touch()
    os.utime(office.db, (1_790_000_000, 1_790_000_000))

    result = office.quick("add", *DENIAL)

    assert result.code == 0
    assert "was there and empty" in result.err
    assert "backup" in result.err


def test_a_refused_add_makes_nothing(office: Office) -> None:
    for options in (("--received", "2026-09-30"), ("--event", "internal-appeal filed 2026-12-01"), ("--state", "Texs")):
        assert office.quick("add", *DENIAL, "--patient", "MRN-1", *options).code in (1, 2)
    assert not office.db.exists()


# -- init ---------------------------------------------------------------------------------------------


def test_init_begins_one_and_says_where(office: Office) -> None:
    place = office.root / "new" / "folder" / "cases.db"

    result = office.run("init", "--db", str(place))

    assert (result.code, result.out) == (0, "")
    assert str(place) in result.err
    assert "denialctl add" in result.err
    assert office.quick("list", "--db", str(place), "--format", "json").json["cases"] == []
    if sys.platform != "win32":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_init_leaves_a_database_that_is_there_as_it_is(office: Office) -> None:
    office.stored(*DENIAL)
    before = office.db.read_bytes()

    result = office.run("init")

    assert (result.code, result.out) == (0, "")
    assert "already, with 1 case; nothing was changed" in result.err
    assert office.db.read_bytes() == before
    assert office.quick("undo", "1").code == 1, "the case is there"


def test_init_refuses_what_is_no_database_of_ours(office: Office) -> None:
    office.db.write_bytes(b"this is a letter to the plan\n" * 200)
    before = office.db.read_bytes()

    assert office.run("init").code == 1
    assert office.db.read_bytes() == before
