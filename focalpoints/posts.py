"""The posts of the network on a day, for a list of which only a page is read.

Where they stand in it depends on the whole register: on who holds what on the day, and on the order
of names in the language that is spoken. So that is found out once, and kept while it holds.
"""

from array import array
from dataclasses import dataclass

from countries.models import Party
from r2pnet.prepared import prepared

from . import register
from .over_time import Around, DaysOfChange
from .register import Attestation, Pair


@dataclass(frozen=True)
class Posts:
    """All posts of a day by the keys of the appointments, in order, and what is said above them."""

    day: object
    keys: array
    state_pair: Pair
    organization_pair: Pair
    attestation: Attestation
    around: Around

    def with_keys(self, keys):
        """The posts with these keys, in this order: pairs of the party's standing and the post.

        Without what has gone since.
        """
        parties = Party.objects.filter(appointments__in=list(keys)).distinct()
        found = {
            appointment.pk: (standing, appointment)
            for standing in register.standings(parties, self.day)
            for appointment in standing.in_force
        }
        return [found[key] for key in keys if key in found]


@prepared
def on(day):
    """The `Posts` of the day."""
    network = register.on(day)
    return Posts(
        day,
        array("q", [appointment.pk for _standing, appointment in network.posts()]),
        network.state_pair,
        network.organization_pair,
        network.attestation(),
        DaysOfChange().around(day),
    )
