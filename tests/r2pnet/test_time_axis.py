"""Days as horizontal positions."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from r2pnet.time_axis import NARROW, WIDE, TimeAxis, anchor

FIRST, LAST = date(2010, 9, 1), date(2026, 11, 22)
AXIS = TimeAxis(FIRST, LAST, left=8, right=98)


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date.min, 8),
        (FIRST, 8),
        (date(2018, 10, 12), 53),
        (LAST, 98),
        (date.max, 98),
    ],
)
def test_days_stand_between_the_edges(day, place):
    assert AXIS.at(day) == pytest.approx(place, abs=0.01)


def test_later_days_stand_further_on():
    places = [AXIS.at(FIRST + timedelta(days=days)) for days in range(0, 5926, 30)]

    assert places == sorted(set(places))


def test_a_wide_drawing_names_every_year_and_a_narrow_one_every_fifth():
    assert [tick.year for tick in AXIS.ticks] == [str(year) for year in range(2011, 2027)]
    assert [tick.year for tick in AXIS.ticks if not tick.is_wide] == ["2015", "2020", "2025"]


@pytest.mark.parametrize("years", [1, 2, 7, 8, 9, 17, 30, 60, 200])
def test_years_never_cover_each_other(years):
    ticks = TimeAxis(date(1900, 1, 1), date(1900 + years, 1, 1)).ticks

    for width, shown in [(NARROW, [t for t in ticks if not t.is_wide]), (WIDE, ticks)]:
        places = [tick.x * width / 100 for tick in shown]
        assert all(after - before >= 29 for before, after in pairwise(places))


def test_an_axis_of_a_single_day_has_its_ends():
    axis = TimeAxis(FIRST, FIRST)

    assert (axis.at(FIRST), axis.ticks) == (3, [])
    assert [(end.x, end.anchor, end.day) for end in axis.ends] == [
        (3, "start", "1 September 2010"),
        (97, "end", "1 September 2010"),
    ]


@pytest.mark.parametrize(("x", "expected"), [(3, "start"), (50, "middle"), (97, "end")])
def test_a_label_stays_inside(x, expected):
    assert anchor(x, "2015") == expected


def test_a_year_is_anchored_for_the_drawing_that_shows_it():
    tick = TimeAxis(FIRST, LAST).ticks[0]

    assert (tick.year, tick.is_wide, tick.anchor) == ("2011", True, "middle")
    assert anchor(tick.x, tick.year) == "start"
