"""People: who takes whose work on a day, absences that overlap, and what `back` takes out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from denialctl.errors import UsageError
from denialctl.office.staff import Absence, Person, Staff, away, changed, read_absence, read_staff, without, write_staff

if TYPE_CHECKING:
    from pathlib import Path

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 20)
WEEK = (Absence(MONDAY, FRIDAY),)


def staff(*people: Person) -> Staff:
    return Staff({person.name: person for person in people})


# -- absences --------------------------------------------------------------------------


def test_the_first_and_the_last_day_of_an_absence_belong_to_it() -> None:
    maria = Person("maria", away=WEEK)

    assert [maria.absence(date(2026, 11, day)) is not None for day in (15, 16, 20, 21)] == [False, True, True, False]


def test_of_absences_that_overlap_the_one_that_ends_last_says_until_when() -> None:
    """A course on Monday and Tuesday, entered in a week of holidays: the deputy has her work until Friday, not until Tuesday."""
    course, week = Absence(MONDAY, TUESDAY), Absence(MONDAY, FRIDAY)

    for entered in ((course, week), (week, course)):
        found = staff(Person("maria", deputy="jo", away=entered)).cover("maria", MONDAY)
        assert str(found) == "jo (for maria, away until Fri 20 Nov 2026)"


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        # Who says on Tuesday that she is back is back on Tuesday: an absence that would end today, or later, is taken out.
        (MONDAY, True),
        (TUESDAY, False),
        (FRIDAY, False),
    ],
)
def test_back_takes_out_what_has_not_ended_before_today(last: date, kept: bool) -> None:
    before = staff(Person("maria", away=(Absence(MONDAY, last),)))

    after = away(before, "maria", None, TUESDAY).person("maria")

    assert after is not None
    assert after.away == ((Absence(MONDAY, last),) if kept else ())
    assert after.absence(TUESDAY) is None


def test_back_takes_out_an_absence_that_is_still_to_come_and_keeps_what_is_over() -> None:
    over, coming = Absence(date(2026, 10, 5), date(2026, 10, 9)), Absence(date(2026, 12, 21), date(2026, 12, 31))

    after = away(staff(Person("maria", away=(over, coming))), "maria", None, TUESDAY).person("maria")

    assert after is not None
    assert after.away == (over,)


def test_an_absence_is_added_to_those_that_are_there() -> None:
    after = away(
        staff(Person("maria", away=WEEK)), "Maria", Absence(date(2026, 12, 24), date(2026, 12, 31)), TUESDAY
    ).person("maria")

    assert after is not None
    assert after.away == (*WEEK, Absence(date(2026, 12, 24), date(2026, 12, 31)))


def test_one_day_is_an_absence_and_one_that_runs_backwards_is_none() -> None:
    assert read_absence("2026-11-16") == Absence(MONDAY, MONDAY)
    assert read_absence("2026-11-16..2026-11-20") == Absence(MONDAY, FRIDAY)
    with pytest.raises(UsageError, match="ends before it begins"):
        read_absence("2026-11-20..2026-11-16")


# -- who stands in ---------------------------------------------------------------------


def test_the_own_lead_comes_before_the_lead_of_the_office() -> None:
    """Maria's deputy is away with her: the lead of imaging knows the case, the lead of the whole office is asked last."""
    people = staff(
        Person("maria", lead="lee", deputy="jo", away=WEEK), Person("jo", away=WEEK), Person("lee"), Person("dana")
    )

    assert people.cover("maria", TUESDAY, at_last="dana").name == "lee"


def test_the_lead_of_the_office_comes_where_the_own_one_is_away() -> None:
    people = staff(Person("maria", lead="lee", away=WEEK), Person("lee", away=WEEK), Person("dana"))

    assert people.cover("maria", TUESDAY, at_last="dana").name == "dana"
    assert people.cover("maria", TUESDAY).name == "maria (away, nobody stands in)"


def test_deputies_are_asked_along_the_chain_and_nobody_twice() -> None:
    """Maria's deputy jo and jo's deputy sam are away; sam's deputy is maria again: the chain ends, and the lead is asked."""
    people = staff(
        Person("maria", lead="dana", deputy="jo", away=WEEK),
        Person("jo", deputy="sam", away=WEEK),
        Person("sam", deputy="maria", away=WEEK),
    )

    assert people.cover("maria", TUESDAY).name == "dana"
    here = staff(Person("maria", deputy="jo", away=WEEK), Person("jo", deputy="sam", away=WEEK), Person("sam"))
    assert str(here.cover("maria", TUESDAY)) == "sam (for maria, away until Fri 20 Nov 2026)"


def test_one_who_was_asked_as_deputy_is_not_asked_again_as_lead() -> None:
    people = staff(Person("maria", lead="Jo", deputy="jo", away=WEEK), Person("jo", away=WEEK))

    assert people.cover("maria", TUESDAY, at_last="JO").name == "maria (away, nobody stands in)"


def test_a_deputy_who_is_not_entered_is_named_as_written() -> None:
    assert staff(Person("maria", deputy="Dr. Lee", away=WEEK)).cover("maria", TUESDAY).name == "Dr. Lee"
    assert staff(Person("maria", lead="Dr. Lee", away=WEEK)).cover("maria", TUESDAY).name == "Dr. Lee"


def test_who_is_here_or_not_entered_does_the_own_work() -> None:
    people = staff(Person("maria", deputy="jo", away=WEEK))

    assert str(people.cover("maria", date(2026, 11, 13))) == "maria"
    assert str(people.cover("somebody", TUESDAY)) == "somebody"


def test_whose_work_a_person_has() -> None:
    people = staff(Person("maria", deputy="jo", away=WEEK), Person("jo"), Person("sam"))

    assert people.covered_by("JO", TUESDAY) == ["maria", "jo"]
    assert people.covered_by("maria", TUESDAY) == []
    assert people.covered_by("maria", date(2026, 11, 23)) == ["maria"]


def test_a_team_and_who_signs_in() -> None:
    people = staff(Person("maria", team="Imaging", login="mgarcia"), Person("jo", team="drugs"), Person("sam"))

    assert people.of_team("imaging") == ["maria"]
    with pytest.raises(UsageError, match="imagine"):
        people.of_team("imagine")
    assert [one.name for login in (" MGARCIA ", "jo") if (one := people.signed_in(login)) is not None] == [
        "maria",
        "jo",
    ]
    assert people.signed_in("") is None


# -- changed, and kept in the file -------------------------------------------------------


def test_a_person_is_changed_under_the_name_that_stands_there_and_an_empty_text_takes_out() -> None:
    people = staff(Person("maria", team="imaging", lead="dana"))

    after = changed(people, "MARIA", {"team": "drugs", "lead": " ", "deputy": None})

    assert after.people == {"maria": Person("maria", team="drugs")}
    assert list(changed(after, "jo", {}).people) == ["maria", "jo"]
    assert without(after, "Maria").people == {}


@pytest.mark.parametrize("name", ["", "  ", "maria, jo", "maria\n"])
def test_a_name_that_no_list_could_hold_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        changed(Staff(), name, {})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    people = staff(
        Person(
            "maria", "imaging", "dana", "jo", 'Dr. "O"', "mgarcia", (Absence(MONDAY, TUESDAY), Absence(FRIDAY, FRIDAY))
        ),
        Person("jo"),
    )

    write_staff(tmp_path, people)

    assert read_staff(tmp_path) == people
