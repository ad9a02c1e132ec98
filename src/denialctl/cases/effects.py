"""What recording an event does to a right, as data: only what this table lists may start, move or end one.

The case, the ladder and the timeline consult this table before they open or close
anything. `docs/recording.md` is generated from it, and the property tests treat every
other change as a fault. A law that makes an event matter at another stage says so in
its pack (`opens`, `when: {happened: ...}`, `after: STAGE.EVENT`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from denialctl.vocabulary import ADVERSE, DECISIONS, STEPS


class Does(StrEnum):
    """What an event does."""

    FULFILS = "fulfils"
    """The step is done and leaves the list."""
    STARTS = "starts"
    """A right begins, counted from this event."""
    REOPENS = "reopens"
    """What was done no longer counts: the right is open again until its own last day."""
    RENEWS = "renews"
    """A new round of the same stage begins: their clock starts again; earlier decisions keep their effect."""
    LENGTHENS = "lengthens"
    """Their time grows or is suspended: what their silence would open comes later."""
    ENDS = "ends"
    """A right is over."""


class Reach(StrEnum):
    """Where the right is that an event affects."""

    STAGE = "the stage in which it is recorded"
    OTHER_FORM = "the other form of the same appeal, expedited or standard"
    BELOW = "the stages below it"
    NEXT = "the stages that it opens"
    CALL = "the peer-to-peer call"
    CASE = "the whole case"


class Effect(NamedTuple):
    """One thing that some events do: which events, to which right, in a sentence, and why."""

    events: tuple[str, ...]
    does: Does
    reach: Reach
    says: str
    because: str


MERITS = tuple(what for what in DECISIONS if what != "dismissed")
"""Decisions on the merits; a dismissal decides only that the case is not considered."""

EFFECTS: tuple[Effect, ...] = (
    Effect(
        events=STEPS["file"], does=Does.FULFILS, reach=Reach.STAGE,
        says=(
            "The filing of that stage is done; in time if it happened by the last day that can be argued. Of several "
            "the first one counts. What was filed before the decision that opens the stage does not count, until they "
            "take it up."
        ),
        because="The law asks for one filing within its time.",
    ),
    Effect(
        events=MERITS, does=Does.FULFILS, reach=Reach.STAGE,
        says="What was decided was filed, although nobody recorded when.",
        because="Nobody decides what was not put to him.",
    ),
    Effect(
        events=("sent",), does=Does.FULFILS, reach=Reach.STAGE,
        says=(
            "With proof of receipt the filing is done for us; their clock still waits for the day on which they had it."
        ),
        because="Most regimes count the day of receipt; the proof shows that it left in time.",
    ),
    Effect(
        events=STEPS["request"], does=Does.FULFILS, reach=Reach.CALL,
        says="Asking for the call is done as soon as it was asked for, has a time, or was held.",
        because="The window is one to ask; the time to hold the call is a step of its own.",
    ),
    Effect(
        events=("documents-sent", "info-supplied"), does=Does.FULFILS, reach=Reach.STAGE,
        says="What they asked for has been sent, if it was sent after the last time they asked.",
        because="A new request for papers asks again.",
    ),
    Effect(
        events=("filed",), does=Does.RENEWS, reach=Reach.STAGE,
        says=(
            "Filed again after a decision, a dismissal or a withdrawal, it is a new round: their clock runs anew. What "
            "the earlier decision opened stays open, from the earlier date."
        ),
        because="No rule that was read lets a second filing take back the time that a first decision started.",
    ),
    Effect(
        events=("sent",), does=Does.RENEWS, reach=Reach.STAGE,
        says="Sent again after a dismissal or a withdrawal, it is a new round.",
        because="The first filing counts no longer.",
    ),
    Effect(
        events=("requested", "scheduled", "held"), does=Does.RENEWS, reach=Reach.CALL,
        says="Asked for again after a withdrawal, the call is on again.",
        because="A call that was called off may be asked for again as long as its window is open.",
    ),
    Effect(
        events=("dismissed",), does=Does.REOPENS, reach=Reach.STAGE,
        says=(
            "A dismissed filing was not looked at: the right is open again until its own last day, beside the review "
            "of the dismissal."
        ),
        because=(
            "A request that is invalid or came too early uses nothing up; one that came too late has no time left "
            "anyway."
        ),
    ),
    Effect(
        events=("withdrawn",), does=Does.REOPENS, reach=Reach.STAGE,
        says="What was withdrawn counts as not filed: the right is open again until its own last day.",
        because="Nothing was asked of them any more.",
    ),
    Effect(
        events=("withdrawn",), does=Does.ENDS, reach=Reach.NEXT,
        says="What only their silence had opened is over: there is nothing left that they did not answer.",
        because="They owe no answer to what was taken back.",
    ),
    Effect(
        events=("withdrawn",), does=Does.ENDS, reach=Reach.CALL,
        says="A call that is called off, or that the plan does not offer, is over until it is asked for again.",
        because="There is no call to hold.",
    ),
    Effect(
        events=ADVERSE, does=Does.STARTS, reach=Reach.NEXT,
        says=(
            "A decision against the patient opens the stages that its pack names. The first dated notice gives the "
            "last day; a later one at most the day until which it can be argued."
        ),
        because="The law counts from the notice of the decision, and nobody has to accept that a second copy moved it.",
    ),
    Effect(
        events=("info-requested", "pending-documents"), does=Does.STARTS, reach=Reach.STAGE,
        says=(
            "The time to send the papers begins, counted from the first request that is not answered; a later one "
            "moves at most the day that can be argued."
        ),
        because="Each request asks for an answer of its own.",
    ),
    Effect(
        events=("info-requested", "info-supplied", "extended", "forwarded", "acknowledged"),
        does=Does.LENGTHENS, reach=Reach.STAGE,
        says=(
            "Their time stands still or grows where the rule says so. An extension counts once: the first that came "
            "before their time was over."
        ),
        because="The rules of tolling and extension in the packs.",
    ),
    Effect(
        events=("expedite-refused",), does=Does.LENGTHENS, reach=Reach.STAGE,
        says=(
            "What they refused to expedite runs in their standard time, counted from the receipt of the same request, "
            "where the pack names the law that says so; elsewhere it moves nothing. It is no decision: it opens and "
            "closes nothing."
        ),
        because="42 CFR 422.570(d), 422.584(d), 422.631(d), 422.633(e), 423.570(d), 438.410(c).",
    ),
    Effect(
        events=("filed", "forwarded", *MERITS), does=Does.ENDS, reach=Reach.OTHER_FORM,
        says=(
            "The expedited and the standard form are one right: filing the one makes filing the other needless, until "
            "it is dismissed or withdrawn."
        ),
        because="Both ask for the same decision.",
    ),
    Effect(
        events=("filed",), does=Does.ENDS, reach=Reach.CALL,
        says=(
            "A filed appeal ends the call where the payer's rule says so. Where that is not known, the call stays open "
            "for its own time; when that is over too, or was never known, the appeal has overtaken it. A dismissed or "
            "withdrawn appeal ends nothing."
        ),
        because="Payers' manuals differ; at most payers a filed appeal ends the call.",
    ),
    Effect(
        events=MERITS, does=Does.ENDS, reach=Reach.CALL,
        says="A decided appeal ends the call.",
        because="There is nobody left to talk to.",
    ),
    Effect(
        events=MERITS, does=Does.ENDS, reach=Reach.BELOW,
        says=(
            "A decision on the merits at a later stage tells that the stage below was passed: nothing is listed as "
            "open there, and its missing outcome is asked for. A mere filing at a later stage ends nothing below."
        ),
        because=(
            "No reviewer decides what could still be appealed below; a reviewer may well dismiss what came too early."
        ),
    ),
    Effect(
        events=("approved",), does=Does.ENDS, reach=Reach.CASE,
        says="An approval ends the dispute, unless a later decision takes it back.",
        because="What was asked for is granted.",
    ),
)  # fmt: skip


def events_that(does: Does, reach: Reach) -> frozenset[str]:
    """Return the events that have this effect on rights within that reach."""
    return frozenset(
        what for effect in EFFECTS if effect.does is does and effect.reach is reach for what in effect.events
    )


def new_round_after(what: str) -> frozenset[str]:
    """Return the events after which this one begins a new round of its stage; empty if it never does."""
    return _NEW_ROUND_AFTER.get(what, frozenset())


ENDS_THE_CASE = events_that(Does.ENDS, Reach.CASE)
"""The events after which nothing is left to dispute."""
_GIVEN_UP = events_that(Does.REOPENS, Reach.STAGE)
_NEW_ROUND_AFTER = {
    "filed": frozenset(DECISIONS) | _GIVEN_UP,
    "sent": _GIVEN_UP,
    **dict.fromkeys(sorted(events_that(Does.RENEWS, Reach.CALL)), frozenset({"withdrawn"})),
}

_WITHIN_A_DAY = {
    # The order in which events of one day without hours cost no right. What we did comes before what they answered, so
    # that a decision counts. A dismissal and a withdrawal come last, so that the right shows as open. An approval comes
    # before a denial, so that it ends nothing.
    what: place
    for place, what in enumerate(
        (
            "requested", "scheduled", "sent", "filed", "forwarded", "acknowledged", "expedite-refused", "extended",
            "info-requested", "held", "pending-documents", "documents-sent", "info-supplied", "approved",
            "partly-upheld", "upheld", "dismissed", "withdrawn",
        )
    )
}  # fmt: skip


def place_within_a_day(what: str, *, call: bool = False) -> float:
    """Return the rank of an event among those of one day without hours, in the order that costs no right.

    A call that is withdrawn and scheduled on the same day counts as scheduled again.
    """
    if call and what == "withdrawn":
        return _WITHIN_A_DAY["requested"] + 0.5
    return _WITHIN_A_DAY.get(what, -1)
