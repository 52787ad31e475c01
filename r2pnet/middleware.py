"""What every request passes through."""

import re

from django.conf import settings

_SESSION_KEY = re.compile(r"[a-z0-9]+")


class WithoutUnreadableSession:
    """Drops a session cookie that Django never set: PostgreSQL refuses a NUL in its key."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not _SESSION_KEY.fullmatch(key):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)
