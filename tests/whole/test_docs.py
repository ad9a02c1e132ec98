"""The documents are tested: commands named in them exist, examples print what they say, links lead somewhere, nothing generated is stale."""

from __future__ import annotations

import contextlib
import io
import json
import re
import runpy
import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

from denialctl.__main__ import run
from denialctl.commands.session import Session
from denialctl.packs.listed_payers import file_name
from denialctl.vocabulary import STATES, Band, Basis, Clock, Kind, Layer, PlanType, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from denialctl.law.rules import Stage

ROOT = Path(__file__).resolve().parent.parent.parent
MAKE_DOCS: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))
agrees: Callable[[list[str], list[str]], bool] = runpy.run_path(str(ROOT / "scripts" / "play.py"))["agrees"]
COMMANDS: dict[str, Any] = dict(MAKE_DOCS["every_command"]())
BY_HAND = ("README.md", "docs/users-guide.md")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"))
)
MORNING = "2026-11-23T08:05"


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


# -- commands and options ----------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in COMMANDS if name])
def test_every_command_is_explained_by_hand(name: str) -> None:
    assert any(re.search(rf"denialctl {name}\b", read(page)) for page in BY_HAND)


def commands_named_in(text: str) -> Iterator[str]:
    """Find each command line that stands in a code block or between backticks."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        joined = block.replace("\\\n", " ")
        yield from re.findall(r"(?:^|\s)denialctl (\S[^\n|>;&]*)", joined)
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`denialctl (\S[^`]*)`", outside)


def fault_of(line: str) -> str | None:
    """Say what of a command line does not exist."""
    words = shlex.split(line)
    name = ""
    while words and f"{name} {words[0]}".strip() in COMMANDS:
        name = f"{name} {words.pop(0)}".strip()
    if not name and words and not words[0].startswith("-") and words[0].islower():
        return f"no command {words[0]}"
    known = {"-h", "--help"} | {
        spelled for option in COMMANDS[name].params for spelled in (*option.opts, *option.secondary_opts)
    }
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0] not in known]
    return f"{name} has no {', '.join(unknown)}" if unknown else None


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/decisions.md"])
def test_every_command_line_in_a_page_exists(page: str) -> None:
    faults = [f"{line}: {fault}" for line in commands_named_in(read(page)) if (fault := fault_of(line)) is not None]
    assert faults == []


def test_a_command_line_that_does_not_exist_is_found() -> None:
    found = list(
        commands_named_in("Say `denialctl dew`.\n\n```sh\ndenialctl due --soon\n0 7 * * * denialctl due --quiet\n```\n")
    )
    assert [fault_of(line) for line in found] == ["due has no --soon", None, "no command dew"]


# -- generated files ---------------------------------------------------------------


@cache
def documents() -> dict[str, str]:
    """Write every generated page, once for all tests of this file."""
    found: dict[str, str] = MAKE_DOCS["documents"]()
    return found


def test_generated_files_are_not_stale() -> None:
    """All that are stale are named at once."""
    stale = [name for name, text in sorted(documents().items()) if not (ROOT / name).is_file() or read(name) != text]
    assert stale == [], "run: make docs"


def test_no_page_of_a_pack_that_is_gone_is_left() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "rules").rglob("*.md")}
    assert found == {name for name in documents() if name.startswith("docs/rules/")}


def packs_with_rules() -> Iterator[tuple[str, Iterable[Stage]]]:
    """Name the page of every plan type, state and payer, and give the stages that stand in its pack."""
    library = shipped()
    for name in library.plan_types():
        yield f"docs/rules/plans/{name}.md", library.plan_law(name).stages
    for code in library.states():
        state = library.state(code)
        assert state is not None
        yield f"docs/rules/states/{code}.md", [stage for _, stages in state.sections for stage in stages]
    # Several payers may stand in one file; each has a page of its own.
    pages = {(pack["payer"], pack["file"]): file_name(pack) for pack in library.all_packs() if pack["pack"] == "payer"}
    for payer in library.payer_names:
        found = library.payer(payer)
        if found.stages:
            yield f"docs/rules/payers/{pages[found.name, found.file]}.md", found.stages


def test_every_pack_has_its_page_with_each_authority() -> None:
    """A reader of the pages finds whatever authority a deadline may name, that of every dated value too."""
    missing: list[str] = []
    for name, stages in packs_with_rules():
        page = documents().get(name, "")
        rules = [rule for stage in stages for rule in stage.rules]
        said = {
            text for rule in rules for text in (rule.authority, *(dated.authority for dated in rule.windows)) if text
        }
        missing += [f"{name}: {text}" for text in sorted(said) if text not in page]
    assert missing == []


def references_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key == "$ref" and isinstance(below, str):
                yield below
            else:
                yield from references_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from references_in(below)


def test_the_schema_is_complete_in_itself() -> None:
    schema = json.loads(read("rules/rules.schema.json"))
    references = set(references_in(schema))
    assert references
    assert {reference.removeprefix("#/$defs/") for reference in references} <= set(schema["$defs"])


# -- what the hand-written pages promise ----------------------------------------------


def test_the_readme_names_every_plan_type_and_state_that_is_encoded(home: Path) -> None:
    readme = read("README.md")
    assert [name for name in Session().library.plan_types() if f"`{name}`" not in readme] == []
    assert "All 50 states and the District of Columbia" in readme
    assert {path.stem for path in (ROOT / "rules" / "states").glob("*.yaml")} >= set(STATES) - {
        "PR",
        "GU",
        "VI",
        "AS",
        "MP",
    }


@pytest.mark.parametrize("words", [PlanType, Kind, Clock, Status, Basis, Layer, Band], ids=lambda words: words.__name__)
def test_the_glossary_explains_every_word_of_a_closed_list(words: type[Status]) -> None:
    glossary = read("docs/glossary.md")
    assert [str(word) for word in words if f"`{word}`" not in glossary] == []


def slug(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    text = re.sub(r"^```.*?^```", "", read(page), flags=re.MULTILINE | re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        anchors = (
            {slug(line.lstrip("#")) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")}
            if path.is_file()
            else set()
        )
        if not path.exists() or (anchor and anchor not in anchors):
            broken.append(target)
    assert broken == []


# -- examples ------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for cases, settings and cache, and a terminal of 80 columns without colours."""
    monkeypatch.setenv("DENIALCTL_DB", str(tmp_path / "cases.db"))
    monkeypatch.setenv("DENIALCTL_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DENIALCTL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LOGNAME", "frontdesk")
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("denialctl.views.printing.on_terminal", lambda: True)
    return tmp_path


def transcript_of(text: str) -> list[tuple[str, list[str]]]:
    """Read the examples of a page: each command with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("$ denialctl"):
                found.append((line.removeprefix("$ denialctl"), []))
            else:
                found[-1][1].append(line.rstrip())
    return found


def printed_by(line: str) -> list[str]:
    """Run a command as on that morning and return the lines that a terminal would show."""
    arguments = shlex.split(line)
    if any(parameter.name == "as_of" for parameter in COMMANDS[arguments[0]].params):
        arguments += ["--as-of", MORNING]
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        run(arguments)
    return [text.rstrip() for text in out.getvalue().splitlines()]


@pytest.mark.parametrize("page", BY_HAND)
def test_examples_print_what_the_page_says(page: str, home: Path) -> None:
    examples = transcript_of(read(page))
    assert examples
    wrong = []
    for line, expected in examples:
        printed = [text.replace(str(home), "HOME") for text in printed_by(line)]
        if not agrees(expected, printed):
            wrong.append("\n".join([f"$ denialctl{line}", *printed]))
    assert wrong == [], "printed:\n" + "\n\n".join(wrong)


def test_an_example_that_disagrees_is_found() -> None:
    assert agrees(["a", "...", "d"], ["a", "b", "c", "d"])
    assert agrees(["a", "..."], ["a"])
    assert not agrees(["a", "...", "d"], ["a", "b", "c"])
    assert not agrees(["a"], ["a", "b"])
    assert not agrees(["due 2026-12-05"], ["due 2026-12-06"])


# -- the page on how the program is built ------------------------------------------------


def test_every_path_of_the_architecture_page_exists() -> None:
    named = re.findall(r"`((?:src|rules|tests)/[^`]*)`", read("docs/architecture.md"))
    assert len(named) > 20
    # XX and NAME stand for the state and the payer of whoever adds one.
    assert [path for path in named if not re.search("XX|NAME", path) and not (ROOT / path).exists()] == []


def test_the_drawing_shows_every_room_in_the_order_that_is_checked() -> None:
    """The drawing from the top down is the order of the layers that `make lint` checks."""
    drawing = re.findall(r"```\n(.*?)```", read("docs/architecture.md"), re.DOTALL)[0]
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(item["layers"] for item in contracts if item["name"] == "imports run downward")
    rooms = [name.removeprefix("denialctl.") for layer in layers[1:-1] for name in layer.split(" | ")]
    places = [re.search(rf"(?m)(?:^| )  {room} ", drawing) for room in rooms]
    assert all(places)
    starts = [place.start() for place in places if place is not None]
    assert starts == sorted(starts)
    folders = {path.name for path in (ROOT / "src/denialctl").iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(rooms)
