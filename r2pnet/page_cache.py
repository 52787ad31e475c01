"""Answers for readers without an account, kept as they were sent, and never out of date.

It stands in front of Django: what it has is answered before any middleware runs. Each answer is
kept with the token of what is public (`public_version.py`) that was read before it was made and
again after, and is given only while the database still says the same, which is asked with every
request. So a request that begins after a commit has returned shows that commit, in whatever process
of whatever machine, and however the data were changed.

What changes without a commit is the day, and the version of the data that pages cite, which is
known for some minutes (`open_data.version`): an answer is kept within one such while of the clock,
in which midnight never falls.

Never kept: what was asked with a cookie of ours or a password; whatever is no 200, sets a cookie or
says that it is not to be kept; what is too long. What is kept is found by the whole address and by
the host and the scheme that were asked for: so what Django refuses finds nothing.

The memory is bounded: what was not asked for the longest goes first. Of several who ask at once for
what is not there, one has it made, and the others wait for that.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from functools import lru_cache
from itertools import chain

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from .open_data.version import KNOWN_FOR
from .public_version import Unreadable

ROOM = 8 * 2**20  # bytes in each process, which by measurement takes less than twice as many for it
LONGEST = 2 * 2**20  # bytes of one answer, before it is compressed
BESIDE = 3_000  # bytes that an answer takes beside its body, about
MOST_NOT_KEPT = 1_000
# Of one reader alone, or asked for otherwise than by its address and what the reader has.
NOT_FOR_ALL = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# A tag goes before a date (RFC 9110, 13.2.2): the date alone is left to Django.
OF_WHAT_READER_HAS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
OUR_COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    CookieStorage.cookie_name,
)
# Whoever is told that nothing has changed is told nothing of a body (RFC 9110, 15.4.5).
OF_A_BODY = {"content-type", "content-length", "content-encoding", "content-disposition"}
MADE_HERE = {"etag", "vary", "content-length"}
VARIES_BY = {"cookie", "accept-encoding"}
OF_THE_SENDER = "429 "  # who has asked too often: others at the same address are answered
NOT_TO_BE_KEPT = ("no-store", "private")  # with "no-cache" it may be kept, and is asked for


class Answer:
    """A kept answer: its body compressed, and its headers, for each way in which it is given."""

    __slots__ = ("body", "given", "size", "state", "tags", "unchanged")

    def __init__(self, body, headers, state):
        self.state = state
        self.body = gzip.compress(body, compresslevel=6, mtime=0)
        said = {name.lower(): value for name, value in headers}
        tag = said.get("etag", "").strip('"') or hashlib.sha256(body).hexdigest()[:32]
        rest = [each for each in headers if each[0].lower() not in MADE_HERE]
        rest.append(("Vary", ", ".join(filter(None, [said.get("vary"), "Accept-Encoding"]))))
        plain, compressed = ("ETag", f'"{tag}"'), ("ETag", f'"{tag}-gzip"')
        # A tag names one of the two: a reader who has the other one cannot use the word that it is
        # unchanged (RFC 9111, 4.3.4).
        self.tags = {False: {plain[1], "*"}, True: {compressed[1], "*"}}
        of_no_body = [each for each in rest if each[0].lower() not in OF_A_BODY]
        self.unchanged = {False: [*of_no_body, plain], True: [*of_no_body, compressed]}
        self.given = {
            False: [*rest, plain, ("Content-Length", str(len(body)))],
            True: [
                *rest,
                compressed,
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(self.body))),
            ],
        }
        self.size = len(self.body) + sum(map(len, chain(*headers))) + BESIDE

    def give(self, environ, start_response):
        """The answer as the reader takes it, or the word that nothing has changed."""
        is_compressed = _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        has = environ.get("HTTP_IF_NONE_MATCH")
        if has and not self.tags[is_compressed].isdisjoint(_tags(has)):
            start_response("304 Not Modified", self.unchanged[is_compressed])
            return []
        start_response("200 OK", self.given[is_compressed])
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        return [self.body if is_compressed else gzip.decompress(self.body)]


class PageCache:
    """A WSGI application that keeps what another one answers.

    `token()` reads the version of what is public; `room` is in bytes. What the two raise, Django
    raises too, and says in a sentence.
    """

    def __init__(self, application, token, *, room=ROOM):
        self.application, self.token, self.room = application, token, room
        self.answers, self.taken = OrderedDict(), 0
        self.being_made, self.lock = {}, threading.Lock()
        self.not_kept = OrderedDict()  # addresses of which nobody waits for another's answer

    def __call__(self, environ, start_response):
        if not _is_for_all(environ):
            return self.application(environ, start_response)
        key = _address(environ)
        try:
            return self._answer(key, environ, start_response)
        except Unreadable:
            return self.application(environ, start_response)

    def _answer(self, key, environ, start_response):
        while True:
            state = self._state()
            if answer := self._kept(key, state):
                return answer.give(environ, start_response)
            if key in self.not_kept:
                return self._make(key, state, environ, start_response)
            with self.lock:
                made = self.being_made.get(key)
                if made is None:
                    self.being_made[key] = threading.Event()
            if made is None:
                try:
                    return self._make(key, state, environ, start_response)
                finally:
                    self.being_made.pop(key).set()
            made.wait()

    def _state(self):
        """What an answer is kept with, and given for as long as it is the same."""
        return self.token(), int(time.time()) // KNOWN_FOR

    def _kept(self, key, state):
        answer = self.answers.get(key)
        if answer is None or answer.state != state:
            return None
        with self.lock:
            if key in self.answers:
                self.answers.move_to_end(key)
        return answer

    def _make(self, key, state, environ, start_response):
        """Have it answered as to a reader who has nothing yet, and keep that if it may be kept."""
        begun = []
        asked = {**environ, "REQUEST_METHOD": "GET"}
        for name in OF_WHAT_READER_HAS:
            asked.pop(name, None)
        parts = self.application(asked, lambda *args: begun.append(args))
        status, headers = begun[-1][:2]
        body = None
        if _may_be_kept(status, headers):
            body, parts = _read(parts)
        if body is None:
            if not status.startswith(OF_THE_SENDER):
                self._note_not_kept(key)
            return _as_it_is(environ, start_response, status, headers, parts)
        answer = Answer(body, headers, state)
        if self._is_still(state):
            self._keep(key, answer)
        return answer.give(environ, start_response)

    def _is_still(self, state):
        try:
            return self._state() == state
        except Unreadable:
            return False

    def _keep(self, key, answer):
        with self.lock:
            self.not_kept.pop(key, None)
            if (older := self.answers.pop(key, None)) is not None:
                self.taken -= older.size
            self.answers[key] = answer
            self.taken += answer.size
            while self.taken > self.room:
                _key, oldest = self.answers.popitem(last=False)
                self.taken -= oldest.size

    def _note_not_kept(self, key):
        with self.lock:
            self.not_kept[key] = True
            if len(self.not_kept) > MOST_NOT_KEPT:
                self.not_kept.popitem(last=False)


def _is_for_all(environ):
    """Whether the request says nothing by which its answer would be one reader's own."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return False
    cookies = environ.get("HTTP_COOKIE")
    if cookies and any(name in cookies for name in OUR_COOKIES):
        return False
    if "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ:
        return False
    return not any(name in environ for name in NOT_FOR_ALL)


def _address(environ):
    """What an answer is found by: a digest, as readers write addresses as long as they like."""
    asked = (
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        environ.get("HTTP_HOST"),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO"),
    )
    return hashlib.sha256(ascii(asked).encode()).digest()


def _may_be_kept(status, headers):
    said = {name.lower(): value.lower() for name, value in headers}
    varies_by = {each.strip() for each in said.get("vary", "").split(",")} - {""}
    return (
        status.startswith("200 ")
        and "set-cookie" not in said
        and "content-encoding" not in said
        and not any(word in said.get("cache-control", "") for word in NOT_TO_BE_KEPT)
        and varies_by <= VARIES_BY
    )


def _read(parts):
    """The body, where it is not too long, else None; and what then is still to be sent."""
    begun, length, rest = [], 0, iter(parts)
    try:
        for part in rest:
            begun.append(part)
            length += len(part)
            if length > LONGEST:
                return None, _Rest(chain(begun, rest), parts)
    except BaseException:
        _close(parts)
        raise
    _close(parts)
    return b"".join(begun), None


class _Rest:
    """Parts of a body that was begun to be read, closed with the body itself."""

    def __init__(self, parts, whole):
        self.parts, self.whole = parts, whole

    def __iter__(self):
        return self.parts

    def close(self):
        _close(self.whole)


def _close(parts):
    if hasattr(parts, "close"):
        parts.close()


def _as_it_is(environ, start_response, status, headers, parts):
    """What is not kept, as the reader has asked for it: without a body, or only if it is new."""
    tag = next((value for name, value in headers if name.lower() == "etag"), None)
    has = environ.get("HTTP_IF_NONE_MATCH")
    is_unchanged = has and status.startswith("200 ") and {tag, "*"} & _tags(has)
    if is_unchanged:
        status = "304 Not Modified"
        headers = [each for each in headers if each[0].lower() not in OF_A_BODY]
    start_response(status, headers)
    if is_unchanged or environ["REQUEST_METHOD"] == "HEAD":
        _close(parts)
        return []
    return parts


def _tags(header):
    """The tags of what a reader has, compared weakly (RFC 9110, 13.1.2)."""
    return {each.strip().removeprefix("W/") for each in header.split(",")}


@lru_cache(maxsize=256)
def _takes_gzip(header):
    """Whether a reader takes an answer compressed (RFC 9110, 12.5.3)."""
    taken = {}
    for each in header.lower().split(","):
        coding, *parameters = [part.strip() for part in each.split(";")]
        taken[coding] = not any(part.replace(" ", "") in NEVER for part in parameters)
    return taken.get("gzip", taken.get("*", False))


NEVER = {"q=0", "q=0.0", "q=0.00", "q=0.000"}
