"""`rules questions`: what is open about the rules, as questions that a telephone call or a look at a text settles.

They are ranked by harm: first what ends a right of the patient, then what else is ours to do, then what is theirs; and
within these what nobody has read before what is only our reading of a text, and what reaches many people before what
reaches few.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from denialctl.commands.rules.marks import Mark, mark_of
from denialctl.commands.rules.packs import plan_known, rules_of, state_known, whole_source
from denialctl.commands.rules.weighing import People, people_in
from denialctl.errors import unknown
from denialctl.naming import plain
from denialctl.packs.sayings import say_window
from denialctl.vocabulary import CONFIRMED, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from denialctl.commands.rules.packs import ShownRule
    from denialctl.commands.session import Session
    from denialctl.packs.pack_data import PackData

ENDS_A_RIGHT, OURS, THEIRS = 1, 2, 3
"""What a wrong answer costs: the right itself, time of ours, a call or complaint that comes too early or too late."""
_LAST_DAYS = frozenset({"file", "request", "cure"})
_GRADES = {
    Mark.CONFLICT: 1,
    Mark.GAP: 2,
    Mark.UNCONFIRMED: 3,
    Mark.OUR_READING: 4,
    Mark.LETTER: 5,
    Mark.CONFIRMED: 6,
}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One open question, with where it is settled and the dates that hang on it."""

    where: str
    """The state, the payer, or the plan type or body of law that it is about."""
    harm: int
    """1: it ends a right. 2: another step of ours. 3: a time of theirs."""
    mark: Mark
    place: str
    """Stage and step, as in `external-review.file`."""
    plan_types: str
    ask: str
    """The question itself."""
    at: str
    """Where it is settled."""
    hangs: str
    """What the program counts now, and on whose authority: the dates that hang on the answer."""
    file: str
    people: float
    """How many million people it reaches, as far as the pack of weights tells."""

    @property
    def rank(self) -> tuple[int, int, float, str, str]:
        """The sort key, the most harmful first."""
        return (self.harm, _GRADES[self.mark], -self.people, self.where, self.place)


def questions(
    session: Session, state: str | None = None, payer: str | None = None, plan: str | None = None
) -> list[OpenQuestion]:
    """Return the open questions, the most harmful first; those of one state, payer or plan type, if one is named.

    Raises UsageError for a state, payer or plan type that no pack has.
    """
    packs = session.library.all_packs()
    code = state_known(state) if state else None
    names = _payer_known(session, payer) if payer else frozenset()
    regime = plan_known(session, plan) if plan else None
    wanted = [pack for pack in packs if pack["pack"] == "weights" or _wanted(pack, code, names, regime)]
    return [
        item
        for item in open_questions(wanted)
        if regime is None or not item.plan_types or regime in item.plan_types.split(", ")
    ]


def open_questions(packs: list[PackData]) -> list[OpenQuestion]:
    """Return the open questions of these packs, the most harmful first; each once, however many rules raise it."""
    people = people_in(packs)
    found: dict[tuple[str, str, str], OpenQuestion] = {}
    for pack in packs:
        for item in (*_of_rules(pack, people), *_of_gaps(pack, people)):
            key = (item.where, item.place, item.ask)
            found[key] = item if key not in found else _merged(found[key], item)
    return sorted(found.values(), key=lambda item: item.rank)


def _merged(one: OpenQuestion, other: OpenQuestion) -> OpenQuestion:
    """Return a question that several rules raise, with all their plan types and all that hangs on it."""
    both = one.plan_types and other.plan_types
    names = dict.fromkeys([*one.plan_types.split(", "), *other.plan_types.split(", ")]) if both else ()
    hangs = one.hangs if other.hangs in one.hangs else f"{one.hangs} / {other.hangs}"
    return replace(one, plan_types=", ".join(names), hangs=hangs, people=max(one.people, other.people))


def _payer_known(session: Session, text: str) -> frozenset[str]:
    """Return the payers of that name; several, where it stands for one payer here and another there."""
    names = {item.name for item in session.library.payer_names if plain(text) in item.plain}
    if not names:
        raise unknown("payer", text, [item.name for item in session.library.payer_names])
    return frozenset(names)


def _wanted(pack: PackData, state: str | None, payers: frozenset[str], plan: str | None) -> bool:
    kind = str(pack["pack"])
    if payers:
        here = state is None or not pack.get("states") or state in pack.get("states", ())
        return kind == "payer" and pack["payer"] in payers and here
    if state:
        return kind == "state" and pack["state"] == state
    return plan is None or kind in ("regime", "state", "payer")


def _of_rules(pack: PackData, people: People | None) -> Iterator[OpenQuestion]:
    """Yield a question for each rule that is not read in its own text, and for each that names one all the same."""
    for item in rules_of(pack):
        source = _most_doubtful(item.rule, pack)
        if source["status"] in CONFIRMED and "question" not in source:
            continue
        plan_types = _plan_types(pack, item)
        yield OpenQuestion(
            where=_where(pack, item),
            harm=_harm(item.rule["clock"], item.step),
            mark=mark_of(item.rule) if source["status"] not in CONFIRMED else Mark.OUR_READING,
            place=f"{item.stage}.{item.step}",
            plan_types=plan_types,
            ask=source.get("question") or _asked(item.rule, source),
            at=source.get("ask") or f"{item.rule['authority']}; or what the letter says",
            hangs=_counted(item.rule),
            file=f"{item.rule['file']}:{item.rule['line']}",
            people=_people(pack, plan_types, people),
        )


def _of_gaps(pack: PackData, people: People | None) -> Iterator[OpenQuestion]:
    """Yield a question for each gap that a pack names."""
    rules = rules_of(pack)
    for gap in pack.get("gaps", ()):
        step = gap.get("step", "")
        plan_types = ", ".join(gap.get("regimes", ())) or (pack["regime"] if pack["pack"] == "regime" else "")
        reached = set(gap.get("regimes", ()))
        rule = next(
            (
                item.rule
                for item in rules
                if (item.stage, item.step) == (gap["stage"], step)
                and (not reached or not item.section or not reached.isdisjoint(item.section.split(", ")))
            ),
            None,
        )
        clock = rule["clock"] if rule else Clock.PROVIDER if step in ("", *_LAST_DAYS) else Clock.PLAN
        yield OpenQuestion(
            where=str(pack[pack["pack"]]),
            harm=_harm(clock, step or ("request" if gap["stage"] == "peer-to-peer" else "")),
            mark=Mark.GAP,
            place=f"{gap['stage']}.{step}" if step else gap["stage"],
            plan_types=plan_types,
            ask=gap["what"],
            at=gap["ask"],
            hangs="no day is counted for it" if rule is None else _counted(rule),
            file=pack["file"],
            people=_people(pack, plan_types, people),
        )


def _most_doubtful(rule: PackData, pack: PackData) -> PackData:
    """Return the source of a rule, or that of one of its dated windows if nobody has read that."""
    sources = [whole_source(item["source"], pack) for item in (rule, *rule["windows"]) if "source" in item]
    return next((item for item in sources if item["status"] not in CONFIRMED), sources[0])


def _where(pack: PackData, item: ShownRule) -> str:
    """Name whose rule it is: a rule of a body of law belongs to the law, not to each plan type under it."""
    if item.rule["file"] != pack["file"]:
        return str(item.rule["file"]).rsplit("/", 1)[-1].removesuffix(".yaml")
    return str(pack[pack["pack"]])


def _plan_types(pack: PackData, item: ShownRule) -> str:
    if pack["pack"] == "regime":
        return str(pack["regime"])
    return item.section or ", ".join(item.rule.get("when", {}).get("regime", ()))


def _people(pack: PackData, plan_types: str, people: People | None) -> float:
    """Return how many million people a pack reaches in these plan types; 0 where nobody knows, as for a payer."""
    if people is None or pack["pack"] not in ("regime", "state"):
        return 0.0
    names = plan_types.split(", ") if plan_types else people.plan_types
    members = sum(people.plan_types.get(name, 0.0) for name in names)
    return members if pack["pack"] == "regime" else people.living_in(str(pack["state"]), members)


def _harm(clock: str, step: str) -> int:
    if clock != Clock.PROVIDER:
        return THEIRS
    return ENDS_A_RIGHT if step in _LAST_DAYS else OURS


def _asked(rule: PackData, source: PackData) -> str:
    """Return a question for a rule whose author wrote none."""
    why = next((window["why"] for window in rule["windows"] if "why" in window), "")
    if source["status"] == "conflict":
        return f"Which holds? {why or source.get('note') or 'The sources disagree.'}"
    if source["status"] == "interpretive":
        return f"The text leaves this open: {source.get('note') or 'does anybody say how it is counted?'}"
    return source.get("note") or "Nobody has read this rule in its own text: is it so?"


def _counted(rule: PackData) -> str:
    """Return what is counted now, and on whose authority."""
    return f"{'; '.join(map(_say, rule['windows']))} ({rule['authority']})"


def _say(window: PackData) -> str:
    return str(window.get("words") or window.get("see_notice") or say_window(window))
