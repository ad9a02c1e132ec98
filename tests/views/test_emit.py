"""One switch for the format: each is chosen in one place, and a command offers those that its view has."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from denialctl.cli.app import application
from denialctl.views import printing
from denialctl.views.emit import Document, Format, Rows, TextView, View, emit
from denialctl.views.line import Line
from denialctl.views.page import Item, Page, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Office


@dataclass(frozen=True)
class OneCall(View):
    """A made-up result: one telephone number."""

    number: str = "555-0140"

    def page(self) -> Page:
        return Page(title="Call", under=(), sections=(Section("Whom", (Item(self.number, "open"),)),))

    def data(self) -> Document:
        return Document("call", {"number": self.number})

    def rows(self) -> Rows:
        return Rows(("number", "said"), [(self.number, "=1+1")])


class TwoLines(TextView):
    """A made-up result that is text."""

    def plain(self) -> list[str]:
        return ["maria\tlead dana", "  below it"]


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        (Format.TABLE, "Call\n\nWHOM\n  [ ] 555-0140\n"),
        (Format.TEXT, "Call\n\nWHOM\n  [ ] 555-0140\n"),
        (Format.JSON, '{\n "schema": "denialctl.call/1",\n "number": "555-0140"\n}\n'),
        (Format.CSV, "number,said\n555-0140,'=1+1\n"),
        (Format.MARKDOWN, "# Call\n\n## Whom\n\n- [ ] 555-0140\n"),
    ],
)
def test_each_format_takes_what_it_needs_of_a_view(
    form: Format, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    emit(OneCall(), form)
    assert capsys.readouterr().out == printed


def test_html_is_a_whole_page(capsys: pytest.CaptureFixture[str]) -> None:
    emit(OneCall(), Format.HTML)
    out = capsys.readouterr().out
    assert out.lower().startswith("<!doctype html>")
    assert '<span class="box">\u2610</span><span>555-0140' in out


def test_a_table_is_for_people_on_a_terminal_and_text_never_is(
    on_terminal: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Line] = []
    monkeypatch.setattr(printing, "print_lines", shown.extend)
    emit(OneCall(), Format.TABLE)
    assert [line.text for line in shown] == ["Call", "", "WHOM", "  [ ] 555-0140"]
    shown.clear()
    emit(OneCall(), Format.TEXT)
    emit(OneCall(), Format.JSON)
    assert shown == []
    assert capsys.readouterr().out.startswith("Call\n")


def test_text_is_wrapped_on_a_terminal_with_each_line_s_own_margin() -> None:
    assert TwoLines().lines() == [Line("maria  lead dana", "", 4), Line("  below it", "", 6)]
    assert TwoLines().plain() == ["maria\tlead dana", "  below it"]


def test_rows_are_csv_and_named_columns() -> None:
    rows = Rows(("name", "days"), [("a, b", 3), ("@risk", None)])
    assert list(csv.reader(io.StringIO(str(rows)))) == [["name", "days"], ["a, b", "3"], ["'@risk", ""]]
    assert rows.named() == [{"name": "a, b", "days": 3}, {"name": "@risk", "days": None}]
    assert json.loads(str(Document("x", {"rows": rows.named()})))["schema"] == "denialctl.x/1"


@pytest.mark.parametrize(
    ("command", "offered"),
    [
        ("due", "'table', 'text', 'json', 'csv', 'markdown', 'html'"),
        ("list", "'table', 'json', 'csv'"),
        ("prep 1", "'table', 'text', 'json', 'markdown', 'html'"),
        ("doctor", "'table', 'text', 'json'"),
    ],
)
def test_an_unknown_format_is_refused_and_the_known_ones_are_named(office: Office, command: str, offered: str) -> None:
    refused = office.quick(*command.split(), "--format", "pdf")
    assert refused.code == 2
    assert f"'pdf' is not one of {offered}." in refused.err


def commands(group: TyperGroup, prefix: str = "") -> Iterator[tuple[str, TyperCommand | TyperGroup]]:
    for name, command in group.commands.items():
        assert isinstance(command, TyperCommand | TyperGroup)
        yield prefix + name, command
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{prefix}{name} ")


def test_every_format_of_a_command_is_one_of_the_known_ones() -> None:
    root = typer.main.get_command(application([]))
    assert isinstance(root, TyperGroup)
    offered = {
        name: [Format(choice) for choice in getattr(option.type, "choices", ())]
        for name, command in commands(root)
        for option in command.params
        if option.name == "form"
    }
    assert offered["due"] == list(Format)
    assert offered["checklist"] == [each for each in Format if each is not Format.CSV]
    # In the order in which help names them, and always with what is for people and what is for scripts.
    assert all([each for each in Format if each in forms] == forms for forms in offered.values())
    assert all({Format.TABLE, Format.JSON} <= set(forms) for forms in offered.values())
