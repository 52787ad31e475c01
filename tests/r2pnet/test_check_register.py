"""The rules that SQL cannot hold, asked of the whole database: manage.py check_register."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from focalpoints.models import Appointment
from sources.citations import cited_models
from tests.make import (
    make_appointment,
    make_consent,
    make_country,
    make_focal_point,
    make_meeting,
    make_source,
    make_step,
    make_translation,
)

pytestmark = pytest.mark.django_db


def check():
    """What the command prints."""
    printed = StringIO()
    call_command("check_register", stdout=printed)
    return printed.getvalue()


def faults():
    """What the command prints where it ends in an error."""
    printed = StringIO()
    with pytest.raises(CommandError) as ended:
        call_command("check_register", stdout=printed)
    assert ended.value.returncode == 1
    return printed.getvalue().splitlines()


def write_column(row, name, text):
    """Write into a column what no field would."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {name} = %s WHERE id = %s", [text, row.pk])  # noqa: S608


def test_says_how_many_facts_it_checked():
    make_appointment()
    make_meeting()

    assert check() == "The register keeps its rules: 2 facts checked.\n"


def test_finds_two_holders_at_once():
    ghana = make_country("gha")
    first = make_appointment(ghana, started="2012", ended="2014-06")
    second = make_appointment(ghana, started="2013")

    assert faults() == [
        f"focalpoints.appointment {second.pk} (gha, primary, 2013): "
        f"Certainly in force at the same time as {first.pk}."
    ]


def test_takes_two_holders_of_whom_one_may_have_followed_the_other():
    ghana = make_country("gha")
    make_appointment(ghana, started="2012", ended="[2013..2015]")
    make_appointment(ghana, started="[2013..2015]")
    make_appointment(ghana, started="2012", capacity=Appointment.Capacity.JOINT)

    assert check() == "The register keeps its rules: 3 facts checked.\n"


def test_finds_a_fact_that_rests_on_nothing():
    meeting = make_meeting("2013-accra", passages=[])
    make_step(passages=[], is_from_secretariat=True)

    assert faults() == [
        f"meetings.meeting {meeting.pk} (2013-accra): "
        "No passage supports it, and it is not known to the secretariat."
    ]


def test_finds_a_succession_that_cannot_be_true():
    before = make_appointment(make_country("gha"), started="2012", ended="2013")
    after = make_appointment(make_country("dnk"), started="2013", succeeds=before)

    assert faults() == [
        f"focalpoints.appointment {after.pk} (dnk, primary, 2013): "
        "succeeds: Only an appointment of the same party can be succeeded."
    ]


def test_finds_a_step_that_announces_an_appointment_of_another_party():
    appointment = make_appointment(make_country("gha"))
    step = make_step(
        make_country("dnk"), kind="announced", taken="2013-06", appointment=appointment
    )

    assert faults() == [
        f"focalpoints.step {step.pk} (dnk, announced, 2013-06): "
        "appointment: That appointment is another party's."
    ]


def test_finds_a_date_outside_the_profile():
    appointment = make_appointment(make_country("gha"))
    write_column(appointment, "started", "2013-01-01 2013-12-31 spring 2013")

    assert faults() == [
        f"focalpoints.appointment {appointment.pk} (gha, primary, spring 2013): "
        "started: “spring 2013” is not a date this register can read. Write 2013, 2013-06 or "
        "2013-06-15, or the earliest and latest as [2010-09..2014]."
    ]


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("2013-01-01 2013-12-31 2012", "2012-01-01 2012-12-31 2012"),
        ("2013", "9999-12-31 9999-12-31 "),
        ("", "9999-12-31 9999-12-31 "),
    ],
)
def test_finds_a_date_out_of_step_with_its_bounds(column, meant):
    source = make_source("page")
    write_column(source, "published", column)

    assert faults() == [
        f"sources.source {source.pk} (page): published: The column holds “{column}”, not “{meant}”."
    ]


def test_finds_a_text_that_names_a_focal_point_without_consent_and_says_no_name():
    source = make_source("page", label="On Example Person")
    person = make_focal_point("Example Person")

    assert faults() == [
        f"sources.source {source.pk} (page): "
        "A public text names a focal point who has not agreed to be named."
    ]
    make_consent(person)
    assert check().startswith("The register keeps its rules")


def test_says_of_a_translation_that_names_somebody_which_it_is_and_not_what_it_says():
    make_focal_point("Example Person")
    row = make_translation("Example Person spoke.", "Example Person a parlé.")

    assert faults() == [
        f"sources.translation {row.pk} (fr): "
        "A public text names a focal point who has not agreed to be named."
    ]


def test_asks_as_many_questions_of_many_rows_as_of_few():
    ghana = make_country("gha")
    make_step(ghana)
    with CaptureQueriesContext(connection) as few:
        check()
    for year in range(1980, 2010):
        make_appointment(ghana, started=f"{year}", ended=f"{year + 1}", passages=[])
        make_step(ghana, taken=f"{year}")

    with CaptureQueriesContext(connection) as many:
        assert len(faults()) == 30

    # The facts are counted only where all is well.
    assert len(many) == len(few) - len(cited_models())
