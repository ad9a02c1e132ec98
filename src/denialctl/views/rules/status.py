"""When each pack was last read in its sources, and which law changes soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.rules.status import ComingChange, PackReading, Reading


@dataclass(frozen=True, slots=True)
class StatusView(TextView):
    """When each pack was last read, and which law changes within a year."""

    found: Reading

    def plain(self) -> list[str]:
        """Return one pack a line, what is old, then one change of law a line."""
        found = self.found
        lines = [_pack_line(item, found.before.isoformat()) for item in found.packs]
        total, old, texts = (sum(getattr(item, name) for item in found.packs) for name in ("lines", "old", "of_text"))
        lines += ["", f"{old} of {total} rules and lines of guides were last read before {found.before}."]
        if texts:
            lines.append(
                f"{texts} are from texts dated before 2026: their day is that of the text, not of the reading."
            )
        if found.sources:
            lines += ["", f"To be read again (last read before {found.before}):"]
            lines += [
                f"  {item.read} {item.file}  {one_line(item.title or item.url)} ({item.rules} resting on it)"
                for item in found.sources
            ]
        lines += ["", "Changes of law in the next twelve months:"]
        lines += [_change(item) for item in found.changes] or ["  none that a pack knows of"]
        if found.later:
            lines += ["", "After that:", *map(_change, found.later)]
        lines += ["", "What a change of one body of law reaches (its rules in full: denialctl rules reach CITATION):"]
        lines += [
            f"  {item.file}: rules {item.rules}, plan types {len(item.plan_types)} ({', '.join(item.plan_types)})"
            for item in found.laws
        ]
        return lines

    def data(self) -> Document:
        """Return the packs and the changes for scripts."""
        header = ("on", "what", "file", "rule", "window", "authority")
        changes = [
            (item.on.isoformat(), item.what, item.file, item.rule, item.words, item.authority)
            for item in (*self.found.changes, *self.found.later)
        ]
        content = {
            "older_than": self.found.before.isoformat(),
            "packs": self.rows().named(),
            "changes": Rows(header, changes).named(),
            "to_read_again": [
                {
                    "file": item.file,
                    "id": item.id,
                    "title": item.title,
                    "url": item.url,
                    "read": item.read.isoformat(),
                    "rules": item.rules,
                }
                for item in self.found.sources
            ],
            "laws": [
                {"file": item.file, "rules": item.rules, "regimes": list(item.plan_types)} for item in self.found.laws
            ],
        }
        return Document("rules-status", content)

    def rows(self) -> Rows:
        """Return one pack a row."""
        header = (
            "file", "name", "rules", "oldest_read", "newest_read", "old_rules", "oldest_text", "rules_of_older_texts",
        )  # fmt: skip
        return Rows(header, [_row(item) for item in self.found.packs])


def _change(item: ComingChange) -> str:
    said = f"{one_line(item.words)} ({one_line(item.authority)})"
    rule = f"{item.rule}: {said}" if item.rule else said
    return f"  {item.on.isoformat()} {item.what:8} {item.file}  {rule}"


def _row(item: PackReading) -> tuple[object, ...]:
    return (
        item.file,
        item.name,
        item.lines,
        _iso(item.oldest),
        _iso(item.newest),
        item.old,
        _iso(item.oldest_text),
        item.of_text,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _pack_line(item: PackReading, before: str) -> str:
    said = [f"{item.lines:4} {item.word if item.lines != 1 else item.word.removesuffix('s')}"]
    if item.oldest is not None and item.newest is not None:
        said.append(f"read {item.oldest}" + (f" to {item.newest}" if item.newest != item.oldest else ""))
    if item.oldest_text is not None:
        said.append(f"{item.of_text} from texts before 2026, oldest text {item.oldest_text}")
    if item.old:
        said.append(f"{item.old} read before {before}")
    return f"{one_line(item.place):38} {', '.join(said)}"
