"""The program as people install it: the wheel carries its rules, and computes outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
RULES = CHECKOUT / "rules"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel; without a download where the build backend is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    alone = ["--no-isolation"] if find_spec("hatchling") is not None else []
    command = [sys.executable, "-m", "build", "--wheel", *alone, "--outdir", str(folder), str(CHECKOUT)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment; return the folder of its commands.

    The libraries that it needs are borrowed from the environment of the tests. They are named in a `.pth` file, so
    that they come after the new environment's own folder, and no `.pth` of theirs (a checkout installed for editing) counts.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=True, system_site_packages=True)
    scripts = Path(sysconfig.get_path("scripts", "venv", {"base": str(folder), "platbase": str(folder)}))
    own = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    borrowed = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (own / "borrowed.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    command = [
        str(scripts / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--force-reinstall",
        str(wheel),
    ]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, timeout=600, env=_plain_environment()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return scripts


def _plain_environment() -> dict[str, str]:
    """Return the environment without what would lead back to the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DENIALCTL_"))}


def run_installed(scripts: Path, home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the new environment outside the checkout, with an empty home."""
    own = {
        "HOME": str(home),
        "DENIALCTL_CONFIG": str(home / "config"),
        "DENIALCTL_CACHE": str(home / "cache"),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [str(scripts / command[0]), *command[1:]],
        cwd=home,
        env={**_plain_environment(), **own},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_wheel_holds_every_rule_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    written = {f"denialctl/rule_files/{path.relative_to(RULES).as_posix()}" for path in RULES.rglob("*.yaml")}
    assert written
    assert {name for name in names if name.endswith(".yaml")} == written
    assert "denialctl/py.typed" in names
    assert not [name for name in names if not name.startswith(("denialctl/", "denialctl-"))]


def test_it_computes_the_regulations_example_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    """45 CFR 147.136(d)(2)(i): received on 30 October, due by 1 March."""
    done = run_installed(
        installed, tmp_path, "denialctl", "calc", "--plan", "erisa-self-funded", "--denied", "2026-09-01",
        "--event", "internal-appeal filed 2026-09-10", "--event", "internal-appeal upheld 2026-10-28 received 2026-10-30",
        "--format", "json",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = {item["id"]: item for item in json.loads(done.stdout)["deadlines"]}
    assert found["external-review.file"]["due"] == "2027-03-01"


def test_its_rules_come_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    program = "import denialctl; from denialctl.packs.files import shipped_rules; print(denialctl.__file__); print(shipped_rules())"

    done = run_installed(installed, tmp_path, "python", "-c", program)

    assert done.returncode == 0, done.stderr
    package, rules = (Path(line).resolve() for line in done.stdout.splitlines())
    assert package.is_relative_to(installed.parent.resolve())
    assert rules == package.parent / "rule_files"
    for path in RULES.rglob("*.yaml"):
        assert (rules / path.relative_to(RULES)).read_bytes() == path.read_bytes()


def test_it_makes_a_page_for_the_printer_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The template of the pages and the guides travel in the wheel."""
    db = ("--db", str(tmp_path / "cases.db"))
    added = run_installed(
        installed, tmp_path, "denialctl", "add", "--plan", "erisa-self-funded", "--denied", "2026-11-02", *db
    )
    assert added.returncode == 0, added.stderr

    sheet = run_installed(installed, tmp_path, "denialctl", "prep", "1", *db, "--format", "html")

    assert sheet.returncode == 0, sheet.stderr
    assert sheet.stdout.startswith("<!doctype html>")
    assert "What clinical criteria would need to be met" in sheet.stdout


def test_it_names_its_version(installed: Path, wheel: Path, tmp_path: Path) -> None:
    done = run_installed(installed, tmp_path, "denialctl", "--version")

    assert done.stdout == f"denialctl {wheel.name.split('-')[1]}\n"
