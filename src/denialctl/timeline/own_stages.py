"""Events recorded where they do not belong: kept in the history, without effect on any date.

They belong to a stage that the plan type does not have, or are filings by the office
although the plan sends the case on by itself. The program refuses them; those stored
with --checked, or by an older version, count only as notes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.timeline.ladder import INITIAL

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.law.rulebook import Rulebook

FILED_BY_US = frozenset({"requested", "sent", "filed"})
"""Events of a filing by the office; they cannot happen if the plan sends the case on by itself."""


def belongs(stage: str, what: str, book: Rulebook) -> bool:
    """True if an event of a stage can happen under this plan type; every plan type has an initial decision."""
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
    """Return which events do not count, and why; one sentence for each stage."""
    said: dict[str, str] = {}
    for item in case.happenings:
        if belongs(item.stage, item.what, book):
            continue
        law = book.stages.get(item.stage)
        if law is None:
            known = ", ".join(book.stages)
            said[item.stage] = (
                f"{item.stage} is no stage of this plan type, and what was recorded there moves no date. Its stages: "
                f"{known}."
            )
        else:
            said[f"{item.stage} {item.what}"] = (
                f"{item.stage} {item.what} moves no date: the plan sends the case on by itself, nobody files. "
                "Record forwarded with the day on which it went."
            )
    return list(said.values())
