"""What a person agrees to show, and who alone can open a contact to the public."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from focalpoints.models import Consent, ContactDetail, FocalPoint
from tests import make
from tests.desk import refusals, typed

pytestmark = pytest.mark.django_db

WORDING = "My name may be shown in public."
LATER = make.NOON + timedelta(hours=1)


def open_wordings(person):
    return list(person.consents.open().values_list("wording", flat=True))


def test_a_consent_holds_until_it_is_withdrawn_and_both_are_remembered():
    person = make.make_focal_point()
    person.consent(field="name", wording=WORDING, at=make.NOON)
    assert open_wordings(person) == [WORDING]

    assert person.withdraw(field="name", at=LATER)

    assert open_wordings(person) == []
    assert list(Consent.objects.values_list("given_at", "withdrawn_at")) == [(make.NOON, LATER)]


def test_withdrawing_what_was_never_given_changes_nothing():
    assert make.make_focal_point().withdraw(field="name", at=LATER) is False


def test_agreeing_twice_to_the_same_wording_is_one_consent():
    person = make.make_focal_point()

    person.consent(field="name", wording=WORDING, at=make.NOON)
    person.consent(field="name", wording=WORDING, at=LATER)

    assert Consent.objects.get().given_at == make.NOON


def test_another_wording_replaces_the_one_before():
    person = make.make_consent().focal_point

    person.consent(field="name", wording="Another wording.", at=LATER)

    assert open_wordings(person) == ["Another wording."]
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(("field", "wording"), [("note", WORDING), ("name", "")])
def test_a_consent_is_to_a_field_that_may_be_shown_and_to_words(field, wording):
    with pytest.raises(ValidationError):
        make.make_focal_point().consent(field=field, wording=wording, at=make.NOON)


@pytest.mark.parametrize(
    ("kind", "audience"),
    [
        ("office-email", "network"),
        ("office-telephone", "network"),
        ("private-email", "secretariat"),
        ("private-telephone", "secretariat"),
        ("assistant", "secretariat"),
    ],
)
def test_a_contact_goes_where_its_class_says_unless_somebody_says_otherwise(kind, audience):
    value = "0@example.org" if kind.endswith("email") else "0"
    detail = ContactDetail(focal_point=make.make_focal_point(), kind=kind, value=value)

    detail.full_clean()

    assert detail.audience == audience


def test_the_person_opens_an_official_contact_and_narrows_it_again():
    detail = make.make_contact_detail()

    detail.open_to_public(at=make.NOON)
    assert ContactDetail.objects.get().audience == "public"
    detail.narrow(audience="secretariat")

    kept = ContactDetail.objects.get()
    assert (kept.audience, kept.opened_by_person_at) == ("secretariat", None)


def test_not_even_the_person_opens_a_private_contact():
    detail = make.make_contact_detail(kind="private-telephone", audience="secretariat")

    with pytest.raises(ValidationError):
        detail.open_to_public(at=make.NOON)

    assert ContactDetail.objects.get().audience == "secretariat"


def desk_page(detail):
    return reverse("admin:focalpoints_contactdetail_change", args=[detail.pk])


ONLY_THE_PERSON = (
    "Only the person opens a contact to the public, and only this one: to write another value, "
    "narrow it to the network first."
)


def test_staff_do_not_open_a_contact_to_the_public(client):
    detail = make.make_contact_detail()
    client.force_login(make.make_staff())

    page = desk_page(detail)
    response = client.post(page, typed(client.get(page), audience="public"))

    assert refusals(response) == [ONLY_THE_PERSON]
    assert ContactDetail.objects.get().audience == "network"


def test_staff_do_not_put_another_value_where_the_person_opened_one(client):
    detail = make.make_contact_detail(audience="public")
    client.force_login(make.make_staff())

    page = desk_page(detail)
    response = client.post(page, typed(client.get(page), value="home@example.org"))

    assert refusals(response) == [ONLY_THE_PERSON]
    assert ContactDetail.objects.get().value == "office@example.org"


def test_staff_do_not_hand_what_the_person_opened_to_another(client):
    detail = make.make_contact_detail(audience="public")
    other = make.make_focal_point()
    client.force_login(make.make_staff())

    page = desk_page(detail)
    response = client.post(page, typed(client.get(page), focal_point=f"{other.pk}"))

    assert refusals(response) == [ONLY_THE_PERSON]
    assert ContactDetail.objects.get().focal_point != other


def test_staff_narrow_what_the_person_opened_and_do_not_open_it_again(client):
    detail = make.make_contact_detail(audience="public")
    client.force_login(make.make_staff())
    page = desk_page(detail)

    assert client.post(page, typed(client.get(page), audience="network")).status_code == 302
    response = client.post(page, typed(client.get(page), audience="public"))

    assert refusals(response) == [ONLY_THE_PERSON]


def test_going_back_to_an_earlier_version_opens_no_contact():
    detail = make.make_contact_detail()
    detail.open_to_public(at=make.NOON)
    detail.narrow(audience="network")

    before = detail.history.filter(audience="public").get().instance

    with pytest.raises(ValidationError) as refused:
        before.full_clean()
    assert refused.value.message_dict["audience"] == [ONLY_THE_PERSON]


def test_going_back_to_an_earlier_version_gives_nobody_access():
    person = make.make_focal_point(account=make.make_user())
    person.account = None
    person.save()

    person.history.earliest().instance.save()

    assert FocalPoint.objects.get().account is None
    assert "account" not in {field.name for field in FocalPoint.history.model._meta.get_fields()}
