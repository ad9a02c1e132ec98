"""The week in examples/a-week.md, played from top to bottom through the command line: each line typed prints what the page says."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parent.parent
PLAY: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "play.py"))
WEEK = (ROOT / "examples" / "a-week.md").read_text(encoding="utf-8")


def test_the_week_prints_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "frontdesk")
    wrong = []
    with PLAY["an_office"](tmp_path):
        for step in PLAY["steps_of"](WEEK):
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
