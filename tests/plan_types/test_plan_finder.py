"""From the card to the plan type: every answer leads somewhere, every plan type can be reached, nothing is guessed.

Which plan gets which rules: federal-commercial, section 5; medicare, section 5; federal-employees-military, section 0.
"""

from __future__ import annotations

from itertools import product

import pytest

from denialctl.plan_types.card_reader import read_card
from denialctl.plan_types.finder import QUESTIONS, find_plan
from denialctl.vocabulary import PlanType

SETTLED = [
    ({"coverage": "employer", "sponsor": "private", "funding": "self-funded"}, "erisa-self-funded"),
    ({"coverage": "employer", "sponsor": "private", "funding": "insured"}, "aca-group"),
    ({"coverage": "employer", "sponsor": "government", "funding": "self-funded"}, "governmental-self-funded"),
    ({"coverage": "employer", "sponsor": "government", "funding": "insured"}, "aca-group"),
    ({"coverage": "employer", "sponsor": "church", "funding": "self-funded"}, "church"),
    ({"coverage": "employer", "sponsor": "church", "funding": "insured"}, "aca-group"),
    (
        {"coverage": "employer", "sponsor": "private", "funding": "insured", "grandfathered": "yes"},
        "grandfathered-group",
    ),
    ({"coverage": "individual"}, "aca-individual"),
    ({"coverage": "individual", "grandfathered": "yes"}, "grandfathered-individual"),
    ({"coverage": "medicare", "medicare": "original"}, "medicare-ffs"),
    ({"coverage": "medicare", "medicare": "medigap"}, "medicare-ffs"),
    ({"coverage": "medicare", "medicare": "advantage"}, "medicare-advantage"),
    ({"coverage": "medicare", "medicare": "drug"}, "medicare-part-d"),
    ({"coverage": "medicare", "medicare": "dual-integrated"}, "dsnp-integrated"),
    ({"coverage": "medicare", "medicare": "dual", "notice": "integrated"}, "dsnp-integrated"),
    ({"coverage": "medicare", "medicare": "dual", "notice": "medicare"}, "medicare-advantage"),
    ({"coverage": "medicare", "medicare": "dual", "notice": "medicaid"}, "medicaid-managed-care"),
    ({"medicare": "advantage"}, "medicare-advantage"),
    ({"notice": "medicaid"}, "medicaid-managed-care"),
    ({"coverage": "medicare", "medicare": "pace"}, "pace"),
    ({"coverage": "medicaid", "medicaid": "plan"}, "medicaid-managed-care"),
    ({"coverage": "medicaid", "medicaid": "state"}, "medicaid-ffs"),
    ({"coverage": "chip"}, "chip"),
    ({"coverage": "federal-employee"}, "fehb"),
    ({"coverage": "military"}, "tricare"),
    ({"coverage": "veteran-family"}, "champva"),
    ({"coverage": "tribal"}, "ihs"),
]


@pytest.mark.parametrize(("answers", "regime"), SETTLED)
def test_settled(answers: dict[str, str], regime: str) -> None:
    finding = find_plan(answers)

    assert finding.plan_types == (regime,)
    assert finding.next_question is None
    assert finding.reason


def test_every_plan_type_can_be_reached() -> None:
    assert {regime for _, regime in SETTLED} == {str(regime) for regime in PlanType}


def test_an_unknown_funding_leaves_both_and_says_what_to_ask() -> None:
    finding = find_plan({"coverage": "employer", "sponsor": "private"})

    assert finding.plan_types == ("erisa-self-funded", "aca-group")
    assert finding.next_question is QUESTIONS["funding"]


def test_self_funded_without_the_sort_of_employer_is_not_settled() -> None:
    finding = find_plan({"funding": "self-funded"})

    assert "aca-group" not in finding.plan_types
    assert len(finding.plan_types) > 1
    assert finding.next_question is QUESTIONS["sponsor"]


def test_a_dual_plan_may_be_any_of_three() -> None:
    """Most are not integrated (medicare, section 5: applicable integrated plan, "some D-SNPs"; other D-SNP, "two tracks")."""
    finding = find_plan({"coverage": "medicare", "medicare": "dual"})

    assert set(finding.plan_types) == {"medicare-advantage", "medicaid-managed-care", "dsnp-integrated"}
    assert finding.next_question is QUESTIONS["notice"]


def test_no_combination_of_answers_breaks_it() -> None:
    choices = [[(question.name, answer) for answer in (*question.answers, None)] for question in QUESTIONS.values()]
    for combination in product(*choices):
        finding = find_plan({name: answer for name, answer in combination if answer is not None})

        assert set(finding.plan_types) <= {str(regime) for regime in PlanType}
        assert finding.reason
        if len(finding.plan_types) > 1:
            assert finding.next_question is not None, combination


CARDS = [
    ("Acme Corp group health plan, administered by Aetna", {"funding": "self-funded"}),
    ("Bought on HealthCare.gov", {"coverage": "individual"}),
    ("Humana Gold Plus HMO H1036-137", {"coverage": "medicare", "medicare": "advantage"}),
    ("SilverScript PDP S5601", {"coverage": "medicare", "medicare": "drug"}),
    ("Blue Cross Blue Shield FEP", {"coverage": "federal-employee"}),
    ("Humana Military East", {"coverage": "military"}),
    ("UHC Dual Complete", {"coverage": "medicare", "medicare": "dual"}),
    ("Aetna D-SNP H1234, Medicare and Medicaid", {"coverage": "medicare", "medicare": "dual"}),
    (
        "Dual Advantage, an applicable integrated plan",
        {"coverage": "medicare", "medicare": "dual", "notice": "integrated"},
    ),
    ("H1036 Integrated Denial Notice", {"coverage": "medicare", "medicare": "advantage"}),
    ("Humana", {}),
    ("Fully insured, administered by Aetna", {}),
]


@pytest.mark.parametrize(("text", "answers"), CARDS)
def test_words_of_the_card(text: str, answers: dict[str, str]) -> None:
    """The company's name alone says nothing; two words against each other say nothing either."""
    assert {question: answer for question, (answer, _) in read_card(text).items()} == answers
