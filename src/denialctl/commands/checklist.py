"""`checklist`: what a filing must carry, what the notice must say, and how each was answered for a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.calc import CaseWithTimeline, guide_for, with_timeline
from denialctl.commands.case_words import words_of
from denialctl.commands.changes import append_event, refuse_closed
from denialctl.commands.stored_case import case_of
from denialctl.errors import DenialctlError, UsageError, unknown
from denialctl.timeline.advice import complaint_reasons, kept_criteria, notice_defects
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.law.rules import Contact
    from denialctl.packs.guides import Guide, GuideLine
    from denialctl.timeline.deadline import Deadline

NOTICE = "notice"
COMPLAINT = "regulator-complaint"


@dataclass(frozen=True, slots=True)
class Checklist:
    """A guide for one case: its lines with their answers, and what else of the case is needed for it."""

    computed: CaseWithTimeline
    guide: Guide
    stage: str
    answers: Mapping[str, str]
    deadlines: tuple[Deadline, ...]
    criteria: tuple[str, ...]
    defects: tuple[GuideLine, ...]
    reasons: tuple[str, ...]
    """For a complaint: what in this case a regulator would want to know."""
    regulators: tuple[Contact, ...]
    unproved: bool
    """True if it was sent, and nothing proves yet that they received it."""

    def answer_of(self, entry: GuideLine) -> str:
        """Return the answer to a line, or `open`."""
        return self.answers.get(entry.id, "open")

    @property
    def left(self) -> int:
        """How many lines are still open."""
        return sum(self.answer_of(entry) == "open" for entry in self.guide.entries)


def checklist_of(session: Session, case_id: int, stage: str | None) -> Checklist:
    """Return the checklist for a stage of a stored case; without a stage, for the next one that has a checklist."""
    case, _ = case_of(session, case_id)
    computed = with_timeline(session, case)
    return _checklist(session, computed.case, computed, stage)


def _checklist(session: Session, case: Case, computed: CaseWithTimeline, stage: str | None) -> Checklist:
    by_stage = {
        name: guide.name for guide in session.library.guides() if guide.kind == "checklist" for name in guide.stages
    }
    own = session.assembler.book(case.facts).stages
    by_stage = {name: guide for name, guide in by_stage.items() if name in own or name == stage}
    by_stage |= {NOTICE: NOTICE, COMPLAINT: COMPLAINT}
    wanted = _named_stage(session, case, stage, by_stage) if stage is not None else _next_stage(computed, by_stage)
    if wanted not in by_stage:
        raise unknown("checklist", wanted, by_stage, f"Checklists: {', '.join(sorted(by_stage))}.")
    guide = guide_for(session, case, by_stage[wanted])
    if guide is None or not guide.parts:
        raise DenialctlError(
            f"Nothing is known of what {wanted} must hold for this plan type.", "Read the letter, and ask the plan."
        )
    notice = guide_for(session, case, NOTICE)
    deadlines = tuple(
        item for item in computed.timeline.deadlines if item.stage == wanted and item.status is not Status.MOOT
    )
    return Checklist(
        computed=computed,
        guide=guide,
        stage=wanted,
        answers={entry: said for (name, entry), said in case.checks.items() if name == guide.name},
        deadlines=deadlines,
        criteria=tuple(kept_criteria(case)) if wanted not in (NOTICE, COMPLAINT) else (),
        defects=tuple(notice_defects(case, notice)),
        reasons=tuple(complaint_reasons(case, computed.timeline, notice)) if wanted == COMPLAINT else (),
        regulators=computed.regulators if wanted == COMPLAINT else (),
        unproved=any(item.sent_unproved for item in deadlines),
    )


def _named_stage(session: Session, case: Case, text: str, known: Mapping[str, str]) -> str:
    """Return the stage, or the notice, whose checklist is meant."""
    name = text.strip().lower()
    return name if name in known else words_of(session, case).stage(text)


def _next_stage(computed: CaseWithTimeline, known: Mapping[str, str]) -> str:
    """Return the next stage for the office that has a checklist: the one with the earliest day to plan for."""
    ours = [
        item
        for item in computed.timeline.deadlines
        if item.clock.ours and item.stage in known and item.step in ("file", "request")
    ]
    ready = [
        item for item in ours if item.stage_open and item.status in (Status.OPEN, Status.NOT_COMPUTED, Status.MISSED)
    ]
    if not ready:
        raise DenialctlError(
            "No stage of this case is ours to file now.",
            "Name one: denialctl checklist CASE internal-appeal, or notice, or regulator-complaint.",
        )
    usual = [item for item in ready if not item.optional] or ready
    return usual[0].stage


def answer(session: Session, case_id: int, stage: str | None, answers: Mapping[str, list[str]]) -> Checklist:
    """Answer lines of a checklist, by number or name, and return the checklist with these answers."""
    found = checklist_of(session, case_id, stage)
    payload: dict[str, str] = {}
    for said, items in answers.items():
        for entry in _named(items, found.guide):
            if payload.get(entry.id, said) != said:
                raise UsageError(f"{entry.id} is answered twice.", "Give each entry one answer.")
            payload[entry.id] = said
    if not payload:
        raise UsageError(
            "No entry is named.",
            f"Give numbers or names, such as: denialctl checklist {case_id} {found.stage} --done 1,2",
        )
    append_event(session, case_id, "checked", {"list": found.guide.name, **payload}, refuse_closed)
    return checklist_of(session, case_id, found.stage)


def _named(items: list[str], guide: Guide) -> list[GuideLine]:
    entries = list(guide.entries)
    found = []
    for text in (part.strip() for item in items for part in item.split(",") if part.strip()):
        if text.isdigit() and 1 <= int(text) <= len(entries):
            found.append(entries[int(text) - 1])
            continue
        match = next((entry for entry in entries if entry.id == text.lower()), None)
        if match is None:
            raise unknown(
                "entry of this checklist",
                text,
                [entry.id for entry in entries],
                f"Numbers run from 1 to {len(entries)}.",
            )
        found.append(match)
    return found
