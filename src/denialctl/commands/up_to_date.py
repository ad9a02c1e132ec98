"""The deadlines as they are now: the stored ones or, if those are out of date, newly computed ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from denialctl.cases.case import Case
    from denialctl.commands.session import Session
    from denialctl.store.queries import Later
    from denialctl.store.sqlite import Store
    from denialctl.worklist.listed import Listed
    from denialctl.worklist.snapshot import Snapshot


@dataclass(eq=False, repr=False)
class UpToDate:
    """The deadlines of all stored cases as they are now."""

    store: Store
    moved: list[str] = field(default_factory=list)
    """In words, what moved because rules changed, case by case."""
    computed: Mapping[int, Snapshot] = field(default_factory=dict)
    """Cases computed again whose stored deadlines are out of date, but may not be replaced (--as-of, read-only)."""

    def surfaced(self, until: date | None, known: Mapping[int, tuple[Case, str | None]] | None = None) -> list[Listed]:
        """Return what is on the list up to a day; everything on the list if no day is given.

        Cases that are `known` already, by their numbers, are not read again.
        """
        return self._with_computed(
            self.store.surfaced(until, without=self.computed, known=known), lambda snapshot: snapshot.surfaced(until)
        )

    def theirs(self) -> list[Listed]:
        """Return what plans and reviewers owe in open cases, late or not."""
        return self._with_computed(self.store.theirs(without=self.computed), lambda snapshot: snapshot.owed())

    def _with_computed(self, stored: list[Listed], asked: Callable[[Snapshot], Iterable[Listed]]) -> list[Listed]:
        return [*stored, *(item for snapshot in self.computed.values() for item in asked(snapshot))]

    def later(self, day: date) -> Later:
        """Count what comes after a day."""
        if not self.computed:
            return self.store.counted_after(day)
        from denialctl.store.queries import Later  # noqa: PLC0415 - loaded already if there are cases

        found = [pair for pair in self.store.surfacing_after(day) if pair[0] not in self.computed]
        found += [
            (number, ahead) for number, snapshot in self.computed.items() for ahead in snapshot.surfacing_after(day)
        ]
        return Later(len(found), len({number for number, _ in found}), min((ahead for _, ahead in found), default=None))


def up_to_date(session: Session) -> UpToDate:
    """Return the deadlines as they are now; the rules are only loaded if something has to be computed again."""
    store = session.store
    if store.meta("signature") == session.rules_signature and not store.stale(session.now.utc.isoformat()):
        return UpToDate(store)
    from denialctl.commands.refresh import recomputed_in_memory, refresh  # noqa: PLC0415 - heavy

    return UpToDate(store, refresh(session), recomputed_in_memory(session))
