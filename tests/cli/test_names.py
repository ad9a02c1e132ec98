"""Names of payers, people and patients: compared without case, spaces and punctuation, aliases included; nothing found says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

AS_OF = ("--as-of", "2026-11-24")
DENIED = ("--plan", "aca-group", "--state", "TX", "--denied", "2026-11-20", *AS_OF)


def listed(office: Office, *filters: str) -> list[int]:
    """Return the numbers of the cases that `list` shows."""
    return [case["case"]["id"] for case in office.quick("list", *filters, *AS_OF, "--format", "json").json["cases"]]


@pytest.fixture
def cases(office: Office) -> Office:
    """Three payers under five spellings, two owners, references in three forms."""
    for payer, patient, owner in (
        ("UHC", "MRN-2001", "Maria O'Hara"),
        ("United Healthcare", "mrn 2002", "dana"),
        ("UnitedHealthcare of Texas", "MRN/2003", "Dana"),
        ("Humana", "2004-X", "maria ohara"),
        ("Some Local Plan, Inc.", "MRN-2001-B", "jo"),
    ):
        office.stored(*DENIED, "--payer", payer, "--patient", patient, "--owner", owner, "--code", "72148")
    return office


@pytest.mark.parametrize(
    ("payer", "numbers"),
    [
        ("UHC", [1, 2, 3]),
        ("uhc", [1, 2, 3]),
        ("UnitedHealthcare", [1, 2, 3]),
        ("united healthcare", [1, 2, 3]),
        ("United-HealthCare", [1, 2, 3]),
        ("united", [1, 2, 3]),
        ("HUMANA", [4]),
        ("some local", [5]),
        ("somelocalplan", [5]),
        ("plan inc", [5]),
    ],
)
def test_a_payer_is_found_by_any_of_its_names(cases: Office, payer: str, numbers: list[int]) -> None:
    assert listed(cases, "--payer", payer) == numbers


@pytest.mark.parametrize(
    ("patient", "number"), [("MRN-2001", 1), ("mrn2001", 1), ("MRN 2002", 2), ("mrn-2003", 3), ("2004x", 4)]
)
def test_a_patient_is_found_however_the_reference_is_typed(cases: Office, patient: str, number: int) -> None:
    assert listed(cases, "--patient", patient) == [number]
    assert cases.quick("show", patient, *AS_OF, "--format", "json").json["case"]["id"] == number


@pytest.mark.parametrize(
    ("owner", "numbers"), [("maria ohara", {1, 4}), ("MARIA O'HARA", {1, 4}), ("Maria-OHara", {1, 4}), ("dana", {2, 3})]
)
def test_an_owner_is_found_in_every_list(cases: Office, owner: str, numbers: set[int]) -> None:
    assert set(listed(cases, "--owner", owner)) == numbers
    due = cases.quick("due", "--owner", owner, *AS_OF, "--format", "json")
    assert {item["case"]["id"] for item in due.json["items"]} == numbers
    assert "Nobody called" not in due.err
    assert "Nobody called" not in cases.quick("chase", "--owner", owner, *AS_OF).err


def test_people_are_the_same_however_their_names_are_typed(cases: Office) -> None:
    cases.quick("staff", "set", "Maria O'Hara", "--team", "Imaging-East", "--deputy", "jo")
    cases.quick("staff", "away", "maria ohara", "2026-11-24", "2026-11-27")

    assert {
        item["case"]["id"]
        for item in cases.quick("due", "--team", "imaging east", *AS_OF, "--format", "json").json["items"]
    } == {1, 4}
    assert {
        item["case"]["id"] for item in cases.quick("due", "--owner", "JO", *AS_OF, "--format", "json").json["items"]
    } == {1, 4, 5}
    assert cases.quick("staff", "back", "MARIA-OHARA").code == 0
    assert (cases.config / "staff.toml").read_text(encoding="utf-8").count("[people.") == 1


def test_two_people_of_one_name_in_the_file_are_told(office: Office) -> None:
    (office.config / "staff.toml").write_text(
        '[people."Jo Ann"]\nteam = "a"\n[people.joann]\nteam = "b"\n', encoding="utf-8"
    )

    result = office.quick("staff")

    assert result.code == 1
    assert "one name" in result.err


@pytest.mark.parametrize("payer", ["uhc", "United Healthcare", "united"])
def test_stats_count_a_payer_under_any_of_its_names(cases: Office, payer: str) -> None:
    for number in ("1", "2", "3", "4"):
        cases.quick("record", number, "internal-appeal", "filed", "--on", "2026-11-21", *AS_OF)
        cases.quick("record", number, "internal-appeal", "upheld", "--on", "2026-11-23", *AS_OF)

    assert cases.quick("stats", "--payer", payer, *AS_OF, "--format", "json").json["total"]["upheld"] == 3


def test_names_that_differ_in_signs_are_counted_together(cases: Office) -> None:
    for number in range(1, 6):
        cases.quick("record", str(number), "internal-appeal", "filed", "--on", "2026-11-21", *AS_OF)

    out = cases.quick("stats", "--by", "owner", *AS_OF).out

    assert out.count("Maria O'Hara") >= 1
    assert "maria ohara" not in out


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (("--payer", "Aetna"), ('payer "Aetna"', "Humana", "UHC")),
        (("--owner", "nobody"), ('owner "nobody"', "dana", "jo")),
        (("--payer", "Aetna", "--owner", "jo"), ('payer "Aetna"', 'owner "jo"')),
        (("--patient", "MRN-9999"), ("patient reference",)),
    ],
)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_nothing_found_says_what_was_compared(
    cases: Office, filters: tuple[str, ...], said: tuple[str, ...], form: str
) -> None:
    result = cases.quick("list", *filters, *AS_OF, "--format", form)

    assert result.code == 0
    assert all(part in result.err for part in said)
    assert "Enter one" not in result.out + result.err
    assert "MRN" not in result.err


def test_stats_of_a_payer_that_is_not_here_names_those_that_are(cases: Office) -> None:
    assert "payers here: Humana" in cases.quick("stats", "--payer", "Aetna", *AS_OF).err


# -- a case by its patient's reference ---------------------------------------------------


def test_every_command_takes_the_reference_where_one_open_case_has_it(cases: Office) -> None:
    assert (
        "#1 MRN-2001" in cases.quick("record", "mrn2001", "internal-appeal", "filed", "--on", "2026-11-23", *AS_OF).err
    )
    assert "#1 MRN-2001" in cases.quick("edit", "MRN-2001", "--received", "2026-11-21", *AS_OF).err
    assert "#1 MRN-2001" in cases.quick("note", "MRN-2001", "left a message").err
    assert cases.quick("prep", "MRN-2001", *AS_OF).code == 0
    assert cases.quick("checklist", "MRN-2001", "internal-appeal", *AS_OF).code == 0
    assert cases.quick("chase", "MRN-2001", *AS_OF, "--format", "json").code == 0
    assert cases.quick("ack", "MRN-2001").code in (0, 1)
    assert "#1 MRN-2001" in cases.quick("undo", "MRN-2001", *AS_OF).err
    assert "#1 MRN-2001" in cases.quick("close", "MRN-2001", "--reason", "done").err
    assert "#1 MRN-2001" in cases.quick("reopen", "MRN-2001", *AS_OF).err
    assert cases.quick("show", "#1", *AS_OF, "--format", "json").json["case"]["id"] == 1


def test_several_cases_of_one_reference_are_named_by_number_and_service(cases: Office) -> None:
    cases.stored(*DENIED, "--patient", "mrn 2001", "--code", "97110")

    result = cases.quick("show", "MRN-2001", *AS_OF)

    assert result.code == 2
    assert "1 (72148), 6 (97110)" in result.err
    assert "2001" not in result.err

    cases.quick("close", "6", "--reason", "done")
    assert cases.quick("show", "MRN-2001", *AS_OF, "--format", "json").json["case"]["id"] == 1


@pytest.mark.parametrize("typed", ["MRN-7777", "Jane Roe", " ", "-".join("x" * 90)])
def test_no_case_of_a_reference_is_said_without_repeating_it(cases: Office, typed: str) -> None:
    result = cases.quick("show", typed, *AS_OF)

    assert result.code == 2
    assert "patient reference" in result.err
    assert not typed.strip() or typed not in result.err


def test_a_closed_case_of_the_reference_is_told(cases: Office) -> None:
    cases.quick("close", "2", "--reason", "done")

    assert "Closed: 2." in cases.quick("show", "MRN-2002", *AS_OF).err


@pytest.mark.parametrize("typed", ["0", "99999999999999999999999", "7"])
def test_numbers_stay_numbers(cases: Office, typed: str) -> None:
    """A number is never taken for a reference, even where a patient has it."""
    cases.stored(*DENIED, "--patient", "7", "--code", "1")

    result = cases.quick("show", typed, *AS_OF)

    assert result.code in (1, 2)
    assert "fault of the program" not in result.err


def test_the_same_denial_twice_is_found_however_it_is_typed(cases: Office) -> None:
    result = cases.quick("add", *DENIED, "--patient", "MRN 2001", "--code", "72148")

    assert result.code == 1
    assert "Case 1 already holds" in result.err
