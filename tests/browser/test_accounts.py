"""From the mail to a second factor, and in by a passkey alone, without a mouse."""

import re
from urllib.parse import urlsplit

import pytest

from .visits import NEWCOMER, PERSON, account, code_in_mail, code_of

MOST_STOPS = 60  # more than any of these pages has


class Keyboard:
    """What a person does who has no mouse: Tab, type, Enter."""

    def __init__(self, page):
        self.page = page

    def to(self, selector):
        """With the Tab key to the first that fits, from wherever the focus is."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"No Tab leads to {selector} on {self.page.url}")

    def type(self, selector, text):
        self.to(selector)
        self.page.keyboard.type(text)

    def press(self, selector, key="Enter"):
        """Reach it, press the key, and wait for the page that comes."""
        self.to(selector)
        self.page.wait_for_load_state("networkidle")
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.page.wait_for_load_state("networkidle")

    def send(self, selector, text):
        """Type into the field, and send the form by Enter."""
        self.type(selector, text)
        self.page.wait_for_load_state("networkidle")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def page(browser, site):
    """A window of its own under the name that passkeys are bound to, and no mouse in it."""
    context = browser.new_context(base_url=site.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture
def authenticator(page):
    """A device that keeps passkeys, and whose owner is always there and always recognized."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: devtools.send("WebAuthn.getCredentials", made)["credentials"]


def heading(page):
    return page.inner_text("h1")


def link_in_mail(page, address):
    said = page.request.get(f"/letter/{address}/").text()
    return urlsplit(re.search(r"\S+/invitations/\S+", said)[0]).path


def sign_out(page, keyboard):
    page.goto("/accounts/logout/")
    keyboard.press("main form button")
    assert "You are signed out." in page.inner_text("main")


def test_from_the_mail_to_a_second_factor_and_in_again(page):
    keyboard = Keyboard(page)
    page.goto("/mailed-invitation/")
    page.goto(link_in_mail(page, NEWCOMER))
    assert heading(page) == "Accept your invitation"
    assert page.input_value("#id_email") == NEWCOMER

    keyboard.press("main form button")
    assert urlsplit(page.url).path == "/me/"

    page.goto("/accounts/2fa/")
    keyboard.press("a[href='/accounts/2fa/totp/activate/']")
    secret = page.inner_text("#secret")
    keyboard.send("#id_code", code_of(secret))
    assert heading(page) == "Recovery codes"
    codes = page.locator(".codes code").all_inner_texts()
    assert len(set(codes)) == 10
    keyboard.press("main section a[href='/accounts/2fa/']")
    assert "10 of 10 are left." in page.inner_text("main")

    sign_out(page, keyboard)
    keyboard.send("#id_email", NEWCOMER)
    assert heading(page) == "Enter the code"
    keyboard.send("#id_code", code_in_mail(page, NEWCOMER))
    assert heading(page) == "Your second factor"
    keyboard.send("#id_code", code_of(secret))
    assert urlsplit(page.url).path == "/me/"

    sign_out(page, keyboard)
    keyboard.send("#id_email", NEWCOMER)
    keyboard.send("#id_code", code_in_mail(page, NEWCOMER))
    keyboard.send("#id_code", codes[0])
    assert urlsplit(page.url).path == "/me/"


def test_a_passkey_is_added_and_signs_in_alone(page, authenticator):
    keyboard = Keyboard(page)
    page.goto("/begin/person/?at=/accounts/2fa/")

    keyboard.press("a[href='/accounts/2fa/webauthn/add/']")
    keyboard.press("#passkey")
    assert heading(page) == "Recovery codes"
    page.goto("/accounts/2fa/webauthn/")
    assert "My passkey" in page.inner_text("main")
    assert "Signs you in by itself." in page.inner_text("main")
    [kept] = authenticator()
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)

    sign_out(page, keyboard)
    keyboard.press("#passkey_login")
    assert urlsplit(page.url).path == "/me/"
    page.goto("/accounts/email/")
    assert PERSON in page.inner_text("main")


def test_a_passkey_is_the_second_factor_beside_a_code(page, authenticator):
    keyboard = Keyboard(page)
    page.goto("/begin/person/?at=/accounts/2fa/webauthn/add/")
    keyboard.press("#passkey")
    sign_out(page, keyboard)

    keyboard.send("#id_email", PERSON)
    keyboard.send("#id_code", code_in_mail(page, PERSON))
    assert heading(page) == "Your second factor"
    keyboard.press("#passkey")

    assert urlsplit(page.url).path == "/me/"


def test_whoever_has_no_passkey_here_is_told_so(page):
    """A browser whose owner breaks off, or whose device holds no passkey for this site."""
    page.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new Error('broken off'))"
    )
    page.goto("/begin/nobody/?at=/accounts/login/")

    Keyboard(page).to("#passkey_login")
    page.keyboard.press("Enter")

    page.wait_for_selector("#passkey-failed:not([hidden])")
    assert "No passkey was used." in page.inner_text("#passkey-failed")
    assert page.evaluate("document.activeElement.id") == "passkey-failed"


def test_without_script_no_passkey_is_offered(windows):
    page = windows.open(account("sign-in", "login/"), java_script_enabled=False).page

    assert not page.is_visible("#passkey_login")
    assert "A passkey needs JavaScript" in page.inner_text("main")
