"""Records go into rows and come out as the same records; rows of an older program are read, too."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worklist.made import ZONE, case, deadline

from denialctl.cases.case import Acknowledged, Case, Chased, Told
from denialctl.cases.data import case_data, listed_case_data, listed_case_from
from denialctl.cases.facts import Facts
from denialctl.cases.printed import read_window
from denialctl.dates.moments import Instant, Moment
from denialctl.errors import DenialctlError
from denialctl.store.rows import case_from, day_column, day_from, listed_from
from denialctl.timeline.data import deadline_data, deadline_from, deadline_row
from denialctl.timeline.deadline import Assumed, Deadline, Overruled
from denialctl.vocabulary import Basis, Clock, Kind, Layer, Status
from denialctl.worklist.surfacing import AT_ONCE

TEXT = st.text(max_size=12)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
INSTANTS = st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)).map(  # noqa: DTZ001 - made UTC in the next line
    lambda moment: Instant(moment.replace(microsecond=0, tzinfo=UTC), ZONE)
)
MOMENTS: st.SearchStrategy[Moment] = st.one_of(DAYS, INSTANTS)
MAYBE_TEXT, MAYBE_MOMENT = st.none() | TEXT, st.none() | MOMENTS

DEADLINES = st.builds(
    Deadline,
    stage=TEXT, step=TEXT, kind=st.sampled_from(Kind), title=TEXT, say=TEXT, clock=st.sampled_from(Clock), status=st.sampled_from(Status),
    stage_open=st.booleans(), basis=st.none() | st.sampled_from(Basis), layer=st.none() | st.sampled_from(Layer), authority=TEXT,
    confirmed=st.booleans(), source=TEXT, source_status=TEXT, window=TEXT, trigger_event=MAYBE_TEXT, trigger_at=MAYBE_MOMENT,
    act_by=MAYBE_MOMENT, due=MAYBE_MOMENT, latest=MAYBE_MOMENT, done_at=MAYBE_MOMENT, derivation=st.lists(TEXT, max_size=2).map(tuple),
    if_missed=TEXT, late_filing=MAYBE_TEXT,
    overruled=st.lists(st.builds(Overruled, st.sampled_from(Layer), TEXT, MAYBE_MOMENT, TEXT), max_size=2).map(tuple),
    missing=MAYBE_TEXT, reason=MAYBE_TEXT, notes=st.lists(TEXT, max_size=2).map(tuple), by_the_hour=st.booleans(), last_right=st.booleans(),
    sent_unproved=st.booleans(), optional=st.booleans(), receipt_unknown=st.booleans(), usual_over=st.booleans(), give_cause=st.booleans(),
    appeal_closes_call=st.none() | st.booleans(), call_before_appeal=st.booleans(), projected=st.booleans(), amount_needed=MAYBE_TEXT,
    assumed=st.lists(st.builds(Assumed, TEXT, TEXT, TEXT), max_size=2).map(tuple), raised=st.booleans(), open_question=MAYBE_TEXT,
    used_by=st.lists(TEXT, max_size=2).map(tuple),
)  # fmt: skip


def through_json(data: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads(json.dumps(data))


@given(DEADLINES)
def test_a_deadline_comes_back_from_its_row_whole(item: Deadline) -> None:
    assert deadline_from(through_json(deadline_row(item)), ZONE) == item


def test_the_property_above_speaks_of_every_field() -> None:
    """A field that is added to `Deadline` has to be stored, and to be in the strategy: none may keep its default there."""
    named = {name for name in deadline_data(deadline()) if name not in ("id", "trigger", "done", "source", "firmness")}
    named |= {"trigger_event", "trigger_at", "done_at", "source", "source_status"}
    named |= {"by_the_hour", "appeal_closes_call", "call_before_appeal", "projected", "amount_needed"}
    assert set(Deadline._fields) == named


@given(DEADLINES)
def test_what_is_printed_holds_nothing_but_the_contract(item: Deadline) -> None:
    """The row says more than the contract; what is read back prints the same document."""
    back = deadline_from(through_json(deadline_row(item)), ZONE)
    assert deadline_data(back) == deadline_data(item)
    assert deadline_row(item).items() >= deadline_data(item).items()


def test_a_row_of_an_older_program_says_less_and_is_read() -> None:
    """Version 0.1 stored the contract alone, and before that without the fields that came to it later."""
    item = deadline(
        due=Instant.from_datetime(datetime(2026, 11, 12, 22, tzinfo=UTC), ZONE),
        assumed=(Assumed("a=b", "a is b", "Is a b?"),),
    )
    old = through_json(deadline_data(item))
    for later in ("usual_over", "give_cause", "raised", "last_right", "optional", "sent_unproved", "receipt_unknown"):
        del old[later]
    back = deadline_from(old, ZONE)
    assert (back.due, back.latest, back.title) == (item.due, item.latest, item.title)
    assert back.by_the_hour
    assert (back.projected, back.usual_over, back.raised, back.appeal_closes_call, back.amount_needed) == (
        False,
        False,
        False,
        None,
        None,
    )
    assert [taken.said for taken in back.assumed] == ["a is b"]
    del old["assumed"]
    assert deadline_from(old, ZONE).assumed == ()


def test_an_hour_is_read_in_the_zone_of_its_case() -> None:
    """17:00 in New York is 16:00 in Chicago; both are the same moment."""
    item = deadline(due=Instant.from_datetime(datetime(2026, 11, 12, 22, tzinfo=UTC), "America/Chicago"))
    back = deadline_from(through_json(deadline_row(item)), "America/Chicago")
    assert isinstance(back.due, Instant)
    assert back.due.isoformat() == "2026-11-12T16:00:00-06:00"


# -- cases -----------------------------------------------------------------------------

FACTS = st.builds(
    Facts,
    plan=TEXT, denied=st.none() | DAYS, received=MAYBE_MOMENT, requested=MAYBE_MOMENT, state=MAYBE_TEXT, payer=MAYBE_TEXT,
    reviewer=MAYBE_TEXT, urgent=st.booleans(), phase=st.none() | st.sampled_from(["pre-service", "concurrent"]),
    service=st.none() | st.sampled_from(["item", "drug"]), setting=MAYBE_TEXT, levels=st.none() | st.integers(1, 2),
    service_date=st.none() | DAYS, service_ends=MAYBE_MOMENT, discharge=MAYBE_MOMENT, effective=st.none() | DAYS,
    letters=st.dictionaries(TEXT, st.one_of(MOMENTS, st.sampled_from([read_window("60 days"), read_window("two (2) business days")]))),
    answers=st.dictionaries(TEXT, TEXT, max_size=2), tz=st.just(ZONE), patient=MAYBE_TEXT, description=MAYBE_TEXT, code=MAYBE_TEXT,
    reason=MAYBE_TEXT, amount=MAYBE_TEXT, owner=MAYBE_TEXT,
)  # fmt: skip
CASES = st.builds(
    Case,
    facts=FACTS,
    id=st.integers(1, 9),
    closed=MAYBE_TEXT,
    told=st.lists(
        st.builds(Told, TEXT, st.integers(0, 3), TEXT, INSTANTS), unique_by=lambda told: told.deadline, max_size=2
    ).map(tuple),
    acknowledged=st.lists(
        st.builds(Acknowledged, TEXT, st.integers(0, 3), TEXT, INSTANTS),
        unique_by=lambda taken: taken.deadline,
        max_size=2,
    ).map(tuple),
)


@given(CASES, MAYBE_TEXT)
def test_a_case_comes_back_as_lists_know_it(stored: Case, phone: str | None) -> None:
    written = listed_case_data(stored, phone)
    back, line = listed_case_from(through_json(written))
    assert listed_case_data(back, line) == written
    assert (back.told, back.closed, line) == (stored.told, stored.closed, phone)
    assert {taken.deadline: taken for taken in back.acknowledged} == {
        taken.deadline: taken for taken in stored.acknowledged
    }
    for name in (
        "plan",
        "denied",
        "received",
        "requested",
        "letters",
        "answers",
        "amount",
        "owner",
        "urgent",
        "effective",
        "tz",
    ):
        assert getattr(back.facts, name) == getattr(stored.facts, name)


def test_how_they_were_asked_comes_back_in_its_order() -> None:
    name = "internal-appeal.decide"
    asked = tuple(
        Chased(name, how, Instant(datetime(2026, 11, day, tzinfo=UTC), ZONE), ref)
        for how, day, ref in (("call", 2, None), ("written", 3, "R-1"))
    )
    stored = Case(case().facts, 1, chased={name: asked})
    back, _ = listed_case_from(through_json(listed_case_data(stored, None)))
    assert back.chased == {name: asked}


def test_a_case_of_an_older_program_is_read() -> None:
    """Before there were lines to call, people to tell, settings and hours at which care ends."""
    old = through_json(case_data(case(3, denied=date(2026, 11, 2), owner="maria")))
    for later in ("setting", "service_ends"):
        del old[later]
    back, phone = listed_case_from(old)
    assert (back.id, back.facts.owner, back.facts.denied, phone, back.told, back.chased) == (
        3,
        "maria",
        date(2026, 11, 2),
        None,
        (),
        {},
    )


# -- rows ------------------------------------------------------------------------------


def test_at_once_is_before_every_day_in_the_column_too() -> None:
    """The column is compared as text."""
    days = [AT_ONCE, date(2026, 9, 30), date(2026, 10, 1)]
    columns = [day_column(day) for day in days]
    assert columns == ["0000-00-00", "2026-09-30", "2026-10-01"]
    assert [day_from(column) for column in columns if column is not None] == days
    assert day_column(None) is None


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"id": 1}', "null", '{"tz": "America/New_York", "regime": 3}'])
def test_what_somebody_broke_is_refused_with_a_sentence(broken: str) -> None:
    with pytest.raises(DenialctlError, match="case 4 cannot be read"):
        case_from(4, broken)


def test_a_broken_deadline_is_refused_with_its_case() -> None:
    sound = json.dumps(listed_case_data(case(4), None))
    unknown = json.dumps({**deadline_row(deadline()), "status": "half-open"})
    for broken in ("{}", "[1]", unknown):
        with pytest.raises(DenialctlError, match="case 4 cannot be read"):
            list(listed_from([(4, sound, broken)]))  # type: ignore[list-item]  # a row is read by position
