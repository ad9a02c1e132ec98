"""What the rarer questions to the store are answered with; the daily list asks none of them."""

from __future__ import annotations

from typing import NamedTuple


class OfPatient(NamedTuple):
    """A case as it is looked up by its patient. `service` is the code, else the description."""

    id: int
    patient: str | None
    service: str | None
    closed: bool


class Used(NamedTuple):
    """The plan type, the state and the payer of an open case: which rules speak to it."""

    plan: str
    state: str | None
    payer: str | None


class Shown(NamedTuple):
    """What a list shows of a stored deadline: its last day as ISO text, and how it stands."""

    due: str | None
    status: str
