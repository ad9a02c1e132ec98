"""What a command does before and after its work: make the session, print the result."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from denialctl.cli.options import somebody_is_there, tell
from denialctl.views.emit import emit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import typer

    from denialctl.commands.calc import CaseWithTimeline
    from denialctl.commands.session import Session
    from denialctl.errors import UsageError
    from denialctl.views.emit import Format

T = TypeVar("T")


def session_of(
    context: typer.Context, db: str | None = None, as_of: str | None = None, tz: str | None = None
) -> Session:
    """Make the session of one run, from the options before or after the command; it is closed when the command ends."""
    from denialctl.commands.session import Session

    root = context.find_root().obj
    # --quiet leaves remarks out, because a scheduler would mail them every morning. `doctor` reports the same.
    remark = _leave_out if context.params.get("quiet") else tell
    remark_to_people = remark if sys.stderr.isatty() else _leave_out
    where = db or (root if isinstance(root, str) else None)
    session = Session(
        db=where,
        as_of=as_of,
        tz=tz,
        choose=_choose if somebody_is_there() else None,
        remark=remark,
        remark_to_people=remark_to_people,
    )
    context.call_on_close(session.close)
    return session


def _leave_out(_: str) -> None:
    """Print nothing."""


def repeat(session: Session) -> None:
    """Print to standard error how the typed words and dates were understood."""
    for line in dict.fromkeys(session.understood):
        tell(line)


def _choose(refusal: UsageError, choices: Sequence[tuple[str, str]]) -> str:
    from denialctl.cli.prompts import choose

    return choose(refusal, choices)


def enter(session: Session, case_id: int, act: Callable[[], T]) -> T:
    """Call `act`, which enters something in a case, and return its result.

    Prints to standard error which case it was, what was stored, which dates moved and what is next.
    """
    from denialctl.commands.answering import answer_after
    from denialctl.views.answer import answer_lines
    from denialctl.views.printing import fitted

    result, answer = answer_after(session, case_id, act)
    for line in answer_lines(answer):
        tell("\n".join(fitted(line, 10)) if sys.stderr.isatty() else line)
    return result


def print_case(session: Session, computed: CaseWithTimeline, form: Format, *, explain: bool) -> None:
    """Print a case with its timeline."""
    from denialctl.views.case import LadderView

    emit(LadderView(computed, session.now, explain=explain), form)
