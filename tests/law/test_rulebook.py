"""The packs laid over one another: which law reaches a case, what each layer says of a stage, in which order stages stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.written import Packs, asks, facts, first_decision, payer, plan_law, rule, source, stage, state_law

from denialctl.law.rulebook import Assumption, rulebook
from denialctl.law.rules import OpensAfter, PlanLaw, Refusal, Stage
from denialctl.vocabulary import Kind, Layer

OFFICE, PAYER, STATE, FEDERAL, PRACTICE = Layer.OFFICE, Layer.PAYER, Layer.STATE, Layer.FEDERAL, Layer.PRACTICE
APPEAL = stage(
    "internal-appeal", kind=Kind.INTERNAL_APPEAL, title="Internal appeal", opens_after=(OpensAfter("denial"),)
)
REVIEW = stage(
    "external-review", kind=Kind.EXTERNAL_REVIEW, title="External review", opens_after=(OpensAfter("internal-appeal"),)
)
OHIO = state_law(first_decision(rule(STATE, "2 business days after requested"), layer=STATE))


def layers_of(packs: Packs, payer: str | None = None, reviewer: str | None = None) -> list[str]:
    """Return the layers that speak of the first decision, the first in rank before the others."""
    found = packs.book(payer=payer, reviewer=reviewer).stages["initial-decision"].rules.get("decide", ())
    return [str(item.layer) for item in found]


# -- which packs reach a case ----------------------------------------------------------------------


def every_layer(law: PlanLaw) -> Packs:
    text = "10 calendar days after requested"
    manual = payer("Aetna", first_decision(rule(PAYER, text), layer=PAYER))
    vendor = payer("eviCore", first_decision(rule(PAYER, text), layer=PAYER), reviews=True)
    return Packs(
        replace(law, stages=(first_decision(rule(FEDERAL, text)),)),
        OHIO,
        (manual, vendor),
        (first_decision(rule(OFFICE, text), layer=OFFICE),),
        (first_decision(rule(PRACTICE, text), layer=PRACTICE),),
    )


def test_office_reviewer_payer_state_federal_practice() -> None:
    packs = every_layer(plan_law())

    assert layers_of(packs, payer="Aetna", reviewer="eviCore") == [
        "office",
        "payer",
        "payer",
        "state",
        "federal",
        "practice",
    ]
    book = packs.book(payer="aetna inc", reviewer="eviCore")
    assert (book.payer and book.payer.name, book.reviewer and book.reviewer.name, book.warnings) == (
        "Aetna",
        "eviCore",
        (),
    )
    assert layers_of(packs) == ["office", "state", "federal", "practice"]


def test_a_payer_that_no_pack_names_is_said() -> None:
    book = every_layer(plan_law()).book(payer="Aetma", reviewer="eviCor")

    assert (book.payer, book.reviewer) == (None, None)
    assert [text.split(".")[0] for text in book.warnings if "Aetna" in text or "eviCore" in text] != []
    assert len(book.warnings) == 2


@pytest.mark.parametrize(
    ("regulated", "funding", "reached"),
    [("yes", None, True), ("no", None, False), ("if-insured", "insured", True), ("if-insured", "self-funded", False)],
)
def test_the_law_of_the_state_reaches_plans_that_the_state_regulates(
    regulated: str, funding: str | None, *, reached: bool
) -> None:
    book = rulebook(every_layer(plan_law(state_regulated=regulated)), "church", "OH", None, None, funding=funding)

    assert (book.state is not None) is reached
    assert book.warnings == ()


def test_while_nobody_said_who_bears_the_risk_the_law_of_the_state_may_apply() -> None:
    """Its rules are asked as if they had `funding: insured` in their condition; the plan's own law is not."""
    packs = every_layer(plan_law(state_regulated="if-insured"))
    packs.state_law = state_law(
        first_decision(rule(STATE, "2 business days after requested"), layer=STATE), plans=frozenset({"church"})
    )

    book = rulebook(packs, "church", "OH", None, None)

    asked = {str(item.layer): item.when.facts for item in book.stages["initial-decision"].rules["decide"]}
    assert asked == {"office": (), "state": (("funding", frozenset({"insured"})),), "federal": (), "practice": ()}
    assert ["--fact funding=insured" in text for text in book.warnings] == [True]
    assert book.minimum_only == frozenset()


def test_sections_of_a_state_for_other_plan_types_say_nothing() -> None:
    packs = Packs(
        plan_law(first_decision()),
        state_law(first_decision(rule(STATE, "1 months after requested")), plans=frozenset({"chip"})),
    )

    assert layers_of(packs) == []


def test_a_plan_type_borrows_single_stages_of_another_one() -> None:
    """A church plan takes the state's external review for employer plans, and nothing else of that section."""
    packs = Packs(
        plan_law(first_decision(), borrows=(("external-review", "aca-group"),)),
        state_law(
            first_decision(rule(STATE, "2 business days after requested"), layer=STATE),
            stage(
                "external-review",
                rule(STATE, "60 calendar days after received", step="file"),
                layer=STATE,
                kind=Kind.EXTERNAL_REVIEW,
            ),
        ),
    )

    book = packs.book(plan="church")

    assert list(book.stages["external-review"].rules) == ["file"]
    assert book.stages["initial-decision"].rules == {}


def test_what_is_said_to_a_plan_type_itself_is_not_borrowed_a_second_time() -> None:
    both = frozenset({"church", "aca-group"})
    review = stage(
        "external-review",
        rule(STATE, "60 calendar days after received", step="file"),
        layer=STATE,
        kind=Kind.EXTERNAL_REVIEW,
    )
    packs = Packs(
        plan_law(first_decision(), borrows=(("external-review", "aca-group"),)), state_law(review, plans=both)
    )

    assert len(packs.book(plan="church").stages["external-review"].rules["file"]) == 1


# -- where the state's own law is not known ----------------------------------------------------------


@pytest.mark.parametrize(("state", "said"), [("TX", "No rules of Texas are encoded"), (None, "No state is given")])
def test_without_the_law_of_the_state_only_the_federal_minimum_is_known(state: str | None, said: str) -> None:
    packs = Packs(plan_law(APPEAL, REVIEW, state_runs=frozenset({"external-review"})), OHIO)

    book = packs.book(state=state)

    assert book.warnings == (
        f"{said}: the federal minimum is shown, and a state rule may be shorter or longer. Check the letter.",
    )
    assert book.minimum_only == {"external-review"}
    assert packs.book(state="OH").minimum_only == frozenset()


def test_where_the_federal_process_runs_in_a_state_its_rules_are_the_whole_law() -> None:
    law = plan_law(APPEAL, REVIEW, state_runs=frozenset({"external-review"}), federal_process_in=frozenset({"TX"}))

    assert Packs(law).book(state="TX").minimum_only == frozenset()
    assert Packs(law).book(state="FL").minimum_only == {"external-review"}


# -- what the layers say of one stage ----------------------------------------------------------------


def test_the_outermost_layer_that_says_how_a_stage_opens_is_followed() -> None:
    """A state lets the external review open by the denial itself; what the federal law says of it is then not asked."""
    ohio = Stage("external-review", STATE, opens_after=(OpensAfter("denial"),), opens_on=frozenset({"upheld"}))
    packs = Packs(plan_law(APPEAL, REVIEW), state_law(ohio))

    found = packs.book().stages["external-review"]

    assert (found.opens_after, set(found.opens_on)) == ((OpensAfter("denial"),), {"upheld"})
    silent = Packs(plan_law(APPEAL, REVIEW), state_law(replace(ohio, opens_after=(), opens_on=frozenset())))
    assert silent.book().stages["external-review"].opens_after == REVIEW.opens_after


def test_each_word_of_a_stage_is_the_first_that_a_layer_says() -> None:
    ohio = Stage("external-review", STATE, title="Review by the department", when=asks(urgency="urgent"), optional=True)
    federal = replace(
        REVIEW, about="A reviewer whom nobody pays.", alternative_to="expedited-external-review", files_by_itself=True
    )

    found = Packs(plan_law(APPEAL, federal), state_law(ohio)).book().stages["external-review"]

    assert (found.kind, found.title, found.about) == (
        Kind.EXTERNAL_REVIEW,
        "Review by the department",
        "A reviewer whom nobody pays.",
    )
    assert (found.when, found.alternative_to) == (asks(urgency="urgent"), "expedited-external-review")
    assert (found.optional, found.files_by_itself) == (True, True)
    refusal = Refusal("42 CFR 422.570(d)", source())
    book = Packs(plan_law(APPEAL, replace(federal, expedite_refused=refusal)), state_law(ohio)).book()
    assert book.stages["external-review"].expedite_refused == refusal
    assert found.expedite_refused is None


def test_a_stage_of_which_no_layer_says_the_kind_is_none() -> None:
    ohio = Stage(
        "hearing", STATE, rules=(rule(STATE, "30 calendar days after received", stage="hearing", step="file"),)
    )

    assert "hearing" not in Packs(plan_law(APPEAL), state_law(ohio)).book().stages


def test_a_stage_without_a_title_is_called_by_its_name() -> None:
    assert (
        Packs(plan_law(stage("second-look", kind=Kind.FURTHER_REVIEW))).book().stages["second-look"].title
        == "second look"
    )


def test_rules_of_a_step_stand_together_in_the_order_of_their_layers() -> None:
    ohio = stage("internal-appeal", rule(STATE, "60 calendar days after received", step="file"), layer=STATE)
    federal = replace(
        APPEAL,
        rules=tuple(
            rule(FEDERAL, "30 calendar days after filed", stage="internal-appeal", step=step)
            for step in ("file", "decide")
        ),
    )

    found = Packs(plan_law(federal), state_law(ohio)).book().stages["internal-appeal"].rules

    assert {step: [str(item.layer) for item in rules] for step, rules in found.items()} == {
        "file": ["state", "federal"],
        "decide": ["federal"],
    }


# -- the order of the ladder -------------------------------------------------------------------------


def test_stages_stand_as_the_plan_type_lists_them_and_others_where_they_belong() -> None:
    """The call comes after the first decision; a stage that says after which it comes, there; any other at the end, by its kind."""
    law = plan_law(first_decision(), APPEAL, REVIEW)
    ohio = state_law(
        stage("complaint", layer=STATE, kind=Kind.COMPLAINT),
        stage("second-look", layer=STATE, kind=Kind.INTERNAL_APPEAL, after_stage="internal-appeal"),
        stage("council", layer=STATE, kind=Kind.FURTHER_REVIEW),
        stage("elsewhere", layer=STATE, kind=Kind.EXTERNAL_REVIEW, after_stage="nowhere"),
    )
    packs = Packs(law, ohio, practice=(stage("peer-to-peer", layer=PRACTICE, kind=Kind.PEER_TO_PEER),))

    assert list(packs.book().stages) == [
        "initial-decision", "peer-to-peer", "internal-appeal", "second-look", "external-review", "elsewhere", "council", "complaint",
    ]  # fmt: skip


# -- facts that only some rules ask ------------------------------------------------------------------

QUESTIONS = {
    "product": {"question": "Which product?", "where": "the card", "answers": {"hmo": "HMO", "ppo": "PPO"}},
    "prior-auth": {
        "question": "Was it required",
        "where": "the list",
        "answers": {"required": "it was", "not-required": "it was not"},
        "assumed": "required",
    },
}


def test_questions_come_along_only_where_a_rule_asks() -> None:
    asking = rule(FEDERAL, "10 calendar days after requested", when=facts(product="hmo"))
    book = Packs(plan_law(first_decision(asking)), questions=QUESTIONS).book()

    assert book.questions["product"] == "Which product? (--fact product=hmo|ppo; see the card)"
    assert book.questions["prior-auth"] == "Was it required? (--fact prior-auth=required|not-required; see the list)"
    assert book.answers["fact:product"] == ("hmo", "ppo")
    assert book.assumed == {"prior-auth": Assumption("required", "it was", usual="required")}
    none = Packs(plan_law(first_decision()), questions=QUESTIONS).book()
    assert (none.questions, none.assumed, list(none.answers)) == ({}, {}, ["setting"])


def test_the_condition_of_a_stage_asks_too() -> None:
    law = plan_law(first_decision(), replace(REVIEW, when=facts(product="hmo")))

    assert "product" in Packs(law, questions=QUESTIONS).book().questions
