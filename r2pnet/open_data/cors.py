"""Open data for the pages of other sites too: answers that every script may read (CORS).

Such an answer is that of a reader without an account: whatever cookies came along are dropped
before anybody looks at them. So it is the same for all, may be kept by caches, and there is
nothing in it that another site could take from whoever is signed in here.
"""

from django.http import HttpResponse
from django.urls import Resolver404, resolve

METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
# Beside the few headers that scripts of other sites always see.
EXPOSED = "Content-Disposition, ETag, Link, Retry-After"


def for_any_origin(view):
    """Mark a view as open data: see the middleware. Stands above all other decorators."""
    view.is_for_any_origin = True
    return view


class ForAnyOrigin:
    """Opens every answer of the views so marked, their errors too, and answers for OPTIONS.

    Stands before the middleware of sessions, which then sees a reader without cookies.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _is_for_any_origin(request):
            return self.get_response(request)
        request.COOKIES.clear()
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response


def _is_for_any_origin(request):
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "is_for_any_origin", False)
