"""Dates laid over one another: a state's beside the federal one, a law's beside a manual's, one answer's beside another's.

The rules are written here. The first decision is asked for on Monday 2 November 2026 at 09:00, the notice of the
denial is of Thursday 1 October 2026 and came that day; every date is counted from these by hand.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.written import (
    SEE_NOTICE,
    ZONE,
    Packs,
    facts,
    first_decision,
    payer,
    plan_law,
    rule,
    source,
    stage,
    state_law,
    timeline,
    window,
)

from denialctl.cases.case import Case
from denialctl.cases.facts import Facts
from denialctl.dates.moments import Instant, parse_moment, to_json
from denialctl.dates.windows import Readings, Window
from denialctl.law.rules import OpensAfter
from denialctl.vocabulary import Clock, Kind, Layer

if TYPE_CHECKING:
    from denialctl.law.rules import Rule
    from denialctl.timeline.deadline import Deadline

STATE, FEDERAL, PAYER, PRACTICE = Layer.STATE, Layer.FEDERAL, Layer.PAYER, Layer.PRACTICE
OURS = Clock.PROVIDER
PRODUCT = {"product": {"question": "Which product", "where": "the card", "answers": {"hmo": "HMO", "ppo": "PPO"}}}


def at(text: str) -> Instant:
    found = parse_moment(text, ZONE)
    assert isinstance(found, Instant)
    return found


def of(found: Deadline) -> dict[str, Any]:
    """Return what a deadline says of its days."""
    return {
        "due": to_json(found.due),
        "latest": to_json(found.latest),
        "ask": to_json(found.act_by),
        "missing": found.missing,
        "overruled": [(str(other.layer), to_json(other.due), other.why) for other in found.overruled],
    }


def theirs(*rules: Rule, **answers: str) -> Deadline:
    """Return their decision of a request of Monday 2 November 09:00 by these rules."""
    packs = Packs(
        plan_law(first_decision(*(item for item in rules if item.layer is FEDERAL))),
        state_law(first_decision(*(item for item in rules if item.layer is STATE), layer=STATE)),
        questions=PRODUCT,
    )
    case = Case(Facts("aca-group", requested=at("2026-11-02T09:00"), state="OH", answers=answers, tz=ZONE))
    return found(packs, case, "initial-decision.decide")


def ours(*rules: Rule, name: str | None = "Main Street", **answers: str) -> Deadline:
    """Return our appeal of the denial of Thursday 1 October by these rules."""
    opened: dict[str, Any] = {"kind": Kind.INTERNAL_APPEAL, "opens_after": (OpensAfter("denial"),)}

    def layer(one: Layer) -> tuple[Rule, ...]:
        return tuple(item for item in rules if item.layer is one)

    packs = Packs(
        plan_law(first_decision(), stage("internal-appeal", *layer(FEDERAL), **opened)),
        state_law(stage("internal-appeal", *layer(STATE), layer=STATE)),
        (payer("Main Street", stage("internal-appeal", *layer(PAYER), layer=PAYER)),),
        practice=(stage("internal-appeal", *layer(PRACTICE), layer=PRACTICE),),
        questions=PRODUCT,
    )
    denied = date(2026, 10, 1)
    case = Case(Facts("aca-group", denied=denied, received=denied, state="OH", payer=name, answers=answers, tz=ZONE))
    return found(packs, case, "internal-appeal.file")


def found(packs: Packs, case: Case, name: str) -> Deadline:
    item = timeline(case, packs, at("2026-11-02T10:00")).get(name)
    assert item is not None
    return item


def file(layer: Layer, *windows: str | Window, **more: Any) -> Rule:  # noqa: ANN401 - any field of a rule
    """Write a rule for the filing of our appeal."""
    return rule(layer, *windows, step="file", clock=OURS, **more)


# -- their time: a state's beside the federal one -----------------------------------------------------------------

SEVENTY_TWO = rule(FEDERAL, "72 hours after requested")  # Thursday 5 November 09:00


def test_a_states_shorter_time_that_was_read_binds_the_plan() -> None:
    """48 hours of the state: Wednesday 4 November 09:00."""
    assert of(theirs(rule(STATE, "48 hours after requested"), SEVENTY_TWO)) == {
        "due": "2026-11-04T09:00:00-05:00",
        "latest": "2026-11-04T09:00:00-05:00",
        "ask": None,
        "missing": None,
        "overruled": [("federal", "2026-11-05T09:00:00-05:00", "the state's rule binds the plan more tightly")],
    }


def test_a_states_longer_time_is_no_excuse() -> None:
    found = of(theirs(rule(STATE, "96 hours after requested"), SEVENTY_TWO))

    assert (found["due"], found["ask"]) == ("2026-11-05T09:00:00-05:00", None)
    assert found["overruled"] == [("state", "2026-11-06T09:00:00-05:00", "longer than the federal limit")]


def test_a_states_longer_time_that_governs_holds() -> None:
    """Where the state runs the process, its own 96 hours are the time: Friday 6 November 09:00."""
    found = of(theirs(rule(STATE, "96 hours after requested", governs=True), SEVENTY_TWO))

    assert found["due"] == "2026-11-06T09:00:00-05:00"


@pytest.mark.parametrize(
    ("status", "doubt"), [("recalled", "nobody has read it"), ("conflict", "its sources disagree")]
)
def test_a_states_shorter_time_that_nobody_read_is_the_day_to_ask(status: str, doubt: str) -> None:
    found = theirs(rule(STATE, "48 hours after requested", source=source(status)), SEVENTY_TWO)

    assert (to_json(found.due), to_json(found.act_by)) == ("2026-11-05T09:00:00-05:00", "2026-11-04T09:00:00-05:00")
    assert any("ends their time on Wed 4 Nov 2026 09:00 EST" in note and doubt in note for note in found.notes)


def test_a_states_rule_whose_time_was_not_read_leaves_the_federal_day_and_the_doubt() -> None:
    found = theirs(rule(STATE, SEE_NOTICE), SEVENTY_TWO)

    assert (to_json(found.due), found.missing) == ("2026-11-05T09:00:00-05:00", "its number was not read")
    assert any("The state has a rule of its own here" in note for note in found.notes)
    assert not found.confirmed


def test_a_state_clock_that_has_not_begun_leaves_the_federal_one_running() -> None:
    """Two days after information that nobody asked for: the state's clock waits, the federal 72 hours run all the same."""
    found = of(theirs(rule(STATE, "2 calendar days after info-supplied"), SEVENTY_TWO))

    assert (found["due"], found["missing"]) == ("2026-11-05T09:00:00-05:00", None)


# -- their time: one answer's beside another's ---------------------------------------------------------------------


def test_of_two_answers_the_later_time_binds_them_and_the_earlier_is_the_day_to_ask() -> None:
    """24 hours for an HMO, 48 for a PPO: surely late after Wednesday 4 November 09:00, to be asked on Tuesday the 3rd at 09:00."""
    rules = (
        rule(FEDERAL, "24 hours after requested", when=facts(product="hmo")),
        rule(FEDERAL, "48 hours after requested", when=facts(product="ppo")),
    )
    unknown, known = of(theirs(*rules)), of(theirs(*rules, product="hmo"))

    assert (unknown["due"], unknown["latest"], unknown["ask"]) == (
        "2026-11-04T09:00:00-05:00", "2026-11-04T09:00:00-05:00", "2026-11-03T09:00:00-05:00",
    )  # fmt: skip
    assert unknown["missing"] == "Which product? (--fact product=hmo|ppo; see the card): it decides which rule applies"
    assert [why for _, _, why in unknown["overruled"]] == [
        "applies instead, depending on Which product? (--fact product=hmo|ppo; see the card)"
    ]
    assert (known["due"], known["ask"], known["missing"]) == ("2026-11-03T09:00:00-05:00", None, None)


def test_where_every_answer_gives_the_same_day_nothing_is_missing() -> None:
    rules = (
        rule(FEDERAL, "48 hours after requested", when=facts(product="hmo"), authority="one"),
        rule(FEDERAL, "48 hours after requested", when=facts(product="ppo"), authority="other"),
    )
    assert of(theirs(*rules))["missing"] is None


def test_of_two_answers_with_one_day_the_one_that_nobody_read_is_shown() -> None:
    """The day is the same, but it may rest on a rule that nobody read: shown as confirmed it would hide the doubt."""
    read = rule(FEDERAL, "48 hours after requested", when=facts(product="hmo"), authority="read")
    heard = rule(
        FEDERAL, "48 hours after requested", when=facts(product="ppo"), authority="heard of", source=source("recalled")
    )

    for rules in ((read, heard), (heard, read)):
        shown = theirs(*rules)
        assert (shown.authority, shown.confirmed) == ("heard of", False)


# -- our time: a state's beside the federal one ---------------------------------------------------------------------

DAYS_180 = file(FEDERAL, "180 calendar days after received")
# From Thursday 1 October: 30 days left in October, 60 to 30 November, 91 to 31 December, 122, 150 to 28 February, 180 = 30 March 2027.
END_180 = "2027-03-30"
END_60 = "2026-11-30"
END_365 = "2027-10-01"


def test_of_ours_the_shorter_day_is_safe_and_the_longer_can_be_argued() -> None:
    assert of(ours(file(STATE, "60 calendar days after received"), DAYS_180)) | {"ask": None} == {
        "due": END_60,
        "latest": END_180,
        "ask": None,
        "missing": None,
        "overruled": [("federal", END_180, "longer than the state's window")],
    }


def test_a_longer_state_window_stays_arguable_beside_the_federal_day() -> None:
    found = of(ours(file(STATE, "365 calendar days after received"), DAYS_180))

    assert (found["due"], found["latest"]) == (END_180, END_365)
    assert found["overruled"] == [("state", END_365, "longer; whether it governs here is not sure")]


def test_a_longer_state_window_that_governs_is_the_day() -> None:
    found = of(ours(file(STATE, "365 calendar days after received", governs=True), DAYS_180))

    assert (found["due"], found["latest"]) == (END_365, END_365)
    assert found["overruled"] == [("federal", END_180, "the state runs this process")]


@pytest.mark.parametrize("status", ["recalled", "seen-secondary"])
def test_one_that_nobody_read_is_not(status: str) -> None:
    found = of(ours(file(STATE, "365 calendar days after received", governs=True, source=source(status)), DAYS_180))

    assert (found["due"], found["latest"]) == (END_180, END_365)
    assert found["overruled"] == [
        ("state", END_365, "longer, but nobody has read it in its source: the federal minimum is safe")
    ]


def test_a_state_that_governs_and_gives_the_very_federal_number_is_the_rule() -> None:
    """Federal law leaves the number to the state; its own 180 days are no shorter window beside the federal ones, also where nobody read them."""
    for status in ("seen", "recalled"):
        found = ours(file(STATE, "180 calendar days after received", governs=True, source=source(status)), DAYS_180)
        assert (found.layer, to_json(found.due), to_json(found.latest)) == (STATE, END_180, END_180)
        assert [other.why for other in found.overruled] == ["the state runs this process"]


def test_a_shorter_window_of_a_state_that_governs_leaves_the_federal_day_arguable() -> None:
    found = of(ours(file(STATE, "60 calendar days after received", governs=True), DAYS_180))

    assert (found["due"], found["latest"]) == (END_60, END_180)


# -- our time: a law's beside a manual's ---------------------------------------------------------------------------


def test_a_manuals_shorter_day_is_safe_and_the_laws_can_still_be_used() -> None:
    found = of(ours(file(PAYER, "60 calendar days after received"), DAYS_180))

    assert (found["due"], found["latest"]) == (END_60, END_180)
    assert found["overruled"] == [("federal", END_180, "longer than the manual's window")]


def test_a_manuals_longer_day_can_be_used_after_the_laws() -> None:
    found = of(ours(file(PAYER, "365 calendar days after received"), DAYS_180))

    assert (found["due"], found["latest"]) == (END_180, END_365)
    assert found["overruled"] == [
        ("payer", END_365, "longer than what the law gives, so the right under the law ends first")
    ]


def test_of_the_same_day_it_is_the_manuals() -> None:
    shown = ours(file(PAYER, "180 calendar days after received"), DAYS_180)

    assert (shown.layer, to_json(shown.due)) == (PAYER, END_180)


@pytest.mark.parametrize(("manual", "law"), [(60, 180), (180, 60)])
def test_what_is_not_known_of_the_second_right_is_asked(manual: int, law: int) -> None:
    """One runs from the notice, the other from the day of the service, which is not entered but has a second reading from the notice.

    Whichever ends first is the safe day; what is missing for the other one is still a question, because its end can be argued.
    """
    unsure = Window(
        Readings(
            (
                window(f"{max(manual, law)} calendar days after notice_date"),
                window("400 calendar days after service_date"),
            ),
            "two texts",
        ),
        words="two readings",
    )
    sure = window(f"{min(manual, law)} calendar days after received")
    rules = (file(PAYER, sure), file(FEDERAL, unsure)) if manual < law else (file(PAYER, unsure), file(FEDERAL, sure))

    found = of(ours(*rules))

    assert found["due"] == END_60
    assert found["missing"] is not None
    assert "the day of the service" in found["missing"]


def test_a_law_without_a_date_leaves_the_manuals() -> None:
    found = of(
        ours(file(PAYER, "60 calendar days after received"), file(FEDERAL, "180 calendar days after service_date"))
    )

    assert (found["due"], found["latest"]) == (END_60, END_60)
    assert found["overruled"] == [("federal", None, "the payer rule speaks first")]


# -- our time: one answer's beside another's -------------------------------------------------------------------------


def test_of_two_answers_the_earlier_day_of_ours_is_safe() -> None:
    """60 days for an HMO, 180 for a PPO: the 60 are safe whatever it is, and until the 180 it can be argued."""
    rules = (
        file(FEDERAL, "60 calendar days after received", when=facts(product="hmo")),
        file(FEDERAL, "180 calendar days after received", when=facts(product="ppo")),
    )
    unknown, known = of(ours(*rules)), of(ours(*rules, product="ppo"))

    assert (unknown["due"], unknown["latest"]) == (END_60, END_180)
    assert unknown["missing"] == "Which product? (--fact product=hmo|ppo; see the card): it decides which rule applies"
    assert (known["due"], known["latest"], known["missing"]) == (END_180, END_180, None)


def test_a_usual_time_stays_beside_a_manual_that_speaks_for_one_answer_only() -> None:
    """For an HMO the manual gives 60 days; for a PPO it says nothing, and the usual 14 days, Thursday 15 October, are all there is."""
    manual = file(PAYER, "60 calendar days after received", when=facts(product="hmo"))
    usual = file(PRACTICE, "14 calendar days after received")

    assert (of(ours(manual, usual))["due"], of(ours(manual, usual))["latest"]) == ("2026-10-15", END_60)
    assert of(ours(manual, usual, product="hmo"))["due"] == END_60
