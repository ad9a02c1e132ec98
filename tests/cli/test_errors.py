"""Errors are one sentence and a way out, with the exit code that fits; never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office, Result

CALC = ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-05")
NO_PLAN = ("calc", "--denied", "2026-10-01")


def assert_sentence(result: Result, code: int, *fragments: str) -> None:
    """Expect a sentence on standard error, with everything that it has to say."""
    assert result.code == code, result.err
    assert result.out == ""
    assert "Traceback" not in result.err
    assert "fault of the program" not in result.err
    first, *rest = result.err.splitlines()
    assert first.startswith("denialctl: ")
    assert first.endswith((".", "?"))
    assert rest, "no way out"
    assert all(line.startswith("  ") for line in rest)
    for fragment in fragments:
        assert fragment in result.err, fragment


WRONG = [
    ((*NO_PLAN, "--plan", "medicare-advantge"), 'plan type "medicare-advantge"', "Nearest: medicare-advantage"),
    ((*NO_PLAN, "--plan", "medicare advantage plus"), "medicare-advantage", "denialctl plan"),
    (NO_PLAN, "plan type is missing", "--plan"),
    (("calc", "--plan", "medicare-advantage"), "No date", "--denied", "--requested"),
    ((*CALC, "--state", "Texs"), 'state "Texs"', "Texas"),
    ((*CALC, "--state", "ZZ"), 'state "ZZ"'),
    ((*CALC, "--event", "internal-apeal filed 2026-10-02"), 'stage "internal-apeal"', "Nearest: internal-appeal"),
    ((*CALC, "--event", "internal-appeal fild 2026-10-02"), 'event "fild"', "Nearest: filed"),
    ((*CALC, "--event", "internal-appeal filed"), "STAGE WHAT DATE"),
    ((*CALC, "--event", "internal-appeal upheld 2026-10-02 recieved 2026-10-03"), "received"),
    ((*CALC, "--event", "internal-appeal upheld 2026-10-05 received 2026-10-02"), "2026-10-05", "2026-10-02", "before"),
    ((*CALC, "--event", "internal-appeal filed 10/2/2026"), "2026-10-02", "2026-02-10"),
    ((*CALC, "--letter", "internal-appeal"), "STAGE=DATE"),
    ((*CALC, "--letter", "internal-apeal=2026-12-01"), "Nearest: internal-appeal"),
    ((*CALC, "--tz", "Mars/Olympus"), "Mars/Olympus", "America/New_York"),
    ((*CALC, "--levels", "3"), "1 or 2"),
    ((*CALC, "--phase", "preservice"), "pre-service"),
    ((*CALC, "--service", "drugs"), "drug"),
    ((*CALC, "--setting", "in-patient"), "inpatient"),
    ((*CALC, "--format", "xml"), "xml", "json"),
    (("calc", "--denyed", "2026-10-01"), "--denyed"),
    (("frobnicate",), "frobnicate"),
    (("show", "one"), "no open case has it", "denialctl list"),
    (("show", "0"), "CASE"),
    (("show",), "CASE"),
    (("due", "--within", "soon"), '"soon"', "7d"),
    (("rules", "show", "medicare-advantge"), "Nearest: medicare-advantage"),
    (("rules", "show", "medicare-advantage", "internal-apeal"), "Nearest: internal-appeal"),
    (("config", "set", "lead_day", "3"), "Nearest: lead_days"),
    (("config", "set", "lead_days", "61"), "lead_days", "0 to 60"),
    (("config", "set", "tz", "Texas"), "Texas", "America/Chicago"),
    (("config", "set", "state", "Texs"), "Texs"),
]


@pytest.mark.parametrize("case", WRONG, ids=[" ".join(case[0])[:70] for case in WRONG])
def test_what_is_not_understood(office: Office, case: tuple[tuple[str, ...], ...]) -> None:
    arguments, *fragments = case
    office.begin()

    assert_sentence(office.quick(*arguments), 2, *[str(fragment) for fragment in fragments])


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        # Both readings, with their weekdays: 12 November 2026 is a Thursday, 11 December 2026 a Friday.
        ("11/12/2026", ("2026-11-12", "Thu 12 Nov 2026", "2026-12-11", "Fri 11 Dec 2026")),
        ("11/12/26", ("2026-11-12", "2026-12-11")),
        ("11.12.2026", ("2026-11-12", "2026-12-11")),
        ("11/31/2026", ("11/31/2026", "no such day")),
        ("2026-02-30", ("2026-02-30", "no such day")),
        ("2026-13-01", ("2026-13-01",)),
        ("2025-02-29", ("2025-02-29",)),
        ("0026-10-01", ("0026-10-01", "year")),
        ("2206-10-01", ("2206-10-01", "year")),
        ("20261001", ("YYYY-MM-DD",)),
        ("last friday", ("YYYY-MM-DD",)),
        ("", ("YYYY-MM-DD",)),
        ("2026-10-01T25:00", ("time",)),
        ("٢٠٢٦-١٠-٠١", ("YYYY-MM-DD",)),
    ],
)
@pytest.mark.parametrize("option", ["--denied", "--received", "--requested", "--as-of"])
def test_a_date_is_asked_back_about_and_never_guessed(
    office: Office, option: str, text: str, fragments: tuple[str, ...]
) -> None:
    base = (
        ("calc", "--plan", "medicare-advantage")
        if option == "--denied"
        else ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01")
    )

    assert_sentence(office.quick(*base, option, text), 2, *fragments)


def test_an_hour_that_the_clocks_skipped(office: Office) -> None:
    """In New York the clocks go from 02:00 to 03:00 on Sunday 8 March 2026."""
    assert_sentence(
        office.quick(*CALC[:3], "--denied", "2026-03-09", "--requested", "2026-03-08T02:30"), 2, "02:30", "forward"
    )


def test_a_day_takes_no_hour(office: Office) -> None:
    assert_sentence(office.quick("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01T10:00"), 2, "--denied")


def test_a_case_that_does_not_exist(office: Office) -> None:
    office.begin()
    for command in (
        ("show", "7"), ("record", "7", "peer-to-peer", "held"), ("edit", "7", "--payer", "X"), ("note", "7", "x"), ("close", "7"),
        ("reopen", "7"), ("undo", "7"),
    ):  # fmt: skip
        assert_sentence(office.quick(*command), 1, "no case 7", "denialctl list")


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        ('tz = "America\n', ("config.toml", "line 1")),
        ('zone = "America/Chicago"\n', ("zone", "config.toml")),
        ('tz = "Chicago"\n', ("Chicago", "America/Chicago")),
        ("lead_days = 99\n", ("lead_days", "60")),
        ('lead_days = "soon"\n', ("lead_days",)),
        ('state = "TEXAS"\n', ("TEXAS",)),
        ('calendar = "no-such-calendar"\n', ("no-such-calendar",)),
    ],
)
def test_broken_settings(office: Office, text: str, fragments: tuple[str, ...]) -> None:
    (office.config / "config.toml").write_text(text, encoding="utf-8")

    result = office.run(*CALC)

    assert result.code in (1, 2)
    assert_sentence(result, result.code, *fragments)


def test_settings_that_are_no_text(office: Office) -> None:
    (office.config / "config.toml").write_bytes(b"\xff\xfe\x00")

    assert_sentence(office.run(*CALC), 1, "config.toml")


def test_settings_that_are_a_folder(office: Office) -> None:
    (office.config / "config.toml").unlink()
    (office.config / "config.toml").mkdir()

    assert_sentence(office.run(*CALC), 1, "config.toml")


@pytest.mark.parametrize(
    "arguments",
    [
        ("calc", "--plan", "medicare-advantge", "--denied", "2026-10-01"),
        ("calc", "--plan", "medicare-advantage", "--denied", "11/12/2026"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-02-30"),
    ],
)
def test_through_the_real_entry_point(office: Office, arguments: tuple[str, ...]) -> None:
    assert_sentence(office.run(*arguments), 2, arguments[2] if arguments[2] != "medicare-advantage" else arguments[4])


def test_add_without_a_terminal_never_asks(office: Office) -> None:
    result = office.run("add", "--plan", "medicare-advantage", stdin="2026-10-01\n")

    assert_sentence(result, 2, "--denied")
    assert not office.db.exists()


def test_no_patient_data_in_an_error(office: Office) -> None:
    result = office.run(
        "add",
        "--plan",
        "medicare-advantage",
        "--denied",
        "2026-02-30",
        "--patient",
        "Jane Doe",
        "--description",
        "liver",
    )

    assert_sentence(result, 2, "2026-02-30")
    assert "Jane" not in result.err
    assert "liver" not in result.err
