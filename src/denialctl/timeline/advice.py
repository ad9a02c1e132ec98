"""Advice that follows from the dates of a case, each sentence with its reason and its authority.

The sentences are in `rules/guides/advice.yaml`; this module only decides when each
applies. All advice rests on a rule, a letter or the practice of payers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.cases.amounts import dollars
from denialctl.cases.printed import PrintedWindow
from denialctl.dates.moments import day_of, end_of, say
from denialctl.law.firmness import marked
from denialctl.timeline.phrases import say_authority
from denialctl.vocabulary import DECISIONS, Basis, Kind, Layer, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.cases.case import Case
    from denialctl.cases.printed import Printed
    from denialctl.dates.moments import Instant, Moment
    from denialctl.law.rulebook import Rulebook
    from denialctl.packs.guides import Guide, GuideLine
    from denialctl.timeline.deadline import Deadline, Timeline

EXCLUSIONS = frozenset({"not_covered_benefit", "out_of_network", "duplicate", "eligibility", "administrative_other"})
"""Reasons of contract or administration: payers refuse a peer-to-peer call about them (office workflow C5)."""
MISSING_PAPERS = frozenset({"missing_information"})


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: what to do, why, on whose authority, for which stage and by when."""

    id: str
    say: str
    because: str
    authority: str
    stage: str | None = None
    by: Moment | None = None


@dataclass(frozen=True, slots=True)
class Counsel:
    """The guides from which advice is taken: its sentences, and what a notice must contain."""

    sentences: Guide
    notice: Guide | None = None


def advise(case: Case, timeline: Timeline, book: Rulebook, counsel: Counsel, now: Instant) -> tuple[Advice, ...]:
    """Return the advice for a case at `now`, in the order of the guide; none for a closed or won case."""
    if case.closed is not None or case.won is not None:
        return ()
    found = list(_Adviser(case=case, timeline=timeline, book=book, counsel=counsel, now=now).all())
    order = {entry.id: place for place, entry in enumerate(counsel.sentences.entries)}
    return tuple(sorted(found, key=lambda advice: order[advice.id]))


@dataclass(frozen=True, slots=True)
class _Adviser:
    case: Case
    timeline: Timeline
    book: Rulebook
    counsel: Counsel
    now: Instant

    def all(self) -> Iterator[Advice]:
        yield from self._expedite()
        yield from self._both_reviews()
        yield from self._continue()
        yield from self._call()
        yield from self._reason()
        yield from self._late()
        yield from self._letters()
        yield from self._amounts()
        yield from self._defects()
        yield from self._criteria()
        yield from self._unproved()
        yield from self._complain()

    def _make(self, name: str, *, stage: str | None = None, by: Moment | None = None, **words: str) -> Advice:
        entry = self.counsel.sentences.entry(name)
        filled = {name: text.rstrip(".") if name == "why" else text for name, text in words.items()}
        return Advice(
            id=name,
            say=entry.say.format(**filled).replace("checklist CASE", f"checklist {self.case.id or 'CASE'}"),
            because=(entry.because or "").format(**filled),
            authority=marked(entry.authority.format(**filled), entry.source.status),
            stage=stage,
            by=by,
        )

    def _open(self, *kinds: Kind) -> Iterator[Deadline]:
        """Yield what is open for us to file or request in stages of these kinds."""
        for item in self.timeline.deadlines:
            if (
                item.kind in kinds
                and item.clock.ours
                and item.stage_open
                and item.step in ("file", "request")
                and item.status is Status.OPEN
            ):
                yield item

    # -- which way ----------------------------------------------------------------------

    def _expedite(self) -> Iterator[Advice]:
        service = self.case.facts.service_date
        standard = self.timeline.get("internal-appeal.decide")
        fast = next(
            (item for item in self.timeline.deadlines if item.kind is Kind.EXPEDITED_APPEAL and item.step == "decide"),
            None,
        )
        if service is None or standard is None or fast is None or standard.due is None or self.case.facts.urgent:
            return
        if service < self.now.day or self.case.facts.in_phase == "post-service":
            return
        if standard.status not in (Status.PROJECTED, Status.WAITING):
            return
        soonest = soonest_standard(standard, self.now)
        if service <= day_of(soonest):
            yield self._make(
                "expedite",
                stage=fast.stage,
                service_date=say(service),
                decision_due=say(soonest),
                expedited_window=fast.window,
                authority=fast.authority,
            )

    def _both_reviews(self) -> Iterator[Advice]:
        """Advise an outside review that the denial itself has opened while the appeal to the plan is undecided."""
        for outer in self._open(Kind.EXTERNAL_REVIEW):
            law = self.book.stages.get(outer.stage)
            at_once = law is not None and any(
                entry.stage == "denial" or "filed" in (entry.on or law.opens_on) for entry in law.opens_after
            )
            inner = next(
                (item for item in self.timeline.deadlines if item.step == "file" and self._undecided(item)), None
            )
            if at_once and inner is not None:
                yield self._make(
                    "both-doors", stage=outer.stage, by=outer.act_by or outer.due,
                    external=self._title(outer.stage), internal=self._title(inner.stage),
                    authority=say_authority(outer),
                )  # fmt: skip
                return

    def _undecided(self, item: Deadline) -> bool:
        """True if an appeal to the plan is to be filed, or filed and not decided."""
        quick = item.kind is Kind.EXPEDITED_APPEAL or not self.case.facts.urgent
        inside = item.kind in (Kind.EXPEDITED_APPEAL, Kind.INTERNAL_APPEAL) and quick
        return inside and item.status in (Status.OPEN, Status.MET) and self.case.decision(item.stage) is None

    def _title(self, stage: str) -> str:
        return in_sentence(self.timeline.titles.get(stage) or stage.replace("-", " "))

    def _continue(self) -> Iterator[Advice]:
        for item in self._open(Kind.CONTINUATION):
            due = say(item.due) if item.due is not None else "the day on the notice"
            yield self._make("continue-benefits", stage=item.stage, by=item.due, due=due, authority=say_authority(item))

    def _call(self) -> Iterator[Advice]:
        call = self.timeline.get("peer-to-peer.request")
        held = self.case.last("peer-to-peer", ("held", *DECISIONS))
        appeal = next(self._open(Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL), None)
        if call is None or held is not None or appeal is None or call.status is Status.MOOT or self.case.facts.urgent:
            return
        planned = appeal.act_by or appeal.due
        if (planned is not None and day_of(planned) <= self.now.day) or self.case.first(
            appeal.stage, ("sent",)
        ) is not None:
            # The appeal cannot wait for a call any more.
            return
        by = call.act_by if call.act_by is not None and day_of(call.act_by) >= self.now.day else None
        if call.call_before_appeal:
            yield self._make("call-needed", stage="peer-to-peer", by=by, authority=say_authority(call))
        elif (
            call.appeal_closes_call is not False
            and call.status in (Status.OPEN, Status.MET, Status.NOT_COMPUTED)
            and call.source_status != "not-found"
        ):
            known = call.appeal_closes_call is True
            closes = "At this payer a filed appeal ends the right to the call." if known else (
                "At most payers a filed appeal ends the right to the call; for this one it is not known. Ask."
            )  # fmt: skip
            yield self._make("call-first", stage="peer-to-peer", by=by, closes=closes, authority=say_authority(call))

    def _reason(self) -> Iterator[Advice]:
        reason = (self.case.facts.reason or "").strip().lower().replace("-", "_").replace(" ", "_")
        if self.case.touched("peer-to-peer") or self.timeline.get("peer-to-peer.request") is None:
            return
        if reason in EXCLUSIONS:
            yield self._make("no-call-for-exclusion", stage="peer-to-peer", reason=reason.replace("_", " "))
        if reason in MISSING_PAPERS:
            yield self._make("records-first", stage="peer-to-peer", reason=reason.replace("_", " "))

    # -- their silence --------------------------------------------------------------------

    def _late(self) -> Iterator[Advice]:
        for item in self.timeline.deadlines:
            if item.came_late and item.due is not None and item.done_at is not None:
                yield self._make(
                    "notice-too-late", stage=item.stage, title=item.title, due=say(item.due), sent=say(item.done_at),
                    opens=item.if_missed, window=item.window, authority=say_authority(item),
                )  # fmt: skip
            elif item.status is Status.LAPSED and item.due is not None:
                yield self._make(
                    "they-are-late", stage=item.stage,
                    title=self.timeline.titles.get(item.stage, item.title), due=say(item.due),
                    opens=self._still_open(item), window=item.window, authority=say_authority(item),
                )  # fmt: skip

    def _still_open(self, late: Deadline) -> str:
        """Return what their lateness opens; if that right has ended too, that it has, and what is left."""
        for item in self.timeline.deadlines:
            counted = item.trigger_event is not None and item.trigger_event.startswith(f"{late.stage}.")
            if counted and item.clock.ours and item.status is Status.MISSED and item.due is not None:
                return f"What that opened ended {say(item.latest or item.due)}. {item.late_filing or item.if_missed}"
        return late.if_missed

    def _complain(self) -> Iterator[Advice]:
        if self.case.touched("regulator-complaint"):
            return
        reasons = complaint_reasons(self.case, self.timeline, self.counsel.notice)
        if reasons:
            yield self._make(
                "complain",
                stage="regulator-complaint",
                why=" ".join(f"{text[:1].upper()}{text[1:]}." for text in reasons),
            )

    # -- what the papers say ----------------------------------------------------------------

    def _letters(self) -> Iterator[Advice]:
        for item, law, authority in shorter_letters(self.case, self.timeline):
            if item.status in (Status.OPEN, Status.PROJECTED):
                letter = _as_printed(self.case.facts.letters[item.stage], item.due)
                yield self._make(
                    "letter-shorter", stage=item.stage, by=item.due,
                    letter=letter, law=say(law), which=self._title(item.stage), authority=authority,
                )  # fmt: skip

    def _amounts(self) -> Iterator[Advice]:
        amount = dollars(self.case.facts.amount)
        for item in self.timeline.deadlines:
            needed = dollars(item.amount_needed)
            if (
                amount is None
                or needed is None
                or amount >= needed
                or item.status not in (Status.OPEN, Status.PROJECTED)
            ):
                continue
            year = str(day_of(item.due).year if item.due is not None else self.now.day.year)
            yield self._make(
                "amount-not-reached", stage=item.stage,
                amount=f"{amount:,.2f}".removesuffix(".00"), needed=str(item.amount_needed),
                which=self._title(item.stage), year=year, authority=say_authority(item),
            )  # fmt: skip

    def _defects(self) -> Iterator[Advice]:
        lacking = notice_defects(self.case, self.counsel.notice)
        routes: dict[str, list[GuideLine]] = {}
        for entry in lacking:
            routes.setdefault(entry.if_missing or "", []).append(entry)
        for route, entries in routes.items():
            authority = "; ".join(dict.fromkeys(entry.credit for entry in entries))
            items = "; ".join(entry.say.rstrip(".") for entry in entries)
            yield self._make("notice-defect", stage="notice", items=items, opens=route, authority=authority)

    def _criteria(self) -> Iterator[Advice]:
        kept = kept_criteria(self.case)
        if (
            kept
            and next(self._open(Kind.INTERNAL_APPEAL, Kind.EXPEDITED_APPEAL, Kind.EXTERNAL_REVIEW), None) is not None
        ):
            yield self._make("criteria-kept", criteria="; ".join(kept))

    def _unproved(self) -> Iterator[Advice]:
        for item in self.timeline.deadlines:
            sent = self.case.first(item.stage, ("sent",)) if item.sent_unproved else None
            if sent is not None:
                yield self._make(
                    "prove-receipt",
                    stage=item.stage,
                    which=self._title(item.stage),
                    sent=say(sent.on),
                    authority=say_authority(item),
                )


def _as_printed(printed: Printed, until: Moment | None) -> str:
    """Return in words the day that a letter gives, with the time that it prints if it prints no day."""
    if not isinstance(printed, PrintedWindow):
        return say(printed)
    return printed.words if until is None else f"{say(until)} ({printed.words})"


def in_sentence(title: str) -> str:
    """Return a title for use inside a sentence: with a small first letter, except for abbreviations and names."""
    return (
        title
        if title[1:2].isupper() or title.startswith(("Medicare", "Hearing by"))
        else f"{title[:1].lower()}{title[1:]}"
    )


def kept_criteria(case: Case) -> list[str]:
    """Return the criteria that reviewers of any stage said must be met."""
    return [item.criteria for item in case.happenings if item.criteria]


def notice_defects(case: Case, notice: Guide | None) -> list[GuideLine]:
    """Return what the rules demand of a notice and the office looked for in vain."""
    if notice is None:
        return []
    return [entry for entry in notice.entries if entry.duty and case.checks.get((notice.name, entry.id)) == "missing"]


def shorter_letters(case: Case, timeline: Timeline) -> Iterator[tuple[Deadline, Moment, str]]:
    """Yield the deadlines for which the letter prints another day than the law, with the law's day and authority."""
    for item in timeline.deadlines:
        if item.basis is not Basis.LETTER or item.stage not in case.facts.letters or item.due is None:
            continue
        for other in item.overruled:
            if (
                other.due is not None
                and other.layer in (Layer.FEDERAL, Layer.STATE)
                and end_of(other.due, "UTC") != end_of(item.due, "UTC")
            ):
                yield item, other.due, other.authority
                break


def complaint_reasons(case: Case, timeline: Timeline, notice: Guide | None) -> list[str]:
    """Return the reasons for a complaint to a regulator, in words.

    They are: lateness, a letter that gives less time than the law, and a notice that
    lacks what it must say.
    """
    reasons = []
    for item in timeline.deadlines:
        if item.came_late and item.due is not None and item.done_at is not None:
            reasons.append(f"a notice was due {say(item.due)} and came {say(item.done_at)}")
        if item.clock.ours or item.step != "decide" or item.due is None:
            continue
        decision = f"the decision on the {item.stage.replace('-', ' ')} was due {say(item.due)}"
        if item.status is Status.LAPSED:
            reasons.append(f"{decision} and has not come")
        elif item.status is Status.MET_LATE and item.done_at is not None:
            reasons.append(f"{decision} and came {say(item.done_at)}")
    for item, _, _ in shorter_letters(case, timeline):
        reasons.append(f"the letter gives less time for the {item.stage.replace('-', ' ')} than the law")
    lacking = notice_defects(case, notice)
    if lacking:
        reasons.append(f"the notice lacks {len(lacking)} thing{'s' if len(lacking) != 1 else ''} that it must say")
    return reasons


def soonest_standard(standard: Deadline, now: Instant) -> Moment:
    """Return the earliest moment at which a standard decision may be due; an unfiled appeal counts as filed now."""
    if standard.due is None or standard.trigger_at is None or standard.status is Status.WAITING:
        return standard.due if standard.due is not None else now.day
    at_once = now.day + (day_of(standard.due) - day_of(standard.trigger_at))
    return min(day_of(standard.due), at_once)
