"""One case: its ladder of deadlines, on paper with a chart above it, and everything for scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.dates.moments import say, to_json
from denialctl.timeline.next_step import next_step_of
from denialctl.timeline.phrases import (
    SIDES,
    STATUS_WORDS,
    joined,
    say_arguable,
    say_basis,
    say_if_known,
    say_no_call,
    say_planned,
    say_status,
    say_who,
    say_why_no_call,
)
from denialctl.views import DISCLAIMER
from denialctl.views.chart import chart_lines, chart_of, chart_svg
from denialctl.views.emit import Document, Rows, View
from denialctl.views.line import Line
from denialctl.views.page import Figure, Grid, Item, Page, Section, Words
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.calc import CaseWithTimeline
    from denialctl.dates.moments import Instant
    from denialctl.timeline.advice import Advice
    from denialctl.timeline.deadline import Deadline

_SIGNS = {
    Status.OPEN: ">",
    Status.MET: "v",
    Status.MET_LATE: "v",
    Status.MISSED: "!",
    Status.WAITING: "~",
    Status.LAPSED: "!",
    Status.PROJECTED: ".",
    Status.NOT_COMPUTED: "?",
    Status.MOOT: "-",
}
_MARKS = {Status.MISSED: "band-missed", Status.LAPSED: "band-missed", Status.OPEN: "next"}
_HEADER = ("Whose", "Step", "Plan for (theirs: ask from)", "Last day", "How it stands", "Why")


@dataclass(frozen=True, slots=True)
class LadderView(View):
    """A case with all its deadlines (done, running, projected) and, below each date, the reason for it."""

    case: CaseWithTimeline
    now: Instant
    explain: bool = False

    def lines(self) -> list[Line]:
        """Lay out the case and its ladder for a terminal."""
        computed = self.case
        lines = [*_header(computed), Line()]
        stage = ""
        for item in computed.timeline.deadlines:
            if item.stage != stage:
                stage = item.stage
                lines.append(Line(one_line(computed.timeline.titles.get(stage, stage)), "title"))
                lines += [_below(f"who may use it: {say_who(item.used_by)}", "dim")] if item.used_by else []
            lines += _deadline_lines(item, explain=self.explain)
        lines += [
            Line(),
            *[
                Line(f"Note: {one_line(text)}", "warning", 6)
                for text in (*computed.doubts, *computed.timeline.warnings)
            ],
        ]
        for advice in computed.advice:
            lines.append(Line(f"Advice: {one_line(advice.say)}", "next", 6))
            lines.append(Line(f"      {one_line(advice.because)} ({one_line(advice.authority)})", "dim", 6))
        lines += [
            Line(f"Call: {one_line(phone.number)} ({one_line(phone.purpose)})", "", 6) for phone in computed.phones
        ]
        lines += [
            Line(f"Regulator: {one_line(place.name)} {one_line(place.phone or '')}".rstrip(), "dim", 6)
            for place in computed.regulators
        ]
        lines.append(Line(f"Next: {one_line(next_step_of(computed.case, computed.timeline))}", "next", 6))
        return [*lines, Line(DISCLAIMER, "dim")]

    def plain(self) -> list[str]:
        """Return one deadline a line, fields separated by tabs, nothing shortened."""
        computed = self.case
        lines = [line.text for line in _header(computed)]
        for item in computed.timeline.deadlines:
            lines.append("\t".join(one_line(field) for field in _fields(item)))
            if self.explain:
                steps = enumerate(item.derivation, start=1)
                lines += [f"{item.id}\tstep {number}\t{one_line(step)}" for number, step in steps]
                lines += [
                    f"{item.id}\toverruled\t{gone.layer} {one_line(gone.authority)}: {one_line(gone.why)}"
                    for gone in item.overruled
                ]
        lines += [f"note\t{one_line(text)}" for text in (*computed.doubts, *computed.timeline.warnings)]
        lines += [
            f"advice\t{one_line(item.say)}\t{one_line(item.because)}\t{one_line(item.authority)}"
            for item in computed.advice
        ]
        lines += [f"call\t{one_line(phone.number)}\t{one_line(phone.purpose)}" for phone in computed.phones]
        return [*lines, f"next\t{one_line(next_step_of(computed.case, computed.timeline))}", DISCLAIMER]

    def page(self) -> Page:
        """Lay the case out for a browser, a printer or a mail."""
        computed = self.case
        title, *under = header_lines(computed)
        sections = [_next(computed)]
        chart = chart_of(computed.timeline, self.now)
        if chart is not None:
            after = [Words(f"After that: {text}", "dim") for text in chart.beyond]
            sections.append(Section("Both clocks", (Figure(tuple(chart_lines(chart)), chart_svg(chart)), *after)))
        if computed.advice:
            sections.append(Section("Advice", tuple(advice_item(item) for item in computed.advice)))
        rows = tuple(
            _row(item, computed)
            for item in computed.timeline.deadlines
            if item.status is not Status.MOOT or item.without_call
        )
        if rows:
            sections.append(Section("Every deadline", (Grid(_HEADER, rows),)))
        notes = [*computed.doubts, *computed.timeline.warnings]
        if notes:
            sections.append(Section("Assumed, or not known", tuple(Item(text) for text in notes), small=True))
        calls = [Item(f"Call: {phone.number} ({phone.purpose})") for phone in computed.phones]
        calls += [Item(f"Regulator: {place.name} {place.phone or ''}".rstrip()) for place in computed.regulators]
        if calls:
            sections.append(Section("Numbers", tuple(calls), small=True))
        return Page(
            title=title,
            under=(*under, f"As it stands {say(self.now)}"),
            sections=tuple(sections),
            foot=(DISCLAIMER,),
        )

    def data(self) -> Document:
        """Return the timeline of the case."""
        from denialctl.cases.data import case_data  # noqa: PLC0415 - only for scripts
        from denialctl.timeline.data import deadline_data  # noqa: PLC0415 - as above

        computed = self.case
        urged = (item.say for item in computed.advice if item.id == "expedite")
        content = {
            "as_of": self.now.isoformat(),
            "case": case_data(computed.case),
            "deadlines": [deadline_data(item) for item in computed.timeline.deadlines],
            "warnings": [*computed.doubts, *computed.timeline.warnings, *urged],
            "advice": [advice_data(item) for item in computed.advice],
        }
        return Document("timeline", content)

    def rows(self) -> Rows:
        """Return the deadlines of the case."""
        from denialctl.views.columns import DEADLINE_COLUMNS, deadline_cells  # noqa: PLC0415 - as above

        return Rows(DEADLINE_COLUMNS, [deadline_cells(item) for item in self.case.timeline.deadlines])


@dataclass(frozen=True, slots=True)
class ChartView(View):
    """The chart of a case, drawn up to a day, and what is next."""

    case: CaseWithTimeline
    now: Instant
    until: date | None = None

    def page(self) -> Page:
        """Lay out the drawing."""
        title, *under = header_lines(self.case)
        chart = chart_of(self.case.timeline, self.now, self.until)
        drawn = (
            Words("No day is known that could be drawn.")
            if chart is None
            else Figure(tuple(chart_lines(chart)), chart_svg(chart))
        )
        sections = (Section("Both clocks", (drawn,)), _next(self.case))
        return Page(title=title, under=tuple(under), sections=sections, foot=(DISCLAIMER,))


def header_lines(computed: CaseWithTimeline) -> list[str]:
    """Return two lines that say which case it is, and a third if it is closed."""
    facts = computed.case.facts
    number = f"#{computed.case.id}  " if computed.case.id is not None else ""
    what = f"{facts.description or ''}{f' ({facts.code})' if facts.code else ''}".strip()
    named = (f"{number}{facts.patient or ''}".strip(), what, facts.payer, computed.regime_title, facts.state)
    first = "  ".join(one_line(part) for part in named if part)
    heard = f", received {say(facts.received)}" if facts.received else ""
    denied = f"denied {say(facts.denied)}{heard}" if facts.denied else "still pending"
    asked = f" · requested {say(facts.requested)}" if facts.requested else ""
    told = "".join(f" · {name}: {answer}" for name, answer in facts.answers.items())
    second = f"{denied}{asked} · {'URGENT' if facts.urgent else 'standard'} · {facts.in_phase}{told}"
    return [
        first or "calculation",
        second,
        *([f"CLOSED: {one_line(computed.case.closed)}"] if computed.case.closed else []),
    ]


def advice_item(item: Advice) -> Item:
    """Return a piece of advice as a line of a page, with its reason below."""
    return Item(item.say, below=(f"{item.because} ({item.authority})",))


def advice_data(item: Advice) -> dict[str, Any]:
    """Return a piece of advice for scripts."""
    return {
        "id": item.id,
        "say": item.say,
        "because": item.because,
        "authority": item.authority,
        "stage": item.stage,
        "by": to_json(item.by),
    }


def _header(computed: CaseWithTimeline) -> list[Line]:
    first, second, *closed = header_lines(computed)
    return [Line(first, "title", 4), Line(second, "", 4), *(Line(text, "warning") for text in closed)]


def _next(computed: CaseWithTimeline) -> Section:
    return Section("Next", (Words(next_step_of(computed.case, computed.timeline), "next"),))


# -- the ladder as lines of text ------------------------------------------------------------------


def _deadline_lines(item: Deadline, *, explain: bool) -> list[Line]:
    """Return the lines of one deadline: its date, what to do, and why it is that date."""
    word = f"CAME TOO LATE, {say_if_known(item.done_at)}" if item.came_late else STATUS_WORDS[item.status]
    word = "no call after the denial" if item.without_call else word
    head = f" {_SIGNS[item.status]} {SIDES[item.clock].column} {_day(item)}  {item.step}: {word}"
    lines = [Line(head, _MARKS.get(item.status, ""), 8)]
    if item.without_call:
        what, basis = say_why_no_call(item)
        return [*lines, _below(say_no_call(item), "next"), _below(what), _below(basis, "dim")]
    if item.status is Status.MOOT:
        return [*lines, _below(item.reason or "", "dim")]
    lines.append(_below(item.say))
    if item.status in (Status.OPEN, Status.PROJECTED, Status.NOT_COMPUTED, Status.WAITING) and say_planned(item):
        lines.append(_below(say_planned(item)))
    if say_arguable(item):
        lines.append(_below(say_arguable(item)))
    if item.missing and item.status not in (Status.MET, Status.MET_LATE):
        lines.append(_below(f"not known: {item.missing}", "warning"))
    lines.append(_below(f"{item.window} · {say_basis(item)}", "dim"))
    if item.status in (Status.MISSED, Status.LAPSED):
        lines.append(_below(item.late_filing or item.if_missed))
    if item.status in (Status.OPEN, Status.MISSED, Status.NOT_COMPUTED):
        lines += [_below(note, "dim") for note in item.notes]
        lines += [_below(f"open question: {item.open_question}", "dim")] if item.open_question else []
    if explain:
        steps = enumerate(item.derivation, start=1)
        lines += [Line(f"        {number}  {one_line(step)}", "dim", 11) for number, step in steps]
        lines += [
            Line(f"        overruled: {gone.layer} {one_line(gone.authority)}: {one_line(gone.why)}", "dim", 11)
            for gone in item.overruled
        ]
    return lines


def _below(text: str, mark: str = "") -> Line:
    return Line(f"        {one_line(text)}", mark, 8)


def _day(item: Deadline) -> str:
    """Return the day on which it was done, else the last day, in words."""
    if item.without_call:
        return "no day"
    done = item.done_at if item.status in (Status.MET, Status.MET_LATE) else None
    return say_if_known(done or item.due, "no date")


def _fields(item: Deadline) -> tuple[str, ...]:
    return (
        item.id,
        str(item.clock),
        str(item.status),
        "due none" if item.without_call else f"due {say_if_known(item.due)}",
        f"act by {say_if_known(item.act_by, '-')}",
        "latest none" if item.without_call else f"latest {say_if_known(item.latest)}",
        item.say,
        item.window,
        say_basis(item),
        joined(
            f"not known: {item.missing}" if item.missing and not item.without_call else "",
            f"open question: {item.open_question}" if item.open_question else "",
            by="; ",
        ),
        joined(item.no_call, item.reason, by=" "),
    )


# -- the ladder as a table on a page ---------------------------------------------------------------


def _row(item: Deadline, computed: CaseWithTimeline) -> tuple[str, ...]:
    arguable = f"({say_arguable(item)})" if say_arguable(item) else ""
    missing = f"Not known: {item.missing}." if item.missing and not item.without_call else ""
    said = joined(say_no_call(item), item.say, by=" ") if item.without_call else item.say
    return (
        SIDES[item.clock].words,
        f"{computed.timeline.titles.get(item.stage, item.stage)}: {item.step}. {said}",
        say_if_known(item.act_by, "") if item.done_at is None else "",
        joined(say_if_known(item.due), arguable, by=" "),
        say_status(item),
        joined(f"{item.window}; {say_basis(item)}.", missing, by=" "),
    )
