"""The days off that the program counts by, against answers written from the statutes.

The answer files stand beside this one and were never computed by the code under test. A release of
`holidays` that moves, adds or drops a legal day fails here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from denialctl.dates.calendars import (
    FEDERAL,
    BeyondPinnedYearsError,
    DayRule,
    Union,
    Unsettled,
    WrittenList,
    business_days_before,
    day_in_year,
    is_open,
    open_day_from,
    open_day_until,
    state_calendar,
    why_closed,
)
from denialctl.packs.library import Library

if TYPE_CHECKING:
    from denialctl.dates.calendars import Calendar

HERE = Path(__file__).parent / "calendars"
YEARS = range(2018, 2033)
WRITTEN = ("texas-working-days", "tennessee", "california-judicial", "new-york")
MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6

Days = dict[date, str]


@lru_cache
def federal_answers() -> dict[int, dict[str, Days]]:
    answers: dict[int, dict[str, Days]] = yaml.safe_load((HERE / "federal.yaml").read_text(encoding="utf-8"))
    return answers


@lru_cache
def written_answers(name: str) -> dict[str, Days]:
    answers: dict[str, Days] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return answers


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)]


def days_off(calendar: Calendar, year: int, *, widest: bool) -> set[date]:
    return {day for day in days_of(year) if calendar.off(day, widest=widest) is not None}


def library() -> Library:
    return Library()


# -- the answer file itself, held against the words of 6103(a) ----------------------


def test_the_answer_file_holds_every_year() -> None:
    assert list(federal_answers()) == list(YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_the_answer_file_says_what_the_statute_says(year: int) -> None:
    legal = federal_answers()[year]["legal"]
    by_name = {name: day for day, name in legal.items()}
    assert len(by_name) == len(legal) == (11 if year >= 2021 else 10)

    def place(name: str) -> tuple[int, int]:
        return by_name[name].month, by_name[name].weekday()

    fixed = {"New Year's Day": (1, 1), "Independence Day": (7, 4), "Veterans Day": (11, 11), "Christmas Day": (12, 25)}
    if year >= 2021:
        fixed["Juneteenth National Independence Day"] = (6, 19)
    assert {name: (by_name[name].month, by_name[name].day) for name in fixed} == fixed
    # The nth weekday of a month lies on the days 7n-6 to 7n; the last one within seven days of the month's end.
    assert place("Birthday of Martin Luther King, Jr.") == (1, MONDAY)
    assert 15 <= by_name["Birthday of Martin Luther King, Jr."].day <= 21
    assert place("Washington's Birthday") == (2, MONDAY)
    assert 15 <= by_name["Washington's Birthday"].day <= 21
    assert place("Memorial Day") == (5, MONDAY)
    assert by_name["Memorial Day"].day >= 25
    assert place("Labor Day") == (9, MONDAY)
    assert by_name["Labor Day"].day <= 7
    assert place("Columbus Day") == (10, MONDAY)
    assert 8 <= by_name["Columbus Day"].day <= 14
    assert place("Thanksgiving Day") == (11, THURSDAY)
    assert 22 <= by_name["Thanksgiving Day"].day <= 28
    assert all(day.year == year for day in legal)


def test_the_answer_file_has_a_day_observed_for_each_weekend_holiday_and_no_other() -> None:
    legal = {day for year in federal_answers().values() for day in year["legal"]} | {date(2033, 1, 1)}
    observed = [day for year in federal_answers().values() for day in year["observed"]]
    stands_for = {day + timedelta(days=1) if day.weekday() == FRIDAY else day - timedelta(days=1) for day in observed}
    assert {day.weekday() for day in observed} == {MONDAY, FRIDAY}
    assert stands_for == {day for day in legal if day.weekday() >= SATURDAY}
    assert len(observed) == len(stands_for)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        # Counted by hand from a weekday that is known otherwise.
        (date(2026, 1, 19), "legal"),  # 1 Jan 2026 is a Thursday: Mondays 5, 12, 19
        (date(2026, 2, 16), "legal"),  # 1 Feb 2026 is a Sunday: Mondays 2, 9, 16
        (date(2026, 5, 25), "legal"),  # 31 May 2026 is a Sunday: the last Monday is six days before it
        (date(2026, 9, 7), "legal"),  # 1 Sep 2026 is a Tuesday: the first Monday is the 7th
        (date(2026, 10, 12), "legal"),  # 1 Oct 2026 is a Thursday: Mondays 5, 12
        (date(2026, 11, 26), "legal"),  # 1 Nov 2026 is a Sunday: Thursdays 5, 12, 19, 26, and no fifth
        (
            date(2023, 11, 23),
            "legal",
        ),  # 1 Nov 2023 is a Wednesday: Thursdays 2, 9, 16, 23; the 30th is the fifth, not the last that counts
        (date(2027, 5, 31), "legal"),  # 1 May 2027 is a Saturday: Mondays 3, 10, 17, 24, 31
        (date(2026, 7, 3), "observed"),  # 4 July 2026 is a Saturday
        (date(2027, 7, 5), "observed"),  # 4 July 2027 is a Sunday
        (date(2021, 6, 18), "observed"),  # the first Juneteenth, 19 June 2021, is a Saturday
        (date(2021, 12, 31), "observed"),  # 1 January 2022 is a Saturday: offices closed in the old year
        (date(2023, 1, 2), "observed"),  # 1 January 2023 is a Sunday
        (date(2028, 11, 10), "observed"),  # 11 November 2028 is a Saturday
    ],
)
def test_a_dozen_days_counted_by_hand(day: date, kind: str) -> None:
    other = "observed" if kind == "legal" else "legal"
    assert day in federal_answers()[day.year][kind]
    assert day not in federal_answers()[day.year][other]


# -- the federal list ---------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_legal_days_are_those_of_the_statute_no_more_no_less(year: int) -> None:
    assert days_off(FEDERAL, year, widest=False) == set(federal_answers()[year]["legal"])


@pytest.mark.parametrize("year", YEARS)
def test_the_widest_count_adds_the_observed_days_and_nothing_else(year: int) -> None:
    answers = federal_answers()[year]
    assert days_off(FEDERAL, year, widest=True) == set(answers["legal"]) | set(answers["observed"])


@pytest.mark.parametrize("year", [2018, 2019, 2020])
def test_juneteenth_is_no_holiday_before_2021(year: int) -> None:
    assert FEDERAL.off(date(year, 6, 19), widest=True) is None


@pytest.mark.parametrize(
    "day",
    [
        date(2018, 12, 5),  # day of mourning for George H. W. Bush
        date(2018, 12, 24),
        date(2019, 12, 24),
        date(2020, 12, 24),
        date(2025, 1, 9),  # day of mourning for Jimmy Carter
        date(2025, 12, 24),
        date(2025, 12, 26),
    ],
)
def test_a_closure_by_executive_order_is_no_holiday(day: date) -> None:
    assert day.weekday() < SATURDAY
    assert is_open(day, FEDERAL)


def test_inauguration_day_is_no_holiday() -> None:
    # Wednesday 20 January 2021; Saturday 20 January 2029, so that Friday the 19th may not be off either.
    assert is_open(date(2021, 1, 20), FEDERAL)
    assert FEDERAL.off(date(2029, 1, 20), widest=True) is None
    assert is_open(date(2029, 1, 19), FEDERAL)
    # Monday 20 January 2025 is off all the same, as the third Monday of January: not by the name of the inauguration.
    assert "King" in (FEDERAL.off(date(2025, 1, 20), widest=False) or "")


@pytest.mark.parametrize("day", [date(2017, 12, 29), date(2017, 12, 25), date(2033, 1, 3), date(2040, 7, 4)])
@pytest.mark.parametrize("widest", [False, True])
def test_beyond_the_pinned_years_nothing_is_said(day: date, widest: bool) -> None:
    for calendar in (
        FEDERAL,
        state_calendar("TX"),
        library().calendar("texas-working-days", "TX"),
        library().calendar("federal+state", "CA"),
    ):
        with pytest.raises(BeyondPinnedYearsError) as raised:
            calendar.off(day, widest=widest)
        assert raised.value.day == day
        assert str(day.year) in str(raised.value)


def test_the_first_and_the_last_pinned_day_are_counted() -> None:
    assert FEDERAL.off(date(2018, 1, 1), widest=False) is not None
    assert FEDERAL.off(date(2032, 12, 31), widest=False) is None


def test_a_count_that_leaves_the_pinned_years_stops() -> None:
    # Friday 31 December 2032 is the last pinned day; the next business day would be in 2033.
    with pytest.raises(BeyondPinnedYearsError):
        open_day_from(date(2032, 12, 31), FEDERAL)


# -- federal and state are never mixed ------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 4, 3), "TN"),  # Good Friday, T.C.A. 15-1-101
        (date(2026, 3, 31), "CA"),  # Cesar Chavez Day, Cal. Gov. Code 6700
        (date(2026, 4, 20), "MA"),  # Patriots' Day, the third Monday of April (1 April 2026 is a Wednesday: 6, 13, 20)
        (date(2026, 7, 24), "UT"),  # Pioneer Day
    ],
)
def test_a_state_holiday_stays_in_its_state(day: date, state: str) -> None:
    # The state is asked first, so that a list that it shared with the federal one would show.
    assert state_calendar(state).off(day, widest=False) is not None
    assert is_open(day, FEDERAL)
    assert library().calendar("state", state).off(day, widest=False) is not None
    assert library().calendar("federal", state).off(day, widest=True) is None
    assert state_calendar("NY").off(day, widest=True) is None


@pytest.mark.parametrize("state", ["HI", "CA"])
def test_a_federal_holiday_stays_out_of_a_state_that_does_not_keep_it(state: str) -> None:
    # Columbus Day: not in Haw. Rev. Stat. 8-1, and struck from Cal. Gov. Code 6700.
    columbus_day = date(2026, 10, 12)
    assert FEDERAL.off(columbus_day, widest=False) is not None
    assert is_open(columbus_day, library().calendar("state", state))


def test_both_calendars_joined_close_on_the_days_of_either() -> None:
    both = library().calendar("federal+state", "CA")
    assert isinstance(both, Union)
    assert both.off(date(2026, 10, 12), widest=False) is not None  # federal only
    assert both.off(date(2026, 3, 31), widest=False) is not None  # Californian only
    assert both.off(date(2026, 3, 30), widest=True) is None
    assert both.off(date(2026, 7, 3), widest=False) is None  # observed only


def test_where_the_calendar_is_not_settled_only_shared_days_are_sure() -> None:
    either = Unsettled((library().calendar("federal", "TX"), library().calendar("texas-working-days", "TX")))
    assert either.off(date(2026, 11, 26), widest=False) is not None  # Thanksgiving, in both
    for day in (date(2026, 10, 12), date(2026, 11, 27)):  # Columbus Day federal only, the Friday Texan only
        assert either.off(day, widest=False) is None
        assert either.off(day, widest=True) is not None
    assert either.off(date(2026, 11, 30), widest=True) is None


# -- the lists written in YAML --------------------------------------------------------


def compared(year: int) -> list[date]:
    """Every day but the Sundays, which are off in any case."""
    return [day for day in days_of(year) if day.weekday() != SUNDAY]


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("name", WRITTEN)
def test_a_written_calendar_closes_on_the_days_of_its_law(name: str, year: int) -> None:
    calendar, answers = library().calendar(name, None), written_answers(name)
    sure = {day for day in compared(year) if day in answers["sure"]}
    arguable = {day for day in compared(year) if day in answers["arguable"]}
    assert {day for day in compared(year) if calendar.off(day, widest=False)} == sure
    assert {day for day in compared(year) if calendar.off(day, widest=True)} == sure | arguable


@pytest.mark.parametrize("name", WRITTEN)
def test_a_written_calendar_is_open_on_its_neighbours_holidays(name: str) -> None:
    calendar = library().calendar(name, None)
    open_days = written_answers(name)["working_days"]
    assert [day for day in open_days if not is_open(day, calendar)] == []


ADDED: dict[str, Days] = yaml.safe_load((HERE / "added-days.yaml").read_text(encoding="utf-8"))
"""Calendars that are the federal list and a few days of a state."""


@pytest.mark.parametrize("name", ADDED)
def test_a_state_adds_its_own_days_and_no_other(name: str) -> None:
    calendar = library().calendar(name, None)
    added = [days_off(calendar, year, widest=True) - days_off(FEDERAL, year, widest=True) for year in (2026, 2027)]
    assert set().union(*added) == set(ADDED[name])


def test_every_written_calendar_has_its_answers() -> None:
    shipped = {path.stem for path in (library().root / "calendars").glob("*.yaml")}
    assert shipped == {*WRITTEN, *ADDED}


# -- finding a day in a year ----------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("12-26", 2026, date(2026, 12, 26)),
        ("third monday of january", 2026, date(2026, 1, 19)),  # Mondays 5, 12, 19
        ("last monday of may", 2026, date(2026, 5, 25)),
        ("last friday of october", 2026, date(2026, 10, 30)),  # Nevada Day; 31 October 2026 is a Saturday
        ("last wednesday of december", 2026, date(2026, 12, 30)),  # 31 December 2026 is a Thursday
        ("fourth thursday of november", 2029, date(2029, 11, 22)),  # 1 November 2029 is a Thursday: 1, 8, 15, 22
        ("First Monday of November", 2027, date(2027, 11, 1)),
        # The dates of Easter that are printed in every almanac: 31 March 2024, 20 April 2025, 5 April 2026.
        ("good friday", 2024, date(2024, 3, 29)),
        ("good friday", 2025, date(2025, 4, 18)),
        ("good friday", 2026, date(2026, 4, 3)),
    ],
)
def test_a_day_named_in_words(rule: str, year: int, day: date) -> None:
    assert day_in_year(rule, year) == day


@pytest.mark.parametrize("rule", ["fifth monday of may", "third moonday of may", "02-30", "easter", "third monday of"])
def test_words_that_name_no_day_are_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_in_year(rule, 2026)


def test_a_list_leaves_out_a_federal_day_with_its_observed_twin() -> None:
    without = WrittenList(
        "own",
        "our days",
        (DayRule("Founders' Day", "06-01"),),
        FEDERAL,
        frozenset({"Juneteenth National Independence Day"}),
    )
    assert without.off(date(2026, 6, 19), widest=True) is None  # a Friday
    assert without.off(date(2027, 6, 18), widest=True) is None  # observed for Saturday 19 June 2027
    assert without.off(date(2026, 6, 1), widest=False) == "Founders' Day"
    assert without.off(date(2026, 7, 4), widest=False) is not None


def test_an_observed_day_of_a_written_list_is_only_arguable() -> None:
    own = WrittenList("own", "our days", (DayRule("Bridge day", "11-27", observed=True),))
    assert own.off(date(2026, 11, 27), widest=False) is None
    assert own.off(date(2026, 11, 27), widest=True) == "Bridge day"


# -- business days by a calendar --------------------------------------------------------


def test_a_weekend_is_named_before_its_holiday() -> None:
    assert why_closed(date(2026, 7, 4), FEDERAL, widest=False) == "Saturday"
    assert why_closed(date(2026, 7, 5), FEDERAL, widest=False) == "Sunday"
    assert why_closed(date(2026, 7, 6), FEDERAL, widest=True) is None


def test_the_next_and_the_last_open_day_pass_over_an_observed_holiday() -> None:
    # Friday 3 July 2026 is observed: Thursday the 2nd and Monday the 6th are the open neighbours of the 4th.
    assert open_day_from(date(2026, 7, 3), FEDERAL) == date(2026, 7, 6)
    assert open_day_until(date(2026, 7, 5), FEDERAL) == date(2026, 7, 2)
    assert open_day_from(date(2026, 7, 2), FEDERAL) == open_day_until(date(2026, 7, 2), FEDERAL) == date(2026, 7, 2)


def test_business_days_back_from_a_day_leave_it_out() -> None:
    # Back from Monday 30 November 2026: Fri 27, Wed 25 (Thanksgiving skipped), Tue 24, Mon 23, Fri 20.
    assert business_days_before(date(2026, 11, 30), 5, FEDERAL) == date(2026, 11, 20)
    assert business_days_before(date(2026, 11, 30), 0, FEDERAL) == date(2026, 11, 30)
