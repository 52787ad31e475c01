"""Who came to a meeting, and how many are said to have come: the two beside each other."""

from dataclasses import dataclass
from itertools import groupby

from countries.models import Party
from countries.names import fold

from .models import Delegation, Headcount, SentFrom


@dataclass(frozen=True)
class Group:
    """Delegations alike in what they are, whether they came and from where, in order of name."""

    status: Delegation.Status
    kind: Party.Kind
    role: Delegation.Role
    sent_from: str
    delegations: list

    @property
    def sent_from_label(self):
        return SentFrom(self.sent_from).label if self.sent_from else ""


@dataclass(frozen=True)
class Counted:
    """A number as reported, and how many are recorded by name.

    Nothing is compared where the source counts more narrowly than delegations are recorded:
    whether a named one is among "regional organizations", say, no row tells.
    """

    headcount: Headcount
    named: int
    inferred: int

    @property
    def is_compared(self):
        return not (self.headcount.counted and self.named)

    @property
    def is_all_inferred(self):
        return 0 < self.named == self.inferred


def grouped(delegations):
    """The delegations as groups: those who came first, states before organizations."""

    def group_of(delegation):
        return delegation.status, delegation.party.kind, delegation.role, delegation.sent_from

    def place(delegation):
        came = delegation.status == Delegation.Status.ATTENDED
        return not came, *group_of(delegation), fold(delegation.party.name), delegation.pk

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


def reported_beside_recorded(headcounts, delegations):
    """Each number with what is recorded of the same: parties by delegation, persons by name."""
    return [_counted(headcount, delegations) for headcount in headcounts]


def _counted(headcount, delegations):
    same = [each for each in delegations if _counts(headcount, each)]
    if headcount.of == Headcount.Of.PERSONS:
        named = [each for delegation in same for each in delegation.public_delegates]
    else:
        named = same
    return Counted(headcount, len(named), sum(bool(each.inference) for each in named))


def _counts(headcount, delegation):
    kind = {
        Headcount.Of.STATES: {Party.Kind.COUNTRY},
        Headcount.Of.ORGANIZATIONS: {Party.Kind.ORGANIZATION},
        Headcount.Of.PERSONS: set(Party.Kind),
    }[headcount.of]
    return (
        delegation.status == Delegation.Status.ATTENDED
        and delegation.party.kind in kind
        and delegation.role == headcount.role
        and headcount.sent_from in ("", delegation.sent_from)
    )
