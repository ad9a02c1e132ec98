"""The answers of `rules search`, `rules explain` and `rules status` as lines, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.commands.rules.search import EntryHit, layer_of
from denialctl.views.as_csv import table
from denialctl.views.as_json import dump
from denialctl.views.rules_text import conditions_in_words, place_of, rule_lines, said_conditions, windows_in_words
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.rules.search import Explained, Hit
    from denialctl.commands.rules.status import PackReading, Reading

_HIT = ("file", "stage", "step", "regimes", "window", "authority", "status", "text", "kind", "line")


def hits(found: list[Hit | EntryHit], form: str) -> str:
    """Return what a search found: rules, and lines of guides (as `stage` the guide, as `step` the line)."""
    rows = [_hit(hit) for hit in found]
    if form == "json":
        return dump("rules-search", {"rules": [dict(zip(_HIT, row, strict=True)) for row in rows]})
    if form == "csv":
        return table(_HIT, rows)
    lines = []
    for row in rows:
        file, stage, step, plan_types, window, authority, status, text, kind = (one_line(str(part)) for part in row[:-1])
        place = file if row[-1] is None else f"{file}:{row[-1]}"
        where = f"  for {plan_types}" if plan_types else ""
        known = f"{authority}; {status}"
        lines += [f"{place}  {stage}.{step}{where}", f"  {window}  ({known})" if kind == "rule" else f"  ({known})", f"  {text}"]
    guides = sum(isinstance(hit, EntryHit) for hit in found)
    more = f", {guides} line(s) of guides" if guides else ""
    return "\n".join([*lines, f"{len(found) - guides} rule(s){more}."])


def _hit(hit: Hit | EntryHit) -> tuple[str | int | None, ...]:
    if isinstance(hit, EntryHit):
        entry = hit.shown.entry
        status = entry["source"]["status"]
        return (hit.pack["file"], hit.pack["guide"], entry["id"], "", "", entry["authority"], status, hit.text, "guide", None)
    rule = hit.shown.rule
    return (
        rule["file"], hit.shown.stage, hit.shown.step, hit.shown.section or _plan_type(hit), windows_in_words(rule),
        rule["authority"], rule["source"]["status"], hit.text, "rule", rule["line"],
    )  # fmt: skip


def _plan_type(hit: Hit) -> str:
    """Return the plan type as whose a rule of a body of law was found: the law's other plan types are other hits."""
    return str(hit.pack["regime"]) if hit.shown.rule["file"] != hit.pack["file"] else ""


def explained(found: Explained, form: str) -> str:
    """Return the layers of one stage."""
    law = found.law
    opens = list(dict.fromkeys(entry.stage for entry in found.opens))
    if form != "table":
        content = [
            {"layer": layer_of(pack), "file": item.rule["file"], "stage": item.stage, "step": item.step, **item.rule}
            for pack, item in found.rules
        ]
        if form == "csv":
            header = ("layer", "file", "step", "window", "authority", "status")
            rows = [
                (
                    layer_of(pack),
                    item.rule["file"],
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
    if law.expedite_refused:
        refusal = law.expedite_refused
        lines.append(f"  refused to expedite: the standard time, from the same receipt ({refusal.authority}; {refusal.source.status})")
    lines += _opens(found)
    lines.append("  For one step the first layer speaks: letter, office, payer, state, federal, practice.")
    for pack, item in found.rules:
        head, *rest = rule_lines(item, pack)[1:]
        lines += ["", f"{head}  {layer_of(pack)}: {place_of(item.rule)}", *rest]
    lines += [f"gap: {one_line(gap)}" for gap in found.gaps]
    lines += [f"Note: {one_line(text)}" for text in found.warnings]
    return "\n".join(lines)


def _opens(found: Explained) -> list[str]:
    """Say after which stages this one opens: each once, under each of its conditions."""
    ends = _ends(found.law.opens_on)
    if not found.opens:
        return ["  opens after: not said"]
    under: dict[str, list[str]] = {}
    for entry in found.opens:
        when = conditions_in_words(said_conditions(entry.when))
        own = _ends(entry.on)
        under.setdefault(entry.stage, []).append(" ".join(part for part in (f"when {when}" if when else "", own) if part))
    if not any(any(words) for words in under.values()):
        return [f"  opens after: {', '.join(under)}{f' {ends}' if ends else ''}"]
    lines = [f"  opens after{f' {ends}' if ends else ''}:"]
    return lines + [f"    {stage}{f' {said}' if (said := _either(words)) else ''}" for stage, words in under.items()]


def _either(words: list[str]) -> str:
    """Join the conditions of one opening; one without a condition needs none of the others."""
    return "; or ".join(words) if all(words) else ""


def _ends(names: frozenset[str]) -> str:
    return f"({', '.join(sorted(names))})" if names else ""


def status(found: Reading, form: str) -> str:
    """Return what was last read when, and what changes."""
    packs = [
        (item.file, item.name, item.lines, _iso(item.oldest), _iso(item.newest), item.old, _iso(item.oldest_text), item.of_text)
        for item in found.packs
    ]
    changes = [(item.on.isoformat(), item.what, item.file, item.rule, item.words, item.authority) for item in found.changes]
    header = ("file", "name", "rules", "oldest_read", "newest_read", "old_rules", "oldest_text", "rules_of_older_texts")
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
    lines = [_pack_line(item, found.before.isoformat()) for item in found.packs]
    total, old, texts = (sum(getattr(item, name) for item in found.packs) for name in ("lines", "old", "of_text"))
    lines += ["", f"{old} of {total} rules and lines of guides were last read before {found.before}."]
    if texts:
        lines.append(f"{texts} are from texts dated before 2026: their day is that of the text, not of the reading.")
    lines += ["", "Changes of law in the next twelve months:"]
    lines += [f"  {on} {what:8} {file}  {rule}: {one_line(words)} ({one_line(said)})" for on, what, file, rule, words, said in changes]
    return "\n".join(lines if changes else [*lines, "  none that a pack knows of"])


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
    return f"{one_line(item.file):38} {', '.join(said)}"
