"""A body of law is written once, and each plan type has it in its own words; what does not fit is said with its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.told import shipped

from denialctl.commands.rules.examples import run_examples
from denialctl.dates.windows import Count
from denialctl.packs.checking import faults_of
from denialctl.packs.files import shipped_rules, signature
from denialctl.packs.library import Library

if TYPE_CHECKING:
    from tests.conftest import Office

    from denialctl.law.rules import Rule

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "rule-authors.md"
LAW, CHURCH = re.findall(
    r"```yaml\n((?:law|regime): (?:first-appeal|church)\n.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL
)
GROUP = """\
regime: aca-group
title: Insured employer plan
state_regulated: yes
under: [first-appeal]
ladder: [internal-appeal]
"""
OWN_APPEAL = """\
  internal-appeal:
    decide:
      clock: plan
      say: The board decides.
      windows: [{count: 45 calendar days, after: filed}]
      authority: The plan's booklet
      if_missed: Call the board.
      source: {id: cfr, status: seen}
"""
UNDER_THE_CLAIMS_PROCEDURE = (
    "aca-group", "aca-individual", "church", "erisa-self-funded", "governmental-self-funded", "grandfathered-group",
)  # fmt: skip


class Rules:
    """A folder of rules with one law and the plan types that are under it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, str] = {
            "law/first-appeal.yaml": LAW,
            "federal/church.yaml": CHURCH,
            "federal/aca-group.yaml": GROUP,
        }

    def change(self, name: str, old: str, new: str) -> int:
        """Change one place of a file; return the line in which the new text begins."""
        text = self.files[name]
        assert text.count(old) >= 1, old
        self.files[name] = text.replace(old, new, 1)
        return text[: text.index(old)].count("\n") + 1

    def library(self, cache: Path | None = None) -> Library:
        """Write the files, and return the library of them."""
        for name, text in self.files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Library(self.root, office=None, cache=cache)

    def faults(self) -> list[str]:
        """Return all faults, as they are printed."""
        return [str(fault) for fault in faults_of(self.library())]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """Return the law and the plan types of docs/rule-authors.md, and one more plan type."""
    return Rules(tmp_path / "rules")


def rule(library: Library, plan: str, step: str, stage: str = "internal-appeal") -> Rule:
    """Return the one rule of a step."""
    found = [
        item
        for part in library.plan_law(plan).stages
        for item in part.rules
        if (item.stage, item.step) == (stage, step)
    ]
    assert len(found) == 1
    return found[0]


def days(item: Rule) -> int:
    """Return the days of a rule's one window."""
    shape = item.windows[0].window.shape
    assert isinstance(shape, Count)
    return shape.counting.span.near


# -- as a plan type has it ------------------------------------------------------


def test_each_plan_type_has_the_law_in_its_own_words(rules: Rules) -> None:
    library = rules.library()

    assert rules.faults() == []
    church, group = rule(library, "church", "decide"), rule(library, "aca-group", "decide")
    assert (church.authority, group.authority) == ("26 CFR 54.9815-2719(b)(2)(ii)", "45 CFR 147.136(b)(2)(ii)")
    assert church.if_missed == "Deemed exhausted, a suit under state law opens."
    assert group.if_missed == "Deemed exhausted, a suit opens."
    assert (church.notes, group.notes) == (("No department hears complaints.",), ())
    assert (church.when.asked, group.when.asked) == ((("levels", frozenset({"1"})),), ())
    assert [stage.id for stage in library.plan_law("church").stages] == ["internal-appeal", "judicial-review"]


def test_an_own_step_takes_the_place_of_the_laws_step_as_a_whole(rules: Rules) -> None:
    rules.files["federal/church.yaml"] += OWN_APPEAL

    library = rules.library()

    own = rule(library, "church", "decide")
    assert (own.say, own.authority, days(own)) == ("The board decides.", "The plan's booklet", 45)
    # Nothing of the law's rule is left in it: neither its note nor its condition.
    assert (own.notes, own.when.asked) == ((), ())
    assert own.place == f"rules/federal/church.yaml:{CHURCH.count(chr(10)) + 2}"
    assert rule(library, "church", "file").authority == "26 CFR 54.9815-2719(b)(2)(i)"
    assert rule(library, "aca-group", "decide").say == "The plan decides."


def test_a_word_without_a_place_for_it_drops_the_paragraph(rules: Rules) -> None:
    rules.change("law/first-appeal.yaml", '"45 CFR 147.136{}"', "45 CFR 147.136")

    assert rule(rules.library(), "aca-group", "file").authority == "45 CFR 147.136"


def test_a_text_that_comes_out_empty_is_left_out(rules: Rules) -> None:
    rules.change("law/first-appeal.yaml", "usually: {court: a suit opens}", 'usually: {court: a suit opens, doubt: ""}')
    rules.change(
        "law/first-appeal.yaml", 'court: "a suit under state law opens"}', "court: opens, doubt: not read itself}"
    )
    rules.change(
        "law/first-appeal.yaml", "source: {id: cfr, status: seen}", 'source: {id: cfr, status: seen, note: "{doubt}"}'
    )

    library = rules.library()

    assert rules.faults() == []
    assert rule(library, "church", "file").source.note == "not read itself"
    assert rule(library, "aca-group", "file").source.note is None


def test_examples_run_for_every_plan_type_that_the_rule_reaches(rules: Rules) -> None:
    rules.change("law/first-appeal.yaml", "due: 2026-04-01", "due: 2026-04-02")
    library = rules.library()

    found = run_examples(library)

    assert [(item.file, item.deadline, bool(item.fault)) for item in found] == [
        ("rules/federal/aca-group.yaml", "internal-appeal.file", False),
        ("rules/federal/aca-group.yaml", "internal-appeal.decide", True),
        ("rules/federal/church.yaml", "internal-appeal.file", False),
        ("rules/federal/church.yaml", "internal-appeal.decide", True),
    ]
    # A fault names the place of the rule, and as which plan type it was computed.
    line = LAW[: LAW.index("- cases: one-level")].count("\n") + 1
    assert str(found[3]).startswith(
        f"rules/law/first-appeal.yaml:{line} for church: internal-appeal.decide: due is 2026-04-01"
    )
    assert len(run_examples(library, ["rules/law/first-appeal.yaml"])) == 4
    assert len(run_examples(library, ["rules/federal/church.yaml"])) == 2


def test_an_example_may_be_for_some_plan_types_only(rules: Rules) -> None:
    rules.change(
        "law/first-appeal.yaml", "- {given: {denied: 2026-03-02", "- {only: [church], given: {denied: 2026-03-02"
    )

    found = run_examples(rules.library())

    assert [item.file for item in found if item.deadline == "internal-appeal.file"] == ["rules/federal/church.yaml"]


# -- what does not fit ------------------------------------------------------------


def test_a_word_that_is_not_said_for_a_plan_type(rules: Rules) -> None:
    line = rules.change("law/first-appeal.yaml", "Deemed exhausted, {court}.", "Deemed exhausted, {cort}. Not {court}.")

    assert rules.faults() == [
        (
            f"rules/law/first-appeal.yaml:{line}: stages.internal-appeal.decide.0.if_missed: "
            "the word {cort} is not said for church, aca-group; nearest known: court"
        )
    ]


def test_a_word_need_be_said_only_for_those_whom_the_text_reaches(rules: Rules) -> None:
    rules.change(
        "law/first-appeal.yaml", "note: No department hears complaints.", "note: No {office} hears complaints."
    )
    rules.change("law/first-appeal.yaml", 'court: "a suit under', 'office: department, court: "a suit under')

    assert rules.faults() == []
    assert rule(rules.library(), "church", "decide").notes == ("No department hears complaints.",)


def test_words_that_no_text_uses(rules: Rules) -> None:
    usual = rules.change(
        "law/first-appeal.yaml", "usually: {court: a suit opens}", "usually: {court: a suit opens, old: a word}"
    )
    line = rules.change("law/first-appeal.yaml", 'aca-group: {act: "', 'aca-group: {older: a word, act: "')

    assert rules.faults() == [
        f"rules/law/first-appeal.yaml:{usual}: usually.old: no text uses {{old}}",
        f"rules/law/first-appeal.yaml:{line}: reaches.aca-group.older: no text that reaches aca-group uses {{older}}",
    ]


@pytest.mark.parametrize("text", ["Deemed exhausted, {court.", "Deemed exhausted, {Court}, {court}.", "{court} {}"])
def test_other_braces(rules: Rules, text: str) -> None:
    line = rules.change("law/first-appeal.yaml", "if_missed: Deemed exhausted, {court}.", f'if_missed: "{text}"')

    found = rules.faults()

    assert any(
        fault.startswith(f"rules/law/first-appeal.yaml:{line}: ") and "braces hold a word" in fault for fault in found
    ), found


def test_words_told_by_words_go_one_step(rules: Rules) -> None:
    rules.change(
        "law/first-appeal.yaml", "usually: {court: a suit opens}", 'usually: {court: "{right} opens", right: a suit}'
    )
    assert rules.faults() == []
    assert rule(rules.library(), "aca-group", "decide").if_missed == "Deemed exhausted, a suit opens."

    line = rules.change("law/first-appeal.yaml", "right: a suit}", 'right: "{kind} suit", kind: a}')

    assert rules.faults() == [
        f"rules/law/first-appeal.yaml:{line}: usually.court: this word is told by a word that is itself told by words: one step only"
    ]


def test_a_required_text_that_comes_out_empty(rules: Rules) -> None:
    line = rules.change("law/first-appeal.yaml", "if_missed: Deemed exhausted, {court}.", 'if_missed: "{court}"')
    rules.change("law/first-appeal.yaml", "usually: {court: a suit opens}", 'usually: {court: ""}')

    assert rules.faults() == [
        f"rules/law/first-appeal.yaml:{line}: stages.internal-appeal.decide.0.if_missed: this comes out empty for aca-group"
    ]


def test_a_plan_type_that_the_law_does_not_reach(rules: Rules) -> None:
    rules.files["federal/chip.yaml"] = GROUP.replace("aca-group", "chip")

    assert rules.faults() == [
        "rules/federal/chip.yaml:4: under.0: rules/law/first-appeal.yaml does not reach chip: name it there, or take it out here"
    ]


def test_a_plan_type_that_is_not_under_a_law_which_reaches_it(rules: Rules) -> None:
    rules.files["federal/aca-group.yaml"] = CHURCH.replace("church", "aca-group").replace("[first-appeal]", "[second]")
    rules.files["law/second.yaml"] = LAW.replace("first-appeal", "second")
    line = LAW[: LAW.index("  aca-group: {act")].count("\n") + 1

    assert rules.faults() == [
        (
            f"rules/law/first-appeal.yaml:{line}: reaches.aca-group: the pack of aca-group does not say that it is `under` this law: "
            "say so there, or take it out here"
        ),
        (
            f"rules/law/second.yaml:{line - 1}: reaches.church: the pack of church does not say that it is `under` this law: "
            "say so there, or take it out here"
        ),
    ]


def test_plan_types_and_cases_that_the_law_does_not_have(rules: Rules) -> None:
    rule_line = rules.change("law/first-appeal.yaml", "- cases: one-level", "- cases: two-levels")
    note_line = rules.change("law/first-appeal.yaml", "only: [church]", "only: [chip]")

    found = rules.faults()

    assert (
        f"rules/law/first-appeal.yaml:{rule_line}: stages.internal-appeal.decide.0.cases: the law has no `cases` 'two-levels'"
        in found[1]
    )
    assert found[2] == (
        f"rules/law/first-appeal.yaml:{note_line}: stages.internal-appeal.decide.0.notes.0.only: "
        "the law does not reach chip: name it in `reaches`, or take it out here"
    )
    assert "no rule is for these `cases`" in found[0]
    assert len(found) == 3


def test_a_law_that_is_not_there(rules: Rules) -> None:
    rules.change("federal/church.yaml", "under: [first-appeal]", "under: [first-apeal]")

    assert rules.faults() == [
        "rules/federal/church.yaml:4: under.0: there is no body of law 'first-apeal': it would be rules/law/first-apeal.yaml"
    ]


def test_a_ladder_names_every_stage_once_and_no_other(rules: Rules) -> None:
    rules.change(
        "federal/church.yaml", "ladder: [internal-appeal, judicial-review]", "ladder: [judicial-revue, judicial-revue]"
    )
    own = CHURCH[: CHURCH.index("  judicial-review:")].count("\n") + 1

    assert rules.faults() == [
        "rules/federal/church.yaml:5: ladder: its laws also have internal-appeal",
        "rules/federal/church.yaml:5: ladder.0: neither its laws nor its own stages have 'judicial-revue'; nearest known: judicial-review",
        "rules/federal/church.yaml:5: ladder.1: judicial-revue stands twice",
        "rules/federal/church.yaml:5: ladder.1: neither its laws nor its own stages have 'judicial-revue'; nearest known: judicial-review",
        f"rules/federal/church.yaml:{own}: stages.judicial-review: this stage is not in the `ladder`",
    ]


def test_the_faults_of_a_law_are_told_once_with_those_of_other_files(rules: Rules) -> None:
    rules.change("law/first-appeal.yaml", "{court}.", "{cort}, {court}.")
    rules.files["federal/chip.yaml"] = "regime: chip\ntitle: CHIP\nstate_regulated: yes\nnonsense: x\nstages: {}\n"

    found = rules.faults()

    assert len(found) == 2
    assert [fault.split(":")[0] for fault in found] == ["rules/federal/chip.yaml", "rules/law/first-appeal.yaml"]


def test_sources_that_two_laws_tell_differently(rules: Rules) -> None:
    second = (
        LAW.replace("first-appeal", "second")
        .replace("  internal-appeal:", "  second-internal-appeal:")
        .replace("read: 2026-10-01", "read: 2026-11-01")
    )
    rules.files["law/second.yaml"] = second
    for name in ("federal/church.yaml", "federal/aca-group.yaml"):
        rules.change(name, "under: [first-appeal]", "under: [first-appeal, second]")
        rules.change(name, "ladder: [internal-appeal", "ladder: [internal-appeal, second-internal-appeal")

    assert rules.faults() == [
        f"rules/federal/{plan}.yaml:4: under.1: two of these laws describe the source cfr differently"
        for plan in ("aca-group", "church")
    ]


def test_a_law_outside_a_folder_of_laws_is_a_fault(office: Office) -> None:
    path = office.write_rules("first-appeal.yaml", LAW)

    result = office.quick("rules", "check", "first-appeal")

    assert result.code == 1
    assert (
        f"{path}:1: law: a body of law stands in a folder `law`, in a file of its own name: law/first-appeal.yaml"
        in result.out
    )


# -- one place to change ----------------------------------------------------------


def test_a_change_in_one_law_file_reaches_all_plan_types_under_it(tmp_path: Path) -> None:
    """29 CFR 2560.503-1(h)(3)(i) stands once: 180 days made 181 there are 181 days in all six, and nowhere else."""
    root = tmp_path / "rules"
    shutil.copytree(shipped_rules(), root)
    path = root / "law" / "claims-procedure.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  internal-appeal:\n")
    path.write_text(text[:start] + text[start:].replace("180 calendar days", "181 calendar days", 1), encoding="utf-8")
    library = Library(root, office=None, cache=None)

    changed: dict[str, int] = {}
    for plan in library.plan_types():
        stages = [stage for stage in library.plan_law(plan).stages if stage.id == "internal-appeal"]
        filing = [
            item
            for stage in stages
            for item in stage.rules
            if item.step == "file" and item.when.has_not == ("effective",)
        ]
        changed.update((plan, days(item)) for item in filing)

    assert changed == dict.fromkeys(UNDER_THE_CLAIMS_PROCEDURE, 181)


@pytest.mark.parametrize("first", ["", "under: [first-appeal]\n", "'under' : [first-appeal]\n"])
def test_the_cache_and_the_signature_notice_a_changed_law(rules: Rules, tmp_path: Path, first: str) -> None:
    """Wherever in its pack the plan type says that it is under the law."""
    if first:
        rules.change("federal/church.yaml", "under: [first-appeal]\n", "")
        rules.files["federal/church.yaml"] = first + rules.files["federal/church.yaml"]
    cache = tmp_path / "cache"
    before = rule(rules.library(cache), "church", "file")
    signed = signature(rules.root, None)

    rules.change("law/first-appeal.yaml", "180 calendar days", "181 calendar days")
    after = rule(rules.library(cache), "church", "file")

    assert (days(before), days(after)) == (180, 181)
    assert signature(rules.root, None) != signed
    # What is kept is the pack with the law's rules, file and line included.
    kept = rule(Library(rules.root, office=None, cache=cache), "church", "file")
    assert kept == after


def test_a_law_is_no_pack_of_its_own(rules: Rules) -> None:
    library = rules.library()

    assert sorted(pack["regime"] for pack in library.all_packs()) == ["aca-group", "church"]
    assert library.laws() == ["first-appeal"]


# -- file and line ------------------------------------------------------------------


def begins(place: str) -> str:
    """Return the line of a shipped file at which a rule is said to begin."""
    file, line = place.rsplit(":", 1)
    path = shipped_rules() / file.removeprefix("rules/")
    return path.read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_every_rule_knows_the_line_in_which_it_begins() -> None:
    """A rule of a list begins with its dash; one that stands alone, with the name of its step."""
    library = shipped()
    for plan in library.plan_types():
        for stage in library.plan_law(plan).stages:
            for item in stage.rules:
                text = begins(item.place)
                assert text.startswith("      - ") or text == f"    {item.step}:", f"{item.place} {text}"


def test_explain_leads_to_the_place_to_mend(office: Office) -> None:
    result = office.quick("calc", "--plan", "church", "--denied", "2026-10-01", "--explain", "--format", "json")

    steps: list[str] = result.deadline("internal-appeal.file")["derivation"]
    place = re.search(r"\(federal; (rules/law/claims-procedure\.yaml:\d+); read", steps[-1])
    assert place is not None, steps[-1]
    assert begins(place[1]) == "      - when: {has_not: [effective]}"


def test_show_explain_and_search_say_where_a_rule_is_written(office: Office) -> None:
    shown = office.quick("rules", "show", "church", "violation-explanation").out
    place = re.search(r"^violation-explanation\.explain .* (rules/law/external-review\.yaml:\d+)$", shown, re.MULTILINE)
    assert place is not None
    assert begins(place[1]) == "    explain:"
    assert "26 CFR 54.9815-2719(b)(2)(ii)(F)(2)" in shown

    explained = office.quick("rules", "explain", "violation-explanation", "--plan", "church")
    assert f"federal: {place[1]}" in explained.out

    told = office.quick("rules", "search", "54.9815-2719 violation in writing", "--format", "json").json["rules"]
    assert [(hit["regimes"], f"{hit['file']}:{hit['line']}") for hit in told if hit["step"] == "explain"] == [
        ("church", place[1])
    ]

    content: list[dict[str, Any]] = office.quick(
        "rules", "show", "church", "violation-explanation", "--format", "json"
    ).json["rules"]
    assert [f"{item['file']}:{item['line']}" for item in content] == [place[1]]


def test_a_body_of_law_is_shown_by_its_plan_types(office: Office) -> None:
    result = office.quick("rules", "show", "erisa-suit")

    assert result.code == 2
    assert '"erisa-suit" is a body of law' in result.err
    assert "aca-group, erisa-self-funded, grandfathered-group" in result.err


def test_two_rules_that_both_apply_are_named_with_their_lines(office: Office) -> None:
    one = """\
      - clock: provider
        say: {say}
        windows: [{{count: 10 calendar days, after: received}}]
        authority: our contract
        if_missed: The right is lost.
        source: {{url: https://example.org/, read: 2026-09-25, status: seen}}
"""
    head = "office: Own\ntitle: Own\nstages:\n  internal-appeal:\n    file:\n"
    path = office.write_rules("own.yaml", head + one.format(say="File it.") + one.format(say="File it twice."))

    result = office.quick("calc", "--plan", "church", "--denied", "2026-10-01")

    assert result.code == 1
    assert f"{path}:12: stages.internal-appeal.file: two rules of one layer both apply" in result.err
    assert f"the other one is in {path}:6: File it." in result.err
