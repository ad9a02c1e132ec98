"""What is answered to an entry: first which case it is, then what was stored with its weekday, what moved, what is next.

The dates, counted by hand:

- a self-funded employer plan, denied and received on Tuesday 1 September 2026: 180 days (29 CFR 2560.503-1(h)(3)(i)). 29 are
  left in September, 31 October (60), 30 November (90), 31 December (121), 31 January (152), 28 February (180): a Sunday.
  Received on 3 September instead: two days more, Tuesday 2 March 2027.
- federal employees, denied again by a letter of Saturday 5 September 2026: 90 days to OPM (5 CFR 890.105(e)). 25 are left in
  September, 31 October (56), 30 November (86), so Friday 4 December.
- Medicare Advantage, denied on 1 October 2026: 5 days for the mail and 60 (42 CFR 422.582(b)). 5 October + 60 is Saturday
  5 December.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from denialctl.vocabulary import PlanType

if TYPE_CHECKING:
    from tests.conftest import Office, Result

WHICH = "#1 MRN-1047 MRI lumbar spine · Sample Health"
DAY = ("--as-of", "2026-09-10")


@pytest.fixture
def denied(office: Office) -> Office:
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-09-01", "--received", "2026-09-01", "--patient", "MRN-1047",
        "--description", "MRI lumbar spine", "--payer", "Sample Health", *DAY,
    )  # fmt: skip
    return office


def said(result: Result) -> list[str]:
    """Return the lines of an answer; the entry must have been taken."""
    assert result.code == 0, result.err
    return result.err.splitlines()


# -- which case it is -------------------------------------------------------------------------------


ENTRIES = [
    ("record", "1", "peer-to-peer", "held", "--on", "2026-09-02", *DAY),
    ("edit", "1", "--amount", "1200", *DAY),
    ("note", "1", "left a message", *DAY),
    ("ack", "1", *DAY),
    ("checklist", "1", "internal-appeal", "--done", "1", *DAY),
    ("checklist", "1", "internal-appeal", "--done", "1", *DAY, "--format", "json"),
    ("close", "1", "--reason", "x", *DAY),
    ("undo", "1", *DAY),
    ("record", "1", "peer-to-peer", "held", "--on", "2026-09-02", *DAY, "--format", "json"),
    ("edit", "1", "--amount", "1200", *DAY, "--format", "csv"),
]


@pytest.mark.parametrize("command", ENTRIES)
def test_every_answer_begins_with_the_case(denied: Office, command: tuple[str, ...]) -> None:
    denied.quick("note", "1", "something to take back")

    lines = said(denied.quick(*command))

    assert lines[0] == WHICH
    assert [line for line in lines if line.startswith("Next:     ")]


def test_reopening_and_chasing_too(denied: Office) -> None:
    denied.quick("record", "1", "internal-appeal", "filed", "--on", "2026-09-02", *DAY)
    denied.quick("record", "1", "internal-appeal", "acknowledged", "--on", "2026-09-03", *DAY)

    chased = said(denied.quick("chase", "1", "--said", "call", "--ref", "88-1402", "--as-of", "2026-10-05T10:00"))
    denied.quick("close", "1", "--reason", "x", *DAY)
    reopened = said(denied.quick("reopen", "1", *DAY))

    assert chased[0] == reopened[0] == WHICH
    assert chased[1].startswith("Recorded: ")
    assert "88-1402" in chased[1]
    assert "Mon 5 Oct 2026 10:00" in chased[1]
    assert reopened[1].startswith("Opened again: ")


def test_what_is_missing_of_the_case_is_said(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

    assert said(office.quick("note", "1", "x"))[0] == "#1 no reference no service named · medicare-advantage"


def test_a_refusal_names_no_patient(denied: Office) -> None:
    for command in (
        ("close", "1"), ("record", "1", "internal-appeal", "filed", "--on", "2027-09-01", *DAY), ("note", "1", " "), ("edit", "1"),
    ):  # fmt: skip
        result = denied.quick(*command)
        assert result.code in (1, 2)
        assert "MRN-1047" not in result.err
        assert "lumbar" not in result.err


def test_what_people_wrote_takes_no_effect(office: Office) -> None:
    office.stored(
        "--plan", "medicare-advantage", "--denied", "2026-10-01", "--patient", "M\x1b[31m\n1", "--description", "[bold]x[/bold]",
        "--as-of", "2026-10-02",
    )  # fmt: skip

    lines = said(office.quick("note", "1", "a\nb\x1b[2J"))

    assert lines[0].endswith("[bold]x[/bold] · medicare-advantage")
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)


# -- what was stored ----------------------------------------------------------------------------------


def test_what_was_recorded_is_said_with_its_weekday(denied: Office) -> None:
    lines = said(
        denied.quick(
            "record",
            "1",
            "peer-to-peer",
            "upheld",
            "--on",
            "2026-09-03",
            "--ref",
            "CALL-4411",
            "--received",
            "2026-09-04",
            *DAY,
        )
    )

    assert lines[1].startswith(
        "Recorded: peer-to-peer upheld, Thu 3 Sep 2026, received Fri 4 Sep 2026, reference CALL-4411 ("
    )


def test_without_a_date_it_says_which_day_was_taken(denied: Office) -> None:
    assert said(denied.quick("record", "1", "peer-to-peer", "held", *DAY))[1].startswith(
        "Recorded: peer-to-peer held, Thu 10 Sep 2026 ("
    )


def test_a_correction_says_what_it_put_and_what_it_took_out(denied: Office) -> None:
    put = said(denied.quick("edit", "1", "--received", "2026-09-03", "--letter", "internal-appeal=2026-12-01", *DAY))
    out = said(denied.quick("edit", "1", "--clear", "payer", *DAY))

    assert put[1].startswith("Corrected: ")
    assert "received Thu 3 Sep 2026" in put[1]
    assert "letter internal-appeal Tue 1 Dec 2026" in put[1]
    assert out[1].startswith("Corrected: payer taken out (")
    assert out[0].endswith(" · erisa-self-funded")


def test_what_was_taken_back_is_said_with_its_day(denied: Office) -> None:
    denied.quick("record", "1", "internal-appeal", "filed", "--on", "2026-09-10", *DAY)

    lines = said(denied.quick("undo", "1", *DAY))

    assert lines[1].startswith("Taken back: internal-appeal filed, Thu 10 Sep 2026, entered by ")


# -- what moved ---------------------------------------------------------------------------------------


def moved(lines: list[str]) -> list[str]:
    return [line.removeprefix("Moved:    ") for line in lines if line.startswith("Moved:    ")]


def test_a_day_of_receipt_moves_the_appeal_and_says_from_when_to_when(denied: Office) -> None:
    (appeal,) = [
        line for line in moved(said(denied.quick("edit", "1", "--received", "2026-09-03", *DAY))) if "28 Feb" in line
    ]
    before, now = appeal.split(" before; now ")

    assert before.endswith("last day Sun 28 Feb 2027")
    assert now.endswith("last day Tue 2 Mar 2027")


def test_a_filing_is_done_and_taking_it_back_opens_the_appeal_again(denied: Office) -> None:
    filed = moved(said(denied.quick("record", "1", "internal-appeal", "filed", "--on", "2026-09-10", *DAY)))
    undone = moved(said(denied.quick("undo", "1", *DAY)))

    assert [line for line in filed if line.endswith("done, Thu 10 Sep 2026")]
    assert [line for line in undone if "now open" in line and line.endswith("last day Sun 28 Feb 2027")]


def test_a_decision_opens_the_next_right(office: Office) -> None:
    office.stored("--plan", "fehb", "--denied", "2026-08-03", "--as-of", "2026-08-04")
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-08-10", "--as-of", "2026-08-10")

    lines = said(
        office.quick("record", "1", "internal-appeal", "upheld", "--on", "2026-09-05", "--as-of", "2026-09-08")
    )

    assert [line for line in moved(lines) if "now open; work it by" in line and "last day Fri 4 Dec 2026" in line]


def test_an_entry_that_moves_nothing_says_so(denied: Office) -> None:
    assert moved(said(denied.quick("edit", "1", "--amount", "1200", *DAY))) == ["no date of ours"]


def test_the_answer_stands_apart_from_the_result(denied: Office) -> None:
    result = denied.quick("record", "1", "internal-appeal", "filed", "--on", "2026-09-10", *DAY, "--format", "json")

    assert result.json["schema"] == "denialctl.timeline/1"
    assert "Recorded" not in result.out


# -- closing a case ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", list(PlanType))
def test_a_case_with_an_open_right_is_closed_only_for_a_reason(office: Office, plan: PlanType) -> None:
    """Whatever the plan type: each open right is named with its last day, and nothing is stored."""
    office.stored("--plan", plan, "--denied", "2026-10-01", "--as-of", "2026-10-02")
    shown = office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").json["deadlines"]
    rights = [
        item
        for item in shown
        if item["clock"] == "provider" and item["stage_open"] and item["status"] in ("open", "not-computed")
    ]
    assert rights

    for reason in ((), ("--reason", ""), ("--reason", "  ")):
        refused = office.quick("close", "1", *reason, "--as-of", "2026-10-02")
        assert refused.code == 1
        assert refused.err.count("no last day computed") == sum(item["due"] is None for item in rights)
        assert all(item["title"] in refused.err for item in rights)
        assert "--reason" in refused.err
    assert len(office.quick("show", "1", "--history").out.splitlines()) == 1

    ends = moved(said(office.quick("close", "1", "--reason", "the patient wants no appeal", "--as-of", "2026-10-02")))
    assert len(ends) == len(rights)
    assert all("no longer open: the case is closed; before: " in line for line in ends)


def test_closing_names_what_ends_so_that_a_slip_is_opened_again(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

    refused = office.quick("close", "1", "--as-of", "2026-10-02")
    closed = said(office.quick("close", "1", "--reason", "wrong number", "--as-of", "2026-10-02"))
    reopened = said(office.quick("reopen", "1", "--as-of", "2026-10-02"))

    assert "last day Sat 5 Dec 2026" in refused.err
    assert [line for line in moved(closed) if line.endswith("last day Sat 5 Dec 2026")]
    assert closed[1].startswith("Closed:   wrong number, ")
    assert closed[-1] == "Next:     nothing; to open it again: denialctl reopen 1"
    assert [line for line in moved(reopened) if "now open" in line and line.endswith("last day Sat 5 Dec 2026")]


def test_a_case_without_an_open_right_closes_as_it_is(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-10-02", "--as-of", "2026-10-02")
    office.quick("record", "1", "internal-appeal", "approved", "--on", "2026-10-05", "--as-of", "2026-10-06")

    closed = said(office.quick("close", "1", "--as-of", "2026-10-06"))

    assert moved(closed) == ["no date of ours"]


if sys.platform != "win32":
    from tests.cli.test_widths import on_terminal

    def test_on_a_terminal_the_reason_is_asked_for(office: Office) -> None:
        office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

        code, text = on_terminal(
            office, "close", "1", "--as-of", "2026-10-02", answers=(("Enter leaves it open", "wrong number\n"),)
        )

        assert code == 0
        assert "last day Sat 5 Dec 2026" in text
        assert office.quick("list", "--closed", "--format", "json").json["cases"][0]["case"]["closed"] == "wrong number"

    def test_enter_alone_does_not_close(office: Office) -> None:
        office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

        code, text = on_terminal(
            office, "close", "1", "--as-of", "2026-10-02", answers=(("Enter leaves it open", "\n"),)
        )

        assert code == 1
        assert "stays open" in text
        assert len(office.quick("list", "--format", "json").json["cases"]) == 1


# -- as it was told -------------------------------------------------------------------------------


def test_facts_are_listed_in_the_answer_as_in_every_later_look(office: Office) -> None:
    """They are stored by their names; the answer to `add` is made of what is stored."""
    entry = ("--plan", "church", "--denied", "2026-09-01", "--fact", "network=in", "--fact", "cancer=yes", *DAY)
    added = office.quick("add", *entry, "--format", "json").json["case"]["facts"]
    shown = office.quick("show", "1", "--format", "json").json["case"]["facts"]
    assert list(added) == list(shown) == ["cancer", "network"]


def test_what_a_correction_repeats_stands_in_one_order(denied: Office) -> None:
    changed = denied.quick("edit", "1", "--via", "fax", "--setting", "inpatient", "--phase", "concurrent", *DAY)
    assert said(changed)[1].startswith("Corrected: phase concurrent, setting inpatient, via fax (")
    ends = denied.quick("edit", "1", "--service-ends", "2026-09-20", "--discharge", "2026-09-21", *DAY)
    assert said(ends)[1].startswith("Corrected: discharge Mon 21 Sep 2026, service ends Sun 20 Sep 2026 (")


@pytest.mark.parametrize(
    "wrong", [("note", "7", " "), ("ack", "7", "--as-of", "2999-01-01"), ("chase", "7", "--said", "call", "--as-of", "2999-01-01")]
)  # fmt: skip
def test_a_case_that_does_not_exist_is_said_before_anything_else(denied: Office, wrong: tuple[str, ...]) -> None:
    """An empty note and a moment to come are wrong too; without the case it does not matter."""
    result = denied.quick(*wrong)
    assert (result.code, result.err.splitlines()[0]) == (1, "denialctl: There is no case 7.")


def test_of_a_wrong_stage_and_a_wrong_line_of_the_call_sheet_the_stage_is_said(office: Office) -> None:
    wrong = ("--letter", "opm-review=2026-12-01", "--sheet", "nonsense=x")
    result = office.quick("add", "--plan", "church", "--denied", "2026-09-01", *wrong, *DAY)
    assert (result.code, result.err.splitlines()[0]) == (2, "denialctl: opm-review is no stage of this plan type.")
