"""The words of the office: which stage and which event they mean, by plan type; and that what is foreign moves nothing.

What a word means in a plan type is taken from the titles of its pack: the plan's reconsideration in Medicare Advantage
(42 CFR 422.580), the contractor's redetermination and the QIC's reconsideration in Original Medicare (42 CFR 405.940, 405.960),
the plan's redetermination and the IRE's reconsideration in Part D (42 CFR 423.580, 423.600), the carrier's reconsideration in FEHB.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

from denialctl.cases.case import Case, Happening
from denialctl.cases.facts import Facts
from denialctl.dates.moments import Instant
from denialctl.naming import plain, same
from denialctl.packs.words import stages_named
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.timeline.ladder import INITIAL
from denialctl.timeline.office_words import OfficeWords
from denialctl.timeline.own_stages import FILED_BY_US, belongs
from denialctl.vocabulary import OUTCOMES, STAGES

if TYPE_CHECKING:
    from denialctl.timeline.deadline import Timeline

ZONE = "America/New_York"
LIBRARY = shipped()
PLANS = LIBRARY.plan_types()
DENIED = date(2026, 10, 1)
NOW = Instant.at(date(2026, 12, 1), time(9), ZONE)


@cache
def assembler() -> Assembler:
    return Assembler(LIBRARY, OpenDays(ZONE, LIBRARY.calendar("federal", None), 5))


@cache
def every_stage() -> frozenset[str]:
    return stages_named(LIBRARY.all_packs())


def case(plan: str, state: str | None = None, *happenings: Happening, **facts: Any) -> Case:  # noqa: ANN401 - any fact of a case
    return Case(replace(Facts(plan, denied=DENIED, tz=ZONE, state=state), **facts), None, happenings)


def words(found: Case) -> OfficeWords:
    return OfficeWords(found, assembler().book(found.facts), lambda: LIBRARY.trade_words)


def timeline(found: Case) -> Timeline:
    return assembler().timeline(found, NOW)


# -- stages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "said", "stage"),
    [
        ("medicare-advantage", "reconsideration", "internal-appeal"),
        ("medicare-advantage", "Reconsideration by the plan", "internal-appeal"),
        ("medicare-advantage", "recon", "internal-appeal"),
        ("medicare-advantage", "expedited reconsideration", "expedited-appeal"),
        ("medicare-advantage", "IRE", "ire-reconsideration"),
        ("medicare-advantage", "level 2", "ire-reconsideration"),
        ("medicare-advantage", "ALJ", "alj-hearing"),
        ("medicare-advantage", "hearing", "alj-hearing"),
        ("medicare-advantage", "DAB", "council-review"),
        ("medicare-advantage", "MAC", "council-review"),
        ("medicare-advantage", "org determination", INITIAL),
        ("medicare-ffs", "reconsideration", "qic-reconsideration"),
        ("medicare-ffs", "redetermination", "internal-appeal"),
        ("medicare-ffs", "QIC", "qic-reconsideration"),
        ("medicare-ffs", "2nd level", "qic-reconsideration"),
        ("medicare-ffs", "first-level appeal", "internal-appeal"),
        ("medicare-part-d", "reconsideration", "ire-reconsideration"),
        ("medicare-part-d", "redetermination", "internal-appeal"),
        ("medicare-part-d", "coverage determination", INITIAL),
        ("medicare-part-d", "Expedited redetermination by the plan", "expedited-appeal"),
        ("fehb", "reconsideration", "internal-appeal"),
        ("fehb", "OPM", "opm-review"),
        ("fehb", "disputed claims process", "opm-review"),
        ("tricare", "reconsideration", "internal-appeal"),
        ("tricare", "second reconsideration", "tqmc-reconsideration"),
        ("tricare", "formal review by DHA", "formal-review"),
        ("ihs", "reconsideration", "internal-appeal"),
        ("dsnp-integrated", "reconsideration", "internal-appeal"),
        ("dsnp-integrated", "fair hearing", "state-fair-hearing"),
        ("medicaid-managed-care", "appeal", "internal-appeal"),
        ("medicaid-managed-care", "state hearing", "state-fair-hearing"),
        ("medicaid-ffs", "fair hearing", "state-fair-hearing"),
        ("medicaid-ffs", "aid paid pending", "continuation-of-benefits"),
        ("aca-group", "appeal", "internal-appeal"),
        ("aca-group", "IRO", "external-review"),
        ("aca-group", "external appeal", "external-review"),
        ("aca-group", "second level", "second-internal-appeal"),
        ("erisa-self-funded", "first level", "internal-appeal"),
        ("erisa-self-funded", "lawsuit", "judicial-review"),
        ("erisa-self-funded", "doi complaint", "regulator-complaint"),
        ("church", "2nd-level appeal", "second-internal-appeal"),
        ("champva", "supplemental claim", "internal-appeal"),
        ("champva", "HLR", "higher-level-review"),
    ],
)  # fmt: skip
def test_a_word_means_the_stage_of_its_plan_type(plan: str, said: str, stage: str) -> None:
    assert words(case(plan)).stage(said).name == stage


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "said",
    ["p2p", "P2P", "peer to peer", "Peer-To-Peer", "peer_to_peer", "peer2peer", "Peer to Peer call", " PEERTOPEER "],
)
def test_the_call_is_understood_in_every_plan_type(plan: str, said: str) -> None:
    assert words(case(plan)).stage(said).name == "peer-to-peer"


@pytest.mark.parametrize(
    ("plan", "state", "facts", "said", "stages"),
    [
        # An urgent case has two doors; the ordinary appeal is the plain reading only where there is one.
        ("aca-group", None, {"urgent": True}, "appeal", {"internal-appeal", "expedited-appeal"}),
        ("medicare-advantage", None, {"urgent": True}, "reconsideration", {"internal-appeal", "expedited-appeal"}),
        ("aca-group", None, {"urgent": True}, "iro", {"external-review", "expedited-external-review"}),
        ("aca-group", "NY", {}, "external appeal by the iro", set()),
        ("aca-group", "NY", {}, "iro", {"external-review", "provider-external-review"}),
        ("aca-group", None, {}, "reconsideration", {"peer-to-peer", "internal-appeal"}),
        ("medicare-ffs", None, {}, "MAC", {"internal-appeal", "council-review"}),
        ("medicare-advantage", None, {}, "QIO", {"fast-track-appeal", "discharge-appeal"}),
        ("medicaid-managed-care", None, {}, "grievance", {"internal-appeal", "regulator-complaint", "state-fair-hearing"}),
        ("dsnp-integrated", None, {}, "hearing", {"alj-hearing", "state-fair-hearing"}),
        ("champva", None, {}, "appeal", {"internal-appeal", "higher-level-review", "board-appeal", "clinical-appeal"}),
        # After the end of covered care the QIC has two reviews.
        ("medicare-ffs", None, {"service_ends": date(2026, 10, 9)}, "reconsideration", {"qic-reconsideration", "qic-expedited-reconsideration"}),
    ],
)  # fmt: skip
def test_a_word_of_several_meanings_names_them_all(
    plan: str, state: str | None, facts: dict[str, Any], said: str, stages: set[str]
) -> None:
    meaning = words(case(plan, state, **facts)).stage(said)

    assert meaning.name is None
    assert set(meaning.names) == stages


def test_a_fact_that_was_entered_tells_which_of_two_is_meant() -> None:
    """Covered care that ends has one door to the QIO, a discharge from hospital the other (42 CFR 422.626, 422.622)."""
    ends = case("medicare-advantage", service_ends=date(2026, 10, 9))
    leaves = case("medicare-advantage", discharge=date(2026, 10, 9), setting="inpatient")

    assert words(ends).stage("QIO").name == "fast-track-appeal"
    assert words(leaves).stage("QIO").name == "discharge-appeal"


def test_an_expedited_stage_that_was_used_is_asked_about_too() -> None:
    used = case("aca-group", None, Happening("expedited-appeal", "filed", date(2026, 10, 5)))

    assert set(words(used).stage("appeal").names) == {"internal-appeal", "expedited-appeal"}


@pytest.mark.parametrize("plan", PLANS)
def test_the_programs_own_names_always_win(plan: str) -> None:
    found = words(case(plan))

    for name in found.stages:
        for spelled in (name, name.upper(), name.replace("-", " "), name.replace("-", "_"), name.replace("-", "")):
            assert found.stage(spelled).name == name


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("state", [None, "CA", "MD", "NJ", "NY", "PA", "TX"])
def test_every_title_that_a_screen_prints_means_its_stage(plan: str, state: str | None) -> None:
    found = case(plan, state)
    printed = {(item.title, item.stage) for item in timeline(found).deadlines}

    assert printed
    for title, stage in printed:
        meaning = words(found).stage(title)
        assert stage in meaning.names
        assert (
            meaning.name == stage
            or len({name for said, name in printed if same(said, title)}) > 1
            or len(meaning.names) > 1
        )


@pytest.mark.parametrize("plan", PLANS)
def test_a_word_never_means_a_stage_that_the_case_has_not(plan: str) -> None:
    for state in (None, "NY", "TX", "CA"):
        if state is not None and assembler().book(case(plan, state).facts).state is None:
            continue  # the law of the state does not reach this plan type
        found = words(case(plan, state))
        for entry in LIBRARY.trade_words.stages:
            for said in entry.say:
                assert all(found.has_stage(name) for name in found.stage(said).names)


def test_every_word_of_the_table_means_something_somewhere() -> None:
    for entry in LIBRARY.trade_words.stages:
        plans = entry.plans or PLANS
        states = [None, *(entry.states or LIBRARY.states())]
        assert any(words(case(plan, state)).stage(entry.say[0]).names for plan in plans for state in states), entry.say


@pytest.mark.parametrize(("plan", "said", "near"), [
    ("medicare-advantage", "reconsidration", "internal-appeal"),
    ("medicare-advantage", "external-review", None),
    ("aca-group", "externl", "external-review"),
    ("medicaid-ffs", "fair haering", "state-fair-hearing"),
    ("fehb", "opm reveiw", "opm-review"),
])  # fmt: skip
def test_suggestions_are_stages_of_this_case(plan: str, said: str, near: str | None) -> None:
    found = words(case(plan))

    assert all(found.has_stage(name) for name in found.like(said))
    assert near is None or near in found.like(said)


@pytest.mark.parametrize(
    ("plan", "foreign", "instead"),
    [
        ("medicare-advantage", "external-review", "ire-reconsideration"),
        ("aca-group", "ire-reconsideration", "external-review"),
        ("medicare-part-d", "qic-reconsideration", "ire-reconsideration"),
        ("fehb", "second-internal-appeal", "opm-review"),
        ("medicaid-managed-care", "alj-hearing", "state-fair-hearing"),
    ],
)
def test_instead_of_a_foreign_stage_stands_what_offices_call_so_here(plan: str, foreign: str, instead: str) -> None:
    assert instead in words(case(plan)).instead_of(foreign)[:2]


# -- events ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "stage", "said", "event"),
    [
        ("aca-group", "internal-appeal", "denied", "upheld"),
        ("aca-group", "internal-appeal", "Denial", "upheld"),
        ("aca-group", "internal-appeal", "overturned", "approved"),
        ("aca-group", "internal-appeal", "fully favorable", "approved"),
        ("aca-group", "internal-appeal", "approved in part", "partly-upheld"),
        ("aca-group", "internal-appeal", "partially-approved", "partly-upheld"),
        ("aca-group", "internal-appeal", "faxed", "sent"),
        ("aca-group", "internal-appeal", "submitted", "sent"),
        ("aca-group", "internal-appeal", "mailed", "sent"),
        ("aca-group", "internal-appeal", "uploaded", "sent"),
        ("aca-group", "internal-appeal", "received by plan", "filed"),
        ("aca-group", "internal-appeal", "delivered", "filed"),
        ("aca-group", "internal-appeal", "cancelled", "withdrawn"),
        ("aca-group", "internal-appeal", "records requested", "info-requested"),
        ("aca-group", "internal-appeal", "records sent", "info-supplied"),
        ("aca-group", "internal-appeal", "14-day extension", "extended"),
        ("aca-group", "internal-appeal", "Partly Upheld", "partly-upheld"),
        ("aca-group", "peer-to-peer", "records requested", "pending-documents"),
        ("aca-group", "peer-to-peer", "records sent", "documents-sent"),
        ("aca-group", "peer-to-peer", "booked", "scheduled"),
        ("aca-group", "peer-to-peer", "rescheduled", "scheduled"),
        ("aca-group", "peer-to-peer", "call held", "held"),
        ("aca-group", "peer-to-peer", "done", "held"),
        ("aca-group", "peer-to-peer", "asked for", "requested"),
        ("aca-group", "peer-to-peer", "denied", "upheld"),
        ("medicare-advantage", "ire-reconsideration", "auto-forwarded", "forwarded"),
        ("medicare-advantage", "expedited-appeal", "refused to expedite", "expedite-refused"),
        ("medicare-advantage", "alj-hearing", "completed", "held"),
    ],
)
def test_a_word_means_an_event(plan: str, stage: str, said: str, event: str) -> None:
    assert words(case(plan)).event(stage, said).name == event


@pytest.mark.parametrize(
    ("stage", "said", "events"),
    [
        # `done` of an appeal may be its filing or its decision: it is no word for either.
        ("internal-appeal", "done", set()),
        ("internal-appeal", "received", {"filed", "acknowledged"}),
        ("internal-appeal", "rejected", {"dismissed", "upheld"}),
        ("internal-appeal", "appealed", {"sent", "filed"}),
        ("peer-to-peer", "faxed", {"requested", "documents-sent"}),
        # A request that reached the plan is a fact of the case, and starts the plan's clock there.
        (INITIAL, "submitted", {"sent", "filed"}),
    ],
)
def test_an_unsafe_word_is_asked_back_about(stage: str, said: str, events: set[str]) -> None:
    meaning = words(case("aca-group")).event(stage, said)

    assert meaning.name is None
    assert set(meaning.names) == events


@pytest.mark.parametrize("event", OUTCOMES)
def test_the_programs_own_events_always_win(event: str) -> None:
    found = words(case("aca-group"))

    for stage in found.stages:
        assert {found.event(stage, spelled).name for spelled in (event, event.upper(), event.replace("-", " "))} == {
            event
        }


# -- what is foreign moves nothing ------------------------------------------------------


def recorded(stage: str, *events: str) -> tuple[Happening, ...]:
    return tuple(Happening(stage, event, date(2026, 10, 5 + at)) for at, event in enumerate(events))


def with_and_without(plan: str) -> tuple[tuple[Happening, ...], list[str]]:
    """Return what the case itself records, and the stages that its plan type has not."""
    book = assembler().book(case(plan).facts)
    own = recorded("internal-appeal", "filed") if "internal-appeal" in book.stages else ()
    foreign = sorted(stage for stage in every_stage() if not belongs(stage, "upheld", book))
    assert foreign
    return own, foreign


@pytest.mark.parametrize("plan", PLANS)
def test_what_is_recorded_in_foreign_stages_moves_no_date(plan: str) -> None:
    """An approval anywhere ends the dispute and a filing closes what lies below: nowhere but in the case's own stages."""
    own, foreign = with_and_without(plan)
    without = timeline(case(plan, None, *own))

    noted = timeline(case(plan, None, *own, *(item for stage in foreign for item in recorded(stage, *OUTCOMES))))
    assert noted.deadlines == without.deadlines
    assert (noted.valid_from, noted.valid_until) == (without.valid_from, without.valid_until)
    said = [
        line.partition(" is no stage of this plan type")[0] for line in noted.warnings if line not in without.warnings
    ]
    assert said == foreign
    for event in ("approved", "filed", "dismissed"):
        assert (
            timeline(case(plan, None, *own, *(recorded(stage, event)[0] for stage in foreign))).deadlines
            == without.deadlines
        ), event


@pytest.mark.parametrize("plan", ["erisa-self-funded", "medicare-advantage", "medicaid-managed-care"])
def test_no_foreign_stage_hides_what_another_one_does(plan: str) -> None:
    """The same stage by stage, for one plan type of each kind: what one of them moves, another cannot move back."""
    own, foreign = with_and_without(plan)
    without = timeline(case(plan, None, *own))

    for stage in foreign:
        for events in (OUTCOMES, ("approved",), ("filed",)):
            assert timeline(case(plan, None, *own, *recorded(stage, *events))).deadlines == without.deadlines, (
                stage,
                events,
            )


@pytest.mark.parametrize("plan", ["medicare-advantage", "dsnp-integrated"])
@pytest.mark.parametrize("event", sorted(FILED_BY_US))
def test_a_filing_where_the_plan_sends_the_case_on_moves_no_date(plan: str, event: str) -> None:
    """42 CFR 422.590: the plan forwards the file to the IRE; the office files nothing there."""
    own = recorded("internal-appeal", "filed")
    without = timeline(case(plan, None, *own))
    noted = timeline(case(plan, None, *own, *recorded("ire-reconsideration", event)))

    assert noted.deadlines == without.deadlines
    assert any("Record forwarded" in line for line in noted.warnings)


def test_only_the_plans_that_forward_by_themselves_file_by_themselves() -> None:
    """In Part D the office asks the IRE itself (42 CFR 423.600)."""
    closed = {
        plan
        for plan in PLANS
        for stage in STAGES
        if words(case(plan)).has_stage(stage) and not words(case(plan)).belongs(stage, "filed")
    }

    assert closed == {"medicare-advantage", "dsnp-integrated"}


@pytest.mark.parametrize("plan", PLANS)
def test_the_first_decision_belongs_to_every_plan_type(plan: str) -> None:
    assert words(case(plan)).has_stage(INITIAL)
    assert words(case(plan)).belongs(INITIAL, "upheld")


# -- names ------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [("MRN-2001", "mrn 2001"), ("United Healthcare", "UnitedHealthcare"), ("O'Hara, M.", "OHara M"), ("ＭＲＮ１", "mrn1")])  # fmt: skip
def test_case_spaces_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert same(one, other)


def test_a_name_of_signs_alone_is_not_nobody() -> None:
    assert plain("-") == "-"
    assert not same("-", None)
    assert same(None, "")
