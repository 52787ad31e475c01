"""What is due is carried out by a command: manage.py carry_out_handovers."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from focalpoints.models import Appointment, Handover
from focalpoints.register import today
from outbox.models import Message
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def accepted(slug, day, **fields):
    post = make.make_appointment(make.make_country(slug), holder=make.make_focal_point())
    return make.make_handover(
        post,
        takes_over_on=day,
        accepted_at=make.NOON,
        successor_address=f"{slug}@example.org",
        **fields,
    )


def run(*arguments):
    """What the command prints, and the sentence that it ends with in an error."""
    printed = StringIO()
    try:
        call_command("carry_out_handovers", *arguments, stdout=printed)
    except CommandError as error:
        return [*printed.getvalue().splitlines(), (str(error), error.returncode)]
    return printed.getvalue().splitlines()


def on(day):
    return f"{day.day} {day:%B %Y}"


def test_carries_out_what_is_due_and_leaves_what_is_not():
    accepted("gha", today())
    accepted("dnk", today() - DAY)
    waits = accepted("fra", today() + DAY)
    asked_for = make.make_handover(takes_over_on=today())

    assert run() == [
        f"Denmark, {on(today() - DAY)}: handed over.",
        f"Ghana, {on(today())}: handed over.",
        "2 handovers are carried out.",
    ]
    assert set(Handover.objects.pending()) == {waits, asked_for}


def test_a_second_run_does_nothing():
    accepted("gha", today())
    run()
    messages, appointments = Message.objects.count(), Appointment.objects.count()

    assert run() == ["0 handovers are carried out."]

    assert (Message.objects.count(), Appointment.objects.count()) == (messages, appointments)


def test_says_what_stood_in_the_way_names_nobody_and_does_the_rest():
    hindered = accepted("gha", today())
    hindered.appointment.end(on="2026-01")
    accepted("dnk", today())

    said = run()

    assert said == [
        f"Ghana, {on(today())}: not handed over. This appointment has an end recorded (January "
        "2026), which is not the day of the handover.",
        f"Denmark, {on(today())}: handed over.",
        "1 handover is carried out.",
        ("Something stood in the way of 1 handover: see the desk.", 1),
    ]
    assert run()[-1] == said[-1]  # tried again, as long as it stands there
    assert Handover.objects.get(pk=hindered.pk).carried_out_at is None


def test_takes_a_day_that_has_passed_and_none_to_come():
    accepted("gha", today())

    assert run(f"--on={today() - DAY}") == ["0 handovers are carried out."]
    assert run(f"--on={today() + DAY}") == [
        ("That day is still to come: nothing is carried out before it.", 1)
    ]
    assert run("--on=tomorrow") == [("Error: argument --on: A day is written as in 2026-11-22.", 1)]
    assert Handover.objects.pending().exists()
