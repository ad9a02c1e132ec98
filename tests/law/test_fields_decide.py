"""What a rule file says for people to read (a name, a heading, a citation, the words of a window) decides nothing: only its fields do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.told import assembler, case_of, deadline_of, shipped, timeline_of

from denialctl.commands.calc import regulators_for
from denialctl.timeline.advice import notice_defects
from denialctl.vocabulary import Status

if TYPE_CHECKING:
    from tests.conftest import Office

# The same window as in the payer's pack, in other words.
REWORDED = """\
office: Reworded
title: Reworded
stages:
  peer-to-peer:
    request:
      clock: provider
      say: Call before they decide.
      windows:
        - {ends_with: denial, words: open before the determination only}
      authority: own reading
      if_missed: No call any more; the appeal is the way.
      source: {url: own, read: 2026-11-01, status: seen}
"""


def _names(plan: str, state: str) -> list[str]:
    book = assembler().book(case_of(plan, denied="2026-09-01", state=state).facts)
    return [place.name for place in regulators_for(book)]


def test_an_office_that_serves_both_is_named_to_an_hmo_member_and_to_medicaid() -> None:
    """New York's Department of Health answers for the quality of HMOs; that its name says Medicaid, too, must not hide it."""
    health = "Department of Health (HMO quality and access, Medicaid managed care)"
    assert health in _names("aca-group", "NY")
    assert _names("medicaid-managed-care", "NY")[0] == health


@pytest.mark.parametrize("state", ["FL", "IA", "IL", "IN", "KY", "MI", "MT", "NC", "NE", "WA", "WI"])
def test_a_medicaid_office_is_named_to_medicaid_alone_and_first(state: str) -> None:
    public = [name for name in _names("medicaid-managed-care", state) if name not in _names("aca-group", state)]
    assert len(public) == 1
    assert _names("medicaid-managed-care", state)[0] == public[0]
    assert _names("dsnp-integrated", state)[0] == public[0]


def test_a_right_that_ends_with_the_denial_is_not_missed_however_its_window_is_worded(office: Office) -> None:
    office.write_rules("own.yaml", REWORDED)
    found = office.quick(
        "calc", "--plan", "aca-group", "--denied", "2026-09-01", "--as-of", "2026-09-21", "--format", "json"
    )
    assert found.code == 0, found.err
    call = found.deadline("peer-to-peer.request")
    assert call["window"] == "open before the determination only"
    assert call["status"] == "moot"


def test_a_day_that_the_letter_gives_for_the_call_stands_where_the_payer_calls_before_it_decides() -> None:
    """The letter is the higher authority: it offers a call after the denial, until 25 September."""
    case = case_of("medicare-advantage", denied="2026-09-01", payer="Humana", letters=["peer-to-peer=2026-09-25"])
    assert deadline_of(timeline_of(case, "2026-09-21"), "peer-to-peer.request").status is Status.OPEN


# Lines of the notice that no law asks for: read off denial logs, payers' forms and an article, by hand.
USUAL_IN_A_NOTICE = {
    "what-is-denied", "reason-in-words", "criterion-cited", "missing-element", "reviewer-named", "notice-date", "how-to-appeal", "call-line",
    "reference-number",
}  # fmt: skip


@pytest.mark.parametrize("citation", ["{0}", "practice: {0}", "Article 5, {0}", "29 CFR 2560.503-1(g)"])
def test_what_a_notice_lacks_is_a_defect_by_its_field_however_it_is_cited(citation: str) -> None:
    notice = shipped().guide("notice")
    assert notice is not None
    entries = tuple(replace(entry, authority=citation.format(entry.authority)) for entry in notice.entries)
    notice = replace(notice, parts=(replace(notice.parts[0], entries=entries),))
    case = replace(
        case_of("aca-group", denied="2026-09-01"), checks={("notice", entry.id): "missing" for entry in entries}
    )
    assert {entry.id for entry in entries} - {entry.id for entry in notice_defects(case, notice)} == USUAL_IN_A_NOTICE


MORE_OF_THE_SHEET = """\
guide: call-sheet
kind: sheet
title: More of the call sheet
parts:
  - heading: {heading}
    fields: "yes"
{field}    entries:
      - {{id: more, say: Anything else, authority: own practice, source: {{url: own, read: 2026-11-01, status: seen}}}}
"""


@pytest.mark.parametrize(
    ("heading", "field", "times"), [("Why it was denied", "", 1), ("Last time", '    earlier_criteria: "yes"\n', 2)]
)
def test_what_an_earlier_reviewer_wanted_stands_where_a_part_asks_for_it(
    office: Office, heading: str, field: str, times: int
) -> None:
    """The program's own sheet prints it once; a second part prints it again by its field, not by its heading."""
    office.write_rules("sheet.yaml", MORE_OF_THE_SHEET.format(heading=heading, field=field))
    office.stored("--plan", "aca-group", "--denied", "2026-11-20", "--as-of", "2026-11-20")
    monday = ("--as-of", "2026-11-23T10:00")
    office.quick(
        "record", "1", "peer-to-peer", "upheld", "--on", "2026-11-23", "--criteria", "six weeks of therapy", *monday
    )
    assert (
        office.quick("prep", "1", *monday).out.count("Said in an earlier call, to be met: six weeks of therapy")
        == times
    )


@pytest.mark.parametrize(("kind", "line"), [("script", "duty: no, "), ("script", "")])
def test_a_field_of_a_guide_stands_only_where_it_means_something(office: Office, kind: str, line: str) -> None:
    field = "" if line else '    earlier_criteria: "yes"\n'
    office.write_rules(
        "own.yaml", f"guide: own\nkind: {kind}\ntitle: Own\nparts:\n  - heading: One\n{field}    entries:\n"
        f"      - {{id: one, say: One, {line}authority: own, source: {{url: own, read: 2026-11-01, status: seen}}}}\n",
    )  # fmt: skip
    result = office.quick("rules", "check")
    assert result.code == 1
    assert (
        "`duty` belongs to the lines of a notice" if line else "`earlier_criteria` belongs to the parts of a call sheet"
    ) in result.out
