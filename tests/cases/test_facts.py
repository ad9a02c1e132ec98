"""The table of facts: from one row follow the option, the question, the stored event, the JSON and the condition of a rule."""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
import yaml

import denialctl
from denialctl.cases.case import Case
from denialctl.cases.data import case_data, listed_case_data, listed_case_from
from denialctl.cases.facts import ASKED, CASE_EVENTS, EVENTS, FACTS, TYPED, Fact, Facts, Form, Part
from denialctl.cases.printed import read_printed
from denialctl.cases.stored_facts import fact_payload, facts_from, letter_payload
from denialctl.cases.typed_denial import TypedDenial
from denialctl.cli import cases as commands
from denialctl.dates.moments import Instant, parse_moment, to_stored
from denialctl.packs.files import shipped_rules
from denialctl.packs.model_base import ConditionsText
from denialctl.packs.rule_model import ExampleCase

if TYPE_CHECKING:
    from collections.abc import Callable

_PACKAGE = Path(denialctl.__file__).resolve().parent
ZONE = "America/New_York"
NOON = parse_moment("2026-11-20T12:00", ZONE)

EVERY_FACT = Facts(
    "medicaid-managed-care", state="TX", payer="Humana", reviewer="eviCore", denied=date(2026, 11, 2), received=NOON, via="fax",
    requested=date(2026, 10, 20), urgent=True, phase="concurrent", service="drug", setting="inpatient", levels=2,
    service_date=date(2026, 12, 1), service_ends=NOON, discharge=date(2026, 12, 2), effective=date(2026, 12, 3),
    letters={"internal-appeal": read_printed("60 days", lambda text: parse_moment(text, ZONE)), "external-review": NOON},
    answers={"product": "hmo"}, sheet={"history": ("pain",), "tried": ("ibuprofen", "naproxen")},
    patient="MRN-1", description="MRI", code="72148", reason="R1", amount="1,250", owner="maria", tz=ZONE,
)  # fmt: skip


def test_every_fact_has_its_row_and_every_row_its_fact() -> None:
    assert [fact.name for fact in FACTS] == [item.name for item in fields(Facts) if item.name != "tz"]
    for names in ([fact.flag for fact in TYPED], [fact.json_name for fact in FACTS if fact.json_name], list(ASKED)):
        assert len(names) == len(set(names))
    # The options of one part stand together.
    parts = [fact.part for fact in TYPED]
    assert parts == sorted(parts, key=list(Part).index)


def stored(fact: Fact, value: Any) -> dict[str, str]:  # noqa: ANN401 - of any type that a fact has
    """Write a value down as it is stored, by hand."""
    match fact.form:
        case Form.LETTERS:
            return letter_payload(value)
        case Form.ANSWERS:
            return fact_payload(value)
        case Form.SHEET:
            return {"sheet.history": "pain", "sheet.tried.1": "ibuprofen", "sheet.tried.2": "naproxen"}
        case Form.FLAG:
            return {fact.name: "yes"}
        case _:
            return {fact.name: to_stored(value) if isinstance(value, date | Instant) else str(value)}


def test_every_fact_is_read_from_its_stored_words() -> None:
    payload = {"tz": ZONE}
    for fact in FACTS:
        payload |= stored(fact, getattr(EVERY_FACT, fact.name))

    assert facts_from(payload, "UTC") == EVERY_FACT
    # An empty text is what `--clear` stores: the fact is unknown again.
    cleared = {key: value if key in ("plan", "tz") else "" for key, value in payload.items()}
    assert facts_from(cleared, "UTC") == Facts("medicaid-managed-care", tz=ZONE)


def test_every_fact_that_json_names_stands_there() -> None:
    """The contract of `calc` and `show`, key by key in its order; what was typed as `--via` and `--sheet` was never part of it."""
    assert list(case_data(Case(EVERY_FACT))) == [
        "id", "regime", "state", "payer", "reviewer", "facts", "letters", "urgency", "phase", "service", "setting", "levels",
        "notice_date", "received", "requested", "service_date", "service_ends", "discharge", "effective", "tz",
        "patient", "description", "code", "reason", "amount", "owner", "closed",
    ]  # fmt: skip
    assert set(case_data(Case(EVERY_FACT))) == {"id", "tz", "closed"} | {
        fact.json_name for fact in FACTS if fact.json_name
    }
    plain = case_data(Case(Facts("chip")))
    assert (plain["urgency"], plain["phase"], plain["service"], plain["levels"], plain["setting"]) == (
        "standard",
        "pre-service",
        "item",
        1,
        None,
    )


def test_what_json_says_is_read_back_for_the_lists() -> None:
    kept, phone = listed_case_from(json.loads(json.dumps(listed_case_data(Case(EVERY_FACT), "1-800"))))

    assert phone == "1-800"
    assert kept.facts == replace(EVERY_FACT, via=None, sheet={})
    # A row that was written before a fact was known says nothing of it.
    row = listed_case_data(Case(EVERY_FACT), None)
    del row["setting"]
    assert listed_case_from(row)[0].facts.setting is None


@pytest.mark.parametrize(
    ("command", "taken"),
    [
        (commands.add, TYPED),
        (commands.calc, [fact for fact in TYPED if fact.part is not Part.OFFICE]),
        (commands.edit, [fact for fact in TYPED if fact is not EVENTS]),
    ],
)
def test_the_commands_take_the_options_of_the_table(command: Callable[..., None], taken: list[Fact]) -> None:
    names = {fact.name for fact in TYPED}

    assert [name for name in inspect.signature(command).parameters if name in names] == [fact.name for fact in taken]


def test_the_conditions_of_rules_ask_what_the_table_says() -> None:
    """A fact with a name in `when` is a field of the model, with the same answers; what else the model has is no fact of a denial."""
    others = {
        "not_state",
        "not_payer",
        "opened_by",
        "happened",
        "not_happened",
        "has",
        "has_not",
        "moments",
        "late",
        "not_late",
    }
    assert set(ConditionsText.model_fields) - others == {fact.when for fact in FACTS if fact.when}
    for name, fact in ASKED.items():
        assert set(words_of(get_type_hints(ConditionsText)[name])) == set(fact.choices), name
    assert words_of(get_type_hints(ConditionsText)["has"]) == list(CASE_EVENTS)


def words_of(annotation: Any) -> list[str]:  # noqa: ANN401 - a type
    """Return the words that a type allows: `list[Literal["a", "b"]] | None`."""
    inside = get_args(annotation)
    return [annotation] if isinstance(annotation, str) else [word for part in inside for word in words_of(part)]


def test_examples_tell_a_case_by_the_names_of_the_table() -> None:
    told_otherwise = {"letters": "letter", "answers": "facts"}
    wanted = {
        told_otherwise.get(fact.name, fact.name)
        for fact in TYPED
        if fact.part is not Part.OFFICE and fact.name != "via"
    }

    assert set(ExampleCase.model_fields) == wanted | {"tz", "as_of"}


def test_a_word_for_something_else_is_no_typed_denial() -> None:
    with pytest.raises(TypeError, match="colour"):
        TypedDenial(colour="blue")
    typed = TypedDenial(plan="chip", urgent=False, letters=("a=b",), answers=(), state=None)
    assert [name for name in ("plan", "urgent", "letters", "answers", "state") if name in typed] == [
        "plan",
        "urgent",
        "letters",
    ]
    assert (typed.text("plan"), typed.flag("urgent"), typed.several("letters"), typed.text("state")) == (
        "chip",
        False,
        ("a=b",),
        None,
    )
    assert typed.but(plan="pace").text("plan") == "pace"


# -- a new fact ----------------------------------------------------------------------------------------

ROW = """\
    network: str | None = field(
        default=None,
        metadata=_row(
            Form.CHOICE, Part.KIND, "whether the provider is in their network", "in|out",
            when="network", choices=("in", "out"), question="In network?",
        ),
    )
    phase: str | None = field(
"""
CONDITION = '    network: list[Literal["in", "out"]] | None = None\n    phase: list['
RULE = """
      - when: {{network: [{answer}]}}
        clock: provider
        say: Call within {days} days.
        windows: [{{count: {days} calendar days, after: notice_date}}]
        authority: manual
        if_missed: Appeal.
        source: {{url: manual, read: 2026-09-01, status: seen}}"""
PACK = (
    "payer: Main Street Health\nkind: payer\ntitle: Main Street Health\nstages:\n  peer-to-peer:\n    request:"
    + RULE.format(answer="in", days=3)
    + RULE.format(answer="out", days=10)
    + "\n"
)


class Extended:
    """The program with one more fact: a row in the table and a line in the model of rule files, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        package = folder / "src" / "denialctl"
        shutil.copytree(_PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "rule_files"))
        (folder / "rules").symlink_to(shipped_rules(), target_is_directory=True)
        for name, old, new in (
            ("cases/facts.py", "    phase: str | None = field(\n", ROW),
            ("packs/model_base.py", "    phase: list[", CONDITION),
        ):
            path = package / name
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1
            path.write_text(text.replace(old, new), encoding="utf-8")
        (folder / "config" / "rules").mkdir(parents=True)
        (folder / "config" / "config.toml").write_text(f'tz = "{ZONE}"\n', encoding="utf-8")
        (folder / "config" / "rules" / "own.yaml").write_text(PACK, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        own = {
            "PYTHONPATH": "src",
            "PYTHONUTF8": "1",
            "DENIALCTL_CONFIG": "config",
            "DENIALCTL_CACHE": "cache",
            "DENIALCTL_DB": "cases.db",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DENIALCTL", "PYTHON"))}
        command = [sys.executable, "-m", "denialctl", *arguments]
        return subprocess.run(
            command, env={**kept, **own}, cwd=self.folder, capture_output=True, encoding="utf-8", check=False
        )

    def json(self, *arguments: str) -> dict[str, Any]:
        done = self.run(*arguments, "--format", "json")
        assert done.returncode == 0, done.stderr
        document: dict[str, Any] = json.loads(done.stdout)
        return document


def call(document: dict[str, Any]) -> dict[str, Any]:
    """Return the deadline for asking for the call."""
    found: dict[str, Any] = next(item for item in document["deadlines"] if item["id"] == "peer-to-peer.request")
    return found


def test_a_new_fact_is_a_row_and_a_line_of_the_model(tmp_path: Path) -> None:
    """Mon 2 November + 3 days = Thu 5; + 10 = Thu 12. Nobody knows which: the earlier is safe, and the question is asked."""
    extended = Extended(tmp_path)
    case = (
        "--plan",
        "erisa-self-funded",
        "--payer",
        "Main Street Health",
        "--denied",
        "2026-11-02",
        "--as-of",
        "2026-11-03",
    )

    assert "--network in|out whether the provider is in their network" in " ".join(
        extended.run("calc", "--help").stdout.split()
    )

    open_ = extended.json("calc", *case)
    assert open_["case"]["network"] is None
    assert (call(open_)["due"], call(open_)["latest"]) == ("2026-11-05", "2026-11-12")
    assert (
        call(open_)["missing"] == "whether the provider is in their network (--network): it decides which rule applies"
    )

    stored = extended.json("add", *case, "--network", "OUT")
    assert stored["case"]["network"] == "out"
    assert (call(stored)["due"], call(stored)["latest"]) == ("2026-11-12", "2026-11-12")

    assert "network in" in extended.run("edit", "1", "--network", "in", "--as-of", "2026-11-03").stderr
    assert call(extended.json("show", "1", "--as-of", "2026-11-03"))["due"] == "2026-11-05"

    assert extended.run("edit", "1", "--clear", "network", "--as-of", "2026-11-03").returncode == 0
    assert call(extended.json("show", "1", "--as-of", "2026-11-03"))["latest"] == "2026-11-12"

    refused = extended.run("calc", *case, "--network", "near")
    assert (refused.returncode, "I do not know the network" in refused.stderr) == (2, True)
    schema = yaml.safe_load(extended.run("rules", "schema").stdout)
    assert "network" in schema["$defs"]["ConditionsText"]["properties"]
