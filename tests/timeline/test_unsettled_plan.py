"""A denial whose plan type is not settled: for ours the earliest day of the plan types that are left, for theirs the latest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.told import at, shipped

from denialctl.cases.case import Case, Happening
from denialctl.cases.facts import Facts
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, Moment, end_of
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.timeline.unsettled import plans_left, question_for, what_to_ask
from denialctl.vocabulary import PLAN_TYPE, STATES, Status

if TYPE_CHECKING:
    from tests.conftest import Office

    from denialctl.timeline.deadline import Deadline, Timeline

ZONE = "America/New_York"
LIBRARY = shipped()
ASSEMBLER = Assembler(LIBRARY, OpenDays(ZONE, FEDERAL))
PLANS = sorted(LIBRARY.plan_types())
COMMERCIAL = (
    "aca-individual", "aca-group", "erisa-self-funded", "governmental-self-funded", "church", "grandfathered-group", "grandfathered-individual",
)  # fmt: skip
PAIRS = list(combinations(COMMERCIAL, 2))


def timeline(case: Case, plan: str, now: Instant) -> Timeline:
    return ASSEMBLER.timeline(replace(case, facts=replace(case.facts, plan=plan)), now)


def case_of(denied: date, state: str | None = None, *happenings: Happening) -> Case:
    return Case(Facts("unsure", denied=denied, received=denied, state=state, tz=ZONE), None, happenings)


def ends(moments: list[Moment | None]) -> list[Moment]:
    return sorted((moment for moment in moments if moment is not None), key=lambda moment: end_of(moment, ZONE).utc)


def check_joined(case: Case, plans: tuple[str, ...], now: Instant) -> Timeline:
    """Compare a joined timeline with that of each plan type, deadline by deadline."""
    joined = timeline(case, ",".join(plans), now)
    single = {plan: timeline(case, plan, now) for plan in plans}
    assert len({item.id for item in joined.deadlines}) == len(joined.deadlines)
    assert {item.id for item in joined.deadlines} - {f"{PLAN_TYPE}.ask"} == {
        item.id for found in single.values() for item in found.deadlines
    }
    for item in joined.deadlines:
        if item.stage != PLAN_TYPE:
            check_one(
                item,
                {plan: own for plan, found in single.items() if (own := found.get(item.id)) is not None},
                len(plans),
                now,
            )
    return joined


def check_one(item: Deadline, own: dict[str, Deadline], among: int, now: Instant) -> None:
    ours = {plan: one for plan, one in own.items() if one.clock.ours}
    counted = ours or own
    held = {plan: one for plan, one in counted.items() if one.status is not Status.MOOT}
    assert item.clock.ours == bool(ours)
    dues = ends([one.due for one in held.values()])
    if ours:
        assert item.due is None or not dues or end_of(item.due, ZONE).utc == end_of(dues[0], ZONE).utc
        if item.due is None and dues:
            # Only where the right is there with an unknown day, and what has a day is not there yet, or done.
            assert all(
                one.due is None
                for one in held.values()
                if one.status not in (Status.PROJECTED, Status.MET, Status.MET_LATE)
            )
        if item.status is Status.MISSED:
            # Missed under one plan type stays visible beside done in time under another: sent on day 61 is in time for
            # 180 days and too late for 60. Only what is open, or has no day yet, goes before it.
            statuses = {one.status for one in held.values()}
            assert Status.MISSED in statuses
            assert statuses <= {Status.MISSED, Status.PROJECTED, Status.MET, Status.MET_LATE}
        if any(one.status is Status.OPEN for one in held.values()):
            assert item.status in (Status.OPEN, Status.NOT_COMPUTED), (
                "what is done under one plan type is not done under the other"
            )
            assert item.stage_open
    else:
        for one in held.values():
            assert item.due is None or one.due is None or end_of(item.due, ZONE).utc >= end_of(one.due, ZONE).utc
        if item.status is Status.LAPSED:
            assert all(one.due is not None for one in held.values() if one.status in (Status.WAITING, Status.LAPSED))
            assert not any(one.status in (Status.WAITING, Status.NOT_COMPUTED) for one in held.values())
        if item.status is Status.MET_LATE:
            assert all(one.status is Status.MET_LATE for one in held.values())
    if item.confirmed:
        assert all(one.confirmed for one in held.values() if one.status is item.status)
    if len(held) < among and held:
        assert all(plan in item.say for plan in held) or any(plan in item.say for plan in held), item.say
        assert "(if it is" in item.title or "(for " in item.title


# -- all pairs of commercial plan types -------------------------------------------------------


@pytest.mark.parametrize("pair", PAIRS, ids=["+".join(pair) for pair in PAIRS])
def test_the_first_rights_of_each_pair_have_the_earliest_day(pair: tuple[str, str]) -> None:
    """On the morning after the denial, in states with a longer, a shorter and no window of their own."""
    for state in (None, "TX", "MA", "NY", "FL"):
        case = case_of(date(2026, 10, 1), state)
        joined = check_joined(case, pair, end_of(date(2026, 10, 1), ZONE))
        for name in ("internal-appeal.file", "peer-to-peer.request"):
            own = [
                item
                for plan in pair
                if (item := timeline(case, plan, end_of(date(2026, 10, 1), ZONE)).get(name)) is not None
            ]
            item = joined.get(name)
            assert item is not None
            days = ends([one.due for one in own])
            assert item.due == (days[0] if days else None)
            lasts = [one.latest for one in own]
            assert item.latest == (None if None in lasts else ends(lasts)[-1])


def test_texas_hand_counted(office: Office) -> None:
    """Insured, 28 TAC 19.1711: 1 October + 30 = Sat 31 October. Self-funded: 1 October + 180 = 30 March 2027 (30 Oct 31, 60 Nov 30, 91, 122, 150, 180)."""
    case = (
        "calc",
        "--state",
        "TX",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
        "--format",
        "json",
    )
    found = office.quick(*case, "--plan", "erisa-self-funded,aca-group")
    assert found.code == 0, found.err
    appeal = found.deadline("internal-appeal.file")
    assert (appeal["due"], appeal["latest"], appeal["status"]) == ("2026-10-31", "2027-03-30", "open")
    assert appeal["authority"].startswith("28 TAC 19.1711")
    assert {"why": "if it is erisa-self-funded", "due": "2027-03-30"}.items() <= appeal["overruled"][-1].items()
    assert "Earliest if it is aca-group" in appeal["say"]
    assert appeal["derivation"][0] == "the plan type is not settled: the earliest day, that of aca-group"
    only = found.deadline("specialty-review.file")
    assert only["title"].endswith("(if it is aca-group)")
    assert only["say"].startswith("If it is aca-group: ")
    assert found.json["case"]["regime"] == "erisa-self-funded,aca-group"
    assert "The plan type is not settled: erisa-self-funded or aca-group." in found.json["warnings"][0]


def test_a_dual_plan_whose_notice_was_not_seen(office: Office) -> None:
    """Both count 65 days from the notice: 1 October + 65 = 5 December. The notice tells which it is."""
    case = (
        "calc",
        "--denied",
        "2026-10-01",
        "--as-of",
        "2026-10-20",
        "--format",
        "json",
        "--event",
        "internal-appeal filed 2026-10-05",
    )
    found = office.quick(*case, "--plan", "medicare-advantage,dsnp-integrated")
    assert found.code == 0, found.err
    own = {plan: office.quick(*case, "--plan", plan) for plan in ("medicare-advantage", "dsnp-integrated")}
    assert found.deadline("internal-appeal.file")["due"] == "2026-12-05"
    decide = {plan: result.deadline("internal-appeal.decide")["due"] for plan, result in own.items()}
    assert found.deadline("internal-appeal.decide")["due"] == max(decide.values())
    assert "Which notice did the plan" in found.deadline("plan-type.ask")["say"]
    hearing = found.deadline("state-fair-hearing.file")
    assert hearing["title"].endswith("(if it is dsnp-integrated)")


def test_they_are_late_only_when_they_are_under_every_plan_type() -> None:
    """FEHB decides in 30 days, an insured plan in Texas too; Original Medicare has 60: late only after those."""
    case = case_of(date(2026, 9, 1), "TX", Happening("internal-appeal", "filed", date(2026, 9, 10)))
    pair = ("aca-group", "medicare-ffs")
    # 10 September + 30 = 10 October; + 60 = 9 November.
    for day, status in ((date(2026, 10, 12), Status.WAITING), (date(2026, 11, 9), Status.LAPSED)):
        joined = check_joined(case, pair, end_of(day, ZONE))
        item = joined.get("internal-appeal.decide")
        assert item is not None
        assert (item.due, item.status) == (date(2026, 11, 9), status)
        assert item.act_by == date(2026, 10, 10)


def test_sent_in_time_for_one_plan_type_and_too_late_for_the_other_is_missed() -> None:
    """A fax proves that the appeal left on day 61, and nobody recorded when they received it.

    1 January + 60 = 2 March, the last day in CHIP; + 180 = 30 June, the last day of an employer's plan. While the plan
    type is not settled the right is missed under one candidate, and done under the other takes that back for nobody:
    the line stays on the list (an extension has to be asked for), and says for which plan type it holds.
    """
    sent = Happening("internal-appeal", "sent", date(2026, 3, 3), proof="fax")
    joined = check_joined(case_of(date(2026, 1, 1), None, sent), ("aca-group", "chip"), end_of(date(2026, 3, 10), ZONE))
    item = joined.get("internal-appeal.file")
    assert item is not None
    assert (item.status, item.due) == (Status.MISSED, date(2026, 3, 2))
    assert item.title.endswith("(if it is chip)")
    assert "If it is chip, this came after the last day." in item.notes


def test_sent_in_time_for_both_plan_types_is_done() -> None:
    """A day earlier, on day 60, it left in time under both: nothing is left to do."""
    sent = Happening("internal-appeal", "sent", date(2026, 3, 2), proof="fax")
    joined = check_joined(case_of(date(2026, 1, 1), None, sent), ("aca-group", "chip"), end_of(date(2026, 3, 10), ZONE))
    item = joined.get("internal-appeal.file")
    assert item is not None
    assert (item.status, item.due) == (Status.MET, date(2026, 3, 2))


# -- any pair, any events: the property -------------------------------------------------------

_STAGES = (
    "internal-appeal",
    "expedited-appeal",
    "peer-to-peer",
    "external-review",
    "state-fair-hearing",
    "ire-reconsideration",
    "second-internal-appeal",
)
_WHATS = (
    "filed",
    "upheld",
    "approved",
    "dismissed",
    "withdrawn",
    "extended",
    "acknowledged",
    "sent",
    "requested",
    "held",
)
_EVENTS = st.lists(st.tuples(st.sampled_from(_STAGES), st.sampled_from(_WHATS), st.integers(0, 200)), max_size=4)


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    plans=st.lists(st.sampled_from(PLANS), min_size=2, max_size=3, unique=True),
    state=st.sampled_from([None, *STATES]),
    denied=st.dates(date(2026, 1, 1), date(2027, 3, 1)),
    events=_EVENTS,
    later=st.integers(0, 400),
)
def test_no_right_of_any_candidate_is_lost(
    plans: list[str], state: str | None, denied: date, events: list[tuple[str, str, int]], later: int
) -> None:
    happenings = tuple(
        Happening(stage, what, denied + timedelta(days=after), proof="fax" if what == "sent" else None)
        for stage, what, after in sorted(events, key=lambda event: event[2])
    )
    case = case_of(denied, state, *happenings)
    check_joined(case, tuple(plans), end_of(denied + timedelta(days=later), ZONE))


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    state=st.sampled_from([None, *STATES]),
    denied=st.dates(date(2026, 1, 1), date(2027, 3, 1)),
    later=st.integers(0, 250),
)
def test_unsure_keeps_every_open_right_of_every_plan_type(state: str | None, denied: date, later: int) -> None:
    case, now = case_of(denied, state), end_of(denied + timedelta(days=later), ZONE)
    joined = timeline(case, "unsure", now)
    for plan in PLANS:
        for own in timeline(case, plan, now).deadlines:
            if own.clock.ours and own.status is Status.OPEN:
                item = joined.get(own.id)
                assert item is not None
                assert item.status is Status.OPEN
                assert own.due is None or (
                    item.due is not None and end_of(item.due, ZONE).utc <= end_of(own.due, ZONE).utc
                )


def test_the_same_deadlines_hold_until_the_moment_that_it_says() -> None:
    """No status turns between two instants that the timeline names: what is stored for the list stays true."""
    case = case_of(date(2026, 9, 1), "TX", Happening("internal-appeal", "filed", date(2026, 9, 10)))
    now = end_of(date(2026, 9, 11), ZONE)
    for _ in range(12):
        found = timeline(case, "aca-group,medicare-ffs,medicaid-managed-care", now)
        if found.valid_until is None:
            break
        eve = Instant(found.valid_until - timedelta(seconds=1), ZONE)
        again = timeline(case, "aca-group,medicare-ffs,medicaid-managed-care", eve)
        assert [(item.id, item.status) for item in found.deadlines] == [
            (item.id, item.status) for item in again.deadlines
        ]
        now = Instant(found.valid_until, ZONE)


# -- which are left, and what to ask ------------------------------------------------------------


def test_unsure_leaves_what_the_facts_do_not_exclude() -> None:
    plain = Facts("unsure", denied=date(2026, 10, 1))
    assert plans_left(plain, PLANS, ()) == tuple(PLANS)
    insured = plans_left(replace(plain, answers={"funding": "insured"}), PLANS, ())
    assert "aca-group" in insured
    assert not {"erisa-self-funded", "governmental-self-funded", "church"} & set(insured)
    paid = plans_left(replace(plain, answers={"funding": "self-funded"}), PLANS, ())
    assert "erisa-self-funded" in paid
    assert not {"aca-group", "aca-individual"} & set(paid)
    assert plans_left(replace(plain, service="part-b-drug"), PLANS, ()) == (
        "dsnp-integrated",
        "medicare-advantage",
        "medicare-ffs",
        "pace",
    )
    assert "medicare-part-d" not in plans_left(replace(plain, service="item"), PLANS, ())
    assert plans_left(plain, PLANS, {"tricare"}) == ("tricare",)
    cigna = plans_left(plain, PLANS, {"aca-individual", "aca-group", "erisa-self-funded"})
    # A card of an insurer may stand for any employer's plan, but for no program with a card of its own.
    assert {*COMMERCIAL, "fehb"} == set(cigna)
    assert plans_left(Facts("chip,medicaid-ffs"), PLANS, ()) == ("chip", "medicaid-ffs")


@pytest.mark.parametrize(
    ("plans", "question"),
    [
        ("erisa-self-funded,aca-group", "funding"),
        ("governmental-self-funded,aca-group", "funding"),
        ("erisa-self-funded,governmental-self-funded", "sponsor"),
        ("aca-group,grandfathered-group", "grandfathered"),
        ("aca-individual,grandfathered-individual", "grandfathered"),
        ("aca-individual,aca-group", "coverage"),
        ("medicare-advantage,dsnp-integrated", "notice"),
        ("medicare-advantage,medicare-ffs", "medicare"),
        ("medicaid-managed-care,medicaid-ffs", "medicaid"),
        ("medicare-advantage,aca-group", "coverage"),
        ("fehb,tricare", "coverage"),
        (",".join(PLANS), "coverage"),
    ],
)
def test_the_question_that_would_settle_it(plans: str, question: str) -> None:
    assert question_for(frozenset(plans.split(","))).name == question


def test_what_is_asked_says_who_bears_the_risk() -> None:
    assert what_to_ask(("erisa-self-funded", "aca-group")).startswith(
        "Ask who bears the risk: does an insurer bear the risk"
    )
    assert what_to_ask(PLANS).startswith("Ask which plan it is: ")


# -- through the commands ---------------------------------------------------------------------------

UNSETTLED = ("--plan", "erisa-self-funded,aca-group", "--state", "TX", "--payer", "Cigna", "--denied", "2026-11-20", "--received", "2026-11-20",
             "--patient", "MRN-1", "--as-of", "2026-11-23")  # fmt: skip
AS_OF = ("--as-of", "2026-11-23")


def test_the_line_that_asks_stands_on_todays_list_until_it_is_settled(office: Office) -> None:
    office.stored(*UNSETTLED)
    items = office.quick("due", *AS_OF, "--format", "json").json["items"]
    asked = next(item for item in items if item["deadline"]["id"] == "plan-type.ask")
    assert asked["band"] == "today"
    assert "Ask who bears the risk" in asked["action"]
    assert "Ask who bears the risk" in office.quick("due", *AS_OF).out
    assert "erisa-self-funded,aca-group" in office.quick("list", "--format", "json", *AS_OF).out
    settled = office.quick("edit", "1", "--plan", "erisa-self-funded", *AS_OF, "--format", "json")
    assert settled.code == 0, settled.err
    assert settled.json["case"]["regime"] == "erisa-self-funded"
    # 20 November + 180: 10 to 30 November, 41, 72, 100 to 28 February, 131, 161 to 30 April, 19 May.
    assert settled.deadline("internal-appeal.file")["due"] == "2027-05-19"
    assert not any("plan-type" in item["id"] for item in settled.json["deadlines"])
    assert "Ask who" not in office.quick("due", *AS_OF).out
    assert not any("not settled" in text for text in settled.json["warnings"])


def test_unsure_is_stored_and_named(office: Office) -> None:
    office.stored(
        "--plan", "Unsure", "--denied", "2026-11-20", "--received", "2026-11-20", "--patient", "MRN-2", *AS_OF
    )
    shown = office.quick("show", "1", *AS_OF, "--format", "json")
    assert shown.json["case"]["regime"] == "unsure"
    assert "medicare-advantage" in shown.json["warnings"][0]
    assert "unsure" in office.quick("list", *AS_OF).out
    asked = shown.deadline("plan-type.ask")
    assert (asked["clock"], asked["status"], asked["act_by"]) == ("provider", "open", "2026-11-20")
    # IHS: 30 days after receipt. 20 November + 30 = Sun 20 December: the first right of all to end.
    assert shown.deadline("internal-appeal.file")["due"] == "2026-12-20"
    assert "ihs" in shown.deadline("internal-appeal.file")["say"]


def test_nothing_fails_on_a_case_that_is_not_settled(office: Office) -> None:
    office.stored(*UNSETTLED)
    office.stored(
        "--plan",
        "unsure",
        "--state",
        "NY",
        "--denied",
        "2026-09-01",
        "--received",
        "2026-09-01",
        "--patient",
        "MRN-2",
        *AS_OF,
    )
    office.quick("record", "2", "internal-appeal", "filed", "--on", "2026-09-10", *AS_OF)
    for case in ("1", "2"):
        for command in (
            ("show", case), ("show", case, "--explain"), ("show", case, "--history"), ("prep", case), ("checklist", case, "notice"),
            ("checklist", case, "internal-appeal"), ("show", case, "--what-if", "internal-appeal upheld 2026-12-20 received 2026-12-20"),
            ("chase", case), ("note", case, "asked the employer"),
        ):  # fmt: skip
            result = office.quick(*command, *AS_OF)
            assert result.code == 0, (command, result.err)
        for form in ("json", "csv", "html", "markdown", "text"):
            assert office.quick("show", case, "--format", form, *AS_OF).code == 0
    assert office.quick("config", "set", "lead", "dana").code == 0
    for line in ("due", "due --explain", "due --format csv", "list", "stats", "stats --by plan", "chase", "escalate"):
        result = office.quick(*line.split(), *AS_OF)
        assert result.code == 0, (line, result.err)


def test_stages_of_any_candidate_can_be_recorded(office: Office) -> None:
    """The specialty review is a right of the insured plan in Texas alone."""
    office.stored(*UNSETTLED)
    for words in (("internal-appeal", "filed"), ("internal-appeal", "upheld"), ("specialty-review", "filed")):
        result = office.quick("record", "1", *words, "--on", "2026-11-23", *AS_OF)
        assert result.code == 0, result.err
    shown = office.quick("show", "1", *AS_OF, "--format", "json")
    assert shown.deadline("specialty-review.file")["status"] == "met"
    assert office.quick("record", "1", "no-such-stage", "filed", *AS_OF).code == 2


def test_a_win_and_a_closed_case_ask_nothing(office: Office) -> None:
    office.stored(*UNSETTLED)
    office.quick("record", "1", "internal-appeal", "approved", "--on", "2026-11-23", *AS_OF)
    assert "plan-type" not in office.quick("show", "1", *AS_OF, "--format", "json").out
    office.quick("undo", "1", *AS_OF)
    assert "plan-type" in office.quick("show", "1", *AS_OF, "--format", "json").out
    office.quick("close", "1", "--reason", "moved away", *AS_OF)
    assert "plan-type" not in office.quick("show", "1", *AS_OF, "--format", "json").out


def test_odd_candidates_are_refused_or_put_right(office: Office) -> None:
    case = ("calc", "--denied", "2026-11-20", *AS_OF, "--format", "json", "--plan")
    assert office.quick(*case, "aca-group,aca-group").json["case"]["regime"] == "aca-group"
    assert (
        office.quick(*case, " Aca Group , erisa_self_funded ,").json["case"]["regime"] == "aca-group,erisa-self-funded"
    )
    for wrong in ("aca-group,no-such-plan", "unsure,aca-group", ",", ""):
        result = office.quick(*case, wrong)
        assert result.code == 2, wrong
        assert "Traceback" not in result.err
    assert "--plan unsure" in office.quick("calc", "--denied", "2026-11-20").err


def test_a_letter_counts_under_every_candidate(office: Office) -> None:
    """60 days from receipt, 20 November: 10 to 30 November, 41, 60 on 19 January; Texas's 30 days from the date end first."""
    found = office.quick("calc", *UNSETTLED[:-4], *AS_OF, "--letter", "internal-appeal=60 days", "--format", "json")
    appeal = found.deadline("internal-appeal.file")
    assert (appeal["due"], appeal["latest"]) == ("2026-12-20", "2027-05-19")
    assert {"due": "2027-01-19", "layer": "letter", "why": "if it is erisa-self-funded"}.items() <= appeal["overruled"][
        -1
    ].items()


def test_a_right_that_is_open_under_one_plan_type_is_not_done() -> None:
    """Dismissed after the 60 days of Medicare Advantage, within the 180 of a self-funded plan: 5 June and 180 days are Wednesday 2 December."""
    events = [
        Happening("internal-appeal", "filed", date(2026, 6, 20)),
        Happening("internal-appeal", "dismissed", date(2026, 8, 20)),
    ]
    found = timeline(
        case_of(date(2026, 6, 5), None, *events), "medicare-advantage,erisa-self-funded", at("2026-11-28")
    ).get("internal-appeal.file")
    assert found is not None
    assert (found.status, found.latest) == (Status.OPEN, date(2026, 12, 2))
