"""Every public page says and does the same where the browser runs no script."""

import pytest

from .visits import PUBLIC, account, sign_in_and_out


@pytest.mark.parametrize("visit", [visit for visit in PUBLIC if not visit.act], ids=str)
def test_page_says_the_same(windows, visit):
    with_script = words(windows.open(visit))
    without = words(windows.open(visit, java_script_enabled=False))

    assert without
    assert without == with_script


def test_register_is_filtered(windows):
    page = windows.open(visit_of("register"), java_script_enabled=False).page

    page.fill("main [name=q]", "ghana")
    page.fill("[name=on]", "2013-06-12")
    page.press("main [name=q]", "Enter")

    assert "q=ghana" in page.url
    assert "1 of 195 states fits" in page.inner_text("main")


def test_country_is_asked_about_another_day(windows):
    page = windows.open(visit_of("country-appointed"), java_script_enabled=False).page

    page.fill("[name=on]", "2010-09-30")
    page.press("[name=on]", "Enter")

    assert "on=2010-09-30" in page.url
    assert "on 30 September 2010" in page.inner_text("main")


@pytest.mark.parametrize("name", ["tell-us-refused", "tell-us-too-often"])
def test_remark_is_sent(windows, name):
    opened = windows.open(visit_of(name), java_script_enabled=False)

    assert opened.document.status == opened.visit.status


def test_one_signs_in_with_a_password_and_an_app_and_out(windows):
    page = windows.open(account("sign-in", "login/"), java_script_enabled=False).page

    sign_in_and_out(page)

    assert "You are signed out." in page.inner_text("main")


def visit_of(name):
    return next(visit for visit in PUBLIC if visit.name == name)


def words(opened):
    return " ".join(opened.page.inner_text("main").split())
