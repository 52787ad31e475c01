"""The pictures of the whole network: over time, and by UN regional group."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.regions import RegionalGroup
from r2pnet.pictures import Dated, Key, Picture, Row, Table
from sources.dates import day_in_words, honest_in_words
from sources.enumeration import in_sentences, listed

from . import network_drawing
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
        *_attested_in_words(over_time.attestation),
        _reported_in_words(over_time),
    ]
    return in_sentences(sentences)


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


def _attested_in_words(attestation):
    recorded, longer_ago, never = attestation.recorded, attestation.longer_ago, attestation.never
    when = honest_in_words(attestation.last, attestation.is_last_inferred)
    when = when or _("longer ago than a year")
    if longer_ago and longer_ago == recorded:
        yield _("Last attested %(when)s: nothing is known of the time since.") % {"when": when}
    elif longer_ago:
        yield _(
            "%(number)s of %(recorded)s not attested since: last attested %(when)s, and nothing "
            "is known of them since."
        ) % {"number": longer_ago, "recorded": recorded, "when": when}
    if never and never == recorded:
        yield _("No dated source attests them.")
    elif never:
        yield _("No dated source attests %(number)s of %(recorded)s.") % {
            "number": never,
            "recorded": recorded,
        }


def _reported_in_words(over_time):
    reported = over_time.reported_in_time
    if not over_time.reported:
        return _("No source had reported a size by then.")
    if not reported:
        return ""
    return ngettext(
        "A source reports one size of the network: %(sizes)s.",
        "Sources report %(count)s sizes of the network: %(sizes)s.",
        len(reported),
    ) % {"count": len(reported), "sizes": listed(each.as_put for each in reported)}


def _network_keys(drawing):
    reported = dict.fromkeys(mark.style for mark in drawing.marks)
    keys = [
        (drawing.band, Key("bar", "area band", _("between certain and possible"))),
        (True, Key("line", "line possible", _("at most"))),
        (True, Key("line", "line certain", _("certain, without an inference of ours"))),
        (drawing.inferred, Key("line", "line inferred", _("certain, by inference of ours"))),
        *((True, _reported_key(style)) for style in reported),
        (drawing.after, Key("bar", "bar after", _("not attested since"))),
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
    rows += [
        Row([when, _last_attested_in_words(number), "", "", "", ""])
        for when, number in _by_attestation(over_time.states)
    ]
    columns = [
        _("Day"),
        _("What"),
        _("Certain, without an inference of ours"),
        _("Certain"),
        _("At most"),
        _("As reported"),
    ]
    return Table(columns, rows)


def _by_attestation(states):
    """How many of the states certain on the day were last attested on each date, oldest first."""
    newest = [each.last_attested for each in states if each.is_certain]
    dated = [each for each in newest if each]
    numbers = Counter(
        Dated(each.attested, each.attested_inference)
        for each in sorted(
            dated,
            key=lambda each: (
                each.attested.earliest,
                each.attested.latest,
                each.attested_inference,
            ),
        )
    )
    if len(dated) < len(newest):
        numbers[_("by no dated source")] = len(newest) - len(dated)
    return numbers.items()


def _last_attested_in_words(number):
    return ngettext(
        "last attested: %(number)s state",
        "last attested: %(number)s states",
        number,
    ) % {"number": number}


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
                number=_of_group(standing),
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


def _of_group(standing):
    if not standing.size:
        return _("none of its states is in the register")
    return _out_of(standing.pair, standing.size)


def _out_of(pair, size):
    return _("%(number)s of %(size)s") % {"number": _in_words(pair), "size": size}


def _groups_caption(register, standings):
    if not any(each.size for each in standings):
        return _("No state is in the register on %(day)s.") % {"day": day_in_words(register.day)}
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
        if each.label in RegionalGroup.labels and each.size and not each.pair.possible
    ]
    if without:
        sentences.append(
            ngettext(
                "None in one group: %(groups)s.",
                "None in %(count)s groups: %(groups)s.",
                len(without),
            )
            % {"count": len(without), "groups": listed(without)}
        )
    return in_sentences(sentences)


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
    return listed(str(each.party) for each in section.standings)
