"""Trade words, people's dates and foreign stages, as the commands take them: what the answer says, and what is stored."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

from denialctl.commands.session import Session
from denialctl.vocabulary import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Office

    from denialctl.errors import UsageError

PLANS = shipped().plan_types()
DENIED = ("--denied", "2026-10-01", "--as-of", "2026-11-24")
AS_OF = ("--as-of", "2026-11-24")


def events(office: Office, number: int = 1) -> list[str]:
    """Return what was recorded in a case, in the words that are stored."""
    lines = office.quick("show", str(number), "--history", "--format", "json").json["events"]
    return [
        " ".join(item["entered"][name] for name in ("stage", "what", "on"))
        for item in lines
        if item["kind"] == "recorded"
    ]


def ladder(office: Office) -> list[dict[str, Any]]:
    """Return the deadlines of the first case."""
    found: list[dict[str, Any]] = office.quick("show", "1", *AS_OF, "--format", "json").json["deadlines"]
    return found


# -- words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "typed", "on", "stored"),
    [
        (
            "medicare-advantage",
            ("reconsideration", "received by plan"),
            "Nov 2, 2026",
            "internal-appeal filed 2026-11-02",
        ),
        (
            "medicare-advantage",
            ("Reconsideration by the plan", "denied"),
            "11/20/2026",
            "internal-appeal upheld 2026-11-20",
        ),
        ("medicare-ffs", ("redetermination", "denied"), "Fri 20 Nov 2026", "internal-appeal upheld 2026-11-20"),
        ("aca-group", ("p2p", "booked"), "today", "peer-to-peer scheduled 2026-11-24"),
        (
            "aca-group",
            ("Peer-to-Peer Call", "call held"),
            "yesterday 2:30 pm",
            "peer-to-peer held 2026-11-23T14:30:00-05:00",
        ),
        ("fehb", ("reconsideration", "faxed"), "2026/11/20", "internal-appeal sent 2026-11-20"),
    ],
)
def test_record_takes_the_words_of_the_office_and_says_the_stored_ones(
    office: Office, plan: str, typed: tuple[str, str], on: str, stored: str
) -> None:
    office.stored("--plan", plan, *DENIED)

    result = office.quick("record", "1", *typed, "--on", on, *AS_OF)

    assert result.code == 0, result.err
    assert events(office) == [stored]
    stage, event, day = stored.split()
    assert f"\nRecorded: {stage} {event}, " in result.err
    assert {
        "2026-11-02": "Mon 2 Nov 2026",
        "2026-11-20": "Fri 20 Nov 2026",
        "2026-11-24": "Tue 24 Nov 2026",
        "2026-11-23": "Mon 23 Nov 2026",
    }[day[:10]] in result.err


def test_what_left_us_is_not_what_they_received(office: Office) -> None:
    office.stored("--plan", "aca-group", *DENIED)

    said = office.quick("record", "1", "appeal", "submitted", *AS_OF).err

    assert events(office) == ["internal-appeal sent 2026-11-24"]
    assert '"submitted" is kept as sent' in said
    assert "Record filed" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("appeal", "filed"), ("internal-appeal", "expedited-appeal")),
        (("internal-appeal", "received"), ("filed", "acknowledged")),
        (("internal-appeal", "done"), ("event", '"done"')),
        (("grievence", "filed"), ("stage", '"grievence"', "internal-appeal")),
    ],
)
def test_a_word_of_two_meanings_is_refused_with_both(
    office: Office, typed: tuple[str, str], said: tuple[str, ...]
) -> None:
    office.stored("--plan", "aca-group", "--urgent", *DENIED)

    result = office.quick("record", "1", *typed, *AS_OF)

    assert result.code == 2
    assert all(part in result.err for part in said)
    assert events(office) == []


def test_denied_is_no_second_first_decision(office: Office) -> None:
    """What was denied after the denial may be an appeal: the office says which."""
    office.stored("--plan", "aca-group", *DENIED)

    assert office.quick("record", "1", "prior auth", "denied", *AS_OF).code == 2
    assert office.quick("record", "1", "prior auth", "denied", "--checked", *AS_OF).code == 0


def test_the_denial_of_a_pending_request_is_its_first_decision(office: Office) -> None:
    office.stored("--plan", "aca-group", "--requested", "2026-11-10", *AS_OF)

    assert office.quick("record", "1", "prior auth", "denied", "--on", "Nov 20, 2026", *AS_OF).code == 0
    assert office.quick("show", "1", *AS_OF, "--format", "json").json["case"]["notice_date"] == "2026-11-20"


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        ("internal appeal denied Nov 20, 2026 received 11/22/2026", "internal-appeal upheld 2026-11-20"),
        ("peer to peer call held yesterday at 2pm", "peer-to-peer held 2026-11-23T14:00:00-05:00"),
        ("appeal received by plan 11/20/2026", "internal-appeal filed 2026-11-20"),
        ("first level appeal approved in part Fri 20 Nov 2026", "internal-appeal partly-upheld 2026-11-20"),
        ("internal-appeal upheld 2026-11-20 received 2026-11-22", "internal-appeal upheld 2026-11-20"),
    ],
)
def test_an_event_of_several_words_is_read(office: Office, line: str, stored: str) -> None:
    result = office.quick("add", "--plan", "aca-group", *DENIED, "--event", line)

    assert result.code == 0, result.err
    assert events(office) == [stored]


@pytest.mark.parametrize(
    "line", ["appeal Nov 20, 2026", "appeal filed", "denied 2026-11-20", "internal-appeal filed 2026-11-20 extra words"]
)
def test_a_line_that_has_not_its_three_parts_is_refused(office: Office, line: str) -> None:
    result = office.quick("calc", "--plan", "aca-group", *DENIED, "--event", line)

    assert result.code == 2
    assert result.err.startswith("denialctl: ")


def test_every_command_that_takes_a_stage_takes_its_words(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", *DENIED, "--letter", "recon=11/30/2026")

    assert office.quick("show", "1", *AS_OF, "--format", "json").deadline("internal-appeal.file")["basis"] == "letter"
    assert (
        office.quick("checklist", "1", "reconsideration", *AS_OF, "--format", "json").json["stage"] == "internal-appeal"
    )
    assert office.quick("show", "1", *AS_OF, "--what-if", "recon denied tomorrow").code == 0
    assert office.quick("edit", "1", *AS_OF, "--letter", "Reconsideration by the plan=Nov 25, 2026").code == 0
    assert "\nTaken on: internal-appeal.file by " in office.quick("ack", "1", "recon").err
    assert office.quick("rules", "explain", "recon", "--plan", "medicare-advantage").code == 0
    office.quick("record", "1", "recon", "received by plan", "--on", "2026-10-05", *AS_OF)
    assert office.quick("chase", "1", "--said", "call", "--deadline", "recon").code == 0


def test_an_office_adds_words_of_its_own(office: Office) -> None:
    office.write_rules(
        "words.yaml",
        "words: ours\ntitle: Our words\nstage_words:\n  - {say: [the usual], means: internal-appeal}\n"
        "event_words:\n  - {say: zapped, means: sent}\n",
    )  # fmt: skip
    office.stored("--plan", "aca-group", *DENIED)

    assert office.quick("record", "1", "the usual", "zapped", *AS_OF).code == 0
    assert events(office) == ["internal-appeal sent 2026-11-24"]
    assert office.quick("rules", "check", "words").code == 0
    assert office.quick("rules", "list").code == 0
    assert office.quick("rules", "show", "ours").code == 0
    assert office.quick("rules", "show", "trade-words", "--format", "json").code == 0
    assert office.quick("rules", "search", "reconsideration").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stage_words:\n  - {say: [x], means: no-such-stage}\n", "no-such-stage"),
        (
            "stage_words:\n  - {say: [a b], means: internal-appeal}\n  - {say: [A-B], means: peer-to-peer}\n",
            "more than once: ab",
        ),
        ("event_words:\n  - {say: [x], means: fild}\n", "fild"),
        ("event_words:\n  - {say: [x], means: filed, kinds: [call]}\n", "call"),
        ("stage_words:\n  - {say: [], means: internal-appeal}\n", "at least one"),
    ],
)
def test_faulty_words_are_rejected_with_file_and_line(office: Office, text: str, said: str) -> None:
    office.write_rules("words.yaml", "words: ours\ntitle: Our words\n" + text)

    result = office.quick("rules", "check", "words")

    assert result.code == 1
    assert "words.yaml:" in result.out + result.err
    assert said in result.out + result.err


# -- foreign stages ---------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS)
def test_a_foreign_stage_is_refused_or_kept_as_a_note_that_moves_nothing(office: Office, plan: str) -> None:
    office.stored("--plan", plan, *DENIED)
    before = ladder(office)
    own = {
        stage
        for stage in STAGES
        if office.quick("calc", "--plan", plan, *DENIED, "--event", f"{stage} withdrawn 2026-11-20").code != 2
    }
    assert "peer-to-peer" in own
    foreign = [stage for stage in STAGES if stage not in own]
    assert foreign

    for stage in foreign:
        refused = office.quick("record", "1", stage, "approved", "--on", "2026-11-20", *AS_OF)
        assert refused.code == 2, stage
        assert "is no stage of this plan type" in refused.err or "files nothing" in refused.err
        assert "Stages of this case: " in refused.err or "Record the day on which it went" in refused.err
        assert "--checked" in refused.err
    assert events(office) == []

    kept = office.quick(
        "record", "1", foreign[0], "approved", "--on", "2026-11-20", "--note", "by mistake", "--checked", *AS_OF
    )
    assert kept.code == 0, kept.err
    assert "a note" in kept.err
    assert events(office) == [f"{foreign[0]} approved 2026-11-20"]
    assert ladder(office) == before
    listed = office.quick("due", *AS_OF, "--format", "json").json["items"]
    assert json.dumps(listed) == json.dumps([item for item in listed if item["deadline"]["stage"] != foreign[0]])


@pytest.mark.parametrize("command", ["add", "calc"])
def test_a_foreign_stage_in_an_event_is_refused(office: Office, command: str) -> None:
    event = ("--event", "fast-track-appeal filed 2026-10-05")

    refused = office.quick(command, "--plan", "erisa-self-funded", *DENIED, *event)

    assert refused.code == 2
    assert "fast-track-appeal is no stage of this plan type" in refused.err
    assert ("--checked" in refused.err) == (command == "add")
    if command == "add":
        assert office.quick("add", "--plan", "erisa-self-funded", *DENIED, *event, "--checked").code == 0


def test_the_ire_is_not_filed_with_in_medicare_advantage(office: Office) -> None:
    """42 CFR 422.590: the plan sends the case on. The lower appeal stays open, whatever was typed."""
    office.stored("--plan", "medicare-advantage", *DENIED)
    before = ladder(office)

    refused = office.quick("record", "1", "IRE", "submitted", *AS_OF)
    assert refused.code == 2
    assert "record 1 ire-reconsideration forwarded" in refused.err

    assert office.quick("record", "1", "ire-reconsideration", "filed", "--checked", *AS_OF).code == 0
    assert ladder(office) == before


def test_a_corrected_plan_type_brings_a_note_to_life(office: Office) -> None:
    office.stored("--plan", "aca-group", *DENIED)
    office.quick("record", "1", "qic-reconsideration", "filed", "--on", "2026-11-20", "--checked", *AS_OF)
    office.quick("edit", "1", "--plan", "medicare-ffs", "--checked", *AS_OF)

    assert (
        office.quick("show", "1", *AS_OF, "--format", "json")
        .deadline("qic-reconsideration.file")["status"]
        .startswith("met")
    )


def test_a_letter_of_a_foreign_stage_is_refused(office: Office) -> None:
    assert office.quick("calc", "--plan", "aca-group", *DENIED, "--letter", "alj-hearing=2026-12-20").code == 2


def test_letters_are_read_for_the_plan_type_that_the_same_correction_sets(office: Office) -> None:
    office.stored("--plan", "aca-group", *DENIED)

    assert office.quick("edit", "1", "--plan", "medicare-ffs", "--letter", "qic=12/31/2026", *AS_OF).code == 0


# -- on a terminal ----------------------------------------------------------------------


def asked(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let somebody sit at the terminal and answer."""
    waiting = list(answers)
    monkeypatch.setattr("denialctl.cli.output.somebody_is_there", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: waiting.pop(0))


@pytest.mark.parametrize(
    ("typed", "on", "answers", "stored"),
    [
        (("appeal", "faxed"), "2026-11-20", ("2",), "expedited-appeal sent 2026-11-20"),
        (("appeal", "faxed"), "2026-11-20", ("9", "internal appeal"), "internal-appeal sent 2026-11-20"),
        (("internal-appeal", "received"), "2026-11-20", ("1",), "internal-appeal filed 2026-11-20"),
        (("internal-appeal", "filed"), "11/12/2026", ("1",), "internal-appeal filed 2026-11-12"),
        (("internal-appeal", "filed"), "Nov 20", ("2026-11-20",), "internal-appeal filed 2026-11-20"),
        (("ire-reconsideration", "sent"), "2026-11-20", ("external-review",), "external-review sent 2026-11-20"),
    ],
)
def test_on_a_terminal_it_is_a_choice(  # noqa: PLR0917 - what is typed, what is answered, what comes of it
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    typed: tuple[str, str],
    on: str,
    answers: tuple[str, ...],
    stored: str,
) -> None:
    office.stored("--plan", "aca-group", "--urgent", *DENIED)
    asked(monkeypatch, *answers)

    assert office.quick("record", "1", *typed, "--on", on, *AS_OF).code == 0
    assert events(office) == [stored]


def test_on_a_terminal_each_question_is_asked_once(office: Office) -> None:
    """`add` reads what was typed twice: once to ask back about it, once to store it."""
    questions: list[str] = []

    def choose(refusal: UsageError, choices: Sequence[tuple[str, str]]) -> str:
        questions.append(refusal.sentence)
        return choices[1][0]

    session = Session(as_of="2026-11-24", choose=choose)

    assert [session.moment("11/12/2026") for _ in range(3)] == [date(2026, 12, 11)] * 3
    assert len(questions) == 1


def test_the_order_of_dates_may_be_set_once(office: Office) -> None:
    office.stored("--plan", "aca-group", *DENIED)
    assert office.quick("record", "1", "internal-appeal", "filed", "--on", "11/12/2026", *AS_OF).code == 2

    assert office.quick("config", "set", "date_order", "mdy").code == 0
    assert (
        "Thu 12 Nov 2026" in office.quick("record", "1", "internal-appeal", "filed", "--on", "11/12/2026", *AS_OF).err
    )
    assert events(office) == ["internal-appeal filed 2026-11-12"]
    assert office.quick("config", "set", "date_order", "ymd").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (
            "calc",
            "--plan",
            "aca-group",
            "--denied",
            "11/20/2026",
            "--received",
            "Nov 21, 2026 2pm",
            "--requested",
            "11/18/2026",
        ),
        (
            "calc",
            "--plan",
            "aca-group",
            "--denied",
            "Fri 20 Nov 2026",
            "--service-date",
            "Dec 15, 2026",
            "--effective",
            "12/20/2026",
        ),
        (
            "calc",
            "--plan",
            "medicare-advantage",
            "--denied",
            "yesterday",
            "--service-ends",
            "tomorrow noon",
            "--discharge",
            "11/25/2026 10 am",
        ),
        ("stats", "--since", "Oct 20, 2026", "--until", "yesterday"),
        ("staff", "away", "maria", "11/25/2026", "Nov 27, 2026"),
    ],
)
def test_every_option_that_takes_a_date_reads_it(office: Office, arguments: tuple[str, ...]) -> None:
    office.stored("--plan", "aca-group", *DENIED)
    office.quick("staff", "set", "maria")

    result = office.quick(*arguments, *(() if arguments[0] == "staff" else AS_OF))

    assert result.code == 0, result.err


def test_as_of_reads_dates_too_and_the_chart_its_end(office: Office) -> None:
    office.stored("--plan", "aca-group", *DENIED)

    assert (
        office.quick("due", "--as-of", "Nov 24, 2026 2pm", "--format", "json").json["as_of"]
        == "2026-11-24T14:00:00-05:00"
    )
    assert office.quick("show", "1", "--as-of", "11/24/2026", "--chart", "--until", "Dec 24, 2026").code == 0
    assert office.quick("due", "--as-of", "today", "--quiet").err == ""
