"""What the office enters about a denial: one table, a row for each fact.

A row is a field of `Facts` with all that the program knows about that fact: what sort
of value it holds, the option with which it is typed, its name in the `when` of a rule,
in the windows of the rules and in JSON. The options of `calc`, `add` and `edit`, the
questions on a terminal, the stored events, the JSON and the conditions of rules follow
from this table. A fact that rules may use also needs its line in the model of rule
files (`packs/model_base.py`, `packs/rule_model.py`), which a test compares with this table.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, field, fields
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from denialctl.vocabulary import CHANNELS, PHASES, SERVICES, SETTINGS, UNSURE, URGENCIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from denialctl.cases.printed import Printed
    from denialctl.dates.moments import Moment


class Form(IntEnum):
    """What sort of value a fact holds. Facts are checked, and repeated to the user, in this order."""

    TEXT = 1
    PLAN = 2
    STATE = 3
    DAY = 4
    MOMENT = 5
    """A day, or a day with its time."""
    CHOICE = 6
    """One of a few words."""
    ANSWERS = 7
    """Answers to the facts that only some rules need."""
    NUMBER = 8
    FLAG = 9
    LETTERS = 10
    """What the notice prints, by stage."""
    SHEET = 11
    """Lines of the call sheet."""
    EVENTS = 12
    """What happened: not a fact, but typed together with the facts."""

    @property
    def several(self) -> bool:
        """True if its option may be given several times."""
        return self in (Form.ANSWERS, Form.LETTERS, Form.SHEET, Form.EVENTS)


class Part(StrEnum):
    """Which part of a denial a fact belongs to, in the order of the options."""

    WHO = "who pays and decides, and under which law"
    NOTICE = "the request and the notice"
    KIND = "what kind of request it is"
    CARE = "when the care is given, and ends"
    SAID = "what the notice prints, what only some rules ask, what happened"
    OFFICE = "what the office keeps for itself: it moves no date"


class Fact(NamedTuple):
    """One row of the table."""

    form: Form
    part: Part
    help: str
    metavar: str | None = None
    name: str = ""
    """Its field in `Facts`, and its key in a stored event."""
    option: str = ""
    """Its option, if that is not made of its name: `--letter`, `--urgent/--standard`."""
    choices: tuple[str, ...] = ()
    because: str = ""
    """A sentence that the error for a word outside `choices` adds to the list of them."""
    clearable: bool = True
    """True if `edit --clear` can remove it from a case."""
    question: str = ""
    """The question that `add` asks on a terminal if it was not typed; empty: none."""
    when: str = ""
    """Its name in the `when` of a rule; empty if rules cannot use it."""
    wanted: str = ""
    """Its words when a date depends on it and it is missing; empty: those of its help."""
    event: str = ""
    """Its name among the events from which a window is counted."""
    moment: str = ""
    """That event in words."""
    json: str | None = None
    """Its name in JSON, if that is not its own; empty if it is not in JSON."""
    counts_as: str = ""
    """The property of `Facts` that gives its value even if nothing was entered."""

    @property
    def flag(self) -> str:
        """The option: `--service-date`."""
        return self.option or f"--{self.name.replace('_', '-')}"

    @property
    def clear_name(self) -> str:
        """Its name for `edit --clear`."""
        return self.name.replace("_", "-")

    @property
    def prefix(self) -> str:
        """The beginning of its keys in a stored event, if it has several values: `letter.`."""
        return f"{self.flag.removeprefix('--')}."

    @property
    def json_name(self) -> str:
        """Its name in JSON; empty if it is not in JSON."""
        return self.name if self.json is None else self.json

    @property
    def asked_for(self) -> str:
        """How the user is asked for it if a date depends on it, with its option."""
        return f"{self.wanted or self.help} ({self.flag})"

    @property
    def may_be_unknown(self) -> bool:
        """True if a rule may use it and its value may be unknown."""
        return bool(self.when and self.choices) and not self.counts_as


def _row(form: Form, part: Part, said: str, metavar: str | None = None, **more: Any) -> Mapping[str, Fact]:  # noqa: ANN401 - as in Fact
    return {"fact": Fact(form, part, said, metavar, **more)}


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What the office entered about a denial.

    `received` is when the notice reached the office, `requested` when the request for
    authorization reached the plan, `letters` the last days or the times that the notice
    itself prints, by stage.
    """

    plan: str = field(
        metadata=_row(
            Form.PLAN, Part.WHO,
            'plan type, such as medicare-advantage; "unsure", or with commas those that are left', "REGIME",
            when="regime", json="regime", clearable=False,
        )
    )  # fmt: skip
    """The plan type; `unsure`, or several with commas between them, if it is not settled."""
    _: KW_ONLY
    state: str | None = field(
        default=None, metadata=_row(Form.STATE, Part.WHO, "state whose law governs the plan", "XX", when="state")
    )  # fmt: skip
    payer: str | None = field(
        default=None,
        metadata=_row(
            Form.TEXT, Part.WHO, "the payer, as on the card", "NAME",
            when="payer", question="Payer, as on the card (Enter to leave it out)",
        ),
    )  # fmt: skip
    reviewer: str | None = field(
        default=None, metadata=_row(Form.TEXT, Part.WHO, "who reviewed for the payer (eviCore ...)", "NAME")
    )  # fmt: skip

    denied: date | None = field(
        default=None,
        metadata=_row(
            Form.DAY, Part.NOTICE, "the date on the notice of denial", "DATE",
            event="notice_date", moment="the date on the notice", json="notice_date", clearable=False,
        ),
    )  # fmt: skip
    received: Moment | None = field(
        default=None,
        metadata=_row(
            Form.MOMENT, Part.NOTICE, "when the notice reached you", "DATE[THH:MM]",
            event="received", moment="receipt of the notice",
        ),
    )  # fmt: skip
    via: str | None = field(
        default=None,
        metadata=_row(Form.CHOICE, Part.NOTICE, "mail, fax, portal, phone or hand", "HOW", choices=CHANNELS, json=""),
    )  # fmt: skip
    requested: Moment | None = field(
        default=None,
        metadata=_row(
            Form.MOMENT, Part.NOTICE, "when the authorization request reached the plan", "DATE[THH:MM]",
            event="requested", moment="the plan's receipt of the authorization request",
        ),
    )  # fmt: skip

    urgent: bool = field(
        default=False,
        metadata=_row(
            Form.FLAG, Part.KIND, "whether a physician says that it is urgent",
            option="--urgent/--standard", when="urgency", choices=URGENCIES,
            json="urgency", counts_as="urgency", clearable=False,
            question="Does a physician say that it is urgent?",
        ),
    )  # fmt: skip
    phase: str | None = field(
        default=None,
        metadata=_row(
            Form.CHOICE, Part.KIND, "pre-service, concurrent or post-service", "PHASE",
            when="phase", choices=PHASES, counts_as="in_phase",
        ),
    )  # fmt: skip
    service: str | None = field(
        default=None,
        metadata=_row(
            Form.CHOICE, Part.KIND, "item, drug, part-b-drug or payment", "WHAT",
            when="service", choices=SERVICES, counts_as="kind_of_service",
        ),
    )  # fmt: skip
    setting: str | None = field(
        default=None,
        metadata=_row(
            Form.CHOICE, Part.KIND, "inpatient, outpatient or post-acute", "WHERE",
            when="setting", choices=SETTINGS, wanted="whether the patient is an inpatient or an outpatient",
        ),
    )  # fmt: skip
    levels: int | None = field(
        default=None,
        metadata=_row(
            Form.NUMBER, Part.KIND, "mandatory internal appeal levels", "1|2",
            when="levels", choices=("1", "2"), counts_as="appeal_levels",
            because="It is the number of internal appeals that the plan demands.",
        ),
    )  # fmt: skip

    service_date: date | None = field(
        default=None,
        metadata=_row(
            Form.DAY, Part.CARE, "day for which the service is planned", "DATE",
            event="service_date", moment="the day of the service",
        ),
    )  # fmt: skip
    service_ends: Moment | None = field(
        default=None,
        metadata=_row(
            Form.MOMENT, Part.CARE, "last covered day; with an hour, when the care ends", "DATE[THH:MM]",
            event="service_ends", moment="the last covered day",
        ),
    )  # fmt: skip
    """The last covered day, or the hour at which the approved care ends."""
    discharge: Moment | None = field(
        default=None,
        metadata=_row(
            Form.MOMENT, Part.CARE, "day of (planned) discharge", "DATE[THH:MM]",
            event="discharge", moment="the discharge",
        ),
    )  # fmt: skip
    effective: date | None = field(
        default=None,
        metadata=_row(
            Form.DAY, Part.CARE, "day on which a cut takes effect", "DATE",
            event="effective", moment="the day on which the cut takes effect",
        ),
    )  # fmt: skip

    letters: Mapping[str, Printed] = field(
        default_factory=dict,
        metadata=_row(
            Form.LETTERS, Part.SAID,
            'what the notice prints: a last day, or a time such as "60 days"', "STAGE=DATE|TIME",
            option="--letter",
        ),
    )  # fmt: skip
    answers: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_row(
            Form.ANSWERS, Part.SAID, "a fact that only some rules ask, such as product=hmo", "NAME=ANSWER",
            option="--fact", when="facts", json="facts",
        ),
    )  # fmt: skip
    """Facts that only some rules need (rules/facts), such as `product: hmo`."""

    sheet: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata=_row(
            Form.SHEET, Part.OFFICE,
            "a line of the call sheet, such as history=... (repeat for more; see prep)", "NAME=TEXT", json="",
        ),
    )  # fmt: skip
    """What was filled in on the call sheet, by the name of its field (rules/guides/call-sheet.yaml)."""
    patient: str | None = field(
        default=None,
        metadata=_row(
            Form.TEXT, Part.OFFICE, "your own reference, better no name", "REF",
            question="Your reference for the patient, better no name (Enter to leave it out)",
        ),
    )  # fmt: skip
    description: str | None = field(
        default=None,
        metadata=_row(
            Form.TEXT, Part.OFFICE, "what was denied", "TEXT", question="What was denied (Enter to leave it out)"
        ),
    )  # fmt: skip
    code: str | None = field(default=None, metadata=_row(Form.TEXT, Part.OFFICE, "procedure or drug code", "CPT"))
    reason: str | None = field(default=None, metadata=_row(Form.TEXT, Part.OFFICE, "reason of the denial", "CODE"))
    amount: str | None = field(default=None, metadata=_row(Form.TEXT, Part.OFFICE, "amount at stake", "USD"))
    owner: str | None = field(default=None, metadata=_row(Form.TEXT, Part.OFFICE, "who works on it", "WHO"))

    tz: str = "UTC"
    """The IANA zone in which the hours of the case are read."""

    def moment(self, name: str) -> Moment | None:
        """Return one of the dates of the case by its name in the rules; None if it was not entered."""
        found = _BY_EVENT.get(name)
        if found is None:
            return None
        at: Moment | None = getattr(self, found)
        return at

    def answer(self, fact: Fact) -> str | None:
        """Return the value of a fact as the `when` of a rule writes it; None if it is not known."""
        value = self.counted(fact)
        return None if value is None else str(value)

    def counted(self, fact: Fact) -> object:
        """Return the value of a fact: what was entered, else its default where it has one (`counts_as`)."""
        value: object = getattr(self, fact.counts_as or fact.name)
        return value

    @property
    def unsettled(self) -> bool:
        """True if the plan type is not settled: `unsure`, or several that are left."""
        return self.plan == UNSURE or "," in self.plan

    @property
    def urgency(self) -> str:
        """`urgent` if a physician says so, else `standard`."""
        return "urgent" if self.urgent else "standard"

    @property
    def in_phase(self) -> str:
        """The phase; if not entered, concurrent care if the care ends or is cut on a known day, else pre-service."""
        return self.phase or ("concurrent" if self.effective or self.service_ends else "pre-service")

    @property
    def kind_of_service(self) -> str:
        """What was asked for; an item or service if nothing was entered."""
        return self.service or "item"

    @property
    def appeal_levels(self) -> int:
        """How many internal appeals the plan demands; one if nothing was entered."""
        return self.levels or 1


FACTS = tuple(item.metadata["fact"]._replace(name=item.name) for item in fields(Facts) if "fact" in item.metadata)
"""The table: every fact of a denial, in the order of the options."""

EVENTS = Fact(
    Form.EVENTS, Part.SAID,
    'what happened, with "received DATE" where it differs, "due DATE" for papers', '"STAGE WHAT DATE"',
    name="events", option="--event", clearable=False, json="",
)  # fmt: skip
"""What happened is typed together with the facts, and stored as events of its own."""

TYPED = (
    *(fact for fact in FACTS if fact.part is not Part.OFFICE),
    EVENTS,
    *(fact for fact in FACTS if fact.part is Part.OFFICE),
)
"""All that may be typed about a denial, in the order of the options."""

CASE_EVENTS: dict[str, str] = {
    fact.event: fact.moment
    for fact in sorted(FACTS, key=lambda fact: (fact.part is not Part.NOTICE, fact.event))
    if fact.event
}  # fmt: skip
"""The dates of a case from which windows are counted, in words: of the notice and the request, then of the care."""

ASKED = {fact.when: fact for fact in FACTS if fact.when and fact.choices}
"""The facts with a few possible answers that rules may use, by their names in a `when`."""

_BY_EVENT = {"denial": "denied", **{fact.event: fact.name for fact in FACTS if fact.event}}
