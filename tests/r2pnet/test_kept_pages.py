"""Pages as two processes keep them, each with its own memory and on one database."""

from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from countries.models import Party
from r2pnet.page_cache import PageCache
from r2pnet.public_version import Token, move
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


KEPT = [
    "/",
    "/countries/",
    "/fr/countries/gha/",
    "/meetings/",
    "/sources/",
    "/about/",
    "/search/?q=ghana",
    "/data/",
    "/data/parties.csv",
    "/api/v1/parties",
    "/api/v1/openapi.json",
    "/feeds/network.atom",
    "/meetings.ics",
    "/pictures/world.svg",
    "/sitemap.xml",
]


class Process:
    """A portal as gunicorn runs it: the page cache, and Django behind."""

    def __init__(self):
        self.asked = 0
        self.django = get_wsgi_application()
        self.cache = PageCache(self._ask_django, Token())

    def _ask_django(self, environ, start_response):
        self.asked += 1
        return self.django(environ, start_response)

    def get(self, path, **headers):
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **headers,
        }
        told = {}

        def begin(status, headers, _error=None):
            told.update(dict(headers), status=status)

        parts = self.cache(environ, begin)
        body = b"".join(parts).decode()
        if hasattr(parts, "close"):
            parts.close()
        return body, told


@pytest.fixture
def ghana():
    move(connection)  # the tests before have emptied the table
    return make.make_country("gha")


@pytest.fixture
def processes(ghana):
    return Process(), Process()


def test_a_request_after_a_commit_shows_it_in_every_process(processes, ghana):
    seen = []
    for number in range(50):
        Party.objects.filter(pk=ghana.pk).update(name=f"Ghana {number}")
        seen += [f"Ghana {number}" in each.get("/countries/gha/")[0] for each in processes]

    assert seen == [True] * 100
    assert [each.asked for each in processes] == [50, 50]


def test_what_everybody_may_read_is_kept(processes):
    process, _other = processes
    for number, path in enumerate(KEPT, start=1):
        first, told = process.get(path)

        assert told["status"] == "200 OK", path
        assert "Set-Cookie" not in told
        assert process.get(path) == (first, told)
        again = process.get(path, HTTP_IF_NONE_MATCH=told["ETag"])
        assert again[1]["status"] == "304 Not Modified"
        assert process.asked == number, path


def test_what_is_of_one_reader_or_of_the_moment_is_not(processes):
    process, _other = processes
    for path in ["/accounts/login/", "/tell-us/", "/me/", "/admin/", "/healthz"]:
        process.get(path)
        process.get(path)

    assert process.asked == 10
    assert not process.cache.answers


def test_a_host_that_is_not_ours_is_refused_whatever_is_kept(processes):
    process, _other = processes
    process.get("/")

    assert process.get("/", HTTP_HOST="example.org")[1]["status"] == "400 Bad Request"


def test_whoever_hides_is_gone_from_every_process_with_the_commit(processes, ghana):
    person = make.make_focal_point("Example Person")
    make.make_appointment(ghana, holder=person)
    make.make_consent(person)
    assert all("Example Person" in each.get("/countries/gha/")[0] for each in processes)

    make.make_protection(person)

    assert not any("Example Person" in each.get("/countries/gha/")[0] for each in processes)
