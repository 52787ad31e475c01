"""Where a form leads to next."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import SuspiciousOperation
from django.urls import Resolver404
from django.utils.http import url_has_allowed_host_and_scheme

from r2pnet.languages import page_at


class OnwardOnThisSite:
    """Refuses a request that names anything but a page of this site to go on to.

    Whatever answers otherwise, would redirect there, or print it into a form or a link.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        for sent in (request.GET, request.POST):
            for onward in sent.getlist(REDIRECT_FIELD_NAME):
                if onward and not is_page_of_this_site(onward):
                    raise SuspiciousOperation("A page of another site to go on to")


def is_page_of_this_site(onward):
    """Is it a path, without a host even of our own, at which something answers?"""
    if not onward.startswith("/") or not url_has_allowed_host_and_scheme(onward, None):
        return False
    try:
        page_at(onward)
    except Resolver404:
        return False
    return True
