"""Inviting the holders of appointments, from the desk."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from focalpoints.models import AppointmentInvitation
from outbox.models import Message
from tests import make
from tests.read import text_of
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

LIST = "/admin/focalpoints/appointment/"


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


def held(slug, *, email=None, kind="office-email", **fields):
    """An appointment in office, and an address of its holder."""
    holder = make.make_focal_point(f"Example Person of {slug}")
    if email:
        make.make_contact_detail(holder, kind=kind, value=email, audience="secretariat")
    return make.make_appointment(
        make.make_country(slug), **{"holder": holder, "started": "2013", **fields}
    )


def preview(*appointments):
    return f"{LIST}invite/{','.join(str(each.pk) for each in appointments)}/"


def test_the_chosen_lead_to_a_preview(desk):
    first, second = held("gha", email="one@example.org"), held("fra", email="two@example.org")

    response = desk.post(LIST, {"action": "invite", "_selected_action": [first.pk, second.pk]})

    chosen = response.url.removeprefix(f"{LIST}invite/").removesuffix("/").split(",")
    assert set(chosen) == {str(first.pk), str(second.pk)}
    assert not Message.objects.exists()


def test_the_preview_says_who_gets_a_mail_and_why_not(desk):
    settled = held("fra", email="two@example.org")
    settled.holder.account = make.make_user()
    settled.holder.save()
    hidden = held("dnk", email="three@example.org")
    hidden.holder.protect(by_themselves=False, at=timezone.now())
    text = text_of(
        desk,
        preview(
            held("gha", email="one@example.org"),
            settled,
            hidden,
            held("cri"),
            held("aus", email="four@example.org", ended="2014"),
            make.make_appointment(make.make_country("svn"), started="2013"),
        ),
    )

    assert "one@example.org" in text
    assert "Has an account already." in text
    assert "Is protected: lift that first." in text
    assert "No e-mail address is recorded." in text
    assert "Does not surely hold it today." in text
    assert "Nobody is named as its holder." in text


def test_just_those_are_mailed(desk, staff):
    appointment = held("gha", email="one@example.org")

    desk.post(preview(appointment, held("cri")), {"language": "en"})

    assert [message.to for message in Message.objects.all()] == ["one@example.org"]
    invitation = AppointmentInvitation.objects.get()
    assert (invitation.appointment, invitation.holder) == (appointment, appointment.holder)
    assert invitation.invited_by == staff
    assert Entry.objects.get(what="invited").who == staff.pseudonym


def test_a_private_address_stands_in_for_the_office(desk):
    appointment = held("gha", email="home@example.org", kind="private-email")

    desk.post(preview(appointment), {"language": "en"})

    assert Message.objects.get().to == "home@example.org"


def test_all_are_mailed_or_none(desk):
    make.make_user("two@example.org")

    response = desk.post(
        preview(held("fra", email="one@example.org"), held("gha", email="two@example.org")),
        {"language": "en"},
    )

    assert "two@example.org: There is an account" in response.content.decode()
    assert not Message.objects.exists()
    assert not AppointmentInvitation.objects.exists()


def test_an_appointment_has_the_link_on_its_page(desk):
    appointment = held("gha", email="one@example.org")

    page = desk.get(f"{LIST}{appointment.pk}/change/").content.decode()

    assert preview(appointment) in page


@pytest.mark.parametrize("ids", ["x", "1,x", "1,", "99999999999999999999"])
def test_an_address_made_up_invites_nobody(desk, ids):
    assert desk.post(f"{LIST}invite/{ids}/").status_code == 400
    assert not Message.objects.exists()


def test_who_may_not_see_people_invites_nobody(client):
    appointment = held("gha", email="one@example.org")
    sign_in(
        client,
        make.make_editor(
            "focalpoints.view_appointment",
            "focalpoints.change_appointment",
            "focalpoints.add_appointmentinvitation",
        ),
    )

    assert client.get(preview(appointment)).status_code == 403
    assert client.post(preview(appointment)).status_code == 403
    assert "Invite the holder" not in client.get(f"{LIST}{appointment.pk}/change/").content.decode()


@pytest.mark.parametrize(
    "lacks", ["add_appointmentinvitation", "view_focalpoint", "view_contactdetail"]
)
def test_inviting_takes_all_three_permissions(client, lacks):
    three = {"add_appointmentinvitation", "view_focalpoint", "view_contactdetail"}
    names = ["view_appointment", *sorted(three - {lacks})]
    sign_in(client, make.make_editor(*[f"focalpoints.{name}" for name in names]))

    assert client.get(preview(held("gha", email="one@example.org"))).status_code == 403


def test_an_invitation_is_not_made_without_an_appointment(desk):
    assert desk.get("/admin/focalpoints/appointmentinvitation/add/").status_code == 403


def test_inviting_asks_for_the_second_factor_again(client, staff):
    sign_in(client, staff, afresh=False)

    response = client.post(preview(held("gha", email="one@example.org")))

    assert "/reauthenticate/" in response.url
    assert not Message.objects.exists()


def test_the_preview_asks_as_many_questions_for_20_as_for_one(desk):
    """Besides the entry in the trail of each person whose address it shows."""

    def questions(*chosen):
        with CaptureQueriesContext(connection) as asked:
            desk.get(preview(*chosen))
        return [
            each["sql"]
            for each in asked
            if not re.match("SAVEPOINT|RELEASE", each["sql"])
            and "trail_entry" not in each["sql"]
            and "django_content_type" not in each["sql"]
        ]

    codes = "aut bih bwa cze est fin deu grc guy hun ita jpn lie ltu lux mex mne nld nzl nor"
    rows = [held(code, email=f"{code}@example.org") for code in codes.split()]
    desk.get(preview(rows[0]))

    assert len(questions(*rows)) == len(questions(rows[0]))
