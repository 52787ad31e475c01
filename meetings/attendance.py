"""Who came to a meeting, and how many are said to have come: the two beside each other."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Party
from countries.names import in_order_of_party
from focalpoints.models import Qualifier
from sources.enumeration import in_parts, listed_apart
from sources.order import in_order

from .models import Delegation, Headcount, sent_from_in_words


@dataclass(frozen=True)
class Group:
    """Delegations alike in what they are, whether they came and from where, in order of name."""

    status: Delegation.Status
    kind: Party.Kind
    role: Delegation.Role
    sent_from: str
    delegations: list

    def in_words(self):
        """Such as "States (participant), sent from: capital"."""
        who = _("States (%(role)s)")
        if self.kind == Party.Kind.ORGANIZATION:
            who = _("Organizations (%(role)s)")
        status = "" if self.status == Delegation.Status.ATTENDED else self.status.label
        return in_parts(
            [who % {"role": self.role.label}, status, sent_from_in_words(self.sent_from)]
        )


@dataclass(frozen=True)
class Counted:
    """A number as reported, and what is recorded by name: delegations, or delegates.

    Nothing is compared where the source counts more narrowly than delegations are recorded:
    whether a named one is among "regional organizations", say, no row tells.
    """

    headcount: Headcount
    recorded: list

    @property
    def named(self):
        return len(self.recorded)

    @property
    def inferred(self):
        return sum(bool(each.inference) for each in self.recorded)

    @property
    def is_numbered(self):
        return self.headcount.qualifier != Qualifier.UNNUMBERED

    @property
    def is_compared(self):
        return not (self.headcount.counted and self.named)

    @property
    def compared(self):
        """What is recorded, where it is compared."""
        return self.recorded if self.is_compared else []

    @property
    def is_pair(self):
        """Whether there are two numbers, and they may be held against each other."""
        return self.is_numbered and self.is_compared

    @property
    def names_all(self):
        """Whether as many are recorded by name as reported, or more."""
        beyond = self.headcount.qualifier == Qualifier.MORE_THAN
        return self.named >= self.headcount.value + beyond

    def reported_in_words(self):
        """The number as reported: "more than 35 reported"."""
        if not self.is_numbered:
            return _("no number reported")
        value = Qualifier(self.headcount.qualifier).put(self.headcount.value)
        return marked(self.headcount, _("%(value)s reported") % {"value": value})

    def recorded_in_words(self):
        """How many are recorded: "3 named, by inference"."""
        if not self.is_compared:
            return _("not compared")
        named = ngettext("%(count)s named", "%(count)s named", self.named) % {"count": self.named}
        if not self.inferred:
            return named
        if self.inferred == self.named:
            return _("%(words)s, by inference") % {"words": named}
        return _("%(named)s, %(inferred)s by inference") % {
            "named": named,
            "inferred": self.inferred,
        }


@dataclass(frozen=True)
class Presence:
    """What is recorded of a party at a meeting: as delegations, as host, or nothing."""

    delegations: list = field(default_factory=list)
    hosts: list = field(default_factory=list)

    @property
    def came(self):
        """The delegations that came, not those expected or absent."""
        return [each for each in self.delegations if each.came]

    @property
    def others(self):
        return [each for each in self.delegations if not each.came]

    def in_words(self):
        """Such as "came, sent from: capital, by inference; host: co-hosted"."""
        delegations = [_delegation_in_words(each) for each in (*self.came, *self.others)]
        hosts = [
            marked(host, _("host: %(role)s") % {"role": host.get_role_display()})
            for host in self.hosts
        ]
        return listed_apart([*delegations, *hosts]) or _("not known")


@dataclass(frozen=True)
class Attendance:
    """A party, and its presence at each of some meetings."""

    party: Party
    presences: list

    @property
    def came(self):
        return any(each.came for each in self.presences)

    @property
    def is_seen(self):
        """Whether it came to one of the meetings, or hosted one."""
        return self.came or any(each.hosts for each in self.presences)


def grouped(delegations):
    """The delegations as groups: those who came first, states before organizations."""

    def group_of(delegation):
        return delegation.status, delegation.party.kind, delegation.role, delegation.sent_from

    def place(delegation):
        name = in_order(delegation.party)
        return not delegation.came, *group_of(delegation), name, delegation.pk

    return [
        Group(
            Delegation.Status(status),
            Party.Kind(kind),
            Delegation.Role(role),
            sent_from,
            list(members),
        )
        for (status, kind, role, sent_from), members in groupby(
            sorted(delegations, key=place), key=group_of
        )
    ]


def hosts_in_order(meeting):
    """Those who hosted it, by role, states before organizations."""
    return in_order_of_party(meeting.hosts.for_meeting(), lambda each: (each.role, each.party.kind))


def by_party(meetings, delegations, hosts):
    """Each party of the delegations and hosts at the meetings: states first, in order of name."""
    presences = defaultdict(Presence)
    parties = {}
    for delegation in delegations:
        presences[delegation.party_id, delegation.meeting_id].delegations.append(delegation)
        parties[delegation.party_id] = delegation.party
    for host in hosts:
        presences[host.party_id, host.meeting_id].hosts.append(host)
        parties[host.party_id] = host.party
    return [
        Attendance(party, [presences[party.pk, meeting.pk] for meeting in meetings])
        for party in sorted(parties.values(), key=lambda each: (each.kind, in_order(each), each.pk))
    ]


def reported_beside_recorded(headcounts, delegations):
    """Each number with what is recorded of the same: parties by delegation, persons by name."""
    return [_counted(headcount, delegations) for headcount in headcounts]


def number_named(headcount, counted_alike):
    """How many delegations are recorded of what is counted, of pairs of one and how many alike."""
    return sum(number for each, number in counted_alike if _counts(headcount, each))


def _delegation_in_words(delegation):
    words = [delegation.get_status_display()]
    if delegation.came:
        words = [_("came"), sent_from_in_words(delegation.sent_from)]
    if delegation.role != Delegation.Role.PARTICIPANT:
        words.append(delegation.get_role_display())
    return marked(delegation, in_parts(words))


def marked(fact, words):
    """The words about a fact, which say where it holds an inference of ours."""
    return _("%(words)s, by inference") % {"words": words} if fact.inference else words


def _counted(headcount, delegations):
    same = [each for each in delegations if _counts(headcount, each)]
    if headcount.of == Headcount.Of.PERSONS:
        return Counted(
            headcount, [each for delegation in same for each in delegation.public_delegates]
        )
    return Counted(headcount, same)


def _counts(headcount, delegation):
    kind = {
        Headcount.Of.STATES: {Party.Kind.COUNTRY},
        Headcount.Of.ORGANIZATIONS: {Party.Kind.ORGANIZATION},
        Headcount.Of.PERSONS: set(Party.Kind),
    }[headcount.of]
    return (
        delegation.came
        and delegation.party.kind in kind
        and delegation.role == headcount.role
        and headcount.sent_from in ("", delegation.sent_from)
    )
