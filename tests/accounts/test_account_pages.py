"""The account pages: they look like the site, tell nobody who is known, and lead nowhere else."""

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import StaffInvitation, User
from outbox.models import Message
from tests.accounts.test_sessions import code_of
from tests.make import PASSWORD, make_factor, make_passkey, make_staff, make_user
from tests.read import soup_from, soup_of, text_of, words
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
ASK_FOR_CODE = "/accounts/login/code/"
NEW_PASSWORD = "/accounts/password/reset/"

TO_ANYBODY = {
    LOGIN: "Sign in",
    ASK_FOR_CODE: "A code by mail",
    NEW_PASSWORD: "A new password",
    "/accounts/password/reset/done/": "Your password is changed",
    "/accounts/inactive/": "This account cannot be used at present",
    "/accounts/signup/": "People come in by invitation",
}
TO_ONE_SIGNED_IN = {
    "/accounts/2fa/": "Second factor",
    "/accounts/2fa/totp/activate/": "Set up an authenticator app",
    "/accounts/2fa/webauthn/": "Passkeys",
    "/accounts/2fa/webauthn/add/": "Add a passkey",
    "/accounts/password/set/": "Set a password",
    "/accounts/email/": "Your e-mail address",
    "/accounts/logout/": "Sign out",
}
TO_ONE_WITH_FACTORS = {
    "/accounts/2fa/totp/deactivate/": "Remove the authenticator app",
    "/accounts/2fa/recovery-codes/": "Recovery codes",
    "/accounts/2fa/recovery-codes/generate/": "Make new recovery codes",
    "/accounts/2fa/webauthn/keys/{key}/edit/": "Rename a passkey",
    "/accounts/2fa/webauthn/keys/{key}/remove/": "Remove a passkey",
    "/accounts/password/change/": "Change your password",
}
TO_ONE_ASKED_AGAIN = {
    "/accounts/reauthenticate/": "Confirm that it is you",
    "/accounts/2fa/reauthenticate/": "Confirm that it is you",
    "/accounts/2fa/webauthn/reauthenticate/": "Confirm that it is you",
}


@pytest.fixture(autouse=True)
def no_limit_used_up():
    cache.clear()


def with_mailbox(client):
    user = make_user()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    return user


def with_factors(client):
    """Signed in, and asked for the second factor a moment ago."""
    user = make_user()
    make_factor(user)
    RecoveryCodes.activate(user)
    make_passkey(user)
    sign_in(client, user)
    return user


def assert_wears_the_layout(page, heading):
    assert [words(h1) for h1 in page.select("h1")] == [heading]
    assert page.select_one(".page-head h1")
    assert words(page.title).endswith(f"{heading} · Register of R2P Focal Points")
    assert page.select_one("a.skip")["href"] == "#content"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one(".tell-us a")["href"] == "/tell-us/"
    assert not page.select(".print-only")
    labelled = {label["for"] for label in page.select("label")}
    asked = page.select("main input:not([type=hidden]), main textarea, main select")
    assert {field["id"] for field in asked} <= labelled


def assert_all_is_the_sites_own(page):
    assert not page.select("style, [style], [onclick], [onload], [onsubmit]")
    for script in page.select("script:not([src])"):
        assert script["type"] == "application/json"
    for tag, attribute in [("a", "href"), ("link", "href"), ("img", "src"), ("form", "action")]:
        for element in page.select(f"{tag}[{attribute}]"):
            assert urlsplit(element[attribute]).netloc == ""
    for script in page.select("script[src]"):
        assert script["src"].startswith("/static/")


@pytest.mark.parametrize(("address", "heading"), TO_ANYBODY.items())
def test_a_page_for_anybody_wears_the_layout(client, address, heading):
    page = soup_of(client, address)

    assert_wears_the_layout(page, heading)
    assert_all_is_the_sites_own(page)


@pytest.mark.parametrize(("address", "heading"), TO_ONE_SIGNED_IN.items())
def test_a_page_of_an_account_wears_the_layout(client, address, heading):
    with_mailbox(client)

    page = soup_of(client, address)

    assert_wears_the_layout(page, heading)
    assert_all_is_the_sites_own(page)


@pytest.mark.parametrize(("address", "heading"), TO_ONE_WITH_FACTORS.items())
def test_a_page_about_factors_wears_the_layout(client, address, heading):
    with_factors(client)

    page = soup_of(client, address.format(key=Authenticator.objects.last().pk))

    assert_wears_the_layout(page, heading)
    assert_all_is_the_sites_own(page)


@pytest.mark.parametrize(("address", "heading"), TO_ONE_ASKED_AGAIN.items())
def test_a_page_that_asks_again_wears_the_layout(client, address, heading):
    if address == "/accounts/reauthenticate/":
        client.force_login(make_user())  # a password is asked for where there is no factor
    else:
        with_factors(client)

    page = soup_of(client, address)

    assert_wears_the_layout(page, heading)
    assert_all_is_the_sites_own(page)


@pytest.mark.parametrize(
    "address", [*TO_ONE_SIGNED_IN, *TO_ONE_WITH_FACTORS, *TO_ONE_ASKED_AGAIN][:-1]
)
def test_a_stranger_is_led_to_the_sign_in_page(client, address):
    if address == "/accounts/logout/":
        assert client.get(address).url == LOGIN
        return
    address = address.format(key=1)

    response = client.get(address)

    assert response.status_code == 302
    assert urlsplit(response.url).path in (LOGIN, "/accounts/reauthenticate/")


def test_the_sign_in_page_offers_the_three_ways(client):
    page = soup_of(client, LOGIN)

    assert [words(h2) for h2 in page.select("main h2")] == [
        "With a code by mail",
        "With a passkey",
        "With your password",
    ]
    assert [form["action"] for form in page.select("main form")] == [
        ASK_FOR_CODE,
        "/accounts/2fa/webauthn/login/",
        LOGIN,
    ]


def test_an_invitation_says_to_what_and_until_when_and_has_one_button(client):
    client.get(f"/invitations/{invite()}/")

    page = soup_of(client, "/accounts/signup/")

    assert_wears_the_layout(page, "Accept your invitation")
    assert (
        words(page.select_one(".lead")) == "You are invited to the secretariat's desk, as editor."
    )
    assert "Invited by Example Staff." in words(page.main)
    address = page.select_one("input[name=email]")
    assert (address["value"], address.has_attr("readonly")) == ("newcomer@example.org", True)
    assert [words(button) for button in page.select("main button")] == ["Accept the invitation"]


def test_an_invitation_shows_the_invited_address_whatever_the_link_says(client):
    client.get(f"/invitations/{invite()}/")

    page = soup_of(client, "/accounts/signup/?email=other@example.org")

    assert page.select_one("input[name=email]")["value"] == "newcomer@example.org"


def test_a_refused_invitation_names_all_reasons_and_none(client):
    page = soup_of(client, "/invitations/refused/", status=410)

    assert_wears_the_layout(page, "This invitation cannot be used")
    assert page.select_one("main a[href='/accounts/login/']")
    assert page.select_one("main a[href='/contact/']")


def test_one_set_up_app_shows_its_secret_as_picture_and_as_text(client):
    with_mailbox(client)

    page = soup_of(client, "/accounts/2fa/totp/activate/")

    assert re.fullmatch(r"[A-Z2-7]{32}", words(page.select_one("#secret")))
    assert page.select_one("img.qr")["src"].startswith("data:image/svg+xml;base64,")


def test_recovery_codes_are_shown_once_and_can_be_saved(client):
    with_factors(client)

    page = soup_of(client, "/accounts/2fa/recovery-codes/")
    again = client.get("/accounts/2fa/recovery-codes/")

    codes = [words(code) for code in page.select(".codes code")]
    assert len(set(codes)) == 10
    assert page.select_one("a[download]")["href"] == f"data:text/plain,{'%0A'.join(codes)}%0A"
    assert not any(code.encode() in again.content for code in codes)
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 403


@pytest.mark.django_db(transaction=True)  # allauth says that it was added once it is committed
def test_who_sets_up_an_app_is_shown_the_recovery_codes_at_once(client):
    client.force_login(make_user())
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)

    assert response.redirect_chain[-1] == ("/accounts/2fa/recovery-codes/", 302)
    assert response.context["can_view_codes"]


def test_a_code_is_not_mailed_once_it_has_expired(client):
    make_user("person@example.org")

    client.post(ASK_FOR_CODE, {"email": "person@example.org"})

    message = Message.objects.get()
    lasts = message.useless_after - message.written_at
    assert timedelta(minutes=9) < lasts <= timedelta(minutes=11)


def test_staff_keep_their_last_factor(client):
    staff = make_staff()
    sign_in(client, staff)

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=staff, type="totp").exists()


def test_who_is_no_staff_may_remove_the_last_factor(client):
    user = make_user()
    make_factor(user)
    sign_in(client, user)

    client.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.filter(user=user, type="totp").exists()


def test_recovery_codes_do_not_stand_in_for_the_last_factor_of_staff(client):
    staff = make_staff()
    sign_in(client, staff)
    client.post("/accounts/2fa/recovery-codes/generate/")
    assert Authenticator.objects.filter(user=staff, type="recovery_codes").exists()

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=staff, type="totp").exists()


def test_a_passkey_is_bound_to_the_configured_site(client, settings):
    settings.SITE_URL = "https://register.example.org/"
    sign_in(client, make_user())

    page = client.get("/accounts/2fa/webauthn/add/")

    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"]["id"] == "register.example.org"


# Whether an address is known


def ask(client, address, email, **more):
    """What comes of it: the answer and the page that it leads to, without what is random."""
    cache.clear()
    answer = client.post(address, {"email": email, "login": email, **more})
    bodies = [answer.content]
    if answer.status_code == 302:
        bodies.append(client.get(answer.url).content)
    plain = [re.sub(rb'(csrfmiddlewaretoken" value=)"\w+"', rb"\1", body) for body in bodies]
    return (
        answer.status_code,
        answer.get("Location"),
        sorted(answer.headers),
        sorted(answer.cookies),
        [body.replace(email.encode(), b"") for body in plain],
    )


@pytest.fixture
def known():
    """Three that are as long as each other: of an account, of a suspended one, of nobody."""
    make_user("known-ones@example.org")
    make_user("suspended1@example.org").suspend(at=timezone.now())
    return ["known-ones@example.org", "suspended1@example.org", "nobody-ever@example.org"]


@pytest.mark.parametrize(
    ("address", "more"),
    [(ASK_FOR_CODE, {}), (NEW_PASSWORD, {}), (LOGIN, {"password": "not the pass phrase"})],
)
def test_known_and_unknown_and_suspended_get_the_same_answer(client, known, address, more):
    answers = [ask(type(client)(), address, email, **more) for email in known]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == (200 if more else 302)


@pytest.mark.parametrize(
    ("address", "more"),
    [(ASK_FOR_CODE, {}), (NEW_PASSWORD, {}), (LOGIN, {"password": "not the pass phrase"})],
)
def test_known_and_unknown_and_suspended_take_the_same_queries(client, known, address, more):
    counts = []
    for email in known:
        fresh = type(client)()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            fresh.post(address, {"email": email, "login": email, **more})
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("address", [ASK_FOR_CODE, NEW_PASSWORD])
def test_mail_goes_to_the_known_alone(client, known, address):
    for email in known:
        ask(type(client)(), address, email)

    assert Message.objects.count() == 3
    assert [message.to for message in Message.objects.exclude(state="decoy")] == known[:1]


@pytest.mark.parametrize("address", [ASK_FOR_CODE, NEW_PASSWORD])
def test_a_code_that_was_never_sent_is_refused_like_a_wrong_one(client, known, address):
    confirm = f"{address}confirm/"
    bodies = []
    for email in known:
        fresh = type(client)()
        ask(fresh, address, email)
        _status, _location, _headers, _cookies, body = ask(fresh, confirm, email, code="BCDF-GHJK")
        bodies.append(body)

    assert bodies[0] == bodies[1] == bodies[2]
    assert b"This is not the right code, or it has expired." in bodies[0][0]


def test_who_gives_the_address_of_another_is_not_told_that_it_is_taken(client):
    answers = []
    make_user("taken-by-it@example.org")
    for email in ["taken-by-it@example.org", "nobody-at-it@example.org"]:
        fresh = type(client)()
        with_mailbox(fresh)
        answers.append(ask(fresh, "/accounts/email/", email, action_add=""))

    assert answers[0] == answers[1]
    assert answers[0][:2] == (302, "/accounts/confirm-email/")
    assert [message.kind for message in Message.objects.all()] == ["email-confirmation"] * 2


def test_a_suspended_account_with_its_password_is_told_where_to_write_and_not_why(client):
    make_user("person@example.org").suspend(at=timezone.now())

    response = client.post(LOGIN, {"login": "person@example.org", "password": PASSWORD})

    assert response.url == "/accounts/inactive/"
    said = text_of(client, "/accounts/inactive/")
    assert "Please write to the secretariat." in said
    assert "suspend" not in said.lower()


# Where a form leads

FOREIGN = [
    "https://evil.example",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE/",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "https:\\evil.example",
    "http:evil.example/%2e%2e",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/accounts/login/",
    "//evil.example:443/",
    "//evil%2eexample",
    "//user:pass@evil.example",
    "//testserver@evil.example",
    "//evil.example#@testserver",
    "//evil.example?@testserver",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\evil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "%2F/evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\n//evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\r\n//evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "%0d%0a//evil.example",
    "/\r\nLocation: https://evil.example",
    "\x00//evil.example",
    "\x08//evil.example",
    "\x1f//evil.example",
    "javascript:alert('evil.example')",
    "JavaScript:alert('evil.example')",
    "java\tscript:alert('evil.example')",
    "\x01javascript:alert('evil.example')",
    "data:text/html,<script>location='//evil.example'</script>",
    "vbscript:evil.example",
    "ftp://evil.example/",
    "file://evil.example/",
    "mailto:evil@evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example\\@testserver/",
    "http://localhost:8000@evil.example/",
    "http://[::1]@evil.example/",
    "//[evil.example",
    "//\uff0fevil.example",
    "/\uff0fevil.example",
    "\uff0f\uff0fevil.example",
    "//\u3002evil.example",
    "//evil\u3002example/evil.example",
    "/\u2215evil.example",
    "/\u2044evil.example",
    ".evil.example",
    "@evil.example",
    "/@evil.example",
    "evil.example",
    "?next=//evil.example",
    ";//evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "./\\evil.example",
    "http://testserver/",
    "https://localhost:8000/accounts/login/",
]


def assert_leads_nowhere_else(response, asked="https://testserver/accounts/"):
    location = urljoin(asked, response.get("Location", ""))
    assert urlsplit(location).netloc == "testserver"
    said = str(response.headers).lower() + response.content.decode().lower()
    assert "evil" not in said


def test_there_are_more_than_sixty_of_them():
    assert len(set(FOREIGN)) == len(FOREIGN) > 60


@pytest.mark.parametrize("onward", FOREIGN)
@pytest.mark.parametrize(
    "address", [LOGIN, ASK_FOR_CODE, NEW_PASSWORD, "/accounts/logout/", "/accounts/signup/"]
)
def test_no_page_for_anybody_leads_to_another_site(client, address, onward):
    user = make_user("person@example.org")
    sent = {"email": user.email, "login": user.email, "password": PASSWORD, "next": onward}

    assert_leads_nowhere_else(client.get(address, {"next": onward}))
    assert_leads_nowhere_else(client.post(address, sent))
    assert_leads_nowhere_else(client.post(address, {**sent, "next": ["/me/", onward]}))


@pytest.mark.parametrize("onward", FOREIGN)
def test_no_page_of_an_account_leads_to_another_site(client, onward):
    with_factors(client)

    for address in ["/accounts/reauthenticate/", "/accounts/password/change/", "/accounts/logout/"]:
        assert_leads_nowhere_else(client.get(address, {"next": onward}))
        assert_leads_nowhere_else(client.post(address, {"password": PASSWORD, "next": onward}))


@pytest.mark.parametrize("onward", FOREIGN)
def test_a_code_leads_to_no_other_site(client, onward):
    ask(client, ASK_FOR_CODE, make_user("person@example.org").email)
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", Message.objects.get().letter.body)[0]

    response = client.post("/accounts/login/code/confirm/", {"code": code, "next": onward})

    assert_leads_nowhere_else(response)


@pytest.mark.parametrize("onward", ["/me/", "/admin/remarks/remark/?q=a", "/countries/gha/"])
def test_a_page_of_the_site_is_led_to(client, onward):
    user = make_user("person@example.org")

    sent = {"login": user.email, "password": PASSWORD, "next": onward}

    assert client.post(LOGIN, sent).url == onward


# Hosts


def test_a_foreign_host_is_refused_and_writes_no_mail(client):
    make_user("person@example.org")

    for address in [ASK_FOR_CODE, NEW_PASSWORD]:
        response = client.post(
            address, {"email": "person@example.org"}, headers={"host": "evil.example"}
        )
        assert response.status_code == 400
        assert b"evil" not in response.content

    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"])
@pytest.mark.parametrize("address", [ASK_FOR_CODE, NEW_PASSWORD])
def test_a_forwarded_host_reaches_neither_answer_nor_mail(client, address, name):
    make_user("person@example.org")

    response = client.post(address, {"email": "person@example.org"}, headers={name: "evil.example"})

    assert_leads_nowhere_else(response)
    assert_leads_nowhere_else(client.get(response.url, headers={name: "evil.example"}))
    said = "\n".join(Message.objects.get().letter)
    assert "evil" not in said
    assert said.count("//") == said.count(settings.SITE_URL) > 0


def test_changes_to_an_account_are_mailed_without_the_host_of_the_request(
    client, django_capture_on_commit_callbacks
):
    user = with_factors(client)
    key = Authenticator.objects.last().pk

    with django_capture_on_commit_callbacks(execute=True):
        for address, sent in [
            ("2fa/recovery-codes/generate/", {}),
            (f"2fa/webauthn/keys/{key}/remove/", {}),
            ("2fa/totp/deactivate/", {}),
            (
                "password/change/",
                {
                    "oldpassword": PASSWORD,
                    "password1": "another pass phrase",
                    "password2": "another pass phrase",
                },
            ),
        ]:
            headers = {"x-forwarded-host": "evil.example", "user-agent": "evil"}
            client.post(f"/accounts/{address}", sent, headers=headers)

    messages = Message.objects.all()
    assert sorted(message.kind for message in messages) == [
        "password-changed",
        "recovery-codes-generated",
        "totp-deactivated",
        "webauthn-removed",
    ]
    assert {message.to for message in messages} == {user.email}
    assert not any("evil" in "\n".join(message.letter) for message in messages)


def test_a_new_address_is_the_login_once_its_code_is_entered(client):
    user = with_mailbox(client)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", Message.objects.get().letter.body)[0]

    response = client.post("/accounts/confirm-email/", {"code": code})

    assert response.url == "/me/"
    assert User.objects.get().email == "new@example.org"
    assert EmailAddress.objects.get().email == "new@example.org"
    told = Message.objects.get(kind="email-changed")
    assert told.to == user.email
    assert "new@example.org" not in told.letter.body


def test_errors_are_summed_up_and_led_to(client):
    page = soup_from(client.post(LOGIN, {"login": "nobody"}).content)

    summary = page.select_one(".error-summary")
    assert summary["role"] == "alert"
    assert [link["href"] for link in summary.select("a")] == ["#id_login", "#id_password"]
    assert words(page.title).startswith("Not yet: Sign in")


def invite():
    staff = make_user(first_name="Example", last_name="Staff")
    _invitation, token = StaffInvitation.write(
        address="newcomer@example.org", invited_by=staff, at=timezone.now()
    )
    return token
