"""The rules and lines of guides that contain the words looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.search import GuideLineHit
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.rules.in_words import windows_in_words
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from denialctl.commands.rules.search import RuleHit

_HEADER = ("file", "stage", "step", "regimes", "window", "authority", "status", "text", "kind", "line", "pack")


@dataclass(frozen=True, slots=True)
class SearchView(TextView):
    """What a search found: rules, and lines of guides (as `stage` the guide, as `step` the line)."""

    found: Sequence[RuleHit | GuideLineHit]

    def plain(self) -> list[str]:
        """Return each hit with the text that contains the words, then the number of hits."""
        lines = []
        for hit in self.found:
            *row, line, _ = _hit(hit)
            file, stage, step, plan_types, window, authority, status, text, kind = map(one_line, map(str, row))
            place = file if line is None else f"{file}:{line}"
            whose = plan_types or (one_line(hit.pack["payer"]) if "listed_as" in hit.pack else "")
            where = f"  for {whose}" if whose else ""
            known = f"({authority}; {status})"
            lines.append(f"{place}  {stage}.{step}{where}")
            lines.append(f"  {window}  {known}" if kind == "rule" else f"  {known}")
            lines.append(f"  {text}")
        guides = sum(isinstance(hit, GuideLineHit) for hit in self.found)
        more = f", {guides} line(s) of guides" if guides else ""
        return [*lines, f"{len(self.found) - guides} rule(s){more}."]

    def data(self) -> Document:
        """Return the hits for scripts."""
        return Document("rules-search", {"rules": self.rows().named()})

    def rows(self) -> Rows:
        """Return one hit a row."""
        return Rows(_HEADER, [_hit(hit) for hit in self.found])


def _hit(hit: RuleHit | GuideLineHit) -> tuple[str | int | None, ...]:
    if isinstance(hit, GuideLineHit):
        entry = hit.shown.entry
        return (
            hit.pack["file"],
            hit.pack["guide"],
            entry["id"],
            "",
            "",
            entry["authority"],
            entry["source"]["status"],
            hit.text,
            "guide",
            None,
            hit.pack["guide"],
        )
    rule = hit.shown.rule
    return (
        rule["file"],
        hit.shown.stage,
        hit.shown.step,
        hit.shown.section or _plan_type(hit),
        windows_in_words(rule),
        rule["authority"],
        rule["source"]["status"],
        hit.text,
        "rule",
        rule["line"],
        str(hit.pack[hit.pack["pack"]]),
    )


def _plan_type(hit: RuleHit) -> str:
    """Return the plan type for which a rule of a body of law was found: each plan type under it is a hit of its own."""
    return str(hit.pack["regime"]) if hit.shown.rule["file"] != hit.pack["file"] else ""
