"""What is stored of a case for the lists: what of its history, which deadlines, from which day, which line to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, at, case_of, timeline_of
from tests.worklist.made import ZONE, case, deadline

from denialctl.cases.case import Acknowledged, Case, Chased, Happening, Told
from denialctl.dates.moments import Instant
from denialctl.vocabulary import Clock, Status
from denialctl.worklist.snapshot import Snapshot, Surfacing, as_listed, snapshot_of
from denialctl.worklist.surfacing import AT_ONCE

if TYPE_CHECKING:
    from denialctl.timeline.deadline import Deadline

NAME = "internal-appeal.file"


def noon(day: int) -> Instant:
    return Instant.at(date(2026, 11, day), time(12), ZONE)


def snapshot(*deadlines: tuple[Deadline, date | None], closed: str | None = None) -> Snapshot:
    return Snapshot(
        replace(case(7), closed=closed), None, tuple(Surfacing(*pair) for pair in deadlines), (), None, None
    )


def test_of_each_deadline_the_last_who_was_told_and_who_took_it_on_are_kept() -> None:
    told = (
        Told(NAME, 1, "maria", noon(2)),
        Told("peer-to-peer.request", 1, "jo", noon(3)),
        Told(NAME, 2, "dana", noon(4)),
    )
    taken = (Acknowledged(NAME, 1, "maria", noon(3)), Acknowledged(NAME, 2, "dana", noon(5)))
    kept = as_listed(replace(case(), told=told, acknowledged=taken))
    assert kept.told == (told[2], told[1])
    assert kept.acknowledged == (taken[1],)


def test_what_was_said_of_an_earlier_filing_is_not_kept() -> None:
    """The appeal was filed on the 2nd, dismissed on the 5th and filed again on the 9th."""
    events = (("filed", 2), ("dismissed", 5), ("filed", 9))
    happenings = tuple(Happening("internal-appeal", what, date(2026, 11, day)) for what, day in events)
    before, after = noon(4), noon(10)
    said = Case(
        facts=case().facts,
        happenings=happenings,
        told=(Told(NAME, 1, "maria", before),),
        acknowledged=(Acknowledged(NAME, 1, "maria", after),),
        chased={
            "internal-appeal.decide": (
                Chased("internal-appeal.decide", "call", before),
                Chased("internal-appeal.decide", "call", after),
            )
        },
    )
    kept = as_listed(said)
    assert (kept.told, kept.happenings) == ((), ())
    assert [item.at for item in kept.acknowledged] == [after]
    assert [item.at for item in kept.chased["internal-appeal.decide"]] == [after]


def test_a_list_asks_up_to_a_day_and_after_it() -> None:
    """The day itself is on the list; what comes later is counted from the day after it."""
    first, second = date(2026, 11, 12), date(2026, 11, 13)
    kept = snapshot(
        (deadline(title="a"), AT_ONCE),
        (deadline(title="b"), first),
        (deadline(title="c"), second),
        (deadline(title="d"), None),
    )
    assert [item.deadline.title for item in kept.surfaced(first)] == ["a", "b"]
    assert [item.deadline.title for item in kept.surfaced(None)] == ["a", "b", "c"]
    assert kept.surfacing_after(first) == [second]
    assert {item.number for item in kept.surfaced(None)} == {7}


def test_they_owe_what_is_waited_for_or_late_in_an_open_case() -> None:
    items = [
        (deadline(title=status, clock=Clock.PLAN, status=status, due=date(2026, 11, 2)), None) for status in Status
    ]
    assert [item.deadline.title for item in snapshot(*items).owed()] == ["waiting", "lapsed"]
    assert list(snapshot(*items, closed="settled").owed()) == []


def test_a_closed_case_has_nothing_on_the_list() -> None:
    told = case_of("medicare-advantage", denied="2026-10-01", received="2026-10-01")
    timeline, book = timeline_of(told, "2026-10-02"), assembler().book(told.facts)
    open_days = [item.day for item in snapshot_of(told, timeline, book).deadlines]
    closed_days = [item.day for item in snapshot_of(replace(told, closed="settled"), timeline, book).deadlines]
    assert any(day is not None for day in open_days)
    assert set(closed_days) == {None}
    assert len(closed_days) == len(open_days)


def test_it_holds_as_long_as_its_timeline_does() -> None:
    told = case_of("medicare-advantage", denied="2026-10-01", received="2026-10-01")
    timeline = timeline_of(told, "2026-10-02")
    kept = snapshot_of(told, timeline, assembler().book(told.facts))
    assert (kept.valid_from, kept.valid_until, kept.warnings) == (
        timeline.valid_from,
        timeline.valid_until,
        timeline.warnings,
    )
    assert kept.valid_until is not None
    assert kept.valid_until > at("2026-10-02").utc


def test_a_line_on_no_list_is_a_fault_of_the_program() -> None:
    stored_nowhere = next(
        iter(Snapshot(replace(case(), id=None), None, (Surfacing(deadline(), AT_ONCE),), (), None, None).surfaced(None))
    )
    with pytest.raises(ValueError, match="no list"):
        _ = stored_nowhere.number
