"""Every worked example of every shipped pack, each as a test of its own.

The expected dates stand in the packs beside the rules that they prove, with the
count written out and the place in the source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from denialctl.commands.rules.examples import ExampleRun, run_examples
from denialctl.commands.rules.packs import rules_of
from denialctl.packs.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIBRARY = Library()
_OUTCOMES = run_examples(_LIBRARY)


def _named(outcomes: Iterable[ExampleRun]) -> list[object]:
    return [pytest.param(item, id=f"{item.file.removeprefix('rules/')}-{item.deadline}-{number}") for number, item in enumerate(outcomes)]


@pytest.mark.parametrize("outcome", _named(item for item in _OUTCOMES if not item.waits))
def test_example_agrees(outcome: ExampleRun) -> None:
    assert not outcome.fault, f"{outcome}\n  counted by hand: {outcome.why}"


def test_official_examples_are_there() -> None:
    official = [item for item in _OUTCOMES if item.official and not item.waits]
    assert len(official) >= 5


def test_no_pack_has_a_fault() -> None:
    assert [str(fault) for fault in _LIBRARY.check()] == []


def test_a_wrong_expectation_is_reported() -> None:
    """The comparison itself can fail."""
    pack = next(pack for pack in _LIBRARY.all_packs() if pack["file"] == "rules/federal/medicare-advantage.yaml")
    rule = pack["stages"]["internal-appeal"]["file"][0]
    rule["examples"] = [{"given": {"denied": "2026-10-01"}, "due": "2026-12-06", "official": "no", "why": "one day too many"}]
    found = [item for item in run_examples(_Only(pack)) if item.deadline == "internal-appeal.file" and item.why == "one day too many"]
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
    return "count" in window or any(_counts(part) for key in ("readings", "latest_of", "earliest_of") for part in window.get(key, ()))
