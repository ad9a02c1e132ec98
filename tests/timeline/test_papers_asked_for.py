"""The day by which they want the papers that they asked for: in every stage of every plan type, beside the rule's own day.

November and December 2026: Thu 26 November is Thanksgiving, Fri 27 November a business day, Wed 2 December, Sun 6 December.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING

import pytest

from denialctl.cases.case import Case, Happening
from denialctl.cases.facts import Facts
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, day_of
from denialctl.packs.library import Library
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.vocabulary import ASKED_FOR_PAPERS, PLAN_IN_WORDS, Basis, Status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

    from denialctl.timeline.deadline import Deadline

ZONE = "America/New_York"
ASKED, WANTED = date(2026, 11, 27), date(2026, 12, 2)
NOW = Instant.at(ASKED, time(15), ZONE)
FACTS = Facts(plan="", denied=date(2026, 11, 2), received=date(2026, 11, 2), state="NY", tz=ZONE)
_KEPT: dict[str, Assembler] = {}


@pytest.fixture
def assembler(pack_cache: Path) -> Assembler:
    """One assembler for all tests: the packs of the program alone."""
    return _KEPT.setdefault("one", Assembler(Library(cache=pack_cache), OpenDays(ZONE, FEDERAL)))


def supply(assembler: Assembler, plan: str, *happenings: Happening, now: Instant = NOW) -> Deadline | None:
    """Return the line for papers of the stage of the first event."""
    case = Case(replace(FACTS, plan=plan), 1, happenings)
    return assembler.timeline(case, now).get(f"{happenings[0].stage}.supply")


@cache
def _asked(stage: str, what: str, due: date | Instant | None = WANTED, on: date = ASKED) -> Happening:
    return Happening(stage, what, on, due=due)


@pytest.mark.parametrize("what", ASKED_FOR_PAPERS)
@pytest.mark.parametrize("plan", PLAN_IN_WORDS)
def test_every_stage_of_every_plan_type_shows_their_day(assembler: Assembler, plan: str, what: str) -> None:
    """Never later than the day that they named; earlier only where the law's own day is, and then theirs can be argued."""
    stages = assembler.book(replace(FACTS, plan=plan)).stages
    assert len(stages) > 3
    for stage in stages:
        found = supply(assembler, plan, _asked(stage, what))
        assert found is not None, stage
        assert found.due is not None, stage
        assert found.latest is not None, stage
        if found.basis is Basis.LETTER:
            assert found.due == WANTED, stage
            assert found.status is Status.OPEN, stage
            assert "their request for papers" in found.authority, stage
        else:
            assert found.basis is Basis.LAW, stage
            assert day_of(found.due) <= WANTED <= day_of(found.latest), stage
        assert "they asked for it by Wed 2 Dec 2026" in found.derivation, stage


@pytest.mark.parametrize("what", ASKED_FOR_PAPERS)
@pytest.mark.parametrize("plan", PLAN_IN_WORDS)
def test_no_request_stays_without_a_line(assembler: Assembler, plan: str, what: str) -> None:
    """Without a day: the rule's day, or an undated line, or the step of the law that completes the request."""
    for stage in assembler.book(replace(FACTS, plan=plan)).stages:
        asked = _asked(stage, what, None)
        timeline = assembler.timeline(Case(replace(FACTS, plan=plan), 1, (asked,)), NOW)
        found = timeline.get(f"{stage}.supply") or timeline.get(f"{stage}.cure")
        assert found is not None, stage
        assert found.stage_open, stage
        if found.due is None:
            assert found.status is Status.NOT_COMPUTED, stage
            assert found.missing, stage


@pytest.mark.parametrize("plan", PLAN_IN_WORDS)
@pytest.mark.parametrize("answer", ["documents-sent", "info-supplied"])
def test_the_papers_answer_it_in_time_or_late(assembler: Assembler, plan: str, answer: str) -> None:
    later = Instant.at(date(2026, 12, 10), time(9), ZONE)
    for sent, status in ((date(2026, 12, 2), Status.MET), (date(2026, 12, 3), Status.MET_LATE)):
        found = supply(
            assembler,
            plan,
            _asked("peer-to-peer", "pending-documents"),
            Happening("peer-to-peer", answer, sent),
            now=later,
        )
        assert found is not None
        assert (found.status, found.done_at) == (status, sent)


def test_the_first_papers_after_the_last_request_answer_it(assembler: Assembler) -> None:
    """They asked on the 27th, and again on the 30th for more by 4 December. Papers of the 28th answer the first, of 3 December the second."""
    events = [
        _asked("internal-appeal", "info-requested"),
        Happening("internal-appeal", "documents-sent", date(2026, 11, 28)),
        _asked("internal-appeal", "info-requested", date(2026, 12, 4), date(2026, 11, 30)),
    ]
    waiting = supply(assembler, "aca-group", *events, now=Instant.at(date(2026, 12, 1), time(9), ZONE))
    assert waiting is not None
    assert (waiting.status, waiting.due) == (Status.OPEN, date(2026, 12, 4))
    events += [Happening("internal-appeal", "documents-sent", date(2026, 12, day)) for day in (3, 7)]
    met = supply(assembler, "aca-group", *events, now=Instant.at(date(2026, 12, 8), time(9), ZONE))
    assert met is not None
    assert (met.status, met.done_at) == (Status.MET, date(2026, 12, 3))


def test_asked_twice_the_first_day_counts_and_the_second_can_be_argued(assembler: Assembler) -> None:
    found = supply(
        assembler, "aca-group", _asked("peer-to-peer", "pending-documents"),
        _asked("peer-to-peer", "pending-documents", date(2026, 12, 9), date(2026, 11, 30)),
    )  # fmt: skip
    assert found is not None
    assert (found.due, found.latest) == (WANTED, date(2026, 12, 9))


# -- beside the rule ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "due", "latest", "basis"),
    [
        # 48 CFR 1652.204-72: 60 days from Fri 27 November: 3 in November, 34, Tue 26 January 2027.
        (date(2026, 12, 2), date(2026, 12, 2), date(2027, 1, 26), Basis.LETTER),
        (date(2027, 1, 26), date(2027, 1, 26), date(2027, 1, 26), Basis.LAW),
        (date(2027, 2, 5), date(2027, 1, 26), date(2027, 2, 5), Basis.LAW),
    ],
)
def test_beside_a_law_the_earlier_day_is_acted_on(
    assembler: Assembler, wanted: date, due: date, latest: date, basis: Basis
) -> None:
    filed = Happening("internal-appeal", "filed", date(2026, 11, 10))
    case = Case(
        replace(FACTS, plan="fehb", state=None), 1, (filed, _asked("internal-appeal", "info-requested", wanted))
    )
    found = assembler.timeline(case, NOW).get("internal-appeal.supply")
    assert found is not None
    assert (found.due, found.latest, found.basis) == (due, latest, basis)
    assert any("less time" in note for note in found.notes) is (basis is Basis.LETTER)


def test_beside_a_mere_practice_their_day_is_the_day(assembler: Assembler) -> None:
    """Usual is the day of the call itself, Fri 27 November; they said Wed 2 December."""
    unsaid = supply(assembler, "aca-group", _asked("peer-to-peer", "pending-documents", None))
    said = supply(assembler, "aca-group", _asked("peer-to-peer", "pending-documents"))
    assert unsaid is not None
    assert said is not None
    assert (unsaid.due, unsaid.basis) == (ASKED, Basis.PRACTICE)
    assert (said.due, said.latest, said.basis) == (WANTED, WANTED, Basis.LETTER)


def test_a_filed_appeal_does_not_take_the_papers_off_the_list(assembler: Assembler) -> None:
    found = supply(
        assembler,
        "aca-group",
        _asked("peer-to-peer", "pending-documents"),
        Happening("internal-appeal", "filed", date(2026, 11, 27)),
    )
    assert found is not None
    assert found.status is Status.OPEN


def test_the_denial_answers_what_was_asked_before_it(assembler: Assembler) -> None:
    facts = replace(FACTS, plan="aca-group", requested=date(2026, 10, 20))
    case = Case(facts, 1, (_asked("initial-decision", "info-requested", date(2026, 11, 10), date(2026, 10, 25)),))
    found = assembler.timeline(case, NOW).get("initial-decision.supply")
    assert found is not None
    assert found.status is Status.MOOT


# -- as it is typed ----------------------------------------------------------------------------


def test_recorded_over_a_weekend(office: Office) -> None:
    """They want them by Sun 6 December: the office plans for the open day before, Fri 4, less nothing it has: asked Fri 27 November."""
    office.stored("--plan", "aca-group", "--denied", "2026-11-20", "--received", "2026-11-20", "--as-of", "2026-11-20")
    done = office.quick(
        "record",
        "1",
        "peer-to-peer",
        "pending-documents",
        "--on",
        "2026-11-27",
        "--due",
        "2026-12-06",
        "--as-of",
        "2026-11-27T15:00",
    )
    assert done.code == 0, done.err
    found = office.quick("show", "1", "--as-of", "2026-11-27T15:00", "--format", "json").deadline("peer-to-peer.supply")
    assert (found["due"], found["latest"], found["basis"], found["layer"]) == (
        "2026-12-06",
        "2026-12-06",
        "letter",
        "letter",
    )
    # Five business days before Fri 4 December: 3, 2, 1 December, 30 and Fri 27 November.
    assert found["act_by"] == "2026-11-27"
    items = office.quick("due", "--as-of", "2026-12-05T09:00", "--format", "json").json["items"]
    line = next(item for item in items if item["deadline"]["id"] == "peer-to-peer.supply")
    assert line["band"] == "today"
    assert (
        "due 2026-12-06" in office.quick("show", "1", "--history").out
        or "due 2026-12-06" in office.quick("history", "1").out
    )


def test_the_call_sheet_says_by_when_the_papers_go(office: Office) -> None:
    office.stored("--plan", "aca-group", "--denied", "2026-11-20", "--received", "2026-11-20", "--as-of", "2026-11-20")
    office.quick(
        "record",
        "1",
        "peer-to-peer",
        "pending-documents",
        "--on",
        "2026-11-27",
        "--due",
        "2026-12-02",
        "--as-of",
        "2026-11-27T15:00",
    )
    assert "last day Wed 2 Dec 2026" in office.quick("prep", "1", "--as-of", "2026-11-27T15:00").out
    found = office.quick("prep", "1", "--as-of", "2026-11-27T15:00", "--format", "json").json
    assert found["deadlines"]["papers"]["due"] == "2026-12-02"


def test_recorded_by_the_hour(office: Office) -> None:
    office.stored("--plan", "aca-group", "--denied", "2026-11-20", "--received", "2026-11-20", "--as-of", "2026-11-20")
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-11-25", "--as-of", "2026-11-25T15:00")
    office.quick(
        "record", "1", "internal-appeal", "info-requested", "--on", "2026-11-27T10:00", "--due", "2026-12-02T17:00",
        "--as-of", "2026-11-27T15:00",
    )  # fmt: skip
    show = ("show", "1", "--format", "json", "--as-of")
    found = office.quick(*show, "2026-12-02T16:59").deadline("internal-appeal.supply")
    assert (found["due"], found["status"]) == ("2026-12-02T17:00:00-05:00", "open")
    assert office.quick(*show, "2026-12-02T17:00").deadline("internal-appeal.supply")["status"] == "missed"
    assert "Send what they asked for" in office.quick("due", "--as-of", "2026-12-02T08:00").out
    office.quick(
        "record", "1", "internal-appeal", "documents-sent", "--on", "2026-12-02T16:00", "--as-of", "2026-12-02T16:30"
    )
    assert office.quick(*show, "2026-12-02T17:00").deadline("internal-appeal.supply")["status"] == "met"


def test_without_a_day_and_without_a_rule_it_is_on_todays_list(office: Office) -> None:
    office.stored("--plan", "aca-group", "--denied", "2026-11-20", "--received", "2026-11-20", "--as-of", "2026-11-20")
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-11-25", "--as-of", "2026-11-25T15:00")
    office.quick(
        "record", "1", "internal-appeal", "info-requested", "--on", "2026-11-27", "--as-of", "2026-11-27T15:00"
    )
    items = office.quick("due", "--as-of", "2026-11-27T16:00", "--format", "json").json["items"]
    line = next(item for item in items if item["deadline"]["id"] == "internal-appeal.supply")
    assert (line["band"], line["deadline"]["due"]) == ("today", None)
    assert line["action"].startswith("Send what they asked for")
    assert "--due" in line["action"]


def test_an_event_of_calc_takes_the_day_too(office: Office) -> None:
    for event in (
        "peer-to-peer pending-documents 2026-11-27 due 2026-12-02T12:00",
        "peer-to-peer pending-documents 2026-11-27 received 2026-11-27 due 2026-12-02T12:00",
        "peer-to-peer pending-documents 2026-11-27 due 2026-12-02T12:00 received 2026-11-27",
    ):
        result = office.quick(
            "calc",
            "--plan",
            "aca-group",
            "--denied",
            "2026-11-20",
            "--event",
            event,
            "--as-of",
            "2026-11-27",
            "--format",
            "json",
        )
        assert result.deadline("peer-to-peer.supply")["due"] == "2026-12-02T12:00:00-05:00"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("peer-to-peer", "upheld", "--on", "2026-11-27", "--due", "2026-12-02"), "asks for no papers"),
        (("internal-appeal", "filed", "--on", "2026-11-27", "--due", "2026-12-02"), "asks for no papers"),
        (("peer-to-peer", "pending-documents", "--on", "2026-11-27", "--due", "2026-11-26"), "before it"),
        (("peer-to-peer", "pending-documents", "--on", "2026-11-27T10:00", "--due", "2026-11-27T09:59"), "before it"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, arguments: tuple[str, ...], said: str) -> None:
    office.stored("--plan", "aca-group", "--denied", "2026-11-20", "--received", "2026-11-20", "--as-of", "2026-11-20")
    result = office.quick("record", "1", *arguments, "--as-of", "2026-11-28T09:00")
    assert result.code == 2
    assert said in result.err
    assert office.quick("show", "1", "--as-of", "2026-11-28T09:00", "--format", "json").code == 0


@pytest.mark.parametrize(
    "event", ["peer-to-peer pending-documents 2026-11-27 due", "peer-to-peer pending-documents 2026-11-27 until 2026-12-02",
              "peer-to-peer pending-documents 2026-11-27 due 2026-12-02 due 2026-12-03"],
)  # fmt: skip
def test_an_event_that_cannot_be_read_is_refused(office: Office, event: str) -> None:
    result = office.quick(
        "calc", "--plan", "aca-group", "--denied", "2026-11-20", "--event", event, "--as-of", "2026-11-28"
    )
    assert result.code == 2
    assert "I cannot" in result.err
    assert "due 2026-12-02" in result.err
