"""`due`: what stands on the list, how far it looks, when it is silent."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

# The appeal of this case is planned for Friday 20 November 2026, its last day is Monday 30 November:
# 1 October + 60 calendar days; five business days before the 30th, without Thanksgiving, is the 20th.
DENIAL = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--received", "2026-10-01", "--as-of", "2026-10-01")


@pytest.fixture
def one_case(office: Office) -> Office:
    """An office with one case, its call held."""
    office.stored(*DENIAL, "--patient", "MRN-1", "--owner", "Maria")
    assert (
        office.quick("record", "1", "peer-to-peer", "upheld", "--on", "2026-10-01", "--as-of", "2026-10-01").code == 0
    )
    return office


def ids(office: Office, *options: str) -> list[str]:
    """Return the ids of the deadlines on the list, from its CSV."""
    return [row["id"] for row in csv.DictReader(io.StringIO(office.quick("due", *options, "--format", "csv").out))]


def test_quiet_says_nothing_in_any_format_when_nothing_is_due(one_case: Office) -> None:
    for form in ("table", "json", "csv"):
        result = one_case.quick("due", "--quiet", "--within", "7d", "--as-of", "2026-10-05", "--format", form)
        assert (result.code, result.out, result.err) == (0, "", "")


def test_quiet_says_nothing_without_any_case(office: Office) -> None:
    office.begin()
    result = office.run("due", "--quiet")

    assert (result.code, result.out, result.err) == (0, "", "")


def test_quiet_speaks_when_something_is_due(one_case: Office) -> None:
    result = one_case.quick("due", "--quiet", "--as-of", "2026-11-20")

    assert "internal-appeal.file" in result.out
    assert "MRN-1" in result.out


def test_without_a_horizon_the_list_ends_with_the_week(one_case: Office) -> None:
    # Monday 16 November to Sunday 22 November holds Friday the 20th; the week before does not.
    assert "internal-appeal.file" in one_case.quick("due", "--as-of", "2026-11-16").out
    before = one_case.quick("due", "--as-of", "2026-11-12").out
    assert "internal-appeal.file" not in before
    assert "first on Fri 20 Nov 2026" in before, "what comes later is counted"


def test_the_next_business_day_is_on_the_list_over_a_weekend(office: Office) -> None:
    # Received 5 October + 60 = Friday 4 December; five business days before it: 3, 2, 1 December, 30 and 27 November.
    office.stored(
        "--plan", "medicare-advantage", "--denied", "2026-10-01", "--received", "2026-10-05", "--as-of", "2026-10-05"
    )
    office.quick("record", "1", "peer-to-peer", "upheld", "--on", "2026-10-05", "--as-of", "2026-10-05")

    content = office.quick("due", "--as-of", "2026-11-25", "--format", "json").json

    # After Wednesday 25 November comes Thanksgiving; the next business day is Friday the 27th.
    found = {item["deadline"]["id"]: item["band"] for item in content["items"]}
    assert found["internal-appeal.file"] == "next-business-day"


@pytest.mark.parametrize(
    ("as_of", "band"),
    [
        ("2026-10-05", "later"),
        ("2026-11-16", "this-week"),  # Monday of the week of Friday the 20th
        ("2026-11-19", "next-business-day"),
        ("2026-11-20", "today"),  # planned for today
        ("2026-11-24", "today"),  # past the planned day, before the last one
        ("2026-11-30", "today"),  # the last day
        ("2026-12-05", "today"),  # the last day that can be argued: receipt presumed on 6 October + 60
        ("2026-12-06", "missed"),
    ],
)
def test_the_band_follows_the_day(one_case: Office, as_of: str, band: str) -> None:
    content = one_case.quick("due", "--as-of", as_of, "--format", "json").json

    assert [item["band"] for item in content["items"] if item["deadline"]["id"] == "internal-appeal.file"] == [band]


@pytest.mark.parametrize(
    ("within", "listed"), [("7d", True), ("7", True), ("1w", True), ("168h", True), ("6d", False), ("0d", False)]
)
def test_within(one_case: Office, within: str, listed: bool) -> None:
    # From Friday 13 November to Friday the 20th are 7 days.
    assert ("internal-appeal.file" in ids(one_case, "--as-of", "2026-11-13", "--within", within)) is listed


def test_looking_ahead_changes_nothing(one_case: Office) -> None:
    before = one_case.quick("due", "--as-of", "2026-10-05", "--format", "json").out

    one_case.quick("due", "--as-of", "2027-06-01")
    one_case.quick("show", "1", "--as-of", "2027-06-01")

    assert one_case.quick("due", "--as-of", "2026-10-05", "--format", "json").out == before


def test_an_hour_in_as_of_counts(office: Office) -> None:
    """A plan that got an urgent request on Monday 5 October, 10:00, has 72 hours: until Thursday the 8th, 10:00."""
    office.stored(
        "--plan", "medicare-advantage", "--requested", "2026-10-05T10:00", "--urgent", "--as-of", "2026-10-05T11:00"
    )

    assert "initial-decision.decide" not in ids(office, "--as-of", "2026-10-08T09:59")
    assert "initial-decision.decide" in ids(office, "--as-of", "2026-10-08T10:01")


def test_one_persons_list(one_case: Office) -> None:
    one_case.stored(*DENIAL, "--patient", "MRN-2", "--owner", "jo", "--checked")

    for owner, patient in (("maria", "MRN-1"), ("JO", "MRN-2")):
        rows = list(
            csv.DictReader(
                io.StringIO(one_case.quick("due", "--as-of", "2026-11-20", "--owner", owner, "--format", "csv").out)
            )
        )
        assert {row["case_patient"] for row in rows} == {patient}


def test_explain_gives_a_reason_for_every_line(one_case: Office) -> None:
    lines = [
        line
        for line in one_case.quick("due", "--as-of", "2026-11-20", "--explain").out.splitlines()
        if "\tcase 1\t" in line
    ]

    assert lines
    assert all("\twhy: " in line for line in lines)


def test_what_they_are_late_with_stands_in_today(one_case: Office) -> None:
    # Filed on 12 October: 30 days later, 11 November, is Veterans Day, and calendar days run over it.
    one_case.quick("record", "1", "internal-appeal", "filed", "--on", "2026-10-12", "--as-of", "2026-10-12")

    assert "internal-appeal.decide" not in ids(one_case, "--as-of", "2026-11-11")
    content = one_case.quick("due", "--as-of", "2026-11-12", "--format", "json").json
    late = next(item for item in content["items"] if item["deadline"]["id"] == "internal-appeal.decide")
    assert (late["band"], late["deadline"]["status"], late["deadline"]["due"]) == ("today", "lapsed", "2026-11-11")


def test_an_office_with_rungs_names_whom_to_tell(one_case: Office) -> None:
    one_case.quick("config", "set", "lead", "Lena")
    one_case.quick("config", "set", "physician", "Dr. Ruiz")

    told = {}
    for as_of in ("2026-10-12", "2026-11-02", "2026-11-20", "2026-11-27"):
        content = one_case.quick("due", "--as-of", as_of, "--format", "json").json
        told[as_of] = next(
            item["escalate_to"] for item in content["items"] if item["deadline"]["id"] == "internal-appeal.file"
        )

    # The window runs 60 days from 1 October: half is over on 31 October, three quarters on 15 November,
    # and Friday 27 November is the last business day before Monday the 30th.
    assert told["2026-10-12"] is None
    assert "Maria" in (told["2026-11-02"] or "")
    assert "Lena" in (told["2026-11-20"] or "")
    assert "Dr. Ruiz" in (told["2026-11-27"] or "")
