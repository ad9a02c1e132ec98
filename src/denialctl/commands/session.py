"""What a command works with: the settings, the rules, the cases, and what time it is.

Each part is made when it is first asked for, so that a command pays only for what
it uses.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.dates.moments import Instant, day_of, is_iso, parse_moment, say, start_of
from denialctl.errors import DenialctlError, UsageError, quoted
from denialctl.office.morning import Morning
from denialctl.office.settings import Settings, config_folder, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from denialctl.cases.case import Case
    from denialctl.commands.entered import Entered
    from denialctl.dates.moments import Moment
    from denialctl.office.staff import Staff
    from denialctl.packs.library import Library
    from denialctl.store.sqlite import Store
    from denialctl.timeline.act_by import OpenDays
    from denialctl.timeline.assemble import Assembler
    from denialctl.timeline.deadline import Timeline
    from denialctl.worklist.escalation import Watch

_ON_THE_MAP = ("America/", "Pacific/", "US/")
"""Names of zones that begin like this are places in the USA; they are not checked further, which saves time."""
_JUST_NOW = 60.0
"""Seconds. An empty file younger than this may be a database that another process is just creating."""
_AT_WORK = 9
"""The hour at which a day given without one, such as --as-of 2026-11-20, is looked at: the office is at work."""


def at_work(moment: Moment, zone: str) -> Instant:
    """Return nine in the morning of a day; an instant is returned as it is."""
    return moment if isinstance(moment, Instant) else start_of(moment, zone).plus_hours(_AT_WORK)


@dataclass(eq=False, repr=False)
class Session:
    """One run of the program: its options, and what it reads when a command first asks for it."""

    db: str | None = None
    as_of: str | None = None
    tz: str | None = None
    choose: Callable[[UsageError, Sequence[tuple[str, str]]], str] | None = None
    """Asks which of a few things was meant; None if nobody is there to answer."""
    understood: list[str] = field(default_factory=list)
    """Sentences that say how typed words and dates were understood; they are printed with the result."""
    _answers: dict[str, str] = field(default_factory=dict)
    entered: list[Entered] = field(default_factory=list)
    """What this run has stored in cases."""
    _timelines: list[tuple[tuple[Case, tuple[bool, ...]], Timeline]] = field(default_factory=list)
    remark: Callable[[str], None] = field(default=lambda _: None)
    """Prints a remark that is not part of the result."""
    remark_to_people: Callable[[str], None] = field(default=lambda _: None)
    """Prints a remark only if people are looking, and not into the mail of a scheduler."""

    @cached_property
    def folder(self) -> Path:
        """The folder of the office's settings."""
        return config_folder()

    @cached_property
    def settings(self) -> Settings:
        """The office's settings."""
        return read_settings(self.folder)

    @cached_property
    def zone(self) -> str:
        """The office's time zone: from --tz, the settings, or the computer. It is never guessed.

        Raises an error if none of them names a zone.
        """
        named = self.tz or self.settings.tz
        if named is not None and named.startswith(_ON_THE_MAP):
            return named
        from denialctl.office import system_zone  # noqa: PLC0415 - only if no place is named

        if named is None:
            named = system_zone.zone_of_this_computer()
            said = system_zone.remark_on_computer(named)
        else:
            said = system_zone.remark_on_named(named)
        if said is not None:
            (self.remark_to_people if said.for_people else self.remark)(said.text)
        return named

    @cached_property
    def now(self) -> Instant:
        """The moment for which everything is computed: --as-of, or the clock."""
        if self.as_of is None:
            return Instant.from_datetime(datetime.now(UTC), self.zone)
        today = Instant.from_datetime(datetime.now(UTC), self.zone).day
        return at_work(self._read(self.as_of, self.zone, today), self.zone)

    @property
    def real_now_utc(self) -> str:
        """The time of the clock, for the time stamp of an event; --as-of does not change it."""
        return datetime.now(UTC).isoformat(timespec="milliseconds")

    @property
    def in_future(self) -> bool:
        """True if --as-of names a moment that has not come yet."""
        return self.now.utc > datetime.now(UTC)

    # -- what was typed ----------------------------------------------------------

    def moment(self, text: str, zone: str | None = None) -> Moment:
        """Read a date, or a date with a time, as people write it.

        If it is not typed as ISO, `understood` gets a sentence with its weekday. Raises UsageError.
        """
        moment = self._read(text, zone or self.zone, self.now.day)
        if text.strip()[:10] != day_of(moment).isoformat():
            self.understood.append(f"{quoted(text)} is {say(moment)}.")
        return moment

    def day(self, text: str) -> date:
        """Read a date as people write it. Raises UsageError, also if an hour is given."""
        moment = self.moment(text)
        if isinstance(moment, Instant):
            raise UsageError(f"{quoted(text)} is a day with an hour, and only the day is wanted.", "Write YYYY-MM-DD.")
        return moment

    def can_read(self, text: str, zone: str) -> bool:
        """True if a text is a date, even if it can be read in two ways."""
        if is_iso(text):
            return True
        from denialctl.dates.spoken_dates import DateReader, SeveralDatesError  # noqa: PLC0415 - only where a date is in other words

        try:
            DateReader(zone, self.now.day, self.settings.date_order).moment(text)
        except SeveralDatesError:
            return True
        except UsageError:
            return False
        return True

    def _read(self, text: str, zone: str, today: date) -> Moment:
        if is_iso(text):
            return parse_moment(text, zone)
        from denialctl.dates.spoken_dates import DateReader, SeveralDatesError  # noqa: PLC0415 - only where a date is in other words

        try:
            return DateReader(zone, today, self.settings.date_order).moment(text)
        except SeveralDatesError as several:
            return parse_moment(self.ask(several, several.readings), zone)

    def ask(self, refusal: UsageError, choices: Sequence[tuple[str, str]]) -> str:
        """Ask which of a few things was meant, each question once in a run; raise `refusal` if nobody can answer."""
        if self.choose is None or not choices:
            raise refusal
        if refusal.sentence not in self._answers:
            self._answers[refusal.sentence] = self.choose(refusal, choices)
        return self._answers[refusal.sentence]

    # -- rules -----------------------------------------------------------------

    @property
    def office_rules(self) -> Path:
        """The folder of the office's own rules."""
        return self.folder / "rules"

    @cached_property
    def library(self) -> Library:
        """All rules: those of the program and those of the office."""
        from denialctl.packs.library import Library  # noqa: PLC0415 - heavy

        return Library(office=self.office_rules, cache=_cache_folder())

    @cached_property
    def open_days(self) -> OpenDays:
        """When the office is open and how far ahead it plans."""
        from denialctl.timeline.act_by import OpenDays  # noqa: PLC0415 - heavy

        return OpenDays(
            self.zone, self.library.calendar(self.settings.calendar, self.settings.state), self.settings.lead_days
        )

    @cached_property
    def assembler(self) -> Assembler:
        """What computes timelines."""
        from denialctl.timeline.assemble import Assembler  # noqa: PLC0415 - heavy

        return Assembler(self.library, self.open_days)

    def timeline(self, case: Case) -> Timeline:
        """Return the timeline of a case as it is now.

        The last two timelines are remembered, because a command that enters something needs the one before it and
        the one after it several times. Notes, and who was told or asked, change no date and are not compared.
        """
        # Instants are equal whether or not their hour came twice, and that decides how late they may have been.
        state = replace(case, id=None, notes=(), told=(), acknowledged=(), chased={}), case.hours_that_came_twice()
        for known, timeline in self._timelines:
            if known == state:
                return timeline
        timeline = self.assembler.timeline(case, self.now)
        self._timelines = [*self._timelines[-1:], (state, timeline)]
        return timeline

    @cached_property
    def rules_signature(self) -> str:
        """A digest of rules, settings and program: if it changes, stored dates must be computed again."""
        from denialctl.packs.files import shipped_rules, signature  # noqa: PLC0415 - only where cases are stored

        return signature(shipped_rules(), self.office_rules, self.settings.digest() + self.zone)

    # -- cases -----------------------------------------------------------------

    @cached_property
    def db_path(self) -> Path:
        """The database file: --db, DENIALCTL_DB, or the user's data folder."""
        named = self.db or os.environ.get("DENIALCTL_DB")
        if named and "://" in named:
            raise DenialctlError(
                "This denialctl keeps its cases in a SQLite file.", "Name a file with --db or DENIALCTL_DB."
            )
        if named:
            return Path(named)
        import platformdirs  # noqa: PLC0415 - only where no file is named

        return Path(platformdirs.user_data_dir("denialctl", appauthor=False)) / "denialctl.db"

    @cached_property
    def store(self) -> Store:
        """The stored cases. Raises an error if there is no database; none is made."""
        from denialctl.store.sqlite import Store  # noqa: PLC0415 - only where cases are stored

        return Store(self.db_path)

    @property
    def has_database(self) -> bool:
        """True if there is a file for the database, and it is not empty."""
        from denialctl.store.opening import FoundFile, looked_at  # noqa: PLC0415 - only where cases are stored

        return looked_at(self.db_path) is FoundFile.FILE

    def store_or_new(self) -> Store:
        """Return the stored cases, and begin a database if there is none: only `add` and `init` do that."""
        from denialctl.store.opening import FoundFile, looked_at  # noqa: PLC0415 - only where cases are stored
        from denialctl.store.sqlite import Store  # noqa: PLC0415 - as above

        if "store" not in self.__dict__:
            hollow = (
                looked_at(self.db_path) is FoundFile.EMPTY and self.db_path.stat().st_mtime < time.time() - _JUST_NOW
            )
            self.__dict__["store"] = Store(self.db_path, make=True)
            if hollow:
                self.remark(
                    f"The file {self.db_path.absolute()} was there and empty; a new database was begun in it. "
                    "If your cases were in it, a copy of it has failed: put the last sound backup in its place."
                )
        return self.store

    def close(self) -> None:
        """Close the database, so that all cases are in its one file and a copy of it is complete."""
        store: Store | None = self.__dict__.pop("store", None)
        if store is not None:
            store.close()

    def morning(self) -> Morning:
        """Return the day for which a list is made, with the days on which the office is closed."""
        closed = (self.store.meta("closed_days") or "").split()
        return Morning(self.now, frozenset(closed))

    @cached_property
    def has_staff(self) -> bool:
        """True if people are entered. In most offices they are not, and `due` does not load the code for them."""
        return (self.folder / "staff.toml").exists()

    @cached_property
    def staff(self) -> Staff:
        """The people of the office."""
        from denialctl.office.staff import read_staff  # noqa: PLC0415 - only where people are asked for

        return read_staff(self.folder)

    @cached_property
    def watch(self) -> Watch | None:
        """Whom to tell when time runs out; None if the office has named nobody."""
        set_ = self.settings
        if not (set_.lead or set_.physician or set_.rungs or self.has_staff):
            return None
        from denialctl.office.rungs import read_rungs  # noqa: PLC0415 - only where somebody is named
        from denialctl.worklist.escalation import Roles, Watch  # noqa: PLC0415 - as above

        return Watch(read_rungs(set_.rungs, set_.repeat), Roles(set_.owner, set_.lead, set_.physician), self.staff)

    @cached_property
    def who(self) -> str:
        """The name with which the user is signed in, stored with each event."""
        import getpass  # noqa: PLC0415 - only where something is recorded

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            return "unknown"

    @cached_property
    def origin(self) -> str:
        """The name of this computer, stored with each event."""
        import socket  # noqa: PLC0415 - only where something is recorded

        return socket.gethostname()


def _cache_folder() -> Path | None:
    named = os.environ.get("DENIALCTL_CACHE")
    if named is not None:
        return Path(named) if named else None
    import platformdirs  # noqa: PLC0415 - only where no folder is named

    return Path(platformdirs.user_cache_dir("denialctl", appauthor=False)) / "packs"
