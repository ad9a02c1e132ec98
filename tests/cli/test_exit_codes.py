"""Exit codes, which scripts and cron jobs rely on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import denialctl

if TYPE_CHECKING:
    from tests.conftest import Office

# Received on the day of the notice, 1 October: 60 days later is 30 November (30 left in October, 30 in November).
# `act_by`: five business days back from Monday 30 November are 27, 25, 24, 23 and 20 November; the 26th is Thanksgiving.
# `latest` is the presumed receipt, 6 October, + 60 = 5 December.
DENIAL = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--received", "2026-10-01", "--as-of", "2026-10-01")
CALLED = ("record", "1", "peer-to-peer", "upheld", "--on", "2026-10-01", "--as-of", "2026-10-01")


@pytest.fixture
def one_case(office: Office) -> Office:
    """An office with one case, its call held, its appeal to be filed."""
    office.stored(*DENIAL)
    assert office.quick(*CALLED).code == 0
    return office


def test_zero_when_it_is_done(office: Office) -> None:
    assert office.run("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01").code == 0


def test_one_when_it_is_refused(office: Office) -> None:
    office.begin()
    result = office.run("show", "99")

    assert result.code == 1
    assert result.err == "denialctl: There is no case 99.\n  See the numbers with: denialctl list\n"


def test_two_when_it_is_not_understood(office: Office) -> None:
    assert office.run("calc", "--nonsense").code == 2


def test_three_when_nothing_could_be_computed(office: Office, tmp_path: Path) -> None:
    """A plan whose only window stands in its letter: there is no date to give, and none is made up."""
    source = Path(denialctl.__file__).parent
    copy = tmp_path / "program" / "denialctl"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "rule_files"))
    federal = copy / "rule_files" / "federal"
    federal.mkdir(parents=True)
    (federal / "ihs.yaml").write_text(
        """\
regime: ihs
title: A plan that leaves every date to its letter
state_regulated: no
stages:
  internal-appeal:
    kind: internal-appeal
    title: Appeal
    opens: {after: [denial]}
    file:
      clock: provider
      say: Look for the last day in the letter.
      windows:
        - {see_notice: the last day that the letter prints}
      authority: the letter
      if_missed: The right is lost.
      source: {url: https://example.org/, read: 2026-09-25, status: not-found}
      examples:
        - {given: {denied: 2026-10-01}, due: none, official: no, why: nothing to count}
""",
        encoding="utf-8",
    )
    arguments = ("calc", "--plan", "ihs", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--format", "json")

    result = office.run(*arguments, env={"PYTHONPATH": str(copy.parent)})

    assert result.code == 3, result.err
    item = result.deadline("internal-appeal.file")
    assert item["due"] is None
    assert item["status"] == "not-computed"
    assert "letter prints" in item["missing"]

    # The letter's own day is a date: then it is computed, and done.
    result = office.run(*arguments, "--letter", "internal-appeal=2026-12-01", env={"PYTHONPATH": str(copy.parent)})
    assert result.code == 0, result.err
    assert result.deadline("internal-appeal.file")["due"] == "2026-12-01"
    assert result.deadline("internal-appeal.file")["basis"] == "letter"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2026-10-05", 0),  # Monday; the appeal is planned for 20 November
        ("2026-11-20", 10),  # the day it is planned for
        ("2026-11-30", 10),  # the last day
        ("2026-12-05", 10),  # the safe day is over, the last one that can be argued is not
        ("2026-12-06", 20),  # both are over
    ],
)
def test_due_tells_cron_how_it_stands(one_case: Office, as_of: str, code: int) -> None:
    assert one_case.quick("due", "--as-of", as_of, "--exit-code").code == code
    assert one_case.quick("due", "--as-of", as_of).code == 0, "only --exit-code asks for it"


def test_the_horizon_decides_what_counts_as_due(one_case: Office) -> None:
    # From Friday 13 November to the 20th are 7 days.
    assert one_case.quick("due", "--as-of", "2026-11-13", "--within", "7d", "--exit-code").code == 10
    assert one_case.quick("due", "--as-of", "2026-11-13", "--within", "6d", "--exit-code").code == 0


def test_due_through_the_real_entry_point(one_case: Office) -> None:
    assert one_case.run("due", "--as-of", "2026-11-20", "--quiet", "--exit-code").code == 10
    assert one_case.run("due", "--as-of", "2026-12-06", "--quiet", "--exit-code").code == 20
    nothing = one_case.run("due", "--as-of", "2026-10-05", "--quiet", "--exit-code")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "")


def test_a_closed_case_is_due_no_more(one_case: Office) -> None:
    one_case.quick("close", "1", "--reason", "the patient wants no appeal")

    assert one_case.quick("due", "--as-of", "2026-12-06", "--exit-code").code == 0


def test_a_reader_that_has_seen_enough_is_no_failure(one_case: Office) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "denialctl", "rules", "show", "medicare-advantage"],
        env=one_case.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
