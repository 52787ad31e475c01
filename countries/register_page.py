"""What the page of the register is made of: plain values, for all readers the same."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from focalpoints import register
from focalpoints.models import NetworkCount
from focalpoints.over_time import Around, DaysOfChange
from r2pnet.prepared import prepared


@dataclass(frozen=True)
class Asked:
    """Of a party what the filters of the register ask, by the names that the party has for it."""

    pk: int
    is_country: bool
    un_group: str
    m49_region: str


@dataclass(frozen=True)
class Line:
    """A standing as it is printed, with what filters and sections tell it from others by."""

    party: Asked
    rung: register.Rung
    is_inferred: bool
    html: SafeString

    def __html__(self):
        return self.html


@dataclass(frozen=True)
class Told:
    """The register on a day, as pages tell it above what they list."""

    state_pair: register.Pair
    organization_pair: register.Pair
    attestation: register.Attestation
    reported: SafeString
    around: Around


@dataclass(frozen=True)
class Lists:
    """All parties of the register on a day, each a `Line`, in order of name."""

    states: tuple
    organizations: tuple


@prepared
def on(day, day_query):
    """The register on the day as `Told` and `Lists`; links have the query ("?on=2013-06-12")."""
    network = register.on(day)
    lists = Lists(lines(network.states, day_query), lines(network.organizations, day_query))
    return told(network), lists


def told(network):
    """A `register.Register` as `Told`."""
    reported = NetworkCount.objects.known_by(network.day).for_page()
    return Told(
        state_pair=network.state_pair,
        organization_pair=network.organization_pair,
        attestation=network.attestation(),
        reported=render_to_string("countries/_reported.html", {"reported": reported}),
        around=DaysOfChange().around(network.day),
    )


def lines(standings, day_query):
    """A `Line` of each standing, such that `register.by_rung` makes sections of them."""
    return tuple(_line(each, day_query) for each in standings)


def _line(standing, day_query):
    party = standing.party
    kind = "state" if party.is_country else "organization"
    return Line(
        party=Asked(party.pk, party.is_country, party.un_group, party.m49_region),
        rung=standing.rung,
        is_inferred=standing.is_inferred,
        html=render_to_string(
            f"countries/_{kind}_line.html", {"standing": standing, "day_query": day_query}
        ),
    )
