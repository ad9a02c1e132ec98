"""From the words of the command line to the facts of a case, and what looks odd about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from denialctl.cases.events import read_fact, read_sheet
from denialctl.cases.facts import FACTS, Form
from denialctl.cases.stored_facts import fact_payload
from denialctl.cases.telling import told
from denialctl.commands.case_words import words_of
from denialctl.dates.moments import day_of, say_day, to_stored, zone_of
from denialctl.errors import UsageError, quoted, unknown
from denialctl.vocabulary import STATES, UNSURE, PlanType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from denialctl.cases.case import Case
    from denialctl.cases.facts import Fact, Facts
    from denialctl.cases.typed_denial import TypedDenial
    from denialctl.commands.session import Session
    from denialctl.dates.moments import Moment

_NOT_SURE = (
    "Unsure which plan type it is? denialctl plan  finds it from what the card says. "
    "Until then: --plan unsure, or the ones that are left (--plan erisa-self-funded,aca-group)."
)


@dataclass(frozen=True, slots=True)
class ReadDenial:
    """A denial as it was understood: the case, the words to be stored, and what looks odd."""

    case: Case
    payload: dict[str, str]
    doubts: tuple[str, ...] = field(default=())


def read_denial(session: Session, denial: TypedDenial, *, strict: bool, checked: bool | None = None) -> ReadDenial:
    """Return a denial as it was understood. Raises UsageError if the plan type or every date is missing.

    `strict` refuses a request in the future (`add`); otherwise that is only a doubt (`calc`), because people plan
    with it. `checked` keeps an event in a stage that the case does not have as a note; None without that option.
    """
    payload = payload_of(session, denial, session.zone)
    if "plan" not in payload:
        raise UsageError(
            "The plan type is missing.", f"Add --plan, one of: {', '.join(session.library.plan_types())}. {_NOT_SURE}"
        )
    if "denied" not in payload and "requested" not in payload:
        raise UsageError(
            "No date is given.", "Add --denied DATE (on the notice), or --requested DATE for a request still pending."
        )
    case, stored = told(
        payload,
        payload["tz"],
        letters=denial.several("letters"),
        sheet=lambda: sheet_payload(session, denial, {}),
        events=denial.several("events"),
        words=lambda case: words_of(session, case),
        words_of_events=lambda case: words_of(session, case, checked=checked),
    )
    return ReadDenial(case, stored, tuple(doubts_about(session, case.facts, strict=strict)))


def payload_of(session: Session, denial: TypedDenial, zone: str) -> dict[str, str]:
    """Check each fact that was typed, and return them as they are stored; hours are those of `zone`."""
    zone_of(zone)
    payload = {"tz": zone}
    # Answers repeat them in this order: of one form those that rules ask first, the end of the care last.
    for fact in sorted(FACTS, key=lambda fact: (fact.form, not fact.when, fact.name == "service_ends")):
        payload |= _stored(session, denial, fact, zone)
    return payload


def _stored(session: Session, denial: TypedDenial, fact: Fact, zone: str) -> dict[str, str]:
    """Return what was typed for a fact as it is stored; empty if nothing was."""
    text = denial.text(fact.name)
    match fact.form:
        case Form.ANSWERS:
            return fact_payload(dict(read_fact(said, session.library.questions) for said in denial.several(fact.name)))
        case Form.FLAG:
            given = denial.flag(fact.name)
            return {} if given is None else {fact.name: "yes" if given else "no"}
        case Form.LETTERS | Form.SHEET | Form.EVENTS:
            return {}
        case Form.STATE:
            text = text if text is not None else session.settings.state
            return {fact.name: state_named(text)} if text else {}
        case Form.TEXT:
            return {fact.name: storable(text)} if text is not None and text.strip() else {}
        case _:
            return {} if text is None else {fact.name: _one_word(session, fact, text, zone)}


def _one_word(session: Session, fact: Fact, text: str, zone: str) -> str:
    match fact.form:
        case Form.PLAN:
            return plan_named(session, text)
        case Form.DAY:
            return _day(session, fact, text, zone)
        case Form.MOMENT:
            return to_stored(session.moment(text, zone))
        case _:
            return chosen(fact, text)


def chosen(fact: Fact, text: str) -> str:
    """Return the text if it is one of the words that a fact may have. Raises UsageError if not."""
    if text.lower() in fact.choices:
        return text.lower()
    if fact.because:
        raise UsageError(f"{fact.flag} is {' or '.join(fact.choices)}, not {quoted(text)}.", fact.because)
    raise unknown(fact.name, text, fact.choices)


def sheet_payload(session: Session, denial: TypedDenial, present: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return what was typed for the call sheet as it is stored.

    A line that may have several answers gets a further one after those that are `present`.
    """
    if "sheet" not in denial:
        return {}
    guide = session.library.guide("call-sheet")
    fields = (
        {item.id: item.many for part in guide.parts if part.fields for item in part.entries}
        if guide is not None
        else {}
    )
    held = dict(present)
    found: dict[str, str] = {}
    for text in denial.several("sheet"):
        key, said = read_sheet(storable(text), fields, held)
        name = key.removeprefix("sheet.").partition(".")[0]
        held[name] = (*held.get(name, ()), said)
        found[key] = said
    return found


def storable(text: str) -> str:
    """Return text that can be stored: bytes that are no characters become question marks."""
    return text.strip().encode("utf-8", "replace").decode("utf-8")


def _day(session: Session, fact: Fact, text: str, zone: str) -> str:
    moment = session.moment(text, zone)
    if not isinstance(moment, date):
        raise UsageError(f"{fact.flag} is a day, without an hour.", "Write YYYY-MM-DD.")
    return moment.isoformat()


def plan_named(session: Session, text: str) -> str:
    """Return the plan type that is meant, `unsure`, or several with commas between.

    Raises UsageError, with the known plan types, for an unknown one.
    """
    if text.strip().lower() == UNSURE:
        return UNSURE
    named = dict.fromkeys(_one_plan(session, part) for part in text.split(",") if part.strip() or "," not in text)
    return ",".join(named) or _one_plan(session, text)


def _one_plan(session: Session, text: str) -> str:
    plain = text.strip().lower().replace("_", "-").replace(" ", "-")
    encoded = session.library.plan_types()
    if plain in encoded:
        return plain
    if plain in set(PlanType):
        raise UsageError(f"The rules of {plain} are not encoded yet.", f"Encoded: {', '.join(encoded)}.")
    raise unknown("plan type", text, encoded, _NOT_SURE)


def state_named(text: str) -> str:
    """Return the two letters of a state, given as such or by its name. Raises UsageError for an unknown one."""
    plain = text.strip()
    if plain.upper() in STATES:
        return plain.upper()
    by_name = {name.lower(): code for code, name in STATES.items()}
    if plain.lower() in by_name:
        return by_name[plain.lower()]
    close = unknown("state", text, by_name).way_out
    raise UsageError(
        f"I do not know the state {quoted(text)}.", f"{close.title()} Or write its two letters, such as TX."
    )


def _day_or_none(moment: Moment | None) -> date | None:
    return None if moment is None else day_of(moment)


def doubts_about(session: Session, facts: Facts, *, strict: bool) -> list[str]:
    """Return what looks odd about a denial, in sentences. Raises UsageError for what cannot be."""
    doubts: list[str] = []
    today = session.now.day
    for name, day in (
        ("denial", facts.denied),
        ("receipt", _day_or_none(facts.received)),
        ("request", _day_or_none(facts.requested)),
    ):
        if day is not None and day > today:
            # A letter may be postdated; a request cannot have reached the plan tomorrow.
            if strict and name == "request":
                raise UsageError(
                    f"The {name} is dated {say_day(day)}, in the future (today is {say_day(today)}).",
                    "Check the year and the month.",
                )
            doubts.append(f"The {name} is dated {say_day(day)}, in the future (today is {say_day(today)}).")
    if facts.denied is not None and facts.received is not None and day_of(facts.received) < facts.denied:
        doubts.append(
            f"The notice is dated {say_day(facts.denied)} "
            f"but was received on {say_day(day_of(facts.received))}, before it."
        )
    if facts.denied is not None and facts.requested is not None and day_of(facts.requested) > facts.denied:
        doubts.append(
            f"The request reached the plan on {say_day(day_of(facts.requested))}, "
            f"after the denial of {say_day(facts.denied)}."
        )
    if facts.payer:
        payer = session.assembler.book(facts).payer
        # A payer that sells Medicare Advantage sells drug plans with it.
        sold = (
            payer.sells | ({"medicare-part-d"} if "medicare-advantage" in payer.sells else set())
            if payer is not None
            else set()
        )
        if payer is not None and sold and sold.isdisjoint(session.assembler.plans_of(facts)):
            plan, known = facts.plan.replace(",", " or "), ", ".join(sorted(sold))
            doubts.append(f"{payer.name} is not known for {plan} (known: {known}). Look at the card again.")
    if facts.denied is not None and (today - facts.denied).days > 730:
        doubts.append(f"The denial is more than two years old ({say_day(facts.denied)}). Check the year.")
    return doubts
