"""What a change of one text of law reaches: rules by file, and the dates of open cases."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from denialctl.dates.moments import say, to_json
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.commands.rules.reach import LawReached

_HEADER = ("file", "line", "rule", "regimes", "authority")


@dataclass(frozen=True, slots=True)
class ReachView(TextView):
    """The files to read again, and the cases to look at."""

    found: LawReached

    def plain(self) -> list[str]:
        """Return the rules under their files, then one date of a case a line, then the counts."""
        found = self.found
        lines: list[str] = []
        for file, group in groupby(found.rules, key=lambda item: item.file):
            lines.append(file)
            for item in group:
                plans = f"  [{', '.join(item.plan_types)}]" if item.plan_types else ""
                line = f":{item.line}" if item.line else ""
                lines.append(f"  {item.place}{line}{plans}  {one_line(item.authority)}")
        if found.dates:
            lines += ["", "Dates of open cases that rest on it"]
            for date in found.dates:
                due = "no day" if date.due is None else say(date.due)
                lines.append(f"  #{date.case}  {date.deadline}  {due}  {one_line(date.authority)}")
        counted = (
            f"{len(found.rules)} rules and lines of guides in {len(found.files)} files cite {one_line(found.text)}, "
            f"for {len(found.plan_types)} plan types. {_cases(found)}"
        )
        none = (
            f"No authority of a rule cites {one_line(found.text)}. "
            "Try the section alone, or: denialctl rules search WORDS"
        )
        return [*lines, "", counted] if lines else [none]

    def data(self) -> Document:
        """Return the rules and the dates for scripts."""
        dates = [
            {"case": item.case, "deadline": item.deadline, "due": to_json(item.due), "authority": item.authority}
            for item in self.found.dates or ()
        ]
        return Document("rules-reach", {"text": self.found.text, "rules": self.rows().named(), "dates": dates})

    def rows(self) -> Rows:
        """Return one rule a row."""
        return Rows(
            _HEADER,
            [
                (item.file, item.line or None, item.place, ", ".join(item.plan_types), item.authority)
                for item in self.found.rules
            ],
        )


def _cases(found: LawReached) -> str:
    if found.dates is None:
        return "There is no database of cases here, so no case was looked at."
    cases = len({item.case for item in found.dates})
    return f"{len(found.dates)} dates of {cases} open cases rest on it."
