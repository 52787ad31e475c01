"""The pictures of the whole network: over time, and by UN regional group."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.regions import RegionalGroup
from r2pnet.pictures import Dated, Key, Picture, Row, Table
from sources.dates import day_in_words, in_words

from . import network_drawing
from .network_drawing import is_unknown_since, reported_in_words
from .over_time import NetworkOverTime
from .register import FIRST_DAY, Pair, Rung, by_group, by_rung

# Dots in rows of twenty, as two tens, in CSS pixels.
TEN, STEP, MARGIN, BETWEEN_TENS = 10, 13, 6.5, 7
ABOVE, BELOW = 44, 22  # from the top of a group to its dots, and from the last of them on


def network(day, *, query=""):
    """How many states had a focal point, from the first day of the register to this one.

    Made from three queries. `query` is that of the page, such as "?on=2013-06-12".
    """
    over_time = NetworkOverTime(day)
    drawing = network_drawing.draw(over_time)
    return Picture(
        name="network",
        title=_("The network over time: states with a focal point"),
        caption=_network_caption(over_time),
        drawing=drawing,
        keys=_network_keys(drawing),
        table=_network_table(over_time),
        sources=list(over_time.sources()),
        height=network_drawing.HEIGHT,
        query=query,
    )


def _network_caption(over_time):
    first, last = over_time.sizes[0], over_time.sizes[-1]
    sentences = [
        _(
            "States recorded with a focal point: %(first)s on %(first_day)s, %(last)s on "
            "%(last_day)s."
        )
        % {
            "first": _in_words(first.pair),
            "first_day": day_in_words(FIRST_DAY),
            "last": _in_words(last.pair),
            "last_day": day_in_words(over_time.day),
        },
        _inferred_in_words(last.pair.certain - last.stated),
        _attested_in_words(over_time),
        _reported_in_words(over_time.reported),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _in_words(pair):
    if pair.is_exact:
        return str(pair.certain)
    return _("between %(certain)s and %(possible)s") % {
        "certain": pair.certain,
        "possible": pair.possible,
    }


def _inferred_in_words(number):
    if not number:
        return ""
    return ngettext(
        "%(number)s of them is certain on the last day only through an inference of ours.",
        "%(number)s of them are certain on the last day only through an inference of ours.",
        number,
    ) % {"number": number}


def _attested_in_words(over_time):
    if is_unknown_since(over_time):
        return _("Last attested %(date)s: nothing is known of the time since.") % {
            "date": in_words(over_time.newest.attested)
        }
    if over_time.sizes[-1].pair.possible and not over_time.newest:
        return _("No dated source attests them.")
    return ""


def _reported_in_words(reported):
    if not reported:
        return _("No source had reported a size by then.")
    return ngettext(
        "A source reports one size of the network: %(sizes)s.",
        "Sources report %(count)s sizes of the network: %(sizes)s.",
        len(reported),
    ) % {"count": len(reported), "sizes": ", ".join(map(reported_in_words, reported))}


def _network_keys(drawing):
    reported = dict.fromkeys(mark.style for mark in drawing.marks)
    keys = [
        (drawing.band, Key("bar", "area band", _("between certain and possible"))),
        (True, Key("line", "line possible", _("at most"))),
        (True, Key("line", "line certain", _("certain, without an inference of ours"))),
        (drawing.inferred, Key("line", "line inferred", _("certain, by inference of ours"))),
        *((True, _reported_key(style)) for style in reported),
        (drawing.after, Key("bar", "bar after", _("since the newest dated source: not known"))),
    ]
    return [key for is_drawn, key in keys if is_drawn]


def _reported_key(style):
    labels = {
        "point reported": _("reported by a source"),
        "point reported inferred": _("reported by a source, its day inferred by us"),
        "bar reported": _("reported by a source, on a day between"),
        "bar reported inferred": _("reported by a source, on a day between, inferred by us"),
    }
    return Key("dot" if style.startswith("point") else "bar", style, labels[style])


def _network_table(over_time):
    rows = [
        Row(
            [
                Dated(size.since.isoformat()),
                _("recorded, from this day on"),
                size.stated,
                size.pair.certain,
                size.pair.possible,
                "",
            ]
        )
        for size in over_time.sizes
    ]
    rows += [
        Row(
            [
                Dated(count.as_of, count.inference),
                _("reported"),
                "",
                "",
                "",
                _("%(number)s (%(qualifier)s)")
                % {"number": count.value, "qualifier": count.get_qualifier_display()},
            ]
        )
        for count in over_time.reported
    ]
    if over_time.newest:
        attested = Dated(over_time.newest.attested, over_time.newest.attested_inference)
        rows.append(Row([attested, _("last attested"), "", "", "", ""]))
    columns = [
        _("Day"),
        _("What"),
        _("Certain, without an inference of ours"),
        _("Certain"),
        _("At most"),
        _("As reported"),
    ]
    return Table(columns, rows)


@dataclass(frozen=True)
class Dot:
    """A state; without a title or an address where nothing is recorded of it."""

    x: float
    y: float
    style: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class DottedGroup:
    """A group: its name, how many of its states, and a dot for each of them."""

    label: str
    label_y: float
    number: str
    number_y: float
    dots: list


def groups(register, *, query=""):
    """Which states of each UN regional group have a focal point, out of how many.

    Made from one query beside those of the register.
    """
    standings = by_group(register.states)
    drawing, height = _dotted(standings, query)
    sections = by_rung(_counted(register.states))
    return Picture(
        name="groups",
        title=_("States with a focal point, by UN regional group"),
        caption=_groups_caption(register, standings),
        drawing=drawing,
        keys=[Key("dot", dot_style(section), standing_in_words(section)) for section in sections],
        table=_groups_table(standings, sections),
        sources=list(register.sources()),
        height=height,
        width=280,
        query=query,
    )


def _counted(states):
    """Those with UN status on the day: they are a group's denominator."""
    return [each for each in states if each.had_un_status]


def dot_style(standing):
    """How a state's dot is drawn, by where it stands (a standing, or a section of the register)."""
    return f"dot {standing.rung.value}{' inferred' if standing.is_inferred else ''}"


def standing_in_words(standing):
    """Where it stands, and that this rests on an inference."""
    if standing.is_inferred:
        return _("%(rung)s (by inference)") % {"rung": standing.rung.label}
    return str(standing.rung.label)


def _dotted(standings, query):
    """The groups below each other, and how high they stand together."""
    drawn, top = [], 0
    for standing in standings:
        dots = [
            _dot(place, each, section, top, query)
            for place, (section, each) in enumerate(_by_rung(standing.states))
        ]
        drawn.append(
            DottedGroup(
                label=standing.label,
                label_y=top + 14,
                number=_out_of(standing.pair, standing.size),
                number_y=top + 31,
                dots=dots,
            )
        )
        top = (dots[-1].y if dots else top + ABOVE) + BELOW
    return drawn, top


def _by_rung(states):
    return [(section, each) for section in by_rung(_counted(states)) for each in section.standings]


def _dot(place, standing, section, top, query):
    row, column = divmod(place, 2 * TEN)
    x = MARGIN + STEP * column + (BETWEEN_TENS if column >= TEN else 0)
    y = top + ABOVE + STEP * row
    if section.rung == Rung.NONE:
        return Dot(x, y, dot_style(section))
    return Dot(
        x,
        y,
        dot_style(section),
        title=_("%(party)s: %(rung)s")
        % {"party": standing.party, "rung": standing_in_words(section)},
        url=f"{standing.party.get_absolute_url()}{query}",
    )


def _out_of(pair, size):
    return _("%(number)s of %(size)s") % {"number": _in_words(pair), "size": size}


def _groups_caption(register, standings):
    counted = Pair(
        sum(each.pair.certain for each in standings), sum(each.pair.possible for each in standings)
    )
    sentences = [
        _("States recorded with a focal point on %(day)s: %(number)s.")
        % {
            "day": day_in_words(register.day),
            "number": _out_of(counted, sum(each.size for each in standings)),
        }
    ]
    without = [
        str(each.label)
        for each in standings
        if each.label in RegionalGroup.labels and not each.pair.possible
    ]
    if without:
        sentences.append(
            ngettext(
                "None in one group: %(groups)s.",
                "None in %(count)s groups: %(groups)s.",
                len(without),
            )
            % {"count": len(without), "groups": ", ".join(without)}
        )
    return " ".join(sentences)


def _groups_table(standings, sections):
    """Beside the numbers, the names on each rung; of those without any, how many."""
    rows = []
    for standing in standings:
        names = {
            standing_in_words(section): section for section in by_rung(_counted(standing.states))
        }
        cells = [standing.label, standing.pair.certain, standing.pair.possible, standing.size]
        cells += [_on_rung(names.get(standing_in_words(section))) for section in sections]
        rows.append(Row(cells))
    columns = [_("UN regional group"), _("Certain"), _("At most"), _("States in the group")]
    return Table(columns + [standing_in_words(section) for section in sections], rows)


def _on_rung(section):
    if section is None:
        return ""
    if section.rung == Rung.NONE:
        return len(section.standings)
    return ", ".join(each.party.name for each in section.standings)
