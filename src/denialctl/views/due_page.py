"""The list for the morning as a page, for a mail or the office's wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.views import DISCLAIMER
from denialctl.views.lines import BAND_TITLES, basis_words, later_words, summary_words, told_words, when_words, who_words
from denialctl.views.page import Item, Page, Section, Words

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.due import DueItem, DueList


def due_page(found: DueList, *, explain: bool) -> Page:
    """Lay the list out in its bands; what is to be done has a box to tick."""
    zone = found.morning.now.zone
    sections = []
    for band in dict.fromkeys(item.band for item in found.items):
        items = tuple(_item(item, zone, found.morning.today, explain=explain) for item in found.items if item.band is band)
        sections.append(Section(BAND_TITLES[band], items))
    if not found.items:
        sections.append(Section("Nothing", (Words("Nothing is due up to the end of this list."),)))
    later = later_words(found)
    foot = [f"LATER: {later}"] if later else []
    return Page("Due", (summary_words(found),), tuple(sections), (*foot, "Holds patient data: dates together with references.", DISCLAIMER))


def _item(item: DueItem, zone: str, today: date, *, explain: bool) -> Item:
    below = [when_words(item, zone, today), who_words(item), basis_words(item.deadline), *told_words(item)]
    if explain:
        below.append(f"Why here: {item.why}.")
    return Item(f"{item.number}  {item.action}", "open", tuple(below), f"band-{item.band}")
