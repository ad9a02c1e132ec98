"""Which of a payer's telephone lines fits a case: its fields say so, never the words that stand beside the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, case_of, shipped

from denialctl.commands.calc import regulators_for
from denialctl.law.phones import call_lines, lines_of
from denialctl.vocabulary import MEDICAID_PLANS, PlanType

if TYPE_CHECKING:
    from tests.conftest import Office

MONDAY = ("--as-of", "2026-11-23T09:00")
DENIED = ("--denied", "2026-11-20", "--received", "2026-11-20", "--as-of", "2026-11-20")

# Commercial insurance and employer plans: what the research on payers calls "C".
COMMERCIAL = {
    "aca-individual", "aca-group", "grandfathered-individual", "grandfathered-group", "erisa-self-funded", "governmental-self-funded",
    "church",
}  # fmt: skip
ALL: set[str] = set()

# Written by hand from the pages that were read (the lines of business named there), not from the packs:
# payer, number: what is called about, the plan types, the states (empty: all of the payer's).
LINES: dict[tuple[str, str], tuple[str, set[str], set[str]]] = {
    # "Medicare Advantage 800-624-0756; others 888-632-3862", read for commercial plans and Medicare Advantage.
    ("Aetna", "800-624-0756"): ("peer-to-peer", {"medicare-advantage"}, ALL),
    ("Aetna", "888-632-3862"): ("peer-to-peer", {*COMMERCIAL, "fehb"}, ALL),
    # A sheet of about 2019 beside lines of Illinois Medicaid and dual plans.
    ("Aetna", "959-299-7046"): ("peer-to-peer", {"medicaid-managed-care", "dsnp-integrated"}, {"IL"}),
    # Aetna Better Health is Aetna's Medicaid plan.
    ("Aetna", "855-711-3801"): ("peer-to-peer", {"medicaid-managed-care"}, {"MI"}),
    # Ambetter is Centene's marketplace plan.
    # Minnesota's fee-for-service Medicaid; the page names the reconsideration.
    ("Acentra", "866-433-3658"): ("provider-service", {"medicaid-ffs"}, {"MN"}),
    ("Anthem Blue Cross and Blue Shield of New York", "800-450-8753"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    # The medical director of BCCHP (Medicaid) and MMAI (Medicare and Medicaid).
    ("Blue Cross and Blue Shield of Illinois", "800-981-2795"): (
        "peer-to-peer",
        {"medicaid-managed-care", "dsnp-integrated"},
        ALL,
    ),
    ("CareFirst", "410-528-7041"): ("peer-to-peer", ALL, ALL),
    ("Florida Blue", "877-719-2583"): ("peer-to-peer", ALL, ALL),
    ("L.A. Care", "877-431-2273"): ("peer-to-peer", ALL, ALL),
    # All plans except Medicare.
    ("Medica", "855-235-0511"): ("peer-to-peer", {*COMMERCIAL, "medicaid-managed-care"}, ALL),
    ("MHS Indiana", "855-696-2613"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    ("MHS Indiana", "800-305-3204"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    ("MHS Indiana", "844-378-3707"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    ("MHS Indiana", "866-904-5096"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    ("Texas Children's Health Plan", "832-828-1004"): ("peer-to-peer", {"medicaid-managed-care", "chip"}, ALL),
    ("UCare", "612-676-6705"): ("peer-to-peer", ALL, ALL),
    ("UPMC", "800-425-7800"): ("peer-to-peer", ALL, ALL),
    ("Ambetter from Arizona Complete Health", "833-456-8216"): ("peer-to-peer", {"aca-individual"}, ALL),
    ("Capital BlueCross", "800-471-2242 option 2"): ("peer-to-peer", COMMERCIAL, ALL),
    # WISeR is a model in Original Medicare; it does not reach Medicare Advantage.
    ("Cohere Health", "855-430-6299"): ("peer-to-peer", {"medicare-ffs"}, ALL),
    ("HHS federal external review", "888-866-6205"): ("external-review", ALL, ALL),
    ("HHS federal external review", "888-866-6190"): ("external-review", ALL, ALL),
    ("Humana", "800-448-6262"): ("peer-to-peer", ALL, ALL),
    ("Meridian Illinois", "833-541-2297"): ("peer-to-peer", {"medicaid-managed-care", "aca-individual"}, ALL),
    ("Meridian Illinois", "888-222-8041"): ("peer-to-peer", {"medicaid-managed-care", "aca-individual"}, ALL),
    # YouthCare and the lines of the reviewing vendors, on the page of 21 September 2022; YouthCare and dental are Medicaid.
    ("Meridian Illinois", "844-289-2264"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    ("Meridian Illinois", "866-214-2493"): ("peer-to-peer", {"medicaid-managed-care", "aca-individual"}, ALL),
    ("Meridian Illinois", "800-581-3920"): ("peer-to-peer", {"medicaid-managed-care", "aca-individual"}, ALL),
    ("Meridian Illinois", "833-522-0132"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
    ("Meridian Illinois", "855-580-1689 x 8048049"): ("peer-to-peer", {"medicare-advantage"}, ALL),
    # The pages of Washington's Medicaid and marketplace plans.
    ("Molina", "425-398-2603"): ("peer-to-peer", {"medicaid-managed-care", "aca-individual"}, {"WA"}),
    ("Molina", "855-714-2415"): ("peer-to-peer", {"medicaid-managed-care", "aca-individual"}, {"WA"}),
    # A sheet of 2019 with answers of Illinois government plans; the page of Florida's Medicaid plan.
    ("Molina", "855-866-5462"): ("peer-to-peer", {"medicaid-managed-care"}, {"IL"}),
    ("Molina", "855-322-4076"): ("peer-to-peer", {"medicaid-managed-care"}, {"FL"}),
    # Provider service, one for Medicare; the call itself is asked for by form.
    ("Regence", "800-253-0838"): ("provider-service", {*COMMERCIAL, "fehb"}, ALL),
    ("Regence", "866-749-0355"): ("provider-service", {"medicare-advantage"}, ALL),
    # The pharmacy service takes no peer-to-peer.
    ("Regence", "844-765-6827"): ("drugs", {*COMMERCIAL, "fehb"}, ALL),
    ("Wellpoint New Jersey", "732-744-6304"): ("peer-to-peer", {"medicaid-managed-care"}, ALL),
}

OWN = """\
payer: Acme
kind: payer
title: Acme
phones:
  - {{number: 800-555-0100, for: {words}, {fields}source: {{url: own, read: 2026-11-01, status: seen}}}}
"""


def _numbers(plan: str, state: str = "", **facts: str) -> list[str]:
    book = assembler().book(case_of(plan, denied="2026-11-20", state=state, **facts).facts)
    return [phone.number for phone in call_lines(book, state or None)]


def _on_sheet(office: Office, case: str) -> list[str]:
    lines = office.quick("prep", case, *MONDAY, "--format", "json").json["lines"]
    return next(line["answers"] for line in lines if line["name"] == "um-line")


def test_every_shipped_line_is_for_the_plan_types_and_states_that_were_read() -> None:
    library = shipped()
    found = {
        (payer.name, phone.number): (phone.about, set(phone.plans), set(phone.states))
        for payer in (library.payer(name) for name in library.payer_names)
        for phone in payer.phones
    }
    assert found == LINES


def test_the_line_for_original_medicare_is_on_its_call_sheet_and_on_no_other(office: Office) -> None:
    """Cohere reviews for Medicare in the WISeR model, and for Humana's Medicare Advantage plans: that line is for the first only."""
    for plan in ("medicare-ffs", "medicare-advantage"):
        office.stored("--plan", plan, "--reviewer", "Cohere", "--patient", plan[-3:], *DENIED)
    assert ["855-430-6299" in line for line in _on_sheet(office, "1")] == [True]
    assert _on_sheet(office, "2") == []
    assert [plan.value for plan in PlanType if _numbers(plan.value, reviewer="Cohere")] == ["medicare-ffs"]


def test_a_medicaid_line_is_not_on_the_sheet_of_an_insured_member(office: Office) -> None:
    """Aetna Better Health of Michigan is a Medicaid plan; its line is none for a group policy in the same state."""
    for plan in ("aca-group", "medicaid-managed-care"):
        office.stored("--plan", plan, "--state", "MI", "--payer", "Aetna", "--patient", plan[-3:], *DENIED)
    assert ["888-632-3862" in line for line in _on_sheet(office, "1")] == [True]
    assert ["855-711-3801" in line for line in _on_sheet(office, "2")] == [True]
    shown = office.quick("show", "1", *MONDAY).out
    assert "888-632-3862" in shown
    assert "855-711-3801" not in shown


@pytest.mark.parametrize(
    ("payer", "plan", "state", "numbers"),
    [
        ("Aetna", "medicare-advantage", "MI", ["800-624-0756"]),
        ("Aetna", "medicaid-managed-care", "IL", ["959-299-7046"]),
        ("Aetna", "medicaid-managed-care", "OH", []),
        ("Meridian", "medicare-advantage", "IL", ["855-580-1689 x 8048049"]),
        (
            "Meridian",
            "medicaid-managed-care",
            "IL",
            ["833-541-2297", "888-222-8041", "844-289-2264", "866-214-2493", "800-581-3920", "833-522-0132"],
        ),
        ("Molina", "medicaid-managed-care", "IL", ["855-866-5462"]),
        ("Medica", "medicare-advantage", "MN", []),
        ("Medica", "medicaid-managed-care", "MN", ["855-235-0511"]),
        ("UPMC for Life", "medicare-advantage", "PA", ["800-425-7800"]),
        ("BCCHP", "medicaid-managed-care", "IL", ["800-981-2795"]),
        ("BCBSIL", "aca-group", "IL", []),
        ("Molina", "medicaid-managed-care", "WA", ["425-398-2603", "855-714-2415"]),
        ("Molina", "medicaid-managed-care", "CA", []),
        ("Molina", "medicaid-managed-care", "", []),
        ("Regence", "aca-group", "WA", []),
    ],
)
def test_the_lines_of_a_payer_by_plan_type_and_state(payer: str, plan: str, state: str, numbers: list[str]) -> None:
    assert _numbers(plan, state, payer=payer) == numbers


def test_where_the_plan_type_is_not_settled_a_line_must_fit_each_that_is_left() -> None:
    """Shown are those that may fit; on the call sheet, where one number is dialled, only one that surely fits."""
    assert _numbers("aca-group,erisa-self-funded", "MI", payer="Aetna") == ["888-632-3862"]
    assert _numbers("aca-group,medicare-advantage", "MI", payer="Aetna") == []
    book = assembler().book(case_of("aca-group,medicare-advantage", denied="2026-11-20", payer="Aetna").facts)
    assert [phone.number for phone in lines_of(book, None)] == ["800-624-0756", "888-632-3862"]


def test_an_offices_line_with_words_alone_is_there_for_every_plan_type(office: Office) -> None:
    """A file written before lines had fields keeps its line, whatever its words name."""
    office.write_rules("acme.yaml", OWN.format(words="the Medicaid desk in Texas", fields=""))
    for plan in ("aca-group", "medicare-advantage"):
        office.stored("--plan", plan, "--payer", "Acme", "--patient", plan[-3:], *DENIED)
    for case in ("1", "2"):
        assert _on_sheet(office, case) == ["800-555-0100 (the Medicaid desk in Texas)"]


def test_the_words_of_a_line_decide_nothing(office: Office) -> None:
    fields = "about: peer-to-peer, plans: [aca-group], states: [TX], "
    office.write_rules("acme.yaml", OWN.format(words="Medicare Advantage in Ohio", fields=fields))
    office.stored("--plan", "aca-group", "--state", "TX", "--payer", "Acme", *DENIED)
    office.stored("--plan", "medicare-advantage", "--state", "OH", "--payer", "Acme", "--patient", "B", *DENIED)
    assert _on_sheet(office, "1") == ["800-555-0100 (Medicare Advantage in Ohio)"]
    assert _on_sheet(office, "2") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("plans: [medicare], ", "'medicare' is not allowed"),
        ("states: [ZZ], ", "no state or territory has the code 'ZZ'"),
        ("states: [], ", "at least one entry is needed here"),
        ("about: peer, ", "'peer' is not allowed"),
        ("plan: [aca-group], ", "unknown key 'plan'; nearest known: plans"),
    ],
)
def test_a_field_that_names_nothing_known_is_a_fault_with_its_line(office: Office, fields: str, said: str) -> None:
    office.write_rules("acme.yaml", OWN.format(words="peer-to-peer", fields=fields))
    result = office.quick("rules", "check")
    assert result.code == 1
    assert said in result.out + result.err
    assert "acme.yaml:5" in result.out + result.err


def test_the_medicaid_offices_of_a_state_are_for_its_medicaid_plans() -> None:
    """An integrated Medicare and Medicaid plan goes to the state's fair hearing for its Medicaid services, 42 CFR 422.634."""
    assert {"medicaid-managed-care", "medicaid-ffs", "chip", "dsnp-integrated"} == MEDICAID_PLANS
    for plan in MEDICAID_PLANS:
        book = assembler().book(case_of(plan, denied="2026-09-01", state="NY").facts)
        assert "medicaid" in regulators_for(book)[0].serves
