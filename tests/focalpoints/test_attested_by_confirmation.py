"""A holder, certainly in office, who confirms the own entry attests the appointment on that day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focalpoints import register
from focalpoints.admin import AppointmentAdmin
from focalpoints.models import Appointment
from tests import make
from tests.read import text_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)
BY_STAFF = {"to_staff": True, "names_everybody": True}


@pytest.fixture
def holder():
    """Named in public; confirmed the entry on 22 November 2026."""
    holder = make.make_colleague("Example Person")
    make.make_consent(holder)
    make.make_confirmation(holder)
    return holder


def attested(**who):
    found = Appointment.objects.attested(**who).get()
    return found.attested, found.attested_by_source, found.confirmed


def test_a_confirmation_stands_beside_the_newest_source_and_is_what_attests_last(holder):
    assert attested() == ("2026-11-22", "2013-06-12", "2026-11-22")


def test_of_two_confirmations_the_newer_one_attests(holder):
    make.make_confirmation(holder, confirmed_on=date(2027, 1, 2))

    assert attested()[2] == "2027-01-02"


def test_without_a_dated_source_the_confirmation_attests_alone(holder):
    Appointment.objects.get().passages.clear()

    assert attested() == ("2026-11-22", None, "2026-11-22")


@pytest.mark.parametrize(
    ("published", "newest"),
    [
        ("2026-11-21", "2026-11-22"),
        ("2026-11-23", "2026-11-23"),
        ("2026", "2026-11-22"),  # nobody knows that it is the newer one
        ("[2013..]", "2026-11-22"),
        ("[2026-11-23..2026-12]", "[2026-11-23..2026-12]"),
    ],
)
def test_a_source_attests_last_where_it_is_surely_newer(holder, published, newest):
    source = make.make_source(published=published, published_inference="A guess.")
    appointment = Appointment.objects.get()
    appointment.passages.set([make.make_passage(source)])

    found = Appointment.objects.attested().get()

    assert found.attested == newest
    assert found.attested_inference == ("A guess." if newest == published else "")


@pytest.mark.parametrize(
    ("started", "ended", "counts"),
    [
        ("2026-11-22", "", True),
        ("2026-11-23", "", False),
        ("[2026-11-01..2026-11-23]", "", False),
        ("2012", "2026-11-23", True),
        ("2012", "2026-11-22", False),
        ("2012", "[2026-11-22..2027]", False),
    ],
)
def test_counts_only_while_the_appointment_was_certainly_in_force(holder, started, ended, counts):
    Appointment.objects.update(started=started, ended=ended)

    assert attested(**BY_STAFF)[2] == ("2026-11-22" if counts else None)


def test_a_confirmation_of_somebody_else_attests_nothing():
    make.make_appointment(holder=make.make_focal_point())
    make.make_confirmation(make.make_focal_point())

    assert attested(**BY_STAFF)[2] is None


def without_consent(holder):
    holder.consents.all().delete()


@pytest.mark.parametrize("act", [without_consent, make.make_protection])
def test_of_whoever_is_not_named_in_public_it_attests_to_staff_alone(holder, act):
    act(holder)

    assert attested() == ("2013-06-12", "2013-06-12", None)
    assert attested(to_staff=True)[2] is None
    assert attested(**BY_STAFF)[2] == "2026-11-22"


def test_the_register_counts_it_as_attested_within_the_year(holder):
    party = Appointment.objects.get().party

    standing = register.standings([party], DAY)[0]

    assert standing.last_attested.attested == "2026-11-22"
    assert register.Register(DAY, [standing]).attestation().within_a_year == 1


def test_the_public_pages_say_what_attests(client, holder):
    party = Appointment.objects.get().party

    assert "Last attested 12 June 2013. Confirmed by the focal point on 22 November 2026." in (
        text_of(client, party.get_absolute_url())
    )
    for page in ("/countries/", "/focal-points/"):
        assert "12 June 2013; confirmed by the focal point on 22 November 2026" in (
            text_of(client, page)
        )
    timeline = client.get(f"/pictures/timeline/{party.slug}.csv").text
    assert '"focal point, confirmed by the holder",2026-11-22' in timeline


def on_the_desk(client, **asked):
    """What the list of appointments says of when they were last attested."""
    address = reverse("admin:focalpoints_appointment_changelist")
    shown = client.get(address, asked).context["cl"]
    return [shown.model_admin.last_attested(row) for row in shown.result_list]


def test_the_desk_says_it_to_whoever_may_see_names(client, holder):
    make.make_protection(holder)

    client.force_login(make.make_staff())
    assert on_the_desk(client) == ["12 June 2013; confirmed by the focal point on 22 November 2026"]
    client.force_login(make.make_editor("focalpoints.view_appointment", "sources.view_source"))
    assert on_the_desk(client) == ["12 June 2013"]


@pytest.mark.usefixtures("holder")
def test_the_desk_puts_them_in_order_by_what_attests_last(client):
    undated, newer = (
        [make.make_passage(make.make_source(published=published))] for published in ("", "2027")
    )
    make.make_appointment(passages=undated)
    make.make_appointment(passages=newer)
    client.force_login(make.make_staff())

    assert on_the_desk(client, o=AppointmentAdmin.list_display.index("last_attested") + 1) == [
        "",
        "12 June 2013; confirmed by the focal point on 22 November 2026",
        "2027",
    ]


@pytest.mark.parametrize("how", ["hidden", "without consent"])
def test_a_confirmation_of_whoever_is_not_to_be_seen_changes_no_byte(client, holder, how):
    """The site is as if nobody had ever been named."""
    party = Appointment.objects.get().party
    addresses = [
        "/",
        "/countries/",
        party.get_absolute_url(),
        "/focal-points/",
        "/countries/?view=world",
        f"/pictures/timeline/{party.slug}.svg",
        "/pictures/network.csv",
    ]

    def site():
        return [client.get(address).content for address in addresses]

    as_named = site()
    make.make_protection(holder) if how == "hidden" else holder.consents.all().delete()
    as_hidden = site()
    Appointment.objects.update(holder=None)

    assert as_hidden == site()
    assert as_named[1] != as_hidden[1]


def test_takes_no_query_more_than_without_confirmations(holder):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            register.on(DAY)
        return len(asked)

    with_one = queries()
    holder.confirmations.all().delete()

    assert queries() == with_one
