"""Results that may depend on one another: each is computed once, and does not depend on which is asked first.

What is due may depend on what opened a stage, and that on whether something was due and
did not come. Such a chain of questions can lead back to its beginning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Question = tuple[str, ...]
T = TypeVar("T")


class Remembered:
    """The results that were computed so far, for one case.

    If a question comes up again while it is being computed, it has no answer there: a
    window that depends on itself has no date. An answer that was computed within such a
    circle is right only while the same questions of the circle are open, and is used
    again only then. So no answer depends on which question was asked first.
    """

    def __init__(self) -> None:
        self._open: dict[Question, set[Question]] = {}
        """The questions being computed, the innermost last, each with the questions of the circles it is on."""
        self._answers: dict[Question, list[tuple[Any, frozenset[Question], frozenset[Question]]]] = {}
        """The answers to each question, each with the circle it is on, and the questions of it that were open then."""

    def of(self, question: Question, work_out: Callable[[], T], unknown: T) -> T:
        """Return the answer to a question; `unknown` if it is already being computed."""
        if question in self._open:
            self._lean_on({question})
            return unknown
        for answer, circle, then_open in self._answers.get(question, ()):
            if circle & self._open.keys() == then_open:
                if then_open:
                    self._lean_on(circle)
                return cast("T", answer)
        self._open[question] = set()
        try:
            answer = work_out()
        finally:
            met = self._open.pop(question)
        circle = frozenset({question, *met}) if met else frozenset()
        still_open = circle & self._open.keys()
        if still_open:
            self._lean_on(circle)
        self._answers.setdefault(question, []).append((answer, circle, still_open))
        return answer

    def _lean_on(self, circle: set[Question] | frozenset[Question]) -> None:
        """Note that the innermost open question is on this circle."""
        innermost = next(reversed(self._open))
        self._open[innermost] |= circle
