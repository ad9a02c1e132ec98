"""Play a transcript: a Markdown file with the commands of an office, morning after morning, on fixed days.

`python scripts/play.py [PAGE]` runs the commands of a page (examples/a-week.md) in a folder that is deleted afterwards
and prints each command with what the program printed. `--write` writes the output into the page. Read it before you
keep it: the tests compare the program with the page.

A heading such as `## Monday 9 November 2026, 8:05` sets the day and the hour for the commands below it. Lines after
`$ ` are typed. A line of three dots means that lines are left out; `--write` does not change such blocks.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.__main__ import run
from denialctl.views import printing

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
WEEK = ROOT / "examples" / "a-week.md"
_HEADING = re.compile(r"^#+ .*?(\d{1,2} [A-Z][a-z]+ \d{4}), (\d{1,2}:\d{2})\s*$")
_WITHOUT_A_DAY = ("config", "staff", "rules", "plan", "cron")
PLACES = {"DENIALCTL_DB": "cases.db", "DENIALCTL_CONFIG": "config", "DENIALCTL_CACHE": "cache"}


@dataclass
class Step:
    """One command: its line in the file, when it is typed, and what the page says that it prints."""

    line: int
    command: str
    as_of: str | None
    expected: list[str] = field(default_factory=list)

    @property
    def arguments(self) -> list[str]:
        """The words of the command, with the moment at which it is typed."""
        words = shlex.split(self.command.replace("\\\n", " "))[1:]
        dated = self.as_of is not None and words[0] not in _WITHOUT_A_DAY and "--as-of" not in words
        return [*words, "--as-of", self.as_of] if dated and self.as_of is not None else words


def steps_of(text: str) -> list[Step]:
    """Read the commands of a transcript, each with the lines below it."""
    found: list[Step] = []
    as_of: str | None = None
    inside = False
    lines = text.splitlines()
    for number, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading is not None and not inside:
            moment = datetime.strptime(f"{heading[1]} {heading[2]}", "%d %B %Y %H:%M")  # noqa: DTZ007 - the office's own clock
            as_of = moment.isoformat(timespec="minutes")
        if line.startswith("```"):
            inside = line == "```console"
            continue
        if not inside:
            continue
        if line.startswith("$ denialctl"):
            found.append(Step(number, line.removeprefix("$ "), as_of))
        elif found and found[-1].command.endswith("\\") and not found[-1].expected:
            found[-1].command += "\n" + line
        elif found:
            found[-1].expected.append(line.rstrip())
    return found


def printed_by(step: Step) -> list[str]:
    """Run one command as on a terminal of 80 columns and return the lines that it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        run(step.arguments)
    return [text.rstrip() for text in out.getvalue().splitlines()]


def agrees(expected: list[str], printed: list[str]) -> bool:
    """True if a command printed what the page says; a line of three dots there stands for any number of lines."""
    pattern = "".join(r"(?:[^\n]*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


@contextlib.contextmanager
def an_office(folder: Path) -> Iterator[None]:
    """Run commands in a new office with its own folder, on a terminal of 80 columns without colours."""
    kept = dict(os.environ)
    on_terminal = printing.on_terminal
    os.environ.update({name: str(folder / place) for name, place in PLACES.items()}, COLUMNS="80", NO_COLOR="1")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "CLICOLOR_FORCE"):
        os.environ.pop(name, None)
    printing.on_terminal = lambda: True
    try:
        yield
    finally:
        printing.on_terminal = on_terminal
        os.environ.clear()
        os.environ.update(kept)


def written(text: str) -> str:
    """Return the transcript with the output that the program prints now; blocks with three dots stay as they are."""
    lines, shift = text.splitlines(), 0
    with tempfile.TemporaryDirectory(prefix="denialctl-week-") as folder, an_office(Path(folder)):
        for step in steps_of(text):
            printed = [line.replace(folder, "HOME") for line in printed_by(step)]
            start = step.line + shift + len(step.command.splitlines())
            if "..." not in step.expected:
                lines[start : start + len(step.expected)] = printed
                shift += len(printed) - len(step.expected)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Play a page, or write its output into it."""
    page = next((Path(word) for word in sys.argv[1:] if word != "--write"), WEEK)
    if "--write" in sys.argv[1:]:
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory(prefix="denialctl-week-") as folder, an_office(Path(folder)):
        for step in steps_of(page.read_text(encoding="utf-8")):
            print(f"\n{step.as_of or ''}\n$ {step.command}")
            print("\n".join(printed_by(step)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
