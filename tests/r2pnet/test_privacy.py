"""The privacy notice, held against what the portal does."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from remarks.models import Remark
from tests.make import PASSWORD, make_country, make_remark, make_user
from tests.read import soup_of, text_of, words


def test_says_what_is_kept_part_by_part(client):
    assert [words(h2) for h2 in soup_of(client, "/privacy/").select("h2")] == [
        "When you read",
        "Cookies",
        "When you tell us something",
        "Persons in the register",
        "When somebody leaves the post",
        "Accounts",
        "What you can ask for",
    ]


def test_names_the_cookies_that_are_set_and_no_others(client):
    cookies = [words(dt) for dt in soup_of(client, "/privacy/").select("#cookies ~ dl dt")]

    assert cookies == [settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME, "messages"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/countries/", "/countries/gha/", "/meetings/", "/sources/", "/about/", "/contact/"],
)
def test_reading_sets_no_cookie(client, address):
    make_country("gha")

    assert not client.get(address).cookies


@pytest.mark.django_db
def test_a_form_that_is_sent_sets_the_cookie_that_the_notice_names(client):
    assert set(client.get("/tell-us/").cookies) == {settings.CSRF_COOKIE_NAME}


@pytest.mark.django_db
def test_the_sign_in_page_alone_begins_no_session(client):
    assert set(client.get("/accounts/login/").cookies) == {settings.CSRF_COOKIE_NAME}


@pytest.mark.django_db
def test_signing_in_and_out_sets_the_cookies_that_the_notice_names(client):
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": make_user().email, "password": PASSWORD})
    client.post("/accounts/logout/")

    assert set(client.cookies) == {
        settings.CSRF_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
        "messages",
    }


@pytest.mark.django_db
def test_a_session_ends_when_the_notice_says(client):
    client.post("/accounts/login/", {"login": make_user().email, "password": PASSWORD})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert settings.SESSION_IDLE == 3600
    assert settings.SESSION_LONGEST == 12 * 3600
    said = text_of(client, "/privacy/")
    assert "after an hour in which they ask for no page, and after twelve hours" in said


@pytest.mark.django_db
def test_no_table_keeps_a_network_address_of_one_who_signs_in(client):
    sent = {"login": make_user().email, "password": "not the pass phrase"}

    client.post("/accounts/login/", sent, REMOTE_ADDR="198.51.100.77")
    client.post("/accounts/login/", {**sent, "password": PASSWORD}, REMOTE_ADDR="198.51.100.77")

    assert len(everything_kept()) > 1000
    assert "198.51.100.77" not in everything_kept()


def everything_kept():
    """All rows of all models, and the limits, which have a table without a model."""
    rows = StringIO()
    call_command("dumpdata", stdout=rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cache")
        return f"{rows.getvalue()} {cursor.fetchall()}"


@pytest.mark.django_db
def test_settling_erases_what_the_notice_promises(client):
    make_remark(reply_to="reader@example.org", sender="mark").settle(at=timezone.now())

    kept = Remark.objects.values().get()
    assert {name for name, value in kept.items() if value} == {
        "id",
        "page",
        "text",
        "sent_at",
        "settled_at",
    }
    assert "your e-mail address and the mark are erased" in text_of(client, "/privacy/")


def test_leads_to_the_contact_page(client):
    assert soup_of(client, "/privacy/").select_one("main a[href='/contact/']")
