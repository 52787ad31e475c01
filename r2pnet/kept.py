"""What takes long to find out of all that is public, known until that changes.

In which order things stand, and how many there are: keys and numbers, no rows. Each is kept in the
memory of a process with the token of what is public (`public_version.py`) that was read before, and
is given only while the database still says the same, which is asked each time. So it is never out
of date, and the first to ask after a change waits for all of it.
"""

import threading
from array import array
from collections import OrderedDict

from django.db import connection

from .models import PublicVersion

MOST = 32  # answers, of which the one that was not asked for the longest goes first
SHORT = 1_000  # keys, which are found anew as soon as they are read: they push nothing out

_kept = OrderedDict()
_lock = threading.Lock()


def kept(key, find, *, unless=lambda answer: False):
    """What `find()` returned for the key since anything public changed, or returns now.

    Only what the key names may decide it, beside what is public: the language too. An answer is
    not kept where `unless` says so.
    """
    # Of what a transaction changes, the token tells only when that is over.
    version = None if connection.in_atomic_block else PublicVersion.objects.first()
    if version is None:
        return find()
    with _lock:
        known, answer = _kept.get(key, (None, None))
        if known == version.token:
            _kept.move_to_end(key)
            return answer
    answer = find()
    if not unless(answer):
        with _lock:
            _kept[key] = version.token, answer
            _kept.move_to_end(key)
            if len(_kept) > MOST:
                _kept.popitem(last=False)
    return answer


def forget():
    """Find all of it anew, as after a change."""
    with _lock:
        _kept.clear()


def keys_of(rows):
    """The primary keys of the rows of a QuerySet that anybody may see, in their order."""
    keys = rows.prefetch_related(None).values_list("pk", flat=True)
    return kept(
        keys.query.sql_with_params(),
        lambda: array("q", keys.iterator()),
        unless=lambda answer: len(answer) < SHORT,
    )


def with_keys(rows, keys):
    """Those of the rows of a QuerySet that have these keys, in the order of the keys."""
    found = {row.pk: row for row in rows.order_by().filter(pk__in=list(keys))}
    return [found[key] for key in keys if key in found]
