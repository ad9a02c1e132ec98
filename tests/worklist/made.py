"""Deadlines and cases as tests of the lists want them: plain ones, of which a test changes what it is about."""

from __future__ import annotations

from typing import Any

from denialctl.cases.case import Case
from denialctl.cases.facts import Facts
from denialctl.timeline.deadline import Deadline
from denialctl.vocabulary import Basis, Clock, Kind, Layer, Status

ZONE = "America/New_York"

APPEAL = Deadline(
    stage="internal-appeal",
    step="file",
    kind=Kind.INTERNAL_APPEAL,
    title="Internal appeal",
    say="File the internal appeal.",
    clock=Clock.PROVIDER,
    status=Status.OPEN,
    stage_open=True,
    basis=Basis.LAW,
    layer=Layer.FEDERAL,
    authority="29 CFR 2560.503-1(h)(3)(i)",
    confirmed=True,
    source="https://www.ecfr.gov/",
    source_status="seen",
    window="180 days after receipt of the notice",
    trigger_event="received",
    trigger_at=None,
    act_by=None,
    due=None,
    latest=None,
    done_at=None,
    derivation=(),
    if_missed="The right to appeal is lost.",
    late_filing=None,
    overruled=(),
    missing=None,
    reason=None,
)
"""An appeal of ours that is open, without a date."""


def deadline(**changes: Any) -> Deadline:  # noqa: ANN401 - the fields of a deadline, each with its own type
    """Return an open appeal with what a test changes; where only the last day is given, it is the last that can be argued, too."""
    item = APPEAL._replace(**changes)
    return item if item.due is None or "latest" in changes else item._replace(latest=item.due)


def case(number: int = 1, **facts: Any) -> Case:  # noqa: ANN401 - the fields of facts, each with its own type
    """Return a case of an employer's own plan with what a test says of it."""
    return Case(Facts(**{"plan": "erisa-self-funded", "tz": ZONE, **facts}), number)
