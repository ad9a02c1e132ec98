"""Help: each command shows an example that works, and the version says nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import denialctl

if TYPE_CHECKING:
    from tests.conftest import Office

COMMANDS = [
    ("add",), ("calc",), ("due",), ("show",), ("list",), ("record",), ("edit",), ("note",), ("close",), ("reopen",), ("undo",),
    ("cron",), ("doctor",), ("chase",), ("stats",), ("prep",), ("checklist",), ("ack",), ("escalate",),
    ("init",), ("staff",), ("staff", "set"), ("staff", "away"), ("staff", "back"), ("staff", "remove"),
    ("plan",), ("rules",), ("rules", "list"), ("rules", "show"), ("rules", "coverage"), ("rules", "status"), ("rules", "search"), ("rules", "questions"),
    ("rules", "reach"), ("rules", "explain"), ("rules", "new"), ("rules", "check"), ("rules", "schema"), ("config",), ("config", "set"),
]  # fmt: skip


def described(text: str) -> set[str]:
    """Return the commands that a help text lists."""
    listed = text.partition("Commands:\n")[2].split("\n\n")[0]
    return set(re.findall(r"^  ([a-z]+)", listed, re.MULTILINE))


def test_every_command_is_in_the_table_above(office: Office) -> None:
    found: set[tuple[str, ...]] = {(name,) for name in described(office.quick("-h").out)}
    for group in ("rules", "config", "staff"):
        found |= {(group, name) for name in described(office.quick(group, "-h").out)}

    assert found == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_shows_an_example(office: Office, command: tuple[str, ...], flag: str) -> None:
    result = office.quick(*command, flag)

    assert (result.code, result.err) == (0, "")
    assert f"Usage: denialctl {' '.join(command)}" in result.out
    example = re.search(r"Example: denialctl ([a-z]+)(?: ([a-z]+))?", " ".join(result.out.split()))
    assert example is not None
    assert (example[1], example[2])[: len(command)] == command


def test_the_first_help_leads_to_the_first_steps(office: Office) -> None:
    bare, asked = office.run(), office.run("-h")

    assert bare.code == asked.code == 0
    assert bare.out == asked.out
    assert "denialctl add" in asked.out
    assert "denialctl due" in asked.out


def test_version(office: Office) -> None:
    result = office.run("--version")

    assert (result.code, result.out, result.err) == (0, f"denialctl {denialctl.__version__}\n", "")


def test_help_needs_no_settings_and_no_rules(office: Office) -> None:
    (office.config / "config.toml").write_text("broken", encoding="utf-8")
    office.write_rules("own.yaml", "broken")

    assert office.quick("calc", "-h").code == 0
