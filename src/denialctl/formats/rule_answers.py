"""The answers of `rules search`, `rules explain` and `rules status` as lines, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.commands.rule_search import layer_of
from denialctl.formats.as_csv import table
from denialctl.formats.as_json import dump
from denialctl.formats.rules_text import rule_lines, windows_in_words
from denialctl.formats.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.commands.rule_search import Explained, Hit
    from denialctl.commands.rule_status import Reading

_HIT = ("file", "stage", "step", "regimes", "window", "authority", "status", "text")


def hits(found: list[Hit], form: str) -> str:
    """Return what a search found."""
    rows = [
        (
            hit.pack["file"], hit.shown.stage, hit.shown.step, hit.shown.section, windows_in_words(hit.shown.rule),
            hit.shown.rule["authority"], hit.shown.rule["source"]["status"], hit.text,
        )
        for hit in found
    ]  # fmt: skip
    if form == "json":
        return dump("rules-search", {"rules": [dict(zip(_HIT, row, strict=True)) for row in rows]})
    if form == "csv":
        return table(_HIT, rows)
    lines = []
    for row in rows:
        file, stage, step, regimes, window, authority, status, text = (one_line(str(part)) for part in row)
        where = f"  for {regimes}" if regimes else ""
        lines += [f"{file}  {stage}.{step}{where}", f"  {window}  ({authority}; {status})", f"  {text}"]
    return "\n".join([*lines, f"{len(found)} rule(s)."])


def explained(found: Explained, form: str) -> str:
    """Return the layers of one stage."""
    law = found.law
    opens = [f"{entry.stage}" for entry in law.opens_after]
    if form != "table":
        content = [
            {"layer": layer_of(pack), "file": pack["file"], "stage": item.stage, "step": item.step, **item.rule}
            for pack, item in found.rules
        ]
        if form == "csv":
            header = ("layer", "file", "step", "window", "authority", "status")
            rows = [
                (
                    layer_of(pack),
                    pack["file"],
                    item.step,
                    windows_in_words(item.rule),
                    item.rule["authority"],
                    item.rule["source"]["status"],
                )
                for pack, item in found.rules
            ]
            return table(header, rows)
        return dump(
            "rules-explain", {"stage": law.id, "title": law.title, "opens_after": opens, "rules": content, "gaps": list(found.gaps)}
        )
    lines = [f"{law.id}: {one_line(law.title)}"]
    if law.about:
        lines.append(f"  {one_line(law.about)}")
    ends = f" ({', '.join(sorted(law.opens_on))})" if law.opens_on else ""
    lines.append(f"  opens after: {', '.join(opens) or 'not said'}{ends}")
    lines.append("  For one step the first layer speaks: letter, office, payer, state, federal, practice.")
    for pack, item in found.rules:
        head, *rest = rule_lines(item, pack)[1:]
        lines += ["", f"{head}  {layer_of(pack)}: {pack['file']}", *rest]
    lines += [f"gap: {one_line(gap)}" for gap in found.gaps]
    lines += [f"Note: {one_line(text)}" for text in found.warnings]
    return "\n".join(lines)


def status(found: Reading, form: str) -> str:
    """Return what was last read when, and what changes."""
    packs = [(item.file, item.name, item.rules, item.oldest.isoformat(), item.newest.isoformat(), item.old) for item in found.packs]
    changes = [
        (item.on.isoformat(), "begins" if item.begins else "last day", item.file, item.rule, item.words, item.authority)
        for item in found.changes
    ]
    header = ("file", "name", "rules", "oldest_read", "newest_read", "old_rules")
    more = ("on", "what", "file", "rule", "window", "authority")
    if form == "json":
        content = {
            "older_than": found.before.isoformat(),
            "packs": [dict(zip(header, row, strict=True)) for row in packs],
            "changes": [dict(zip(more, row, strict=True)) for row in changes],
        }
        return dump("rules-status", content)
    if form == "csv":
        return table(header, packs)
    lines = [f"{file:44} read {oldest} to {newest}  {rules:4} rules" + (f", {old} older than {found.before}" if old else "")
             for file, _, rules, oldest, newest, old in packs]  # fmt: skip
    total, old = sum(item.rules for item in found.packs), sum(item.old for item in found.packs)
    lines += ["", f"{old} of {total} rules were last read before {found.before}.", "", "Changes of law in the next twelve months:"]
    lines += [
        f"  {on} {what:8} {file}  {rule}: {one_line(words)} ({one_line(authority)})" for on, what, file, rule, words, authority in changes
    ]
    return "\n".join(lines if changes else [*lines, "  none that a pack knows of"])
