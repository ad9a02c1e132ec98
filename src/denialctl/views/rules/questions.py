"""The open questions, for a person with a telephone: what to ask, where, and which dates hang on the answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from denialctl.commands.rules.questions import ENDS_A_RIGHT, OURS, THEIRS
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.commands.rules.questions import OpenQuestion

_HARM = {
    ENDS_A_RIGHT: "Last days of ours: a wrong one loses a right",
    OURS: "Other steps of ours",
    THEIRS: "Times of theirs: a wrong one makes us ask too early or too late",
}
_HEADER = (
    "rank", "where", "harm", "mark", "step", "regimes", "question", "ask", "hangs_on_it", "file", "million_people",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QuestionsView(TextView):
    """The open questions, ranked; below each where it is settled, and what is counted until then."""

    found: Sequence[OpenQuestion]

    def plain(self) -> list[str]:
        """Return the questions under what a wrong answer costs, the most harmful first."""
        lines: list[str] = []
        numbered = enumerate(self.found, start=1)
        for harm, group in groupby(numbered, key=lambda pair: pair[1].harm):
            lines += [*([""] if lines else []), _HARM[harm]]
            for number, item in group:
                plans = f"  [{one_line(item.plan_types)}]" if item.plan_types else ""
                lines.append(f"{number:4}  {one_line(item.where)}  {item.place}{plans}")
                lines.append(f"      {one_line(item.ask)}")
                lines.append(f"      Look up or ask: {one_line(item.at)}")
                lines.append(f"      Until then: {one_line(item.hangs)}  ({item.file})")
        count = len(self.found)
        return [*lines, "", f"{count} open question{'' if count == 1 else 's'}."]

    def data(self) -> Document:
        """Return the questions for scripts."""
        return Document("rules-questions", {"questions": self.rows().named()})

    def rows(self) -> Rows:
        """Return one question a row."""
        return Rows(
            _HEADER,
            [
                (
                    number,
                    item.where,
                    item.harm,
                    str(item.mark),
                    item.place,
                    item.plan_types,
                    item.ask,
                    item.at,
                    item.hangs,
                    item.file,
                    round(item.people, 3),
                )
                for number, item in enumerate(self.found, start=1)
            ],
        )
