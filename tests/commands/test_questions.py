"""The open questions: each rule that is not read in its own text raises one, ranked by what a wrong answer costs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from tests.told import shipped

from denialctl.commands.rules.marks import Mark
from denialctl.commands.rules.packs import rules_of
from denialctl.commands.rules.questions import ENDS_A_RIGHT, OURS, THEIRS, open_questions
from denialctl.vocabulary import CONFIRMED

if TYPE_CHECKING:
    from tests.conftest import Office

    from denialctl.packs.pack_data import PackData


def rule(status: str, *, clock: str = "provider", line: int = 1, **source: str) -> PackData:
    return {
        "clock": clock,
        "windows": [{"count": "60 calendar days", "after": "notice_date"}],
        "authority": "Rule 7",
        "source": {"url": "https://example.org", "status": status, **source},
        "file": "rules/states/WY.yaml",
        "line": line,
    }


def state(code: str, *steps: tuple[str, PackData], gaps: tuple[PackData, ...] = ()) -> PackData:
    file = f"rules/states/{code}.yaml"
    stages = {"external-review": {step: [{**item, "file": file}] for step, item in steps}}
    return {
        "pack": "state", "state": code, "file": file, "own": False, "gaps": list(gaps),
        "plans": [{"regimes": ["aca-group"], "stages": stages}],
    }  # fmt: skip


WEIGHTS = {
    "pack": "weights", "weights": "people", "file": "rules/weights/people.yaml",
    "plan_types": {"people": {"aca-group": "40"}}, "states": {"people": {"CA": "300", "WY": "100"}},
}  # fmt: skip


def test_what_was_read_raises_no_question() -> None:
    assert (
        open_questions([WEIGHTS, state("WY", ("file", rule("seen")), ("decide", rule("seen-quote", clock="plan")))])
        == []
    )


def test_the_authors_own_words_go_before_what_the_program_makes_of_the_note() -> None:
    asked = rule("recalled", note="not read", question="Is it 60 or 90 days?", ask="the Department, 307-777-7401")
    plain = rule("recalled", note="not read")
    found = open_questions([state("WY", ("file", asked), ("cure", plain))])
    assert [(item.ask, item.at) for item in found] == [
        ("not read", "Rule 7; or what the letter says"),
        ("Is it 60 or 90 days?", "the Department, 307-777-7401"),
    ]
    assert found[1].hangs == "60 calendar days after the date on the notice (Rule 7)"


def test_a_right_goes_before_what_is_theirs_and_many_people_before_few() -> None:
    """California has three people for each of Wyoming's; what they owe us comes last, however many it reaches."""
    few, many = state("WY", ("file", rule("recalled"))), state("CA", ("file", rule("recalled")))
    theirs = state("CA", ("decide", rule("conflict", clock="plan")))
    papers = state("CA", ("evidence", rule("recalled")))
    found = open_questions([theirs, papers, few, many, WEIGHTS])
    assert [(item.where, item.harm) for item in found] == [
        ("CA", ENDS_A_RIGHT),
        ("WY", ENDS_A_RIGHT),
        ("CA", OURS),
        ("CA", THEIRS),
    ]
    assert found[0].people == pytest.approx(30.0)


def test_our_own_reading_comes_after_what_nobody_read_and_sources_that_disagree_come_first() -> None:
    packs = [
        state(code, ("file", rule(status)))
        for code, status in (("CA", "interpretive"), ("WY", "conflict"), ("NV", "seen-secondary"))
    ]
    assert [item.mark for item in open_questions(packs)] == [Mark.CONFLICT, Mark.UNCONFIRMED, Mark.OUR_READING]


def test_a_gap_says_what_is_counted_until_it_is_known() -> None:
    gap = {"stage": "external-review", "step": "file", "what": "From when it runs.", "ask": "the Department"}
    beside, alone = state("WY", ("file", rule("seen")), gaps=(gap,)), state("CA", gaps=(gap,))
    found = {item.where: item.hangs for item in open_questions([beside, alone])}
    assert found == {"WY": "60 calendar days after the date on the notice (Rule 7)", "CA": "no day is counted for it"}


def test_every_shipped_rule_that_is_not_read_is_asked_about_somewhere() -> None:
    packs = shipped().all_packs()
    asked = {item.place for item in open_questions(packs)}
    unread = {
        f"{item.stage}.{item.step}"
        for pack in packs
        for item in rules_of(pack)
        if item.rule["source"]["status"] not in CONFIRMED
    }
    assert unread <= asked


def test_the_command_lists_them_for_a_person_and_for_a_sheet(office: Office) -> None:
    text = office.quick("rules", "questions", "--state", "MI").out
    rows = list(csv.DictReader(io.StringIO(office.quick("rules", "questions", "--state", "mi", "--format", "csv").out)))

    assert text.startswith("Last days of ours: a wrong one loses a right")
    assert text.rstrip().endswith(f"{len(rows)} open question{'' if len(rows) == 1 else 's'}.")
    assert {row["where"] for row in rows} == {"MI"}
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    assert [int(row["harm"]) for row in rows] == sorted(int(row["harm"]) for row in rows)
    assert all(row["question"] and row["ask"] and row["hangs_on_it"] for row in rows)


def test_for_a_payer_and_for_a_plan_type(office: Office) -> None:
    payer = list(
        csv.DictReader(io.StringIO(office.quick("rules", "questions", "--payer", "molina", "--format", "csv").out))
    )
    plan = list(
        csv.DictReader(io.StringIO(office.quick("rules", "questions", "--plan", "chip", "--format", "csv").out))
    )

    assert {row["where"] for row in payer} == {"Molina"}
    assert all(not row["regimes"] or "chip" in row["regimes"].split(", ") for row in plan)
    assert office.quick("rules", "questions", "--state", "XX").code == 2
    assert office.quick("rules", "questions", "--payer", "nobody at all").code == 2


def test_a_rule_that_was_read_may_name_a_question_all_the_same() -> None:
    found = open_questions([state("WY", ("file", rule("seen", question="From which day?")))])
    assert [(item.ask, item.mark) for item in found] == [("From which day?", Mark.OUR_READING)]


def test_a_question_of_several_plan_types_names_them_all() -> None:
    pack = state("WY", ("file", rule("recalled", note="not read")))
    other = {**pack, "plans": [{**pack["plans"][0], "regimes": ["chip"]}]}
    found = open_questions([pack, other])
    assert [item.plan_types for item in found] == ["aca-group, chip"]


def test_the_name_of_several_payers_lists_the_questions_of_all(office: Office) -> None:
    result = office.quick("rules", "questions", "--payer", "Ambetter", "--format", "csv")
    assert result.code == 0
    assert "Ambetter" in result.out
