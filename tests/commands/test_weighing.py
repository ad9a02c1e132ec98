"""The share of the law that was read, weighed by people: counted by hand on made-up cells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.told import shipped

from denialctl.commands.rules.cells import EVERYWHERE, Cell
from denialctl.commands.rules.marks import Mark
from denialctl.commands.rules.weighing import People, people_of, shares
from denialctl.vocabulary import STATES, PlanType

if TYPE_CHECKING:
    from tests.conftest import Office

PEOPLE = People("people.yaml", {"aca-group": 40.0, "medicare-ffs": 30.0}, {"CA": 300, "WY": 100})


def cell(plan: str, state: str, *parts: Mark) -> Cell:
    return Cell(
        plan_type=plan, stage="external-review", step="file", state=state, mark=parts[0], layer="state", why="", parts=parts
    )  # fmt: skip


def test_a_cell_weighs_the_people_of_its_plan_type_in_its_state() -> None:
    """40 million times 300 of 400 people is 30; the whole country is 30 of its own."""
    assert PEOPLE.behind(cell("aca-group", "CA", Mark.CONFIRMED)) == pytest.approx(30.0)
    assert PEOPLE.behind(cell("medicare-ffs", EVERYWHERE, Mark.CONFIRMED)) == pytest.approx(30.0)
    assert PEOPLE.behind(cell("aca-group", "GU", Mark.CONFIRMED)) == 0


def test_california_counts_more_than_wyoming_and_a_gap_beside_a_rule_counts_for_half() -> None:
    """California: 30 million, one rule read, one gap beside it: 15 and 15. Wyoming: 10 million from a guide. Together 40."""
    found = shares(
        [cell("aca-group", "CA", Mark.CONFIRMED, Mark.GAP), cell("aca-group", "WY", Mark.UNCONFIRMED)], PEOPLE
    )
    assert found[Mark.CONFIRMED] == pytest.approx(15 / 40)
    assert found[Mark.GAP] == pytest.approx(15 / 40)
    assert found[Mark.UNCONFIRMED] == pytest.approx(10 / 40)
    assert sum(found.values()) == pytest.approx(1)


def test_nothing_weighs_nothing() -> None:
    assert set(shares([], PEOPLE).values()) == {0.0}


def test_every_plan_type_and_every_state_with_rules_has_a_weight() -> None:
    """Sum of the fifty states and the District in 2020, as published: 331,449,281; Puerto Rico 3,285,874."""
    library = shipped()
    pack = next(pack for pack in library.all_packs() if pack["pack"] == "weights")
    people = people_of(pack)
    assert set(people.plan_types) == set(PlanType)
    assert set(library.states()) <= set(people.states) <= set(STATES)
    assert sum(people.states.values()) == 331_449_281 + 3_285_874
    assert pack["states"]["source"]["status"]
    assert pack["plan_types"]["source"]["status"]


def test_the_command_prints_both_shares_and_the_pack_they_come_from(office: Office) -> None:
    text = office.quick("rules", "coverage", "--state", "WY").out
    found = json.loads(office.quick("rules", "coverage", "--format", "json").out)

    assert "Weighed by the people of each plan type and state (rules/weights/people.yaml):" in text
    assert "Last days of our appeals" in text
    for shares_of in (found["weighed"], found["rights"]["weighed"]):
        assert set(shares_of) == {str(mark) for mark in Mark}
        assert sum(shares_of.values()) == pytest.approx(1, abs=0.001)


def test_an_offices_own_weights_go_before_the_programs(office: Office) -> None:
    own = Path("rules/weights/people.yaml")
    text = (Path(__file__).parents[2] / own).read_text(encoding="utf-8")
    office.write_rules("weights.yaml", text.replace("weights: people", "weights: ours"))

    assert "weights.yaml" in json.loads(office.quick("rules", "coverage", "--format", "json").out)["weights"]


def test_weights_without_people_are_refused(office: Office) -> None:
    text = (Path(__file__).parents[2] / "rules" / "weights" / "people.yaml").read_text(encoding="utf-8")
    emptied = re.sub(r"(    [A-Z]{2}): \d+", r"\1: 0", text.replace("weights: people", "weights: ours"))
    office.write_rules("weights.yaml", emptied)

    result = office.quick("rules", "check", "weights")

    assert result.code == 1
    assert "no state has any people" in result.out
