"""The library of rule packs: each is found by what it is for, without reading the others, and made into law once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denialctl.dates.calendars import FEDERAL, Calendar, HolidayList, Union, state_calendar
from denialctl.errors import DenialctlError, unknown
from denialctl.packs import compiling
from denialctl.packs.kept_days import with_kept_days
from denialctl.packs.listed_payers import names_in, packs_in
from denialctl.packs.payer_index import kept_names
from denialctl.packs.validated import ValidatedPacks
from denialctl.vocabulary import STATES, Layer

if TYPE_CHECKING:
    from denialctl.law import rules as law
    from denialctl.law.payer_names import PayerName
    from denialctl.law.trade_words import TradeWords
    from denialctl.packs.guides import Guide
    from denialctl.packs.pack_data import PackData


@dataclass
class Library(ValidatedPacks):
    """The law of the rule packs, the program's and the office's: plan types, states, payers, guides, calendars.

    An office's own plan type or state takes the place of the program's; its other packs are added to them.
    Each method that reads a pack raises `FaultyRulesError` where a rule file is faulty.
    """

    _compiled: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    """What was made of packs already: a run may ask for one many times (`rules check`, a list of cases)."""

    def plan_types(self) -> list[str]:
        """List the plan types that have a pack."""
        own = [str(pack["regime"]) for pack in self._own("regime")]
        return sorted({*(path.stem for path in (self.root / "federal").glob("*.yaml")), *own})

    def plan_law(self, name: str) -> law.PlanLaw:
        """Return the rules of a plan type."""
        key = ("plan", name)
        if key not in self._compiled:
            path = self.root / "federal" / f"{name}.yaml"
            own = self._own_pack("regime", name)
            if own is None and not path.is_file():
                raise unknown("plan type", name, self.plan_types(), "Its rules are not encoded yet.")
            self._compiled[key] = compiling.compile_plan_type(own if own is not None else self.pack(path))
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
        """What every payer and reviewing vendor is called: a case then reads the one pack that it needs."""
        paths = sorted((self.root / "payers").glob("*.yaml"))
        own = [name for path, pack in self.own_packs.items() for name in names_in(pack, path)]
        return (*kept_names(paths, self.pack, self.cache), *own)

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
        """The stages of what is usual where no authority speaks."""
        return tuple(
            stage
            for pack in [*self._shipped("practice"), *self._own("practice")]
            for stage in compiling.compile_stages(pack, Layer.PRACTICE)
        )

    @cached_property
    def office_stages(self) -> tuple[law.Stage, ...]:
        """The stages of the office's own packs."""
        return tuple(stage for pack in self._own("office") for stage in compiling.compile_stages(pack, Layer.OFFICE))

    @cached_property
    def questions(self) -> dict[str, PackData]:
        """Facts that only some rules ask, by name: the question, where to find the answer, and the answers."""
        packs = [*self._shipped("facts"), *self._own("facts")]
        return {name: question for pack in packs for name, question in pack["ask"].items()}

    @cached_property
    def trade_words(self) -> TradeWords:
        """What offices call the stages and what happens in them; the office's own words go before the program's."""
        from denialctl.packs.words import compile_words  # noqa: PLC0415 - only where a word is none of the program's own

        return compile_words([*self._own("words"), *self._shipped("words")])

    @cached_property
    def overrides(self) -> tuple[law.Override, ...]:
        """All dated orders that moved deadlines."""
        return tuple(map(compiling.compile_override, [*self._shipped("overrides"), *self._own("override")]))

    def guide(self, name: str) -> Guide | None:
        """Return one guide by its name, with the parts that the office adds to it; None where there is none."""
        key = ("guide", name)
        if key not in self._compiled:
            from denialctl.packs.guides import compile_guide, joined  # noqa: PLC0415 - only where a guide is read

            path = self.root / "guides" / f"{name}.yaml"
            shipped = compile_guide(self.pack(path)) if path.is_file() else None
            own = [compile_guide(pack) for pack in self._own("guide") if pack["guide"] == name]
            self._compiled[key] = joined(shipped, own)
        guide: Guide | None = self._compiled[key]
        return guide

    def guides(self) -> list[Guide]:
        """Return all guides, the program's and the office's."""
        own = [pack["guide"] for pack in self._own("guide")]
        names = dict.fromkeys([*(path.stem for path in sorted((self.root / "guides").glob("*.yaml"))), *own])
        return [guide for name in names if (guide := self.guide(name)) is not None]

    def _shipped(self, folder: str) -> list[PackData]:
        return [self.pack(path) for path in sorted((self.root / folder).glob("*.yaml"))]

    def _own(self, kind: str) -> list[PackData]:
        return [pack for pack in self.own_packs.values() if pack["pack"] == kind]

    def _own_pack(self, kind: str, name: str) -> PackData | None:
        """Return the office's own pack of that kind and name; it takes the place of the program's."""
        return next((pack for pack in self._own(kind) if pack[kind] == name), None)

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
            self._days[calendar.name] = with_kept_days(calendar, self.cache)
        return self._days[calendar.name]

    @cached_property
    def _days(self) -> dict[str, HolidayList]:
        return {}

    @cached_property
    def _calendar_files(self) -> dict[str, Path]:
        files = {path.stem: path for path in (self.root / "calendars").glob("*.yaml")}
        files |= {pack["calendar"]: path for path, pack in self.own_packs.items() if pack["pack"] == "calendar"}
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
