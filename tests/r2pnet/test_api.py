"""The API: how it is asked, and that its answers are the same for everybody."""

import pytest

from focalpoints.register import today
from r2pnet.open_data.tables import TABLES
from tests.make import (
    make_appointment,
    make_country,
    make_editor,
    make_focal_point,
    make_headcount,
    make_organization,
    make_passage,
    make_source,
)
from tests.read import soup_of, words
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


def test_pages_lead_through_the_whole_list_and_back(client):
    for code in "alb aut bel ben bih".split():
        make_country(code)

    first = client.get("/api/v1/parties?kind=country&limit=2").json()
    second = client.get(first["next"].removeprefix(SITE)).json()
    third = client.get(second["next"].removeprefix(SITE)).json()

    assert first["next"] == f"{SITE}/api/v1/parties?limit=2&offset=2&kind=country"
    assert [row["id"] for row in second["results"]] == ["bel", "ben"]
    assert [row["id"] for row in third["results"]] == ["bih"]
    assert third["next"] is None
    assert client.get(third["previous"].removeprefix(SITE)).json() == second
    assert client.get(second["previous"].removeprefix(SITE)).json() == first
    assert first["previous"] is None


def test_a_number_that_no_source_gives_is_no_number(client):
    make_headcount(of="persons", qualifier="unnumbered", value=0, key="unnumbered")
    make_headcount(of="states", value=31, key="numbered")

    counts = {row["id"]: row for row in client.get("/api/v1/headcounts").json()["results"]}

    assert counts["unnumbered"]["value"] is None
    assert counts["numbered"]["value"] == 31


def test_without_a_day_the_register_is_that_of_today(client):
    make_country("gha")
    make_organization("nobody")

    answer = client.get("/api/v1/register").json()

    assert answer["day"] == today().isoformat()
    assert [row["party"] for row in answer["results"]] == ["gha", "nobody"]


def test_an_answer_that_did_not_change_is_not_sent_again(client):
    make_country("gha")
    answer = client.get("/api/v1/parties/gha")

    again = client.get("/api/v1/parties/gha", headers={"If-None-Match": answer["ETag"]})
    make_country("ken")
    other = client.get("/api/v1/parties", headers={"If-None-Match": answer["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == answer["Cache-Control"] == "public, max-age=60"
    assert other.status_code == 200


def test_what_is_private_does_not_show_in_the_etag(client):
    letter = make_source("letter", audience="secretariat")
    appointment = make_appointment(passages=[make_passage(), make_passage(letter)])
    asked = [f"/api/v1/{table.name}" for table in TABLES] + ["/api/v1/register"]
    before = [client.get(address)["ETag"] for address in asked]

    appointment.holder = make_focal_point()
    appointment.end_reason, appointment.seat = "private", "geneva"
    appointment.save()
    letter.label, letter.note = "private", "private"
    letter.save()

    assert [client.get(address)["ETag"] for address in asked] == before


def test_no_session_is_looked_at_and_every_site_may_read(client):
    sign_in(client, make_editor())

    answer = client.get("/api/v1/parties", headers={"Origin": "https://example.org"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Vary" not in answer
    assert answer.cookies == {}


def test_it_is_asked_for_its_head_and_for_what_it_allows(client):
    whole = client.get("/api/v1/parties")

    head = client.head("/api/v1/parties")
    allowed = client.options("/api/v1/parties")

    assert (head.status_code, head["ETag"]) == (200, whole["ETag"])
    assert head.content == b""
    assert (allowed.status_code, allowed["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/v1"])
def test_its_bare_names_lead_to_its_page(client, address):
    answer = client.get(address, follow=True)

    assert answer.redirect_chain[-1] == ("/api/v1/", 301)


def test_an_empty_register_is_described_without_examples(client):
    described = client.get("/api/v1/openapi.json").json()
    page = soup_of(client, "/api/v1/")

    operations = [methods["get"] for methods in described["paths"].values()]
    assert not any("x-example" in operation for operation in operations)
    assert words(page).count("There is no row yet.") == len(described["paths"])
