"""The line LATER counts what comes after the list as it stands at --as-of, not as it was stored."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

PLANS = (
    "medicare-advantage",
    "aca-group",
    "erisa-self-funded",
    "medicaid-managed-care",
    "medicare-part-d",
    "fehb",
    "tricare",
    "medicare-ffs",
)


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_on_the_list_and_what_comes_later_is_all_that_is_open(office: Office, plan: str) -> None:
    """JSON holds everything: what the page shows and what its last line counts must add up to that, on any day.

    One case waits for the answer to its appeal, whose silence opens further steps; two are still to be appealed.
    """
    for patient in ("a", "b", "c"):
        office.stored(
            "--plan",
            plan,
            "--denied",
            "2026-03-02",
            "--received",
            "2026-03-02",
            "--patient",
            patient,
            "--as-of",
            "2026-03-02",
        )
    filed = ("record", "1", "internal-appeal", "filed", "--on", "2026-03-04", "--as-of", "2026-03-04")
    assert office.quick(*filed).code == 0

    for days in range(0, 300, 23):
        as_of = (date(2026, 3, 4) + timedelta(days=days)).isoformat()
        page = office.quick("due", "--as-of", as_of).out
        everything = office.quick("due", "--as-of", as_of, "--format", "json").json["items"]

        shown = len(re.findall(r"^.*\tcase \d+", page, re.MULTILINE))
        line = re.search(r"^later\t(\d+) deadlines? in (\d+) cases?", page, re.MULTILINE)
        later, cases = (int(line[1]), int(line[2])) if line else (0, 0)
        assert shown + later == len(everything), (as_of, page)
        assert cases <= len({item["case"]["id"] for item in everything})
