"""The reference of the rules, generated from the packs: a page for every plan type, state, payer and guide.

`make_docs.py` writes the pages; the tests compare them with the packs.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from denialctl.commands.rules.packs import ShownRule, guide_lines_of, rules_of, whole_source
from denialctl.commands.rules.status import read_words
from denialctl.law.firmness import say_firmness
from denialctl.packs.listed_payers import file_name
from denialctl.views.rules.in_words import conditions_in_words, windows_in_words
from denialctl.vocabulary import CONFIRMED, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.packs.pack_data import PackData


FOLDERS = {
    "regime": "plans",
    "state": "states",
    "payer": "payers",
    "practice": "practice",
    "override": "overrides",
    "calendar": "calendars",
    "guide": "guides",
}
HEADINGS = {
    "regime": "Plan types",
    "state": "States",
    "payer": "Payers and reviewing vendors",
    "practice": "What is merely usual",
    "override": "Dated orders that moved deadlines",
    "calendar": "Closing days",
    "guide": "Guides: checklists, call sheet, what a notice must say",
}
WHOSE = {"provider": "ours", "plan": "theirs: plan", "reviewer": "theirs: reviewer"}
NOTE = (
    "Generated from [`{file}`]({up}{file}) by `make docs`; do not edit by hand. "
    "The letter decides where it gives less time."
)


def rule_pages(packs: Iterable[PackData]) -> dict[str, str]:
    """Return every page by its path in the tree."""
    shown = [pack for pack in packs if pack["pack"] in FOLDERS]
    pages = {_path(pack): _page(pack) for pack in shown}
    pages["docs/rules/README.md"] = _index(shown)
    return pages


def _path(pack: PackData) -> str:
    return f"docs/rules/{FOLDERS[pack['pack']]}/{file_name(pack)}.md"


def _index(packs: list[PackData]) -> str:
    lines = [
        "# The rules",
        "",
        (
            "Generated from the rule packs by `make docs`; do not edit by hand. "
            "One page a pack: windows, authority, status, example."
        ),
        (
            "How firm each cell is: `denialctl rules coverage`. "
            "One rule in full: `denialctl rules show TX internal-appeal`."
        ),
    ]
    for kind, heading in HEADINGS.items():
        counted = "lines" if kind == "guide" else "rules"
        lines += ["", f"## {heading}", "", f"| name | what it is | {counted} | confirmed |", "|---|---|---|---|"]
        for pack in packs:
            if pack["pack"] == kind:
                statuses = _statuses(pack)
                firm = sum(status in ("seen", "seen-quote") for status in statuses)
                link = _path(pack).removeprefix("docs/rules/")
                lines.append(
                    f"| [{_cell(str(pack[kind]))}]({link}) | {_cell(pack['title'])} | {len(statuses)} | {firm} |"
                )
    return "\n".join(lines) + "\n"


def _statuses(pack: PackData) -> list[str]:
    """Return the status of each rule of a pack, or of each line of a guide."""
    rules, entries = [item.rule for item in rules_of(pack)], [item.entry for item in guide_lines_of(pack)]
    return [item["source"]["status"] for item in (*rules, *entries)]


def _page(pack: PackData) -> str:
    lines = [f"# {_text(pack['title'])}", "", NOTE.format(file=pack["file"], up="../../../")]
    if pack.get("aliases"):
        lines += ["", f"Also known as: {_text(', '.join(pack['aliases']))}."]
    if pack["pack"] == "override":
        lines += ["", *_override(pack)]
    if pack["pack"] == "calendar":
        lines += ["", *_calendar(pack)]
    if pack["pack"] == "guide":
        lines += _guide(pack)
    for section in pack.get("plans") or [pack]:
        if "regimes" in section:
            lines += ["", f"## For {', '.join(section['regimes'])}"]
        for stage, law in section.get("stages", {}).items():
            lines += _stage(
                stage, law, [item for item in rules_of({**pack, "plans": [section]}) if item.stage == stage], pack
            )
    lines += _around(pack)
    return "\n".join(lines) + "\n"


def _stage(stage: str, law: PackData, rules: list[ShownRule], pack: PackData) -> list[str]:
    title = law.get("title") or STAGES.get(stage, stage)
    lines = ["", f"### {_text(title)} (`{stage}`)"]
    if law.get("about"):
        lines += ["", _text(law["about"])]
    if "expedite_refused" in law:
        refused = law["expedite_refused"]
        lines += [
            "",
            (
                "A request that they refuse to expedite is decided in the standard time, "
                "counted from the receipt of the same request: "
                f"{_text(refused['authority'])} ({refused['source']['status']})."
            ),
        ]
    if not rules:
        return lines
    lines += [
        "",
        "| step | whose | when | window | authority | status | example | written in |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for item in rules:
        rule = item.rule
        cells = (
            f"`{item.step}`",
            WHOSE[rule["clock"]],
            _cell(conditions_in_words(rule["when"])) if rule.get("when") else "",
            _cell(windows_in_words(rule)),
            _cell(rule["authority"]),
            _cell(_status(rule, pack)),
            _cell(_example(rule)),
            f"[{PurePosixPath(rule['file']).name}:{rule['line']}](../../../{rule['file']}#L{rule['line']})",
        )
        lines.append(f"| {' | '.join(cells)} |")
    missed = [f"- `{item.step}` missed: {_text(item.rule['if_missed'])}" for item in rules]
    return [*lines, "", *dict.fromkeys(missed)]


def _status(rule: PackData, pack: PackData) -> str:
    status = rule["source"]["status"]
    return f"{read_words(rule, pack)}, {say_firmness(status)}"


def _guide(pack: PackData) -> list[str]:
    """Return the parts of a guide, a table each."""
    lines = ["", _text(pack["about"])] if "about" in pack else []
    if pack.get("for_stages"):
        lines += ["", f"For the stages: {', '.join(f'`{stage}`' for stage in pack['for_stages'])}."]
    for part in pack["parts"]:
        lines += ["", f"## {_text(part['heading'])}"]
        lines += ["", _text(part["about"])] if "about" in part else []
        lines += ["", "| line | what it says | when | authority | status | source |", "|---|---|---|---|---|---|"]
        lines += [f"| {' | '.join(_entry_cells(entry, pack))} |" for entry in part["entries"]]
    return lines


def _entry_cells(entry: PackData, pack: PackData) -> list[str]:
    more = (("because", "Because"), ("if_missing", "If missing"), ("hint", "Hint"))
    says = [entry["say"], *(f"{word}: {entry[key]}" for key, word in more if key in entry)]
    source = whole_source(entry["source"], pack)
    return [
        f"`{entry['id']}`",
        "<br>".join(_cell(text) for text in says),
        _cell(conditions_in_words(entry["when"])) if entry.get("when") else "",
        _cell(entry["authority"]),
        _cell(_status(entry, pack)),
        _cell(str(source["url"])),
    ]


def _example(rule: PackData) -> str:
    example = next(iter(rule.get("examples", ())), None)
    if example is None:
        return ""
    given = ", ".join(
        f"{key.replace('_', ' ')} {'; '.join(value) if isinstance(value, list) else value}"
        for key, value in example["given"].items()
        if key not in ("plan", "tz")
    )
    return f"{given}: due {example.get('due', 'not stated')}"


def _around(pack: PackData) -> list[str]:
    lines: list[str] = []
    if pack.get("gaps"):
        lines += ["", "## Not known", ""]
        lines += [f"- `{gap['stage']}`: {_text(gap['what'])} Ask: {_text(gap['ask'])}." for gap in pack["gaps"]]
    if pack.get("regulators") or pack.get("phones"):
        lines += ["", "## Whom to call", ""]
        lines += [_contact(place) for place in pack.get("regulators", ())]
        lines += [
            f"- {_text(phone['number'])}: {_text(phone['for'])}{_doubt(phone)}" for phone in pack.get("phones", ())
        ]
    if pack.get("notes"):
        lines += ["", "## Notes", "", *[f"- {_text(note)}" for note in pack["notes"]]]
    return lines


def _contact(place: PackData) -> str:
    said = ", ".join(_text(place[key]) for key in ("name", "phone", "address") if key in place)
    return f"- {said}{_doubt(place)}"


def _doubt(item: PackData) -> str:
    status = item["source"]["status"]
    return "" if status in CONFIRMED else f" ({say_firmness(status)})"


def _override(pack: PackData) -> list[str]:
    if "new_deadline" in pack:
        said = f"Deadlines from {pack['original_from']} to {pack['original_to']} moved to {pack['new_deadline']}."
    else:
        said = f"Days from {pack['disregard_from']} to {pack['disregard_to']} are not counted."
    return [said, "", f"Authority: {_text(pack['authority'])}. Settled by: {_text(pack['settled_by'])}."]


def _calendar(pack: PackData) -> list[str]:
    lines = [f"Starts from: {pack.get('includes', 'no other calendar')}. Authority: {_text(pack['authority'])}.", ""]
    lines += [f"- without {_text(name)}" for name in pack.get("leaves_out", ())]
    return lines + [f"- {_text(day['name'])}: {day['on']}{_shift(day)}" for day in pack.get("days", ())]


def _shift(day: PackData) -> str:
    shift = int(day.get("plus", 0))
    return f", {abs(shift)} day(s) {'after' if shift > 0 else 'before'}" if shift else ""


def _text(text: str) -> str:
    """Return text of a pack as Markdown shows it literally."""
    plain = " ".join(text.split())
    for character in "\\`*_[]<>#":
        plain = plain.replace(character, f"\\{character}")
    return plain


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")
