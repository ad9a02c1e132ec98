"""What a rule file may say about a stage: what opens it, for which cases, and the rules of its steps."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from denialctl.packs.model_base import ConditionsText, SourceText, Strict, Text, as_list
from denialctl.packs.rule_model import RuleText
from denialctl.vocabulary import Kind


def _as_opening(value: object) -> object:
    """Let a bare stage id stand for `{stage: ...}`."""
    return {"stage": value} if isinstance(value, str) else value


def _key(name: str, **more: Any) -> Any:  # noqa: ANN401 - pydantic's own signature
    return Field(default=None, alias=name, **more)


Ending = Literal["upheld", "partly-upheld", "dismissed", "silence", "filed"]


class OpensAfterText(Strict):
    """A stage that opens this one, and for which cases."""

    stage: Text
    when: ConditionsText | None = None
    on: list[Ending] | None = Field(
        None, description="by which end of this stage, where that differs from the `on` of them all"
    )


class Opens(Strict):
    """What opens a stage: the denial itself, or the end of other stages."""

    after: list[Annotated[OpensAfterText, BeforeValidator(_as_opening)]] = Field(
        description="`denial`, or stage ids, the most final first"
    )
    on: list[Ending] | None = Field(None, description="by which end of that stage; silence: the plan let its time pass")


class RefusalText(Strict):
    """The law by which a request that they refuse to expedite becomes a standard one."""

    authority: Text
    source: SourceText


Steps = Annotated[list[RuleText], BeforeValidator(as_list)]


class StageText(Strict):
    """One step of the ladder, with everything that is done in it."""

    kind: Kind | None = None
    title: Text | None = None
    about: Text | None = Field(None, description="one or two sentences that a coordinator reads")
    opens: Opens | None = None
    when: ConditionsText | None = None
    alternative_to: Text | None = Field(None, description="the stage that it replaces when it is used (expedited)")
    optional: Literal["yes"] | None = Field(None, description="a door beside the ladder; it does not lead on")
    files_by_itself: Literal["yes"] | None = Field(None, description="nobody files here: the plan sends the file on")
    used_by: list[Literal["member", "provider", "provider-with-consent"]] | None = Field(
        None,
        description="who may use this door: the member or somebody authorized; the provider in its own name; the "
        "provider with the member's written consent. Left out: the text or the letter says",
    )
    after_stage: Text | None = Field(None, description="where an added stage stands in the ladder")
    expedite_refused: RefusalText | None = Field(
        None,
        description="who says that a request which they refuse to expedite is decided in the standard time, from the "
        "same receipt",
    )

    request: Steps | None = _key("request", description="ask for a call")
    hold: Steps | None = _key("hold", description="the call itself")
    supply: Steps | None = _key("supply", description="papers that they asked for")
    file: Steps | None = _key("file", description="the request or appeal reaches them")
    cure: Steps | None = _key("cure", description="complete an incomplete filing")
    evidence: Steps | None = _key("evidence", description="more papers, unasked")
    ask: Steps | None = _key("ask", description="they say what is missing")
    acknowledge: Steps | None = _key("acknowledge")
    preliminary_review: Steps | None = _key("preliminary-review", description="is the request eligible")
    preliminary_notice: Steps | None = _key("preliminary-notice")
    assign: Steps | None = _key("assign")
    documents: Steps | None = _key("documents", description="the plan's file goes to the reviewer")
    forward: Steps | None = _key("forward", description="the plan sends the case on")
    answer: Steps | None = _key("answer", description="after a call: they have our papers, and we ask for the answer")
    decide: Steps | None = _key("decide")
    written: Steps | None = _key("written", description="written notice after an oral one")
    notify: Steps | None = _key("notify", description="they tell us")
    explain: Steps | None = _key("explain")
    deliver: Steps | None = _key("deliver", description="a notice that they must hand over")
    carry_out: Steps | None = _key("carry-out", description="they do what was decided for us")
