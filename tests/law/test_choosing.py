"""Which rule of a step speaks: among layers, and for every answer that an open question may have.

The rules are written here, each as short as the question needs; `told` says in words what was chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.written import NOT_OFFERED, SEE_NOTICE, Asked, facts, rule

from denialctl.errors import FaultyRulesError
from denialctl.law.choosing import Choice, Choices, choices, choose
from denialctl.law.rules import Conditions, Rule
from denialctl.law.wording import read_lead
from denialctl.vocabulary import Basis, Clock, Layer

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFICE, PAYER, STATE, FEDERAL, PRACTICE = Layer.OFFICE, Layer.PAYER, Layer.STATE, Layer.FEDERAL, Layer.PRACTICE
OURS = Clock.PROVIDER


def told(choice: Choice | None) -> tuple[str, str | None, tuple[str, ...]]:
    """Say what speaks, what counts beside it, and what is overruled."""
    assert choice is not None
    return (
        choice.rule.say,
        None if choice.also_counted is None else choice.also_counted.say,
        tuple(other.say for other in choice.overruled),
    )


def chosen(*rules: Rule, reviewer: str | None = None) -> tuple[str, str | None, tuple[str, ...]]:
    return told(choose(rules, Asked(), reviewer))


def possible(
    rules: list[Rule], case: Asked, answers: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[set[tuple[str, str | None]], list[str]]:
    """Say what may speak, each with what counts beside it, and which facts would decide."""
    found = choices(rules, case, answers or {})
    assert isinstance(found, Choices)
    return {told(choice)[:2] for choice in found.each}, list(found.undecided)


# -- the layers ------------------------------------------------------------------------


def test_the_first_layer_that_speaks_wins_and_the_others_are_overruled() -> None:
    """Office, payer, state, federal, practice: the order in which `rules/README` ranks them, however the packs list them."""
    each = [rule(layer, "10 calendar days after requested") for layer in (PRACTICE, FEDERAL, STATE, PAYER, OFFICE)]
    words = {layer: f"{layer}: 10 calendar days after requested" for layer in (PRACTICE, FEDERAL, STATE, PAYER, OFFICE)}

    assert chosen(*each) == (words[OFFICE], None, (words[PAYER], words[STATE], words[FEDERAL], words[PRACTICE]))
    assert chosen(*each[:4]) == (words[PAYER], None, (words[STATE], words[FEDERAL], words[PRACTICE]))
    # Beside a state's time the federal one goes on counting: it is not overruled.
    assert chosen(*each[:3]) == (words[STATE], words[FEDERAL], (words[PRACTICE],))
    assert chosen(*each[:2]) == (words[FEDERAL], None, (words[PRACTICE],))
    assert chosen(each[0]) == (words[PRACTICE], None, ())


def test_a_rule_that_may_apply_does_not_surely_speak() -> None:
    unsure = rule(STATE, "3 calendar days after requested", when=facts(product="hmo"))
    federal = rule(FEDERAL, "15 calendar days after requested")

    assert told(choose([unsure, federal], Asked()))[0] == "federal: 15 calendar days after requested"
    assert (
        told(choose([unsure, federal], Asked({"fact:product": "hmo"})))[0] == "state: 3 calendar days after requested"
    )
    assert choose([unsure], Asked({"fact:product": "other"})) is None


def test_two_rules_of_one_layer_are_a_fault_that_names_both() -> None:
    first = rule(STATE, "3 calendar days after requested", file="rules/states/OH.yaml")
    second = rule(STATE, "5 calendar days after requested", file="rules/states/IN.yaml")

    with pytest.raises(FaultyRulesError) as caught:
        choose([first, second], Asked())

    (fault,) = caught.value.faults
    assert "rules/states/IN.yaml" in str(fault)
    assert "stages.initial-decision.decide" in str(fault)
    assert "rules/states/OH.yaml: state: 3 calendar days" in str(fault)


def test_the_vendor_that_decides_comes_before_the_payer_it_decides_for() -> None:
    payer = rule(PAYER, "14 calendar days after requested", manual_of="Aetna")
    vendor = rule(PAYER, "2 calendar days after requested", manual_of="eviCore")

    found = chosen(payer, vendor, reviewer="eviCore")

    assert found == ("payer: 2 calendar days after requested", None, ("payer: 14 calendar days after requested",))


def test_where_nobody_reviews_for_the_payer_no_rule_goes_before_another_of_its_layer() -> None:
    """What a payer's file calls mere practice stands in one layer with what is usual, which is in nobody's manual."""
    usual = rule(PRACTICE, "14 calendar days after requested")
    payers = rule(PRACTICE, "2 calendar days after requested", manual_of="Aetna")

    with pytest.raises(FaultyRulesError):
        choose([payers, usual], Asked())


def test_the_vendor_is_heard_while_a_question_is_open_too() -> None:
    """The payer asks what the vendor does not: for either answer the vendor's two days are the time."""
    payer = rule(PAYER, "14 calendar days after requested", when=facts(product="hmo"), manual_of="Aetna")
    vendor = rule(PAYER, "2 calendar days after requested", manual_of="eviCore")

    found = choices([payer, vendor], Asked(), PRODUCT, "eviCore")

    assert found is not None
    assert {choice.rule.say for choice in found.each} == {vendor.say}
    assert found.undecided == ()


# -- rules that name no time ---------------------------------------------------------------


@pytest.mark.parametrize("words", [SEE_NOTICE, NOT_OFFERED])
def test_a_manual_without_a_number_does_not_stand_in_the_way_of_a_law(words: str) -> None:
    found = chosen(rule(PAYER, words), rule(FEDERAL, "15 calendar days after requested"))

    assert found == ("federal: 15 calendar days after requested", None, (f"payer: {words}",))


@pytest.mark.parametrize(
    "lower",
    [
        # What is merely usual is no law; a law that names no time either is no better.
        rule(PRACTICE, "14 calendar days after requested"),
        rule(FEDERAL, SEE_NOTICE),
    ],
)
def test_it_speaks_where_no_law_names_a_time(lower: Rule) -> None:
    assert chosen(rule(PAYER, SEE_NOTICE), lower) == (f"payer: {SEE_NOTICE}", None, (lower.say,))


def test_a_states_rule_whose_time_nobody_read_speaks_all_the_same() -> None:
    """Its time may be shorter than the federal one, so that must be said: the federal rule stands beside it and does not replace it.

    As Alaska's AS 21.07.110, whose numbers (3 AAC 28.900) were not read.
    """
    found = chosen(rule(STATE, SEE_NOTICE), rule(FEDERAL, "15 calendar days after requested"))

    assert found == (f"state: {SEE_NOTICE}", "federal: 15 calendar days after requested", ())


def test_a_state_that_offers_nothing_gives_way_to_the_federal_right() -> None:
    found = chosen(rule(STATE, NOT_OFFERED), rule(FEDERAL, "15 calendar days after requested"))

    assert found == ("federal: 15 calendar days after requested", None, (f"state: {NOT_OFFERED}",))


def test_a_rule_with_one_time_and_one_unread_names_a_time() -> None:
    """Only some years of it were not read: it is no rule without a number, and gives way to nobody."""
    found = chosen(
        rule(PAYER, SEE_NOTICE, "3 calendar days after requested"), rule(FEDERAL, "15 calendar days after requested")
    )

    assert found[0].startswith("payer: ")


# -- a law beside a manual -----------------------------------------------------------------


def test_a_law_goes_on_counting_beside_what_a_manual_gives_us() -> None:
    """Both are rights of ours: whichever ends first, the other is still there after it."""
    manual = rule(PAYER, "60 calendar days after notice_date", clock=OURS)
    law = rule(FEDERAL, "180 calendar days after notice_date", clock=OURS)

    assert chosen(manual, law) == (manual.say, law.say, ())


@pytest.mark.parametrize(
    ("manual", "other"),
    [
        # Their time: a manual that binds the plan more tightly is the plan's own word.
        (rule(PAYER, "60 calendar days after requested"), rule(FEDERAL, "180 calendar days after requested")),
        # The law is about their time, or is no law, or names no time.
        (
            rule(PAYER, "60 calendar days after requested", clock=OURS),
            rule(FEDERAL, "180 calendar days after requested"),
        ),
        (
            rule(PAYER, "60 calendar days after requested", clock=OURS),
            rule(PRACTICE, "14 calendar days after requested", clock=OURS),
        ),
        (rule(PAYER, "60 calendar days after requested", clock=OURS), rule(FEDERAL, SEE_NOTICE, clock=OURS)),
        # What the office writes for itself is its own business.
        (
            rule(OFFICE, "60 calendar days after requested", clock=OURS),
            rule(FEDERAL, "180 calendar days after requested", clock=OURS),
        ),
    ],
)
def test_otherwise_nothing_counts_beside_a_manual(manual: Rule, other: Rule) -> None:
    assert chosen(manual, other) == (manual.say, None, (other.say,))


def test_the_next_law_counts_beside_a_manual_where_the_first_names_no_time() -> None:
    manual, unread = rule(PAYER, "60 calendar days after notice_date", clock=OURS), rule(STATE, SEE_NOTICE, clock=OURS)
    law = rule(FEDERAL, "180 calendar days after notice_date", clock=OURS)

    assert chosen(manual, unread, law) == (manual.say, law.say, (unread.say,))


# -- open questions ------------------------------------------------------------------------

HMO, PPO = (
    rule(STATE, "3 calendar days after requested", when=facts(product="hmo")),
    rule(STATE, "5 calendar days after requested", when=facts(product="ppo|pos")),
)
FIFTEEN = rule(FEDERAL, "15 calendar days after requested")
PRODUCT = {"fact:product": ("hmo", "ppo", "pos")}


def test_a_fact_that_is_known_leaves_one_rule_and_no_question() -> None:
    assert possible([HMO, PPO, FIFTEEN], Asked({"fact:product": "pos"}), PRODUCT) == ({(PPO.say, FIFTEEN.say)}, [])


def test_every_answer_to_an_open_question_is_gone_through() -> None:
    """Ohio here has a rule for each form of product: no answer leads to the federal rule alone, and it never stands alone."""
    assert possible([HMO, PPO, FIFTEEN], Asked(), PRODUCT) == (
        {(HMO.say, FIFTEEN.say), (PPO.say, FIFTEEN.say)},
        ["fact:product"],
    )


def test_an_answer_for_which_the_state_has_no_rule_leads_to_the_federal_one() -> None:
    found = possible([HMO, FIFTEEN], Asked(), PRODUCT)

    assert found == ({(HMO.say, FIFTEEN.say), (FIFTEEN.say, None)}, ["fact:product"])


def test_a_fact_whose_answers_nobody_listed_may_have_one_that_no_rule_asks_for() -> None:
    """An office file may ask what it never declared: `hmo` is then not the only answer, and the federal rule may stand alone."""
    assert possible([HMO, FIFTEEN], Asked()) == ({(HMO.say, FIFTEEN.say), (FIFTEEN.say, None)}, ["fact:product"])


def test_a_question_that_makes_no_difference_is_not_asked() -> None:
    """In and out of the network the same rule speaks once the product is known; only the product decides."""
    hmo = rule(STATE, "3 calendar days after requested", when=facts(product="hmo"))
    ppo = rule(STATE, "5 calendar days after requested", when=facts(product="ppo"))
    usual = rule(PRACTICE, "1 calendar days after requested", when=facts(network="in"))
    answers = {"fact:product": ("hmo", "ppo"), "fact:network": ("in", "out")}

    assert possible([hmo, ppo, usual], Asked(), answers)[1] == ["fact:product"]


def test_no_choice_where_no_answer_leads_to_a_rule() -> None:
    assert choices([HMO], Asked({"fact:product": "ppo"}), PRODUCT) is None
    assert choices([], Asked(), PRODUCT) is None


def test_what_is_usual_does_not_speak_against_a_payer() -> None:
    """On their clock: a payer that binds itself for one answer is not weighed against what payers usually do for the other."""
    payer = rule(PAYER, "3 calendar days after requested", when=facts(product="hmo"))
    usual = rule(PRACTICE, "14 calendar days after requested")

    assert possible([payer, usual], Asked(), PRODUCT)[0] == {(payer.say, None)}


def test_on_our_clock_what_is_usual_is_kept_beside_a_payers_answer() -> None:
    """A call within 14 days for an HMO, and for other products no word of the payer: the usual 3 days may be all there is.

    Kept, they are the safe day; dropped, a PPO case would be shown 14 days that nobody gave.
    """
    manual = rule(PAYER, "14 calendar days after notice_date", when=facts(product="hmo"), clock=OURS)
    usual = rule(PRACTICE, "3 calendar days after notice_date", clock=OURS)

    assert possible([manual, usual], Asked(), PRODUCT) == ({(manual.say, None), (usual.say, None)}, ["fact:product"])


# -- federal side doors --------------------------------------------------------------------

SOONER = rule(
    FEDERAL,
    "24 hours after requested",
    when=Conditions(moments=(read_lead("requested at least 24 hours before service_ends"),)),
)
LATER = rule(
    FEDERAL,
    "72 hours after requested",
    when=Conditions(moments=(read_lead("requested less than 24 hours before service_ends"),)),
)
TWO_DAYS = rule(STATE, "2 business days after requested")
LEAD = "lead:requested:24:service_ends"


def test_a_federal_law_with_a_time_for_every_answer_stands_beside_the_states() -> None:
    """29 CFR 2560.503-1(f)(2)(ii)(B): more care asked for 24 hours before its end is decided in 24 hours, else in 72.

    One of the two is the law whatever the answer is, so both stand beside the state's while the end of the care is not entered.
    """
    assert possible([TWO_DAYS, SOONER, LATER], Asked()) == (
        {(TWO_DAYS.say, SOONER.say), (TWO_DAYS.say, LATER.say)},
        [LEAD],
    )
    assert possible([TWO_DAYS, SOONER, LATER], Asked(leading={LEAD: True})) == ({(TWO_DAYS.say, SOONER.say)}, [])


def test_a_federal_rule_for_a_special_kind_of_case_is_no_side_door() -> None:
    """A rule for surprise bills only, of which nothing was said, is not put beside a state's rule that surely speaks."""
    surprise = rule(FEDERAL, "4 months after requested", when=facts(**{"surprise-bill": "yes"}))
    answers = {"fact:surprise-bill": ("yes", "no")}

    assert possible([TWO_DAYS, surprise], Asked(), answers) == ({(TWO_DAYS.say, None)}, [])
    assert possible([TWO_DAYS, surprise], Asked({"fact:surprise-bill": "yes"}), answers) == (
        {(TWO_DAYS.say, surprise.say)},
        [],
    )


def test_half_of_such_a_pair_is_a_side_door() -> None:
    """With `or else 72` gone, or without a number, nothing federal stands there for every answer."""
    unread = rule(FEDERAL, SEE_NOTICE, when=LATER.when)

    assert possible([TWO_DAYS, SOONER], Asked()) == ({(TWO_DAYS.say, None)}, [])
    assert possible([TWO_DAYS, SOONER, unread], Asked()) == ({(TWO_DAYS.say, None)}, [])


def test_without_a_sure_rule_of_the_state_the_federal_ones_stay() -> None:
    unsure = rule(STATE, "2 business days after requested", when=facts(product="hmo"))

    found = possible([unsure, SOONER, LATER], Asked({"fact:product": "ppo"}), PRODUCT)

    assert found == ({(SOONER.say, None), (LATER.say, None)}, [LEAD])


def test_a_law_is_told_by_its_basis() -> None:
    """A state's handbook that is only practice does not push a manual aside."""
    manual, handbook = rule(PAYER, SEE_NOTICE), rule(STATE, "3 calendar days after requested", basis=Basis.PRACTICE)

    assert chosen(manual, handbook) == (manual.say, None, (handbook.say,))
