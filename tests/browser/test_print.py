"""A printed page says what it shows, and what it would take a screen to use is left out."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from sources.dates import day_in_words

from .visits import PAGES

PRINTED = ["register", "country-appointed", "meeting-accra"]


@pytest.fixture(params=[visit for visit in PAGES if visit.name in PRINTED], ids=str)
def printed(request, windows):
    page = windows.open(request.param).page
    page.emulate_media(media="print")
    yield page
    page.emulate_media(media="screen")


def test_navigation_and_forms_are_left_out(printed):
    of_the_screen = printed.locator("header nav, form, .skip").all()

    assert of_the_screen
    assert [part for part in of_the_screen if part.is_visible()] == []


def test_address_and_day_are_printed(printed):
    text = " ".join(printed.inner_text("body").split())

    assert urlsplit(printed.url).path in text
    assert day_in_words(datetime.now(UTC).date()) in text


def test_what_the_page_says_is_printed(printed):
    assert printed.locator("h1").is_visible()
