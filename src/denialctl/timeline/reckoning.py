"""The dates of one step: its rule picked, its window counted, then letter, override, extension.

For our clock `due` is the near end of the window and `latest` the far one; for
theirs `due` is the far end and the near one is the day to ask.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial, reduce
from typing import TYPE_CHECKING

from denialctl.cases.effects import MERITS
from denialctl.cases.facts import ASKED, CASE_EVENTS
from denialctl.dates.lateness import is_over
from denialctl.dates.moments import Instant, Moment, came_after, day_of, earlier, later, say
from denialctl.dates.windows import End, SeeNotice, count_on, end_of_window
from denialctl.law.conditions import Supposing, Without
from denialctl.law.rulebook import Choice, Choices, choices
from denialctl.timeline.advance_notice import came_late
from denialctl.timeline.anchors import Surroundings
from denialctl.timeline.asked_papers import line_for_papers
from denialctl.timeline.assumptions import assumed_in, assumption
from denialctl.timeline.ladder import INITIAL
from denialctl.timeline.letters import given_by, with_letter
from denialctl.timeline.orders import moved_by, reaches
from denialctl.timeline.reckoned import Reckoned, gone
from denialctl.vocabulary import DECISIONS, Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.calendars import Calendar
    from denialctl.law.conditions import Situation
    from denialctl.law.rulebook import Assumption
    from denialctl.law.rules import DatedWindow, Rule, Tolling
    from denialctl.timeline.deadline import Assumed, Overruled
    from denialctl.timeline.ladder import Ladder

_ONLY_HEARD_OF = frozenset({"recalled", "seen-secondary"})
"""A state's longer window that nobody has read in its source: the federal minimum is the safe day until somebody has."""
_LONGER = {
    True: "longer, but nobody has read it in its source: the federal minimum is safe",
    False: "longer; whether it governs here is not sure",
}


_DOUBTS = {"conflict": "its sources disagree", "interpretive": "its text does not surely say so"}
"""Why a state's shorter time is no time to accuse by, where it is not that nobody read it."""


_TAKES_UP = frozenset({"filed", "sent", "forwarded", "acknowledged", "info-requested", "extended", *MERITS})
"""What shows that a filing holds that came before its time; the day on which it was filed anew, or what they did with it."""


class Reckoner:
    """Computes and remembers the dates of every step of a case."""

    def __init__(
        self,
        case: Case,
        ladder: Ladder,
        calendar: Callable[[str], Calendar],
        now: Instant,
        assumed: Mapping[str, Assumption] | None = None,
    ) -> None:
        self.case, self.ladder, self._calendar, self.now = case, ladder, calendar, now
        self._assumed = assumed or {}
        self._done: dict[tuple[str, str], Reckoned | None] = {}
        self._ignored: dict[str, frozenset[str]] = {}

    # -- for the anchors ---------------------------------------------------------

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
        """Return the earliest end of a time of theirs: the day to ask, where it comes before the day on which they are surely late."""
        found = self.reckon(stage, step)
        return None if found is None or found.rule is None or found.rule.clock.ours else found.ask

    def lapsed(self, stage: str) -> bool:
        """Tell whether their time for the decision of a stage has surely passed without one; what they decided after it changes nothing."""
        if stage not in self.ladder.stages or self.case.withdrawn(stage) or not self.begun(stage):
            return False
        due, projected, _ = self.due_of(stage, "decide")
        if due is None or projected:
            return False
        decision = self.case.first(stage, DECISIONS)
        return is_over(due, self.now if decision is None else decision.on, self.now.zone)

    def begun(self, stage: str) -> bool:
        """Tell whether their clock of a stage has been started by something recorded."""
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
        """Tell whether a notice of theirs (STAGE.STEP) surely came too late."""
        stage, _, step = notice.rpartition(".")
        return came_late(self.reckon(stage, step), self.case)

    # -- one step --------------------------------------------------------------------

    def reckon(self, stage: str, step: str) -> Reckoned | None:
        """Compute a step; None where no rule speaks or where its event may never come."""
        key = (stage, step)
        if key not in self._done:
            # A window that depends on itself is not known.
            self._done[key] = None
            found = self._reckon(stage, step)
            papers = step == "supply" and stage in self.ladder.stages
            self._done[key] = line_for_papers(self.case, stage, found, lambda: self.reckon(stage, "cure"), Reckoned) if papers else found
        return self._done[key]

    def _reckon(self, stage: str, step: str) -> Reckoned | None:
        rungs = self.ladder.stages.get(stage)
        if rungs is None:
            return None
        book = self.ladder.book
        rules, around = rungs.rules.get(step, ()), Surroundings(self.case, self.ladder, stage, self)
        situation = self._heeding(stage, step)
        found = choices(rules, situation, book.answers, self._reviewer())
        counted = self._counted(found, around)
        law = self._joined(found, counted)
        if law is not None:
            law = self._after_orders(replace(law, assumed=self._assumptions(rules, situation, around, law)), law.rule, around)
        printed = None if step != self.step_of_letter(stage) or self._offered_before(stage) else self.case.facts.letters.get(stage)
        if printed is None:
            return law
        letter = given_by(printed, counted, around, self.ladder.standing(stage).previous)
        if letter.counted_by is not None and law is not None:
            # The law's own time, printed: an order that moves the law's day moves it too.
            letter = self._after_orders(letter, law.rule, around)
        return letter if law is None else with_letter(law, letter, around.zone)

    def _heeding(self, stage: str, step: str) -> Situation:
        """Return the case as the rules of a step may see it: what they did when their time was over wins them no time."""
        situation = self.ladder.situation(stage)
        own = self._late_papers(stage) if step == "decide" else frozenset[str]()
        others = [other for other in dict.fromkeys(item.stage for item in self.case.happenings) if other != stage]
        late = {f"{other}.{what}" for other in others for what in self._late_papers(other)}
        silent = [other for other in others if self._dismissed_late(other)]
        ignored = own | late | {f"{other}.decided" for other in silent}
        return Without(situation, ignored, {f"{other}.filed" for other in silent}) if ignored else situation

    def _late_papers(self, stage: str) -> frozenset[str]:
        """Return the events about papers that do not count, because they asked for them after their time to decide was over."""
        asked = self.case.first(stage, ("info-requested",))
        if asked is None or stage not in self.ladder.stages:
            return frozenset()
        if stage not in self._ignored:
            self._ignored[stage] = frozenset()
            # What we sent before they asked stands for itself; what we sent after it is the answer.
            answered = self.case.last(stage, ("info-supplied",))
            ours = answered is None or day_of(answered.on) >= day_of(asked.on)
            papers = frozenset({"info-requested", "info-supplied"} if ours else {"info-requested"})
            rules, around = self.ladder.stages[stage].rules.get("decide", ()), Surroundings(self.case, self.ladder, stage, self)
            found = choices(rules, Without(self.ladder.situation(stage), papers), self.ladder.book.answers, self._reviewer())
            time = self._joined(found, self._counted(found, around))
            late = time is not None and time.due is not None and not time.end.projected and came_after(asked.on, time.due)
            self._ignored[stage] = papers if late else frozenset()
        return self._ignored[stage]

    def _dismissed_late(self, stage: str) -> bool:
        """Tell whether all that came on a filing was a dismissal after their silence: the silence opened the next stage already."""
        found = self.case.ever(stage, DECISIONS)
        return bool(found) and all(item.what == "dismissed" for item in found) and self.lapsed(stage)

    def _counted(self, found: Choices | None, around: Surroundings) -> list[Reckoned]:
        """Compute every choice that may speak; empty where none has a date to come."""
        each = () if found is None else found.each
        return [item for choice in each if (item := self._of_choice(choice, around)) is not None]

    def _joined(self, found: Choices | None, counted: list[Reckoned]) -> Reckoned | None:
        """Join what every choice that may speak gives; None where none has a date to come."""
        return self._combined(counted, found.undecided) if found is not None and counted else None

    def _assumptions(self, rules: tuple[Rule, ...], situation: Situation, around: Surroundings, result: Reckoned) -> tuple[Assumed, ...]:
        """Say what was taken for an answer that nobody gave, wherever another answer would lead to another date."""
        book = self.ladder.book
        said: list[Assumed] = []
        for name in assumed_in(rules, self._assumed):
            others = [answer for answer in book.answers[f"fact:{name}"] if answer != self._assumed[name].answer]
            for answer in others:
                supposed = Supposing(situation, {f"fact:{name}": answer})
                chosen = choices(rules, supposed, book.answers, self._reviewer())
                other = self._joined(chosen, self._counted(chosen, around))
                if other is None or (other.due, other.latest, other.ask) != (result.due, result.latest, result.ask):
                    due = None if other is None else other.due
                    said.append(assumption(name, self._assumed[name], answer, due, book.questions[name]))
        return tuple(said)

    def _offered_before(self, stage: str) -> bool:
        """Tell whether the day printed for a call was that of an offer before the decision, which the denial has ended."""
        denied, printed = self.case.facts.denied, self.case.facts.letters.get(stage)
        call = self.ladder.stages[stage].kind is Kind.PEER_TO_PEER
        return call and denied is not None and isinstance(printed, date | Instant) and day_of(printed) < denied

    def _of_choice(self, choice: Choice, around: Surroundings) -> Reckoned | None:
        """Compute what speaks where every question is answered: the rule, and the law beside it."""
        result = self._count(choice.rule, around)
        beside = None if choice.beside is None else self._count(choice.beside, around)
        if result.end.dormant:
            # The state's clock has not begun (it waits for information): the federal one runs all the same.
            if beside is None or beside.end.dormant:
                return None
            result, beside = beside, None
        if beside is not None:
            result = self._law_beside(result, beside) if result.layer is Layer.PAYER else self._beside(result, beside)
        overruled = tuple(self._overruled(rule, around, result) for rule in choice.overruled)
        return replace(result, overruled=(*result.overruled, *overruled))

    def _reviewer(self) -> str | None:
        reviewer = self.ladder.book.reviewer
        return reviewer.name if reviewer is not None else None

    def step_of_letter(self, stage: str) -> str:
        """Return our first step of a stage: the one whose last day a denial letter prints."""
        law = self.ladder.stages[stage]
        ours = [step for step in ("file", "request") if any(rule.clock.ours for rule in law.rules.get(step, ()))]
        return ours[0] if ours else ("request" if stage == "peer-to-peer" else "file")

    def _count(self, rule: Rule, around: Surroundings) -> Reckoned:
        dated, missing = self._version(rule, around)
        window = None if dated is None else dated.window
        if dated is not None and (dated.authority or dated.source):
            rule = replace(rule, authority=dated.authority or rule.authority, source=dated.source or rule.source)
        if window is None:
            words = rule.windows[0].window.words
            return Reckoned(rule, end=End(None, missing=missing), window=words, basis=rule.basis, layer=rule.layer, missing=missing)
        silent = isinstance(window.shape, SeeNotice)
        ours = rule.clock.ours
        near = end_of_window(window, around, far=False)
        far = end_of_window(window, around, far=True)
        if not ours:
            near, far, notes = self._stretched(rule, near, far, around)
        else:
            notes = ()
        lead, other = (near, far) if ours else (far, near)
        missing = lead.missing if lead.at is None else (lead.missing or other.missing if ours else None)
        due, spare = lead.at, other.at
        if ours:
            # A far end that hangs on a fact not entered (a discharge) is not known: the right may go on.
            latest = later(due, spare, around.zone) if due is not None and spare is not None else None
            end = (
                lead
                if latest == due
                else replace(lead, steps=(*lead.steps, f"at the latest, if it is argued: {say(latest)}" if latest else ""))
            )
            return Reckoned(
                rule, due, latest, None, end, window.words, rule.basis, rule.layer,
                notes=notes, missing=missing, names_no_time=silent, counted_by=window,
            )  # fmt: skip
        ask = spare if spare is not None and due is not None and spare != due else None
        return Reckoned(rule, due, due, ask, lead, window.words, rule.basis, rule.layer, notes=notes, missing=missing, names_no_time=silent)

    def _version(self, rule: Rule, around: Surroundings) -> tuple[DatedWindow | None, str | None]:
        """Pick among dated values by the day of the event that the rule names."""
        if rule.version_by is None:
            return rule.windows[0], None
        anchor = around.anchor(rule.version_by)
        at = anchor.at or anchor.notice
        if at is None:
            if len(rule.windows) == 1:
                return rule.windows[0], None
            return None, anchor.missing or f"the date of {anchor.words}"
        day = day_of(at)
        for dated in rule.windows:
            if (dated.since is None or dated.since <= day) and (dated.until is None or day <= dated.until):
                return dated, None
        return None, f"no value of this rule is known for {day.isoformat()}"

    # -- their clock: extension and tolling ----------------------------------------------

    def _stretched(self, rule: Rule, near: End, far: End, around: Surroundings) -> tuple[End, End, tuple[str, ...]]:
        notes: list[str] = []
        if rule.extension is not None:
            end, used = far.at, False
            for notice in self.case.current(rule.stage):
                if notice.what != "extended" or end is None:
                    continue
                if used:
                    notes.append(f"The extension notice of {say(notice.on)} is a second one: the rule gives one extension.")
                elif came_after(notice.on, end):
                    notes.append(f"The extension notice of {say(notice.on)} came after the time had run out: it gives no extension.")
                else:
                    used = True
                    why = f"extended, counted from the end of that time (notice of {say(notice.on)})"
                    near = count_on(near, rule.extension.counting, around, far=False, why=why)
                    far = count_on(far, rule.extension.counting, around, far=True, why=why)
        if rule.tolling is not None:
            near, far = self._tolled(rule, near, far, around)
        return near, far, tuple(notes)

    def _tolled(self, rule: Rule, near: End, far: End, around: Surroundings) -> tuple[End, End]:
        tolling = rule.tolling
        if tolling is None or far.at is None or around.anchor(tolling.stops).at is None:
            return near, far
        ask: date | None = None
        for stop, resume in self._stops(tolling, around):
            if far.at is None or stop > day_of(far.at):
                break
            if resume is None:
                said = f"their clock stands still since {say(stop)}, until we answer their request for information"
                return near, replace(
                    far, at=None, steps=(*far.steps, said), missing="the day of our answer to their request for information"
                )
            left = day_of(far.at) - stop
            steps = (*far.steps, f"their clock stood still from {say(stop)} to {say(resume)}; {left.days} days were left")
            far = replace(far, at=resume + left, steps=(*steps, f"{left.days} calendar days later: {say(resume + left)}"))
            ask = resume if tolling.alert is None else min(resume + timedelta(days=tolling.alert.near), resume + left)
        if ask is None:
            return near, far
        return (far if tolling.alert is None else replace(near, at=ask)), far

    def _stops(self, tolling: Tolling, around: Surroundings) -> list[tuple[date, date | None]]:
        """List from when to when their clock stood still: each stop with the first event that ends it."""
        stops, resumes = self._days_of(tolling.stops, around), self._days_of(tolling.resumes, around)
        found: list[tuple[date, date | None]] = []
        for stop in stops:
            if found and (found[-1][1] is None or stop < found[-1][1]):
                continue
            found.append((stop, next((day for day in resumes if day >= stop), None)))
        return found

    def _days_of(self, event: str, around: Surroundings) -> list[date]:
        """Return the days on which an event happened, all of them for one that may happen again."""
        stage, _, what = event.rpartition(".")
        days = [day_of(item.on) for item in self.case.current(stage or around.stage) if item.what == what]
        at = around.anchor(event).at
        return sorted(days) or ([] if at is None else [day_of(at)])

    # -- several rules, several layers --------------------------------------------------------

    def _combined(self, counted: list[Reckoned], undecided: tuple[str, ...]) -> Reckoned:
        """Join what each answer to an open question leads to: for ours the earliest is `due`, for theirs the latest that may bind."""
        if len(counted) == 1:
            return counted[0]
        ours = counted[0].rule is None or counted[0].rule.clock.ours
        known = [item for item in counted if item.due is not None]
        fact = "; ".join(self._in_words(name) for name in undecided) or "a fact of the case"
        missing = f"{fact}: it decides which rule applies"
        if not known:
            offered = next((item for item in counted if item.end.not_offered is None), None)
            return counted[0] if offered is None else replace(offered, missing=missing)
        best = self._safest(known, ours=ours)
        low, high = self._outermost(known)
        why = f"applies instead, depending on {fact}"
        replaced = dict.fromkeys(gone(item, why) for item in counted if item is not best)
        others = tuple(item for item in replaced if item != gone(best, why))
        notes = tuple(dict.fromkeys(note for item in counted for note in item.notes))
        unread = next((item for item in counted if item.unread), None)
        if not ours and all((item.due, item.ask) == (best.due, best.ask) for item in counted):
            missing = best.missing or ""
        if unread is not None and unread.missing not in (None, missing):
            missing = f"{missing}; {unread.missing}" if missing else unread.missing or ""
        latest, ask = (high, None) if ours else (best.due, low if low != best.due else None)
        return replace(
            best,
            latest=latest,
            ask=ask,
            overruled=(*best.overruled, *others),
            notes=notes,
            missing=missing or None,
            unread=unread is not None,
        )

    def _safest(self, known: list[Reckoned], *, ours: bool) -> Reckoned:
        """Return what ends first of what we may have to keep, or last of what may bind them; of two alike the less certain."""
        pick = earlier if ours else later
        best = known[0]
        for item in known[1:]:
            if best.due is None or item.due is None:
                continue
            alike = item.due == best.due and _confirmed(best) and not _confirmed(item)
            if alike or pick(best.due, item.due, self.case.facts.tz) is not best.due:
                best = item
        return best

    def _outermost(self, known: list[Reckoned]) -> tuple[Moment | None, Moment | None]:
        """Return the earliest and the latest of all ends."""
        zone = self.case.facts.tz
        ends = [moment for item in known for moment in (item.due, item.latest, item.ask) if moment is not None]
        return reduce(partial(earlier, zone=zone), ends), reduce(partial(later, zone=zone), ends)

    def _in_words(self, name: str) -> str:
        """Say which fact would decide, and how it is entered."""
        if name.startswith("fact:"):
            return self.ladder.book.questions.get(name.removeprefix("fact:"), name.removeprefix("fact:"))
        if name.startswith("lead:"):
            return self._hours_in_words(name)
        if name.startswith("late:"):
            return "the date on the notice, and the day of which it tells: whether it came too late"
        return ASKED[name].asked_for if name in ASKED else name

    def _hours_in_words(self, name: str) -> str:
        """Say which of two moments that are compared is not known, or only by its day."""
        _, first, hours, second = name.split(":")
        told = {event: self.case.facts.moment(event) for event in (first, second)}
        unknown = [event for event, at in told.items() if at is None] or [
            event for event, at in told.items() if not isinstance(at, Instant)
        ]
        asked = " and ".join(
            f"{'the hour of ' if told[event] else ''}{CASE_EVENTS[event]} (--{event.replace('_', '-')})" for event in unknown
        )
        return f"{asked}, to tell whether {CASE_EVENTS[first]} came at least {hours} hours before {CASE_EVENTS[second]}"

    def _beside(self, state: Reckoned, federal: Reckoned) -> Reckoned:
        """Lay a state window beside the federal one: for ours the shorter is `due`, the longer `latest`."""
        zone = self.case.facts.tz
        rule, other = state.rule, federal.rule
        if rule is None or other is None or federal.end.dormant:
            return state
        if federal.due is None:
            return state
        if state.due is None:
            return (
                _unread_beside(state, federal) if state.names_no_time else _without(federal, state, "no date follows from the state's rule")
            )
        shorter = earlier(state.due, federal.due, zone) is state.due
        if not rule.clock.ours:
            if rule.governs or (shorter and rule.source.confirmed):
                return replace(state, overruled=(*state.overruled, gone(federal, "the state's rule binds the plan more tightly")))
            if shorter:
                return _unconfirmed_beside(state, federal)
            return _without(federal, state, "longer than the federal limit")
        # Where federal law leaves the number to the state (90 to 120 days), the state's own number is no shorter one.
        same = state.due == federal.due
        if rule.governs and (same or not (shorter or rule.source.status in _ONLY_HEARD_OF)):
            return replace(state, overruled=(*state.overruled, gone(federal, "the state runs this process")))
        high = federal.latest or federal.due
        if shorter:
            said = f"the state's window is the shorter one; federal law gives until {say(high)}"
            joined = later(state.latest or state.due, high, zone)
            end = replace(state.end, steps=(*state.end.steps, said))
            return replace(state, latest=joined, end=end, overruled=(*state.overruled, gone(federal, "longer than the state's window")))
        joined = later(federal.latest or federal.due, state.latest or state.due, zone)
        return replace(federal, latest=joined, overruled=(*federal.overruled, gone(state, _LONGER[rule.governs])))

    def _law_beside(self, manual: Reckoned, law: Reckoned) -> Reckoned:
        """Lay a law beside what a payer's manual gives us: whichever ends first is `due`, the other is still there after it."""
        if manual.due is None or law.due is None or law.end.dormant:
            return replace(manual, overruled=(*manual.overruled, gone(law, "the payer rule speaks first")))
        zone = self.case.facts.tz
        first, second = (law, manual) if earlier(law.due, manual.due, zone) is law.due and law.due != manual.due else (manual, law)
        high = second.latest or second.due or first.due
        said = f"the {'law' if second is law else 'manual'} gives until {say(high)}" if high is not None else ""
        why = "longer than what the law gives, so the right under the law ends first" if first is law else "longer than the manual's window"
        end = replace(first.end, steps=(*first.end.steps, said))
        latest = None if high is None else later(first.latest or high, high, zone)
        return replace(
            first, latest=latest, end=end, overruled=(*first.overruled, gone(second, why)), missing=first.missing or second.missing
        )

    def _overruled(self, rule: Rule, around: Surroundings, winner: Reckoned) -> Overruled:
        other = self._count(rule, around)
        layer = winner.layer.value if winner.layer else "higher"
        # A dated value may stand on an authority of its own.
        return gone(replace(other, layer=rule.layer), f"the {layer} rule speaks first")

    # -- overrides ------------------------------------------------------------------------------

    def _after_orders(self, found: Reckoned, rule: Rule | None, around: Surroundings) -> Reckoned:
        """Move what the dated orders move that reach this step."""
        if rule is None:
            return found
        dated, _ = self._version(rule, around)
        window = found.counted_by or (dated.window if dated is not None else None)
        if window is None:
            return found
        reviewer = self.ladder.book.reviewer
        for override in self.ladder.book.overrides:
            if reaches(override, self.case, rule):
                named = override.reviewer is not None and reviewer is not None and reviewer.name == override.reviewer
                found = moved_by(override, found, window, around, sure=override.certain or named)
        return found


def _confirmed(item: Reckoned) -> bool:
    return item.rule is not None and item.rule.source.confirmed


def _without(winner: Reckoned, loser: Reckoned, why: str) -> Reckoned:
    return replace(winner, overruled=(*winner.overruled, gone(loser, why)))


def _unread_beside(state: Reckoned, federal: Reckoned) -> Reckoned:
    """Lay a state's rule whose time nobody read beside the federal one: its date stands, with the doubt said."""
    authority = state.rule.authority if state.rule else "the law of the state"
    note = f"The state has a rule of its own here ({authority}), and its time was not read: it may be shorter than the federal one shown."
    found = _without(federal, state, "its time was not read")
    return replace(found, missing=federal.missing or state.missing, notes=(*found.notes, note), unread=True)


def _unconfirmed_beside(state: Reckoned, federal: Reckoned) -> Reckoned:
    """Lay a state's shorter time that nobody read in its source beside the federal one: the day to ask, not the day to accuse."""
    doubt = _DOUBTS.get(state.rule.source.status if state.rule else "", "nobody has read it in its source")
    found = _without(federal, state, f"shorter, but {doubt}: ask then, accuse later")
    if state.due is None or state.due == federal.due:
        return replace(found, ask=state.ask or federal.ask)
    authority = state.rule.authority if state.rule else "the law of the state"
    late = "" if federal.due is None else f", and call it late after {say(federal.due)}"
    note = f"A rule of the state ({authority}) ends their time on {say(state.due)}, but {doubt}: ask then{late}."
    return replace(found, ask=state.due, notes=(*found.notes, note))
