"""What an entry costs: the case is computed once as it was and once as it is, whatever is asked for around it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ZONE

from denialctl.cases import events
from denialctl.cases.case import Case
from denialctl.cases.facts import Facts
from denialctl.cases.typed_denial import TypedDenial
from denialctl.commands import changes, stored_case
from denialctl.commands.answering import answer_after
from denialctl.commands.session import Session
from denialctl.dates.moments import Instant, to_json
from denialctl.timeline import assemble
from denialctl.timeline.build import build_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Office

AS_OF = ("--as-of", "2025-11-23")
DENIAL = (
    "--plan",
    "erisa-self-funded",
    "--denied",
    "2025-11-03",
    "--received",
    "2025-11-03",
    "--patient",
    "MRN-1",
    *AS_OF,
)


class Counted:
    """How often a timeline was built and events were folded."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.timelines = self.folds = 0
        build, fold = build_timeline, events.fold

        def build_counted(*arguments: object, **more: object) -> object:
            self.timelines += 1
            return build(*arguments, **more)  # type: ignore[arg-type]

        def fold_counted(*arguments: object, **more: object) -> object:
            self.folds += 1
            return fold(*arguments, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(assemble, "build_timeline", build_counted)
        for module in (changes, stored_case):
            monkeypatch.setattr(module, "fold", fold_counted)

    def of(self, act: Callable[[], object]) -> tuple[int, int]:
        """Return how many timelines and folds an act takes."""
        self.timelines = self.folds = 0
        act()
        return self.timelines, self.folds


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def test_a_new_case_is_computed_once(office: Office, counted: Counted) -> None:
    assert counted.of(lambda: office.stored(*DENIAL)) == (1, 1)


@pytest.mark.parametrize(
    ("entry", "most"),
    [
        # Before and after: two timelines, two folds.
        (("record", "1", "internal-appeal", "filed", "--on", "2025-11-10"), (2, 2)),
        (("edit", "1", "--received", "2025-11-04"), (2, 2)),
        # The stages that a letter may name are those of the corrected case: folded once more.
        (("edit", "1", "--letter", "internal-appeal=2026-05-01"), (2, 3)),
        (("close", "1", "--reason", "the patient wants no appeal"), (2, 2)),
        # A note moves no date.
        (("note", "1", "left a message"), (1, 2)),
    ],
)
def test_an_entry_computes_the_case_before_and_after_it(
    office: Office, counted: Counted, entry: tuple[str, ...], most: tuple[int, int]
) -> None:
    office.stored(*DENIAL)

    assert counted.of(lambda: office.quick(*entry, *AS_OF)) == most


def test_an_answer_that_something_is_missing_computes_the_dates_again(office: Office, counted: Counted) -> None:
    """A notice that lacks what it must say may start no time: such an answer on the checklist is no mere note."""
    office.stored(*DENIAL)

    timelines, _ = counted.of(lambda: office.quick("checklist", "1", "notice", "--missing", "1", *AS_OF))
    assert timelines == 2


def test_the_case_that_is_shown_after_add_is_the_one_that_was_stored(office: Office) -> None:
    added = office.quick("add", *DENIAL, "--note", "urgent call", "--format", "json")
    shown = office.quick("show", "1", *AS_OF, "--format", "json")

    assert added.json == shown.json
    assert added.json["case"]["id"] == 1


def test_what_moved_is_said_of_this_entry_alone(office: Office) -> None:
    """Somebody records the filing in between: the answer to our correction does not claim that we moved it."""
    office.stored(*DENIAL)
    session = Session(as_of="2025-11-23")
    store = session.store
    plain = store.append

    def append(*arguments: object) -> None:
        store.append = plain  # type: ignore[method-assign]
        other = Session(as_of="2025-11-23")
        changes.record(other, 1, "internal-appeal", "filed", on="2025-11-10")
        other.close()
        plain(*arguments)  # type: ignore[arg-type]

    store.append = append  # type: ignore[assignment, method-assign]
    _, answer = answer_after(session, 1, lambda: changes.edit(session, 1, TypedDenial(code="72148")))

    assert [event.kind for event in answer.stored] == ["edited"]
    assert answer.moves == ()
    assert [item.what for item in answer.case.happenings] == ["filed"]


def test_an_hour_that_came_twice_is_not_taken_for_one_that_is_told(office: Office) -> None:
    """The plan received an urgent request at 1:30 in the night of 1 November 2026, when 1:30 came twice.

    Only the second 1:30 (-05:00) makes them surely late: 72 hours later it is 4 November, 1:30 -05:00. Once the first one
    is told (-04:00), it is an hour earlier: 72 elapsed hours later clocks show 0:30.
    """
    session = Session(as_of="2026-11-03T12:00", tz=ZONE)

    def due_of(requested: Instant) -> str | None:
        facts = Facts(plan="erisa-self-funded", urgent=True, requested=requested, tz=ZONE)
        found = session.timeline(Case(facts)).get("initial-decision.decide")
        assert found is not None
        return to_json(found.due)

    not_told = Instant.shown(date(2026, 11, 1), time(1, 30), ZONE)
    told = Instant.at(date(2026, 11, 1), time(1, 30), ZONE)
    assert not_told.twice

    assert due_of(not_told) == "2026-11-04T01:30:00-05:00"
    assert due_of(told) == "2026-11-04T00:30:00-05:00"
