"""What is answered where the portal itself fails."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

SECONDS_TO_WAIT = 30


def server_error(request):
    """503 where the database is away, which passes, and 500 where something is broken.

    Neither page may ask the database anything: they are rendered without the request.
    """
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return defaults.server_error(request)
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS_TO_WAIT})
