"""What is kept of rule files is never out of date: every module that has a say in it is part of the name it is kept under."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import denialctl
from denialctl.packs import files
from denialctl.packs.stage_model import StageText
from denialctl.vocabulary import STEPS

_PACKAGE = Path(denialctl.__file__).resolve().parent
_EVERYTHING = """
import importlib, pathlib, sys
import denialctl.packs
for path in pathlib.Path(denialctl.packs.__path__[0]).glob("*.py"):
    importlib.import_module(f"denialctl.packs.{path.stem}")
print(*(module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] == "denialctl"), sep="\\n")
"""


def _used() -> list[str]:
    """Every module that the packs import, at the top of a file: what runs while a rule file is read and compiled."""
    done = subprocess.run([sys.executable, "-c", _EVERYTHING], capture_output=True, encoding="utf-8", check=True)
    return sorted(Path(line).resolve().relative_to(_PACKAGE).as_posix() for line in done.stdout.splitlines())


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "denialctl"
    shutil.copytree(_PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "rule_files"))
    monkeypatch.setattr(files, "_PACKAGE", package)
    return package


def test_each_module_that_reads_or_compiles_packs_changes_the_state_of_the_program(copy: Path) -> None:
    state = files.state_of_program.__wrapped__
    used = _used()
    assert {"packs/rule_model.py", "packs/compiling.py", "law/wording.py", "vocabulary.py"} <= set(used)
    for name in used:
        before = state()
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert state() != before, name


def test_a_new_module_changes_the_state_of_the_program_and_a_view_does_not(copy: Path) -> None:
    state = files.state_of_program.__wrapped__
    before = state()
    (copy / "views" / "another.py").touch()
    assert state() == before
    (copy / "packs" / "another.py").touch()
    assert state() != before


def test_a_stage_holds_its_own_keys_and_the_steps_that_the_program_knows() -> None:
    """A step that `STEPS` lacks would be read, and never become law."""
    keys = [field.alias or name for name, field in StageText.model_fields.items()]
    about_the_stage = [key for key in keys if key not in STEPS]
    assert about_the_stage == [
        "kind", "title", "about", "opens", "when", "alternative_to", "optional", "files_by_itself", "used_by",
        "after_stage", "expedite_refused",
    ]  # fmt: skip
    assert set(STEPS) <= set(keys)
