"""The questions that `add` asks on a terminal: only for what is missing, in the words of the card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import typer

from denialctl.cases.facts import FACTS, Form
from denialctl.cli.options import somebody_is_there
from denialctl.commands.changes import duplicates_of, rights_ended_by_closing
from denialctl.commands.rules.packs import plans_in_words
from denialctl.commands.stored_case import case_of
from denialctl.commands.typed import chosen, plan_named, read_denial, state_named
from denialctl.dates.moments import to_stored
from denialctl.errors import DenialctlError, DoubtError, UsageError, unknown
from denialctl.timeline.moved import say_right
from denialctl.views.line import Line
from denialctl.views.printing import print_lines
from denialctl.views.safe_text import one_line
from denialctl.vocabulary import UNSURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from denialctl.cases.facts import Fact
    from denialctl.cases.typed_denial import TypedDenial
    from denialctl.commands.session import Session
    from denialctl.plan_types.finder import Question


Result = TypeVar("Result")
_NOT_SURE = ("?", "not sure: ask me what the card says")


def ask_for_missing(session: Session, denial: TypedDenial, *, checked: bool) -> tuple[TypedDenial, bool]:
    """Ask for what is missing; return the denial, and whether somebody confirmed what looked odd.

    Asks nothing if the plan type and a date (`denied` or `requested`) were given as options.
    """
    denial = _ask_all(session, denial)
    if checked:
        return denial, True
    read = read_denial(session, denial, strict=True)
    doubts = [*read.doubts, *duplicates_of(session, read)]
    if doubts:
        confirm(doubts)
    return denial, bool(doubts)


def ask_about_doubts(act: Callable[[bool], Result], *, checked: bool) -> Result:
    """Call `act` with `checked`; if something looks odd, ask on a terminal whether it is right, and call it with True.

    Raises DoubtError if something looks odd and nobody is there to answer, Abort if the answer is no.
    """
    try:
        return act(checked)
    except DoubtError as error:
        if not somebody_is_there():
            raise
        doubts = error.doubts
    confirm(doubts)
    return act(True)


def confirm(doubts: Iterable[str]) -> None:
    """Print what looks odd and ask whether it is right; raises Abort if it is not."""
    for doubt in doubts:
        _tell(doubt)
    if not typer.confirm("Is it right as typed?", default=False):
        raise typer.Abort


def _ask_all(session: Session, denial: TypedDenial) -> TypedDenial:
    dated = "denied" in denial or "requested" in denial
    if "plan" in denial and dated:
        return denial
    if "plan" not in denial:
        denial = denial.but(plan=_ask_plan(session))
    if not dated:
        denial = denial.but(denied=_ask("Date on the notice of denial", lambda text: session.day(text).isoformat()))
    if "received" not in denial and "denied" in denial:
        question = "Day on which you received it (Enter if you do not know)"
        denial = denial.but(
            received=_ask(question, lambda text: to_stored(session.moment(text, session.zone)), optional=True)
        )
    if (
        "state" not in denial
        and session.settings.state is None
        and _state_may_count(session, denial.text("plan") or "")
    ):
        question = "State whose law governs the plan, two letters (Enter if you do not know)"
        denial = denial.but(state=_ask(question, state_named, optional=True))
    for fact in FACTS:
        if fact.question and fact.name not in denial:
            denial = denial.but(**{fact.name: _ask_fact(fact)})
    return denial


def _ask_fact(fact: Fact) -> str | bool | None:
    """Ask for a fact, with the question from the table of facts."""
    if fact.form is Form.FLAG:
        return typer.confirm(fact.question, default=False)
    return _ask(fact.question, partial(chosen, fact) if fact.choices else str.strip, optional=True)


def ask_why_close(session: Session, case_id: int) -> str | None:
    """Name the rights that would end with a case, and ask why it is closed anyway; None if no right would end.

    Raises DenialctlError if no reason is given: the case then stays open.
    """
    rights = rights_ended_by_closing(session, case_of(session, case_id)[0])
    if not rights:
        return None
    _tell(f"Case {case_id} has an open right. It ends if you close the case:")
    for item in rights:
        _tell(say_right(item), "  ")
    why: str = typer.prompt("Why is it closed all the same? (Enter leaves it open)", default="", show_default=False)
    if not why.strip():
        raise DenialctlError(f"Case {case_id} stays open.", f"What to do next: denialctl show {case_id}")
    return why


def _ask_plan(session: Session) -> str:
    known = [(name, words) for name, words, encoded in plans_in_words(session) if encoded]
    typer.echo("Which plan is it? What the card or the letter says:")
    _menu([*((str(number), f"{name}: {words}") for number, (name, words) in enumerate(known, start=1)), _NOT_SURE])

    def read(text: str) -> str:
        if text.strip() == "?":
            return _found_by_questions()
        if text.strip().isdigit() and 1 <= int(text) <= len(known):
            return known[int(text) - 1][0]
        return plan_named(session, text)

    answer = _ask("Number or name", read)
    return answer or ""


def _state_may_count(session: Session, plan: str) -> bool:
    """True if state law may apply to a plan type, or to one of several that are still possible."""
    left = session.library.plan_types() if plan == UNSURE else plan.split(",")
    return any(session.library.plan_law(name).state_regulated != "no" for name in left)


def _found_by_questions() -> str:
    """Ask what the card says; return the plan type, or those that are still possible, with commas between."""
    from denialctl.commands.plan import find

    finding = find({}, None, ask_about_plan).finding
    if not finding.plan_types and finding.next_question is None:
        raise UsageError("Not settled: no plan type fits.", finding.reason)
    if len(finding.plan_types) != 1:
        _tell(f"Not settled: {', '.join(finding.plan_types) or 'nothing is known yet'}. {finding.reason}")
        _tell(
            "It is stored as not settled, with the safe day of every plan type that is left. "
            "To settle it: denialctl edit CASE --plan PLAN"
        )
        return ",".join(finding.plan_types) or UNSURE
    _tell(f"{finding.plan_types[0]}: {finding.reason}")
    for doubt in finding.doubts:
        _tell(doubt, "  But: ")
    return finding.plan_types[0]


def ask_about_plan(question: Question) -> str | None:
    """Ask one question about the card; None if the person does not know the answer."""
    _tell(question.words)
    known = list(question.answers.items())
    _menu((str(number), f"{name}: {words}") for number, (name, words) in enumerate(known, start=1))

    def read(text: str) -> str:
        if text.strip().isdigit() and 1 <= int(text) <= len(known):
            return known[int(text) - 1][0]
        if text.strip().lower() in question.answers:
            return text.strip().lower()
        raise unknown("answer", text, question.answers)

    return _ask("Number or word (Enter if you do not know)", read, optional=True)


def _ask(question: str, read: Callable[[str], str], *, optional: bool = False) -> str | None:
    """Ask until the answer can be understood; after each other answer, print why it cannot."""
    while True:
        text: str = typer.prompt(question, default="" if optional else None, show_default=False)
        if not text.strip() and optional:
            return None
        try:
            return read(text)
        except DenialctlError as error:
            _tell(f"{error.sentence} {error.way_out}")


def _menu(choices: Iterable[tuple[str, str]]) -> None:
    """Print the choices of a question; a long one continues under its own words, not under its number."""
    for key, words in choices:
        _tell(words, f"  {key:>2}  ")


def _tell(text: str, lead: str = "") -> None:
    """Print one line, wrapped at the width of the terminal; the rest of it is indented as far as `lead` is long."""
    print_lines([Line(lead + one_line(text), "", len(lead))])
