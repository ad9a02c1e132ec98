"""The dates of every step of a case: its rules picked, their windows counted, then the letter and the dated orders."""

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
from denialctl.timeline.out_of_time import WithoutLateDoings
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
"""What shows that a filing holds that came before its time: the day on which it was filed anew, or what they did with it."""


class Reckoner:
    """Computes and remembers the dates of every step of a case.

    The ladder asks it whether their time is over (`TheirTime`), the windows when
    another step is due (`DueTimes`).
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
        self._calendar, self._assumed = calendar, assumed or {}
        self._answers = Remembered()
        self.ladder = Ladder(case, book, self, self._answers)

    # -- when a step is due: asked by windows ------------------------------------------------

    def calendar(self, name: str) -> Calendar:
        """Return a calendar by the name that a rule gives."""
        return self._calendar(name)

    def due_of(self, stage: str, step: str) -> tuple[Moment | None, bool, str | None]:
        """Return the due moment of a step, whether it hangs on a projection, and what is missing."""
        found = self.reckon(stage, step)
        if found is None:
            return None, False, None
        return found.due, found.end.projected, found.missing

    def near_of(self, stage: str, step: str) -> Moment | None:
        """Return the earliest end of a time of theirs: the day to ask, where it is before the day on which they are surely late."""
        found = self.reckon(stage, step)
        return None if found is None or found.rule is None or found.rule.clock.ours else found.ask

    # -- whether their time is over: asked by the ladder, and by what rules may see ----------

    def lapsed(self, stage: str) -> bool:
        """True if their time for the decision of a stage has surely passed without one; what they decided later changes nothing."""
        if stage not in self.ladder.stages or self.case.withdrawn(stage) or not self.begun(stage):
            return False
        due = self.end_of_their_time(stage)
        if due is None:
            return False
        decision = self.case.first(stage, DECISIONS)
        return is_over(due, self.now if decision is None else decision.on, self.now.zone)

    def begun(self, stage: str) -> bool:
        """True if their clock of a stage has been started by something recorded."""
        if stage == INITIAL:
            return True
        started = self.case.first(stage, ("filed", "forwarded", "requested", "acknowledged"))
        return started is not None and self.too_early(stage) is None

    def too_early(self, stage: str) -> Happening | None:
        """Return a filing that came before the decision that opens its stage, and that nobody took up after it."""
        filed, notices = self.case.first(stage, ("filed", "sent")), self.ladder.standing(stage).notices
        if filed is None or not notices or day_of(filed.on) >= day_of(notices[0].on):
            return None
        since = (item for item in self.case.current(stage) if day_of(item.on) >= day_of(notices[0].on))
        if any(item.what in _TAKES_UP for item in since) or self.ladder.was_open(stage, filed, self.end_of_their_time):
            return None
        return filed

    def end_of_their_time(self, stage: str) -> Moment | None:
        """Return the end of their time to decide a stage; None where it is not known, or hangs on what has not happened."""
        due, projected, _ = self.due_of(stage, "decide")
        return None if projected else due

    def came_late(self, notice: str) -> bool | None:
        """True if a notice of theirs (STAGE.STEP) surely came too late; None where that is not known."""
        stage, _, step = notice.rpartition(".")
        return came_late(self.reckon(stage, step), self.case)

    def late_papers(self, stage: str) -> frozenset[str]:
        """Return the events about papers that do not count, because they asked for them after their time to decide was over."""
        asked = self.case.first(stage, ("info-requested",))
        if asked is None or stage not in self.ladder.stages:
            return frozenset()
        return self._answers.of(("late papers", stage), lambda: self._late_papers(stage, asked), frozenset())

    def _late_papers(self, stage: str, asked: Happening) -> frozenset[str]:
        # What we sent before they asked stands for itself; what we sent after it is the answer.
        answered = self.case.last(stage, ("info-supplied",))
        ours = answered is None or day_of(answered.on) >= day_of(asked.on)
        papers = frozenset({"info-requested", "info-supplied"} if ours else {"info-requested"})
        rules, around = self.ladder.stages[stage].rules.get("decide", ()), StageView(self.ladder, stage, self)
        time, _ = self._by_law(rules, Without(self.ladder.situation(stage), papers), around)
        late = time is not None and time.due is not None and not time.end.projected and came_after(asked.on, time.due)
        return papers if late else frozenset()

    def dismissed_late(self, stage: str) -> bool:
        """True if all that came on a filing was a dismissal after their silence: the silence opened the next stage already."""
        found = self.case.ever(stage, DECISIONS)
        return bool(found) and all(item.what == "dismissed" for item in found) and self.lapsed(stage)

    # -- one step ----------------------------------------------------------------------------

    def reckon(self, stage: str, step: str) -> Reckoned | None:
        """Compute a step; None where no rule speaks, where its event may never come, or where it waits for itself."""
        return self._answers.of(("step", stage, step), lambda: self._reckon(stage, step), None)

    def _reckon(self, stage: str, step: str) -> Reckoned | None:
        law = self.ladder.stages.get(stage)
        if law is None:
            return None
        rules, around = law.rules.get(step, ()), StageView(self.ladder, stage, self)
        situation = WithoutLateDoings(self.ladder.situation(stage), stage, step, self)
        found, each = self._by_law(rules, situation, around)
        if found is not None:
            found = replace(found, assumed=self._assumptions(rules, situation, around, found))
            found = after_orders(found, found.rule, around, self.book)
        if step == step_of_letter(law) and not offered_before_the_denial(self.case, law):
            found = self._with_letter(found, each, around)
        if step == "supply":
            return line_for_papers(self.case, stage, found, lambda: self.reckon(stage, "cure"), Reckoned)
        return found

    def _by_law(
        self, rules: Sequence[Rule], situation: Situation, around: StageView
    ) -> tuple[Reckoned | None, list[Reckoned]]:
        """Return what the rules give together, None where no date is to come, and what each answer that may speak gives."""
        reviewer = self.book.reviewer
        found = choices(rules, situation, self.book.answers, reviewer.name if reviewer is not None else None)
        each = self._counted(found, around)
        if found is None or not each:
            return None, each
        return answers_joined(each, facts_in_words(found.undecided, self.case, self.book), around.zone), each

    @staticmethod
    def _counted(found: Choices | None, around: StageView) -> list[Reckoned]:
        each = () if found is None else found.each
        return [item for choice in each if (item := of_choice(choice, around)) is not None]

    def _with_letter(self, law: Reckoned | None, each: Sequence[Reckoned], around: StageView) -> Reckoned | None:
        """Lay the day or the time that a letter prints for a stage beside what the rules give."""
        printed = self.case.facts.letters.get(around.stage)
        if printed is None:
            return law
        letter = given_by(printed, each, around, self.ladder.standing(around.stage).previous)
        if letter.counted_by is not None and law is not None:
            # The law's own time, printed: an order that moves the law's day moves it too.
            letter = after_orders(letter, law.rule, around, self.book)
        return letter if law is None else with_letter(law, letter, around.zone)

    def _assumptions(
        self, rules: Sequence[Rule], situation: Situation, around: StageView, result: Reckoned
    ) -> tuple[Assumed, ...]:
        """Say what was taken for an answer that nobody gave, wherever another answer would lead to another date."""
        said: list[Assumed] = []
        for name in assumed_in(rules, self._assumed):
            taken = self._assumed[name]
            for answer in self.book.answers[f"fact:{name}"]:
                if answer == taken.answer:
                    continue
                other, _ = self._by_law(rules, Supposing(situation, {f"fact:{name}": answer}), around)
                if other is None or (other.due, other.latest, other.ask) != (result.due, result.latest, result.ask):
                    due = None if other is None else other.due
                    said.append(assumption(name, taken, answer, due, self.book.questions[name]))
        return tuple(said)
