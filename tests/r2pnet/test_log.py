"""No line of a log holds personal data or a secret, whatever was asked for and whatever broke."""

import io
import logging
import runpy

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.urls import path
from gunicorn.config import Config

from r2pnet import urls as portal
from r2pnet.log import WithoutPersonalData, without_personal_data
from r2pnet.settings import BASE_DIR, LOGGING

TOKEN = "pZ3_v9Yx-Kq0mB7sTfW2eLd8uRc5nHj1oAi6gXk4QyE"
ADDRESS = "canary.person@example.org"


@pytest.fixture
def written():
    """What the portal's own handler has written since."""
    handler = logging.getLogger("django").handlers[0]
    lines = io.StringIO()
    before = handler.setStream(lines)
    yield lines.getvalue
    handler.setStream(before)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Not Found: /x/{ADDRESS}", "Not Found: /x/[address]"),
        (f"no account for {ADDRESS}.", "no account for [address]"),
        (f"{{'{ADDRESS}': (550, b'no')}}", "{'[address]': (550, b'no')}"),
        (f"Example <{ADDRESS}>, next", "Example <[address]>, next"),
        (f"mailto:{ADDRESS}", "mailto:[address]"),
        ("/x/canary%40example.org/", "/x/[address]/"),
        ("/x/canary%2540example.org/", "/x/[address]/"),
        ("o'canary@example.org", "[address]"),
        ("Canary+tag@sub.example.org went", "[address] went"),
        ("canary@localhost", "[address]"),
        ('"can ary"@example.org', "[address]"),
        ("canary@[192.0.2.1]", "[address]"),
        ("canáry@exämple.org", "[address]"),
        (r"can\xe1ry@ex\xe4mple.org", "[address]"),
        ("postgres://r2pnet:canary@db.example/r2pnet", "postgres://r2pnet:[address]/r2pnet"),
        ("Not Found: /invitations/canary", "Not Found: /invitations/[token]"),
        ("'/invitations/canary/accept/' broke", "'/invitations/[token]' broke"),
        (f"Not Found: /other/{TOKEN}/", "Not Found: /other/[token]/"),
        (f"session={TOKEN[:32]}", "session=[token]"),
        (f"key {'0123456789abcdef' * 2}", "key [token]"),
        ("secret=" + "ABCDEFGH" * 4, "secret=[token]"),
        ("secret=" + "abcdefgh" * 4, "secret=[token]"),
        ("Call +44 20 7946 0018 now", "Call [number] now"),
        ("+1 (202) 555-0143", "[number]"),
        ("tel:+442079460018", "tel:[number]"),
        ("/x/%2B44%2020%207946%200018/", "/x/[number]/"),
        ("GET /countries/?q=canary&page=2 HTTP/1.1", "GET /countries/ HTTP/1.1"),
        ("<WSGIRequest: GET '/countries/?q=canary'>", "<WSGIRequest: GET '/countries/'>"),
        ("https://example.org/?next=canary, said", "https://example.org/ said"),
        (
            "duplicate key\nDETAIL:  Key (email)=(canary) already exists.",
            "duplicate key\nDETAIL:  Key (email)=[value]",
        ),
        (
            "duplicate key\nDETAIL:  Key (lower(a::text), b)=(can\nary, 2) already exists.",
            "duplicate key\nDETAIL:  Key (lower(a::text), b)=[value]",
        ),
        ("refused\nDETAIL:  Failing row contains (1, canary).\n", "refused\nDETAIL:  [value]"),
        (
            "E\nDETAIL:  can\nary\n\nThe above exception was the direct cause\nTraceback",
            "E\nDETAIL:  [value]\n\nThe above exception was the direct cause\nTraceback",
        ),
        (
            'invalid input syntax for type integer: "canary"',
            "invalid input syntax for type integer: [value]",
        ),
    ],
)
def test_what_is_personal_or_secret_is_taken_out(line, expected):
    assert without_personal_data(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /countries/gha/",
        '  File "/srv/portal/r2pnet/views.py", line 12, in home',
        "    ~~~~~~~~^^^^^^^^",
        "    @transaction.atomic",
        "----------------------------------------",
        "in test_the_canaries_fill_every_private_field",
        "[2026-11-22 12:00:00 +0000] [4711] [INFO] Booting worker with pid: 4712",
        "2026-11-22T12:00:00.000000+00:00",
        "Which one? This one.",
        "SELECT 1 WHERE a = ? AND b = ?",
        "x = 1 +2",
    ],
)
def test_what_tells_where_it_broke_stays(line):
    assert without_personal_data(line) == line


@pytest.mark.parametrize(
    "text", ["a" * 400_000, "a." * 200_000, "+1" * 200_000, "DETAIL: " * 50_000]
)
def test_no_line_takes_long(text):
    """Each of them would take minutes if its length counted twice."""
    assert len(without_personal_data(text)) <= len(text)


def test_arguments_that_do_not_fit_the_message_are_not_written():
    record = logging.LogRecord("x", logging.ERROR, "", 0, "%d of %s", (ADDRESS,), None)

    assert WithoutPersonalData().format(record) == "ERROR %d of %s"


def test_a_page_that_is_not_there_is_logged_without_the_address_in_its_path(client, written, db):
    client.get(f"/{ADDRESS}/?q=canary")
    client.get(f"/nowhere/{TOKEN}/")

    assert written() == "Not Found: /[address]/\nNot Found: /nowhere/[token]/\n"


def test_a_host_that_is_not_ours_is_logged_without_the_address_in_it(client, written, db):
    client.get("/", headers={"host": ADDRESS})

    assert "Invalid HTTP_HOST header" in written()
    assert "canary" not in written()


def fail(request):
    raise RuntimeError(f"Nothing is known of {request.GET['q']}, {ADDRESS}, {TOKEN}.")


def make_twice(request):
    for _ in range(2):
        Group.objects.create(name=request.GET["q"])


urlpatterns = [
    path("fails/", fail),
    path("fails/twice/", make_twice),
    *portal.urlpatterns,
]


@pytest.mark.urls("tests.r2pnet.test_log")
def test_an_error_is_logged_with_its_traceback_and_no_address_in_it(client, written, db):
    client.raise_request_exception = False

    client.get("/fails/", {"q": ADDRESS})

    assert "Internal Server Error: /fails/\nTraceback (most recent call last):\n" in written()
    assert "RuntimeError: Nothing is known of [address], [address], [token].\n" in written()
    assert "canary" not in written()


# PostgreSQL says what was there already, SQLite only where.
SAID = {
    "postgresql": "DETAIL:  Key (name)=[value]\n",
    "sqlite": "UNIQUE constraint failed: auth_group.name\n",
}


@pytest.mark.urls("tests.r2pnet.test_log")
def test_what_the_database_refuses_is_logged_without_the_values(client, written, db):
    client.raise_request_exception = False

    client.get("/fails/twice/", {"q": "canary"})

    assert SAID[connection.vendor] in written()
    assert "django.db.utils.IntegrityError: " in written()
    assert "canary" not in written()


def test_a_refusal_that_a_message_quotes_is_logged_without_the_values(written, db):
    Group.objects.create(name="canary")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Group.objects.create(name="canary")

    logging.getLogger("django.request").error("Refused: %s", refused.value)

    assert written().startswith("Refused: ")
    assert written().endswith(SAID[connection.vendor])
    assert "canary" not in written()


def test_every_handler_of_the_settings_takes_them_out():
    classes = {name: each["class"] for name, each in LOGGING["formatters"].items()}

    assert {classes[each["formatter"]] for each in LOGGING["handlers"].values()} == {
        "r2pnet.log.WithoutPersonalData"
    }


def test_no_logger_writes_by_a_handler_of_another_kind():
    loggers = [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = {handler for each in loggers for handler in each.handlers}
    writing = [each for each in handlers if not is_silent_or_of_pytest(each)]

    assert {type(handler.formatter) for handler in writing} == {WithoutPersonalData}


def is_silent_or_of_pytest(handler):
    return isinstance(handler, logging.NullHandler) or "pytest" in type(handler).__module__


def test_what_gunicorn_logs_itself_goes_the_same_way(capfd):
    said = runpy.run_path(str(BASE_DIR / "deploy" / "gunicorn.conf.py"))
    config = Config()
    for name in ["logger_class", "accesslog", "loglevel"]:
        config.set(name, said[name])
    log = config.logger_class(config)

    log.error("Error handling request %s", f"/invitations/{TOKEN}?q={ADDRESS}")

    assert capfd.readouterr().err.endswith("[ERROR] Error handling request /invitations/[token]\n")
    assert not log.access_log_enabled
