"""The answer where no call is held after the denial: that this is so, by whose word, and that the appeal is the way.

It is no gap and no date that passed: a payer's own manual says it, so the call is not chased, and the appeal that
stands in its place says why there is none before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.law.firmness import marked
from denialctl.vocabulary import Kind, Layer, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.cases.case import Case
    from denialctl.law.rules import StageLaw
    from denialctl.timeline.deadline import Deadline
    from denialctl.timeline.reckoned import Reckoned

_READ = "This plan offers no call after the denial: appeal"
_NOT_SURE = "This plan seems to offer no call after the denial: ask once by phone today, and appeal"
_INSTEAD = (Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL)
_STILL_OURS = (Status.OPEN, Status.NOT_COMPUTED, Status.MISSED)


def no_call_after_denial(stage: StageLaw, step: str, found: Reckoned, case: Case) -> str | None:
    """Return that no call is held after this denial, and who says so; None where a call may be asked for."""
    if stage.kind is not Kind.PEER_TO_PEER or step != "request" or found.layer is Layer.PRACTICE:
        return None
    if case.facts.denied is None or case.closed is not None or case.won is not None or case.withdrawn(stage.id):
        return None
    if found.not_given is None or found.rule is None:
        return None
    source = found.rule.source
    return f"{answer(confirmed=source.confirmed)} ({marked(found.rule.authority, source.status)})."


def answer(*, confirmed: bool) -> str:
    """Return the answer in words: a firm one if somebody read it in the payer's own document."""
    return _READ if confirmed else _NOT_SURE


def said_beside_the_appeal(found: Sequence[Deadline]) -> list[Deadline]:
    """Return the deadlines of a case, with the answer beside each open appeal that stands in place of the call."""
    said = next((item.no_call for item in found if item.no_call is not None), None)
    return [item._replace(no_call=said) if said and _stands_instead(item) else item for item in found]


def _stands_instead(item: Deadline) -> bool:
    """True for an appeal to the plan that is still to be filed."""
    return item.kind in _INSTEAD and item.step == "file" and item.stage_open and item.status in _STILL_OURS
