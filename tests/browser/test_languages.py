"""The reader's own language is offered, and what was chosen is remembered, in the browser alone."""

import pytest

from .visits import Visit

HOME = Visit("home", "/")
IN_FRENCH = Visit("home-fr", "/fr/")


def offered(page):
    """The languages in which the page is offered on it."""
    shown = page.locator("[data-offer]:visible").all()
    return [each.get_attribute("data-offer") for each in shown]


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("en-GB", []),
        ("fr-CH", ["fr"]),
        ("ar-EG", ["ar"]),
        ("zh-CN", ["zh-hans"]),
        ("zh-TW", []),
        ("de-DE", []),
    ],
)
def test_the_language_of_the_browser_is_offered_and_never_forced(windows, locale, found):
    page = windows.open(HOME, locale=locale).page

    assert page.url.endswith("/")
    assert page.get_attribute("html", "lang") == "en"
    assert offered(page) == found


def test_what_is_chosen_is_offered_from_then_on_and_sent_to_nobody(windows):
    page = windows.open(HOME, locale="en-GB", color_scheme="light").page
    page.click("nav.languages [hreflang=fr]")
    page.wait_for_url("**/fr/")
    assert offered(page) == []

    again = windows.open(HOME, locale="en-GB", color_scheme="light").page

    assert offered(again) == ["fr"]
    assert again.context.cookies() == []


def test_an_offer_that_was_refused_is_not_made_again(windows):
    page = windows.open(IN_FRENCH, locale="es-ES").page
    assert offered(page) == ["es"]
    page.click("[data-offer]:visible button")
    assert offered(page) == []

    again = windows.open(Visit("about-fr", "/fr/about/"), locale="es-ES").page

    assert offered(again) == []


def test_the_switch_keeps_the_day_and_the_filters(windows):
    register = Visit("register", "/countries/?group=african&on=2012-09-29")
    page = windows.open(register, locale="en-GB").page

    page.click("nav.languages [hreflang=ru]")
    page.wait_for_url("**/ru/countries/?group=african&on=2012-09-29")

    assert page.input_value("[name=on]") == "2012-09-29"
    assert page.input_value("[name=group]") == "african"
