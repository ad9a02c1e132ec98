"""What is checked is checked on the very case that takes the event: nothing lands in a case that another process changed in between."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from denialctl.commands import casework, chase, checklist, escalating
from denialctl.commands.desk import Desk
from denialctl.commands.intake import Entry
from denialctl.errors import DenialctlError
from denialctl.store.sqlite import StoredEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Office

# In the past by any clock: what is noted as done must not lie ahead.
DENIAL = ("--plan", "medicare-advantage", "--denied", "2025-10-01", "--received", "2025-10-02", "--as-of", "2025-10-05", "--owner", "maria")
LATE = "2025-12-22"


@pytest.fixture
def one_case(office: Office) -> Office:
    """A case with an appeal that the plan is late with, and somebody to tell."""
    office.stored(*DENIAL)
    assert office.quick("record", "1", "internal-appeal", "filed", "--on", "2025-10-05", "--as-of", "2025-10-05").code == 0
    assert office.quick("config", "set", "lead", "dana").code == 0
    return office


def kinds(office: Office) -> list[str]:
    return [line.split("\t")[3] for line in office.quick("show", "1", "--history").out.splitlines()]


def meanwhile(desk: Desk, act: Callable[[], object]) -> None:
    """Let somebody else act through a desk of their own, right before the next event of this one is stored."""
    store = desk.store
    plain = store.append

    def append(*arguments: object) -> None:
        store.append = plain  # type: ignore[method-assign]
        act()
        plain(*arguments)  # type: ignore[arg-type]

    store.append = append  # type: ignore[assignment, method-assign]


def somebody_closes() -> None:
    other = Desk(as_of=LATE)
    casework.close(other, 1, "approved by phone")
    other.close()


def somebody_redates(denied: str) -> None:
    other = Desk(as_of=LATE)
    casework.edit(other, 1, Entry(denied=denied), checked=True)
    other.close()


def record(desk: Desk) -> object:
    return casework.record(desk, 1, "internal-appeal", "upheld", on="2025-12-01")


REFUSED: dict[str, Callable[[Desk], object]] = {
    "record": record,
    "close": lambda desk: casework.close(desk, 1, "x"),
    "chase": lambda desk: chase.said(desk, 1, "call"),
    "checklist": lambda desk: checklist.answer(desk, 1, "notice", {"done": ["1"]}),
    "ack": lambda desk: escalating.acknowledge(desk, 1, None, "maria"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_lands_in_a_case_that_was_closed_in_between(one_case: Office, name: str) -> None:
    desk = Desk(as_of=LATE)
    meanwhile(desk, somebody_closes)

    with pytest.raises(DenialctlError, match="closed"):
        REFUSED[name](desk)

    assert kinds(one_case) == ["added", "recorded", "closed"]


def test_nobody_is_told_of_a_case_that_was_closed_in_between(one_case: Office) -> None:
    desk = Desk(as_of=LATE)
    meanwhile(desk, somebody_closes)

    assert escalating.escalate(desk) == []
    assert kinds(one_case) == ["added", "recorded", "closed"]


def test_nobody_is_told_twice_by_two_runs_at_once(one_case: Office) -> None:
    told: list[escalating.Call] = []

    def other_run() -> None:
        other = Desk(as_of=LATE)
        told.extend(escalating.escalate(other))
        other.close()

    desk = Desk(as_of=LATE)
    meanwhile(desk, other_run)

    assert escalating.escalate(desk) == []
    assert kinds(one_case).count("escalated") == len(told) > 0


def test_a_note_still_lands_in_a_closed_case(one_case: Office) -> None:
    desk = Desk(as_of=LATE)
    meanwhile(desk, somebody_closes)

    casework.note(desk, 1, "they called back")

    assert kinds(one_case) == ["added", "recorded", "closed", "noted"]


def test_reopening_what_somebody_else_reopened(one_case: Office) -> None:
    somebody_closes()

    def reopens() -> None:
        other = Desk()
        casework.reopen(other, 1)
        other.close()

    desk = Desk()
    meanwhile(desk, reopens)

    with pytest.raises(DenialctlError, match="is open"):
        casework.reopen(desk, 1)
    assert kinds(one_case).count("reopened") == 1


def test_undo_takes_nothing_back_that_it_did_not_see(one_case: Office) -> None:
    def notes() -> None:
        other = Desk()
        casework.note(other, 1, "somebody else's")
        other.close()

    desk = Desk()
    meanwhile(desk, notes)

    with pytest.raises(DenialctlError, match="nothing was taken back"):
        casework.undo(desk, 1)
    assert kinds(one_case) == ["added", "recorded", "noted"]


def test_a_correction_is_judged_by_the_case_that_takes_it(one_case: Office) -> None:
    """Received on 3 October is right for a notice of the 1st, and odd for one of the 4th."""
    desk = Desk(as_of=LATE)
    meanwhile(desk, lambda: somebody_redates("2025-10-04"))

    with pytest.raises(DenialctlError, match="before it"):
        casework.edit(desk, 1, Entry(received="2025-10-03"))
    assert kinds(one_case) == ["added", "recorded", "edited"]


def test_what_is_recorded_is_judged_by_the_denial_as_it_is(one_case: Office) -> None:
    desk = Desk(as_of=LATE)
    meanwhile(desk, lambda: somebody_redates("2025-12-05"))

    with pytest.raises(DenialctlError, match="before the denial"):
        record(desk)
    assert kinds(one_case) == ["added", "recorded", "edited"]


def test_answers_of_two_people_for_one_line_of_the_call_sheet_are_both_kept(one_case: Office) -> None:
    """A line that takes several answers numbers them: the number is given anew when somebody else took it."""

    def answers() -> None:
        other = Desk(as_of=LATE)
        casework.edit(other, 1, Entry(sheet=("tried=ibuprofen",)))
        other.close()

    desk = Desk(as_of=LATE)
    meanwhile(desk, answers)
    casework.edit(desk, 1, Entry(sheet=("tried=naproxen",)))

    page = one_case.quick("prep", "1", "--as-of", LATE).out
    assert "ibuprofen" in page
    assert "naproxen" in page


def test_an_event_by_the_old_number_is_never_taken(one_case: Office) -> None:
    desk = Desk()
    assert max(event.number for event in desk.store.events(1)) == 2
    stale = StoredEvent(1, 2, "noted", {"text": "x"}, desk.real_now_utc, "x", "x")
    from denialctl.commands.projecting import case_of, projection_of
    from denialctl.store.sqlite import ChangedMeanwhileError

    case, _ = case_of(desk, 1)
    with pytest.raises(ChangedMeanwhileError):
        desk.store.append(stale, projection_of(desk, case, desk.assembler.timeline(case, desk.now)))


RACING = """
import sys
from denialctl.__main__ import run
for number in range(int(sys.argv[2])):
    if sys.argv[1] == "closing":
        run(["close", "1", "--reason", "x"])
        run(["reopen", "1"])
    else:
        run(["record", "1", "peer-to-peer", "requested", "--on", "2025-10-03", "--as-of", "2025-10-05", "--checked", "--ref", str(number)])
"""


def test_two_processes_race_and_no_event_lies_between_a_closing_and_its_opening(one_case: Office) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RACING, role, "12"], env=one_case.environment, cwd=one_case.root,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for role in ("closing", "recording", "recording")
    ]  # fmt: skip
    told = "".join(process.communicate(timeout=300)[1] for process in started)

    assert "fault of the program" not in told
    history = kinds(one_case)
    assert history.count("recorded") == 1 + told.count("Recorded: peer-to-peer requested")
    closed = False
    for kind in history:
        assert not (closed and kind == "recorded"), history
        closed = kind == "closed" or (closed and kind != "reopened")
