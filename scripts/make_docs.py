"""Write the generated documents: the commands from their own help, rules, settings, the schema of rule files.

Run from anywhere: `python scripts/make_docs.py`. The tests compare what it would write with the files in the tree.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from denialctl.cli.app import application
from denialctl.commands.rules.packs import schema
from denialctl.office.settings import settings_table
from denialctl.packs.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from make_questions_page import questions_page  # noqa: E402 - it is in the folder of this script, wherever that is run from
from make_recording_page import recording_page  # noqa: E402 - as above
from make_rule_pages import rule_pages  # noqa: E402 - as above

OPENING = """\
# Commands

Generated from the program's own help by `scripts/make_docs.py` (`make docs`); do not edit by hand.
`denialctl -h` prints the same, and so does `-h` after each command.

**Dates** are written `2026-11-20`, with an hour `2026-11-20T14:05`. **Results** go to standard output, \
everything else to standard error.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | refused or failed: one plain sentence says why, and a way out |
| 2 | wrong usage: an option, a word or a date that cannot be read |
| 3 | nothing could be computed |
| 4 | stored, but the answer could not be printed: what was stored is said, and need not be entered again |
| 10, 20 | only `due --exit-code`: something is due, something is missed |
| 130 | interrupted; what had been stored by then is said, else that nothing was |
"""


def documents() -> dict[str, str]:
    """Return every generated file: its path in the tree, and its text."""
    rules_schema = schema(None) + "\n"
    packs = Library(office=None, cache=None).all_packs()
    return {
        "docs/commands.md": commands_page(),
        "docs/recording.md": recording_page(),
        "docs/settings.md": settings_page(),
        "docs/rules.schema.json": rules_schema,
        "rules/rules.schema.json": rules_schema,
        "docs/open-questions.md": questions_page(packs),
        **rule_pages(packs),
    }


def commands_page() -> str:
    """Return the page of all commands."""
    parts = [OPENING.rstrip()]
    for name, command in every_command():
        parts += ["", f"## denialctl {name}".rstrip(), "", *_section(name, command)]
    return "\n".join(parts).rstrip() + "\n"


SETTINGS = """\
# The office's settings

Generated from the table in `src/denialctl/office/settings.py` by `scripts/make_docs.py` (`make docs`); \
do not edit by hand.
`denialctl config` prints the same with the values of your office, `denialctl config set state TX` changes one; \
an empty value
takes it out. They are kept in `config.toml` in your configuration folder.

| setting | if not set | meaning |
|---|---|---|
"""


def settings_page() -> str:
    """Return the page of all settings."""
    rows = [
        f"| `{row.name}` | {'' if row.start is None else f'`{row.start}`'} | {_cell(row.meaning)} |"
        for row in settings_table()
    ]
    return SETTINGS + "\n".join(rows) + "\n"


def every_command() -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    """Yield every command with its name, in the order of the help.

    The first is the program itself, with an empty name; a group comes before its sub-commands.
    """
    root = typer.main.get_command(application([]))
    assert isinstance(root, TyperGroup)  # noqa: S101 - the application has commands
    yield "", root
    yield from _below(root, "")


def _below(group: TyperGroup, prefix: str) -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    for name, command in group.commands.items():
        assert isinstance(command, TyperCommand | TyperGroup)  # noqa: S101 - Typer makes no others
        yield prefix + name, command
        if isinstance(command, TyperGroup):
            yield from _below(command, f"{prefix}{name} ")


def _section(name: str, command: TyperCommand | TyperGroup) -> list[str]:
    lines = [command.help or "", "", "```text", _usage(name, command), "```"]
    arguments = [parameter for parameter in command.params if isinstance(parameter, TyperArgument)]
    options = [parameter for parameter in command.params if isinstance(parameter, TyperOption) and not parameter.hidden]
    if arguments:
        lines += ["", "| argument | meaning |", "|---|---|"]
        lines += [f"| `{argument.metavar}` | {_cell(argument.help)} |" for argument in arguments]
    if options:
        lines += ["", "| option | meaning |", "|---|---|"]
        lines += [f"| `{_spelled(option)}` | {_cell(option.help)} |" for option in options]
    if isinstance(command, TyperGroup):
        listed = [f"`{prefix_of(name)}{below}`" for below in command.commands]
        lines += ["", f"Commands: {', '.join(listed)}."]
    if command.epilog:
        lines += ["", *_examples(command.epilog)]
    return lines


def prefix_of(name: str) -> str:
    """Return what is written before a sub-command's name."""
    return f"{name} " if name else ""


def _usage(name: str, command: TyperCommand | TyperGroup) -> str:
    words = ["denialctl", *name.split()]
    words += [
        argument.metavar or argument.name or "" for argument in command.params if isinstance(argument, TyperArgument)
    ]
    words.append("[OPTIONS]")
    return " ".join([*words, "COMMAND"] if isinstance(command, TyperGroup) else words)


def _spelled(option: TyperOption) -> str:
    names = ", ".join(option.opts)
    if option.secondary_opts:
        return f"{names} / {', '.join(option.secondary_opts)}"
    if option.is_flag:
        return names
    words = option.metavar or "|".join(_choices(option))
    return f"{names} {words}".rstrip().replace("|", "\\|")


def _choices(option: TyperOption) -> list[str]:
    """Return the words that an option with a default value may have; none for other options."""
    return [str(choice) for choice in getattr(option.type, "choices", ())] if option.default is not None else []


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def _examples(epilog: str) -> list[str]:
    """Turn the line of examples under a help text into a block, one command a line."""
    label, _, commands = epilog.partition(": ")
    return [f"{label}:", "", "```sh", *[part.strip() for part in commands.split(" · ")], "```"]


def main() -> None:
    """Write the generated files."""
    wanted = documents()
    for old in set((ROOT / "docs/rules").rglob("*.md")) - {ROOT / name for name in wanted}:
        old.unlink()
        print(f"removed {old.relative_to(ROOT)}")
    for name, text in wanted.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
