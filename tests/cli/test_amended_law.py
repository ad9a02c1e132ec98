"""A change of law before a release has it: one file in the office's folder, and the cases that move are said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from denialctl.packs.files import shipped_rules

if TYPE_CHECKING:
    from tests.conftest import Office

MONDAY = ("--as-of", "2026-06-08")
DENIED = ("--denied", "2026-06-01", "--received", "2026-06-01")
PLANS = ("aca-group", "erisa-self-funded", "medicare-advantage")


def _amend(office: Office, old: str, new: str) -> None:
    """Copy the claims procedure into the office's folder `law`, with one amount changed wherever it stands."""
    text = (shipped_rules() / "law" / "claims-procedure.yaml").read_text(encoding="utf-8")
    assert old in text
    (office.rules / "law").mkdir(parents=True)
    (office.rules / "law" / "claims-procedure.yaml").write_text(text.replace(old, new), encoding="utf-8")


def test_an_amended_law_moves_the_dates_of_every_plan_type_under_it_and_of_no_other(office: Office) -> None:
    """180 days from Monday 1 June are 28 November; 200 days are Friday 18 December (29, 60, 91, 121, 152, 182, 18)."""
    for plan in PLANS:
        office.stored("--plan", plan, *DENIED, "--patient", plan, *MONDAY)
    before = [office.quick("show", str(number), "--format", "json", *MONDAY).json for number in (1, 2, 3)]
    _amend(office, "count: 180 calendar days", "count: 200 calendar days")

    after = [office.quick("show", str(number), "--format", "json", *MONDAY).json for number in (1, 2, 3)]

    def last_days(documents: list[dict[str, object]]) -> list[str]:
        return [
            str(item["due"])
            for document in documents
            for item in document["deadlines"]  # type: ignore[attr-defined]
            if item["id"] == "internal-appeal.file"
        ]

    assert last_days(before)[:2] == ["2026-11-28", "2026-11-28"]
    assert last_days(after)[:2] == ["2026-12-18", "2026-12-18"]
    assert last_days(after)[2] == last_days(before)[2]


def test_what_moved_is_said_once_and_where_the_rule_stands(office: Office) -> None:
    for plan in PLANS:
        office.stored("--plan", plan, "--denied", "2026-11-20", "--received", "2026-11-20", "--patient", plan)
    _amend(office, "count: 180 calendar days", "count: 200 calendar days")

    told, again = office.run("due"), office.run("due")

    assert told.err.count("internal-appeal.file: was") == 2
    assert "internal-appeal.file: was" not in again.err
    explained = office.quick("show", "1", "--explain").out
    assert "claims-procedure.yaml:" in explained
    assert str(office.rules) in explained.replace("\n", "")
    status = office.quick("rules", "status").out
    assert str(office.rules / "law" / "claims-procedure.yaml") in status


def test_an_amended_law_is_checked_like_the_programs(office: Office) -> None:
    _amend(office, "count: 180 calendar days", "count: 180 days")

    result = office.quick("rules", "check", "claims-procedure")

    assert result.code == 1
    assert re.search(r"claims-procedure\.yaml:\d+: stages\.internal-appeal\.file", result.out)


def test_a_law_under_a_wrong_name_is_refused_by_every_command(office: Office) -> None:
    _amend(office, "law: claims-procedure", "law: claims-procedures")

    result = office.quick("calc", "--plan", "church", "--denied", "2026-11-20")

    assert result.code == 1
    assert "a body of law stands in a file of its own name: here `law: claims-procedure`" in result.err
    assert "Traceback" not in result.err


def test_a_change_that_a_law_names_is_listed_for_its_plan_types(office: Office) -> None:
    coming = (
        "coming:\n  - {on: 2099-03-03, what: The made-up amendment begins., authority: 99 FR 1,\n"
        '     source: {url: "99 FR 1", read: 2026-11-28, status: seen}}\nstages:\n'
    )
    _amend(office, "\nstages:\n", f"\n{coming}")
    assert "2099-03-03 begins" in office.quick("rules", "status").out
