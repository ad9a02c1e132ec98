"""The page of open questions: what a compliance person can settle with a telephone, by state, payer and plan type."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from denialctl.commands.rules.questions import ENDS_A_RIGHT, OpenQuestion, open_questions
from denialctl.vocabulary import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.packs.pack_data import PackData

_FIRST = 40
_OPENING = """\
# Open questions

Generated from the rule packs by `scripts/make_docs.py` (`make docs`); do not edit by hand. The same for one state, \
payer or plan type, or as CSV: `denialctl rules questions --state MI`, `--payer Molina`, `--format csv`.

What nobody has read yet, what sources tell differently, and what a text leaves open. Each line says what to ask, \
where it is settled, and what the program counts until then.
**A question that is settled** goes into the rule with its source and the day; then the mark behind its dates goes away.

Ranked by harm: first the last days of ours, where a wrong one loses a right; then other steps of ours; then times of \
theirs. Within these: sources that disagree, gaps, what only a guide says, our own readings; and what reaches more \
people before what reaches fewer (`rules/weights`).
"""


def questions_page(packs: list[PackData]) -> str:
    """Return the page: the most harmful questions first, then all of them by state, payer, plan type and law."""
    found = open_questions(packs)
    first = [item for item in found if item.harm == ENDS_A_RIGHT][:_FIRST]
    lines = [
        _OPENING,
        f"{len(found)} questions, {sum(item.harm == ENDS_A_RIGHT for item in found)} of them about a last day of ours.",
        "",
    ]
    lines += [f"## The {len(first)} that may cost most", "", *_listed(first, with_place=True)]
    for heading, group in (
        ("States", [item for item in found if item.where in STATES]),
        ("Payers, plan types and bodies of law", [item for item in found if item.where not in STATES]),
    ):
        lines += ["", f"## {heading}"]
        by_place = sorted(group, key=lambda item: item.where.lower())
        for where, items in groupby(by_place, key=lambda item: item.where):
            lines += [
                "",
                f"### {_named(where)}",
                "",
                *_listed(sorted(items, key=lambda item: item.rank), with_place=False),
            ]
    return "\n".join(lines) + "\n"


def _named(where: str) -> str:
    return f"{STATES[where]} ({where})" if where in STATES else where


def _listed(items: Iterable[OpenQuestion], *, with_place: bool) -> list[str]:
    return [_line(item, with_place=with_place) for item in items]


def _line(item: OpenQuestion, *, with_place: bool) -> str:
    where = f"**{item.where}** " if with_place else ""
    plans = f" ({item.plan_types})" if item.plan_types else ""
    said = f"- {where}`{item.place}`{plans}: {item.ask} *Ask:* {item.at}. *Until then:* {item.hangs}."
    return said.replace("..", ".").replace("|", "\\|").replace("<", "&lt;")
