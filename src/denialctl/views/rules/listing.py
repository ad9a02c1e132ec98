"""Lists: the packs, the plan types, the facts that only some rules ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.views.emit import Document, Rows, TextView
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from denialctl.commands.rules.packs import PackLine


OFFICES_OWN = "  (the office's own)"


@dataclass(frozen=True, slots=True)
class PacksView(TextView):
    """Every pack, with how many of its rules nobody has confirmed."""

    packs: Sequence[PackLine]

    def plain(self) -> list[str]:
        """Return one pack a line."""
        return [
            f"{item.kind:9} {item.name:32} {_amount(item)}, {item.unconfirmed:3} unconfirmed  "
            f"{one_line(item.title)}{whose(item)}"
            for item in self.packs
        ]

    def data(self) -> Document:
        """Return the packs for scripts."""
        return Document("rules-list", {"packs": self.rows().named()})

    def rows(self) -> Rows:
        """Return one pack a row."""
        header = ("kind", "name", "title", "rules", "unconfirmed", "file", "entries")
        return Rows(header, [tuple(getattr(item, name) for name in header) for item in self.packs])


def _amount(item: PackLine) -> str:
    if item.kind == "words":
        return "     words"
    return f"{item.entries:4} lines" if item.kind == "guide" else f"{item.rules:4} rules"


def whose(item: PackLine) -> str:
    """Return a remark if a pack is the office's own."""
    return OFFICES_OWN if item.own else ""


@dataclass(frozen=True, slots=True)
class PlanTypesView(TextView):
    """The plan types in words, and whether their rules are encoded."""

    plans: Sequence[tuple[str, str, bool]]

    def plain(self) -> list[str]:
        """Return one plan type a line."""
        return [f"{name:26} {words}{'' if known else '  (rules not encoded yet)'}" for name, words, known in self.plans]

    def data(self) -> Document:
        """Return the plan types for scripts."""
        return Document("plans", {"plans": self.rows().named()})

    def rows(self) -> Rows:
        """Return one plan type a row."""
        return Rows(("regime", "words", "encoded"), self.plans)


@dataclass(frozen=True, slots=True)
class AskedFactsView(TextView):
    """The facts that only some rules ask, each with its question and its answers."""

    questions: Mapping[str, dict[str, Any]]

    def plain(self) -> list[str]:
        """Return each fact as it is entered, with its question, and below it what each answer means."""
        lines = []
        for name, item in self.questions.items():
            lines.append(f"--fact {name}={'|'.join(item['answers'])}")
            lines.append(f"  {one_line(item['question'])} See {one_line(item['where'])}.")
            for answer, said in item["answers"].items():
                taken = " (taken until you say otherwise)" if answer == item.get("assumed") else ""
                lines.append(f"    {answer}: {one_line(said)}{taken}")
        return lines

    def data(self) -> Document:
        """Return the facts for scripts."""
        return Document("facts", {"facts": [{"name": name, **item} for name, item in self.questions.items()]})

    def rows(self) -> Rows:
        """Return one fact a row."""
        rows = [
            (
                name,
                item["question"],
                item["where"],
                "; ".join(f"{key}: {said}" for key, said in item["answers"].items()),
            )
            for name, item in self.questions.items()
        ]
        return Rows(("name", "question", "where", "answers"), rows)
