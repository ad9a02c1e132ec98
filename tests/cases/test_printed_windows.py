"""A time that a letter prints (`60 days`) is counted as its stage counts: its trigger, its receipt, its month rule, its calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.told import shipped

from denialctl.cases.case import Case, Happening
from denialctl.cases.events import Event, PlainWords, fold, read_letter
from denialctl.cases.facts import Facts
from denialctl.cases.printed import PrintedWindow, read_printed, read_window
from denialctl.cases.stored_facts import facts_from, letter_payload
from denialctl.dates.calendars import FEDERAL
from denialctl.dates.moments import Instant, end_of, parse_moment
from denialctl.dates.windows import Span, Unit
from denialctl.errors import UsageError
from denialctl.timeline.act_by import OpenDays
from denialctl.timeline.assemble import Assembler
from denialctl.vocabulary import STATES

if TYPE_CHECKING:
    from tests.conftest import Office

    from denialctl.timeline.deadline import Timeline

ZONE = "America/New_York"
IN_ZONE = partial(parse_moment, zone=ZONE)


def calc(office: Office, *arguments: str) -> dict[str, Any]:
    result = office.quick("calc", *arguments, "--format", "json")
    assert result.code == 0, result.err
    return {item["id"]: item for item in result.json["deadlines"]}


# -- reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("60 days", 60, Unit.CALENDAR_DAYS),
        ("1 day", 1, Unit.CALENDAR_DAYS),
        ("60 calendar days", 60, Unit.CALENDAR_DAYS),
        ("sixty (60) days", 60, Unit.CALENDAR_DAYS),
        ("60 (sixty) days", 60, Unit.CALENDAR_DAYS),
        ("Sixty-five days", 65, Unit.CALENDAR_DAYS),
        ("one hundred and eighty (180) calendar days", 180, Unit.CALENDAR_DAYS),
        ("one hundred twenty days", 120, Unit.CALENDAR_DAYS),
        ("within 60 days", 60, Unit.CALENDAR_DAYS),
        ("2 weeks", 14, Unit.CALENDAR_DAYS),
        ("2 business days", 2, Unit.BUSINESS_DAYS),
        ("five (5) working days", 5, Unit.BUSINESS_DAYS),
        ("48 hours", 48, Unit.HOURS),
        ("72-hours", 72, Unit.HOURS),
        ("four (4) months", 4, Unit.MONTHS),
        ("1 year", 1, Unit.YEARS),
    ],
)
def test_what_letters_print_is_read(text: str, amount: int, unit: Unit) -> None:
    assert read_window(text).span == Span(amount, amount, unit)


@pytest.mark.parametrize(
    "text", ["3-5 days", "3 to 5 business days", "3..7 business days", "3 – 5 days", "two or three days"]
)
def test_a_range_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is a range") as refused:
        read_window(text)
    assert "shorter one" in refused.value.way_out


@pytest.mark.parametrize(
    "text",
    ["days", "0 days", "60 fortnights days", "60 days from receipt", "sixty thirty days", "five hundred thousand days", "99999 days",
     "hundred days", "-5 days", "20 years", "sixty (sixty days"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="letter's time"):
        read_window(text)


def test_two_numbers_that_differ_are_refused() -> None:
    with pytest.raises(UsageError, match="two numbers"):
        read_window("sixty (30) days")


def test_dates_stay_dates() -> None:
    assert read_printed("2026-12-01", IN_ZONE) == date(2026, 12, 1)
    assert isinstance(read_printed("2026-12-01T15:00", IN_ZONE), Instant)
    with pytest.raises(UsageError, match="as a date") as refused:
        read_printed("sixty", IN_ZONE)
    assert '"60 days"' in refused.value.way_out


def test_it_is_stored_as_text_and_old_dates_still_read() -> None:
    letters = dict(
        read_letter(text, PlainWords(["internal-appeal", "peer-to-peer"], ZONE))
        for text in ("internal-appeal=60 days", "peer-to-peer=2026-10-20")
    )
    stored = letter_payload(letters)
    assert stored == {"letter.internal-appeal": "60 days", "letter.peer-to-peer": "2026-10-20"}
    facts = fold([Event("added", {"plan": "fehb", "denied": "2026-10-01", **stored}, 1)], ZONE).facts
    assert facts.letters == {
        "internal-appeal": PrintedWindow(Span(60, 60, Unit.CALENDAR_DAYS), "60 days"),
        "peer-to-peer": date(2026, 10, 20),
    }
    assert facts_from({"plan": "fehb", "letter.internal-appeal": "2026-12-01T10:00:00-05:00"}, ZONE).letters


# -- counted, stage by stage ------------------------------------------------------------------

MA = ("--plan", "medicare-advantage", "--denied", "2026-10-01", "--as-of", "2026-10-05")


def test_sixty_days_over_a_presumed_receipt(office: Office) -> None:
    """1 October + 5 = Tue 6 October, presumed receipt; + 60: 25 days to 31 October, 55 to 30 November, Sat 5 December. The law's own."""
    appeal = calc(office, *MA, "--letter", "internal-appeal=60 days")["internal-appeal.file"]
    assert (appeal["due"], appeal["latest"]) == ("2026-12-05", "2026-12-05")
    assert appeal["derivation"][0] == "printed on the letter: 60 days, read as 60 calendar days"
    assert "receipt presumed 5 calendar days later: Tue 6 Oct 2026" in appeal["derivation"]
    assert "60 calendar days later: Sat 5 Dec 2026" in appeal["derivation"]
    assert appeal["overruled"] == []
    assert not any("gives less time" in note for note in appeal["notes"])


def test_a_shorter_letter_is_acted_on(office: Office) -> None:
    """6 October + 45: 25 days to 31 October, 20 more: Fri 20 November. The law's 5 December is said."""
    appeal = calc(office, *MA, "--letter", "internal-appeal=45 days")["internal-appeal.file"]
    assert (appeal["due"], appeal["latest"], appeal["basis"], appeal["layer"]) == (
        "2026-11-20",
        "2026-12-05",
        "letter",
        "letter",
    )
    assert "the law gives more, until Sat 5 Dec 2026" in appeal["derivation"]
    assert [gone["due"] for gone in appeal["overruled"]] == ["2026-12-05"]


def test_a_longer_letter_is_only_argued(office: Office) -> None:
    """6 October + 90: 25 to 31 October, 55 to 30 November, 86 to 31 December, 4 January 2027. The law's day stays the safe one."""
    appeal = calc(office, *MA, "--letter", "internal-appeal=ninety (90) days")["internal-appeal.file"]
    assert (appeal["due"], appeal["latest"], appeal["basis"], appeal["layer"]) == (
        "2026-12-05",
        "2027-01-04",
        "law",
        "federal",
    )
    assert any(step.startswith("printed on the letter: ninety (90) days") for step in appeal["derivation"])


def test_two_business_days_over_thanksgiving(office: Office) -> None:
    """Received Wed 25 November: Thu 26 is Thanksgiving, Fri 27 is day 1, Mon 30 day 2. The day after Thanksgiving is no federal holiday."""
    case = (
        "--plan",
        "aca-group",
        "--state",
        "FL",
        "--denied",
        "2026-11-25",
        "--received",
        "2026-11-25",
        "--as-of",
        "2026-11-25",
    )
    call = calc(office, *case, "--letter", "peer-to-peer=2 business days")["peer-to-peer.request"]
    assert (call["due"], call["latest"], call["basis"]) == ("2026-11-30", "2026-11-30", "letter")
    assert (
        "2 business days later: Mon 30 Nov 2026 (federal holidays; skipped: Thanksgiving Day Thu 26 Nov 2026)"
        in call["derivation"]
    )


def test_the_convention_of_an_unread_rule_is_no_confirmed_one(office: Office) -> None:
    """The letter prints the time; that it runs from receipt is only usual."""
    case = ("--plan", "aca-group", "--state", "FL", "--denied", "2026-11-25", "--as-of", "2026-11-25")
    call = calc(office, *case, "--letter", "peer-to-peer=2 business days")["peer-to-peer.request"]
    assert not call["confirmed"]
    assert calc(office, *case, "--letter", "peer-to-peer=2026-11-30")["peer-to-peer.request"]["confirmed"]
    assert calc(office, *MA, "--letter", "internal-appeal=45 days")["internal-appeal.file"]["confirmed"]


def test_forty_eight_hours_over_the_clock_change(office: Office) -> None:
    """From Sat 31 October 14:00 EDT: 24 elapsed hours end at 13:00 EST on Sunday (the hour that comes twice), 48 at 13:00 on Monday."""
    case = ("--plan", "erisa-self-funded", "--denied", "2026-10-31", "--received", "2026-10-31T14:00", "--urgent")
    appeal = calc(office, *case, "--as-of", "2026-10-31T15:00", "--letter", "expedited-appeal=48 hours")[
        "expedited-appeal.file"
    ]
    assert appeal["due"] == "2026-11-02T13:00:00-05:00"
    assert appeal["status"] == "open"
    assert any("the clocks change in between" in step for step in appeal["derivation"])


def test_hours_run_from_the_hour_of_receipt_also_where_the_law_presumes_one_for_days(office: Office) -> None:
    """Received Fri 2 October 10:00: 48 hours end Sun 4 October 10:00, whatever the law presumes of its 60 days."""
    case = (
        "--plan",
        "medicare-advantage",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-02T10:00",
        "--urgent",
        "--as-of",
        "2026-10-02T11:00",
    )
    appeal = calc(office, *case, "--letter", "expedited-appeal=48 hours")["expedited-appeal.file"]
    assert appeal["due"] == "2026-10-04T10:00:00-04:00"


FINAL = ("--plan", "erisa-self-funded", "--denied", "2026-09-01", "--received", "2026-09-01", "--as-of", "2026-11-02",
         "--event", "internal-appeal filed 2026-09-10", "--event", "internal-appeal upheld 2026-10-28 received 2026-10-30")  # fmt: skip


def test_four_months_by_the_federal_rule(office: Office) -> None:
    """45 CFR 147.136(d)(2)(i): received 30 October, there is no 30 February, so 1 March 2027, a Monday."""
    review = calc(office, *FINAL, "--letter", "external-review=4 months")["external-review.file"]
    assert (review["due"], review["status"]) == ("2027-03-01", "open")


def test_months_of_a_letter_where_the_law_counts_days(office: Office) -> None:
    """Received 31 December 2026, two months: no 31 February; no month rule is known, so the earlier day, 28 February 2027."""
    case = (
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-12-31",
        "--received",
        "2026-12-31",
        "--as-of",
        "2026-12-31",
    )
    assert calc(office, *case, "--letter", "internal-appeal=2 months")["internal-appeal.file"]["due"] == "2027-02-28"


def test_without_a_receipt_the_safe_side_is_counted(office: Office) -> None:
    """No receipt entered, none presumed: 30 days from the notice of 1 October are 31 October; received on the 8th, 7 November."""
    case = (
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-10-01",
        "--as-of",
        "2026-10-09",
        "--letter",
        "internal-appeal=30 days",
    )
    appeal = calc(office, *case)["internal-appeal.file"]
    assert (appeal["due"], appeal["missing"]) == ("2026-10-31", "the day on which the notice was received")
    assert calc(office, *case, "--received", "2026-10-08")["internal-appeal.file"]["due"] == "2026-11-07"


def test_where_no_rule_counts_it_runs_from_the_notice(office: Office) -> None:
    """Self-funded: no usual time to call. 5 business days after the notice of Thu 1 October: 2, 5, 6, 7, Thu 8 October."""
    case = (
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-06",
        "--as-of",
        "2026-10-06",
    )
    call = calc(office, *case, "--letter", "peer-to-peer=5 business days")["peer-to-peer.request"]
    assert (call["due"], call["basis"], call["trigger"]["event"]) == ("2026-10-08", "letter", "notice_date")
    assert any("no rule counts a time" in step for step in call["derivation"])


def test_where_no_rule_counts_a_later_stage_runs_from_the_decision_that_opens_it(office: Office) -> None:
    """CHIP: no federal number for the state's review, the decision prints it. 30 days after its receipt on 30 October: 29 November."""
    case = ("--plan", "chip", "--state", "WY", "--denied", "2026-09-01", "--received", "2026-09-01", "--as-of", "2026-11-02",
            "--event", "internal-appeal filed 2026-09-10", "--event", "internal-appeal upheld 2026-10-28 received 2026-10-30")  # fmt: skip
    review = calc(office, *case, "--letter", "state-fair-hearing=30 days")["state-fair-hearing.file"]
    assert (review["due"], review["basis"], review["status"]) == ("2026-11-29", "letter", "open")


def test_a_stage_that_this_denial_does_not_open_is_projected(office: Office) -> None:
    """External review printed on a first denial: counted from the decision that opens it, which has not come."""
    case = (
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
    )
    found = calc(office, *case, "--letter", "external-review=60 days")
    review, plain = found["external-review.file"], calc(office, *case)["external-review.file"]
    assert review["status"] == "projected"
    assert review["basis"] == "letter"
    assert review["trigger"] == plain["trigger"]
    start = date.fromisoformat(str(review["trigger"]["at"]))
    assert review["due"] == (start + timedelta(days=60)).isoformat()


def test_a_call_offered_with_a_pending_request_waits_for_the_notice(office: Office) -> None:
    case = ("--plan", "medicare-advantage", "--requested", "2026-11-20T10:00", "--as-of", "2026-11-21")
    call = calc(office, *case, "--letter", "peer-to-peer=2 business days")["peer-to-peer.request"]
    assert call["due"] is None
    assert "notice" in call["missing"]


def test_an_order_that_moves_the_laws_day_moves_the_laws_own_time(office: Office) -> None:
    """The federal process was shut in July 2026: what ended then ends on 2 October, whether or not the letter repeats the four months."""
    case = ("--plan", "aca-group", "--state", "TX", "--denied", "2026-01-12", "--received", "2026-01-15", "--as-of", "2026-04-02",
            "--event", "internal-appeal filed 2026-02-10", "--event", "internal-appeal upheld 2026-04-01 received 2026-04-01")  # fmt: skip
    for more in ((), ("--reviewer", "FERP")):
        plain = calc(office, *case, *more)["external-review.file"]
        printed = calc(office, *case, *more, "--letter", "external-review=4 months")["external-review.file"]
        assert (printed["due"], printed["latest"]) == (plain["due"], plain["latest"])
        assert plain["latest"] == "2026-10-02"
        assert not any("gives less time" in note for note in printed["notes"])


# -- through the commands ---------------------------------------------------------------------


def test_it_is_stored_shown_changed_and_taken_out(office: Office) -> None:
    case = (
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
    )
    office.stored(*case, "--letter", "internal-appeal=60 days")

    def due() -> str:
        item = office.quick("show", "1", "--as-of", "2026-10-02", "--format", "json").deadline("internal-appeal.file")
        return str(item["due"])

    assert office.quick("show", "1", "--format", "json").json["case"]["letters"] == {"internal-appeal": "60 days"}
    assert due() == "2026-11-30"  # 30 days to 31 October, 30 more
    assert office.quick("edit", "1", "--letter", "internal-appeal=30 days", "--as-of", "2026-10-02").code == 0
    assert due() == "2026-10-31"
    supposed = office.quick("show", "1", "--what-if", "internal-appeal filed 2026-10-10", "--as-of", "2026-10-02")
    assert supposed.code == 0, supposed.err
    assert office.quick("edit", "1", "--clear", "letter.internal-appeal", "--as-of", "2026-10-02").code == 0
    assert due() == "2027-03-30"  # 1 October + 180: 30, 60, 91, 122, 150 to 28 February, 30 March
    assert "letter.internal-appeal" in office.quick("show", "1", "--history", "--format", "json").out


def test_the_advice_says_day_and_print(office: Office) -> None:
    case = (
        "--plan",
        "erisa-self-funded",
        "--denied",
        "2026-10-01",
        "--received",
        "2026-10-01",
        "--as-of",
        "2026-10-02",
    )
    result = office.quick("calc", *case, "--letter", "internal-appeal=60 days", "--format", "json")
    said = next(item["say"] for item in result.json["advice"] if item["id"] == "letter-shorter")
    assert "Mon 30 Nov 2026 (60 days)" in said
    same = office.quick("calc", *case, "--letter", "internal-appeal=180 days", "--format", "json")
    assert not any(item["id"] == "letter-shorter" for item in same.json["advice"])


def test_an_unreadable_time_is_wrong_usage(office: Office) -> None:
    for text in ("internal-appeal=3-5 days", "internal-appeal=sixty (30) days", "internal-appeal=60 dyas"):
        result = office.quick("calc", "--plan", "fehb", "--denied", "2026-10-01", "--letter", text)
        assert result.code == 2
        assert "Traceback" not in result.err


# -- properties -------------------------------------------------------------------------------

LIBRARY = shipped()
ASSEMBLER = Assembler(LIBRARY, OpenDays(ZONE, FEDERAL))
PLANS = sorted(LIBRARY.plan_types())
property_test = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
_PLAIN = re.compile(r"(\d+) (calendar days?|business days?|months?|years?|hours?) after [^;]*")


def timeline(facts: Facts, happenings: tuple[Happening, ...] = (), as_of: date | None = None) -> Timeline:
    now = end_of(as_of or facts.denied or date(2026, 10, 1), ZONE)
    return ASSEMBLER.timeline(Case(facts, None, happenings), now)


def first_steps(found: Timeline) -> dict[str, tuple[str, Any]]:
    """Return, by stage, the words of our first step's window where it is a plain count, with its deadline."""
    plain: dict[str, tuple[str, Any]] = {}
    for item in found.deadlines:
        match = _PLAIN.fullmatch(item.window)
        if item.clock.ours and item.step in ("file", "request") and item.due is not None and match and not item.missing:
            plain.setdefault(item.stage, (f"{match[1]} {match[2]}", item))
    return plain


@property_test
@given(
    plan=st.sampled_from(PLANS),
    state=st.sampled_from([None, *STATES]),
    denied=st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    delay=st.integers(0, 12),
    urgent=st.booleans(),
)
def test_the_laws_own_time_printed_gives_the_laws_own_day(
    plan: str, state: str | None, denied: date, delay: int, urgent: bool
) -> None:
    """What the letter repeats moves nothing, whatever the law's trigger, receipt, roll, skipped days and month rule are."""
    facts = Facts(plan, denied=denied, received=denied + timedelta(days=delay), state=state, urgent=urgent, tz=ZONE)
    for stage, (words, law) in first_steps(timeline(facts)).items():
        again = timeline(
            Facts(
                plan,
                denied=denied,
                received=denied + timedelta(days=delay),
                state=state,
                urgent=urgent,
                tz=ZONE,
                letters={stage: read_window(words)},
            )
        )
        item = again.get(law.id)
        assert item is not None
        assert (item.due, item.latest) == (law.due, law.latest), (plan, state, stage, words)


@property_test
@given(
    plan=st.sampled_from(PLANS),
    state=st.sampled_from([None, *STATES]),
    denied=st.dates(date(2026, 1, 1), date(2027, 6, 30)),
    delay=st.none() | st.integers(0, 12),
    printed=st.builds(
        "{} {}".format, st.integers(1, 100), st.sampled_from(["days", "business days", "hours", "weeks"])
    ),
)
def test_no_letter_moves_our_last_day_beyond_the_laws(
    plan: str, state: str | None, denied: date, delay: int | None, printed: str
) -> None:
    """Of a right that the law gives, `due` is never later than the law's, and never later than the letter's."""
    received = None if delay is None else denied + timedelta(days=delay)
    facts = Facts(plan, denied=denied, received=received, state=state, tz=ZONE)
    words = read_window(printed)
    for law in timeline(facts).deadlines:
        if not (law.clock.ours and law.step in ("file", "request") and law.basis == "law" and law.due is not None):
            continue
        item = timeline(
            Facts(plan, denied=denied, received=received, state=state, tz=ZONE, letters={law.stage: words})
        ).get(law.id)
        assert item is not None
        assert item.due is not None
        assert end_of(item.due, ZONE).utc <= end_of(law.due, ZONE).utc, (plan, state, law.id, words)
