"""A case told in a few words, and its timeline by the shipped rules."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from denialctl.cases.case import Happening
from denialctl.cases.events import PlainWords, read_happening
from denialctl.cases.stored_facts import facts_from
from denialctl.cases.telling import told
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, parse_moment
from denialctl.packs.library import Library
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.vocabulary import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from denialctl.cases.case import Case
    from denialctl.timeline.deadline import Deadline, Timeline

ZONE = "America/New_York"


@cache
def shipped() -> Library:
    """Return the rules of the program, each file validated once for the whole run and all its workers."""
    return Library(cache=shared_cache())


def shared_cache() -> Path:
    """Return the folder of validated packs of this run; it is keyed by content, so that tests may share it."""
    return Path(os.environ["SHARED_PACKS"])


@cache
def assembler() -> Assembler:
    """Return what computes timelines by the shipped rules; the packs are put together once for all tests of a process."""
    return Assembler(shipped(), OpenDays(ZONE, FEDERAL))


def case_of(plan: str, events: Iterable[str] = (), *, letters: Iterable[str] = (), **facts: str) -> Case:
    """Tell a case: events as `STAGE WHAT DATE [received DATE]`, facts as they are stored."""
    payload = {"plan": plan, "tz": ZONE, **facts}
    stages = {*STAGES, *assembler().book(facts_from(payload, ZONE)).stages}
    case, _ = told(payload, ZONE, letters=letters, words=lambda _: PlainWords(stages, ZONE))
    return replace(case, happenings=tuple(happening(text, stages) for text in events))


def happening(text: str, stages: Iterable[str]) -> Happening:
    """Read an event; `sent` with proof as `STAGE sent DATE proof`."""
    bare = text.removesuffix(" proof")
    found = read_happening(bare, ZONE, PlainWords(frozenset(stages), ZONE))
    return found if bare == text else Happening(found.stage, found.what, found.on, proof="fax confirmation")


def at(text: str) -> Instant:
    """Read the moment at which a case is looked at; a day is looked at from nine."""
    found = parse_moment(text if "T" in text else f"{text}T09:00", ZONE)
    assert isinstance(found, Instant)
    return found


def timeline_of(case: Case, as_of: str) -> Timeline:
    """Compute the timeline of a case as it stands then."""
    return assembler().timeline(case, at(as_of))


def deadline_of(timeline: Timeline, name: str) -> Deadline:
    """Return a deadline that must be on the ladder."""
    found = timeline.get(name)
    assert found is not None, f"{name} is not on the ladder"
    return found
