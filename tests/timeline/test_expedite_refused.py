"""A refused request to expedite: a letter of its own, the standard time from the same receipt, and nothing opened or closed.

42 CFR 422.570(d), 422.584(d), 422.631(d)(2), 422.633(e)(4), 423.570(d), 438.410(c): the standard time runs from the receipt of the
request that was to be expedited, never from the refusal.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from denialctl.vocabulary import ADVERSE, DECISIONS, OUTCOMES, STEPS, PlanType

if TYPE_CHECKING:
    from tests.conftest import Office

Deadlines = dict[str, dict[str, Any]]


def calc(office: Office, *arguments: str) -> tuple[Deadlines, list[str]]:
    result = office.quick("calc", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return {item["id"]: item for item in result.json["deadlines"]}, result.json["warnings"]


def events(*texts: str) -> tuple[str, ...]:
    return tuple(word for text in texts for word in ("--event", text))


PENDING = [
    # 2026 is the year of the 7 days: Mon 5 October + 7 = Mon 12 October (a holiday, not moved); told Tue 6, + 3 = Fri 9 October.
    ("medicare-advantage", (), "2026-10-12", "2026-10-09"),
    ("medicare-advantage", ("--fact", "prior-auth=not-required"), "2026-10-19", "2026-10-09"),
    # A Part B drug and the drug plans have hours: Mon 5 October 16:00 + 72 = Thu 8 October 16:00.
    ("medicare-advantage", ("--service", "part-b-drug"), "2026-10-08T16:00:00-04:00", "2026-10-09"),
    ("medicare-part-d", ("--service", "drug"), "2026-10-08T16:00:00-04:00", "2026-10-09"),
    ("dsnp-integrated", ("--state", "TX"), "2026-10-12", "2026-10-09"),
]


@pytest.mark.parametrize(("plan", "more", "due", "letter"), PENDING)
def test_a_request_runs_in_the_standard_time_from_the_same_receipt(
    office: Office, plan: str, more: tuple[str, ...], due: str, letter: str
) -> None:
    refused = events("initial-decision expedite-refused 2026-10-06")
    case = ("--plan", plan, "--requested", "2026-10-05T16:00", "--urgent", "--as-of", "2026-10-07", *more)

    found, warnings = calc(office, *case, *refused)

    assert found["initial-decision.decide"]["due"] == due
    assert found["initial-decision.written"]["due"] == letter
    assert found["initial-decision.written"]["clock"] == "plan"
    assert any("refused to expedite" in text and "same request" in text for text in warnings)


APPEALS = [
    # Filed Tue 10 March 2026 09:00, told on Wed 11: 30 days are Thu 9 April, 7 days Tue 17 March; the letter after 3 (or 2) calendar days.
    ("medicare-advantage", (), "2026-04-09", "2026-03-14"),
    ("medicare-advantage", ("--service", "part-b-drug"), "2026-03-17", "2026-03-14"),
    ("medicare-part-d", ("--service", "drug"), "2026-03-17", "2026-03-14"),
    ("dsnp-integrated", ("--state", "TX"), "2026-04-09", "2026-03-13"),
    ("medicaid-managed-care", ("--state", "TX"), "2026-04-09", "2026-03-13"),
    ("chip", ("--state", "TX"), "2026-04-09", "2026-03-13"),
]
FILED, REFUSED = "expedited-appeal filed 2026-03-10T09:00", "expedited-appeal expedite-refused 2026-03-11"


@pytest.mark.parametrize(("plan", "more", "due", "letter"), APPEALS)
def test_an_appeal_runs_in_the_standard_time_from_the_same_receipt(
    office: Office, plan: str, more: tuple[str, ...], due: str, letter: str
) -> None:
    case = ("--plan", plan, "--denied", "2026-03-02", "--urgent", "--as-of", "2026-03-12", *more)

    found, _ = calc(office, *case, *events(FILED, REFUSED))

    assert (found["internal-appeal.decide"]["due"], found["internal-appeal.decide"]["status"]) == (due, "waiting")
    assert (found["internal-appeal.written"]["due"], found["internal-appeal.written"]["status"]) == (letter, "waiting")
    assert (found["internal-appeal.file"]["status"], found["internal-appeal.file"]["done"]) == (
        "met",
        "2026-03-10T09:00:00-04:00",
    )
    assert found["expedited-appeal.decide"]["status"] == "moot"


def test_the_hearing_and_the_council_of_part_d_have_90_days(office: Office) -> None:
    """42 CFR 423.2016, 423.2108(d): 2 November + 90 = 31 January (28, 59, 90)."""
    case = ("--plan", "medicare-part-d", "--denied", "2026-06-01", "--urgent", "--as-of", "2026-11-10")
    heard = events("ire-reconsideration upheld 2026-10-15", "expedited-alj-hearing filed 2026-11-02")

    before, _ = calc(office, *case, *heard)
    after, _ = calc(office, *case, *heard, *events("expedited-alj-hearing expedite-refused 2026-11-06"))

    assert before["expedited-alj-hearing.decide"]["due"] == "2026-11-12"
    assert after["alj-hearing.decide"]["due"] == "2027-01-31"
    assert after["expedited-alj-hearing.decide"]["status"] == "moot"


@pytest.mark.parametrize(
    "plan", ["medicare-advantage", "medicare-part-d", "dsnp-integrated", "medicaid-managed-care", "chip"]
)
def test_the_order_of_entry_tells_nothing(office: Office, plan: str) -> None:
    case = ("--plan", plan, "--state", "TX", "--denied", "2026-03-02", "--urgent", "--as-of", "2026-03-20")

    answers = [
        calc(office, *case, *events(*order))
        for order in permutations((FILED, REFUSED, "expedited-appeal acknowledged 2026-03-12"))
    ]

    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("stage", ["expedited-appeal", "internal-appeal"])
def test_the_decision_counts_in_whichever_of_the_two_stages_it_was_recorded(office: Office, stage: str) -> None:
    """The file goes to the IRE inside the standard 30 days, 9 April, not 24 hours after the decision; the IRE then has 30 days, not 72 hours."""
    case = ("--plan", "medicare-advantage", "--denied", "2026-03-02", "--urgent", "--as-of", "2026-03-26")

    found, _ = calc(office, *case, *events(FILED, REFUSED, f"{stage} upheld 2026-03-25"))

    assert found["ire-reconsideration.forward"]["due"] == "2026-04-09"
    assert found["ire-reconsideration.decide"]["due"] == "2026-05-09"


def test_a_new_request_with_the_physicians_word_is_urgent_again(office: Office) -> None:
    refused = events("initial-decision expedite-refused 2026-10-06T10:00")
    case = ("--plan", "medicare-advantage", "--urgent", "--as-of", "2026-10-07T08:00", *refused)

    # Asked anew on Tue 6 October at 15:00, after the refusal: 72 hours, Fri 9 October 15:00.
    found, warnings = calc(office, *case, "--requested", "2026-10-06T15:00")

    assert found["initial-decision.decide"]["due"] == "2026-10-09T15:00:00-04:00"
    assert any("urgent again" in text for text in warnings)


def test_an_appeal_asked_anew_is_urgent_again_and_the_first_one_runs_on(office: Office) -> None:
    """Medicaid: the second request of Thu 12 March 09:00 has its 72 hours, Sun 15 March 09:00; the first one the standard 30 days."""
    case = (
        "--plan",
        "medicaid-managed-care",
        "--state",
        "TX",
        "--denied",
        "2026-03-02",
        "--urgent",
        "--as-of",
        "2026-03-13",
    )

    found, _ = calc(office, *case, *events(FILED, REFUSED, "expedited-appeal filed 2026-03-12T09:00"))

    assert found["expedited-appeal.decide"]["due"] == "2026-03-15T09:00:00-04:00"
    assert found["internal-appeal.decide"]["due"] == "2026-04-09"


NO_SUCH_STAGE = {"champva", "ihs", "medicaid-ffs", "medicare-ffs"}
"""Plan types without an expedited appeal: what is recorded there is refused as no stage of theirs."""
WITHOUT = sorted(
    set(PlanType)
    - NO_SUCH_STAGE
    - {"medicare-advantage", "medicare-part-d", "dsnp-integrated", "medicaid-managed-care", "chip"}
)


@pytest.mark.parametrize("plan", WITHOUT)
def test_where_no_law_gives_them_more_time_the_urgent_time_stays(office: Office, plan: str) -> None:
    case = (
        "--plan",
        plan,
        "--state",
        "TX",
        "--denied",
        "2026-03-02",
        "--requested",
        "2026-02-27T09:00",
        "--urgent",
        "--as-of",
        "2026-03-12",
    )
    filed = events(FILED)

    before, _ = calc(office, *case, *filed)
    after, warnings = calc(office, *case, *filed, *events(REFUSED))

    assert after == before
    if any(name.startswith("expedited-appeal.") for name in before):
        assert any("the urgent time stays" in text for text in warnings)


@pytest.mark.parametrize("plan", sorted(PlanType))
@pytest.mark.parametrize("stage", ["initial-decision", "expedited-appeal"])
def test_a_refusal_alone_opens_no_round_and_closes_no_right(office: Office, plan: str, stage: str) -> None:
    """Of ours nothing moves and nothing leaves the list: the refusal is no decision."""
    if stage == "expedited-appeal" and plan in NO_SUCH_STAGE:
        refused = office.quick(
            "calc", "--plan", plan, "--denied", "2026-03-02", *events(f"{stage} expedite-refused 2026-03-11")
        )
        assert (refused.code, "is no stage of this plan type" in refused.err) == (2, True)
        return
    case = (
        "--plan",
        plan,
        "--state",
        "TX",
        "--denied",
        "2026-03-02",
        "--requested",
        "2026-03-01T09:00",
        "--urgent",
        "--as-of",
        "2026-03-12",
    )

    def ours(found: Deadlines) -> dict[str, tuple[Any, ...]]:
        open_now = (
            item
            for item in found.values()
            if item["clock"] == "provider" and item["status"] in ("open", "not-computed")
        )
        return {item["id"]: (item["due"], item["latest"], item["status"]) for item in open_now}

    before, _ = calc(office, *case)
    after, _ = calc(office, *case, *events(f"{stage} expedite-refused 2026-03-11"))

    assert ours(before).items() <= ours(after).items()


def test_the_word_is_no_decision_and_fulfils_no_step() -> None:
    word = "expedite-refused"

    assert word in OUTCOMES
    assert word not in (*DECISIONS, *ADVERSE)
    assert not any(word in fulfilling for fulfilling in STEPS.values())


def test_it_is_recorded_shown_and_taken_back(office: Office) -> None:
    office.stored(
        "--plan",
        "medicare-advantage",
        "--requested",
        "2026-10-05T16:00",
        "--urgent",
        "--patient",
        "A1",
        "--as-of",
        "2026-10-05T17:00",
    )

    def due() -> str:
        shown = office.quick("show", "1", "--as-of", "2026-10-07", "--format", "json")
        return str(shown.deadline("initial-decision.decide")["due"])

    assert due() == "2026-10-08T16:00:00-04:00"
    recorded = office.quick(
        "record", "1", "initial-decision", "expedite-refused", "--on", "2026-10-06", "--as-of", "2026-10-07"
    )
    assert recorded.code == 0, recorded.err
    assert due() == "2026-10-12"
    assert office.quick("undo", "1", "--as-of", "2026-10-07").code == 0
    assert due() == "2026-10-08T16:00:00-04:00"
