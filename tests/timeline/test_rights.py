"""Nothing closes a right but its own time, a decision of its stage, a win, a withdrawal, or a law that says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, at, case_of, deadline_of, shipped, timeline_of

from denialctl.cases.case import ABOUT_PROCEDURE
from denialctl.timeline.next_step import next_step_of
from denialctl.vocabulary import PlanType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Office

    from denialctl.law.rulebook import Rulebook

PLANS = tuple(str(plan) for plan in PlanType)
DENIED = "2026-09-01"
NOW = "2026-09-21"


def _book(plan: str, **facts: str) -> Rulebook:
    return assembler().book(case_of(plan, denied=DENIED, **facts).facts)


def _later_stages(plan: str, **facts: str) -> Iterator[tuple[str, str]]:
    """Pair each stage that can come after another one with the ones before it, optional doors left out."""
    book = _book(plan, **facts)
    for stage in book.stages.values():
        if stage.optional:
            continue
        for entry in stage.opens_after:
            if entry.stage in book.stages and entry.stage != "initial-decision":
                yield entry.stage, stage.id


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "what", ["filed", "forwarded", "sent", "acknowledged", "dismissed", "info-requested", "extended", "withdrawn"]
)
def test_what_is_recorded_at_a_later_stage_leaves_the_right_below_open(plan: str, what: str) -> None:
    """A request at the wrong door ends nothing: the lower right is open and listed until its own day."""
    facts = {"denied": DENIED, "received": DENIED, "state": "NY"}
    untouched = timeline_of(case_of(plan, **facts), NOW)
    open_now = {
        item.id: item
        for item in untouched.deadlines
        if item.clock.ours and item.step == "file" and item.status is Status.OPEN
    }
    for below, above in _later_stages(plan, state="NY"):
        before = open_now.get(f"{below}.file")
        if before is None:
            continue
        after = deadline_of(timeline_of(case_of(plan, [f"{above} {what} 2026-09-14"], **facts), NOW), before.id)
        assert (after.status, after.due, after.latest) == (Status.OPEN, before.due, before.latest), (
            above,
            what,
            after.reason,
        )


@pytest.mark.parametrize("plan", PLANS)
def test_a_decision_on_the_merits_above_tells_that_the_level_below_was_passed(plan: str) -> None:
    for below, above in _later_stages(plan, state="NY"):
        if above in ABOUT_PROCEDURE:
            continue  # they decide whether an appeal was valid, or whether care goes on meanwhile
        case = case_of(plan, [f"{above} upheld 2026-09-14"], denied=DENIED, received=DENIED, state="NY")
        timeline = timeline_of(case, NOW)
        lower = timeline.get(f"{below}.file")
        assert lower is None or lower.status is not Status.OPEN, (below, above)


@pytest.mark.parametrize(
    ("plan", "above", "below"),
    [
        ("medicare-ffs", "qic-reconsideration", "internal-appeal"),
        ("erisa-self-funded", "external-review", "internal-appeal"),
        ("fehb", "opm-review", "internal-appeal"),
        ("medicaid-managed-care", "state-fair-hearing", "internal-appeal"),
    ],
)
def test_the_missing_outcome_below_a_decision_is_asked_for(plan: str, above: str, below: str) -> None:
    case = case_of(plan, [f"{above} upheld 2026-09-14"], denied=DENIED, received=DENIED)
    assert any(f"record the outcome of {below}" in warning for warning in timeline_of(case, NOW).warnings)
    told = case_of(plan, [f"{above} upheld 2026-09-14", f"{below} upheld 2026-09-10"], denied=DENIED, received=DENIED)
    assert not any("record the outcome of" in warning for warning in timeline_of(told, NOW).warnings)


@pytest.mark.parametrize("plan", PLANS)
def test_a_premature_filing_that_is_dismissed_uses_nothing_up(plan: str) -> None:
    """Filed above before the decision below, dismissed, then the decision below: the right above is open, with the day that it has without all that."""
    checked = 0
    for below, above in _later_stages(plan, state="NY"):
        plain = [f"{below} filed 2026-09-02", f"{below} upheld 2026-09-18"]
        early = [f"{above} filed 2026-09-03", f"{above} dismissed 2026-09-10"]
        facts = {"denied": DENIED, "received": DENIED, "state": "NY"}
        expected = timeline_of(case_of(plan, plain, **facts), NOW).get(f"{above}.file")
        if expected is None or not expected.clock.ours or expected.status is not Status.OPEN:
            continue
        for events in ([*early, *plain], [*plain, *early]):
            found = deadline_of(timeline_of(case_of(plan, events, **facts), NOW), expected.id)
            assert (found.status, found.due, found.latest, found.stage_open) == (
                Status.OPEN,
                expected.due,
                expected.latest,
                True,
            ), (
                below,
                above,
            )
            assert "be filed again until" in found.say
            checked += 1
    assert checked or plan in {"pace", "ihs", "champva", "medicaid-ffs", "chip"}, (
        "no stage of this plan type follows another one"
    )


def test_an_external_appeal_filed_too_early_in_new_york() -> None:
    """N.Y. Ins. Law 4914(b)(1), four months. Dismissed as premature; the plan's no is dated 16 September and was received on the 18th.

    From its date: Saturday 16 January 2027, the safe day. From receipt: Monday 18 January, King's birthday, so Tuesday the 19th.
    """
    events = [
        "external-review filed 2026-09-03",
        "external-review dismissed 2026-09-10",
        "internal-appeal filed 2026-09-02",
        "internal-appeal upheld 2026-09-16 received 2026-09-18",
    ]
    case = case_of("aca-group", events, denied=DENIED, received=DENIED, state="NY")
    found = deadline_of(timeline_of(case, NOW), "external-review.file")
    assert (found.status, found.due, found.latest) == (Status.OPEN, date(2027, 1, 16), date(2027, 1, 19))


def test_a_premature_filing_whose_right_then_ran_out_is_missed_not_met() -> None:
    events = [
        "external-review filed 2026-01-03",
        "external-review dismissed 2026-01-10",
        "internal-appeal filed 2026-01-02",
        "internal-appeal upheld 2026-01-16 received 2026-01-18",
    ]
    case = case_of("erisa-self-funded", events, denied="2026-01-01", received="2026-01-01")
    assert deadline_of(timeline_of(case, NOW), "external-review.file").status is Status.MISSED


@pytest.mark.parametrize("plan", PLANS)
def test_a_filing_before_the_decision_that_opens_its_stage_does_not_hide_the_right(plan: str) -> None:
    """Filed above too early, never dismissed, then the no below: whoever has it may send it back, so the right is listed until they take it up."""
    for below, above in _later_stages(plan, state="NY"):
        plain = [f"{below} filed 2026-09-02", f"{below} upheld 2026-09-18"]
        facts = {"denied": DENIED, "received": DENIED, "state": "NY"}
        expected = timeline_of(case_of(plan, plain, **facts), NOW).get(f"{above}.file")
        if (
            expected is None
            or not expected.clock.ours
            or expected.status is not Status.OPEN
            or _open_without(plan, below, above)
        ):
            continue
        early = f"{above} filed 2026-09-03"
        for events in ([early, *plain], [*plain, early]):
            found = deadline_of(timeline_of(case_of(plan, events, **facts), NOW), expected.id)
            assert (found.status, found.due) == (Status.OPEN, expected.due), (below, above)
            assert found.say.startswith(
                "Filed Thu 3 Sep 2026, before the decision that opens it: call and ask whether it holds"
            )
        for taken_up in ("acknowledged", "filed", "info-requested"):
            case = case_of(plan, [early, *plain, f"{above} {taken_up} 2026-09-19"], **facts)
            assert deadline_of(timeline_of(case, NOW), expected.id).status is Status.MET, (above, taken_up)


def _open_without(plan: str, below: str, above: str) -> bool:
    """True if a stage may be filed at before the decision below: by the denial itself, or as soon as the one below is filed."""
    law = _book(plan, state="NY").stages[above]
    ways = {(entry.stage, end) for entry in law.opens_after for end in (entry.on or law.opens_on)}
    return any(entry.stage in ("denial", "initial-decision") for entry in law.opens_after) or (below, "filed") in ways


def test_a_filing_after_their_silence_was_in_time() -> None:
    """29 CFR 2560.503-1(l): 30 days from 2 September end on 2 October; filed outside on the 5th, and their no of the 8th takes nothing back."""
    events = [
        "internal-appeal filed 2026-09-02",
        "external-review filed 2026-10-05",
        "internal-appeal upheld 2026-10-08",
    ]
    timeline = timeline_of(case_of("erisa-self-funded", events, denied=DENIED, received=DENIED), "2026-10-12")
    assert deadline_of(timeline, "external-review.file").status is Status.MET


def test_the_answer_says_what_came_out_of_turn(office: Office) -> None:
    office.stored("--plan", "medicare-ffs", "--denied", "2026-11-10", "--received", "2026-11-13")
    day = ("--as-of", "2026-11-23T08:05")
    early = office.quick("record", "1", "qic-reconsideration", "filed", "--on", "2026-11-19", *day)
    assert "no decision is recorded that opens it" in early.err
    decided = office.quick("record", "1", "internal-appeal", "upheld", "--on", "2026-11-23", *day)
    assert "No filing at internal-appeal is recorded, only its decision. Is it the right case?" in decided.err
    assert "before the decision that opens it: call and ask whether it holds" in decided.err
    again = office.quick("record", "1", "internal-appeal", "filed", *day)
    assert "filed again Mon 23 Nov 2026, after its decision of Mon 23 Nov 2026" not in again.err, (
        "on one day the filing comes first"
    )


def test_closing_says_what_they_still_owe(office: Office) -> None:
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-11-09", "--received", "2026-11-09", "--as-of", "2026-11-20"
    )
    day = ("--as-of", "2026-11-20")
    assert office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-11-20", *day).code == 0
    closed = office.quick("close", "1", "--reason", "the patient moved", *day)
    assert (closed.code, "They still owe a decision, due Sun 20 Dec 2026" in closed.err) == (0, True)


def test_a_call_that_is_open_until_the_appeal_is_decided_stays_on_the_list() -> None:
    """Superior (Texas Medicaid) takes the call at any time during authorization, denial or appeal."""
    facts = {"denied": DENIED, "received": DENIED, "state": "TX", "payer": "Superior"}
    events = ["internal-appeal filed 2026-09-02"]
    found = deadline_of(timeline_of(case_of("medicaid-managed-care", events, **facts), NOW), "peer-to-peer.request")
    assert (found.status, found.stage_open) == (Status.OPEN, True)
    decided = case_of("medicaid-managed-care", [*events, "internal-appeal upheld 2026-09-10"], **facts)
    assert deadline_of(timeline_of(decided, NOW), "peer-to-peer.request").status is Status.MOOT


def test_dismissed_while_time_is_left_it_can_be_filed_again() -> None:
    """42 CFR 422.582(b): 1 September + 60 = 31 October; the review of the dismissal stands beside it."""
    events = ["internal-appeal filed 2026-09-05", "internal-appeal dismissed 2026-09-12"]
    timeline = timeline_of(case_of("medicare-advantage", events, denied=DENIED, received=DENIED), NOW)
    again = deadline_of(timeline, "internal-appeal.file")
    assert (again.status, again.due) == (Status.OPEN, date(2026, 10, 31))
    assert "Dismissed Sat 12 Sep 2026" in again.say
    assert "filed again until Sat 31 Oct 2026" in again.say, "the safe day, not the one that could be argued"
    assert deadline_of(timeline, "dismissal-review.file").status is Status.OPEN
    refiled = timeline_of(
        case_of("medicare-advantage", [*events, "internal-appeal filed 2026-09-15"], denied=DENIED, received=DENIED),
        NOW,
    )
    assert deadline_of(refiled, "internal-appeal.file").status is Status.MET
    assert deadline_of(refiled, "dismissal-review.file").status is Status.OPEN, (
        "its time runs on until the new filing is decided"
    )
    over = timeline_of(case_of("medicare-advantage", events, denied=DENIED, received=DENIED), "2026-12-01")
    assert deadline_of(over, "internal-appeal.file").status is Status.MET


def test_withdrawn_and_asked_for_again_the_call_is_on_again() -> None:
    events = ["peer-to-peer requested 2026-09-02", "peer-to-peer withdrawn 2026-09-03"]
    given = {"denied": DENIED, "received": DENIED}
    assert case_of("aca-group", events, **given).withdrawn("peer-to-peer")
    assert not case_of("aca-group", [*events, "peer-to-peer requested 2026-09-04"], **given).withdrawn("peer-to-peer")


@pytest.mark.parametrize(
    "plan", ["erisa-self-funded", "church", "aca-group", "aca-individual", "governmental-self-funded"]
)
@pytest.mark.parametrize("outside", ["filed", "sent", "forwarded"])
def test_filing_outside_first_leaves_the_inside_appeal_open(plan: str, outside: str) -> None:
    """45 CFR 147.136(d)(3)(i)(A): both may be asked for at the same time; which one is entered first is chance."""
    events = [f"expedited-external-review {outside} 2026-09-02T10:00"]
    case = case_of(plan, events, denied=DENIED, received=DENIED, urgent="yes", state="TX")
    inside = deadline_of(timeline_of(case, "2026-09-02T12:00"), "expedited-appeal.file")
    assert (inside.status, inside.stage_open) == (Status.OPEN, True)


def test_the_other_form_is_one_right_until_it_is_dismissed() -> None:
    given = {"denied": DENIED, "received": DENIED}
    filed = timeline_of(case_of("erisa-self-funded", ["expedited-appeal filed 2026-09-05"], **given), NOW)
    assert deadline_of(filed, "internal-appeal.file").status is Status.MOOT
    events = ["expedited-appeal filed 2026-09-05", "expedited-appeal dismissed 2026-09-07"]
    dismissed = timeline_of(case_of("erisa-self-funded", events, **given), NOW)
    assert deadline_of(dismissed, "internal-appeal.file").status is Status.OPEN


@pytest.mark.parametrize("stage", ["discharge-appeal", "fast-track-appeal"])
def test_only_the_review_of_the_qio_takes_the_plan_appeal_away(stage: str) -> None:
    """42 CFR 422.562(c)(1): who received the QIO's review has no plan review of the same question. A request that came too late received none."""
    given = {
        "denied": DENIED,
        "received": DENIED,
        "discharge": "2026-09-03",
        "service_ends": "2026-09-03",
        "setting": "inpatient",
        "urgent": "yes",
    }
    asked = [f"{stage} filed 2026-09-05T10:00"]
    for events in (asked, [*asked, f"{stage} dismissed 2026-09-06"]):
        timeline = timeline_of(case_of("medicare-advantage", events, **given), NOW)
        assert deadline_of(timeline, "internal-appeal.file").status is Status.OPEN
        assert deadline_of(timeline, "expedited-appeal.file").status is Status.OPEN
    reviewed = timeline_of(case_of("medicare-advantage", [*asked, f"{stage} upheld 2026-09-06"], **given), NOW)
    assert reviewed.get("internal-appeal.file") is None


@pytest.mark.parametrize(
    ("plan", "fact", "outside", "events"),
    [
        ("fehb", ("fact.claims-process", "broken"), "immediate-opm-review.file", ["internal-appeal filed 2026-09-10"]),
        (
            "champva",
            ("fact.ninety-day-letter", "yes"),
            "legacy-second-review.file",
            ["internal-appeal filed 2026-09-10"],
        ),
    ],
)
def test_filing_inside_leaves_the_outside_door_open(
    plan: str, fact: tuple[str, str], outside: str, events: list[str]
) -> None:
    given = {"denied": DENIED, "received": DENIED, fact[0]: fact[1], "fact.va-decision": "benefit"}
    for told in ([], events):
        assert deadline_of(timeline_of(case_of(plan, told, **given), NOW), outside).status is Status.OPEN


WINS = {
    # Stages besides appeals and reviews whose approval grants what was asked for: the service itself, or payment.
    "initial-decision", "peer-to-peer", "fast-track-appeal", "discharge-appeal", "status-appeal", "corrected-request", "corrected-claim", "drug-exception",
    "formulary-exception", "hmo-grievance", "hmo-panel-review", "provider-claim-appeal",
}  # fmt: skip


def test_every_stage_is_known_to_settle_the_denial_or_not() -> None:
    """A stage of a kind that may settle only how things go on must be put on one side by somebody who read its rule."""
    packs = shipped().all_packs()
    sections = [section for pack in packs for section in (pack.get("plans") or [pack]) if section.get("stages")]
    kinds = {name: law["kind"] for section in sections for name, law in section["stages"].items() if law.get("kind")}
    unsure = {
        name
        for name, kind in kinds.items()
        if kind in {"continuation", "complaint", "initial-decision", "peer-to-peer"}
    }
    assert unsure - ABOUT_PROCEDURE == WINS


@pytest.mark.parametrize("stage", sorted(ABOUT_PROCEDURE))
def test_an_approval_about_procedure_ends_no_right(stage: str) -> None:
    for plan in PLANS:
        if stage not in _book(plan, state="TX").stages:
            continue
        given = {"denied": DENIED, "received": DENIED, "state": "TX", "effective": "2026-09-05"}
        before = timeline_of(case_of(plan, **given), NOW)
        after = timeline_of(case_of(plan, [f"{stage} approved 2026-09-10"], **given), NOW)
        for right in before.deadlines:
            if right.clock.ours and right.stage_open and right.status is Status.OPEN and right.stage != stage:
                assert deadline_of(after, right.id).status is Status.OPEN, (plan, right.id)


# -- the call ---------------------------------------------------------------------------


def test_a_call_whose_payer_says_nothing_of_appeals_stays_open_for_its_own_time() -> None:
    """Practice: 3 to 7 business days after Tuesday 1 September 2026; Labor Day is the 7th, so the 7th business day is Friday the 11th."""
    case = case_of("aca-group", ["internal-appeal filed 2026-09-02"], denied=DENIED, received=DENIED, state="TX")
    assert deadline_of(timeline_of(case, "2026-09-03"), "peer-to-peer.request").status is Status.OPEN
    assert deadline_of(timeline_of(case, "2026-09-14"), "peer-to-peer.request").status is Status.MOOT


def test_a_filed_appeal_ends_the_call_where_the_payer_says_so() -> None:
    case = case_of(
        "medicare-advantage",
        ["internal-appeal filed 2026-09-02"],
        denied=DENIED,
        received=DENIED,
        payer="Wellcare",
        state="CA",
    )
    found = deadline_of(timeline_of(case, "2026-09-02T12:00"), "peer-to-peer.request")
    assert (found.status, found.reason) == (
        Status.MOOT,
        "the appeal has been filed, and at this payer that closes the call",
    )


def test_a_window_that_is_only_usual_is_never_missed() -> None:
    case = case_of("aca-group", denied=DENIED, received=DENIED, state="TX")
    found = deadline_of(timeline_of(case, "2026-10-12"), "peer-to-peer.request")
    assert (found.status, found.basis) == (Status.OPEN, "practice")
    assert found.say.startswith("The usual time is over, Fri 11 Sep 2026; that ends no right: ask all the same.")


def test_the_list_asks_for_the_call_after_the_usual_time(office: Office) -> None:
    office.stored("--plan", "aca-group", "--state", "TX", "--denied", DENIED, "--received", DENIED)
    items = office.quick("due", "--as-of", "2026-10-12", "--format", "json").json["items"]
    line = next(item for item in items if item["deadline"]["id"] == "peer-to-peer.request")
    assert line["band"] == "today"
    assert "which ends no right: ask all the same" in line["why"]
    assert "MISSED" not in line["action"]
    assert office.quick("due", "--as-of", "2026-10-12", "--exit-code", "--quiet").code == 10
    for words in (("requested", "--on", "2026-10-12"), ("held", "--on", "2026-10-12")):
        assert office.quick("record", "1", "peer-to-peer", *words, "--as-of", "2026-10-12").code == 0
    items = office.quick("due", "--as-of", "2026-10-12", "--format", "json").json["items"]
    assert all(item["deadline"]["id"] != "peer-to-peer.request" for item in items)


def test_a_window_that_the_letter_prints_can_be_missed() -> None:
    case = case_of("aca-group", denied=DENIED, received=DENIED, state="TX", letters=["peer-to-peer=2026-09-04"])
    assert deadline_of(timeline_of(case, "2026-09-08"), "peer-to-peer.request").status is Status.MISSED


@pytest.mark.parametrize("plan", PLANS)
def test_a_call_offered_before_the_denial_is_on_the_list(plan: str) -> None:
    """`--requested`, no denial yet, and the plan's message names the hour until which a call may be asked for."""
    given = {"requested": "2026-11-20", "letters": ["peer-to-peer=2026-11-23T15:00"]}
    case = case_of(plan, requested="2026-11-20", letters=["peer-to-peer=2026-11-23T15:00"])
    found = deadline_of(timeline_of(case, "2026-11-23T09:00"), "peer-to-peer.request")
    assert (found.status, found.stage_open) == (Status.OPEN, True)
    assert found.due == at("2026-11-23T15:00")
    assert deadline_of(timeline_of(case, "2026-11-23T16:00"), "peer-to-peer.request").status is Status.MISSED
    denied = case_of(plan, requested="2026-11-20", letters=given["letters"], denied="2026-11-24")
    after = timeline_of(denied, "2026-11-24T09:00").get("peer-to-peer.request")
    assert after is None or after.due != at("2026-11-23T15:00"), (
        "the offer ended with the denial; another window may have begun"
    )


def test_a_call_offered_before_the_denial_reaches_due_list_and_escalate(office: Office) -> None:
    options = ("--requested", "2026-11-20", "--letter", "peer-to-peer=2026-11-23T15:00", "--as-of", "2026-11-23T09:00")
    office.stored("--plan", "medicare-advantage", *options)
    items = office.quick("due", "--as-of", "2026-11-23T09:00", "--format", "json").json["items"]
    assert [(item["deadline"]["id"], item["band"]) for item in items] == [("peer-to-peer.request", "today")]
    assert "peer-to-peer" in office.quick("list", "--as-of", "2026-11-23T09:00", "--format", "json").out
    late = office.quick("due", "--as-of", "2026-11-23T16:00", "--exit-code", "--format", "json")
    assert (late.code, late.json["items"][0]["band"]) == (20, "missed")


# -- late filings -----------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS)
def test_a_late_filing_asks_for_good_cause_at_once(plan: str) -> None:
    """Filed two years after the denial: late in every regime that has a time. What is said comes from the rule that gave the last day."""
    case = case_of(plan, ["internal-appeal filed 2026-09-01"], denied="2024-09-03", received="2024-09-03")
    timeline = timeline_of(case, "2026-09-02")
    found = timeline.get("internal-appeal.file")
    if found is None or found.due is None:
        pytest.skip("no federal time for this appeal")
    assert (found.status, found.give_cause) == (Status.MET_LATE, True)
    said = next_step_of(case, timeline)
    assert said.startswith("Give good cause in writing now: it was filed after its last day")
    assert found.authority in said
    assert (found.late_filing or found.if_missed) in said


def test_a_late_filing_is_on_the_list_until_the_reasons_are_sent(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-05-04", "--received", "2026-05-04")
    assert office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-08-03").code == 0
    listed = office.quick("due", "--as-of", "2026-08-04", "--format", "json").json["items"]
    line = next(item for item in listed if item["deadline"]["id"] == "internal-appeal.file")
    assert line["band"] == "today"
    assert line["action"].startswith("Filed late: give good cause in writing now")
    assert "422.582(c)" in line["action"]
    assert (
        office.quick(
            "record", "1", "internal-appeal", "documents-sent", "--on", "2026-08-04", "--note", "good cause"
        ).code
        == 0
    )
    listed = office.quick("due", "--as-of", "2026-08-05", "--format", "json").json["items"]
    assert all(item["deadline"]["id"] != "internal-appeal.file" for item in listed)
