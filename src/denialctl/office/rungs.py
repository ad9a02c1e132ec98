"""Who is told that a window is running out, and when: the rungs, as the settings of an office have them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from denialctl.errors import UsageError, quoted

USUAL_RUNGS = "50% owner, 75% lead, 1bd physician"
USUAL_REPEAT = "1bd"
_RUNG = re.compile(r"(\d{1,3})\s*(%|bd|h)\s+(\S.*)")
_REPEAT = re.compile(r"(\d{1,3})\s*(bd|h)")


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: `share` of the window used, or business `days` or `hours` left, and who is told."""

    who: str
    share: float | None = None
    days: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Rungs:
    """The rungs of an office in their order, and how often an unanswered one is repeated."""

    steps: tuple[Rung, ...]
    repeat_days: int | None = 1
    repeat_hours: int | None = None


def read_rungs(rungs: str | None, repeat: str | None) -> Rungs:
    """Read the rungs as the settings have them: `50% owner, 75% lead, 1bd physician`, repeated every `1bd` or `4h`.

    None stands for what is usual. Raises `UsageError` for a text that cannot be read.
    """
    found = tuple(_read_rung(part) for part in (rungs or USUAL_RUNGS).split(",") if part.strip())
    if not found:
        raise UsageError("No rung is given.", f'Write for example: denialctl config set rungs "{USUAL_RUNGS}"')
    every = _REPEAT.fullmatch((repeat or USUAL_REPEAT).strip().lower())
    if every is None or int(every[1]) == 0:
        raise UsageError(
            f"I cannot read how often to repeat: {quoted(repeat or '')}.",
            "Write business days or hours, such as 1bd or 4h.",
        )
    return Rungs(found, int(every[1]) if every[2] == "bd" else None, int(every[1]) if every[2] == "h" else None)


def _read_rung(text: str) -> Rung:
    match = _RUNG.fullmatch(text.strip())
    if match is None or (match[2] == "%" and int(match[1]) > 100):
        raise UsageError(
            f"I cannot read the rung {quoted(text.strip())}.",
            "Write when and who: a share of the window (50%), business days (1bd) or hours (12h) left. "
            f"Usual: {USUAL_RUNGS}",
        )
    amount, unit, who = int(match[1]), match[2], match[3].strip()
    if unit == "%":
        return Rung(who, share=amount / 100)
    return Rung(who, days=amount) if unit == "bd" else Rung(who, hours=amount)
