"""Two portals as on two machines: a reader cannot tell to which of them a request goes.

Real servers and workers, each with its own folder, on one database and with nothing else shared.
"""

import copy
import re
import time
from email import message_from_bytes
from threading import Event, Lock

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from focalpoints.models import Consent
from outbox.models import Message
from outbox.post import put
from remarks.models import Remark
from tests import make
from tests.accounts.test_sessions import code_of
from tests.outbox import mail_servers
from tests.portals import Reader, two_portals, worker

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds
ANSWERS = re.compile(r"^\| [^|]+ \| `(/\S*)( signed in)?` \|(.+)\|$", re.MULTILINE)
HEADERS = ["Cache-Control", "ETag", "Vary", "Access-Control-Allow-Origin"]
LIMIT = 20  # of which each portal tells the other in fours
ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


class FirstIsHeld:
    """Has the mail server keep the first mail waiting until `go_on`."""

    def __init__(self):
        self.begun, self.go_on, self.lock = Event(), Event(), Lock()

    def __call__(self):
        with self.lock:
            is_first = not self.begun.is_set()
            self.begun.set()
        if is_first:
            self.go_on.wait(PATIENCE)


@pytest.fixture(scope="module")
def mail_server():
    held = FirstIsHeld()
    with mail_servers.working(before_it_takes=held) as (port, taken):
        yield port, taken, held
        held.go_on.set()


@pytest.fixture(scope="module")
def portals(django_db_setup, django_db_blocker, tmp_path_factory, mail_server):
    told = {
        "R2PNET_COMPUTED_A_MINUTE": str(LIMIT),
        "R2PNET_EMAIL_URL": f"smtp://127.0.0.1:{mail_server[0]}",
    }
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=ARGON2),
        two_portals(tmp_path_factory.mktemp("portals"), **told) as portals,
    ):
        yield portals


def until(condition):
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def signed_in(account, one, other):
    """Somebody who began to sign in at the one portal and went on at the other."""
    reader = Reader()
    sent = reader.form(one, "/accounts/login/") | {"login": account.email}
    answer = reader.post(other, "/accounts/login/", sent | {"password": make.PASSWORD})
    if account.is_staff:
        again = "/accounts/2fa/authenticate/"
        sent = reader.form(one, again) | {"code": code_of(make.TOTP_SECRET)}
        answer = reader.post(other, again, sent)
    assert answer.status == 302
    return reader


def test_a_session_holds_on_both_and_ends_on_both(portals):
    one, other = portals
    reader = signed_in(make.make_colleague("Example Person").account, one, other)
    same_cookie = copy.deepcopy(reader)
    assert [reader.get(each, "/me/").status for each in portals] == [200, 200]

    reader.post(other, "/accounts/logout/", reader.form(one, "/accounts/logout/"))

    assert [same_cookie.get(each, "/me/").status for each in portals] == [302, 302]


def test_what_the_desk_of_one_records_is_on_the_next_page_of_the_other(portals):
    one, other = portals
    source = make.make_source("example", label="Example before")
    desk = signed_in(make.make_staff(), one, other)
    kept = [Reader().get(each, "/sources/example/").text for each in portals * 2]
    form = reverse("admin:sources_source_change", args=[source.pk])

    sent = desk.form(other, form, "#source_form") | {"label": "Example after"}
    answer = desk.post(one, form, sent)

    assert answer.status == 302
    assert all("Example before" in page for page in kept)
    assert "Example after" in Reader().get(other, "/sources/example/").text
    assert "Example before" not in Reader().get(other, "/sources/example/").text


def test_a_form_of_one_is_taken_by_the_other(portals):
    one, other = portals
    reader = Reader()
    sent = reader.form(one, "/fr/tell-us/", "form[method=post]") | {"text": "An example."}

    without = reader.post(other, "/fr/tell-us/", {"text": "An example."})
    answer = reader.post(other, "/fr/tell-us/", sent)

    assert without.status == 403
    assert (answer.status, answer.header("location")) == (302, "/fr/tell-us/sent/")
    assert Remark.objects.get().text == "An example."


def lines_of_the_table():
    """Of docs/scale.md: an address, whether somebody signed in asks, and what each header says."""
    text = (settings.BASE_DIR / "docs" / "scale.md").read_text(encoding="utf-8")
    for address, is_signed_in, cells in ANSWERS.findall(text):
        said = [cell.strip().strip("`").replace("–", "") for cell in cells.split("|")]
        yield address, bool(is_signed_in), said


def test_caches_of_others_find_the_headers_that_the_document_names(portals):
    public = make.make_colleague("Example Person")
    make.make_portrait(public)
    for field in Consent.Field:
        make.make_consent(public, field=field)
    somebody = signed_in(make.make_user(), *portals)
    home = Reader().get(portals[0], "/").text
    digest = re.search(r'"/static/r2pnet\.(\w+)\.css"', home)[1]

    lines = list(lines_of_the_table())
    for number, (address, is_signed_in, said) in enumerate(lines):
        # Each line by another sender, so that none has asked too often.
        reader = somebody if is_signed_in else Reader(address=f"203.0.113.{number}")
        path = address.format(digest=digest, key=public.key)
        answers = [reader.get(each, path, **{"Accept-Encoding": "gzip"}) for each in portals]

        for answer in answers:
            found = [answer.header(name.lower()) for name in HEADERS]
            assert [found[0], "yes" if found[1] else "", *found[2:]] == said, path
            assert not found[1].startswith("W/")
        tag = answers[0].header("etag")
        assert answers[1].header("etag") == tag
        if tag:
            has = {"Accept-Encoding": "gzip", "If-None-Match": f"W/{tag}"}
            again = Reader().get(portals[1], path, **has)
            assert (again.status, again.body) == (304, b""), path
    assert len(lines) == 14


def test_a_limit_is_shared(portals):
    """Asked anew where the minute was over in between: the next one is counted by itself."""
    for attempt in range(3):
        reader, minute = Reader(address=f"198.51.100.{attempt}"), time.time() // 60
        answers = [
            reader.get(portals[number % 2], f"/search/?q=example-{attempt}-{number}").status
            for number in range(LIMIT + 10)
        ]
        if minute == time.time() // 60:
            break

    assert set(answers) == {200, 429}
    assert LIMIT <= answers.count(200) <= LIMIT + 3
    assert answers[-2:] == [429, 429]


def test_a_mail_is_sent_once_by_the_workers_of_both(portals, mail_server, tmp_path):
    one, other = portals
    _port, taken, first = mail_server
    account, reader = make.make_user("person@example.org"), Reader()
    logs = [tmp_path / name for name in ("one", "another")]
    with worker(one, logs[0]), worker(other, logs[1]):
        until(lambda: all("Starting worker" in log.read_text() for log in logs))

        asked = reader.form(one, "/accounts/login/code/") | {"email": account.email}
        assert reader.post(one, "/accounts/login/code/", asked).status == 302
        until(first.begun.is_set)
        for number in range(5):
            put(to=f"{number}@example.org", kind="example", subject="Example", body="Example.")
        until(lambda: len(taken) == 5)  # by the one of the two that is not held
        first.go_on.set()
        until(lambda: not Message.objects.waiting().exists())

    sent_to = sorted(message_from_bytes(mail)["To"] for mail in taken)
    assert sent_to == [*(f"{number}@example.org" for number in range(5)), account.email]
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
