"""Days as horizontal positions, for the pictures that show time.

Positions are in percent of a drawing's width, so that text keeps its size on every screen. What
must not overlap is measured where a drawing is narrowest.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sources.dates import day_in_words

# How wide a drawing is on the narrowest screen (320 pixels), and on the narrowest one that shows
# what is `wide-only` (40rem), in CSS pixels.
NARROW, WIDE = 288, 600

LETTER = 7.5  # the width of a letter or digit of a label, amply
YEAR = 30  # a year at an axis, with the room around it
SHORT = timedelta(days=62)  # what is too short for a bar that could be seen; it is a point

# The years that are written at an axis: every one, or as many of these as there is room for.
# Each divides the next, so that the years of a narrow drawing are among those of a wide one.
STEPS = (1, 5, 10, 50, 100)


@dataclass(frozen=True)
class Tick:
    """A year at the axis, at its first day; `is_wide` where a narrow drawing has no room for it."""

    x: float
    year: str
    anchor: str
    is_wide: bool


@dataclass(frozen=True)
class End:
    """The first or the last day of an axis, in words below it."""

    x: float
    anchor: str
    day: str


@dataclass(frozen=True)
class TimeAxis:
    """The days from the first to the last, from the left edge to the right, both in percent."""

    first: date
    last: date
    left: float = 3
    right: float = 97

    def at(self, day):
        """The position of the day, in percent; a day beyond an end stands at that end."""
        day = min(max(day, self.first), self.last)
        length = max((self.last - self.first).days, 1)
        return round(self.left + (self.right - self.left) * (day - self.first).days / length, 2)

    @property
    def ticks(self):
        narrow, wide = self._step(NARROW), self._step(WIDE)
        first_days = [date(year, 1, 1) for year in range(self.first.year, self.last.year + 1)]
        return [
            self._tick(day, is_wide=day.year % narrow > 0)
            for day in first_days
            if day >= self.first and day.year % wide == 0
        ]

    @property
    def ends(self):
        return [
            End(self.left, "start", day_in_words(self.first)),
            End(self.right, "end", day_in_words(self.last)),
        ]

    def _tick(self, day, *, is_wide):
        x, year = self.at(day), str(day.year)
        return Tick(x, year, anchor(x, year, WIDE if is_wide else NARROW), is_wide)

    def _step(self, width):
        days = max((self.last - self.first).days, 1)
        year = width * (self.right - self.left) / 100 / days * 365.25
        return next((step for step in STEPS if step * year >= YEAR), STEPS[-1])


def pixels(x):
    """A position in percent, in CSS pixels of the narrowest drawing."""
    return x * NARROW / 100


def anchor(x, text, width=NARROW):
    """The `text-anchor` that keeps a label at that position in a drawing of that width."""
    half = len(text) * LETTER / 2
    if x * width / 100 < half:
        return "start"
    if x * width / 100 > width - half:
        return "end"
    return "middle"
