"""What the commands under `rules` answer: coverage, status, search, explain, new; and `plan`."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

from denialctl.commands.releases import zones_in_use
from denialctl.packs.sayings import say_window
from denialctl.vocabulary import STATES, PlanType

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Office

_TERRITORIES = {"PR", "GU", "VI", "AS", "MP"}


def test_coverage_has_every_plan_type_and_state_and_no_gap_without_a_name(office: Office) -> None:
    document = office.quick("rules", "coverage", "--format", "json").json
    cells = document["cells"]

    assert {cell["regime"] for cell in cells if cell["layer"] != "payer"} == {str(regime) for regime in PlanType}
    assert {cell["state"] for cell in cells if cell["regime"] == "aca-group"} >= set(STATES) - _TERRITORIES
    assert [cell for cell in cells if cell["mark"] == "gap" and not cell["why"].strip()] == []
    assert Counter(cell["mark"] for cell in cells) == Counter(
        {mark: count for mark, count in document["counts"].items() if count}
    )
    places = [(cell["regime"], cell["stage"], cell["step"], cell["state"]) for cell in cells]
    assert len(places) == len(set(places))


def test_coverage_of_one_state_names_its_gaps(office: Office) -> None:
    result = office.quick("rules", "coverage", "--state", "tn", "--plan", "aca-group", "--gaps")

    assert result.code == 0
    assert "Gaps by name" in result.out
    assert "x sources disagree, both dates shown" in result.out
    assert "NO NAME" not in result.out
    assert " CA" not in result.out


def test_coverage_of_what_is_in_use_here(office: Office) -> None:
    office.stored(
        "--plan",
        "tricare",
        "--denied",
        "2026-11-02",
        "--patient",
        "A1",
        "--as-of",
        "2026-11-03",
        "--payer",
        "Humana Military",
    )

    cells = office.quick("rules", "coverage", "--mine", "--format", "json").json["cells"]

    assert {cell["regime"] for cell in cells} == {"tricare", "Humana Military"}


def test_coverage_as_a_table_for_scripts(office: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(office.quick("rules", "coverage", "--plan", "fehb", "--format", "csv").out)))

    assert {"opm-review", "internal-appeal"} <= {row["stage"] for row in rows}
    assert {row["state"] for row in rows} == {"all"}


# -- coverage: gaps beside rules -------------------------------------------------------


def cells_of(office: Office, *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the cells of one state by plan type and place."""
    cells = office.quick("rules", "coverage", *arguments, "--format", "json").json["cells"]
    return {(cell["regime"], f"{cell['stage']}.{cell['step']}".rstrip(".")): cell for cell in cells}


def test_no_cell_is_confirmed_beside_a_gap_that_its_pack_names(office: Office) -> None:
    cells = office.quick("rules", "coverage", "--format", "json").json["cells"]

    assert [cell for cell in cells if cell["gaps"] and cell["mark"] == "confirmed"] == []
    assert any(cell["gaps"] and cell["mark"] == "unconfirmed" for cell in cells)


def test_every_gap_that_a_pack_names_is_listed(office: Office) -> None:
    packs = [pack for pack in shipped().all_packs() if pack["pack"] in ("regime", "state")]
    cells = office.quick("rules", "coverage", "--format", "json").json["cells"]
    listed = {(state, gap) for cell in cells for gap in cell["gaps"] for state in (cell["state"], "")}

    named = [
        (
            pack.get("state", ""),
            f"{gap['stage']}{'.' + gap['step'] if 'step' in gap else ''}: {gap['what']} Ask: {gap['ask']}.",
        )
        for pack in packs
        for gap in pack.get("gaps", ())
    ]
    assert len(named) > 200
    assert [gap for gap in named if gap not in listed] == []


def test_a_gap_of_the_state_stands_beside_the_federal_rule(office: Office) -> None:
    """Alaska: the urgent hours of 3 AAC 28.912 were not read, so the decision is not confirmed in any of four plan types."""
    cells = cells_of(office, "--state", "AK")
    listed = office.quick("rules", "coverage", "--state", "AK", "--gaps").out

    for regime in ("aca-individual", "aca-group", "grandfathered-individual", "grandfathered-group"):
        cell = cells[regime, "initial-decision.decide"]
        assert cell["mark"] == "unconfirmed"
        assert any("3 AAC 28.912" in gap for gap in cell["gaps"])
    assert "initial-decision.decide: Before 2027 the hours for an urgent request (3 AAC 28.912)" in listed


@pytest.mark.parametrize(
    ("state", "regime", "words"),
    [
        ("TX", "aca-group", "none was found for after it"),
        ("TX", "medicaid-managed-care", "540.0305"),
        ("VA", "aca-group", "BEFORE the denial"),
    ],
)
def test_a_right_that_ends_with_the_denial_is_no_confirmed_answer_to_a_denial(
    office: Office, state: str, regime: str, words: str
) -> None:
    cell = cells_of(office, "--state", state)[regime, "peer-to-peer.request"]

    assert cell["mark"] == "unconfirmed"
    assert words in " ".join(cell["gaps"])
    assert words in office.quick("rules", "coverage", "--state", state, "--gaps").out.split("Gaps by name")[1]


def test_a_right_until_the_grievance_is_filed_is_an_answer(office: Office) -> None:
    """Connecticut: the conference stands until a grievance is filed; that was read, and it is after the denial."""
    assert cells_of(office, "--state", "CT")["aca-group", "peer-to-peer.request"]["mark"] == "confirmed"


PAYER_FILE = """\
payer: Acme Health
kind: payer
title: Acme Health
stages:
  peer-to-peer:
    request:
      when: {has_not: [notice_date]}
      clock: provider
      say: Call.
      windows: [{ends_with: denial}]
      authority: manual
      if_missed: Appeal.
      source: {url: manual, read: 2026-11-02, status: seen}
"""


def test_a_payers_file_of_the_office_is_marked_and_its_call_before_the_denial_is_not_confirmed(office: Office) -> None:
    path = office.write_rules("acme.yaml", PAYER_FILE)

    text = office.quick("rules", "coverage").out
    cell = cells_of(office)["Acme Health", "peer-to-peer.request"]

    line = next(line for line in text.splitlines() if "Acme Health" in line)
    assert "(the office's own)" in line
    assert sum("the office's own" in line for line in text.splitlines()) == 1
    assert (cell["own"], cell["mark"]) == (True, "unconfirmed")
    assert "only before the denial" in cell["gaps"][0]
    assert path.is_file()


def test_a_federal_gap_is_no_matter_where_the_states_own_rule_speaks(office: Office) -> None:
    """The federal CHIP pack knows no state's window for the review; where a state's was read, that settles it."""
    cells = office.quick("rules", "coverage", "--plan", "chip", "--format", "json").json["cells"]
    hearing = {cell["state"]: cell for cell in cells if (cell["stage"], cell["step"]) == ("state-fair-hearing", "file")}

    assert any(cell["layer"] == "state" for cell in hearing.values())
    assert [
        gap
        for cell in hearing.values()
        if cell["layer"] == "state"
        for gap in cell["gaps"]
        if "set by the state" in gap
    ] == []


def test_coverage_of_what_is_in_use_says_that_no_case_is_open(office: Office) -> None:
    office.begin()
    result = office.quick("rules", "coverage", "--mine")

    assert result.code == 0
    assert result.out.startswith("No case is open")
    assert "No case is open" in office.quick("rules", "coverage", "--mine", "--format", "json").json["note"]


def test_coverage_fits_80_columns_and_each_letter_stands_under_its_state(office: Office) -> None:
    lines = office.quick("rules", "coverage").out.splitlines()
    cells = office.quick("rules", "coverage", "--plan", "aca-group", "--format", "json").json["cells"]
    start = lines.index("aca-group") + 1
    end = lines.index("aca-individual")
    blocks = [list(block) for filled, block in groupby(lines[start:end], bool) if filled]
    letters = {"confirmed": "C", "our-reading": "r", "letter": "l", "unconfirmed": "u", "conflict": "x", "gap": "-"}

    # The counts at the end are a sentence, not a map; a terminal wraps it.
    map_of = lines[: next(index for index, line in enumerate(lines) if " cells: " in line)]
    assert [line for line in map_of if len(line) > 80] == []
    shown: dict[tuple[str, str], str] = {}
    for first, second, *rows in blocks:
        columns = {at: first[at] + second[at] for at in range(37, len(first)) if first[at] != " "}
        for row in rows:
            if not row.startswith("  only "):
                found = {at: row[at] for at in columns if at < len(row) and row[at] != " "}
                shown |= {(row[2:36].strip(), columns[at]): letter for at, letter in found.items()}
            else:
                state, place, letter = row.removeprefix("  only ").replace(":", "").split()
                shown[place, state] = letter
    assert shown == {
        (f"{cell['stage']}.{cell['step']}".rstrip("."), cell["state"]): letters[cell["mark"]] for cell in cells
    }


# -- status -----------------------------------------------------------------------------


def test_status_calls_the_day_of_an_old_text_no_reading(office: Office) -> None:
    text = office.quick("rules", "status", "--as-of", "2026-11-24").out
    document = office.quick("rules", "status", "--as-of", "2026-11-24", "--format", "json").json

    line = next(line for line in text.splitlines() if line.startswith("rules/federal/ihs.yaml"))
    assert "oldest text 1999-10-28" in line
    assert "read 1999" not in text
    ihs = next(pack for pack in document["packs"] if pack["file"] == "rules/federal/ihs.yaml")
    assert ihs["oldest_text"] == "1999-10-28"
    assert ihs["oldest_read"] >= "2026-01-01"
    shown = office.quick("rules", "show", "ihs").out
    assert "text of 1999-10-28" in shown
    assert "read 1999" not in shown


def test_status_lists_the_amounts_of_the_coming_year(office: Office) -> None:
    """Medicare, amounts in controversy: $1,960 in 2026, $2,000 from 1 January 2027."""
    text = office.quick("rules", "status", "--as-of", "2026-11-24").out
    document = office.quick("rules", "status", "--as-of", "2026-11-24", "--format", "json").json

    amounts = {(item["file"], item["rule"]): item for item in document["changes"] if item["what"] == "amount"}
    court = amounts["rules/federal/medicare-advantage.yaml", "judicial-review.file"]
    assert court["on"] == "2027-01-01"
    assert "$2,000 (2026: $1,960)" in court["window"]
    assert "2027-01-01 amount" in text


def test_status_lists_what_changes_on_one_day_in_the_order_of_the_files_each_time(office: Office) -> None:
    """Several windows of one rule end on the same day in Virginia: their order must not change from run to run."""
    runs = [
        office.run("rules", "status", "--as-of", "2026-11-24", env={"PYTHONHASHSEED": seed}).out for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count("2026-12-31 last day rules/states/VA.yaml") > 1


def test_status_names_what_was_not_read_for_long_and_what_changes(office: Office) -> None:
    office.write_rules(
        "own.yaml",
        "office: Own\ntitle: Own\nstages:\n  peer-to-peer:\n    request:\n      clock: provider\n      say: Call.\n      version_by: notice_date\n"
        "      windows:\n        - {until: 2026-12-31, count: 5 calendar days, after: notice_date}\n"
        "        - {from: 2027-01-01, count: 9 calendar days, after: notice_date}\n"
        "      authority: our contract\n      if_missed: Appeal.\n      source: {url: contract, read: 2020-01-02, status: seen}\n",
    )

    document = office.quick("rules", "status", "--older", "365d", "--as-of", "2026-11-24", "--format", "json").json

    own = next(pack for pack in document["packs"] if pack["file"].endswith("own.yaml"))
    assert (own["oldest_read"], own["old_rules"]) == ("2020-01-02", 1)
    ours = [(item["on"], item["what"]) for item in document["changes"] if item["file"].endswith("own.yaml")]
    assert ours == [("2026-12-31", "last day"), ("2027-01-01", "begins")]
    assert office.quick("rules", "status", "--older", "soon").code == 2


def test_search_finds_a_citation_and_needs_every_word(office: Office) -> None:
    document = office.quick("rules", "search", "422.582 good cause", "--format", "json").json

    assert ("rules/federal/medicare-advantage.yaml", "internal-appeal", "file") in {
        (item["file"], item["stage"], item["step"]) for item in document["rules"]
    }
    nothing = office.quick("rules", "search", "xyzzy good cause")
    assert (nothing.code, nothing.out) == (0, "")
    assert "No rule" in nothing.err
    assert office.quick("rules", "search", " ").code == 2


def test_explain_shows_the_layers_in_their_order(office: Office) -> None:
    result = office.quick(
        "rules", "explain", "internal-appeal", "--plan", "aca-group", "--state", "TX", "--format", "json"
    )

    layers = [item["layer"] for item in result.json["rules"] if item["step"] == "file"]
    assert layers[0] == "state"
    assert "federal" in layers
    assert "states/CA" not in result.out
    wrong = office.quick("rules", "explain", "internal-appeel", "--plan", "aca-group")
    assert wrong.code == 2
    assert "internal-appeal" in wrong.err


def test_explain_leaves_out_what_speaks_for_others(office: Office) -> None:
    federal = office.quick("rules", "explain", "external-review", "--plan", "aca-group", "--state", "SC")
    payer = office.quick("rules", "explain", "peer-to-peer", "--plan", "aca-group", "--state", "TX", "--payer", "UHC")

    heads = [line for line in federal.out.splitlines() if line.startswith("external-review.")]
    assert heads
    assert [line for line in heads if "when state AL" in line or ", state AL" in line] == []
    assert [line for line in payer.out.splitlines() if "state MN" in line.replace("not state MN", "")] == []
    heads = [line for line in payer.out.splitlines() if line.startswith("peer-to-peer.")]
    assert [line for line in heads if "regime" in line and "aca-group" not in line] == []
    assert any("unitedhealthcare" in line for line in heads)
    assert "example: plan aca-individual" not in payer.out


def test_explain_keeps_every_state_where_none_is_given(office: Office) -> None:
    assert "when state AL" in office.quick("rules", "explain", "external-review", "--plan", "aca-group").out


def test_explain_shows_the_rules_of_a_borrowed_stage(office: Office) -> None:
    """The Medicaid part of an integrated plan goes to the fair hearing of the state's Medicaid."""
    found = office.quick(
        "rules", "explain", "state-fair-hearing", "--plan", "dsnp-integrated", "--state", "TX", "--format", "json"
    ).json

    assert "rules/states/TX.yaml" in {item["file"] for item in found["rules"]}


def test_explain_says_each_opening_once_with_its_condition(office: Office) -> None:
    text = office.quick("rules", "explain", "external-review", "--plan", "aca-group", "--state", "SC").out
    opens = office.quick("rules", "explain", "external-review", "--plan", "aca-group", "--format", "json").json[
        "opens_after"
    ]

    line = next(line for line in text.splitlines() if line.startswith("    internal-appeal "))
    assert "levels 1" in line
    assert "levels 2" in line
    assert len(opens) == len(set(opens))


def test_two_readings_that_read_alike_say_what_differs(office: Office) -> None:
    last = {"count": "4 months", "missing_day": "last-of-month", "after": "previous.received"}
    rolled = {"over": ["saturday", "sunday", "holidays"], "calendar": ["federal"], "certain": "yes"}
    first = {"count": "4 months", "missing_day": "first-of-next", "after": "previous.received", "roll": rolled}
    apart = {"count": "5 business days", "after": "received", "calendar": ["federal"]}

    assert say_window({"readings": [last, first], "why": "x"}) == (
        "two readings: 4 months after receipt of the decision (a day that the month lacks is its last, not moved off a weekend); "
        "4 months after receipt of the decision (a day that the month lacks is the 1st of the next, moved off weekends and holidays)"
    )
    assert say_window({"readings": [last, apart], "why": "x"}) == (
        "two readings: 4 months after receipt of the decision; 5 business days after receipt of the notice"
    )
    shown = office.quick("rules", "explain", "external-review", "--plan", "aca-group", "--state", "SC").out
    assert "4 months after receipt of the decision; 4 months after receipt of the decision" not in shown


# -- check and show ------------------------------------------------------------------------


def test_a_check_of_a_file_that_is_not_there_is_refused(office: Office) -> None:
    nothing = office.quick("rules", "check", "nosuchfile")
    near = office.quick("rules", "check", "medicare-advantge")

    assert (nothing.code, nothing.out) == (2, "")
    assert "nosuchfile" in nothing.err
    assert near.code == 2
    assert "medicare-advantage.yaml" in near.err


def test_a_check_of_one_file_says_so_and_tells_a_fault_elsewhere(office: Office) -> None:
    office.write_rules("acme.yaml", PAYER_FILE)
    sound = office.quick("rules", "check", "ACME")
    office.write_rules("broken.yaml", "office: Own\ntitel: Own\n")
    other = office.quick("rules", "check", "acme")

    assert sound.code == 0
    assert sound.out.startswith("0 examples (0 official), 0 disagree; 1 file read. Ran on ")
    assert other.code == 1
    assert "broken.yaml" in other.out


def folder_of_zones(root: Path, name: str | None, text: str) -> str:
    """Make a folder as a system has it."""
    (root / "America").mkdir(parents=True)
    (root / "America" / "New_York").write_bytes(b"TZif2")
    if name is not None:
        (root / name).write_text(text, encoding="utf-8")
    return str(root)


def test_the_release_of_the_time_zones_is_named_or_else_their_folder(tmp_path: Path, office: Office) -> None:
    linux = folder_of_zones(tmp_path / "linux", "tzdata.zi", "# version 2025b\n# This zic input file\n")
    mac = folder_of_zones(tmp_path / "mac", "+VERSION", "2024a\n")
    silent = folder_of_zones(tmp_path / "silent", None, "")

    assert zones_in_use([str(tmp_path / "nothing"), linux]) == f"time zones 2025b of {linux}"
    assert zones_in_use([mac, linux]) == f"time zones 2024a of {mac}"
    assert silent in zones_in_use([silent])
    assert "which release" in zones_in_use([silent])
    assert "time zones" in office.quick("rules", "check", "tricare").out


def test_an_unknown_pack_is_told_with_its_nearest_names_only(office: Office) -> None:
    nothing = office.quick("rules", "show", "NOSUCH")
    near = office.quick("rules", "show", "medicare-advantge")

    assert nothing.code == near.code == 2
    assert len(nothing.err) < 400
    assert "denialctl rules list" in nothing.err
    assert "medicare-advantage" in near.err


@pytest.mark.parametrize(("kind", "name"), [("payer", 'Acme: "Health" #1 {x}'), ("office", "Our contracts")])
def test_a_new_file_is_sound_and_used(office: Office, kind: str, name: str) -> None:
    made = office.quick("rules", "new", kind, name)
    again = office.quick("rules", "new", kind, name)

    assert made.code == 0
    path = made.out.strip()
    assert path.startswith(str(office.rules))
    assert (office.rules / "rules.schema.json").is_file()
    assert (again.code, again.out) == (1, "")
    checked = office.quick("rules", "check", path)
    assert checked.code == 0, checked.out
    assert "(the office's own)" in office.quick("rules", "list").out


def test_a_new_file_of_another_kind_is_refused(office: Office) -> None:
    assert office.quick("rules", "new", "state", "Texas").code == 2
    assert office.quick("rules", "new", "payer", "///").code == 2
    assert not office.rules.exists()


def test_plan_from_options_and_from_the_card(office: Office) -> None:
    settled = office.quick("plan", "--card", "Acme Corp, administered by Aetna", "--sponsor", "private")
    open_ = office.quick("plan", "--coverage", "employer", "--format", "json")
    wrong = office.quick("plan", "--coverage", "employers")

    assert settled.code == 0
    assert "--plan erisa-self-funded" in settled.out
    assert open_.code == 3
    assert open_.json["next_question"]["name"] == "sponsor"
    assert not open_.json["settled"]
    assert wrong.code == 2
    assert "employer" in wrong.err


def test_plan_names_the_words_of_a_card_that_contradict_each_other(office: Office) -> None:
    result = office.quick(
        "plan", "--card", "Group: 0077120\nAdministered by Sample Benefits, underwritten by Sample Life"
    )

    assert result.code == 3
    assert 'Contradicts itself, so that it says nothing: "Administered by" and "underwritten by"' in result.out
    assert 'Read from the card: "Group:": an employer or union' in result.out
    assert "denialctl add --plan aca-group,erisa-self-funded," in result.out, (
        "stored all the same, with the safe day of each"
    )


def test_a_dual_plan_is_not_settled_by_its_name(office: Office) -> None:
    open_ = office.quick("plan", "--card", "UHC Dual Complete")
    settled = office.quick("plan", "--card", "UHC Dual Complete", "--notice", "medicaid")

    assert open_.code == 3
    assert "Not settled" in open_.out
    assert "--notice integrated" in open_.out
    assert settled.code == 0
    assert "--plan medicaid-managed-care" in settled.out


def test_what_was_read_long_ago_is_listed_by_its_source(office: Office) -> None:
    """A source is old twelve months after the day on which somebody read it; an earlier age can be asked for."""
    office.write_rules(
        "own.yaml",
        "payer: Acme\nkind: payer\ntitle: Acme\n"
        "sources:\n  manual: {url: https://acme.example, title: Acme manual, read: 2026-01-10}\n"
        "stages:\n  peer-to-peer:\n    request:\n      clock: provider\n      basis: contract\n      say: Call.\n"
        "      windows: [{count: 10 calendar days, after: notice_date}]\n      authority: Acme manual\n"
        "      if_missed: Appeal.\n      source: {id: manual, status: seen}\n"
        "coming:\n  - {on: 2028-06-01, what: Acme shortens the call to five days., authority: Acme notice,\n"
        "     source: {id: manual, status: seen}}\n",
    )
    today = office.quick("rules", "status", "--as-of", "2027-01-11", "--format", "json").json
    before = office.quick("rules", "status", "--as-of", "2027-01-10", "--format", "json").json

    def own(document: dict[str, Any]) -> list[tuple[str, str, int]]:
        listed = document["to_read_again"]
        return [(item["title"], item["read"], item["rules"]) for item in listed if "own.yaml" in item["file"]]

    assert own(before) == []
    assert own(today) == [("Acme manual", "2026-01-10", 1)]
    text = office.quick("rules", "status", "--as-of", "2027-01-11").out
    after = text.partition("After that:")[2]
    assert "2028-06-01 begins" in after
    assert "Acme shortens the call to five days. (Acme notice)" in after


def test_each_body_of_law_says_what_a_change_of_it_reaches(office: Office) -> None:
    laws = {item["file"]: item for item in office.quick("rules", "status", "--format", "json").json["laws"]}
    assert laws["rules/law/erisa-suit.yaml"]["regimes"] == ["aca-group", "erisa-self-funded", "grandfathered-group"]
    assert all(item["rules"] > 0 for item in laws.values())
