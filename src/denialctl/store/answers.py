"""Records that answer the rarer queries of the store; the daily list makes none of these queries."""

from __future__ import annotations

from typing import NamedTuple


class OfPatient(NamedTuple):
    """A case as it is found by its patient. `service` is the code, or the description where there is no code."""

    id: int
    patient: str | None
    service: str | None
    closed: bool


class Used(NamedTuple):
    """The plan type, the state and the payer of an open case, which decide the rules that it is under."""

    plan: str
    state: str | None
    payer: str | None


class Shown(NamedTuple):
    """What a list shows of a stored deadline: its last day as ISO text, and its status."""

    due: str | None
    status: str
