"""An office to test in: its own settings, cache and cases, and two ways to run the program in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

import denialctl
from denialctl.__main__ import run as run_denialctl

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long a case takes says nothing on a busy machine, and less where it is measured what runs.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ZONE = "America/New_York"
_SOURCE = Path(denialctl.__file__).resolve().parent.parent
_READS_EVERY_PACK = frozenset({
    "cases/test_facts.py",
    "cases/test_printed_windows.py",
    "packs/test_listed_payers.py",
    "packs/test_shared_sources.py",
    "timeline/test_office_words.py",
    "timeline/test_rights.py",
    "timeline/test_unsettled_plan.py",
    "whole/test_docs.py",
    "whole/test_week.py",
})  # fmt: skip
"""Tests that are not measured by `make test`."""
_OURS = ("DENIALCTL_CONFIG", "DENIALCTL_CACHE", "DENIALCTL_DB", "DENIALCTL_DEBUG", "COLUMNS", "NO_COLOR", "FORCE_COLOR")


@dataclass(frozen=True)
class Result:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The document on standard output."""
        content = json.loads(self.out)
        assert isinstance(content, dict)
        return content

    def deadline(self, name: str) -> dict[str, Any]:
        """The one deadline of that id in a timeline."""
        found = [item for item in self.json["deadlines"] if item["id"] == name]
        assert len(found) == 1, f"{name} stands {len(found)} times"
        item: dict[str, Any] = found[0]
        return item

    def next(self) -> str:
        """What the printed ladder says is to be done next."""
        found = [line for line in self.out.splitlines() if line.startswith("next\t")]
        assert len(found) == 1
        return found[0].removeprefix("next\t")


@dataclass
class Office:
    """A folder that holds everything of one office: settings, cache and cases."""

    root: Path
    environment: dict[str, str]
    capsys: pytest.CaptureFixture[str]

    @property
    def config(self) -> Path:
        """The configuration folder."""
        return self.root / "config"

    @property
    def rules(self) -> Path:
        """The folder of the office's own rules."""
        return self.config / "rules"

    @property
    def db(self) -> Path:
        """The cases."""
        return self.root / "cases.db"

    def write_rules(self, name: str, text: str) -> Path:
        """Put a file into the office's own rules."""
        self.rules.mkdir(exist_ok=True)
        path = self.rules / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(
        self, *arguments: str, stdin: str | None = None, env: dict[str, str] | None = None, timeout: float = 120
    ) -> Result:
        """Run the real entry point in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "denialctl", *arguments],
            input=stdin if stdin is not None else "",
            env={**self.environment, **(env or {})},
            cwd=self.root,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def quick(self, *arguments: str) -> Result:
        """Run the same entry point inside this process; what it prints comes back, too."""
        self.capsys.readouterr()
        code = run_denialctl(list(arguments))
        printed = self.capsys.readouterr()
        return Result(code, printed.out, printed.err)

    def begin(self) -> None:
        """Begin the database, without a case."""
        assert self.quick("init").code == 0

    def stored(self, *arguments: str) -> Result:
        """Run `add` with these options, which must succeed."""
        result = self.quick("add", *arguments)
        assert result.code == 0, result.err
        assert result.err.startswith("Stored as case ")
        return result


def pytest_configure() -> None:
    """Make the one folder of validated packs for the whole run; the workers inherit its name."""
    os.environ.setdefault("SHARED_PACKS", tempfile.mkdtemp(prefix="denialctl-packs-"))


def pytest_unconfigure() -> None:
    """Take it away again; only the process that began the workers does."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["SHARED_PACKS"], ignore_errors=True)


@pytest.fixture(scope="session")
def pack_cache() -> Path:
    """One cache of validated packs for the whole run: it is keyed by content, so that tests may share it."""
    from tests.told import shared_cache

    return shared_cache()


@pytest.fixture
def office(
    tmp_path: Path, pack_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    """Return an office in New York with no database yet, apart from the user's own settings and cases."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "config.toml").write_text(f'tz = "{ZONE}"\n', encoding="utf-8")
    own = {
        "DENIALCTL_CONFIG": str(config),
        "DENIALCTL_CACHE": str(pack_cache),
        "DENIALCTL_DB": str(tmp_path / "cases.db"),
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    return Office(tmp_path, {**kept, "PYTHONPATH": str(_SOURCE), "PYTHONUTF8": "1"}, capsys)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure one value of a test that is run with many, and no search for a counterexample: the others run the same lines.

    Measuring more than doubles the time of what is measured, so what reads every rule file, over and over, is not
    measured either: its lines are run by the tests of single packs, too.
    """
    seen = Counter[tuple[Path, str]]()
    for item in items:
        key = (item.path, getattr(item, "originalname", item.name))
        seen[key] += 1
        every_pack = item.path.relative_to(Path(__file__).parent).as_posix() in _READS_EVERY_PACK
        if every_pack or seen[key] > 1 or hasattr(getattr(item, "obj", None), "hypothesis"):
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Do not trace a test that is not measured.

    In a worker pytest-cov measures twice, one measurement above the other, and pauses only the upper one: what it
    calls not measured would be traced all the same, at three times the time.
    """
    tracing = sys.gettrace() if item.get_closest_marker("no_cover") else None
    if tracing is None:
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the tests have run, where it was measured (`make test`), before pytest's own closing line."""
    plugin = config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is not None and controller.cov is not None:
        from tests.covered import in_words

        for line in in_words(controller.cov):
            terminalreporter.write_line(line)
