"""The stages of a case: which exist for it, which are open, what opened them, and after which other stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from denialctl.cases.case import ABOUT_PROCEDURE, by_notice
from denialctl.cases.effects import MERITS, Does, Reach, events_that
from denialctl.dates.moments import day_of, end_of
from denialctl.law.conditions import Applies, applies
from denialctl.timeline.remembered import Remembered
from denialctl.timeline.situation import StageSituation
from denialctl.vocabulary import DECISIONS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.cases.case import Case, Happening
    from denialctl.dates.moments import Moment
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import OpensAfter, StageLaw

INITIAL = "initial-decision"
_TAKES_THE_OTHER_FORM = events_that(Does.ENDS, Reach.OTHER_FORM)
_DECIDED_ABOVE = events_that(Does.ENDS, Reach.BELOW)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a stage is open, what opened it, and after which stage it comes.

    `opened_by` is `denial`, `decision`, `dismissal` or `silence`. `notices` are the
    decisions that opened it, the first dated one first.
    """

    open: bool
    opened_by: str | None = None
    previous: str | None = None
    notices: tuple[Happening, ...] = ()


class TheirTime(Protocol):
    """What the ladder needs to know about their time: their silence and a late notice may open stages."""

    def lapsed(self, stage: str) -> bool:
        """True if the decision of a stage is overdue."""
        ...

    def came_late(self, notice: str) -> bool | None:
        """True if a notice of theirs (STAGE.STEP) came too late; None if that is not known."""
        ...


class _InTime:
    """Treats nothing of theirs as late, for a ladder that is used without dates."""

    def lapsed(self, stage: str) -> bool:  # noqa: ARG002 - as the protocol has it
        return False

    def came_late(self, notice: str) -> bool | None:  # noqa: ARG002 - as the protocol has it
        return None


class Ladder:
    """The stages of a case, in order, and whether each is open."""

    def __init__(
        self, case: Case, book: Rulebook, theirs: TheirTime | None = None, answers: Remembered | None = None
    ) -> None:
        self.case, self.book, self._theirs = case, book, theirs or _InTime()
        self._answers = answers or Remembered()
        self._successors: dict[str, list[str]] = {}
        self._payer = book.payer.name if book.payer else None
        self.stages = {name: stage for name, stage in book.stages.items() if self._exists(stage)}
        while gone := [name for name, stage in self.stages.items() if self._nothing_opens(stage)]:
            for name in gone:
                del self.stages[name]

    def situation(self, stage: str) -> StageSituation:
        """Return the case as the conditions of a stage's rules see it."""
        opened_by, late = self.standing(stage).opened_by, self._theirs.came_late
        return StageSituation(self.case, stage, self._payer, opened_by=opened_by, late=late)

    def _exists(self, stage: StageLaw) -> bool:
        if self.case.touched(stage.id):
            return True
        answer, _ = applies(stage.when, StageSituation(self.case, stage.id, self._payer))
        if answer is Applies.NO:
            return False
        return stage.id != INITIAL or self.case.facts.requested is not None

    def _nothing_opens(self, stage: StageLaw) -> bool:
        """True if each stage that could open it is one that this case does not have."""
        openers = [entry.stage for entry in stage.opens_after]
        known = all(name in self.book.stages and name not in self.stages and name != INITIAL for name in openers)
        return bool(openers) and known and not self.case.touched(stage.id)

    def standing(self, name: str) -> Standing:
        """Return whether a stage is open, and what opened it."""
        if name not in self.stages:
            return Standing(open=False)
        # A stage that depends on itself is not open.
        return self._answers.of(("standing", name), lambda: self._work_out(self.stages[name]), Standing(open=False))

    def _work_out(self, stage: StageLaw) -> Standing:
        if stage.id == INITIAL:
            return Standing(open=True, opened_by="denial")
        touched = self.case.touched(stage.id)
        entries = [entry for entry in stage.opens_after if self._entry_applies(entry, stage)]
        notices = sorted((item for entry in entries for item in self._notices(entry, stage)), key=by_notice)
        if any(item.what in MERITS for item in notices):
            return self._by_decisions(notices)
        for entry in entries:
            opened_by = self._opened_by(entry, stage)
            if opened_by is not None:
                return Standing(open=True, opened_by=opened_by, previous=self._stage_of(entry))
        if notices:
            # A dismissal opens what nothing else has opened; it does not start a running time again.
            return self._by_decisions(notices)
        if stage.kind is Kind.PEER_TO_PEER and self.case.facts.denied is None and stage.id in self.case.facts.letters:
            # A call that was offered before the decision is opened by their message.
            return Standing(open=True, opened_by="denial")
        previous = self._expected([entry for entry in entries if not self._ended_otherwise(entry, stage)])
        return Standing(open=touched, opened_by="denial" if touched and previous is None else None, previous=previous)

    def _entry_applies(self, entry: OpensAfter, stage: StageLaw) -> bool:
        if entry.stage != "denial" and entry.stage not in self.stages and entry.stage != INITIAL:
            return False
        return applies(entry.when, StageSituation(self.case, stage.id, self._payer))[0] is not Applies.NO

    def _notices(self, entry: OpensAfter, stage: StageLaw) -> list[Happening]:
        """Return the decisions of the opening stage that open this one; the denial itself is a fact of the case."""
        if entry.stage == "denial" or (entry.stage == INITIAL and self.case.facts.denied is not None):
            return []
        return [item for item in self.case.adverse(entry.stage) if item.what in (entry.on or stage.opens_on)]

    @staticmethod
    def _by_decisions(found: list[Happening]) -> Standing:
        """Return a stage as opened by decisions: the first dated one counts, of whatever stage it is."""
        by = "dismissal" if found[0].what == "dismissed" else "decision"
        return Standing(open=True, opened_by=by, previous=found[0].stage, notices=tuple(found))

    def _opened_by(self, entry: OpensAfter, stage: StageLaw) -> str | None:
        if entry.stage == "denial":
            return "denial" if self.case.facts.denied is not None else None
        ends = entry.on or stage.opens_on
        if entry.stage == INITIAL and self.case.facts.denied is not None:
            # The denial is that stage's adverse decision.
            return "denial" if not ends or "upheld" in ends else None
        if (
            "filed" in ends
            and self.case.first(entry.stage, ("filed",)) is not None
            and not self.case.adverse(entry.stage)
        ):
            return "denial"
        return "silence" if "silence" in ends and self._theirs.lapsed(entry.stage) else None

    def was_open(self, name: str, filed: Happening, silent_since: Callable[[str], Moment | None]) -> bool:
        """True if something other than the decision that opens a stage now had opened it when `filed` happened.

        `silent_since` returns the end of their time to decide a stage.
        """
        law, zone = self.stages[name], self.case.facts.tz
        for entry in (entry for entry in law.opens_after if self._entry_applies(entry, law)):
            ends = entry.on or law.opens_on
            if entry.stage in ("denial", INITIAL):
                by_denial = entry.stage == "denial" or not ends or "upheld" in ends
                if by_denial and self.case.facts.denied is not None:
                    return True
                continue
            if "filed" in ends and any(
                day_of(item.on) <= day_of(filed.on) for item in self.case.ever(entry.stage, ("filed",))
            ):
                return True
            since = silent_since(entry.stage) if "silence" in ends else None
            if since is not None and end_of(since, zone).utc <= end_of(filed.on, zone).utc:
                return True
        return False

    def _ended_otherwise(self, entry: OpensAfter, stage: StageLaw) -> bool:
        """True if the opening stage has ended in a way that does not open this one."""
        decision = self.case.decision(entry.stage)
        return decision is not None and decision.what not in (entry.on or stage.opens_on)

    def unreachable(self, name: str) -> bool:
        """True if all stages that could open this one ended in a way that does not (dismissed, not denied)."""
        stage = self.stages[name]
        entries = [entry for entry in stage.opens_after if self._entry_applies(entry, stage)]
        ended = [entry for entry in entries if self._ended_otherwise(entry, stage)]
        untouched = not self.case.touched(name) and not self.standing(name).open and self.case.won is None
        return untouched and bool(ended) and not any(self._under_way(entry) for entry in entries)

    def _under_way(self, entry: OpensAfter) -> bool:
        return entry.stage in self.stages and self.case.touched(entry.stage) and self.case.decision(entry.stage) is None

    def _expected(self, entries: list[OpensAfter]) -> str | None:
        """Return the stage after which this one would come: one under way, else the ordinary one."""
        names = [entry.stage for entry in entries if entry.stage in self.stages]
        under_way = [name for name in names if self.case.touched(name)]
        ordinary = [name for name in names if not self.stages[name].alternative_to]
        fast = [name for name in names if self.stages[name].alternative_to and self.case.facts.urgent]
        return next(iter([*under_way, *fast, *ordinary, *names]), None)

    @staticmethod
    def _stage_of(entry: OpensAfter) -> str | None:
        return None if entry.stage == "denial" else entry.stage

    # -- what other stages do to a stage ------------------------------------------

    def replaced_by(self, name: str) -> str | None:
        """Return the other form of a stage, expedited or standard, whose filing makes a filing here unnecessary."""
        stage = self.stages[name]
        if stage.kind is Kind.PEER_TO_PEER or self._taken(stage):
            return None
        others = (
            other for other in self.stages.values() if other.alternative_to == name or stage.alternative_to == other.id
        )
        return next((other.id for other in others if self._taken(other)), None)

    def _taken(self, stage: StageLaw) -> bool:
        """True if a stage has a filing that counts.

        A forwarding counts only if the plan sends the case on by itself.
        """
        counts = _TAKES_THE_OTHER_FORM if stage.files_by_itself else _TAKES_THE_OTHER_FORM - {"forwarded"}
        return self.case.stands(stage.id, counts)

    def decided_above(self, name: str) -> str | None:
        """Return a later stage that was decided on the merits; None if there is none.

        Nobody decides there what could still be appealed below.
        """
        above = (later for later in self.successors(name) if later not in ABOUT_PROCEDURE)
        return next((later for later in above if self.case.ever(later, _DECIDED_ABOVE)), None)

    def missing_outcomes(self) -> list[tuple[str, str]]:
        """Return the stages that must have been decided and have no outcome, each with the decided next stage."""
        found = {}
        for stage in self.stages.values():
            standing = self.standing(stage.id)
            if stage.id in ABOUT_PROCEDURE or standing.opened_by is not None or standing.previous in (None, INITIAL):
                continue
            if self.case.ever(stage.id, MERITS) and not self.case.ever(standing.previous or "", DECISIONS):
                found[standing.previous or ""] = stage.id
        return list(found.items())

    def successors(self, name: str) -> list[str]:
        """Return the stages that may follow a stage, directly or later."""
        if name not in self._successors:
            found: list[str] = []
            waiting = [name]
            while waiting:
                current = waiting.pop()
                for stage in self.stages.values():
                    if (
                        stage.id not in found
                        and any(entry.stage == current for entry in stage.opens_after)
                        and not stage.optional
                    ):
                        found.append(stage.id)
                        waiting.append(stage.id)
            self._successors[name] = found
        return self._successors[name]
