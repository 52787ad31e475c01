"""The drawing of a party's timeline: lanes of marks below each other, and the years.

Heights are in CSS pixels from the top, x in percent of the width (see `TimeAxis`).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from r2pnet.pictures import Dated
from r2pnet.time_axis import SHORT, TimeAxis, anchor, pixels
from sources.enumeration import listed_apart

LANE, ROW, MARK, BELOW = 20, 28, 20, 4  # its label; a row, and the middle of the mark in it
AXIS = 44  # two lines of text
REACH = 9  # of a mark and its number to either side


@dataclass(frozen=True)
class Span:
    """Days from the first up to the last, and how they are drawn."""

    begins: date
    ends: date
    style: str


@dataclass(frozen=True)
class Entry:
    """What has one mark on the timeline: a point at its first day, or spans; and its number.

    style   of the point, where it is one, or its spans are too short to be seen
    lines   what the table says of it, each (what, when, address)
    """

    lane: str
    begins: date
    ends: date
    style: str
    spans: list
    lines: list
    number: int = 0

    @property
    def title(self):
        return listed_apart(
            _("%(what)s: %(when)s") % {"what": what, "when": _in_words(when)}
            for what, when, _url in self.lines
        )

    @property
    def url(self):
        """The page that all its lines lead to, if it is one."""
        urls = {url for _what, _when, url in self.lines}
        return urls.pop() if len(urls) == 1 else ""


def _in_words(when):
    return when.in_words() if isinstance(when, Dated) else when


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    style: str


@dataclass(frozen=True)
class Mark:
    """An entry in its place: bars, a point at its first day, or both."""

    entry: Entry
    bars: list
    is_point: bool
    x: float
    y: float
    anchor: str

    @property
    def top(self):
        return self.y - 5

    @property
    def number_y(self):
        return self.y - 8


@dataclass(frozen=True)
class Lane:
    label: str
    y: float
    marks: list


@dataclass(frozen=True)
class TimelineDrawing:
    """What `templates/pictures/timeline.svg` reads."""

    axis: TimeAxis
    lanes: list
    bottom: int

    @property
    def height(self):
        return self.bottom + AXIS


def draw(labels, entries, axis):
    """The entries in their lanes, by key with their labels; those without any are left out."""
    lanes, top = [], 0
    for key, label in labels.items():
        rows = _rows([each for each in entries if each.lane == key], axis)
        if rows:
            marks = [
                _mark(entry, axis, top + LANE + ROW * place + MARK)
                for place, row in enumerate(rows)
                for entry in row
            ]
            lanes.append(Lane(label, top + LANE - 6, marks))
            top += LANE + ROW * len(rows) + BELOW
    return TimelineDrawing(axis, lanes, top + BELOW)


def _rows(entries, axis):
    """The entries in as many rows as keep their marks apart in the narrowest drawing."""
    rows = []
    for entry in entries:
        left = pixels(axis.at(entry.begins)) - REACH
        row = next((row for row in rows if _right(row[-1], axis) <= left), None)
        if row is None:
            rows.append([entry])
        else:
            row.append(entry)
    return rows


def _right(entry, axis):
    return pixels(axis.at(entry.ends)) + REACH


def _mark(entry, axis, y):
    """Bars that can be seen; and a point, where those of a time that is known cannot."""
    known = [each for each in entry.spans if each.style != "bar after"]
    x = axis.at(entry.begins)
    return Mark(
        entry=entry,
        bars=[] if _is_short(entry.spans, axis) else [_bar(each, axis) for each in entry.spans],
        is_point=_is_short(known, axis),
        x=x,
        y=y,
        anchor=anchor(x, str(entry.number)),
    )


def _is_short(spans, axis):
    """Whether what the axis shows of them is too short to be seen."""
    return sum((_shown(each, axis) for each in spans), timedelta()) < SHORT


def _shown(span, axis):
    return max(min(span.ends, axis.last) - max(span.begins, axis.first), timedelta())


def _bar(span, axis):
    x = axis.at(span.begins)
    return Bar(x, round(axis.at(span.ends) - x, 2), span.style)
