"""Which deadlines of a case a word means: an id (`internal-appeal.file`), a stage, or the office's word for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from denialctl.commands.stored_case import case_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.commands.session import Session
    from denialctl.worklist.listed import Listed

_Line = TypeVar("_Line", bound="Listed")


def deadlines_meant(session: Session, case_id: int, items: Sequence[_Line], text: str) -> list[_Line]:
    """Return the deadlines of a case that are meant; none if the word means several stages, or no stage."""
    wanted = text.strip().lower()
    found = [item for item in items if wanted in (item.deadline.id, item.deadline.stage)]
    if found:
        return found
    from denialctl.commands.case_words import words_of  # noqa: PLC0415 - only for a word that is no name

    meant = words_of(session, case_of(session, case_id)[0]).stages_meant(text)
    return [item for item in items if meant == (item.deadline.stage,)]
