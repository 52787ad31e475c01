"""The posts, at /focal-points/."""

import pytest

from tests.make import make_appointment, make_country, make_focal_point
from tests.read import soup_of

pytestmark = pytest.mark.django_db


def page(client, query="", status=200):
    return soup_of(client, f"/focal-points/{query}", status)


def parties(soup):
    return [a.get_text() for a in soup.select("tbody th a")]


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

    assert page(client, "?on=2013-06-12").select_one("a[rel=next]")["href"] == (
        "?on=2013-06-12&page=2"
    )


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    make_appointment()
    with django_assert_num_queries(4):
        page(client)
    for _ in range(29):
        make_appointment()

    with django_assert_num_queries(4):
        page(client)
