"""What is open data may be read by the pages of every site, and is the same for whoever asks."""

import pytest
from django.http import Http404, HttpResponse
from django.urls import path

from r2pnet.open_data.cors import for_any_origin
from r2pnet.urls import urlpatterns as pages
from tests.make import make_editor
from tests.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@for_any_origin
def opened(request):
    return HttpResponse(", ".join(request.COOKIES))


@for_any_origin
def missing(request):
    raise Http404


urlpatterns = [path("opened", opened), path("missing", missing), *pages]


@pytest.mark.parametrize(("address", "status"), [("/opened", 200), ("/missing", 404)])
def test_every_site_may_read_the_answer(client, address, status):
    response = client.get(address, headers={"Origin": "https://example.org"})

    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_no_site_may_read_any_other_page(client):
    response = client.get("/about/", headers={"Origin": "https://example.org"})

    assert "Access-Control-Allow-Origin" not in response


def test_a_preflight_allows_what_is_only_read(client):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}

    response = client.options("/opened", headers=asked)

    assert response.status_code == 204
    assert response.content == b""
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_whoever_is_signed_in_is_answered_as_a_stranger_and_no_cookie_is_set(client):
    sign_in(client, make_editor())

    response = client.get("/opened")

    assert response.content == b""
    assert "Vary" not in response
    assert response.cookies == {}
