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
