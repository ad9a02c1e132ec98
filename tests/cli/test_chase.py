"""`chase`: what they owe, when it is late, what is said next. Dates by hand from the text of the rules."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office, Result

# 42 CFR 422.590: 30 calendar days from the receipt of the reconsideration. 20 October + 30 = Thursday 19 November 2026.
STANDARD = (
    "--plan",
    "medicare-advantage",
    "--denied",
    "2026-10-01",
    "--received",
    "2026-10-01",
    "--as-of",
    "2026-10-02",
)
# 72 hours from Saturday 31 October 14:00 EDT over the change of clocks: Tuesday 3 November 13:00 EST.
URGENT = (
    "--plan",
    "medicare-advantage",
    "--denied",
    "2026-10-30",
    "--received",
    "2026-10-30",
    "--urgent",
    "--as-of",
    "2026-10-30",
)
LINES = """
guide: chase
kind: script
title: Our own lines
sources:
  own: {url: "the office", title: "own words", read: 2026-11-23}
parts:
  - heading: Lines
    entries:
      - {id: due-today, say: "ASK {title}; {received}; {due}", authority: own, source: {id: own, status: seen}}
      - {id: late-call, say: "CALL {title}; {due}; {authority}; {nothing}", authority: own, source: {id: own, status: seen}}
      - {id: late-supervisor, say: "SUPERVISOR {reference}", authority: own, source: {id: own, status: seen}}
      - {id: late-written, say: "WRITE {reference}", authority: own, source: {id: own, status: seen}}
      - {id: late-regulator, say: "REGULATOR {opens}", authority: own, source: {id: own, status: seen}}
"""


@pytest.fixture
def waiting(office: Office) -> Office:
    """An office with its own lines and one appeal that the plan has had since 20 October."""
    office.write_rules("chase.yaml", LINES)
    office.stored(*STANDARD, "--patient", "MRN-1", "--payer", "Humana", "--owner", "Jo")
    recorded(office, "internal-appeal", "filed", "--on", "2026-10-20", "--as-of", "2026-10-20")
    return office


def recorded(office: Office, *words: str, case: str = "1") -> None:
    result = office.quick("record", case, *words)
    assert result.code == 0, result.err


def items(office: Office, *options: str) -> list[dict[str, Any]]:
    result = office.quick("chase", *options, "--format", "json")
    assert result.code == 0, result.err
    assert result.json["schema"] == "denialctl.chase/1"
    return list(result.json["items"])


def decision(office: Office, *options: str) -> dict[str, Any]:
    (found,) = [item for item in items(office, *options) if item["deadline"]["id"] == "internal-appeal.decide"]
    return found


# -- what stands on the list ----------------------------------------------------------------


def test_what_is_due_on_one_day_stands_by_its_case_whatever_the_zone(waiting: Office) -> None:
    """The day ends an hour later in Chicago: for an office in New York that is one and the same day."""
    for zone, number in (("America/Chicago", "2"), ("America/New_York", "3")):
        waiting.stored(*STANDARD, "--tz", zone)
        recorded(waiting, "internal-appeal", "filed", "--on", "2026-10-20", "--as-of", "2026-10-20", case=number)
    found = [
        item for item in items(waiting, "--as-of", "2026-11-20") if item["deadline"]["id"] == "internal-appeal.decide"
    ]
    assert [item["due"] for item in found] == ["2026-11-19"] * 3
    assert [item["case"]["id"] for item in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("as_of", "listed"),
    [
        ("2026-11-17", False),  # Tuesday: the list ends with Wednesday the 18th
        ("2026-11-18", True),  # the next business day is the 19th
        ("2026-11-19", True),
        ("2026-11-20", True),
    ],
)
def test_without_a_horizon_the_list_ends_with_the_next_business_day(waiting: Office, as_of: str, listed: bool) -> None:
    assert [item["deadline"]["id"] for item in items(waiting, "--as-of", as_of)].count(
        "internal-appeal.decide"
    ) == listed


def test_a_friday_looks_over_the_weekend(office: Office) -> None:
    # Received on Saturday 24 October: + 30 = Monday 23 November.
    office.stored(*STANDARD)
    recorded(office, "internal-appeal", "filed", "--on", "2026-10-24", "--as-of", "2026-10-24")

    assert items(office, "--as-of", "2026-11-19") == []
    assert decision(office, "--as-of", "2026-11-20")["due"] == "2026-11-23"


def test_the_horizon_can_be_set(waiting: Office) -> None:
    assert items(waiting, "--as-of", "2026-11-11", "--within", "7d") == []
    assert decision(waiting, "--as-of", "2026-11-12", "--within", "7d")["due"] == "2026-11-19"


def test_what_is_owed_and_by_how_much_it_is_late(waiting: Office) -> None:
    today, late = decision(waiting, "--as-of", "2026-11-19"), decision(waiting, "--as-of", "2026-11-25")

    assert (today["late"], today["script"], today["owes"], today["received"]) == (
        None,
        "due-today",
        "the decision",
        "2026-10-20",
    )
    # From the 19th to the 25th.
    assert (late["late"], late["script"]) == ({"days": 6, "hours": None}, "late-call")
    assert late["authority"] == "42 CFR 422.590(a), (d), (f)"
    assert "file to the IRE" in late["opens"]


def test_an_hour_clock_is_late_by_hours(office: Office) -> None:
    office.stored(*URGENT)
    recorded(office, "expedited-appeal", "filed", "--on", "2026-10-31T14:00", "--as-of", "2026-10-31T15:00")

    before = items(office, "--as-of", "2026-11-03T12:30")
    after = items(office, "--as-of", "2026-11-03T16:30")

    assert [(item["deadline"]["id"], item["late"]) for item in before if item["late"]] == []
    # 13:00 to 16:30 is three and a half hours.
    late = next(item for item in after if item["deadline"]["id"] == "expedited-appeal.decide")
    assert (late["due"], late["late"]) == ("2026-11-03T13:00:00-05:00", {"days": None, "hours": 3})
    assert "3 h 30 min late" in office.quick("chase", "--as-of", "2026-11-03T16:30").out


def test_hour_clocks_stand_before_what_is_late_for_longer(waiting: Office) -> None:
    waiting.stored(*URGENT)
    recorded(waiting, "expedited-appeal", "filed", "--on", "2026-11-27T10:00", "--as-of", "2026-11-27T11:00", case="2")

    found = items(waiting, "--as-of", "2026-11-30T12:00")

    # Due on Monday 30 November at 10:00, two hours ago; the other one eleven days ago.
    assert found[0]["deadline"]["id"] == "expedited-appeal.decide"
    assert "internal-appeal.decide" in [item["deadline"]["id"] for item in found[1:]]


def test_a_duty_for_which_nothing_is_recorded_is_not_chased(waiting: Office) -> None:
    found = items(waiting, "--as-of", "2026-11-19", "--within", "365d")

    assert {item["deadline"]["step"] for item in found}.isdisjoint({"written", "notify", "explain", "deliver"})


def test_what_is_decided_or_closed_is_off_the_list(waiting: Office) -> None:
    recorded(waiting, "internal-appeal", "upheld", "--on", "2026-11-18", "--as-of", "2026-11-18")
    assert "internal-appeal.decide" not in [item["deadline"]["id"] for item in items(waiting, "--as-of", "2026-11-25")]

    waiting.quick("close", "1", "--reason", "x")
    assert items(waiting, "--as-of", "2026-11-25") == []


def test_only_the_owner_asked_for(waiting: Office) -> None:
    waiting.stored(*STANDARD, "--owner", "Kim", "--patient", "MRN-2")
    recorded(waiting, "internal-appeal", "filed", "--on", "2026-10-20", "--as-of", "2026-10-20", case="2")

    assert {item["case"]["id"] for item in items(waiting, "--owner", "kim", "--as-of", "2026-11-25")} == {2}
    assert {item["case"]["id"] for item in items(waiting, "--as-of", "2026-11-25")} == {1, 2}


def test_one_case_is_shown_whatever_the_horizon(waiting: Office) -> None:
    assert decision(waiting, "1", "--as-of", "2026-10-21")["due"] == "2026-11-19"
    assert waiting.quick("chase", "9").code == 1


def test_as_of_another_day_writes_nothing(waiting: Office) -> None:
    items(waiting, "--as-of", "2026-11-25")

    # What is stored still says `waiting`.
    assert (
        waiting.quick("show", "1", "--as-of", "2026-10-21", "--format", "json").deadline("internal-appeal.decide")[
            "status"
        ]
        == "waiting"
    )


# -- what is said ------------------------------------------------------------------------------


def test_the_lines_climb_with_what_was_said(waiting: Office) -> None:
    day = ("--as-of", "2026-11-20T10:00")
    assert decision(waiting, *day)["say"].startswith(
        "CALL the reconsideration by the plan; Thu 19 Nov 2026; 42 CFR 422.590"
    )

    climbed = []
    for how in ("call", "supervisor", "written"):
        result = waiting.quick("chase", "1", "--said", how, "--ref", f"R-{how}", *day)
        assert result.err.splitlines()[1].startswith("Recorded: ")
        climbed.append(decision(waiting, *day)["script"])

    assert climbed == ["late-supervisor", "late-written", "late-regulator"]
    last = decision(waiting, *day)
    assert last["say"].startswith("REGULATOR Late counts as upheld.")
    assert [asked["how"] for asked in last["asked"]] == ["call", "supervisor", "written"]


def test_the_reference_of_the_last_call_is_in_the_next_line(waiting: Office) -> None:
    waiting.quick("chase", "1", "--said", "call", "--ref", "88-1402", "--as-of", "2026-11-20T10:00")

    assert decision(waiting, "--as-of", "2026-11-20T11:00")["say"] == "SUPERVISOR 88-1402"


def test_the_reference_of_the_filing_goes_before_that_of_a_call(waiting: Office) -> None:
    recorded(
        waiting, "internal-appeal", "acknowledged", "--on", "2026-10-21", "--ref", "APP-7", "--as-of", "2026-10-21"
    )
    waiting.quick("chase", "1", "--said", "call", "--ref", "88-1402", "--as-of", "2026-11-20T10:00")

    assert decision(waiting, "--as-of", "2026-11-20T11:00")["say"] == "SUPERVISOR APP-7"


def test_a_call_while_they_still_had_time_is_no_call_about_their_lateness(waiting: Office) -> None:
    waiting.quick("chase", "1", "--said", "call", "--as-of", "2026-11-19T10:00")

    found = decision(waiting, "--as-of", "2026-11-20T10:00")

    assert (found["script"], len(found["asked"])) == ("late-call", 1)


def test_what_was_said_is_a_note_and_can_be_taken_back(waiting: Office) -> None:
    waiting.quick(
        "chase", "1", "--said", "call", "--ref", "88", "--note", "they look for it", "--as-of", "2026-11-20T10:00"
    )
    assert (
        "called them about the decision (Reconsideration by the plan) (reference 88): they look for it"
        in waiting.quick("show", "1", "--history").out
    )

    assert waiting.quick("undo", "1").code == 0
    assert decision(waiting, "--as-of", "2026-11-20T11:00")["script"] == "late-call"


def test_a_word_in_braces_that_is_not_known_stays(waiting: Office) -> None:
    assert decision(waiting, "--as-of", "2026-11-20")["say"].endswith("{nothing}")


def test_the_program_has_all_its_lines(office: Office) -> None:
    office.stored(*STANDARD)
    recorded(office, "internal-appeal", "filed", "--on", "2026-10-20", "--as-of", "2026-10-20")

    said = [decision(office, "1", "--as-of", "2026-11-01")["say"]]
    for how in ("call", "supervisor", "written"):
        said.append(decision(office, "--as-of", "2026-11-20T10:00")["say"])
        office.quick("chase", "1", "--said", how, "--as-of", "2026-11-20T10:00")
    said.append(decision(office, "--as-of", "2026-11-20T10:00")["say"])

    assert len(set(said)) == 5
    assert not [line for line in said if "{" in line]
    assert all("Thu 19 Nov 2026" in line for line in said)


def test_a_lateness_of_several_things_is_about_the_decision_first(waiting: Office) -> None:
    # On Medicare Advantage a late decision also starts the plan's duty to send the file on: both are late by then.
    ids = [item["deadline"]["id"] for item in items(waiting, "1", "--as-of", "2026-11-25")]
    assert {"internal-appeal.decide", "ire-reconsideration.forward"} <= set(ids)

    waiting.quick("chase", "1", "--said", "call", "--as-of", "2026-11-25")
    waiting.quick(
        "chase", "1", "--said", "supervisor", "--deadline", "ire-reconsideration.forward", "--as-of", "2026-11-25"
    )

    scripts = {item["deadline"]["id"]: item["script"] for item in items(waiting, "1", "--as-of", "2026-11-25")}
    assert scripts["internal-appeal.decide"] == "late-supervisor"
    assert scripts["ire-reconsideration.forward"] == "late-written"


# -- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--said", "call"), 2, "I do not know in which case you asked them."),
        (("1", "--ref", "88"), 2, "--ref, --note and --deadline say more about --said."),
        (("1", "--said", "call", "--deadline", "internal-appeal.decode"), 2, "I do not know the deadline of theirs"),
        (("1", "--said", "shout"), 2, ""),
        (("1", "--within", "soon"), 2, "I cannot read --within"),
        (("7", "--said", "call"), 1, "There is no case 7."),
    ],
)
def test_refusals(waiting: Office, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    result = waiting.quick("chase", *arguments, "--as-of", "2026-11-20")

    assert result.code == code
    assert sentence in result.err


def test_a_case_in_which_nobody_owes_anything(office: Office) -> None:
    office.stored(*STANDARD)

    result = office.quick("chase", "1", "--said", "call", "--as-of", "2026-10-05")

    assert (result.code, result.out) == (1, "")
    assert "No plan and no reviewer owes anything in case 1 now." in result.err
    assert office.quick("chase", "--as-of", "2026-10-05").out.count("Nobody owes an answer") == 1


# -- formats ---------------------------------------------------------------------------------------


def table_of(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.out)))


def test_csv_runs_nothing_and_holds_every_item(office: Office) -> None:
    office.stored(*STANDARD, "--patient", "=cmd()", "--payer", "@acme", "--owner", "+jo")
    recorded(office, "internal-appeal", "filed", "--on", "2026-10-20", "--as-of", "2026-10-20")

    rows = table_of(office.quick("chase", "--as-of", "2026-11-25", "--format", "csv"))

    row = next(row for row in rows if row["id"] == "internal-appeal.decide")
    assert (row["patient"], row["payer"], row["owner"], row["days_late"], row["due"]) == (
        "'=cmd()",
        "'@acme",
        "'+jo",
        "6",
        "2026-11-19",
    )


@pytest.mark.parametrize("form", ["table", "text", "markdown", "html"])
def test_every_page_says_what_to_say(waiting: Office, form: str) -> None:
    result = waiting.quick("chase", "--as-of", "2026-11-25", "--format", form)

    assert (result.code, result.err) == (0, "")
    for words in ("LATE", "6 days late", "Call and say", "Thu 19 Nov 2026", "42 CFR 422.590", "Jo"):
        assert words in result.out


def test_text_of_people_stays_text(office: Office) -> None:
    office.stored(*STANDARD, "--patient", "<script>x</script>", "--payer", "[red]", "--description", "\x1b[31mred")
    recorded(office, "internal-appeal", "filed", "--on", "2026-10-20", "--ref", "<b>", "--as-of", "2026-10-20")

    for form in ("table", "markdown", "html"):
        said = office.quick("chase", "--as-of", "2026-11-25", "--format", form).out
        assert "\x1b" not in said
        assert form == "table" or "<script>" not in said
