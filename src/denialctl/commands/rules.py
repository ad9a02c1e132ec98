"""`rules list | show | check | schema`: what the rules say, who says so, and whether the packs are sound."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from denialctl.errors import UsageError, unknown
from denialctl.vocabulary import PLAN_IN_WORDS, STEPS

if TYPE_CHECKING:
    from denialctl.commands.desk import Desk
    from denialctl.errors import Fault
    from denialctl.examples import Outcome

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack in the list."""

    kind: str
    name: str
    title: str
    file: str
    rules: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and on what it ran."""

    faults: tuple[Fault, ...]
    outcomes: tuple[Outcome, ...]
    ran_on: str

    @property
    def sound(self) -> bool:
        """Whether there is no fault and every example agrees."""
        return not self.faults and not any(outcome.fault for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """One rule of a pack, as people read it."""

    stage: str
    step: str
    rule: Data
    section: str = ""


def list_packs(desk: Desk) -> list[PackLine]:
    """List every pack with how many of its rules nobody has confirmed."""
    found = []
    for pack in desk.library.all_packs():
        rules = [shown.rule for shown in rules_of(pack)]
        unconfirmed = sum(rule["source"]["status"] not in ("seen", "seen-quote") for rule in rules)
        found.append(PackLine(pack["pack"], str(pack[pack["pack"]]), pack["title"], pack["file"], len(rules), unconfirmed))
    return found


def plans_in_words(desk: Desk) -> list[tuple[str, str, bool]]:
    """List the plan types in words, and whether their rules are encoded."""
    encoded = set(desk.library.regimes())
    return [(name, words, name in encoded) for name, words in PLAN_IN_WORDS.items()]


def plan_known(desk: Desk, name: str) -> str:
    """Return a plan type that has a pack, or say which ones do."""
    plain = name.strip().lower()
    if plain not in desk.library.regimes():
        raise unknown("plan type", name, desk.library.regimes(), "Unsure which? denialctl plan")
    return plain


def rules_of(pack: Data) -> list[ShownRule]:
    """Return every rule of a pack, in the order of its file."""
    sections = pack.get("plans") or [pack]
    found = []
    for section in sections:
        where = ", ".join(section.get("regimes", ()))
        for stage, law in section.get("stages", {}).items():
            found += [ShownRule(stage, step, rule, where) for step in STEPS for rule in law.get(step, ())]
    return found


def show_pack(desk: Desk, name: str, stage: str | None) -> tuple[Data, list[ShownRule]]:
    """Return a pack by its name, and its rules (of one stage, or all)."""
    wanted = name.strip().lower()
    packs = desk.library.all_packs()
    by_name = {str(pack[pack["pack"]]).lower(): pack for pack in packs}
    by_name |= {pack["file"].rsplit("/", 1)[-1].removesuffix(".yaml").lower(): pack for pack in packs}
    if wanted not in by_name:
        raise unknown("pack", name, by_name, "See them all with: denialctl rules list")
    pack = by_name[wanted]
    rules = rules_of(pack)
    if stage is not None:
        stages = {shown.stage for shown in rules}
        if stage not in stages:
            raise unknown("stage", stage, stages)
        rules = [shown for shown in rules if shown.stage == stage]
    return pack, rules


def check(desk: Desk, only: str | None = None) -> Checked:
    """Read every pack, then run every worked example on this machine."""
    from denialctl.examples import run_examples  # noqa: PLC0415 - heavy

    faults = tuple(desk.library.check())
    shown = tuple(fault for fault in faults if only is None or only in fault.file)
    outcomes = tuple(run_examples(desk.library, only)) if not faults else ()
    return Checked(shown, outcomes, _ran_on())


def _ran_on() -> str:
    import platform  # noqa: PLC0415 - only here
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - only here

    try:
        zones = f"tzdata {version('tzdata')}"
    except PackageNotFoundError:
        zones = "the system's time zones"
    return f"Python {platform.python_version()}, holidays {version('holidays')}, {zones}"


def schema(kind: str | None) -> str:
    """Return the JSON Schema of rule files, of one kind or of all."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - heavy

    from denialctl.rules.model import PACKS, AnyPack  # noqa: PLC0415 - heavy

    if kind is not None and kind not in PACKS:
        raise UsageError(f"There is no pack of the kind {kind!r}.", f"Kinds: {', '.join(PACKS)}.")
    adapter: TypeAdapter[Any] = TypeAdapter(PACKS[kind] if kind is not None else AnyPack)
    content = adapter.json_schema(by_alias=True)
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "denialctl rule pack", **content}
    return json.dumps(content, indent=1, sort_keys=True)
