"""A deadline: a window applied to a trigger of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from denialctl.dates.moments import Moment
    from denialctl.vocabulary import Basis, Clock, Kind, Layer, Status


class Overruled(NamedTuple):
    """A rule that another one overrules, and the date that it would have given."""

    layer: Layer
    authority: str
    due: Moment | None
    why: str


class Assumed(NamedTuple):
    """What was taken for an answer that nobody gave, on which a date hangs."""

    answer: str
    """As it would be entered, such as `prior-auth=required`."""
    said: str
    question: str


class Deadline(NamedTuple):
    """One deadline of a case.

    `due` is the day or hour by which it must be done: for ours the last that the law
    surely gives, for theirs the first after which they are surely late. `latest` is
    the last that can be argued, `act_by` what the office plans by (for theirs: the
    day to ask). `stage_open` tells whether the stage has begun; a stage that has not
    is only projected.
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
    """Whether it was sent with proof, and the day on which they received it is not recorded."""
    usual_over: bool = False
    """Whether only a usual time was known and that is over: it ends no right, and is no reason to put it first."""
    give_cause: bool = False
    """Whether it was filed late and nothing was decided on it yet: good cause is to be given now, in writing."""
    appeal_closes_call: bool | None = None
    """Of a peer-to-peer call: whether a filed appeal ends the right to it; None where that is not known."""
    call_before_appeal: bool = False
    projected: bool = False
    """Whether the date hangs on something that has not happened (or is not recorded)."""
    amount_needed: str | None = None
    """The amount in controversy that the stage asks for in the year of its last day, in dollars; None where it asks for none."""
    assumed: tuple[Assumed, ...] = ()
    """Answers that nobody gave and that were taken: with others the date would be another one."""

    raised: bool = False
    """Of a notice of theirs that came too late: whether what that opens has been asked for."""

    @property
    def came_late(self) -> bool:
        """Whether it is a notice of theirs that was given, too late; a lapsed decision has not come at all."""
        return self.status == "lapsed" and self.done_at is not None

    @property
    def id(self) -> str:
        """The deadline's name within its case, such as `internal-appeal.file`."""
        return f"{self.stage}.{self.step}"

    @property
    def doubt(self) -> str | None:
        """Why it is no day to accuse by: nobody read its rule, or an answer was taken that nobody gave."""
        if not self.confirmed:
            return self.source_status
        return f"assumed {self.assumed[0].answer}" if self.assumed else None


class Timeline(NamedTuple):
    """All deadlines of a case at one moment, in the order of the ladder.

    The same deadlines hold with the same statuses from `valid_from` up to
    `valid_until`; before and after they must be computed anew.
    """

    deadlines: tuple[Deadline, ...]
    warnings: tuple[str, ...]
    valid_from: datetime | None
    valid_until: datetime | None
    titles: Mapping[str, str]

    def get(self, name: str) -> Deadline | None:
        """Return a deadline by its id."""
        return next((deadline for deadline in self.deadlines if deadline.id == name), None)
