"""Payers of whom the same is known stand in one list; each of them is a payer like one with a file of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, case_of, shipped

from denialctl.law.choosing import choose
from denialctl.packs.library import Library
from denialctl.packs.listed_payers import file_name
from denialctl.timeline.situation import StageSituation

if TYPE_CHECKING:
    from tests.conftest import Office

    from denialctl.law.rules import Payer

# The files that these payers and vendors had, each by itself, before the lists.
ONCE_FILES = [
    "bcbs-alabama",
    "bcbs-arizona",
    "bcbs-kansas-city",
    "bcbs-minnesota",
    "bcbs-montana",
    "bcbs-new-mexico",
    "bcbs-oklahoma",
    "bcbs-texas",
    "blue-shield-california",
    "carefirst",
    "cvs-caremark",
    "emblemhealth",
    "express-scripts",
    "florida-blue",
    "geisinger",
    "healthfirst",
    "highmark",
    "horizon",
    "independence",
    "kaiser",
    "medical-mutual",
    "optum-behavioral",
    "optumrx",
    "oscar",
    "point32health",
    "premera",
    "upmc",
]

LIST = """\
payers: our-list
title: Payers that we asked
sources:
  asked: {{url: our own phone calls, read: 2026-11-02}}
stages:
  peer-to-peer:
    request:
      clock: provider
      say: Call today.
      windows: [{{count: 5 calendar days, after: notice_date}}]
      authority: what they said
      if_missed: No call any more.
      source: {{id: asked, status: seen}}
      examples:
        - {{given: {{plan: aca-group, denied: 2026-11-02}}, due: 2026-11-07, official: no, why: "Mon 2 November + 5 = Sat 7 November"}}
listed:
  acme: {{payer: Acme, states: [TX], aliases: [Acme Health], notes: [Ask for Jo.]{acme}}}
  bravo: {{payer: Bravo, kind: reviewer, title: Bravo Reviews, regimes: [aca-group], sources: {{asked: {{url: a letter, read: 2026-11-20}}}}}}
"""
ACME = """\
payer: Acme
kind: payer
title: Acme
states: [TX]
aliases: [Acme Health]
notes: [Ask for Jo.]
stages:
  peer-to-peer:
    request:
      clock: provider
      say: Call today.
      windows: [{count: 5 calendar days, after: notice_date}]
      authority: what they said
      if_missed: No call any more.
      source: {url: our own phone calls, read: 2026-11-02, status: seen}
"""


def _payers(folder: Path, text: str) -> dict[str, Payer]:
    folder.mkdir()
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    library = Library(office=folder)
    return {
        payer.name: payer for payer in map(library.payer, library.payer_names) if payer.file.startswith(str(folder))
    }


def _without_place(payer: Payer) -> Payer:
    stages = tuple(
        replace(stage, rules=tuple(replace(rule, file="", line=0) for rule in stage.rules)) for stage in payer.stages
    )
    return replace(payer, file="", stages=stages)


def test_names_are_looked_through_as_if_each_payer_had_a_file_of_its_own() -> None:
    """So the nearest names are said in the same order, whichever payers a list holds: Molina, Point32Health, Premera."""
    files = [f"{name.listed_as}.yaml" if name.listed_as else Path(name.file).name for name in shipped().payer_names]
    assert files == sorted(files)
    assert files.index("molina.yaml") < files.index("point32health.yaml") < files.index("premera.yaml")


def test_a_payer_of_a_list_is_the_payer_that_its_own_file_would_make(tmp_path: Path) -> None:
    listed, own = _payers(tmp_path / "list", LIST.format(acme="")), _payers(tmp_path / "own", ACME)
    assert list(listed) == ["Acme", "Bravo"]
    assert _without_place(listed["Acme"]) == _without_place(own["Acme"])


def test_what_differs_stands_with_the_payer(tmp_path: Path) -> None:
    bravo = _payers(tmp_path / "list", LIST.format(acme=""))["Bravo"]
    rule = bravo.stages[0].rules[0]
    assert (bravo.kind, bravo.title, rule.pack, rule.manual_of) == (
        "reviewer",
        "Bravo Reviews",
        "Bravo Reviews",
        "Bravo",
    )
    assert rule.when.plan_types == {"aca-group"}
    assert (rule.source.url, rule.source.read.isoformat()) == ("a letter", "2026-11-20")


def test_a_payer_of_a_list_says_of_itself_what_to_do_and_what_is_open(tmp_path: Path) -> None:
    """Its words take the place of the list's on our clock; what it does not say stands as the list says it."""
    more = ", say: Ask Jo first., question: Until when?, ask: 'Jo, 800-555-0100'"
    payers = _payers(tmp_path / "list", LIST.format(acme=more))
    acme, bravo = payers["Acme"].stages[0].rules[0], payers["Bravo"].stages[0].rules[0]
    assert (acme.say, acme.source.question, acme.source.ask) == ("Ask Jo first.", "Until when?", "Jo, 800-555-0100")
    assert (acme.source.status, acme.if_missed) == ("seen", "No call any more.")
    assert (bravo.say, bravo.source.question, bravo.source.ask) == ("Call today.", None, None)


def test_every_payer_without_a_window_says_what_is_open_and_where_it_is_settled() -> None:
    library = shipped()
    for name in library.payer_names:
        if not name.listed_as:
            continue
        rule = library.payer(name).stages[0].rules[0]
        assert rule.source.question, name
        assert rule.source.question.endswith("?"), name
        assert rule.source.ask, name


def test_the_example_of_a_list_is_run_for_each_of_them(office: Office) -> None:
    office.write_rules("own.yaml", LIST.format(acme=""))
    sound = office.quick("rules", "check", "own.yaml")
    assert "2 examples (0 official), 0 disagree" in sound.out + sound.err
    office.write_rules("own.yaml", LIST.format(acme=", regimes: [fehb]"))
    wrong = office.quick("rules", "check", "own.yaml")
    assert wrong.code == 1
    assert "peer-to-peer.request" in wrong.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", phone: 800-555-0100", "own.yaml:17: listed.acme.phone: unknown key 'phone'; nearest known: phones"),
        (", regimes: [aca]", "own.yaml:17: listed.acme.regimes.0: 'aca' is not allowed"),
        (
            ", phones: [{number: 1, for: x, source: {id: none, status: seen}}]",
            "own.yaml:17: listed.acme.phones.0.source: no source 'none'",
        ),
        (", sells: [aca-group]}\n  other: {payer: Acme", "own.yaml:18: payer: 'Acme' stands already in"),
        (
            "}\n  other: {payer: Oscar",
            "own.yaml:18: payer: 'Oscar' stands already in rules/payers/without-a-window.yaml",
        ),
        (
            "}\n  other: {payer: Another, aliases: [Hi Oscar]",
            "own.yaml:18: aliases: 'hi oscar' is already a name of Oscar",
        ),
        ("}\n  other: {payer: Another, aliases: [Acme]", "own.yaml:18: aliases: 'acme' is already a name of Acme"),
    ],
)
def test_a_fault_in_a_list_names_its_line(office: Office, more: str, said: str) -> None:
    office.write_rules("own.yaml", LIST.format(acme=more))
    result = office.quick("rules", "check")
    assert result.code == 1
    assert said in result.out


def test_nobody_was_lost_on_the_way_into_the_lists_and_out_of_them() -> None:
    """A payer of whom a window was found has left the list for a file of its own: UPMC."""
    packs = [pack for pack in shipped().all_packs() if pack["pack"] == "payer"]
    listed = {file_name(pack) for pack in packs if "listed_as" in pack}
    assert set(ONCE_FILES) - listed == {"upmc"}
    assert "upmc" in {file_name(pack) for pack in packs} - listed


def test_they_are_found_by_name_and_short_name_and_stand_where_a_file_would_stand(office: Office) -> None:
    for name in ("Blue Cross and Blue Shield of Kansas City", "bcbs-kansas-city"):
        shown = office.quick("rules", "show", name, "--format", "json").json
        assert shown["pack"]["title"] == "Blue Cross and Blue Shield of Kansas City"
        assert [item["stage"] for item in shown["rules"]] == ["peer-to-peer"]
    names = [
        item["name"]
        for item in office.quick("rules", "list", "--format", "json").json["packs"]
        if item["kind"] == "payer"
    ]
    assert names.index("OptumRx") + 1 == names.index("OrthoNet") == names.index("Oscar") - 1
    # 44 files of one payer each, 67 in the one list and 5 in the other.
    assert len(names) == len(set(names)) == 44 + 67 + 5
    hits = office.quick("rules", "search", "no document of the payer names days", "--format", "json").json["rules"]
    assert len({hit["pack"] for hit in hits if hit["file"] == "rules/payers/without-a-window.yaml"}) == 67
    status = office.quick("rules", "status").out.splitlines()
    # One less than the payers: the federal external review has telephone lines, and no rule of its own.
    assert len({line.split()[0] for line in status if line.startswith("rules/payers/")}) == 115


def test_a_payer_and_its_reviewer_may_stand_in_one_list() -> None:
    """The vendor that reviews speaks before the payer, though both rules stand in one file."""
    case = case_of("aca-group", denied="2026-11-20", payer="Oscar", reviewer="Optum Behavioral")
    rules = assembler().book(case.facts).stages["peer-to-peer"].rules["request"]
    for speaks in ("Optum Behavioral", "Oscar"):
        chosen = choose(rules, StageSituation(case, "peer-to-peer", "Oscar"), speaks)
        assert chosen is not None
        assert chosen.rule.manual_of == speaks


def test_a_file_of_the_office_is_its_own_wherever_the_program_is_started(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the settings folder named as `.`, its rules lie at `rules/...`, as the program's own are shown."""
    office.write_rules("own.yaml", ACME)
    monkeypatch.chdir(office.config)
    monkeypatch.setenv("DENIALCTL_CONFIG", ".")
    listed = office.quick("rules", "list").out
    assert next(line for line in listed.splitlines() if "Acme" in line).endswith("(the office's own)")
