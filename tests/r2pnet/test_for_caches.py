"""What an answer tells the caches that stand between the portal and its reader."""

import pytest
from django.conf import settings

from tests import make
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/data/parties.csv", "/nowhere/", "/countries/GHA/"])
def test_whatever_is_for_all_is_asked_for_each_time(client, address):
    assert client.get(address)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/", "/countries/", "/nowhere/"])
def test_what_is_shown_to_somebody_signed_in_is_theirs_alone(client, address):
    sign_in(client, make.make_user())

    assert client.get(address)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_so_is_what_is_asked_with_any_cookie_of_ours(client, name):
    client.cookies[name] = "x" * 32

    assert client.get("/")["Cache-Control"] == "private, no-cache"


def test_open_data_are_for_all_whoever_asks(client):
    sign_in(client, make.make_user())

    assert client.get("/data/parties.csv")["Cache-Control"] == "no-cache"
    assert client.get("/api/v1/parties")["Cache-Control"] == "public, max-age=60"


def test_what_says_it_itself_is_left_as_it_is(client):
    assert "no-store" in client.get("/tell-us/")["Cache-Control"]
