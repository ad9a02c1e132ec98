"""Whether a rule applies: yes, no, or perhaps, with what would decide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.written import NO, PERHAPS, YES, Asked, asks, facts

from denialctl.law.conditions import Supposing, Without, applies, weigh
from denialctl.law.rules import ALWAYS, Conditions
from denialctl.law.wording import read_lead

LEAD = read_lead("requested at least 24 hours before service_ends")
LESS = read_lead("requested less than 24 hours before service_ends")
NOTICE = "continuation-of-benefits.deliver"


def test_no_condition_asks_nothing() -> None:
    assert applies(ALWAYS, Asked()) == (YES, None)


@pytest.mark.parametrize(
    ("when", "name", "fits", "other"),
    [
        (asks(urgency="urgent"), "urgency", "urgent", "standard"),
        (asks(phase="pre-service|concurrent"), "phase", "concurrent", "post-service"),
        (asks(service="drug"), "service", "drug", "item"),
        (asks(levels="2"), "levels", "2", "1"),
        (Conditions(plan_types=frozenset({"chip"})), "regime", "chip", "pace"),
        (Conditions(state=frozenset({"OH"})), "state", "OH", "TX"),
        (Conditions(payer=frozenset({"Aetna"})), "payer", "Aetna", "Cigna"),
        (Conditions(opened_by=frozenset({"silence"})), "opened_by", "silence", "denial"),
        (asks(setting="inpatient"), "setting", "inpatient", "outpatient"),
        (facts(product="hmo|pos"), "fact:product", "pos", "ppo"),
    ],
)
def test_each_fact_decides_and_unknown_it_is_the_question(when: Conditions, name: str, fits: str, other: str) -> None:
    assert applies(when, Asked({name: fits})) == (YES, None)
    assert applies(when, Asked({name: other})) == (NO, None)
    assert applies(when, Asked()) == (PERHAPS, name)


def test_every_open_question_is_named_with_the_answers_for_which_the_rule_applies() -> None:
    when = replace(asks(urgency="urgent", setting="inpatient"), facts=facts(product="hmo").facts)

    assert weigh(when, Asked({"urgency": "urgent"})) == (
        PERHAPS,
        (("setting", {"inpatient"}), ("fact:product", {"hmo"})),
    )
    # One part that surely fails leaves nothing to ask.
    assert weigh(when, Asked({"urgency": "standard"})) == (NO, ())
    assert weigh(when, Asked({"fact:product": "ppo"})) == (NO, ())


@pytest.mark.parametrize(
    ("when", "recorded", "not_recorded"),
    [
        (Conditions(has=("discharge",)), YES, NO),
        (Conditions(has_not=("discharge",)), NO, YES),
        (Conditions(happened=("discharge",)), YES, NO),
        (Conditions(not_happened=("discharge",)), NO, YES),
    ],
)
def test_what_was_recorded_is_never_in_doubt(when: Conditions, recorded: object, not_recorded: object) -> None:
    assert applies(when, Asked(events=frozenset({"discharge"}))) == (recorded, None)
    assert applies(when, Asked(events=frozenset({"filed"}))) == (not_recorded, None)


def test_all_events_of_a_condition_are_wanted_and_none_that_it_rules_out() -> None:
    both = Conditions(happened=("filed", "extended"), not_happened=("dismissed", "withdrawn"))

    assert applies(both, Asked(events=frozenset({"filed", "extended"})))[0] is YES
    assert applies(both, Asked(events=frozenset({"filed"})))[0] is NO
    assert applies(both, Asked(events=frozenset({"filed", "extended", "withdrawn"})))[0] is NO


def test_a_state_that_is_left_out() -> None:
    elsewhere = Conditions(not_state=frozenset({"OH"}))

    assert [applies(elsewhere, Asked({"state": state}))[0] for state in ("OH", "TX")] == [NO, YES]
    assert applies(elsewhere, Asked())[0] is YES


def test_a_payer_that_is_left_out() -> None:
    others = Conditions(not_payer=frozenset({"Humana"}))

    assert [applies(others, Asked({"payer": payer}))[0] for payer in ("Humana", "Aetna", "none")] == [NO, YES, YES]
    assert applies(others, Asked())[0] is YES


@pytest.mark.parametrize(("leads", "least", "less"), [(True, YES, NO), (False, NO, YES), (None, PERHAPS, PERHAPS)])
def test_two_moments_compared(leads: bool | None, least: object, less: object) -> None:
    case = Asked(leading={} if leads is None else {LEAD.key: leads})

    assert applies(Conditions(moments=(LEAD,)), case)[0] is least
    assert applies(Conditions(moments=(LESS,)), case)[0] is less


@pytest.mark.parametrize(("late", "wanted", "ruled_out"), [(True, YES, NO), (False, NO, YES), (None, PERHAPS, PERHAPS)])
def test_a_notice_of_theirs_that_came_too_late(late: bool | None, wanted: object, ruled_out: object) -> None:
    case = Asked(late={} if late is None else {NOTICE: late})

    assert applies(Conditions(late=(NOTICE,)), case)[0] is wanted
    assert applies(Conditions(not_late=(NOTICE,)), case)[0] is ruled_out


def test_an_answer_that_is_supposed_goes_before_what_the_case_holds() -> None:
    case = Asked({"fact:product": "hmo"}, frozenset({"filed"}), {LEAD.key: True}, {NOTICE: True})
    supposed = Supposing(case, {"fact:product": "ppo", LEAD.key: "no", f"late:{NOTICE}": "no"})

    assert (supposed.fact("fact:product"), supposed.leads(LEAD), supposed.came_late(NOTICE)) == ("ppo", False, False)
    nothing = Supposing(case, {})
    assert (nothing.fact("fact:product"), nothing.leads(LEAD), nothing.came_late(NOTICE)) == ("hmo", True, True)
    assert (nothing.happened("filed"), nothing.has("filed"), nothing.happened("extended")) == (True, True, False)
    assert Supposing(Asked(), {LEAD.key: "yes", f"late:{NOTICE}": "yes"}).leads(LEAD) is True
    assert Supposing(Asked(), {LEAD.key: "yes", f"late:{NOTICE}": "yes"}).came_late(NOTICE) is True


def test_events_that_do_not_count_and_others_that_do_all_the_same() -> None:
    case = Asked({"state": "OH"}, frozenset({"filed", "info-requested"}), {LEAD.key: True}, {NOTICE: False})
    seen = Without(case, {"info-requested"}, {"internal-appeal.filed"})

    assert [seen.happened(event) for event in ("filed", "info-requested", "internal-appeal.filed", "extended")] == [
        True,
        False,
        True,
        False,
    ]
    assert (seen.fact("state"), seen.has("info-requested"), seen.leads(LEAD), seen.came_late(NOTICE)) == (
        "OH",
        True,
        True,
        False,
    )
