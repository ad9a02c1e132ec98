"""One stage for a plan type, a state and a payer: which rules apply, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.commands.rules.search import layer_of
from denialctl.timeline.phrases import say_who
from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.rules.in_words import (
    conditions_as_written,
    conditions_in_words,
    place_of,
    rule_lines,
    windows_in_words,
)
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.commands.rules.search import Explained


@dataclass(frozen=True, slots=True)
class ExplainView(TextView):
    """One stage with its rules from all layers."""

    found: Explained

    def plain(self) -> list[str]:
        """Return what the stage is, after what it opens, and its rules; the rule that wins comes first."""
        found, law = self.found, self.found.law
        lines = [f"{law.id}: {one_line(law.title)}"]
        if law.about:
            lines.append(f"  {one_line(law.about)}")
        if law.used_by:
            lines.append(f"  who may use it: {say_who(law.used_by)}")
        if law.expedite_refused:
            refusal = law.expedite_refused
            known = f"({refusal.authority}; {refusal.source.status})"
            lines.append(f"  refused to expedite: the standard time, from the same receipt {known}")
        lines += _opens(found)
        lines.append("  For one step the first layer speaks: letter, office, payer, state, federal, practice.")
        for pack, item in found.rules:
            lines += rule_lines(item, pack, f"{layer_of(pack)}: {place_of(item.rule)}")
        lines += [f"gap: {one_line(gap)}" for gap in found.gaps]
        return [*lines, *(f"Note: {one_line(text)}" for text in found.warnings)]

    def data(self) -> Document:
        """Return the rules in the form of their packs, each with its layer."""
        found = self.found
        rules = [
            {"layer": layer_of(pack), "file": item.rule["file"], "stage": item.stage, "step": item.step, **item.rule}
            for pack, item in found.rules
        ]
        content = {
            "stage": found.law.id,
            "title": found.law.title,
            "opens_after": list(dict.fromkeys(entry.stage for entry in found.opens)),
            "rules": rules,
            "gaps": list(found.gaps),
        }
        return Document("rules-explain", content)

    def rows(self) -> Rows:
        """Return one rule a row."""
        rows = [
            (
                layer_of(pack),
                item.rule["file"],
                item.step,
                windows_in_words(item.rule),
                item.rule["authority"],
                item.rule["source"]["status"],
            )
            for pack, item in self.found.rules
        ]
        return Rows(("layer", "file", "step", "window", "authority", "status"), rows)


def _opens(found: Explained) -> list[str]:
    """Return in words after which stages this one opens: each stage once, with all conditions."""
    ends = _ends(found.law.opens_on)
    if not found.opens:
        return ["  opens after: not said"]
    under: dict[str, list[str]] = {}
    for entry in found.opens:
        when = conditions_in_words(conditions_as_written(entry.when))
        own = _ends(entry.on)
        under.setdefault(entry.stage, []).append(
            " ".join(part for part in (f"when {when}" if when else "", own) if part)
        )
    if not any(any(words) for words in under.values()):
        return [f"  opens after: {', '.join(under)}{f' {ends}' if ends else ''}"]
    lines = [f"  opens after{f' {ends}' if ends else ''}:"]
    return lines + [f"    {stage}{f' {said}' if (said := _either(words)) else ''}" for stage, words in under.items()]


def _either(words: list[str]) -> str:
    """Join the conditions of one opening with `or`; if one is unconditional, there is no condition at all."""
    return "; or ".join(words) if all(words) else ""


def _ends(names: frozenset[str]) -> str:
    return f"({', '.join(sorted(names))})" if names else ""
