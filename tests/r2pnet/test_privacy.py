"""The privacy notice, held against what the portal does."""

import pytest
from django.conf import settings
from django.utils import timezone

from remarks.models import Remark
from tests.make import PASSWORD, make_country, make_remark, make_staff
from tests.read import soup_of, text_of, words


def test_says_what_is_kept_part_by_part(client):
    assert [words(h2) for h2 in soup_of(client, "/privacy/").select("h2")] == [
        "When you read",
        "Cookies",
        "When you tell us something",
        "Persons in the register",
        "Staff",
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
def test_signing_in_and_working_sets_the_cookies_that_the_notice_names(client):
    staff, remark = make_staff(), make_remark()
    client.get("/admin/login/")
    client.post("/admin/login/", {"username": staff.email, "password": PASSWORD})
    client.post("/admin/remarks/remark/", {"action": "settle", "_selected_action": [remark.pk]})

    assert set(client.cookies) == {
        settings.CSRF_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
        "messages",
    }
    assert settings.SESSION_COOKIE_AGE == 14 * 24 * 3600


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
