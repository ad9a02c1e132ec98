"""The rules of several plan types side by side, for a case whose plan type is not settled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import StageLaw


def side_by_side(books: Mapping[str, Rulebook], title: str) -> Rulebook:
    """Return the stages of all plan types, each as the first plan type that has it describes it.

    It names stages and asks questions; no date is computed from it.
    """
    first = next(iter(books.values()))
    stages: dict[str, StageLaw] = {}
    for book in books.values():
        stages = {**book.stages, **stages}
    state = next((book.state for book in books.values() if book.state is not None), None)
    return replace(first, plan_law=replace(first.plan_law, id=",".join(books), title=title), stages=stages, state=state)
