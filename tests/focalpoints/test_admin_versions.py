"""What staff change, or go back to, without publishing anything for a person."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from focalpoints.models import ContactDetail, FocalPoint
from tests import make
from tests.desk import refusals, typed, with_row

pytestmark = pytest.mark.django_db

ONLY_THE_PERSON = "Only the person shows a contact to more people."


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def page_of(row, kind="change"):
    return reverse(f"admin:focalpoints_{row._meta.model_name}_{kind}", args=[row.pk])


def version_of(version, pk):
    name = version.instance_type._meta.model_name
    return reverse(f"admin:focalpoints_{name}_simple_history", args=[pk, version.pk])


def shown(response, **changes):
    """What the form of a version's page sends."""
    form = response.context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields} | changes


def row_in(data, **changes):
    return data | {f"contact_details-0-{name}": value for name, value in changes.items()}


def saved_audience():
    return ContactDetail.objects.get().audience


@pytest.mark.parametrize("field", ["honorific", "languages", "biography"])
def test_staff_do_not_write_what_a_person_without_an_account_shows_in_public(desk, field):
    person = make.make_consent(field=field).focal_point
    page = page_of(person)

    desk.post(page, typed(desk.get(page), name="Example Other", **{field: "en"}))

    person.refresh_from_db()
    assert (person.name, getattr(person, field)) == ("Example Other", "")


def test_staff_write_what_nobody_shows_yet(desk):
    person = make.make_consent(field="languages").focal_point
    page = page_of(person)

    desk.post(page, typed(desk.get(page), biography="Worked in Accra.", honorific="Dr"))

    person.refresh_from_db()
    assert (person.biography, person.honorific) == ("Worked in Accra.", "Dr")


def written_anew(person):
    """The version of a person before all of the entry was written anew."""
    version = person.history.earliest()
    person.name, person.honorific = "Example New", "New"
    person.languages, person.biography = "fr", "New."
    person.save()
    return version


def made(**fields):
    said = {"honorific": "Old", "languages": "en", "biography": "Old."}
    return make.make_focal_point("Example Old", **said, **fields)


def test_going_back_leaves_what_a_person_with_an_account_says_today(desk):
    person = made(account=make.make_user())
    page = version_of(written_anew(person), person.pk)

    response = desk.get(page)
    desk.post(page, shown(response, biography="Sent.", languages=["es"]))

    person.refresh_from_db()
    assert (person.name, person.honorific) == ("Example Old", "Old")
    assert (person.languages, person.biography) == ("fr", "New.")
    assert [str(each) for each in get_messages(response.wsgi_request)] == [
        "Going back to a version leaves as today what is the person's: languages and biography."
    ]


@pytest.mark.parametrize("field", ["honorific", "languages", "biography"])
def test_going_back_leaves_what_a_person_shows_in_public(desk, field):
    person = made()
    make.make_consent(person, field=field)
    page = version_of(written_anew(person), person.pk)
    today = getattr(person, field)

    desk.post(page, shown(desk.get(page), **{field: "en"}))

    person.refresh_from_db()
    assert (person.name, getattr(person, field)) == ("Example Old", today)


def test_going_back_brings_all_back_of_whom_nothing_is_shown(desk):
    person = made()
    page = version_of(written_anew(person), person.pk)

    response = desk.get(page)
    desk.post(page, shown(response))

    person = FocalPoint.objects.get()
    assert (person.honorific, person.languages, person.biography) == ("Old", "en", "Old.")
    assert not list(get_messages(response.wsgi_request))


@pytest.mark.parametrize("audience", ["network", ""])
def test_staff_do_not_widen_a_contact_on_its_own_page(desk, audience):
    page = page_of(make.make_contact_detail(audience="secretariat"))

    response = desk.post(page, typed(desk.get(page), audience=audience))

    assert refusals(response) == [ONLY_THE_PERSON]
    assert saved_audience() == "secretariat"


def test_staff_do_not_widen_a_private_contact_by_calling_it_official(desk):
    page = page_of(make.make_contact_detail(kind="private-email", audience="secretariat"))

    response = desk.post(page, typed(desk.get(page), kind="office-email", audience=""))

    assert refusals(response) == [ONLY_THE_PERSON]
    assert ContactDetail.objects.get().kind == "private-email"


def test_staff_do_not_widen_a_contact_on_the_page_of_the_person(desk):
    detail = make.make_contact_detail(audience="secretariat")
    page = page_of(detail.focal_point)

    response = desk.post(page, row_in(typed(desk.get(page)), audience="network"))

    assert refusals(response) == [ONLY_THE_PERSON]
    assert saved_audience() == "secretariat"


def test_staff_narrow_a_contact_write_another_value_and_add_one(desk):
    detail = make.make_contact_detail()
    page = page_of(detail.focal_point)

    data = row_in(typed(desk.get(page)), audience="secretariat", value="other@example.org")
    row = {"kind": "office-email", "value": "added@example.org", "audience": ""}
    response = desk.post(page, with_row(data, "contact_details", **row))

    assert refusals(response) == []
    assert set(ContactDetail.objects.values_list("value", "audience")) == {
        ("other@example.org", "secretariat"),
        ("added@example.org", "network"),
    }


def test_going_back_does_not_widen_a_contact(desk):
    detail = make.make_contact_detail()
    detail.narrow(audience="secretariat")
    page = version_of(detail.history.earliest(), detail.pk)

    response = desk.post(page, shown(desk.get(page)))

    assert ONLY_THE_PERSON in response.context["adminform"].form.non_field_errors()
    assert saved_audience() == "secretariat"


def test_going_back_to_a_contact_as_narrow_as_today_is_taken(desk):
    detail = make.make_contact_detail()
    detail.value = "other@example.org"
    detail.save()
    page = version_of(detail.history.earliest(), detail.pk)

    assert desk.post(page, shown(desk.get(page))).status_code == 302
    assert ContactDetail.objects.get().value == "office@example.org"


def test_a_contact_that_was_deleted_is_not_brought_back(desk):
    detail = make.make_contact_detail()
    pk = detail.pk
    detail.delete()
    page = version_of(ContactDetail.history.filter(id=pk).earliest(), pk)

    response = desk.get(page)

    assert 'value="Revert"' not in response.text
    assert desk.post(page, shown(response)).status_code == 403
    assert not ContactDetail.objects.exists()


def test_the_model_refuses_a_deleted_contact_too():
    detail = make.make_contact_detail()
    version = detail.history.get().instance
    detail.delete()
    version._state.adding = False

    with pytest.raises(ValidationError) as refused:
        version.refuse_widening()
    assert refused.value.messages == [ONLY_THE_PERSON]


def of_appointment():
    appointment = make.make_appointment(holder=make.make_focal_point("Example Before"))
    appointment.holder, appointment.office = (
        make.make_focal_point("Example After"),
        "Example office",
    )
    appointment.save()
    return appointment, "focalpoints.view_appointment"


def of_delegate():
    delegate = make.make_delegate(focal_point=make.make_focal_point("Example Before"))
    delegate.focal_point, delegate.position = (
        make.make_focal_point("Example After"),
        "Example office",
    )
    delegate.save()
    return delegate, "meetings.view_delegate"


@pytest.mark.parametrize("changed", [of_appointment, of_delegate])
@pytest.mark.parametrize("may_view_people", [False, True])
def test_the_history_names_people_to_whom_may_view_them(client, changed, may_view_people):
    row, permission = changed()
    more = ["focalpoints.view_focalpoint"] if may_view_people else []
    client.force_login(make.make_editor(permission, *more))

    opts = row._meta
    page = reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[row.pk])
    text = client.get(page).text

    assert "Example office" in text
    assert ("Example Before" in text, "Example After" in text) == (may_view_people,) * 2
