"""The door that gunicorn knocks on."""

from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from r2pnet.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _connection_of_the_test():
    """A request does not close the connection in which the test stands, as in Django's client."""
    for signal in [request_started, request_finished]:
        signal.disconnect(close_old_connections)
    yield
    for signal in [request_started, request_finished]:
        signal.connect(close_old_connections)


def knock(path, *, query="", kind="", method="GET", body=b""):
    """The status line of the answer to a request as a server hands it on."""
    said = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    parts = application(environ, lambda status, headers: said.append(status))
    if hasattr(parts, "close"):
        parts.close()
    return said[0]


@pytest.mark.parametrize("charset", ["hex", "zlib", "idna", "undefined", "utf-7", '"UTF-7"', "x"])
def test_a_request_in_whatever_encoding_is_read_as_utf_8(charset):
    kind = f"text/plain; Charset={charset}"

    assert knock("/countries/", query="q=%2B2AA-", kind=kind) == "200 OK"
    assert knock("/healthz", query="a=%80", kind=kind) == "200 OK"


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1"])
def test_so_is_a_form(charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"

    refused = knock("/tell-us/", kind=kind, method="POST", body=b"text=x")

    assert refused == "403 Forbidden"


def test_the_boundary_of_a_form_with_files_is_kept():
    kind = "multipart/form-data; charset=zlib; boundary=here"
    body = b'--here\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n--here--\r\n'

    assert knock("/tell-us/", kind=kind, method="POST", body=body) == "403 Forbidden"
