"""A deadline with its case, as `due`, `list`, `chase` and `escalate` show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline


@dataclass(eq=False, repr=False)
class Listed:
    """A deadline of a stored case. The case is without its history, as lists know it (`cases/data.py`)."""

    case: Case
    deadline: Deadline
    phone: str | None
    """The telephone line for a peer-to-peer call; None unless exactly one certainly fits."""

    @property
    def number(self) -> int:
        """The number of the case; every case on a list is stored and has one.

        Raises `ValueError` for a case without a number.
        """
        if self.case.id is None:
            message = "a case without a number is on no list"
            raise ValueError(message)
        return self.case.id
