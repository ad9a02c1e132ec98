"""When the rules or the program changed, the daily list computes anew and says what became of each deadline."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

NAME = "internal-appeal.file"


@pytest.fixture
def due(office: Office) -> str:
    """Store a denial of yesterday, whose appeal is open by any clock that runs this test; return the appeal's last day."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    stored = office.stored(
        "--plan",
        "medicare-advantage",
        "--denied",
        yesterday,
        "--received",
        yesterday,
        "--owner",
        "maria",
        "--format",
        "json",
    )
    return str(stored.deadline(NAME)["due"])


def _as_other_rules_left_it(office: Office, *, signature: str | None = "other rules", **shown: str) -> None:
    """Store what other rules said of the appeal, under the signature of those rules."""
    with closing(sqlite3.connect(office.db)) as database, database:
        if signature is not None:
            database.execute("update meta set value = ? where key = 'signature'", (signature,))
        for field, value in shown.items():
            # The field is written in this file.
            statement = f"update deadlines set data = json_set(data, '$.{field}', ?) where name = ?"  # noqa: S608 - as said
            changed = database.execute(statement, (value, NAME))
            assert changed.rowcount == 1
        if "status" in shown:
            database.execute("update deadlines set status = ? where name = ?", (shown["status"], NAME))


@pytest.mark.parametrize("before", ["moot", "met", "missed"])
def test_a_right_that_older_rules_closed_is_said_to_be_open_again(office: Office, due: str, before: str) -> None:
    _as_other_rules_left_it(office, status=before)
    said = office.run("due")
    assert f"case 1, {NAME}: was {before}, is open under the rules as they are now; last day {due}" in said.err
    assert "Traceback" not in said.err


def test_a_day_that_moved_is_said_with_both_days(office: Office, due: str) -> None:
    _as_other_rules_left_it(office, due="2099-01-04")
    said = office.run("due")
    assert f"case 1, {NAME}: was 2099-01-04, is {due} under the rules as they are now" in said.err


def test_it_is_said_once(office: Office, due: str) -> None:
    _as_other_rules_left_it(office, status="moot")
    assert due in office.run("due").err
    assert "under the rules as they are now" not in office.run("due").err


def test_rules_that_change_nothing_say_nothing(office: Office, due: str) -> None:
    assert due
    _as_other_rules_left_it(office)
    assert "under the rules as they are now" not in office.run("due").err


def test_an_open_right_that_is_gone_is_said(office: Office, due: str) -> None:
    """Other rules knew a stage that these do not: nobody may look for it in vain."""
    with closing(sqlite3.connect(office.db)) as database, database:
        database.execute("update meta set value = 'other rules' where key = 'signature'")
        database.execute("update deadlines set name = 'second-look.file' where name = ?", (NAME,))
    said = office.run("due")
    assert f"case 1, second-look.file: was open, last day {due}" in said.err
    assert "it is not on the ladder" in said.err
