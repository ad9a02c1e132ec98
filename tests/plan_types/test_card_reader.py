"""What cards and letters print, as an office types it after --card: read where it is a term of the field, else asked.

Names of states' programs: those that the facts list (medicaid, section C; the second reading of Texas, Washington and
Oklahoma). All papers here are made up.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denialctl.plan_types.card_reader import at_odds_on, read_card
from denialctl.plan_types.card_words import SIGNS
from denialctl.plan_types.finder import QUESTIONS, find_plan


def answers_of(text: str) -> dict[str, str]:
    return {question: answer for question, (answer, _) in read_card(text).items()}


INSURED, SELF = {"funding": "insured"}, {"funding": "self-funded"}
MEDICAID, MEDICAID_PLAN = {"coverage": "medicaid"}, {"coverage": "medicaid", "medicaid": "plan"}
ADVANTAGE, DRUG = {"coverage": "medicare", "medicare": "advantage"}, {"coverage": "medicare", "medicare": "drug"}
DUAL, PACE = {"coverage": "medicare", "medicare": "dual"}, {"coverage": "medicare", "medicare": "pace"}

CARDS: list[tuple[str, dict[str, str]]] = [
    # who bears the risk
    ("TDI", INSURED),
    ("Sample Blue of Texas PPO\ntdi", INSURED),
    ("Sample Blue PPO   TDI   Group 012345", {**INSURED, "coverage": "employer"}),
    ("CO-DOI", INSURED),
    ("Regulated by the Texas Department of Insurance", INSURED),
    ("fully insured", INSURED),
    ("FULLY-INSURED", INSURED),
    ("Underwritten by Sample Life", INSURED),
    ("This plan is not self-funded.", INSURED),
    ("self funded", SELF),
    ("SELF-INSURED", SELF),
    ("self\N{NON-BREAKING HYPHEN}funded", SELF),
    ("self-\nfunded", SELF),
    ("The plan is not fully insured.", SELF),
    ("ASO", SELF),
    ("Administrative Services Only", SELF),
    ("administered\n  by Sample Benefit Services", SELF),
    ("Third-party administrator: Sample Benefits", SELF),
    ("TPA Sample Benefits", SELF),
    ("Level-funded", SELF),
    # who gives the coverage
    ("Group", {"coverage": "employer"}),
    ("Group Number: 0077120", {"coverage": "employer"}),
    ("GROUP NO. 0077120", {"coverage": "employer"}),
    ("Acme Employee Benefit Plan", {"coverage": "employer"}),
    ("On Exchange", {"coverage": "individual"}),
    ("off-exchange Silver HMO", {"coverage": "individual"}),
    ("Health Insurance Marketplace", {"coverage": "individual"}),
    ("Federal Employees Health Benefits Program", {"coverage": "federal-employee"}),
    ("Federal Employee Program", {"coverage": "federal-employee"}),
    ("FEP", {"coverage": "federal-employee"}),
    ("PSHB", {"coverage": "federal-employee"}),
    ("TRICARE Prime", {"coverage": "military"}),
    ("Tricare select", {"coverage": "military"}),
    ("CHAMPVA", {"coverage": "veteran-family"}),
    ("IHS", {"coverage": "tribal"}),
    ("CHIP", {"coverage": "chip"}),
    ("Children's Health Insurance Program", {"coverage": "chip"}),
    ("PeachCare for Kids", {"coverage": "chip"}),
    ("Short-term limited-duration insurance", {"coverage": "other"}),
    ("FEDVIP", {"coverage": "other"}),
    # Medicaid and its programs
    ("Medicaid Managed Care", MEDICAID_PLAN),
    ("MEDICAID\nMANAGED CARE", MEDICAID_PLAN),
    ("Medi-Cal", MEDICAID),
    ("MassHealth", MEDICAID),
    ("TennCare", MEDICAID),
    ("BadgerCare Plus", MEDICAID),
    ("AHCCCS", MEDICAID),
    ("Apple Health", MEDICAID),
    ("HUSKY", MEDICAID),
    ("STAR Kids", MEDICAID_PLAN),
    ("STAR+PLUS", MEDICAID_PLAN),
    ("Texas STAR", MEDICAID_PLAN),
    ("Medicaid fee-for-service", {**MEDICAID, "medicaid": "state"}),
    # Medicare
    ("Sample Medicare", {"coverage": "medicare"}),
    ("Medicare Advantage", ADVANTAGE),
    ("Sample Group Medicare Advantage (PPO)\nGroup: 1234", ADVANTAGE),
    ("Part D", DRUG),
    ("Sample Rx (PDP)", DRUG),
    ("Medicare Supplement", {"coverage": "medicare", "medicare": "medigap"}),
    ("Original Medicare", {"coverage": "medicare", "medicare": "original"}),
    ("Sample (HMO D-SNP), Medicare and Medicaid", DUAL),
    ("HIDE SNP", DUAL),
    ("FIDE", DUAL),
    ("PACE", PACE),
    ("Sample PACE, Medicare and Medicaid", PACE),
    ("Sample PACE, Medicaid, contract H9990", PACE),
    ("Program of All-Inclusive Care for the Elderly, Medicaid", PACE),
    ("an applicable integrated plan", {**DUAL, "notice": "integrated"}),
    # old and new
    ("a grandfathered health plan", {"grandfathered": "yes"}),
    ("non-grandfathered", {"grandfathered": "no"}),
    ("nongrandfathered", {"grandfathered": "no"}),
    ("This plan is not grandfathered.", {"grandfathered": "no"}),
    # what sort of employer
    ("City of Sampleton, administered by Sample Benefits", {**SELF, "sponsor": "government"}),
    ("Diocese of Sampleton", {"sponsor": "church"}),
    ("Group: Sample Tools, Inc. (ASO)", {**SELF, "sponsor": "private"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answers"), CARDS)
def test_a_card(text: str, answers: dict[str, str]) -> None:
    assert answers_of(text) == answers


def test_every_line_of_the_table_answers_a_question_of_the_finder() -> None:
    for sign in SIGNS:
        assert sign.answer in QUESTIONS[sign.question].answers, sign.words
        assert sign.opposite is None or sign.opposite in QUESTIONS[sign.question].answers, sign.words


def test_every_answer_that_the_table_gives_stands_on_a_card_here() -> None:
    given_here = {pair for _, answers in CARDS for pair in answers.items()}

    assert {(sign.question, sign.answer) for sign in SIGNS} <= given_here


SAYS_NOTHING = [
    # The name of a company, a vendor or a contractor of Medicare, and what it administers.
    "Aetna", "Humana PPO", "Group Health Cooperative", "Sample Administrative Services", "Optum Administrative Services", "Palmetto GBA Administrative Services",
    "Administrative services provided by Optum", "Administered by Optum", "Prior authorization administered by eviCore",
    "Pharmacy benefits administered by Express Scripts", "The drug is administered by injection.", "dose administered by a nurse",
    # Words that look alike.
    "doi:10.1056/NEJMoa0000000", "DOI: 11/02/2026", "power wheelchair, group 3 (K0861)", "Sample Orthopedic Group: Pat Sample, MD",
    "12 Church Street", "City of Hope", "State of Ohio Department of Insurance", "HUSKY B", "NJ FamilyCare", "All Kids", "STAR",
    # What is supposed, and what is said of others.
    "If your plan is self-funded, ask your employer.", "self-funded plans may differ", "insured or self-funded",
    "This is not a Medicare Advantage plan.", "Whether the plan is grandfathered stands in its papers.",
    "If you have Medicaid, call the state.",
]  # fmt: skip


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_what_says_nothing_is_asked(text: str) -> None:
    assert answers_of(text) == {}


LONG = "This letter tells you about the request that your doctor sent to us, what we found when we looked at it, and what you can do now. "


@pytest.mark.parametrize("text", ["Walk at your own pace.", "In exchange for the chart we send a form.", "A chip in the pump.", "A hide was seen.", "Ask in your state of residence.", "Medicaid members: call the state.", "Your school district may help.", "Fill in Part D of this form.", "It can be bought on HealthCare.gov.", "The Medicare manual is cited."])  # fmt: skip
def test_a_letter_mentions_much_that_it_is_not_about(text: str) -> None:
    assert answers_of(LONG + text) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Administered by Sample Benefits, underwritten by Sample Life", ("Administered by", "underwritten by")),
        ("Medicaid and CHIP", ("CHIP", "Medicaid")),
        ("Medicare and Medicaid", ("Medicaid", "Medicare and Medicaid")),
    ],
)
def test_words_against_each_other_say_nothing_and_are_named(text: str, words: tuple[str, ...]) -> None:
    ((_, named),) = at_odds_on(text)

    assert named == words
    assert answers_of(text) == {}


NUMBERS = ("H0018", "S9480", "H2036", "S5102", "E0601", "R0070")
"""Procedure codes; each could be a contract number too."""


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "text",
    [
        "{}", "code {}", "HCPCS {}", "CPT/HCPCS: {}", "Procedure: {}", "Treatment code: {}", "{} x 3 units", "Service {} denied", "Diagnosis {}",
        "procedure {}, Medicaid Managed Care", "Requested: {} intensive outpatient", "Your plan's contract does not cover {}",
    ],
)  # fmt: skip
def test_a_procedure_code_is_no_contract_number(text: str, number: str) -> None:
    assert "medicare" not in answers_of(text.format(number))
    assert answers_of(text.format(number)).get("coverage") != "medicare"


@pytest.mark.parametrize(
    "text", ["code {} of the Medicare fee schedule", "{} was billed to Medicare", "Medicare plan, procedure {}"]
)
@pytest.mark.parametrize("number", NUMBERS)
def test_nor_beside_the_word_medicare(text: str, number: str) -> None:
    assert "medicare" not in answers_of(text.format(number))


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("contract H9990", ADVANTAGE),
        ("Contract number: R9990", ADVANTAGE),
        ("Contract ID S9990", DRUG),
        ("CMS H9990", ADVANTAGE),
        ("Sample Medicare (HMO) h9990", ADVANTAGE),
        ("H9990-004", ADVANTAGE),
        ("H9990_IDN26_C", ADVANTAGE),
        ("HCPCS S9480, Medicare contract H9990", ADVANTAGE),
        ("contract E9990", {"coverage": "medicare"}),  # an employer's own contract: for care or for drugs
    ],
)
def test_a_contract_number_of_medicare(text: str, answers: dict[str, str]) -> None:
    assert answers_of(text) == answers


def test_the_letters_of_an_insurance_department_leave_a_persons_own_policy_open() -> None:
    finding = find_plan(answers_of("Sample Blue   TDI"))

    assert set(finding.plan_types) == {"aca-group", "aca-individual", "grandfathered-group", "grandfathered-individual"}
    assert finding.next_question is QUESTIONS["coverage"]


def test_a_group_number_alone_does_not_say_who_bears_the_risk() -> None:
    finding = find_plan(answers_of("Group Number: 0077120"))

    assert {"aca-group", "erisa-self-funded", "governmental-self-funded", "church"} <= set(finding.plan_types)
    assert finding.next_question is QUESTIONS["sponsor"]


LETTERS = {
    "a self-funded plan, in a letter": (
        """Name of Plan: Sample Tools Employee Health Plan
        Administrator: Sample Benefit Administrators

        Treatment code: E0601. We cannot approve the device. The plan is self-
        funded: the employer pays the claims. If you have Medicare or Medicaid, send us the other card.
        After the appeal you may bring a civil action under section 502(a) of ERISA.""",
        ("erisa-self-funded",),
    ),
    "a plan of Medicare Advantage, with a procedure code": (
        """SAMPLE SENIOR (HMO)   H9990-001
        NOTICE OF DENIAL OF MEDICAL COVERAGE

        We do not cover H0018 (HCPCS), residential treatment. If you also have Medicaid, that program may pay.
        Centers for Medicare & Medicaid Services.   Form CMS-10003-NDMCP""",
        ("medicare-advantage",),
    ),
    "a drug plan": (
        """SAMPLE RX (PDP), a Medicare prescription drug plan, contract S9990
        NOTICE OF DENIAL OF MEDICARE PRESCRIPTION DRUG COVERAGE
        S9480 was not asked for; the drug was.""",
        ("medicare-part-d",),
    ),
    "a Medicaid plan of Texas": (
        """Sample Health Plan, Texas STAR+PLUS
        We received the request for H2015 (comprehensive community support) on November 2.
        You may ask for a State Fair Hearing with or without External Medical Review after our appeal.""",
        ("medicaid-managed-care",),
    ),
    "a vendor's letter that does not say whose plan it is": (
        """Sample Imaging Review, for Sample Health Plan
        Group: 0077120
        The request does not meet our guideline. If the plan is self-funded, your employer can tell you more.""",
        ("aca-group", "erisa-self-funded", "governmental-self-funded", "church", "grandfathered-group"),
    ),
    "a county that pays the claims": (
        """Sample Benefit Services, for the plan of your employer
        Group: County of Sample Employees (ASO)
        The laws of the State of Ohio do not apply. We cannot approve the procedure, because the notes that came with the
        request do not show what the guideline asks for. The letter of your physician was read.""",
        ("governmental-self-funded",),
    ),
    "a plan of the marketplace": (
        """Sample Health, an HMO
        You bought this plan through the Marketplace. We cannot approve the procedure, because the notes that came with the
        request do not show what the guideline asks for. Group: 0077120""",
        ("aca-individual",),
    ),
    "a contractor of Medicare": (
        """Palmetto GBA, Medicare Administrative Contractor, Administrative Services
        Procedure 64561. The prior authorization request is non-affirmed. The request and the decision are kept for the claim that follows.""",
        (),
    ),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_whole_letter(name: str) -> None:
    text, plan_types = LETTERS[name]

    assert find_plan(answers_of(text)).plan_types == plan_types


@given(st.sampled_from([text for text, _ in CARDS]), st.sampled_from(["If ", "Whether ", "Unless "]))
def test_what_is_only_supposed_says_nothing(text: str, supposed: str) -> None:
    assert answers_of(f"{supposed}your card says {' '.join(text.replace('NO.', 'NO').split())}") == {}


@given(st.lists(st.sampled_from([text for text, _ in CARDS]), min_size=1, max_size=4))
def test_whatever_stands_together_never_breaks_the_finder(texts: list[str]) -> None:
    """And two answers to one question never stand: each question has one answer or none."""
    finding = find_plan(answers_of("\n".join(texts)))

    assert finding.reason
