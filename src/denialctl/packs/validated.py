"""Rule files as validated packs: each is read and checked once, and then taken from the cache.

The program's files ship inside the wheel; an office adds its own folder, laid out the same way. A pack that was found
sound is kept as plain data, so that the daily check neither parses YAML nor imports pydantic.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from denialctl.errors import Fault, FaultyRulesError
from denialctl.packs.cache import keep, load
from denialctl.packs.files import content_of, rule_files, shipped_rules, state_of_program
from denialctl.packs.listed_payers import packs_in, sorts_as
from denialctl.packs.shared_sources import joined

if TYPE_CHECKING:
    from pathlib import Path

    from denialctl.packs.pack_data import PackData

_UNDER = re.compile(r"""(?:^|[{,])\s*["']?under["']?\s*:""", re.MULTILINE)
"""The key of a plan type that is under bodies of law, however its file writes keys."""


@dataclass
class ValidatedPacks:
    """The rule files of the program, and those of the office in use.

    `cache` is a folder for validated packs, or None to read everything anew. What reads a file raises
    `FaultyRulesError` with all faults of the file, unless it says otherwise.
    """

    root: Path = field(default_factory=shipped_rules)
    office: Path | None = None
    cache: Path | None = None

    def files(self) -> list[Path]:
        """List every rule file, the program's first, then the office's."""
        return rule_files(self.root, self.office)

    def shown(self, path: Path) -> str:
        """Name a file as people see it: `rules/federal/chip.yaml`, or the office's own path."""
        try:
            return "rules/" + path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def all_packs(self) -> list[PackData]:
        """Return every pack. Faults of all files are raised together.

        Bodies of law and shared sources are not among them: each pack holds what it takes from them.
        """
        found: dict[Path, list[PackData]] = {}
        faults: list[Fault] = []
        for path in self.files():
            try:
                found[path] = packs_in(self.pack(path))
            except FaultyRulesError as error:
                faults += error.faults
        if faults:
            raise FaultyRulesError(faults)
        packs = [
            (path, pack)
            for path, listed in found.items()
            for pack in listed
            if pack["pack"] not in ("law", "shared_sources")
        ]
        shipped = {sorts_as(path, pack.get("listed_as", "")): pack for path, pack in packs if not pack["own"]}
        return [*(shipped[path] for path in sorted(shipped)), *(pack for _, pack in packs if pack["own"])]

    def laws(self) -> list[str]:
        """List the bodies of law."""
        return sorted(self._law_files)

    @cached_property
    def source_files(self) -> list[Path]:
        """The files of shared sources, the program's first."""
        folders = [self.root, *([] if self.office is None else [self.office])]
        return [path for folder in folders for path in sorted((folder / "sources").glob("*.yaml"))]

    @cached_property
    def _shared(self) -> dict[str, PackData]:
        """The sources that any pack may name."""
        return joined(pack for pack in map(self.pack, self.source_files) if pack["pack"] == "shared_sources")

    @cached_property
    def _texts_of_sources(self) -> str:
        return "".join(content_of(path)[0] or "" for path in self.source_files)

    def _validated(self, path: Path, content: str) -> tuple[PackData | None, list[Fault]]:
        from denialctl.packs.loading import read_pack  # noqa: PLC0415 - YAML and pydantic, only where a pack is not kept

        shared = {} if path in self.source_files else self._shared
        return read_pack(content, self.shown(path), self._law, shared)

    @cached_property
    def _law_files(self) -> dict[str, Path]:
        """The bodies of law by name; what the office amended in its own folder `law` takes the program's place."""
        # The same listing as all other readers use, so that a file counts for all of them or for none.
        return {path.stem: path for path in self.files() if path.parent.name == "law"}

    def law_in_use(self, name: str) -> str:
        """Name the file of a body of law as people see it."""
        return self.shown(self._law_files[name])

    def _law(self, name: str) -> PackData | None:
        """Return a body of law by its name, or None where there is none."""
        path = self._law_files.get(name)
        if path is None:
            return None
        law = self.pack(path)
        if law.get("law") != name:
            sentence = f"a body of law stands in a file of its own name: here `law: {name}`"
            raise FaultyRulesError([Fault(self.shown(path), 1, "law", sentence)])
        return law

    def pack(self, path: Path) -> PackData:
        """Return the pack of one file, from the cache where it is known to be sound."""
        return {**self._sound(path), "own": self._own_file(path)}

    def _own_file(self, path: Path) -> bool:
        return not path.is_relative_to(self.root)

    def _sound(self, path: Path) -> PackData:
        content, problem = content_of(path)
        if content is None:
            raise FaultyRulesError([Fault(self.shown(path), 1, "", problem)])
        place = self._place_in_cache(content)
        kept = load(place)
        if isinstance(kept, dict) and kept.get("file") == self.shown(path):
            return kept
        pack, faults = self._validated(path, content)
        if pack is None or faults:
            raise FaultyRulesError(faults)
        keep(place, pack)
        return pack

    def read(self, path: Path) -> tuple[PackData | None, list[Fault]]:
        """Read one file anew, whatever the cache says. Returns the pack, or None and its faults."""
        content, problem = content_of(path)
        if content is None:
            return None, [Fault(self.shown(path), 1, "", problem)]
        try:
            pack, faults = self._validated(path, content)
        except FaultyRulesError as error:
            return None, list(error.faults)
        return None if pack is None else {**pack, "own": self._own_file(path)}, faults

    def _place_in_cache(self, content: str) -> Path | None:
        """Return where a pack is kept: under the digest of all that it is made of, and of the code that makes it."""
        if self.cache is None:
            return None
        digest = hashlib.sha256(f"{state_of_program()}\0{self._texts_of_sources}\0{content}".encode())
        if _UNDER.search(content):
            # What the pack holds depends on the bodies of law, too.
            for _, path in sorted(self._law_files.items()):
                digest.update(f"{path}\0{content_of(path)[0]}\n".encode())
        return self.cache / f"{digest.hexdigest()[:32]}.json"

    @cached_property
    def own_packs(self) -> dict[Path, PackData]:
        """The office's own packs by their files. Faults of any of them are raised together."""
        if self.office is None or not self.office.is_dir():
            return {}
        found: dict[Path, PackData] = {}
        faults: list[Fault] = []
        for path in sorted(self.office.rglob("*.yaml")):
            try:
                found[path] = self.pack(path)
            except FaultyRulesError as error:
                faults += error.faults
        if faults:
            raise FaultyRulesError(faults)
        return found
