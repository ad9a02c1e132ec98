"""`stats`: counts and rates of an office whose cases are counted by hand here."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from denialctl.commands.outcomes import Days, Share, Tally
from denialctl.views.stats_chart import month_chart

if TYPE_CHECKING:
    from tests.conftest import Office

NOW = ("--as-of", "2026-12-15")


def denial(office: Office, payer: str, *events: str, reason: str = "Not necessary", patient: str = "MRN-1") -> None:
    told = [word for event in events for word in ("--event", event)]
    base = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--received", "2026-10-01", "--checked", *NOW)
    office.stored(*base, "--payer", payer, "--reason", reason, "--patient", patient, "--owner", "Jo", *told)


APPEAL = "internal-appeal filed 2026-10-20"
"""42 CFR 422.590: 30 calendar days from 20 October end on 19 November 2026."""


@pytest.fixture
def counted(office: Office) -> Office:
    """Seven cases of two payers.

    | case | payer  | call    | appeal               | days | in time            |
    | 1    | Humana | upheld  | approved 9 November  | 20   | yes                |
    | 2    | Humana |         | approved 24 November | 35   | 5 days late        |
    | 3    | Humana |         | upheld 19 November   | 30   | yes, the last day  |
    | 4    | Humana |         | partly 20 November   | 31   | 1 day late         |
    | 5    | Humana | approved|                      |      |                    |
    | 6    | Aetna  |         | none, filed          |      | overdue by 26 days |
    | 7    | Aetna  |         | dismissed 30 October | 10   | yes                |
    """
    denial(office, "Humana", "peer-to-peer upheld 2026-10-05", APPEAL, "internal-appeal approved 2026-11-09")
    denial(office, "humana", APPEAL, "internal-appeal approved 2026-11-24", reason="not NECESSARY")
    denial(office, "Humana", APPEAL, "internal-appeal upheld 2026-11-19", reason="0F")
    denial(office, "Humana", APPEAL, "internal-appeal partly-upheld 2026-11-20", patient="MRN-SECRET")
    denial(office, "Humana", "peer-to-peer approved 2026-10-06")
    denial(office, "Aetna", APPEAL)
    denial(office, "Aetna", APPEAL, "internal-appeal dismissed 2026-10-30")
    return office


def document(office: Office, *options: str) -> dict[str, Any]:
    result = office.quick("stats", *options, *NOW, "--format", "json")
    assert result.code == 0, result.err
    return result.json


def group(office: Office, by: str, name: str | None, *options: str) -> dict[str, Any]:
    (found,) = [item for item in document(office, "--by", by, *options)["by"][by] if item["group"] == name]
    return dict(found)


def counts(item: dict[str, Any]) -> tuple[int, ...]:
    return tuple(item[name] for name in ("decided", "overturned", "partly", "upheld", "dismissed", "pending"))


# -- the numbers ----------------------------------------------------------------------------


def test_by_payer(counted: Office) -> None:
    humana, aetna = group(counted, "payer", "Humana"), group(counted, "payer", "Aetna")

    # Cases 1, 2 and 5 won, 4 partly, 3 upheld: three of five.
    assert counts(humana) == (5, 3, 1, 1, 0, 0)
    assert humana["overturn_rate"] == 0.6
    # 20, 30, 31, 35: the middle lies between 30 and 31.
    assert humana["days"] == {"of": 4, "median": 30.5, "longest": 35}
    assert humana["late"] == {"late": 2, "of": 4, "cases": 4, "rate": None}
    assert counts(aetna) == (1, 0, 0, 0, 1, 1)
    assert aetna["overturn_rate"] is None
    assert aetna["late"] == {"late": 1, "of": 2, "cases": 2, "rate": None}


def test_all_together(counted: Office) -> None:
    total = document(counted)["total"]

    # Six decided (one of Aetna's), one pending; three of six won; three of six appeals late.
    assert counts(total) == (6, 3, 1, 1, 1, 1)
    assert total["overturn_rate"] == 0.5
    assert total["late"] == {"late": 3, "of": 6, "cases": 6, "rate": 0.5}
    assert total["days"] == {"of": 5, "median": 30, "longest": 35}


def test_by_stage_a_case_stands_in_each_of_its_stages(counted: Office) -> None:
    assert counts(group(counted, "stage", "peer-to-peer")) == (2, 1, 0, 1, 0, 0)
    assert counts(group(counted, "stage", "internal-appeal")) == (5, 2, 1, 1, 1, 1)


def test_by_reason_as_typed_in_any_case_of_letters(counted: Office) -> None:
    assert counts(group(counted, "reason", "0F")) == (1, 0, 0, 1, 0, 0)
    # All but case 3.
    assert counts(group(counted, "reason", "Not necessary")) == (5, 3, 1, 0, 1, 1)


def test_by_month_of_the_decision(counted: Office) -> None:
    found = {item["group"]: counts(item) for item in document(counted, "--by", "month")["by"]["month"]}

    # October: the calls of 1 and 5, the dismissal of 7. November: the appeals of 1 to 4. Case 6 has no decision.
    assert found == {"2026-10": (3, 1, 0, 1, 1, 0), "2026-11": (4, 2, 1, 1, 0, 0), None: (0, 0, 0, 0, 0, 1)}


def test_by_plan_and_owner(counted: Office) -> None:
    assert counts(group(counted, "plan", "medicare-advantage")) == (6, 3, 1, 1, 1, 1)
    assert counts(group(counted, "owner", "Jo")) == (6, 3, 1, 1, 1, 1)


def test_one_payer(counted: Office) -> None:
    assert counts(document(counted, "--payer", "aetn")["total"]) == (1, 0, 0, 0, 1, 1)
    assert counts(document(counted, "--payer", "nobody")["total"]) == (0, 0, 0, 0, 0, 0)


def test_a_span_of_days_of_decision(counted: Office) -> None:
    october = document(counted, "--since", "2026-10-01", "--until", "2026-10-31")["total"]
    november = document(counted, "--since", "2026-11-01", "--until", "2026-11-30")["total"]

    assert counts(october) == (3, 1, 0, 1, 1, 0)
    # Case 6 was due on 19 November and is not decided: it stands there.
    assert counts(november) == (4, 2, 1, 1, 0, 1)
    assert november["late"]["late"] == 3


def test_the_effect_of_the_call(counted: Office) -> None:
    call = document(counted)["call"]

    assert counts(call["calls"]) == (2, 1, 0, 1, 0, 0)
    assert counts(call["appeals_after_a_call"]) == (1, 1, 0, 0, 0, 0)
    # Cases 2, 3, 4 and 7 are decided: four, so no rate.
    assert counts(call["appeals_without_a_call"]) == (4, 1, 1, 1, 1, 0)
    assert call["appeals_without_a_call"]["overturn_rate"] is None
    said = counted.quick("stats", *NOW).out
    assert "These cases are selected" in said
    assert "not that the call was the cause" in said


def test_closed_cases_count_too_but_nobody_is_accused_by_a_case_that_was_only_closed(counted: Office) -> None:
    counted.quick("close", "6", "--reason", "approved by phone")
    total = document(counted)

    assert counts(total["total"]) == (6, 3, 1, 1, 1, 0)
    assert total["total"]["undecided"] == 1
    assert total["total"]["late"] == {"late": 2, "of": 5, "cases": 5, "rate": 0.4}
    assert total["closed_without_a_recorded_decision"] == 1
    assert "Closed with no decision recorded although it was due: 1." in counted.quick("stats", *NOW).out


def test_no_figure_of_other_offices_is_ever_printed(office: Office) -> None:
    office.begin()
    result = office.quick("stats", *NOW)

    assert result.code == 0
    assert "%" not in result.out
    assert "0 cases" in result.out


# -- the page -----------------------------------------------------------------------------------


def test_the_page_shows_each_rate_with_its_counts(counted: Office) -> None:
    said = counted.quick("stats", *NOW).out

    assert "50% (3 of 6)" in said
    assert "60% (3 of 5)" in said
    assert "too few: 1 (0 of 1)" in said
    for heading in ("BY PAYER", "BY STAGE", "BY REASON", "BY MONTH", "THE CALL"):
        assert heading in said
    # October: three decided, one won, the others upheld or dismissed. November: four, two won, one partly.
    assert "  Oct 2026  #..   1 of 3" in said
    assert "  Nov 2026  ##+.  2 of 4" in said


def test_one_table_only(counted: Office) -> None:
    said = counted.quick("stats", "--by", "owner", *NOW).out

    assert "BY OWNER" in said
    assert "BY PAYER" not in said


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_form_holds_the_numbers(counted: Office, form: str) -> None:
    said = counted.quick("stats", *NOW, "--format", form).out

    assert "60% (3 of 5)" in said
    assert ("<svg" in said) == (form == "html")
    assert "2 of 4" in said


def test_text_of_people_stays_text(office: Office) -> None:
    denial(office, "<script>alert(1)</script>", APPEAL, "internal-appeal approved 2026-11-09", reason="<b>|x")

    assert "<script>" not in office.quick("stats", *NOW, "--format", "html").out
    assert "<script>" not in office.quick("stats", *NOW, "--format", "markdown").out
    assert "<script>" not in office.quick("stats", "--late", *NOW, "--format", "html").out


def a_month(name: str, won: int, partly: int, lost: int) -> Tally:
    none = Share(0, 0, 0)
    return Tally(name, won + partly + lost, won, partly, lost, 0, 0, 0, Days(0, None, None), none)


def test_the_chart_draws_one_mark_a_case() -> None:
    chart = month_chart([a_month("2026-11", 7, 0, 5), a_month("2026-12", 1, 1, 0), a_month("", 0, 0, 0)])

    assert chart is not None
    assert chart.lines[:2] == ("  Nov 2026  #######.....  7 of 12", "  Dec 2026  #+            1 of 2")
    assert len(chart.lines) == 3
    assert chart.svg.count("<rect") == 4


def test_a_large_chart_is_scaled_and_says_so() -> None:
    chart = month_chart([a_month("2026-11", 60, 0, 20), a_month("2026-12", 1, 0, 39)])

    assert chart is not None
    # Eighty cases on forty places: two cases a mark; a single win keeps its mark.
    assert chart.lines[0] == f"  Nov 2026  {'#' * 30}{'.' * 10}  60 of 80"
    assert chart.lines[1].startswith(f"  Dec 2026  #{'.' * 20}")
    assert "80 decided cases" in chart.lines[2]
    assert month_chart([a_month("", 0, 0, 0)]) is None


# -- the exhibit -----------------------------------------------------------------------------------


def exhibit(office: Office, *options: str) -> list[dict[str, str]]:
    result = office.quick("stats", "--late", *options, *NOW, "--format", "csv")
    assert result.code == 0, result.err
    return list(csv.DictReader(io.StringIO(result.out)))


def test_the_exhibit_lists_what_was_late_or_is_overdue(counted: Office) -> None:
    rows = exhibit(counted)

    assert [(row["case"], row["received"], row["due"], row["decided"], row["days_late"]) for row in rows] == [
        ("6", "2026-10-20", "2026-11-19", "", "26"),  # 11 days to the end of November and 15
        ("2", "2026-10-20", "2026-11-19", "2026-11-24", "5"),
        ("4", "2026-10-20", "2026-11-19", "2026-11-20", "1"),
    ]
    assert {row["authority"] for row in rows} == {"42 CFR 422.590(a), (d), (f)"}
    assert [row["case"] for row in exhibit(counted, "--payer", "humana")] == ["2", "4"]


@pytest.mark.parametrize("form", ["table", "text", "markdown", "html", "json", "csv"])
def test_the_exhibit_holds_no_patient_unless_asked(counted: Office, form: str) -> None:
    without = counted.quick("stats", "--late", *NOW, "--format", form).out
    with_them = counted.quick("stats", "--late", "--with-patient", *NOW, "--format", form).out

    assert "Humana" in without
    assert "MRN" not in without
    assert "SECRET" in with_them


def test_the_exhibit_can_be_attached(counted: Office) -> None:
    said = counted.quick("stats", "--late", *NOW, "--format", "html").out

    assert said.startswith("<!doctype html>")
    for words in (
        "Decisions late or overdue",
        "Thu 19 Nov 2026",
        "Tue 24 Nov 2026",
        "5 days",
        "none by Tue 15 Dec 2026",
        "42 CFR 422.590",
    ):
        assert words in said
    assert "3 of 6 decisions that can be judged came late or are overdue (50%)" in said


def test_an_hour_limit_in_the_exhibit(office: Office) -> None:
    # 72 hours from Saturday 31 October 14:00 over the change of clocks: Tuesday 3 November 13:00; decided at 16:30.
    office.stored(
        "--plan", "medicare-advantage", "--denied", "2026-10-30", "--received", "2026-10-30", "--urgent", *NOW,
        "--event", "expedited-appeal filed 2026-10-31T14:00", "--event", "expedited-appeal upheld 2026-11-03T16:30",
    )  # fmt: skip

    (row,) = exhibit(office)

    assert (row["due"], row["days_late"], row["hours_late"]) == ("2026-11-03T13:00:00-05:00", "", "3")
    assert "3 h 30 min" in office.quick("stats", "--late", *NOW).out


def test_an_office_without_late_decisions(office: Office) -> None:
    office.begin()
    assert exhibit(office) == []
    assert "No decision came late, and none is overdue." in office.quick("stats", "--late", *NOW).out


# -- scripts and refusals --------------------------------------------------------------------------


def test_csv_holds_one_line_a_group_and_runs_nothing(office: Office) -> None:
    denial(office, "=cmd()", APPEAL, "internal-appeal approved 2026-11-24", reason="@x", patient="+1")

    rows = list(csv.DictReader(io.StringIO(office.quick("stats", *NOW, "--format", "csv").out)))
    late = office.quick("stats", "--late", "--with-patient", *NOW, "--format", "csv").out

    assert [(row["by"], row["group"], row["decided"], row["overturn_rate"]) for row in rows] == [
        ("payer", "'=cmd()", "1", ""),
        ("stage", "internal-appeal", "1", ""),
        ("reason", "'@x", "1", ""),
        ("month", "2026-11", "1", ""),
    ]
    (row,) = csv.DictReader(io.StringIO(late))
    assert (row["payer"], row["patient"]) == ("'=cmd()", "'+1")


def test_the_documents_name_their_schema(counted: Office) -> None:
    assert document(counted)["schema"] == "denialctl.stats/1"
    late = document(counted, "--late")
    assert (late["schema"], late["late"], late["of"], len(late["items"])) == ("denialctl.late/1", 3, 6, 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--with-patient",), "--with-patient belongs to --late."),
        (("--late", "--by", "payer"), "--late is a list of cases; it has no groups."),
        (("--since", "11/12/2026"), "I cannot tell which date"),
        (
            ("--since", "2026-12-01", "--until", "2026-11-01"),
            "The span ends (2026-11-01) before it begins (2026-12-01).",
        ),
        (("--by", "colour"), ""),
    ],
)
def test_refusals(office: Office, arguments: tuple[str, ...], sentence: str) -> None:
    result = office.quick("stats", *arguments, *NOW)

    assert (result.code, result.out) == (2, "")
    assert sentence in result.err
