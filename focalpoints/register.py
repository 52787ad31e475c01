"""The register: the state of the whole network on a given day.

A question about a day is answered here and nowhere else. The answers are plain values, made from
a fixed number of queries. `day` is always a datetime.date, in UTC.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from countries.regions import RegionalGroup
from sources.dates import in_words
from sources.edtf import hull
from sources.enumeration import in_parts, in_sentences
from sources.models import Source
from sources.order import in_order

from .models import Appointment, Step

FIRST_DAY = date(2010, 9, 1)  # the month in which the initiative was launched
RECENT = timedelta(days=365)


def today():
    return timezone.now().date()


class Rung(models.TextChoices):
    """Where a party stands on a day; the first that holds."""

    APPOINTED = "appointed", pgettext_lazy("standing", "appointed")
    POSSIBLE = "possible", _("possibly appointed")
    VACANT = "vacant", _("vacant")
    INTENDS = "intends", _("intends to appoint")
    NONE = "none", _("none recorded")

    @property
    def has_posts(self):
        return self in (Rung.APPOINTED, Rung.POSSIBLE, Rung.VACANT)

    @property
    def has_intentions(self):
        return self == Rung.INTENDS


@dataclass(frozen=True)
class Pair:
    """A number known to lie between two bounds."""

    certain: int
    possible: int

    @property
    def is_exact(self):
        return self.certain == self.possible


@dataclass
class Standing:
    """A party on a day: its rung, what the rung rests on, and the steps taken by then.

    Appointments are those begun by the day that give the party a focal point; steps come oldest
    first.
    """

    party: Party
    day: date
    appointments: list = field(default_factory=list)
    steps: list = field(default_factory=list)

    def __post_init__(self):
        readings = list(_certain_readings(self.appointments, self.day))
        self.is_certain = bool(readings)
        self.is_inferred = self.is_certain and all(readings)
        self.is_possible = self.is_certain or any(
            _possible(appointment, self.day) for appointment in self.appointments
        )
        said = [step.kind for step in self.steps if step.kind in Step.ABOUT_INTENTION]
        self.intends = said[-1:] == [Step.Kind.INTENDS]

    @property
    def rung(self):
        if self.is_certain:
            return Rung.APPOINTED
        if self.is_possible:
            return Rung.POSSIBLE
        if self.appointments:
            return Rung.VACANT
        if self.intends:
            return Rung.INTENDS
        return Rung.NONE

    @property
    def beside(self):
        """The labels of the kinds of steps taken by the day that the rung does not say itself."""
        kinds = dict.fromkeys(Step.Kind(step.kind) for step in self.steps)
        if self.rung == Rung.INTENDS:
            del kinds[Step.Kind.INTENDS]
        return [kind.label for kind in kinds]

    @property
    def had_un_status(self):
        since = self.party.un_status_since
        return since is None or since <= self.day

    @property
    def in_force(self):
        """The appointments that are, or may be, in force on the day."""
        return [each for each in self.appointments if _possible(each, self.day)]

    @property
    def told(self):
        """What the register tells of the party: unlike on two days between which this changed."""
        posts = [each.pk for each in self.in_force]
        return self.rung, self.is_inferred, posts, [each.pk for each in self.steps]

    def first_of_run(self, appointment):
        """The first of the appointments that succeeded each other up to this one."""
        by_key = {each.pk: each for each in self.appointments}
        passed = set()
        while appointment.succeeds_id in by_key and appointment.pk not in passed:
            passed.add(appointment.pk)
            appointment = by_key[appointment.succeeds_id]
        return appointment

    @property
    def last_attested(self):
        """The appointment whose source is the newest, or None where none is dated.

        Of those that are, or may be, in force; where the post is vacant, of those that ended.
        """
        dated = [each for each in self.in_force or self.appointments if each.attested]
        return max(
            dated, key=lambda each: (each.attested.latest, each.attested.earliest), default=None
        )

    @property
    def end_is_recorded(self):
        return any(each.ended for each in self.in_force)

    @property
    def intention(self):
        """The step by which the party last said that it intends to appoint, or None."""
        said = [step for step in self.steps if step.kind == Step.Kind.INTENDS]
        return said[-1] if self.intends else None


@dataclass(frozen=True)
class Attestation:
    """How fresh the knowledge of the recorded appointments is."""

    recorded: int
    within_a_year: int
    longer_ago: int
    last: str
    is_last_inferred: bool
    never: int

    def in_words(self):
        """Such as "3 states recorded: 2 attested within the last year, 1 last attested 2013."."""
        said = ngettext(
            "%(recorded)s state recorded: %(attested)s.",
            "%(recorded)s states recorded: %(attested)s.",
            self.recorded,
        ) % {"recorded": self.recorded, "attested": in_parts(self._parts_in_words())}
        if self.is_last_inferred:
            return in_sentences([said, gettext("Part of that date is our inference.")])
        return said

    def _parts_in_words(self):
        yield npgettext(
            "states",
            "%(number)s attested within the last year",
            "%(number)s attested within the last year",
            self.within_a_year,
        ) % {"number": self.within_a_year}
        if self.longer_ago and self.last:
            yield npgettext(
                "states",
                "%(number)s last attested %(date)s",
                "%(number)s last attested %(date)s",
                self.longer_ago,
            ) % {"number": self.longer_ago, "date": in_words(self.last)}
        elif self.longer_ago:
            yield npgettext(
                "states",
                "%(number)s last attested longer ago",
                "%(number)s last attested longer ago",
                self.longer_ago,
            ) % {"number": self.longer_ago}
        if self.never:
            yield npgettext(
                "states",
                "%(number)s not attested by a dated source",
                "%(number)s not attested by a dated source",
                self.never,
            ) % {"number": self.never}


class Register:
    """Every party on the day, states and organizations apart, each in order of name."""

    def __init__(self, day, standings):
        self.day = day
        self.states = [each for each in standings if each.party.is_country]
        self.organizations = [each for each in standings if not each.party.is_country]

    @property
    def state_pair(self):
        return _pair(self.states)

    @property
    def organization_pair(self):
        return _pair(self.organizations)

    @property
    def inferred_states(self):
        """States certain on the day only through a row that holds an inference of ours."""
        return [each for each in self.states if each.is_inferred]

    def posts(self):
        """Every appointment that gives, or may give, a party a focal point on the day."""
        return [
            (standing, appointment)
            for standing in (*self.states, *self.organizations)
            for appointment in standing.in_force
        ]

    def sources(self):
        """The public sources that say where the states stand, oldest first."""
        states = Party.objects.countries()
        return Source.objects.behind(
            Appointment.objects.holding().of(states).begun(self.day),
            Step.objects.of(states).known_by(self.day).about_intention(),
        )

    def attestation(self):
        """When the states certain on the day were last attested (see `Attestation`)."""
        recorded = [each for each in self.states if each.is_certain]
        dated = [each.last_attested for each in recorded if each.last_attested]
        longer_ago = [each for each in dated if each.attested.earliest <= self.day - RECENT]
        return Attestation(
            recorded=len(recorded),
            within_a_year=len(dated) - len(longer_ago),
            longer_ago=len(longer_ago),
            last=hull([each.attested for each in longer_ago]) if longer_ago else "",
            is_last_inferred=any(each.attested_inference for each in longer_ago),
            never=len(recorded) - len(dated),
        )


def on(day):
    """The register on the day."""
    return on_each(day)[0]


def on_each(*days):
    """The register on each of the days, of the same parties in the same order."""
    parties = list(Party.objects.order_by("name", "pk"))
    return [Register(day, standings(parties, day)) for day in days]


@dataclass(frozen=True)
class Section:
    """A rung, and those who stand on it; what is certain only by inference stands apart."""

    rung: Rung
    is_inferred: bool
    standings: list

    @property
    def size(self):
        return len(self.standings)


def by_rung(standings):
    """The standings in sections, from the highest rung down, without empty ones."""
    sections = {(rung, is_inferred): [] for rung in Rung for is_inferred in (False, True)}
    for each in standings:
        sections[each.rung, each.is_inferred].append(each)
    return [Section(*key, found) for key, found in sections.items() if found]


@dataclass(frozen=True)
class Start:
    """States whose focal point office has been held since the same time, as the same is known."""

    appointment: Appointment
    ended: str
    standings: list


def by_start(states):
    """The states with an office that is, or may be, held, by when that began and how it is known.

    An office that was handed over without a gap began with the first who held it. Only what the
    public sees tells states apart: two letters to the secretariat are one to readers.
    """
    runs = [(each, each.first_of_run(post), post) for each in states for post in each.in_force]
    models.prefetch_related_objects([first for _each, first, _last in runs], "passages__source")
    alike = defaultdict(dict)
    for standing, first, last in runs:
        shown = alike[first.started, last.ended, first.support()]
        shown.setdefault(standing.party.pk, (standing, first, last))
    starts = [
        Start(first, last.ended, [standing for standing, _first, _last in found.values()])
        for found in alike.values()
        for _standing, first, last in [next(iter(found.values()))]
    ]
    return sorted(
        starts,
        key=lambda each: (
            each.appointment.started.earliest,
            each.appointment.started.latest,
            -len(each.standings),
        ),
    )


@dataclass(frozen=True)
class GroupStanding:
    """A UN regional group on a day: its states with a focal point, out of how many."""

    label: str
    states: list
    pair: Pair
    size: int


def by_group(states):
    """The states by UN regional group; the denominator counts those with UN status on the day."""
    groups = [(group, group.label) for group in RegionalGroup] + [("", _("In no group"))]
    return [
        _group_standing(label, [s for s in states if s.party.un_group == g]) for g, label in groups
    ]


def _group_standing(label, states):
    return GroupStanding(
        label=label,
        states=states,
        pair=_pair(states),
        size=sum(each.had_un_status for each in states),
    )


def standings(parties, day):
    """The standing on the day of each of the parties, in order of name."""
    parties = list(parties)
    appointments = defaultdict(list)
    for each in Appointment.objects.holding().of(parties).begun(day).attested().oldest_first():
        appointments[each.party_id].append(each)
    steps = defaultdict(list)
    for each in Step.objects.of(parties).known_by(day).oldest_first():
        steps[each.party_id].append(each)
    return sorted(
        (Standing(party, day, appointments[party.pk], steps[party.pk]) for party in parties),
        key=lambda each: (in_order(each.party), each.party.pk),
    )


def _pair(standings):
    return Pair(
        certain=sum(each.is_certain for each in standings),
        possible=sum(each.is_possible for each in standings),
    )


def _possible(appointment, day):
    return appointment.started.earliest <= day < appointment.ended.latest


def _certain_readings(appointments, day):
    """For each run of succeeding appointments that alone makes the day certain: is it inferred?

    A handover on an unknown day leaves no gap: whoever succeeds on the same day counts with the
    predecessor as one period. A run is inferred where one of its appointments is.
    """
    successor = {each.succeeds_id: each for each in appointments if each.succeeds_id}
    for first in appointments:
        if first.started.latest > day:
            continue
        last, is_inferred, passed = first, bool(first.inference), {first.pk}
        while True:
            if day < last.ended.earliest:
                yield is_inferred
            last = successor.get(last.pk)
            if last is None or last.pk in passed:
                break
            passed.add(last.pk)
            is_inferred = is_inferred or bool(last.inference)
