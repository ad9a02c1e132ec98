"""`calc`: the timeline of a denial that is not stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.typed import read_denial
from denialctl.law.phones import lines_of
from denialctl.timeline.advice import Advice, Counsel, advise
from denialctl.timeline.own_stages import in_effect
from denialctl.timeline.situation import StageSituation
from denialctl.vocabulary import MEDICAID_PLANS, PLAN_TYPE

if TYPE_CHECKING:
    from denialctl.cases.case import Case
    from denialctl.cases.typed_denial import TypedDenial
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Instant
    from denialctl.law.rulebook import Rulebook
    from denialctl.law.rules import Contact, Phone
    from denialctl.packs.guides import Guide
    from denialctl.timeline.deadline import Timeline


@dataclass(frozen=True, slots=True)
class CaseWithTimeline:
    """A case with its timeline and what is shown with it."""

    case: Case
    timeline: Timeline
    phones: tuple[Phone, ...] = ()
    regulators: tuple[Contact, ...] = ()
    regime_title: str = ""
    doubts: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()

    @property
    def nothing_computed(self) -> bool:
        """True if not a single date could be computed."""
        counted = [item for item in self.timeline.deadlines if item.stage != PLAN_TYPE]
        return bool(counted) and all(item.due is None and item.act_by is None for item in counted)


def calculate(session: Session, denial: TypedDenial) -> CaseWithTimeline:
    """Compute the deadlines of a denial as it was typed; nothing is stored."""
    read = read_denial(session, denial, strict=False)
    return with_timeline(session, read.case, read.doubts)


def with_timeline(
    session: Session, case: Case, doubts: tuple[str, ...] = (), *, at: Instant | None = None
) -> CaseWithTimeline:
    """Return a case with its timeline (now, or `at` a moment), with advice, telephone numbers and regulators."""
    now = at if at is not None else session.now
    timeline = session.timeline(case) if at is None else session.assembler.timeline(case, at)
    book = session.assembler.book(case.facts)
    case = in_effect(case, book)
    counsel = counsel_for(session, case)
    advice = advise(case, timeline, book, counsel, now) if counsel is not None else ()
    return CaseWithTimeline(
        case=case,
        timeline=timeline,
        phones=tuple(lines_of(book, case.facts.state)),
        regulators=regulators_for(book),
        regime_title=book.plan_law.title,
        doubts=doubts,
        advice=advice,
    )


def regulators_for(book: Rulebook) -> tuple[Contact, ...]:
    """Return the regulators of the state to whom one may complain.

    If the plan may be a Medicaid plan, the Medicaid and hearing offices come first; if it is none, they are left out.
    """
    listed = book.state.regulators if book.state is not None else ()
    if MEDICAID_PLANS.isdisjoint(book.plan_law.id.split(",")):
        return tuple(place for place in listed if not place.serves or "insurance" in place.serves)
    return tuple(sorted(listed, key=lambda place: "medicaid" not in place.serves))


def counsel_for(session: Session, case: Case) -> Counsel | None:
    """Return the sentences of advice, and what the notice of this case must contain; None if there is no such guide."""
    sentences = session.library.guide("advice")
    return None if sentences is None else Counsel(sentences, guide_for(session, case, "notice"))


def guide_for(session: Session, case: Case, name: str, stage: str = "") -> Guide | None:
    """Return a guide with the lines that may apply to a case, or to one of its stages; None if it is missing."""
    guide = session.library.guide(name)
    payer = session.assembler.book(case.facts).payer
    return None if guide is None else guide.for_case(StageSituation(case, stage, payer.name if payer else None))
