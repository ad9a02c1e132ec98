"""The hour that the clocks show twice in the night of 1 November 2026: the first one for us, the second one for them.

New York goes back from 02:00 EDT to 01:00 EST on Sunday 1 November 2026 (06:00Z). So 01:30 is 05:30Z (EDT) or 06:30Z (EST).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from denialctl.dates.moments import Instant, parse_moment, to_stored

if TYPE_CHECKING:
    from tests.conftest import Office

ZONE = "America/New_York"
TWICE = "2026-11-01T01:30"
PLANS = (
    "erisa-self-funded", "church", "governmental-self-funded", "aca-group", "aca-individual", "grandfathered-group", "fehb",
    "medicare-advantage", "dsnp-integrated", "medicaid-managed-care", "medicaid-ffs", "chip",
)  # fmt: skip


def utc(hour: int, minute: int) -> datetime:
    """A moment of 1 November 2026 in UTC."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("2026-11-01T01:30", utc(5, 30), utc(6, 30)),
        ("2026-11-01T01:00", utc(5, 0), utc(6, 0)),
        # 00:59 and 02:00 come once: 02:00 is EST already, as 02:00 EDT is 01:00 EST.
        ("2026-11-01T00:59", utc(4, 59), utc(4, 59)),
        ("2026-11-01T02:00", utc(7, 0), utc(7, 0)),
        # Who writes the offset has said which one is meant.
        ("2026-11-01T01:30-04:00", utc(5, 30), utc(5, 30)),
        ("2026-11-01T01:30-05:00", utc(6, 30), utc(6, 30)),
        ("2026-11-01T06:30Z", utc(6, 30), utc(6, 30)),
    ],
)
def test_a_time_of_day_that_came_twice_has_two_readings(text: str, first: datetime, second: datetime) -> None:
    found = parse_moment(text, ZONE)

    assert isinstance(found, Instant)
    assert (found.utc, found.later_reading().utc) == (first, second)
    assert parse_moment(to_stored(found), ZONE) == found
    stored = parse_moment(to_stored(found), ZONE)
    assert isinstance(stored, Instant)
    assert stored.later_reading().utc == second


def test_the_hour_that_is_skipped_in_march_has_no_second_reading() -> None:
    # 8 March 2026: from 02:00 EST to 03:00 EDT. 03:30 comes once.
    found = parse_moment("2026-03-08T03:30", ZONE)

    assert isinstance(found, Instant)
    assert found.later_reading() == found


@pytest.mark.parametrize("plan", PLANS)
def test_their_72_hours_run_from_the_second_reading(office: Office, plan: str) -> None:
    """First reading 05:30Z + 72 h = Wed 4 Nov 05:30Z = 00:30 EST; second 06:30Z + 72 h = Wed 4 Nov 06:30Z = 01:30 EST."""
    result = office.quick(
        "calc",
        "--plan",
        plan,
        "--requested",
        TWICE,
        "--urgent",
        "--tz",
        ZONE,
        "--as-of",
        "2026-11-02T09:00",
        "--format",
        "json",
    )

    found = result.deadline("initial-decision.decide")
    assert found["due"] == "2026-11-04T01:30:00-05:00"
    assert found["act_by"] == "2026-11-04T00:30:00-05:00"
    assert any("twice" in step and "second" in step for step in found["derivation"])


@pytest.mark.parametrize(
    ("offset", "due"), [("-04:00", "2026-11-04T00:30:00-05:00"), ("-05:00", "2026-11-04T01:30:00-05:00")]
)
def test_an_offset_settles_which_one_it_was(office: Office, offset: str, due: str) -> None:
    result = office.quick(
        "calc", "--plan", "medicare-advantage", "--requested", f"{TWICE}{offset}", "--urgent", "--tz", ZONE,
        "--as-of", "2026-11-02T09:00", "--format", "json",
    )  # fmt: skip

    found = result.deadline("initial-decision.decide")
    assert (found["due"], found["act_by"]) == (due, None)


def test_what_is_stored_is_still_in_doubt(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--requested", TWICE, "--urgent", "--as-of", "2026-11-02T09:00")

    found = office.quick("show", "1", "--as-of", "2026-11-02T09:00", "--format", "json").deadline(
        "initial-decision.decide"
    )
    assert found["due"] == "2026-11-04T01:30:00-05:00"


def test_an_event_at_that_hour_is_kept_as_it_was_typed(office: Office) -> None:
    """The expedited appeal reached them at 01:30 of that night: 72 hours from the second, Wed 4 November 01:30 EST."""
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-20", "--urgent", "--as-of", "2026-10-21T09:00")
    office.quick("record", "1", "expedited-appeal", "filed", "--on", TWICE, "--as-of", "2026-11-02T09:00")

    found = office.quick("show", "1", "--as-of", "2026-11-02T09:00", "--format", "json").deadline(
        "expedited-appeal.decide"
    )
    assert found["due"] == "2026-11-04T01:30:00-05:00"


def test_our_48_hours_run_from_the_first_reading(office: Office) -> None:
    """They asked at 01:30: 05:30Z + 48 h = Tue 3 Nov 05:30Z = 00:30 EST is the safe hour, 01:30 EST can be argued."""
    result = office.quick(
        "calc", "--plan", "erisa-self-funded", "--requested", "2026-10-31T20:00", "--urgent", "--tz", ZONE,
        "--event", f"initial-decision info-requested {TWICE}", "--as-of", "2026-11-02T09:00", "--format", "json",
    )  # fmt: skip

    found = result.deadline("initial-decision.supply")
    assert (found["due"], found["latest"]) == ("2026-11-03T00:30:00-05:00", "2026-11-03T01:30:00-05:00")
