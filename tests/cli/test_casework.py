"""Changing a case: corrections, notes, closing, taking back; and what is asked back about before it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office, Result

DENIAL = (
    "--plan",
    "medicare-advantage",
    "--denied",
    "2026-10-01",
    "--patient",
    "MRN-1",
    "--code",
    "72148",
    "--as-of",
    "2026-10-02",
)


def case_of(office: Office, number: int = 1) -> dict[str, Any]:
    """Return the facts of a case."""
    case: dict[str, Any] = office.quick("show", str(number), "--format", "json").json["case"]
    return case


def assert_refused(result: Result, *fragments: str) -> None:
    """Expect a refusal with its reason, and nothing stored."""
    assert result.code in (1, 2)
    assert result.out == ""
    assert result.err.startswith("denialctl: ")
    assert "fault of the program" not in result.err
    for fragment in fragments:
        assert fragment in result.err, fragment


# -- before it is stored ------------------------------------------------------------


def test_the_same_denial_twice_is_asked_back_about(office: Office) -> None:
    office.stored(*DENIAL)

    assert_refused(office.quick("add", *DENIAL), "Case 1", "same patient", "--checked")
    assert len(office.quick("list", "--format", "json").json["cases"]) == 1

    assert office.quick("add", *DENIAL, "--checked").code == 0
    assert len(office.quick("list", "--format", "json").json["cases"]) == 2


@pytest.mark.parametrize("other", [("--patient", "MRN-2"), ("--code", "72149"), ("--denied", "2026-10-02")])
def test_another_patient_service_or_day_is_another_denial(office: Office, other: tuple[str, str]) -> None:
    office.stored(*DENIAL)

    assert office.quick("add", *DENIAL, *other).code == 0


def test_a_closed_case_is_no_twin(office: Office) -> None:
    office.stored(*DENIAL)
    office.quick("close", "1", "--reason", "entered twice")

    assert office.quick("add", *DENIAL).code == 0


DOUBTS = [
    (("--received", "2026-09-30"), "2026-10-02", "before it"),
    (("--requested", "2026-10-02"), "2026-10-02", "after the denial"),
    ((), "2028-10-02", "two years"),
]


@pytest.mark.parametrize(("options", "as_of", "words"), DOUBTS)
def test_what_looks_odd_is_refused_unless_it_was_checked(
    office: Office, options: tuple[str, ...], as_of: str, words: str
) -> None:
    arguments = ("add", *DENIAL[:4], *options, "--as-of", as_of)

    assert_refused(office.quick(*arguments), words, "--checked")
    assert not office.db.exists(), "nothing was stored"

    assert office.quick(*arguments, "--checked").code == 0


def test_a_payer_that_does_not_sell_such_plans(office: Office) -> None:
    """Wellcare sells Medicare plans; an employer's own plan with its name is probably another card."""
    arguments = (
        "add",
        "--plan",
        "erisa-self-funded",
        "--payer",
        "Wellcare",
        "--denied",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
    )

    assert_refused(office.quick(*arguments), "Wellcare", "erisa-self-funded", "--checked")
    assert office.quick(*arguments, "--checked").code == 0


def test_calc_says_what_looks_odd_and_computes_all_the_same(office: Office) -> None:
    result = office.quick("calc", *DENIAL[:4], "--received", "2026-09-30", "--as-of", "2026-10-02", "--format", "json")

    assert result.code == 0
    assert any("before it" in text for text in result.json["warnings"])


@pytest.mark.parametrize(("option", "column"), [("--denied", "notice_date"), ("--received", "received")])
def test_a_letter_dated_ahead_is_taken_once_it_was_checked(office: Office, option: str, column: str) -> None:
    """Letters are postdated; the one that lies on the desk is entered as it is dated."""
    arguments = ("add", *DENIAL, option, "2026-10-03")

    assert_refused(office.quick(*arguments), "future", "Sat 3 Oct 2026", "Fri 2 Oct 2026", "--checked")
    assert not office.db.exists()

    taken = office.quick(*arguments, "--checked", "--format", "json")
    assert taken.code == 0, taken.err
    assert taken.json["case"][column] == "2026-10-03"


def test_a_request_that_reached_them_tomorrow_cannot_be_checked_away(office: Office) -> None:
    arguments = (
        "add",
        "--plan",
        "medicare-advantage",
        "--requested",
        "2026-10-03",
        "--as-of",
        "2026-10-02",
        "--checked",
    )

    assert_refused(office.quick(*arguments), "future", "Sat 3 Oct 2026", "Fri 2 Oct 2026")


def test_a_correction_to_a_letter_dated_ahead(office: Office) -> None:
    office.stored(*DENIAL)
    arguments = ("edit", "1", "--denied", "2026-10-05", "--as-of", "2026-10-02")

    assert_refused(office.quick(*arguments), "future", "Mon 5 Oct 2026", "--checked")
    assert office.quick("show", "1", "--format", "json").json["case"]["notice_date"] == "2026-10-01"

    taken = office.quick(*arguments, "--checked", "--format", "json")
    assert taken.json["case"]["notice_date"] == "2026-10-05"


# -- record ---------------------------------------------------------------------------


def test_what_has_not_happened_yet_is_not_recorded(office: Office) -> None:
    office.stored(*DENIAL)

    assert_refused(
        office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-10-06", "--as-of", "2026-10-05"), "future"
    )
    assert (
        office.quick(
            "record", "1", "peer-to-peer", "scheduled", "--on", "2026-10-06T14:00", "--as-of", "2026-10-05"
        ).code
        == 0
    )


@pytest.mark.parametrize("what", ["approved", "upheld", "partly-upheld", "dismissed"])
def test_a_decision_whose_letter_is_dated_ahead_is_taken_once_it_was_checked(office: Office, what: str) -> None:
    """Its date is the one on the notice, and letters are postdated; what is done cannot be done tomorrow."""
    office.stored(*DENIAL)
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-10-05", "--as-of", "2026-10-05")
    arguments = ("record", "1", "internal-appeal", what, "--on", "2026-10-09", "--as-of", "2026-10-07")

    assert_refused(office.quick(*arguments), "Fri 9 Oct 2026", "today (Wed 7 Oct 2026)", "--checked")
    assert office.quick(*arguments, "--checked").code == 0
    assert f"internal-appeal {what} 2026-10-09" in office.quick("show", "1", "--history").out


def test_a_letter_that_came_before_its_own_date(office: Office) -> None:
    """It lies on the desk on Wednesday and is dated Friday; the day on which it will come is nobody's to enter."""
    office.stored(*DENIAL)
    arguments = ("record", "1", "internal-appeal", "upheld", "--on", "2026-10-09", "--as-of", "2026-10-07")

    assert_refused(
        office.quick(*arguments, "--received", "2026-10-07"), "received on Wed 7 Oct 2026, before it", "--checked"
    )
    assert office.quick(*arguments, "--received", "2026-10-07", "--checked").code == 0
    assert_refused(office.quick(*arguments, "--received", "2026-10-08", "--checked"), "Thu 8 Oct 2026 is in the future")


@pytest.mark.parametrize(
    ("stage", "what"),
    [("internal-appeal", "filed"), ("internal-appeal", "sent"), ("peer-to-peer", "held"), ("peer-to-peer", "upheld")],
)
def test_what_cannot_have_happened_cannot_be_checked_away(office: Office, stage: str, what: str) -> None:
    office.stored(*DENIAL)

    result = office.quick("record", "1", stage, what, "--on", "2026-10-06", "--as-of", "2026-10-05", "--checked")
    assert_refused(result, "in the future")
    added = office.quick("add", *DENIAL, "--event", f"{stage} {what} 2026-10-06", "--checked")
    assert_refused(added, "in the future")


def test_add_with_a_decision_dated_ahead(office: Office) -> None:
    arguments = (
        "add",
        *DENIAL,
        "--event",
        "internal-appeal filed 2026-10-02",
        "--event",
        "internal-appeal upheld 2026-10-06",
    )

    assert_refused(office.quick(*arguments), "Tue 6 Oct 2026", "--checked")
    assert office.quick(*arguments, "--checked").code == 0


def test_an_appeal_before_the_denial_is_refused(office: Office) -> None:
    office.stored(*DENIAL)

    assert_refused(
        office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-09-30", "--as-of", "2026-10-05"),
        "before the denial",
    )


@pytest.mark.parametrize(
    ("stage", "what", "nearest"),
    [
        ("internal-apeal", "filed", "internal-appeal"),
        ("internal-appeal", "uphold", "upheld"),
        ("peer2per", "held", "peer-to-peer"),
    ],
)
def test_unknown_words(office: Office, stage: str, what: str, nearest: str) -> None:
    office.stored(*DENIAL)

    assert_refused(office.quick("record", "1", stage, what, "--on", "2026-10-02", "--as-of", "2026-10-02"), nearest)
    assert len(office.quick("show", "1", "--history").out.splitlines()) == 1


# -- edit --------------------------------------------------------------------------------


def test_a_correction_moves_the_dates_and_keeps_what_was(office: Office) -> None:
    office.stored(*DENIAL)

    result = office.quick("edit", "1", "--received", "2026-10-20", "--as-of", "2026-10-21", "--format", "json")

    # 20 October + 60 = 19 December (11 left in October, 30 in November, 19); `due` stays at notice + 5 + 60.
    item = result.deadline("internal-appeal.file")
    assert (item["due"], item["latest"]) == ("2026-12-05", "2026-12-19")
    assert case_of(office)["patient"] == "MRN-1", "the rest stays"
    assert len(office.quick("show", "1", "--history").out.splitlines()) == 2

    cleared = office.quick("edit", "1", "--clear", "received", "--as-of", "2026-10-21", "--format", "json")
    assert cleared.deadline("internal-appeal.file")["latest"] == "2026-12-05"
    assert cleared.json["case"]["received"] is None


def test_an_hour_is_read_in_the_cases_own_zone(office: Office) -> None:
    """The office is in New York, this case's plan and clocks in Chicago, where 14:00 on 5 October is UTC-5."""
    office.stored(*DENIAL, "--tz", "America/Chicago", "--requested", "2026-09-30T14:00")
    assert case_of(office)["requested"] == "2026-09-30T14:00:00-05:00"

    office.quick("edit", "1", "--received", "2026-10-01T14:00", "--as-of", "2026-10-02")

    assert case_of(office)["received"] == "2026-10-01T14:00:00-05:00"
    assert case_of(office)["tz"] == "America/Chicago"


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        ((), "Nothing to change"),
        (("--clear", "recieved"), "received"),
        (("--clear", "plan"), "plan"),
        (("--clear", "tz"), "tz"),
        (("--received", "2026-02-30"), "2026-02-30"),
        (("--plan", "medicare-advantge"), "medicare-advantage"),
        (("--denied", "2026-10-03"), "future"),
        (("--received", "2026-09-30"), "--checked"),
    ],
)
def test_a_correction_that_makes_no_sense(office: Office, arguments: tuple[str, ...], fragment: str) -> None:
    office.stored(*DENIAL)

    assert_refused(office.quick("edit", "1", *arguments, "--as-of", "2026-10-02"), fragment)
    assert len(office.quick("show", "1", "--history").out.splitlines()) == 1


def test_a_correction_leaves_every_value_as_it_was_typed(office: Office) -> None:
    office.stored(*DENIAL)
    office.quick("config", "set", "state", "TX")

    office.quick("edit", "1", "--owner", "maria", "--as-of", "2026-10-02")

    assert case_of(office)["owner"] == "maria"
    assert case_of(office)["state"] is None, "the office's own state is for new cases, not for this correction"


# -- notes, closing, taking back -----------------------------------------------------------


def test_a_note_is_kept_with_its_time_and_hand(office: Office) -> None:
    office.stored(*DENIAL, "--note", "fax was bad")
    assert office.quick("note", "1", "left a message with the UM line").code == 0

    lines = [line.split("\t") for line in office.quick("show", "1", "--history").out.splitlines()]

    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert [line[3] for line in lines] == ["added", "noted", "noted"]
    assert [line[4] for line in lines[1:]] == ["fax was bad", "left a message with the UM line"]
    assert all(line[1].endswith("+00:00") for line in lines)
    assert_refused(office.quick("note", "1", "  "), "empty")


def test_close_and_reopen(office: Office) -> None:
    office.stored(*DENIAL)

    assert office.quick("close", "1", "--reason", "approved, ref 12345").code == 0
    assert case_of(office)["closed"] == "approved, ref 12345"
    timeline = office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").json["deadlines"]
    assert not [item for item in timeline if item["status"] in ("open", "waiting", "missed", "lapsed", "projected")]
    assert office.quick("list", "--format", "json").json["cases"] == []
    assert len(office.quick("list", "--closed", "--format", "json").json["cases"]) == 1
    assert_refused(office.quick("close", "1"), "closed already", "reopen 1")
    assert_refused(office.quick("record", "1", "peer-to-peer", "held", "--as-of", "2026-10-02"), "closed", "reopen 1")

    assert office.quick("reopen", "1").code == 0
    assert case_of(office)["closed"] is None
    assert_refused(office.quick("reopen", "1"), "open")


def test_undo_takes_back_one_step_after_another_and_the_history_keeps_all(office: Office) -> None:
    office.stored(*DENIAL)
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-10-02", "--as-of", "2026-10-02")
    office.quick("close", "1", "--reason", "by mistake")

    assert "closed" in office.quick("undo", "1").err
    assert case_of(office)["closed"] is None
    assert "internal-appeal filed" in office.quick("undo", "1").err
    item = office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").deadline("internal-appeal.file")
    assert item["status"] == "open"

    assert_refused(office.quick("undo", "1"), "Nothing is left", "close 1")
    kinds = [line.split("\t")[3] for line in office.quick("show", "1", "--history").out.splitlines()]
    assert kinds == ["added", "recorded", "closed", "undone", "undone"]


def test_settings_reach_a_new_case(office: Office) -> None:
    for name, value in (("owner", "maria"), ("state", "TX"), ("lead_days", "0")):
        assert office.quick("config", "set", name, value).code == 0

    result = office.stored(*DENIAL, "--format", "json")

    assert (result.json["case"]["owner"], result.json["case"]["state"]) == ("maria", "TX")
    # No lead: planned for the last open day before Saturday 5 December.
    assert result.deadline("internal-appeal.file")["act_by"] == "2026-12-04"
