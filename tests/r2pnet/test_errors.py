"""The pages that say what went wrong, and what to do."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import override

from r2pnet.urls import handler500, urlpatterns
from tests.make import make_source, make_staff
from tests.read import soup_of, text_of, words

__all__ = ["handler500"]


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    *urlpatterns,
    path("unreadable/", raising(SuspiciousOperation("canary"))),
    path("closed/", raising(PermissionDenied("canary"))),
    path("broken/", raising(ZeroDivisionError("canary"))),
    path("misasked/", raising(ProgrammingError("canary"))),
    path("away/", raising(OperationalError("canary"))),
    path("cut-off/", raising(InterfaceError("canary"))),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

PAGES = {
    "/unreadable/": (400, "This request cannot be read"),
    "/closed/": (403, "This is not open to you"),
    "/nowhere/": (404, "There is no such page"),
    "/broken/": (500, "Something went wrong here"),
    "/misasked/": (500, "Something went wrong here"),
    "/away/": (503, "The register cannot reach its data right now"),
    "/cut-off/": (503, "The register cannot reach its data right now"),
}


@pytest.fixture
def reader(client):
    client.raise_request_exception = False
    return client


@pytest.fixture
def database_away():
    def refuse(*_):
        raise OperationalError("canary")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(("address", "status", "heading"), [(a, *s) for a, s in PAGES.items()])
def test_says_in_one_heading_what_happened_and_leads_on(reader, address, status, heading):
    page = soup_of(reader, address, status=status)

    assert [words(h1) for h1 in page.select("h1")] == [heading]
    assert words(page.title).startswith(heading)
    assert len(page.select("main .lead")) == 1
    assert page.select_one("main a[href='/']")
    assert "canary" not in str(page)


@pytest.mark.parametrize("address", PAGES)
def test_says_nothing_of_the_address_asked_for(reader, address):
    assert address.strip("/") not in reader.get(address).text


def test_a_row_that_may_not_be_seen_and_one_that_is_not_there_are_the_same_bytes(reader):
    make_source("letter", audience="secretariat")

    hidden, missing = (reader.get(f"/sources/{slug}/") for slug in ["letter", "nothing"])

    assert (hidden.status_code, hidden.content) == (404, missing.content)


@pytest.mark.parametrize("address", ["/away/", "/cut-off/"])
def test_where_the_database_is_away_it_says_when_to_ask_again(reader, address):
    assert reader.get(address)["Retry-After"] == "30"


@pytest.mark.usefixtures("database_away")
@pytest.mark.parametrize("address", ["/", "/countries/", "/about/", "/sources/", "/healthz"])
def test_every_page_that_needs_the_database_says_that_it_is_away(reader, address):
    assert "cannot reach its data right now" in text_of(reader, address, status=503)


def test_a_remark_is_not_lost_without_a_word_where_the_database_is_away(reader, database_away):
    assert reader.post("/tell-us/", {"text": "Wrong."}).status_code == 503


@pytest.mark.usefixtures("database_away")
@pytest.mark.parametrize("address", ["/nowhere/", "/unreadable/", "/broken/"])
def test_an_error_page_asks_the_database_nothing(reader, address):
    assert reader.get(address).status_code == PAGES[address][0]


def test_nor_does_it_for_who_is_signed_in(reader):
    reader.force_login(make_staff())

    def refuse(*_):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        assert reader.get("/nowhere/").status_code == 404


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("403_csrf", "This form has expired"),
        ("429", "Too many at once"),
        ("500", "Something went wrong here"),
        ("503", "The register cannot reach its data right now"),
    ],
)
def test_can_be_shown_without_a_request(name, heading):
    with override("en"):
        assert f"<h1>{heading}</h1>" in render_to_string(f"{name}.html")
