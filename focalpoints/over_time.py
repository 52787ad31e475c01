"""The network over time: on which days its numbers change, and what they are from then on.

Between two such days nothing changes, so that the whole time takes no more queries than one day.
`day` is always a datetime.date, in UTC.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import accumulate

from countries.models import Party
from sources.models import Source

from .models import Appointment, NetworkCount, Step
from .register import FIRST_DAY, Pair, Register, Standing, today


@dataclass(frozen=True)
class Course:
    """When appointments of one party hold, as the register tells of each single day.

    Each is periods in order of time, none of which touches another: the first day, and the first
    day beyond.

    stated           certain without an inference of ours, a part of `certain`
    possible_stated  possible by an appointment without an inference, a part of `possible`
    """

    stated: list
    certain: list
    possible_stated: list
    possible: list

    @property
    def bounds(self):
        """Every day on which something changes."""
        return {bound for periods in asdict(self).values() for each in periods for bound in each}


def course(appointments):
    """The course of these appointments of one party; nothing else is asked."""
    certain = list(_certain_periods(appointments))
    possible = [
        (each.started.earliest, each.ended.latest, bool(each.inference)) for each in appointments
    ]
    return Course(
        stated=_joined(each for each in certain if not each[2]),
        certain=_joined(certain),
        possible_stated=_joined(each for each in possible if not each[2]),
        possible=_joined(possible),
    )


def holds(periods, day):
    return any(begins <= day < ends for begins, ends in periods)


def _certain_periods(appointments):
    """The days that each run of succeeding appointments makes certain: (first, end, is inferred).

    A handover on an unknown day leaves no gap, as in the register of a single day.
    """
    successor = {each.succeeds_id: each for each in appointments if each.succeeds_id}
    for first in appointments:
        begins, is_inferred, seen, last = first.started.latest, False, set(), first
        while last is not None and last.pk not in seen:
            seen.add(last.pk)
            begins = max(begins, last.started.earliest)
            is_inferred = is_inferred or bool(last.inference)
            yield begins, last.ended.earliest, is_inferred
            last = successor.get(last.pk)


def _joined(periods):
    """The periods as few as they can be, without empty ones."""
    joined = []
    for begins, ends in sorted((begins, ends) for begins, ends, _is_inferred in periods):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        elif begins < ends:
            joined.append((begins, ends))
    return joined


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

    sizes        how many states, oldest first; each holds until the next
    reported     what sources had reported of states by the day (NetworkCount)
    states       where the states of the appointments stand on the day
    attestation  when those certain on the day were last attested, as the register says it
    """

    def __init__(self, day):
        of_party = defaultdict(list)
        for each in _recorded(day).attested().oldest_first():
            of_party[each.party].append(each)
        self.day = day
        self.sizes = _sizes(of_party.values(), day)
        self.reported = list(_reported(day))
        self.states = [Standing(party, day, held) for party, held in of_party.items()]
        self.attestation = Register(day, self.states).attestation()

    @property
    def reported_in_time(self):
        """Of the reported sizes those of the time from the first day on."""
        return [each for each in self.reported if each.as_of.latest >= FIRST_DAY]

    def sources(self):
        """The public sources that the numbers rest on, oldest first."""
        return Source.objects.behind(_recorded(self.day), _reported(self.day))


def _recorded(day):
    return Appointment.objects.public().holding().of(Party.objects.countries()).begun(day)


def _reported(day):
    return NetworkCount.objects.public().of_states().known_by(day).order_by("as_of", "value", "pk")


def _sizes(appointments, day):
    """The sizes, from the appointments of each state."""
    changes = defaultdict(Counter, {FIRST_DAY: Counter()})
    for held in appointments:
        for name, periods in asdict(course(held)).items():
            for begins, ends in periods:
                if ends > FIRST_DAY:
                    changes[max(begins, FIRST_DAY)][name] += 1
                    changes[ends][name] -= 1
    days = sorted(
        since
        for since, change in changes.items()
        if since == FIRST_DAY or (since <= day and any(_numbers(change)))
    )
    sums = accumulate((changes[since] for since in days), _sum)
    return [
        Size(since, stated, Pair(certain, possible))
        for since, (stated, certain, possible) in zip(days, map(_numbers, sums), strict=True)
    ]


def _numbers(counter):
    return counter["stated"], counter["certain"], counter["possible"]


def _sum(one, other):
    """Unlike `+`, which drops what is not above zero."""
    total = Counter(one)
    total.update(other)
    return total


@dataclass(frozen=True)
class Around:
    """The last day before a day, and the first day after it, on which something changed.

    None where there is no such day from the first day of the register to today. A day is inferred
    where no date that has it as a bound is without an inference of ours.
    """

    previous: date | None
    next: date | None
    is_previous_inferred: bool = False
    is_next_inferred: bool = False


class DaysOfChange:
    """The days on which the register changes, or only the standing of some parties.

    On such a day a party comes to stand on another rung, or on the same for another reason; one
    of its posts begins or ends to be, or to be possible; a step is surely taken. Of the register
    also: a size is surely reported. Made from three queries; from two for some parties.
    """

    def __init__(self, parties=None):
        appointments, steps = Appointment.objects.holding(), Step.objects.all()
        self._sizes, self._stated = set(), set()  # of the latter: bounds without an inference
        if parties is None:
            for as_of, inference in NetworkCount.objects.values_list("as_of", "inference"):
                self._sizes.add(as_of.latest)
                self._add_stated(inference, as_of.latest)
        else:
            appointments, steps = appointments.of(parties), steps.of(parties)
        self._appointments, self._steps = defaultdict(list), defaultdict(list)
        self._parties = defaultdict(set)  # by day: those that may stand otherwise from it on
        for each in appointments.order_by("started", "pk"):
            self._appointments[each.party_id].append(each)
            for name in ("started", "ended"):
                bounds = getattr(each, name).earliest, getattr(each, name).latest
                self._add_stated(each.inference_of(name), *bounds)
                for bound in bounds:
                    self._parties[bound].add(each.party_id)
        for each in steps.oldest_first():
            self._steps[each.party_id].append(each)
            self._parties[each.taken.latest].add(each.party_id)
            self._add_stated(each.inference, each.taken.latest)
        last = today()
        self._days = sorted(
            day for day in self._sizes.union(self._parties) if FIRST_DAY <= day <= last
        )

    def _add_stated(self, inference, *bounds):
        if not inference:
            self._stated.update(bounds)

    def around(self, day):
        """The nearest days of change on either side of the day; see `Around`."""
        before = self._days[: bisect_left(self._days, day)]
        after = self._days[bisect_right(self._days, day) :]
        found = self._first_of_change(reversed(before)), self._first_of_change(after)
        return Around(*found, *map(self._is_inferred, found))

    def _is_inferred(self, day):
        return day is not None and day not in self._stated

    def _first_of_change(self, days):
        return next((day for day in days if self._is_of_change(day)), None)

    def _is_of_change(self, day):
        eve = day - timedelta(days=1)
        return day in self._sizes or any(
            self._on(party, eve) != self._on(party, day) for party in self._parties[day]
        )

    def _on(self, party, day):
        return Standing(
            Party(pk=party),
            day,
            [each for each in self._appointments[party] if each.started.earliest <= day],
            [each for each in self._steps[party] if each.taken.latest <= day],
        ).told
