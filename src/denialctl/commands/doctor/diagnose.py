"""`doctor`: whether the mornings can be relied on, and what to do where they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from denialctl.commands.doctor import files
from denialctl.commands.doctor import time_and_law as checks
from denialctl.commands.doctor.finding import Finding, Level
from denialctl.commands.doctor.looked_at import Examined
from denialctl.dates.moments import zones_known
from denialctl.errors import DenialctlError, FaultyRulesError, UsageError
from denialctl.office.settings import Settings
from denialctl.office.staff import Staff

if TYPE_CHECKING:
    from collections.abc import Callable

    from denialctl.commands.session import Session

_CHECKS: tuple[tuple[str, Callable[[Examined], list[Finding]]], ...] = (
    # The permissions are checked before the database is opened: SQLite then makes further files with the same mode.
    ("permissions", files.permissions),
    ("database", files.database),
    ("daily-run", checks.daily_run),
    ("backup", files.backup),
    ("clock", checks.clock),
    ("zone", checks.zone),
    ("calendars", checks.calendars),
    ("amounts", checks.amounts),
    ("rules", checks.rules),
    ("law", checks.law),
    ("versions", checks.versions),
)
_ORDER = list(Level)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All findings, the most serious first."""

    as_of: str
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """True if the daily list cannot be relied on."""
        return any(finding.level is Level.FAILURE for finding in self.findings)

    def only_wrong(self) -> Diagnosis:
        """Return the same without the findings that need no action."""
        return Diagnosis(self.as_of, tuple(finding for finding in self.findings if finding.wrong))


def diagnose(session: Session) -> Diagnosis:
    """Run every check; a check that fails with an error becomes a finding itself, and the others still run."""
    if not zones_known():
        # Without time zones no date can be computed, and nothing else can be judged.
        return Diagnosis(datetime.now(UTC).isoformat(timespec="seconds"), (checks.NO_ZONES,))
    found = _settings(session)
    session.remark = session.remark_to_people = _found_anyway
    try:
        as_of = session.now.isoformat()
    except UsageError:
        raise
    except DenialctlError as error:
        # Without a zone nobody knows which day is today, so nothing else can be judged.
        found.append(Finding("zone", Level.FAILURE, error.sentence, error.way_out))
        return Diagnosis(datetime.now(UTC).isoformat(timespec="seconds"), tuple(found))
    examined = Examined(session)
    for name, check in _CHECKS:
        found += _looked(name, check, examined)
    # A file that cannot be read stops several checks; it is reported once.
    once: dict[str, Finding] = {}
    for finding in found:
        once.setdefault(finding.what, finding)
    return Diagnosis(as_of, tuple(sorted(once.values(), key=lambda finding: _ORDER.index(finding.level))))


def _found_anyway(_: str) -> None:
    """Print no remark: a check finds the same."""


def _looked(name: str, check: Callable[[Examined], list[Finding]], examined: Examined) -> list[Finding]:
    try:
        return check(examined)
    except FaultyRulesError as error:
        return [
            Finding(name, Level.FAILURE, str(fault), "Mend that line, then run: denialctl rules check")
            for fault in error.faults
        ]
    except DenialctlError as error:
        return [Finding(name, Level.FAILURE, error.sentence, error.way_out)]


def _settings(session: Session) -> list[Finding]:
    """Read the settings and the people; if they are faulty, the other checks run without them."""
    found = []
    try:
        _ = session.settings
    except DenialctlError as error:
        found.append(Finding("settings", Level.FAILURE, error.sentence, error.way_out))
        session.settings = Settings()
    try:
        _ = session.staff
    except DenialctlError as error:
        found.append(Finding("settings", Level.FAILURE, error.sentence, error.way_out))
        session.staff = Staff()
    return found or [Finding("settings", Level.FINE, f"The settings and the people in {session.folder} can be read.")]
