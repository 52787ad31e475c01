"""How often one sender may ask for what has to be computed: a minute's worth, then a wait."""

import time
from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.shortcuts import render
from django.utils import timezone

from remarks.senders import sender_of

WINDOW = 60  # seconds


class TooMany(Exception):
    """The sender has asked often enough for now; `retry_after` seconds later there is room."""

    def __init__(self, *, retry_after):
        super().__init__()
        self.retry_after = retry_after


def count(request, *, as_many=1):
    """Count a request for something computed, as many as it takes the work of. Raises TooMany.

    Each process counts by itself, in its memory: a reader must not make the database write.
    """
    now = time.time()
    window, passed = divmod(int(now), WINDOW)
    key = f"{sender_of(request, at=timezone.now())}:{window}"
    counts = caches["counts"]
    counts.add(key, 0, WINDOW)
    try:
        asked = counts.incr(key, as_many)
    except ValueError:
        asked = as_many  # dropped in between, to make room
    if asked > settings.COMPUTED_A_MINUTE:
        raise TooMany(retry_after=WINDOW - passed)


def computed(view):
    """A page that has to be computed: asked for too often, it answers 429 with Retry-After."""
    return _counted(view, as_many=1)


def computed_whole(view):
    """The same, of what all that there is has to be read for: counted as ten."""
    return _counted(view, as_many=10)


def _counted(view, as_many):
    @wraps(view)
    def counted(request, *args, **kwargs):
        try:
            count(request, as_many=as_many)
        except TooMany as refusal:
            response = render(request, "429.html", status=429)
            response["Retry-After"] = refusal.retry_after
            return response
        return view(request, *args, **kwargs)

    return counted
