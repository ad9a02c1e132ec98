"""What a rule file says for people to read (a name, the words of a window) decides nothing: only its fields do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, case_of, deadline_of, timeline_of

from denialctl.commands.calc import regulators_for
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from tests.conftest import Office

# The same window as in the payer's pack, in other words.
REWORDED = """\
office: Reworded
title: Reworded
stages:
  peer-to-peer:
    request:
      clock: provider
      say: Call before they decide.
      windows:
        - {ends_with: denial, words: open before the determination only}
      authority: own reading
      if_missed: No call any more; the appeal is the way.
      source: {url: own, read: 2026-11-01, status: seen}
"""


def _names(plan: str, state: str) -> list[str]:
    book = assembler().book(case_of(plan, denied="2026-09-01", state=state).facts)
    return [place.name for place in regulators_for(book)]


def test_an_office_that_serves_both_is_named_to_an_hmo_member_and_to_medicaid() -> None:
    """New York's Department of Health answers for the quality of HMOs; that its name says Medicaid, too, must not hide it."""
    health = "Department of Health (HMO quality and access, Medicaid managed care)"
    assert health in _names("aca-group", "NY")
    assert _names("medicaid-managed-care", "NY")[0] == health


@pytest.mark.parametrize("state", ["FL", "IA", "IL", "IN", "KY", "MI", "MT", "NC", "NE", "WA", "WI"])
def test_a_medicaid_office_is_named_to_medicaid_alone_and_first(state: str) -> None:
    public = [name for name in _names("medicaid-managed-care", state) if name not in _names("aca-group", state)]
    assert len(public) == 1
    assert _names("medicaid-managed-care", state)[0] == public[0]
    assert _names("dsnp-integrated", state)[0] == public[0]


def test_a_right_that_ends_with_the_denial_is_not_missed_however_its_window_is_worded(office: Office) -> None:
    office.write_rules("own.yaml", REWORDED)
    found = office.quick("calc", "--plan", "aca-group", "--denied", "2026-09-01", "--as-of", "2026-09-21", "--format", "json")
    assert found.code == 0, found.err
    call = found.deadline("peer-to-peer.request")
    assert call["window"] == "open before the determination only"
    assert call["status"] == "moot"


def test_a_day_that_the_letter_gives_for_the_call_stands_where_the_payer_calls_before_it_decides() -> None:
    """The letter is the higher authority: it offers a call after the denial, until 25 September."""
    case = case_of("medicare-advantage", denied="2026-09-01", payer="Humana", letters=["peer-to-peer=2026-09-25"])
    assert deadline_of(timeline_of(case, "2026-09-21"), "peer-to-peer.request").status is Status.OPEN
