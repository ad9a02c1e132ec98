"""What an entry did to our rights: opened, moved, done, over, ended. Made-up ladders; no date is computed here."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from denialctl.timeline.deadline import Deadline, Timeline
from denialctl.timeline.moved import Turn, is_open_right, moves, open_rights, say_right
from denialctl.vocabulary import Clock, Kind, Status

DECEMBER, MARCH = date(2026, 12, 4), date(2027, 3, 1)


def right(
    stage: str = "internal-appeal", status: Status = Status.OPEN, due: date | None = DECEMBER, *,
    clock: Clock = Clock.PROVIDER, begun: bool = True, latest: date | None = None, missing: str | None = None,
) -> Deadline:  # fmt: skip
    """Make a deadline of which only what counts here is set."""
    return Deadline(
        stage=stage, step="file", kind=Kind.INTERNAL_APPEAL, title=stage.capitalize(), say="", clock=clock, status=status,
        stage_open=begun, basis=None, layer=None, authority="", confirmed=True, source="", source_status="seen", window="",
        trigger_event=None, trigger_at=None, act_by=None, due=due, latest=latest or due, done_at=None, derivation=(), if_missed="",
        late_filing=None, overruled=(), missing=missing, reason=None,
    )  # fmt: skip


def ladder(*deadlines: Deadline) -> Timeline:
    return Timeline(deadlines, (), None, None, {})


def turns(before: Timeline, after: Timeline) -> list[tuple[str, Turn]]:
    return [(move.right.stage, move.turn) for move in moves(before, after)]


def test_a_right_whose_stage_begins_is_opened() -> None:
    projected = right("external-review", Status.PROJECTED, begun=False)

    assert turns(ladder(projected), ladder(right("external-review"))) == [("external-review", Turn.OPENED)]
    assert turns(ladder(), ladder(right("external-review"))) == [("external-review", Turn.OPENED)]
    assert turns(ladder(right(status=Status.MISSED)), ladder(right())) == [("internal-appeal", Turn.OPENED)]
    assert turns(ladder(right(status=Status.MET)), ladder(right())) == [("internal-appeal", Turn.OPENED)]


def test_a_right_without_a_day_is_a_right() -> None:
    undated = right("judicial-review", Status.NOT_COMPUTED, None, missing="the day that the letter prints")

    assert turns(ladder(), ladder(undated)) == [("judicial-review", Turn.OPENED)]
    assert turns(ladder(undated), ladder(right("judicial-review", due=MARCH))) == [("judicial-review", Turn.MOVED)]
    assert say_right(undated) == "Judicial-review, no last day computed (the day that the letter prints)"


def test_another_last_day_is_a_move_and_another_latest_too() -> None:
    assert turns(ladder(right()), ladder(right(due=MARCH))) == [("internal-appeal", Turn.MOVED)]
    assert turns(ladder(right()), ladder(right(latest=MARCH))) == [("internal-appeal", Turn.MOVED)]
    assert turns(ladder(right()), ladder(right())) == []


def test_what_was_filed_is_done_on_time_or_late() -> None:
    for status in (Status.MET, Status.MET_LATE):
        assert turns(ladder(right()), ladder(right(status=status))) == [("internal-appeal", Turn.DONE)]
        assert turns(ladder(right(status=Status.MISSED)), ladder(right(status=status))) == [
            ("internal-appeal", Turn.DONE)
        ]


def test_what_comes_onto_the_ladder_done_was_never_open() -> None:
    """A call that was held without being asked for here: its time was never ours to get."""
    assert turns(ladder(), ladder(right("peer-to-peer", Status.MET))) == []


def test_a_right_ends_by_time_by_the_law_or_by_leaving_the_ladder() -> None:
    assert turns(ladder(right()), ladder(right(status=Status.MISSED))) == [("internal-appeal", Turn.OVER)]
    assert turns(ladder(right()), ladder(right(status=Status.MOOT))) == [("internal-appeal", Turn.ENDED)]
    assert turns(ladder(right()), ladder(right(status=Status.PROJECTED, begun=False))) == [
        ("internal-appeal", Turn.ENDED)
    ]
    assert turns(ladder(right()), ladder()) == [("internal-appeal", Turn.ENDED)]


def test_their_clocks_are_no_rights_of_ours() -> None:
    theirs = right(clock=Clock.PLAN, status=Status.WAITING)

    assert turns(ladder(), ladder(theirs)) == []
    assert turns(ladder(theirs), ladder()) == []
    assert open_rights(ladder(theirs, right("external-review"))) == (right("external-review"),)


def test_a_right_is_said_with_its_days() -> None:
    assert say_right(right()) == "Internal-appeal, last day Fri 4 Dec 2026"
    assert say_right(right(latest=MARCH)) == "Internal-appeal, last day Fri 4 Dec 2026, arguable until Mon 1 Mar 2027"


# -- for all ladders ------------------------------------------------------------------------------------

ANY_RIGHT = st.builds(
    right,
    st.sampled_from(["peer-to-peer", "internal-appeal", "external-review", "state-fair-hearing"]),
    st.sampled_from(Status),
    st.sampled_from([None, DECEMBER, MARCH]),
    clock=st.sampled_from(Clock),
    begun=st.booleans(),
)
ANY_LADDER = st.lists(ANY_RIGHT, unique_by=lambda item: item.id, max_size=4).map(lambda items: ladder(*items))


@given(ANY_LADDER)
def test_a_ladder_that_stays_moves_nothing(one: Timeline) -> None:
    assert moves(one, one) == ()


@given(ANY_LADDER, ANY_LADDER)
def test_no_right_opens_moves_or_goes_in_silence(before: Timeline, after: Timeline) -> None:
    said = {move.right.id: move for move in moves(before, after)}

    for item in before.deadlines:
        now = after.get(item.id)
        if is_open_right(item) and (
            now is None or not is_open_right(now) or (now.due, now.latest) != (item.due, item.latest)
        ):
            assert said[item.id].before == item
    for item in after.deadlines:
        was = before.get(item.id)
        if is_open_right(item) and (was is None or not is_open_right(was)):
            assert said[item.id].turn is Turn.OPENED
    assert all(move.right.clock.ours for move in said.values())


@given(ANY_LADDER, ANY_LADDER)
def test_what_opens_one_way_is_gone_the_other(before: Timeline, after: Timeline) -> None:
    opened = {move.right.id for move in moves(before, after) if move.turn is Turn.OPENED}
    gone = {move.right.id for move in moves(after, before) if move.turn in (Turn.DONE, Turn.OVER, Turn.ENDED)}
    ours = {item.id for item in before.deadlines if item.clock.ours} | {
        item.id for item in after.deadlines if item.clock.ours
    }

    # A right that was done or over before, and is open now, is not gone the other way but done or over there already.
    assert opened <= gone <= ours
