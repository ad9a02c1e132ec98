"""Advice that the dates imply: each sentence comes when it is called for, with its reason and its authority, and not before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from denialctl.packs.library import Library

if TYPE_CHECKING:
    from tests.conftest import Office

ERISA = (
    "calc",
    "--plan",
    "erisa-self-funded",
    "--denied",
    "2026-11-03",
    "--received",
    "2026-11-03",
    "--as-of",
    "2026-11-23",
)


def advice(office: Office, *arguments: str) -> dict[str, dict[str, Any]]:
    result = office.quick(*arguments, "--format", "json")
    assert result.code == 0, result.err
    return {item["id"]: item for item in result.json["advice"]}


def test_expedite_when_the_service_comes_before_the_decision(office: Office) -> None:
    """Filed on 23 November a standard appeal is due 23 December: a service of the 22nd comes before it, one of the 24th does not."""
    early = advice(office, *ERISA, "--service-date", "2026-12-22")
    assert "Wed 23 Dec 2026" in early["expedite"]["say"]
    assert "29 CFR 2560.503-1" in early["expedite"]["authority"]
    assert early["expedite"]["because"]
    assert "expedite" not in advice(office, *ERISA, "--service-date", "2026-12-24")
    assert "expedite" not in advice(office, *ERISA, "--service-date", "2026-12-22", "--urgent")
    assert "expedite" not in advice(office, *ERISA, "--service-date", "2026-11-22")  # yesterday
    assert "expedite" not in advice(office, *ERISA, "--service-date", "2026-12-22", "--phase", "post-service")


def test_both_doors_only_where_the_law_opens_both(office: Office) -> None:
    """45 CFR 147.136(d)(3)(i)(A): expedited external review together with the expedited appeal; a standard one needs the final denial first."""
    urgent = advice(office, *ERISA, "--urgent")
    assert urgent["both-doors"]["stage"] == "expedited-external-review"
    assert "147.136(d)(3)" in urgent["both-doors"]["authority"]
    assert "both-doors" not in advice(office, *ERISA)
    decided = (
        "--event",
        "expedited-appeal filed 2026-11-04",
        "--event",
        "expedited-appeal upheld 2026-11-06 received 2026-11-06",
    )
    assert "both-doors" not in advice(office, *ERISA, "--urgent", *decided)


def test_continuation_with_its_day(office: Office) -> None:
    """Medicaid plan: the later of 10 days after sending (27 November) and the effective date (30 November)."""
    case = (
        "calc",
        "--plan",
        "medicaid-managed-care",
        "--denied",
        "2026-11-17",
        "--effective",
        "2026-11-30",
        "--as-of",
        "2026-11-18",
    )
    found = advice(office, *case)
    assert "Mon 30 Nov 2026" in found["continue-benefits"]["say"]
    assert "438.420" in found["continue-benefits"]["authority"]
    assert "continue-benefits" not in advice(office, *ERISA)


def test_they_are_late_says_what_it_opens_and_suggests_the_regulator(office: Office) -> None:
    """Filed 5 October: 30 days end Wednesday 4 November."""
    filed = ("--event", "internal-appeal filed 2026-10-05")
    case = ("calc", "--plan", "erisa-self-funded", "--denied", "2026-09-10", "--received", "2026-09-10", *filed)
    late = advice(office, *case, "--as-of", "2026-11-05")
    assert "Wed 4 Nov 2026" in late["they-are-late"]["say"]
    assert "regulator-complaint" in late["complain"]["say"]
    assert "Wed 4 Nov 2026" in late["complain"]["because"]
    waiting = advice(office, *case, "--as-of", "2026-11-04")
    assert "they-are-late" not in waiting
    assert "complain" not in waiting


def test_a_letter_that_gives_less_than_the_law(office: Office) -> None:
    """180 days from 3 November 2026 end on 2 May 2027; the letter prints 1 February."""
    found = advice(office, *ERISA, "--letter", "internal-appeal=2027-02-01")
    assert "Mon 1 Feb 2027" in found["letter-shorter"]["say"]
    assert "Sun 2 May 2027" in found["letter-shorter"]["say"]
    assert "2560.503-1(h)" in found["letter-shorter"]["authority"]
    assert "letter-shorter" not in advice(office, *ERISA, "--letter", "internal-appeal=2027-06-01")


def test_the_amount_in_controversy_of_the_year_of_filing(office: Office) -> None:
    """Medicare, filed in 2026: $200 (90 FR 55869)."""
    events = (
        "--event", "internal-appeal filed 2026-08-10", "--event", "internal-appeal upheld 2026-08-20 received 2026-08-20",
        "--event", "qic-reconsideration filed 2026-08-24", "--event", "qic-reconsideration upheld 2026-09-14 received 2026-09-14",
    )  # fmt: skip
    case = (
        "add",
        "--plan",
        "medicare-ffs",
        "--denied",
        "2026-08-03",
        "--received",
        "2026-08-03",
        *events,
        "--as-of",
        "2026-09-20",
        "--checked",
    )
    small = advice(office, *case, "--amount", "150")
    assert "$150" in small["amount-not-reached"]["say"]
    assert "$200" in small["amount-not-reached"]["say"]
    assert "2026" in small["amount-not-reached"]["say"]
    assert "amount-not-reached" not in advice(office, *case, "--amount", "200")


def test_the_call_and_the_appeal(office: Office) -> None:
    """CareSource: the call first, then the appeal. Elsewhere a filed appeal usually ends the right to the call.

    No appeal waits for a call on its own last days, and none in an urgent case.
    """
    case = (
        "calc",
        "--plan",
        "aca-group",
        "--state",
        "OH",
        "--denied",
        "2026-11-20",
        "--received",
        "2026-11-20",
        "--setting",
        "outpatient",
    )
    usual = advice(office, *case, "--as-of", "2026-11-23")
    assert "call-first" in usual
    # The call is planned for the day on which the denial came; on Monday that Friday is over, and no day is left to name.
    assert usual["call-first"]["by"] is None
    assert advice(office, *case, "--as-of", "2026-11-20")["call-first"]["by"] == "2026-11-20"
    medicaid = (
        "calc",
        "--plan",
        "medicaid-managed-care",
        "--state",
        "GA",
        "--payer",
        "CareSource",
        "--denied",
        "2026-11-20",
    )
    first = advice(office, *medicaid, "--received", "2026-11-20", "--as-of", "2026-11-23")
    assert "call-needed" in first
    assert "call-first" not in first
    assert "call-first" not in advice(
        office, *case, "--as-of", "2026-11-23", "--event", "peer-to-peer upheld 2026-11-22"
    )
    assert "call-first" not in advice(office, *case, "--as-of", "2026-11-23", "--urgent")
    assert "call-first" not in advice(office, *case, "--as-of", "2027-05-18")  # 180 days from 20 November end on 19 May


def test_reasons_that_no_call_can_change(office: Office) -> None:
    add = ("add", *ERISA[1:-2], "--as-of", "2026-11-03", "--checked")
    assert "no-call-for-exclusion" in advice(office, *add, "--reason", "not_covered_benefit")
    assert "records-first" in advice(office, *add, "--reason", "missing information", "--patient", "B")
    medical = advice(office, *add, "--reason", "medical_necessity", "--patient", "C")
    assert not {"no-call-for-exclusion", "records-first"} & set(medical)


def test_criteria_of_the_call_are_kept_for_the_appeal(office: Office) -> None:
    office.stored(*ERISA[1:-2], "--as-of", "2026-11-03")
    said = office.quick(
        "record",
        "1",
        "peer-to-peer",
        "upheld",
        "--on",
        "2026-11-05",
        "--criteria",
        "six weeks of therapy",
        "--as-of",
        "2026-11-05",
    )
    assert said.code == 0, said.err
    found = advice(office, "show", "1", "--as-of", "2026-11-06")
    assert "six weeks of therapy" in found["criteria-kept"]["say"]


def test_a_sent_appeal_stays_until_its_proof_is_recorded(office: Office) -> None:
    office.stored(*ERISA[1:-2], "--as-of", "2026-11-03")
    office.quick("record", "1", "internal-appeal", "sent", "--on", "2026-11-09", "--as-of", "2026-11-09")
    assert "Mon 9 Nov 2026" in advice(office, "show", "1", "--as-of", "2026-11-10")["prove-receipt"]["say"]
    listed = [
        item["deadline"]["id"]
        for item in office.quick("due", "--as-of", "2026-11-10", "--format", "json").json["items"]
    ]
    assert "internal-appeal.file" in listed
    office.quick(
        "record",
        "1",
        "internal-appeal",
        "sent",
        "--on",
        "2026-11-09",
        "--proof",
        "fax page 10:04",
        "--as-of",
        "2026-11-10",
    )
    assert "prove-receipt" not in advice(office, "show", "1", "--as-of", "2026-11-10")
    proved = office.quick("show", "1", "--as-of", "2026-11-10")
    assert "fax page 10:04" in proved.next()
    assert "filed --on" in proved.next()
    items = office.quick("due", "--as-of", "2026-11-10", "--format", "json").json["items"]
    waiting = next(item for item in items if item["deadline"]["id"] == "internal-appeal.file")
    assert "filed --on" in waiting["action"]
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-11-10", "--as-of", "2026-11-10")
    items = office.quick("due", "--as-of", "2026-11-10", "--format", "json").json["items"]
    assert "internal-appeal.file" not in {item["deadline"]["id"] for item in items}


def test_what_was_posted_after_the_safe_day_does_not_look_met(office: Office) -> None:
    """Medicare Advantage, notice of 10 September, received the 12th: 60 days end 11 November; posted on the 14th it may be late."""
    office.stored(
        "--plan", "medicare-advantage", "--denied", "2026-09-10", "--received", "2026-09-12", "--as-of", "2026-09-14"
    )
    office.quick(
        "record",
        "1",
        "internal-appeal",
        "sent",
        "--on",
        "2026-11-14",
        "--proof",
        "certified mail",
        "--as-of",
        "2026-11-14",
    )
    found = office.quick("show", "1", "--as-of", "2026-11-14", "--format", "json")
    assert found.deadline("internal-appeal.file")["status"] == "open"


def test_a_closed_or_won_case_needs_no_advice(office: Office) -> None:
    assert advice(office, *ERISA, "--event", "peer-to-peer approved 2026-11-05") == {}


def test_every_sentence_of_advice_is_traced_to_its_source() -> None:
    guide = Library(cache=None).guide("advice")
    assert guide is not None
    for entry in guide.entries:
        assert entry.because, entry.id
        assert entry.authority, entry.id
        assert entry.source.url, entry.id
    holes = {
        name
        for entry in guide.entries
        for name in re.findall(r"{(\w+)}", f"{entry.say}{entry.because}{entry.authority}")
    }
    assert holes <= {
        "service_date", "decision_due", "expedited_window", "authority", "external", "internal", "due", "closes", "reason", "title",
        "opens", "window", "why", "letter", "law", "which", "amount", "needed", "year", "items", "criteria", "sent",
    }  # fmt: skip
