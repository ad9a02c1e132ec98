"""A machine that dies in the middle of writing: what was acknowledged is there, and the database opens."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Office

ADDING = """
import itertools, sys
from denialctl.__main__ import run
for number in itertools.count():
    run(["add", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--patient", f"{sys.argv[1]}-{number}"])
"""
STORED = re.compile(r"^Stored as case (\d+)\.$", re.MULTILINE)
ROUNDS = 6


def killed_while_adding(office: Office, name: str, seconds: float) -> list[int]:
    """Let a process add cases, kill it that long after its first acknowledgement, return the numbers that it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", ADDING, name],
        env=office.environment,
        cwd=office.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        time.sleep(seconds)
        process.kill()
        told = first + process.stderr.read()
    return [int(number) for number in STORED.findall(told)]


def test_what_was_acknowledged_is_there_after_a_kill(office: Office) -> None:
    chance = random.Random(20261123)  # noqa: S311 - moments to kill at, nothing secret  # noqa: S311 - moments to be killed at, the same in every run
    acknowledged: dict[int, str] = {}
    for number in range(ROUNDS):
        name = f"round{number}"
        for case in killed_while_adding(office, name, chance.uniform(0.0, 0.4)):
            assert case not in acknowledged, "a number was given twice"
            acknowledged[case] = name

        listed = office.run("list", "--as-of", "2026-10-02", "--format", "json")
        assert listed.code == 0, listed.err
        found = {case["case"]["id"]: case["case"]["patient"] for case in listed.json["cases"]}
        for case, name_then in acknowledged.items():
            assert found[case].startswith(f"{name_then}-")
        # At most the one case whose acknowledgement was cut off in each round is there besides.
        assert len(found) - len(acknowledged) <= number + 1

    with closing(sqlite3.connect(office.db)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        # No half of a case: each has its event and its deadlines.
        assert connection.execute(
            "select count(*) from cases where id not in (select case_id from events)"
        ).fetchone() == (0,)
        assert connection.execute(
            "select count(*) from events where case_id not in (select id from cases)"
        ).fetchone() == (0,)
        assert connection.execute(
            "select count(*) from cases where id not in (select case_id from deadlines)"
        ).fetchone() == (0,)
    assert len(acknowledged) >= ROUNDS
