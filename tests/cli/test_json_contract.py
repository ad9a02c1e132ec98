"""The JSON that scripts rely on: its keys, its words, each id at most once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

if TYPE_CHECKING:
    from tests.conftest import Office

REGIMES = tuple(shipped().plan_types())
KINDS = {
    "initial-decision", "peer-to-peer", "internal-appeal", "expedited-appeal", "external-review", "further-review", "continuation", "complaint",
}  # fmt: skip
CLOCKS = {"provider", "plan", "reviewer"}
STATUSES = {"open", "met", "met-late", "missed", "waiting", "lapsed", "projected", "not-computed", "moot"}
BASES = {"letter", "law", "contract", "practice"}
LAYERS = {"letter", "office", "payer", "state", "federal", "practice"}
BANDS = ["missed", "today", "next-business-day", "this-week", "later"]
DEADLINE = {
    "id", "stage", "step", "kind", "title", "clock", "status", "trigger", "window", "act_by", "due", "latest", "basis", "layer",
    "authority", "confirmed", "derivation", "if_missed", "overruled", "missing",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")


def assert_deadline(item: dict[str, Any]) -> None:
    """Hold one deadline against the contract."""
    assert set(item) >= DEADLINE
    assert item["id"] == f"{item['stage']}.{item['step']}"
    assert item["kind"] in KINDS
    assert item["clock"] in CLOCKS
    assert item["status"] in STATUSES
    assert item["basis"] in BASES
    assert item["layer"] in LAYERS
    assert isinstance(item["confirmed"], bool)
    assert isinstance(item["derivation"], list)
    assert isinstance(item["overruled"], list)
    for name in ("title", "window", "authority"):
        assert isinstance(item[name], str), name
        assert item[name].strip(), name
    if item["trigger"] is not None:
        assert isinstance(item["trigger"]["event"], str)
    for name in ("act_by", "due", "latest"):
        assert item[name] is None or MOMENT.fullmatch(item[name]), (item["id"], name, item[name])
    if item["due"] is None:
        assert isinstance(item["missing"], str), item["id"]
        assert item["missing"].strip()
        assert item["status"] in ("not-computed", "projected", "met", "met-late", "moot"), item["id"]
    else:
        assert item["latest"] is not None, item["id"]
        assert item["due"][:10] <= item["latest"][:10], item["id"]
    if item["clock"] == "provider" and item["act_by"] and item["due"]:
        assert item["act_by"][:10] <= item["due"][:10], item["id"]


def assert_ids_once(items: list[dict[str, Any]]) -> None:
    """No id stands twice."""
    ids = [item["id"] for item in items]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("urgency", ["--standard", "--urgent"])
@pytest.mark.parametrize("regime", REGIMES)
def test_a_timeline_of_every_plan_type(office: Office, regime: str, urgency: str) -> None:
    result = office.quick(
        "calc", "--plan", regime, "--state", "TX", "--denied", "2026-10-01", "--received", "2026-10-02", urgency,
        "--as-of", "2026-10-05T10:00", "--format", "json",
    )  # fmt: skip

    # No federal rule gives PACE a day to appeal (42 CFR 460.122): nothing can be computed, and the exit code says so
    # (an urgent appeal is at least planned for the day of the denial).
    dateless = regime == "pace"
    assert result.code == (3 if dateless and urgency == "--standard" else 0), result.err
    content = result.json
    assert set(content) == {"schema", "as_of", "case", "deadlines", "warnings", "advice"}
    assert content["schema"] == "denialctl.timeline/1"
    # 10:00 in New York on 5 October is daylight-saving time, four hours behind UTC.
    assert content["as_of"] == "2026-10-05T10:00:00-04:00"
    case = content["case"]
    assert case["id"] is None
    assert case["regime"] == regime
    assert case["state"] == "TX"
    assert case["urgency"] == urgency.removeprefix("--")
    assert (case["notice_date"], case["received"]) == ("2026-10-01", "2026-10-02")
    assert content["deadlines"], "a ladder without a rung"
    for item in content["deadlines"]:
        assert_deadline(item)
    assert_ids_once(content["deadlines"])
    assert all(isinstance(text, str) for text in content["warnings"])
    assert dateless != any(item["clock"] == "provider" and item["due"] for item in content["deadlines"]), (
        "no date for the office"
    )


def test_show_is_the_same_document_with_the_cases_number(office: Office) -> None:
    options = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02T08:00")
    computed = office.quick("calc", *options, "--format", "json").json
    office.stored(*options, "--patient", "MRN-7")

    shown = office.quick("show", "1", "--as-of", "2026-10-02T08:00", "--format", "json").json

    assert shown["case"]["id"] == 1
    assert shown["case"]["patient"] == "MRN-7"
    assert shown["schema"] == computed["schema"]
    assert shown["as_of"] == computed["as_of"]
    assert shown["deadlines"] == computed["deadlines"]


def test_the_list_for_the_morning(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02", "--owner", "maria")
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-09-01", "--as-of", "2026-10-02", "--patient", "MRN-8"
    )

    content = office.quick("due", "--as-of", "2026-10-02", "--format", "json").json

    assert set(content) == {"schema", "as_of", "items"}
    assert content["schema"] == "denialctl.due/1"
    assert INSTANT.fullmatch(content["as_of"])
    assert {item["case"]["id"] for item in content["items"]} == {1, 2}
    for item in content["items"]:
        assert set(item) >= {"case", "deadline", "band", "why", "action", "owner", "escalate_to"}
        assert_deadline(item["deadline"])
        assert item["band"] in BANDS
        assert item["why"].strip()
        assert item["action"].strip()
        assert item["owner"] == ("maria" if item["case"]["id"] == 1 else None)
    places = [BANDS.index(item["band"]) for item in content["items"]]
    assert places == sorted(places)
    pairs = [(item["case"]["id"], item["deadline"]["id"]) for item in content["items"]]
    assert len(set(pairs)) == len(pairs)


def test_the_list_of_cases(office: Office) -> None:
    office.stored("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-02")

    content = office.quick("list", "--as-of", "2026-10-02", "--format", "json").json

    assert content["schema"] == "denialctl.list/1"
    assert [case["case"]["id"] for case in content["cases"]] == [1]
    assert_deadline(content["cases"][0]["next"])


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (("rules", "list"), "denialctl.rules-list/1"),
        (("rules", "list", "--plans"), "denialctl.plans/1"),
        (("rules", "show", "medicare-advantage"), "denialctl.rules/1"),
    ],
)
def test_what_the_rules_say_names_its_schema(office: Office, arguments: tuple[str, ...], schema: str) -> None:
    result = office.quick(*arguments, "--format", "json")

    assert result.code == 0, result.err
    assert result.json["schema"] == schema


def test_data_goes_to_standard_output_and_everything_else_to_standard_error(office: Office) -> None:
    result = office.run(
        "add",
        "--plan",
        "medicare-advantage",
        "--denied",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
        "--patient",
        "MRN-7",
        "--format",
        "json",
    )

    assert result.code == 0
    assert result.err.startswith("Stored as case 1.\nNo cases were there before: a new database begins with it, at ")
    assert result.json["case"]["id"] == 1
