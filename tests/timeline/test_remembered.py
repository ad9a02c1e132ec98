"""Answers that may need one another are the same whoever asks first, circles and all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from denialctl.timeline.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass
class Asking:
    """Questions that ask one another; the answer to each is its own name, then the answers that it got."""

    needs: Mapping[str, Sequence[str]]
    remembered: Remembered = field(default_factory=Remembered)
    worked_out: list[str] = field(default_factory=list)

    def ask(self, name: str) -> str:
        return self.remembered.of((name,), lambda: self._work_out(name), "?")

    def _work_out(self, name: str) -> str:
        self.worked_out.append(name)
        return f"{name}({' '.join(self.ask(other) for other in self.needs[name])})"


def test_an_answer_is_worked_out_once() -> None:
    asking = Asking({"a": "bc", "b": "c", "c": ""})
    assert [asking.ask(name) for name in "aabc"] == ["a(b(c()) c())", "a(b(c()) c())", "b(c())", "c()"]
    assert sorted(asking.worked_out) == ["a", "b", "c"]


def test_a_question_that_comes_back_to_itself_has_no_answer_there() -> None:
    assert Asking({"a": "a"}).ask("a") == "a(?)"


def test_a_circle_is_answered_alike_from_both_ends() -> None:
    # a asks b, b asks a: from either end the other one is worked out without it.
    first, second = Asking({"a": "b", "b": "a"}), Asking({"a": "b", "b": "a"})
    assert (first.ask("a"), first.ask("b")) == ("a(b(?))", "b(a(?))")
    assert (second.ask("b"), second.ask("a")) == ("b(a(?))", "a(b(?))")


def test_who_only_looks_at_a_circle_is_worked_out_once() -> None:
    asking = Asking({"a": "b", "b": "c", "c": "b"})
    assert asking.ask("a") == "a(b(c(?)))"
    assert asking.ask("a") == "a(b(c(?)))"
    assert asking.worked_out == ["a", "b", "c"]


NAMES = "abcde"
graphs = st.fixed_dictionaries({name: st.lists(st.sampled_from(NAMES), max_size=3) for name in NAMES})


@given(graphs, st.permutations(NAMES))
def test_no_answer_depends_on_what_was_asked_before(needs: Mapping[str, Sequence[str]], order: Sequence[str]) -> None:
    asked_before = Asking(needs)
    for name in order:
        assert asked_before.ask(name) == Asking(needs).ask(name)


def test_a_fault_on_the_way_leaves_no_question_open() -> None:
    remembered = Remembered()

    def fault() -> str:
        raise ValueError("no such calendar")

    for _ in range(2):
        try:
            remembered.of(("a",), fault, "?")
        except ValueError:
            continue
        raise AssertionError("the fault was swallowed")
    assert remembered.of(("a",), lambda: "answered", "?") == "answered"
