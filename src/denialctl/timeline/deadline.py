"""A deadline of a case: a window applied to the moment from which it is counted; and the timeline of them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from denialctl.law.firmness import Firmness, firmness_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from denialctl.dates.moments import Moment
    from denialctl.vocabulary import Basis, Clock, Kind, Layer, Status


class Overruled(NamedTuple):
    """A rule that another rule overrules, the date that it would have given, and why it does not count."""

    layer: Layer
    authority: str
    due: Moment | None
    why: str


class Assumed(NamedTuple):
    """An answer that nobody gave and that was assumed, on which a date depends."""

    answer: str
    """The answer as it would be entered, such as `prior-auth=required`."""
    said: str
    question: str


class Deadline(NamedTuple):
    """One deadline of a case.

    `due` is the day or hour by which it must be done. For ours it is the last that the
    law certainly gives, for theirs the one after which they are certainly late.
    `latest` is the last that can be argued. `act_by` is the day that the office plans
    for (for theirs: the day to ask). `stage_open` is True if the stage has begun;
    before that its deadlines are only projected.
    """

    stage: str
    step: str
    kind: Kind
    title: str
    say: str
    clock: Clock
    status: Status
    stage_open: bool
    basis: Basis | None
    layer: Layer | None
    authority: str
    confirmed: bool
    source: str
    source_status: str
    window: str
    trigger_event: str | None
    trigger_at: Moment | None
    act_by: Moment | None
    due: Moment | None
    latest: Moment | None
    done_at: Moment | None
    derivation: tuple[str, ...]
    if_missed: str
    late_filing: str | None
    overruled: tuple[Overruled, ...]
    missing: str | None
    reason: str | None
    notes: tuple[str, ...] = ()
    by_the_hour: bool = False
    last_right: bool = False
    sent_unproved: bool = False
    optional: bool = False
    receipt_unknown: bool = False
    """True if it was sent with proof, and the day on which they received it is not recorded."""
    usual_over: bool = False
    """True if only a usual time is known and that is over, which ends no right and does not make it urgent."""
    give_cause: bool = False
    """True if it was filed late and is undecided: good cause has to be given now, in writing."""
    appeal_closes_call: bool | None = None
    """For a peer-to-peer call: whether a filed appeal ends the right to it; None if that is not known."""
    call_before_appeal: bool = False
    projected: bool = False
    """True if the date depends on an event that has not happened, or is not recorded."""
    amount_needed: str | None = None
    """The amount in controversy, in dollars, that the stage demands in the year of its last day; None if none."""
    assumed: tuple[Assumed, ...] = ()
    """Answers that nobody gave and that were assumed: with other answers the date would be different."""

    open_question: str | None = None
    """What is open about the rule, as a question, and whom to ask; None where none is named."""
    used_by: tuple[str, ...] = ()
    """Who may use this stage: member, provider, provider-with-consent; empty where no rule says."""
    raised: bool = False
    """For a notice of theirs that came too late: True if the office has asked for what that opens."""
    no_call: str | None = None
    """That the plan holds no call after the denial, and who says so: on the call, and on the appeal in its place."""

    @property
    def came_late(self) -> bool:
        """True for a notice of theirs that was given too late (a lapsed decision has not been given at all)."""
        return self.status == "lapsed" and self.done_at is not None

    @property
    def without_call(self) -> bool:
        """True for a call that nobody holds after the denial; an appeal in its place only says so."""
        return self.no_call is not None and self.status == "moot"

    @property
    def id(self) -> str:
        """The name of the deadline within its case, such as `internal-appeal.file`."""
        return f"{self.stage}.{self.step}"

    @property
    def firmness(self) -> Firmness:
        """How firm its date is: the grade of its rule; no better than a guide where it also hangs on something else."""
        if self.confirmed:
            return Firmness.READ
        grade = firmness_of(self.source_status)
        return Firmness.GUIDE if grade is Firmness.READ else grade

    @property
    def doubt(self) -> str | None:
        """The mark that says why nobody may be called late by it: the grade of its rule, or an assumed answer."""
        if not self.confirmed:
            return self.firmness.mark
        return f"[assumed {self.assumed[0].answer}]" if self.assumed else None


class Timeline(NamedTuple):
    """All deadlines of a case at one moment, in the order of its stages.

    The deadlines and their statuses are valid from `valid_from` up to `valid_until`;
    before and after that they must be computed again.
    """

    deadlines: tuple[Deadline, ...]
    warnings: tuple[str, ...]
    valid_from: datetime | None
    valid_until: datetime | None
    titles: Mapping[str, str]

    def get(self, name: str) -> Deadline | None:
        """Return a deadline by its id; None if there is none."""
        return next((deadline for deadline in self.deadlines if deadline.id == name), None)
