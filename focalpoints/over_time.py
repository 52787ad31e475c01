"""The network over time: on which days its numbers change, and what they are from then on.

Between two such days nothing changes, so that the whole time takes no more queries than one day.
`day` is always a datetime.date, in UTC.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from countries.models import Party
from sources.models import Source

from .models import Appointment, NetworkCount
from .register import FIRST_DAY, Pair, Standing


def course(party, appointments, first, last):
    """The standings of a party on the first day and on each later one that may change them.

    They rest on the given appointments alone, and hold until the day of the next.
    """
    bounds = {
        bound
        for each in appointments
        for ends in (each.started, each.ended)
        for bound in (ends.earliest, ends.latest)
    }
    return [
        Standing(party, day, [each for each in appointments if each.started.earliest <= day])
        for day in sorted({first, *(bound for bound in bounds if first < bound <= last)})
    ]


@dataclass(frozen=True)
class Size:
    """How many states had a focal point from a day on.

    `stated` are those certain without an inference of ours, a part of `pair.certain`.
    """

    since: date
    stated: int
    pair: Pair


class NetworkOverTime:
    """The recorded and the reported sizes of the network, from the first day to this one.

    sizes     how many states, oldest first; each holds until the next
    reported  what sources had reported of states by the day (NetworkCount)
    newest    the appointment that is or may be in force on the day, and whose source is the
              newest; None where no dated source attests one
    """

    def __init__(self, day):
        appointments = list(_recorded(day).attested().oldest_first())
        self.day = day
        self.sizes = _sizes(appointments, day)
        self.reported = list(_reported(day))
        self.newest = _newest(appointments, day)

    def sources(self):
        """The public sources that the numbers rest on, oldest first."""
        return Source.objects.behind(_recorded(self.day), _reported(self.day))


def _newest(appointments, day):
    """Asked of all of them at once, as if they were of one party."""
    standing = Standing(None, day, appointments)
    return standing.last_attested if standing.in_force else None


def _recorded(day):
    return Appointment.objects.public().holding().of(Party.objects.countries()).begun(day)


def _reported(day):
    return (
        NetworkCount.objects.public()
        .known_by(day)
        .filter(of=NetworkCount.Of.STATES)
        .order_by("as_of", "value", "pk")
    )


def _sizes(appointments, day):
    of_party = defaultdict(list)
    for each in appointments:
        of_party[each.party].append(each)
    changes = defaultdict(Counter, {FIRST_DAY: Counter()})
    for party, held in of_party.items():
        before = Counter()
        for standing in course(party, held, FIRST_DAY, day):
            now = _counted(standing)
            changes[standing.day].update(now)
            changes[standing.day].subtract(before)
            before = now
    days = sorted(
        since for since, change in changes.items() if since == FIRST_DAY or any(change.values())
    )
    sums = accumulate((changes[since] for since in days), _sum)
    return [
        Size(since, total["stated"], Pair(total["certain"], total["possible"]))
        for since, total in zip(days, sums, strict=True)
    ]


def _counted(standing):
    return Counter(
        stated=standing.is_certain and not standing.is_inferred,
        certain=standing.is_certain,
        possible=standing.is_possible,
    )


def _sum(one, other):
    """Unlike `+`, which drops what is not above zero."""
    total = Counter(one)
    total.update(other)
    return total
