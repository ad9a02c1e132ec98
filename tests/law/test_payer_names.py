"""Which payer a name means: what is forgiven, what is asked back about, and what comes near a name that nobody has."""

from __future__ import annotations

import pytest

from denialctl.errors import UsageError
from denialctl.law.payer_names import PayerName, find_payer, not_known, plain_name


def named(name: str, *aliases: str, states: frozenset[str] = frozenset()) -> PayerName:
    return PayerName(name, frozenset(map(plain_name, (name, *aliases))), states, f"{name}.yaml")


AETNA, UNITED = named("Aetna"), named("UnitedHealthcare", "UHC", "Optum")
OHIO, TEXAS = (
    named("Anthem Ohio", "Anthem", states=frozenset({"OH"})),
    named("Anthem Texas", "Anthem", states=frozenset({"TX"})),
)
ALL = (AETNA, UNITED, OHIO, TEXAS)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("The Aetna Insurance Company, Inc.", "aetna"),
        ("Blue Cross & Blue Shield of Texas", "bcbs texas"),
        ("BLUE CROSS BLUE SHIELD OF TEXAS", "bcbs texas"),
        ("BlueCross BlueShield of Tennessee, Inc.", "bcbs tennessee"),
        ("Health Care Service Corporation", "health care service"),
        ("Humana Medicare Advantage HMO", "humana"),
        ("CareSource  Marketplace", "caresource"),
        ("UPMC Health Plan", "upmc"),
        # Nothing but words that are left out elsewhere: then they are the name.
        ("Health Plan of the Company", "health plan of the company"),
    ],
)
def test_what_does_not_count_in_a_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("name", "found"), [("aetna", AETNA), ("AETNA, Inc.", AETNA), ("uhc", UNITED), ("United Healthcare", UNITED)]
)
def test_a_payer_is_found_by_its_name_and_its_aliases(name: str, found: PayerName) -> None:
    assert find_payer(name, ALL, None) is found
    assert find_payer(name, ALL, "OH") is found


def test_of_two_with_one_name_the_state_tells_which() -> None:
    assert find_payer("Anthem", ALL, "OH") is OHIO
    assert find_payer("Anthem", ALL, "TX") is TEXAS
    assert find_payer("Anthem", ALL, "FL") is None


def test_of_two_in_different_states_none_speaks_until_the_state_is_known() -> None:
    """A stored case without a state stays readable, by the rules of neither; the warning asks for the state."""
    assert find_payer("Anthem", ALL, None) is None
    said = not_known("payer", "Anthem", ALL)
    assert said == "The payer 'Anthem' may be Anthem Ohio, Anthem Texas. Which one depends on the state: enter it."
    assert not_known("payer", "Anthem", ALL, "FL").startswith("No pack for the payer 'Anthem'")


@pytest.mark.parametrize("states", [frozenset[str](), frozenset({"OH", "KY"})])
def test_two_that_no_state_tells_apart_are_asked_back_about(states: frozenset[str]) -> None:
    both = (OHIO, named("Anthem Two", "Anthem", states=states))
    with pytest.raises(UsageError) as caught:
        find_payer("Anthem", both, None if states else "OH")

    assert "Two payers fit the name 'Anthem': Anthem Ohio, Anthem Two." in str(caught.value)
    assert caught.value.way_out == "Write one of these names in full."


def test_a_name_that_is_an_alias_goes_before_one_that_only_reads_alike() -> None:
    spaced, joined = named("Care First"), named("CareFirst")

    assert find_payer("CareFirst", (spaced, joined), None) is joined
    assert find_payer("care first", (spaced, joined), None) is spaced


def test_nothing_is_guessed() -> None:
    assert find_payer("Aetn", ALL, None) is None
    assert not AETNA.answers_to("Aetna Better")
    assert AETNA.answers_to("a-e-t-n-a")


def test_what_comes_near_is_offered() -> None:
    said = not_known("payer", "Aetma", ALL)

    assert said.startswith(
        "No pack for the payer 'Aetma': its own windows are not known; the letter and its manual decide."
    )
    assert said.endswith(" Did you mean Aetna?")
    assert not_known("reviewer", "Zzz", ALL).endswith("the letter and its manual decide.")


def test_of_many_that_come_near_three_are_offered() -> None:
    many = [named(f"Carefirst{letter}") for letter in "abcdef"]

    assert not_known("payer", "Carefirst", many).count("Carefirst") == 1 + 3
