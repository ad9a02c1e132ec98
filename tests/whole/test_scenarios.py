"""Whole cases, told in YAML that a compliance person can read: what was entered, what happened, what must stand there.

Each file of tests/whole/scenarios holds one case. `then` is checked at its own moment;
`why` is the hand count. Nothing in these files was taken from the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.told import shipped

from denialctl.cases.events import PlainWords
from denialctl.cases.stored_facts import fact_payload
from denialctl.cases.telling import told
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, parse_moment, to_json
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.timeline.next_step import next_step_of
from denialctl.vocabulary import STAGES

_FOLDER = Path(__file__).parent / "scenarios"
_LIBRARY = shipped()
_ZONE = "America/New_York"


def _scenarios() -> list[object]:
    found: list[object] = []
    for path in sorted(_FOLDER.glob("*.yaml")):
        scenario = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes text of everything, and nothing else
        for number, then in enumerate(scenario["then"]):
            found.append(pytest.param(scenario, then, id=f"{path.stem}-{number}-{then['as_of']}"))
    return found


@pytest.mark.parametrize(("scenario", "then"), _scenarios())
def test_scenario(scenario: dict[str, Any], then: dict[str, Any]) -> None:
    payload = _payload(scenario["given"])
    zone = payload["tz"]
    assembler = Assembler(_LIBRARY, OpenDays(zone, FEDERAL))
    happened = [text for text in scenario.get("events", []) if _is_over(text, then["as_of"])]
    case, _ = told(
        payload,
        zone,
        letters=scenario["given"].get("letter", ()),
        events=happened,
        words=lambda case: PlainWords({*STAGES, *assembler.book(case.facts).stages}, zone),
    )
    now = parse_moment(then["as_of"] if "T" in then["as_of"] else f"{then['as_of']}T09:00", zone)
    assert isinstance(now, Instant), "as_of is an instant"
    timeline = assembler.timeline(case, now)
    for name, expected in then.get("deadlines", {}).items():
        found = timeline.get(name)
        assert found is not None, f"{name} is not on the ladder"
        got = {
            "status": str(found.status),
            "due": to_json(found.due) or "none",
            "latest": to_json(found.latest) or "none",
            "act_by": to_json(found.act_by) or "none",
            "basis": str(found.basis),
            "layer": str(found.layer),
            "confirmed": "yes" if found.confirmed else "no",
        }
        asked = {key: value for key, value in expected.items() if key not in ("why", "missing")}
        assert {key: got[key] for key in asked} == asked, f"{name}: {expected.get('why', '')}"
        if "missing" in expected:
            assert expected["missing"] in (found.missing or "")
    for name in then.get("absent", []):
        assert timeline.get(name) is None
    if "next" in then:
        assert then["next"] in next_step_of(case, timeline)
    for text in then.get("warnings", []):
        assert any(text in warning for warning in timeline.warnings), timeline.warnings


def _payload(given: dict[str, Any]) -> dict[str, str]:
    """Return the facts of a scenario as they are stored."""
    plain = {key: value for key, value in given.items() if key not in ("letter", "facts")}
    return {"tz": _ZONE, **plain, **fact_payload(given.get("facts", {}))}


def _is_over(event: str, as_of: str) -> bool:
    """True if an event (its receipt, where that is later) is before the moment of the check."""
    words = event.split()
    return max(words[2], words[4] if len(words) > 4 else words[2])[:10] <= as_of[:10]
