"""Tables as lines of text with a mark for each: on a terminal they are coloured and wrapped, off it they are tabs.

A `Line` knows what it is for; `denialctl.views.printing` decides how it looks.
Colour never carries meaning alone: whatever is red also says so in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from denialctl.dates.moments import day_of, read_in, say, say_day, to_json
from denialctl.views import DISCLAIMER
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import Band, Basis, Kind, Status
from denialctl.worklist.action import action_of

if TYPE_CHECKING:
    from datetime import date

    from denialctl.cases.case import Case
    from denialctl.commands.due import DueItem, DueList
    from denialctl.commands.listing import ListedCase
    from denialctl.dates.moments import Moment
    from denialctl.timeline.deadline import Deadline

BAND_TITLES = {
    Band.MISSED: "MISSED",
    Band.TODAY: "TODAY",
    Band.NEXT_BUSINESS_DAY: "NEXT BUSINESS DAY",
    Band.THIS_WEEK: "THIS WEEK",
    Band.LATER: "LATER",
}
_SOFT = {
    Basis.LETTER: "the letter",
    Basis.CONTRACT: "payer manual, letter decides",
    Basis.PRACTICE: "only what is usual: the letter decides",
}


class Line(NamedTuple):
    """One line: its text, how it is marked, how far it hangs in when it is wrapped."""

    text: str = ""
    mark: str = ""
    hang: int = 0


def moment_words(moment: Moment | None, zone: str) -> str:
    """Say a moment with its weekday, as it is read in a zone."""
    return "not computed" if moment is None else say(read_in(moment, zone))


def basis_words(item: Deadline) -> str:
    """Say what a date rests on, and whether anybody has read it."""
    authority = one_line(item.authority)
    if item.basis is Basis.PRACTICE and item.kind is Kind.COMPLAINT:
        return authority if item.confirmed else f"{authority} [UNCONFIRMED: {item.source_status}]"
    if item.basis is Basis.PRACTICE:
        return f"{_SOFT[item.basis]} [UNCONFIRMED]"
    soft = _SOFT.get(item.basis) if item.basis is not None else None
    said = f"{soft}: {authority}" if soft and item.basis is not Basis.LETTER else authority
    return said if item.confirmed else f"{said} [UNCONFIRMED: {item.source_status}]"


# -- due ----------------------------------------------------------------------------


def due_screen(found: DueList, *, explain: bool) -> list[Line]:
    """Lay out the list for the morning for a terminal."""
    zone = found.morning.now.zone
    lines = [Line(summary_words(found), "title"), Line()]
    band: Band | None = None
    for item in found.items:
        if item.band is not band:
            band = item.band
            lines.append(Line(BAND_TITLES[band], f"band-{band}"))
        lines += _due_item(item, zone, found.morning.today, explain=explain)
    if not found.items:
        lines.append(Line("Nothing is due up to the end of this list."))
    later = later_words(found)
    if later:
        lines += [Line(), Line(f"LATER: {later}    denialctl due --within {_far_enough(found)}d", "dim")]
    return [*lines, Line(DISCLAIMER, "dim")]


def _far_enough(found: DueList) -> int:
    """Return how many days ahead to look, so that something of what comes later is shown: a quarter of a year, or more."""
    first = found.later.first if found.later is not None else None
    ahead = (first - found.morning.today).days if first is not None else 0
    return max(90, ahead)


def later_words(found: DueList) -> str:
    """Say how much comes after the end of the list; nothing where nothing does."""
    if found.later is None or not found.later.deadlines:
        return ""
    count, cases, first = found.later
    when = f", first on {say_day(first)}" if first is not None else ""
    return f"{count} deadline{'s' if count != 1 else ''} in {cases} case{'s' if cases != 1 else ''}{when}"


def summary_words(found: DueList) -> str:
    """Say in one line how the morning stands."""
    today = sum(item.band in (Band.TODAY, Band.MISSED) for item in found.items)
    missed = sum(item.band is Band.MISSED for item in found.items)
    late = sum(item.deadline.status is Status.LAPSED and not item.deadline.came_late for item in found.items)
    parts = [f"{found.open_cases} open", f"{today} for today"]
    parts += [f"{missed} missed"] if missed else []
    if late:
        parts.append("1 decision of theirs is late" if late == 1 else f"{late} decisions of theirs are late")
    local = found.morning.now.local
    return f"{say_day(found.morning.today)} {local:%H:%M}   {' · '.join(parts)}"


def _due_item(item: DueItem, zone: str, today: date, *, explain: bool) -> list[Line]:
    mark = f"band-{item.band}"
    lines = [Line(f"{item.number:>4}  {one_line(item.action)}", mark, 6)]
    lines.append(Line(f"      {when_words(item, zone, today)}", "", 6))
    lines.append(Line(f"      {who_words(item)}", "", 6))
    lines.append(Line(f"      {basis_words(item.deadline)}", "dim", 6))
    lines += [Line(f"      {words}", "", 6) for words in told_words(item)]
    if explain:
        lines.append(Line(f"      Why here: {one_line(item.why)}.", "dim", 6))
    return lines


def told_words(item: DueItem) -> list[str]:
    """Say who has the work today, whom to tell, or who has taken it on."""
    words = [f"Today: {one_line(item.stands_in)}."] if item.stands_in else []
    if item.escalate_to:
        return [*words, f"Tell {one_line(item.escalate_to)}. Taken on? denialctl ack {item.number} {item.deadline.id}"]
    return [*words, f"Taken on by {one_line(item.reached.acknowledged_by)}."] if item.reached is not None else words


def who_words(item: DueItem) -> str:
    """Say whose case it is, what was denied, by whom, whom to call and who works on it."""
    facts = item.case.facts
    who = [facts.patient, facts.description or facts.code, facts.payer or facts.plan, _phone(item), item.owner or "unassigned"]
    return " · ".join(one_line(part) for part in who if part)


def _phone(item: DueItem) -> str | None:
    """Return the line for the peer-to-peer call, beside what is about that call and nothing else."""
    return f"call {item.phone}" if item.deadline.kind is Kind.PEER_TO_PEER and item.phone else None


def when_words(item: DueItem, zone: str, today: date) -> str:
    """Say by when, and how much time is left."""
    deadline = item.deadline
    planned, due, latest = deadline.act_by, deadline.due, deadline.latest
    if due is None:
        return f"{f'plan it for {moment_words(planned, zone)}; ' if planned is not None else ''}last day not computed"
    if deadline.came_late:
        return f"was due {moment_words(due, zone)}, came {moment_words(deadline.done_at, zone)}"
    if deadline.status is Status.LAPSED:
        return f"was due {moment_words(due, zone)} ({item.left})"
    last = f"last day {moment_words(due, zone)} ({item.left})"
    if planned is not None and deadline.status is Status.OPEN and day_of(planned) < today:
        last = f"was planned for {moment_words(planned, zone)}: do it today; {last}"
    elif planned is not None and planned != due and deadline.status is not Status.MISSED:
        last = f"by {moment_words(planned, zone)}; {last}"
    if latest is not None and latest != due:
        last += f"; arguable until {moment_words(latest, zone)}"
    return last


def due_plain(found: DueList, *, explain: bool) -> list[str]:
    """Return one deadline a line, fields separated by tabs, nothing shortened."""
    zone = found.morning.now.zone
    lines = []
    for item in found.items:
        facts, deadline = item.case.facts, item.deadline
        fields = [
            str(item.band), f"case {item.number}", item.action, f"act by {moment_words(deadline.act_by, zone)}",
            f"due {moment_words(deadline.due, zone)}", item.left, deadline.id,
            facts.patient or "", facts.description or facts.code or "",
            facts.payer or facts.plan, _phone(item) or "", item.owner or "unassigned", basis_words(deadline),
        ]  # fmt: skip
        if item.stands_in:
            fields.append(f"today {item.stands_in}")
        if item.escalate_to:
            fields.append(f"tell {item.escalate_to}")
        elif item.reached is not None:
            fields.append(f"taken on by {item.reached.acknowledged_by}")
        if explain:
            fields.append(f"why: {item.why}")
        lines.append("\t".join(one_line(field) for field in fields))
    later = later_words(found)
    if later:
        lines.append(f"later\t{later}")
    return [f"{summary_words(found)}", *lines, DISCLAIMER]


# -- list ----------------------------------------------------------------------------


def list_screen(found: list[ListedCase], zone: str, nothing: str = "") -> list[Line]:
    """Lay out the cases; where there are none, `nothing` says why."""
    lines = []
    for item in found:
        lines.append(Line(f"{item.case.id:>4}  {_case_words(item.case)}", "title", 6))
        lines.append(Line(f"      {_next_words(item, zone)}", "", 6))
    if not found:
        lines.append(Line(one_line(nothing)))
    return [*lines, Line(DISCLAIMER, "dim")]


def list_plain(found: list[ListedCase], zone: str) -> list[str]:
    """Return one case a line."""
    return [*(f"case {item.case.id}\t{_case_words(item.case)}\t{_next_words(item, zone)}" for item in found), DISCLAIMER]


def _case_words(case: Case) -> str:
    facts = case.facts
    denied = f"denied {to_json(facts.denied)}" if facts.denied is not None else f"requested {to_json(facts.requested)}, pending"
    parts = [facts.patient, facts.description or facts.code, facts.payer, facts.plan, facts.state, denied, facts.owner]
    closed = f" · CLOSED: {one_line(case.closed)}" if case.closed is not None else ""
    return " · ".join(one_line(part) for part in parts if part) + closed


def _next_words(item: ListedCase, zone: str) -> str:
    if item.case.closed is not None:
        return "nothing: closed"
    if item.next is None:
        return "nothing for us now"
    return f"{one_line(action_of(item.next))} Due {moment_words(item.next.due, zone)}."
