"""What is answered where the portal itself fails."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from .open_data.problems import problem

SECONDS_TO_WAIT = 30
API = "/api/"  # whoever asks there reads no pages


def bad_request(request, exception):
    """400, for a request that Django cannot read."""
    if request.path.startswith(API):
        return problem(400)
    return defaults.bad_request(request, exception)


def server_error(request):
    """503 where the database is away, which passes, and 500 where something is broken.

    Neither page may ask the database anything: they are rendered without the request.
    """
    is_away = isinstance(sys.exception(), (OperationalError, InterfaceError))
    if request.path.startswith(API):
        wait = {"Retry-After": str(SECONDS_TO_WAIT)}
        return problem(503, headers=wait) if is_away else problem(500)
    if not is_away:
        return defaults.server_error(request)
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS_TO_WAIT})
