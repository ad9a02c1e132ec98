"""The office's own words for stages, events and dates, understood in one case.

A word with one meaning is taken, and the answer says how it was understood. A word with several meanings is asked
about, and one that belongs to no stage of this case is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import say_day
from denialctl.errors import UsageError, quoted
from denialctl.naming import plain
from denialctl.timeline.ladder import INITIAL
from denialctl.timeline.office_words import Meaning, OfficeWords
from denialctl.vocabulary import OUTCOMES, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Moment


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Understands stages, events and dates as they are typed for one case.

    With `checked`, an event in a stage that the case does not have is kept as a note, which moves no date; None if
    the command has no such option.
    """

    session: Session
    case: Case
    words: OfficeWords
    checked: bool | None = None

    # -- stages ------------------------------------------------------------------

    def stage(self, text: str) -> str:
        """Return the stage of this case that is meant."""
        name = text.strip().lower()
        if self.words.has_stage(name):
            return name
        meaning = self.words.stage(text)
        if meaning.name is not None:
            if plain(meaning.name) != plain(text):
                self.session.understood.append(f"{quoted(text)} is {self._titled(meaning.name)} in this case.")
            return meaning.name
        foreign = None if meaning.names else self._foreign(text)
        if foreign is not None and self.checked:
            self.session.understood.append(
                f"{foreign} is no stage of this plan type: kept as a note, which moves no date."
            )
            return foreign
        return self._asked(*self._stage_refusal(text, meaning, foreign))

    def stages_meant(self, text: str) -> tuple[str, ...]:
        """Return the stages that a word may mean, in other plan types too; empty if it means none."""
        meant = self.words.stage(text).names
        foreign = self._foreign(text, every=False) if not meant else None
        return meant if foreign is None else (foreign,)

    def _stage_refusal(self, text: str, meaning: Meaning, foreign: str | None) -> tuple[UsageError, list[str]]:
        if meaning.names:
            return self._several(text, meaning, "stages of this case", self._titled), list(meaning.names)
        every = list(self.words.stages)
        close = self.words.like(text) if foreign is None else self.words.instead_of(foreign)
        near = f"Nearest: {', '.join(map(self._titled, close))}. " if close else ""
        known = f"{near}Stages of this case: {', '.join(every)}."
        kept = (
            " To keep it as a note that moves no date, add --checked."
            if foreign is not None and self.checked is not None
            else ""
        )
        said = (
            f"I do not know the stage {quoted(text)}."
            if foreign is None
            else f"{foreign} is no stage of this plan type."
        )
        return UsageError(said, known + kept), [*close, *(name for name in every if name not in close)]

    def _foreign(self, text: str, *, every: bool = True) -> str | None:
        """Return the stage of another plan type that has this name; None if none has."""
        wanted = plain(text)
        known = next((name for name in STAGES if plain(name) == wanted and not self.words.has_stage(name)), None)
        if known is not None or not every:
            return known
        from denialctl.packs.words import stages_named  # noqa: PLC0415 - only for other stages

        return next(
            (name for name in sorted(stages_named(self.session.library.all_packs())) if plain(name) == wanted), None
        )

    def _titled(self, stage: str) -> str:
        title = self.words.stages.get(stage)
        return stage if title is None else f"{stage} ({title})"

    # -- events ------------------------------------------------------------------

    def event(self, stage: str, text: str) -> str:
        """Return the event that is meant in a stage. Raises UsageError for what the office does not do there."""
        name = text.strip().lower()
        meaning = Meaning((name,)) if name in OUTCOMES else self.words.event(stage, text)
        if meaning.name is None:
            name = self._asked(*self._event_refusal(stage, text, meaning))
        elif meaning.name != name:
            name = meaning.name
            if plain(name) != plain(text):
                self._refuse_denied_again(stage, text, name)
                self.session.understood.append(f"{quoted(text)} is kept as {name}. {meaning.because or ''}".strip())
        return self._ours(stage, name)

    def events_meant(self, stage: str, text: str) -> tuple[str, ...]:
        """Return the events that a word may mean in a stage; empty if it means none."""
        return self.words.event(stage, text).names

    def _event_refusal(self, stage: str, text: str, meaning: Meaning) -> tuple[UsageError, list[str]]:
        if meaning.names:
            return self._several(text, meaning, f"things at {stage}", str), list(meaning.names)
        close = self.words.events_like(stage, text)
        known = f"Nearest: {', '.join(close)}." if close else f"Known: {', '.join(OUTCOMES)}."
        return UsageError(
            f"I do not know the event {quoted(text)}.", f"{known} For example: filed, upheld, approved."
        ), close or list(OUTCOMES)

    def _ours(self, stage: str, event: str) -> str:
        """Return the event, but refuse a filing by the office in a stage to which the plan itself sends the case."""
        if not self.words.has_stage(stage) or self.words.belongs(stage, event):
            return event
        if self.checked:
            self.session.understood.append(f"The office files nothing at {stage}: kept as a note, which moves no date.")
            return event
        kept = " To keep it as a note that moves no date, add --checked." if self.checked is not None else ""
        number = f" {self.case.id}" if self.case.id is not None else ""
        raise UsageError(
            f"At {stage} the office files nothing: the plan sends the case on by itself.",
            f"Record the day on which it went: denialctl record{number} {stage} forwarded --on DATE.{kept}",
        )

    def _refuse_denied_again(self, stage: str, text: str, event: str) -> None:
        """Refuse `denied` in the first stage of a case with a denial: it may mean that an appeal was denied."""
        denied = self.case.facts.denied
        if stage != INITIAL or event != "upheld" or denied is None or self.checked:
            return
        raise UsageError(
            f"The first decision of this case is the denial of {say_day(denied)}; "
            f"I cannot tell what {quoted(text)} is about.",
            "If an appeal was denied, name its stage; if the date is wrong: denialctl edit CASE --denied DATE.",
        )

    # -- dates -------------------------------------------------------------------

    def moment(self, text: str) -> Moment:
        """Read a date, or a date with its time, in the zone of the case."""
        return self.session.moment(text, self.case.facts.tz)

    def reads_date(self, text: str) -> bool:
        """True if a text can be read as a date, in one way or in several."""
        return self.session.can_read(text, self.case.facts.tz)

    # -- asking ------------------------------------------------------------------

    @staticmethod
    def _several(text: str, meaning: Meaning, what: str, say: Callable[[str], str]) -> UsageError:
        named = " or ".join(map(say, meaning.names))
        because = f" {meaning.because}" if meaning.because else ""
        several = "may mean several" if len(meaning.names) > 1 else "is no sure word for the"
        return UsageError(f"{quoted(text)} {several} {what}.", f"Write {named}.{because}")

    def _asked(self, refusal: UsageError, choices: Sequence[str]) -> str:
        """Ask on a terminal which one was meant; without a terminal, raise the refusal."""
        return self.session.ask(refusal, [(name, self.words.stages.get(name, "")) for name in choices])


def words_of(session: Session, case: Case, *, checked: bool | None = None) -> CaseWords:
    """Return the reader of words for a case."""
    book, plans = session.assembler.book(case.facts), session.assembler.plans_of(case.facts)
    return CaseWords(session, case, OfficeWords(case, book, lambda: session.library.trade_words, plans), checked)
