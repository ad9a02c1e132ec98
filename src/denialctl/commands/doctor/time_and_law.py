"""The checks of `doctor` on time and law: the daily run, clock, zone, calendars, amounts, rule files.

Each check returns at least one finding.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from denialctl import __version__
from denialctl.commands.daily_run import last_run, run_before
from denialctl.commands.doctor.finding import Finding, Level
from denialctl.commands.releases import ran_on
from denialctl.commands.rules.packs import rules_of
from denialctl.commands.rules.status import changes_in, read_day
from denialctl.dates.calendars import (
    FIRST_PINNED_YEAR,
    LAST_PINNED_YEAR,
    BeyondPinnedYearsError,
    is_open,
    open_day_until,
)
from denialctl.dates.moments import no_zones, say, say_day, zone_of
from denialctl.errors import DenialctlError
from denialctl.office.system_zone import fixed, remark_on_named, zone_of_this_computer

if TYPE_CHECKING:
    from datetime import datetime

    from denialctl.commands.doctor.looked_at import Examined
    from denialctl.packs.library import Library

_SOON = timedelta(days=90)
_SKEW = timedelta(minutes=10)
"""How far the clocks of two workstations may differ."""
_A_DAY = timedelta(days=1)
_NEWER = "Install the newest denialctl: it brings the years that are missing."
_SET_CLOCK = (
    "Set the clock of this computer, or have it set over the network; "
    "then look at what was entered under the wrong time."
)


# -- the daily run ----------------------------------------------------------------------


def daily_run(examined: Examined) -> list[Finding]:
    """Check by the mark that `due` leaves that the list was made on the last business day of the office."""
    events = examined.first_and_last_event
    if events is None:
        return [Finding("daily-run", Level.NOTE, "No case is stored yet, so no morning can have been missed.")]
    try:
        expected = open_day_until(examined.today - _A_DAY, examined.session.open_days.calendar)
    except BeyondPinnedYearsError:
        what = "Which day was the last business day is not known: the holidays of that year are not."
        return [Finding("daily-run", Level.NOTE, what)]
    last, before = last_run(examined.session), run_before(examined.session)
    if events[0].day >= expected:
        what = f"The first case was stored on {say_day(events[0].day)}; no morning can have been missed since."
        return [Finding("daily-run", Level.NOTE, what)]
    if last is None or last.day < expected:
        when = f"It was last made on {say(last)}." if last is not None else "It never was."
        what = f"The list was not made on {say_day(expected)}, the last business day. {when}"
        remedy = "Run denialctl due now. Then mend what makes it every morning; denialctl cron prints the lines for it."
        return [Finding("daily-run", Level.FAILURE, what, remedy)]
    if last.day >= examined.today and before is not None and before.day < expected:
        what = f"The list was made today, but not on {say_day(expected)}, the last business day before."
        return [
            Finding(
                "daily-run",
                Level.WARNING,
                what,
                "Find out what was off that day; denialctl cron prints lines that catch up.",
            )
        ]
    return [Finding("daily-run", Level.FINE, f"The list was last made on {say(last)}.")]


# -- clock and zone -----------------------------------------------------------------------

NO_ZONES = Finding("zone", Level.FAILURE, no_zones().sentence, no_zones().way_out)


def clock(examined: Examined) -> list[Finding]:
    """Compare the clock with what is certainly past: stored events, the last run, the days on which rules were read."""
    found = []
    if (events := examined.first_and_last_event) is not None:
        found += _behind(examined.clock, events[1].utc, f"The newest event was stored on {say(events[1])}")
    if examined.store is not None and (last := last_run(examined.session)) is not None:
        found += _behind(examined.clock, last.utc, f"The list was last made on {say(last)}")
    newest = max((read_day(item.rule, pack) for pack in examined.packs for item in rules_of(pack)), default=date.min)
    # One day of tolerance: the rule may have been read in a time zone where it was already the next day.
    if examined.clock.date() < newest - _A_DAY:
        what = (
            f"The newest rule was read on {say_day(newest)}, "
            f"and by this computer's clock it is {say_day(examined.clock.date())}."
        )
        found.append(Finding("clock", Level.FAILURE, what, _SET_CLOCK))
    return found or [
        Finding(
            "clock",
            Level.FINE,
            f"The clock is not behind anything that is stored: {examined.clock:%Y-%m-%d %H:%M} UTC.",
        )
    ]


def _behind(now: datetime, past: datetime, said: str) -> list[Finding]:
    if now >= past - _SKEW:
        return []
    return [
        Finding(
            "clock", Level.FAILURE, f"{said}, and by this computer's clock it is {now:%Y-%m-%d %H:%M} UTC.", _SET_CLOCK
        )
    ]


def zone(examined: Examined) -> list[Finding]:
    """Compare the office's zone with the computer's."""
    own = examined.session.settings.tz
    try:
        computer = zone_of_this_computer()
    except DenialctlError as error:
        if own is None:
            raise
        what = f"The office is in {own}; in which zone this computer is cannot be told. {error.sentence}"
        return [
            Finding("zone", Level.NOTE, what, "Schedulers of this computer go by its own hour: mend what is named.")
        ]
    if own is None:
        what = (
            f"The office's time zone is not set. The computer's own counts, {computer}: "
            "who changes that changes every case's hours."
        )
        if fixed(computer):
            what += " It knows no daylight-saving time, and its day does not end when the office's does."
        likely = computer if computer.startswith(("America/", "Pacific/", "US/")) else "America/Chicago"
        return [Finding("zone", Level.WARNING, what, f"denialctl config set tz {likely} (or whichever zone is yours)")]
    remark = remark_on_named(own)
    if remark is not None:
        return [
            Finding(
                "zone",
                Level.WARNING,
                remark.text,
                "denialctl config set tz America/Chicago (or whichever zone is yours)",
            )
        ]
    if own != computer and _apart(own, computer, examined.clock):
        what = f"The office is in {own}, this computer in {computer}: schedulers of this computer go by its own hour."
        return [Finding("zone", Level.NOTE, what, "Mind it where you set the hour of the daily list.")]
    return [Finding("zone", Level.FINE, f"The office's time zone is {own}.")]


def _apart(own: str, computer: str, now: datetime) -> bool:
    """True if two zones differ in their hours, now or in half a year.

    Their names do not tell: US/Eastern is another name of America/New_York.
    """
    other = zone_of(computer)
    return any(
        when.astimezone(zone_of(own)).utcoffset() != when.astimezone(other).utcoffset()
        for when in (now, now + timedelta(days=182))
    )


# -- calendars and amounts ------------------------------------------------------------------


def calendars(examined: Examined) -> list[Finding]:
    """Check that the business days of this year and the next are known, in the office's own calendar too."""
    year = examined.today.year
    missing = [str(each) for each in (year, year + 1) if not FIRST_PINNED_YEAR <= each <= LAST_PINNED_YEAR]
    if missing:
        what = (
            f"The legal holidays of {' and '.join(missing)} are not known to this denialctl: "
            "business days in them are not computed."
        )
        return [Finding("calendars", Level.FAILURE, what, _NEWER)]
    name, calendar = examined.session.settings.calendar, examined.session.open_days.calendar
    for each in (year, year + 1):
        days = (date(each, 1, 1) + timedelta(days=offset) for offset in range(365))
        if all(is_open(day, calendar) for day in days if day.weekday() < 5):
            what = f"The calendar {name}, by which the office is open, has no closed day in {each}."
            return [
                Finding(
                    "calendars", Level.WARNING, what, "Add its closed days, or: denialctl config set calendar federal"
                )
            ]
    return [
        Finding(
            "calendars",
            Level.FINE,
            f"Business days are known up to {LAST_PINNED_YEAR}; the office goes by the calendar {name}.",
        )
    ]


def amounts(examined: Examined) -> list[Finding]:
    """Check that the amounts in controversy of this year are encoded, and from October on those of the next."""
    today = examined.today
    years = [today.year, today.year + 1] if today.month >= 10 else [today.year]
    found = []
    for year in years:
        lacking = [pack for pack in examined.packs if any(str(year) not in table for table in _amounts_in(pack))]
        used = [pack for pack in lacking if examined.uses(pack)]
        if used:
            level = Level.FAILURE if year == today.year else Level.WARNING
            found.append(_no_amount(level, year, [pack["file"] for pack in used]))
        elif lacking:
            found.append(_no_amount(Level.NOTE, year, [pack["file"] for pack in lacking]))
    return found or [
        Finding("amounts", Level.FINE, f"The amounts in controversy of {' and '.join(map(str, years))} are known.")
    ]


def _amounts_in(pack: dict[str, object]) -> list[dict[str, str]]:
    return [item.rule["amount_in_controversy"] for item in rules_of(pack) if "amount_in_controversy" in item.rule]


def _no_amount(level: Level, year: int, names: list[str]) -> Finding:
    unused = " No open case is under them." if level is Level.NOTE else ""
    what = f"The amount in controversy of {year} is missing in {', '.join(names)}.{unused}"
    return Finding("amounts", level, what, f"{_NEWER} Until then look the amount up for each request filed in {year}.")


# -- rules ------------------------------------------------------------------------------------


def rules(examined: Examined) -> list[Finding]:
    """Check the office's own rule files for faults, also together with those of the program."""
    from denialctl.packs.checking import faults_of  # noqa: PLC0415 - only where packs are checked

    library: Library = examined.session.library
    own = [path for path in library.files() if not path.is_relative_to(library.root)]
    if not own:
        return [
            Finding("rules", Level.FINE, f"The office has no rule files of its own in {examined.session.office_rules}.")
        ]
    faults = faults_of(library, only_own=True)
    if faults:
        return [
            Finding("rules", Level.FAILURE, str(fault), "Mend that line, then run: denialctl rules check")
            for fault in faults
        ]
    return [Finding("rules", Level.FINE, f"The office's own rule files are sound ({len(own)}).")]


def law(examined: Examined) -> list[Finding]:
    """Return a finding for each rule of a plan type or state in use that changes within 90 days."""
    today = examined.today
    soon: dict[str, set[date]] = {}
    for pack in examined.packs:
        if examined.uses(pack):
            days = {change.on for change in changes_in(pack, today) if change.on <= today + _SOON}
            if days:
                soon.setdefault(pack["file"], set()).update(days)
    said = {file: ", ".join(say_day(day) for day in sorted(days)) for file, days in soon.items()}
    notes = [
        Finding(
            "law", Level.NOTE, f"Law changes soon in {file}: {days}.", "See what changes with: denialctl rules status"
        )
        for file, days in said.items()
    ]
    return notes or [Finding("law", Level.FINE, "No rule of a plan type or state in use changes within 90 days.")]


# -- versions ----------------------------------------------------------------------------------


def versions(_: Examined) -> list[Finding]:
    """Return the releases with which dates are computed here."""
    return [Finding("versions", Level.FINE, f"denialctl {__version__}, {ran_on()}.")]
