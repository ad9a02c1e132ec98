"""A source that several packs name is written once; a pack's own goes before it, and what a rule stands on is the same as before."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from denialctl.packs.checking import faults_of
from denialctl.packs.files import shipped_rules
from denialctl.packs.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

SHARED = """\
shared_sources: ours
title: Our binders
sources:
  binder: {url: "contract binder, 2026", read: 2026-11-01}
  manual: {url: "Acme manual, 2026", title: Manual of Acme, read: 2026-11-05}
"""
OWN = """\
office: Ours
title: Ours
{sources}stages:
  peer-to-peer:
    request:
      clock: provider
      say: Call.
      windows: [{{count: 5 calendar days, after: notice_date}}]
      authority: our agreement
      if_missed: No call any more.
      source: {{id: {id}, status: seen}}
"""


def _library(folder: Path, files: dict[str, str], *, cache: Path | None = None) -> Library:
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(office=folder, cache=cache)


def _source(library: Library) -> tuple[str, str]:
    source = library.office_stages[0].rules[0].source
    return source.url, source.read.isoformat()


def test_a_rule_names_a_source_that_is_written_once(tmp_path: Path) -> None:
    """29 CFR 2560.503-1 stands in the program's list; the binder in the office's own."""
    assert _source(_library(tmp_path / "a", {"own": OWN.format(sources="", id="cfr-503-1")})) == (
        "https://www.ecfr.gov/on/2026-09-30/title-29/section-2560.503-1",
        "2026-11-28",
    )
    own = _library(tmp_path / "b", {"own": OWN.format(sources="", id="binder"), "sources/ours": SHARED})
    assert _source(own) == ("contract binder, 2026", "2026-11-01")


def test_a_packs_own_source_goes_before_a_shared_one_of_its_name(tmp_path: Path) -> None:
    own = 'sources: {cfr-503-1: {url: "our print of it", read: 2026-11-02}}\n'
    assert _source(_library(tmp_path, {"own": OWN.format(sources=own, id="cfr-503-1")})) == (
        "our print of it",
        "2026-11-02",
    )


def test_an_id_that_nobody_knows_is_a_fault_with_its_line_and_the_nearest_known(office: Office) -> None:
    office.write_rules("own.yaml", OWN.format(sources="", id="cfr-503-2"))
    result = office.quick("rules", "check")
    assert result.code == 1
    assert (
        "own.yaml:11: stages.peer-to-peer.request.source: no source 'cfr-503-2' in this file or in rules/sources"
        in result.out
    )
    assert "nearest known: cfr-503-1" in result.out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ours", SHARED, "ours.yaml:1: shared_sources: put this file into a folder `sources` of the rules"),
        (
            "sources/ours",
            SHARED.replace("binder:", "article:"),
            "ours.yaml:4: sources.article: this id stands already in rules/sources/research.yaml",
        ),
        (
            "sources/ours",
            SHARED.replace("read: 2026-11-05", "red: 2026-11-05"),
            "ours.yaml:5: sources.manual.red: unknown key 'red'",
        ),
        ("sources/ours", "shared_sources: ours\ntitle: Ours\nsources: {}\n", "ours.yaml:3: sources:"),
    ],
)
def test_a_fault_in_shared_sources_names_its_line_and_is_told_once(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    library = _library(tmp_path, {name: text})
    faults = [str(fault) for fault in faults_of(library)]
    assert [fault for fault in faults if said in fault]
    assert len(faults) == len(set(faults)) < 3


def test_a_fault_in_shared_sources_is_told_once_by_every_command(office: Office) -> None:
    """The office's sources and its two other files are read one after the other, and each time the sources are at fault."""
    (office.rules / "sources").mkdir(parents=True)
    office.write_rules("sources/ours.yaml", SHARED.replace("read: 2026-11-05", "red: 2026-11-05"))
    for name in ("one.yaml", "two.yaml"):
        office.write_rules(name, OWN.format(sources="", id="binder"))
    result = office.quick("calc", "--plan", "church", "--denied", "2026-11-02")
    assert result.code == 1
    assert result.err.count("ours.yaml:5: sources.manual.red: unknown key 'red'") == 1


def test_what_is_kept_of_a_pack_follows_its_shared_source(tmp_path: Path) -> None:
    """A new reading day of a source is seen, although a pack that names the source was kept before."""
    rules, cache = tmp_path / "rules", tmp_path / "cache"
    own = OWN.format(sources="", id="binder")
    assert _source(_library(rules, {"own": own, "sources/ours": SHARED}, cache=cache))[1] == "2026-11-01"
    assert (
        _source(_library(rules, {"own": own, "sources/ours": SHARED.replace("2026-11-01", "2026-11-20")}, cache=cache))[
            1
        ]
        == "2026-11-20"
    )


def test_a_pack_holds_the_shared_sources_that_it_uses_and_no_others(tmp_path: Path) -> None:
    library = _library(tmp_path, {"own": OWN.format(sources="", id="binder"), "sources/ours": SHARED})
    pack = next(pack for pack in library.all_packs() if pack["pack"] == "office")
    assert pack["sources"] == {"binder": {"url": "contract binder, 2026", "read": "2026-11-01"}}
    assert not [pack for pack in library.all_packs() if pack["pack"] == "shared_sources"]


def _entries() -> list[tuple[str, str, dict[str, Any]]]:
    files = sorted(shipped_rules().glob("*/*.yaml"))
    read = [(path, yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)) for path in files]  # noqa: S506 - text only
    return [
        (path.parent.name, name, entry) for path, pack in read for name, entry in (pack.get("sources") or {}).items()
    ]


def test_no_source_is_written_twice_in_the_same_words() -> None:
    """One document, read on one day and described alike, belongs into rules/sources (but for lists of payers, which are read alone)."""
    said = Counter(
        (entry["url"], entry.get("title"), entry["read"]) for _, name, entry in _entries() if name != "search"
    )
    assert [key for key, times in said.items() if times > 1] == []


def test_every_shared_source_is_used_by_more_than_one_file() -> None:
    shared = {name for folder, name, _ in _entries() if folder == "sources"}
    files = [path for path in sorted(shipped_rules().glob("*/*.yaml")) if path.parent.name != "sources"]
    used = Counter(
        name for path in files for name in set(re.findall(r"\bid: ([\w-]+)", path.read_text(encoding="utf-8")))
    )
    assert sorted(name for name in shared if used[name] < 2) == []
