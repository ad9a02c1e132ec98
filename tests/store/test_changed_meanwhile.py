"""What is checked is checked on the very case that takes the event: nothing lands in a case that another process changed in between."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from denialctl.cases.typed_denial import TypedDenial
from denialctl.commands import changes, chase, checklist, escalate
from denialctl.commands.session import Session
from denialctl.errors import DenialctlError
from denialctl.store.events import StoredEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Office

# In the past by any clock: what is noted as done must not lie ahead.
DENIAL = (
    "--plan",
    "medicare-advantage",
    "--denied",
    "2025-10-01",
    "--received",
    "2025-10-02",
    "--as-of",
    "2025-10-05",
    "--owner",
    "maria",
)
LATE = "2025-12-22"


@pytest.fixture
def one_case(office: Office) -> Office:
    """A case with an appeal that the plan is late with, and somebody to tell."""
    office.stored(*DENIAL)
    assert (
        office.quick("record", "1", "internal-appeal", "filed", "--on", "2025-10-05", "--as-of", "2025-10-05").code == 0
    )
    assert office.quick("config", "set", "lead", "dana").code == 0
    return office


def kinds(office: Office) -> list[str]:
    return [line.split("\t")[3] for line in office.quick("show", "1", "--history").out.splitlines()]


def meanwhile(session: Session, act: Callable[[], object]) -> None:
    """Let another process act, through a session of its own, right before this session stores its next event."""
    store = session.store
    plain = store.append

    def append(*arguments: object) -> None:
        store.append = plain  # type: ignore[method-assign]
        act()
        plain(*arguments)  # type: ignore[arg-type]

    store.append = append  # type: ignore[assignment, method-assign]


def somebody_closes() -> None:
    other = Session(as_of=LATE)
    changes.close(other, 1, "approved by phone")
    other.close()


def somebody_redates(denied: str) -> None:
    other = Session(as_of=LATE)
    changes.edit(other, 1, TypedDenial(denied=denied), checked=True)
    other.close()


def record(session: Session) -> object:
    return changes.record(session, 1, "internal-appeal", "upheld", on="2025-12-01")


REFUSED: dict[str, Callable[[Session], object]] = {
    "record": record,
    "close": lambda session: changes.close(session, 1, "x"),
    "chase": lambda session: chase.said(session, 1, "call"),
    "checklist": lambda session: checklist.answer(session, 1, "notice", {"done": ["1"]}),
    "ack": lambda session: escalate.acknowledge(session, 1, None, "maria"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_lands_in_a_case_that_was_closed_in_between(one_case: Office, name: str) -> None:
    session = Session(as_of=LATE)
    meanwhile(session, somebody_closes)

    with pytest.raises(DenialctlError, match="closed"):
        REFUSED[name](session)

    assert kinds(one_case) == ["added", "recorded", "closed"]


def test_nobody_is_told_of_a_case_that_was_closed_in_between(one_case: Office) -> None:
    session = Session(as_of=LATE)
    meanwhile(session, somebody_closes)

    assert escalate.escalate(session) == []
    assert kinds(one_case) == ["added", "recorded", "closed"]


def test_nobody_is_told_twice_by_two_runs_at_once(one_case: Office) -> None:
    told: list[escalate.Alert] = []

    def other_run() -> None:
        other = Session(as_of=LATE)
        told.extend(escalate.escalate(other))
        other.close()

    session = Session(as_of=LATE)
    meanwhile(session, other_run)

    assert escalate.escalate(session) == []
    assert kinds(one_case).count("escalated") == len(told) > 0


def test_a_note_still_lands_in_a_closed_case(one_case: Office) -> None:
    session = Session(as_of=LATE)
    meanwhile(session, somebody_closes)

    changes.note(session, 1, "they called back")

    assert kinds(one_case) == ["added", "recorded", "closed", "noted"]


def test_reopening_what_somebody_else_reopened(one_case: Office) -> None:
    somebody_closes()

    def reopens() -> None:
        other = Session()
        changes.reopen(other, 1)
        other.close()

    session = Session()
    meanwhile(session, reopens)

    with pytest.raises(DenialctlError, match="is open"):
        changes.reopen(session, 1)
    assert kinds(one_case).count("reopened") == 1


def test_undo_takes_nothing_back_that_it_did_not_see(one_case: Office) -> None:
    def notes() -> None:
        other = Session()
        changes.note(other, 1, "somebody else's")
        other.close()

    session = Session()
    meanwhile(session, notes)

    with pytest.raises(DenialctlError, match="nothing was taken back"):
        changes.undo(session, 1)
    assert kinds(one_case) == ["added", "recorded", "noted"]


def test_a_correction_is_judged_by_the_case_that_takes_it(one_case: Office) -> None:
    """Received on 3 October is right for a notice of the 1st, and odd for one of the 4th."""
    session = Session(as_of=LATE)
    meanwhile(session, lambda: somebody_redates("2025-10-04"))

    with pytest.raises(DenialctlError, match="before it"):
        changes.edit(session, 1, TypedDenial(received="2025-10-03"))
    assert kinds(one_case) == ["added", "recorded", "edited"]


def test_what_is_recorded_is_judged_by_the_denial_as_it_is(one_case: Office) -> None:
    session = Session(as_of=LATE)
    meanwhile(session, lambda: somebody_redates("2025-12-05"))

    with pytest.raises(DenialctlError, match="before the denial"):
        record(session)
    assert kinds(one_case) == ["added", "recorded", "edited"]


def test_answers_of_two_people_for_one_line_of_the_call_sheet_are_both_kept(one_case: Office) -> None:
    """A line that takes several answers numbers them: the number is given anew when somebody else took it."""

    def answers() -> None:
        other = Session(as_of=LATE)
        changes.edit(other, 1, TypedDenial(sheet=("tried=ibuprofen",)))
        other.close()

    session = Session(as_of=LATE)
    meanwhile(session, answers)
    changes.edit(session, 1, TypedDenial(sheet=("tried=naproxen",)))

    page = one_case.quick("prep", "1", "--as-of", LATE).out
    assert "ibuprofen" in page
    assert "naproxen" in page


def test_an_event_by_the_old_number_is_never_taken(one_case: Office) -> None:
    session = Session()
    assert max(event.number for event in session.store.events(1)) == 2
    stale = StoredEvent(1, 2, "noted", {"text": "x"}, session.real_now_utc, "x", "x")
    from denialctl.commands.refresh import snapshot_for
    from denialctl.commands.stored_case import case_of
    from denialctl.store.sqlite import ChangedMeanwhileError

    case, _ = case_of(session, 1)
    with pytest.raises(ChangedMeanwhileError):
        session.store.append(stale, snapshot_for(session, case, session.assembler.timeline(case, session.now)))


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
