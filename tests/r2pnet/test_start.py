"""What `make run` makes ready, and what it refuses first: manage.py start."""

import os
import runpy
import socket
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import PreviewedSheet
from focalpoints.models import FocalPoint
from r2pnet import examples
from r2pnet.management.commands import start
from tests import make
from tests.make import make_country


@pytest.fixture
def local(settings, tmp_path):
    """The local mode, with a folder of its own and one static file."""
    settings.IS_LOCAL = True
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.STATIC_ROOT = settings.VAR_DIR / "static"
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "site.css").write_text("body {}")
    return tmp_path


@pytest.fixture
def taken_port():
    with socket.socket() as listening:
        listening.bind((start.HOST, 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80x", "8000.0", " 8000", "٨٠٠٠", "http"])
def test_refuses_what_is_not_a_port(text):
    with pytest.raises(CommandError) as refused:
        start.chosen_port(text)

    assert str(refused.value) == (f"PORT is a number from 1 to 65535, such as 8000, not “{text}”.")


def test_takes_the_lowest_and_the_highest_port():
    assert [start.chosen_port(text) for text in ("1", "8000", "65535")] == [1, 8000, 65535]


def test_refuses_a_port_that_is_in_use(taken_port):
    with pytest.raises(CommandError) as refused:
        start.refuse_taken(taken_port)

    assert str(refused.value).startswith(f"Port {taken_port} is in use. End what uses it, or ")


def test_takes_a_port_that_is_free_again(taken_port):
    with socket.create_connection((start.HOST, taken_port)):
        pass
    with socket.socket() as free:
        free.bind((start.HOST, 0))
        port = free.getsockname()[1]

    start.refuse_taken(port)


def test_touches_nothing_where_the_port_is_in_use(local, settings, monkeypatch, taken_port):
    monkeypatch.setenv("PORT", str(taken_port))

    # No database is open to this test: asking it for anything would end in another error.
    with pytest.raises(CommandError, match="is in use"):
        call_command("start")

    assert list(settings.VAR_DIR.iterdir()) == []


def test_starts_in_the_local_mode_only():
    with pytest.raises(CommandError, match="This starts the local mode"):
        call_command("start")


@pytest.mark.django_db
def test_collects_static_files_again_only_where_they_changed(local, settings):
    make_country()  # a register that is filled
    collected = settings.STATIC_ROOT / "site.css"

    assert made_ready() == "Collecting the static files.\n"
    assert collected.read_text() == "body {}"
    assert made_ready() == ""

    changed = local / "sources" / "site.css"
    changed.write_text("main {}")
    os.utime(changed, (0, 2_000_000_000))
    assert made_ready() == "Collecting the static files.\n"
    assert collected.read_text() == "main {}"


@pytest.mark.django_db
def test_says_how_to_sign_in(local):
    command, printed = start.Command(), StringIO()
    command.stdout.__init__(printed)

    command.tell_where("http://localhost:8000")

    staff, focal_point = [
        (local / "var" / f"demo-{whose}.txt").read_text().strip()
        for whose in ("staff", "focal-point")
    ]
    assert printed.getvalue() == (
        "\n"
        "The site:    http://localhost:8000/\n"
        "Its admin:   http://localhost:8000/admin/\n"
        f"Sign in as:  staff@example.localhost with the password {staff}\n"
        f"or as:       focal-point@example.localhost with the password {focal_point}, "
        "an example focal point\n"
        "Its entry:   http://localhost:8000/me/\n"
        "Its mails:   http://localhost:8000/mail/, none leaves this machine\n"
        "Ctrl-C ends it.\n"
    )


@pytest.mark.django_db
def test_says_how_to_have_the_example_again_once_it_is_out_of_office(local):
    command, printed = start.Command(), StringIO()
    command.stdout.__init__(printed)
    examples.open_example(at=make.NOON)
    FocalPoint.objects.get(name="Example Focal Point").appointments.update(ended="2025")

    command.tell_where("http://localhost:8000")

    assert "in office no more. To begin with it anew, end this, call manage.py remove_examples" in (
        printed.getvalue()
    )
    assert "or as:" not in printed.getvalue()


@pytest.mark.django_db
def test_does_what_is_done_daily_on_a_server(local):
    make_country()
    party = make.make_organization()
    post = make.make_appointment(party, holder=make.make_focal_point(), started="2024")
    make.make_handover(post, takes_over_on=date(2026, 1, 1), accepted_at=make.NOON)
    PreviewedSheet.keep({"name": "sheet.csv"}, at=datetime(2026, 1, 1, tzinfo=UTC))

    made_ready()

    assert not PreviewedSheet.objects.exists()
    assert party.appointments.open().get().holder.name == "Example Successor"


@pytest.mark.parametrize(
    ("environment", "bind"),
    [
        ({"R2PNET_MODE": "local"}, "127.0.0.1:8000"),
        ({"R2PNET_MODE": "local", "HOST": "192.0.2.1", "PORT": "9000"}, "127.0.0.1:9000"),
        ({"R2PNET_MODE": "production"}, "127.0.0.1:8000"),
        ({"R2PNET_MODE": "production", "HOST": "192.0.2.1", "PORT": "80"}, "192.0.2.1:80"),
    ],
)
def test_the_local_mode_listens_to_this_machine_only(settings, monkeypatch, environment, bind):
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    configuration = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))

    assert configuration["bind"] == bind


def made_ready():
    command, printed = start.Command(), StringIO()
    command.stdout.__init__(printed)
    command.make_ready()
    return printed.getvalue()
