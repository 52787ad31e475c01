import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from accounts.models import User
from tests import make
from tests.desk import refusals, typed

pytestmark = pytest.mark.django_db

ADD = "admin:accounts_user_add"
PASSPHRASE = "correct horse battery"


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff("staff@example.org"))
    return client


def page_of(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def new_account(**fields):
    return {
        "email": "new@example.org",
        "is_staff": "on",
        "usable_password": "true",
        "password1": PASSPHRASE,
        "password2": PASSPHRASE,
        **fields,
    }


def test_a_member_of_staff_is_added_who_signs_in_by_e_mail_address(desk):
    response = desk.post(reverse(ADD), new_account())

    user = User.objects.get(email="new@example.org")
    assert refusals(response) == []
    assert (user.is_staff, user.is_superuser, user.is_demo) == (True, False, False)
    assert authenticate(username="new@example.org", password=PASSPHRASE) == user


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"email": "STAFF@example.org"},
            "There is an account with this e-mail address already.",
        ),
        (
            {"password1": "short", "password2": "short"},
            "This password is too short. It must contain at least 12 characters.",
        ),
        (
            {"password2": "another pass phrase"},
            "The two password fields didn’t match.",
        ),
    ],
)
def test_a_wrong_account_is_refused_in_a_sentence(desk, fields, sentence):
    response = desk.post(reverse(ADD), new_account(**fields))

    assert refusals(response) == [sentence]
    assert User.objects.count() == 1


def test_an_account_is_changed_but_not_made_a_demo_account(desk):
    user = make.make_user("person@example.org")

    response = desk.post(
        page_of(user), typed(desk.get(page_of(user)), first_name="Kofi", is_demo="on")
    )

    user.refresh_from_db()
    assert refusals(response) == []
    assert (user.first_name, user.is_demo) == ("Kofi", False)


def test_whether_an_account_is_a_demo_account_is_shown(desk):
    response = desk.get(page_of(make.make_user(is_demo=True)))

    assert "Made by the local mode; signs in nowhere else." in response.text
    assert 'name="is_demo"' not in response.text


def test_a_password_is_set_by_staff(desk):
    user = make.make_user("person@example.org")

    desk.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"usable_password": "true", "password1": PASSPHRASE, "password2": PASSPHRASE},
    )

    assert authenticate(username="person@example.org", password=PASSPHRASE) == user
