"""What `doctor` found. The level of a finding is given in words, never only by a colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from denialctl.commands.doctor.finding import Level
from denialctl.dates.moments import say_day
from denialctl.views.emit import Document, View
from denialctl.views.line import Line
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.commands.doctor.diagnose import Diagnosis

_TITLES = {
    Level.FAILURE: ("FAILURES: the mornings cannot be relied on", "band-missed"),
    Level.WARNING: ("WARNINGS", "band-today"),
    Level.NOTE: ("NOTES", "title"),
    Level.FINE: ("IN ORDER", "title"),
}
_COUNTED = {
    Level.FAILURE: ("failure", "failures"),
    Level.WARNING: ("warning", "warnings"),
    Level.NOTE: ("note", "notes"),
}


@dataclass(frozen=True, slots=True)
class DoctorView(View):
    """The findings of `doctor`; `quiet` leaves out the line that counts them."""

    found: Diagnosis
    quiet: bool

    def lines(self) -> list[Line]:
        """Lay the findings out for a terminal, by level."""
        lines = [] if self.quiet else [Line(_summary(self.found), "title", 4)]
        level = None
        for finding in self.found.findings:
            if finding.level is not level:
                level = finding.level
                title, mark = _TITLES[level]
                lines += [*([Line()] if lines else []), Line(title, mark)]
            what = f"  {finding.check}: {one_line(finding.what)}"
            lines.append(Line(what, "dim" if level is Level.FINE else "", 6))
            if finding.remedy:
                remedy = f"      What to do: {one_line(finding.remedy)}"
                lines.append(Line(remedy, "next" if finding.wrong else "", 8))
        return lines

    def plain(self) -> list[str]:
        """Return one finding a line: its level, the check, what it is, what to do, separated by tabs."""
        lines = [] if self.quiet else [_summary(self.found)]
        for finding in self.found.findings:
            remedy = [f"what to do: {finding.remedy}"] if finding.remedy else []
            fields = (str(finding.level), finding.check, finding.what, *remedy)
            lines.append("\t".join(one_line(field) for field in fields))
        return lines

    def data(self) -> Document:
        """Return the findings for scripts."""
        listed = [
            {
                "check": finding.check,
                "level": str(finding.level),
                "what": finding.what,
                "remedy": finding.remedy or None,
            }
            for finding in self.found.findings
        ]
        return Document("doctor", {"as_of": self.found.as_of, "findings": listed})


def _summary(found: Diagnosis) -> str:
    counts = [(sum(finding.level is level for finding in found.findings), words) for level, words in _COUNTED.items()]
    said = [f"{count} {words[0] if count == 1 else words[1]}" for count, words in counts if count]
    # The offset is read from the text, so that this works even if the computer has no time zones.
    moment = datetime.fromisoformat(found.as_of)
    return f"{say_day(moment.date())} {moment:%H:%M}   {' · '.join(said) or 'everything is in order'}"
