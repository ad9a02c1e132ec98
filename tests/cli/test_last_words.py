"""True last words: what was stored is said when only the answer could not be printed, with an exit code of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.conftest import Result

if TYPE_CHECKING:
    from tests.conftest import Office

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is where a disk is full")

NOW, LATE = ("--as-of", "2025-10-05"), ("--as-of", "2025-12-22")
DENIAL = ("--plan", "medicare-advantage", "--denied", "2025-10-01", "--received", "2025-10-02")
WRITING = {
    ("add", *DENIAL, *NOW): "the denial as case 2",
    ("record", "1", "peer-to-peer", "held", "--on", "2025-10-02", *NOW): "peer-to-peer held 2025-10-02 in case 1",
    ("edit", "1", "--owner", "jo", *NOW): "a correction of owner in case 1",
    ("reopen", "1"): "that it is open again in case 1",
    ("undo", "1"): "that an entry is taken back in case 1",
    ("checklist", "1", "notice", "--done", "1", *NOW): "in case 1",
    ("chase", "1", "--said", "call", *LATE): "a note in case 1",
    ("escalate", *LATE): "in case 1",
    ("add", *DENIAL, *NOW, "--format", "json"): "the denial as case 2",
}
"""Commands that store something and print an answer, and what they are to say of it."""
QUIET = [("note", "1", "x"), ("close", "1", "--reason", "x"), ("ack", "1", *LATE)]
"""Commands whose only answer is a line on standard error."""


@pytest.fixture
def one_case(office: Office) -> Office:
    """A case whose appeal the plan is late with, a note in it, and somebody to tell."""
    office.stored(*DENIAL, "--owner", "maria", "--note", "first", *NOW)
    assert office.quick("record", "1", "internal-appeal", "filed", "--on", "2025-10-05", *NOW).code == 0
    assert office.quick("config", "set", "lead", "dana").code == 0
    return office


def events(office: Office) -> int:
    return sum(len(office.quick("show", str(number), "--history").out.splitlines()) for number in (1, 2))


def sh(office: Office, line: str, *arguments: str) -> Result:
    """Run a command with its outputs as a shell gives them."""
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m denialctl "$@" {line}', sys.executable, *arguments],
        env=office.environment,
        cwd=office.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def assert_stored_and_said(result: Result, words: str) -> None:
    assert result.code == 4, result.err
    assert "Stored: " in result.err
    assert words in result.err
    assert "could not be printed" in result.err
    assert "do not enter it again" in result.err
    for untrue in ("cases were as", "nothing was", "fault of the program", "Traceback", "Exception ignored"):
        assert untrue not in result.err


@pytest.mark.parametrize("output", [">/dev/full", ">&-"])
@pytest.mark.parametrize("command", WRITING, ids=lambda words: " ".join(words[:3]))
def test_a_writing_command_whose_answer_cannot_be_printed(
    one_case: Office, command: tuple[str, ...], output: str
) -> None:
    if command[0] == "reopen":
        one_case.quick("close", "1", "--reason", "x")
    before = events(one_case)

    result = sh(one_case, output, *command)

    assert_stored_and_said(result, WRITING[command])
    assert events(one_case) > before


@pytest.mark.parametrize("command", WRITING, ids=lambda words: " ".join(words[:3]))
def test_a_writing_command_whose_reader_is_gone(one_case: Office, command: tuple[str, ...]) -> None:
    """Its answer holds what is needed (a number, whom to tell); a script that got none of it must neither trust it nor repeat it."""
    if command[0] == "reopen":
        one_case.quick("close", "1", "--reason", "x")
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "denialctl", *command],
        env=one_case.environment, cwd=one_case.root, stdout=writing, stderr=subprocess.PIPE, encoding="utf-8", check=False,
    )  # fmt: skip

    os.close(writing)
    assert_stored_and_said(Result(done.returncode, "", done.stderr), WRITING[command])


@pytest.mark.parametrize(
    "command", [("due",), ("list",), ("show", "1"), ("show", "1", "--history"), ("chase",), ("-h",), ("config",)]
)
def test_a_reading_command_says_that_it_could_not_print(one_case: Office, command: tuple[str, ...]) -> None:
    for output in (">/dev/full", ">&-"):
        result = sh(one_case, output, *command)
        assert result.code == 1
        assert "The answer could not be printed" in result.err
        assert "Stored" not in result.err
        assert "fault of the program" not in result.err
        assert "Exception ignored" not in result.err


@pytest.mark.parametrize("command", QUIET, ids=lambda words: words[0])
@pytest.mark.parametrize("buffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_line_that_cannot_be_told(one_case: Office, command: tuple[str, ...], buffered: str) -> None:
    """On a full disk only the exit code is left; whoever closes the output does not want the line."""
    one_case.environment["PYTHONUNBUFFERED"] = buffered
    before = events(one_case)
    assert sh(one_case, "2>/dev/full", *command).code == 4
    assert events(one_case) > before


def test_a_standard_error_that_is_closed_stops_nothing(one_case: Office) -> None:
    before = events(one_case)
    assert sh(one_case, "2>&-", "note", "1", "x").code == 0
    assert sh(one_case, "2>&- >&-", "note", "1", "x").code == 0
    assert sh(one_case, "2>&- >&-", "add", *DENIAL, *NOW).code == 4
    assert events(one_case) == before + 3
    assert sh(one_case, "2>&-", "show", "99").code == 1


def patched(office: Office, patch: str, *arguments: str) -> Result:
    """Run the program with something put in the way of its answer."""
    program = f"import sys\nfrom denialctl import __main__\nfrom denialctl.cli import output as cli_output\n{patch}\nsys.exit(__main__.run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=office.environment,
        cwd=office.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


FAULT = "def fail(*a, **k):\n    raise {error}\ncli_output.emit = fail"


def test_a_fault_while_printing_says_what_was_stored(one_case: Office) -> None:
    result = patched(
        one_case,
        FAULT.format(error="KeyError('secret')"),
        "record",
        "1",
        "peer-to-peer",
        "held",
        "--on",
        "2025-10-02",
        *NOW,
    )

    assert result.code == 4
    assert "a fault of the program (KeyError" in result.err
    assert "it came after this was stored: peer-to-peer held 2025-10-02 in case 1." in result.err
    assert "as they were" not in result.err
    assert "secret" not in result.err


def test_a_fault_before_storing_says_that_nothing_was(one_case: Office) -> None:
    patch = "from denialctl.store.sqlite import Store\ndef fail(*a, **k):\n    raise KeyError\nStore._append = staticmethod(fail)"
    before = events(one_case)

    result = patched(one_case, patch, "note", "1", "x")

    assert result.code == 1
    assert "your cases are as they were" in result.err
    assert events(one_case) == before


def test_an_interruption_after_storing_says_what_was_stored(one_case: Office) -> None:
    result = patched(one_case, FAULT.format(error="KeyboardInterrupt"), "edit", "1", "--owner", "jo", *NOW)

    assert result.code == 130
    assert "Interrupted; stored before that: a correction of owner in case 1." in result.err
    assert "nothing was stored" not in result.err


@pytest.mark.parametrize(("when", "stored"), [("before", False), ("after", True)])
def test_an_interruption_in_the_instant_of_the_commit(one_case: Office, when: str, stored: bool) -> None:
    """Ctrl-C right before, and right after, the database has it: the last words go by what the database did."""
    patch = f"""
import sqlite3
from denialctl.store import sqlite
class Interrupted:
    def __init__(self, inner): self.inner = inner
    def __getattr__(self, name): return getattr(self.inner, name)
    def execute(self, text, *values):
        if text == "commit" and "{when}" == "before": raise KeyboardInterrupt
        found = self.inner.execute(text, *values)
        if text == "commit": raise KeyboardInterrupt
        return found
plain = sqlite.Store.__init__
def made(self, *a, **k):
    plain(self, *a, **k)
    self._connection = Interrupted(self._connection)
sqlite.Store.__init__ = made
"""
    before = events(one_case)

    result = patched(one_case, patch, "close", "1", "--reason", "x")

    assert result.code == 130
    assert ("stored before that: that it is closed in case 1" in result.err) == stored
    assert ("nothing was stored" in result.err) != stored
    assert events(one_case) == before + stored


def test_a_refusal_after_storing_says_what_was_stored(one_case: Office) -> None:
    patch = (
        "from denialctl.errors import DenialctlError\nfrom denialctl.commands import changes\n"
        "def fail(session, case):\n    raise DenialctlError('The rules are gone.', 'Put them back.')\nchanges.with_timeline = fail"
    )

    result = patched(one_case, patch, "add", *DENIAL, *NOW)

    assert result.code == 4
    assert "The rules are gone." in result.err
    assert "Stored before that: the denial as case 2. It is kept: do not enter it again." in result.err


def test_the_last_words_hold_no_patient_data(office: Office) -> None:
    result = sh(
        office,
        ">/dev/full",
        "add",
        *DENIAL,
        *NOW,
        "--patient",
        "MRN-SECRET",
        "--description",
        "SECRET",
        "--note",
        "SECRET",
    )
    assert result.code == 4
    assert "SECRET" not in result.err
    answer, _, last = sh(office, ">/dev/full", "edit", "1", "--patient", "MRN-SECRET", *NOW).err.partition(
        "denialctl: "
    )
    assert answer.startswith("#1 MRN-SECRET"), "the answer names the case, so that a wrong number shows"
    assert last
    assert "SECRET" not in last


def test_a_wrong_horizon_is_refused_before_anything_is_stored(one_case: Office) -> None:
    before = events(one_case)
    assert one_case.quick("chase", "1", "--said", "call", "--within", "soon").code == 2
    assert events(one_case) == before
