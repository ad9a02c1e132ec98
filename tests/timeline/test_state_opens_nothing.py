"""A state's text that was read and gives no time is told apart from one that nobody has read."""

from __future__ import annotations

from tests.told import case_of, deadline_of, timeline_of


def test_where_the_state_opens_nothing_the_federal_day_is_shown_as_arguable() -> None:
    """Mississippi, Nebraska and Tennessee, care already given: silence opens no review in the state's process ."""
    for state in ("MS", "NE", "TN"):
        case = case_of(
            "aca-group",
            ["internal-appeal filed 2026-06-01"],
            state=state,
            phase="post-service",
            denied="2026-05-04",
            received="2026-05-04",
        )
        item = deadline_of(timeline_of(case, "2026-08-10"), "external-review.file")
        notes = item.notes
        # The day on the line is the federal one, so what is said is to file.
        assert "file external review" in item.say, state
        assert any("Press for the decision" in note for note in notes), state
        assert any("gives no time here" in note for note in notes), state
        assert not any("was not read" in note for note in notes), state
