"""What is asked for, as a browser asks through the proxy in front, and what is answered."""

import gzip
from dataclasses import dataclass
from http.client import HTTPConnection

import brotli

HOST = "127.0.0.1"  # nothing is asked for, or listens, beyond this machine
WAIT = 60  # seconds for an answer: the first one may find the server still starting

PAGES = {
    "home": "/",
    "register": "/countries/",
    "country": "/countries/aus/",
    "meeting": "/meetings/2012-new-york/",
    "register as JSON": "/data/register.json",
    "register in the API": "/api/v1/register",
}

# A page without these may be another one, or the way to https.
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": "192.0.2.1",
}

UNPACKED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes  # as it was sent

    def header(self, name):
        """What stands in the header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def encoding(self):
        return self.header("content-encoding")

    @property
    def text(self):
        return UNPACKED[self.encoding](self.body).decode()


def ask(port, path, headers=None):
    """One request, on a connection of its own."""
    connection = HTTPConnection(HOST, port, timeout=WAIT)
    try:
        connection.request("GET", path, headers=BROWSER | (headers or {}))
        reply = connection.getresponse()
        return Answer(reply.status, reply.getheaders(), reply.read())
    finally:
        connection.close()
