"""What plans and reviewers owe: how late it is, and what to say on the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.cases.data import chase_data, listed_case_data
from denialctl.dates.moments import read_in, say, say_day, to_json
from denialctl.timeline.data import deadline_data
from denialctl.timeline.phrases import joined, say_basis, say_if_known, say_planned
from denialctl.views import DISCLAIMER
from denialctl.views.emit import Document, Rows, View
from denialctl.views.page import Item, Page, Section, Words

if TYPE_CHECKING:
    from denialctl.commands.chase import ChaseList, Owed

_LABELS = {
    "due-today": ("Say", "Ask"),
    "late-call": ("Call and say", "Call"),
    "late-supervisor": ("Call and say", "Ask for a supervisor"),
    "late-written": ("Now", "Write to them"),
    "late-regulator": ("Now", "Now, beside the regulator"),
}
"""For each line: how its sentence is introduced, and how the words of a rule are, if the guide has no sentence."""
_AFTERWARDS = (
    "Afterwards: denialctl chase CASE --said call --ref NUMBER (or supervisor, written): "
    "the next line is then one further."
)
_HEADER = (
    "case_id", "patient", "payer", "owner", "id", "title", "owes", "status", "received", "ask_from", "due",
    "days_late", "hours_late", "script", "say", "authority", "confirmed", "opens", "asked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChaseView(View):
    """What to chase, the most urgent first."""

    found: ChaseList

    def page(self) -> Page:
        """Lay out what they owe."""
        found = self.found
        local = found.morning.now.local
        late = sum(item.is_late for item in found.items)
        count = f"{late} late · {len(found.items) - late} due or to be asked"
        under = [f"{say_day(found.morning.today)} {local:%H:%M}   {count}"]
        if found.until is not None:
            under.append(f"What is late, and what is due up to {say_day(found.until)}.")
        blocks: list[Item | Words] = [_item(item) for item in found.items]
        blocks.append(Words(_AFTERWARDS if blocks else "Nobody owes an answer up to the end of this list."))
        return Page(
            title="Their clocks",
            under=tuple(under),
            sections=(Section("Chase", tuple(blocks)),),
            foot=(DISCLAIMER,),
        )

    def data(self) -> Document:
        """Return what to chase, with the whole case and deadline of each."""
        items = [
            {
                "case": listed_case_data(item.case, item.phone),
                "deadline": deadline_data(item.deadline),
                "owes": item.owes,
                "received": to_json(item.received),
                "due": to_json(item.deadline.due),
                "late": None if item.late is None else {"days": item.late.days, "hours": item.late.hours},
                "script": item.script,
                "say": item.say,
                "hint": item.hint or None,
                "authority": item.deadline.authority,
                "opens": item.deadline.if_missed,
                "asked": [chase_data(asked) for asked in item.asked],
                "owner": item.case.facts.owner,
            }
            for item in self.found.items
        ]
        as_of, until = self.found.morning.now.isoformat(), to_json(self.found.until)
        return Document("chase", {"as_of": as_of, "until": until, "items": items})

    def rows(self) -> Rows:
        """Return one row for each thing that they owe."""
        return Rows(_HEADER, [_row(item) for item in self.found.items])


def _item(item: Owed) -> Item:
    facts, deadline = item.case.facts, item.deadline
    what = f"{facts.payer or facts.plan} · {deadline.title}: {item.owes}"
    about = (facts.patient, facts.description or facts.code, facts.owner or "unassigned")
    below = [joined(*about, by=" · "), _when(item)]
    below += [f"Asked before: {_asked(item)}"] if item.asked else []
    below.append(f"{_LABELS[item.script][item.in_words_of_the_rule]}: {item.say}")
    below += [f"({item.hint})"] if item.hint else []
    below += [f"Settle before you call them late. {taken.said}" for taken in deadline.assumed]
    below.append(f"Authority: {say_basis(deadline)}")
    if deadline.if_missed:
        below.append(f"{'Their lateness opens' if item.is_late else 'If they miss it'}: {deadline.if_missed}")
    head = f"case {item.number}  {'LATE' if item.is_late else 'due'}  {what}"
    return Item(head, "", tuple(below), "band-missed" if item.is_late else "band-today")


def _when(item: Owed) -> str:
    """Return in words since when they have it, from when to ask, and when it is due."""
    deadline = item.deadline
    received = f"they have had it since {say(item.received)}" if item.received is not None else ""
    asking = say_planned(deadline) if not item.is_late and deadline.act_by != deadline.due else ""
    due = f"was due {say_if_known(deadline.due)}" if item.is_late else f"due {say_if_known(deadline.due)}"
    return joined(received, asking, f"{due} ({item.left})", by="; ")


def _asked(item: Owed) -> str:
    zone = item.case.facts.tz
    return "; ".join(
        joined(f"{asked.how} on {say(read_in(asked.at, zone))}", f"reference {asked.ref}" if asked.ref else "")
        for asked in item.asked
    )


def _row(item: Owed) -> tuple[object, ...]:
    facts, deadline, late = item.case.facts, item.deadline, item.late
    return (
        item.number,
        facts.patient,
        facts.payer or facts.plan,
        facts.owner,
        deadline.id,
        deadline.title,
        item.owes,
        str(deadline.status),
        to_json(item.received),
        to_json(deadline.act_by),
        to_json(deadline.due),
        late.days if late else None,
        late.hours if late else None,
        item.script,
        item.say,
        deadline.authority,
        deadline.confirmed,
        deadline.if_missed,
        " ".join(asked.how for asked in item.asked),
    )
