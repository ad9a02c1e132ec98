"""Who has to be told about which deadlines."""

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

    from denialctl.commands.escalate import Alert
    from denialctl.dates.moments import Instant

_NOBODY = "Nobody has to be told of anything new."


@dataclass(frozen=True, slots=True)
class EscalationView(View):
    """Who has to be told now, each with the deadline and the rung; hours are those of the office."""

    alerts: Sequence[Alert]
    now: Instant

    def lines(self) -> list[Line]:
        """Return a few lines for each person and deadline."""
        lines = []
        for alert in self.alerts:
            case = alert.item.number
            ack = f"denialctl ack {case} {alert.item.deadline.id}"
            lines.append(Line(f"Tell {one_line(alert.to)}  (rung {alert.rung} of {alert.of})", "band-today", 4))
            lines.append(Line(f"  case {case}: {one_line(alert.item.action)}", "", 4))
            lines.append(Line(f"  last day {self._due(alert)}. Taken on? {ack}", "dim", 4))
        return lines or [Line(_NOBODY)]

    def plain(self) -> list[str]:
        """Return one line for each person and deadline, with its fields separated by tabs."""
        lines = []
        for alert in self.alerts:
            fields = (
                f"tell {one_line(alert.to)}",
                f"rung {alert.rung} of {alert.of}",
                f"case {alert.item.number}",
                alert.item.deadline.id,
                f"due {self._due(alert)}",
                one_line(alert.item.action),
            )
            lines.append("\t".join(fields))
        return lines or [_NOBODY]

    def data(self) -> Document:
        """Return who has to be told, for scripts."""
        alerts = [
            {
                "to": alert.to,
                "rung": alert.rung,
                "of": alert.of,
                "case": alert.item.number,
                "deadline": alert.item.deadline.id,
                "due": to_json(alert.item.deadline.due),
                "action": alert.item.action,
            }
            for alert in self.alerts
        ]
        return Document("escalate", {"as_of": self.now.isoformat(), "calls": alerts})

    def rows(self) -> Rows:
        """Return one row for each person and deadline."""
        rows = [
            (
                alert.to,
                alert.rung,
                alert.of,
                alert.item.number,
                alert.item.deadline.id,
                to_json(alert.item.deadline.due),
            )
            for alert in self.alerts
        ]
        return Rows(("to", "rung", "of", "case", "deadline", "due"), rows)

    def _due(self, alert: Alert) -> str:
        return say_if_known(read_in_zone(alert.item.deadline, self.now.zone).due)
