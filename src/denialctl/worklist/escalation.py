"""Whom to tell when time runs out: the rungs of the escalation, the people on them, and acknowledgements.

A rung is reached by the share of a window that is used up, or by the business days or
hours that are left. Whoever is told has to acknowledge. Until somebody does, the next
higher rung is told at each repetition. After an acknowledgement nobody is told until
time alone reaches a higher rung.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from denialctl.dates.moments import day_of, end_of, read_in
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from datetime import date

    from denialctl.cases.case import Acknowledged, Case, Told
    from denialctl.dates.moments import Instant, Moment
    from denialctl.office.morning import Morning
    from denialctl.office.rungs import Rung, Rungs
    from denialctl.office.staff import Staff
    from denialctl.timeline.deadline import Deadline


@dataclass(frozen=True, slots=True)
class Roles:
    """The people for `lead`, `physician` and an unassigned `owner`, unless the owner of a case has others."""

    owner: str | None = None
    lead: str | None = None
    physician: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What decides whom to tell: the rungs, the default people for each role, and the staff with its deputies."""

    rungs: Rungs
    roles: Roles
    staff: Staff


@dataclass(frozen=True, slots=True)
class Reached:
    """The rung that a deadline has reached (of how many), whom to tell, and who acknowledged it."""

    rung: int
    of: int
    to: str
    acknowledged_by: str | None = None
    told_at: Instant | None = None
    new: bool = False
    """True if somebody has to be told now: the rung is new, or due to be repeated."""

    def __str__(self) -> str:
        """Return in words whom to tell, and on which rung."""
        return f"{self.to} (rung {self.rung} of {self.of})"


def reached(item: Deadline, case: Case, morning: Morning, watch: Watch) -> Reached | None:
    """Return the rung that a deadline on the list has reached; None if nobody has to be told yet."""
    rungs = watch.rungs
    by_time = _by_time(item, morning, rungs)
    told, taken = last_told(case, item.id), last_taken(case, item.id)
    answered = taken is not None and (told is None or taken.at.utc >= told.at.utc) and by_time <= taken.rung
    # Whoever acknowledged it while there was time is told again once the time is over.
    quiet = answered and taken is not None and not _ended_between(item.due, taken.at, morning)
    rung, new = by_time, False
    if quiet and taken is not None:
        # The office may have fewer rungs now than when it was acknowledged.
        rung = max(by_time, min(taken.rung, len(rungs.steps)))
    elif told is not None:
        unanswered = taken is None or taken.at.utc < told.at.utc
        again = unanswered and _repeats(told.at, morning, rungs)
        rung = max(by_time, min(told.rung + (1 if again else 0), len(rungs.steps)))
        new = again or by_time > told.rung
    else:
        new = by_time > 0
    by = taken.by if quiet and taken is not None else None
    if rung == 0 and by is None:
        return None
    to = _who(rungs.steps[max(rung, 1) - 1].who, case.facts.owner, morning, watch)
    return Reached(
        rung=rung,
        of=len(rungs.steps),
        to=to,
        acknowledged_by=by,
        told_at=told.at if told is not None else None,
        new=new,
    )


def last_told(case: Case, deadline: str) -> Told | None:
    """Return the last time that somebody was told of a deadline in the current round of its stage."""
    return next(
        (
            told
            for told in reversed(case.told)
            if told.deadline == deadline and case.about_this_filing(deadline, told.at)
        ),
        None,
    )


def last_taken(case: Case, deadline: str) -> Acknowledged | None:
    """Return the last time that somebody acknowledged a deadline in the current round of its stage."""
    every = reversed(case.acknowledged)
    return next(
        (taken for taken in every if taken.deadline == deadline and case.about_this_filing(deadline, taken.at)), None
    )


def _ended_between(due: Moment | None, taken: Instant, morning: Morning) -> bool:
    """True if the last day or hour of a deadline has passed since somebody acknowledged it."""
    return due is not None and taken.utc < end_of(due, morning.now.zone).utc <= morning.now.utc


def _by_time(item: Deadline, morning: Morning, rungs: Rungs) -> int:
    """Return the highest rung that time alone has reached; 0 if none."""
    top = len(rungs.steps)
    if item.status is Status.MISSED:
        return top
    if item.status is Status.LAPSED:
        # They are late: the last rung but one is told, and the last one if nobody acknowledges.
        return max(1, top - 1)
    if item.due is None:
        return 0
    due = read_in(item.due, morning.now.zone)
    used = _share_used(item.trigger_at, due, morning)
    return max(
        (number for number, rung in enumerate(rungs.steps, start=1) if _stands_on(rung, due, used, morning)), default=0
    )


def _stands_on(rung: Rung, due: Moment, used: float | None, morning: Morning) -> bool:
    if rung.share is not None:
        return used is not None and used >= rung.share
    if rung.days is not None:
        return _open_days_left(day_of(due), morning, rung.days) <= rung.days
    left = (end_of(due, morning.now.zone).utc - morning.now.utc) / timedelta(hours=1)
    return rung.hours is not None and left <= rung.hours


def _open_days_left(due: date, morning: Morning, enough: int) -> int:
    """Count the business days after today up to and including `due`; stops once there are more than `enough`."""
    count, day = 0, morning.today
    while day < due and count <= enough:
        day += timedelta(days=1)
        count += morning.is_open(day)
    return count


def _share_used(trigger: Moment | None, due: Moment, morning: Morning) -> float | None:
    """Return the used share of the time from the trigger to the end of the last day; None without a trigger."""
    if trigger is None:
        return None
    zone = morning.now.zone
    start = end_of(trigger, zone).utc
    whole = end_of(due, zone).utc - start
    return (morning.now.utc - start) / whole if whole else 0.0


def _repeats(told: Instant, morning: Morning, rungs: Rungs) -> bool:
    """True if a rung that nobody acknowledged is due to be repeated, one rung higher."""
    if rungs.repeat_hours is not None:
        return morning.now.utc >= told.utc + timedelta(hours=rungs.repeat_hours)
    open_days, day = 0, day_of(read_in(told, morning.now.zone))
    while day < morning.today and open_days < (rungs.repeat_days or 1):
        day += timedelta(days=1)
        open_days += morning.is_open(day)
    return open_days >= (rungs.repeat_days or 1)


def _who(role: str, owner: str | None, morning: Morning, watch: Watch) -> str:
    roles, staff = watch.roles, watch.staff
    person = staff.person(owner)
    lead = (person.lead if person is not None else None) or roles.lead
    match role.lower():
        case "owner":
            name = owner or roles.owner or lead or "the owner"
        case "lead":
            name = lead or "the lead"
        case "physician":
            name = (person.physician if person is not None else None) or roles.physician or "the physician"
        case _:
            name = role
    return str(staff.cover(name, morning.today, at_last=roles.lead))
