"""A case as a page: both clocks drawn, the ladder as a table, advice, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.timeline.next_step import next_step_of
from denialctl.views import DISCLAIMER
from denialctl.views.chart import chart_lines, chart_of, chart_svg
from denialctl.views.ladder import SIGNS, header_lines
from denialctl.views.lines import basis_words, moment_words
from denialctl.views.page import Figure, Grid, Item, Page, Section, Words
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.calc import CaseView
    from denialctl.dates.moments import Instant
    from denialctl.timeline.deadline import Deadline

_HEADER = ("Whose", "Step", "Plan for (theirs: ask from)", "Last day", "How it stands", "Why")
_WHOSE = {"provider": "you", "plan": "the plan", "reviewer": "the reviewer"}


def case_page(view: CaseView, now: Instant) -> Page:
    """Lay a case out for a browser, a printer or a mail."""
    title, *under = header_lines(view)
    sections = [Section("Next", (Words(next_step_of(view.case, view.timeline), "next"),))]
    chart = chart_of(view.timeline, now)
    if chart is not None:
        after = [Words(f"After that: {text}", "dim") for text in chart.beyond]
        sections.append(Section("Both clocks", (Figure(tuple(chart_lines(chart)), chart_svg(chart)), *after)))
    if view.advice:
        sections.append(Section("Advice", tuple(Item(item.say, below=(f"{item.because} ({item.authority})",)) for item in view.advice)))
    rows = tuple(_row(item, view) for item in view.timeline.deadlines if item.status is not Status.MOOT)
    if rows:
        sections.append(Section("Every deadline", (Grid(_HEADER, rows),)))
    notes = [*view.doubts, *view.timeline.warnings]
    if notes:
        sections.append(Section("Assumed, or not known", tuple(Item(text) for text in notes), small=True))
    calls = [Item(f"Call: {phone.number} ({phone.purpose})") for phone in view.phones]
    calls += [Item(f"Regulator: {place.name} {place.phone or ''}".rstrip()) for place in view.regulators]
    if calls:
        sections.append(Section("Numbers", tuple(calls), small=True))
    return Page(title, (*under, f"As it stands {moment_words(now, now.zone)}"), tuple(sections), (DISCLAIMER,))


def chart_only(view: CaseView, now: Instant, until: date | None) -> Page:
    """Return the two sides' clocks drawn, and nothing else of the case but what is next."""
    title, *under = header_lines(view)
    chart = chart_of(view.timeline, now, until)
    drawn = (
        (Figure(tuple(chart_lines(chart)), chart_svg(chart)),) if chart is not None else (Words("No day is known that could be drawn."),)
    )
    following = Section("Next", (Words(next_step_of(view.case, view.timeline), "next"),))
    return Page(title, tuple(under), (Section("Both clocks", drawn), following), (DISCLAIMER,))


def _row(item: Deadline, view: CaseView) -> tuple[str, ...]:
    zone = view.case.facts.tz
    due = moment_words(item.due, zone) if item.due is not None else "not computed"
    if item.latest is not None and item.latest != item.due:
        due = f"{due} (arguable until {moment_words(item.latest, zone)})"
    done = f" {moment_words(item.done_at, zone)}" if item.done_at is not None else ""
    missing = f" Not known: {item.missing}." if item.missing else ""
    return (
        _WHOSE[str(item.clock)],
        f"{view.timeline.titles.get(item.stage, item.stage)}: {item.step}. {item.say}",
        moment_words(item.act_by, zone) if item.act_by is not None and item.done_at is None else "",
        due,
        f"{SIGNS[item.status][1]}{done}",
        f"{item.window}; {basis_words(item)}.{missing}",
    )
