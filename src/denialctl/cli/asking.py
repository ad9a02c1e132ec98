"""The questions that `add` asks on a terminal: only for what is missing, in words that stand on the card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import typer

from denialctl.cases.facts import FACTS, Form
from denialctl.cli.options import somebody_is_there
from denialctl.commands.changes import closable, duplicates_of
from denialctl.commands.rules.packs import plans_in_words
from denialctl.commands.stored_case import case_of
from denialctl.commands.typed import chosen, plan_named, read_entry, state_named
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


def ask_for_missing(session: Session, entry: TypedDenial, *, checked: bool) -> tuple[TypedDenial, bool]:
    """Ask for what is missing; returns the entry, and whether doubts were looked at and confirmed.

    Asks nothing if plan, date, receipt and patient were all given as options.
    """
    entry = _ask_all(session, entry)
    if checked:
        return entry, True
    read = read_entry(session, entry, strict=True)
    doubts = [*read.doubts, *duplicates_of(session, read)]
    if doubts:
        confirm(doubts)
    return entry, bool(doubts)


def ask_about_doubts(act: Callable[[bool], Result], *, checked: bool) -> Result:
    """Do what was typed; what looks odd is asked back about on a terminal and refused off it. `act` is told whether it was looked at."""
    try:
        return act(checked)
    except DoubtError as error:
        if not somebody_is_there():
            raise
        doubts = error.doubts
    confirm(doubts)
    return act(True)


def confirm(doubts: Iterable[str]) -> None:
    """Tell what looks odd, and go on only if somebody says that it is right."""
    for doubt in doubts:
        _tell(doubt)
    if not typer.confirm("Is it right as typed?", default=False):
        raise typer.Abort


def _ask_all(session: Session, entry: TypedDenial) -> TypedDenial:
    dated = "denied" in entry or "requested" in entry
    if "plan" in entry and dated:
        return entry
    if "plan" not in entry:
        entry = entry.but(plan=_ask_plan(session))
    if not dated:
        entry = entry.but(denied=_ask("Date on the notice of denial", lambda text: session.day(text).isoformat()))
    if "received" not in entry and "denied" in entry:
        question = "Day on which you received it (Enter if you do not know)"
        entry = entry.but(
            received=_ask(question, lambda text: to_stored(session.moment(text, session.zone)), optional=True)
        )
    if "state" not in entry and session.settings.state is None and _state_may_count(session, entry.text("plan") or ""):
        question = "State whose law governs the plan, two letters (Enter if you do not know)"
        entry = entry.but(state=_ask(question, state_named, optional=True))
    for fact in FACTS:
        if fact.question and fact.name not in entry:
            entry = entry.but(**{fact.name: _ask_fact(fact)})
    return entry


def _ask_fact(fact: Fact) -> str | bool | None:
    """Ask for a fact in the words of its row."""
    if fact.form is Form.FLAG:
        return typer.confirm(fact.question, default=False)
    return _ask(fact.question, partial(chosen, fact) if fact.choices else str.strip, optional=True)


def ask_why_close(session: Session, case_id: int) -> str | None:
    """Name the rights that would end with a case and ask why it is closed all the same; Enter alone leaves it open."""
    rights = closable(session, case_of(session, case_id)[0])
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
    """Tell whether the law of a state may reach a plan type, or one of those that are left."""
    left = session.library.plan_types() if plan == UNSURE else plan.split(",")
    return any(session.library.plan_law(name).state_regulated != "no" for name in left)


def _found_by_questions() -> str:
    """Ask what the card says; where that leaves more than one plan type, those that are left."""
    from denialctl.commands.plan import find

    finding = find({}, None, ask_about_plan).finding
    if not finding.plan_types and finding.next_question is None:
        raise UsageError("Not settled: no plan type fits.", finding.reason)
    if len(finding.plan_types) != 1:
        _tell(f"Not settled: {', '.join(finding.plan_types) or 'nothing is known yet'}. {finding.reason}")
        _tell(
            "It is stored as not settled, with the safe day of every plan type that is left. To settle it: denialctl edit CASE --plan PLAN"
        )
        return ",".join(finding.plan_types) or UNSURE
    _tell(f"{finding.plan_types[0]}: {finding.reason}")
    for doubt in finding.doubts:
        _tell(doubt, "  But: ")
    return finding.plan_types[0]


def ask_about_plan(question: Question) -> str | None:
    """Put one question about the card; None where the person does not know."""
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
    """Ask until the answer can be understood; what was wrong is said in its sentence."""
    while True:
        text: str = typer.prompt(question, default="" if optional else None, show_default=False)
        if not text.strip() and optional:
            return None
        try:
            return read(text)
        except DenialctlError as error:
            _tell(f"{error.sentence} {error.way_out}")


def _menu(choices: Iterable[tuple[str, str]]) -> None:
    """Print the choices of a question; one that is longer than the terminal goes on under its own words."""
    for key, words in choices:
        _tell(words, f"  {key:>2}  ")


def _tell(text: str, lead: str = "") -> None:
    """Print one line, wrapped at the terminal's width; what follows stands under its own words."""
    print_lines([Line(lead + one_line(text), "", len(lead))])
