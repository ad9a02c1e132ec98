"""The order of the list for the morning: one that can be explained in a sentence, never a score.

Bands come first. Within a band: hour clocks and expedited cases before days, benefits
that would stop before ordinary dates, then a last right before one that has a
successor, the nearer moment, the higher amount.

This is the order among cases. Within one case `timeline/next_step.py` chooses what to
do first, by a different rule on purpose: a peer-to-peer call comes before the appeal
that would end it, and the planned day counts instead of the last one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from denialctl.cases.amounts import dollars
from denialctl.dates.moments import Instant, end_of, read_in, say
from denialctl.vocabulary import Band, Kind, Status
from denialctl.worklist.surfacing import last_day, surface_day

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.dates.moments import Moment
    from denialctl.office.morning import Morning
    from denialctl.timeline.deadline import Deadline

_RANK = {band: index for index, band in enumerate(Band)}
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def band_of(item: Deadline, morning: Morning) -> Band:
    """Return the band of a deadline."""
    if item.status is Status.MISSED:
        return Band.MISSED
    day = surface_day(item)
    if day < morning.next_business_day or _over_today(item, morning):
        # What ends before the office opens again (Saturday noon) belongs to today: nobody will be there then.
        return Band.TODAY
    if day <= morning.next_business_day:
        return Band.NEXT_BUSINESS_DAY
    return Band.THIS_WEEK if day <= morning.end_of_week else Band.LATER


def _over_today(item: Deadline, morning: Morning) -> bool:
    return item.due is not None and last_day(item.due) <= morning.today


def order_key(item: Deadline, case: Case, morning: Morning) -> tuple[object, ...]:
    """Return the sort key of a deadline on the list; the smaller key comes first."""
    nearest = item.due
    if item.usual_over or (item.status is Status.NOT_COMPUTED and item.act_by is not None):
        # Its last day may be any day: it is sorted with what ends today, not before it.
        planned = item.act_by or nearest
        nearest = morning.today if planned is None else max(last_day(planned), morning.today)
    return (
        _RANK[band_of(item, morning)],
        speed(item, case),
        0 if item.last_right else 1,
        _BEFORE_ALL if nearest is None else end_of(nearest, morning.now.zone).utc,
        -(dollars(case.facts.amount) or 0),
        case.id or 0,
        item.id,
    )


def speed(item: Deadline, case: Case) -> int:
    """Return 0 for hour clocks and expedited cases, 1 for running benefits, 2 for the rest."""
    by_the_hour = isinstance(item.due, Instant) and not item.usual_over
    urgent = case.facts.urgent and item.kind in (Kind.EXPEDITED_APPEAL, Kind.EXTERNAL_REVIEW)
    if by_the_hour or urgent or item.kind is Kind.EXPEDITED_APPEAL:
        return 0
    return 1 if item.kind is Kind.CONTINUATION else 2


def why_here(item: Deadline, case: Case, morning: Morning) -> str:
    """Explain in one sentence why a deadline is at its place on the list."""
    band = band_of(item, morning)
    if item.came_late:
        first = (
            f"their notice was due {_said(item.due, morning)} and came {_said(item.done_at, morning)}: "
            "it is for us to say so"
        )
    elif item.status is Status.LAPSED:
        first = f"their decision is overdue since {_said(item.due, morning)}: it is for us to escalate"
    elif band is Band.MISSED:
        first = f"the last day was {_said(item.latest or item.due, morning)}"
    elif item.give_cause:
        first = f"it was filed after its last day, {_said(item.due, morning)}, and may be dismissed for that"
    elif item.receipt_unknown:
        first = "their clock does not run here until the day on which they received it is recorded"
    elif item.sent_unproved:
        first = "it was sent, and nothing proves that they received it"
    elif item.status is Status.NOT_COMPUTED:
        first = f"no date can be computed: {item.missing}"
    elif band is Band.TODAY:
        first = _why_today(item, morning)
    else:
        first = f"planned for {_said(item.act_by or item.due, morning)}"
    extra = []
    if speed(item, case) < 2:
        extra.append("hour clocks, expedited cases and running benefits come first")
    if item.last_right:
        extra.append("no further right follows this one")
    return "; ".join([first, *extra])


def _why_today(item: Deadline, morning: Morning) -> str:
    if item.due is not None and _over_today(item, morning):
        if item.usual_over:
            act = "ask" if item.step == "request" else "do it"
            usual = _said(item.latest or item.due, morning)
            return f"the usual time, {usual}, is over, which ends no right: {act} all the same"
        if last_day(item.due) >= morning.today:
            return "the last day is today"
        return f"the safe day, {_said(item.due, morning)}, is over; {_said(item.latest, morning)} can still be argued"
    planned = item.act_by or item.due
    if planned is not None and last_day(planned) < morning.today:
        return f"it was planned for {_said(planned, morning)}"
    return "it is planned for today"


def _said(moment: Moment | None, morning: Morning) -> str:
    return "an unknown day" if moment is None else say(read_in(moment, morning.now.zone))
