"""What every request passes through."""

import re
import time

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.utils.cache import add_never_cache_headers

from accounts.sessions import BEGUN, ROLE, SEEN
from focalpoints.roles import role_of

from .languages import of_no_language
from .page_cache import OUR_COOKIES

_SESSION_KEY = re.compile(r"[a-z0-9]+")


class ForCaches:
    """Tells caches, ours and those in front, what an answer says nothing of itself.

    To whom a cookie of ours belongs, or is given, the answer is for them alone. All else may be
    kept, and is asked for anew each time before it is shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_of_one = response.cookies or not request.COOKIES.keys().isdisjoint(OUR_COOKIES)
        response.setdefault("Cache-Control", "private, no-cache" if is_of_one else "no-cache")
        return response


class WithoutUnreadableSession:
    """Drops a session cookie that Django never set: PostgreSQL refuses a NUL in its key."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not _SESSION_KEY.fullmatch(key):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


BETWEEN_NOTES = 60  # seconds in which a session is not written again, only to say that it lives


def begin_session(request, user):
    """Note in a session that has just begun what ends it: its age, and another role."""
    request.session[BEGUN] = request.session[SEEN] = time.time()
    request.session[ROLE] = role_of(user)


class SessionsEnd:
    """Ends a session that is idle, old, or begun in a role that the account no longer has.

    An appointment ends by its date, without anybody doing anything: so the role is asked for
    anew with each request. A reader without a cookie is asked nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            try:
                self._look_at(request)
            except (OperationalError, InterfaceError):
                # Nobody can be asked who it is: so it is nobody.
                request.user = AnonymousUser()
        response = self.get_response(request)
        if of_no_language(request.path).startswith("/accounts/"):
            add_never_cache_headers(response)  # they show secrets, and codes to keep
        return response

    def _look_at(self, request):
        if not request.user.is_authenticated:
            return
        if self._is_over(request):
            request.session.flush()
            request.user = AnonymousUser()
        elif time.time() - request.session[SEEN] > BETWEEN_NOTES:
            request.session[SEEN] = time.time()

    def _is_over(self, request):
        session, now = request.session, time.time()
        return (
            now - session.get(BEGUN, 0) > settings.SESSION_LONGEST
            or now - session.get(SEEN, 0) > settings.SESSION_IDLE
            or session.get(ROLE) != role_of(request.user)
        )
