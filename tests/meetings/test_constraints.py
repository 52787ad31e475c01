import pytest

from tests import make
from tests.refusal import again, changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db


def second_meeting_with_a_number():
    return again(make.make_meeting(ordinal=3), slug="other")


def meeting_held_on_no_day():
    return changed(make.make_meeting(), held="")


def meeting_part_of_itself():
    meeting = make.make_meeting()
    return changed(meeting, part_of=meeting)


def number_without_its_qualifier():
    return changed(make.make_headcount(), value=0)


CASES = {
    "meeting_ordinal_unique": (
        second_meeting_with_a_number,
        "Another meeting has this number in this series and region.",
    ),
    "meeting_dated_unless_planned": (
        meeting_held_on_no_day,
        "A meeting that was held has a date, however broad.",
    ),
    "meeting_not_part_of_itself": (
        meeting_part_of_itself,
        "A meeting cannot be part of itself.",
    ),
    "other_title_unique": (
        lambda: again(make.make_other_title()),
        "This title is listed already.",
    ),
    "host_unique": (
        lambda: again(make.make_host()),
        "This party is recorded as host in this role already.",
    ),
    "delegation_unique": (
        lambda: again(make.make_delegation(), sent_from="capital"),
        "This party has a delegation in this role at this meeting already.",
    ),
    "delegate_unique": (
        lambda: again(make.make_delegate()),
        "This delegate is listed already.",
    ),
    "headcount_zero_only_unnumbered": (
        number_without_its_qualifier,
        "Write the number as reported, or 0 and “unnumbered” where there is none.",
    ),
    "headcount_unique": (
        lambda: again(make.make_headcount()),
        "This number is recorded already.",
    ),
    "claim_position_unique": (
        lambda: again(make.make_claim()),
        "Another claim stands at this place already.",
    ),
    "claim_one_displayed": (
        lambda: again(make.make_claim(is_displayed=True), position=9),
        "Only one claim can be the one that is shown.",
    ),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("meetings") == set(CASES)


@pytest.mark.parametrize(("make_wrong_row", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(make_wrong_row, sentence):
    assert refusal_of(make_wrong_row()) == [sentence]


def test_a_number_that_is_unnumbered_is_refused_where_a_number_stands():
    assert refusal_of(changed(make.make_headcount(value=31), qualifier="unnumbered")) == [
        "Write the number as reported, or 0 and “unnumbered” where there is none."
    ]


def test_meetings_without_a_number_share_a_series():
    again(make.make_meeting(ordinal=None), slug="other").save()


def test_a_meeting_that_is_planned_needs_no_date():
    changed(make.make_meeting(), status="planned", held="").save()
