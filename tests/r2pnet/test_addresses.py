"""What every answer has in common."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import resolve

from sources.citations import cited_models
from tests.read import soup_from, text_of

pytestmark = pytest.mark.django_db


def test_healthz_says_ok(client):
    response = client.get("/healthz")

    assert response.content == b"ok\n"
    assert response["Content-Type"] == "text/plain"


def test_a_missing_page_says_so_in_the_site_s_own_words(client):
    assert "There is no such page" in text_of(client, "/nowhere/", status=404)


def test_every_page_forbids_scripts_and_styles_that_are_not_our_own(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


@pytest.mark.usefixtures("seeded")
def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(client):
    """Followed from the home page, as a reader would.

    A page that is asked something is followed once for each kind of page and of question, and
    wherever a link leads to a place on it. Of the facts of one kind one is followed; the others
    are public facts of that kind.
    """
    places, links, to_read = {}, set(), ["/"]

    while to_read:
        link = to_read.pop()
        if page_of(link) not in places:
            soup = soup_from(page_at(client, link.partition("#")[0]))
            places[page_of(link)] = {tag["id"] for tag in soup.select("[id]")}
            links_on = soup.select("a[href^='/']:not([hreflang])")  # in this language
            found = {a["href"] for a in links_on} - {"/admin/", "/me/"}
            to_read += sorted(found)
            links |= found

    anchored = [link for link in links if "#" in link]
    assert len(places) > 195
    assert [link for link in anchored if link.partition("#")[2] not in places[page_of(link)]] == []
    facts = {tuple(link.split("/")[2:4]) for link in links if link.startswith("/facts/")}
    assert len(facts) > 100
    assert facts <= {
        (model.collection, key)
        for model in cited_models()
        for key in model.objects.public().values_list("key", flat=True)
    }


def page_at(client, address):
    """The HTML at the address, where something must stand; a file has no links to follow."""
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content if "html" in response["Content-Type"] else ""


def page_of(link):
    """The path; of a fact, its kind; where it is asked something, the route and the names of that.

    The whole address, where the link leads to a place on a page that is asked something.
    """
    asked = urlsplit(link)
    path = asked.path
    if asked.query and asked.fragment:
        return path, asked.query
    if path.startswith("/facts/"):
        path = path.rpartition("/")[0].rpartition("/")[0]
    if asked.query:
        path = resolve(path).view_name
    return path, tuple(sorted(parse_qs(asked.query)))
