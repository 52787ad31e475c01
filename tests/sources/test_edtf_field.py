from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from focalpoints.models import Appointment, Step
from sources.edtf import EDTF
from tests.make import make_appointment, make_country, make_meeting, make_source, make_step

pytestmark = pytest.mark.django_db


def column(appointment):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT started FROM focalpoints_appointment WHERE id = %s", [appointment.pk]
        )
        return cursor.fetchone()[0]


def test_the_column_holds_both_bounds_and_the_text():
    appointment = make_appointment(started="[2010-09..2014]")

    assert column(appointment) == "2010-09-01 2014-12-31 [2010-09..2014]"


def test_an_update_keeps_the_bounds_in_step():
    appointment = make_appointment(started="[2010-09..2014]")

    Appointment.objects.update(started="2013")

    assert column(appointment) == "2013-01-01 2013-12-31 2013"


def test_a_bulk_write_keeps_the_bounds_in_step():
    [appointment] = Appointment.objects.bulk_create(
        [Appointment(party=make_country(), started="2013-06")]
    )

    assert column(appointment) == "2013-06-01 2013-06-30 2013-06"


def test_python_sees_the_text_with_its_bounds():
    make_appointment(started="[..2014]")

    started = Appointment.objects.get().started

    assert isinstance(started, EDTF)
    assert started == "[..2014]"
    assert started.latest == date(2014, 12, 31)


def test_what_is_assigned_knows_its_bounds_before_it_is_saved():
    assert Appointment(started="2013").started.latest == date(2013, 12, 31)


def test_nothing_outside_the_profile_can_be_saved():
    with pytest.raises(ValidationError, match="not a date this register can read"):
        make_appointment(started="summer of 2013")


def test_rows_sort_by_earliest_then_latest_day():
    party = make_country()
    for taken in ["2013", "[2010-09..2014]", "2013-01", "2010-09"]:
        make_step(party, taken=taken)

    assert list(Step.objects.order_by("taken").values_list("taken", flat=True)) == [
        "2010-09",
        "[2010-09..2014]",
        "2013-01",
        "2013",
    ]


def test_a_day_finds_rows_by_their_bounds():
    make_step(taken="[2013-06-11..2013-06-12]")

    assert not Step.objects.filter(taken__latest__lte=date(2013, 6, 11)).exists()
    assert Step.objects.filter(taken__latest__lte=date(2013, 6, 12)).exists()
    assert Step.objects.filter(taken__earliest=date(2013, 6, 11)).exists()


def test_an_empty_date_counts_as_the_highest():
    make_appointment(ended="")

    assert Appointment.objects.filter(ended="").exists()
    assert not Appointment.objects.filter(ended__earliest__lte=date(2100, 12, 31)).exists()


def test_a_start_is_one_day_and_not_a_span():
    appointment = Appointment(party=make_country(), started="2013-06-11/2013-06-12")

    with pytest.raises(ValidationError) as refused:
        appointment.full_clean()

    assert "write the earliest and the latest day" in refused.value.message_dict["started"][0]


def test_a_start_leaves_no_room_for_doubt():
    with pytest.raises(ValidationError) as refused:
        Appointment(party=make_country(), started="2013?").full_clean()

    assert "Doubt has no place here" in refused.value.message_dict["started"][0]


def test_a_start_is_required():
    with pytest.raises(ValidationError) as refused:
        Appointment(party=make_country(), started="").full_clean()

    assert refused.value.message_dict["started"] == ["This field cannot be blank."]


def test_a_meeting_takes_spans_and_doubt_and_a_source_takes_doubt():
    make_meeting(held="2011-05-17/2011-05-18?").full_clean()
    make_source(published="2013~").full_clean()
    with pytest.raises(ValidationError, match="one day, not a span"):
        make_source(published="2013/2014").full_clean()
