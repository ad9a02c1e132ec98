"""Windows of a made-up pack that wait for one another: no date, and the same whichever is asked for first."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from tests.told import ZONE, at, case_of, timeline_of

from denialctl.dates.calendars import FEDERAL
from denialctl.packs.library import Library
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.timeline.reckoner import Reckoner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from denialctl.timeline.reckoned import Reckoned

PACK = """
office: Circular
title: Circular
stages:
  internal-appeal:
"""
STEP = """
    {step}:
      clock: plan
      say: They owe this.
      windows: [{{{window}}}]
      authority: made up
      if_missed: Nothing.
      source: {{url: https://example.org/, read: 2026-09-25, status: seen}}
"""
CIRCLE = {
    "acknowledge": "count: 5 calendar days, after: internal-appeal.forward.due",
    "forward": "count: 3 calendar days, after: internal-appeal.acknowledge.due",
    "written": "count: 2 calendar days, after: internal-appeal.forward.due",
}
SOUND = CIRCLE | {"acknowledge": "count: 5 calendar days, after: filed"}
OPEN_DAYS = OpenDays(ZONE, FEDERAL)
CASE = case_of("medicare-advantage", ["internal-appeal filed 2026-10-05"], denied="2026-10-01")


def asked(folder: Path, windows: dict[str, str], order: Sequence[str]) -> dict[str, Reckoned | None]:
    """Ask for the steps in this order."""
    folder.mkdir(exist_ok=True)
    text = PACK + "".join(STEP.format(step=step, window=window) for step, window in windows.items())
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    library = Library(office=folder)
    assembler = Assembler(library, OPEN_DAYS)
    reckoner = Reckoner(CASE, assembler.book(CASE.facts), lambda name: library.calendar(name, None), at("2026-10-10"))
    found = {step: reckoner.reckon("internal-appeal", step) for step in order}
    return {step: found[step] for step in windows}


def test_without_the_circle_every_step_has_its_day(tmp_path: Path) -> None:
    found = asked(tmp_path / "rules", SOUND, tuple(SOUND))
    # Filed 5 October: acknowledged by the 10th, forwarded 3 days after that, written 2 days later.
    assert [str(item.due) for item in found.values() if item is not None] == ["2026-10-10", "2026-10-13", "2026-10-15"]


@pytest.mark.parametrize("order", list(permutations(CIRCLE)))
def test_a_circle_has_no_day_whoever_is_asked_first(tmp_path: Path, order: Sequence[str]) -> None:
    found = asked(tmp_path / "rules", CIRCLE, order)
    assert found == asked(tmp_path / "rules", CIRCLE, tuple(CIRCLE))
    for item in found.values():
        assert item is not None
        assert item.due is None
        assert item.missing is not None


def test_papers_asked_for_at_a_later_stage_take_no_date_from_an_earlier_one() -> None:
    """Whether those papers were late hangs on the formal review, that on the appeal before it, and its day on no papers of theirs.

    By hand: denied 28 October 2026, 90 days to appeal: 26 January 2027; normally 60 days to decide (32 CFR
    199.10(b)(3), the far reading): 27 March 2027.
    """
    facts = {"denied": "2026-10-28", "phase": "post-service"}
    asked = case_of("tricare", ["formal-review info-requested 2026-10-25"], **facts)
    for case in (case_of("tricare", **facts), asked):
        appeal = timeline_of(case, "2026-11-27").get("internal-appeal.decide")
        assert appeal is not None
        assert str(appeal.due) == "2027-03-27"
