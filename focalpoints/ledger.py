"""Who was erased, as keyed hashes in a file that stands apart from the database and its backups.

A backup that is put back holds again whom it was made of: by the ledger they are erased again. A
line holds a keyed hash and a day, and says of nobody who it is.
"""

import contextlib
import enum
import errno
import os
import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

LINE = re.compile(r"([0-9a-f]{64}) ([0-9-]{10})")


class Scope(enum.StrEnum):
    """What was erased, of the key or the pseudonym that the line is a hash of."""

    ENTRY = "entry"
    ACCOUNT = "account"
    FORMER = "former"


class NoLedger(Exception):
    """It is not where it should be, or cannot be read."""


@dataclass(frozen=True)
class Ledger:
    """What was noted: by its digest the last day, and how many lines are none."""

    days: dict
    unreadable: int

    def day_of(self, scope, key):
        """The last day on which it was erased, or None."""
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        found = [self.days.get(_digest(scope, key, secret)) for secret in secrets]
        return max(filter(None, found), default=None)


def note(erased, *, at):
    """Add a line for each (scope, key), and return once they are on the disk.

    In the transaction of the erasure, at its end: a line too many does no harm, a missing one
    would. Raises ValidationError, so that nothing is erased of which no line can be kept.
    """
    day = at.date().isoformat()
    lines = [f"{_digest(scope, key, settings.SECRET_KEY)} {day}\n" for scope, key in erased]
    try:
        _append("".join(lines).encode())
    except OSError as error:
        raise ValidationError(
            _("Nothing is erased: the ledger of erasures cannot be written (%(reason)s).")
            % {"reason": error.strerror}
        ) from None


def read():
    """The whole ledger. Raises NoLedger."""
    try:
        text = settings.ERASURE_LEDGER.read_text(encoding="ascii", errors="replace")
    except OSError:
        raise NoLedger from None
    days, unreadable = {}, 0
    for line in filter(None, text.split("\n")):
        try:
            digest, day = LINE.fullmatch(line).groups()
            days[digest] = max(date.fromisoformat(day), days.get(digest, date.min))
        except (AttributeError, ValueError):
            unreadable += 1
    return Ledger(days, unreadable)


def _digest(scope, key, secret):
    said = f"{scope} {key}"
    return salted_hmac("focalpoints.ledger", said, secret, algorithm="sha256").hexdigest()


def _append(lines):
    path = settings.ERASURE_LEDGER
    is_new = not path.exists()
    opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # What was cut off in the middle of a line, by a power cut, must not swallow the next.
        if _is_cut_off(opened):
            lines = b"\n" + lines
        if os.write(opened, lines) < len(lines):  # at once: those of two workers do not mix
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(opened)
    finally:
        os.close(opened)
    if is_new:
        _see_on_disk(path.parent)


def _is_cut_off(opened):
    size = os.fstat(opened).st_size
    return size > 0 and os.pread(opened, 1, size - 1) != b"\n"


def _see_on_disk(folder):
    """That there is such a file; where folders cannot be asked this, the system sees to it."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
