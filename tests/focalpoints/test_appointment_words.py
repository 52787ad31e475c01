"""The words of AppointmentQuerySet, held against the bounds as Python reads them."""

import random
from datetime import date, timedelta

import pytest

from focalpoints.models import Appointment
from tests.make import make_appointment, make_country, make_focal_point

pytestmark = pytest.mark.django_db

DAYS = [date(2009, 12, 1) + timedelta(days=11 * number) for number in range(200)]


def test_without_a_key_no_appointment_is_anybody_s():
    mine, _unnamed = make_appointment(holder=make_focal_point()), make_appointment()

    assert found(Appointment.objects.of_holder(mine.holder.key)) == {mine.pk}
    assert found(Appointment.objects.of_holder(None)) == set()


def found(rows):
    return {row.pk for row in rows}


def test_certain_and_possible_at_the_edges_of_the_bounds():
    row = make_appointment(started="[2010-09..2011]", ended="[2013..2013-06]")

    possible = [Appointment.objects.possible(day).exists() for day in edges(row)]
    certain = [Appointment.objects.certain(day).exists() for day in edges(row)]

    assert possible == [False, True, True, True, True, False]
    assert certain == [False, False, True, False, False, False]


def edges(row):
    """Around both bounds of the start, and of the end."""
    day = timedelta(days=1)
    return [
        row.started.earliest - day,
        row.started.earliest,
        row.started.latest,
        row.ended.earliest,
        row.ended.latest - day,
        row.ended.latest,
    ]


@pytest.mark.slow
def test_the_database_and_python_read_the_bounds_alike():
    chance, party = random.Random(2005), make_country()
    for _ in range(300):
        days = sorted(chance.sample(DAYS, 4))
        started = chance.choice([f"{days[0]}", f"[{days[0]}..{days[1]}]", f"[..{days[1]}]"])
        ended = chance.choice(["", f"{days[2]}", f"[{days[2]}..{days[3]}]", f"[{days[2]}..]"])
        Appointment.objects.get_or_create(
            party=party, capacity="joint", started=started, defaults={"ended": ended}
        )
    rows = list(Appointment.objects.all())

    for day in DAYS:
        assert found(Appointment.objects.certain(day)) == {
            row.pk for row in rows if row.started.latest <= day < row.ended.earliest
        }
        assert found(Appointment.objects.possible(day)) == {
            row.pk for row in rows if row.started.earliest <= day < row.ended.latest
        }
