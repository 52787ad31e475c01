"""The world as a picture: one equal dot for each state, none larger for its land.

Where the dots stand comes from countries/map/, which also draws the outline of the land.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints import register
from focalpoints.pictures import dot_style, standing_in_words
from r2pnet.pictures import Dated, Key, Picture, Row, Table
from sources.dates import day_in_words
from sources.enumeration import in_sentences

_MAP = json.loads(Path(__file__).with_name("map").joinpath("places.json").read_text())


@dataclass(frozen=True)
class Dot:
    """A state on the map: its place in units of the view box, its style, its page."""

    x: float
    y: float
    style: str
    title: str
    url: str


def world(network, *, chosen=None, day_query="", asked=""):
    """The states of a `register.Register`, each by its rung on that day.

    `chosen` are the standings that a filter lets through: the others stand back. `day_query`
    keeps the day in links; `asked` asks for the same day and the same states in files.
    """
    chosen = network.states if chosen is None else chosen
    return Picture(
        name="world",
        title=_("Which states have a focal point for R2P: where each stands on %(day)s")
        % {"day": day_in_words(network.day)},
        caption=_caption(network.states, chosen),
        drawing=_dots(network.states, {each.party.pk for each in chosen}, day_query),
        table=_table(chosen, day_query),
        sources=network.sources(),
        view_box=_MAP["width"],
        height=_MAP["height"],
        keys=[
            Key(
                "dot",
                dot_style(section),
                _("%(rung)s: %(number)s")
                % {"rung": standing_in_words(section), "number": section.size},
            )
            for section in register.by_rung(chosen)
        ],
        note=_(
            "The outline is that of the land and shows no boundaries. Neither it nor the place of "
            "a dot, the names or their order implies any opinion on the legal status of a country "
            "or territory. Land: Natural Earth."
        ),
        query=asked,
    )


def world_as_asked(network, form):
    """The world on the day, with the filters, of a valid `RegisterForm`."""
    chosen = form.chosen(network.states)
    return world(network, chosen=chosen, day_query=form.day_query, asked=form.asked)


def _table(standings, day_query):
    return Table(
        [
            _("State"),
            _("ISO 3166-1 alpha-3 code"),
            _("Standing"),
            _("Since"),
            _("Last attested"),
        ],
        [
            Row(
                [
                    str(each.party),
                    each.party.slug.upper(),
                    standing_in_words(each),
                    _since(each),
                    _attested(each),
                ],
                each.party.get_absolute_url() + day_query,
            )
            for each in standings
        ],
    )


def _since(standing):
    if not standing.in_force:
        return ""
    first = standing.first_of_run(standing.in_force[0])
    return Dated(first.started, first.inference)


def _attested(standing):
    if not standing.in_force or not standing.last_attested:
        return ""
    newest = standing.last_attested
    return Dated(newest.attested, newest.attested_inference)


def _caption(states, chosen):
    sentence = ngettext(
        "Each dot is a state, all of one size; where dots would cover each other they stand a "
        "little aside. %(number)s state is shown.",
        "Each dot is a state, all of one size; where dots would cover each other they stand a "
        "little aside. %(number)s states are shown.",
        len(chosen),
    ) % {"number": len(chosen)}
    if len(chosen) == len(states):
        return sentence
    return in_sentences([sentence, _("The others, which the filters leave out, stand back.")])


def _dots(standings, chosen, day_query):
    return [
        Dot(
            *_MAP["places"][each.party.slug],
            dot_style(each) if each.party.pk in chosen else f"{dot_style(each)} aside",
            _("%(party)s: %(rung)s") % {"party": each.party, "rung": standing_in_words(each)},
            each.party.get_absolute_url() + day_query,
        )
        for each in standings
        if each.party.slug in _MAP["places"]
    ]
