"""Refusals for machines: problem details (RFC 9457).

They repeat nothing of the address asked for: a row that may not be seen and one that is not there
give the same bytes. So none has an `instance`. They are in English whatever the language of the
pages, as the names of columns and parameters are; marked is what the page of the API repeats.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from r2pnet.site import absolute

from .english import in_english

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
        with in_english():
            return absolute(f"{reverse('api')}#{self.name}")


KINDS = {
    kind.status: kind
    for kind in [
        Kind(
            400, "unreadable", _("This request cannot be read"), _("The request itself is broken.")
        ),
        Kind(
            404,
            "not-found",
            _("There is no such thing"),
            _(
                "No row has this id, the register does not know this day, or nothing stands at "
                "this address. Of a parameter that names no row, the member errors says so."
            ),
        ),
        Kind(
            405,
            "only-read",
            _("This can only be read"),
            _("Only GET, HEAD and OPTIONS are answered; the header Allow lists them."),
        ),
        Kind(
            412,
            "precondition",
            _("What stands here is something else"),
            _("The header If-Match or If-Unmodified-Since does not hold."),
        ),
        Kind(
            422,
            "parameters",
            _("These parameters cannot be taken"),
            _(
                "A parameter is unknown, given twice, or has a value that it does not take. What "
                "is wrong with each stands in the member errors."
            ),
        ),
        Kind(
            429,
            "too-many",
            _("Too many requests within a minute"),
            _(
                "What is computed for each request is computed so often and no more. Wait for the "
                "seconds that the header Retry-After says."
            ),
        ),
        Kind(
            500, "broken", _("Something went wrong here"), _("Not through anything in the request.")
        ),
        Kind(
            503,
            "away",
            _("The register cannot reach its data right now"),
            _("This passes. Wait for the seconds that the header Retry-After says."),
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
