"""Which file holds the cases: `--db` before or after the command, `DENIALCTL_DB`, else the user's data folder."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office, Result

ADD = ("add", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")


def assert_refused(result: Result, *fragments: str) -> None:
    """Expect one sentence and a way out, and nothing else."""
    assert result.code == 1
    assert result.out == ""
    assert "Traceback" not in result.err
    assert "fault of the program" not in result.err
    first, second = result.err.splitlines()
    assert first.startswith("denialctl: ")
    assert second.startswith("  ")
    for fragment in fragments:
        assert fragment in result.err


def test_named_by_the_environment(office: Office) -> None:
    office.run(*ADD)

    assert office.db.is_file()


def test_before_and_after_the_command(office: Office) -> None:
    before, after = office.root / "before.db", office.root / "after.db"

    assert office.quick("--db", str(before), *ADD).code == 0
    assert office.quick(*ADD, "--db", str(after)).code == 0
    assert office.quick(*ADD, "--db", str(after)).code == 0

    assert not office.db.exists()
    assert len(office.quick("--db", str(before), "list", "--format", "json").json["cases"]) == 1
    assert len(office.quick("list", "--db", str(after), "--format", "json").json["cases"]) == 2


def test_the_one_after_the_command_is_nearer(office: Office) -> None:
    far, near = office.root / "far.db", office.root / "near.db"

    office.quick("--db", str(far), *ADD, "--db", str(near))

    assert near.is_file()
    assert not far.exists()


@pytest.mark.parametrize(
    "command",
    [
        ("due",), ("list",), ("show", "1"), ("record", "1", "peer-to-peer", "held"), ("edit", "1", "--payer", "X"), ("note", "1", "x"),
        ("close", "1"), ("reopen", "1"), ("undo", "1"), ("config",),
    ],
)  # fmt: skip
def test_every_command_takes_it_on_both_sides(office: Office, command: tuple[str, ...]) -> None:
    """A command that does not take the option would end with 2, wrong usage."""
    other = str(office.root / "other.db")
    office.quick(*ADD, "--db", other)

    assert office.quick("--db", other, *command).code in (0, 1)
    if command != ("config",):
        assert office.quick(*command, "--db", other).code in (0, 1)
    assert not office.db.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the data folder of other systems is not named by XDG_DATA_HOME")
def test_in_the_users_data_folder_otherwise(office: Office) -> None:
    del office.environment["DENIALCTL_DB"]

    assert office.run(*ADD).code == 0

    assert (office.root / "data" / "denialctl" / "denialctl.db").is_file()


def test_a_file_that_is_no_database_is_left_alone(office: Office) -> None:
    garbage = office.root / "garbage.db"
    garbage.write_bytes(b"this is a letter to the plan, not a database\n" * 200)
    before = garbage.read_bytes()

    for command in (("due",), ("list",), ADD):
        assert_refused(office.run(*command, "--db", str(garbage)), "garbage.db", "backup")

    assert garbage.read_bytes() == before


def test_a_damaged_database_is_said_to_be_damaged(office: Office) -> None:
    for number in range(5):
        office.quick(*ADD, "--patient", f"MRN-{number}")
    content = bytearray(office.db.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    office.db.write_bytes(bytes(content))
    for left in office.root.glob("cases.db-*"):
        left.unlink()

    assert_refused(office.run("list"), "cases.db", "damaged")


def test_another_programs_database_is_left_alone(office: Office) -> None:
    other = office.root / "bookmarks.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table bookmarks (id integer primary key, title text)")
        connection.execute("insert into bookmarks (title) values ('home')")
        connection.commit()

    assert_refused(office.run(*ADD, "--db", str(other)), "bookmarks.db")

    with closing(sqlite3.connect(other)) as connection:
        assert [row[0] for row in connection.execute("select name from sqlite_master")] == ["bookmarks"]


def test_a_newer_database_is_refused_untouched(office: Office) -> None:
    office.run(*ADD)
    with closing(sqlite3.connect(office.db)) as connection:
        connection.execute("pragma user_version=99")
        connection.commit()
    before = office.db.read_bytes()

    for command in (("due",), ("show", "1"), ADD):
        assert_refused(office.run(*command), "newer", "99", "nothing was changed")

    assert office.db.read_bytes() == before


def unreachable(root: Path) -> list[str]:
    """Name places where no file can be."""
    (root / "letter.txt").write_text("a file, not a folder", encoding="utf-8")
    (root / "folder.db").mkdir()
    return [str(root / "letter.txt" / "cases.db"), str(root / "folder.db")]


def test_a_place_where_no_file_can_be(office: Office) -> None:
    for place in unreachable(office.root):
        for command in (("due",), ADD):
            assert_refused(office.run(*command, "--db", place), "--db")


def test_an_address_of_a_server_is_no_file_name(office: Office) -> None:
    """Until several workstations are served, the address must not become a file of that name."""
    result = office.run(*ADD, "--db", "nonsense://nowhere/cases")

    assert_refused(result)
    assert not list(office.root.rglob("nonsense*"))
