"""The pages in examples/, played from top to bottom through the command line: each line typed prints what the page says."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLAY: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "play.py"))
WEEK = (ROOT / "examples" / "a-week.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "examples").glob("*.md")))
def test_a_page_prints_what_it_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "frontdesk")
    monkeypatch.chdir(tmp_path)
    wrong = []
    with PLAY["an_office"](tmp_path):
        for step in PLAY["steps_of"]((ROOT / "examples" / page).read_text(encoding="utf-8")):
            printed = [line.replace(str(tmp_path), "HOME") for line in PLAY["printed_by"](step)]
            if not PLAY["agrees"](step.expected, printed):
                wrong.append("\n".join([f"{step.as_of} $ {step.command}", *printed]))
    assert wrong == [], "printed:\n" + "\n\n".join(wrong)


def test_the_week_is_what_it_claims() -> None:
    """Twelve denials, three people, each morning's list, and a judgement below every list."""
    commands = [step.command for step in PLAY["steps_of"](WEEK)]
    assert sum(command.startswith("denialctl add") for command in commands) == 12
    mornings = [step.as_of for step in PLAY["steps_of"](WEEK) if step.command.startswith("denialctl due")]
    assert len(set(mornings)) >= 5
    assert all(moment.endswith("08:05") for moment in mornings)
    assert WEEK.count("**Judged.**") == len(set(mornings))


def test_after_the_day_of_mistakes_no_right_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood open before the mistakes, or was opened by a decision of the day, is open at its end with the day counted by hand."""
    monkeypatch.chdir(tmp_path)
    day = (ROOT / "examples" / "a-day-of-mistakes.md").read_text(encoding="utf-8")
    with PLAY["an_office"](tmp_path):
        for step in PLAY["steps_of"](day):
            PLAY["printed_by"](step)
        shown = {
            number: json.loads(
                "\n".join(
                    PLAY["printed_by"](PLAY["Step"](0, f"denialctl show {number} --format json", "2026-11-23T16:30"))
                )
            )
            for number in range(1, 11)
        }
    due = {
        (number, item["id"]): item["due"]
        for number, case in shown.items()
        for item in case["deadlines"]
        if item["clock"] == "provider" and item["stage_open"] and item["status"] == "open" and not item["optional"]
    }
    expected = {
        (2, "qic-reconsideration.file"): "2027-05-27",
        (3, "internal-appeal.file"): "2027-01-15",
        (4, "internal-appeal.file"): "2026-12-20",
        (5, "external-review.file"): "2027-03-20",
        (6, "external-review.file"): "2027-03-22",
        (7, "state-fair-hearing.file"): "2027-03-23",
        (8, "internal-appeal.file"): "2027-05-12",
        (9, "internal-appeal.file"): "2027-05-18",
    }
    assert {key: due.get(key) for key in expected} == expected
