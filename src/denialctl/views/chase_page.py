"""Their clocks as a page: for each what they owe, how late it is, and what to say on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.dates.moments import say, say_day
from denialctl.views import DISCLAIMER
from denialctl.views.lines import basis_words, moment_words
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
"""What is done with a line, and what is done where only the rule's own words are there."""


def chase_page(found: ChaseList) -> Page:
    """Lay out what to chase, the most harmful first."""
    local = found.morning.now.local
    late = sum(item.is_late for item in found.items)
    count = f"{late} late · {len(found.items) - late} due or to be asked"
    under = [f"{say_day(found.morning.today)} {local:%H:%M}   {count}"]
    if found.until is not None:
        under.append(f"What is late, and what is due up to {say_day(found.until)}.")
    blocks: list[Item | Words] = [_item(item) for item in found.items]
    if not found.items:
        blocks.append(Words("Nobody owes an answer up to the end of this list."))
    else:
        blocks.append(
            Words("Afterwards: denialctl chase CASE --said call --ref NUMBER (or supervisor, written): the next line is then one further.")
        )
    return Page("Their clocks", tuple(under), (Section("Chase", tuple(blocks)),), (DISCLAIMER,))


def _item(item: Owed) -> Item:
    facts, deadline = item.case.facts, item.deadline
    zone = facts.tz
    who = (facts.payer or facts.plan, f"{deadline.title}: {item.owes}")
    head = f"case {item.number}  {'LATE' if item.is_late else 'due'}  {' · '.join(who)}"
    about = (facts.patient, facts.description or facts.code, facts.owner or "unassigned")
    below = [" · ".join(part for part in about if part), _when(item, zone)]
    below += [f"Asked before: {_asked(item, zone)}"] if item.asked else []
    below.append(f"{_LABELS[item.script][item.in_words_of_the_rule]}: {item.say}")
    below += [f"({item.hint})"] if item.hint else []
    below += [f"Settle before you call them late. {taken.said}" for taken in deadline.assumed]
    below.append(f"Authority: {basis_words(deadline)}")
    below += [f"{'Their lateness opens' if item.is_late else 'If they miss it'}: {deadline.if_missed}"] if deadline.if_missed else []
    return Item(head, "", tuple(below), "band-missed" if item.is_late else "band-today")


def _when(item: Owed, zone: str) -> str:
    deadline = item.deadline
    received = f"they have had it since {say(item.received)}; " if item.received is not None else ""
    ask = deadline.act_by if not item.is_late else None
    asking = f"ask from {moment_words(ask, zone)}; " if ask is not None and ask != deadline.due else ""
    return f"{received}{asking}{'was due' if item.is_late else 'due'} {moment_words(deadline.due, zone)} ({item.left})"


def _asked(item: Owed, zone: str) -> str:
    return "; ".join(
        f"{asked.how} on {moment_words(asked.at, zone)}" + (f", reference {asked.ref}" if asked.ref else "") for asked in item.asked
    )
