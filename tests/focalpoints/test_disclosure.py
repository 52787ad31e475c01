"""The one function that says who sees what of a focal point."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser

from focalpoints.disclosure import (
    CLASSES,
    PUBLIC,
    Viewer,
    disclose,
    held_about,
    viewer_of,
    with_holders,
)
from focalpoints.models import Appointment, Consent, ContactDetail, FocalPoint, Protection
from focalpoints.register import today
from focalpoints.roles import Role
from tests import make

pytestmark = pytest.mark.django_db

SOMEBODY = uuid.UUID(int=1)
COLLEAGUE = Viewer(role=Role.FOCAL_POINT, own=SOMEBODY, has_second_factor=True)
WITHOUT_FACTOR = Viewer(role=Role.FOCAL_POINT, own=SOMEBODY)
FORMER = Viewer(role=Role.FORMER, own=SOMEBODY, has_second_factor=True)
STAFF = {"may_see_people": True, "may_see_contacts": True}
EDITOR = Viewer(role=Role.EDITOR, has_second_factor=True, **STAFF)
EDITOR_WITHOUT_FACTOR = Viewer(role=Role.EDITOR, **STAFF)
EDITOR_OF_NAMES = Viewer(role=Role.EDITOR, has_second_factor=True, may_see_people=True)
EDITOR_OF_MEETINGS = Viewer(role=Role.EDITOR, has_second_factor=True)
ADMINISTRATOR = Viewer(role=Role.ADMINISTRATOR, has_second_factor=True, **STAFF)

EVERYBODY = [
    PUBLIC,
    COLLEAGUE,
    WITHOUT_FACTOR,
    FORMER,
    EDITOR,
    EDITOR_WITHOUT_FACTOR,
    EDITOR_OF_NAMES,
    EDITOR_OF_MEETINGS,
    ADMINISTRATOR,
]


def make_person(**fields):
    """In office, with one contact that they opened, one for the network and a private one."""
    person = make.make_colleague("Example Person", honorific="Ms", note="A note", **fields)
    make.make_contact_detail(person, value="public@example.org", audience="public")
    make.make_contact_detail(person, kind="office-telephone", value="1", audience="network")
    make.make_contact_detail(person, kind="private-telephone", value="2", audience="secretariat")
    return person


def seen(person, viewer):
    return disclose(FocalPoint.objects.for_disclosure(today()).get(pk=person.pk), viewer)


def values(person):
    return sorted(contact.value for contact in person.contact_details)


@pytest.mark.parametrize("model", [FocalPoint, ContactDetail, Consent, Protection, Appointment])
def test_every_field_has_a_class(model):
    """A new field that is not listed fails here, and is shown nowhere."""
    assert set(CLASSES[model]) == {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize(
    ("viewer", "name", "contacts", "note"),
    [
        (PUBLIC, "", ["public@example.org"], ""),
        (COLLEAGUE, "Ms Example Person", ["1", "public@example.org"], ""),
        (WITHOUT_FACTOR, "Ms Example Person", [], ""),
        (FORMER, "", ["public@example.org"], ""),
        (EDITOR, "Ms Example Person", ["1", "2", "public@example.org"], "A note"),
        (EDITOR_WITHOUT_FACTOR, "Ms Example Person", [], "A note"),
        (EDITOR_OF_NAMES, "Ms Example Person", [], "A note"),
        (EDITOR_OF_MEETINGS, "", ["public@example.org"], ""),
        (ADMINISTRATOR, "Ms Example Person", ["1", "2", "public@example.org"], "A note"),
    ],
)
def test_each_sees_what_their_class_may(viewer, name, contacts, note):
    person = seen(make_person(), viewer)

    assert (person.full_name, values(person), person.note) == (name, contacts, note)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.FORMER, Role.SUSPENDED])
def test_the_person_sees_all_of_their_own_with_or_without_a_second_factor(role):
    focal_point = make_person()
    make.make_protection(focal_point)

    person = seen(focal_point, Viewer(role=role, own=focal_point.key))

    assert (person.full_name, person.note, person.is_hidden) == (
        "Ms Example Person",
        "A note",
        True,
    )
    assert values(person) == ["1", "2", "public@example.org"]
    assert person.account_address == focal_point.account.email


@pytest.mark.parametrize("viewer", EVERYBODY, ids=str)
def test_whoever_is_hidden_is_seen_by_the_secretariat_alone(viewer):
    focal_point = make_person()
    make.make_consent(focal_point)
    make.make_protection(focal_point)

    assert (seen(focal_point, viewer) is not None) == viewer.is_secretariat


def test_a_protection_that_was_lifted_hides_nothing():
    focal_point = make.make_protection(make_person(), lifted_at=make.NOON).focal_point

    assert values(seen(focal_point, PUBLIC)) == ["public@example.org"]


def test_the_public_sees_what_the_person_consented_to_field_by_field():
    focal_point = make.make_focal_point("Example Person", honorific="Ms")

    assert seen(focal_point, PUBLIC) is None
    make.make_consent(focal_point)
    assert seen(focal_point, PUBLIC).full_name == "Example Person"
    make.make_consent(focal_point, field="honorific")
    assert seen(focal_point, PUBLIC).full_name == "Ms Example Person"


def test_an_honorific_without_the_name_is_nothing():
    consent = make.make_consent(make.make_focal_point(honorific="Ms"), field="honorific")

    assert seen(consent.focal_point, PUBLIC) is None


def test_a_consent_that_was_withdrawn_shows_nothing():
    consent = make.make_consent(withdrawn_at=make.NOON)

    assert seen(consent.focal_point, PUBLIC) is None


def test_a_colleague_sees_nobody_who_is_surely_in_office_no_more():
    person = make.make_focal_point()
    make.make_contact_detail(person)
    make.make_appointment(holder=person, started="2012", ended="[2013..2100]")

    assert seen(person, COLLEAGUE) is None


def test_a_private_contact_stays_private_whatever_its_row_says():
    person = FocalPoint.objects.for_disclosure(today()).get(pk=make_person().pk)
    for detail in person.contact_details.all():
        detail.kind, detail.audience = "private-email", "public"

    assert disclose(person, PUBLIC) is None
    assert disclose(person, COLLEAGUE).contact_details == ()


def test_who_else_sees_a_contact_is_told_to_the_person_and_the_secretariat_alone():
    focal_point = make_person()

    assert {each.audience for each in seen(focal_point, COLLEAGUE).contact_details} == {""}
    assert [str(each.audience) for each in seen(focal_point, EDITOR).contact_details] == [
        "public",
        "the network",
        "the secretariat only",
    ]


def test_a_person_who_was_not_fetched_for_it_is_not_disclosed():
    person = make.make_consent().focal_point

    with pytest.raises(AttributeError):
        disclose(FocalPoint.objects.get(pk=person.pk), PUBLIC)


@pytest.mark.parametrize("number", [1, 30])
def test_any_number_of_holders_takes_two_queries(number, django_assert_num_queries):
    for _ in range(number):
        make.make_consent(make_person())
    appointments = list(Appointment.objects.all())

    with django_assert_num_queries(2):
        found = with_holders(appointments, PUBLIC)

    assert [each.shown_holder.name for each in found] == ["Example Person"] * number


def test_appointments_of_nobody_take_no_query(django_assert_num_queries):
    appointments = [make.make_appointment()]

    with django_assert_num_queries(0):
        assert [each.shown_holder for each in with_holders(appointments, PUBLIC)] == [None]


def test_the_word_of_the_query_and_the_function_agree_on_who_is_named_in_public():
    make_person()
    make.make_consent(make_person())
    make.make_consent(make.make_focal_point())
    make.make_consent(field="honorific")
    make.make_consent(withdrawn_at=make.NOON)
    make.make_protection(make.make_consent().focal_point)
    make.make_protection(make.make_consent().focal_point, lifted_at=make.NOON)

    people = FocalPoint.objects.for_disclosure(today())
    named = {each.pk for each in people if (seen := disclose(each, PUBLIC)) and seen.name}

    assert named == {each.pk for each in FocalPoint.objects.named_in_public()}
    assert len(named) == 3
    assert FocalPoint.objects.not_named_in_public().count() == 4


def test_a_viewer_is_told_by_the_account():
    person = make.make_colleague()
    assert viewer_of(person.account) == Viewer(role=Role.FOCAL_POINT, own=person.key)

    make.make_factor(person.account)
    assert viewer_of(person.account).has_second_factor

    assert viewer_of(AnonymousUser()) == PUBLIC
    assert viewer_of(make.make_user()) == Viewer(role=Role.FORMER)
    assert viewer_of(make.make_staff()) == ADMINISTRATOR
    may = ["focalpoints.view_focalpoint", "focalpoints.view_contactdetail"]
    assert viewer_of(make.make_editor(*may)) == EDITOR
    assert viewer_of(make.make_editor(may[0])) == EDITOR_OF_NAMES
    assert viewer_of(make.make_editor("meetings.view_meeting")) == EDITOR_OF_MEETINGS


def test_a_suspended_account_is_the_public():
    person = make.make_colleague()
    person.account.suspend(at=make.NOON)

    assert viewer_of(person.account) == PUBLIC


def test_what_is_held_is_told_to_the_person_and_without_row_numbers():
    person = make_person()
    make.make_consent(person)
    make.make_protection(person)

    held = held_about(person.key, Viewer(role=Role.FORMER, own=person.key))

    assert set(held) == {
        "focal_point",
        "contact_details",
        "consents",
        "protections",
        "appointments",
    }
    assert held["focal_point"] == {
        "key": person.key,
        "name": "Example Person",
        "honorific": "Ms",
        "account": person.account.email,
        "note": "A note",
    }
    assert [each["value"] for each in held["contact_details"]] == ["public@example.org", "1", "2"]
    assert "id" not in held["consents"][0]


@pytest.mark.parametrize("viewer", [PUBLIC, COLLEAGUE, FORMER, ADMINISTRATOR], ids=str)
def test_what_is_held_is_told_to_nobody_else(viewer):
    assert held_about(make_person().key, viewer) == {}
