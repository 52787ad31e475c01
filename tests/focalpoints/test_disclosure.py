"""The one function that says who sees what of a focal point."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from focalpoints.disclosure import (
    A_COLLEAGUE,
    CLASSES,
    PUBLIC,
    THE_SECRETARIAT,
    Viewer,
    disclose,
    find_portrait,
    viewer_of,
    with_holders,
)
from focalpoints.models import Appointment, Consent, FocalPoint
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


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_every_field_has_a_class(model):
    """A new field that is not listed fails here, and is shown nowhere."""
    assert set(CLASSES[model]) == {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize(
    ("viewer", "name", "contacts", "note"),
    [
        (PUBLIC, "", ["public@example.org"], ""),
        (COLLEAGUE, "Ms Example Person", ["1", "public@example.org"], ""),
        (WITHOUT_FACTOR, "", ["public@example.org"], ""),
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


def said_of(person):
    """What a page may show of it, beside the name."""
    return [person.languages, person.biography, person.portrait != "", person.confirmed_on]


def make_talkative():
    """In office, with a portrait, languages and a biography, and an entry confirmed today."""
    person = make.make_colleague(
        "Example Person", languages="en fr", biography="**Example** biography"
    )
    make.make_portrait(person)
    make.make_confirmation(person, confirmed_on=today())
    return person


ALL_OF_IT = [
    ("English", "French"),
    "<p><strong>Example</strong> biography</p>\n",
    True,
    today(),
]


@pytest.mark.parametrize("viewer", [COLLEAGUE, EDITOR, A_COLLEAGUE, THE_SECRETARIAT], ids=str)
def test_the_network_and_the_secretariat_see_all_that_a_person_says_of_themselves(viewer):
    assert said_of(seen(make_talkative(), viewer)) == ALL_OF_IT


@pytest.mark.parametrize("viewer", [PUBLIC, WITHOUT_FACTOR, FORMER, EDITOR_OF_MEETINGS], ids=str)
def test_without_consent_nobody_else_sees_anything_that_a_person_says(viewer):
    assert seen(make_talkative(), viewer) is None


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("name", [(), "", False, today()]),
        ("portrait", [(), "", True, None]),
        ("languages", [("English", "French"), "", False, None]),
        ("biography", [(), ALL_OF_IT[1], False, None]),
    ],
)
def test_the_public_sees_of_it_what_the_person_agreed_to(field, shown):
    person = make_talkative()
    make.make_contact_detail(person, audience="public")

    make.make_consent(person, field=field)

    assert said_of(seen(person, PUBLIC)) == shown


@pytest.mark.parametrize("field", ["honorific", "languages", "biography"])
def test_what_stands_beside_nothing_makes_no_public_page(field):
    person = make_talkative()

    make.make_consent(person, field=field)

    assert seen(person, PUBLIC) is None


def test_whoever_is_hidden_shows_nothing_of_all_that():
    person = make_talkative()
    for field in Consent.Field:
        make.make_consent(person, field=field)
    assert said_of(seen(person, PUBLIC)) == ALL_OF_IT

    make.make_protection(person)

    assert seen(person, PUBLIC) is None
    assert seen(person, COLLEAGUE) is None
    assert said_of(seen(person, EDITOR)) == ALL_OF_IT


def test_the_picture_is_given_with_a_person_who_shows_it_alone():
    person = make_talkative()
    assert find_portrait(seen(person, PUBLIC)) is None
    assert find_portrait(seen(person, COLLEAGUE)) == person.portrait.image

    make.make_consent(person)
    assert find_portrait(seen(person, PUBLIC)) is None

    make.make_consent(person, field="portrait")
    assert find_portrait(seen(person, PUBLIC)) == person.portrait.image


def test_the_picture_itself_is_not_fetched_with_the_person(django_assert_num_queries):
    person = make_talkative()

    with django_assert_num_queries(2):
        disclose(FocalPoint.objects.for_disclosure(today()).get(pk=person.pk), COLLEAGUE)
    fetched = FocalPoint.objects.for_disclosure(today()).get(pk=person.pk)

    assert "image" in fetched.portrait.get_deferred_fields()


@pytest.mark.parametrize(
    ("days_ago", "is_confirmed"), [(0, True), (364, True), (365, False), (None, False)]
)
def test_an_entry_is_confirmed_for_a_year(days_ago, is_confirmed):
    person = make.make_consent().focal_point
    if days_ago is not None:
        make.make_confirmation(person, confirmed_on=today() - timedelta(days=days_ago))
        make.make_confirmation(person, confirmed_on=today() - timedelta(days=1000))

    assert seen(person, PUBLIC).is_confirmed == is_confirmed


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
