"""Values that take long to make and that many pages show: made once for each version of the data.

    @prepared
    def of_day(day): ...

Each process keeps what such a function has returned, with the token of what is public
(`public_version.py`) that was read before and again after, and gives it for as long as the token is
the same. It is read with every call, where the data are read: so what is given is never older than
the data that the rest of the page is made of.

The language and today's date are part of the question. What is kept is shared by all threads and
holds plain values, never rows: a page writes on rows what its reader may see of them.
"""

import threading
from collections import OrderedDict
from functools import wraps

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from sources.translations import read_anew

from .public_version import READ

MOST = 24  # values in each process, each a table of all states or less

_kept, _lock = OrderedDict(), threading.Lock()


def prepared(make):
    """Keep what the function returns of its arguments; of everything else, what is public alone."""

    @wraps(make)
    def value(*args):
        token = _token()
        if token is None:
            return make(*args)
        key = make, args, get_language(), timezone.now().date()
        with _lock:
            if _kept.get(key, (None,))[0] == token:
                _kept.move_to_end(key)
                return _kept[key][1]
        read_anew()  # translations may have been read for this request before the token was
        made = make(*args)
        if _token() == token:
            _keep(key, token, made)
        return made

    return value


def _token():
    """The token, or None: within a transaction, whose own changes may have moved none yet."""
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return row and row[0]


def _keep(key, token, made):
    with _lock:
        _kept[key] = token, made
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
