"""The small language of rule files: what each reader takes, what it refuses and with which words, and events told in words."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from denialctl.dates.windows import Span, Unit
from denialctl.law.wording import (
    STAGE_EVENTS,
    Lead,
    check_lead,
    check_notice,
    read_clock_time,
    read_day,
    read_event,
    read_lead,
    read_span,
    say_event,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("72 hours", Span(72, 72, Unit.HOURS)),
        ("1 hour", Span(1, 1, Unit.HOURS)),
        ("1 calendar day", Span(1, 1, Unit.CALENDAR_DAYS)),
        (" 180 calendar days ", Span(180, 180, Unit.CALENDAR_DAYS)),
        ("3..7 business days", Span(3, 7, Unit.BUSINESS_DAYS)),
        ("7..7 business day", Span(7, 7, Unit.BUSINESS_DAYS)),
        ("4 months", Span(4, 4, Unit.MONTHS)),
        ("1 month", Span(1, 1, Unit.MONTHS)),
        ("2 years", Span(2, 2, Unit.YEARS)),
        ("1 year", Span(1, 1, Unit.YEARS)),
    ],
)
def test_amounts_and_units(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Whose days is what rule files forget; it is asked back about before anything else is.
        ("60 days", "say `calendar days` or `business days`"),
        ("3..7 days", "say `calendar days` or `business days`"),
        ("sixty calendar days", "hours, calendar days, business days, months or years; a range as 3..7"),
        ("60", "hours, calendar days, business days, months or years; a range as 3..7"),
        ("2 fortnights", "an amount and a unit"),
        ("7..3 business days", "runs backwards"),
    ],
)
def test_what_is_no_window_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)) as caught:
        read_span(text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "notice_date", "received", "requested", "discharge", "effective", "service_date", "service_ends", "denial", "filed", "decided", "due",
        "filed.received", "internal-appeal.decided", "internal-appeal.decided.received", "internal-appeal.file.due", "previous.decided",
        "previous.received", "previous.due", "file.due",
    ],
)  # fmt: skip
def test_events_that_a_window_may_be_counted_from(text: str) -> None:
    assert read_event(f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    [
        "recieved",
        "internal-appeal.fild",
        "internal-appeal.decided.due",
        "Internal.filed",
        "",
    ],
)
def test_others_are_refused_with_all_that_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="is no event") as caught:
        read_event(text)
    for word in (
        "notice_date",
        "service_ends",
        "decided",
        "internal-appeal.decided.received",
        "previous.due",
        "internal-appeal.file.due",
    ):
        assert word in str(caught.value)


def test_two_moments_are_compared_by_hours() -> None:
    assert read_lead(" requested at least 24 hours before service_ends ") == Lead(
        "requested", "service_ends", 24, at_least=True
    )
    assert read_lead("received less than 48 hours before discharge") == Lead(
        "received", "discharge", 48, at_least=False
    )
    assert (
        check_lead("requested less than 24 hours before service_ends")
        == "requested less than 24 hours before service_ends"
    )


def test_both_sides_of_a_comparison_are_one_question() -> None:
    assert (
        read_lead("requested at least 24 hours before service_ends").key
        == read_lead("requested less than 24 hours before service_ends").key
    )
    assert (
        read_lead("requested at least 24 hours before service_ends").key
        != read_lead("requested at least 72 hours before service_ends").key
    )


@pytest.mark.parametrize(
    "text",
    [
        "requested before service_ends",
        "requested at most 24 hours before service_ends",
        "filed at least 24 hours before service_ends",
        "requested at least 24 hours before filed",
        "requested at least 24 hours before requested",
    ],
)
def test_a_comparison_wants_two_dates_of_the_case(text: str) -> None:
    with pytest.raises(
        ValueError, match="compares no two moments: write `requested at least 24 hours before service_ends`"
    ) as caught:
        read_lead(text)
    assert text in str(caught.value)
    assert "(notice_date, received, requested" in str(caught.value)


def test_a_notice_of_theirs_is_a_step_of_a_stage() -> None:
    assert check_notice("continuation-of-benefits.deliver") == "continuation-of-benefits.deliver"
    for text in ("deliver", "continuation-of-benefits.filed", "Stage.deliver"):
        with pytest.raises(
            ValueError, match=r"is no notice of theirs: write STAGE\.STEP, such as continuation-of-benefits\.deliver"
        ):
            check_notice(text)


def test_times_of_day() -> None:
    assert [read_clock_time(text) for text in ("12:00", " 09:05 ", "23:59", "00:00")] == [
        time(12),
        time(9, 5),
        time(23, 59),
        time(0),
    ]
    for text in ("24:00", "9:00", "12:60", "noon"):
        with pytest.raises(ValueError, match="is no time of day: write HH:MM, such as 12:00, or close-of-business"):
            read_clock_time(text)


def test_days_are_written_as_iso_and_exist() -> None:
    assert read_day("2026-02-28") == read_day(date(2026, 2, 28)) == date(2026, 2, 28)
    for text in (20260228, "28.2.2026", "2026-2-28", None):
        with pytest.raises(ValueError, match=r"^write the date as YYYY-MM-DD$"):
            read_day(text)
    with pytest.raises(ValueError, match=r"^there is no such day as 2026-02-30$"):
        read_day("2026-02-30")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("notice_date", "the date on the notice"),
        ("filed", "the filing"),
        ("internal-appeal.decided", "the decision (internal appeal)"),
        ("previous.received", "receipt of the decision"),
        ("internal-appeal.decided.received", "receipt of the decision (internal appeal decided)"),
        ("peer-to-peer.held", "held (peer to peer)"),
        # A word without an entry is told as it is written.
        ("documents-sent", "documents sent"),
    ],
)
def test_an_event_in_words(token: str, words: str) -> None:
    assert say_event(token) == words


def test_every_event_reads_as_a_part_of_a_sentence_and_no_two_alike() -> None:
    """They stand after "10 days after": small letters, no hyphen, each told apart from the others."""
    said = {event: say_event(event) for event in (*STAGE_EVENTS, "received")}

    assert len(set(said.values())) == len(said)
    assert [words for words in said.values() if re.fullmatch(r"[a-z]+(( |'s )[a-z]+)*", words) is None] == []
    told = {event for event, words in said.items() if words != event.replace("-", " ")}
    assert told >= {
        "decided",
        "due",
        "filed",
        "upheld",
        "info-requested",
        "info-supplied",
        "extended",
        "acknowledged",
        "forwarded",
    }
    assert told >= {"requested", "approved", "dismissed", "pending-documents", "expedite-refused", "received"}


READERS: list[Callable[[str], object]] = [read_span, read_event, read_lead, check_notice, read_clock_time]


@pytest.mark.parametrize("reader", READERS)
def test_nothing_is_read_from_nothing(reader: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match=r"is no|compares no"):
        reader("")
