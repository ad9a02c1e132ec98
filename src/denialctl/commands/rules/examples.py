"""The worked examples of the packs, computed and compared: `denialctl rules check`.

The dates of an example come from its source or were counted by hand. So the examples
prove on the user's own machine that the packs, the calendars and the program agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from denialctl.cases.events import PlainWords, read_fact
from denialctl.cases.stored_facts import fact_payload
from denialctl.cases.telling import told
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, Moment, end_of, parse_moment, to_json
from denialctl.errors import DenialctlError
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.vocabulary import STAGES, STEPS, PlanType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from denialctl.cases.case import Case
    from denialctl.cases.stored_facts import Payload
    from denialctl.packs.library import Library
    from denialctl.packs.pack_data import PackData
    from denialctl.timeline.deadline import Deadline

ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """One example: where it is written, and how it came out. `fault` is empty if the computed dates are as expected."""

    file: str
    deadline: str
    ref: str
    official: bool
    fault: str
    why: str
    place: str
    """File and line of its rule; if several plan types share the rule, also the one for which it was computed."""
    waits: bool = False
    """True if it is for a plan type whose rules are not encoded yet."""

    def __str__(self) -> str:
        return f"{self.place}: {self.deadline}{f' ({self.ref})' if self.ref else ''}: {self.fault or 'agrees'}"


def run_examples(library: Library, files: Collection[str] | None = None) -> list[ExampleRun]:
    """Compute every example of all packs, or of some files; those of a body of law for each of its plan types."""
    found = []
    assemblers = _Assemblers(library)
    for pack in library.all_packs():
        wanted = (
            item for item in _examples(pack) if files is None or pack["file"] in files or item.rule["file"] in files
        )
        found += [_run(assemblers, pack, item) for item in wanted]
    return found


class _Assemblers:
    """The rule packs, and one assembler for each time zone, so that they are combined only once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._by_zone: dict[str, Assembler] = {}

    def assembler(self, zone: str) -> Assembler:
        """Return the assembler of an office in that zone."""
        if zone not in self._by_zone:
            self._by_zone[zone] = Assembler(self.library, OpenDays(zone, FEDERAL))
        return self._by_zone[zone]


@dataclass(frozen=True, slots=True)
class _Example:
    """One example with its rule, its deadline, and its plan type (unless it names another one)."""

    deadline: str
    plan_type: str | None
    rule: PackData
    content: PackData


def _examples(pack: PackData) -> Iterator[_Example]:
    sections = pack.get("plans") or [pack]
    for section in sections:
        default = (section.get("regimes") or [pack.get("regime")])[0]
        for stage, law in section.get("stages", {}).items():
            for step in STEPS:
                for rule in law.get(step, ()):
                    for example in rule.get("examples", ()):
                        yield _Example(f"{stage}.{step}", default, rule, example)


def _run(assemblers: _Assemblers, pack: PackData, item: _Example) -> ExampleRun:
    name, plan_type, example = item.deadline, item.plan_type, item.content
    shared = item.rule["file"] != pack["file"]
    place = f"{item.rule['file']}:{item.rule['line']}{f' for {plan_type}' if shared else ''}"
    given = {key: value for key, value in example["given"].items() if value is not None}
    official, ref = example["official"] == "yes", example.get("ref", "")
    if (given.get("plan") or plan_type or "") in set(PlanType) - set(assemblers.library.plan_types()):
        return ExampleRun(
            file=pack["file"],
            deadline=name,
            ref=ref,
            official=official,
            fault="",
            why=example["why"],
            place=place,
            waits=True,
        )
    try:
        found = _compute(assemblers, pack, name, plan_type, given)
        fault = _compare(example, found)
    except DenialctlError as error:
        fault = str(error)
    return ExampleRun(
        file=pack["file"], deadline=name, ref=ref, official=official, fault=fault, why=example["why"], place=place
    )


def _compute(
    assemblers: _Assemblers, pack: PackData, name: str, plan_type: str | None, given: PackData
) -> Deadline | None:
    payload = _payload(assemblers.library, pack, plan_type, given)
    assembler = assemblers.assembler(payload["tz"])

    def words(case: Case) -> PlainWords:
        return PlainWords({*STAGES, *assembler.book(case.facts).stages}, case.facts.tz)

    case, _ = told(payload, ZONE, letters=given.get("letter", ()), events=given.get("events", ()), words=words)
    return assembler.timeline(case, _now(given, case)).get(name)


def _payload(library: Library, pack: PackData, plan_type: str | None, given: PackData) -> Payload:
    """Return the facts of an example as they are stored; the state, payer and plan type of its pack are the default."""
    payload = {"tz": ZONE} | {
        key: str(value) for key, value in given.items() if key not in ("letter", "events", "as_of", "facts")
    }
    payload["plan"] = given.get("plan") or plan_type or ""
    if not payload["plan"]:
        raise DenialctlError("This example does not say for which plan it is.", "Add `plan:` to its `given`.")
    payload |= fact_payload(dict(read_fact(text, library.questions) for text in given.get("facts", ())))
    if "state" in pack and "state" not in given and pack["pack"] == "state":
        payload["state"] = pack["state"]
    if pack["pack"] == "payer" and "payer" not in given and "reviewer" not in given:
        payload["payer" if pack["kind"] == "payer" else "reviewer"] = pack["payer"]
    return payload


def _now(given: PackData, case: Case) -> Instant:
    """Return the moment for which an example is computed: its `as_of`, else an hour after the end of its last day."""
    zone = case.facts.tz
    if given.get("as_of"):
        return end_of(parse_moment(given["as_of"], zone), zone)
    moments: list[Moment] = [item.on for item in case.happenings]
    moments += [item.received for item in case.happenings if item.received is not None]
    moments += [
        moment for name in ("received", "requested", "notice_date") if (moment := case.facts.moment(name)) is not None
    ]
    ends = [end_of(moment, zone) for moment in moments]
    last = max(ends, key=lambda instant: instant.utc) if ends else end_of(parse_moment("2026-01-01", zone), zone)
    return Instant(last.utc + timedelta(hours=1), zone)


def _compare(example: PackData, found: Deadline | None) -> str:
    if found is None:
        return "" if example.get("due") == "none" else "no such deadline in this case"
    faults = []
    for key, value in (("due", found.due), ("latest", found.latest), ("act_by", found.act_by)):
        expected = example.get(key)
        if expected is None:
            continue
        got = to_json(value) or "none"
        if got != expected:
            faults.append(f"{key} is {got}, expected {expected}")
    status = example.get("status")
    if status is not None and found.status != status:
        faults.append(f"status is {found.status}, expected {status}")
    return "; ".join(faults)
