"""How often one sender may ask for what has to be computed: a minute's worth, then a wait.

The limit holds over all processes of all machines, and whoever asks little never makes the database
write: each process counts in its memory, and adds to a row of the database whenever it has counted
a sixth of the limit, by which it also learns what the others have. So a sender whom N processes
answer may come through more often than the limit, by N - 1 times one less than that sixth at most:
with a limit of 60 and four processes, 27 times.

Where the database takes no writes, because it is a copy to be read or somebody else is writing,
each process counts by itself.
"""

import logging
import time
from datetime import UTC, datetime
from functools import wraps
from threading import Lock

from django.conf import settings
from django.db import Error
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from remarks.senders import sender_of

from .models import CountedMinute

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds
PARTS = 6  # of the limit, after each of which the database is told
MOST_SENDERS = 10_000


class TooMany(Exception):
    """The sender has asked often enough for now; `retry_after` seconds later there is room."""

    def __init__(self, *, retry_after):
        super().__init__()
        self.retry_after = retry_after


class Counts:
    """What one process knows of who has asked how much within the minute."""

    def __init__(self):
        self.minute, self.of_senders, self.lock = None, {}, Lock()

    def take(self, sender, minute, as_many):
        """Count it, and say whether the sender may have it. What is refused is not counted."""
        counted, limit = self._of(sender, minute), settings.COMPUTED_A_MINUTE
        with counted.lock:
            if counted.asked + as_many > limit:
                return False
            counted.asked += as_many
            counted.untold += as_many
            if counted.untold >= limit / PARTS:
                told, counted.untold = counted.untold, 0
                counted.asked = max(counted.asked, _tell(sender, minute, told))
            return counted.asked <= limit

    def _of(self, sender, minute):
        with self.lock:
            if self.minute != minute:
                self.minute, self.of_senders = minute, {}
            if len(self.of_senders) >= MOST_SENDERS and sender not in self.of_senders:
                self.of_senders.pop(next(iter(self.of_senders)))  # who came first
            return self.of_senders.setdefault(sender, _Sender())


class _Sender:
    """How much a sender has asked for, as far as is known here, and what of it is told nobody."""

    __slots__ = ("asked", "lock", "untold")

    def __init__(self):
        self.asked, self.untold, self.lock = 0, 0, Lock()


def _tell(sender, minute, asked):
    """Have all know of it. Returns how much the sender has asked of all, or 0 if nobody can say."""
    mark = salted_hmac("limits.sender", f"{minute} {sender}", algorithm="sha256").hexdigest()
    over_at = datetime.fromtimestamp((minute + 1) * WINDOW, UTC)
    try:
        return CountedMinute.objects.add(asked, mark=mark, over_at=over_at)
    except Error as error:
        logger.warning("A count of requests is not shared: %s", type(error).__name__)
        return 0


here = Counts()


def count(request, *, as_many=1):
    """Count a request for something computed, as many as it takes the work of. Raises TooMany."""
    minute, passed = divmod(int(time.time()), WINDOW)
    if not here.take(sender_of(request, at=timezone.now()), minute, as_many):
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
