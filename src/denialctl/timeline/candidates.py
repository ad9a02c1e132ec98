"""One timeline out of several: a case whose plan type is not settled, computed for each that is left.

For our deadlines the earliest day of all counts, for theirs the latest. A right that
only some of the plan types give is shown with its own day and with their names. Nobody
is called late before they are late under every plan type that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING

from denialctl.dates.lateness import is_over
from denialctl.dates.moments import Instant, Moment, earlier, later
from denialctl.timeline.deadline import Deadline, Overruled, Timeline
from denialctl.vocabulary import PLAN_TYPE, Basis, Clock, Kind, Layer, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from denialctl.cases.case import Case

_DONE = (Status.MET, Status.MET_LATE)
_OURS_LIVE = (Status.OPEN, Status.MISSED, Status.NOT_COMPUTED)
_THEIRS_LIVE = (Status.WAITING, Status.LAPSED, Status.NOT_COMPUTED)
_FEW = 4
"""At most this many plan types are named in a sentence, and joined with all their later stages."""
_LATER = (
    "What comes after the next decision differs by plan type: "
    "it is shown once few are left, or with denialctl calc --plan PLAN."
)


@dataclass(frozen=True, slots=True)
class UnderPlan:
    """A deadline as it is under one plan type."""

    plan: str
    item: Deadline


def join(timelines: Mapping[str, Timeline], case: Case, now: Instant, ask: str) -> Timeline:
    """Join the timelines of a case under the plan types that are left; `ask` says what would settle the type."""
    plans = tuple(timelines)
    names = _in_order([[item.stage for item in found.deadlines] for found in timelines.values()])
    deadlines = []
    for stage in names:
        for step in _in_order(
            [[item.step for item in found.deadlines if item.stage == stage] for found in timelines.values()]
        ):
            seen = [
                UnderPlan(plan, item)
                for plan, found in timelines.items()
                if (item := found.get(f"{stage}.{step}")) is not None
            ]
            deadlines.append(_JoinedDeadline(seen, plans, now).deadline())
    warnings = [f"The plan type is not settled: {or_(plans)}. {ask}", *_warnings(timelines)]
    if len(plans) > _FEW:
        # Nobody could read the later stages of many plan types: only what the denial has opened, or has begun, stays.
        deadlines = [item for item in deadlines if item.status is not Status.MOOT and not _far(item)]
        warnings.insert(1, _LATER)
    titles = {stage: title for found in reversed(list(timelines.values())) for stage, title in found.titles.items()}
    if case.closed is None and case.won is None:
        deadlines.insert(0, _settle(case, deadlines, plans, ask))
        titles = {PLAN_TYPE: "Which plan type it is", **titles}
    before = [found.valid_from for found in timelines.values() if found.valid_from is not None]
    after = [found.valid_until for found in timelines.values() if found.valid_until is not None]
    return Timeline(
        deadlines=tuple(deadlines),
        warnings=tuple(warnings),
        valid_from=max(before, default=None),
        valid_until=min(after, default=None),
        titles=titles,
    )


def or_(names: Sequence[str]) -> str:
    """Return several names as a choice in words."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _far(item: Deadline) -> bool:
    """True if a deadline depends on something that has not happened."""
    return item.status is Status.PROJECTED and (item.projected or item.due is None)


def _if(names: Sequence[str]) -> str:
    """Return in words under which plan types something holds; of a long list only the number."""
    return f"if it is {or_(names)}" if len(names) <= _FEW else f"for {len(names)} of the plan types left"


def _in_order(lists: Iterable[Sequence[str]]) -> list[str]:
    """Merge lists into one that keeps the order of each, as far as they agree."""
    order: list[str] = []
    for names in lists:
        place = 0
        for name in names:
            if name in order:
                place = max(place, order.index(name) + 1)
            else:
                order.insert(place, name)
                place += 1
    return order


def _warnings(timelines: Mapping[str, Timeline]) -> tuple[str, ...]:
    """Return the warnings: those of all plan types unchanged, the others with the plan types for which they hold."""
    said: dict[str, list[str]] = {}
    for plan, found in timelines.items():
        for text in found.warnings:
            said.setdefault(text, []).append(plan)
    every = [text for text, plans in said.items() if len(plans) == len(timelines)]
    some = [f"{_capital(_if(plans))}: {text}" for text, plans in said.items() if len(plans) < len(timelines)]
    return (*every, *some)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


# -- one deadline ------------------------------------------------------------------------------


class _JoinedDeadline:
    """Joins one deadline of all the plan types that have it."""

    def __init__(self, seen: list[UnderPlan], plans: tuple[str, ...], now: Instant) -> None:
        ours = [one for one in seen if one.item.clock.ours]
        # If one plan type leaves to us what another does by itself, ours counts, as it must not be missed.
        self.seen, self.ours = ours or seen, bool(ours)
        self.plans, self.now, self.zone = plans, now, now.zone
        self.earlier, self.later = partial(earlier, zone=now.zone), partial(later, zone=now.zone)
        self.live = self._of(_OURS_LIVE if self.ours else _THEIRS_LIVE)
        self.done, self.ahead = self._of(_DONE), self._of((Status.PROJECTED,))
        # A step that is moot under a plan type is no right there, and its day need not be kept.
        self.held = [one for one in self.seen if one.item.status is not Status.MOOT] or self.seen

    def _deciding(self) -> list[UnderPlan]:
        """Return the deadlines that decide status and day.

        For ours, one that is open or missed under any plan type comes before one that is
        done under another.
        """
        late = [one for one in self.done if one.item.status is Status.MET_LATE]
        ours = self.live or late or self.done
        return (ours if self.ours else self.done or self.live) or self.ahead or self.seen

    def _of(self, statuses: Sequence[Status]) -> list[UnderPlan]:
        return [one for one in self.seen if one.item.status in statuses]

    def deadline(self) -> Deadline:
        """Return the joined deadline: its safe day, the last arguable one, and what it is under each plan type."""
        deciding = self._deciding()
        due, latest = self._ours(deciding) if self.ours else self._theirs(deciding)
        chosen = self._chosen(deciding, due)
        item = chosen.item
        status = self._status(due, latest)
        holders = [] if deciding is self.seen else deciding
        only = _if([one.plan for one in holders]) if 0 < len(holders) < len(self.plans) else ""
        return item._replace(
            title=f"{item.title} ({only})" if only else item.title,
            say=self._say(item.say, holders, only, due),
            status=status,
            stage_open=any(one.item.stage_open for one in self.seen),
            confirmed=all(one.item.confirmed for one in deciding) and not self._unknown(),
            act_by=self._act_by(deciding, due),
            due=due,
            latest=latest,
            derivation=(*self._first_step(due, chosen), *item.derivation),
            overruled=(*item.overruled, *self._others(chosen)),
            missing=self._missing(item, due),
            reason=item.reason if status is Status.MOOT else None,
            notes=(*self._remarks(), *item.notes),
            by_the_hour=isinstance(due, Instant),
            last_right=any(one.item.last_right for one in deciding),
            optional=all(one.item.optional for one in deciding),
            sent_unproved=any(one.item.sent_unproved for one in deciding),
            receipt_unknown=any(one.item.receipt_unknown for one in deciding),
            usual_over=status is Status.OPEN and all(one.item.usual_over for one in deciding),
            give_cause=any(one.item.give_cause for one in deciding),
            raised=all(one.item.raised for one in deciding),
            assumed=tuple(dict.fromkeys(taken for one in deciding for taken in one.item.assumed)),
            projected=all(one.item.projected for one in deciding),
            call_before_appeal=any(one.item.call_before_appeal for one in deciding),
            appeal_closes_call=_agreed([one.item.appeal_closes_call for one in deciding]),
            no_call=item.no_call if all(one.item.no_call for one in deciding) else None,
        )

    # -- the days ------------------------------------------------------------------------------

    def _ours(self, deciding: list[UnderPlan]) -> tuple[Moment | None, Moment | None]:
        """Return the earliest day of all, and the latest if it is known under every plan type that gives the right."""
        if not any(one.item.due is not None for one in deciding):
            # A day that is only projected under another plan type is not safe for a right whose own day is not known.
            return None, None
        due = self._edge(self.earlier, [one.item.due for one in self.held])
        ends = [one.item.latest for one in deciding]
        return due, None if None in ends else self._edge(self.later, ends)

    def _theirs(self, deciding: list[UnderPlan]) -> tuple[Moment | None, Moment | None]:
        """Return the latest day of all; None if it is not known under one of the plan types."""
        if self._unknown():
            return None, None
        due = self._edge(self.later, [one.item.due for one in (*deciding, *self.ahead)])
        return due, due

    def _edge(self, pick: Callable[[Moment, Moment], Moment], moments: Iterable[Moment | None]) -> Moment | None:
        known = [moment for moment in moments if moment is not None]
        return reduce(pick, known) if known else None

    def _unknown(self) -> list[str]:
        """Return the plan types under which the day counts and is not known."""
        return (
            []
            if self.done and not (self.ours and self.live)
            else [one.plan for one in self.live if one.item.due is None]
        )

    def _chosen(self, deciding: list[UnderPlan], due: Moment | None) -> UnderPlan:
        """Return the deadline that gives the day.

        Among equals it is one that decides the status, then one whose rule nobody has
        read, so that the doubt is visible.
        """
        giving = (
            [one for one in deciding if one.item.due == due]
            or [one for one in self.held if one.item.due == due]
            or deciding
        )
        return min(giving, key=lambda one: one.item.confirmed)

    def _act_by(self, deciding: list[UnderPlan], due: Moment | None) -> Moment | None:
        if self.ours:
            planned = self._edge(self.earlier, [one.item.act_by for one in deciding])
            return planned if planned is None or due is None else self.earlier(planned, due)
        ask = self._edge(self.earlier, [one.item.act_by or one.item.due for one in deciding])
        return None if ask == due else ask

    # -- its status ---------------------------------------------------------------------------

    def _status(self, due: Moment | None, latest: Moment | None) -> Status:
        if self.done and not (self.ours and self.live):
            best, worst = (Status.MET_LATE, Status.MET) if self.ours else (Status.MET, Status.MET_LATE)
            return best if any(one.item.status is best for one in self.done) else worst
        if not self.live:
            return Status.PROJECTED if self.ahead else Status.MOOT
        if due is None:
            return Status.NOT_COMPUTED
        if self.ours:
            # A window that is only usual ends no right under any plan type.
            open_still = self._unknown() or any(one.item.status is Status.OPEN for one in self.live)
            return Status.MISSED if latest is not None and not open_still and self._over(latest) else Status.OPEN
        # If the step is moot under a plan type (a refused request to expedite runs elsewhere), they are not late here.
        elsewhere = any(one.item.status is Status.MOOT for one in self.seen)
        return Status.LAPSED if self._over(due) and not elsewhere else Status.WAITING

    def _over(self, moment: Moment) -> bool:
        return is_over(moment, self.now, self.zone)

    # -- what is said ------------------------------------------------------------------------------

    def _say(self, say: str, holders: list[UnderPlan], only: str, due: Moment | None) -> str:
        said = f"{_capital(only)}: {say}" if only else say
        giving = [one.plan for one in self.held if one.item.due == due]
        if due is None or all(one.plan in giving for one in (holders if only else self.held)):
            return said
        return f"{said} ({'Earliest' if self.ours else 'Latest'} {_if(giving)}.)"

    def _first_step(self, due: Moment | None, chosen: UnderPlan) -> tuple[str, ...]:
        if due is None or len(self.seen) == 1:
            return (f"the plan type is not settled; this is how it is if it is {chosen.plan}",)
        giving = [one.plan for one in self.held if one.item.due == due]
        return (
            f"the plan type is not settled: the {'earliest' if self.ours else 'latest'} day, that of {or_(giving)}",
        )

    def _others(self, chosen: UnderPlan) -> tuple[Overruled, ...]:
        """Return what the other plan types give; those with the same day and authority are joined."""
        found: dict[tuple[Layer, str, Moment | None], list[str]] = {}
        for one in self.seen:
            if one is not chosen:
                found.setdefault((one.item.layer or Layer.PRACTICE, one.item.authority, one.item.due), []).append(
                    one.plan
                )
        return tuple(
            Overruled(layer, authority, due, f"if it is {or_(plans)}")
            for (layer, authority, due), plans in found.items()
        )

    def _missing(self, item: Deadline, due: Moment | None) -> str | None:
        without = self._unknown()
        if not without:
            return item.missing
        gaps = dict.fromkeys(one.item.missing for one in self.live if one.item.due is None and one.item.missing)
        known = "; ".join(gaps) or "an event that has not been recorded"
        said = known if len(without) == len(self.plans) else f"{_if(without)}: {known}"
        return said if due is None or not item.missing else f"{item.missing}; {said}"

    def _remarks(self) -> tuple[str, ...]:
        late = [one.plan for one in self.seen if one.item.status in (Status.MET_LATE, Status.MISSED)]
        if self.done and late and any(one.item.status is Status.MET for one in self.done):
            return (f"{_capital(_if(late))}, this came after the last day.",)
        return ()


def _agreed(answers: Sequence[bool | None]) -> bool | None:
    """Return whether an appeal closes the call: True if under any plan type, False only if under none."""
    if True in answers:
        return True
    return False if answers and all(answer is False for answer in answers) else None


# -- the line that asks -----------------------------------------------------------------------------


def _settle(case: Case, deadlines: Sequence[Deadline], plans: tuple[str, ...], ask: str) -> Deadline:
    """Return the line that asks for the plan type; it is planned for the day on which the office learned of the denial.

    Its last day is the first day on which a right may end under any plan type.
    """
    zone = case.facts.tz
    rights = [
        item
        for item in deadlines
        if item.clock.ours and item.status is Status.OPEN and item.basis is not Basis.PRACTICE
    ]
    ends = [item.due for item in rights if item.due is not None]
    due = reduce(partial(earlier, zone=zone), ends) if ends else None
    learned = case.facts.received or case.facts.denied or case.facts.requested
    return Deadline(
        stage=PLAN_TYPE,
        step="ask",
        kind=Kind.INITIAL_DECISION,
        title="Which plan type it is",
        say=f"{ask} Then: denialctl edit CASE --plan PLAN.",
        clock=Clock.PROVIDER,
        status=Status.OPEN if due is not None else Status.NOT_COMPUTED,
        stage_open=True,
        basis=None,
        layer=None,
        authority=f"the plan type decides every date: {or_(plans) if len(plans) <= _FEW else f'{len(plans)} are left'}",
        confirmed=True,
        source="",
        source_status="seen",
        window="before the first right ends that one of the plan types gives",
        trigger_event="notice_date" if case.facts.denied is not None else "requested",
        trigger_at=learned,
        act_by=learned if due is None or learned is None else earlier(learned, due, zone),
        due=due,
        latest=None,
        done_at=None,
        derivation=("the earliest last day of ours under any plan type that is left",) if due is not None else (),
        if_missed="Until it is settled the safe day of every plan type is kept.",
        late_filing=None,
        overruled=(),
        missing="the plan type",
        reason=None,
        by_the_hour=isinstance(due, Instant),
    )
