"""The database file: for its owner only, with events that are chained and never changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

DENIAL = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")
COLUMNS = "case_id, number, kind, payload, at_utc, who, origin"


def events_of(db: Path) -> list[tuple[object, ...]]:
    """Return every stored event: its content, the hash before it and its own."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(f"select {COLUMNS}, previous, hash from events order by id").fetchall()  # noqa: S608 - no user text


def first_broken(rows: list[tuple[object, ...]]) -> int | None:
    """Return the place of the first event that does not fit the chain: SHA-256 over the hash before it and its content, as JSON."""
    before = ""
    for place, (*content, previous, own) in enumerate(rows):
        expected = hashlib.sha256(json.dumps([before, *content], ensure_ascii=False).encode()).hexdigest()
        if previous != before or own != expected:
            return place
        before = expected
    return None


@pytest.fixture
def busy(office: Office) -> Office:
    """An office with two cases and a history."""
    office.stored(*DENIAL, "--patient", "Zoë 字", "--note", "first")
    office.stored(*DENIAL, "--patient", "MRN-2")
    for command in (
        ("record", "1", "internal-appeal", "filed", "--on", "2026-10-02", "--as-of", "2026-10-02"),
        ("edit", "2", "--owner", "maria", "--as-of", "2026-10-02"),
        ("undo", "1"),
        ("close", "2", "--reason", "won"),
    ):
        assert office.quick(*command).code == 0
    return office


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions otherwise")
def test_only_the_owner_may_read(office: Office) -> None:
    deep = office.root / "new" / "folder" / "cases.db"

    office.run("add", *DENIAL, "--db", str(deep))
    office.run("config", "set", "owner", "maria")

    for path in (deep, *deep.parent.glob("cases.db-*"), office.config / "config.toml"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(deep.parent.stat().st_mode) == 0o700


def test_the_chain_of_events_fits(busy: Office) -> None:
    rows = events_of(busy.db)

    assert [row[2] for row in rows] == ["added", "noted", "added", "recorded", "edited", "undone", "closed"]
    assert first_broken(rows) is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("update events set payload = replace(payload, 'first', 'other') where id = 2", 1),
        ("update events set who = 'somebody else' where id = 3", 2),
        ("update events set at_utc = '2020-01-01T00:00:00.000+00:00' where id = 7", 6),
        ("delete from events where id = 4", 3),
    ],
)
def test_a_change_behind_the_programs_back_shows_in_the_chain(busy: Office, change: str, place: int) -> None:
    with closing(sqlite3.connect(busy.db)) as connection:
        connection.execute(change)
        connection.commit()

    assert first_broken(events_of(busy.db)) == place


def test_events_are_only_appended(busy: Office) -> None:
    before = events_of(busy.db)

    for command in (
        ("undo", "2"),
        ("edit", "1", "--clear", "patient", "--as-of", "2026-10-02"),
        ("close", "1", "--reason", "x"),
        ("due",),
        ("list",),
    ):
        assert busy.quick(*command).code == 0

    after = events_of(busy.db)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 3, "looking appends nothing"


def test_what_is_derived_can_be_made_again(busy: Office) -> None:
    """The events are the truth; the deadlines beside them come back when the rules count as changed."""
    asked = ("due", "--as-of", "2026-10-02", "--format", "json")
    before = busy.quick(*asked).out
    assert busy.quick(*asked).json["items"]
    with closing(sqlite3.connect(busy.db)) as connection:
        connection.execute("delete from deadlines")
        connection.execute("delete from meta")
        connection.commit()

    assert busy.quick(*asked).out == before


def test_dates_that_move_with_the_rules_are_told(busy: Office) -> None:
    """An office's own, shorter window: 1 October + 20 calendar days = 21 October, instead of the 65 days."""
    busy.quick("due")
    busy.write_rules(
        "own.yaml",
        """\
office: Own
title: Own
stages:
  internal-appeal:
    kind: internal-appeal
    title: Appeal
    opens: {after: [denial]}
    file:
      clock: provider
      say: File it.
      windows:
        - {count: 20 calendar days, after: notice_date}
      authority: our contract
      if_missed: The right is lost.
      source: {url: https://example.org/, read: 2026-09-25, status: seen}
      examples:
        - {given: {plan: medicare-advantage, denied: 2026-10-01}, due: 2026-10-21, official: no, why: "1 October + 20"}
""",
    )

    moved = busy.quick("due")

    assert moved.code == 0
    told = [line for line in moved.err.splitlines() if "internal-appeal.file" in line]
    assert len(told) == 1, "case 2 is closed"
    assert "case 1" in told[0]
    assert told[0].index("2026-12-05") < told[0].index("2026-10-21")
    assert busy.quick("due", "--as-of", "2026-10-02").err == "", "it is told once"
