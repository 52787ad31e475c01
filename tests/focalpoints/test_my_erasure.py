"""Asking for the erasure of one's data at /me/erasure/, and thinking better of it."""

import pytest
from django.conf import settings
from django.test import Client

from accounts import decisions
from accounts.models import User
from focalpoints.models import ErasureDecision, ErasureRequest
from outbox.models import Message
from tests import make
from tests.focalpoints.erased import now
from tests.read import text_of
from trail.models import Entry

pytestmark = pytest.mark.django_db

PAGE = "/me/erasure/"
WITHDRAW = "/me/erasure/withdraw/"


@pytest.fixture
def person():
    return make.make_colleague("Example Person")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


def trail():
    entries = Entry.objects.exclude(what__startswith="signed").order_by("number")
    return [(entry.what, entry.who) for entry in entries]


@pytest.mark.parametrize("address", [PAGE, WITHDRAW])
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, address, method):
    assert getattr(client, method)(address).url == f"/accounts/login/?next={address}"


def test_asking_tells_each_administrator_where_to_decide_and_names_nobody(signed_in, person):
    administrator = make.make_staff()
    make.make_user("editor@example.org").become("editor")

    assert signed_in.post(PAGE).url == PAGE

    request = ErasureRequest.objects.get()
    message = Message.objects.get()
    assert (request.account, request.settled_at) == (person.account, None)
    assert message.to == administrator.email
    assert message.letter.subject == "Somebody asks for the erasure of their data"
    page = f"{settings.SITE_URL}/admin/focalpoints/erasurerequest/{request.pk}/change/"
    assert message.letter.body.endswith(page)
    assert "Example Person" not in "".join(message.letter)
    assert person.account.email not in "".join(message.letter)
    assert trail() == [("erasure-asked", person.account.pseudonym)]


def test_asking_again_is_asking_once(signed_in):
    make.make_staff()

    signed_in.post(PAGE)
    signed_in.post(PAGE)

    assert ErasureRequest.objects.count() == 1
    assert Message.objects.count() == 1
    assert "it is with the secretariat" in text_of(signed_in, PAGE)


def test_each_asks_for_themselves(signed_in, person):
    make.make_erasure_request()

    assert "You asked for it" not in text_of(signed_in, PAGE)
    signed_in.post(PAGE)

    assert ErasureRequest.objects.filter(settled_at=None).count() == 2


def test_a_request_is_withdrawn_and_can_be_made_again(signed_in, person):
    signed_in.post(PAGE)

    assert signed_in.post(WITHDRAW).url == PAGE
    assert "Withdrawn: nothing is erased." in text_of(signed_in, PAGE)
    signed_in.post(WITHDRAW)
    signed_in.post(PAGE)

    assert [each.settled_at is None for each in ErasureRequest.objects.all()] == [True, False]


def test_a_look_at_the_address_of_withdrawing_does_nothing(signed_in):
    signed_in.post(PAGE)

    assert signed_in.get(WITHDRAW).url == PAGE

    assert ErasureRequest.objects.open().count() == 1


def test_nobody_withdraws_for_another(signed_in):
    other = make.make_erasure_request()

    signed_in.post(WITHDRAW)

    other.refresh_from_db()
    assert other.settled_at is None


def test_withdrawing_stops_what_two_were_about_to_decide(signed_in, person):
    signed_in.post(PAGE)
    decision = make.make_erasure_decision(person)

    signed_in.post(WITHDRAW)

    decision.refresh_from_db()
    assert decision.withdrawn_by == person.account
    assert Message.objects.filter(to=decision.asked_by.email).exists()


def test_the_person_sees_on_their_own_page_what_is_about_to_happen(signed_in, person):
    decision = make.make_erasure_decision(person)

    page = signed_in.get("/me/").text

    assert "To erase what is held about the person." in page
    assert f"/me/decisions/erasure/{decision.pk}/stop/" in page


def test_a_former_focal_point_and_an_assistant_ask_like_anybody(client):
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, started="2012", ended="2014")
    assistant = make.make_assistance().account

    for account in [former.account, assistant]:
        client.force_login(account)
        client.post(PAGE)

    assert set(ErasureRequest.objects.values_list("account", flat=True)) == {
        former.account.pk,
        assistant.pk,
    }


def test_an_assistant_is_erased_and_the_entry_that_they_drafted_stays(client):
    draft = make.make_draft()
    assistant, official = draft.made_by, draft.focal_point
    client.force_login(assistant)
    client.post(PAGE)
    decision = ErasureDecision(account=assistant, person=assistant.pseudonym, reason="Asked.")
    decisions.ask(decision, by=make.make_staff(), at=now())

    decisions.second(decision, by=make.make_staff("second@example.org"), at=now())

    official.refresh_from_db()
    assert official.erased_at is None
    assert not official.assistances.exists()
    assert not User.objects.filter(pk=assistant.pk).exists()
    assert not ErasureRequest.objects.exists()


def test_nobody_asks_with_a_form_of_another_site(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person.account)

    assert client.post(PAGE).status_code == 403
    assert not ErasureRequest.objects.exists()
