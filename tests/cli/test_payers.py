"""What the payers' files say, read through the program: names, new windows, and what a coordinator is told where nothing is known.

The dates are counted by hand from what the payers' pages say, as read on 28 November 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

from denialctl.law.payer_names import find_payer
from denialctl.vocabulary import STATES

if TYPE_CHECKING:
    from tests.conftest import Office

DAY = "2026-11-25"
FOUR = "until when, who may speak, can it still change the decision, does an appeal close it"


def _call(office: Office, payer: str, plan: str, state: str, *facts: str) -> dict[str, Any]:
    """Return the request of the call, as `calc` computes it on the day of the denial."""
    where = ("--state", state) if state else ()
    told = ("calc", "--plan", plan, "--payer", payer, *where, "--denied", DAY, "--received", DAY, *facts)
    found = office.quick(*told, "--as-of", DAY, "--format", "json")
    assert found.code == 0, found.err
    return found.deadline("peer-to-peer.request")


# -- names ------------------------------------------------------------------------------------------


def test_each_shipped_name_finds_its_payer_in_each_of_its_states() -> None:
    library = shipped()
    names = {name.name: name for name in library.payer_names}
    for pack in library.all_packs():
        if pack["pack"] != "payer":
            continue
        for known in (pack["payer"], *pack.get("aliases", ())):
            for state in pack.get("states") or (None, *STATES):
                assert find_payer(known, library.payer_names, state) is names[pack["payer"]], (known, state)


@pytest.mark.parametrize(
    ("name", "state", "file"),
    [
        ("United HealthCare Insurance Company", "OH", "unitedhealthcare.yaml"),
        ("UnitedHealthcare Insurance Company, Inc.", "OH", "unitedhealthcare.yaml"),
        ("United Health Insurance Company", "OH", "unitedhealthcare.yaml"),
        ("UnitedHealthcare of Texas, Inc.", "TX", "unitedhealthcare.yaml"),
        ("Medica HealthCare of Florida", "FL", "unitedhealthcare.yaml"),
        ("Medica HealthCare Plans of Florida, Inc.", "FL", "unitedhealthcare.yaml"),
        ("Medica Insurance Company", "MN", "medica.yaml"),
        ("Medica Health Plans", "MN", "medica.yaml"),
        ("Medica - Dean", "WI", "without-a-window.yaml"),
        ("Cigna Health and Life Insurance Company", "OH", "cigna.yaml"),
        ("Aetna Life Insurance Company", "OH", "aetna.yaml"),
        ("Aetna Health Inc.", "OH", "aetna.yaml"),
        ("Tufts Health Plan", "MA", "without-a-window.yaml"),
        ("Harvard Pilgrim Health Care, Inc.", "MA", "without-a-window.yaml"),
        ("Point32Health", "MA", "without-a-window.yaml"),
        ("Health Care Service Corporation", "TX", "without-a-window.yaml"),
        ("Health Care Service Corporation", "IL", "bcbs-illinois.yaml"),
        ("BlueCross BlueShield of Tennessee, Inc.", "TN", "without-a-window.yaml"),
        ("Anthem Blue Cross and Blue Shield", "OH", "anthem.yaml"),
        ("Anthem Blue Cross and Blue Shield", "NY", "anthem-new-york.yaml"),
        ("Anthem Blue Cross and Blue Shield", "VA", "anthem-virginia.yaml"),
        ("Empire BlueCross BlueShield", "NY", "anthem-new-york.yaml"),
        ("Wellpoint", "NJ", "wellpoint-new-jersey.yaml"),
        ("Wellpoint", "TX", "without-a-window.yaml"),
        ("Ambetter", "AZ", "ambetter-arizona.yaml"),
        ("Ambetter", "OH", "without-a-window.yaml"),
        ("Meridian", "IL", "meridian-illinois.yaml"),
        ("Meridian", "MI", "meridian-michigan.yaml"),
        ("UPMC for You", "PA", "upmc.yaml"),
        ("Regence BlueCross BlueShield of Oregon", "OR", "regence.yaml"),
        ("Molina Healthcare of Texas, Inc.", "TX", "molina.yaml"),
        ("Priority Health Insurance Company", "MI", "priority-health.yaml"),
        ("Kepro", "MN", "acentra.yaml"),
    ],
)
def test_a_legal_name_finds_its_payer(office: Office, name: str, state: str, file: str) -> None:
    kind = "--reviewer" if file == "acentra.yaml" else "--payer"
    calc = ("calc", "--plan", "medicare-advantage", "--state", state, kind, name, "--denied", "2026-11-25")
    result = office.quick(*calc, "--as-of", "2026-11-25", "--format", "json")
    assert result.code == 0, result.err
    assert not [text for text in result.json["warnings"] if name in text and ("No pack" in text or "may be" in text)]
    if kind == "--payer":
        explain = ("rules", "explain", "peer-to-peer", "--state", state, "--payer", name, "--plan")
        plans = ("aca-group", "aca-individual", "medicaid-managed-care", "dsnp-integrated")
        assert any(f"rules/payers/{file}" in office.quick(*explain, plan).out for plan in plans)


def test_a_name_of_several_states_asks_for_the_state_and_no_list_fails(office: Office) -> None:
    """A case stored before two payers shared the name must stay on the list."""
    calc = ("calc", "--plan", "aca-group", "--payer", "Anthem", "--denied", "2026-11-25", "--as-of", "2026-11-25")
    result = office.quick(*calc)
    assert result.code == 0, result.err
    assert "The payer 'Anthem' may be Anthem, Anthem Blue Cross and Blue Shield of New York," in result.out
    assert "Which one depends on the state: enter it." in result.out


# -- new windows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "facts", "days"),
    [
        # Wednesday 25 November; Thanksgiving is off, Friday 27 is a business day of the federal list.
        (("UPMC", "aca-group", "PA"), (), ("2026-11-30", "2026-11-30")),  # 2 business days: Fri 27, Mon 30
        # 10 business days: Fri 27; Mon 30 - Fri 4 = 6; Mon 7 - Thu 10 December = 10.
        (("Medica", "aca-individual", "MN"), (), ("2026-12-10", "2026-12-10")),
        # 48 hours from a letter without an hour: end of Thu 26, at most end of Fri 27.
        (
            ("Sunshine Health", "medicaid-managed-care", "FL"),
            ("--fact", "behavior-analysis=yes", "--tz", "America/New_York"),
            ("2026-11-27T00:00:00-05:00", "2026-11-28T00:00:00-05:00"),
        ),
        # 10 calendar days: 25 + 5 = 30 November, Sat 5 December; it does not move off the weekend.
        (("MHS Indiana", "medicaid-managed-care", "IN"), (), ("2026-12-05", "2026-12-05")),
        # Other Anthem states: 2 business days to be safe, arguable until the 180 days to appeal end: 5 in November,
        # 31, 31, 28, 31, 30 = 156 to 30 April, 24 May 2027.
        (("Anthem", "aca-group", "OH"), (), ("2026-11-30", "2027-05-24")),
        # Regence: 15 calendar days of the letter.
        (("Regence BlueShield", "aca-individual", "WA"), (), ("2026-12-10", "2026-12-10")),
        # UnitedHealthcare after a denial in Texas Medicaid, inpatient: 3 business days, Fri 27, Mon 30, Tue 1 December.
        (("UHCCP", "medicaid-managed-care", "TX"), ("--setting", "inpatient"), ("2026-12-01", "2026-12-01")),
    ],
)
def test_a_window_over_thanksgiving(
    office: Office, who: tuple[str, str, str], facts: tuple[str, ...], days: tuple[str, str]
) -> None:
    call = _call(office, *who, *facts)
    assert (call["due"], call["latest"]) == days
    assert call["layer"] == "payer"


def test_the_providers_own_appeal_at_priority_health_stands_beside_the_members(office: Office) -> None:
    """Post-acute care, plans other than Medicare: 65 days of the decision, 25 November + 65 = 29 January 2027 (5, 31, 29)."""
    calc = (
        "calc",
        "--plan",
        "medicaid-managed-care",
        "--state",
        "MI",
        "--payer",
        "Priority Health",
        "--denied",
        "2026-11-25",
    )
    found = office.quick(*calc, "--setting", "post-acute", "--as-of", "2026-11-25", "--format", "json")
    own = found.deadline("provider-authorization-appeal.file")
    assert (own["due"], own["optional"], own["status"]) == ("2027-01-29", True, "open")
    assert found.deadline("internal-appeal.file")["optional"] is False
    elsewhere = office.quick(*calc, "--setting", "outpatient", "--as-of", "2026-11-25", "--format", "json").json
    assert "provider-authorization-appeal.file" not in {item["id"] for item in elsewhere["deadlines"]}


def test_a_hospitals_own_appeal_at_amerihealth(office: Office) -> None:
    """180 days from the utilization review letter: 25 November + 180 = 24 May 2027."""
    calc = ("calc", "--plan", "aca-group", "--state", "PA", "--payer", "AmeriHealth", "--denied", "2026-11-25")
    found = office.quick(*calc, "--setting", "inpatient", "--as-of", "2026-11-25", "--format", "json")
    assert found.deadline("facility-appeal.file")["due"] == "2027-05-24"


# -- where nothing is known ------------------------------------------------------------------------------


def test_an_unknown_payer_keeps_the_usual_days_and_says_what_to_do_today(office: Office) -> None:
    """3 to 7 business days from Wed 25 November: Fri 27, Mon 30, Tue 1; Wed 2, Thu 3, Fri 4, Mon 7 December. Planned for the same day."""
    call = _call(office, "Some Local Plan", "aca-group", "OH")
    assert (call["due"], call["latest"], call["act_by"]) == ("2026-12-01", "2026-12-07", "2026-11-25")
    assert call["basis"] == "practice"
    for said in (
        "today",
        "after 2 business days",
        "before the patient leaves the bed",
        "The appeal clock runs meanwhile",
    ):
        assert said in call["say"]
    assert any(FOUR in note for note in call["notes"])


def test_a_call_holds_no_clock_for_continued_care(office: Office) -> None:
    call = _call(office, "Some Local Plan", "medicaid-managed-care", "OH", "--phase", "concurrent")
    assert "no call holds the 10 days to keep it" in call["say"]
    told = (
        "--plan",
        "medicaid-managed-care",
        "--state",
        "OH",
        "--phase",
        "concurrent",
        "--denied",
        "2026-11-25",
        "--effective",
        "2026-12-10",
    )
    office.stored(*told, "--as-of", "2026-11-25")
    advice = office.quick("show", "1", "--as-of", "2026-11-25", "--format", "json").json["advice"]
    kept = next(item for item in advice if item["id"] == "continue-benefits")
    assert "a call never holds this clock" in kept["because"]


@pytest.mark.parametrize(
    ("payer", "state", "said"),
    [
        ("Aetna", "OH", "ask for the cut-off date and hour"),
        ("Cigna", "OH", "First read who reviewed: eviCore or Cigna."),
        ("BCBSTX", "TX", "In Texas the talk belongs before the denial."),
        ("BCBSOK", "OK", "says how and until when"),
        ("Kaiser", "CA", "start the appeal"),
        ("Highmark", "PA", "The phone call with the denial is the offer"),
        ("Florida Blue", "FL", "Call within 1 business day."),
        ("Humana", "OH", "800-448-6262"),
        ("CareFirst", "MD", "410-528-7041"),
        ("Premera", "WA", "Letter first."),
        ("HealthPartners", "MN", "take 2 business days as the limit"),
        ("EmblemHealth", "NY", "New York law gives the reconsideration besides."),
        ("UMR", "OH", "Ask who did the utilization review"),
    ],
)
def test_a_payer_without_a_window_has_its_own_words(office: Office, payer: str, state: str, said: str) -> None:
    call = _call(office, payer, "aca-group", state)
    assert said in call["say"]
    assert call["layer"] == "payer"


def test_the_four_questions_stand_on_the_call_sheet(office: Office) -> None:
    office.stored("--plan", "aca-group", "--state", "OH", "--denied", "2026-11-25", "--as-of", "2026-11-25")
    sheet = office.quick("prep", "1", "--as-of", "2026-11-25", "--format", "json").json
    names = [line["name"] for line in sheet["lines"]]
    assert names[names.index("until-when") :][:4] == ["until-when", "who-may-speak", "can-change", "appeal-closes"]
    printed = office.quick("prep", "1", "--as-of", "2026-11-25").out
    for asked in (
        "Until when (day and hour)?",
        "Who may speak?",
        "Can it change the decision?",
        "Does an appeal close it?",
    ):
        assert asked in printed


def test_the_coverage_gives_an_answer_where_no_call_is_held(office: Office) -> None:
    cells = office.quick("rules", "coverage", "--format", "json").json["cells"]
    why = {cell["regime"]: cell["why"] for cell in cells if cell["layer"] == "payer"}
    assert why["Humana"].startswith("No call after the denial: medicare-advantage (Humana provider newsletter")
    assert why["Medica"].startswith(
        "No call after the denial: medicare-advantage, dsnp-integrated (Medica Administrative Manual"
    )
    assert "No call after the denial" not in why["UPMC"]
    marks = {cell["regime"]: cell["mark"] for cell in cells if cell["layer"] == "payer"}
    assert marks["UPMC"] == "confirmed"
    printed = office.quick("rules", "coverage").out
    assert "no call after the denial: medicare-advantage (Humana provider newsletter," in printed
