"""Several workstations write at once: nothing is lost, no number is given twice."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Office

PROCESSES, EACH = 8, 25
ADDING = """
import sys
from denialctl.__main__ import run
who, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    code = run(["add", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--patient", f"{who}-{number}"])
    if code:
        sys.exit(code)
"""
NOTING = """
import sys
from denialctl.__main__ import run
who, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    run(["note", "1", f"{who}-{number}"])
"""
STORED = re.compile(r"^Stored as case (\d+)\.$", re.MULTILINE)


def at_once(office: Office, program: str, processes: int, each: int) -> list[tuple[int, str]]:
    """Run a program in several processes at the same time; return the exit code of each and what it told."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, f"w{number}", str(each)],
            env=office.environment,
            cwd=office.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(processes)
    ]
    told = [process.communicate(timeout=300)[1] for process in started]
    return [(process.returncode, text) for process, text in zip(started, told, strict=True)]


def test_two_hundred_denials_by_eight_processes_at_once(office: Office) -> None:
    """The database does not exist yet: its making is part of the race."""
    done = at_once(office, ADDING, PROCESSES, EACH)

    assert [code for code, _ in done] == [0] * PROCESSES, done
    numbers = [int(number) for _, told in done for number in STORED.findall(told)]
    assert sorted(numbers) == list(range(1, PROCESSES * EACH + 1))

    with closing(sqlite3.connect(office.db)) as connection:
        patients = {row[0] for row in connection.execute("select patient from cases")}
        assert patients == {f"w{who}-{number}" for who in range(PROCESSES) for number in range(EACH)}
        assert connection.execute("select count(*) from events where kind='added'").fetchone() == (PROCESSES * EACH,)
        # One chain through the events of all eight: each names the hash of the one before it.
        chain = connection.execute("select previous, hash from events order by id").fetchall()
        assert [previous for previous, _ in chain] == ["", *(own for _, own in chain[:-1])]
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


def test_notes_on_one_case_by_four_processes_at_once(office: Office) -> None:
    """Who is refused is told so; who is told "Noted:" finds the note."""
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

    done = at_once(office, NOTING, 4, 10)

    acknowledged = sum(told.count("Noted: ") for _, told in done)
    lines = [line.split("\t") for line in office.quick("show", "1", "--history").out.splitlines()]
    notes = [line[4] for line in lines if line[3] == "noted"]
    assert acknowledged > 0
    assert len(notes) == acknowledged
    assert len(set(notes)) == acknowledged
    assert [int(line[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert all("fault of the program" not in told for _, told in done)
