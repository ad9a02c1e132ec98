"""Dated orders: days that are not counted, deadlines that were moved, and the weekend at the end of both.

Hurricane Helene in North Carolina (rules/overrides): the days from 25 September 2024 to 1 May 2025 are not counted; the count resumes on
2 May 2025. Whether it reaches the case is not sure, so only `latest` moves. External review of an ERISA plan: four months after receipt, the
last day moving off weekends and federal holidays, 26 CFR 54.9815-2719(d)(2)(i).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

ZONE = "America/New_York"


@pytest.mark.parametrize(
    ("received", "due", "latest"),
    [
        # 12 August + 4 months = Thu 12 December. After 24 September: 6 + 31 + 30 + 12 = 79 days; from 2 May 2025: 30 in May, 60 to 30 June,
        # the 79th is Sat 19 July 2025: it moves to Mon 21 July.
        ("2024-08-12", "2024-12-12", "2025-07-21"),
        # 27 July + 4 months = Wed 27 November: 6 + 31 + 27 = 64 days; the 64th is Fri 4 July 2025, a federal holiday: Mon 7 July.
        ("2024-07-27", "2024-11-27", "2025-07-07"),
        # 14 August + 4 months = Sat 14 December, which moves to Mon 16 December. The days are left out of the count itself, not of the moved
        # day: 6 + 31 + 30 + 14 = 81; the 81st is Mon 21 July 2025.
        ("2024-08-14", "2024-12-16", "2025-07-21"),
        # 13 August + 4 months = Fri 13 December: 80 days; the 80th is Sun 20 July 2025: Mon 21 July.
        ("2024-08-13", "2024-12-13", "2025-07-21"),
        # 15 August + 4 months = Sun 15 December, moved to Mon 16: 82 days; the 82nd is Tue 22 July 2025.
        ("2024-08-15", "2024-12-16", "2025-07-22"),
    ],
)
def test_the_far_end_moves_off_a_weekend_again(office: Office, received: str, due: str, latest: str) -> None:
    result = office.quick(
        "calc", "--plan", "erisa-self-funded", "--state", "NC", "--denied", "2024-05-01", "--received", "2024-05-03", "--tz", ZONE,
        "--event", "internal-appeal filed 2024-06-03", "--event", f"internal-appeal upheld {received} received {received}",
        "--as-of", "2024-08-20", "--format", "json",
    )  # fmt: skip

    found = result.deadline("external-review.file")
    assert (found["due"], found["latest"]) == (due, latest)


def test_a_window_that_moves_off_no_weekend_does_not_do_so_under_an_order(office: Office) -> None:
    """180 days of an internal appeal: received Sat 24 August 2024 in Florida, whose days are lost from 23 September.

    29 days are used by 22 September, 151 are left: 30 in May, 60, 91, 122 to 31 August, 151 on Mon 29 September 2025 (facts, example 25).
    Received a day earlier, 150 are left: Sun 28 September, and there it stays.
    """
    for received, latest in (("2024-08-24", "2025-09-29"), ("2024-08-23", "2025-09-28")):
        result = office.quick(
            "calc", "--plan", "erisa-self-funded", "--state", "FL", "--denied", received, "--received", received, "--tz", ZONE,
            "--as-of", "2024-09-01", "--format", "json",
        )  # fmt: skip
        assert result.deadline("internal-appeal.file")["latest"] == latest


ORDER = """\
override: closed-office
title: The reviewer was closed
applies_to: {stage: [external-review, internal-appeal], step: [file], regime: [erisa-self-funded]}
certain: yes
settled_by: nothing
original_from: 2026-10-01
original_to: 2026-12-31
new_deadline: 2027-01-16
authority: an order
source: {url: an order, read: 2026-09-01, status: seen}
"""


def test_a_day_to_which_an_order_moves_a_deadline_may_be_a_weekend(office: Office) -> None:
    """Sat 16 January 2027 is the day named; Mon 18 January is Martin Luther King Day: Tue 19 January can be argued where the window rolls."""
    (office.rules / "overrides").mkdir(parents=True)
    (office.rules / "overrides" / "closed.yaml").write_text(ORDER, encoding="utf-8")

    result = office.quick(
        "calc", "--plan", "erisa-self-funded", "--denied", "2026-05-29", "--received", "2026-05-29", "--tz", ZONE,
        "--event", "internal-appeal filed 2026-06-03", "--event", "internal-appeal upheld 2026-07-01 received 2026-07-01",
        "--as-of", "2026-07-05", "--format", "json",
    )  # fmt: skip

    found = result.deadline("external-review.file")
    assert (found["due"], found["latest"]) == ("2027-01-16", "2027-01-19")
    # 29 May + 180 days: 2 in May, 32, 63, 94, 124, 155, 180 = 25 November: within the span, moved, and its window moves off nothing.
    again = office.quick(
        "calc", "--plan", "erisa-self-funded", "--denied", "2026-05-29", "--received", "2026-05-29", "--tz", ZONE,
        "--as-of", "2026-07-05", "--format", "json",
    )  # fmt: skip
    found = again.deadline("internal-appeal.file")
    assert (found["due"], found["latest"]) == ("2027-01-16", "2027-01-16")
