"""One denial from the first call to the last decision: what `show` and `due` say is next at every step.

A self-funded employer plan (29 CFR 2560.503-1, external review 45 CFR 147.136(d)), denied and received on
1 September 2026. Every date below is counted by hand:

- internal appeal: 180 days from 1 September: 29 are left in September, 31 October (60), 30 November (90),
  31 December (121), 31 January (152), 28 February (180). It is a Sunday and does not roll. Planned for five business
  days before Friday 26 February: 25, 24, 23, 22, 19 February (Washington's Birthday, the 15th, lies before them).
- decision, pre-service: 30 days from the filing of 10 September: 20 are left in September, so 10 October.
- external review: received 30 October + 4 months; there is no 30 February, so 1 March 2027. Planned for five
  business days before it: 26, 25, 24, 23, 22 February.
- preliminary review: 5 business days after Friday 20 November: 23, 24, 25, 27, 30 November; the 26th is Thanksgiving.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from denialctl.dates.moments import say_day

if TYPE_CHECKING:
    from tests.conftest import Office, Result


def record(office: Office, day: str, stage: str, what: str, *options: str) -> Result:
    """Record an event on its day."""
    result = office.quick("record", "1", stage, what, "--on", day, "--as-of", options[1] if options else day, *options)
    assert result.code == 0, result.err
    which, recorded, *_ = result.err.splitlines()
    assert which == "#1 MRN-1047 MRI lumbar spine · erisa-self-funded"
    assert recorded.startswith(f"Recorded: {stage} {what}, {say_day(date.fromisoformat(day))}")
    return result


def shown(office: Office, day: str, name: str) -> dict[str, Any]:
    """Return one deadline as `show` gives it on a day."""
    return office.quick("show", "1", "--as-of", day, "--format", "json").deadline(name)


def listed(office: Office, day: str) -> dict[str, str]:
    """Return what `due` lists up to any horizon: the band of each deadline."""
    items: list[dict[str, Any]] = office.quick("due", "--as-of", day, "--format", "json").json["items"]
    return {item["deadline"]["id"]: item["band"] for item in items}


@pytest.fixture
def denied(office: Office) -> Office:
    """The denial, entered on the day on which it came."""
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-09-01", "--received", "2026-09-01", "--patient", "MRN-1047",
        "--description", "MRI lumbar spine", "--as-of", "2026-09-01",
    )  # fmt: skip
    return office


@pytest.fixture
def appealed(denied: Office) -> Office:
    """The call was lost, the appeal is at the plan."""
    record(denied, "2026-09-03", "peer-to-peer", "upheld")
    record(denied, "2026-09-10", "internal-appeal", "filed")
    return denied


@pytest.fixture
def at_review(appealed: Office) -> Office:
    """The appeal was lost too, the external review is filed."""
    record(appealed, "2026-10-28", "internal-appeal", "upheld", "--received", "2026-10-30")
    record(appealed, "2026-11-20", "external-review", "filed")
    return appealed


def test_first_the_call_on_the_same_day(denied: Office) -> None:
    """A self-funded plan's window for the call stands in its letter: not computed, but planned for the day of receipt."""
    result = denied.quick("show", "1", "--as-of", "2026-09-01")

    assert "peer-to-peer" in result.next()
    assert "Tue 1 Sep 2026" in result.next()
    call = shown(denied, "2026-09-01", "peer-to-peer.request")
    assert (call["act_by"], call["due"], call["status"]) == ("2026-09-01", None, "not-computed")
    assert "letter" in call["missing"]
    assert listed(denied, "2026-09-01") == {"peer-to-peer.request": "today", "internal-appeal.file": "later"}


def test_the_call_lost_leaves_the_appeal(denied: Office) -> None:
    result = record(denied, "2026-09-03", "peer-to-peer", "upheld")

    assert "appeal" in result.next()
    assert "Last day Sun 28 Feb 2027" in result.next()
    assert "plan it for Fri 19 Feb 2027" in result.next()
    assert "2560.503-1(h)(3)(i)" in result.next()
    assert shown(denied, "2026-09-03", "peer-to-peer.request")["status"] == "met"
    appeal = shown(denied, "2026-09-03", "internal-appeal.file")
    assert (appeal["due"], appeal["act_by"], appeal["status"]) == ("2027-02-28", "2027-02-19", "open")
    assert listed(denied, "2026-09-03") == {"internal-appeal.file": "later"}


def test_the_appeal_filed_is_the_plans_turn(appealed: Office) -> None:
    result = appealed.quick("show", "1", "--as-of", "2026-09-10")

    assert result.next().startswith("Wait: ")
    assert "Sat 10 Oct 2026" in result.next()
    assert shown(appealed, "2026-09-10", "internal-appeal.file")["status"] == "met"
    decision = shown(appealed, "2026-09-10", "internal-appeal.decide")
    assert (decision["clock"], decision["due"], decision["status"]) == ("plan", "2026-10-10", "waiting")
    assert listed(appealed, "2026-09-10") == {}


def test_sent_is_not_filed(denied: Office) -> None:
    record(denied, "2026-09-03", "peer-to-peer", "upheld")
    result = record(denied, "2026-09-10", "internal-appeal", "sent")

    assert "proof" in result.next()
    assert shown(denied, "2026-09-10", "internal-appeal.file")["status"] == "open"
    assert "internal-appeal.file" in listed(denied, "2026-09-10")


def test_the_plans_silence_opens_the_way_on(appealed: Office) -> None:
    """29 CFR 2560.503-1(l)(1) and 45 CFR 147.136(b)(2)(ii)(F): a plan that does not keep its time has exhausted the claim."""
    assert shown(appealed, "2026-10-10", "internal-appeal.decide")["status"] == "waiting", "the last day is theirs"
    late = shown(appealed, "2026-10-11", "internal-appeal.decide")
    assert late["status"] == "lapsed"
    assert late["if_missed"].strip()
    assert listed(appealed, "2026-10-11")["internal-appeal.decide"] == "today"
    assert shown(appealed, "2026-10-11", "external-review.file")["status"] == "open"


def test_the_appeal_lost_opens_the_external_review(appealed: Office) -> None:
    result = record(appealed, "2026-10-28", "internal-appeal", "upheld", "--received", "2026-10-30")

    assert "external review" in result.next()
    assert "Last day Mon 1 Mar 2027" in result.next()
    assert "plan it for Mon 22 Feb 2027" in result.next()
    assert shown(appealed, "2026-10-30", "internal-appeal.decide")["status"] == "met-late", (
        "28 October is after 10 October"
    )
    review = shown(appealed, "2026-10-30", "external-review.file")
    assert (review["due"], review["act_by"], review["status"]) == ("2027-03-01", "2027-02-22", "open")
    assert listed(appealed, "2026-10-30")["external-review.file"] == "later"


def test_the_review_filed_is_theirs(at_review: Office) -> None:
    assert shown(at_review, "2026-11-20", "external-review.file")["status"] == "met"
    assert shown(at_review, "2026-11-20", "external-review.decide")["status"] == "waiting"
    first = shown(at_review, "2026-11-20", "external-review.preliminary-review")
    assert (first["clock"], first["due"], first["status"]) == ("plan", "2026-11-30", "waiting")
    assert "external-review.file" not in listed(at_review, "2026-11-20")
    assert "file for external review" not in at_review.quick("show", "1", "--as-of", "2026-11-20").next().lower()


def test_won_leaves_the_reference_number_to_get(at_review: Office) -> None:
    result = record(at_review, "2026-12-20", "external-review", "approved")

    assert result.next().startswith("Approved.")
    assert "reference number" in result.next()
    assert shown(at_review, "2026-12-20", "external-review.decide")["status"] == "met"
    timeline = at_review.quick("show", "1", "--as-of", "2026-12-20", "--format", "json").json["deadlines"]
    open_ones = [item["id"] for item in timeline if item["status"] in ("open", "missed", "waiting", "lapsed")]
    assert open_ones == []
    assert listed(at_review, "2026-12-20") == {}


def test_lost_leaves_the_court(at_review: Office) -> None:
    result = record(at_review, "2026-12-20", "external-review", "upheld")

    assert "Find the last day to sue" in result.next()
    assert "see a lawyer" in result.next()
    suit = shown(at_review, "2026-12-20", "judicial-review.file")
    assert (suit["due"], suit["status"]) == (None, "not-computed"), (
        "the plan's own limit is in its papers, never guessed"
    )
    assert "internal-appeal.file" not in listed(at_review, "2026-12-20")
    assert "external-review.file" not in listed(at_review, "2026-12-20")


def test_a_call_that_won_ends_the_case(denied: Office) -> None:
    result = record(denied, "2026-09-03", "peer-to-peer", "approved", "--received", "2026-09-03")

    assert result.next().startswith("Approved.")
    assert listed(denied, "2026-09-03") == {}


def test_papers_asked_for_on_the_call_go_out_the_same_day(denied: Office) -> None:
    record(denied, "2026-09-03", "peer-to-peer", "pending-documents")

    supply = shown(denied, "2026-09-03", "peer-to-peer.supply")
    assert (supply["act_by"], supply["clock"]) == ("2026-09-03", "provider")
    assert listed(denied, "2026-09-03")["peer-to-peer.supply"] == "today"


def test_the_walk_through_the_real_entry_point(office: Office) -> None:
    steps = [
        (
            "add",
            "--plan",
            "erisa-self-funded",
            "--denied",
            "2026-09-01",
            "--received",
            "2026-09-01",
            "--as-of",
            "2026-09-01",
        ),
        ("record", "1", "peer-to-peer", "upheld", "--on", "2026-09-03", "--as-of", "2026-09-03"),
        (
            "record",
            "1",
            "internal-appeal",
            "filed",
            "--on",
            "2026-09-10",
            "--proof",
            "fax 3 pages",
            "--as-of",
            "2026-09-10",
        ),
        (
            "record",
            "1",
            "internal-appeal",
            "upheld",
            "--on",
            "2026-10-28",
            "--received",
            "2026-10-30",
            "--as-of",
            "2026-10-30",
        ),
    ]
    for step in steps:
        result = office.run(*step)
        assert result.code == 0, result.err

    assert "Last day Mon 1 Mar 2027" in result.next()
    assert office.run("due", "--as-of", "2027-02-22", "--exit-code").code == 10
    assert "1 Mar 2027" in office.run("due", "--as-of", "2027-02-22").out
