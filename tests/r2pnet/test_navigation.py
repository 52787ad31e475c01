"""The main navigation marks where the reader is."""

import pytest

from tests.make import make_colleague, make_meeting
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db


def marked(client, address, status=200):
    links = soup_of(client, address, status).select(
        ".site-header nav:not(.languages) a[aria-current]"
    )
    return [(words(a), a["aria-current"]) for a in links]


def test_a_page_of_the_navigation_is_marked_as_this_page(client):
    assert marked(client, "/meetings/") == [("Meetings", "page")]


def test_a_page_within_one_of_them_marks_that_one(client):
    make_meeting("2013-accra")

    assert marked(client, "/meetings/2013-accra/") == [("Meetings", "true")]


def test_a_page_whose_name_is_only_part_of_a_word_marks_nothing(client):
    client.force_login(make_colleague().account)

    assert marked(client, "/me/") == []


@pytest.mark.parametrize(("address", "status"), [("/contact/", 200), ("/nowhere/", 404)])
def test_a_page_of_no_entry_marks_nothing(client, address, status):
    assert marked(client, address, status) == []
