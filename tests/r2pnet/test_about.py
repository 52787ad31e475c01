"""The about page."""

import pytest

from tests.make import make_passage, make_source, make_statement
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def test_says_what_sources_say_with_the_passage_topic_by_topic(client):
    passage = make_passage(make_source("page"), anchor="p3")
    make_statement(topic="appointing", text="Any government can.", passages=[passage])
    make_statement(topic="focal-point", text="A senior official.", passages=[passage])

    soup = soup_of(client, "/about/")

    assert [words(h2) for h2 in soup.select("h2")][:2] == [
        "What a focal point is",
        "What is advised on appointing one",
    ]
    assert [a["href"] for a in soup.select(".cite a")] == ["/sources/page/#p3"] * 2


@pytest.mark.parametrize(
    "sentence",
    [
        "17-18 May 2011 a span: the first and the last day are included",
        "between September 2010 and 2014 one day, not known more closely than this",
        "by 10 April 2013 no later than this",
        "possibly appointed under at least one reading of the dates",
        "It is never computed, and a number that comes without a list claims no list.",
        "none is silently preferred",
        "Hosting a meeting alone is not attending it, and attending is not appointing.",
        "the UN regional groups and the M49 regions of the UN Statistics Division",
    ],
)
def test_tells_how_things_are_shown(client, sentence):
    assert sentence in text_of(client, "/about/")


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    make_statement()
    with django_assert_num_queries(4):
        client.get("/about/")
    for _ in range(29):
        make_statement()

    with django_assert_num_queries(4):
        client.get("/about/")
