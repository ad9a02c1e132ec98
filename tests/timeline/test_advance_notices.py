"""Notices that they must give ahead: the notice's own date tells whether it came in time, and what a late one opens.

42 CFR 431.211 (10 days before the action), 438.404(c)(1), 422.631(d)(2)(i)(A); 422.624(b)(1), 405.1200(b)(1) (2 days before the care ends);
29 CFR 2560.503-1(f)(2)(ii)(A) (before the cut; no number); state law in OH, DC, TX. Every date is counted by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denialctl.cases.case import Case, Happening
from denialctl.cases.facts import Facts
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, parse_moment
from denialctl.dates.windows import Combination, Count, Readings
from denialctl.packs.library import Library
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.vocabulary import PLAN_IN_WORDS, Status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

    from denialctl.dates.windows import Shape
    from denialctl.timeline.deadline import Deadline, Timeline

ZONE = "America/New_York"
COMMERCIAL = (
    "erisa-self-funded",
    "church",
    "governmental-self-funded",
    "aca-group",
    "aca-individual",
    "grandfathered-group",
)
TEN_DAYS = ("medicaid-managed-care", "medicaid-ffs", "dsnp-integrated")
TWO_DAYS = ("medicare-advantage", "medicare-ffs")
_KEPT: dict[str, Assembler] = {}


@pytest.fixture(scope="module")
def assembler(pack_cache: Path) -> Assembler:
    """One assembler for all tests: the packs of the program alone."""
    return _KEPT.setdefault("one", Assembler(Library(cache=pack_cache), OpenDays(ZONE, FEDERAL)))


def timeline(assembler: Assembler, facts: Facts, *happenings: Happening, on: date | None = None) -> Timeline:
    """Return the timeline of a case on the morning after its notice, or on another."""
    day = on or (facts.denied or date(2026, 6, 1)) + timedelta(days=1)
    return assembler.timeline(Case(facts, 1, happenings), Instant.at(day, time(8), ZONE))


def line(found: Timeline, name: str) -> Deadline:
    """Return a deadline that must be there."""
    item = found.get(name)
    assert item is not None, name
    return item


# -- ten days before a cut ---------------------------------------------------------------------


@pytest.mark.parametrize("plan", TEN_DAYS)
@pytest.mark.parametrize(
    ("denied", "status"),
    [
        # Mon 15 June less 10 days = Fri 5 June is the last day of the notice.
        (date(2026, 6, 1), Status.MET),
        (date(2026, 6, 5), Status.MET),
        (date(2026, 6, 6), Status.LAPSED),
        (date(2026, 6, 15), Status.LAPSED),
        (date(2026, 6, 20), Status.LAPSED),
    ],
)
def test_a_notice_of_a_cut_less_than_ten_days_ahead_came_too_late(
    assembler: Assembler, plan: str, denied: date, status: Status
) -> None:
    found = timeline(assembler, Facts(plan=plan, denied=denied, effective=date(2026, 6, 15), tz=ZONE))

    item = line(found, "continuation-of-benefits.deliver")
    assert (item.due, item.status, item.done_at) == (date(2026, 6, 5), status, denied)


@pytest.mark.parametrize("plan", TEN_DAYS)
def test_whether_it_came_in_time_does_not_change_as_time_goes_by(assembler: Assembler, plan: str) -> None:
    for denied, status in ((date(2026, 6, 5), Status.MET), (date(2026, 6, 6), Status.LAPSED)):
        for on in (denied, date(2026, 6, 15), date(2026, 12, 1)):
            found = timeline(assembler, Facts(plan=plan, denied=denied, effective=date(2026, 6, 15), tz=ZONE), on=on)
            assert line(found, "continuation-of-benefits.deliver").status is status


@pytest.mark.parametrize(
    ("state", "effective", "last_day_sure"),
    [
        # OH: 15 days, read: Fri 20 March less 15 = Thu 5 March. DC: 15 days for the District's own notices; a plan is surely late after 10.
        ("OH", date(2026, 3, 20), date(2026, 3, 5)),
        ("DC", date(2026, 3, 20), date(2026, 3, 10)),
        # TX: 10 business days back from Fri 20 March: 19, 18, 17, 16, 13, 12, 11, 10, 9, Fri 6 March.
        ("TX", date(2026, 3, 20), date(2026, 3, 6)),
        ("NY", date(2026, 3, 20), date(2026, 3, 10)),
    ],
)
def test_the_states_own_days_decide_for_medicaid_plans(
    assembler: Assembler, state: str, effective: date, last_day_sure: date
) -> None:
    for denied, status in ((last_day_sure, Status.MET), (last_day_sure + timedelta(days=1), Status.LAPSED)):
        facts = Facts(plan="medicaid-managed-care", denied=denied, effective=effective, state=state, tz=ZONE)
        item = line(timeline(assembler, facts), "continuation-of-benefits.deliver")
        assert (item.due, item.status) == (last_day_sure, status)


def test_a_notice_between_two_readings_is_not_accused_but_said(assembler: Assembler) -> None:
    """District of Columbia: Fri 20 March less 15 = Thu 5 March; a notice of the 7th is in time for the federal ten days only."""
    facts = Facts(
        plan="medicaid-managed-care", denied=date(2026, 3, 7), effective=date(2026, 3, 20), state="DC", tz=ZONE
    )
    item = line(timeline(assembler, facts), "continuation-of-benefits.deliver")

    assert (item.status, item.act_by) == (Status.MET, date(2026, 3, 5))
    assert item.reason is not None
    assert "not surely too late" in item.reason


@pytest.mark.parametrize(
    ("denied", "received", "effective", "due", "latest"),
    [
        # In time (5 June is the last day): only the state's own grace, 431.231(a): Mon 15 June + 10 = Thu 25 June.
        ("2026-06-05", None, "2026-06-15", "2026-06-25", "2026-06-25"),
        # Sat 6 June, too late: + 5 = Thu 11 June, + 10 = Sun 21 June is sure (431.231(c)); 25 June the state may grant (a).
        ("2026-06-06", None, "2026-06-15", "2026-06-21", "2026-06-25"),
        # Received Wed 10 June, earlier than presumed: Sat 20 June is the safe day.
        ("2026-06-06", "2026-06-10", "2026-06-15", "2026-06-20", "2026-06-25"),
        # Received Wed 24 June, to be shown: + 10 = Sat 4 July.
        ("2026-06-06", "2026-06-24", "2026-06-15", "2026-06-21", "2026-07-04"),
        # Dated after the cut: 20 + 5 + 10 = Sun 5 July; the cut + 10 = 25 June adds nothing.
        ("2026-06-20", None, "2026-06-15", "2026-07-05", "2026-07-05"),
    ],
)
def test_a_late_notice_makes_the_state_give_the_service_back(
    assembler: Assembler, *, denied: str, received: str | None, effective: str, due: str, latest: str
) -> None:
    facts = Facts(
        plan="medicaid-ffs",
        denied=date.fromisoformat(denied),
        received=None if received is None else date.fromisoformat(received),
        effective=date.fromisoformat(effective),
        tz=ZONE,
    )
    item = line(timeline(assembler, facts), "reinstatement.file")

    assert (item.due, item.latest) == (date.fromisoformat(due), date.fromisoformat(latest))


def test_in_managed_care_the_late_notice_opens_the_same_door_unconfirmed(assembler: Assembler) -> None:
    """Wed 10 June, 5 days ahead: 10 + 5 + 10 = Thu 25 June. The continuation is sure: the later of 10 + 10 = 20 and 15 June."""
    facts = Facts(plan="medicaid-managed-care", denied=date(2026, 6, 10), effective=date(2026, 6, 15), tz=ZONE)
    found = timeline(assembler, facts)

    assert (line(found, "reinstatement.file").due, line(found, "reinstatement.file").confirmed) == (
        date(2026, 6, 25),
        False,
    )
    assert line(found, "continuation-of-benefits.file").due == date(2026, 6, 20)
    assert timeline(assembler, replace(facts, denied=date(2026, 6, 5))).get("reinstatement.file") is None


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(effective=days, ahead=st.integers(-5, 40), waited=st.integers(-3, 60))
def test_the_days_ahead_decide_and_the_sure_day_is_ours(
    pack_cache: Path, effective: date, ahead: int, waited: int
) -> None:
    """Late with fewer than 10 days ahead. Then the sure day is never after receipt + 10, and `latest` at least what the state may grant."""
    assembler = _KEPT.setdefault("one", Assembler(Library(cache=pack_cache), OpenDays(ZONE, FEDERAL)))
    denied = effective - timedelta(days=ahead)
    received = None if waited < 0 else denied + timedelta(days=waited)
    facts = Facts(plan="medicaid-ffs", denied=denied, received=received, effective=effective, tz=ZONE)
    found = timeline(assembler, facts)

    late = ahead < 10
    assert line(found, "continuation-of-benefits.deliver").status is (Status.LAPSED if late else Status.MET)
    item = line(found, "reinstatement.file")
    grace = effective + timedelta(days=10)
    if not late:
        assert (item.due, item.latest) == (grace, grace)
        return
    sure = (denied if received is None else min(received, denied + timedelta(days=5))) + timedelta(
        days=10 if received else 15
    )
    shown = (denied + timedelta(days=5) if received is None else max(received, denied + timedelta(days=5))) + timedelta(
        days=10
    )
    assert (item.due, item.latest) == (sure, max(shown, grace))


# -- two days before the care ends -----------------------------------------------------------------


@pytest.mark.parametrize("plan", TWO_DAYS)
@pytest.mark.parametrize(
    ("denied", "received", "status", "covered_until"),
    [
        # The last covered day is Fri 11 September 2026: Wed 9 September is the last day of delivery, at any hour.
        ("2026-09-08", None, Status.MET, None),
        ("2026-09-09", "2026-09-09T23:30", Status.MET, None),
        # Dated in time, delivered a day late: delivery counts. Coverage until at least Thu 10 + 2 = Sat 12 September.
        ("2026-09-08", "2026-09-10", Status.LAPSED, date(2026, 9, 12)),
        ("2026-09-10", None, Status.LAPSED, date(2026, 9, 12)),
        ("2026-09-11", "2026-09-11", Status.LAPSED, date(2026, 9, 13)),
    ],
)
def test_a_nomnc_that_was_delivered_too_late_keeps_the_care_covered(
    assembler: Assembler, *, plan: str, denied: str, received: str | None, status: Status, covered_until: date | None
) -> None:
    facts = Facts(
        plan=plan,
        denied=date.fromisoformat(denied),
        received=None if received is None else parse_moment(received, ZONE),
        service_ends=date(2026, 9, 11),
        tz=ZONE,
    )
    found = timeline(assembler, facts, on=date(2026, 9, 12))

    notice = line(found, "fast-track-appeal.deliver")
    assert (notice.due, notice.status) == (date(2026, 9, 9), status)
    cover = found.get("fast-track-appeal.explain")
    if covered_until is None:
        assert cover is None
    else:
        assert cover is not None
        assert (cover.due, cover.status) == (covered_until, Status.WAITING)
        assert cover.clock.ours is False


@pytest.mark.parametrize("plan", TWO_DAYS)
@pytest.mark.parametrize(
    ("received", "status"),
    [
        # The discharge is Thu 24 December 2026 at 15:00: 11:00 is the last moment of the follow-up copy.
        ("2026-12-23", Status.MET),
        ("2026-12-24T11:00", Status.MET),
        ("2026-12-24T11:01", Status.LAPSED),
        # Only the day is known: it may have been the morning.
        ("2026-12-24", Status.MET),
    ],
)
def test_the_important_message_is_due_four_hours_before_the_discharge(
    assembler: Assembler, plan: str, received: str, status: Status
) -> None:
    facts = Facts(
        plan=plan, denied=date(2026, 12, 23), received=parse_moment(received, ZONE), discharge=parse_moment("2026-12-24T15:00", ZONE),
        setting="inpatient", tz=ZONE,
    )  # fmt: skip
    found = timeline(assembler, facts, on=date(2026, 12, 25))

    assert line(found, "discharge-appeal.deliver").status is status


# -- before a cut of approved care in a commercial plan ------------------------------------------------


@pytest.mark.parametrize("plan", COMMERCIAL)
@pytest.mark.parametrize(
    ("denied", "urgent", "status", "doubtful"),
    [
        # The cut is on Fri 20 March 2026. No number of days is in the law: 30 days for an appeal (18 February), 72 hours for an urgent one.
        (date(2026, 2, 18), False, Status.MET, False),
        (date(2026, 2, 19), False, Status.MET, True),
        (date(2026, 3, 19), False, Status.MET, True),
        (date(2026, 3, 20), False, Status.LAPSED, False),
        (date(2026, 3, 17), True, Status.MET, False),
        (date(2026, 3, 18), True, Status.MET, True),
        (date(2026, 3, 21), True, Status.LAPSED, False),
    ],
)
def test_a_cut_of_approved_care_is_announced_before_it(
    assembler: Assembler, plan: str, denied: date, *, urgent: bool, status: Status, doubtful: bool
) -> None:
    found = timeline(assembler, Facts(plan=plan, denied=denied, effective=date(2026, 3, 20), urgent=urgent, tz=ZONE))

    item = line(found, "internal-appeal.deliver")
    assert (item.due, item.status, item.confirmed) == (date(2026, 3, 19), status, False)
    assert ("not surely too late" in (item.reason or "")) is doubtful


def test_texas_wants_thirty_days_before_a_drug_in_use_is_stopped(assembler: Assembler) -> None:
    """Mon 15 June less 30 = Sat 16 May."""
    for denied, status in ((date(2026, 5, 16), Status.MET), (date(2026, 5, 17), Status.LAPSED)):
        facts = Facts(
            plan="aca-group",
            state="TX",
            denied=denied,
            effective=date(2026, 6, 15),
            service="drug",
            tz="America/Chicago",
        )
        assert line(timeline(assembler, facts), "internal-appeal.deliver").status is status


# -- all of them --------------------------------------------------------------------------------------


def _counts_back(shape: Shape) -> bool:
    match shape:
        case Count(backwards=backwards):
            return backwards
        case Combination(parts=parts) | Readings(parts=parts):
            return any(_counts_back(part.shape) for part in parts)
        case _:
            return False


def test_every_notice_that_is_owed_ahead_says_which_date_tells_when_it_was_given(pack_cache: Path) -> None:
    library = Library(cache=pack_cache)
    found = 0
    stages = [stage for plan in PLAN_IN_WORDS for stage in library.plan_law(plan).stages]
    states = [pack for code in library.states() if (pack := library.state(code)) is not None]
    stages += [stage for pack in states for _, section in pack.sections for stage in section]
    assert len(states) > 40
    for stage in stages:
        for rule in stage.rules:
            ahead = any(_counts_back(dated.window.shape) for dated in rule.windows)
            if not rule.clock.ours and ahead:
                found += 1
                assert rule.given_by is not None, (rule.file, stage.id, rule.step)
    # Two for each commercial plan type; five for Medicaid, integrated plans and discharge; two NOMNC; OH, DC, TX twice.
    assert found >= 2 * len(COMMERCIAL) + len(TEN_DAYS) + 2 * len(TWO_DAYS) + 4


# -- on the list ---------------------------------------------------------------------------------------


def test_a_late_notice_stands_on_todays_list_until_what_it_opens_is_asked_for(office: Office) -> None:
    office.stored(
        "--plan", "medicaid-ffs", "--denied", "2026-06-06", "--received", "2026-06-08", "--effective", "2026-06-15",
        "--as-of", "2026-06-08T09:00",
    )  # fmt: skip
    items = office.quick("due", "--as-of", "2026-06-08T10:00", "--format", "json").json["items"]
    found = {item["deadline"]["id"]: item for item in items}
    notice = found["continuation-of-benefits.deliver"]
    assert (notice["band"], notice["deadline"]["status"], notice["deadline"]["done"]) == (
        "today",
        "lapsed",
        "2026-06-06",
    )
    assert notice["action"].startswith("CAME TOO LATE")
    assert "431.231(c)" in notice["action"]
    assert "came" in notice["why"]
    # 8 June + 10 = Thu 18 June; the cut + 10 = 25 June.
    back = found["reinstatement.file"]["deadline"]
    assert (back["due"], back["latest"]) == ("2026-06-18", "2026-06-25")
    shown = office.quick("show", "1", "--as-of", "2026-06-08T10:00").out
    assert "decision" not in next(
        text for text in office.quick("due", "--as-of", "2026-06-08T10:00").out.splitlines() if "for today" in text
    )
    assert "overdue answer" not in shown
    # The day before the cut is Sun 14 June, planned for at once; once it is over, what the late notice gives back is the next thing.
    later = office.quick("show", "1", "--as-of", "2026-06-16T10:00")
    assert "the state must give it back" in later.next()
    assert "Thu 18 Jun 2026" in later.next()
    assert (
        office.quick("chase", "--as-of", "2026-06-08T10:00", "--format", "json").out.count(
            "continuation-of-benefits.deliver"
        )
        == 0
    )

    office.quick("record", "1", "reinstatement", "filed", "--on", "2026-06-09", "--as-of", "2026-06-09T10:00")
    items = office.quick("due", "--as-of", "2026-06-09T10:00", "--format", "json").json["items"]
    assert "continuation-of-benefits.deliver" not in {item["deadline"]["id"] for item in items}
    again = office.quick("show", "1", "--as-of", "2026-06-09T10:00", "--format", "json").deadline(
        "continuation-of-benefits.deliver"
    )
    assert (again["status"], again["raised"]) == ("lapsed", True)


def test_a_notice_in_time_is_on_no_list(office: Office) -> None:
    office.stored(
        "--plan", "medicaid-ffs", "--denied", "2026-06-01", "--effective", "2026-06-15", "--as-of", "2026-06-02T09:00"
    )
    items = office.quick("due", "--as-of", "2026-06-20T10:00", "--format", "json").json["items"]
    assert "continuation-of-benefits.deliver" not in {item["deadline"]["id"] for item in items}


def test_a_notice_without_its_name_is_a_fault_with_its_line(office: Office) -> None:
    path = office.write_rules(
        "own.yaml",
        """\
office: main-street
title: Main Street
stages:
  internal-appeal:
    request:
      when: {late: [continuation-of-benefits]}
      clock: provider
      say: Call.
      windows: [{count: 3 calendar days, after: notice_date}]
      authority: manual
      if_missed: Appeal.
      source: {url: manual, read: 2026-09-01, status: seen}
""",
    )
    result = office.quick("rules", "check", "own.yaml")

    assert result.code == 1
    assert f"{path}:6: " in result.out
    assert "write STAGE.STEP" in result.out


def test_a_late_notice_calls_for_a_complaint_and_a_day_for_papers_does_not(office: Office) -> None:
    case = ("calc", "--plan", "medicaid-ffs", "--effective", "2026-06-15", "--as-of", "2026-06-16", "--format", "json")
    there = {
        denied: "regulator-complaint"
        in {item["stage"] for item in office.quick(*case, "--denied", denied).json["deadlines"]}
        for denied in ("2026-06-05", "2026-06-06")
    }
    assert there == {"2026-06-05": False, "2026-06-06": True}
    papers = ("--event", "peer-to-peer pending-documents 2026-06-05 due 2026-06-18")
    found = office.quick(*case, "--denied", "2026-06-05", *papers).json["deadlines"]
    assert "regulator-complaint" not in {item["stage"] for item in found}
