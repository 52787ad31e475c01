"""What takes long to make or to find out of all that is public: once for each version of it.

    @prepared
    def of_day(day): ...

Each process keeps what such a function has returned, with the token of what is public
(`public_version.py`) that was read before, and gives it for as long as the token is the same. It is
read with every call, where the data are read: so what is given is never older than the data that
the rest of the page is made of. The first to ask after a change waits for all of it.

The language and today's date are part of the question. What is kept is shared by all threads and
holds plain values and keys, never rows: a page writes on rows what its reader may see of them.
"""

import threading
from array import array
from collections import OrderedDict
from functools import wraps

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from sources.translations import read_anew

from .public_version import READ

MOST = 48  # values in each process, of which the one that was not asked for the longest goes first
SHORT = 1_000  # keys, which are found anew as soon as they are read: they push nothing out

_kept, _lock = OrderedDict(), threading.Lock()


def prepared(make):
    """Keep what the function returns of its arguments; of everything else, what is public alone."""

    @wraps(make)
    def value(*args):
        return _once((make, args), lambda: make(*args))

    return value


def keys_of(rows):
    """The primary keys of the rows of a QuerySet that anybody may see, in their order."""
    keys = rows.prefetch_related(None).values_list("pk", flat=True)
    return _once(
        keys.query.sql_with_params(),
        lambda: array("q", keys.iterator()),
        unless=lambda found: len(found) < SHORT,
    )


def with_keys(rows, keys):
    """Those of the rows of a QuerySet that have these keys, in the order of the keys."""
    found = {row.pk: row for row in rows.order_by().filter(pk__in=list(keys))}
    return [found[key] for key in keys if key in found]


def forget():
    """Make all of it anew, as after a change."""
    with _lock:
        _kept.clear()


def _once(question, make, *, unless=lambda made: False):
    """What was made for the question since anything public changed, or what is made of it now.

    What `unless` says so of is not kept.
    """
    token = _token()
    if token is None:
        return make()
    key = question, get_language(), timezone.now().date()
    with _lock:
        known, made = _kept.get(key, (None, None))
        if known == token:
            _kept.move_to_end(key)
            return made
    read_anew()  # translations may have been read for this request before the token was
    made = make()
    if not unless(made):
        with _lock:
            _kept[key] = token, made
            _kept.move_to_end(key)
            if len(_kept) > MOST:
                _kept.popitem(last=False)
    return made


def _token():
    """The token, or None: within a transaction, whose own changes may have moved none yet."""
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return row and row[0]
