"""The timeline of a case: all its stages with their deadlines, each with its status at `now`.

It is a pure function of the case, its rules, the calendars and `now`: it reads no
clock, no file and no database.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.cases.papers import papers_asked
from denialctl.dates.moments import Instant, Moment, day_of, end_of, say, start_of
from denialctl.law.firmness import say_firmness
from denialctl.timeline.act_by import OpenDays, day_to_act, falls_on_closed_day
from denialctl.timeline.advance_notice import raised
from denialctl.timeline.asked_back import said_of_the_case
from denialctl.timeline.assumptions import said_of_codes, taken_for_granted, with_answers
from denialctl.timeline.deadline import Deadline, Timeline
from denialctl.timeline.ladder import INITIAL
from denialctl.timeline.letters import step_of_letter
from denialctl.timeline.no_call import no_call_after_denial, said_beside_the_appeal
from denialctl.timeline.own_stages import in_effect, left_out
from denialctl.timeline.reckoner import Reckoner
from denialctl.timeline.refusals import REFUSED, in_standard_time, refused_after_its_time
from denialctl.timeline.status import Verdicts, sent_with_proof
from denialctl.vocabulary import DECISIONS, MAIN_STEPS, STEPS, Basis, Clock, Kind, Layer, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from denialctl.cases.case import Case
    from denialctl.dates.calendars import Calendar
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import Rule, StageLaw
    from denialctl.timeline.reckoned import Reckoned


def build_timeline(
    case: Case, book: Rulebook, open_days: OpenDays, calendar: Callable[[str], Calendar], now: Instant
) -> Timeline:
    """Compute all deadlines of a case as they stand at `now`."""
    case = case.settled()
    late = frozenset[str]()
    if any(item.what == REFUSED for item in case.happenings):
        urgent = _reckoner(case, book, calendar, now)
        late = refused_after_its_time(case, book.stages, urgent.end_of_their_time)
    standard = in_standard_time(case, book.stages, late)
    builder = _Builder(_reckoner(standard, book, calendar, now), open_days, refused_late=late)
    return builder.build(left_out(standard, book))


def _reckoner(case: Case, book: Rulebook, calendar: Callable[[str], Calendar], now: Instant) -> Reckoner:
    """Return the reckoner of a case, with only the events that count and with the assumed answers."""
    case = in_effect(case, book)
    assumed = taken_for_granted(case, book)
    return Reckoner(with_answers(case, assumed), book, calendar, now=now, assumed=assumed)


class _Builder:
    """Makes a deadline of every step of a case to which a rule applies."""

    def __init__(self, reckoner: Reckoner, open_days: OpenDays, *, refused_late: frozenset[str]) -> None:
        self.reckoner, self.open_days, self.refused_late = reckoner, open_days, refused_late
        self.case, self.book, self.now = reckoner.case, reckoner.book, reckoner.now
        self.ladder, self.verdicts = reckoner.ladder, Verdicts(reckoner)
        self.warnings: list[str] = []

    def build(self, ignored: Sequence[str]) -> Timeline:
        """Return the timeline; `ignored` holds the sentences about recorded events that do not count."""
        found: list[Deadline] = []
        for stage in self.ladder.stages.values():
            steps = list(stage.rules)
            letter_step = step_of_letter(stage)
            if stage.id in self.case.facts.letters and letter_step not in steps:
                steps.insert(0, letter_step)
            if "supply" not in steps and papers_asked(self.case, stage.id) is not None:
                steps.append("supply")
            found += [deadline for step in steps if (deadline := self._deadline(stage, step)) is not None]
        self.warnings += said_of_codes(self.reckoner.assumed)
        self.warnings += (*ignored, *said_of_the_case(self.case, self.ladder, self.refused_late))
        found = said_beside_the_appeal([item for item in found if not self._uncalled_complaint(item, found)])
        before, after = self._validity(found)
        titles = {stage.id: stage.title for stage in self.ladder.stages.values()}
        return Timeline(
            deadlines=tuple(found),
            warnings=tuple(dict.fromkeys(self.warnings)),
            valid_from=before,
            valid_until=after,
            titles=titles,
        )

    def _uncalled_complaint(self, item: Deadline, found: list[Deadline]) -> bool:
        """True if nothing in the case gives reason for a complaint, which is then not on the timeline."""
        if item.kind is not Kind.COMPLAINT or item.layer is not Layer.PRACTICE or self.case.touched(item.stage):
            return False
        late = any(
            other.status in (Status.LAPSED, Status.MET_LATE) and not other.clock.ours and other.step == "decide"
            for other in found
        )
        late = late or any(other.came_late for other in found)
        short = any(
            other.basis is Basis.LETTER and other.step != "supply" and _less_than_the_law(other) for other in found
        )
        return not (late or short or "missing" in self.case.checks.values())

    # -- one deadline ---------------------------------------------------------------------

    def _deadline(self, stage: StageLaw, step: str) -> Deadline | None:
        found = self.reckoner.reckon(stage.id, step)
        if found is None or self._hidden(stage, step) or self.ladder.unreachable(stage.id):
            return None
        rule, said_by = found.rule, found.said_by
        clock = rule.clock if rule is not None else Clock.PROVIDER
        verdict = self.verdicts.of(stage, step, clock, found)
        early = verdict.status is Status.PROJECTED or not self.verdicts.begun(stage)
        if step not in MAIN_STEPS and early and stage.id != INITIAL:
            return None
        # If the step is done in time or moot, no date depends on an assumption.
        assumed = () if verdict.status in (Status.MET, Status.MOOT) else found.assumed
        self.warnings += (*found.notes, *(item.said for item in assumed))
        minimum = stage.id in self.book.minimum_only and clock.ours
        act_by = self._act_by(stage, step, clock, found) if verdict.status is not Status.MOOT or found.due else None
        notes = [
            *(said_by.notes if said_by else ()),
            *self._amounts(found),
            *found.notes,
            *(item.said for item in assumed),
        ]
        if act_by is not None and clock.ours and falls_on_closed_day(act_by, self.open_days):
            notes.append("This falls on a day on which the office is closed.")
        if rule is not None and rule.needed_before_appeal:
            notes.append("At this payer the call must be over before the appeal is filed.")
        if minimum:
            notes.append(
                "Federal minimum only: the rules of this state are not encoded, and its own window may be shorter."
            )
        missing = found.missing or next((item.question for item in assumed), None)
        if found.due is None and not missing:
            missing = "an event that has not been recorded"
        answer = no_call_after_denial(stage, step, found, self.case) if verdict.status is Status.MOOT else None
        if answer is not None:
            # An answer, and no day that has passed: what is "missing" is the call itself.
            found, act_by, missing = replace(found, due=None, latest=None), None, verdict.reason
        return Deadline(
            stage=stage.id,
            step=step,
            kind=stage.kind,
            title=(rule.title if rule else None) or stage.title,
            say=self._what_to_do(stage, found, verdict.status),
            clock=clock,
            status=verdict.status,
            stage_open=self.verdicts.begun(stage),
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
            if_missed=said_by.if_missed if said_by else "",
            late_filing=next((each.late_filing for each in (said_by, rule) if each and each.late_filing), None),
            overruled=found.overruled,
            missing=missing,
            reason=verdict.reason,
            notes=tuple(dict.fromkeys(notes)),
            by_the_hour=isinstance(found.due, Instant),
            last_right=not self.ladder.successors(stage.id),
            sent_unproved=self._sent_unproved(stage.id, step, verdict.status),
            optional=stage.optional,
            receipt_unknown=step == "file" and self._receipt_unknown(stage.id, verdict.status),
            usual_over=verdict.status is Status.OPEN and clock.ours and self.verdicts.no_longer_arguable(found),
            give_cause=step == "file" and clock.ours and self._give_cause(stage.id, verdict.status),
            appeal_closes_call=rule.appeal_closes_it if rule else None,
            call_before_appeal=rule is not None and rule.needed_before_appeal,
            amount_needed=self._amount_needed(found),
            projected=found.end.projected,
            raised=verdict.status is Status.LAPSED
            and verdict.done_at is not None
            and raised(stage.id, step, self.case, self.ladder),
            assumed=assumed,
            open_question=said_by.source.open_question if said_by else None,
            used_by=stage.used_by,
            no_call=answer,
        )

    def _hidden(self, stage: StageLaw, step: str) -> bool:
        """True for the plan's minor duties about the initial decision once that decision has been made."""
        recorded = self.case.touched(INITIAL)
        return (
            stage.id == INITIAL
            and self.case.facts.denied is not None
            and not recorded
            and step not in ("decide", "supply")
        )

    def _act_by(self, stage: StageLaw, step: str, clock: Clock, found: Reckoned) -> Moment | None:
        if not clock.ours:
            return found.ask
        facts = self.case.facts
        learned = facts.received or facts.denied
        first_call = stage.kind is Kind.PEER_TO_PEER and step == "request"
        urgent = stage.kind is Kind.EXPEDITED_APPEAL and step == "file" and facts.urgent
        pending = stage.kind is Kind.PEER_TO_PEER and facts.denied is None
        return day_to_act(
            self.open_days,
            due=found.due,
            trigger=found.end.start,
            learned=self.now if pending else learned,
            target=found.rule.target if found.rule else None,
            same_day=first_call or urgent,
        )

    def _derivation(self, found: Reckoned) -> tuple[str, ...]:
        steps = [step for step in found.end.steps if step]
        rule = found.rule
        if rule is not None and found.layer != "letter":
            steps += _about_the_source(rule, found.layer)
        return tuple(steps)

    def _amounts(self, found: Reckoned) -> list[str]:
        if found.rule is None or not found.rule.amount_in_controversy:
            return []
        year, needed = self._year_of_filing(found), self._amount_needed(found)
        said = f"${needed}" if needed is not None else "not published here; look it up"
        return [
            (
                f"Amount in controversy for a request filed in {year}: {said}. "
                "The year of filing decides, not that of the denial."
            )
        ]

    def _year_of_filing(self, found: Reckoned) -> str:
        return str(day_of(found.due).year if found.due is not None else self.now.day.year)

    def _amount_needed(self, found: Reckoned) -> str | None:
        table = dict(found.rule.amount_in_controversy) if found.rule is not None else {}
        return table.get(self._year_of_filing(found))

    def _what_to_do(self, stage: StageLaw, found: Reckoned, status: Status) -> str:
        """Return in words what a deadline asks for, and before that what its date alone would hide."""
        said = found.said_by.say if found.said_by else f"Act by the day that the letter prints for: {stage.title}"
        if status is not Status.OPEN:
            return said
        last = found.latest or found.due
        safe = found.due if found.due is not None and not self.verdicts.over(found.due) else last
        dismissed = self.case.dismissed(stage.id)
        if dismissed is not None and safe is not None:
            until = f"it can be filed again until {say(safe)}, beside any review of the dismissal"
            return f"Dismissed {say(dismissed.on)}. If that was for a fault that can be mended, {until}. {said}"
        early = self.reckoner.too_early(stage.id)
        if early is not None and safe is not None:
            asks = f"Filed {say(early.on)}, before the decision that opens it: call and ask whether it holds"
            return f"{asks} (then record acknowledged); if not, file it again until {say(safe)}. {said}"
        if (
            last is not None
            and found.rule is not None
            and found.rule.clock.ours
            and self.verdicts.no_longer_arguable(found)
        ):
            act = "ask" if found.rule.step == "request" else "do it"
            return f"The usual time is over, {say(last)}; that ends no right: {act} all the same. {said}"
        return said

    def _give_cause(self, stage: str, status: Status) -> bool:
        """True if the reasons for a late filing still have to be sent: nothing is decided, and none were sent."""
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

    # -- warnings and validity ---------------------------------------------------------------

    def _validity(self, found: list[Deadline]) -> tuple[datetime | None, datetime | None]:
        """Return the instants between which every status stays the same; None on a side without a change."""
        zone = self.now.zone
        turns = [end_of(moment, zone).utc for item in found for moment in (item.due, item.latest) if moment is not None]
        if self.case.facts.denied is None and any(
            item.kind is Kind.PEER_TO_PEER and item.status is Status.OPEN for item in found
        ):
            # A call before the decision is planned for the day on which the timeline is computed.
            turns += [start_of(self.now.day, zone).utc, end_of(self.now.day, zone).utc]
        past = [turn for turn in turns if turn <= self.now.utc]
        ahead = [turn for turn in turns if turn > self.now.utc]
        return max(past, default=None), min(ahead, default=None)


def _about_the_source(rule: Rule, layer: Layer | None) -> list[str]:
    """Return where a rule was read, when and how firmly; what is doubtful about it; and which question is open."""
    source = rule.source
    said = [
        f"rule: {rule.authority} ({layer}; {rule.place}; read {source.read.isoformat()}; {say_firmness(source.status)})"
    ]
    said += [f"doubt: {source.note}"] if source.note else []
    said += [f"open question: {asked}"] if (asked := source.open_question) else []
    return said


def _less_than_the_law(item: Deadline) -> bool:
    """True if a letter gives less time than a law; a manual and usual practice do not count."""
    laws = (other for other in item.overruled if other.layer in (Layer.FEDERAL, Layer.STATE) and other.due is not None)
    return item.due is not None and any(other.due != item.due for other in laws)


def _confirmed(found: Reckoned) -> bool:
    """True if somebody read the basis of a date: the letter itself, or the rule in its source."""
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
