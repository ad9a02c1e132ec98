"""Who has to be told, of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.dates.moments import to_json
from denialctl.timeline.phrases import read_in_zone, say_if_known
from denialctl.views.emit import Document, Rows, View
from denialctl.views.line import Line
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.commands.escalate import Call
    from denialctl.dates.moments import Instant

_NOBODY = "Nobody has to be told of anything new."


@dataclass(frozen=True, slots=True)
class EscalationView(View):
    """The calls of a run, each with the person and the rung; hours are those of the office."""

    calls: Sequence[Call]
    now: Instant

    def lines(self) -> list[Line]:
        """Lay out who has to be told of what."""
        lines = []
        for call in self.calls:
            case = call.item.number
            ack = f"denialctl ack {case} {call.item.deadline.id}"
            lines.append(Line(f"Tell {one_line(call.to)}  (rung {call.rung} of {call.of})", "band-today", 4))
            lines.append(Line(f"  case {case}: {one_line(call.item.action)}", "", 4))
            lines.append(Line(f"  last day {self._due(call)}. Taken on? {ack}", "dim", 4))
        return lines or [Line(_NOBODY)]

    def plain(self) -> list[str]:
        """Return one call a line, fields separated by tabs."""
        lines = []
        for call in self.calls:
            fields = (
                f"tell {one_line(call.to)}",
                f"rung {call.rung} of {call.of}",
                f"case {call.item.number}",
                call.item.deadline.id,
                f"due {self._due(call)}",
                one_line(call.item.action),
            )
            lines.append("\t".join(fields))
        return lines or [_NOBODY]

    def data(self) -> Document:
        """Return the calls for scripts."""
        calls = [
            {
                "to": call.to,
                "rung": call.rung,
                "of": call.of,
                "case": call.item.number,
                "deadline": call.item.deadline.id,
                "due": to_json(call.item.deadline.due),
                "action": call.item.action,
            }
            for call in self.calls
        ]
        return Document("escalate", {"as_of": self.now.isoformat(), "calls": calls})

    def rows(self) -> Rows:
        """Return one call a row."""
        rows = [
            (call.to, call.rung, call.of, call.item.number, call.item.deadline.id, to_json(call.item.deadline.due))
            for call in self.calls
        ]
        return Rows(("to", "rung", "of", "case", "deadline", "due"), rows)

    def _due(self, call: Call) -> str:
        return say_if_known(read_in_zone(call.item.deadline, self.now.zone).due)
