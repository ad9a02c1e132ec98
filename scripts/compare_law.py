"""Say whether two checkouts hold the same law: `python scripts/compare_law.py OLD NEW`.

For a change in how rule files are written or read that must not change any rule. Each checkout compiles its own files
with its own code, in an interpreter of its own: every plan type, state, payer and reviewer, what is usual, guides,
orders, calendars and questions. All of it is compared, except the file and line of a rule. NEW may have more worked
examples than OLD, but not fewer.

Exit code 0: equal; 1: different, and each difference is printed.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

LIBRARIES = ("denialctl.packs.library", "denialctl.rules.library")
"""Where the library is, or was."""
RENAMED = {
    "Regime": "PlanLaw",
    "Entry": "GuideLine",
    "Part": "GuidePart",
    "regime": "plan_types",
    "regimes": "plan_types",
}
"""Classes and fields by the names that they had, with those that they have."""
LEFT_OUT = ("file", "line")
ASKED = ("urgency", "phase", "service", "setting", "levels")
"""Fields that the conditions of a rule had, each its own; now they stand together in `asked`."""
MOST = 40
"""So many differences are printed."""


def main() -> int:
    """Compare two checkouts, or (with `--dump`, for each of them) print what the library of this interpreter holds."""
    if sys.argv[1:] == ["--dump"]:
        json.dump(held(), sys.stdout, sort_keys=True)
        return 0
    if len(sys.argv) != 3:
        print("Usage: python scripts/compare_law.py OLD NEW (two folders with src/ and rules/)", file=sys.stderr)
        return 2
    old, new = (dumped(Path(folder).resolve()) for folder in sys.argv[1:])
    missing = [
        f"{deadline}: an example is gone: {text}" for deadline, text in _missing(old.pop("examples"), new["examples"])
    ]
    more = len(new.pop("examples"))
    found = [*differences(old, new, ""), *missing]
    for field, values in sorted(new_fields(old, new).items()):
        print(f"New field {field}: {', '.join(f'{times} times {value}' for value, times in values.most_common(4))}")
    for line in found[:MOST]:
        print(line)
    counts = ", ".join(f"{len(content)} {kind}" for kind, content in new.items())
    print(f"{len(found)} differences." if found else f"Equal: {counts}; {more} examples, none of the old ones lost.")
    return 1 if found else 0


def dumped(checkout: Path) -> dict[str, Any]:
    """Return what a checkout holds, compiled by its own code."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    ran = subprocess.run(
        [sys.executable, __file__, "--dump"], env=environment, cwd=checkout, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        raise SystemExit(f"{checkout} could not be read:\n{ran.stderr}")
    content: dict[str, Any] = json.loads(ran.stdout)
    return content


def held() -> dict[str, Any]:
    """Compile everything that the library of this interpreter holds."""
    library = _library_class()(office=None, cache=None)
    plan_types = getattr(library, "plan_types", None) or library.regimes
    plan_law = getattr(library, "plan_law", None) or library.regime
    packs = library.all_packs()
    return {
        "plan types": {name: plain(plan_law(name)) for name in plan_types()},
        "states": {code: plain(library.state(code)) for code in library.states()},
        "payers and reviewers": {
            f"{item.name} {sorted(item.states)}": plain(library.payer(item)) for item in library.payer_names
        },
        "practice": {stage.id: plain(stage) for stage in library.practice},
        "guides": {guide.name: plain(guide) for guide in library.guides()},
        "orders": {order.id: plain(order) for order in library.overrides},
        "calendars": {
            pack["calendar"]: plain(library.calendar(pack["calendar"], None))
            for pack in packs
            if pack["pack"] == "calendar"
        },
        "questions": library.questions,
        "gaps": {f"{pack['pack']} {pack[pack['pack']]}": pack["gaps"] for pack in packs if "gaps" in pack},
        "examples": [list(item) for pack in packs for item in examples(pack)],
    }


def _library_class() -> Any:  # noqa: ANN401 - of whichever checkout
    for name in LIBRARIES:
        try:
            return importlib.import_module(name).Library
        except ModuleNotFoundError:
            continue
    raise SystemExit(f"no library is found under {', '.join(LIBRARIES)}")


def examples(pack: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the worked examples of a pack, each with the name of its pack and deadline."""
    found = []
    for section in pack.get("plans") or [pack]:
        where = f"{pack['pack']} {pack[pack['pack']]} {' '.join(section.get('regimes', ()))}"
        for stage, content in section.get("stages", {}).items():
            for step, rules in content.items():
                listed = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
                told = [json.dumps(item, sort_keys=True) for rule in listed for item in rule.get("examples", ())]
                found += [(f"{where} {stage}.{step}", text) for text in told]
    return found


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a compiled object as JSON has it, whatever its class."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        kept = [field.name for field in dataclasses.fields(value) if field.name not in LEFT_OUT]
        name = type(value).__name__
        if name == "Conditions" and hasattr(value, "urgency"):
            return {
                **_plain_fields(value, name, [field for field in kept if field not in ASKED]),
                "asked": _asked(value),
            }
        return _plain_fields(value, name, kept)
    if isinstance(value, (frozenset, set)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def _plain_fields(value: object, name: str, kept: list[str]) -> dict[str, Any]:
    fields = {RENAMED.get(field, field): plain(getattr(value, field)) for field in kept}
    if name in ("Counting", "Roll") and not isinstance(fields["calendar"], list):
        # Several names stood in one text once.
        fields["calendar"] = fields["calendar"].split("|") if fields["calendar"] else []
    return {"is": RENAMED.get(name, name), **fields}


def _asked(conditions: object) -> list[Any]:
    """Return what conditions ask of a denial as they hold it now: a name and its answers, for each that is asked."""
    found = []
    for name in ASKED:
        answers = getattr(conditions, name)
        if answers:
            found.append([name, sorted(answers) if isinstance(answers, frozenset) else [str(answers)]])
    return found


def differences(old: Any, new: Any, place: str) -> list[str]:  # noqa: ANN401 - JSON
    """Return where two values differ, each place with what stood and what stands there."""
    if isinstance(old, dict) and isinstance(new, dict):
        found = [f"{place}/{key}: only in OLD" for key in old if key not in new]
        # A class that has a field more has it everywhere: that is named once, below.
        found += [f"{place}/{key}: only in NEW" for key in new if key not in old and "is" not in new]
        return found + [line for key in old if key in new for line in differences(old[key], new[key], f"{place}/{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            line
            for index, pair in enumerate(zip(old, new, strict=True))
            for line in differences(*pair, f"{place}/{index}")
        ]
    return [] if old == new else [f"{place}:\n  OLD {_short(old)}\n  NEW {_short(new)}"]


def new_fields(old: Any, new: Any) -> dict[str, Counter[str]]:  # noqa: ANN401 - JSON
    """Return the fields that only NEW has, by class and name, each with its values and how often each stands there."""
    found: dict[str, Counter[str]] = {}
    if isinstance(old, dict) and isinstance(new, dict):
        for key in new:
            if key in old:
                for field, values in new_fields(old[key], new[key]).items():
                    found.setdefault(field, Counter()).update(values)
            elif "is" in new:
                found.setdefault(f"{new['is']}.{key}", Counter())[json.dumps(new[key])] += 1
    elif isinstance(old, list) and isinstance(new, list):
        for pair in zip(old, new, strict=False):
            for field, values in new_fields(*pair).items():
                found.setdefault(field, Counter()).update(values)
    return found


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else text[:300] + " ..."


def _missing(old: list[list[str]], new: list[list[str]]) -> list[tuple[str, str]]:
    there = {tuple(item) for item in new}
    return [(deadline, text) for deadline, text in old if (deadline, text) not in there]


if __name__ == "__main__":
    sys.exit(main())
