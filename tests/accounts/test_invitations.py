"""Coming in: one link, one account, and every refusal like every other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.models import Refused, StaffInvitation, User
from focalpoints.models import AppointmentInvitation, FocalPoint
from outbox.models import Message
from tests import make
from tests.read import soup_of
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

ADDRESS = "person@example.org"
SIGN_UP = "/accounts/signup/"


def invite(address=ADDRESS, *, at=None, appointment=None):
    """An invitation of a holder, or of staff, with its token."""
    bound = {"invited_as": "editor"}
    kind = StaffInvitation
    if appointment:
        kind, bound = (
            AppointmentInvitation,
            {"appointment": appointment, "holder": appointment.holder},
        )
    return kind.write(address=address, invited_by=None, at=at or timezone.now(), **bound)


def appointment_in_office(**fields):
    holder = make.make_focal_point("Example Person")
    return make.make_appointment(holder=holder, started="2013", ended="", **fields)


def link(token):
    return f"/invitations/{token}/"


def accept(client, token, address=ADDRESS):
    client.get(link(token))
    return client.post(SIGN_UP, {"email": address})


def test_the_invited_come_in_with_their_address_confirmed(client):
    _invitation, token = invite()

    response = accept(client, token)

    user = User.objects.get()
    assert (response.status_code, response.url) == (302, "/me/")
    assert (user.email, user.staff_role) == (ADDRESS, "editor")
    assert user.emailaddress_set.get().verified
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_holder_becomes_who_keeps_the_entry(client):
    appointment = appointment_in_office()
    _invitation, token = invite(appointment=appointment)

    accept(client, token)

    user = User.objects.get()
    assert FocalPoint.objects.get().account == user
    assert AppointmentInvitation.objects.get().accepted_by == user
    assert not user.is_staff
    assert Entry.objects.get(what="invitation-accepted").who == user.pseudonym


def test_the_page_says_to_what_and_under_which_address(client):
    ghana = make.make_country("gha", name="Ghana")
    _invitation, token = invite(appointment=appointment_in_office(party=ghana))
    client.get(link(token))

    page = soup_of(client, SIGN_UP)

    assert "You are invited as focal point of Ghana" in page.get_text()
    assert page.select_one("input[name=email]")["value"] == ADDRESS


def test_opening_the_link_uses_nothing_up(client):
    invitation, token = invite()

    for method in [client.get, client.head] * 25:
        assert method(link(token)).status_code == 302

    assert invitation.is_open(timezone.now())
    assert accept(Client(), token).url == "/me/"


def test_only_the_hash_of_the_token_is_kept():
    invitation, token = invite()

    kept = str(StaffInvitation.objects.values().get())
    assert token not in kept
    assert len(token) == 43  # 256 bits in base 64
    assert len(invitation.token_hash) == 64


def expired():
    return invite(at=timezone.now() - timedelta(days=7))[1]


def revoked():
    invitation, token = invite()
    invitation.revoke(at=timezone.now())
    return token


def superseded():
    _invitation, token = invite()
    invite()
    return token


def accepted():
    _invitation, token = invite()
    accept(Client(), token)
    return token


def of_a_holder_who_left():
    appointment = appointment_in_office()
    _invitation, token = invite(appointment=appointment)
    appointment.end(on="2014")
    return token


def of_another_holder():
    appointment = appointment_in_office()
    _invitation, token = invite(appointment=appointment)
    appointment.holder = make.make_focal_point("Another Example Person")
    appointment.save()
    return token


def of_the_protected():
    appointment = appointment_in_office()
    _invitation, token = invite(appointment=appointment)
    appointment.holder.protect(by_themselves=False, at=timezone.now())
    return token


def made_up():
    return "x" * 43


REFUSED = [
    expired,
    revoked,
    superseded,
    accepted,
    of_a_holder_who_left,
    of_another_holder,
    of_the_protected,
    made_up,
]


@pytest.mark.parametrize("token", REFUSED, ids=lambda make_token: make_token.__name__)
def test_every_refusal_is_like_every_other(client, token):
    response = client.get(link(token()), follow=True)
    other = Client().get(link("no-token-at-all"), follow=True)

    assert response.redirect_chain == [("/invitations/refused/", 302)]
    assert (response.status_code, response.content) == (410, other.content)
    assert not client.cookies


def test_an_invitation_is_not_accepted_under_another_address(client):
    invitation, token = invite()

    response = accept(client, token, "other@example.org")

    assert (response.status_code, response.url) == (302, "/invitations/refused/")
    assert not User.objects.exists()
    assert invitation.is_open(timezone.now())


def test_an_invitation_that_was_revoked_in_between_admits_nobody(client):
    invitation, token = invite()
    client.get(link(token))
    invitation.revoke(at=timezone.now())

    client.post(SIGN_UP, {"email": ADDRESS})

    assert not User.objects.exists()


def test_nobody_signs_up_without_an_invitation(client):
    response = client.post(SIGN_UP, {"email": ADDRESS})

    assert response.status_code == 200
    assert not User.objects.exists()
    assert not soup_of(client, SIGN_UP).select("main form")


def test_an_address_with_an_account_is_not_invited():
    make.make_user(ADDRESS)

    with pytest.raises(ValidationError, match="There is an account with this e-mail address"):
        invite("PERSON@example.org")


def test_whoever_came_in_otherwise_is_refused_like_all(client):
    _invitation, token = invite()
    client.get(link(token))
    make.make_user(ADDRESS)

    response = client.post(SIGN_UP, {"email": ADDRESS})

    assert response.url == "/invitations/refused/"
    assert User.objects.count() == 1


def test_the_mail_carries_the_link_under_the_configured_address(settings):
    settings.SITE_URL = "https://register.example.org/"
    staff = make.make_staff()

    invitations.invite(
        StaffInvitation, address=ADDRESS, by=staff, at=timezone.now(), invited_as="editor"
    )

    message = Message.objects.get()
    assert (message.to, message.kind) == (ADDRESS, "invitation")
    assert "\nhttps://register.example.org/invitations/" in message.letter.body
    assert "You are invited to the secretariat's desk, as editor." in message.letter.body


def test_sending_again_makes_the_first_link_useless(client):
    staff = make.make_staff()
    first, token = invite()

    invitations.invite_again(first, by=staff, at=timezone.now())

    assert client.get(link(token)).url == "/invitations/refused/"
    assert StaffInvitation.objects.open(timezone.now()).get() != first


def test_revoking_is_in_the_trail_once():
    staff = make.make_staff()
    invitation, _token = invite()

    for _time in range(2):
        invitations.revoke(invitation, by=staff, at=timezone.now())

    entry = Entry.objects.get(what="invitation-revoked")
    assert (entry.who, entry.detail) == (staff.pseudonym, "staffinvitation")


def test_the_mail_of_an_invitation_is_useless_after_it_has_expired():
    staff, now = make.make_staff(), timezone.now()

    invitations.invite(StaffInvitation, address=ADDRESS, by=staff, at=now, invited_as="editor")

    assert Message.objects.get().useless_after == now + timedelta(days=7)


def test_a_holder_who_left_uses_nothing_up():
    invitation = make.make_appointment_invitation()
    invitation.appointment.end(on="2014")

    with pytest.raises(Refused):
        invitation.use_up(address=invitation.address, at=timezone.now())

    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_holder_who_left_in_between_is_led_to_the_refusal(client):
    invitation = make.make_appointment_invitation()
    client.get(link(invitation.token))
    invitation.appointment.end(on="2014")

    response = client.get(SIGN_UP)

    assert (response.status_code, response.url) == (302, "/invitations/refused/")


def test_an_invitation_is_sent_again_only_where_it_can_be_accepted():
    now = timezone.now()
    taken, over = make.make_appointment_invitation(), make.make_appointment_invitation()
    assert taken.may_be_sent_again(now)
    assert over.may_be_sent_again(now)

    make.make_user(taken.address)
    over.appointment.end(on="2014")

    assert not taken.may_be_sent_again(now)
    assert not over.may_be_sent_again(now)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_make_one_account():
    _invitation, token = invite()
    # Each from elsewhere: one network is held to twenty in a minute.
    clients = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(100)]
    for each in clients:
        each.get(link(token))

    with ThreadPoolExecutor(8 if connection.vendor == "postgresql" else 1) as pool:
        answers = list(pool.map(_accept_in_a_thread, clients))

    assert sorted(answers) == ["/invitations/refused/"] * 99 + ["/me/"]
    assert User.objects.get().email == ADDRESS


def _accept_in_a_thread(client):
    try:
        return client.post(SIGN_UP, {"email": ADDRESS}).url
    finally:
        if connection.vendor == "postgresql":
            connections.close_all()


# The desk


@pytest.fixture
def desk(client):
    return sign_in(client, make.make_staff("staff@example.org"))


def test_staff_are_invited_by_administrators(desk):
    desk.post(
        "/admin/accounts/staffinvitation/add/",
        {"address": ADDRESS, "invited_as": "editor", "language": "en"},
    )

    assert StaffInvitation.objects.get().address == ADDRESS
    assert Message.objects.get().to == ADDRESS


def test_an_address_that_has_an_account_is_refused_in_a_sentence(desk):
    make.make_user(ADDRESS)

    response = desk.post(
        "/admin/accounts/staffinvitation/add/",
        {"address": ADDRESS, "invited_as": "editor", "language": "en"},
    )

    assert "There is an account with this e-mail address already." in response.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("act", ["again", "revoke"])
def test_an_invitation_is_sent_again_or_revoked_from_its_page(desk, act):
    invitation, token = invite()

    desk.post(f"/admin/accounts/staffinvitation/{invitation.pk}/act/{act}/")

    assert Client().get(link(token)).url == "/invitations/refused/"
    assert Message.objects.count() == (1 if act == "again" else 0)
