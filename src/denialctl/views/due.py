"""The list for the morning: for a terminal, a mail, paper, or scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import day_of, say, say_day
from denialctl.timeline.phrases import (
    joined,
    read_in_zone,
    say_arguable,
    say_basis,
    say_if_known,
    say_last_day,
    say_late,
    say_planned,
)
from denialctl.views import DISCLAIMER
from denialctl.views.emit import Document, Rows, View
from denialctl.views.line import Line
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import Band, Kind, Status

if TYPE_CHECKING:
    from denialctl.commands.due import DueItem, DueList
    from denialctl.timeline.deadline import Deadline
    from denialctl.views.page import Item, Page

_TITLES = {
    Band.MISSED: "MISSED",
    Band.TODAY: "TODAY",
    Band.NEXT_BUSINESS_DAY: "NEXT BUSINESS DAY",
    Band.THIS_WEEK: "THIS WEEK",
    Band.LATER: "LATER",
}
_NOTHING = "Nothing is due up to the end of this list."


@dataclass(eq=False, repr=False)
class DueView(View):
    """The list for the morning; with `explain` each line says why it is at its place. Hours are those of the office."""

    found: DueList
    explain: bool

    def lines(self) -> list[Line]:
        """Return the list for a terminal, in its bands (missed, today, this week ...)."""
        lines = [Line(_summary(self.found), "title"), Line()]
        band: Band | None = None
        for item in self.found.items:
            if item.band is not band:
                band = item.band
                lines.append(Line(_TITLES[band], f"band-{band}"))
            lines.append(Line(f"{item.number:>4}  {one_line(item.action)}", f"band-{item.band}", 6))
            lines.append(_below(self._when(item)))
            lines.append(_below(_who(item)))
            lines.append(_below(say_basis(item.deadline), "dim"))
            lines += [_below(words) for words in _told(item)]
            if self.explain:
                lines.append(_below(f"Why here: {item.why}.", "dim"))
        if not self.found.items:
            lines.append(Line(_NOTHING))
        later = _later(self.found)
        if later:
            lines += [Line(), Line(f"LATER: {later}    denialctl due --within {_far_enough(self.found)}d", "dim")]
        return [*lines, Line(DISCLAIMER, "dim")]

    def plain(self) -> list[str]:
        """Return one deadline a line, fields separated by tabs, nothing shortened."""
        lines = [_summary(self.found)]
        lines += ["\t".join(one_line(field) for field in self._fields(item)) for item in self.found.items]
        later = _later(self.found)
        return [*lines, *([f"later\t{later}"] if later else []), DISCLAIMER]

    def page(self) -> Page:
        """Return the list as a page, in its bands; what the office has to do has a box to tick."""
        from denialctl.views.page import Page, Section, Words  # noqa: PLC0415 - only where a page is drawn

        sections = []
        for band in dict.fromkeys(item.band for item in self.found.items):
            items = tuple(self._item(item) for item in self.found.items if item.band is band)
            sections.append(Section(_TITLES[band], items))
        if not self.found.items:
            sections.append(Section("Nothing", (Words(_NOTHING),)))
        later = _later(self.found)
        foot = [f"LATER: {later}"] if later else []
        return Page(
            title="Due",
            under=(_summary(self.found),),
            sections=tuple(sections),
            foot=(*foot, "Holds patient data: dates together with references.", DISCLAIMER),
        )

    def data(self) -> Document:
        """Return the list, with the whole case and deadline of each line."""
        from denialctl.cases.data import listed_case_data  # noqa: PLC0415 - only for scripts
        from denialctl.timeline.data import deadline_data  # noqa: PLC0415 - as above

        items = [
            {
                "case": listed_case_data(item.case, item.phone),
                "deadline": deadline_data(item.deadline),
                "band": str(item.band),
                "why": item.why,
                "action": item.action,
                "owner": item.owner,
                "escalate_to": item.escalate_to,
                "acknowledged_by": item.reached.acknowledged_by if item.reached is not None else None,
                "stands_in": item.stands_in,
            }
            for item in self.found.items
        ]
        return Document("due", {"as_of": self.found.morning.now.isoformat(), "items": items})

    def rows(self) -> Rows:
        """Return one deadline a row, with its case."""
        from denialctl.views import columns  # noqa: PLC0415 - as above

        header = (
            "band",
            *(f"case_{name}" for name in columns.CASE_COLUMNS),
            *columns.DEADLINE_COLUMNS,
            "action",
            "why",
            "owner",
            "escalate_to",
        )
        rows = [
            (
                item.band,
                *columns.case_cells(item.case),
                *columns.deadline_cells(item.deadline),
                item.action,
                item.why,
                item.owner,
                item.escalate_to,
            )
            for item in self.found.items
        ]
        return Rows(header, rows)

    def _read(self, item: DueItem) -> Deadline:
        return read_in_zone(item.deadline, self.found.morning.now.zone)

    def _when(self, item: DueItem) -> str:
        """Return in words by when, and how much time is left."""
        deadline = self._read(item)
        planned = deadline.act_by
        if deadline.due is None:
            return joined(say_planned(deadline), "last day not computed", by="; ")
        if deadline.came_late:
            return say_late(deadline)
        if deadline.status is Status.LAPSED:
            return f"{say_late(deadline)} ({item.left})"
        first = ""
        if planned is not None and deadline.status is Status.OPEN and day_of(planned) < self.found.morning.today:
            first = f"was planned for {say(planned)}: do it today"
        elif planned is not None and planned != deadline.due and deadline.status is not Status.MISSED:
            first = f"by {say(planned)}"
        return joined(first, f"{say_last_day(deadline)} ({item.left})", say_arguable(deadline), by="; ")

    def _item(self, item: DueItem) -> Item:
        from denialctl.views.page import Item  # noqa: PLC0415 - as above

        below = [self._when(item), _who(item), say_basis(item.deadline), *_told(item)]
        if self.explain:
            below.append(f"Why here: {item.why}.")
        return Item(f"{item.number}  {item.action}", "open", tuple(below), f"band-{item.band}")

    def _fields(self, item: DueItem) -> list[str]:
        facts, deadline = item.case.facts, self._read(item)
        fields = [
            str(item.band),
            f"case {item.number}",
            item.action,
            f"act by {say_if_known(deadline.act_by)}",
            f"due {say_if_known(deadline.due)}",
            item.left,
            deadline.id,
            facts.patient or "",
            facts.description or facts.code or "",
            facts.payer or facts.plan,
            _phone(item) or "",
            item.owner or "unassigned",
            say_basis(deadline),
        ]
        if deadline.no_call:
            fields.append(deadline.no_call)
        if item.stands_in:
            fields.append(f"today {item.stands_in}")
        if item.escalate_to:
            fields.append(f"tell {item.escalate_to}")
        elif item.reached is not None:
            fields.append(f"taken on by {item.reached.acknowledged_by}")
        return [*fields, f"why: {item.why}"] if self.explain else fields


def _below(text: str, mark: str = "") -> Line:
    return Line(f"      {one_line(text)}", mark, 6)


def _summary(found: DueList) -> str:
    """Return one line with the counts: what is missed, due today, late."""
    today = sum(item.band in (Band.TODAY, Band.MISSED) for item in found.items)
    missed = sum(item.band is Band.MISSED for item in found.items)
    late = sum(item.deadline.status is Status.LAPSED and not item.deadline.came_late for item in found.items)
    parts = [f"{found.open_cases} open", f"{today} for today"]
    parts += [f"{missed} missed"] if missed else []
    if late:
        parts.append("1 decision of theirs is late" if late == 1 else f"{late} decisions of theirs are late")
    local = found.morning.now.local
    return f"{say_day(found.morning.today)} {local:%H:%M}   {' · '.join(parts)}"


def _later(found: DueList) -> str:
    """Return in words how much comes after the end of the list; empty if nothing does."""
    if found.later is None or not found.later.deadlines:
        return ""
    count, cases, first = found.later
    when = f", first on {say_day(first)}" if first is not None else ""
    return f"{count} deadline{'s' if count != 1 else ''} in {cases} case{'s' if cases != 1 else ''}{when}"


def _far_enough(found: DueList) -> int:
    """Return how many days ahead `--within` must look to show something later: at least a quarter of a year."""
    first = found.later.first if found.later is not None else None
    ahead = (first - found.morning.today).days if first is not None else 0
    return max(90, ahead)


def _who(item: DueItem) -> str:
    """Return in words whose case it is, what was denied, by whom, whom to call and who works on it."""
    facts = item.case.facts
    what, payer = facts.description or facts.code, facts.payer or facts.plan
    who = (facts.patient, what, payer, _phone(item), item.owner or "unassigned")
    return " · ".join(one_line(part) for part in who if part)


def _phone(item: DueItem) -> str | None:
    """Return the telephone number for the peer-to-peer call; None for a deadline that is not about that call."""
    return f"call {item.phone}" if item.deadline.kind is Kind.PEER_TO_PEER and item.phone else None


def _told(item: DueItem) -> list[str]:
    """Return in words that no call comes first, who does the work today, whom to tell, or who has taken it on."""
    words = [one_line(item.deadline.no_call)] if item.deadline.no_call else []
    words += [f"Today: {one_line(item.stands_in)}."] if item.stands_in else []
    if item.escalate_to:
        ack = f"denialctl ack {item.number} {item.deadline.id}"
        return [*words, f"Tell {one_line(item.escalate_to)}. Taken on? {ack}"]
    return [*words, f"Taken on by {one_line(item.reached.acknowledged_by)}."] if item.reached is not None else words
