"""Who may succeed whom, asked from both ends."""

import pytest
from django.core.exceptions import ValidationError

from focalpoints.models import Step
from tests.make import make_appointment, make_country, make_step

pytestmark = pytest.mark.django_db


def pair():
    """One who left and one who came, on the same unknown day of June 2013."""
    first = make_appointment(started="2012", ended="2013-06")
    second = make_appointment(first.party, started="2013-06", succeeds=first)
    return first, second


def refusal(row):
    with pytest.raises(ValidationError) as refused:
        row.clean()
    return " ".join(refused.value.messages)


def test_a_true_succession_is_taken_from_both_ends():
    first, second = pair()

    first.clean()
    second.clean()


@pytest.mark.parametrize("started", ["2013-07", "2013-06-15", "[2013-06..2013-06]"])
def test_the_successor_starts_on_the_day_written_alike(started):
    _first, second = pair()
    second.started = started

    assert "must be written alike" in refusal(second)


def test_the_end_of_one_who_was_succeeded_cannot_move_away():
    first, _second = pair()

    with pytest.raises(ValidationError, match="must be written alike"):
        first.end(on="2012-02")


def test_one_who_was_succeeded_has_an_end():
    first, _second = pair()
    first.ended = ""

    assert "must be written alike" in refusal(first)


@pytest.mark.parametrize("end", [0, 1])
def test_an_alternate_neither_succeeds_nor_is_succeeded(end):
    row = pair()[end]
    row.capacity = "alternate"

    assert "An alternate neither succeeds nor is succeeded." in refusal(row)


@pytest.mark.parametrize("end", [0, 1])
def test_only_the_same_party_is_succeeded(end):
    row = pair()[end]
    row.party = make_country()

    assert "Only an appointment of the same party" in refusal(row)


def test_nobody_succeeds_themselves():
    row = make_appointment(started="2013", ended="2013")
    row.succeeds = row

    assert "cannot come round to itself" in refusal(row)


def test_nobody_comes_round_to_themselves():
    first = make_appointment(started="2013", ended="2013")
    second = make_appointment(
        first.party, started="2013", ended="2013", capacity="joint", succeeds=first
    )
    first.succeeds = second

    assert "cannot come round to itself" in refusal(first)


def test_an_appointment_that_is_announced_stays_with_its_party():
    row = make_appointment()
    make_step(row.party, kind=Step.Kind.ANNOUNCED, appointment=row)
    row.party = make_country()

    assert "Another party's step announces this appointment" in refusal(row)
