import pytest
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import ContactDetail, FocalPoint
from tests import make
from tests.desk import refusals, typed, with_row
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

ADD = "admin:focalpoints_focalpoint_add"


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def test_a_focal_point_is_recorded_with_contact_details(desk):
    page = reverse(ADD)

    data = typed(desk.get(page), name="A. N. Other")
    row = {"kind": "office-email", "value": "office@example.org", "audience": "network"}
    response = desk.post(page, with_row(data, "contact_details", **row))

    assert refusals(response) == []
    focal_point = FocalPoint.objects.get()
    assert focal_point.name == "A. N. Other"
    assert [(each.value, each.audience) for each in focal_point.contact_details.all()] == [
        ("office@example.org", "network")
    ]


def test_a_private_contact_is_not_opened_to_the_network(desk):
    focal_point = make.make_focal_point()
    page = reverse("admin:focalpoints_focalpoint_change", args=[focal_point.pk])

    row = {"kind": "private-telephone", "value": "0", "audience": "network"}
    response = desk.post(page, with_row(typed(desk.get(page)), "contact_details", **row))

    assert refusals(response) == ["A private contact is for the person and the secretariat only."]
    assert not ContactDetail.objects.exists()


def test_a_focal_point_who_holds_an_appointment_is_not_deleted(desk):
    holder = make.make_focal_point()
    appointment = make.make_appointment(make.make_country("gha"), holder=holder)
    page = reverse("admin:focalpoints_focalpoint_delete", args=[holder.pk])

    response = desk.post(page, {"post": "yes"})

    fact = reverse("admin:focalpoints_appointment_change", args=[appointment.pk])
    assert f'<a href="{fact}">Ghana: focal point, 29 September 2012</a>' in response.text
    assert FocalPoint.objects.get() == holder


def test_a_member_of_staff_without_permission_learns_nothing_of_a_focal_point(client):
    holder = make.make_focal_point("A. N. Other")
    client.force_login(make.make_editor("meetings.view_meeting"))

    response = client.get(reverse("admin:focalpoints_focalpoint_change", args=[holder.pk]))

    assert response.status_code == 403
    assert b"A. N. Other" not in response.content


@pytest.mark.parametrize("name", ["protect", "lift"])
def test_who_may_only_look_neither_hides_nor_shows(client, name):
    sign_in(client, make.make_editor("focalpoints.view_focalpoint"))
    person = make.make_focal_point()
    if name == "lift":
        person.protect(by_themselves=False, at=timezone.now())

    page = f"/admin/focalpoints/focalpoint/{person.pk}/act/{name}/"

    assert client.post(page, {"reason": "Why not"}).status_code == 403


def test_no_account_is_tied_to_a_focal_point_by_hand(desk):
    page = reverse("admin:focalpoints_focalpoint_change", args=[make.make_focal_point().pk])

    assert "account" not in desk.get(page).context["adminform"].form.fields


def test_looking_at_how_to_reach_somebody_is_in_the_trail(client):
    staff, person = make.make_staff(), make.make_focal_point()
    client.force_login(staff)

    client.get(reverse("admin:focalpoints_focalpoint_change", args=[person.pk]))

    entry = Entry.objects.get(what="looked-at-contact")
    assert (entry.who, entry.about) == (staff.pseudonym, person.key)


def test_the_page_says_since_when_somebody_is_hidden(desk):
    person = make.make_focal_point()
    person.protect(by_themselves=False, at=make.NOON)

    page = desk.get(reverse("admin:focalpoints_focalpoint_change", args=[person.pk]))

    assert "Hidden since:" in page.text
    assert "22 November 2026, 12:00" in page.text


@pytest.mark.parametrize("was_protected", [False, True])
def test_who_was_ever_protected_is_not_deleted(desk, was_protected):
    person = make.make_focal_point()
    if was_protected:
        make.make_protection(person, lifted_at=make.NOON)

    desk.post(reverse("admin:focalpoints_focalpoint_delete", args=[person.pk]), {"post": "yes"})

    assert FocalPoint.objects.exists() == was_protected


def test_editors_delete_no_focal_point(client):
    editor = make.make_user("editor@example.org")
    editor.become("editor")
    make.make_factor(editor)
    person = make.make_focal_point()
    client.force_login(editor)

    page = reverse("admin:focalpoints_focalpoint_delete", args=[person.pk])
    assert client.post(page, {"post": "yes"}).status_code == 403
