"""The status of a deadline at a moment: done, moot, open, missed, waiting, lapsed or still to come.

Only what `cases/effects.py` lists may close a right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.cases.effects import Does, Reach, events_that
from denialctl.cases.papers import papers_sent
from denialctl.dates.lateness import is_over
from denialctl.dates.moments import Moment, day_of, end_of, later, say, start_of
from denialctl.timeline.advance_notice import after, doubt, given_on
from denialctl.timeline.asked_papers import asked_before_the_denial
from denialctl.timeline.ladder import INITIAL
from denialctl.vocabulary import DECISIONS, STEPS, UNRECORDED, Basis, Clock, Kind, Status

if TYPE_CHECKING:
    from denialctl.cases.case import Case, Happening
    from denialctl.law.rules import StageLaw
    from denialctl.timeline.reckoned import Reckoned
    from denialctl.timeline.reckoner import Reckoner

_APPEALS = ("internal-appeal", "expedited-appeal")
_MAY_END_THE_CALL = events_that(Does.ENDS, Reach.CALL) - set(DECISIONS)
_ENDS_THE_CALL = events_that(Does.ENDS, Reach.CALL) & set(DECISIONS)
_DECIDED_HERE = "this stage is decided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, when the step was done, and the reason for a moot one."""

    status: Status
    done_at: Moment | None = None
    reason: str | None = None


class Verdicts:
    """Decides the status of each deadline of one case at `now`."""

    def __init__(self, reckoner: Reckoner) -> None:
        self.case, self.ladder, self.reckoner, self.now = reckoner.case, reckoner.ladder, reckoner, reckoner.now

    def begun(self, stage: StageLaw) -> bool:
        """True if a stage has begun: it is open, and not only an alternative."""
        return self.ladder.standing(stage.id).open and not self.only_alternative(stage)

    def only_alternative(self, stage: StageLaw) -> bool:
        """True if an expedited stage is only an alternative: the case is not urgent, and nothing was recorded in it."""
        if stage.alternative_to is None or self.case.touched(stage.id):
            return False
        return not self.case.facts.urgent

    def of(self, stage: StageLaw, step: str, clock: Clock, found: Reckoned) -> Verdict:
        """Return the status of one step of a stage."""
        if step == "file" and clock.ours and not self._used_up(stage):
            again = self._open_again(stage, clock, found)
            if again is not None:
                return again
        done = self._done(stage, step)
        if done is not None:
            return self._met(done[0], found, inferred=done[1])
        proved = sent_with_proof(self.case, stage.id) if step == "file" else None
        if (
            proved is not None
            and found.due is not None
            and start_of(proved.on, self.now.zone).utc < end_of(found.due, self.now.zone).utc
        ):
            # The proof shows that it left by the safe day, so our step is done. Their clock waits for the receipt.
            return Verdict(Status.MET, proved.on)
        if step == "file" and self.case.decision(stage.id) is not None:
            # Decided, so it was filed, although nobody recorded when.
            return Verdict(Status.MET)
        moot = self._moot(stage, step, clock, found)
        if moot is not None:
            return Verdict(Status.MOOT, reason=moot)
        not_asked_yet = step == "decide" and not clock.ours and not self.reckoner.begun(stage.id)
        still_to_come = found.end.projected and not (clock.ours and found.end.runs_until)
        if not self.begun(stage) or still_to_come or not_asked_yet:
            return Verdict(Status.PROJECTED)
        if found.due is None:
            return Verdict(Status.NOT_COMPUTED)
        if clock.ours:
            return Verdict(
                Status.MISSED if self.no_longer_arguable(found) and not _only_usual(stage, found) else Status.OPEN
            )
        given = given_on(found.rule, self.case)
        if given is not None:
            # The notice is the one that the case is about: its own date shows whether it came in time.
            if after(given, found.due, self.now.zone):
                return Verdict(Status.LAPSED, given, f"it came on {say(given)}")
            return Verdict(Status.MET, given, doubt(found, given, self.now.zone))
        if self.over(found.due):
            if step in UNRECORDED:
                return Verdict(Status.MOOT, reason="its time is over; nothing is recorded for this duty of theirs")
            return Verdict(Status.LAPSED)
        return Verdict(Status.WAITING)

    def no_longer_arguable(self, found: Reckoned) -> bool:
        """True if the last moment of ours that can be argued is over."""
        if found.end.projected:
            # The window ends with an event that has not happened yet.
            return False
        last = None if found.latest is None or found.due is None else later(found.due, found.latest, self.now.zone)
        return last is not None and self.over(last)

    def _used_up(self, stage: StageLaw) -> bool:
        """False if a filing left the right unused: it was dismissed, or came before its time."""
        return self.case.dismissed(stage.id) is None and self.reckoner.too_early(stage.id) is None

    def _open_again(self, stage: StageLaw, clock: Clock, found: Reckoned) -> Verdict | None:
        """Return the status of a right whose filing was dismissed or too early; None if that filing counts after all.

        It is open until its own last day. After that day it is missed if the filing came
        before the right began; otherwise the filing counts.
        """
        moot = self._moot(stage, "file", clock, found)
        if moot is not None:
            return Verdict(Status.MOOT, reason=moot)
        if not self.begun(stage) or found.end.projected:
            return Verdict(Status.PROJECTED)
        if found.due is None:
            return Verdict(Status.NOT_COMPUTED)
        if not self.no_longer_arguable(found):
            return Verdict(Status.OPEN)
        filed = self.case.first(stage.id, ("filed", "forwarded", "sent"))
        start = found.end.start
        early = filed is not None and start is not None and day_of(filed.on) < day_of(start)
        return Verdict(Status.MISSED) if early else None

    def over(self, moment: Moment) -> bool:
        """True if a moment has passed; of a day, the whole day."""
        return is_over(moment, self.now, self.now.zone)

    def _done(self, stage: StageLaw, step: str) -> tuple[Moment, bool] | None:
        """Return when a step was done, and whether that only follows from a later decision."""
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

    def _met(self, done: Moment, found: Reckoned, *, inferred: bool) -> Verdict:
        """Return whether a step was done in time, that is by the last moment that can be argued, or late."""
        if inferred or found.due is None or found.end.projected or found.not_given is not None:
            # A call that they granted after a denial, although they need not, was not asked for too late.
            return Verdict(Status.MET, done)
        last = later(found.due, found.latest or found.due, self.now.zone)
        return Verdict(Status.MET_LATE if after(done, last, self.now.zone) else Status.MET, done)

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
            and found.ends_with_the_denial
            and self.case.facts.denied is not None
            and step == "request"
        ):
            return "this payer holds the call only before it decides; the notice has closed the door"
        if any(self.case.ever(appeal, _ENDS_THE_CALL) for appeal in _APPEALS):
            return "the appeal has been decided"
        filed = any(self.case.stands(appeal, _MAY_END_THE_CALL) for appeal in _APPEALS)
        closes = found.rule.appeal_closes_it if found.rule is not None else None
        if filed and closes:
            return "the appeal has been filed, and at this payer that closes the call"
        if filed and closes is None and (found.due is None or self.no_longer_arguable(found)):
            # The time for the call is over or not known as well, so no right is lost.
            return "the appeal has been filed, and at most payers that closes the call (not known for this one)"
        return None


def _only_usual(stage: StageLaw, found: Reckoned) -> bool:
    """True if the end of a window ends no right: it is only usual, or a call's window in a manual nobody has read."""
    unread = stage.kind is Kind.PEER_TO_PEER and found.basis is not Basis.LETTER
    return found.basis is Basis.PRACTICE or (unread and found.rule is not None and not found.rule.source.confirmed)


def sent_with_proof(case: Case, stage: str) -> Happening | None:
    """Return what was sent in a stage with proof of receipt (fax page, tracking or portal number); None if nothing."""
    if case.dismissed(stage) is not None or case.withdrawn(stage):
        return None
    return next((item for item in case.current(stage) if item.what == "sent" and item.proof), None)
