"""How a state appoints a focal point, as the sources tell it."""

import pytest

from tests.make import make_passage, make_source, make_statement
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db

PAGE = "/how-to-appoint/"


def test_says_what_the_sources_say_of_it_and_nothing_else(client):
    passage = make_passage(make_source("page"), anchor="p3")
    make_statement(topic="appointing", position=2, text="Second.", passages=[passage])
    make_statement(topic="appointing", position=1, text="First.", passages=[passage])
    make_statement(topic="focal-point", text="A senior official.", passages=[passage])
    make_statement(topic="network", text="A network.", passages=[passage])

    sections = {
        words(section.h2): [li.contents[0].strip() for li in section.select("li")]
        for section in soup_of(client, PAGE).select("section")
    }

    assert sections == {
        "What a focal point is": ["A senior official."],
        "What is advised on appointing one": ["First.", "Second."],
        "Once it is done": [],
    }


def test_shows_the_passage_of_each_sentence(client):
    passage = make_passage(make_source("page"), anchor="p3")
    make_statement(topic="appointing", passages=[passage])

    assert words(soup_of(client, PAGE).select_one("li a[href='/sources/page/#p3']")).endswith("p3")


def test_an_empty_register_says_that_it_knows_nothing(client):
    text = text_of(client, PAGE)

    assert "No source in the register says what a focal point is." in text
    assert "No source in the register gives advice on appointing one." in text
    assert "Documents that these passages refer to" not in text


def test_links_each_document_that_the_advice_refers_to_once(client):
    passage, another = make_passage(), make_passage()
    document = make_source("recommendations", label="Recommendations", kind="referred-to")
    document.referred_to_in.set([passage, another])
    for _ in range(2):
        make_statement(topic="appointing", passages=[passage, another])

    links = soup_of(client, PAGE).select("main a[href='/sources/recommendations/']")

    assert [words(link) for link in links] == ["Recommendations"]


def test_links_no_document_that_only_the_secretariat_knows_to_be_referred_to(client):
    letter = make_source("letter", label="canary", audience="secretariat")
    kept, public = make_passage(letter), make_passage()
    make_source("named", label="Named in the letter").referred_to_in.set([kept])
    make_source("note", label="canary", audience="secretariat").referred_to_in.set([public])

    make_statement(topic="appointing", text="Advice.", passages=[kept, public])

    text = text_of(client, PAGE)
    assert "Advice." in text
    assert "canary" not in text
    assert "Named in the letter" not in text


@pytest.mark.usefixtures("seeded")
def test_leads_from_the_five_sources_to_the_recommendations(client):
    assert soup_of(client, PAGE).select_one("main a[href='/sources/focal-points-recommendations/']")


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    def add():
        make_source(kind="referred-to").referred_to_in.add(
            *make_statement(topic="appointing").passages.all()
        )
        make_statement(topic="focal-point")

    add()
    with django_assert_num_queries(8):
        client.get(PAGE)
    for _ in range(29):
        add()

    with django_assert_num_queries(8):
        client.get(PAGE)
