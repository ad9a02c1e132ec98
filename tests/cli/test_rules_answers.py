"""What the commands under `rules` answer: coverage, status, search, explain, new; and `plan`."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from denialctl.vocabulary import STATES, Regime

if TYPE_CHECKING:
    from tests.conftest import Office

_TERRITORIES = {"PR", "GU", "VI", "AS", "MP"}


def test_coverage_has_every_plan_type_and_state_and_no_gap_without_a_name(office: Office) -> None:
    document = office.quick("rules", "coverage", "--format", "json").json
    cells = document["cells"]

    assert {cell["regime"] for cell in cells if cell["layer"] != "payer"} == {str(regime) for regime in Regime}
    assert {cell["state"] for cell in cells if cell["regime"] == "aca-group"} >= set(STATES) - _TERRITORIES
    assert [cell for cell in cells if cell["mark"] == "gap" and not cell["why"].strip()] == []
    assert Counter(cell["mark"] for cell in cells) == Counter({mark: count for mark, count in document["counts"].items() if count})
    places = [(cell["regime"], cell["stage"], cell["step"], cell["state"]) for cell in cells]
    assert len(places) == len(set(places))


def test_coverage_of_one_state_names_its_gaps(office: Office) -> None:
    result = office.quick("rules", "coverage", "--state", "tn", "--plan", "aca-group", "--gaps")

    assert result.code == 0
    assert "Gaps by name" in result.out
    assert "NO NAME" not in result.out
    assert " CA" not in result.out


def test_coverage_of_what_is_in_use_here(office: Office) -> None:
    office.stored("--plan", "tricare", "--denied", "2026-11-02", "--patient", "A1", "--as-of", "2026-11-03", "--payer", "Humana Military")

    cells = office.quick("rules", "coverage", "--mine", "--format", "json").json["cells"]

    assert {cell["regime"] for cell in cells} == {"tricare", "Humana Military"}


def test_coverage_as_a_table_for_scripts(office: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(office.quick("rules", "coverage", "--plan", "fehb", "--format", "csv").out)))

    assert {"opm-review", "internal-appeal"} <= {row["stage"] for row in rows}
    assert {row["state"] for row in rows} == {"all"}


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
    result = office.quick("rules", "explain", "internal-appeal", "--plan", "aca-group", "--state", "TX", "--format", "json")

    layers = [item["layer"] for item in result.json["rules"] if item["step"] == "file"]
    assert layers[0] == "state"
    assert "federal" in layers
    assert "states/CA" not in result.out
    wrong = office.quick("rules", "explain", "internal-appeel", "--plan", "aca-group")
    assert wrong.code == 2
    assert "internal-appeal" in wrong.err


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
