"""Every worked example of every shipped pack; a file whose examples disagree names all that do.

The expected dates stand in the packs beside the rules that they prove, with the
count written out and the place in the source.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
from tests.told import shipped

from denialctl.commands.rules.examples import ExampleRun, run_examples
from denialctl.commands.rules.packs import rules_of
from denialctl.packs.checking import faults_of
from denialctl.packs.library import Library

pytestmark = pytest.mark.no_cover  # two thousand examples through lines that other tests run too

_LIBRARY = shipped()
_WITH_EXAMPLES = {_LIBRARY.shown(path) for path in _LIBRARY.files() if "examples:" in path.read_text(encoding="utf-8")}
_BODIES = {file for file in _WITH_EXAMPLES if file.startswith("rules/law/")}
"""Bodies of law: their examples are run for every plan type that is under them, and told with its file."""
_PLAN_TYPES = [f"rules/federal/{name}.yaml" for name in _LIBRARY.plan_types()]


@cache
def outcomes() -> dict[str, list[ExampleRun]]:
    """Compute all examples, once for all tests of this file."""
    found: dict[str, list[ExampleRun]] = {}
    for outcome in run_examples(_LIBRARY):
        found.setdefault(outcome.file, []).append(outcome)
    return found


@pytest.mark.parametrize("file", sorted((_WITH_EXAMPLES - _BODIES) | {*_PLAN_TYPES}))
def test_examples_agree(file: str) -> None:
    """Of a plan type also those that stand in a body of law that it shares with others."""
    assert outcomes()[file]
    assert [f"{item}\n  counted by hand: {item.why}" for item in outcomes()[file] if item.fault or item.waits] == []


def test_no_example_is_passed_over() -> None:
    """The line of each rule tells in which file it stands."""
    rules = {item.place.partition(":")[0] for found in outcomes().values() for item in found}

    assert rules == _WITH_EXAMPLES
    assert {*outcomes()} == (_WITH_EXAMPLES - _BODIES) | {*_PLAN_TYPES}


def test_the_examples_of_the_authorities_themselves_are_among_them() -> None:
    """Dates that a regulation or an agency prints: 45 CFR 147.136(d)(2)(i), the HHS process, the Medicare contractors' calendars.

    Those of Original Medicare's first appeal are three of 2017 and 2020 with one Sunday, and one more of 2020.
    """
    official = {(item.deadline, item.why) for found in outcomes().values() for item in found if item.official}

    assert Counter(deadline for deadline, _ in official) == {
        "external-review.file": 3,
        "expedited-external-review.decide": 1,
        "initial-decision.decide": 1,
        "internal-appeal.file": 4,
    }
    reviewed = {
        item.file
        for found in outcomes().values()
        for item in found
        if item.official and item.deadline == "external-review.file"
    }
    assert reviewed >= {
        f"rules/federal/{name}.yaml" for name in ("aca-group", "aca-individual", "church", "erisa-self-funded")
    }


def test_no_pack_has_a_fault() -> None:
    assert [str(fault) for fault in faults_of(_LIBRARY)] == []


def test_a_wrong_expectation_is_reported() -> None:
    """The comparison itself can fail."""
    pack = next(pack for pack in _LIBRARY.all_packs() if pack["file"] == "rules/federal/medicare-advantage.yaml")
    rule = pack["stages"]["internal-appeal"]["file"][0]
    rule["examples"] = [
        {"given": {"denied": "2026-10-01"}, "due": "2026-12-06", "official": "no", "why": "one day too many"}
    ]
    found = [
        item
        for item in run_examples(_Only(pack))
        if item.deadline == "internal-appeal.file" and item.why == "one day too many"
    ]
    assert [item.fault for item in found] == ["due is 2026-12-05, expected 2026-12-06"]


class _Only(Library):
    """A library that hands out one changed pack to be checked, and finds the others as they are."""

    def __init__(self, pack: dict[str, object]) -> None:
        super().__init__()
        self._pack = pack

    def all_packs(self) -> list[dict[str, object]]:
        return [self._pack]


def test_each_rule_with_a_date_has_an_example() -> None:
    """Every window that the packs state in hours, days, months or years is proved by at least one example, ours and theirs."""
    bare = [
        f"{pack['file']}: {item.stage}.{item.step} ({item.section})"
        for pack in _LIBRARY.all_packs()
        for item in rules_of(pack)
        if any(_counts(window) for window in item.rule["windows"]) and not item.rule.get("examples")
    ]
    assert bare == []


def _counts(window: dict[str, Any]) -> bool:
    return "count" in window or any(
        _counts(part) for key in ("readings", "latest_of", "earliest_of") for part in window.get(key, ())
    )
