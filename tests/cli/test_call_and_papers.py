"""The call sheet, the checklists, what-if and the chart through the real entry point."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Office

MRI = (
    "--plan", "aca-group", "--state", "TX", "--payer", "UnitedHealthcare", "--denied", "2026-11-20", "--received", "2026-11-20",
    "--setting", "outpatient", "--patient", "MRN-1047", "--description", "MRI lumbar spine", "--code", "72148", "--owner", "maria",
    "--as-of", "2026-11-20T15:00",
)  # fmt: skip
MONDAY = ("--as-of", "2026-11-23T08:05")
HOSTILE = "<script>alert(1)</script> [red]x[/red] \x1b[31m `tick` **bold** =1+1 www.evil.example"


@pytest.fixture
def mri(office: Office) -> Office:
    office.stored(*MRI)
    return office


# -- the call sheet ----------------------------------------------------------------------


def test_the_sheet_names_the_days_around_the_call(mri: Office) -> None:
    """21 calendar days from Friday 20 November: Friday 11 December. The Texas appeal, 30 days: Sunday 20 December."""
    printed = mri.quick("prep", "1", *MONDAY).out
    assert "last day Fri 11 Dec 2026" in printed
    assert "The call stops no clock." in printed
    assert "last day Sun 20 Dec 2026" in printed
    assert "Hold the peer-to-peer call before you file the appeal." in printed
    for sentence in (
        "standard of care",
        "What clinical criteria would need to be met",
        "reference number of this call",
    ):
        assert sentence in printed


def test_a_blank_line_is_filled_by_edit_and_several_answers_add_up(mri: Office) -> None:
    blank = mri.quick("prep", "1", *MONDAY, "--format", "json").json["blank"]
    assert {"history", "tried", "guideline", "criterion"} <= set(blank)
    first = ("--sheet", "history=pain since March", "--sheet", "tried=naproxen 500 mg, March to May, no relief")
    assert mri.quick("edit", "1", *first, *MONDAY).code == 0
    assert mri.quick("edit", "1", "--sheet", "tried=therapy, 12 visits, worse", *MONDAY).code == 0
    sheet = mri.quick("prep", "1", *MONDAY, "--format", "json").json
    lines = {line["name"]: line["answers"] for line in sheet["lines"]}
    assert lines["history"] == ["pain since March"]
    assert lines["tried"] == ["naproxen 500 mg, March to May, no relief", "therapy, 12 visits, worse"]
    assert not {"history", "tried"} & set(sheet["blank"])
    spoken = {line["name"]: line["say"] for line in sheet["say"]}
    assert "has tried naproxen 500 mg, March to May, no relief; therapy, 12 visits, worse" in spoken["tried-and-failed"]
    assert mri.quick("edit", "1", "--clear", "sheet.tried", *MONDAY).code == 0
    assert "tried" in mri.quick("prep", "1", *MONDAY, "--format", "json").json["blank"]


def test_a_line_that_does_not_exist_is_refused_and_the_text_is_not_repeated(mri: Office) -> None:
    wrong = mri.quick("edit", "1", "--sheet", "histroy=secret", *MONDAY)
    assert wrong.code == 2
    assert "history" in wrong.err
    assert "secret" not in wrong.err
    shapeless = mri.quick("edit", "1", "--sheet", "a secret without a name", *MONDAY)
    assert shapeless.code == 2
    assert "secret" not in shapeless.err


def test_filling_in_needs_somebody_to_ask(mri: Office) -> None:
    result = mri.run("prep", "1", "--fill")
    assert result.code == 2
    assert "--sheet" in result.err


def test_a_payer_that_holds_no_call_says_so(office: Office) -> None:
    """Blue Cross and Blue Shield of Kansas offers no peer-to-peer, as it wrote to a practice in 2019 (payers-p2p)."""
    payer = "Blue Cross and Blue Shield of Kansas"
    office.stored(
        "--plan", "aca-group", "--state", "KS", "--denied", "2026-11-20", "--as-of", "2026-11-20", "--payer", payer
    )
    assert "offers no peer-to-peer" in office.quick("prep", "1", *MONDAY, "--format", "json").json["not_offered"]
    sheet = office.quick("prep", "1", *MONDAY).out
    assert "This plan seems to offer no call after the denial: ask once by phone today, and appeal." in sheet
    assert f"{payer} offers no peer-to-peer, as it wrote to a practice in 2019." in sheet
    assert "E-mail of the payer to a practice, reported in the press in October 2019 [check the letter]" in sheet


HUMANA = ("--plan", "medicare-advantage", "--payer", "Humana", "--denied", "2026-11-20", "--received", "2026-11-20")
NONE = "This plan offers no call after the denial: appeal"
WHO = "Humana provider newsletter, peer review process changes (payer policy)"


def test_no_call_after_the_denial_is_an_answer_wherever_the_case_is_read(office: Office) -> None:
    """Humana, since 1 August 2018: none after the denial in Medicare Advantage. No day is shown for it, and the appeal says so, with the source."""
    office.stored(*HUMANA, "--as-of", "2026-11-20")
    found = office.quick("show", "1", *MONDAY, "--format", "json")
    call, appeal = found.deadline("peer-to-peer.request"), found.deadline("internal-appeal.file")
    assert (call["status"], call["due"], call["latest"], call["act_by"]) == ("moot", None, None, None)
    assert (call["layer"], call["confirmed"]) == ("payer", True)
    assert call["no_call"] == appeal["no_call"] == f"{NONE} ({WHO})."
    assert found.deadline("internal-appeal.decide")["no_call"] is None

    line = next(
        line for line in office.quick("show", "1", *MONDAY).out.splitlines() if line.startswith("peer-to-peer.request")
    )
    assert "due none" in line
    assert "not known" not in line
    assert f"next\t{NONE} ({WHO}). Ask the plan for a reconsideration" in office.quick("show", "1", *MONDAY).out
    assert f"{NONE} ({WHO})." in office.quick("due", "--within", "90d", *MONDAY).out
    sheet = office.quick("prep", "1", *MONDAY).out
    assert f"{NONE}. This payer holds the call only before it decides" in sheet
    assert f"payer manual, letter decides: {WHO}" in sheet
    for command in (("show", "1"), ("due", "--within", "90d")):
        assert NONE in office.quick(*command, *MONDAY, "--format", "html").out


def test_a_call_that_was_held_all_the_same_is_no_such_answer(office: Office) -> None:
    office.stored(*HUMANA, "--as-of", "2026-11-20")
    office.quick("record", "1", "peer-to-peer", "requested", "--on", "2026-11-23", *MONDAY)
    found = office.quick("show", "1", *MONDAY, "--format", "json")
    assert found.deadline("peer-to-peer.request")["status"] == "met"
    assert found.deadline("internal-appeal.file")["no_call"] is None


def test_before_the_denial_the_call_that_ends_with_it_is_still_to_come(office: Office) -> None:
    pending = (
        "calc",
        "--plan",
        "medicare-advantage",
        "--payer",
        "Humana",
        "--requested",
        "2026-11-20",
        *MONDAY,
        "--format",
        "json",
    )
    call = office.quick(*pending).deadline("peer-to-peer.request")
    assert call["no_call"] is None
    assert call["status"] == "projected"


@pytest.mark.parametrize(
    ("plan", "payer", "state", "facts"),
    [
        ("medicare-advantage", "Humana", "OH", ()),
        ("medicare-advantage", "BCBSM", "MI", ()),
        ("medicare-advantage", "Medica", "MN", ()),
        ("medicare-advantage", "Fidelis", "NY", ("--setting", "outpatient")),
        ("medicare-advantage", "Priority Health", "MI", ("--setting", "inpatient")),
        ("medicare-advantage", "Priority Health", "MI", ("--reviewer", "TurningPoint")),
        ("medicare-advantage", "Humana", "OH", ("--reviewer", "Cohere")),
        ("medicare-advantage", "UnitedHealthcare", "OH", ("--reviewer", "Evolent")),
        ("dsnp-integrated", "MeridianComplete", "MI", ()),
        ("dsnp-integrated", "Aetna Better Health", "OH", ("--phase", "concurrent")),
        ("medicaid-managed-care", "Aetna Better Health", "IL", ()),
        ("medicaid-managed-care", "Texas Children's", "TX", ()),
        ("aca-individual", "Ambetter", "AZ", ("--phase", "post-service")),
        ("tricare", "TRICARE East", "", ()),
    ],
)
def test_the_payers_that_hold_no_call_after_the_denial(
    office: Office, plan: str, payer: str, state: str, facts: tuple[str, ...]
) -> None:
    """The rows of section 3 of the payers' facts, as read on 28 November 2026."""
    where = ("--state", state) if state else ()
    case = (
        "calc",
        "--plan",
        plan,
        "--payer",
        payer,
        *where,
        *facts,
        "--denied",
        "2026-11-20",
        *MONDAY,
        "--format",
        "json",
    )
    call = office.quick(*case).deadline("peer-to-peer.request")
    assert call["status"] == "moot"
    assert call["due"] is None
    assert "no call after the denial" in call["no_call"]
    assert call["authority"] in call["no_call"]


def test_a_line_for_another_plan_or_state_is_not_named(office: Office) -> None:
    """Aetna has one line for Medicare Advantage and one for all others; Molina's is for Washington."""
    aetna = (
        "--payer",
        "Aetna",
        "--denied",
        "2026-11-20",
        "--received",
        "2026-11-20",
        "--as-of",
        "2026-11-20",
        "--patient",
    )
    office.stored("--plan", "medicare-advantage", *aetna, "A")
    office.stored("--plan", "erisa-self-funded", *aetna, "B")
    office.stored(
        "--plan",
        "medicaid-managed-care",
        "--state",
        "CA",
        "--payer",
        "Molina",
        "--denied",
        "2026-11-20",
        "--as-of",
        "2026-11-20",
    )
    lines = [
        next(
            line["answers"]
            for line in office.quick("prep", number, *MONDAY, "--format", "json").json["lines"]
            if line["name"] == "um-line"
        )
        for number in ("1", "2", "3")
    ]
    assert ["800-624-0756 (peer-to-peer, Medicare" in line for line in lines[0]] == [True]
    assert lines[1]
    assert not any("800-624-0756" in line for line in lines[1])
    assert lines[2] == []


def test_the_hour_of_the_call_is_said_and_papers_that_were_sent_are_asked_after(mri: Office) -> None:
    mri.quick("record", "1", "peer-to-peer", "requested", "--on", "2026-11-20", "--as-of", "2026-11-20T16:00")
    mri.quick("record", "1", "peer-to-peer", "scheduled", "--on", "2026-11-23T14:00", *MONDAY)
    assert "At 14:00." in mri.quick("due", *MONDAY).out
    assert "Mon 23 Nov 2026 14:00 EST" in mri.quick("prep", "1", *MONDAY).out
    for what in ("held", "pending-documents", "documents-sent"):
        mri.quick("record", "1", "peer-to-peer", what, "--on", "2026-11-23", "--as-of", "2026-11-23T15:00")
    assert "They have the papers." in mri.quick("due", "--as-of", "2026-11-24T08:00").out
    mri.quick("record", "1", "peer-to-peer", "approved", "--on", "2026-11-24", "--as-of", "2026-11-24T09:00")
    assert "They have the papers." not in mri.quick("due", "--as-of", "2026-11-24T10:00").out


def test_what_ends_on_a_saturday_is_for_friday(office: Office) -> None:
    """Home care ends on Sunday 22 November: the QIO has to be asked by noon of Saturday, when nobody is in the office."""
    office.stored(
        "--plan", "medicare-advantage", "--denied", "2026-11-20", "--received", "2026-11-20T07:30", "--via", "hand", "--phase", "concurrent",
        "--setting", "post-acute", "--service-ends", "2026-11-22", "--as-of", "2026-11-20T08:00",
    )  # fmt: skip
    items = office.quick("due", "--as-of", "2026-11-20T08:05", "--format", "json").json["items"]
    assert (items[0]["deadline"]["id"], items[0]["band"]) == ("fast-track-appeal.file", "today")


SOME_SETTINGS = """\
payer: Acme
kind: payer
title: Acme
stages:
  peer-to-peer:
    request:
      when: {{setting: [inpatient]}}
      clock: provider
      say: Call today.
      windows: [{window}]
      authority: its manual
      if_missed: No call any more.
      source: {{url: its manual, read: 2026-11-02, status: seen}}
"""


def test_an_open_fact_is_not_taken_as_answered(office: Office) -> None:
    """A payer that speaks for inpatients only: while the setting is not entered, what is usual elsewhere may be the safe day."""
    office.write_rules("acme.yaml", SOME_SETTINGS.format(window="{count: 7 calendar days, after: notice_date}"))
    case = (
        "calc",
        "--plan",
        "aca-group",
        "--state",
        "MI",
        "--payer",
        "Acme",
        "--denied",
        "2026-11-20",
        "--received",
        "2026-11-20",
    )
    asked = ("--as-of", "2026-11-21", "--format", "json")
    unsaid = office.quick(*case, *asked).deadline("peer-to-peer.request")
    known = office.quick(*case, "--setting", "outpatient", *asked).deadline("peer-to-peer.request")
    assert unsaid["status"] == "open"
    assert unsaid["due"] <= known["due"]
    assert unsaid["missing"]


def test_an_answer_under_which_there_is_no_call_is_said_beside_the_day(office: Office) -> None:
    office.write_rules("acme.yaml", SOME_SETTINGS.format(window="{not_offered: none for inpatients}"))
    case = (
        "calc",
        "--plan",
        "aca-group",
        "--state",
        "MI",
        "--payer",
        "Acme",
        "--denied",
        "2026-11-20",
        "--received",
        "2026-11-20",
    )
    found = office.quick(*case, "--as-of", "2026-11-21", "--format", "json")
    call = found.deadline("peer-to-peer.request")
    assert call["status"] == "open"
    assert "--setting" in call["missing"]
    said = "Perhaps no call at all: none for inpatients (its manual). What decides: whether the patient is an inpatient or an outpatient (--setting)."
    assert said in call["notes"]
    assert said in found.json["warnings"]


# -- checklists --------------------------------------------------------------------------------


def test_the_next_stage_has_its_checklist_and_answers_are_kept(mri: Office) -> None:
    found = mri.quick("checklist", "1", "internal-appeal", *MONDAY, "--format", "json").json
    entries = found["entries"]
    assert found["stage"] == "internal-appeal"
    assert found["open"] == len(entries) > 3
    assert all(entry["authority"] for entry in entries)
    one, two = entries[0]["id"], entries[1]["id"]
    assert mri.quick("checklist", "1", "internal-appeal", "--done", "1", "--missing", two, *MONDAY).code == 0
    again = mri.quick("checklist", "1", "internal-appeal", *MONDAY, "--format", "json").json
    answers = {entry["id"]: entry["answer"] for entry in again["entries"]}
    assert (answers[one], answers[two], again["open"]) == ("done", "missing", len(entries) - 2)
    assert mri.quick("checklist", "1", "internal-appeal", "--reopen", "1,2", *MONDAY).code == 0
    assert mri.quick("checklist", "1", "internal-appeal", *MONDAY, "--format", "json").json["open"] == len(entries)


def test_what_the_reviewer_asked_for_stands_on_the_checklist_of_the_appeal(mri: Office) -> None:
    upheld = (
        "record",
        "1",
        "peer-to-peer",
        "upheld",
        "--on",
        "2026-11-23",
        "--criteria",
        "six weeks of therapy documented",
        *MONDAY,
    )
    assert mri.quick(*upheld).code == 0
    assert "six weeks of therapy documented" in mri.quick("checklist", "1", "internal-appeal", *MONDAY).out


def test_what_a_notice_lacks_opens_a_way(office: Office) -> None:
    """45 CFR 147.136(b)(2)(ii)(E) and (F): what an insurer's notice must say, and deemed exhaustion where it does not."""
    office.stored(*MRI)
    notice = office.quick("checklist", "1", "notice", *MONDAY, "--format", "json").json
    lawful = [entry for entry in notice["entries"] if "147.136" in entry["authority"] and entry["if_missing"]]
    assert lawful
    assert office.quick("checklist", "1", "notice", "--missing", lawful[0]["id"], *MONDAY).code == 0
    advice = {item["id"]: item for item in office.quick("show", "1", *MONDAY, "--format", "json").json["advice"]}
    assert lawful[0]["if_missing"] in advice["notice-defect"]["say"]
    assert "the notice lacks 1 thing that it must say" in advice["complain"]["because"].lower()


def test_a_complaint_names_the_regulator_and_the_reasons(office: Office) -> None:
    """Filed 5 October: the 30 days of the plan end on Wednesday 4 November."""
    office.stored(
        "--plan", "aca-group", "--state", "TX", "--denied", "2026-09-10", "--received", "2026-09-10",
        "--event", "internal-appeal filed 2026-10-05", "--as-of", "2026-10-06",
    )  # fmt: skip
    page = office.quick("checklist", "1", "regulator-complaint", "--as-of", "2026-11-23")
    assert page.code == 0, page.err
    assert "Texas Department of Insurance" in page.out
    assert "Wed 4 Nov 2026" in page.out


def test_a_checklist_that_does_not_exist_is_refused(mri: Office) -> None:
    result = mri.quick("checklist", "1", "internal-apeal", *MONDAY)
    assert result.code == 2
    assert "internal-appeal" in result.err
    wrong = mri.quick("checklist", "1", "internal-appeal", "--done", "99", *MONDAY)
    assert wrong.code == 2
    twice = mri.quick("checklist", "1", "internal-appeal", "--done", "1", "--missing", "1", *MONDAY)
    assert twice.code == 2


# -- what if, and the chart ------------------------------------------------------------------------


def test_what_if_draws_both_ladders_and_stores_nothing(office: Office) -> None:
    """Upheld and received Friday 30 October 2026: four months later there is no day 30, so Monday 1 March 2027."""
    office.stored(
        "--plan", "erisa-self-funded", "--denied", "2026-08-03", "--received", "2026-08-03", "--as-of", "2026-10-01"
    )
    before = office.quick("show", "1", "--history").out
    suppose = (
        "--what-if",
        "internal-appeal filed 2026-10-05",
        "--what-if",
        "internal-appeal upheld 2026-10-28 received 2026-10-30",
    )
    found = office.quick("show", "1", *suppose, "--as-of", "2026-10-01", "--format", "json")
    assert found.code == 0, found.err
    then = {item["id"]: item for item in found.json["then"]["deadlines"]}
    today = {item["id"]: item for item in found.json["today"]["deadlines"]}
    assert (then["external-review.file"]["due"], then["external-review.file"]["status"]) == ("2027-03-01", "open")
    assert today["external-review.file"]["status"] == "projected"
    assert "external-review.file" in found.json["changed"]
    assert office.quick("show", "1", "--history").out == before
    printed = office.quick("show", "1", *suppose, "--as-of", "2026-10-01").out
    assert "then: last day Mon 1 Mar 2027" in printed
    assert "Nothing is stored." in printed


def test_the_chart_stays_within_eighty_columns_and_says_its_dates(mri: Office) -> None:
    lines = mri.quick("show", "1", "--chart", *MONDAY).out.splitlines()
    drawn = [line for line in lines if re.fullmatch(r"[ #=.~v!|>+-]+", line) and line.strip()]
    assert drawn
    assert max(map(len, drawn)) <= 80
    assert any("peer-to-peer: request   Fri 11 Dec 2026, open" in line for line in lines)


# -- pages --------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Collects every element and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


PAGES = (
    ("prep", "1"),
    ("checklist", "1", "internal-appeal"),
    ("show", "1"),
    ("due",),
    ("show", "1", "--what-if", "peer-to-peer upheld 2026-11-24"),
)


@pytest.fixture
def hostile(office: Office) -> Office:
    where = [HOSTILE if word in ("MRI lumbar spine", "MRN-1047", "maria") else word for word in MRI]
    office.stored(*where)
    assert office.quick("edit", "1", "--sheet", f"history={HOSTILE}", "--sheet", f"tried={HOSTILE}", *MONDAY).code == 0
    return office


@pytest.mark.parametrize("command", PAGES, ids=lambda words: "-".join(words[:1] + words[2:3]))
def test_no_text_of_people_takes_effect_in_html(hostile: Office, command: tuple[str, ...]) -> None:
    page = hostile.quick(*command, *MONDAY, "--format", "html").out
    tags = Tags()
    tags.feed(page)
    assert "&lt;script&gt;" in page
    assert not tags.found & {"script", "a", "img", "iframe", "link", "form", "object"}
    assert not {name for name in tags.attributes if name.startswith("on") or name in ("href", "src")}
    assert "\x1b" not in page


@pytest.mark.parametrize("command", PAGES, ids=lambda words: "-".join(words[:1] + words[2:3]))
def test_no_text_of_people_takes_effect_in_markdown(hostile: Office, command: tuple[str, ...]) -> None:
    page = hostile.quick(*command, *MONDAY, "--format", "markdown").out
    outside = re.sub(r"```text.*?```", "", page, flags=re.DOTALL)
    assert "<script>" not in outside
    assert "**bold**" not in outside
    assert "`tick`" not in outside
    assert "www.evil" not in outside
    assert "\x1b" not in page


def test_a_page_in_text_is_the_same_on_a_terminal_and_off_it(mri: Office) -> None:
    assert mri.quick("due", "--format", "text", *MONDAY).out == mri.quick("due", *MONDAY).out
