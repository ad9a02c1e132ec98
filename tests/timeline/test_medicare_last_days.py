"""Last days of Medicare that two readings, a contractor's page or a change of law move: the safe day is `due`, the other one the far end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office


def deadline(office: Office, name: str, *arguments: str) -> dict[str, Any]:
    result = office.quick("calc", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return result.deadline(name)


def events(*texts: str) -> tuple[str, ...]:
    return tuple(word for text in texts for word in ("--event", text))


LEVELS = [
    # name of the step, the events, the last day by the law, the working day after it.
    # Sun 7 June 2026 + 125 = Sat 10 October (23, 54, 85, 115, + 10); Sunday, Columbus Day, Tue 13 October (Noridian's own example).
    ("internal-appeal.file", "2026-06-07", (), "2026-10-10", "2026-10-13"),
    # Wed 4 February 2026 + 185 = Sat 8 August (24, 55, 85, 116, 146, 177, + 8); Mon 10 August.
    (
        "qic-reconsideration.file",
        "2025-10-01",
        ("internal-appeal filed 2025-12-01", "internal-appeal upheld 2026-02-04"),
        "2026-08-08",
        "2026-08-10",
    ),
    # Thu 30 April 2026 + 65 = Sat 4 July (31, 61, + 4); Mon 6 July.
    (
        "dismissal-review.file",
        "2026-02-02",
        ("internal-appeal filed 2026-03-02", "internal-appeal dismissed 2026-04-30"),
        "2026-07-04",
        "2026-07-06",
    ),
    # Thu 12 November 2026 + 65 = Sat 16 January (18, 49, + 16); Sunday, Martin Luther King Jr. Day, Tue 19 January.
    (
        "judicial-review.file",
        "2025-12-01",
        ("council-review filed 2026-08-03", "council-review upheld 2026-11-12"),
        "2027-01-16",
        "2027-01-19",
    ),
]


@pytest.mark.parametrize("level", LEVELS, ids=[level[0] for level in LEVELS])
def test_original_medicare_is_not_missed_before_the_working_day_after_a_weekend(
    office: Office, level: tuple[str, str, tuple[str, ...], str, str]
) -> None:
    name, denied, happened, due, latest = level
    case = ("--plan", "medicare-ffs", "--denied", denied, *events(*happened))
    day_after = (date.fromisoformat(latest) + timedelta(days=1)).isoformat()

    for today, status in ((due, "open"), (latest, "open"), (day_after, "missed")):
        found = deadline(office, name, *case, "--as-of", f"{today}T12:00")
        assert (found["due"], found["latest"], found["status"]) == (due, latest, status)


def test_a_last_day_on_a_working_day_stays(office: Office) -> None:
    """Palmetto's printed example: Fri 15 May 2020 + 125 = Thu 17 September 2020."""
    found = deadline(
        office, "internal-appeal.file", "--plan", "medicare-ffs", "--denied", "2020-05-15", "--as-of", "2020-06-01"
    )

    assert (found["due"], found["latest"]) == ("2020-09-17", "2020-09-17")


@pytest.mark.parametrize(
    ("name", "happened"),
    [
        # No roll was read for OMHA and the Council: Thu 1 October 2026 + 65 = Sat 5 December.
        ("alj-hearing.file", ("qic-reconsideration filed 2026-08-06", "qic-reconsideration upheld 2026-10-01")),
        ("council-review.file", ("alj-hearing filed 2026-08-06", "alj-hearing upheld 2026-10-01")),
    ],
)
def test_before_the_judge_and_the_council_nothing_moves(office: Office, name: str, happened: tuple[str, ...]) -> None:
    found = deadline(
        office, name, "--plan", "medicare-ffs", "--denied", "2026-02-02", "--as-of", "2026-10-05", *events(*happened)
    )

    assert (found["due"], found["latest"]) == ("2026-12-05", "2026-12-05")


@pytest.mark.parametrize(
    ("plan", "denied", "due"),
    [("medicare-advantage", "2026-10-01", "2026-12-05"), ("medicare-part-d", "2026-10-01", "2026-12-05")],
)
def test_parts_c_and_d_move_no_day(office: Office, plan: str, denied: str, due: str) -> None:
    """42 CFR 422 and 423 subpart M know no roll: Sat 5 December stays."""
    found = deadline(office, "internal-appeal.file", "--plan", plan, "--denied", denied, "--as-of", "2026-10-05")

    assert (found["due"], found["latest"]) == (due, due)


EXCEPTIONS = [
    # Asked Mon 5 October 2026 14:00; day 14 is Mon 19 October: 14 x 24 hours end at its 14:00, the day itself at midnight.
    ("2026-10-05T14:00", (), "2026-10-22T14:00:00-04:00", "2026-10-23T00:00:00-04:00"),
    ("2026-10-05T14:00", ("--urgent",), "2026-10-20T14:00:00-04:00", "2026-10-21T00:00:00-04:00"),
    # Asked Sun 25 October 10:00 EDT; the clocks go back on 1 November: 408 elapsed hours end on Wed 11 November 09:00 EST.
    # Day 14 is Sun 8 November, its midnight + 72 hours = the end of Wed 11 November.
    ("2026-10-25T10:00", (), "2026-11-11T09:00:00-05:00", "2026-11-12T00:00:00-05:00"),
    # Over the change to summer time: asked Sun 1 March 2026 10:00 EST, day 14 is Sun 15 March; 408 hours end on Wed 18 March 11:00 EDT.
    ("2026-03-01T10:00", (), "2026-03-18T11:00:00-04:00", "2026-03-19T00:00:00-04:00"),
]


@pytest.mark.parametrize("exception", EXCEPTIONS)
@pytest.mark.parametrize("known_by", ["fact", "event"])
def test_an_exception_without_a_statement_runs_from_the_end_of_day_14(
    office: Office, exception: tuple[str, tuple[str, ...], str, str], known_by: str
) -> None:
    requested, more, ask, due = exception
    waits = (date.fromisoformat(requested[:10]) + timedelta(days=1)).isoformat()
    said = (
        ("--fact", "drug-exception=yes") if known_by == "fact" else events(f"initial-decision info-requested {waits}")
    )
    case = ("--plan", "medicare-part-d", "--service", "drug", "--requested", requested, "--as-of", waits)

    found = deadline(office, "initial-decision.decide", *case, *more, *said)

    assert (found["act_by"], found["due"], found["status"]) == (ask, due, "waiting")


@pytest.mark.parametrize(
    ("supplied", "ask", "due"),
    [
        # In time, Thu 8 October 09:00: 72 hours from the statement, exact.
        ("2026-10-08T09:00", None, "2026-10-11T09:00:00-04:00"),
        # On day 14 after the hour of the request, Mon 19 October 18:00: 72 hours from it, Thu 22 October 18:00, end before the midnight reading;
        # by the reading of 14 x 24 hours it came too late, so asked from 14:00 on.
        ("2026-10-19T18:00", "2026-10-22T14:00:00-04:00", "2026-10-22T18:00:00-04:00"),
        # After day 14 it no longer matters.
        ("2026-10-22T09:00", "2026-10-22T14:00:00-04:00", "2026-10-23T00:00:00-04:00"),
    ],
)
def test_the_statement_starts_the_hours_unless_day_14_is_over(
    office: Office, supplied: str, ask: str | None, due: str
) -> None:
    happened = events("initial-decision info-requested 2026-10-06", f"initial-decision info-supplied {supplied}")
    case = (
        "--plan",
        "medicare-part-d",
        "--service",
        "drug",
        "--requested",
        "2026-10-05T14:00",
        "--as-of",
        "2026-10-22T10:00",
    )

    found = deadline(office, "initial-decision.decide", *case, *happened)

    assert (found["act_by"], found["due"]) == (ask, due)


@pytest.mark.parametrize(
    ("decided", "due", "latest"),
    [
        # 60 days from the date until 2 June 2024; between the rule's first day and 2025 the safe day is that too, + 5 can be argued; since 2025 + 65.
        ("2024-03-18", "2024-05-17", "2024-05-17"),  # 13 left in March, 43 to 30 April, + 17
        ("2024-06-03", "2024-08-02", "2024-08-07"),  # 27 left in June, 58 to 31 July, + 2
        ("2024-12-31", "2025-03-01", "2025-03-06"),  # 31 in January, 59 to 28 February, + 1
        ("2025-01-01", "2025-03-07", "2025-03-07"),  # 30, 58, + 7
    ],
)
def test_the_five_days_of_receipt_count_since_2025(office: Office, decided: str, due: str, latest: str) -> None:
    before = (date.fromisoformat(decided) - timedelta(days=20)).isoformat()
    filed = (date.fromisoformat(decided) - timedelta(days=7)).isoformat()
    part_d = ("--plan", "medicare-part-d", "--denied", before, "--as-of", decided)
    asked = events(f"internal-appeal filed {filed}", f"internal-appeal upheld {decided}")
    integrated = ("--plan", "dsnp-integrated", "--state", "TX", "--denied", decided, "--as-of", decided)

    found = [
        deadline(office, "ire-reconsideration.file", *part_d, *asked),
        deadline(office, "internal-appeal.file", *integrated),
        deadline(office, "expedited-appeal.file", *integrated, "--urgent"),
    ]

    assert [(item["due"], item["latest"]) for item in found] == [(due, latest)] * 3
    assert {item["confirmed"] for item in found} == {decided >= "2025-01-01"}


WIDEST = [
    # New Jersey, 10 business days from Mon 30 March 2026: 31, 1, 2, 3, 6 to 10 = 9, Mon 13 April; Good Friday off in one list: Tue 14 April.
    (
        ("--plan", "aca-group", "--state", "NJ", "--denied", "2026-02-16"),
        (
            "internal-appeal filed 2026-03-02",
            "internal-appeal upheld 2026-03-11 received 2026-03-13",
            "second-internal-appeal filed 2026-03-30",
        ),
        ("second-internal-appeal.acknowledge", "2026-04-13", "2026-04-14"),
    ),
    # Illinois Medicaid, 15 business days from Mon 16 February (Washington's Birthday) 2026: 17 to 20 = 4, 23 to 27 = 9, 2 to 6 March = 14, Mon 9 March;
    # Pulaski Day Mon 2 March off in one list: Tue 10 March.
    (
        ("--plan", "medicaid-managed-care", "--state", "IL", "--denied", "2026-02-02"),
        ("internal-appeal filed 2026-02-16",),
        ("internal-appeal.decide", "2026-03-09", "2026-03-10"),
    ),
    # California, 5 business days from Wed 7 October 2026: 8, 9, 12, 13, Wed 14; Columbus Day is off in the federal list only: Thu 15 October.
    (
        ("--plan", "aca-group", "--state", "CA", "--requested", "2026-10-07"),
        (),
        ("initial-decision.decide", "2026-10-14", "2026-10-15"),
    ),
]


@pytest.mark.parametrize(("case", "happened", "expected"), WIDEST)
def test_where_two_lists_of_holidays_differ_they_are_late_after_the_later_day(
    office: Office, case: tuple[str, ...], happened: tuple[str, ...], expected: tuple[str, str, str]
) -> None:
    name, ask, due = expected
    today = "2026-10-08" if not happened else "2026-04-01" if "NJ" in case else "2026-02-18"

    found = deadline(office, name, *case, *events(*happened), "--as-of", today)

    assert (found["act_by"], found["due"]) == (ask, due)
