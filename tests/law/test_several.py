"""The rules of several plan types side by side, for a case whose plan type is not settled."""

from __future__ import annotations

from tests.written import Packs, first_decision, plan_law, stage, state_law

from denialctl.law.several import side_by_side
from denialctl.vocabulary import Kind


def test_every_stage_of_every_plan_type_as_the_first_that_has_it_describes_it() -> None:
    group = Packs(
        plan_law(first_decision(), stage("internal-appeal", kind=Kind.INTERNAL_APPEAL, title="Appeal to the plan"))
    ).book(state=None)
    pace = Packs(
        plan_law(
            stage("internal-appeal", kind=Kind.INTERNAL_APPEAL, title="Appeal to the organization"),
            stage("state-fair-hearing", kind=Kind.FURTHER_REVIEW, title="Hearing"),
        ),
        state_law(),
    ).book(plan="pace")

    both = side_by_side({"aca-group": group, "pace": pace}, "Plan type not settled: aca-group or pace")

    assert {name: found.title for name, found in both.stages.items()} == {
        "initial-decision": "initial decision",
        "internal-appeal": "Appeal to the plan",
        "state-fair-hearing": "Hearing",
    }
    assert (both.plan_law.id, both.plan_law.title) == ("aca-group,pace", "Plan type not settled: aca-group or pace")
    assert both.state is not None
    assert both.state.code == "OH"
    assert both.warnings == group.warnings
