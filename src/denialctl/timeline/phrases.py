"""The days of a deadline in words, in one way for all screens and pages.

Each function returns one part of a sentence, without a capital letter and a full stop,
so that a screen, a page and a sentence can join the parts as they need them. A part
that does not apply is an empty text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from denialctl.dates.moments import Instant, read_in, say
from denialctl.law.firmness import Firmness
from denialctl.timeline.no_call import answer
from denialctl.vocabulary import Basis, Clock, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.dates.moments import Moment
    from denialctl.timeline.deadline import Deadline


GET_PROOF = "Get proof that they received it"
"""What to do first about something that was sent without proof that they received it."""


class WhoseClock(NamedTuple):
    """Whose clock it is: in a sentence, as a heading, and in the narrow first column of a timeline."""

    words: str
    name: str
    column: str


SIDES = {
    Clock.PROVIDER: WhoseClock("you", "YOU", "YOU "),
    Clock.PLAN: WhoseClock("the plan", "PLAN", "PLAN"),
    Clock.REVIEWER: WhoseClock("the reviewer", "REVIEWER", "THEM"),
}
_WHO = {
    "member": "the member or somebody authorized",
    "provider": "the provider in its own name",
    "provider-with-consent": "the provider with the member's written consent",
}
STATUS_WORDS = {
    Status.OPEN: "OPEN",
    Status.MET: "done",
    Status.MET_LATE: "done late",
    Status.MISSED: "MISSED",
    Status.WAITING: "waiting for them",
    Status.LAPSED: "THEY ARE LATE",
    Status.PROJECTED: "still to come, projected",
    Status.NOT_COMPUTED: "NOT COMPUTED",
    Status.MOOT: "moot",
}
"""Each status of a deadline in words."""


def say_if_known(moment: Moment | None, otherwise: str = "not computed") -> str:
    """Return a moment in words, or `otherwise` if there is none."""
    return otherwise if moment is None else say(moment)


def say_last_day(item: Deadline) -> str:
    """Return the last day (or hour) of a deadline in words; if none can be computed, why."""
    return f"last day not known: {item.missing}" if item.due is None else f"last day {say(item.due)}"


def say_arguable(item: Deadline) -> str:
    """Return in words until when more can be argued; empty if that is not later than the safe day."""
    return f"arguable until {say(item.latest)}" if item.latest is not None and item.latest != item.due else ""


def say_days(item: Deadline) -> str:
    """Return in words the last day of a right, and until when more can be argued."""
    if item.due is None:
        return f"no last day computed ({item.missing})" if item.missing else "no last day computed"
    return joined(say_last_day(item), say_arguable(item))


def say_planned(item: Deadline) -> str:
    """Return in words the day for which the office plans: to do what is ours, to ask for what is theirs."""
    if item.act_by is None:
        return ""
    return f"plan it for {say(item.act_by)}" if item.clock.ours else f"ask from {say(item.act_by)}"


def say_late(item: Deadline) -> str:
    """Return in words when something of theirs was due, and when it came, if it did."""
    came = f"came {say(item.done_at)}" if item.came_late and item.done_at is not None else ""
    return joined(f"was due {say_if_known(item.due)}", came)


def say_done(item: Deadline) -> str:
    """Return in words on which day a step was done; empty if it was not."""
    return "" if item.done_at is None else f"done {say(item.done_at)}"


def say_status(item: Deadline) -> str:
    """Return the status of a deadline in words, and when it was done, if it was."""
    return joined(STATUS_WORDS[item.status], say_if_known(item.done_at, ""), by=" ")


def say_who(used_by: Iterable[str]) -> str:
    """Return in words who may use a stage."""
    return "; ".join(_WHO[name] for name in used_by)


def say_doubt(item: Deadline) -> str:
    """Return the one short mark of a date that is not read in its own text; empty for one that is."""
    return item.firmness.mark


def say_no_call(item: Deadline) -> str:
    """Return in words that the plan holds no call after the denial, and why."""
    return f"{answer(confirmed=item.confirmed)}. {capital(item.reason or '')}."


def say_why_no_call(item: Deadline) -> tuple[str, str]:
    """Return what to do instead of a call that the plan does not hold, and on whose word."""
    return item.say, say_basis(item)


def say_authority(item: Deadline) -> str:
    """Return the authority of a deadline, with the mark of a date that is not read in its own text."""
    return joined(item.authority, say_doubt(item), by=" ")


def say_basis(item: Deadline) -> str:
    """Return in words what a date rests on, and whether anybody has read that."""
    # A complaint has no usual time: it rests on its authority.
    if item.basis is Basis.PRACTICE and item.kind is not Kind.COMPLAINT:
        return f"only what is usual {Firmness.GUIDE.mark}"
    rests_on = "payer manual, letter decides: " if item.basis is Basis.CONTRACT else ""
    return f"{rests_on}{say_authority(item)}"


def read_in_zone(item: Deadline, zone: str) -> Deadline:
    """Return a deadline with its hours read in another zone, such as the office's."""
    days = (item.act_by, item.due, item.latest, item.done_at)
    if not any(isinstance(moment, Instant) and moment.zone != zone for moment in days):
        return item

    def read(moment: Moment | None) -> Moment | None:
        return None if moment is None else read_in(moment, zone)

    return item._replace(
        act_by=read(item.act_by),
        due=read(item.due),
        latest=read(item.latest),
        done_at=read(item.done_at),
    )


def joined(*pieces: str | None, by: str = ", ") -> str:
    """Join the parts that are not empty."""
    return by.join(piece for piece in pieces if piece)


def capital(text: str) -> str:
    """Return a part with a capital first letter, to begin a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
