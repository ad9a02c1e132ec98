"""Facts that only some rules ask: unknown they show both dates and the question, known they pick the rule, undeclared they are faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

OWN = """\
payer: Main Street Health
kind: payer
title: Main Street Health
stages:
  peer-to-peer:
    request:
      - when: {facts: {product: [hmo]}}
        clock: provider
        say: Call within three days.
        windows: [{count: 3 calendar days, after: notice_date}]
        authority: manual
        if_missed: Appeal.
        source: {url: manual, read: 2026-09-01, status: seen}
      - when: {facts: {product: [other]}}
        clock: provider
        say: Call within ten days.
        windows: [{count: 10 calendar days, after: notice_date}]
        authority: manual
        if_missed: Appeal.
        source: {url: manual, read: 2026-09-01, status: seen}
"""
CALC = ("calc", "--plan", "erisa-self-funded", "--payer", "Main Street Health", "--denied", "2026-11-02", "--as-of", "2026-11-03")


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
        return office.quick("show", "1", "--as-of", "2026-11-03", "--format", "json").deadline("peer-to-peer.request")["due"]

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
    office.write_rules("facts.yaml", "facts: own\ntitle: Own\nask:\n  product: {question: What?, where: card, answers: {a: x, b: y}}\n")

    result = office.quick("rules", "check", "facts.yaml")

    assert result.code == 1
    assert "'product' is declared twice" in result.out


def test_an_office_asks_facts_of_its_own(office: Office) -> None:
    office.write_rules(
        "facts.yaml", "facts: own\ntitle: Own\nask:\n  tier: {question: Which tier?, where: card, answers: {gold: x, tin: y}}\n"
    )
    office.write_rules("own.yaml", OWN.replace("{product: [hmo]}", "{tier: [gold]}").replace("{product: [other]}", "{tier: [tin]}"))

    found = office.quick(*CALC, "--fact", "tier=tin", "--format", "json").deadline("peer-to-peer.request")

    assert found["due"] == "2026-11-12"
    assert "--fact tier=gold|tin" in office.quick("rules", "list", "--facts").out


def test_whether_the_state_reaches_a_plan_is_asked(office: Office) -> None:
    """A grandfathered employer plan is under the law of the state only where an insurer bears the risk (federal-commercial 5).

    South Carolina gives 60 days, the federal rule for surprise bills four months: while nobody has said which, the 60 days are the safe ones.
    """
    events = ("--event", "internal-appeal filed 2026-10-12", "--event", "internal-appeal upheld 2026-11-03 received 2026-11-03")
    case = ("--plan", "grandfathered-group", "--state", "SC", "--denied", "2026-10-01", "--as-of", "2026-11-04", *events)

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
    start = ("calc", "--plan", "erisa-self-funded", "--payer", "Main Street Health", "--as-of", "2026-12-01", "--format", "json")

    new = office.quick(*start, "--denied", "2026-11-02", "--service-date", "2026-02-28").deadline("peer-to-peer.request")
    old = office.quick(*start, "--denied", "2025-11-03").deadline("peer-to-peer.request")

    # The third year after 2026 is 2029 (5 CFR 890.107(d)(2)); 3 November 2025 + 30 = 3 December.
    assert (new["due"], new["authority"], new["confirmed"]) == ("2029-12-31", "the new manual", True)
    assert (old["due"], old["authority"], old["confirmed"]) == ("2025-12-03", "the old manual", False)
