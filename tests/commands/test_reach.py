"""What a change of one text of law reaches: the rules that cite it, and the dates of open cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from denialctl.commands.rules.reach import citation

if TYPE_CHECKING:
    from tests.conftest import Office


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("45 CFR 147.136(b)(2)(i)", True),
        ("29 CFR 2560.503-1, 45 CFR  147.136; and the plan", True),
        ("see 45 cfr 147.136.", True),
        ("45 CFR 147.1361", False),
        ("45 CFR 147.136.2", False),
        ("145 CFR 147.136", False),
    ],
)
def test_a_citation_is_found_whole(said: str, *, found: bool) -> None:
    assert citation("45 CFR 147.136").found_in(said) is found


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("42 CFR 422.602", "42 CFR 422.600, 422.602"),
        ("KRS 304.17A-623", "KRS 304.17A-619(1), 304.17A-623(4); 806 KAR 17:290"),
        ("215 ILCS 180/30", "215 ILCS 180/35(a), 180/30(b)"),
        ("45 CFR § 147.136", "45 CFR 147.136(b)"),
        ("147.136", "45 CFR 147.136(b)"),
    ],
)
def test_a_citation_is_found_in_a_chain(asked: str, said: str) -> None:
    assert citation(asked).found_in(said)
    assert not citation(asked).found_in("29 CFR 2560.503-1(f)(2)")


def test_a_date_that_hangs_on_what_happened_is_the_one_that_show_prints(office: Office) -> None:
    """Received Wednesday 30 September + 4 months = Saturday 30 January, moved to Monday 1 February 2027 (federal process)."""
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-08-03", "--patient", "A1", "--as-of", "2026-10-05",
        "--event", "internal-appeal filed 2026-09-01", "--event", "internal-appeal upheld 2026-09-28 received 2026-09-30",
    )  # fmt: skip
    shown = office.quick("show", "1", "--as-of", "2026-10-05", "--format", "json").deadline("external-review.file")[
        "due"
    ]
    found = office.quick("rules", "reach", "29 CFR 2590.715-2719", "--as-of", "2026-10-05", "--format", "json").json

    assert shown == "2027-02-01"
    assert {item["due"] for item in found["dates"] if item["deadline"] == "external-review.file"} == {shown}


def test_a_change_of_one_section_reaches_every_plan_type_under_its_law(office: Office) -> None:
    """45 CFR 147.136 binds insured plans directly; the plans of employers stand under its twins and reach it by them."""
    found = office.quick("rules", "reach", "45 CFR 147.136", "--format", "json").json

    files = {item["file"] for item in found["rules"]}
    plans = {plan for item in found["rules"] for plan in item["regimes"].split(", ")}
    assert {"rules/law/external-review.yaml", "rules/law/claims-procedure.yaml"} <= files
    assert {"aca-individual", "aca-group", "governmental-self-funded"} <= plans
    assert "medicare-advantage" not in plans
    assert "There is no database of cases here" in office.quick("rules", "reach", "45 CFR 147.136").out


def test_the_dates_of_open_cases_that_rest_on_it_are_named(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-11-20", "--patient", "A1", "--as-of", "2026-11-21")
    office.stored("--plan", "champva", "--denied", "2026-11-20", "--patient", "B2", "--as-of", "2026-11-21")
    found = office.quick("rules", "reach", "42 CFR 422.582", "--as-of", "2026-11-23", "--format", "json").json

    # 20 November + 5 days of presumed receipt + 60 days: 5 to 30 November, 36 to 31 December, 60 on Sunday 24 January.
    dates = {(item["case"], item["deadline"]): item["due"] for item in found["dates"]}
    assert dates[1, "internal-appeal.file"] == "2027-01-24"
    assert {case for case, _ in dates} == {1}
    text = office.quick("rules", "reach", "42 CFR 422.582", "--as-of", "2026-11-23").out
    assert "#1  internal-appeal.file  Sun 24 Jan 2027" in text
    assert "dates of 1 open cases rest on it" in text


def test_what_nobody_cites_and_what_is_no_citation(office: Office) -> None:
    assert office.quick("rules", "reach", "99 CFR 1").out.startswith("No authority of a rule cites 99 CFR 1.")
    assert office.quick("rules", "reach", " - ").code == 2
