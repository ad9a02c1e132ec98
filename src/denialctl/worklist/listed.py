"""A deadline on a list, with its case: what `due`, `list`, `chase` and `escalate` speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline


@dataclass(eq=False, repr=False)
class Listed:
    """A deadline of a stored case. The case is known as lists know it: without what happened (`cases/data.py`)."""

    case: Case
    deadline: Deadline
    phone: str | None
    """The line for a peer-to-peer call, where there is one that surely fits."""

    @property
    def number(self) -> int:
        """The number of the case. Only what is stored is on a list, so it has one."""
        if self.case.id is None:
            message = "a case without a number is on no list"
            raise ValueError(message)
        return self.case.id
