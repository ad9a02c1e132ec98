"""`rules list | show | check | schema`: what the rules say, who says so, and whether the packs are sound."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.errors import UsageError, nearest, quoted, unknown
from denialctl.packs.listed_payers import file_name
from denialctl.vocabulary import CONFIRMED, PLAN_IN_WORDS, STATES, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.commands.rules.examples import ExampleRun
    from denialctl.commands.session import Session
    from denialctl.errors import Fault
    from denialctl.packs.pack_data import PackData


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack in the list."""

    kind: str
    name: str
    title: str
    file: str
    rules: int
    unconfirmed: int
    entries: int
    """Lines of a guide, which has no rules."""
    own: bool
    """True if it is a file of the office."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and with which releases it ran."""

    faults: tuple[Fault, ...]
    outcomes: tuple[ExampleRun, ...]
    ran_on: str
    files: int
    """How many files were checked."""

    @property
    def sound(self) -> bool:
        """True if there is no fault and every example agrees."""
        return not self.faults and not any(outcome.fault for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """One rule of a pack, as people read it."""

    stage: str
    step: str
    rule: PackData
    section: str = ""


@dataclass(frozen=True, slots=True)
class ShownGuideLine:
    """One line of a guide, as people read it."""

    part: str
    entry: PackData
    own: bool
    """True if it is in a file of the office."""


def list_packs(session: Session) -> list[PackLine]:
    """Return every pack, with how many of its rules (or lines of a guide) nobody has confirmed."""
    found = []
    for pack in session.library.all_packs():
        rules, entries = rules_of(pack), guide_lines_of(pack)
        statuses = [
            *(shown.rule["source"]["status"] for shown in rules),
            *(shown.entry["source"]["status"] for shown in entries),
        ]
        unconfirmed = sum(status not in CONFIRMED for status in statuses)
        name = str(pack[pack["pack"]])
        found.append(
            PackLine(
                kind=pack["pack"],
                name=name,
                title=pack["title"],
                file=pack["file"],
                rules=len(rules),
                unconfirmed=unconfirmed,
                entries=len(entries),
                own=pack["own"],
            )
        )
    return found


def plans_in_words(session: Session) -> list[tuple[str, str, bool]]:
    """Return each plan type, what it is in words, and whether its rules are encoded."""
    encoded = set(session.library.plan_types())
    return [(name, words, name in encoded) for name, words in PLAN_IN_WORDS.items()]


def plan_known(session: Session, name: str) -> str:
    """Return the plan type of that name. Raises UsageError, with the known ones, if none has rules."""
    plain = name.strip().lower()
    if plain not in session.library.plan_types():
        raise unknown("plan type", name, session.library.plan_types(), "Unsure which? denialctl plan")
    return plain


def state_known(text: str) -> str:
    """Return the two letters of a state, in capitals. Raises UsageError for letters that are none."""
    code = text.strip().upper()
    if code not in STATES:
        raise unknown("state", text, STATES)
    return code


def rules_of(pack: PackData) -> list[ShownRule]:
    """Return every rule of a pack, in the order of its file."""
    sections = pack.get("plans") or [pack]
    found = []
    for section in sections:
        where = ", ".join(section.get("regimes", ()))
        for stage, law in section.get("stages", {}).items():
            found += [ShownRule(stage, step, rule, where) for step in STEPS for rule in law.get(step, ())]
    return found


def guide_lines_of(pack: PackData) -> list[ShownGuideLine]:
    """Return every line of a guide, in the order of its file; a pack of rules has none."""
    return [
        ShownGuideLine(part["heading"], entry, part.get("own", pack["own"]))
        for part in pack.get("parts", ())
        for entry in part["entries"]
    ]


def show_pack(session: Session, name: str, stage: str | None) -> tuple[PackData, list[ShownRule]]:
    """Return a pack by its name, and its rules (of one stage, or all). Raises UsageError for an unknown name."""
    wanted = name.strip().lower()
    packs = session.library.all_packs()
    by_name = {file_name(pack).lower(): pack for pack in packs} | {
        str(pack[pack["pack"]]).lower(): pack for pack in packs
    }
    if wanted not in by_name and wanted in session.library.laws():
        plan_types = [str(pack["regime"]) for pack in packs if wanted in pack.get("under", ())]
        sentence = (
            f"{quoted(name)} is a body of law. It is shown as each of its plan types has it: {', '.join(plan_types)}."
        )
        raise UsageError(sentence, f"For example: denialctl rules show {plan_types[0]}")
    if wanted not in by_name:
        raise _none_such("pack", name, by_name)
    pack = by_name[wanted]
    if pack["pack"] == "guide":
        if stage is not None:
            raise UsageError(
                f"{quoted(name)} is a guide, and a guide has no stages.", f"Leave it out: denialctl rules show {wanted}"
            )
        return _whole_guide(pack["guide"], packs), []
    rules = rules_of(pack)
    if stage is not None:
        stages = {shown.stage for shown in rules}
        if stage not in stages:
            raise unknown("stage", stage, stages)
        rules = [shown for shown in rules if shown.stage == stage]
    return pack, rules


def _none_such(kind: str, word: str, names: Iterable[str]) -> UsageError:
    """Return the error for an unknown name. It lists similar names, not all of them: there are more than a hundred."""
    spelled = {name.lower(): name for name in names}
    close = [spelled[name] for name in nearest(word, spelled)]
    said = f"Nearest: {', '.join(close)}." if close else "No name comes near it."
    return UsageError(f"I do not know the {kind} {quoted(word)}.", f"{said} See them all with: denialctl rules list")


def _whole_guide(name: str, packs: list[PackData]) -> PackData:
    """Return a guide with the parts that the office has added.

    Each part gets its file, and each line its source in full.
    """
    same = [pack for pack in packs if pack["pack"] == "guide" and pack["guide"] == name]
    parts = [
        {
            **part,
            "file": pack["file"],
            "own": pack["own"],
            "entries": [{**entry, "source": whole_source(entry["source"], pack)} for entry in part["entries"]],
        }
        for pack in same
        for part in pack["parts"]
    ]
    notes = [note for pack in same for note in pack.get("notes", ())]
    return {**same[0], "parts": parts, **({"notes": notes} if notes else {})}


def whole_source(source: PackData, pack: PackData) -> PackData:
    """Return a source with what the pack's list of sources says about it."""
    return {**pack.get("sources", {}).get(source.get("id"), {}), **source}


def check(session: Session, only: str | None = None) -> Checked:
    """Read every pack (or the files with `only` in their name), then compute every worked example on this machine."""
    from denialctl.commands.releases import ran_on  # noqa: PLC0415 - only here
    from denialctl.commands.rules.examples import run_examples  # noqa: PLC0415 - heavy
    from denialctl.packs.checking import faults_of  # noqa: PLC0415 - only where packs are checked

    files = [session.library.shown(path) for path in session.library.files()]
    looked_at = [file for file in files if only is None or only.strip().lower() in file.lower()]
    if not looked_at:
        raise _none_such("rule file", only or "", [file.replace("\\", "/").rsplit("/", 1)[-1] for file in files])
    own_alone = not any(file.startswith("rules/") for file in looked_at)
    faults = tuple(faults_of(session.library, only_own=own_alone))
    # No example is computed if there is a fault anywhere, so a fault in another file is reported, too.
    shown = tuple(fault for fault in faults if fault.file in looked_at) or faults
    outcomes = tuple(run_examples(session.library, looked_at)) if not faults else ()
    return Checked(shown, outcomes, ran_on(), len(looked_at))


def schema(kind: str | None) -> str:
    """Return the JSON Schema of rule files, of one kind or of all."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - heavy

    from denialctl.packs.kinds import PACKS, AnyPack  # noqa: PLC0415 - heavy

    if kind is not None and kind not in PACKS:
        raise UsageError(f"There is no pack of the kind {kind!r}.", f"Kinds: {', '.join(PACKS)}.")
    adapter: TypeAdapter[Any] = TypeAdapter(PACKS[kind] if kind is not None else AnyPack)
    content = adapter.json_schema(by_alias=True)
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "denialctl rule pack", **content}
    return json.dumps(content, indent=1, sort_keys=True)
