"""Refusals for machines: problem details (RFC 9457).

They repeat nothing of the address asked for: a row that may not be seen and one that is not there
give the same bytes. So none has an `instance`. They are in English whatever the language of the
pages, as the names of columns and parameters are.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.urls import reverse

from r2pnet.site import absolute

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, its place on the page of the API, and what it means."""

    status: int
    name: str
    title: str
    about: str

    @property
    def type(self):
        return absolute(f"{reverse('api')}#{self.name}")


KINDS = {
    kind.status: kind
    for kind in [
        Kind(400, "unreadable", "This request cannot be read", "The request itself is broken."),
        Kind(
            404,
            "not-found",
            "There is no such thing",
            "No row has this id, the register does not know this day, or nothing stands at this "
            "address. Of a parameter that names no row, the member errors says so.",
        ),
        Kind(
            405,
            "only-read",
            "This can only be read",
            "Only GET, HEAD and OPTIONS are answered; the header Allow lists them.",
        ),
        Kind(
            412,
            "precondition",
            "What stands here is something else",
            "The header If-Match or If-Unmodified-Since does not hold.",
        ),
        Kind(
            422,
            "parameters",
            "These parameters cannot be taken",
            "A parameter is unknown, given twice, or has a value that it does not take. What is "
            "wrong with each stands in the member errors.",
        ),
        Kind(
            429,
            "too-many",
            "Too many requests within a minute",
            "What is computed for each request is computed so often and no more. Wait for the "
            "seconds that the header Retry-After says.",
        ),
        Kind(500, "broken", "Something went wrong here", "Not through anything in the request."),
        Kind(
            503,
            "away",
            "The register cannot reach its data right now",
            "This passes. Wait for the seconds that the header Retry-After says.",
        ),
    ]
}


class Refused(Exception):
    """What is asked cannot be answered; with what `problem` is told of it."""

    def __init__(self, status, detail="", **members):
        super().__init__(detail)
        self.answer = {"status": status, "detail": detail, **members}


def problem(status, detail="", *, headers=None, **members):
    """The answer that says what is wrong. What has no kind of its own is told by its status."""
    kind = KINDS.get(status)
    body = {
        "type": kind.type if kind else "about:blank",
        "title": kind.title if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or (kind.about if kind else HTTPStatus(status).phrase),
        **members,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=MEDIA_TYPE,
        headers={**(headers or {}), "Cache-Control": "no-store"},
    )
