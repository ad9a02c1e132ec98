"""One timeline out of several: a case whose plan type is not settled, seen from each plan type that is left.

For ours the earliest day of all counts, for theirs the latest; a right that only some
of the plan types give stands there with its own day and says which they are. Nobody is
called late before the last of the candidates would be.
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
"""So many plan types are named in a sentence, and so many ladders laid into one to their ends."""
_LATER = "What comes after the next decision differs by plan type: it is shown once few are left, or with denialctl calc --plan PLAN."


@dataclass(frozen=True, slots=True)
class Seen:
    """A deadline as it is if the plan is of one type."""

    plan: str
    item: Deadline


def join(timelines: Mapping[str, Timeline], case: Case, now: Instant, ask: str) -> Timeline:
    """Join the timelines of a case under each plan type that is left; `ask` says what would settle it."""
    plans = tuple(timelines)
    names = _in_order([[item.stage for item in found.deadlines] for found in timelines.values()])
    deadlines = []
    for stage in names:
        for step in _in_order(
            [[item.step for item in found.deadlines if item.stage == stage] for found in timelines.values()]
        ):
            seen = [
                Seen(plan, item)
                for plan, found in timelines.items()
                if (item := found.get(f"{stage}.{step}")) is not None
            ]
            deadlines.append(_Joint(seen, plans, now).deadline())
    warnings = [f"The plan type is not settled: {or_(plans)}. {ask}", *_warnings(timelines)]
    if len(plans) > _FEW:
        # The ladders of many plan types in one are read by nobody: what has begun, and what the denial itself has opened.
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
    """Say several names as a choice."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _far(item: Deadline) -> bool:
    """True if a deadline hangs on something that has not happened."""
    return item.status is Status.PROJECTED and (item.projected or item.due is None)


def _if(names: Sequence[str]) -> str:
    """Say under which plan types something holds; a long list only by its number."""
    return f"if it is {or_(names)}" if len(names) <= _FEW else f"for {len(names)} of the plan types left"


def _in_order(lists: Iterable[Sequence[str]]) -> list[str]:
    """Merge lists into one that keeps the order of each as far as they agree."""
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
    """Return what is to be said under every plan type as it is, and the rest with the plan types for which it holds."""
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


class _Joint:
    """One deadline as each plan type that has it gives it."""

    def __init__(self, seen: list[Seen], plans: tuple[str, ...], now: Instant) -> None:
        ours = [one for one in seen if one.item.clock.ours]
        # Where one plan type leaves to us what another one does by itself, ours is the side that may not be missed.
        self.seen, self.ours = ours or seen, bool(ours)
        self.plans, self.now, self.zone = plans, now, now.zone
        self.earlier, self.later = partial(earlier, zone=now.zone), partial(later, zone=now.zone)
        self.live = self._of(_OURS_LIVE if self.ours else _THEIRS_LIVE)
        self.done, self.ahead = self._of(_DONE), self._of((Status.PROJECTED,))
        # What is moot under a plan type is no right there, and its day none to keep.
        self.held = [one for one in self.seen if one.item.status is not Status.MOOT] or self.seen

    def _speaking(self) -> list[Seen]:
        """Return what counts: a right of ours that is open or missed under any plan type before what is done under another."""
        late = [one for one in self.done if one.item.status is Status.MET_LATE]
        ours = self.live or late or self.done
        return (ours if self.ours else self.done or self.live) or self.ahead or self.seen

    def _of(self, statuses: Sequence[Status]) -> list[Seen]:
        return [one for one in self.seen if one.item.status in statuses]

    def deadline(self) -> Deadline:
        """Return it with its safe day, the last that can be argued, and what it is under each plan type."""
        speaking = self._speaking()
        due, latest = self._ours(speaking) if self.ours else self._theirs(speaking)
        chosen = self._chosen(speaking, due)
        item = chosen.item
        status = self._status(due, latest)
        holders = [] if speaking is self.seen else speaking
        only = _if([one.plan for one in holders]) if 0 < len(holders) < len(self.plans) else ""
        return item._replace(
            title=f"{item.title} ({only})" if only else item.title,
            say=self._say(item.say, holders, only, due),
            status=status,
            stage_open=any(one.item.stage_open for one in self.seen),
            confirmed=all(one.item.confirmed for one in speaking) and not self._unknown(),
            act_by=self._act_by(speaking, due),
            due=due,
            latest=latest,
            derivation=(*self._first_step(due, chosen), *item.derivation),
            overruled=(*item.overruled, *self._others(chosen)),
            missing=self._missing(item, due),
            reason=item.reason if status is Status.MOOT else None,
            notes=(*self._remarks(), *item.notes),
            by_the_hour=isinstance(due, Instant),
            last_right=any(one.item.last_right for one in speaking),
            optional=all(one.item.optional for one in speaking),
            sent_unproved=any(one.item.sent_unproved for one in speaking),
            receipt_unknown=any(one.item.receipt_unknown for one in speaking),
            usual_over=status is Status.OPEN and all(one.item.usual_over for one in speaking),
            give_cause=any(one.item.give_cause for one in speaking),
            raised=all(one.item.raised for one in speaking),
            assumed=tuple(dict.fromkeys(taken for one in speaking for taken in one.item.assumed)),
            projected=all(one.item.projected for one in speaking),
            call_before_appeal=any(one.item.call_before_appeal for one in speaking),
            appeal_closes_call=_agreed([one.item.appeal_closes_call for one in speaking]),
        )

    # -- the days ------------------------------------------------------------------------------

    def _ours(self, speaking: list[Seen]) -> tuple[Moment | None, Moment | None]:
        """Return the earliest day of all, and the latest where every plan type that gives the right has one."""
        if not any(one.item.due is not None for one in speaking):
            # What is only projected under another plan type is no safe day for a right whose day is not known.
            return None, None
        due = self._edge(self.earlier, [one.item.due for one in self.held])
        ends = [one.item.latest for one in speaking]
        return due, None if None in ends else self._edge(self.later, ends)

    def _theirs(self, speaking: list[Seen]) -> tuple[Moment | None, Moment | None]:
        """Return the latest day of all; none where one of the plan types has no day."""
        if self._unknown():
            return None, None
        due = self._edge(self.later, [one.item.due for one in (*speaking, *self.ahead)])
        return due, due

    def _edge(self, pick: Callable[[Moment, Moment], Moment], moments: Iterable[Moment | None]) -> Moment | None:
        known = [moment for moment in moments if moment is not None]
        return reduce(pick, known) if known else None

    def _unknown(self) -> list[str]:
        """List the plan types under which the day is not known although it counts."""
        return (
            []
            if self.done and not (self.ours and self.live)
            else [one.plan for one in self.live if one.item.due is None]
        )

    def _chosen(self, speaking: list[Seen], due: Moment | None) -> Seen:
        """Return what gives the day; among equals what speaks now, and what nobody has read, so that the doubt shows."""
        giving = (
            [one for one in speaking if one.item.due == due]
            or [one for one in self.held if one.item.due == due]
            or speaking
        )
        return min(giving, key=lambda one: one.item.confirmed)

    def _act_by(self, speaking: list[Seen], due: Moment | None) -> Moment | None:
        if self.ours:
            planned = self._edge(self.earlier, [one.item.act_by for one in speaking])
            return planned if planned is None or due is None else self.earlier(planned, due)
        ask = self._edge(self.earlier, [one.item.act_by or one.item.due for one in speaking])
        return None if ask == due else ask

    # -- how it stands ---------------------------------------------------------------------------

    def _status(self, due: Moment | None, latest: Moment | None) -> Status:
        if self.done and not (self.ours and self.live):
            best, worst = (Status.MET_LATE, Status.MET) if self.ours else (Status.MET, Status.MET_LATE)
            return best if any(one.item.status is best for one in self.done) else worst
        if not self.live:
            return Status.PROJECTED if self.ahead else Status.MOOT
        if due is None:
            return Status.NOT_COMPUTED
        if self.ours:
            # A window that is only usual ends no right, under whichever plan type.
            open_still = self._unknown() or any(one.item.status is Status.OPEN for one in self.live)
            return Status.MISSED if latest is not None and not open_still and self._over(latest) else Status.OPEN
        # Under a plan type that has it run elsewhere (a refusal to expedite), they are not late here.
        elsewhere = any(one.item.status is Status.MOOT for one in self.seen)
        return Status.LAPSED if self._over(due) and not elsewhere else Status.WAITING

    def _over(self, moment: Moment) -> bool:
        return is_over(moment, self.now, self.zone)

    # -- what is said ------------------------------------------------------------------------------

    def _say(self, say: str, holders: list[Seen], only: str, due: Moment | None) -> str:
        said = f"{_capital(only)}: {say}" if only else say
        giving = [one.plan for one in self.held if one.item.due == due]
        if due is None or all(one.plan in giving for one in (holders if only else self.held)):
            return said
        return f"{said} ({'Earliest' if self.ours else 'Latest'} {_if(giving)}.)"

    def _first_step(self, due: Moment | None, chosen: Seen) -> tuple[str, ...]:
        if due is None or len(self.seen) == 1:
            return (f"the plan type is not settled; this is how it is if it is {chosen.plan}",)
        giving = [one.plan for one in self.held if one.item.due == due]
        return (
            f"the plan type is not settled: the {'earliest' if self.ours else 'latest'} day, that of {or_(giving)}",
        )

    def _others(self, chosen: Seen) -> tuple[Overruled, ...]:
        """Return what the other plan types give, those that give the same by the same authority together."""
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
    """Return what holds for a call: closed if one may close it, surely open only if none does."""
    if True in answers:
        return True
    return False if answers and all(answer is False for answer in answers) else None


# -- the line that asks -----------------------------------------------------------------------------


def _settle(case: Case, deadlines: Sequence[Deadline], plans: tuple[str, ...], ask: str) -> Deadline:
    """Return the line that asks which plan type it is: for the day of the denial, before the first right may end."""
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
