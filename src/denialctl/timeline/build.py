"""A timeline: every stage of a case with its deadlines, each with its status at `now`.

A pure function of the case, its rules, the calendars and the moment: it reads no
clock, no file and no database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.cases.effects import Does, Reach, events_that
from denialctl.moments import Instant, Moment, day_of, end_of, later, say, start_of
from denialctl.timeline.advance_notice import after, doubt, given_on, raised
from denialctl.timeline.asked_papers import asked_before_the_denial, papers_asked, papers_sent
from denialctl.timeline.assumptions import taken_for_granted, with_answers
from denialctl.timeline.deadline import Deadline, Timeline
from denialctl.timeline.ladder import INITIAL, Ladder
from denialctl.timeline.own_stages import in_effect, left_out
from denialctl.timeline.planning import Office, falls_on_closed_day, plan_day
from denialctl.timeline.reckoning import Reckoner
from denialctl.timeline.refusals import in_standard_time, said_of_refusals
from denialctl.vocabulary import DECISIONS, STEPS, UNRECORDED, Basis, Clock, Kind, Layer, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from denialctl.calendars import Calendar
    from denialctl.cases.case import Case, Happening
    from denialctl.rules.law import StageLaw
    from denialctl.rules.layers import Rulebook
    from denialctl.timeline.reckoned import Reckoned

_SPINE = frozenset({"request", "file", "forward", "decide", "deliver"})
"""The steps that are shown while they are only projected; the small ones come when their event has."""


def build_timeline(case: Case, book: Rulebook, office: Office, calendar: Callable[[str], Calendar], now: Instant) -> Timeline:
    """Compute all deadlines of a case as they stand at `now`."""
    return _Builder(in_standard_time(case.settled(), book.stages), book, office, calendar, now).build()


_APPEALS = ("internal-appeal", "expedited-appeal")
_MAY_END_THE_CALL = events_that(Does.ENDS, Reach.CALL) - set(DECISIONS)
_ENDS_THE_CALL = events_that(Does.ENDS, Reach.CALL) & set(DECISIONS)
_DECIDED_HERE = "this stage is decided"


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: Status
    done_at: Moment | None = None
    reason: str | None = None


class _Builder:
    def __init__(self, case: Case, book: Rulebook, office: Office, calendar: Callable[[str], Calendar], now: Instant) -> None:
        self.unheeded = left_out(case, book)
        case = in_effect(case, book)
        assumed = taken_for_granted(case, book)
        case = with_answers(case, assumed)
        self.case, self.book, self.office, self.now = case, book, office, now
        self.ladder = Ladder(case, book, self._lapsed, self._came_late)
        self.reckoner = Reckoner(case, self.ladder, calendar, now, assumed)
        self.warnings: list[str] = []

    def _lapsed(self, stage: str) -> bool:
        return self.reckoner.lapsed(stage)

    def _came_late(self, notice: str) -> bool | None:
        return self.reckoner.came_late(notice)

    def build(self) -> Timeline:
        found: list[Deadline] = []
        for stage in self.ladder.stages.values():
            steps = list(stage.rules)
            letter_step = self.reckoner.step_of_letter(stage.id)
            if stage.id in self.case.facts.letters and letter_step not in steps:
                steps.insert(0, letter_step)
            if "supply" not in steps and papers_asked(self.case, stage.id) is not None:
                steps.append("supply")
            found += [deadline for step in steps if (deadline := self._deadline(stage, step)) is not None]
        self._say_what_was_assumed()
        found = [item for item in found if not self._uncalled_complaint(item, found)]
        before, after = self._validity(found)
        titles = {stage.id: stage.title for stage in self.ladder.stages.values()}
        return Timeline(tuple(found), tuple(dict.fromkeys(self.warnings)), before, after, titles)

    def _uncalled_complaint(self, item: Deadline, found: list[Deadline]) -> bool:
        """Tell whether a complaint is only a possibility that nothing in the case calls for: not on the ladder then."""
        if item.kind is not Kind.COMPLAINT or item.layer is not Layer.PRACTICE or self.case.touched(item.stage):
            return False
        late = any(other.status in (Status.LAPSED, Status.MET_LATE) and not other.clock.ours and other.step == "decide" for other in found)
        late = late or any(other.came_late for other in found)
        # A day for papers cuts no right short.
        short = any(other.basis is Basis.LETTER and other.overruled and other.step != "supply" for other in found)
        return not (late or short or "missing" in self.case.checks.values())

    # -- one deadline ---------------------------------------------------------------------

    def _deadline(self, stage: StageLaw, step: str) -> Deadline | None:
        found = self.reckoner.reckon(stage.id, step)
        if found is None or self._hidden(stage, step) or self.ladder.unreachable(stage.id):
            return None
        rule = found.rule
        clock = rule.clock if rule is not None else Clock.PROVIDER
        verdict = self._verdict(stage, step, clock, found)
        early = verdict.status is Status.PROJECTED or not self._begun(stage)
        if step not in _SPINE and early and stage.id != INITIAL:
            return None
        # Where the step is done in time, or calls for nothing, no date hangs on what was assumed.
        assumed = () if verdict.status in (Status.MET, Status.MOOT) else found.assumed
        self.warnings += (*found.notes, *(item.said for item in assumed))
        minimum = stage.id in self.book.minimum_only and clock.ours
        act_by = self._act_by(stage, step, clock, found) if verdict.status is not Status.MOOT or found.due else None
        notes = [*(rule.notes if rule else ()), *self._amounts(found), *found.notes, *(item.said for item in assumed)]
        if act_by is not None and clock.ours and falls_on_closed_day(act_by, self.office):
            notes.append("This falls on a day on which the office is closed.")
        if rule is not None and rule.needed_before_appeal:
            notes.append("At this payer the call must be over before the appeal is filed.")
        if minimum:
            notes.append("Federal minimum only: the rules of this state are not encoded, and its own window may be shorter.")
        missing = found.missing or next((item.question for item in assumed), None)
        if found.due is None and not missing:
            missing = "an event that has not been recorded"
        return Deadline(
            stage=stage.id,
            step=step,
            kind=stage.kind,
            title=(rule.title if rule else None) or stage.title,
            say=self._what_to_do(stage, found, verdict.status),
            clock=clock,
            status=verdict.status,
            stage_open=self.ladder.standing(stage.id).open and not self._only_alternative(stage),
            basis=found.basis,
            layer=found.layer,
            authority=_authority(found),
            confirmed=_confirmed(found) and (found.layer is Layer.LETTER or not minimum),
            source=rule.source.url if rule else "the letter",
            source_status=rule.source.status if rule else "seen",
            window=found.window,
            trigger_event=found.end.event,
            trigger_at=found.end.trigger,
            act_by=act_by,
            due=found.due,
            latest=found.latest,
            done_at=verdict.done_at,
            derivation=self._derivation(found),
            if_missed=rule.if_missed if rule else "",
            late_filing=rule.late_filing if rule else None,
            overruled=found.overruled,
            missing=missing,
            reason=verdict.reason,
            notes=tuple(dict.fromkeys(notes)),
            by_the_hour=isinstance(found.due, Instant),
            last_right=not self.ladder.successors(stage.id),
            sent_unproved=self._sent_unproved(stage.id, step, verdict.status),
            optional=stage.optional,
            receipt_unknown=step == "file" and self._receipt_unknown(stage.id, verdict.status),
            usual_over=verdict.status is Status.OPEN and clock.ours and self._gone(found),
            give_cause=step == "file" and clock.ours and self._give_cause(stage.id, verdict.status),
            appeal_closes_call=rule.appeal_closes_it if rule else None,
            call_before_appeal=rule is not None and rule.needed_before_appeal,
            amount_needed=self._amount_needed(found),
            projected=found.end.projected,
            raised=verdict.status is Status.LAPSED and verdict.done_at is not None and raised(stage.id, step, self.case, self.ladder),
            assumed=assumed,
        )

    def _hidden(self, stage: StageLaw, step: str) -> bool:
        """Hide the plan's small duties about a first decision that has been made."""
        recorded = self.case.touched(INITIAL)
        return stage.id == INITIAL and self.case.facts.denied is not None and not recorded and step not in ("decide", "supply")

    def _act_by(self, stage: StageLaw, step: str, clock: Clock, found: Reckoned) -> Moment | None:
        if not clock.ours:
            return found.ask
        facts = self.case.facts
        heard = facts.received or facts.denied
        first_call = stage.kind is Kind.PEER_TO_PEER and step == "request"
        urgent = stage.kind is Kind.EXPEDITED_APPEAL and step == "file" and facts.urgent
        pending = stage.kind is Kind.PEER_TO_PEER and facts.denied is None
        return plan_day(
            self.office,
            due=found.due,
            trigger=found.end.start,
            heard=self.now if pending else heard,
            target=found.rule.target if found.rule else None,
            same_day=first_call or urgent,
        )

    def _derivation(self, found: Reckoned) -> tuple[str, ...]:
        steps = [step for step in found.end.steps if step]
        rule = found.rule
        if rule is not None and found.layer != "letter":
            doubt = "" if rule.source.confirmed else f", UNCONFIRMED ({rule.source.status})"
            steps.append(f"rule: {rule.authority} ({found.layer}; {rule.file}; read {rule.source.read.isoformat()}{doubt})")
            if rule.source.note:
                steps.append(f"doubt: {rule.source.note}")
        return tuple(steps)

    def _amounts(self, found: Reckoned) -> list[str]:
        if found.rule is None or not found.rule.amount_in_controversy:
            return []
        year, needed = self._year_of_filing(found), self._amount_needed(found)
        said = f"${needed}" if needed is not None else "not published here; look it up"
        return [f"Amount in controversy for a request filed in {year}: {said}. The year of filing decides, not that of the denial."]

    def _year_of_filing(self, found: Reckoned) -> str:
        return str(day_of(found.due).year if found.due is not None else self.now.day.year)

    def _amount_needed(self, found: Reckoned) -> str | None:
        table = dict(found.rule.amount_in_controversy) if found.rule is not None else {}
        return table.get(self._year_of_filing(found))

    def _what_to_do(self, stage: StageLaw, found: Reckoned, status: Status) -> str:
        """Say what a deadline asks for, and first what its date alone would hide."""
        said = found.rule.say if found.rule else f"Act by the day that the letter prints for: {stage.title}"
        if status is not Status.OPEN:
            return said
        last = found.latest or found.due
        dismissed = self.case.dismissed(stage.id)
        if dismissed is not None and last is not None:
            until = f"it can be filed again until {say(last)}, beside any review of the dismissal"
            return f"Dismissed {say(dismissed.on)}. If that was for a fault that can be mended, {until}. {said}"
        if last is not None and found.rule is not None and found.rule.clock.ours and self._gone(found):
            return f"The usual time is over, {say(last)}; that ends no right: ask all the same. {said}"
        return said

    def _give_cause(self, stage: str, status: Status) -> bool:
        """Tell whether a late filing still waits for its reasons: nothing is decided, and none were sent."""
        ended = self.case.decision(stage) is not None or self.case.withdrawn(stage) or self.case.won is not None
        given = self.case.first(stage, STEPS["supply"]) is not None
        return status is Status.MET_LATE and not ended and not given and self.case.closed is None

    def _sent_unproved(self, stage: str, step: str, status: Status) -> bool:
        if step not in ("file", "request") or status in (Status.MET, Status.MET_LATE, Status.MOOT):
            return False
        return self.case.first(stage, ("sent",)) is not None and sent_with_proof(self.case, stage) is None

    def _receipt_unknown(self, stage: str, status: Status) -> bool:
        answered = self.case.first(stage, ("filed", "forwarded", *DECISIONS)) is not None or self.case.withdrawn(stage)
        done = status in (Status.MET, Status.MET_LATE) and self.case.won is None and self.case.closed is None
        return done and not answered and sent_with_proof(self.case, stage) is not None

    # -- status -----------------------------------------------------------------------------

    def _begun(self, stage: StageLaw) -> bool:
        return self.ladder.standing(stage.id).open and not self._only_alternative(stage)

    def _only_alternative(self, stage: StageLaw) -> bool:
        """Tell whether an expedited stage is only a possibility: the case is not urgent, nothing was done in it."""
        if stage.alternative_to is None or self.case.touched(stage.id):
            return False
        return not self.case.facts.urgent

    def _verdict(self, stage: StageLaw, step: str, clock: Clock, found: Reckoned) -> _Verdict:
        if step == "file" and clock.ours and self.case.dismissed(stage.id) is not None:
            again = self._open_again(stage, clock, found)
            if again is not None:
                return again
        done = self._done(stage, step)
        if done is not None:
            return self._met(done[0], found, inferred=done[1])
        proved = sent_with_proof(self.case, stage.id) if step == "file" else None
        if proved is not None and found.due is not None and start_of(proved.on, self.now.zone).utc < end_of(found.due, self.now.zone).utc:
            # Ours is done by the proof, if it left by the safe day; their clock still waits for the day on which they had it.
            return _Verdict(Status.MET, proved.on)
        if step == "file" and self.case.decision(stage.id) is not None:
            # Decided, so it was filed, although nobody recorded when.
            return _Verdict(Status.MET)
        moot = self._moot(stage, step, clock, found)
        if moot is not None:
            return _Verdict(Status.MOOT, reason=moot)
        not_asked_yet = step == "decide" and not clock.ours and not self.reckoner.begun(stage.id)
        if not self._begun(stage) or found.end.projected or not_asked_yet:
            return _Verdict(Status.PROJECTED)
        if found.due is None:
            return _Verdict(Status.NOT_COMPUTED)
        if clock.ours:
            return _Verdict(Status.MISSED if self._gone(found) and not _only_usual(stage, found) else Status.OPEN)
        given = given_on(found.rule, self.case)
        if given is not None:
            # The notice is the one that the case is about: it tells by its own date whether it came in time.
            if after(given, found.due, self.now.zone):
                return _Verdict(Status.LAPSED, given, f"it came on {say(given)}")
            return _Verdict(Status.MET, given, doubt(found, given, self.now.zone))
        if self._over(found.due):
            if step in UNRECORDED:
                return _Verdict(Status.MOOT, reason="its time is over; nothing is recorded for this duty of theirs")
            return _Verdict(Status.LAPSED)
        return _Verdict(Status.WAITING)

    def _gone(self, found: Reckoned) -> bool:
        """Tell whether the last moment of ours that could be argued is over."""
        last = None if found.latest is None or found.due is None else later(found.due, found.latest, self.now.zone)
        return last is not None and self._over(last)

    def _open_again(self, stage: StageLaw, clock: Clock, found: Reckoned) -> _Verdict | None:
        """Judge a right whose filing was dismissed: open again by its own trigger while its time runs; None where that is over.

        What was filed before the right began (too early) has used nothing up, so that its end is missed and not met.
        """
        moot = self._moot(stage, "file", clock, found)
        if moot is not None:
            return None if moot == _DECIDED_HERE else _Verdict(Status.MOOT, reason=moot)
        if not self._begun(stage) or found.end.projected:
            return _Verdict(Status.PROJECTED)
        if found.due is None:
            return _Verdict(Status.NOT_COMPUTED)
        if not self._gone(found):
            return _Verdict(Status.OPEN)
        filed = self.case.first(stage.id, ("filed", "forwarded", "sent"))
        start = found.end.start
        early = filed is not None and start is not None and day_of(filed.on) < day_of(start)
        return _Verdict(Status.MISSED) if early else None

    def _over(self, moment: Moment) -> bool:
        return end_of(moment, self.now.zone).utc <= self.now.utc

    def _done(self, stage: StageLaw, step: str) -> tuple[Moment, bool] | None:
        """Return when a step was done, and whether that is only inferred from a decision that came after it."""
        if stage.id == INITIAL and self.case.facts.denied is not None and step == "decide":
            return self.case.facts.denied, False
        if step in ("file", "request") and self.case.withdrawn(stage.id):
            return None
        if step == "supply":
            sent = papers_sent(self.case, stage.id)
            return None if sent is None else (sent, False)
        found = [item for what in STEPS.get(step, ()) if (item := self.case.first(stage.id, (what,))) is not None]
        if not found:
            return None
        first = min(found, key=lambda item: start_of(item.on, self.now.zone).utc)
        return first.on, first.what in DECISIONS and step not in ("decide", "request", "hold")

    def _met(self, done: Moment, found: Reckoned, *, inferred: bool) -> _Verdict:
        """Tell whether a step was done in time: by the last moment that could be argued."""
        if inferred or found.due is None or found.end.projected:
            return _Verdict(Status.MET, done)
        last = later(found.due, found.latest or found.due, self.now.zone)
        limit, at = end_of(last, self.now.zone).utc, start_of(done, self.now.zone).utc
        late = at > limit if isinstance(last, Instant) else at >= limit
        return _Verdict(Status.MET_LATE if late else Status.MET, done)

    def _moot(self, stage: StageLaw, step: str, clock: Clock, found: Reckoned) -> str | None:
        if self.case.closed is not None:
            return "the case is closed"
        if found.end.not_offered is not None:
            return found.end.not_offered
        won = self.case.won
        if won is not None and not (won.stage == stage.id and step in ("carry-out", "written", "notify")):
            return f"approved: {won.stage.replace('-', ' ')}, {say(won.on)}"
        if self.case.withdrawn(stage.id) and not (step == "file" and clock.ours):
            return "withdrawn"
        if stage.kind is Kind.PEER_TO_PEER:
            return self._call_over(stage, step, found)
        if self.case.decision(stage.id) is not None and clock.ours and step != "file":
            return _DECIDED_HERE
        if step == "supply" and stage.id == INITIAL and asked_before_the_denial(self.case):
            return _DECIDED_HERE
        other = self.ladder.replaced_by(stage.id)
        if other is not None:
            return f"the way led on through: {self.ladder.stages[other].title}"
        above = self.ladder.decided_above(stage.id)
        if above is not None and (clock.ours or self.ladder.standing(above).opened_by is None):
            return f"decided at a later stage: {self.ladder.stages[above].title}"
        return None

    def _call_over(self, stage: StageLaw, step: str, found: Reckoned) -> str | None:
        if self.case.decision(stage.id) is not None:
            return "the call has been held"
        if (
            found.end.event == "notice_date"
            and found.window.startswith("until")
            and self.case.facts.denied is not None
            and step == "request"
        ):
            return "this payer holds the call only before it decides; the notice has closed the door"
        if any(self.case.ever(appeal, _ENDS_THE_CALL) for appeal in _APPEALS):
            return "the appeal has been decided"
        filed = any(self.case.first(appeal, _MAY_END_THE_CALL) for appeal in _APPEALS)
        closes = found.rule.appeal_closes_it if found.rule is not None else None
        if filed and closes:
            return "the appeal has been filed, and at this payer that closes the call"
        if filed and closes is None and (found.due is None or self._gone(found)):
            # Its own time is over or not known, too: nothing is given away.
            return "the appeal has been filed, and at most payers that closes the call (not known for this one)"
        return None

    # -- warnings and validity ---------------------------------------------------------------

    def _say_what_was_assumed(self) -> None:
        self.warnings += self.unheeded
        facts, say_it = self.case.facts, self.warnings.append
        self.warnings += self.book.warnings
        self.warnings += said_of_refusals(self.case, self.ladder.stages)
        self.warnings += self._said_twice()
        self.warnings += self._outcomes_to_ask_for()
        if facts.denied is not None and facts.received is None:
            say_it("The day of receipt is not entered: where the law counts from receipt, the notice date (or the presumed day) stands in.")
        if facts.levels is None and any(stage.id == "second-internal-appeal" for stage in self.book.stages.values()):
            say_it("Assumed: one mandatory internal level. If the letter names two, add --levels 2.")
        if facts.phase is None and facts.effective is None and facts.service is None:
            say_it("Assumed: care that has not been given yet (pre-service), an item or service. Otherwise add --phase and --service.")

    def _said_twice(self) -> list[str]:
        """Say which decisions are recorded more than once, and which of them counts."""
        said = []
        for stage in self.ladder.stages.values():
            found = self.case.adverse(stage.id)
            if len(found) > 1:
                first, last = say(found[0].on), say(found[-1].on)
                said.append(
                    f"{len(found)} decisions against the patient are recorded for: {stage.title}. The first notice ({first}) counts; "
                    f"the day that could be argued from the last one ({last}) stands beside it."
                )
        return said

    def _outcomes_to_ask_for(self) -> list[str]:
        """Ask for the outcome of a stage that must have been decided, because the next one was."""
        return [
            f"{self._title(above)} is decided, so the stage below it must have been: record the outcome of {below}, with the date on its "
            "notice."
            for below, above in self.ladder.missing_outcomes()
        ]

    def _title(self, stage: str) -> str:
        found = self.ladder.stages.get(stage)
        return found.title if found is not None else stage

    def _validity(self, found: list[Deadline]) -> tuple[datetime | None, datetime | None]:
        """Return between which instants every status stays what it is."""
        zone = self.now.zone
        turns = [end_of(moment, zone).utc for item in found for moment in (item.due, item.latest) if moment is not None]
        past = [turn for turn in turns if turn <= self.now.utc]
        ahead = [turn for turn in turns if turn > self.now.utc]
        return max(past, default=None), min(ahead, default=None)


def _only_usual(stage: StageLaw, found: Reckoned) -> bool:
    """Tell whether a window rests only on what is usual, or a call's on a manual that nobody read: its end is no end of a right."""
    unread = stage.kind is Kind.PEER_TO_PEER and found.basis is not Basis.LETTER
    return found.basis is Basis.PRACTICE or (unread and found.rule is not None and not found.rule.source.confirmed)


def sent_with_proof(case: Case, stage: str) -> Happening | None:
    """Return what was sent in a stage with proof that it arrived (fax page, tracking or portal number)."""
    if case.dismissed(stage) is not None:
        return None
    return next((item for item in case.current(stage) if item.what == "sent" and item.proof), None)


def _confirmed(found: Reckoned) -> bool:
    """Tell whether somebody read what a date rests on: the letter itself, or the rule in its source."""
    if found.unread:
        return False
    return found.layer is Layer.LETTER or (found.rule is not None and found.rule.source.confirmed)


def _authority(found: Reckoned) -> str:
    rule = found.rule
    if found.layer != Layer.LETTER:
        return rule.authority if rule is not None else ""
    if rule is None or rule.layer is Layer.LETTER or (rule.layer is Layer.PRACTICE and rule.step == "supply"):
        return found.said_in
    return f"{found.said_in}; otherwise {rule.authority}"
