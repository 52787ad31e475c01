"""The page of the open data."""

import pytest

from focalpoints.register import today
from r2pnet.open_data.files import IN_ORDER
from r2pnet.open_data.version import known_version
from sources.dates import day_in_words
from tests.make import make_appointment, make_country, make_meeting
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def links_of(soup):
    return [a["href"] for a in soup.select("main a[href]")]


def test_each_table_says_what_it_holds_and_has_its_two_files(client):
    soup = soup_of(client, "/data/")

    cards = soup.select(".cards > li")
    assert len(cards) == len(IN_ORDER)
    for card in cards:
        name = card.h3["id"]
        assert [a["href"] for a in card.select("p a")] == [
            f"/data/{name}.csv",
            f"/data/{name}.json",
        ]
    assert "Namibia" in words(soup.select_one("#parties").find_parent("li").details)


def test_every_file_that_it_leads_to_is_there(client):
    links = [link for link in links_of(soup_of(client, "/data/")) if link.startswith("/data/")]

    assert {client.get(link).status_code for link in links} == {200}
    assert {"/data/r2pnet.zip", "/data/datapackage.json"} <= set(links)


def test_the_day_is_kept_by_every_file(client):
    links = links_of(soup_of(client, "/data/?on=2013-06-12"))

    files = [link for link in links if link.startswith("/data/") and "." in link]
    assert len(files) == 2 * len(IN_ORDER) + 2
    assert all(link.endswith("?on=2013-06-12") for link in files)


def test_it_leads_to_the_api_the_feeds_and_the_calendar(client):
    soup = soup_of(client, "/data/")

    assert {
        "/api/v1/",
        "/feeds/network.atom",
        "/feeds/meetings.atom",
        "/meetings.ics",
        "webcal://localhost:8000/meetings.ics",
        "/licence/",
    } <= set(links_of(soup))
    feeds = soup.select("head link[rel=alternate][type='application/atom+xml']")
    assert {each["href"] for each in feeds} >= {"/feeds/network.atom", "/feeds/meetings.atom"}


def test_it_says_how_to_cite_the_data(client):
    text = text_of(client, "/data/?on=2013-06-12")

    assert (
        "Register of R2P Focal Points. Facts as of 12 June 2013, as known on "
        f"{day_in_words(today())}. http://localhost:8000/data/?on=2013-06-12 "
        f"(version of the data: {known_version()[:12]}). CC BY 4.0."
    ) in text


def test_a_day_that_is_none_is_refused_with_a_sentence(client):
    assert "“tomorrow” is not a day." in text_of(client, "/data/?on=tomorrow", status=400)


def test_it_asks_the_same_of_the_database_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(20) as queries:
            client.get("/data/")
        return len(queries)

    make_appointment(make_country())
    make_meeting()
    known_version()
    one = asked()
    for _number in range(30):
        make_appointment()

    assert asked() == one
