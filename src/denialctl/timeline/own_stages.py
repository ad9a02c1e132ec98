"""What was recorded where it does not belong: kept in the history, and without any effect on a date.

A stage that the plan type does not have, or a filing by the office where the plan
sends the case on by itself, is no event of the case. What was stored before the
program refused it, or taken with --checked, stands there as a note.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.timeline.ladder import INITIAL

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.law.rulebook import Rulebook

FILED_BY_US = frozenset({"requested", "sent", "filed"})
"""What only somebody can do who files; where the plan sends the case on by itself, nobody does."""


def belongs(stage: str, what: str, book: Rulebook) -> bool:
    """True if an event of a stage is one of this plan type. Every case has a first decision."""
    if stage == INITIAL:
        return True
    law = book.stages.get(stage)
    return law is not None and not (law.files_by_itself and what in FILED_BY_US)


def in_effect(case: Case, book: Rulebook) -> Case:
    """Return the case with only those events that count."""
    if all(belongs(item.stage, item.what, book) for item in case.happenings):
        return case
    return replace(case, happenings=tuple(item for item in case.happenings if belongs(item.stage, item.what, book)))


def left_out(case: Case, book: Rulebook) -> list[str]:
    """Say which events do not count, and why; one sentence for each stage."""
    said: dict[str, str] = {}
    for item in case.happenings:
        if belongs(item.stage, item.what, book):
            continue
        law = book.stages.get(item.stage)
        if law is None:
            known = ", ".join(book.stages)
            said[item.stage] = (
                f"{item.stage} is no stage of this plan type, and what was recorded there moves no date. Its stages: {known}."
            )
        else:
            said[f"{item.stage} {item.what}"] = (
                f"{item.stage} {item.what} moves no date: the plan sends the case on by itself, nobody files. "
                "Record forwarded with the day on which it went."
            )
    return list(said.values())
