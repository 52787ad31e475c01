"""The drawing of the network over time: where its lines, marks and labels stand.

Heights are in CSS pixels from the top, x in percent of the width (see `TimeAxis`). Paths stand in
a box of their own, 1000 wide and 100 high, that is stretched over the plot.
"""

from dataclasses import dataclass, replace
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from r2pnet.time_axis import LETTER, NARROW, SHORT, WIDE, TimeAxis, anchor
from sources.dates import honest_in_words
from sources.edtf import EDTF
from sources.enumeration import in_parts

from .register import FIRST_DAY

TOP, PLOT, AXIS = 28, 200, 42  # a strip for a label, the plot, the axis with two lines of text
HEIGHT = TOP + PLOT + AXIS
RIGHT = 98  # percent
MARK, TEXT = 5.2, 12  # half the height of a mark; the height of a label
LEVELS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Level:
    """A number of states, at its height."""

    y: float
    number: int


@dataclass(frozen=True)
class Label:
    """Words at a place; `wide_text` follows where there is room for it."""

    x: float
    y: float
    anchor: str
    text: str
    wide_text: str = ""
    is_wide: bool = False

    def box(self, width):
        """Its left, right, top and bottom in a drawing of that width, in CSS pixels."""
        length = len(self.text) * LETTER
        before = {"start": 0, "middle": length / 2, "end": length}[self.anchor]
        left = self.x * width / 100 - before
        return left, left + length, self.y - TEXT, self.y + 2


@dataclass(frozen=True)
class Mark:
    """A reported size: a dot at its day, or a bar over the days that it may be of."""

    x: float
    width: float
    y: float
    style: str
    title: str
    text: str
    label: Label | None = None

    @property
    def top(self):
        return self.y - MARK

    def box(self, width):
        left, right = self.x * width / 100, (self.x + self.width) * width / 100
        return left - MARK, right + MARK, self.y - MARK, self.y + MARK


@dataclass(frozen=True)
class After:
    """The time since states were last attested by a dated source: all of them, or how many."""

    x: float
    width: float
    label: Label


@dataclass(frozen=True)
class NetworkDrawing:
    """What `templates/pictures/network.svg` reads; the paths are empty where nothing is drawn."""

    axis: TimeAxis
    levels: list
    band: str
    possible: str
    certain: str
    inferred: str
    inferred_label: Label | None
    marks: list
    after: After | None

    top, plot, bottom = TOP, PLOT, TOP + PLOT


@dataclass(frozen=True)
class Scale:
    """Numbers of states as heights."""

    step: int
    highest: int

    def at(self, number):
        return round(TOP + PLOT * (1 - number / self.highest), 2)

    def in_box(self, number):
        return round(100 * (1 - number / self.highest), 2)

    @property
    def levels(self):
        return [Level(self.at(number), number) for number in range(0, self.highest + 1, self.step)]


@dataclass(frozen=True)
class Stretch:
    """A time in which the numbers do not change, and where it lies in the box of the paths."""

    left: float
    right: float
    stated: int
    certain: int
    possible: int

    @property
    def is_inferred(self):
        return self.stated < self.certain


def draw(over_time):
    shown = over_time.reported_in_time
    scale = _scale(
        [size.pair.possible for size in over_time.sizes] + [each.value for each in shown]
    )
    left = 3 * len(str(scale.highest)) + 2
    axis = TimeAxis(FIRST_DAY, over_time.day, left=left, right=RIGHT)
    stretches = _stretches(over_time.sizes, axis)
    marks = [_mark(each, axis, scale) for each in shown]
    inferred_label = _inferred_label(stretches, scale, marks)
    return NetworkDrawing(
        axis=axis,
        levels=scale.levels,
        band=_band(stretches, scale),
        possible=_line(stretches, [each.possible for each in stretches], scale),
        certain=_line(stretches, [each.stated for each in stretches], scale),
        inferred=_inferred_line(stretches, scale),
        inferred_label=inferred_label,
        marks=_labelled(marks, inferred_label),
        after=_after(over_time, axis),
    )


def _scale(numbers):
    highest = max(*numbers, 1)
    step = next((step for step in LEVELS if step * 5 >= highest), LEVELS[-1])
    return Scale(step, step * ceil(highest / step))


def _stretches(sizes, axis):
    begins = [round(axis.at(size.since) * 10, 1) for size in sizes]
    return [
        Stretch(left, right, size.stated, size.pair.certain, size.pair.possible)
        for size, left, right in zip(sizes, begins, [*begins[1:], RIGHT * 10], strict=True)
    ]


def _line(stretches, numbers, scale):
    """A line of steps: level while a number holds, upright where it changes."""
    line = f"M{stretches[0].left:g} {scale.in_box(numbers[0]):g}"
    for stretch, number in zip(stretches, numbers, strict=True):
        line += f"V{scale.in_box(number):g}H{stretch.right:g}"
    return line


def _band(stretches, scale):
    """The room between what is certain and what is possible."""
    return "".join(
        f"M{each.left:g} {scale.in_box(each.certain):g}V{scale.in_box(each.possible):g}"
        f"H{each.right:g}V{scale.in_box(each.certain):g}Z"
        for each in stretches
        if each.certain < each.possible
    )


def _inferred_line(stretches, scale):
    """What is certain through an inference of ours, where that is more than without it."""
    line = ""
    for before, each in zip([None, *stretches], stretches, strict=False):
        if each.is_inferred:
            start = each.certain if before is None else before.certain
            line += (
                f"M{each.left:g} {scale.in_box(start):g}"
                f"V{scale.in_box(each.certain):g}H{each.right:g}"
            )
        elif before is not None and before.is_inferred:
            line += f"V{scale.in_box(each.certain):g}"
    return line


def _inferred_label(stretches, scale, marks):
    """Beside the longest stretch that rests on an inference, where no mark covers it."""
    inferred = [each for each in stretches if each.is_inferred]
    if not inferred:
        return None
    longest = max(inferred, key=lambda each: each.right - each.left)
    text = _("%(number)s by inference of ours") % {"number": longest.certain - longest.stated}
    y = scale.at(longest.certain)
    has_room_below = scale.at(longest.stated) - y > 2 * TEXT
    length = longest.right - longest.left
    places = [
        (round((longest.left + length * part) / 10, 2), height)
        for height in ([y + 18, y - 8] if has_room_below else [y - 8])
        for part in (0.5, 0.75, 0.25)
    ]
    return _placed(text, places, marks)


def _mark(count, axis, scale):
    as_of = count.as_of
    is_bar = as_of.latest - as_of.earliest >= SHORT
    x = axis.at(as_of.earliest)
    return Mark(
        x=x,
        width=round(axis.at(as_of.latest) - x, 2) if is_bar else 0,
        y=scale.at(count.value),
        style=f"{'bar' if is_bar else 'point'} reported{' inferred' if count.inference else ''}",
        title=in_parts([count.reported, honest_in_words(as_of, count.inference)]),
        text=count.as_put,
    )


def _labelled(marks, inferred_label):
    """The marks with their labels, each above or below its mark."""
    taken = [*marks, inferred_label] if inferred_label else list(marks)
    labelled = []
    for mark in marks:
        x = round(mark.x + mark.width / 2, 2)
        heights = [y for y in (mark.y - 9, mark.y + 18) if y < TOP + PLOT]
        found = _placed(mark.text, [(x, y) for y in heights], taken)
        if found:
            taken.append(found)
        labelled.append(replace(mark, label=found))
    return labelled


def _placed(text, places, taken):
    """The label at the first of the places where it covers nothing.

    Where a narrow drawing has no room for it, a wide one may have it; else there is none.
    """
    for is_wide in (False, True):
        widths = [WIDE] if is_wide else [NARROW, WIDE]
        for x, y in places:
            label = Label(x, y, anchor(x, text, widths[0]), text, is_wide=is_wide)
            if not any(
                _overlap(label.box(width), each.box(width)) for width in widths for each in taken
            ):
                return label
    return None


def _overlap(one, other):
    left, right, top, bottom = one
    other_left, other_right, other_top, other_bottom = other
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


def _after(over_time, axis):
    attestation = over_time.attestation
    last = EDTF(attestation.last)
    if not attestation.longer_ago or last.latest >= over_time.day:
        return None
    x = axis.at(last.latest)
    text = _("not attested since")
    if attestation.longer_ago < attestation.recorded:
        text = _("%(number)s of %(recorded)s not attested since") % {
            "number": attestation.longer_ago,
            "recorded": attestation.recorded,
        }
    wide_text = pgettext("behind “not attested since”", ": last attested %(date)s") % {
        "date": honest_in_words(last, attestation.is_last_inferred)
    }
    fits = all(
        (RIGHT - x) * width / 100 > len(words) * LETTER + 12
        for width, words in ((NARROW, text), (WIDE, text + wide_text))
    )
    label = Label(x if fits else RIGHT, TOP - 12, "start" if fits else "end", text, wide_text)
    return After(x, round(RIGHT - x, 2), label)
