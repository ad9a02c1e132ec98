"""The named queries of the store: each takes plain values and returns records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from denialctl.errors import DenialctlError
from denialctl.store.database import Database
from denialctl.store.events import LINKED, event_from, link
from denialctl.store.rows import case_from, day_column, day_from, listed_from

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from denialctl.cases.case import Case
    from denialctl.store.answers import OfPatient, Shown, Used
    from denialctl.store.events import StoredEvent
    from denialctl.worklist.listed import Listed

_LISTED = "select d.case_id, c.data as case_data, d.data as data from deadlines d join cases c on c.id = d.case_id"


class Later(NamedTuple):
    """What comes after the last day of a list: how many deadlines, in how many cases, and the first of their days."""

    deadlines: int
    cases: int
    first: date | None


class Queries(Database):
    """The database with its named queries. Each raises `DenialctlError` where the database is broken or locked."""

    # -- the list ----------------------------------------------------------------------

    def surfaced(
        self,
        until: date | None,
        *,
        without: Collection[int] = (),
        known: Mapping[int, tuple[Case, str | None]] | None = None,
    ) -> list[Listed]:
        """Return the deadlines that are on the list by a day; without a day, all that are ever on it.

        The cases named in `without` are left out; those that are `known` already are not read again.
        """
        query = f"{_LISTED} where d.surface is not null and d.surface <= ?"
        rows = self.rows(query, ["9999-12-31" if until is None else day_column(until)])
        return list(listed_from((row for row in rows if row["case_id"] not in without), known))

    def theirs(self, *, without: Collection[int] = ()) -> list[Listed]:
        """Return what plans and reviewers owe in open cases, late or not, except in the cases named in `without`."""
        query = f"{_LISTED} where d.status in ('waiting', 'lapsed') and c.closed is null order by d.case_id, d.place"
        return list(listed_from(row for row in self.rows(query) if row["case_id"] not in without))

    def counted_after(self, day: date) -> Later:
        """Count the deadlines that come onto the list after a day."""
        query = "select count(*), count(distinct case_id), min(surface) from deadlines where surface > ?"
        deadlines, cases, first = self.rows(query, [day_column(day)])[0]
        return Later(deadlines, cases, None if first is None else day_from(first))

    def surfacing_after(self, day: date) -> list[tuple[int, date]]:
        """Return each deadline that comes onto the list after a day: the number of its case, and that day."""
        rows = self.rows("select case_id, surface from deadlines where surface > ?", [day_column(day)])
        return [(int(row[0]), day_from(row[1])) for row in rows]

    def shown(self, cases: Collection[int]) -> dict[tuple[int, str], Shown]:
        """Return what a list shows of the deadlines of some cases, by the case and the name of the deadline."""
        from denialctl.store.answers import Shown  # noqa: PLC0415 - as the module says

        rows = self.rows("select case_id, name, status, json_extract(data, '$.due') as due from deadlines")
        return {
            (row["case_id"], row["name"]): Shown(row["due"], row["status"]) for row in rows if row["case_id"] in cases
        }

    # -- cases -------------------------------------------------------------------------

    def cases(self, *, open_only: bool = False) -> list[tuple[Case, str | None]]:
        """Return the cases in the order of their numbers, each with the telephone line for its call."""
        where = " where closed is null" if open_only else ""
        rows = self.rows(f"select id, data from cases{where} order by id")  # noqa: S608 - no user text
        return [case_from(row["id"], row["data"]) for row in rows]

    def case_ids(self, *, open_only: bool = False) -> list[int]:
        """Return the numbers of the cases."""
        where = " where closed is null" if open_only else ""
        return [int(row[0]) for row in self.rows(f"select id from cases{where} order by id")]  # noqa: S608 - no user text

    def count_open(self) -> int:
        """Count the open cases."""
        return int(self.rows("select count(*) from cases where closed is null")[0][0])

    def stale(self, now_utc: str) -> list[int]:
        """Return the open cases whose stored deadlines do not hold at a moment: they have to be computed again."""
        query = (
            "select id from cases where closed is null and valid_from > ? "
            "union select id from cases where closed is null and valid_until <= ?"
        )
        return [int(row[0]) for row in self.rows(query, [now_utc, now_utc])]

    def owners(self) -> list[str]:
        """Return who owns a case, each name once."""
        return [
            str(row[0]) for row in self.rows("select distinct owner from cases where owner is not null order by owner")
        ]

    def payers(self) -> list[str | None]:
        """Return the payers as they were typed, each once; None stands for a case without one."""
        return [row[0] for row in self.rows("select distinct payer from cases order by payer")]

    def used(self) -> list[Used]:
        """Return each combination of plan type, state and payer that an open case has, once."""
        from denialctl.store.answers import Used  # noqa: PLC0415 - as above

        return [Used(*row) for row in self.rows("select distinct plan, state, payer from cases where closed is null")]

    def of_patients(self) -> list[OfPatient]:
        """Return every case that has a patient, by its number."""
        return self._of_patients("where patient is not null order by id")

    def denied_on(self, day: date) -> list[OfPatient]:
        """Return the open cases that were denied on a day."""
        return self._of_patients("where denied=? and closed is null", day.isoformat())

    def _of_patients(self, where: str, *values: str) -> list[OfPatient]:
        from denialctl.store.answers import OfPatient  # noqa: PLC0415 - as above

        rows = self.rows(f"select id, patient, service, closed from cases {where}", values)  # noqa: S608 - no user text
        return [OfPatient(row["id"], row["patient"], row["service"], row["closed"] is not None) for row in rows]

    # -- events ------------------------------------------------------------------------

    def events(self, case_id: int) -> list[StoredEvent]:
        """Return the events of a case in their order. Raises `DenialctlError` where there is no such case."""
        rows = self.rows("select * from events where case_id=? order by number", [case_id])
        if not rows:
            raise no_such_case(case_id)
        return [event_from(row) for row in rows]

    def first_and_last_stored(self) -> tuple[str | None, str | None]:
        """Return the time stamps of the first and of the newest event; None where there is no event."""
        first, last = self.rows("select min(at_utc), max(at_utc) from events")[0]
        return first, last

    # -- is everything as it was stored? -----------------------------------------------

    def is_whole(self) -> bool:
        """True if SQLite finds no damage in the file."""
        return [str(row[0]) for row in self.rows("pragma quick_check(3)")] == ["ok"]

    def broken_links(self, most: int = 10) -> list[int]:
        """Return the ids of the first events that do not fit the chain of hashes, at most so many.

        Such an event was changed or inserted, or the event before it was removed.
        """
        query = f"select id, previous, hash, {LINKED} from events order by id"  # noqa: S608 - no user text
        found: list[int] = []
        before = ""
        for number, previous, own, *content in self.each(query):
            if previous != before or own != link([previous, *content]):
                found.append(int(number))
                if len(found) == most:
                    break
            before = own
        return found

    def short_of_events(self) -> list[int]:
        """Return the cases whose number of events is not the one that was stored with them.

        The chain of hashes does not show that its last events were removed; this count does.
        """
        query = (
            "select id from cases where events <> (select count(*) from events where case_id = cases.id) order by id"
        )
        return [int(row[0]) for row in self.rows(query)]

    # -- remembered values -------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return a value that `remember` stored, or None."""
        rows = self.rows("select value from meta where key=?", [key])
        return str(rows[0][0]) if rows else None


def no_such_case(case_id: int) -> DenialctlError:
    """Build the refusal for a case number that does not exist."""
    return DenialctlError(f"There is no case {case_id}.", "See the numbers with: denialctl list")
