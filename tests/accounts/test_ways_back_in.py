"""Codes and proofs that must not outlive what they were for."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AccountDecision, User
from outbox.models import Message
from tests import make
from tests.make import PASSWORD, TOTP_SECRET
from tests.signed_in import sign_in

from .test_sessions import code_of

pytestmark = pytest.mark.django_db

OLD, NEW = "old@example.org", "new@example.org"
CHOSEN = {"password1": "correct horse battery", "password2": "correct horse battery"}


def mailed_code():
    return re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", Message.objects.get().letter.body)[0]


def give_new_address(user):
    decision = make.make_account_decision(user, kind="new-address", new_address=NEW)
    decision.second(by=make.make_staff("second@example.org"), at=timezone.now())


def test_a_code_mailed_to_the_address_of_old_opens_nothing(client):
    user = make.make_user(OLD)
    client.post("/accounts/login/code/", {"email": OLD})
    code = mailed_code()
    give_new_address(user)

    client.post("/accounts/login/code/confirm/", {"code": code})

    user.refresh_from_db()
    assert user.email == NEW
    assert [each.email for each in user.emailaddress_set.all()] == [NEW]
    assert client.get("/me/").status_code == 302


def test_a_reset_asked_for_from_the_mailbox_of_old_sets_no_password(client):
    user = make.make_user(OLD)
    client.post("/accounts/password/reset/", {"email": OLD})
    chosen = client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    give_new_address(user)

    client.post(chosen.url, CHOSEN)

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_reset_sets_no_password_on_a_suspended_account(client):
    user = make.make_user(OLD)
    client.post("/accounts/password/reset/", {"email": OLD})
    chosen = client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    user.suspend(at=timezone.now())

    client.post(chosen.url, CHOSEN)

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_password_does_not_stand_in_for_the_second_factor(client):
    staff = make.make_staff()
    sign_in(client, staff, afresh=False)
    person = make.make_user()

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post(
        f"/admin/accounts/user/{person.pk}/act/ask-new-address/",
        {"new_address": NEW, "reason": "Mine now."},
    )

    assert "reauthenticate" in response.url
    assert not AccountDecision.objects.exists()


def test_a_code_of_an_app_is_taken_once(client):
    user = make.make_user(OLD)
    make.make_factor(user)
    with time_machine.travel("2026-11-02 09:00Z", tick=False) as clock:
        code = code_of(TOTP_SECRET)
        for browser, opened in [(client, 200), (Client(), 302)]:
            browser.post("/accounts/login/", {"login": OLD, "password": PASSWORD})
            browser.post("/accounts/2fa/authenticate/", {"code": code})
            assert browser.get("/me/").status_code == opened
            clock.shift(timedelta(seconds=31))


@pytest.mark.parametrize(
    "address", ["2fa/", "2fa/totp/activate/", "email/", "login/", "password/reset/"]
)
def test_account_pages_are_never_stored(client, address):
    if not address.startswith(("login", "password")):
        sign_in(client, make.make_user())

    response = client.get(f"/accounts/{address}")

    assert "no-store" in response["Cache-Control"]


def test_an_address_that_only_one_database_takes_for_the_same_is_another(client):
    invitation = make.make_staff_invitation("staff@example.org")
    client.get(f"/invitations/{invitation.token}/")

    client.post("/accounts/signup/", {"email": "\u017ftaff@example.org"})

    assert not User.objects.exists()
