"""What the checks of `doctor` look at: the cases, the rules in use, the clock. Each part is read on first use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant
from denialctl.errors import FaultyRulesError
from denialctl.packs.listed_payers import packs_in

if TYPE_CHECKING:
    from datetime import date

    from denialctl.commands.session import Session
    from denialctl.packs.pack_data import PackData
    from denialctl.store.sqlite import Store


@dataclass
class Examined:
    """What the checks look at."""

    session: Session
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))
    """The time of the computer's clock; --as-of does not change it."""

    @property
    def today(self) -> date:
        """The day for which everything is judged: --as-of, or the clock."""
        return self.session.now.day

    @cached_property
    def store(self) -> Store | None:
        """The stored cases; None if there is no database, because a check must not make one."""
        return self.session.store if self.session.has_database else None

    @cached_property
    def first_and_last_event(self) -> tuple[Instant, Instant] | None:
        """When the first and the newest event were stored; None if there is none."""
        if self.store is None:
            return None
        first, last = self.store.first_and_last_stored()
        if first is None or last is None:
            return None
        try:
            return (
                Instant.from_datetime(datetime.fromisoformat(first), self.session.zone),
                Instant.from_datetime(datetime.fromisoformat(last), self.session.zone),
            )
        except (TypeError, ValueError):
            # Somebody has damaged a time stamp: the check of the chain of events reports that.
            return None

    @cached_property
    def in_use(self) -> tuple[frozenset[str], frozenset[str]]:
        """The plan types of the open cases, and their states with that of the office."""
        used = self.store.used() if self.store is not None else []
        states = {case.state for case in used} | {self.session.settings.state}
        return frozenset(case.plan for case in used), frozenset(state for state in states if state)

    @cached_property
    def packs(self) -> list[PackData]:
        """Every pack without a fault. Faulty files of the office are reported by the check of the rule files."""
        found = []
        for path in self.session.library.files():
            try:
                found += packs_in(self.session.library.pack(path))
            except FaultyRulesError:
                if path.is_relative_to(self.session.library.root):
                    raise
        return found

    def uses(self, pack: PackData) -> bool:
        """True if a pack may apply to an open case: by its plan type, by its state, or because it applies to all."""
        plans, states = self.in_use
        match pack["pack"]:
            case "regime":
                return pack["regime"] in plans
            case "state":
                return pack["state"] in states
            case _:
                return True
