"""A fault in a rule file is said with its file, its line and its field, all faults at once; nothing is computed past it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

FAULTY = """\
office: Main Street Clinic
title: Our own rules
titel: A second title
stages:
  internal-appeal:
    kind: internal-appeal
    title: Appeal
    title: Appeal again
    opens: {after: [denial]}
    file:
      clock: provider
      say: File it.
      windows:
        - {count: 3 business days, after: received}
      authority: our contract
      if_missed: The right is lost.
      source: {url: https://example.org/, read: 2026-09-25, status: seen}
    decide:
      clock: plan
      say: They decide.
      windows:
        - {count: 2 months, after: filed}
      authority: our contract
      if_missed: Call.
      source: {url: https://example.org/, read: 2026-09-25, status: seen}
"""
# Line, what the field ends with, and words of the sentence.
FAULTS = [
    (3, "titel", ("unknown key", "title")),
    (8, "title", ("twice", "line 7")),
    (14, "windows.0", ("calendar", "business days")),
    (22, "windows.0", ("missing_day", "first-of-next")),
]
RULE = """\
office: Own
title: Own
stages:
  internal-appeal:
    kind: internal-appeal
    title: Appeal
    opens: {after: [denial]}
    file:
      clock: provider
      say: File it.
      windows:
        - WINDOW
      authority: our contract
      if_missed: The right is lost.
      source: {url: https://example.org/, read: 2026-09-25, status: seen}
      examples:
        - {given: {plan: medicare-advantage, denied: 2026-10-01, received: 2026-10-01}, due: EXPECTED, official: no, why: a hand count}
"""
SOUND = "{count: 10 calendar days, after: received}"
CODE = re.compile(r"\([a-z]+(_[a-z]+)+\)")
LINE = re.compile(r"(?P<file>.+):(?P<line>\d+): (?P<field>[^:]+): (?P<sentence>.+)")


def found_in(text: str, name: str) -> list[tuple[int, str, str]]:
    """Return the faults of a file as line, field and sentence."""
    matches = [LINE.fullmatch(line) for line in text.splitlines() if f"{name}:" in line]
    assert all(matches), text
    return [(int(match["line"]), match["field"], match["sentence"]) for match in matches if match]


def assert_all_faults(text: str) -> None:
    """Expect every fault of the faulty file, in the order of its lines."""
    found = found_in(text, "own.yaml")
    assert [line for line, _, _ in found] == [line for line, _, _ in FAULTS]
    for (_, field, sentence), (_, ending, words) in zip(found, FAULTS, strict=True):
        assert field.endswith(ending)
        assert all(word in sentence for word in words), sentence


def test_check_lists_all_faults_at_once(office: Office) -> None:
    path = office.write_rules("own.yaml", FAULTY)

    result = office.run("rules", "check")

    assert result.code == 1
    assert str(path) in result.out
    assert "Traceback" not in result.err
    assert_all_faults(result.out)


def test_nothing_is_computed_past_a_faulty_file(office: Office) -> None:
    office.write_rules("own.yaml", FAULTY)

    result = office.run("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01")

    assert result.code == 1
    assert result.out == ""
    assert "Traceback" not in result.err
    assert_all_faults(result.err)
    assert "rules check" in result.err


def test_the_faults_of_several_files_together(office: Office) -> None:
    office.write_rules("own.yaml", FAULTY)
    office.write_rules("second.yaml", "office: Second\ntitle: Second\nstages: {}\nnonsense: x\n")

    for arguments in (("rules", "check"), ("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01")):
        result = office.quick(*arguments)
        assert result.code == 1
        assert_all_faults(result.out + result.err)
        assert any(line == 4 for line, _, _ in found_in(result.out + result.err, "second.yaml"))


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("{count: 3 days, after: received}", ("calendar", "business")),
        ("{count: 3 business days, after: received}", ("calendar",)),
        ("{count: 2 months, after: received}", ("missing_day",)),
        ("{count: 1 year, after: received}", ("missing_day",)),
        ("{count: 10 calendar days, after: recieved}", ("received",)),
        ("{count: 10 calendar days, after: received, calender: federal}", ("calendar",)),
        ("{count: 10 calendar days, after: received, count: 12 calendar days}", ("twice",)),
        ("{count: ten calendar days, after: received}", ("ten",)),
        ("{count: 10 calendar days}", ("after",)),
        ("{count: 10 calendar days, after: received, ends_with: discharge}", ("exactly one",)),
        ("{count: 10 calendar days, after: received, roll: {over: [saturday]}}", ("calendar", "certain")),
        ("{count: 10 calendar days, after: received, from: 2026-02-30}", ("2026-02-30",)),
        ("{count: 10 calendar days, after: received, from: 2026-13-01}", ("2026-13-01",)),
        ("!!python/object/apply:os.system ['echo unsafe']", ("tag",)),
    ],
)
def test_a_window_that_leaves_something_open_is_refused(office: Office, window: str, words: tuple[str, ...]) -> None:
    office.write_rules("own.yaml", RULE.replace("WINDOW", window))

    result = office.quick("rules", "check", "own.yaml")

    assert result.code == 1
    assert "unsafe\n" not in result.out
    found = found_in(result.out, "own.yaml")
    assert all(line == 12 for line, _, _ in found), found
    told = " ".join(f"{field} {sentence}" for _, field, sentence in found)
    assert any(word in told for word in words), told
    assert not CODE.search(told), "the name of a validator's error says nothing to the person who maintains the rules"
    assert office.quick("calc", "--plan", "medicare-advantage", "--denied", "2026-10-01").code == 1


def test_a_sound_file_governs_and_says_what_it_overruled(office: Office) -> None:
    """1 October + 10 calendar days = 11 October; the federal 65 days from the notice stand beside it."""
    office.write_rules("own.yaml", RULE.replace("WINDOW", SOUND).replace("EXPECTED", "2026-10-11"))

    check = office.quick("rules", "check", "own.yaml")
    assert (check.code, check.out.split(",")[0]) == (0, "1 examples (0 official)"), check.out + check.err

    options = (
        "--plan",
        "medicare-advantage",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
        "--format",
        "json",
    )
    item = office.quick("calc", *options).deadline("internal-appeal.file")
    assert item["due"] == "2026-10-11"
    assert item["layer"] == "office"
    assert any(gone["layer"] == "federal" and "422.582" in gone["authority"] for gone in item["overruled"])


def test_an_example_that_disagrees_is_told_with_both_dates(office: Office) -> None:
    office.write_rules("own.yaml", RULE.replace("WINDOW", SOUND).replace("EXPECTED", "2026-10-12"))

    result = office.quick("rules", "check", "own.yaml")

    assert result.code == 1
    line = next(line for line in result.out.splitlines() if "own.yaml" in line)
    assert "2026-10-11" in line
    assert "2026-10-12" in line
    assert "internal-appeal.file" in line


NO_PACKS = [
    ("", 1),
    ("just a sentence\n", 1),
    ("title: no kind\n", 1),
    ("office: Own\ntitle: [unclosed\n", 2),
    ("office: Own\n\ttitle: tab\n", 2),
    ("- a list\n", 1),
    ("office: Own\nregime: ihs\ntitle: two kinds\n", 1),
]
"""Texts that are no pack, and the first line on which that may be said."""


def test_files_that_are_no_packs_are_named_one_by_one(office: Office) -> None:
    paths = {office.write_rules(f"own{number}.yaml", text): line for number, (text, line) in enumerate(NO_PACKS)}

    result = office.quick("rules", "check")

    assert result.code == 1
    assert "Traceback" not in result.err
    faults = {path: [said for said in result.out.splitlines() if said.startswith(f"{path}:")] for path in paths}
    assert {path.name: len(found) for path, found in faults.items()} == {path.name: 1 for path in paths}
    assert all(int(faults[path][0].removeprefix(f"{path}:").split(":")[0]) >= line for path, line in paths.items())


def test_a_file_that_is_no_text(office: Office) -> None:
    office.write_rules("own.yaml", "")
    (office.rules / "own.yaml").write_bytes(b"\xff\xfe\x00")

    result = office.quick("rules", "check")

    assert result.code == 1
    assert "own.yaml:1: this file is not text in UTF-8" in result.out


def test_a_bomb_of_aliases_is_refused_at_once(office: Office) -> None:
    """Seven levels of nine aliases are 4,782,969 entries, if somebody unfolds them."""
    levels = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    levels += [f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 7)]
    office.write_rules("own.yaml", "office: Own\ntitle: Own\n" + "\n".join(levels) + "\n")

    result = office.run("rules", "check", timeout=120)

    assert result.code == 1
    assert "own.yaml" in result.out
