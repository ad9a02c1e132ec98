"""`prep`: the call sheet of a peer-to-peer call, filled with what is known of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.calc import CaseWithTimeline, guide_for, with_timeline
from denialctl.commands.stored_case import case_of
from denialctl.errors import DenialctlError
from denialctl.law.phones import call_lines
from denialctl.timeline.advice import kept_criteria

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.law.rules import Payer, Phone
    from denialctl.packs.guides import Guide, GuideLine
    from denialctl.timeline.deadline import Deadline

CALL = "peer-to-peer"


@dataclass(frozen=True, slots=True)
class CallSheet:
    """All that the physician needs for the call: the case, the lines of the sheet, the answers, the deadlines."""

    computed: CaseWithTimeline
    guide: Guide
    answers: dict[str, tuple[str, ...]]
    request: Deadline | None
    hold: Deadline | None
    papers: Deadline | None
    appeal: Deadline | None
    office: str | None
    packs: tuple[Payer, ...]
    kept: tuple[str, ...]

    @property
    def not_offered(self) -> str | None:
        """Why no call can be asked for; None if one can, or nobody knows."""
        if self.request is not None and self.request.status == "moot":
            return self.request.reason
        return None if self.request is not None else "no rule of a peer-to-peer call is known for this plan"

    def blanks(self) -> list[GuideLine]:
        """List the lines that are still to be filled in."""
        return [
            entry
            for part in self.guide.parts
            if part.fields
            for entry in part.entries
            if not self.answers.get(entry.id)
        ]


def prepare(session: Session, case_id: int) -> CallSheet:
    """Make the call sheet of a stored case."""
    case, _ = case_of(session, case_id)
    return sheet_of(session, case)


def sheet_of(session: Session, case: Case) -> CallSheet:
    """Put the case, the lines of the sheet and the deadlines of the call together."""
    guide = guide_for(session, case, "call-sheet")
    if guide is None:
        raise DenialctlError("The call sheet is not where it should be.", "Install denialctl again.")
    computed = with_timeline(session, case)
    case = computed.case
    book = session.assembler.book(case.facts)
    appeal = next(
        (
            item
            for item in computed.timeline.deadlines
            if item.step == "file" and item.clock.ours and item.stage_open and item.due is not None
        ),
        None,
    )
    return CallSheet(
        computed=computed,
        guide=guide,
        answers=_answers(computed, call_lines(book, case.facts.state)),
        request=computed.timeline.get(f"{CALL}.request"),
        hold=computed.timeline.get(f"{CALL}.hold"),
        papers=computed.timeline.get(f"{CALL}.supply"),
        appeal=appeal,
        office=session.settings.office,
        packs=tuple(pack for pack in (book.reviewer, book.payer) if pack is not None),
        kept=tuple(kept_criteria(case)),
    )


def _answers(computed: CaseWithTimeline, calls: list[Phone]) -> dict[str, tuple[str, ...]]:
    """Return the answers for each line: what was filled in, else what the case says elsewhere."""
    facts = computed.case.facts
    known: dict[str, tuple[str, ...]] = {}
    if calls:
        known["um-line"] = tuple(
            f"{phone.number} ({phone.purpose}{f', {phone.hours}' if phone.hours else ''})" for phone in calls
        )
    last = computed.case.last(CALL, ("requested", "scheduled", "held"))
    if last is not None and last.ref:
        known["authorization"] = (last.ref,)
    return {**known, **{name: values for name, values in facts.sheet.items() if values}}


def fill(session: Session, case_id: int, ask: Callable[[GuideLine], str | None]) -> tuple[str, ...]:
    """Ask for each blank line of the call sheet; return the answers in the form that `--sheet` takes.

    Ctrl-C ends the questions; what was answered until then is kept.
    """
    answers: list[str] = []
    for entry in prepare(session, case_id).blanks():
        try:
            said = ask(entry)
        except (KeyboardInterrupt, EOFError):
            break
        if said:
            answers.append(f"{entry.id}={said}")
    return tuple(answers)
