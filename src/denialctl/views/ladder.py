"""The ladder of one case from top to bottom: both clocks, done, running, projected, and under each date why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.timeline.next_step import next_step_of
from denialctl.views import DISCLAIMER
from denialctl.views.lines import Line, basis_words, moment_words
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from denialctl.commands.calc import CaseView
    from denialctl.timeline.deadline import Deadline

SIGNS = {
    Status.OPEN: (">", "OPEN"),
    Status.MET: ("v", "done"),
    Status.MET_LATE: ("v", "done late"),
    Status.MISSED: ("!", "MISSED"),
    Status.WAITING: ("~", "waiting for them"),
    Status.LAPSED: ("!", "THEY ARE LATE"),
    Status.PROJECTED: (".", "still to come, projected"),
    Status.NOT_COMPUTED: ("?", "NOT COMPUTED"),
    Status.MOOT: ("-", "moot"),
}
_CLOCKS = {"provider": "YOU ", "plan": "PLAN", "reviewer": "THEM"}


def ladder_screen(view: CaseView, *, explain: bool) -> list[Line]:
    """Lay out a case and its ladder for a terminal."""
    lines = [*_header(view), Line()]
    stage = ""
    for item in view.timeline.deadlines:
        if item.stage != stage:
            stage = item.stage
            lines.append(Line(one_line(view.timeline.titles.get(stage, stage)), "title"))
        lines += _rung(view, item, explain=explain)
    lines += [Line(), *[Line(f"Note: {one_line(text)}", "warning", 6) for text in (*view.doubts, *view.timeline.warnings)]]
    for advice in view.advice:
        lines.append(Line(f"Advice: {one_line(advice.say)}", "next", 6))
        lines.append(Line(f"      {one_line(advice.because)} ({one_line(advice.authority)})", "dim", 6))
    lines += [Line(f"Call: {one_line(phone.number)} ({one_line(phone.purpose)})", "", 6) for phone in view.phones]
    lines += [Line(f"Regulator: {one_line(place.name)} {one_line(place.phone or '')}".rstrip(), "dim", 6) for place in view.regulators]
    lines.append(Line(f"Next: {one_line(next_step_of(view.case, view.timeline))}", "next", 6))
    return [*lines, Line(DISCLAIMER, "dim")]


def header_lines(view: CaseView) -> list[str]:
    """Say in two lines which case it is, and in a third if it is closed."""
    facts, zone = view.case.facts, view.case.facts.tz
    number = f"#{view.case.id}  " if view.case.id is not None else ""
    what = f"{facts.description or ''}{f' ({facts.code})' if facts.code else ''}".strip()
    first = "  ".join(
        one_line(part) for part in (f"{number}{facts.patient or ''}".strip(), what, facts.payer, view.regime_title, facts.state) if part
    )
    heard = f", received {moment_words(facts.received, zone)}" if facts.received else ""
    denied = f"denied {moment_words(facts.denied, zone)}{heard}" if facts.denied else "still pending"
    asked = f" · requested {moment_words(facts.requested, zone)}" if facts.requested else ""
    told = "".join(f" · {name}: {answer}" for name, answer in facts.answers.items())
    second = f"{denied}{asked} · {'URGENT' if facts.urgent else 'standard'} · {facts.in_phase}{told}"
    return [first or "calculation", second, *([f"CLOSED: {one_line(view.case.closed)}"] if view.case.closed else [])]


def _header(view: CaseView) -> list[Line]:
    first, second, *closed = header_lines(view)
    return [Line(first, "title", 4), Line(second, "", 4), *(Line(text, "warning") for text in closed)]


def _rung(view: CaseView, item: Deadline, *, explain: bool) -> list[Line]:
    zone = view.case.facts.tz
    sign, word = SIGNS[item.status]
    mark = {"MISSED": "band-missed", "THEY ARE LATE": "band-missed", "OPEN": "next"}.get(word, "")
    if item.came_late:
        word = f"CAME TOO LATE, {moment_words(item.done_at, zone)}"
    head = f" {sign} {_CLOCKS[str(item.clock)]} {_date_words(item, zone)}  {item.step}: {word}"
    lines = [Line(head, mark, 8)]
    if item.status is Status.MOOT:
        return [*lines, Line(f"        {one_line(item.reason or '')}", "dim", 8)]
    lines.append(Line(f"        {one_line(item.say)}", "", 8))
    if item.act_by is not None and item.status in (Status.OPEN, Status.PROJECTED, Status.NOT_COMPUTED, Status.WAITING):
        plan = "plan it for" if item.clock.ours else "ask from"
        lines.append(Line(f"        {plan} {moment_words(item.act_by, zone)}", "", 8))
    if item.latest is not None and item.latest != item.due:
        lines.append(Line(f"        arguable until {moment_words(item.latest, zone)}", "", 8))
    if item.missing and item.status not in (Status.MET, Status.MET_LATE):
        lines.append(Line(f"        not known: {one_line(item.missing)}", "warning", 8))
    lines.append(Line(f"        {one_line(item.window)} · {basis_words(item)}", "dim", 8))
    if item.status in (Status.MISSED, Status.LAPSED):
        lines.append(Line(f"        {one_line(item.late_filing or item.if_missed)}", "", 8))
    lines += (
        [Line(f"        {one_line(note)}", "dim", 8) for note in item.notes]
        if item.status in (Status.OPEN, Status.MISSED, Status.NOT_COMPUTED)
        else []
    )
    if explain:
        lines += [Line(f"        {number}  {one_line(step)}", "dim", 11) for number, step in enumerate(item.derivation, start=1)]
        lines += [
            Line(f"        overruled: {gone.layer} {one_line(gone.authority)}: {one_line(gone.why)}", "dim", 11) for gone in item.overruled
        ]
    return lines


def _date_words(item: Deadline, zone: str) -> str:
    if item.status in (Status.MET, Status.MET_LATE) and item.done_at is not None:
        return moment_words(item.done_at, zone)
    return moment_words(item.due, zone) if item.due is not None else "no date"


def ladder_plain(view: CaseView, *, explain: bool) -> list[str]:
    """Return one deadline a line, fields separated by tabs, nothing shortened."""
    zone = view.case.facts.tz
    lines = [line.text for line in _header(view)]
    for item in view.timeline.deadlines:
        fields = [
            item.id, str(item.clock), str(item.status),
            f"due {moment_words(item.due, zone)}", f"act by {moment_words(item.act_by, zone) if item.act_by else '-'}",
            f"latest {moment_words(item.latest, zone)}",
            item.say, item.window, basis_words(item), f"not known: {item.missing}" if item.missing else "", item.reason or "",
        ]  # fmt: skip
        lines.append("\t".join(one_line(field) for field in fields))
        if explain:
            lines += [f"{item.id}\tstep {number}\t{one_line(step)}" for number, step in enumerate(item.derivation, start=1)]
            lines += [f"{item.id}\toverruled\t{gone.layer} {one_line(gone.authority)}: {one_line(gone.why)}" for gone in item.overruled]
    lines += [f"note\t{one_line(text)}" for text in (*view.doubts, *view.timeline.warnings)]
    lines += [f"advice\t{one_line(item.say)}\t{one_line(item.because)}\t{one_line(item.authority)}" for item in view.advice]
    lines += [f"call\t{one_line(phone.number)}\t{one_line(phone.purpose)}" for phone in view.phones]
    return [*lines, f"next\t{one_line(next_step_of(view.case, view.timeline))}", DISCLAIMER]
