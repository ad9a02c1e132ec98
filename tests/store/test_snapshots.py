"""The stored snapshots of cases: never put over newer events, held exactly as long as they hold, counted from the day after the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.worklist.made import case, deadline

from denialctl.store.events import StoredEvent
from denialctl.store.sqlite import Store
from denialctl.worklist.snapshot import Snapshot, Surfacing
from denialctl.worklist.surfacing import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FROM, UNTIL = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 12, tzinfo=UTC)
FIRST, SECOND = date(2026, 11, 12), date(2026, 11, 13)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "cases.db", make=True)
    yield opened
    opened.close()


def snapshot(title: str = "Appeal", **facts: Any) -> Snapshot:  # noqa: ANN401 - the fields of facts, each with its own type
    """A case with something for at once, for the 12th and for the 13th of November 2026."""
    days = (("a", AT_ONCE), ("b", FIRST), ("c", SECOND))
    deadlines = tuple(Surfacing(deadline(stage=stage, title=title, due=SECOND), day) for stage, day in days)
    return Snapshot(replace(case(**facts), id=None), "800 555 0100", deadlines, (), FROM, UNTIL)


def add(store: Store, kept: Snapshot) -> int:
    return store.add([("added", {"plan": "church"})], kept, at_utc="2026-11-02T12:00:00.000+00:00", who="x", origin="x")


def titles(store: Store) -> set[str]:
    return {item.deadline.title for item in store.surfaced(None)}


def test_what_was_computed_from_fewer_events_is_not_put_over_newer_ones(store: Store) -> None:
    """One process reads the case and computes; another adds an event, and stores what follows from it; then the first one stores."""
    number = add(store, snapshot("before"))
    later = StoredEvent(number, 2, "noted", {"text": "x"}, "2026-11-02T12:01:00.000+00:00", "y", "y")
    store.append(later, snapshot("after the event"))
    store.keep([(number, 1, snapshot("computed from one event"))])
    assert titles(store) == {"after the event"}
    store.keep([(number, 2, snapshot("computed from both"))])
    assert titles(store) == {"computed from both"}


def test_a_snapshot_of_no_case_is_not_kept(store: Store) -> None:
    store.keep([(5, 1, snapshot())])
    assert store.case_ids() == []


@pytest.mark.parametrize(
    ("now", "stale"),
    [
        (FROM - timedelta(seconds=1), True),
        (FROM, False),
        (UNTIL - timedelta(seconds=1), False),
        (UNTIL, True),
    ],
)
def test_deadlines_hold_from_their_first_instant_up_to_but_not_at_the_last(
    store: Store, now: datetime, stale: bool
) -> None:
    """At the very instant at which a day is over it is missed."""
    number = add(store, snapshot())
    assert store.stale(now.isoformat()) == ([number] if stale else [])


def test_without_bounds_they_always_hold(store: Store) -> None:
    add(store, replace(snapshot(), valid_from=None, valid_until=None))
    assert store.stale("1990-01-01T00:00:00+00:00") == store.stale("2100-12-31T00:00:00+00:00") == []


def test_a_closed_case_is_never_stale_and_not_open(store: Store) -> None:
    kept = snapshot()
    add(store, replace(kept, case=replace(kept.case, closed="settled")))
    assert store.stale(UNTIL.isoformat()) == []
    assert store.count_open() == 0
    assert store.cases(open_only=True) == []
    assert [one.closed for one, _ in store.cases()] == ["settled"]


def test_a_closed_case_is_found_by_its_patient_as_closed(store: Store) -> None:
    kept = snapshot(patient="MRN-1")
    add(store, replace(kept, case=replace(kept.case, closed="settled")))
    assert [one.closed is True for one in store.of_patients()] == [True]


def test_the_last_day_of_a_list_is_on_it_and_what_comes_later_is_counted_from_the_day_after(store: Store) -> None:
    add(store, snapshot())
    add(store, snapshot())
    assert sorted(item.deadline.stage for item in store.surfaced(FIRST)) == ["a", "a", "b", "b"]
    assert store.counted_after(FIRST) == (2, 2, SECOND)
    assert store.surfacing_after(FIRST) == [(1, SECOND), (2, SECOND)]
    assert store.counted_after(SECOND) == (0, 0, None)


def test_a_list_knows_the_case_its_number_and_its_line(store: Store) -> None:
    number = add(store, snapshot(patient="MRN-1", owner="maria"))
    item = store.surfaced(FIRST)[0]
    assert (item.number, item.case.facts.patient, item.case.facts.owner, item.phone) == (
        number,
        "MRN-1",
        "maria",
        "800 555 0100",
    )
    assert store.surfaced(FIRST, without=[number]) == []


def test_cases_are_found_by_patient_owner_payer_and_day(store: Store) -> None:
    kept = snapshot(patient="MRN-1", owner="maria", payer="Aetna", code="72148", description="MRI")
    add(store, replace(kept, case=replace(kept.case, facts=replace(kept.case.facts, denied=FIRST))))
    add(store, snapshot(owner="jo"))
    found = store.of_patients()
    assert [(one.id, one.patient, one.service) for one in found] == [(1, "MRN-1", "72148")]
    assert found[0].closed is False
    assert [one.id for one in store.denied_on(FIRST)] == [1]
    assert store.denied_on(SECOND) == []
    assert store.owners() == ["jo", "maria"]
    assert store.payers() == [None, "Aetna"]
    assert {(one.plan, one.payer) for one in store.used()} == {
        ("erisa-self-funded", "Aetna"),
        ("erisa-self-funded", None),
    }
