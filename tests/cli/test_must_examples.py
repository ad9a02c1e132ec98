"""The examples that the contract names, through the real entry point, and the dates of a whole ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

ERISA = (
    "calc", "--plan", "erisa-self-funded", "--denied", "2026-09-01",
    "--event", "internal-appeal filed 2026-09-10",
    "--event", "internal-appeal upheld 2026-10-28 received 2026-10-30",
)  # fmt: skip


def test_the_regulations_own_example_of_external_review(office: Office) -> None:
    """45 CFR 147.136(d)(2)(i): received 30 October, there is no 30 February, so the request is due by 1 March."""
    result = office.run(*ERISA, "--format", "json")

    assert result.code == 0, result.err
    assert result.json["schema"] == "denialctl.timeline/1"
    item = result.deadline("external-review.file")
    assert item["due"] == "2027-03-01"
    assert item["clock"] == "provider"
    assert item["basis"] == "law"
    assert item["confirmed"] is True
    assert "147.136(d)(2)(i)" in item["authority"]
    assert item["trigger"]["at"] == "2026-10-30"


def test_medicare_advantage_presumes_receipt_five_days_after_the_notice(office: Office) -> None:
    """The presumed receipt is 6 October; 25 days are left in October, 30 in November make 55, 5 in December make 60.

    `act_by`: the last open day before Saturday 5 December is Friday 4; five business days back are
    3, 2, 1 December, 30 and 27 November (the day after Thanksgiving is a business day).
    """
    result = office.run(
        "calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--format", "json"
    )

    assert result.code == 0, result.err
    item = result.deadline("internal-appeal.file")
    assert item["due"] == "2026-12-05"
    assert item["latest"] == "2026-12-05"
    assert item["act_by"] == "2026-11-27"
    assert item["status"] == "open"
    assert "422.582(b)" in item["authority"]


def test_a_later_receipt_moves_only_what_can_be_argued(office: Office) -> None:
    """20 October + 60: 11 days are left in October, 30 in November make 41, 19 in December. `due` stays at 5 December."""
    result = office.quick(
        "calc",
        "--plan",
        "medicare-advantage",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-20",
        "--as-of",
        "2026-10-21",
        "--format",
        "json",
    )

    item = result.deadline("internal-appeal.file")
    assert (item["due"], item["latest"]) == ("2026-12-05", "2026-12-19")


def test_an_earlier_receipt_is_used_as_it_is(office: Office) -> None:
    """2 October + 60: 29 days are left in October, 30 in November make 59, so 1 December. Never 5 days on top of 65."""
    result = office.quick(
        "calc",
        "--plan",
        "medicare-advantage",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-02",
        "--as-of",
        "2026-10-03",
        "--format",
        "json",
    )

    assert result.deadline("internal-appeal.file")["due"] == "2026-12-01"


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_the_date_stands_in_every_format(office: Office, form: str) -> None:
    result = office.quick(*ERISA, "--format", form)

    assert result.code == 0
    said = "Mon 1 Mar 2027" if form == "table" else "2027-03-01"
    assert said in result.out


def test_each_step_is_explained(office: Office) -> None:
    result = office.quick(*ERISA, "--explain")

    steps = [line for line in result.out.splitlines() if line.startswith("external-review.file\tstep")]
    assert len(steps) >= 3
    told = " ".join(steps)
    assert "Fri 30 Oct 2026" in told
    assert "Mon 1 Mar 2027" in told


def test_calc_stores_nothing(office: Office) -> None:
    office.quick(*ERISA)

    assert not office.db.exists()


def test_hours_run_through_the_night_on_which_the_clocks_go_back(office: Office) -> None:
    """72 elapsed hours from Saturday 31 October 2026, 14:00 in New York: the clocks go back on Sunday, so Tuesday 13:00."""
    result = office.quick(
        "calc", "--plan", "medicare-advantage", "--denied", "2026-10-30", "--urgent", "--tz", "America/New_York",
        "--event", "expedited-appeal filed 2026-10-31T14:00", "--as-of", "2026-11-01", "--format", "json",
    )  # fmt: skip

    item = result.deadline("expedited-appeal.decide")
    assert item["due"] == "2026-11-03T13:00:00-05:00"
    assert item["status"] == "waiting"
