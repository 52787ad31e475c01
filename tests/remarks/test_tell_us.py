"""Something wrong? Tell us: the form, its refusals, and what comes after."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from remarks.models import Remark
from tests.make import make_remark
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def send(client, **typed):
    fields = {"page": "/countries/", "text": "Wrong.", "reply_to": "", **typed}
    return client.post("/tell-us/", fields)


def refused(response, status=400):
    """The page that a refused remark is answered with."""
    assert response.status_code == status
    assert not Remark.objects.filter(text__contains="typed").exists()
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/", "/"),
        ("/countries/gha/?on=2013-06-12", "/countries/gha/?on=2013-06-12"),
        ("/search/?q=C%C3%B4te+d'Ivoire&n=1", "/search/?q=C%C3%B4te+d'Ivoire&n=1"),
        ("/search/?q=Côte", "/search/?q=C%C3%B4te"),
        ("/" + "a" * 499, "/" + "a" * 499),
    ],
)
def test_shows_the_page_that_the_reader_comes_from(client, page, shown):
    form = soup_of(client, f"/tell-us/?page={quote(page)}").select_one("form.write")

    assert words(form.p) == f"About the page: {shown}"
    assert form.p.a["href"] == shown
    assert form.select_one("[name=page]")["value"] == shown


@pytest.mark.parametrize(
    "page",
    [
        "",
        "countries/",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "/one line\nand another",
        "/a b",
        "/\0",
        "/\x85",
        "/" + "a" * 500,
        "/" + "é" * 100,
    ],
)
def test_what_is_no_page_of_this_site_is_not_shown_and_not_kept(client, page):
    form = soup_of(client, f"/tell-us/?page={quote(page)}").select_one("form.write")
    send(client, page=page)

    assert words(form.p) == "If it is about one page, say which."
    assert not form.select_one("[name=page]").get("value")
    assert "elsewhere" not in str(form)
    assert Remark.objects.get().page == ""


def test_asks_not_to_name_focal_points(client):
    assert (
        "Please do not write who a focal point is, nor private contact details of anybody else."
        in text_of(client, "/tell-us/")
    )


def test_keeps_what_is_sent_and_says_what_happens_next(client):
    with time_machine.travel(NOON, tick=False):
        response = send(
            client, page="/countries/gha/", text=" It is\r\nwrong. ", reply_to="reader@example.org"
        )

    assert (response.status_code, response.url) == (302, "/tell-us/sent/")
    remark = Remark.objects.get()
    assert (remark.page, remark.text) == ("/countries/gha/", "It is\nwrong.")
    assert (remark.reply_to, remark.sent_at) == ("reader@example.org", NOON)
    assert remark.settled_at is None
    sent = text_of(client, response.url)
    assert "A person at the secretariat reads it" in sent
    assert "reader@example.org" not in sent


def test_the_page_after_sending_leads_on(client):
    links = [a["href"] for a in soup_of(client, "/tell-us/sent/").select("main a")]

    assert links == ["/countries/", "/"]


def test_keeps_the_address_of_no_reader(client):
    client.post("/tell-us/", {"text": "Wrong."}, REMOTE_ADDR="192.0.2.77")

    assert "192.0.2" not in str(Remark.objects.values().get())


def test_a_text_alone_is_enough(client):
    client.post("/tell-us/", {"text": "Wrong."})

    remark = Remark.objects.get()
    assert (remark.page, remark.reply_to) == ("", "")


def test_a_second_click_is_answered_like_the_first(client):
    answers = [send(client).url for _ in range(7)]

    assert answers == ["/tell-us/sent/"] * 7
    assert Remark.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"text": ""}, "text", "Write what is wrong."),
        ({"text": " \n "}, "text", "Write what is wrong."),
        (
            {"text": "typed" * 801},
            "text",
            "Write at most 4000 characters; these are 4005. You can send the rest as a second "
            "remark.",
        ),
        (
            {"text": "typed\0here"},
            "text",
            "One character cannot be read; it is shown as “\ufffd”. Take it out, please.",
        ),
        (
            {"reply_to": "typed at example"},
            "reply_to",
            "Write the address like name@example.org, or leave it empty.",
        ),
        (
            {"reply_to": "typed\0@example.org"},
            "reply_to",
            "One character cannot be read; it is shown as “\ufffd”. Take it out, please.",
        ),
    ],
)
def test_refuses_in_a_sentence_that_leads_to_the_field(client, typed, field, sentence):
    page = refused(send(client, **typed))

    summary = page.select_one(".error-summary")
    assert words(summary.h2) == "This was not sent yet"
    assert [words(error) for error in summary.select("li")] == [sentence]
    assert summary.a["href"] == f"#id_{field}"
    entry = page.select_one(f"#id_{field}")
    assert entry["aria-invalid"] == "true"
    described_by = entry["aria-describedby"].split()
    assert words(page.select_one(f"#{described_by[-1]}")) == sentence
    assert words(page.title).startswith("Not sent yet: Something wrong? Tell us")


def test_a_refusal_gives_back_all_that_was_typed(client):
    page = refused(send(client, page="/meetings/", text="typed <b>text</b>", reply_to="nobody"))

    assert page.select_one("[name=text]").text.strip() == "typed <b>text</b>"
    assert page.select_one("[name=reply_to]")["value"] == "nobody"
    assert page.select_one("[name=page]")["value"] == "/meetings/"
    assert page.select_one("form.write p a")["href"] == "/meetings/"


def test_text_is_not_cut_off_by_the_browser(client):
    page = soup_of(client, "/tell-us/")

    assert not page.select("main [maxlength]")


def test_half_a_character_is_refused_and_no_error(client):
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx+2AA-y\r\n--b--\r\n'

    response = client.generic(
        "POST", "/tell-us/", body, content_type="multipart/form-data; boundary=b; charset=utf-7"
    )

    page = refused(response)
    assert page.select_one("[name=text]").text.strip() == "x\ufffdy"
    assert not Remark.objects.exists()


def test_a_text_of_the_greatest_length_is_taken_however_its_lines_end(client):
    send(client, text="a\r\n" * 1999 + "aé")

    assert len(Remark.objects.get().text) == 4000


def test_the_sixth_within_an_hour_comes_back_to_be_sent_later(client):
    with time_machine.travel(NOON, tick=False):
        for number in range(5):
            send(client, text=f"Number {number}.")
        response = send(client, page="/meetings/", text="typed", reply_to="reader@example.org")

    page = refused(response, status=429)
    assert response["Retry-After"] == "3600"
    assert words(page.h1) == "Too many remarks at once"
    assert "Yours was not sent, and stands below. Send it in about 60 minutes." in words(page)
    assert page.select_one("[name=text]").text.strip() == "typed"
    assert page.select_one("[name=reply_to]")["value"] == "reader@example.org"
    assert page.select_one("[name=page]")["value"] == "/meetings/"
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert send(client, text="typed").url == "/tell-us/sent/"


def test_another_reader_may_still_send_until_all_together_are_too_many(client):
    for number in range(99):
        make_remark(sender=f"{number}", sent_at=NOON)

    with time_machine.travel(NOON, tick=False):
        assert send(client).status_code == 302
        assert send(client, text="typed").status_code == 429


def test_the_last_minute_of_waiting_is_one_minute(client):
    for number in range(100):
        make_remark(sender=f"{number}", sent_at=NOON)

    with time_machine.travel(NOON + timedelta(minutes=59, seconds=30), tick=False):
        page = refused(send(client), status=429)

    assert "Send it in about 1 minute." in words(page)


def test_takes_nothing_without_the_mark_of_its_own_form():
    reader = Client(enforce_csrf_checks=True)

    response = reader.post("/tell-us/", {"text": "typed"})

    assert "This form has expired" in words(refused(response, status=403))


@pytest.mark.parametrize("address", ["/tell-us/", "/tell-us/?page=/countries/", "/tell-us/sent/"])
def test_is_kept_by_no_cache_and_listed_by_no_search_engine(client, address):
    response = client.get(address)

    assert "no-store" in response["Cache-Control"]
    assert b'<meta name="robots" content="noindex">' in response.content


def test_the_empty_form_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/tell-us/")


def test_takes_the_same_number_of_queries_after_one_remark_and_after_thirty(
    client, django_assert_num_queries
):
    send(client, text="The first.")
    with CaptureQueriesContext(connection) as after_one:
        send(client, text="The second.")
    for number in range(30):
        make_remark(sender=f"{number}", sent_at=datetime.now(UTC))

    with django_assert_num_queries(len(after_one)):
        send(client, text="The last.")
