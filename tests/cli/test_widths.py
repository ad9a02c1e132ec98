"""Nothing is cut off a terminal; on one of 80 columns nothing runs over its edge."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

PATIENT = "MRN-" + "0123456789" * 20
PAYER = "The Very Long Name of a Mutual Benefit Association of Carpenters and Joiners " * 4
DESCRIPTION = "Arthroplasty, knee, condyle and plateau, with or without patella resurfacing " * 4
AUTHORITY = re.compile(r"\b\d+ CFR [\d.\-]+(\([0-9a-zA-Z]+\))*")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def long_case(office: Office) -> None:
    """Store a case with names that no column holds."""
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-10-01", "--as-of", "2026-10-02",
        "--patient", PATIENT, "--payer", PAYER, "--description", DESCRIPTION,
    )  # fmt: skip


@pytest.mark.parametrize("columns", [None, "40", "80"])
@pytest.mark.parametrize("command", [("show", "1"), ("due",), ("list",)])
def test_off_a_terminal_nothing_is_cut_or_broken(office: Office, command: tuple[str, ...], columns: str | None) -> None:
    long_case(office)

    result = office.run(*command, "--as-of", "2026-10-02", env={"COLUMNS": columns} if columns else {})

    assert result.code == 0, result.err
    for text in (PATIENT, PAYER.strip(), DESCRIPTION.strip()):
        assert any(text in line for line in result.out.splitlines())
    assert "…" not in result.out
    assert "\x1b" not in result.out


def test_off_a_terminal_each_deadline_is_one_line_of_fields(office: Office) -> None:
    arguments = ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")
    ids = [item["id"] for item in office.quick(*arguments, "--format", "json").json["deadlines"]]

    result = office.run(*arguments, env={"COLUMNS": "40"})

    lines = [line.split("\t") for line in result.out.splitlines()]
    assert [line[0] for line in lines if line[0] in ids] == ids
    assert {len(line) for line in lines if line[0] in ids} == {11}
    assert "due Sat 5 Dec 2026" in result.out
    assert "42 CFR 422.582(b)" in result.out


if sys.platform != "win32":
    import fcntl
    import pty
    import select
    import struct
    import termios

    def on_terminal(
        office: Office, *arguments: str, answers: tuple[tuple[str, str], ...] = (), env: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Run the program on a pseudo-terminal of 80 columns; return its exit code and what stood on it.

        `answers` are what is typed when the program has asked for it: pairs of the words awaited and the keys.
        """
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        process = subprocess.Popen(
            [sys.executable, "-m", "denialctl", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**office.environment, "TERM": "xterm", **(env or {})},
            cwd=office.root,
            start_new_session=True,
        )
        os.close(theirs)
        said, seen, waiting = b"", 0, list(answers)
        while part := _read(ours):
            said += part
            if waiting and (found := said.find(waiting[0][0].encode(), seen)) >= 0:
                seen = found + 1
                os.write(ours, waiting.pop(0)[1].encode())
        os.close(ours)
        process.kill()
        return process.wait(), said.decode().replace("\r\n", "\n")

    def _read(terminal: int) -> bytes:
        """Read what is said next; nothing when the program has ended, or is silent for half a minute."""
        ready, _, _ = select.select([terminal], [], [], 30)
        try:
            return os.read(terminal, 65536) if ready else b""
        except OSError:  # Linux ends a terminal that nobody holds any more with an error
            return b""


on_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


@on_unix
@pytest.mark.parametrize(
    "arguments",
    [
        ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02"),
        ("calc", "--plan", "erisa-self-funded", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--explain"),
        ("show", "1", "--as-of", "2026-10-02", "--explain"),
        ("show", "1", "--history"),
        ("due", "--as-of", "2026-10-02", "--explain"),
        ("list", "--as-of", "2026-10-02"),
        ("rules", "list"),
        ("rules", "list", "--plans"),
        ("rules", "show", "medicare-advantage"),
        ("rules", "show", "call-sheet"),
        ("rules", "coverage"),
        ("rules", "coverage", "--state", "AK", "--gaps"),
        ("rules", "status"),
        ("rules", "explain", "external-review", "--plan", "aca-group", "--state", "SC"),
        ("config",),
        ("-h",),
        ("calc", "-h"),
        ("calc", "--plan", "medicare-advantge", "--denied", "2026-10-01"),
    ],
    ids=lambda value: " ".join(value)[:60],
)
def test_no_line_is_longer_than_a_terminal_of_80_columns(office: Office, arguments: tuple[str, ...]) -> None:
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--patient", "MRN-1047",
        "--payer", PAYER, "--description", DESCRIPTION, "--note", DESCRIPTION,
    )  # fmt: skip

    _, said = on_terminal(office, *arguments)

    lines = COLOUR.sub("", said).splitlines()
    assert lines
    # An address, or the place of a file, is one word, as long as it is: it is never broken, but it stands alone.
    assert [line for line in lines if len(line) > 80 and len(line.split()) > 1] == []


@on_unix
def test_a_terminal_shows_every_word_that_a_pipe_shows(office: Office) -> None:
    long_case(office)

    _, said = on_terminal(office, "show", "1", "--as-of", "2026-10-02")

    flat = " ".join(COLOUR.sub("", said).split())
    for text in (PATIENT, PAYER.strip(), DESCRIPTION.strip()):
        assert text in flat
    for item in office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").json["deadlines"]:
        for citation in AUTHORITY.finditer(item["authority"]):
            assert citation[0] in flat
    assert "…" not in flat


@on_unix
def test_markup_and_escapes_do_nothing_on_a_terminal(office: Office) -> None:
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-10-01", "--as-of", "2026-10-02",
        "--patient", "[red]R[/red]", "--description", "a\x1b[2Jb\x9b2Jc\x07:smile:",
    )  # fmt: skip

    for command in (("show", "1"), ("due",), ("list",)):
        _, said = on_terminal(office, *command, "--as-of", "2026-10-02")
        assert "[red]R[/red]" in said
        assert ":smile:" in said
        assert "\x1b" not in COLOUR.sub("", said)
        assert "\x9b" not in said
        assert "\x07" not in said


@on_unix
def test_no_colour_where_none_is_wanted(office: Office) -> None:
    arguments = ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

    _, plain = on_terminal(office, *arguments, env={"NO_COLOR": "1"})
    _, coloured = on_terminal(office, *arguments)

    # NO_COLOR asks for no colour; bold and dim are none.
    colours = re.compile(r"\x1b\[[0-9;]*\b(3[0-7]|4[0-7]|9[0-7])[0-9;]*m")
    assert colours.search(coloured)
    assert not colours.search(plain)


@on_unix
def test_on_a_terminal_add_asks_again_and_an_end_of_input_stores_nothing(office: Office) -> None:
    question = "Date on the notice"

    code, said = on_terminal(
        office, "add", "--plan", "medicare-advantage", answers=((question, "2026-02-30\n"), (question, "\x04"))
    )

    assert code == 130
    assert "no such day" in said
    assert "nothing was stored" in said
    assert "Traceback" not in said
    assert not office.db.exists()


@on_unix
def test_on_a_terminal_what_looks_odd_is_asked_back_about(office: Office) -> None:
    """A decision whose letter is dated ahead: taken after a yes, and after a no nothing is stored."""
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")
    command = ("record", "1", "internal-appeal", "upheld", "--on", "2026-10-09", "--as-of", "2026-10-07")
    question = "Is it right as typed?"

    code, said = on_terminal(office, *command, answers=((question, "n\n"),))
    assert code == 130
    assert "Fri 9 Oct 2026" in said
    assert "nothing was stored" in said
    assert "upheld" not in office.quick("show", "1", "--history").out

    code, said = on_terminal(office, *command, answers=((question, "y\n"),))
    assert code == 0
    assert "upheld" in office.quick("show", "1", "--history").out


@on_unix
def test_on_a_terminal_a_computer_in_utc_is_told_of(office: Office) -> None:
    (office.config / "config.toml").unlink()
    command = ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01")

    assert "knows no daylight-saving time" in " ".join(on_terminal(office, *command, env={"TZ": "UTC"})[1].split())
    assert "knows no daylight-saving time" not in " ".join(
        on_terminal(office, *command, env={"TZ": "EST5EDT"})[1].split()
    )


@on_unix
@pytest.mark.parametrize("arguments", [("plan",), ("add", "--denied", "2026-10-01")])
def test_on_a_terminal_the_choices_of_a_question_are_wrapped_under_their_words(
    office: Office, arguments: tuple[str, ...]
) -> None:
    _, said = on_terminal(office, *arguments, answers=(("Number or", "\x04"),))

    lines = COLOUR.sub("", said).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    choice = next(at for at, line in enumerate(lines) if line.startswith("   1  "))
    assert re.match(r"(   2  |      \S)", lines[choice + 1])


@on_unix
@pytest.mark.parametrize(
    ("answers", "plan"),
    [
        ((("Number or name", "?\n"), ("Number or word", "employer\n"), ("Number or word", "private\n"), ("Number or word", "\n")),
         "erisa-self-funded,aca-group"),
        ((("Number or name", "?\n"), ("Number or word", "\n")), "unsure"),
    ],
)  # fmt: skip
def test_on_a_terminal_one_who_is_not_sure_stores_what_is_left(
    office: Office, answers: tuple[tuple[str, str], ...], plan: str
) -> None:
    told = (
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-01",
        "--state",
        "TX",
        "--payer",
        "Cigna",
        "--standard",
        "--patient",
        "MRN-1",
    )
    code, said = on_terminal(office, "add", *told, "--description", "MRI", "--as-of", "2026-10-02", answers=answers)

    assert code == 0, said
    assert "Not settled" in said
    case = office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").json["case"]
    assert case["regime"] == plan


@on_unix
def test_on_a_terminal_the_map_of_the_coverage_is_as_in_a_pipe(office: Office) -> None:
    _, said = on_terminal(office, "rules", "coverage", "--plan", "aca-group")

    piped = office.run("rules", "coverage", "--plan", "aca-group").out.splitlines()
    assert COLOUR.sub("", said).splitlines()[:60] == piped[:60]


@on_unix
def test_on_a_terminal_nothing_is_asked_when_every_value_was_given(office: Office) -> None:
    code, said = on_terminal(
        office, "add", "--plan", "medicare-advantage", "--state", "TX", "--payer", "Some Plan", "--standard", "--denied", "2026-10-01",
        "--received", "2026-10-02", "--patient", "MRN-1", "--description", "MRI", "--as-of", "2026-10-02",
    )  # fmt: skip

    assert code == 0
    assert "Stored as case 1." in said
    assert "?" not in said.split("Stored as case 1.")[0]
