"""Guides in the commands under `rules`: listed, shown, found, checked, and a page for each."""

from __future__ import annotations

import csv
import io
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.told import shipped

if TYPE_CHECKING:
    from tests.conftest import Office

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = """\
guide: call-sheet
kind: sheet
title: Ours
parts:
  - heading: Our own questions
    entries:
      - id: zebra
        say: Ask for the zebra line.
        hint: on the wall
        authority: our contract
        source: {url: contract binder, read: 2025-03-04, status: recalled, note: from memory}
"""


def sheet_of() -> dict[str, Any]:
    packs = shipped().all_packs()
    return next(pack for pack in packs if pack["pack"] == "guide" and pack["guide"] == "call-sheet")


def test_list_counts_the_lines_of_a_guide(office: Office) -> None:
    office.write_rules("own.yaml", OWN)

    listed = office.quick("rules", "list", "--format", "json").json["packs"]
    text = office.quick("rules", "list").out

    own = next(pack for pack in listed if pack["kind"] == "guide" and pack["file"].endswith("own.yaml"))
    assert (own["rules"], own["entries"], own["unconfirmed"]) == (0, 1, 1)
    ours = next(pack for pack in listed if pack["kind"] == "guide" and pack["file"] == "rules/guides/call-sheet.yaml")
    assert ours["entries"] == sum(len(part["entries"]) for part in sheet_of()["parts"])
    line = next(line for line in text.splitlines() if "call-sheet" in line)
    assert f"{ours['entries']} lines" in line
    assert all(pack["entries"] for pack in listed if pack["kind"] == "guide")


def test_show_prints_every_part_and_line_with_authority_source_and_status(office: Office) -> None:
    text = office.quick("rules", "show", "call-sheet").out

    for part in sheet_of()["parts"]:
        assert part["heading"] in text
        for entry in part["entries"]:
            assert f"  {entry['id']}: " in text
            assert entry["authority"] in text
    assert "  from its own text" in text
    assert "read 2026-" in text


def test_show_joins_what_the_office_adds(office: Office) -> None:
    office.write_rules("own.yaml", OWN)

    text = office.quick("rules", "show", "call-sheet").out
    by_file = office.quick("rules", "show", "own", "--format", "json").json
    rows = list(csv.DictReader(io.StringIO(office.quick("rules", "show", "call-sheet", "--format", "csv").out)))

    assert "Our own questions  (the office's own)" in text
    assert "zebra: Ask for the zebra line." in text
    assert "source: contract binder  read 2025-03-04  not from its own text: check the letter (recalled)" in text
    assert sheet_of()["parts"][0]["heading"] in text
    assert by_file["parts"][-1]["entries"][0]["source"]["url"] == "contract binder"
    assert rows[-1]["entry"] == "zebra"
    assert {row["status"] for row in rows} >= {"recalled", "seen"}


def test_a_guide_has_no_stages(office: Office) -> None:
    result = office.quick("rules", "show", "call-sheet", "internal-appeal")

    assert (result.code, result.out) == (2, "")
    assert "no stages" in result.err


def test_search_finds_the_lines_of_guides(office: Office) -> None:
    office.write_rules("own.yaml", OWN)

    found = office.quick("rules", "search", "zebra line", "--format", "json").json["rules"]
    text = office.quick("rules", "search", "zebra line").out

    assert [(item["kind"], item["stage"], item["step"], item["status"]) for item in found] == [
        ("guide", "call-sheet", "zebra", "recalled")
    ]
    assert "call-sheet.zebra" in text
    assert "0 rule(s), 1 line(s) of guides." in text


def test_status_counts_the_lines_of_guides(office: Office) -> None:
    packs = office.quick("rules", "status", "--format", "json").json["packs"]

    assert "rules/guides/call-sheet.yaml" in {pack["file"] for pack in packs}


def test_check_reads_a_guide_and_has_no_examples_to_run(office: Office) -> None:
    office.write_rules("own.yaml", OWN)

    assert office.quick("rules", "check", "own.yaml").out.startswith(
        "0 examples (0 official), 0 disagree; 1 file read."
    )
    office.write_rules("own.yaml", OWN.replace("hint:", "hnt:"))
    broken = office.quick("rules", "check", "own.yaml")
    assert broken.code == 1
    assert "hnt" in broken.out


def test_every_guide_has_a_page_and_the_index_names_it() -> None:
    make: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "make_rule_pages.py"))
    packs = shipped().all_packs()

    pages: dict[str, str] = make["rule_pages"](packs)

    index = pages["docs/rules/README.md"]
    for pack in packs:
        if pack["pack"] == "guide":
            page = pages[f"docs/rules/guides/{pack['guide']}.md"]
            assert f"(guides/{pack['guide']}.md)" in index
            assert [
                entry["id"] for part in pack["parts"] for entry in part["entries"] if f"`{entry['id']}`" not in page
            ] == []
    assert "from its own text" in pages["docs/rules/guides/call-sheet.md"]
    assert "text of 1999-10-28" in pages["docs/rules/plans/ihs.md"]
