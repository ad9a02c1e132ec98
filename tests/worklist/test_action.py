"""What is said of a line of the list: what to do now, and how much time is left."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from tests.worklist.made import ZONE, deadline

from denialctl.dates.moments import Instant
from denialctl.office.morning import Morning
from denialctl.timeline.deadline import Assumed
from denialctl.vocabulary import Clock, Kind, Status
from denialctl.worklist.action import action_of, time_left

NOW = Instant.at(date(2026, 11, 12), time(8), ZONE)  # a Thursday
MORNING = Morning(NOW, frozenset())
CALL: dict[str, Any] = {"stage": "peer-to-peer", "kind": Kind.PEER_TO_PEER, "say": "Ask for the call."}
LATE: dict[str, Any] = {
    "clock": Clock.PLAN,
    "status": Status.LAPSED,
    "due": date(2026, 11, 10),
    "say": "They decide.",
    "if_missed": "Sue.",
}

ACTIONS: list[tuple[dict[str, Any], str]] = [
    ({}, "File the internal appeal."),
    ({**LATE, "title": "Notice", "done_at": date(2026, 11, 11)}, "CAME TOO LATE: Notice. Now: Sue."),
    (LATE, "LATE, theirs: They decide. Now: Sue."),
    (
        {**LATE, "assumed": (Assumed("a=b", "Taken: a is b.", "Is it?"),)},
        "LATE, theirs: They decide. Now: Sue. Taken: a is b.",
    ),
    (
        {"sent_unproved": True},
        "Get proof that they received it (fax page, tracking, portal number): File the internal appeal.",
    ),
    (
        {"status": Status.MET_LATE, "give_cause": True, "late_filing": "Good cause counts."},
        "Filed late: give good cause in writing now, before it is dismissed. Good cause counts.",
    ),
    (
        {"status": Status.MET, "receipt_unknown": True},
        "Record the day on which they received it, so that their clock runs: internal-appeal filed --on DATE.",
    ),
    ({"status": Status.MISSED}, "MISSED: File the internal appeal. The right to appeal is lost."),
    (
        {"status": Status.MISSED, "late_filing": "Good cause counts.", "confirmed": False},
        "MISSED: File the internal appeal. Good cause counts. [check the letter] Do it all the same.",
    ),
    (
        {"status": Status.NOT_COMPUTED, "missing": "the notice"},
        "File the internal appeal. Date not computed: the notice.",
    ),
    (
        {**CALL, "step": "request", "status": Status.NOT_COMPUTED, "missing": "the manual"},
        "Ask for the call. Date not computed: the manual. No call offered? Record: peer-to-peer withdrawn.",
    ),
    (
        {**CALL, "step": "hold", "trigger_at": Instant.at(date(2026, 11, 13), time(14, 30), ZONE)},
        "Ask for the call. At 14:30.",
    ),
    ({**CALL, "step": "hold", "trigger_at": date(2026, 11, 13)}, "Ask for the call."),
]


@pytest.mark.parametrize(("changes", "said"), ACTIONS)
def test_what_to_do_now(changes: dict[str, Any], said: str) -> None:
    assert action_of(deadline(**changes)) == said


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (None, ""),
        (date(2026, 11, 11), "1 day ago"),
        (date(2026, 11, 10), "2 days ago"),
        (date(2026, 11, 12), "today"),
        (date(2026, 11, 13), "1 day left, 1 bd"),
        # Friday, Monday to Thursday: five business days in seven days; ten in fourteen.
        (date(2026, 11, 19), "7 days left, 5 bd"),
        (date(2026, 11, 26), "14 days left, 10 bd"),
        (date(2026, 11, 27), "15 days left"),
        (NOW.plus_hours(50), "2 d 2 h left"),
        (NOW.plus_hours(5), "5 h 0 min left"),
        (Instant.at(date(2026, 11, 12), time(8, 20), ZONE), "20 min left"),
        (NOW.plus_hours(-3), "3 h 0 min ago"),
    ],
)
def test_how_much_time_is_left(due: date | Instant | None, left: str) -> None:
    assert time_left(deadline(due=due), MORNING) == left
