"""What is kept for readers without an account, and what never is."""

import gzip
import threading
import time
import tracemalloc
from collections import deque

import pytest

from r2pnet.page_cache import LONGEST, PageCache
from r2pnet.public_version import Unreadable

BODY = b"What stands on the page. " * 40


class Site:
    """A WSGI application that counts how often it was asked, and a version that can be moved."""

    def __init__(self, *headers, status="200 OK", body=BODY):
        self.headers = [("Content-Type", "text/html"), *headers]
        self.status, self.body = status, body
        self.asked, self.closed, self.version = [], 0, "1"
        self.meanwhile = lambda: None

    def __call__(self, environ, start_response):
        self.asked.append(dict(environ))
        self.meanwhile()
        start_response(self.status, list(self.headers))
        return self

    def __iter__(self):
        yield self.body

    def close(self):
        self.closed += 1

    def token(self):
        if self.version is None:
            raise Unreadable
        return self.version


class Answered:
    def __init__(self, cache, path="/", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            **headers,
        }
        parts = cache(environ, self._begin)
        self.body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()

    def _begin(self, status, headers, _error=None):
        self.status, self.headers = status, dict(headers)


def cached(site, **more):
    return PageCache(site, site.token, **more)


@pytest.fixture(autouse=True)
def _at_one_time(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)


def test_is_made_once_and_given_as_it_was():
    site = Site()
    cache = cached(site)

    first, second = Answered(cache), Answered(cache)

    assert (first.status, first.body) == (second.status, second.body) == ("200 OK", BODY)
    assert first.headers == second.headers
    assert (len(site.asked), site.closed) == (1, 1)


def test_is_made_anew_once_what_is_public_has_another_version():
    site = Site()
    cache = cached(site)
    Answered(cache)
    site.version, site.body = "2", b"Another."

    assert Answered(cache).body == b"Another."


def test_is_made_anew_on_another_day(monkeypatch):
    site = Site()
    cache = cached(site)
    Answered(cache)
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0 + 86_400)

    Answered(cache)

    assert len(site.asked) == 2


def test_what_changed_while_it_was_made_is_given_and_not_kept():
    site = Site()
    cache = cached(site)
    site.meanwhile = lambda: setattr(site, "version", site.version + "1")

    assert Answered(cache).body == BODY
    Answered(cache)

    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/?on=2013"},
        {"path": "/fr/"},
        {"HTTP_HOST": "example.org"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_another_address_is_another_page(other):
    site = Site()
    cache = cached(site)
    Answered(cache)

    Answered(cache, **other)

    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"HTTP_COOKIE": "a=b; __Host-sessionid=abc"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "__Host-csrftoken=abc; csrftoken=a"},
        {"HTTP_COOKIE": "messages=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 23 Nov 2026 00:00:00 GMT"},
    ],
)
def test_what_is_asked_by_one_reader_is_neither_kept_nor_answered_from_what_is(asked):
    site = Site()
    cache = cached(site)

    Answered(cache, **asked)
    assert not cache.answers
    Answered(cache)
    Answered(cache, **asked)

    assert len(site.asked) == 3


def test_a_cookie_of_others_changes_nothing():
    site = Site()
    cache = cached(site)
    Answered(cache)

    Answered(cache, HTTP_COOKIE="_analytics=1")

    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "site",
    [
        Site(("Set-Cookie", "a=b")),
        Site(("Cache-Control", "max-age=0, no-cache, no-store, private")),
        Site(("Cache-Control", "private, no-cache")),
        Site(("Vary", "Accept-Language")),
        Site(("Vary", "*")),
        Site(status="404 Not Found"),
        Site(status="302 Found"),
        Site(status="500 Internal Server Error"),
        Site(status="429 Too Many Requests"),
        Site(body=b"x" * (LONGEST + 1)),
    ],
    ids=lambda site: f"{site.status} {site.headers[1:]}",
)
def test_what_is_not_for_all_is_given_and_not_kept(site):
    cache = cached(site)

    answers = [Answered(cache), Answered(cache)]

    assert {answer.status for answer in answers} == {site.status}
    assert {answer.body for answer in answers} == {site.body}
    assert answers[0].headers == dict(site.headers)
    assert (len(site.asked), site.closed, cache.taken) == (2, 2, 0)


def test_is_compressed_for_whoever_takes_that():
    site = Site(("Vary", "Cookie"))
    cache = cached(site)

    plain, small = Answered(cache), Answered(cache, HTTP_ACCEPT_ENCODING="br, gzip;q=0.8")
    refused = Answered(cache, HTTP_ACCEPT_ENCODING="gzip;q=0")

    assert gzip.decompress(small.body) == plain.body == refused.body == BODY
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.body) < len(BODY)
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert small.headers["Vary"] == plain.headers["Vary"] == "Cookie, Accept-Encoding"
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("taken", "encoding"),
    [
        ("*", "gzip"),
        ("*;q=0", None),
        ("*;q=0, gzip", "gzip"),
        ("*, gzip;q=0", None),
        ("x-gzip", None),
        ("GZIP ; Q=0.000", None),
        (", ,", None),
    ],
)
def test_what_is_said_of_the_form_itself_goes_before_what_is_said_of_all(taken, encoding):
    answer = Answered(cached(Site()), HTTP_ACCEPT_ENCODING=taken)

    assert answer.headers.get("Content-Encoding") == encoding


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_whoever_has_it_is_told_so_without_its_being_made(encoding):
    site = Site()
    cache = cached(site)
    tag = Answered(cache, HTTP_ACCEPT_ENCODING=encoding).headers["ETag"]
    has = {"HTTP_ACCEPT_ENCODING": encoding, "HTTP_IF_NONE_MATCH": f'"other", W/{tag}'}

    unchanged = Answered(cache, **has)
    site.version, site.body = "2", b"Another."
    changed = Answered(cache, **has)

    assert (unchanged.status, unchanged.body) == ("304 Not Modified", b"")
    assert unchanged.headers["ETag"] == tag
    assert "Content-Type" not in unchanged.headers
    assert changed.status == "200 OK"
    assert len(site.asked) == 2


def test_whoever_has_it_in_the_other_form_is_sent_it():
    cache = cached(Site())
    plain = Answered(cache).headers["ETag"]

    answer = Answered(cache, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=plain)

    assert (answer.status, gzip.decompress(answer.body)) == ("200 OK", BODY)


def test_where_a_reader_sends_a_tag_nobody_asks_for_the_date():
    site = Site()
    date = {"HTTP_IF_MODIFIED_SINCE": "Mon, 23 Nov 2026 00:00:00 GMT"}

    answer = Answered(cached(site), HTTP_IF_NONE_MATCH='"other"', **date)

    assert answer.status == "200 OK"
    assert "HTTP_IF_MODIFIED_SINCE" not in site.asked[0]


def test_the_tag_of_the_page_itself_is_kept():
    assert Answered(cached(Site(("ETag", '"abc"')))).headers["ETag"] == '"abc"'


def test_who_asks_for_the_head_alone_gets_no_body():
    site = Site()
    cache = cached(site)

    head, whole = Answered(cache, method="HEAD"), Answered(cache)

    assert (head.body, whole.body) == (b"", BODY)
    assert head.headers == whole.headers
    assert len(site.asked) == 1
    assert Answered(cached(Site(status="404 Not Found")), method="HEAD").body == b""


def test_what_is_not_kept_is_only_sent_where_it_is_new():
    site = Site(("ETag", '"abc"'), ("Cache-Control", "no-store"))

    answer = Answered(cached(site), HTTP_IF_NONE_MATCH='"abc"')

    assert (answer.status, answer.body, site.closed) == ("304 Not Modified", b"", 1)


def test_where_the_version_cannot_be_read_the_site_answers_by_itself():
    site = Site()
    cache = cached(site)
    Answered(cache)
    site.version = None

    assert Answered(cache).body == BODY
    assert len(site.asked) == 2


def test_its_room_is_bounded_and_what_was_not_asked_for_the_longest_goes():
    site = Site()
    cache = cached(site, room=40_000)
    Answered(cache, "/first/")
    for number in range(100):
        Answered(cache, f"/{number}/")
        Answered(cache, "/first/")

    assert cache.taken == sum(answer.size for answer in cache.answers.values()) <= 40_000
    assert [environ["PATH_INFO"] for environ in site.asked].count("/first/") == 1


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_long_addresses_take_no_more_room(status):
    site = Site(status=status)
    site.asked = deque(maxlen=1)
    cache = cached(site, room=100_000)

    tracemalloc.start()
    for number in range(300):
        Answered(cache, f"/?{number:08000}", HTTP_X_FORWARDED_PROTO=f"https,{number:08000}")
    taken, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert taken < 2 * 100_000


def test_of_many_who_ask_at_once_one_has_it_made():
    site, together = Site(), threading.Barrier(8)
    cache = cached(site)
    site.meanwhile = lambda: threading.Event().wait(0.2)
    bodies = []

    def ask():
        together.wait()
        bodies.append(Answered(cache).body)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bodies == [BODY] * 8
    assert len(site.asked) == 1


def test_after_somebody_who_asked_too_often_others_still_wait_for_one():
    site = Site(status="429 Too Many Requests")
    cache = cached(site)
    Answered(cache)
    site.status = "200 OK"
    site.meanwhile = lambda: threading.Event().wait(0.2)

    threads = [threading.Thread(target=Answered, args=[cache]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(site.asked) == 2


def test_nobody_waits_for_ever_where_making_it_fails():
    site = Site()
    cache = cached(site)

    def fail():
        raise ZeroDivisionError

    site.meanwhile = fail
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            Answered(cache)
    site.meanwhile = lambda: None

    assert Answered(cache).body == BODY
