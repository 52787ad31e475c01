"""The page on which mails are read in the local mode, and only there."""

import pytest

from tests.make import make_message
from tests.outbox.test_post import put_code
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def local(settings):
    settings.IS_LOCAL = True
    settings.SITE_URL = "http://localhost:8000"


@pytest.mark.usefixtures("local")
def test_says_that_there_is_none(client):
    assert "No mail has been written yet." in text_of(client, "/mail/")
    assert "no-store" in client.get("/mail/")["Cache-Control"]


@pytest.mark.usefixtures("local")
def test_shows_each_mail_with_its_address_the_newest_first(client):
    put_code(subject="First", body="It is 1.\nAnd 2.")
    put_code(subject="Second", to="other@example.org")

    soup = soup_of(client, "/mail/")

    assert [words(h2) for h2 in soup.select("main h2")] == ["Second", "First"]
    second, first = (words(each) for each in soup.select(".cards > li"))
    assert "To: other@example.org It is 471100." in second
    assert "To: person@example.org It is 1.And 2." in first


@pytest.mark.usefixtures("local")
def test_links_to_this_site_can_be_followed_and_no_others(client):
    put_code(
        body="Open (http://localhost:8000/invitations/t0ken/), not http://localhost:8000.example/x"
        " or https://elsewhere.example/, nor http://localhost:8000/%22onclick=."
    )

    links = soup_of(client, "/mail/").select(".cards a")

    assert [(a["href"], a.get_text()) for a in links] == [
        (f"http://localhost:8000/{path}", f"http://localhost:8000/{path}")
        for path in ["invitations/t0ken/", "%22onclick="]
    ]


@pytest.mark.usefixtures("local")
def test_a_mail_is_text_and_not_markup(client):
    put_code(subject="<b>Bold</b>", body="<script>alert(1)</script>")

    soup = soup_of(client, "/mail/")

    assert not soup.select("main b, main script")
    assert "<script>alert(1)</script>" in words(soup)


@pytest.mark.usefixtures("local")
def test_a_mail_that_was_sealed_with_another_key_stops_no_other(client, settings):
    put_code(subject="Lost")
    settings.SECRET_KEY = "another" * 10
    put_code(subject="Readable")

    text = text_of(client, "/mail/")

    assert "A mail that cannot be opened any more" in text
    assert "Readable" in text
    assert "Lost" not in text


@pytest.mark.usefixtures("local")
def test_decoys_are_not_there_to_be_read(client):
    put_code(deliver=False)

    assert "No mail has been written yet." in text_of(client, "/mail/")


def test_asks_as_many_questions_for_30_mails_as_for_one(client, local, django_assert_num_queries):
    put_code()
    with django_assert_num_queries(2):
        client.get("/mail/")

    for _ in range(29):
        put_code()

    with django_assert_num_queries(2):
        assert client.get("/mail/").text.count("471100") == 30


def test_elsewhere_there_is_no_such_page_whatever_was_written(client):
    make_message(state="kept", finished_at="2026-11-22T12:00Z")

    here, nowhere = client.get("/mail/"), client.get("/nowhere/")

    assert (here.status_code, nowhere.status_code) == (404, 404)
    assert here.headers == nowhere.headers
    assert here.content == nowhere.content
