"""Sessions: what ends them, and what a copy of the database tells of them."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from outbox.models import Message
from tests import make
from tests.make import PASSWORD
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

DESK = "/admin/sources/source/"


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def signed_in(client, staff):
    return sign_in(client, staff)


class AsItStands:
    def loads(self, data):
        return data


def is_open(client):
    return client.get(DESK).status_code == 200


def sign_in_with_password(client, email="person@example.org", password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_a_row_opens_no_session(signed_in):
    key = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get()

    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = row.session_key

    assert key not in str(Session.objects.values().get())
    assert not is_open(stolen)


def test_the_data_of_a_session_is_not_read_from_its_row(signed_in):
    kept = signing.loads(
        Session.objects.get().session_data,
        salt="django.contrib.sessions.SessionStore",
        serializer=AsItStands,
    )

    assert "_auth_user_id" in signed_in.session
    assert b"_auth_user_id" not in kept
    assert kept.startswith(b"gAAAA")  # what Fernet writes first


def test_an_idle_session_ends_after_an_hour(client, staff):
    with time_machine.travel("2026-11-02 09:00Z") as clock:
        sign_in(client, staff)
        clock.shift(timedelta(minutes=59))
        assert is_open(client)
        clock.shift(timedelta(minutes=59))
        assert is_open(client)
        clock.shift(timedelta(minutes=61))
        assert not is_open(client)


def test_a_session_ends_after_half_a_day_however_busy(client, staff):
    with time_machine.travel("2026-11-02 08:00Z") as clock:
        sign_in(client, staff)
        for _half_hour in range(24):
            assert is_open(client)
            clock.shift(timedelta(minutes=30))
        clock.shift(timedelta(seconds=1))
        assert not is_open(client)


def test_an_account_that_was_suspended_and_opened_again_has_no_session_left(signed_in, staff):
    staff.suspend(at=timezone.now())
    staff.reinstate()

    assert not is_open(signed_in)


def test_the_end_of_an_appointment_ends_the_session(client):
    user = make.make_user()
    holder = make.make_focal_point(account=user)
    make.make_appointment(holder=holder, started="2013", ended="2026-11-03")
    with time_machine.travel("2026-11-02 23:30Z") as clock:
        sign_in(client, user)
        assert client.get("/me/").status_code == 200

        clock.shift(timedelta(minutes=31))

        assert client.get("/me/").status_code == 302


def test_a_former_focal_point_signs_in_anew(client):
    user = make.make_user("person@example.org")
    make.make_appointment(holder=make.make_focal_point(account=user), started="2013", ended="2014")

    sign_in_with_password(client)

    assert client.get("/me/").status_code == 200
    assert client.get("/network/").status_code == 404


@pytest.mark.django_db(transaction=True)  # allauth says that it was added once it is committed
def test_a_new_factor_ends_the_other_sessions_and_keeps_this_one(client):
    user = make.make_user("person@example.org")
    other = sign_in(Client(), user)
    sign_in(client, user)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert Entry.objects.filter(what="factor-added", who=user.pseudonym).exists()


def test_a_changed_password_ends_the_other_sessions(client):
    user = make.make_user("person@example.org")
    other = sign_in(Client(), user)
    sign_in(client, user)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "correct horse", "password2": "correct horse"},
    )

    assert User.objects.get().check_password("correct horse")
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


def test_a_changed_address_ends_sessions(client):
    user = make.make_user()
    sign_in(client, user)

    User.objects.filter(pk=user.pk).update(email="new@example.org")

    assert client.get("/me/").status_code == 302


def test_signing_in_and_out_and_being_refused_is_in_the_trail(client):
    user = make.make_user("person@example.org")
    sign_in_with_password(client, password="wrong")
    sign_in_with_password(client)
    client.post("/accounts/logout/")

    found = Entry.objects.order_by("number").values_list("what", "who", "detail")
    assert list(found) == [
        ("sign-in-refused", None, "password"),
        ("signed-in", user.pseudonym, ""),
        ("signed-out", user.pseudonym, ""),
    ]


def test_guesses_are_counted_in_the_database(client):
    make.make_user("person@example.org")
    for number in range(5):
        sign_in_with_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="wrong")

    response = sign_in_with_password(client)

    assert "Too many attempts within a short time" in response.content.decode()
    assert settings.SESSION_COOKIE_NAME not in client.cookies or not is_open(client)


def test_a_limit_names_nobody(client):
    sign_in_with_password(client, password="wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        kept = str(cursor.fetchall())

    assert "127.0.0.1" not in kept
    assert "person@example.org" not in kept
    assert len(kept) > 50


def test_a_row_that_has_expired_opens_no_session(signed_in):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_open(signed_in)


def test_signing_out_deletes_the_row(client):
    sign_in(client, make.make_user())
    row = Session.objects.get()

    client.post("/accounts/logout/")

    assert not Session.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db(transaction=True)  # allauth says that it was removed once it is committed
def test_a_removed_factor_ends_the_other_sessions_and_is_in_the_trail(client):
    user = make.make_user()
    make.make_factor(user)
    other = sign_in(Client(), user)
    sign_in(client, user)

    client.post("/accounts/2fa/totp/deactivate/")

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert Entry.objects.filter(what="factor-removed", who=user.pseudonym).exists()


@pytest.mark.django_db(transaction=True)  # as above
def test_new_recovery_codes_end_the_other_sessions(client):
    user = make.make_user()
    make.make_factor(user)
    other = sign_in(Client(), user)
    sign_in(client, user)

    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/recovery-codes/generate/")

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert Entry.objects.filter(what="factor-added", detail="recovery-codes").exists()


def test_an_address_that_its_owner_changes_ends_the_other_sessions(client):
    user = make.make_user()
    other = sign_in(Client(), user)
    sign_in(client, user)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    code = mailed_code()

    client.post("/accounts/confirm-email/", {"code": code})

    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert Entry.objects.filter(what="address-changed", who=user.pseudonym).exists()


def test_a_changed_password_is_in_the_trail(client):
    user = make.make_user()
    sign_in(client, user)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "correct horse", "password2": "correct horse"},
    )

    assert Entry.objects.get(what="password-changed").who == user.pseudonym


def test_a_first_password_ends_the_other_sessions(client):
    user = make.make_user()
    user.set_unusable_password()
    user.save()
    other = sign_in(Client(), user)
    sign_in(client, user)

    client.post(
        "/accounts/password/set/", {"password1": "correct horse", "password2": "correct horse"}
    )

    assert User.objects.get().check_password("correct horse")
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert Entry.objects.get(what="password-changed").who == user.pseudonym


def test_a_password_chosen_with_a_code_ends_all_sessions(client):
    user = make.make_user("person@example.org")
    other = sign_in(Client(), user)
    client.post("/accounts/password/reset/", {"email": "person@example.org"})
    done = client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})

    client.post(done.url, {"password1": "correct horse", "password2": "correct horse"})

    assert User.objects.get().check_password("correct horse")
    assert other.get("/me/").status_code == 302
    assert Entry.objects.get(what="password-changed").who == user.pseudonym


def test_a_wrong_code_is_in_the_trail(client):
    user = make.make_user("person@example.org")
    client.post("/accounts/login/code/", {"email": "person@example.org"})

    client.post("/accounts/login/code/confirm/", {"code": "BCDF-GHJK"})

    entry = Entry.objects.get(what="sign-in-refused")
    assert (entry.who, entry.about, entry.detail) == (None, user.pseudonym, "code")


def test_a_wrong_second_factor_is_in_the_trail(client):
    user = make.make_user("person@example.org")
    make.make_factor(user)
    sign_in_with_password(client)

    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    entry = Entry.objects.get(what="sign-in-refused")
    assert (entry.who, entry.about, entry.detail) == (None, user.pseudonym, "second-factor")


def mailed_code():
    return re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", Message.objects.get().letter.body)[0]


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
