"""A change of law is a new dated value: a case from before keeps its rule, one from after has the new one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office


def timeline(office: Office, *arguments: str) -> dict[str, dict[str, str]]:
    result = office.quick("calc", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return {item["id"]: item for item in result.json["deadlines"]}


@pytest.mark.parametrize(
    ("denied", "due"),
    [
        # Until 2024 60 days from the notice: 31 December + 60 = 1 March (31 in January, 28 in February, one more).
        ("2024-12-31", "2025-03-01"),
        # Since 2025 60 days from receipt, presumed 5 days after the notice: 1 January + 65 = 7 March (30, 58, 65).
        ("2025-01-01", "2025-03-07"),
    ],
)
def test_medicare_advantage_65_days_from_2025(office: Office, denied: str, due: str) -> None:
    found = timeline(office, "--plan", "medicare-advantage", "--denied", denied, "--as-of", denied)

    assert found["internal-appeal.file"]["due"] == due


@pytest.mark.parametrize(("requested", "days"), [("2025-12-31", 14), ("2026-01-01", 7)])
def test_medicare_advantage_7_days_from_2026(office: Office, requested: str, days: int) -> None:
    """The date of the request decides, not that of the decision (42 CFR 422.568(b)(1), CMS-0057-F)."""
    found = timeline(office, "--plan", "medicare-advantage", "--requested", requested, "--as-of", requested)

    assert found["initial-decision.decide"]["due"] == (date.fromisoformat(requested) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("letter", "received", "federal", "due"),
    [
        # The federal process until 2023: 3 March + 4 months = Mon 3 July 2023.
        ("2023-03-01", "2023-03-03", True, "2023-07-03"),
        # The Department's own since 2024; its page counts from the date of the letter: 3 March + 4 months = Fri 3 July 2026.
        ("2026-03-03", "2026-03-06", False, "2026-07-03"),
    ],
)
def test_pennsylvania_reviews_by_itself_from_2024(
    office: Office, letter: str, received: str, due: str, *, federal: bool
) -> None:
    year = letter[:4]
    events = (f"internal-appeal filed {year}-02-01", f"internal-appeal upheld {letter} received {received}")
    case = ("--plan", "aca-group", "--state", "PA", "--denied", f"{year}-01-10", "--as-of", f"{year}-03-10")

    found = timeline(office, *case, *(word for event in events for word in ("--event", event)))["external-review.file"]

    assert ("147.136" in found["authority"], found["due"]) == (federal, due)


@pytest.mark.parametrize(
    ("requested", "authority", "due"),
    [
        # Until 2026 the federal 15 days bind (2 business days reach managed care plans only): 28 December + 15 = 12 January.
        ("2026-12-28", "2560.503-1", "2027-01-12"),
        # From 2027 7 calendar days from submission, weekends counted (Va. Code 38.2-3407.15:8): 4 January + 7 = 11 January.
        ("2027-01-04", "38.2-3407.15:8", "2027-01-11"),
    ],
)
def test_virginia_decides_in_7_days_from_2027(office: Office, requested: str, authority: str, due: str) -> None:
    case = ("--plan", "aca-group", "--state", "VA", "--requested", requested, "--as-of", requested)

    found = timeline(office, *case)["initial-decision.decide"]

    assert found["due"] == due
    assert authority in found["authority"]


@pytest.mark.parametrize(
    ("requested", "words"), [("2026-12-28", "before 1 January 2027"), ("2027-01-04", "rewritten from 1 January 2027")]
)
def test_utah_says_which_text_was_not_read(office: Office, requested: str, words: str) -> None:
    """Its law of prior authorization is rewritten from 2027, and its hours were not read: each text is a gap of its own."""
    result = office.quick(
        "calc",
        "--plan",
        "grandfathered-individual",
        "--state",
        "UT",
        "--requested",
        requested,
        "--as-of",
        requested,
        "--format",
        "json",
    )

    assert words in result.deadline("initial-decision.decide")["missing"]


@pytest.mark.parametrize(
    ("requested", "authority"),
    [
        ("2026-12-28", "Utah Code 31A-22-650 (SB 274 of 2025, interim version from 6 May 2026)"),
        ("2027-01-04", "Utah Code 31A-22-650 as rewritten by SB 319 of 2026"),
    ],
)
def test_utah_is_not_confirmed_by_the_federal_limit(office: Office, requested: str, authority: str) -> None:
    """The federal 15 days stand, and with them what nobody read: the state's own text of that day, by its own authority."""
    case = ("--plan", "aca-group", "--state", "UT", "--requested", requested, "--as-of", requested)

    found = office.quick("calc", *case, "--format", "json").deadline("initial-decision.decide")

    assert found["due"] == (date.fromisoformat(requested) + timedelta(days=15)).isoformat()
    assert (found["layer"], found["confirmed"]) == ("federal", False)
    assert "31A-22-650" in found["missing"]
    assert any(authority in note for note in found["notes"])
    assert [gone["authority"] for gone in found["overruled"]] == [authority]


@pytest.mark.parametrize(
    ("requested", "facts", "due", "ask", "confirmed"),
    [
        # Before 2027 5 working days (3 AAC 28.910), on any way: Mon 28 December: 29, 30, 31, (Fri 1 January out) Mon 4, Tue 5 January.
        ("2026-12-28T15:00", ("--fact", "request-form=fax"), "2027-01-05", None, True),
        ("2026-12-28T15:00", (), "2027-01-05", None, True),
        # From 2027, fax (states-a-m 5, example 20): 9 hours on Fri 15 January, 24 on Mon 18 and Tue 19 (weekends out, holidays in), 15 on Wed 20.
        ("2027-01-15T15:00", ("--fact", "request-form=fax"), "2027-01-25", "2027-01-20T15:00:00-09:00", True),
        # On any other way 72 plain hours: Mon 18 January 15:00. A plan not yet renewed has 5 working days: (18 out) 19 to 22, Mon 25 January.
        ("2027-01-15T15:00", ("--fact", "request-form=portal"), "2027-01-25", "2027-01-18T15:00:00-09:00", True),
        # From 2028 every plan is under the new law: Fri 14 January 15:00; a fax 9 + 24 (Mon 17) + 24 (Tue 18) + 15 = Wed 19 15:00.
        ("2028-01-14T15:00", ("--fact", "request-form=portal"), "2028-01-17T15:00:00-09:00", None, True),
        ("2028-01-14T15:00", ("--fact", "request-form=fax"), "2028-01-19T15:00:00-09:00", None, True),
        # The form not entered: one of the two binds, so late after the later, ask after the earlier.
        ("2028-01-14T15:00", (), "2028-01-19T15:00:00-09:00", "2028-01-17T15:00:00-09:00", True),
    ],
)
def test_alaska_decides_in_72_hours_from_2027(
    office: Office, requested: str, facts: tuple[str, ...], due: str, ask: str | None, *, confirmed: bool
) -> None:
    """AS 21.07.110 reaches plans issued or renewed from 1 January 2027; the same request before it has the 5 working days of 3 AAC 28.910."""
    case = (
        "--plan",
        "aca-group",
        "--state",
        "AK",
        "--requested",
        requested,
        "--tz",
        "America/Anchorage",
        "--as-of",
        requested,
    )

    found = office.quick("calc", *case, *facts, "--format", "json").deadline("initial-decision.decide")

    assert (found["due"], found["act_by"], found["confirmed"]) == (due, ask, confirmed)
    if not facts and requested > "2027":
        assert "--fact request-form=" in found["missing"]
