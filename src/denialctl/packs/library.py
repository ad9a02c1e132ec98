"""Where the rule packs lie, and how one is found without reading the others.

The packs ship inside the wheel; an office adds its own folder, laid out the same
way. A pack that has been validated once is kept as plain data in a cache beside
its content's digest, so that the daily check neither parses YAML nor validates.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denialctl import __version__
from denialctl.dates.calendars import FEDERAL, Calendar, HolidayList, Union, state_calendar
from denialctl.errors import DenialctlError, Fault, FaultyRulesError, unknown
from denialctl.files import write_whole
from denialctl.law.payer_names import PayerName
from denialctl.packs import compiling
from denialctl.packs.files import content_of, rule_files, shipped_rules, state_of
from denialctl.packs.kept_days import with_kept_days
from denialctl.packs.listed_payers import file_name, names_in, packs_in
from denialctl.packs.shared_sources import joined
from denialctl.vocabulary import STATES, Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from denialctl.law import rules as law
    from denialctl.law.trade_words import TradeWords
    from denialctl.packs.guides import Guide

Data = dict[str, Any]

_UNDER = re.compile(r"""(?:^|[{,])\s*["']?under["']?\s*:""", re.MULTILINE)
"""By which a pack that is under bodies of law is known before it is read, however its keys are written."""


@dataclass
class Library:
    """The rule packs of the program, and those of the office in use.

    `cache` is a folder for validated packs, or None to read everything anew.
    """

    root: Path = field(default_factory=shipped_rules)
    office: Path | None = None
    cache: Path | None = None
    _compiled: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    """Packs that have been compiled: a run may ask for one many times (`rules check`, a list of cases)."""

    # -- files ---------------------------------------------------------------

    def files(self) -> list[Path]:
        """List every rule file, the program's first, then the office's."""
        return rule_files(self.root, self.office)

    def shown(self, path: Path) -> str:
        """Name a file as people see it: `rules/federal/chip.yaml`, or the office's own path."""
        try:
            return "rules/" + path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def all_packs(self) -> list[Data]:
        """Return every pack as plain data, from the cache where it is known to be sound; faults of any file are raised together.

        Bodies of law and shared sources are none of them: each pack holds what it has of them.
        """
        found: dict[Path, list[Data]] = {}
        faults: list[Fault] = []
        for path in self.files():
            try:
                found[path] = packs_in(self.pack(path))
            except FaultyRulesError as error:
                faults += error.faults
        if faults:
            raise FaultyRulesError(faults)
        # A payer of a list stands where it would stand with a file of its own.
        packs = [
            (path, pack)
            for path, listed in found.items()
            for pack in listed
            if pack["pack"] not in ("law", "shared_sources")
        ]
        shipped = {path.with_name(f"{file_name(pack)}.yaml"): pack for path, pack in packs if not pack["own"]}
        return [*(shipped[path] for path in sorted(shipped)), *(pack for _, pack in packs if pack["own"])]

    def laws(self) -> list[str]:
        """List the bodies of law."""
        return [path.stem for path in self._law_files()]

    @cached_property
    def source_files(self) -> list[Path]:
        """The files of shared sources, the program's first."""
        folders = [self.root, *([] if self.office is None else [self.office])]
        return [path for folder in folders for path in sorted((folder / "sources").glob("*.yaml"))]

    @cached_property
    def _shared(self) -> dict[str, Data]:
        """The sources that any pack may name."""
        return joined(pack for pack in map(self.pack, self.source_files) if pack["pack"] == "shared_sources")

    @cached_property
    def _texts_of_sources(self) -> str:
        return "".join(content_of(path)[0] or "" for path in self.source_files)

    def _validated(self, path: Path, content: str) -> tuple[Data | None, list[Fault]]:
        shared = {} if path in self.source_files else self._shared
        return _read_pack(content, self.shown(path), self._law, shared)

    def _law_files(self) -> list[Path]:
        return sorted((self.root / "law").glob("*.yaml"))

    def _law(self, name: str) -> Data | None:
        """Return a body of law by its name, or None where there is none."""
        path = self.root / "law" / f"{name}.yaml"
        return self.pack(path) if path in self._law_files() else None

    def pack(self, path: Path) -> Data:
        """Return one file as validated plain data, from the cache where it is known to be sound; `own` says whether it is the office's."""
        return {**self._sound(path), "own": self._own_file(path)}

    def _own_file(self, path: Path) -> bool:
        return not path.is_relative_to(self.root)

    def _sound(self, path: Path) -> Data:
        content, problem = content_of(path)
        if content is None:
            raise FaultyRulesError([Fault(self.shown(path), 1, "", problem)])
        kept = self._kept(content)
        if kept is not None and kept.is_file():
            try:
                pack: Data = json.loads(kept.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                pack = {}
            if isinstance(pack, dict) and pack.get("file") == self.shown(path):
                return pack
        found, faults = self._validated(path, content)
        if found is None or faults:
            raise FaultyRulesError(faults)
        if kept is not None:
            _keep(kept, found)
        return found

    def read(self, path: Path) -> tuple[Data | None, list[Fault]]:
        """Read one file anew: the pack, or its faults."""
        content, problem = content_of(path)
        if content is None:
            return None, [Fault(self.shown(path), 1, "", problem)]
        try:
            pack, faults = self._validated(path, content)
        except FaultyRulesError as error:
            return None, list(error.faults)
        return None if pack is None else {**pack, "own": self._own_file(path)}, faults

    def _kept(self, content: str) -> Path | None:
        if self.cache is None:
            return None
        digest = hashlib.sha256(f"{_program_digest()}\0{self._texts_of_sources}\0{content}".encode())
        if _UNDER.search(content):
            # What the pack holds depends on the bodies of law, too.
            for path in self._law_files():
                digest.update(path.read_bytes())
        return self.cache / f"{digest.hexdigest()[:32]}.json"

    # -- packs by what they are -------------------------------------------------

    def plan_types(self) -> list[str]:
        """List the plan types that have a pack."""
        own = [str(pack["regime"]) for pack in self._own.values() if pack["pack"] == "regime"]
        return sorted({*(path.stem for path in (self.root / "federal").glob("*.yaml")), *own})

    def plan_law(self, name: str) -> law.PlanLaw:
        """Return the rules of a plan type."""
        key = ("regime", name)
        if key not in self._compiled:
            path = self.root / "federal" / f"{name}.yaml"
            own = self._own_pack("regime", name)
            if own is None and not path.is_file():
                raise unknown("plan type", name, self.plan_types(), "Its rules are not encoded yet.")
            self._compiled[key] = compiling.compile_regime(own if own is not None else self.pack(path))
        plan_law: law.PlanLaw = self._compiled[key]
        return plan_law

    def state(self, code: str) -> law.State | None:
        """Return the rules of a state, or None where it has no pack."""
        key = ("state", code)
        if key not in self._compiled:
            path = self.root / "states" / f"{code}.yaml"
            own = self._own_pack("state", code) or (self.pack(path) if path.is_file() else None)
            self._compiled[key] = None if own is None else compiling.compile_state(own)
        state: law.State | None = self._compiled[key]
        return state

    def states(self) -> list[str]:
        """List the states that have a pack."""
        return sorted(path.stem for path in (self.root / "states").glob("*.yaml"))

    @cached_property
    def payer_names(self) -> tuple[PayerName, ...]:
        """What every payer and reviewing vendor is called, kept beside the packs: a case reads the one pack that it needs."""
        own = [name for path, pack in self._own.items() for name in names_in(pack, path)]
        return (*self._shipped_payer_names(), *own)

    def _shipped_payer_names(self) -> list[PayerName]:
        paths = sorted((self.root / "payers").glob("*.yaml"))
        kept = None if self.cache is None else self.cache / f"payers-{state_of(paths)}.json"
        try:
            known = [] if kept is None else json.loads(kept.read_text(encoding="utf-8"))
            found = [
                PayerName(**{**item, "plain": frozenset(item["plain"]), "states": frozenset(item["states"])})
                for item in known
            ]
        except (OSError, ValueError, KeyError, TypeError):
            found = []
        if not found:
            listed = [(path, name) for path in paths for name in names_in(self.pack(path), path)]
            # A payer of a list stands where it would stand with a file of its own.
            listed.sort(key=lambda pair: pair[0].with_name(f"{pair[1].listed_as or pair[0].stem}.yaml"))
            found = [name for _, name in listed]
            if kept is not None:
                _keep(
                    kept,
                    [{**asdict(item), "plain": sorted(item.plain), "states": sorted(item.states)} for item in found],
                )
        return found

    def payer(self, name: PayerName) -> law.Payer:
        """Return the pack of a payer or reviewing vendor that was found by its name."""
        key = ("payer", f"{name.file}/{name.listed_as}")
        if key not in self._compiled:
            listed = packs_in(self.pack(Path(name.file)))
            self._compiled[key] = compiling.compile_payer(
                next(pack for pack in listed if pack.get("listed_as", "") == name.listed_as)
            )
        payer: law.Payer = self._compiled[key]
        return payer

    @cached_property
    def practice(self) -> tuple[law.Stage, ...]:
        """Return the stages of what is usual."""
        packs = [self.pack(path) for path in sorted((self.root / "practice").glob("*.yaml"))]
        packs += [pack for pack in self._own.values() if pack["pack"] == "practice"]
        return tuple(stage for pack in packs for stage in compiling.compile_stages(pack, Layer.PRACTICE))

    @cached_property
    def office_stages(self) -> tuple[law.Stage, ...]:
        """Return the stages of the office's own packs."""
        packs = [pack for pack in self._own.values() if pack["pack"] == "office"]
        return tuple(stage for pack in packs for stage in compiling.compile_stages(pack, Layer.OFFICE))

    @cached_property
    def questions(self) -> dict[str, Data]:
        """Facts that only some rules ask: by name, the question, where the answer stands, and the answers."""
        packs = [self.pack(path) for path in sorted((self.root / "facts").glob("*.yaml"))]
        packs += [pack for pack in self._own.values() if pack["pack"] == "facts"]
        return {name: question for pack in packs for name, question in pack["ask"].items()}

    @cached_property
    def trade_words(self) -> TradeWords:
        """What offices call the stages and what happens in them: the office's own words first, then the program's."""
        from denialctl.law.trade_words import compile_words  # noqa: PLC0415 - only where a word is none of the program's own

        own = [pack for pack in self._own.values() if pack["pack"] == "words"]
        return compile_words([*own, *(self.pack(path) for path in sorted((self.root / "words").glob("*.yaml")))])

    @cached_property
    def overrides(self) -> tuple[law.Override, ...]:
        """All dated overrides."""
        found = [self.pack(path) for path in sorted((self.root / "overrides").glob("*.yaml"))]
        found += [pack for pack in self._own.values() if pack["pack"] == "override"]
        return tuple(compiling.compile_override(pack) for pack in found)

    def guide(self, name: str) -> Guide | None:
        """Return one guide by its name, with the parts that the office adds under the same name; None where there is none."""
        key = ("guide", name)
        if key not in self._compiled:
            from denialctl.packs.guides import compile_guide, joined  # noqa: PLC0415 - only where a guide is read

            path = self.root / "guides" / f"{name}.yaml"
            shipped = compile_guide(self.pack(path)) if path.is_file() else None
            own = [
                compile_guide(pack) for pack in self._own.values() if pack["pack"] == "guide" and pack["guide"] == name
            ]
            self._compiled[key] = joined(shipped, own)
        guide: Guide | None = self._compiled[key]
        return guide

    def guides(self) -> list[Guide]:
        """Return all guides, the program's and the office's."""
        own = [pack["guide"] for pack in self._own.values() if pack["pack"] == "guide"]
        names = dict.fromkeys([*(path.stem for path in sorted((self.root / "guides").glob("*.yaml"))), *own])
        return [guide for name in names if (guide := self.guide(name)) is not None]

    def _own_pack(self, kind: str, name: str) -> Data | None:
        """Return the office's own pack of that kind and name; it takes the place of the program's."""
        return next((pack for pack in self._own.values() if pack["pack"] == kind and pack[kind] == name), None)

    @cached_property
    def _own(self) -> dict[Path, Data]:
        if self.office is None or not self.office.is_dir():
            return {}
        found: dict[Path, Data] = {}
        faults: list[Fault] = []
        for path in sorted(self.office.rglob("*.yaml")):
            try:
                found[path] = self.pack(path)
            except FaultyRulesError as error:
                faults += error.faults
        if faults:
            raise FaultyRulesError(faults)
        return found

    # -- calendars ---------------------------------------------------------------

    def calendar(self, name: str, state: str | None) -> Calendar:
        """Return a calendar by the name that a rule gives.

        `federal+state` joins calendars, `state` is the case's own state.
        """
        if "+" in name:
            return Union(tuple(self.calendar(part, state) for part in name.split("+")))
        return self._single_calendar(name.strip(), state)

    def _single_calendar(self, name: str, state: str | None) -> Calendar:
        if name == "federal":
            return self._legal_days(FEDERAL)
        if name == "state":
            if state is None:
                raise DenialctlError(
                    "A rule counts by the holidays of the state, and no state is given.", "Add --state XX."
                )
            written = self._calendar_files.get(state.lower())
            return self._written(written) if written is not None else self._legal_days(state_calendar(state))
        path = self._calendar_files.get(name)
        if path is not None:
            return self._written(path)
        if name.upper() in STATES:
            return self._legal_days(state_calendar(name.upper()))
        raise unknown("calendar", name, ["federal", "state", *self._calendar_files], "Look into rules/calendars.")

    def _legal_days(self, calendar: HolidayList) -> Calendar:
        if calendar.name not in self._days:
            self._days[calendar.name] = with_kept_days(calendar, self.cache, _keep)
        return self._days[calendar.name]

    @cached_property
    def _days(self) -> dict[str, HolidayList]:
        return {}

    @cached_property
    def _calendar_files(self) -> dict[str, Path]:
        files = {path.stem: path for path in (self.root / "calendars").glob("*.yaml")}
        files |= {pack["calendar"]: path for path, pack in self._own.items() if pack["pack"] == "calendar"}
        return files

    def _written(self, path: Path) -> Calendar:
        key = ("calendar", str(path))
        if key not in self._compiled:
            pack = self.pack(path)
            included = pack.get("includes")
            self._compiled[key] = compiling.compile_calendar(
                pack, self._single_calendar(included, None) if included else None
            )
        calendar: Calendar = self._compiled[key]
        return calendar


def _read_pack(
    content: str, shown: str, law_named: Callable[[str], Data | None], shared: Mapping[str, Data]
) -> tuple[Data | None, list[Fault]]:
    from denialctl.packs.loading import read_pack  # noqa: PLC0415 - YAML and pydantic, only where a pack is not kept

    return read_pack(content, shown, law_named, shared)


def _keep(path: Path, pack: object) -> None:
    """Write a validated pack into the cache; a cache that cannot be written is done without."""
    try:
        write_whole(path, json.dumps(pack))
    except OSError:
        return


@cache
def _program_digest() -> str:
    """Tell apart the versions of the code that validates packs."""
    folder = Path(__file__).resolve().parent
    checkers = (
        "model.py", "model_base.py", "guide_model.py", "words_model.py", "payer_model.py", "body_model.py", "kinds.py", "bodies.py",
        "body_faults.py", "shared_sources.py", "loading.py", "yaml_text.py", "../law/wording.py", "../cases/facts.py",
    )  # fmt: skip
    stats = [(folder / name).stat() for name in checkers if (folder / name).is_file()]
    return __version__ + "".join(f"{stat.st_size}.{stat.st_mtime_ns}" for stat in stats)
