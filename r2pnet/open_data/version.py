"""The version of the data: a digest of the open data, which a private edit does not change.

And the sentence by which the data are cited, in which it stands.

Each row is hashed by itself, and the hashes are added up: so the order of rows, in which two
databases differ, does not matter, and nothing has to be kept but a number.
"""

import hashlib
import json
import time

from django.core.cache import caches
from django.utils.translation import gettext as _

from focalpoints.register import today
from r2pnet.site import LICENCE, NAME
from sources.dates import day_in_words

from .english import in_english
from .portions import in_portions
from .tables import TABLES

KNOWN_FOR = 300  # seconds
SHOWN = 12  # of 64 digits: enough to tell versions apart
BYTES = 32


def version():
    """SHA-256 over all tables, as 64 hexadecimal digits; the register on a day follows from them.

    Addresses of pages are left out: they follow from the ids, and from what the site is called.
    """
    whole = hashlib.sha256()
    with in_english():
        for table in sorted(TABLES, key=lambda each: each.name):
            whole.update(table.name.encode())
            whole.update(_sum_of(table))
    return whole.hexdigest()


def known_version():
    """The same, as it was within the last minutes: by each process, in memory.

    Minutes of the clock, with which kept pages end too (`page_cache.py`): what stands on one of
    them is not older than what is known here.

    Not made anew because something was recorded: how long an answer takes would then tell that
    something private was.
    """
    now = int(time.time()) // KNOWN_FOR
    return caches["known"].get_or_set(f"version:{now}", version, KNOWN_FOR)


def how_cited(address, *days, title="", seen_on=None, version=""):
    """What a citation of the data says: of which day or days they are, as known on which.

    Without a day or a version, those of this moment.
    """
    name = _("%(register)s: “%(title)s”") % {"register": NAME, "title": title} if title else NAME
    return _(
        "%(name)s. Facts as of %(days)s, as known on %(seen_on)s. %(address)s (version of the "
        "data: %(version)s). %(licence)s."
    ) % {
        "name": name,
        "days": of_days(day_in_words(day) for day in days or [today()]),
        "seen_on": day_in_words(seen_on or today()),
        "address": address,
        "version": (version or known_version())[:SHOWN],
        "licence": LICENCE.name,
    }


def of_days(words):
    """One day, or two, for a sentence that begins "as of"."""
    first, *rest = words
    return _("%(first)s and of %(last)s") % {"first": first, "last": rest[0]} if rest else first


def _sum_of(table):
    columns = [column for column in table.columns if column.name != "url"]
    total = 0
    for rows in in_portions(table):
        for row in rows:
            written = json.dumps({column.name: _plain(column.of(row)) for column in columns})
            total += int.from_bytes(hashlib.sha256(written.encode()).digest())
    return (total % 256**BYTES).to_bytes(BYTES)


def _plain(value):
    """A value as JSON has it. Lists are sets: their order says nothing."""
    if isinstance(value, list):
        return sorted(value)
    return value if value is None or isinstance(value, (bool, int)) else str(value)
