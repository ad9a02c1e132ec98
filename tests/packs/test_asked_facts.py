"""Facts that only some rules ask: unknown they show both dates and the question, known they pick the rule, undeclared they are faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.written import payer_file

if TYPE_CHECKING:
    from tests.conftest import Office

OWN = payer_file("product", "hmo", "other")
CALC = (
    "calc",
    "--plan",
    "erisa-self-funded",
    "--payer",
    "Main Street Health",
    "--denied",
    "2026-11-02",
    "--as-of",
    "2026-11-03",
)


@pytest.mark.parametrize(
    ("facts", "due", "latest"),
    [
        # Mon 2 November + 3 = Thu 5; + 10 = Thu 12.
        ((), "2026-11-05", "2026-11-12"),
        (("--fact", "product=hmo"), "2026-11-05", "2026-11-05"),
        (("--fact", "PRODUCT=Other"), "2026-11-12", "2026-11-12"),
    ],
)
def test_a_fact_picks_the_rule(office: Office, facts: tuple[str, ...], due: str, latest: str) -> None:
    office.write_rules("own.yaml", OWN)

    result = office.quick(*CALC, *facts, "--format", "json")

    found = result.deadline("peer-to-peer.request")
    assert (found["due"], found["latest"]) == (due, latest)
    assert result.json["case"]["facts"] == ({"product": facts[1].lower().partition("=")[2]} if facts else {})
    if facts:
        assert found["missing"] is None
    else:
        assert "--fact product=hmo|other" in found["missing"]
        assert "HMO?" in found["missing"]


def test_a_fact_is_kept_with_the_case_and_can_be_taken_out(office: Office) -> None:
    office.write_rules("own.yaml", OWN)
    office.stored(*CALC[1:7], "--patient", "A1", "--fact", "product=other", "--as-of", "2026-11-03")

    def due() -> object:
        return office.quick("show", "1", "--as-of", "2026-11-03", "--format", "json").deadline("peer-to-peer.request")[
            "due"
        ]

    assert due() == "2026-11-12"
    assert office.quick("edit", "1", "--fact", "product=hmo", "--as-of", "2026-11-03").code == 0
    assert due() == "2026-11-05"
    assert office.quick("edit", "1", "--clear", "fact.product", "--as-of", "2026-11-03").code == 0
    assert office.quick("show", "1", "--as-of", "2026-11-03", "--format", "json").json["case"]["facts"] == {}


@pytest.mark.parametrize(
    ("fact", "said"),
    [("prodct=hmo", "product"), ("product=ppo", "hmo, other"), ("product", "NAME=ANSWER"), ("=", "fact")],
)
def test_a_fact_that_nobody_knows_is_refused(office: Office, fact: str, said: str) -> None:
    result = office.quick(*CALC, "--fact", fact)

    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{product: [hmo]}", "{produkt: [hmo]}", "no fact 'produkt'"),
        ("{product: [hmo]}", "{product: [ppo]}", "'ppo' is no answer to product; use hmo, other"),
    ],
)
def test_an_undeclared_fact_is_a_fault_with_its_line(office: Office, old: str, new: str, said: str) -> None:
    path = office.write_rules("own.yaml", OWN.replace(old, new))

    result = office.quick("rules", "check", "own.yaml")

    assert result.code == 1
    assert f"{path}:7: " in result.out
    assert said in result.out


def test_a_fact_declared_twice_is_a_fault(office: Office) -> None:
    office.write_rules(
        "facts.yaml", "facts: own\ntitle: Own\nask:\n  product: {question: What?, where: card, answers: {a: x, b: y}}\n"
    )

    result = office.quick("rules", "check", "facts.yaml")

    assert result.code == 1
    assert "'product' is declared twice" in result.out


def test_an_office_asks_facts_of_its_own(office: Office) -> None:
    office.write_rules(
        "facts.yaml",
        "facts: own\ntitle: Own\nask:\n  tier: {question: Which tier?, where: card, answers: {gold: x, tin: y}}\n",
    )
    office.write_rules("own.yaml", payer_file("tier", "gold", "tin"))

    found = office.quick(*CALC, "--fact", "tier=tin", "--format", "json").deadline("peer-to-peer.request")

    assert found["due"] == "2026-11-12"
    assert "--fact tier=gold|tin" in office.quick("rules", "list", "--facts").out


def test_whether_the_state_reaches_a_plan_is_asked(office: Office) -> None:
    """A grandfathered employer plan is under the law of the state only where an insurer bears the risk (federal-commercial 5).

    South Carolina gives 60 days, the federal rule for surprise bills four months: while nobody has said which, the 60 days are the safe ones.
    """
    events = (
        "--event",
        "internal-appeal filed 2026-10-12",
        "--event",
        "internal-appeal upheld 2026-11-03 received 2026-11-03",
    )
    case = (
        "--plan",
        "grandfathered-group",
        "--state",
        "SC",
        "--denied",
        "2026-10-01",
        "--as-of",
        "2026-11-04",
        *events,
    )

    def external(*facts: str) -> tuple[str, str | None, bool]:
        result = office.quick("calc", *case, *facts, "--format", "json")
        asked = any("funding=insured" in text for text in result.json["warnings"])
        found = result.deadline("external-review.file")
        return found["layer"], found["due"], asked

    # 3 November + 60: 27 left in November, 58 to 31 December, Sat 2 January 2027.
    assert external("--fact", "funding=insured") == ("state", "2027-01-02", False)
    assert external() == ("state", "2027-01-02", True)
    assert external("--fact", "funding=self-funded", "--fact", "surprise-bill=no") == ("federal", None, False)


YEAR_END = """\
payer: Main Street Health
kind: payer
title: Main Street Health
stages:
  peer-to-peer:
    request:
      clock: provider
      say: Call.
      version_by: notice_date
      windows:
        - {until: 2025-12-31, count: 30 calendar days, after: notice_date, authority: the old manual, source: {url: old, read: 2024-01-01, status: recalled}}
        - {from: 2026-01-01, count: 3 years, after: service_date, missing_day: last-of-month, then: [{to: end-of-year}]}
      authority: the new manual
      if_missed: Appeal.
      source: {url: new, read: 2026-09-01, status: seen}
"""


def test_until_the_end_of_a_year_and_an_old_value_under_its_own_authority(office: Office) -> None:
    office.write_rules("own.yaml", YEAR_END)
    start = (
        "calc",
        "--plan",
        "erisa-self-funded",
        "--payer",
        "Main Street Health",
        "--as-of",
        "2026-12-01",
        "--format",
        "json",
    )

    new = office.quick(*start, "--denied", "2026-11-02", "--service-date", "2026-02-28").deadline(
        "peer-to-peer.request"
    )
    old = office.quick(*start, "--denied", "2025-11-03").deadline("peer-to-peer.request")

    # The third year after 2026 is 2029 (5 CFR 890.107(d)(2)); 3 November 2025 + 30 = 3 December.
    assert (new["due"], new["authority"], new["confirmed"]) == ("2029-12-31", "the new manual", True)
    assert (old["due"], old["authority"], old["confirmed"]) == ("2025-12-03", "the old manual", False)


def decision(office: Office, state: str, requested: str, *more: str, plan: str = "aca-group") -> dict[str, object]:
    case = ("--plan", plan, "--state", state, "--requested", requested, "--as-of", requested)
    return office.quick("calc", *case, *more, "--format", "json").deadline("initial-decision.decide")


@pytest.mark.parametrize(
    ("state", "facts", "due"),
    [
        # Washington, Mon 23 November 2026: portal 3 days without holidays, 24, 25, with Thu 26 and at the latest Fri 27 out Sat 28; else 5 days, Sat 28.
        ("WA", (), "2026-11-28"),
        # Delaware: 5 business days 24, 25, (Thu 26 and Fri 27 out) Mon 30, Tue 1, Wed 2 December; on paper 8: 3, 4, Mon 7.
        ("DE", (), "2026-12-07"),
        ("DE", ("--fact", "request-form=portal"), "2026-12-02"),
        ("DE", ("--fact", "request-form=mail"), "2026-12-07"),
        # New Jersey: 9 days by the portal, 12 on paper. A fax is neither by its words: the federal 15 days, Tue 8 December, are sure.
        ("NJ", ("--fact", "request-form=portal"), "2026-12-02"),
        ("NJ", ("--fact", "request-form=mail"), "2026-12-05"),
        ("NJ", (), "2026-12-08"),
        # New Hampshire: 7 days are read for the portal only; by the other ways 14 days, which nobody read in the law: only the federal limit is sure.
        ("NH", (), "2026-12-08"),
    ],
)
def test_where_every_answer_ends_before_the_federal_limit_the_plan_is_late_before_it(
    office: Office, state: str, facts: tuple[str, ...], due: str
) -> None:
    found = decision(office, state, "2026-11-23", *facts)

    assert (found["due"], found["latest"]) == (due, due)
    if not facts:
        assert "--fact request-form=portal|fax|phone|mail" in str(found["missing"])


@pytest.mark.parametrize(
    ("state", "ask", "said"),
    [
        # Portal 9 days: Wed 2 December. Of a fax the text says nothing: 12 days are the day to ask of it.
        ("NJ", "2026-12-02", ("17B:30-55.5", "Sat 5 Dec 2026", "does not surely say so")),
        # Portal 7 days, read: Mon 30 November; by the other ways 14 days of a summary: Mon 7 December.
        ("NH", "2026-11-30", ("RSA 420-E:4-b II", "Mon 7 Dec 2026", "nobody has read it in its source")),
    ],
)
def test_a_shorter_time_that_is_not_sure_is_the_day_to_ask_and_said(
    office: Office, state: str, ask: str, said: tuple[str, ...]
) -> None:
    found = decision(office, state, "2026-11-23")

    assert (found["act_by"], found["layer"]) == (ask, "federal")
    notes = " ".join(str(note) for note in found["notes"])  # type: ignore[attr-defined]
    assert [words for words in said if words not in notes] == []


def test_a_longer_time_of_a_state_never_lengthens_the_federal_limit(office: Office) -> None:
    """Where nobody said who bears the risk, either answer leaves the federal limit, and it is shown."""
    # Missouri gives 20 working days to decide an appeal; the federal 30 days of Sat 10 October end on Mon 9 November in either case.
    case = (
        "--plan",
        "grandfathered-group",
        "--state",
        "MO",
        "--denied",
        "2026-10-01",
        "--event",
        "internal-appeal filed 2026-10-10",
    )

    found = office.quick("calc", *case, "--as-of", "2026-10-12", "--format", "json").deadline("internal-appeal.decide")

    assert (found["due"], found["layer"]) == ("2026-11-09", "federal")


TWO_QUESTIONS = OWN.replace("{product: [hmo]}", "{product: [hmo], network: [in]}").replace(
    "{product: [other]}", "{product: [other], network: [in]}"
)


def test_all_questions_that_make_a_difference_are_asked(office: Office) -> None:
    office.write_rules("own.yaml", TWO_QUESTIONS)

    both = office.quick(*CALC, "--format", "json").deadline("peer-to-peer.request")
    one = office.quick(*CALC, "--fact", "network=in", "--format", "json").deadline("peer-to-peer.request")

    # Mon 2 November + 3 = Thu 5, + 10 = Thu 12; out of the network no rule speaks.
    assert (both["due"], both["latest"], one["due"], one["latest"]) == (
        "2026-11-05",
        "2026-11-12",
        "2026-11-05",
        "2026-11-12",
    )
    assert "product=hmo|other" in both["missing"]
    assert "network" not in one["missing"]


@pytest.mark.parametrize(
    ("plan", "facts", "due", "ask"),
    [
        # medicaid 7, examples 8 and 9: 7 January 2026 + 7 = Wed 14; + 14 = Wed 21.
        ("medicaid-managed-care", ("--fact", "rating-period=from-2026"), "2026-01-14", None),
        ("medicaid-managed-care", ("--fact", "rating-period=before-2026"), "2026-01-21", None),
        ("medicaid-managed-care", (), "2026-01-21", "2026-01-14"),
        ("chip", ("--fact", "rating-period=from-2026"), "2026-01-14", None),
        ("chip", (), "2026-01-21", "2026-01-14"),
    ],
)
def test_the_contract_year_of_medicaid_is_asked(
    office: Office, plan: str, facts: tuple[str, ...], due: str, ask: str | None
) -> None:
    case = ("--plan", plan, "--requested", "2026-01-07", "--as-of", "2026-01-08", *facts)

    found = office.quick("calc", *case, "--format", "json").deadline("initial-decision.decide")

    assert (found["due"], found["act_by"]) == (due, ask)
    assert ("--fact rating-period=" in (found["missing"] or "")) is not bool(facts)


def test_the_contract_year_is_not_asked_once_every_one_has_begun(office: Office) -> None:
    # Mon 5 October 2026 + 7 = Mon 12: every start that the facts name (January, April, July, September, October) lies behind.
    case = ("--plan", "medicaid-managed-care", "--requested", "2026-10-05", "--as-of", "2026-10-06")

    found = office.quick("calc", *case, "--format", "json").deadline("initial-decision.decide")

    assert (found["due"], found["act_by"], found["missing"], found["confirmed"]) == ("2026-10-12", None, None, False)


@pytest.mark.parametrize("plan", ["aca-group", "erisa-self-funded", "church", "governmental-self-funded"])
@pytest.mark.parametrize(
    ("more", "due"),
    [
        # 24 June + 30 = Fri 24 July; two levels 15: Thu 9 July. Care already given 60: Sun 23 August; two levels 30: Fri 24 July (federal-commercial 1.4).
        ((), "2026-07-24"),
        (("--levels", "2"), "2026-07-09"),
        (("--phase", "post-service"), "2026-08-23"),
        (("--phase", "post-service", "--levels", "2"), "2026-07-24"),
        (("--service", "payment", "--levels", "2"), "2026-07-24"),
    ],
)
def test_an_appeal_filed_again_has_half_the_time_at_each_of_two_levels(
    office: Office, plan: str, more: tuple[str, ...], due: str
) -> None:
    case = (
        "--plan",
        plan,
        "--denied",
        "2026-02-02",
        "--event",
        "resubmitted-appeal filed 2026-06-24",
        "--as-of",
        "2026-06-25",
    )

    found = office.quick("calc", *case, *more, "--format", "json").deadline("resubmitted-appeal.decide")

    assert found["due"] == due
