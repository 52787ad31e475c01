"""What is told to machines that go through the site, and to whoever finds a hole in it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from r2pnet.languages import language_of, versions
from r2pnet.site_pages import PAGES
from tests.make import (
    make_colleague,
    make_consent,
    make_country,
    make_factor,
    make_focal_point,
    make_meeting,
    make_organization,
    make_source,
)
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db

SITE = "https://register.example"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def listed(client):
    """The paths of the sitemap, each checked to be of this site."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    addresses = [each.text for each in ElementTree.fromstring(response.content).iter(LOC)]
    assert all(address.startswith(f"{SITE}/") for address in addresses)
    return [urlsplit(address).path for address in addresses]


def test_robots_are_kept_from_what_is_nobodys_business(client):
    response = client.get("/robots.txt")
    robots = RobotFileParser()
    robots.parse(response.text.splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in ["/admin/", "/accounts/login/", "/me/entry/", "/network/", "/mail/"]:
        assert not robots.can_fetch("any", f"{SITE}{path}")
    for path in ["/", "/meetings/", "/countries/gha/", "/data/", "/api/v1/parties"]:
        assert robots.can_fetch("any", f"{SITE}{path}")


def test_the_sitemap_lists_each_public_page_once_and_no_person(client):
    make_country("gha")
    make_organization("centre")
    make_meeting("accra", passages=[])
    make_source("release")
    make_source("letter", audience="secretariat")
    make_consent(make_focal_point("Example Person"))

    paths = [path for path in listed(client) if language_of(path) == "en"]

    assert listed(client) == [each.path for path in paths for each in versions(path)]
    assert paths[: len(PAGES)] == [page.get_absolute_url() for page in PAGES]
    assert paths[len(PAGES) :] == [
        "/countries/gha/",
        "/organizations/centre/",
        "/meetings/accra/",
        "/sources/release/",
        "/meetings/accra/ledger/",
        "/sources/release/ledger/",
    ]


def test_each_page_of_the_sitemap_is_there_and_says_the_same_address(client):
    make_country("gha")
    make_meeting("accra")
    make_source("release")

    for path in listed(client):
        [link] = soup_of(client, path).select("link[rel=canonical]")
        assert link["href"] == f"{SITE}{path}"


def test_the_sitemap_says_nothing_of_when_a_page_was_changed(client):
    make_source("release", note="A note")

    assert "lastmod" not in client.get("/sitemap.xml").text


def test_the_sitemap_asks_the_same_few_questions_of_1_row_and_of_30(
    client, django_assert_num_queries
):
    for number in range(30):
        make_meeting(f"meeting-{number}", passages=[])
        make_source(f"source-{number}")
        make_organization(f"organization-{number}")
        if number in (0, 29):
            with django_assert_num_queries(3):
                client.get("/sitemap.xml")


def test_pages_of_the_site_are_called_as_they_call_themselves(client):
    """What the search and the preview say is the heading of the page, but for the start page."""
    for page in PAGES[1:]:
        assert words(soup_of(client, page.get_absolute_url()).h1) == str(page.title)


@pytest.mark.parametrize(
    "contact", ["mailto:security@register.example", "https://register.example/x"]
)
def test_security_txt_says_whom_to_tell(client, settings, contact):
    settings.SECURITY_CONTACT = contact

    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.strptime(fields.pop("Expires"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields == {
        "Contact": contact,
        "Preferred-Languages": "en, ar, zh-hans, fr, ru, es",
        "Canonical": f"{SITE}/.well-known/security.txt",
    }
    now = datetime.now(UTC)
    assert now + timedelta(days=180) < expires < now + timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/me/",
        "/me/entry/",
        "/me/public/",
        "/me/portrait/",
        "/me/contact/add/",
        "/me/as/public/",
        "/me/data/",
        "/me/erasure/",
        "/network/",
        "/accounts/email/",
        "/accounts/2fa/",
        "/search/?q=ghana",
    ],
)
def test_personal_pages_ask_not_to_be_listed(client, address):
    person = make_colleague()
    make_factor(person.account)
    client.force_login(person.account)

    assert soup_of(client, address).select_one("meta[name=robots]")["content"] == "noindex"
