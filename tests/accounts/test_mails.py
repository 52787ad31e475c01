"""Every mail that allauth has written: what it says, and nothing that a stranger put into it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.test import RequestFactory

from outbox.models import Message
from tests.make import make_user

pytestmark = pytest.mark.django_db

CODE = "BCDF-GHJK"
CODES = [
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
]
NOTICES = [
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_deleted",
    "account/email/password_changed",
    "account/email/password_set",
    "account/email/password_reset",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/recovery_codes_generated",
]
FOR_SHOW = ["account/email/unknown_account", "account/email/account_already_exists"]
PARTS = ["account/email/base_message", "account/email/base_notification"]

# What allauth hands over beside, of which nothing is to be printed.
FOREIGN = {
    "ip": "198.51.100.7",
    "user_agent": "Canary Browser",
    "signup_url": "https://canary.example/accounts/signup/",
    "activate_url": "https://canary.example/activate/",
    "password_reset_url": "https://canary.example/reset/",
    "from_email": "canary-old@example.org",
    "to_email": "canary-new@example.org",
    "deleted_email": "canary-gone@example.org",
    "timestamp": datetime(2026, 11, 22, 12, 5, tzinfo=UTC),
}


def write(prefix, **more):
    """Have allauth send it, within a request to a host that is not ours."""
    request = RequestFactory().get("/accounts/", headers={"host": "canary.example"})
    with context.request_context(request):
        values = {**FOREIGN, "request": request, "user": make_user("canary@example.org"), **more}
        get_adapter().send_mail(prefix, "person@example.org", values)
    return Message.objects.get()


@pytest.mark.parametrize("prefix", CODES)
def test_a_code_stands_in_the_text_and_not_in_the_subject(prefix):
    subject, body = write(prefix, code=CODE).letter

    assert body.count(CODE) == 1
    assert CODE not in subject
    assert subject.startswith("Your code ")
    assert "It works for ten minutes." in body
    assert "If it was not you, do nothing." in body


def test_codes_work_as_long_as_the_mails_say():
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT == 600
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT == 600
    assert settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT == 600


@pytest.mark.parametrize("prefix", NOTICES)
def test_a_notice_says_when_it_was_and_what_to_do_if_it_was_somebody_else(prefix):
    subject, body = write(prefix).letter

    assert subject
    assert "It was done on 22 November 2026, 12:05 UTC." in body
    assert f"Write to the secretariat at once:\n{settings.SITE_URL}/contact/" in body


@pytest.mark.parametrize("prefix", [*CODES, *NOTICES])
def test_a_mail_holds_no_address_but_that_of_the_site(prefix):
    message = write(prefix, code=CODE)

    said = "\n".join(message.letter)
    assert said.count("//") == said.count(settings.SITE_URL) > 0
    assert "canary" not in said.lower()
    assert "198.51" not in said
    assert "@" not in said


@pytest.mark.parametrize("prefix", [*CODES, *NOTICES])
def test_a_mail_is_plain_text_that_one_can_read(prefix):
    subject, body = write(prefix, code="<&'\">").letter

    assert "&" not in body.replace("<&'\">", "")
    assert "successfully" not in (subject + body).lower()
    assert "—" not in subject + body
    assert len(subject) <= 60
    assert "\n\n\n" not in body


@pytest.mark.parametrize("prefix", FOR_SHOW)
def test_what_is_written_for_show_is_never_sent_and_addressed_to_nobody(prefix):
    message = write(prefix)

    assert (message.state, message.to, message.sealed) == ("decoy", "", "")


@pytest.mark.parametrize(
    ("for_show", "code"),
    [
        ("account/email/unknown_account", "account/email/login_code"),
        ("account/email/account_already_exists", "account/email/email_confirmation"),
    ],
)
def test_what_is_written_for_show_is_as_long_as_what_stands_in_for_it(for_show, code):
    adapter = get_adapter()
    values = {"site_url": settings.SITE_URL}

    with context.request_context(RequestFactory().get("/")):
        shown = adapter.render_mail(for_show, "person@example.org", values)
        sent = adapter.render_mail(code, "person@example.org", {**values, "code": CODE})

    assert shown.subject == sent.subject
    assert len(sent.body) - len(shown.body) == len(CODE)


def test_no_mail_of_the_accounts_is_left_out():
    templates = Path(settings.BASE_DIR, "templates")
    files = [*templates.glob("account/email/*"), *templates.glob("mfa/email/*")]

    tried = {f"{prefix}_message.txt" for prefix in [*CODES, *NOTICES, *FOR_SHOW]}
    tried |= {f"{prefix}_subject.txt" for prefix in [*CODES, *NOTICES, *FOR_SHOW]}
    assert {str(file.relative_to(templates)) for file in files} == tried | {
        f"{part}.txt" for part in PARTS
    }
