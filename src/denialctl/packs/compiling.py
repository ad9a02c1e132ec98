"""From a validated pack (plain data) to the objects of `denialctl.law.rules`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from denialctl.cases.facts import ASKED
from denialctl.dates.calendars import Calendar, DayRule, WrittenList
from denialctl.dates.counting import MissingDay
from denialctl.dates.windows import (
    Assured,
    Combination,
    Count,
    Counting,
    EndOfDay,
    EndOfYear,
    EndsWith,
    NotOffered,
    Readings,
    Roll,
    SeeNotice,
    Shape,
    Window,
)
from denialctl.law import rules as law
from denialctl.law.wording import read_clock_time, read_lead, read_span
from denialctl.packs.sayings import say_window
from denialctl.vocabulary import STEPS, Basis, Clock, Kind, Layer

if TYPE_CHECKING:
    from denialctl.packs.pack_data import PackData

_BASIS = {
    Layer.OFFICE: Basis.CONTRACT,
    Layer.PAYER: Basis.CONTRACT,
    Layer.STATE: Basis.LAW,
    Layer.FEDERAL: Basis.LAW,
    Layer.PRACTICE: Basis.PRACTICE,
}


def compile_plan_type(pack: PackData) -> law.PlanLaw:
    """Build the rules of a plan type from its pack (`rules/federal`)."""
    return law.PlanLaw(
        id=pack["regime"],
        title=pack["title"],
        file=pack["file"],
        state_regulated=pack["state_regulated"],
        stages=_stages(pack["stages"], pack, Layer.FEDERAL),
        state_runs=frozenset(pack.get("state_runs", ())),
        federal_process_in=frozenset(pack.get("federal_process_in", ())),
        borrows=tuple(pack.get("borrows", {}).items()),
        notes=tuple(pack.get("notes", ())),
    )


def compile_state(pack: PackData) -> law.State:
    """Build the state of a `rules/states` pack."""
    sections = tuple((frozenset(plan["regimes"]), _stages(plan["stages"], pack, Layer.STATE)) for plan in pack["plans"])
    regulators = tuple(
        law.Contact(
            name=item["name"],
            phone=item.get("phone"),
            address=item.get("address"),
            confirmed=compile_source(item["source"], pack).confirmed,
            serves=frozenset(item.get("serves", ())),
        )
        for item in pack.get("regulators", ())
    )
    return law.State(
        code=pack["state"],
        title=pack["title"],
        file=pack["file"],
        sections=sections,
        regulators=regulators,
        notes=tuple(pack.get("notes", ())),
    )


def compile_payer(pack: PackData) -> law.Payer:
    """Build the payer or reviewer of a `rules/payers` pack."""
    phones = tuple(
        law.Phone(
            number=item["number"],
            purpose=item["for"],
            hours=item.get("hours"),
            confirmed=compile_source(item["source"], pack).confirmed,
            about=item["about"],
            plans=frozenset(item.get("plans", ())),
            states=frozenset(item.get("states", ())),
        )
        for item in pack.get("phones", ())
    )
    return law.Payer(
        name=pack["payer"],
        title=pack["title"],
        file=pack["file"],
        kind=pack["kind"],
        aliases=tuple(pack.get("aliases", ())),
        sells=frozenset(pack.get("sells", ())),
        states=frozenset(pack.get("states", ())),
        phones=phones,
        stages=_stages(pack.get("stages", {}), pack, Layer.PAYER),
        notes=tuple(pack.get("notes", ())),
    )


def compile_stages(pack: PackData, layer: Layer) -> tuple[law.Stage, ...]:
    """Build the stages of a practice or office pack."""
    return _stages(pack["stages"], pack, layer)


def compile_override(pack: PackData) -> law.Override:
    """Build a dated override."""
    scope = pack["applies_to"]
    moved = "new_deadline" in pack
    return law.Override(
        id=pack["override"],
        title=pack["title"],
        stages=frozenset(scope["stage"]),
        steps=frozenset(scope["step"]),
        plan_types=frozenset(scope.get("regime", ())),
        states=frozenset(scope.get("state", ())),
        reviewer=scope.get("reviewer"),
        certain=pack["certain"] == "yes",
        settled_by=pack["settled_by"],
        authority=pack["authority"],
        source=compile_source(pack["source"], pack),
        original=(_day(pack["original_from"]), _day(pack["original_to"])) if moved else None,
        new_deadline=_day(pack["new_deadline"]) if moved else None,
        disregard=None if moved else (_day(pack["disregard_from"]), _day(pack["disregard_to"])),
    )


def compile_calendar(pack: PackData, included: Calendar | None) -> WrittenList:
    """Build a calendar of closing days; `included` is the one that it starts from."""
    days = tuple(
        DayRule(
            name=item["name"],
            on=item["on"],
            plus=int(item.get("plus", 0)),
            observed=item.get("observed") == "yes",
            kept=item.get("kept"),
        )
        for item in pack.get("days", ())
    )
    return WrittenList(
        name=pack["calendar"],
        title=pack["title"],
        days=days,
        includes=included,
        leaves_out=frozenset(pack.get("leaves_out", ())),
    )


def compile_conditions(data: PackData | None) -> law.Conditions:
    """Build the conditions of a `when`."""
    if not data:
        return law.ALWAYS

    def several(name: str) -> frozenset[str]:
        return frozenset(data.get(name, ()))

    def ordered(name: str) -> tuple[str, ...]:
        return tuple(data.get(name, ()))

    return law.Conditions(
        asked=tuple((name, _answers(data[name])) for name in ASKED if name in data),
        plan_types=several("regime"),
        state=several("state"),
        not_state=several("not_state"),
        payer=several("payer"),
        not_payer=several("not_payer"),
        opened_by=several("opened_by"),
        facts=tuple((name, frozenset(answers)) for name, answers in data.get("facts", {}).items()),
        happened=ordered("happened"),
        not_happened=ordered("not_happened"),
        has=ordered("has"),
        has_not=ordered("has_not"),
        moments=tuple(read_lead(text) for text in data.get("moments", ())),
        late=ordered("late"),
        not_late=ordered("not_late"),
    )


def _answers(said: str | list[str]) -> frozenset[str]:
    return frozenset([said] if isinstance(said, str) else said)


def _stages(stages: PackData, pack: PackData, layer: Layer) -> tuple[law.Stage, ...]:
    return tuple(_stage(name, stage, pack, layer) for name, stage in stages.items())


def _stage(name: str, data: PackData, pack: PackData, layer: Layer) -> law.Stage:
    opens = data.get("opens", {})
    return law.Stage(
        id=name,
        layer=layer,
        kind=Kind(data["kind"]) if "kind" in data else None,
        title=data.get("title"),
        about=data.get("about"),
        opens_after=tuple(
            law.OpensAfter(item["stage"], compile_conditions(item.get("when")), frozenset(item.get("on", ())))
            for item in opens.get("after", ())
        ),
        opens_on=frozenset(opens.get("on", ())),
        when=compile_conditions(data.get("when")),
        alternative_to=data.get("alternative_to"),
        optional=data.get("optional") == "yes",
        files_by_itself=data.get("files_by_itself") == "yes",
        used_by=tuple(data.get("used_by", ())),
        after_stage=data.get("after_stage"),
        expedite_refused=_refusal(data.get("expedite_refused"), pack),
        rules=tuple(
            _rule(name, step, rule, pack, layer) for step, rules in data.items() if step in STEPS for rule in rules
        ),
    )


def _rule(stage: str, step: str, data: PackData, pack: PackData, layer: Layer) -> law.Rule:
    basis = Basis(data["basis"]) if "basis" in data else _BASIS[layer]
    closes = data.get("appeal_closes_it")
    return law.Rule(
        stage=stage,
        step=step,
        clock=Clock(data["clock"]),
        title=data.get("title"),
        say=data["say"],
        when=compile_conditions(data.get("when")),
        basis=basis,
        layer=Layer.PRACTICE if basis is Basis.PRACTICE else layer,
        windows=tuple(_dated(item, pack) for item in data["windows"]),
        authority=data["authority"],
        if_missed=data["if_missed"],
        source=compile_source(data["source"], pack),
        file=data["file"],
        pack=pack["title"],
        version_by=data.get("version_by"),
        target=read_span(data["target"]) if "target" in data else None,
        extension=_extension(data.get("extension")),
        tolling=_tolling(data.get("tolling")),
        governs=data.get("governs") == "yes",
        appeal_closes_it=None if closes is None else closes == "yes",
        needed_before_appeal=data.get("needed_before_appeal") == "yes",
        amount_in_controversy=tuple(data.get("amount_in_controversy", {}).items()),
        late_filing=data.get("late_filing"),
        notes=tuple(data.get("notes", ())),
        given_by=data.get("given_by"),
        line=data["line"],
        manual_of=pack.get("payer"),
    )


def _refusal(data: PackData | None, pack: PackData) -> law.Refusal | None:
    return None if data is None else law.Refusal(data["authority"], compile_source(data["source"], pack))


def _extension(data: PackData | None) -> law.Extension | None:
    return None if data is None else law.Extension(_counting(data), data["needs"])


def _tolling(data: PackData | None) -> law.Tolling | None:
    if data is None:
        return None
    return law.Tolling(data["stops"], data["resumes"], read_span(data["alert"]) if "alert" in data else None)


def compile_source(data: PackData, pack: PackData) -> law.Source:
    """Build a source, from its own words or from the pack's list of sources."""
    entry = pack.get("sources", {}).get(data.get("id"), {})
    return law.Source(
        url=data.get("url") or entry["url"],
        read=_day(data.get("read") or entry["read"]),
        status=data["status"],
        note=data.get("note"),
        also=tuple(data.get("also", ())),
        question=data.get("question"),
        ask=data.get("ask"),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _dated(data: PackData, pack: PackData) -> law.DatedWindow:
    since, until = data.get("from"), data.get("until")
    return law.DatedWindow(
        window=_window(data),
        since=_day(since) if since else None,
        until=_day(until) if until else None,
        authority=data.get("authority"),
        source=compile_source(data["source"], pack) if "source" in data else None,
    )


def _window(data: PackData) -> Window:
    cutoff = data.get("cutoff")
    at = read_clock_time(cutoff) if cutoff and cutoff != "close-of-business" else None
    return Window(_shape(data), at, data.get("words") or say_window(data))


def _shape(data: PackData) -> Shape:
    if "count" in data:
        return Count(
            counting=_counting(data),
            anchor=data.get("after") or data["before"],
            backwards="before" in data,
            presumed_receipt=_counting(data["presumed_receipt"]) if "presumed_receipt" in data else None,
            roll=_roll(data["roll"]) if "roll" in data else None,
            then=tuple(_link(link) for link in data.get("then", ())),
        )
    if "readings" in data:
        return Readings(tuple(_window(part) for part in data["readings"]), data["why"])
    if "sure" in data:
        return Assured(_window(data["sure"]), _window(data["arguable"]), data["why"])
    for key, latest in (("latest_of", True), ("earliest_of", False)):
        if key in data:
            return Combination(latest, tuple(_window(part) for part in data[key]))
    if "ends_with" in data:
        return EndsWith(data["ends_with"])
    return SeeNotice(data["see_notice"]) if "see_notice" in data else NotOffered(data["not_offered"])


def _counting(data: PackData) -> Counting:
    missing = data.get("missing_day")
    return Counting(
        span=read_span(data["count"]),
        calendar=tuple(data.get("calendar", ())),
        missing_day=MissingDay(missing) if missing else None,
        skip=frozenset(data.get("skip", ())),
        trigger_day_counts=data.get("trigger_day_counts") == "yes",
    )


def _link(data: PackData) -> Counting | Roll | EndOfYear | EndOfDay:
    if "to" in data:
        return EndOfYear() if data["to"] == "end-of-year" else EndOfDay()
    return _roll(data["roll"]) if "roll" in data else _counting(data)


def _roll(data: PackData) -> Roll:
    return Roll(frozenset(data["over"]), tuple(data.get("calendar", ())), data["certain"] == "yes")
