"""People through the real entry point: staff, whose list it is, who is told, who takes it on."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

MONDAY = ("--as-of", "2026-11-23T08:05")
IMAGING = (
    "--plan", "medicare-part-d", "--denied", "2026-10-01", "--received", "2026-10-06", "--service", "drug",
    "--patient", "MRN-1", "--as-of", "2026-10-06",
)  # fmt: skip


@pytest.fixture
def staffed(office: Office) -> Office:
    """Maria (imaging) and jo (drugs) stand in for one another; dana leads. Three cases: maria's, jo's, nobody's."""
    assert office.quick("staff", "set", "dana").code == 0
    assert (
        office.quick(
            "staff", "set", "maria", "--team", "imaging", "--lead", "dana", "--deputy", "jo", "--login", "mgarcia"
        ).code
        == 0
    )
    assert office.quick("staff", "set", "jo", "--team", "drugs", "--lead", "dana", "--deputy", "maria").code == 0
    office.stored(*IMAGING, "--owner", "maria", "--description", "one")
    office.stored(*IMAGING, "--owner", "jo", "--description", "two")
    office.stored(*IMAGING, "--description", "three")
    return office


def cases_listed(office: Office, *options: str, as_of: str = "2026-12-01T08:00") -> set[int]:
    result = office.quick("due", *options, "--as-of", as_of, "--format", "json")
    assert result.code == 0, result.err
    return {item["case"]["id"] for item in result.json["items"]}


def test_the_list_of_one_person_of_a_team_and_of_nobody(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cases_listed(staffed) == {1, 2, 3}
    assert cases_listed(staffed, "--owner", "MARIA") == {1}
    assert cases_listed(staffed, "--team", "drugs") == {2}
    assert cases_listed(staffed, "--unassigned") == {3}
    monkeypatch.setenv("LOGNAME", "mgarcia")
    assert cases_listed(staffed, "--mine") == {1}


def test_who_signs_in_under_an_unknown_name_is_told_what_to_do(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "frontdesk")
    result = staffed.quick("due", "--mine")
    assert result.code == 1
    assert "frontdesk" in result.err
    assert "--login" in result.err


def test_an_absence_moves_the_work_to_the_deputy(staffed: Office) -> None:
    """Away Tuesday 1 to Wednesday 2 December: jo has maria's case then, and not on Thursday; maria's own list keeps it."""
    assert staffed.quick("staff", "away", "maria", "2026-12-01", "2026-12-02").code == 0
    assert cases_listed(staffed, "--owner", "jo") == {1, 2}
    assert cases_listed(staffed, "--owner", "maria") == {1}
    assert cases_listed(staffed, "--owner", "jo", as_of="2026-12-03T08:00") == {2}
    printed = staffed.quick("due", "--as-of", "2026-12-01T08:00").out
    assert "jo (for maria, away until Wed 2 Dec 2026)" in printed
    assert staffed.quick("staff", "back", "maria").code == 0


def test_an_unknown_team_or_person_is_refused(staffed: Office) -> None:
    team = staffed.quick("due", "--team", "imagine")
    assert team.code == 2
    assert "imaging" in team.err
    assert staffed.quick("staff", "away", "mario", "2026-12-01").code == 2
    backwards = staffed.quick("staff", "away", "maria", "2026-12-02", "2026-12-01")
    assert backwards.code == 2
    assert "ends before it begins" in backwards.err


def test_who_would_be_told_on_a_day_is_shown_and_not_noted(staffed: Office) -> None:
    """Whatever today is, in 2099 the time to appeal is over, and the highest rung is reached; that day has not come, so nothing is noted."""
    shown = staffed.quick("escalate", "--as-of", "2099-11-24T08:00", "--format", "json")
    assert {(call["case"], call["rung"]) for call in shown.json["calls"]} >= {(1, 3), (2, 3), (3, 3)}
    assert "escalated" not in staffed.quick("show", "1", "--history").out


def test_unanswered_it_climbs_on_the_next_open_day(staffed: Office) -> None:
    """Denied 1 October, received the 6th: 60 days end Saturday 5 December. Half of them is gone on 5 November, three quarters on the 20th.

    On Friday 6 November the owner is told; nobody answers; on Monday the 9th, the next open day, it is the lead's turn.
    """

    def told(as_of: str) -> set[tuple[int, int, str]]:
        calls = staffed.quick("escalate", "--as-of", as_of, "--format", "json").json["calls"]
        return {
            (call["case"], call["rung"], call["to"]) for call in calls if call["deadline"] == "internal-appeal.file"
        }

    assert told("2026-11-06T08:00") == {(1, 1, "maria"), (2, 1, "jo"), (3, 1, "the owner")}
    assert told("2026-11-06T16:00") == set()
    assert staffed.quick("ack", "2", "internal-appeal.file", "--by", "jo", "--as-of", "2026-11-06T16:30").code == 0
    assert told("2026-11-07T09:00") == set()
    assert told("2026-11-09T08:00") == {(1, 2, "dana"), (3, 2, "the lead")}


def test_an_escalation_is_an_event_of_the_case_until_somebody_takes_it_on(staffed: Office) -> None:
    """A right that ended in 2025 stands on the highest rung whatever the day on which this test runs."""
    old = (
        "--plan",
        "medicare-part-d",
        "--denied",
        "2025-02-03",
        "--received",
        "2025-02-03",
        "--service",
        "drug",
        "--owner",
        "maria",
    )
    staffed.stored(*old, "--as-of", "2025-02-04", "--checked")
    first = staffed.quick("escalate", "--format", "json").json["calls"]
    assert (4, "internal-appeal.file", 3) in {(call["case"], call["deadline"], call["rung"]) for call in first}
    history = staffed.quick("show", "4", "--history").out
    assert history.count("escalated") == 1
    assert "rung 3 reached for internal-appeal.file" in history
    again = staffed.quick("escalate", "--format", "json").json["calls"]
    assert 4 not in {call["case"] for call in again}
    assert staffed.quick("escalate", "--quiet").out == ""
    assert staffed.quick("ack", "4", "internal-appeal.file", "--by", "maria").code == 0
    items = staffed.quick("due", "--format", "json").json["items"]
    taken = next(item for item in items if item["case"]["id"] == 4 and item["deadline"]["id"] == "internal-appeal.file")
    assert (taken["escalate_to"], taken["acknowledged_by"]) == (None, "maria")


def test_acknowledging_quiets_a_deadline_and_names_who(staffed: Office) -> None:
    assert staffed.quick("ack", "1", "internal-appeal.file", "--by", "maria", "--as-of", "2026-11-24T08:00").code == 0
    items = staffed.quick("due", "--as-of", "2026-11-24T09:00", "--format", "json").json["items"]
    mine = next(item for item in items if item["case"]["id"] == 1 and item["deadline"]["id"] == "internal-appeal.file")
    assert (mine["escalate_to"], mine["acknowledged_by"]) == (None, "maria")
    # On Friday 4 December one business day is left or less: the last rung is reached by time alone.
    later = staffed.quick("due", "--as-of", "2026-12-04T08:00", "--format", "json").json["items"]
    climbed = next(
        item for item in later if item["case"]["id"] == 1 and item["deadline"]["id"] == "internal-appeal.file"
    )
    assert climbed["acknowledged_by"] is None
    assert climbed["escalate_to"].endswith("(rung 3 of 3)")
    assert "taken on by maria" in staffed.quick("show", "1", "--history").out


def test_ack_without_a_name_takes_what_the_list_shows(staffed: Office) -> None:
    """On Wednesday 25 November the appeal is planned for Friday the 27th, this week."""
    result = staffed.quick("ack", "1", "--by", "maria", "--as-of", "2026-11-25T08:00")
    assert result.code == 0
    assert "internal-appeal.file" in result.err
    nothing = staffed.quick("ack", "9", "--as-of", "2026-11-25T08:00")
    assert nothing.code == 1
    assert "no case 9" in nothing.err
    unknown = staffed.quick("ack", "1", "external-review.file", "--as-of", "2026-11-25T08:00")
    assert unknown.code == 2


def test_nothing_is_taken_on_in_the_future(staffed: Office) -> None:
    result = staffed.quick("ack", "1", "internal-appeal.file", "--as-of", "2099-01-01")
    assert result.code == 2
    assert "acknowledged" not in staffed.quick("show", "1", "--history").out


def test_who_took_it_on_is_told_again_once_the_day_is_over(staffed: Office) -> None:
    """60 days from 6 October end on Saturday 5 December. Taken on on 24 November, it is quiet until then and not after."""
    assert staffed.quick("ack", "1", "internal-appeal.file", "--by", "maria", "--as-of", "2026-11-24T08:00").code == 0

    def told(as_of: str) -> set[int]:
        calls = staffed.quick("escalate", "--as-of", as_of, "--format", "json").json["calls"]
        return {call["case"] for call in calls if call["deadline"] == "internal-appeal.file"}

    assert 1 not in told("2026-11-25T08:00")
    assert 1 in told("2099-02-10T08:00")


def test_a_second_filing_begins_without_the_calls_about_the_first(office: Office) -> None:
    """Filed 10 August, late on 10 September, taken on; dismissed and filed anew on 1 October: late again after 31 October."""
    office.quick("config", "set", "lead", "dana")
    filed = ("--event", "internal-appeal filed 2026-08-10")
    office.stored(
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-08-03",
        "--received",
        "2026-08-03",
        *filed,
        "--as-of",
        "2026-08-11",
    )
    assert office.quick("escalate", "--as-of", "2026-09-21T09:00").code == 0
    assert office.quick("ack", "1", "internal-appeal.decide", "--by", "dana", "--as-of", "2026-09-21T10:00").code == 0
    assert office.quick("chase", "1", "--said", "call", "--as-of", "2026-09-21T11:00").code == 0
    assert "Asked before" in office.quick("chase", "1", "--as-of", "2026-09-22T09:00").out
    office.quick("record", "1", "internal-appeal", "dismissed", "--on", "2026-09-25", "--as-of", "2026-09-25")
    office.quick("record", "1", "internal-appeal", "filed", "--on", "2026-10-01", "--as-of", "2026-10-01")
    calls = office.quick("escalate", "--as-of", "2026-11-02T09:00", "--format", "json").json["calls"]
    assert "internal-appeal.decide" in {call["deadline"] for call in calls}
    assert "Asked before" not in office.quick("chase", "1", "--as-of", "2026-11-02T09:00").out


def test_the_history_for_people_and_scripts(staffed: Office) -> None:
    staffed.quick("note", "1", "=1+1 left a message")
    events = staffed.quick("show", "1", "--history", "--format", "json").json["events"]
    assert [event["kind"] for event in events] == ["added", "noted"]
    assert events[1]["entered"]["text"] == "=1+1 left a message"
    assert "'=1+1 left a message" in staffed.quick("show", "1", "--history", "--format", "csv").out


def test_one_person_at_a_time(staffed: Office) -> None:
    both = staffed.quick("due", "--owner", "maria", "--team", "imaging")
    assert both.code == 2
    unknown = staffed.quick("due", "--owner", "mariah")
    assert unknown.code == 0
    assert "mariah" in unknown.err
    assert "jo, maria" in unknown.err
    assert staffed.quick("due", "--owner", "dana").err == ""


def test_a_name_that_cannot_be_printed_is_refused(office: Office) -> None:
    for name in ("x\x1b[31m", "a\nFAKE"):
        assert office.quick("staff", "set", name).code == 2
    assert office.quick("staff", "set", "maria", "--lead", "\x07").code == 2


def test_quiet_is_quiet_in_every_format(office: Office) -> None:
    """Nothing of this case is due this week: 60 days from 6 October, looked at on the 7th."""
    office.stored(*IMAGING, "--event", "peer-to-peer withdrawn 2026-10-06")
    for form in ("table", "text", "json", "csv", "markdown", "html"):
        assert office.quick("due", "--quiet", "--format", form, "--as-of", "2026-10-07").out == ""
    assert office.quick("due", "--quiet", "--format", "json", "--within", "90d", "--as-of", "2026-10-07").out != ""


def test_undo_skips_what_the_daily_run_noted(staffed: Office) -> None:
    """A note, then an escalation by the clock: undo takes back the note."""
    assert staffed.quick("note", "1", "left a message").code == 0
    staffed.quick("escalate")
    result = staffed.quick("undo", "1")
    assert result.code == 0
    assert "a note" in result.err


def test_nobody_named_is_said(office: Office) -> None:
    office.begin()
    result = office.quick("escalate")
    assert result.code == 1
    assert "denialctl staff set" in result.err


def test_the_people_are_shown_and_kept_for_the_owner_only(staffed: Office) -> None:
    listed = staffed.quick("staff").out
    assert "maria" in listed
    assert "team imaging" in listed
    assert staffed.quick("staff", "--format", "json").json["people"][1]["deputy"] == "jo"
    assert staffed.quick("staff", "remove", "jo").code == 0
    assert not any(line.startswith("jo\t") for line in staffed.quick("staff").out.splitlines())
    if sys.platform != "win32":
        assert stat.S_IMODE((staffed.config / "staff.toml").stat().st_mode) == 0o600


def test_a_broken_file_of_people_is_refused_with_its_place(staffed: Office) -> None:
    path = staffed.config / "staff.toml"
    path.write_text("[people.maria]\nteam = \n", encoding="utf-8")
    broken = staffed.quick("due")
    assert broken.code == 1
    assert "staff.toml" in broken.err
    path.write_text('[people.maria]\naway = ["soon"]\n', encoding="utf-8")
    misspelt = staffed.quick("due")
    assert misspelt.code == 1
    assert "people.maria.away" in misspelt.err
    path.write_text('[people.maria]\nboss = "dana"\n', encoding="utf-8")
    unknown = staffed.quick("due")
    assert unknown.code == 2
    assert "lead" in unknown.err


def test_rungs_in_the_settings_are_checked(office: Office) -> None:
    assert office.quick("config", "set", "rungs", "50% owner, 1bd lead").code == 0
    assert office.quick("config", "set", "repeat", "4h").code == 0
    wrong = office.quick("config", "set", "rungs", "soon owner")
    assert wrong.code == 2
    assert "50%" in wrong.err
