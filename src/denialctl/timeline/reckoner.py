"""The dates of every step of a case: rules are chosen, their windows counted, then letters and orders applied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from denialctl.cases.effects import MERITS
from denialctl.dates.lateness import is_over
from denialctl.dates.moments import Instant, Moment, came_after, day_of
from denialctl.law.choosing import choices
from denialctl.law.conditions import Supposing, Without
from denialctl.timeline.advance_notice import came_late
from denialctl.timeline.anchors import StageView
from denialctl.timeline.asked_papers import line_for_papers
from denialctl.timeline.assumptions import assumed_in, assumption
from denialctl.timeline.ladder import INITIAL, Ladder
from denialctl.timeline.laying import answers_joined, of_choice
from denialctl.timeline.letters import given_by, offered_before_the_denial, step_of_letter, with_letter
from denialctl.timeline.orders import after_orders
from denialctl.timeline.out_of_time import WithoutLateActs
from denialctl.timeline.reckoned import Reckoned
from denialctl.timeline.remembered import Remembered
from denialctl.timeline.undecided import facts_in_words
from denialctl.vocabulary import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.calendars import Calendar
    from denialctl.law.choosing import Choices
    from denialctl.law.conditions import Situation
    from denialctl.law.rulebook import Assumption, Rulebook
    from denialctl.law.rules import Rule
    from denialctl.timeline.deadline import Assumed

_TAKES_UP = frozenset({"filed", "sent", "forwarded", "acknowledged", "info-requested", "extended", *MERITS})
"""Events which show that a filing before its time counts: it was filed again, or they acted on it."""


class Reckoner:
    """Computes and remembers the dates of every step of a case.

    The ladder asks it whether their time is over (`TheirTime`), the anchors of windows
    ask when another step is due (`DueTimes`).
    """

    def __init__(
        self,
        case: Case,
        book: Rulebook,
        calendar: Callable[[str], Calendar],
        now: Instant,
        assumed: Mapping[str, Assumption] | None = None,
    ) -> None:
        self.case, self.book, self.now = case, book, now
        self._calendar, self.assumed = calendar, assumed or {}
        self._answers = Remembered()
        self.ladder = Ladder(case, book, self, self._answers)

    # -- when a step is due: asked by windows ------------------------------------------------

    def calendar(self, name: str) -> Calendar:
        """Return a calendar by the name that a rule gives."""
        return self._calendar(name)

    def due_of(self, stage: str, step: str) -> tuple[Moment | None, bool, str | None]:
        """Return the due moment of a step, whether it is only projected, and what is missing."""
        found = self.reckon(stage, step)
        if found is None:
            return None, False, None
        return found.due, found.end.projected, found.missing

    def near_of(self, stage: str, step: str) -> Moment | None:
        """Return the earliest end of a time of theirs, if that is before the day on which they are certainly late."""
        found = self.reckon(stage, step)
        return None if found is None or found.rule is None or found.rule.clock.ours else found.ask

    # -- whether their time is over: asked by the ladder, and by what rules may see ----------

    def lapsed(self, stage: str) -> bool:
        """True if their time to decide a stage certainly passed without a decision; a later one changes nothing."""
        if stage not in self.ladder.stages or self.case.withdrawn(stage) or not self.begun(stage):
            return False
        due = self.end_of_their_time(stage)
        if due is None:
            return False
        decision = self.case.first(stage, DECISIONS)
        return is_over(due, self.now if decision is None else decision.on, self.now.zone)

    def begun(self, stage: str) -> bool:
        """True if a recorded event has started their clock in a stage."""
        if stage == INITIAL:
            return True
        started = self.case.first(stage, ("filed", "forwarded", "requested", "acknowledged"))
        return started is not None and self.too_early(stage) is None

    def too_early(self, stage: str) -> Happening | None:
        """Return a filing that came before the decision that opens its stage, if nobody acted on it after that."""
        filed, notices = self.case.first(stage, ("filed", "sent")), self.ladder.standing(stage).notices
        if filed is None or not notices or day_of(filed.on) >= day_of(notices[0].on):
            return None
        since = (item for item in self.case.current(stage) if day_of(item.on) >= day_of(notices[0].on))
        if any(item.what in _TAKES_UP for item in since) or self.ladder.was_open(stage, filed, self.end_of_their_time):
            return None
        return filed

    def end_of_their_time(self, stage: str) -> Moment | None:
        """Return the end of their time to decide a stage; None if it is not known, or only projected."""
        due, projected, _ = self.due_of(stage, "decide")
        return None if projected else due

    def came_late(self, notice: str) -> bool | None:
        """True if a notice of theirs (STAGE.STEP) certainly came too late; None if that is not known."""
        stage, _, step = notice.rpartition(".")
        return came_late(self.reckon(stage, step), self.case)

    def late_papers(self, stage: str) -> frozenset[str]:
        """Return the events about papers that do not count: those asked for after their time to decide was over."""
        asked = self.case.first(stage, ("info-requested",))
        if asked is None or stage not in self.ladder.stages:
            return frozenset()
        return self._answers.of(("late papers", stage), lambda: self._late_papers(stage, asked), frozenset())

    def _late_papers(self, stage: str, asked: Happening) -> frozenset[str]:
        # What we sent before they asked is not an answer; what we sent after that is.
        answered = self.case.last(stage, ("info-supplied",))
        ours = answered is None or day_of(answered.on) >= day_of(asked.on)
        papers = frozenset({"info-requested", "info-supplied"} if ours else {"info-requested"})
        rules, context = self.ladder.stages[stage].rules.get("decide", ()), StageView(self.ladder, stage, self)
        time, _ = self._by_law(rules, Without(self.ladder.situation(stage), papers), context)
        late = time is not None and time.due is not None and not time.end.projected and came_after(asked.on, time.due)
        return papers if late else frozenset()

    def dismissed_late(self, stage: str) -> bool:
        """True if the only decision was a dismissal after their time, when their silence had opened the next stage."""
        found = self.case.ever(stage, DECISIONS)
        return bool(found) and all(item.what == "dismissed" for item in found) and self.lapsed(stage)

    # -- one step ----------------------------------------------------------------------------

    def reckon(self, stage: str, step: str) -> Reckoned | None:
        """Return the result for a step; None if no rule applies, its event may never come, or it needs itself."""
        return self._answers.of(("step", stage, step), lambda: self._reckon(stage, step), None)

    def _reckon(self, stage: str, step: str) -> Reckoned | None:
        law = self.ladder.stages.get(stage)
        if law is None:
            return None
        rules, context = law.rules.get(step, ()), StageView(self.ladder, stage, self)
        situation = WithoutLateActs(self.ladder.situation(stage), stage, step, self)
        found, each = self._by_law(rules, situation, context)
        if found is not None:
            found = replace(found, assumed=self._assumptions(rules, situation, context, found))
            found = after_orders(found, found.rule, context, self.book)
        if step == step_of_letter(law) and not offered_before_the_denial(self.case, law):
            found = self._with_letter(found, each, context)
        if step == "supply":
            return line_for_papers(self.case, stage, found, lambda: self.reckon(stage, "cure"), Reckoned)
        return found

    def _by_law(
        self, rules: Sequence[Rule], situation: Situation, context: StageView
    ) -> tuple[Reckoned | None, list[Reckoned]]:
        """Return what the rules give together (None if no clock has begun), and what each possible answer gives."""
        reviewer = self.book.reviewer
        found = choices(rules, situation, self.book.answers, reviewer.name if reviewer is not None else None)
        each = self._counted(found, context)
        if found is None or not each:
            return None, each
        return answers_joined(each, facts_in_words(found.undecided, self.case, self.book), context.zone), each

    @staticmethod
    def _counted(found: Choices | None, context: StageView) -> list[Reckoned]:
        each = () if found is None else found.each
        return [item for choice in each if (item := of_choice(choice, context)) is not None]

    def _with_letter(self, law: Reckoned | None, each: Sequence[Reckoned], context: StageView) -> Reckoned | None:
        """Join the day or the time that a letter prints for a stage with what the rules give."""
        printed = self.case.facts.letters.get(context.stage)
        if printed is None:
            return law
        letter = given_by(printed, each, context, self.ladder.standing(context.stage).previous)
        if letter.counted_by is not None and law is not None:
            # The letter prints the law's own time, so an order that moves the law's day moves this one too.
            letter = after_orders(letter, law.rule, context, self.book)
        return letter if law is None else with_letter(law, letter, context.zone)

    def _assumptions(
        self, rules: Sequence[Rule], situation: Situation, context: StageView, result: Reckoned
    ) -> tuple[Assumed, ...]:
        """Return the assumed answers that matter: another answer would lead to another date."""
        said: list[Assumed] = []
        for name in assumed_in(rules, self.assumed):
            taken = self.assumed[name]
            if taken.unsaid:
                continue
            for answer in self.book.answers[f"fact:{name}"]:
                if answer == taken.answer:
                    continue
                other, _ = self._by_law(rules, Supposing(situation, {f"fact:{name}": answer}), context)
                if other is None or (other.due, other.latest, other.ask) != (result.due, result.latest, result.ask):
                    due = None if other is None else other.due
                    said.append(assumption(name, taken, answer, due, self.book.questions[name]))
        return tuple(said)
