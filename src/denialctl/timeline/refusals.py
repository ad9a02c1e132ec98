"""A request that they refused to expedite: it becomes a standard one, with the same receipt.

The packs say for which plan types, and by which authority (`expedite_refused` of a
stage; for example 42 CFR 422.570(d)). If a pack names none, a recorded refusal moves no
clock: the urgent time stays, with a warning.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.dates.moments import came_after, day_of, end_of, say, start_of
from denialctl.law.firmness import marked
from denialctl.vocabulary import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.moments import Moment
    from denialctl.law.rules import StageLaw

REFUSED = "expedite-refused"
_ENDED = (*DECISIONS, "withdrawn")


def in_standard_time(case: Case, stages: Mapping[str, StageLaw], late: Collection[str] = ()) -> Case:
    """Return the case with refused requests moved to the standard stage, or marked as in standard time.

    A refusal that came after the urgent time was over (stages in `late`) gives no more time.
    """
    standard: set[str] = set()
    for stage, refusal in _refusals(case, stages):
        if stage.expedite_refused is None or stage.id in late:
            continue
        if stage.alternative_to is not None:
            case = _moved(case, stage.id, stage.alternative_to, refusal)
            standard.add(stage.alternative_to)
        elif not _asked_again(case, refusal):
            standard.add(stage.id)
    return replace(case, standard_time=frozenset(standard)) if standard else case


def said_of_refusals(case: Case, stages: Mapping[str, StageLaw], late: Collection[str] = ()) -> list[str]:
    """Return in words what each recorded refusal did to the clock, and by which authority."""
    return [_said(case, stage, refusal, late) for stage, refusal in _refusals(case, stages)]


def refused_after_its_time(
    case: Case, stages: Mapping[str, StageLaw], due_of: Callable[[str], Moment | None]
) -> frozenset[str]:
    """Return the stages in which they refused to expedite after the urgent time (until `due_of`) was over."""
    found = set()
    for stage, refusal in _refusals(case, stages):
        due = due_of(stage.id)
        if due is not None and came_after(refusal.on, due):
            found.add(stage.id)
    return frozenset(found)


def _said(case: Case, stage: StageLaw, refusal: Happening, late: Collection[str]) -> str:
    on, law = say(refusal.on), stage.expedite_refused
    if stage.id in late:
        return (
            f"{stage.title}: the refusal to expedite of {on} came after the urgent time was over: "
            "it gives them no more."
        )
    if law is None:
        return (
            f"{stage.title}: a refusal to expedite is recorded ({on}). "
            "No rule of this plan type was read that gives them more time then: the urgent time stays."
        )
    if stage.alternative_to is None and _asked_again(case, refusal):
        return (
            f"{stage.title}: the refusal to expedite of {on} was about an earlier request; "
            "the present one is urgent again."
        )
    return (
        f"{stage.title}: they refused to expedite ({on}), so their standard time counts, "
        f"from the receipt of the same request: {marked(law.authority, law.source.status)}. "
        "The refusal itself is no decision and closes nothing. With a physician's word that it is urgent, ask again."
    )


def _refusals(case: Case, stages: Mapping[str, StageLaw]) -> Iterator[tuple[StageLaw, Happening]]:
    """Yield each stage in which they refused to expedite, with the last refusal."""
    for stage in stages.values():
        found = [item for item in case.happenings if item.stage == stage.id and item.what == REFUSED]
        if found:
            yield stage, max(found, key=lambda item: start_of(item.on, case.facts.tz).utc)


def _asked_again(case: Case, refusal: Happening) -> bool:
    """True if the request for authorization that is entered came after the refusal, so that it is a new one."""
    requested, zone = case.facts.requested, case.facts.tz
    return requested is not None and start_of(requested, zone).utc > end_of(refusal.on, zone).utc


def _moved(case: Case, fast: str, ordinary: str, refusal: Happening) -> Case:
    """Return the case with the refused filing, and what followed up to the next one, moved to the ordinary stage."""
    zone = case.facts.tz
    filings = sorted(
        (item for item in case.happenings if item.stage == fast and item.what == "filed"),
        key=lambda item: start_of(item.on, zone).utc,
    )
    refused = [item for item in filings if start_of(item.on, zone).utc <= end_of(refusal.on, zone).utc]
    anew = [item for item in filings if item not in refused]
    if not refused:
        return case
    first = day_of(refused[-1].on)
    ended = [
        day_of(item.on)
        for item in case.happenings
        if item.stage == fast and item.what in _ENDED and day_of(item.on) < first
    ]

    def moves_with_it(item: Happening) -> bool:
        if item.stage != fast or item.what == REFUSED or (ended and day_of(item.on) <= max(ended)):
            return False
        return not anew or start_of(item.on, zone).utc < start_of(anew[0].on, zone).utc

    return replace(
        case,
        happenings=tuple(item._replace(stage=ordinary) if moves_with_it(item) else item for item in case.happenings),
    )
