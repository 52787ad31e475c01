"""The posts, at /focal-points/."""

import pytest

from tests.make import (
    make_appointment,
    make_country,
    make_focal_point,
    make_network_count,
    make_organization,
)
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db


def page(client, query="", status=200):
    return soup_of(client, f"/focal-points/{query}", status)


def parties(soup):
    return [a.get_text() for a in soup.select("tbody th a")]


def permalink(soup):
    return soup.select_one(".as-of > p:last-child a")["href"]


def test_lists_the_posts_and_names_nobody(client):
    make_appointment(make_country("gha", name="Ghana"), holder=make_focal_point("Example Person"))

    soup = page(client)

    assert parties(soup) == ["Ghana"]
    assert "no name published" in soup.get_text()
    assert "Example Person" not in soup.get_text()


def test_lists_the_posts_of_the_day_asked_for(client):
    make_appointment(make_country("gha", name="Ghana"), started="2013-06-12")

    assert parties(page(client, "?on=2013-06-11")) == []
    assert parties(page(client, "?on=2013-06-12")) == ["Ghana"]


def test_says_so_where_there_is_no_post(client):
    assert "No post is recorded for this day." in page(client).get_text()


def test_refuses_a_day_that_is_none(client):
    soup = page(client, "?on=2013-13-01", status=400)

    assert "“2013-13-01” is not a day." in soup.get_text()


def test_turns_its_pages_and_keeps_the_day(client):
    ghana = make_country("gha")
    for number in range(101):
        make_appointment(ghana, capacity="joint", started=f"{1900 + number}", passages=[])

    first, second = page(client, "?on=2013-06-12"), page(client, "?on=2013-06-12&page=2")

    assert first.select_one(".pages:not(.as-of *) a")["href"] == "?on=2013-06-12&page=2"
    assert permalink(first) == "?on=2013-06-12"
    assert permalink(second) == "?on=2013-06-12&page=2"


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    make_appointment()
    make_network_count()
    with django_assert_num_queries(13):
        page(client)
    for _ in range(29):
        make_appointment()
        make_network_count()

    with django_assert_num_queries(13):
        page(client)


def test_counts_states_and_organizations_apart_with_the_reported_sizes_beside(client):
    make_appointment(started="[2012..2014]")
    make_appointment(make_organization(), started="2012")
    make_network_count(value=17, as_of="2012-09-29")

    soup = page(client, "?on=2013-06-12")

    head = words(soup.select_one(".page-head"))
    assert "Between 0 and 1 states recorded with a focal point on 12 June 2013" in head
    assert "1 organization recorded with a focal point" in head
    assert "17 states reported (as stated); day of the count: 29 September 2012" in words(
        soup.select_one("#reported")
    )


def test_leads_to_the_days_on_which_a_post_begins_or_ends(client):
    ghana = make_appointment(make_country("gha"), started="2012-01-01").party
    make_appointment(ghana, capacity="joint", started="2013-01-01", ended="2014-01-01")

    days = [a["href"] for a in page(client, "?on=2013-06-12").select(".as-of nav a")]

    assert days == ["?on=2013-01-01", "?on=2014-01-01"]
