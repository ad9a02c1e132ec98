"""Text from people is data: no formula, no terminal escape, no markup and no line break in it takes effect."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

DENIAL = ("--plan", "erisa-self-funded", "--denied", "2026-10-01", "--as-of", "2026-10-02")
FORMULAS = ("=cmd()", "+1", "-1+1", "@x", "\t=cmd()", " =cmd()", "\n@x", "\r+1")
STARTS = ("=", "+", "-", "@", "\t", "\r")
ESCAPES = (
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b2J",
    "line\nbreak",
    "over\rwritten",
    "bell\x07",
    "back\x08space",
    "\x7fdel",
    "tab\tbed",
)


def control_characters(text: str) -> set[str]:
    """Return the control characters in a text, but for the tabs and line feeds that lay it out."""
    return {char for char in text if unicodedata.category(char) == "Cc" and char not in "\n\t"}


def cells(text: str) -> list[str]:
    """Return every cell of a CSV text."""
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_runs_nothing(office: Office, text: str) -> None:
    office.stored(*DENIAL, "--patient", text, "--description", text, "--payer", text, "--owner", text, "--code", text)

    for command in (("list",), ("due",)):
        result = office.quick(*command, "--as-of", "2026-10-02", "--format", "csv")
        found = cells(result.out)
        assert not [cell for cell in found if cell.startswith(STARTS)]
        # Patient, payer, description, code and owner are there, readable, and marked as text.
        assert found.count("'" + text.strip()) >= 5


def test_a_formula_in_the_reason_of_closing(office: Office) -> None:
    office.stored(*DENIAL)
    office.quick("close", "1", "--reason", "=cmd()")

    found = cells(office.quick("list", "--closed", "--format", "csv").out)

    assert "'=cmd()" in found
    assert "=cmd()" not in found


@pytest.mark.parametrize("text", ESCAPES)
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_control_character_reaches_the_output(office: Office, form: str, text: str) -> None:
    office.stored(
        *DENIAL, "--patient", f"P{text}", "--description", text, "--payer", text, "--owner", text, "--reason", text
    )

    for command in (("show", "1"), ("due",), ("list",)):
        result = office.quick(*command, "--as-of", "2026-10-02", "--format", form)
        assert result.code == 0
        assert not control_characters(result.out), command
        assert not control_characters(result.err), command


@pytest.mark.parametrize("text", ESCAPES)
def test_a_line_is_one_line_and_a_tab_makes_no_field(office: Office, text: str) -> None:
    office.stored(*DENIAL, "--patient", "plain", "--description", "plain", "--payer", "plain")
    office.stored(*DENIAL, "--patient", f"p{text}", "--description", f"d{text}", "--payer", f"y{text}")

    lines = [line for line in office.quick("due", "--as-of", "2026-10-02").out.splitlines() if "\tcase " in line]
    fields = {line.split("\t")[1]: line.count("\t") for line in lines}

    assert set(fields) == {"case 1", "case 2"}
    assert fields["case 1"] == fields["case 2"]
    assert (
        len(
            [
                line
                for line in office.quick("list", "--as-of", "2026-10-02").out.splitlines()
                if line.startswith("case ")
            ]
        )
        == 2
    )


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_markup_stays_as_it_was_typed(office: Office, form: str) -> None:
    text = "[red]bold[/red] [link=x]y[/link] :smile: <b>&amp;</b>"
    office.stored(*DENIAL, "--patient", text, "--description", text)

    for command in (("due",), ("list",)):
        assert text in office.quick(*command, "--as-of", "2026-10-02", "--format", form).out


def test_unclosed_markup_breaks_nothing(office: Office) -> None:
    office.stored(*DENIAL, "--patient", "[/red] [", "--description", "]]")

    result = office.quick("show", "1", "--as-of", "2026-10-02")

    assert result.code == 0
    assert "[/red] [" in result.out


def test_json_gives_the_text_back_unchanged(office: Office) -> None:
    text = "\x1b[31m=cmd() [red] \"quoted\" \\ 'ü' 字"
    office.stored(*DENIAL, "--patient", text)

    assert office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").json["case"]["patient"] == text


@pytest.mark.parametrize("text", ESCAPES)
def test_notes_and_history(office: Office, text: str) -> None:
    office.stored(*DENIAL)
    assert office.quick("note", "1", f"n{text}").code == 0

    result = office.quick("show", "1", "--history")

    assert not control_characters(result.out)
    assert len(result.out.splitlines()) == 2, "one line an event"
    assert all(line.count("\t") == 4 for line in result.out.splitlines())


@pytest.mark.parametrize(
    "arguments",
    [
        ("calc", "--plan", "{}", "--denied", "2026-10-01"),
        ("calc", "--plan", "medicare-advantage", "--denied", "{}"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--state", "{}"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--event", "{} filed 2026-10-02"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--letter", "{}=2026-12-01"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--tz", "{}"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--phase", "{}"),
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--format", "{}"),
        ("due", "--within", "{}"),
        ("due", "--db", "config/config.toml/{}.db"),
        ("show", "{}"),
        ("rules", "show", "{}"),
        ("config", "set", "{}", "x"),
        ("{}",),
    ],
)
@pytest.mark.parametrize("text", ["x\x1b[31mred", "x\x9b2J", "x\ny"])
def test_errors_carry_no_escape_either(office: Office, arguments: tuple[str, ...], text: str) -> None:
    result = office.quick(*[argument.format(text) for argument in arguments])

    assert result.code != 0
    assert not control_characters(result.err)
    assert result.err.startswith("denialctl: ")


def test_the_reason_of_a_closed_case_in_an_error(office: Office) -> None:
    office.stored(*DENIAL)
    office.quick("close", "1", "--reason", "won\x1b[31m\nred")

    for command in (("close", "1"), ("record", "1", "internal-appeal", "filed", "--on", "2026-10-02")):
        result = office.quick(*command)
        assert result.code == 1
        assert not control_characters(result.err)


def test_a_key_in_a_rule_file_carries_no_escape_into_the_fault(office: Office) -> None:
    office.write_rules("own.yaml", 'office: Own\ntitle: Own\n"bad\\e[31mkey": x\n')

    result = office.quick("rules", "check")

    assert result.code == 1
    assert "own.yaml:3:" in result.out
    assert not control_characters(result.out)
