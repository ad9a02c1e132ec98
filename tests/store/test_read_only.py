"""Reading needs no right to write: a database that can only be read is read, and nothing is written, not even beside it."""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.conftest import Result

from denialctl.errors import DenialctlError
from denialctl.store.sqlite import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Office

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rights of files are kept otherwise")

# Medicare Advantage, notice and receipt on 1 October 2026: 60 days later is 30 November.
DENIAL = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--received", "2026-10-01", "--as-of", "2026-10-02")
READING = [
    ("due",), ("due", "--as-of", "2026-11-20"), ("due", "--quiet", "--format", "json"), ("list",), ("show", "1"),
    ("show", "1", "--history"), ("show", "1", "--chart"), ("show", "1", "--what-if", "internal-appeal upheld 2026-11-20"), ("prep", "1"),
    ("checklist", "1", "notice"), ("chase",), ("stats",), ("rules", "coverage", "--mine"),
]  # fmt: skip
WRITING = [
    ("add", *DENIAL), ("record", "1", "peer-to-peer", "held", "--on", "2026-10-02"), ("edit", "1", "--payer", "X"), ("note", "1", "x"),
    ("close", "1", "--reason", "nothing left to do"), ("undo", "1"), ("checklist", "1", "notice", "--done", "1"), ("ack", "1"), ("escalate",),
]  # fmt: skip


def _without_the_rights_of_root() -> None:
    """Let the rights of files bind a test that runs as root, too: drop the capability to pass over them."""
    if os.geteuid() == 0:
        drop_from_bounding_set, pass_over_rights = 24, 1
        assert ctypes.CDLL(None, use_errno=True).prctl(drop_from_bounding_set, pass_over_rights, 0, 0, 0) == 0


def run(office: Office, *arguments: str) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "denialctl", *arguments],
        input="",
        env={**office.environment, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=office.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=_without_the_rights_of_root,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def as_it_lies(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())}


@pytest.fixture(params=["file", "folder", "both"])
def archive(office: Office, request: pytest.FixtureRequest) -> Iterator[Office]:
    """An office whose cases can only be read: the file, its folder, or both."""
    office.stored(*DENIAL, "--patient", "MRN-1", "--owner", "maria", "--note", "called")
    assert office.quick("staff", "set", "maria", "--lead", "dana").code == 0
    folder = office.root / "archive"
    folder.mkdir()
    place = shutil.copy(office.db, folder / "cases.db")
    office.environment["DENIALCTL_DB"] = str(place)
    (folder / "cases.db").chmod(0o400 if request.param != "folder" else 0o600)
    folder.chmod(0o500 if request.param != "file" else 0o700)
    yield office
    folder.chmod(0o700)


def test_every_reading_command_reads_and_writes_nothing(archive: Office) -> None:
    folder = archive.root / "archive"
    before = as_it_lies(folder)

    for command in READING:
        result = run(archive, *command)
        assert (result.code, result.err) == (0, ""), command
        assert result.out or command[:2] == ("due", "--quiet"), command
        assert as_it_lies(folder) == before, command


def test_every_writing_command_says_that_nothing_was_stored(archive: Office) -> None:
    folder = archive.root / "archive"
    before = as_it_lies(folder)

    for command in WRITING:
        result = run(archive, *command)
        assert (result.code, result.out) == (1, ""), command
        assert f"{folder / 'cases.db'} can only be read here, so nothing was stored" in result.err, command
        assert as_it_lies(folder) == before, command


def test_the_doctor_reads_too_and_says_that_nothing_can_be_recorded(archive: Office) -> None:
    folder = archive.root / "archive"
    before = as_it_lies(folder)

    result = run(archive, "doctor", "--format", "text")

    assert "can only be read here" in result.out
    assert "is whole" in result.out
    assert as_it_lies(folder) == before


def test_what_time_turned_is_computed_in_memory(archive: Office) -> None:
    """Stored on 2 October as open; by now 30 November and the presumed 5 December may be over. The list says the same as --as-of."""
    far = run(archive, "due", "--as-of", "2027-01-04", "--format", "json").json
    assert [item["band"] for item in far["items"] if item["deadline"]["id"] == "internal-appeal.file"] == ["missed"]

    now = run(archive, "due", "--format", "json").json
    told = run(archive, "due", "--as-of", now["as_of"], "--format", "json").json
    assert [(item["deadline"]["id"], item["band"]) for item in now["items"]] == [
        (item["deadline"]["id"], item["band"]) for item in told["items"]
    ]


def test_events_that_lie_beside_the_file_are_not_passed_over(archive: Office) -> None:
    """A copy with its `-wal` whose content is not in the file: it is read, or refused, never left out in silence."""
    folder = archive.root / "archive"
    mode = folder.stat().st_mode
    folder.chmod(0o700)
    with closing(sqlite3.connect(archive.db)) as writer, closing(sqlite3.connect(archive.db)) as reader:
        reader.execute("begin")
        reader.execute("select * from cases").fetchall()
        writer.execute("update cases set owner = 'jo', data = replace(data, 'maria', 'jo')")
        writer.commit()
        (folder / "cases.db").unlink()
        shutil.copy(archive.db, folder / "cases.db")
        shutil.copy(f"{archive.db}-wal", folder / "cases.db-wal")
    (folder / "cases.db").chmod(0o400)
    (folder / "cases.db-wal").chmod(0o400)
    folder.chmod(mode)

    result = run(archive, "list")

    if result.code == 0:
        assert "jo" in result.out
        assert "maria" not in result.out
    else:
        assert result.code == 1
        assert "cases.db-wal" in result.err


def test_a_file_that_changes_while_it_is_read_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else, who may write: parts of what was read could be older than others."""
    office.stored(*DENIAL)
    monkeypatch.setattr("denialctl.store.opening.os.access", lambda path, mode: mode != os.W_OK)
    with closing(Store(office.db)) as store:
        assert store.read_only
        assert store.case_ids() == [1]
        office.db.touch()
        with pytest.raises(DenialctlError, match="changed by somebody else"):
            store.case_ids()
